"""One function for each question that a reader asks of a table: frame and column names in, plain chart out.

What all of them do with the unusual:

- A missing value is a gap, a ring or a word, and the chart's ``description`` counts it; ``publish`` prints that behind the note. Where
  a chart cannot show a gap (a part of a stack or of a whole, a cell), a missing value is refused.
- More than can be told apart is refused, with what to do instead; the limits are in ``figures.charts._limits``.
- A key that comes twice is refused; an event that comes twice is two events.
- Midnight in a time zone is the date there; any other time of day is refused.
- A label that runs from right to left is shielded in sentences, so that the numbers beside it keep their places.
- Colours are those of light paper, whichever theme is enabled: the page of a published figure and ``save(mode="dark")`` translate
  them, and ``figures.theme.recoloured(chart, "dark")`` does for a chart that stands alone.
"""

from __future__ import annotations

import sys
import warnings
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from figures.charts._window import Window
    from figures.charts.areas import stacked_area
    from figures.charts.before_after import grouped_dots
    from figures.charts.choropleths import choropleth
    from figures.charts.clouds import scatter
    from figures.charts.curves import lines
    from figures.charts.delays import durations
    from figures.charts.distributions import distribution
    from figures.charts.events import dated_events
    from figures.charts.heatmaps import heatmap
    from figures.charts.hexes import hex_map
    from figures.charts.histograms import histogram
    from figures.charts.lanes import event_lanes
    from figures.charts.levels import estimates_over_time
    from figures.charts.months import monthly_columns, stacked_columns
    from figures.charts.named import named_events
    from figures.charts.pairs import paired_months
    from figures.charts.panels import small_multiples
    from figures.charts.ranked_bars import bars
    from figures.charts.robustness import window_robustness
    from figures.charts.scores import scorecard
    from figures.charts.shares import part_of_whole
    from figures.charts.slopes import slope
    from figures.charts.statements import claim_versus_sources
    from figures.charts.units import Cell, counted_cells
    from figures.charts.windows import daily_columns

__all__ = [
    "Cell",
    "Window",
    "bars",
    "choropleth",
    "claim_versus_sources",
    "counted_cells",
    "daily_columns",
    "dated_events",
    "distribution",
    "durations",
    "estimates_over_time",
    "event_lanes",
    "grouped_dots",
    "heatmap",
    "hex_map",
    "histogram",
    "lines",
    "monthly_columns",
    "named_events",
    "paired_months",
    "part_of_whole",
    "scatter",
    "scorecard",
    "slope",
    "small_multiples",
    "stacked_area",
    "stacked_columns",
    "window_robustness",
]

RENAMED = {
    "compared_levels": "estimates_over_time",
    "daily_windows": "daily_columns",
    "lags": "durations",
}
"""Functions that had another name in version 1.0; until 2.0 the old one works, and says what it is called now."""

_HOME = {
    "Cell": "units",
    "Window": "_window",
    "bars": "ranked_bars",
    "choropleth": "choropleths",
    "claim_versus_sources": "statements",
    "counted_cells": "units",
    "daily_columns": "windows",
    "dated_events": "events",
    "distribution": "distributions",
    "durations": "delays",
    "estimates_over_time": "levels",
    "event_lanes": "lanes",
    "grouped_dots": "before_after",
    "heatmap": "heatmaps",
    "hex_map": "hexes",
    "histogram": "histograms",
    "lines": "curves",
    "monthly_columns": "months",
    "named_events": "named",
    "paired_months": "pairs",
    "part_of_whole": "shares",
    "scatter": "clouds",
    "scorecard": "scores",
    "slope": "slopes",
    "small_multiples": "panels",
    "stacked_area": "areas",
    "stacked_columns": "months",
    "window_robustness": "robustness",
}


def __getattr__(name: str) -> Any:
    """Import a chart function when it is first used, so that a chapter depends on the functions that it calls and on no other."""
    if name in RENAMED:
        return _renamed(name, RENAMED[name])
    if name not in _HOME:
        raise AttributeError(f"module 'figures.charts' has no attribute {name!r}")
    found = getattr(import_module(f"figures.charts.{_HOME[name]}"), name)
    if not isinstance(found, type):
        from figures.charts._asked import checked
        from figures.charts._drawn import noted

        found = noted(checked(found))
    globals()[name] = found
    return found


def _renamed(old: str, new: str) -> Any:
    """Let a function be called by its old name."""
    function = getattr(sys.modules[__name__], new)

    @wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        warnings.warn(f"figures.charts.{old} is {new} now", DeprecationWarning, stacklevel=2)
        return function(*args, **kwargs)

    return called


def __dir__() -> list[str]:
    """List the chart functions for whoever completes a name, imported or not."""
    return sorted({*globals(), *__all__})
