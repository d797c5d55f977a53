"""Every pair has its cell, in an order that makes sense; what is missing shows, and a cell is as dark as its amount."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pyarrow as pa
import pytest
from chart_examples import VISITS, WORDS
from chart_examples import heatmap as example

from figures import charts, theme
from figures.charts._shades import readable
from figures.contrast import contrast
from figures.errors import ContractError
from figures.figure import draw


def heatmap(columns, **options):
    arguments = {"x": "x", "y": "y", "value": "n", "unit": "kg", **WORDS, **options}
    return charts.heatmap(pl.DataFrame(columns, strict=False), **arguments)


def rows(chart, part: str) -> list[dict]:
    return [row for values in chart.to_dict()["datasets"].values() for row in values if part in row]


def places(chart) -> dict[str, tuple[float, float]]:
    return {row["said"]: (row["x"], row["y"]) for row in rows(chart, "said")}


def labels(chart) -> list[str]:
    return list(dict.fromkeys(row["label"] for row in rows(chart, "label")))


def luminance(hex_: str) -> float:
    parts = [int(hex_[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_weekdays_and_numbers_are_in_their_order_and_gaps_are_rings():
    chart = example()
    assert places(chart) == {
        "10, Mon: 60 visitors in an hour": (0, 12),
        "11, Mon: 72 visitors in an hour": (1, 12),
        "12, Mon: 80 visitors in an hour": (2, 12),
        "10, Tue: 41 visitors in an hour": (0, 36),
        "12, Tue: 66 visitors in an hour": (2, 36),
        "10, Sat: 150 visitors in an hour": (0, 60),
        "11, Sat: 175 visitors in an hour": (1, 60),
    }
    assert "closed (2)" in labels(chart)
    assert chart.description == "2 of 9 cells have no value."


def test_the_largest_amount_is_the_darkest_and_the_key_has_round_numbers():
    chart = example()
    opacity = {row["said"].partition(" vis")[0]: row["opacity"] for row in rows(chart, "said")}
    assert min(opacity, key=opacity.get) == "10, Tue: 41" and opacity["10, Tue: 41"] == 0.12
    assert max(opacity, key=opacity.get) == "11, Sat: 175" and opacity["11, Sat: 175"] == readable(
        theme.LIGHT["blue"]
    )
    assert labels(chart)[:2] == ["50", "100"]


def test_around_a_middle_there_are_two_hues():
    chart = example(x="day", y="hour", middle=70, aggregate="mean")
    fills = {row["said"].partition(" vis")[0]: row["fill"] for row in rows(chart, "said")}
    assert fills["Mon, 10: 60"] == theme.LIGHT["amber"]
    assert fills["Mon, 11: 72"] == theme.LIGHT["blue"]
    # The furthest from 70 is 175; 80 is a tenth as far.
    opacity = {row["said"].partition(" vis")[0]: row["opacity"] for row in rows(chart, "said")}
    darkest = readable(theme.LIGHT["blue"], theme.LIGHT["amber"])
    assert opacity["Sat, 11: 175"] == darkest
    assert opacity["Mon, 12: 80"] == pytest.approx(0.12 + (darkest - 0.12) * 10 / 105, abs=0.006)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("colour", [*theme.COLOURS, "#000000", "#c0392b", "#7a00ff"])
def test_numbers_can_be_read_on_the_darkest_cell(mode, colour):
    chart = example(colour=colour)
    tokens = {"light": theme.LIGHT, "dark": theme.DARK}[mode]
    cells = theme.recoloured(chart.to_dict(), mode) | {"title": ""}
    drawn = [row for values in cells["datasets"].values() for row in values if "opacity" in row]
    contrasts = [
        contrast(tokens["ink"], theme.mixed(tokens["paper"], row["fill"], row["opacity"])) for row in drawn
    ]
    assert min(contrasts) >= 4.5
    assert max(row["opacity"] for row in drawn) > 0.35


def test_numbers_stand_in_cells_that_are_wide_enough():
    spec = example().to_dict() | {"config": theme.config()}
    assert ">175<" in draw.svg(spec)
    assert ">175<" not in draw.svg({**spec, "width": 60})


def test_wide_tables_have_no_numbers_and_all_shades():
    chart = heatmap({"x": range(100), "y": ["a"] * 100, "n": range(100)})
    assert max(row["opacity"] for row in rows(chart, "said")) == 1
    assert rows(chart, "text") == []
    axis = chart.to_dict()["layer"][0]["encoding"]["x"]["axis"]
    assert [at - 0.5 for at in axis["values"]] == list(range(0, 100, 10))


@pytest.mark.parametrize(
    ("days", "first", "missing"),
    [
        ([date(2024, 1, 1), date(2024, 3, 1)], "January 2024, a: 1 kg", 1),
        ([date(2024, 1, 1), date(2024, 4, 1), date(2024, 10, 1)], "Q1 2024, a: 1 kg", 1),
        ([date(1960, 1, 1), date(1962, 1, 1)], "1960, a: 1 kg", 1),
        ([date(2024, 1, 2), date(2024, 1, 16)], "week of 2 January 2024, a: 1 kg", 1),
        ([date(2024, 1, 2), date(2024, 1, 3), date(2024, 1, 5)], "2 January 2024, a: 1 kg", 1),
    ],
)
def test_a_step_of_time_without_a_row_is_missing(days, first, missing):
    chart = heatmap({"x": days, "y": ["a"] * len(days), "n": range(1, len(days) + 1)})
    assert next(iter(places(chart))) == first
    assert chart.description.startswith(f"{missing} of {len(days) + 1} cells")


def test_months_can_be_made_of_days_and_labels_are_round():
    days = pl.date_range(date(2021, 1, 1), date(2023, 12, 31), eager=True)
    frame = pl.DataFrame({"x": days, "y": "a", "n": 1}).lazy()
    chart = charts.heatmap(
        frame, x="x", y="y", value="n", unit="days", aggregate="sum", step="month", **WORDS
    )
    assert next(iter(places(chart))) == "January 2021, a: 31 days"
    axis = chart.to_dict()["layer"][0]["encoding"]["x"]["axis"]
    assert axis["labelExpr"].startswith("['2021', '2022', '2023']")


def test_names_stand_upright_where_they_do_not_fit_side_by_side():
    def angles(names):
        chart = heatmap({"x": names, "y": ["a"] * len(names), "n": range(len(names))})
        return {
            layer["mark"].get("angle")
            for layer in chart.to_dict()["layer"]
            if layer["mark"]["type"] == "text"
        }

    assert angles(["one", "two"]) == {None}
    assert 270 in angles([f"a longer name {at}" for at in range(9)])
    with pytest.raises(
        ContractError, match="heatmap: x: expected at most 21 names side by side, got 30; exchange x and y"
    ):
        angles([f"name {at}" for at in range(30)])


def test_an_order_can_be_given():
    chart = heatmap(
        {"x": [1, 1, 1], "y": ["low", "high", "mid"], "n": [1, 2, 3]}, y_order=["high", "mid", "low", "none"]
    )
    assert [row["name"] for row in rows(chart, "name")][:3] == ["high", "mid", "low"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            {"x": "visitors", "value": "hour"},
            "x='visitors': expected names, whole numbers or dates, got a column of Float64",
        ),
        ({"x": "our"}, "x='our' is not a column; did you mean 'hour'?"),
        ({"y_order": ["Mon", "Tue"]}, "y_order: expected one of ['Mon', 'Tue'], got 'Sat'"),
        ({"y": "hour", "x": "hour"}, "expected one row for each x and y, got two"),
        ({"colour_below": "beige"}, "colour_below: expected one of"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options, told):
    visits = {**VISITS, "visitors": [None if n is None else n + 0.5 for n in VISITS["visitors"]]}
    arguments = {"x": "hour", "y": "day", "value": "visitors", "unit": "visitors", **WORDS, **options}
    with pytest.raises(ContractError, match=re.escape(f"heatmap: {told}")):
        charts.heatmap(pa.table(visits), **arguments)


def test_the_key_of_two_hues_shows_both_however_little_lies_below_the_middle():
    columns = {"x": ["a", "b", "c"], "y": ["d"] * 3, "n": [-2.8134, 31, 60]}
    tens = {"0", "10", "20", "30", "40", "50", "60"}
    assert set(labels(heatmap(columns, middle=0))) == {"−2"} | tens
    more = set(labels(heatmap({**columns, "n": [2.8134, -31, -60]}, middle=0)))
    assert more == {"0", "2"} | {f"−{one}" for one in tens - {"0"}}
