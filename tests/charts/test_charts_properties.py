"""Whatever the numbers, the days and the words: no picture is wider than asked, no two ticks print alike, none lies outside the plot."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, get_args
from xml.etree import ElementTree

import polars as pl
import pytest
from chart_examples import EXAMPLES
from chart_extremes import BUILDERS, Table, days
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import charts, theme
from figures.charts._time import Step
from figures.errors import ContractError
from figures.figure import draw
from trust.hostile import fuzzed

EXAMPLE = {name: next(one for one in EXAMPLES if one.partition(",")[0] == name) for name in BUILDERS}
WIDTHS = (draw.NARROW_PX, 420, 640)
# What is no amount: places, whole numbers of cells or days, shares of one.
COUNTED = {
    "heatmap": {"x"},
    "counted_cells": {"count"},
    "durations": {"shortest", "longest"},
    "hex_map": {"x", "y", "share"},
}
# What an example says of its own numbers and days.
PLAIN = {
    **{"rules": (), "windows": (), "reference": None, "limits": None, "middle": None, "breaks": ()},
    **{"bins": None, "bin_width": None, "band": None},
}
SVG = "{http://www.w3.org/2000/svg}"


def themed(chart: Any) -> dict[str, Any]:
    spec = {**chart.to_dict(validate=False), "config": theme.config()}
    spec.pop("title")
    return spec


def wide(chart: Any, px: int) -> float:
    """Measure what a page is given."""
    return draw.size(draw.inline_svg(themed(chart), px, "p"))[0]


def axes(svg: str) -> list[list[tuple[float, str]]]:
    """Give the labels of each axis, with their places."""
    found = []
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        if "role-axis-label" in group.get("class", ""):
            texts = [text for text in group if text.get("opacity") != "0"]
            places = [re.findall(r"-?[\d.]+", text.get("transform", "")) for text in texts]
            across = len({y for _, y in places}) == 1
            found.append(
                [
                    (float(x if across else y), "\n".join(text.itertext()))
                    for text, (x, y) in zip(texts, places, strict=True)
                ]
            )
    return found


def read(labels: Iterable[str]) -> list[tuple[str, str]]:
    """Read the labels of an axis as a reader does: a year that stands below one holds for those after it."""
    found, year = [], ""
    for label in labels:
        text, _, below = label.partition("\n")
        year = below or year
        found.append((text, year))
    return found


def remade(name: str, times: float, span: int, step: Step) -> Any:
    """Draw the example of a function with all amounts so many times as large, and all days stretched over a span."""
    real: Callable[..., Any] = getattr(charts, name)
    takes = inspect.signature(real).parameters

    def draw_with(data: Any, **given: Any) -> Any:
        frame = data if isinstance(data, pl.DataFrame) else pl.from_pandas(data)
        fixed = {given.get(argument) for argument in COUNTED.get(name, {"length"})}
        own: list[pl.Series] = []
        for column in frame:
            if column.dtype.is_temporal():
                own.append(stretched(column, span))
            elif column.dtype.is_numeric() and column.name not in fixed:
                own.append((column.cast(pl.Float64) * times).alias(column.name))
        given |= {argument: value for argument, value in PLAIN.items() if argument in takes}
        given |= {"marked": None if name in MARKED else ()} if "marked" in takes else {}
        given |= {"step": step, "aggregate": "max"} if "step" in takes and "aggregate" in takes else {}
        return real(frame.with_columns(own), **given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, name, draw_with)
        return EXAMPLES[EXAMPLE[name]]()


MARKED = {"lines", "monthly_columns", "small_multiples", "stacked_columns", "window_robustness"}


def stretched(column: pl.Series, span: int) -> pl.Series:
    each = column.cast(pl.Date).to_list()
    first, last = min(each), max(each)
    whole = max((last - first).days, 1)
    made = [date(1500, 3, 14) + timedelta(days=(day - first).days * span // whole) for day in each]
    return pl.Series(column.name, made)


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_ticks_of_any_example_print_apart_and_lie_in_the_plot(name: str, nightly: bool) -> None:
    drawn = []

    @settings(fuzzed(nightly), max_examples=150 if nightly else 3)
    @given(
        st.floats(-12, 15).map(lambda power: float(f"{10**power:.4g}")),
        st.one_of(st.integers(1, 400), st.integers(1, 182_621)),
        st.sampled_from(get_args(Step)),
        st.sampled_from(WIDTHS),
    )
    def case(times: float, span: int, step: Step, px: int) -> None:
        try:
            chart = remade(name, times, span, step)
        except ContractError:  # days that fall together, steps too many to be drawn
            return
        drawn.append(px)
        assert wide(chart, px) <= px
        svg = draw.svg(draw.fitted(themed(chart), px))
        width, height = draw.size(svg)
        for axis in axes(svg):
            labels = read(label for _, label in axis)
            assert len(set(labels)) == len(labels)
            assert all(-1 <= at <= max(width, height) for at, _ in axis)

    case()
    assert drawn


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_no_words_make_a_picture_wider_than_asked(name: str, nightly: bool) -> None:
    # Vega takes a line of text that is nothing but `if` for code.
    words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=90).filter(
        lambda text: "if" not in text.split()
    )

    @settings(fuzzed(nightly), max_examples=100 if nightly else 3)
    @given(
        st.lists(words.filter(str.strip), min_size=1, max_size=3, unique=True),
        words.filter(str.strip),
        st.sampled_from(WIDTHS),
    )
    def case(labels: list[str], unit: str, px: int) -> None:
        try:
            chart = BUILDERS[name](Table(labels=labels, unit=unit, dates=days(2)))
        except ContractError:  # words beside a mark that are too long
            return
        assert wide(chart, px) <= px

    case()
