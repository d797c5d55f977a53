"""One function for each question that a reader asks of a table: frame and column names in, plain chart out."""

from figures.charts.before_after import grouped_dots
from figures.charts.claims import claim_versus_sources
from figures.charts.events import dated_events
from figures.charts.hexes import hex_map
from figures.charts.lanes import event_lanes
from figures.charts.months import monthly_columns, stacked_columns
from figures.charts.panels import small_multiples
from figures.charts.robustness import window_robustness
from figures.charts.shares import part_of_whole
from figures.charts.units import Cell, counted_cells
from figures.charts.windows import Window, daily_windows

__all__ = [
    "Cell",
    "Window",
    "claim_versus_sources",
    "counted_cells",
    "daily_windows",
    "dated_events",
    "event_lanes",
    "grouped_dots",
    "hex_map",
    "monthly_columns",
    "part_of_whole",
    "small_multiples",
    "stacked_columns",
    "window_robustness",
]
