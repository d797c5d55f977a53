"""How much can one chart hold before it hides what it shows? Every limit, and what to do beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from figures.errors import ContractError


class Limit(NamedTuple):
    """The most that can be told apart, of what, and what to do with more."""

    most: int
    what: str
    instead: str


_SUM_UP = "add up longer steps of time first, or draw a shorter period"
_KEEP = "keep the largest and add up the rest, or draw several charts"
_SPLIT = "draw fewer of them, or several charts"
# A column needs a pixel of the wide drawing, a line of text its place on a page, a hue its own meaning.
_COLUMNS = Limit(640, "columns", _SUM_UP)
_DATES = Limit(4000, "dates", _SUM_UP)
_LINES = Limit(100, "lines of text", _KEEP)
_HUES = Limit(8, "colours", _KEEP)
_DOTS = Limit(1000, "dots", "count the events by month and draw monthly_columns")
_PILE = Limit(
    60, "dots in a stack", "take a smaller bin_days, or count the events by month and draw monthly_columns"
)
_WORDS = Limit(
    48, "characters beside a mark", "say the rest in the name above it, which can be long, or in the note"
)
_NAMES = Limit(60, "lines", "draw those that matter, or add up the rest")
_LANES = Limit(20, "lanes", _SPLIT)

LIMITS: Mapping[tuple[str, str], Limit] = {
    ("bars", "category"): _LINES,
    ("bars", "group"): Limit(4, "bars in a category", _SPLIT),
    ("choropleth", "shapes"): Limit(4000, "areas", "draw larger areas, or part of the map"),
    ("claim_versus_sources", "source"): _LINES,
    ("counted_cells", "group"): _LINES,
    ("counted_cells", "kind"): Limit(12, "kinds of cells", _KEEP),
    ("counted_cells", "count"): Limit(100, "cells in a group", "draw what a cell stands for in tens or hundreds"),
    ("daily_columns", "date"): _COLUMNS,
    ("dated_events", "date"): _DOTS,
    ("dated_events", "bin_days"): _PILE,
    ("distribution", "category"): _LINES,
    ("estimates_over_time", "date"): _DATES,
    ("estimates_over_time", "series"): _HUES,
    ("event_lanes", "date"): _DOTS,
    ("event_lanes", "bin_days"): _PILE,
    ("event_lanes", "group"): _HUES,
    ("event_lanes", "lane"): _LANES,
    ("grouped_dots", "category"): _LINES,
    ("heatmap", "x"): _COLUMNS,
    ("heatmap", "y"): _LINES,
    ("hex_map", "x"): Limit(4000, "hexagons", "draw larger hexagons, or part of the map"),
    ("histogram", "bin_width"): Limit(640, "columns", "take longer steps, or narrower limits"),
    ("durations", "case"): _LINES,
    ("durations", "words"): _WORDS,
    ("lines", "series"): _NAMES,
    ("lines", "x"): _DATES,
    ("monthly_columns", "month"): _COLUMNS,
    ("named_events", "date"): Limit(150, "named events", "draw them without names, with event_lanes"),
    ("named_events", "lane"): _LANES,
    ("paired_months", "month"): Limit(120, "pairs of dots", _SUM_UP),
    ("part_of_whole", "category"): _LINES,
    ("part_of_whole", "words"): _WORDS,
    ("scatter", "x"): Limit(1000, "points", "draw a sample, or the means of groups"),
    ("scorecard", "item"): _LINES,
    ("scorecard", "status"): _WORDS,
    ("scorecard", "statuses"): Limit(6, "statuses side by side", "merge some of them"),
    ("slope", "category"): Limit(100, "lines", "draw those that matter"),
    ("small_multiples", "date"): _COLUMNS,
    ("small_multiples with mark='line'", "date"): _DATES,
    ("small_multiples", "panel"): _LANES,
    ("stacked_area", "group"): _HUES,
    ("stacked_area", "x"): _DATES,
    ("stacked_columns", "group"): _HUES,
    ("stacked_columns", "month"): _COLUMNS,
    ("window_robustness", "group"): Limit(4, "kinds of dashes", _SPLIT),
    ("window_robustness", "length"): Limit(1000, "window lengths", "take fewer lengths"),
}  # fmt: skip


def within(function: str, **counts: int) -> None:
    """Refuse more than can be told apart: argument of the function to how many things it gives."""
    for argument, count in counts.items():
        most, what, instead = LIMITS[function, argument]
        if count > most:
            raise ContractError(
                f"{function}: {argument}: expected at most {most:,} {what}, got {count:,}; {instead}"
            )
