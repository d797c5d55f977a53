"""A chart function is imported when it is used, and only its own module with what that needs."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

from figures import charts

MODULES = [module.name for module in iter_modules(charts.__path__) if not module.name.startswith("_")]


def test_one_function_loads_one_module() -> None:
    code = (
        "import sys; from figures import charts; charts.hex_map;"
        "print(*sorted(name.rsplit('.')[-1] for name in sys.modules if name.startswith('figures.charts.')))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = {name for name in told.split() if not name.startswith("_")}
    assert loaded == {"hexes"}


@pytest.mark.parametrize("name", charts.__all__)
def test_a_name_means_the_function_whatever_was_imported_before(name: str) -> None:
    for module in MODULES:
        import_module(f"figures.charts.{module}")
    found = getattr(charts, name)
    assert callable(found) and found.__module__.startswith("figures.charts.")
    assert name in dir(charts)


def test_no_module_has_the_name_of_a_function() -> None:
    # Importing it would put the module where the function belongs.
    assert set(MODULES) & set(charts.__all__) == set()


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="'figures\\.charts' has no attribute 'pie'"):
        charts.pie  # noqa: B018
