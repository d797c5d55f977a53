"""Lines break where something is missing, end in their names, and run along dates as along numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import polars as pl
import pyarrow as pa
import pytest
from chart_examples import EXAMPLES, WORDS

from figures import charts, theme
from figures.errors import ContractError
from figures.figure import draw


def lines(xs, ys, series=None, **more):
    columns = {"x": xs, "y": ys} | ({"who": series} if series else {})
    names = {"series": "who"} if series else {}
    return charts.lines(
        pl.DataFrame(columns, strict=False), x="x", y="y", unit="visits", **names, **WORDS, **more
    )


def rows(chart) -> list[dict]:
    return [row for values in chart.to_dict()["datasets"].values() for row in values]


def said(chart) -> list[str]:
    return [row["said"] for row in rows(chart) if "said" in row]


def labels(chart) -> list[str]:
    return [row["label"] for row in rows(chart) if "label" in row]


def runs(chart) -> list[int]:
    """Count the values in each unbroken part of the first line."""
    spec = chart.to_dict()
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    found, long = [], 0
    for row in spec["datasets"][line["data"]["name"]]:
        if row["y"] is None:
            found, long = [*found, long], 0
        else:
            long += 1
    return [*found, long]


def days(*numbers):
    return [date(2024, 1, number) for number in numbers]


@pytest.mark.parametrize(
    ("xs", "parts", "told"),
    [
        # 1 January 2024 was a Monday. Working days go on over a weekend and over a holiday, and break after a week.
        (days(3, 4, 5, 8, 9), [5], None),
        (days(1, 2, 3, 4, 5, 8, 9, 11, 12, 15, 16), [11], None),
        (days(1, 2, 3, 4, 5, 15, 16, 17, 18), [5, 4], "9 of 18 days have no value."),
        # A shop that is closed on Sundays.
        (days(1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 15, 16), [14], None),
        # Every day of the week occurs: one day off is one missing.
        (days(1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16), [4, 11], "1 of 16 days has no value."),
        # Dates at no usual distance are joined.
        (days(1, 3, 8, 19, 29), [5], None),
        ([date(2024, month, 1) for month in (1, 2, 4, 5)], [2, 2], "1 of 5 months has no value."),
        ([date(2023, 1, 1), date(2023, 4, 1), date(2023, 7, 1), date(2024, 1, 1)], [3, 1], "1 of 5 quarters has no value."),
        ([date(2024, 1, 1) + timedelta(7 * week) for week in (0, 1, 2, 5)], [3, 1], "2 of 6 weeks have no value."),
        ([2019, 2020, 2021, 2023], [3, 1], "1 of 5 years has no value."),
        # Every fifth year, one of them missing.
        ([1952, 1957, 1962, 1972, 1977], [3, 2], "1 of 6 years has no value."),
    ],
)  # fmt: skip
def test_a_line_breaks_where_rows_are_missing(xs, parts, told):
    chart = lines(xs, [1.0] * len(xs))
    assert runs(chart) == parts
    assert (chart.to_dict().get("description")) == told


def test_a_step_that_is_given_breaks_a_line_at_each_missing_one():
    assert runs(lines(days(3, 4, 5, 8, 9), [1] * 5, step="day")) == [3, 2]
    # Any day of a month stands for it.
    chart = lines([date(2024, 1, 31), date(2024, 2, 29), date(2024, 4, 2)], [1, 2, 3], step="month")
    assert runs(chart) == [2, 1]
    assert said(chart)[0] == "January 2024: 1 visits"


def test_a_missing_value_breaks_a_line_of_numbers_and_a_missing_number_does_not():
    assert runs(lines([0.5, 1.5, 9.5], [1, 2, 3])) == [3]
    chart = lines([0.5, 1.5, 2.5, 9.5], [1, None, 2, 3])
    assert runs(chart) == [1, 2]
    assert chart.description == "1 of 4 places has no value."
    # The value that stands alone is a dot.
    assert [row for row in rows(chart) if set(row) == {"x", "y"} and row["y"] == 1][-1] == {"x": 0.5, "y": 1}


def test_whole_numbers_are_years_where_no_unit_says_otherwise():
    assert said(lines([1999, 2000], [3, 4])) == ["1999: 3 visits", "2000: 4 visits"]
    priced = lines([1999, 2000], [3, 4], x_unit="dollars")
    assert said(priced) == ["1,999 dollars: 3 visits", "2,000 dollars: 4 visits"]
    assert said(lines([2000, 2600], [3, 4]))[0] == "2,000: 3 visits"


def test_a_single_line_ends_in_its_value_and_several_in_their_names():
    assert labels(lines([1999, 2000], [3, 1204])) == ["1,204"]
    assert labels(lines([1999, 2000] * 2, [3, 4, 5, 6], ["a"] * 2 + ["b"] * 2)) == ["a", "b"]
    # A line that ends before the others has a leader to its name.
    early = rows(lines([1999, 2000, 1998, 1999], [3, 4, 5, 6], ["a"] * 2 + ["b"] * 2))
    assert [row["x"] for row in early if "label_y" in row] == ["1999-01-01"]


@pytest.mark.parametrize(
    ("names", "height"),
    [
        (["a", "b", "c", "d", "e"], 80),  # five lines of text with air between them take 90 px
        (["a name of more than forty-two characters takes four lines", "b"], 280),
    ],
)
def test_names_that_do_not_fit_become_a_key_above_the_plot(names, height):
    spec = lines(
        [1, 2] * len(names),
        list(range(2 * len(names))),
        [name for name in names for _ in (1, 2)],
        height=height,
    ).to_dict()
    texts = [layer for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    assert texts and all(layer["encoding"]["y"]["value"] < 0 for layer in texts)


@pytest.mark.parametrize(
    "name", ["Kyiv", "Ministry of Agriculture", "W" * 14, "Παπούα Νέα Γουινέα", "国立公園"]
)
@pytest.mark.parametrize("px", [draw.WIDE_PX, draw.NARROW_PX])
def test_the_picture_is_as_wide_as_it_was_asked_for(name, px):
    chart = lines([2001, 2002] * 2, [3, 4, 5, 5.1], [name] * 2 + ["other"] * 2)
    spec = draw.fitted({**chart.to_dict(), "config": theme.config()}, px)
    assert draw.size(draw.svg(spec))[0] == px
    assert spec["width"] >= px - 190


def test_what_is_not_highlighted_is_grey_behind_the_others():
    names = [f"town {at}" for at in range(9)]
    many = {"xs": [1, 2] * 9, "ys": list(range(18)), "series": [name for name in names for _ in (1, 2)]}
    with pytest.raises(
        ContractError,
        match=r"lines: series: expected at most . .*, got 9; name those that matter in highlight",
    ):
        lines(**many)
    with pytest.raises(ContractError, match=r"lines: highlight: expected one of .*, got 'town 10'"):
        lines(**many, highlight=["town 10"])
    spec = lines(**many, highlight=["town 8", "town 2"]).to_dict()
    drawn = [layer["mark"]["color"] for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    # In the order of the table, and coloured in that of `highlight`.
    assert drawn == [theme.LIGHT["neutral"]] * 7 + [theme.LIGHT["amber"], theme.LIGHT["blue"]]
    assert labels(lines(**many, highlight=["town 8"], height=100)) == ["town 8"]
    short = lines(**many, highlight=["town 8"], height=15)
    assert labels(short) == ["town 8", "others"]


def test_an_interval_is_a_band_that_says_its_ends():
    columns = {"x": [1.5, 2.5, 3.5], "y": [2, 3, 4], "low": [1, None, 3], "high": [3, None, 6]}
    chart = charts.lines(
        pl.DataFrame(columns), x="x", y="y", band=("low", "high"), unit="visits", x_unit="km", **WORDS
    )
    assert said(chart) == ["1.5 km: 2 (1 to 3) visits", "2.5 km: 3 visits", "3.5 km: 4 (3 to 6) visits"]
    assert chart.description == "1 of 3 places has no range."
    for low, high in ((2.5, 3), (1, 1.5)):
        wrong = {"x": [7], "y": [2], "low": [low], "high": [high]}
        with pytest.raises(ContractError, match="lines: 7: expected low <= y <= high, got"):
            charts.lines(pl.DataFrame(wrong), x="x", y="y", band=("low", "high"), unit="n", **WORDS)


@pytest.mark.parametrize(
    ("xs", "marks", "told"),
    [
        (days(1, 2, 3), {"rules": [(date(2099, 1, 1), "typo")]}, "rules: expected a place between 2024-01-01 and 2024-01-03, got 2099-01-01"),
        (days(1, 2, 3), {"rules": [("2024-01-02", "x")]}, "rules: expected a date, got text"),
        (days(1, 2, 3), {"marked": (date(2024, 1, 3), date(2024, 1, 1))}, "marked: expected the earlier end first"),
        ([1.5, 2.5], {"rules": [(date(2024, 1, 1), "x")]}, "rules: expected a number, got datetime.date"),
        ([1.5, 2.5], {"rules": [(3, "x")]}, "rules: expected a place between 1.5 and 2.5, got 3"),
        ([2001, 2002], {"marked": (2001, 2005)}, "marked: expected a place between 2001-01-01 and 2002-01-01, got 2005"),
    ],
)  # fmt: skip
def test_marks_outside_the_data_are_refused(xs, marks, told):
    with pytest.raises(ContractError, match=f"lines: {re.escape(told)}"):
        lines(xs, [1] * len(xs), **marks)


def test_years_are_marked_by_number_or_date():
    by_number = lines([2001, 2002, 2003], [1, 2, 3], rules=[(2002, "law")], marked=(2001, 2002))
    by_date = lines(
        [2001, 2002, 2003],
        [1, 2, 3],
        rules=[(date(2002, 1, 1), "law")],
        marked=(date(2001, 1, 1), date(2002, 1, 1)),
    )
    assert by_number.to_dict() == by_date.to_dict()


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("quarter", ["Q1 2024: 6 visits", "Q2 2024: 9 visits"]),  # 1 + 2 + 3 and 4 + 5
        ("year", ["2024: 15 visits"]),
        ("week", ["week of 1 January 2024: 1 visits", "week of 29 January 2024: 2 visits",
                  "week of 26 February 2024: 3 visits", "week of 1 April 2024: 4 visits", "week of 29 April 2024: 5 visits"]),
    ],
)  # fmt: skip
def test_rows_of_a_step_become_one_as_by_hand(step, told):
    xs = [datetime(2024, month, 2 if month != 1 else 1, 13, 30) for month in (1, 2, 3, 4, 5)]
    assert said(lines(xs, [1, 2, 3, 4, 5], aggregate="sum", step=step)) == told


def test_rows_of_a_number_become_one_as_by_hand():
    chart = lines([2001, 2002, 2001, 2002, 2002], [1, 2, 3, None, 6], aggregate="mean")
    assert said(chart) == ["2001: 2 visits", "2002: 4 visits"]


@pytest.mark.parametrize("along", ["years", "days"])
def test_a_spec_does_not_grow_with_its_table(along):
    def drawn(rows_a_place):
        frame = pl.LazyFrame({"at": range(30 * rows_a_place)}).with_columns(
            days=date(2020, 1, 1) + pl.duration(days=pl.col("at") % 30), years=1990 + pl.col("at") % 30
        )
        readings = frame.with_columns(n=(pl.col("at") % 30) * 1.5)
        return charts.lines(readings, x=along, y="n", unit="n", aggregate="mean", **WORDS).to_dict()

    assert drawn(400) == drawn(1)


def test_only_the_width_differs_between_a_screen_and_a_phone():
    wide, narrow = (EXAMPLES["lines"](pa.table).properties(width=px).to_dict() for px in (640, 262))
    assert {**wide, "width": 0} == {**narrow, "width": 0}
