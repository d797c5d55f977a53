"""Where Is the Pressure?: published records, named numbers, plain charts, figures with their provenance."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "1.0.0"
__all__ = ["Source", "charts", "examples", "load", "measure", "measures", "publish", "read", "theme"]

if TYPE_CHECKING:
    from figures import charts, examples, measures, theme
    from figures.figure import publish
    from figures.figure.source import Source
    from figures.measures import measure
    from figures.tables import load
    from figures.tables.files import read

_HOME = {
    "Source": "figures.figure.source",
    "load": "figures.tables",
    "measure": "figures.measures",
    "publish": "figures.figure",
    "read": "figures.tables.files",
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that ``import figures`` needs neither pandas nor Altair."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name in __all__:
        return import_module(f"figures.{name}")
    raise AttributeError(f"module 'figures' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names for whoever completes one, imported or not."""
    return sorted({*globals(), *__all__})


_MOVED = {
    "check": "book.check",
    "cli": "command",
    "completion": "command.completion",
    "contracts": "upstream.contracts",
    "corrections": "claims.corrections",
    "dates": "text",
    "draw": "figure.draw",
    "drawn": "figure.renderer",
    "forecasts": "claims.forecasts",
    "handwritten": "claims.yaml_records",
    "html": "figure.html",
    "ledger": "claims.ledger",
    "references": "claims.references",
    "saving": "figure.saving",
    "say": "figure.slots",
    "show": "command.show",
    "site": "book.site",
    "source": "figure.source",
    "verdicts": "claims.verdicts",
    "links": "book.links",
    "notebooks": "book.notebooks",
    "reading": "tables.files",
}
"""Modules that had another name in version 1.0; until 2.0 the old one works, and says where the module is now."""


class _Moved(MetaPathFinder, Loader):
    """Gives a moved module under its old name."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, name = fullname.rpartition(".")
        return spec_from_loader(fullname, self) if package == "figures" and name in _MOVED else None

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python make an empty module, which only stands in until the real one takes its name."""

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__
        place = f"figures.{_MOVED[name.rpartition('.')[2]]}"
        warnings.warn(f"{name} is {place} now", DeprecationWarning, stacklevel=2)
        sys.modules[name] = import_module(place)


sys.meta_path.append(_Moved())
