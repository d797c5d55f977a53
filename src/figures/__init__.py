"""Where Is the Pressure?: published records, named numbers, plain charts, figures with their provenance."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "1.0.0"
__all__ = ["Source", "charts", "examples", "load", "measure", "measures", "publish", "read", "theme"]

if TYPE_CHECKING:
    from figures import charts, examples, measures, theme
    from figures.figure import publish
    from figures.measures import measure
    from figures.reading import read
    from figures.source import Source
    from figures.tables import load

_HOME = {
    "Source": "figures.source",
    "load": "figures.tables",
    "measure": "figures.measures",
    "publish": "figures.figure",
    "read": "figures.reading",
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that ``import figures`` needs neither pandas nor Altair."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name in __all__:
        return import_module(f"figures.{name}")
    raise AttributeError(f"module 'figures' has no attribute {name!r}")
