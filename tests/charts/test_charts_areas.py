"""Layers of a whole stand on each other, as amounts or as shares."""

from __future__ import annotations

from datetime import date

import polars as pl
import pyarrow as pa
import pytest
from chart_examples import EXAMPLES, WORDS
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import charts, theme
from figures.errors import ContractError


def area(xs, ys, groups, **more):
    frame = pl.DataFrame({"x": xs, "y": ys, "group": groups}, strict=False)
    return charts.stacked_area(frame, x="x", y="y", group="group", **{"unit": "trips", **more}, **WORDS)


def rows(chart) -> list[dict]:
    return [row for values in chart.to_dict()["datasets"].values() for row in values]


def layers(chart) -> list[list[tuple[float, float]]]:
    """Give the ends of each layer at each place, from the lowest on."""
    spec = chart.to_dict()
    drawn = [layer["data"]["name"] for layer in spec["layer"] if layer["mark"]["type"] == "area"]
    return [[(row["foot"], row["y"]) for row in spec["datasets"][name]] for name in drawn]


def test_the_largest_lies_at_the_bottom_or_what_is_named_first():
    xs, ys, groups = [2001, 2002] * 2, [1, 2, 5, 7], ["a", "a", "b", "b"]
    assert layers(area(xs, ys, groups)) == [[(0, 5), (0, 7)], [(5, 6), (7, 9)]]
    chart = area(xs, ys, groups, colours={"a": "red", "b": "teal"})
    assert layers(chart) == [[(0, 1), (0, 2)], [(1, 6), (2, 9)]]
    fills = [layer["mark"]["color"] for layer in chart.to_dict()["layer"] if layer["mark"]["type"] == "area"]
    assert fills == [theme.LIGHT["red"], theme.LIGHT["teal"]]


def test_shares_are_those_of_the_whole_at_each_place():
    chart = area([2001, 2002] * 2, [1, 2, 3, 6], ["a", "a", "b", "b"], share=True)
    assert layers(chart) == [[(0, 0.75), (0, 0.75)], [(0.75, 1), (0.75, 1)]]
    assert [row["said"] for row in rows(chart) if "said" in row] == [
        "2001, b: 75% (3 trips)",
        "2002, b: 75% (6 trips)",
        "2001, a: 25% (1 trips)",
        "2002, a: 25% (2 trips)",
    ]
    with pytest.raises(
        ContractError, match="share: expected a whole above zero at each place, got 0 at 2001-01-01"
    ):
        area([2001, 2001], [0, 0], ["a", "b"], share=True)


def test_a_group_without_a_row_counts_as_zero_and_that_is_said():
    chart = area([2001, 2002, 2002], [5, 5, 1], ["a", "a", "b"])
    assert layers(chart)[1] == [(5, 5), (5, 6)]
    assert chart.description == "b: 1 of 2 years (counted as zero) has no row."


def test_a_step_without_any_row_breaks_the_stack():
    xs = [date(2024, month, 1) for month in (1, 2, 4)]
    chart = area(xs * 2, [1, 2, 3, 4, 5, 6], ["a"] * 3 + ["b"] * 3)
    assert layers(chart)[0] == [(0, 4), (0, 5), (None, None), (0, 6)]
    assert chart.description == "1 of 4 months has no row."
    # What stands alone is a post.
    post = next(layer for layer in chart.to_dict()["layer"] if layer["mark"]["type"] == "rule")
    assert post["mark"]["strokeWidth"] == 5


@pytest.mark.parametrize(
    ("ys", "groups", "more", "told"),
    [
        ([1, None], ["a", "b"], {}, "y='y', row 1: expected a number, got a missing value"),
        ([1, -2], ["a", "b"], {}, "y='y': expected zero or more, got -2 for b, 2001-01-01"),
        ([1, 2], ["a", "b"], {"colours": {"a": "red"}}, "group without a colour: expected one of"),
        ([1] * 7, list("abcdefg"), {}, r"group: expected at most \d .*, got 7; keep the largest and add up the rest"),
        ([1], ["a"], {"rules": [(2020, "law")]}, "rules: expected a place between 2001-01-01 and 2002-01-01, got 2020"),
    ],
)  # fmt: skip
def test_what_makes_no_stack_is_refused(ys, groups, more, told):
    with pytest.raises(ContractError, match=f"stacked_area: {told}"):
        area([2001] * len(ys), ys, groups, **more)


@settings(max_examples=settings().max_examples // 5)  # each of several places, and drawn twice
@given(st.lists(st.lists(st.floats(0, 1e9), min_size=3, max_size=3).filter(any), min_size=1, max_size=6))
def test_layers_leave_no_gap_and_shares_end_at_the_whole(amounts):
    xs = [2001 + at for at in range(len(amounts)) for _ in range(3)]
    ys, groups = [one for own in amounts for one in own], ["a", "b", "c"] * len(amounts)
    drawn = layers(area(xs, ys, groups, share=True))
    for place in zip(*drawn, strict=True):
        assert place[0][0] == 0 and place[-1][1] == pytest.approx(1)
        assert [top for _, top in place[:-1]] == [foot for foot, _ in place[1:]]
    whole = [place[-1][1] for place in zip(*layers(area(xs, ys, groups)), strict=True)]
    assert whole == pytest.approx([sum(own) for own in amounts])


def test_only_the_width_differs_between_a_screen_and_a_phone():
    wide, narrow = (EXAMPLES["stacked_area"](pa.table).properties(width=px).to_dict() for px in (640, 262))
    assert {**wide, "width": 0} == {**narrow, "width": 0}
