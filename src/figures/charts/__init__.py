"""One function for each question that a reader asks of a table: frame and column names in, plain chart out."""

from figures.charts.before_after import grouped_dots
from figures.charts.claims import claim_versus_sources
from figures.charts.events import dated_events
from figures.charts.hexes import hex_map
from figures.charts.lags import lags
from figures.charts.lanes import event_lanes
from figures.charts.levels import compared_levels
from figures.charts.months import monthly_columns, stacked_columns
from figures.charts.named import named_events
from figures.charts.pairs import paired_months
from figures.charts.panels import small_multiples
from figures.charts.robustness import window_robustness
from figures.charts.scorecard import scorecard
from figures.charts.shares import part_of_whole
from figures.charts.units import Cell, counted_cells
from figures.charts.windows import Window, daily_windows

__all__ = [
    "Cell",
    "Window",
    "claim_versus_sources",
    "compared_levels",
    "counted_cells",
    "daily_windows",
    "dated_events",
    "event_lanes",
    "grouped_dots",
    "hex_map",
    "lags",
    "monthly_columns",
    "named_events",
    "paired_months",
    "part_of_whole",
    "scorecard",
    "small_multiples",
    "stacked_columns",
    "window_robustness",
]
