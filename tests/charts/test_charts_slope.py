"""Slopes: what rises and falls between two to four groups."""

from __future__ import annotations

import re

import polars as pl
import pytest
from chart_examples import WORDS

from figures import charts, theme
from figures.errors import ContractError
from figures.figure.alternative import described
from figures.figure.drawn import picture

VALUES = {"Ford": (61.5, 64), "Mill": (58, 54.5), "Port": (57.5, None), "Dale": (None, 40)}


def slope(values=VALUES, groups=("2014", "2024"), **more):
    cells = [
        (name, group, one) for name, own in values.items() for group, one in zip(groups, own, strict=True)
    ]
    frame = pl.DataFrame(cells, schema=["town", "year", "n"], orient="row", strict=False)
    names = {"category": "town", "group": "year", "value": "n", "unit": "per cent", "groups": groups}
    return charts.slope(frame, **{**names, **more}, **WORDS)


def rows(chart) -> list[dict]:
    return [row for values in chart.to_dict()["datasets"].values() for row in values]


def labels(chart) -> list[str]:
    return [row["label"].replace("\n", " ") for row in rows(chart) if "middle" in row]


def test_values_stand_at_both_ends_and_names_where_a_line_ends():
    chart = slope()
    assert sorted(labels(chart)) == ["40.0 Dale", "54.5 Mill", "57.5 Port", "58.0", "61.5", "64.0 Ford"]
    assert chart.description == "2 of 8 amounts have no value."
    assert [row["said"] for row in rows(chart) if "said" in row][:2] == [
        "Ford, 2014: 61.5 per cent",
        "Ford, 2024: 64.0 per cent",
    ]


def test_a_group_in_the_middle_that_has_no_value_breaks_the_line():
    chart = slope({"Ford": (1, None, 3)}, ("a", "b", "c"))
    drawn = [row["y"] for row in rows(chart) if "category" in row and "said" not in row]
    assert drawn == [1, None, 3]
    middle = slope({"Ford": (1, 2, 3)}, ("a", "b", "c"))
    assert [row["label"] for row in rows(middle) if "dx" in row] == ["2"]


def test_rows_of_other_groups_are_left_out():
    three = {name: (*own, 99) for name, own in VALUES.items()}
    assert slope(three, ("2014", "2024", "2034")).to_dict() != slope().to_dict()
    cells = [
        (name, year, one)
        for name, own in three.items()
        for year, one in zip(("2014", "2024", "2034"), own, strict=True)
    ]
    frame = pl.DataFrame(cells, schema=["town", "year", "n"], orient="row", strict=False)
    names = {"category": "town", "group": "year", "value": "n", "unit": "per cent"}
    chart = charts.slope(frame, **names, groups=("2014", "2024"), **WORDS)
    assert chart.to_dict() == slope().to_dict()


def test_what_is_not_highlighted_is_grey_and_last_to_be_named():
    many = {f"town {at:02}": (at, at + 1) for at in range(40)}
    chart = slope(many, highlight=["town 03"])
    assert sorted(labels(chart)) == ["3", "4 town 03"]
    colours = [
        layer["mark"]["color"] for layer in chart.to_dict()["layer"] if layer["mark"]["type"] == "line"
    ]
    assert colours == [theme.LIGHT["neutral"], theme.LIGHT["blue"]]
    # Where there is room all are named, those that are grey in the grey of texts.
    few = slope(highlight=["Ford"], colours={"Ford": "red"})
    assert len(labels(few)) == 6
    assert {row["hue"] for row in rows(few) if "middle" in row} == {theme.LIGHT["red"], theme.LIGHT["muted"]}


def test_the_plot_is_as_high_as_its_labels_need():
    many = {f"town {at:02}": (at, at + 1) for at in range(40)}
    assert slope(many).to_dict()["height"] >= 40 * 18
    assert slope().to_dict()["height"] == 260
    with pytest.raises(
        ContractError, match="slope: height: expected at least 720 px for the labels, got 300"
    ):
        slope(many, height=300)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"groups": ("2014", "2024")},
            "groups without a row in 'year': expected one of ['2024', '2034'], got '2014'",
        ),
        ({"groups": ("2014", "2014")}, "groups: expected two to four different ones, got ['2014', '2014']"),
        ({"groups": ("2014",)}, "groups: expected two to four different ones, got ['2014']"),
        ({"highlight": ["Fort"]}, "highlight: expected one of ['Ford', 'Mill', 'Port', 'Dale'], got 'Fort'"),
    ],
)
def test_what_is_not_there_is_refused(change, told):
    frame = pl.DataFrame(
        {"town": ["Ford", "Mill", "Port", "Dale"], "year": ["2024"] * 2 + ["2034"] * 2, "n": [1, 2, 3, 4]}
    )
    names = {
        "category": "town",
        "group": "year",
        "value": "n",
        "unit": "per cent",
        "groups": ("2024", "2034"),
    }
    with pytest.raises(ContractError, match=re.escape(f"slope: {told}")):
        charts.slope(frame, **{**names, **change}, **WORDS)


def test_years_name_groups_as_text_does():
    frame = pl.DataFrame({"town": ["Ford", "Ford"], "year": [2014, 2024], "n": [1, 2]})
    names = {"category": "town", "group": "year", "value": "n", "unit": "per cent"}
    as_text = charts.slope(frame.cast({"year": pl.String}), **names, groups=["2014", "2024"], **WORDS)
    for groups in (["2014", "2024"], [2014, 2024]):
        assert charts.slope(frame, **names, groups=groups, **WORDS).to_dict() == as_text.to_dict()


def test_labels_take_fewer_lines_beside_a_wide_plot():
    chart = slope({"Mill quarter and Weir": (1, 2), "Port": (2, 1)}, ("a", "b"))
    beside = {row["wide"]: row["label"] for row in rows(chart) if "wide" in row}
    assert beside["2 Mill quarter and Weir"] == "2 Mill quarter\nand Weir"


def test_whole_years_are_names_of_groups_and_years_that_are_not_drawn_are_in_no_table():
    values = {"Ford": (61.5, 80, 64), "Mill": (58, 70, 54.5)}
    frame = pl.DataFrame(
        [
            (town, year, one)
            for town, own in values.items()
            for year, one in zip((2014, 2019, 2024), own, strict=True)
        ],
        schema=["town", "year", "n"],
        orient="row",
        strict=False,
    )
    chart = charts.slope(
        frame, category="town", group="year", value="n", groups=[2014, 2024], unit="per cent", **WORDS
    )
    shown = picture(chart, chart.to_dict())
    assert [column["kind"] for column in shown.table["columns"]] == ["text", "text", "number"]
    assert shown.table["rows"] == [
        ["Ford", "2014", 61.5],
        ["Ford", "2024", 64],
        ["Mill", "2014", 58],
        ["Mill", "2024", 54.5],
    ]
    assert described(shown.form, shown.table) == (
        "Slope: per cent, 4 rows. Ford: 2014 61.5, 2024 64.0. Mill: 2014 58.0, 2024 54.5."
    )
