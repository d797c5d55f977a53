"""Does Tab offer what there is? Each public name is listed before anything is imported for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("altair", "narwhals", "pandas", "pyarrow", "vl_convert")


@pytest.mark.parametrize("package", ["figures", "figures.charts"])
def test_dir_lists_every_public_name_and_imports_nothing_for_it(package: str) -> None:
    code = (
        f"import sys, {package} as package; listed = dir(package); "
        f"print(sorted(set(package.__all__) - set(listed)), listed == sorted(listed), [one for one in {HEAVY} if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] True []\n"


def test_each_listed_name_is_there() -> None:
    import figures

    assert [name for name in figures.__all__ if getattr(figures, name, None) is None] == []
