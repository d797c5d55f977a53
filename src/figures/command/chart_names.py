"""Which chart functions are there, and which is meant? Read from the source, since importing one brings Altair."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from figures import charts

_FUNCTION = re.compile(
    r'^def (\w+)\((?:[^\n]*|\n(?:    [^\n]*\n)+\)[^\n]*):\n    r?"""([^\n]+)', re.M
)  # a signature, on one line or many, and the first line of its docstring


@cache
def summaries() -> dict[str, str]:
    """Give each public chart function the first line of its docstring."""
    folder = Path(charts.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("[a-z]*.py")))
    first_lines = {name: line.removesuffix('"""') for name, line in _FUNCTION.findall(text)}
    return {name: first_lines[name] for name in charts.__all__ if name in first_lines}


_SOUGHT = {
    "area mountain ribbon": ("stacked_area", "stacked_columns", "lines"),
    "bar column barh": ("bars", "monthly_columns", "stacked_columns", "daily_columns"),
    "box boxen violin strip swarm beeswarm ridgeline jitter density kde": ("distribution", "histogram"),
    "calendar matrix tile correlation": ("heatmap",),
    "dot dumbbell lollipop range before after": ("grouped_dots", "slope", "paired_months"),
    "errorbar interval estimate confidence": ("claim_versus_sources", "window_robustness"),
    "event timeline gantt swimlane": ("dated_events", "event_lanes", "named_events"),
    "facet grid trellis panel sparkline": ("small_multiples",),
    "hist frequency bin": ("histogram", "distribution"),
    "line time timeseries series trend curve": ("lines", "estimates_over_time", "small_multiples"),
    "map choropleth geo hexbin hex": ("choropleth", "hex_map"),
    "pie donut doughnut share treemap sunburst proportion waterfall": (
        "part_of_whole",
        "bars",
        "stacked_columns",
    ),
    "point bubble scatter xy regression loess": ("scatter", "grouped_dots"),
    "slope bump parallel": ("slope", "grouped_dots"),
    "stack stackedbar stackedcolumn": ("stacked_columns", "stacked_area"),
    "table traffic light status": ("scorecard",),
    "waffle pictogram unit isotype": ("counted_cells",),
}
"""What newcomers look for, by the functions that answer it; those that are there are named."""


def nearest(word: str) -> dict[str, str]:
    """Give the functions that somebody who types this word may mean, with what each draws; where none is near, all."""
    every = summaries()
    plain = re.sub(r"[^a-z]", "", word.lower())
    short = re.sub(r"(?:charts?|plots?|graphs?|diagrams?)$", "", plain) or plain
    forms = {plain, short, short.removesuffix("s"), short.removesuffix("ed")}
    meant = [name for words, names in _SOUGHT.items() if forms & set(words.split()) for name in names]
    alike = [name for name in every if len(short) > 2 and short in name.replace("_", "")]
    alike += get_close_matches(word.lower(), every, cutoff=0.6)
    found = {name: every[name] for name in [*meant, *alike] if name in every}
    return found or every
