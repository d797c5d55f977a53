"""Whatever is in a cell: the table on the page, the CSV, and the words for the picture say the same, and nothing is lost without a word."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import polars as pl
import pytest
from chart_examples import squares
from hypothesis import given
from hypothesis import strategies as st

from figures import Source, charts, publish
from figures.errors import ContractError
from figures.figure.html import document
from figures.figure.table import printers
from figures.sphinx.files import Colophon, contents
from figures.text import cell_text, day_text, visible
from trust.hostile import fuzzed

CHART = alt.Chart(alt.Data(values=[{"n": 1}])).mark_tick().encode(x="n:Q")


class Cells(HTMLParser):
    """The cells of the table's body, as a reader sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = self.body = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.body |= tag == "tbody"
        if self.body and tag == "tr":
            self.rows.append([])
        if self.body and tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag not in ("td", "th")
        self.body &= tag != "tbody"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def said(frame: Any) -> tuple[list[list[str]], list[list[str]], str]:
    """What page, CSV and words say of a table."""
    figure = publish(CHART, id="cells", sources=[Source("A shop")], alt="1 tick.", caption="C", table=frame)
    words = publish(
        alt.Chart(alt.Data(values=[])).mark_tick(),
        id="cells",
        sources=[Source("A shop")],
        caption="C",
        table=frame,
    ).alt
    files = contents(figure.spec, "page.html", Colophon())
    rows = list(csv.reader(io.StringIO(files["figures/cells.csv"].decode())))[1:]
    return Cells(document(figure.spec)).rows, rows, words


@pytest.mark.parametrize(
    ("value", "page", "file"),
    [
        (datetime(2025, 4, 7, 14, 30), "7 April 2025, 14:30", "2025-04-07T14:30:00"),
        (datetime(2025, 4, 7, 14, 30, 5, 25), "7 April 2025, 14:30:05.000025", "2025-04-07T14:30:05.000025"),
        (datetime(2025, 4, 7, 23, 30, tzinfo=timezone(timedelta(hours=-5))), "7 April 2025, 23:30 UTC−05:00", "2025-04-07T23:30:00-05:00"),
        (datetime(2025, 4, 7, 23, 30, tzinfo=UTC), "7 April 2025, 23:30 UTC+00:00", "2025-04-07T23:30:00+00:00"),
        (datetime(2025, 4, 7), "7 April 2025", "2025-04-07"),
        (pd.Timestamp("2025-04-07T00:00:00.000000001"), "7 April 2025, 00:00:00.000000001", "2025-04-07T00:00:00.000000001"),
        (date(99, 1, 2), "2 January 99", "0099-01-02"),
        (time(6, 5), "06:05:00", "06:05:00"),
        (timedelta(days=3, hours=4), "3 days, 4:00:00", "3 days, 4:00:00"),
        (-timedelta(minutes=90), "−1:30:00", "−1:30:00"),
        (pd.Timedelta(3, "ns"), "0 days 00:00:00.000000003", "0 days 00:00:00.000000003"),
        (Decimal("12.50"), "12.5", "12.5"),
        (Decimal("-12345678901234567890.123"), "−12,345,678,901,234,567,890.123", "-12345678901234567890.123"),
        (Decimal("NaN"), "–", ""),
        (12345678901.5, "12,345,678,901.5", "12345678901.5"),
        (27360935123456.0, "27,360,935,123,456", "27360935123456"),
        (3e-7, "3e−07", "3e-07"),
        (1e300, "1e+300", "1e+300"),
        (10**40, f"{10**40:,}", str(10**40)),
        (math.inf, "∞", "∞"),
        (math.nan, "–", ""),
        (np.float32(0.5), "0.5", "0.5"),
        (np.int8(-3), "−3", "-3"),
        (True, "True", "True"),
        (None, "–", ""),
        (pd.NaT, "–", ""),
        ("None", "None", "None"),
        ("nan", "nan", "nan"),
        ("", "–", ""),
        ("https://[x", "https://[x", "https://[x"),
    ],
)  # fmt: skip
def test_a_cell_on_the_page_and_in_the_file(value: Any, page: str, file: str) -> None:
    (shown,), (written,), _ = said(pd.DataFrame({"who": ["A"], "v": pd.Series([value], dtype=object)}))
    assert (shown[1], written[1]) == (page, file)


def test_a_kind_of_dates_follows_from_all_of_them() -> None:
    moments = [datetime(2025, 4, 7), datetime(2025, 4, 8, 12)]
    shown, written, _ = said(pl.DataFrame({"at": moments, "month": [date(2025, 1, 1), date(2025, 2, 1)]}))
    assert shown == [["7 April 2025, 00:00", "January 2025"], ["8 April 2025, 12:00", "February 2025"]]
    assert written[0] == ["2025-04-07T00:00:00", "2025-01-01"]
    days, _, _ = said(pl.DataFrame({"month": [date(2025, 1, 1), date(2025, 2, 15)]}))
    assert days == [["1 January 2025"], ["15 February 2025"]], "a month would lose its days"


@pytest.mark.parametrize("value", [b"\0", [1], {"a": 1}, {1}, (1, 2), np.array([1]), object(), pd])
def test_a_cell_that_cannot_be_printed_is_refused_by_column_and_row(value: Any) -> None:
    frame = pd.DataFrame({"who": ["A", "B"], "v": pd.Series(["a", value], dtype=object)})
    with pytest.raises(
        ContractError, match=r"publish\('cells'\): table: column 'v', row 1: expected text, a number.* got"
    ):
        said(frame)


def test_numbers_that_differ_are_printed_apart_and_rounding_is_said() -> None:
    rates = pd.DataFrame({"rate": [1.0853, 1.0921, 33.333333333]})
    shown, _, _ = said(rates)
    assert shown == [["1.085"], ["1.092"], ["33.333"]]
    assert len({row[0] for row in shown}) == 3
    figure = publish(CHART, id="a", sources=[Source("A shop")], table=rates)
    assert "Numbers are rounded." in document(figure.spec)
    exact = publish(CHART, id="a", sources=[Source("A shop")], table=pd.DataFrame({"rate": [1.5, 0.25]}))
    assert "rounded" not in document(exact.spec)


def test_a_file_of_its_own_has_every_row() -> None:
    shown, _, _ = said(pd.DataFrame({"n": range(500)}))
    assert len(shown) == 500


CELLS: dict[str, st.SearchStrategy[Any]] = {
    "number": st.one_of(
        st.integers(-(10**15), 10**15),
        st.floats(allow_nan=False, allow_infinity=False),
        st.floats(-1e15, 1e15).map(lambda value: float(f"{value:.6g}")),
        st.floats(-12, 15).map(lambda power: 10**power),
        st.decimals(allow_nan=False, allow_infinity=False, places=3),
    ),
    "date": st.dates(),
    "datetime": st.datetimes(timezones=st.none() | st.timezones()),
    "time": st.times(),
    "duration": st.timedeltas(timedelta(-99999), timedelta(99999)),
    "bool": st.booleans(),
    "text": st.text(max_size=30),
}
ENGINES: list[Callable[[list[Any]], Any]] = [
    lambda cells: pd.DataFrame({"v": pd.Series(cells, dtype=object)}),
    lambda cells: pd.DataFrame({"v": cells}),
    lambda cells: pl.DataFrame({"v": cells}, strict=False),
]


def test_page_file_and_words_say_the_same_of_any_cell(nightly: bool) -> None:
    @fuzzed(nightly)
    @given(st.sampled_from(sorted(CELLS)), st.sampled_from(range(len(ENGINES))), st.data())
    def case(kind: str, engine: int, data: st.DataObject) -> None:
        value = data.draw(CELLS[kind])
        try:
            frame = ENGINES[engine]([value])
        except (BaseException, pl.exceptions.PanicException):  # this engine has no such cells
            return
        cell = frame["v"][0]
        ((shown,),), rows, words = said(frame)
        written = rows[0][0] if rows and rows[0] else ""
        check(cell, shown, written, words)

    def check(cell: Any, shown: str, written: str, words: str) -> None:
        if isinstance(cell, str):
            assert written.removeprefix("'") == visible(cell).removeprefix("'")
            assert shown == (cell_text(visible(cell), "text") if cell else "–")
        elif isinstance(cell, bool | np.bool_ | time | timedelta | np.timedelta64):
            assert shown == written and shown
        elif isinstance(cell, date):
            read = datetime.fromisoformat(written)
            assert (read.replace(tzinfo=None) if isinstance(cell, datetime) else read.date()) == (
                cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
            )
            assert shown.startswith(day_text(read.date()))
            assert (
                isinstance(cell, datetime) is False
                or read.time() == time()
                or read.strftime("%H:%M") in shown
            )
        elif not math.isfinite(cell):
            assert shown in ("∞", "−∞", "–")
        else:
            # In decimals: the greatest floating number is printed as more than itself.
            number, exact = Decimal(shown.replace(",", "").replace("−", "-")), Decimal(written)
            assert math.isclose(float(written), float(cell), rel_tol=1e-9)
            # As it is printed, or to the last digit that is printed.
            assert abs(number - exact) <= max(abs(exact) * Decimal("0.005"), Decimal("0.05"))
            assert shown in words

    case()


def test_the_words_print_numbers_as_the_table_does() -> None:
    frame = pd.DataFrame({"who": ["a", "b"], "v": [1.0853, 1.0921]})
    shown, _, words = said(frame)
    assert all(re.search(rf"{who} {re.escape(number)}\b", words) for who, number in shown)


WORDS: dict[str, Any] = {"title": "T", "unit": "km"}
DRAW: dict[str, Callable[..., Any]] = {
    "bars": lambda table, **more: charts.bars(table, category="who", value="v", **WORDS, **more),
    "grouped_dots": lambda table, **more: charts.grouped_dots(
        table, category="who", group="when", value="v", groups=("a", "b"), **WORDS, **more
    ),
    "heatmap": lambda table, **more: charts.heatmap(table, x="when", y="who", value="v", **WORDS, **more),
    "slope": lambda table, **more: charts.slope(
        table, category="who", group="when", value="v", groups=["a", "b"], **WORDS, **more
    ),
    "lines": lambda table, **more: charts.lines(table, x="day", y="v", **WORDS, **more),
    "monthly_columns": lambda table, **more: charts.monthly_columns(table, month="day", value="v", **WORDS, **more),
    "daily_columns": lambda table, **more: charts.daily_columns(table, date="day", value="v", windows=[], **WORDS, **more),
    "choropleth": lambda table, **more: charts.choropleth(table, key="who", value="v", shapes=squares(list(table["who"])), **WORDS, **more),
    "scatter": lambda table, **more: charts.scatter(table, x="at", y="v", label="who", x_unit="m", y_unit="km", title="T", **more),
    "stacked_area": lambda table, **more: charts.stacked_area(table, x="day", y="v", group="who", **WORDS, **more),
    "stacked_columns": lambda table, **more: charts.stacked_columns(table, month="day", value="v", group="who", step="day", **WORDS, **more),
    "small_multiples": lambda table, **more: charts.small_multiples(
        table, date="day", value="v", panel="who", units=dict.fromkeys(table["who"], "km"), step="day", title="T", **more
    ),
    "estimates_over_time": lambda table, **more: charts.estimates_over_time(table, date="day", value="v", series="who", **WORDS, **more),
    "paired_months": lambda table, **more: charts.paired_months(
        table, month="day", value="v", series="when", step="day", nothing="none", **WORDS, **more
    ),
    "claim_versus_sources": lambda table, **more: charts.claim_versus_sources(
        table, quantity="when", source="who", kind="kind", value="v", low="low", high="high", **WORDS, **more
    ),
}  # fmt: skip
DOUBLED = {"stacked_area", "claim_versus_sources"}
OF_ONE = {
    "bars",
    "lines",
    "monthly_columns",
    "daily_columns",
    "choropleth",
    "scatter",
    "claim_versus_sources",
}


def tooltips(part: Any) -> list[str]:
    """All sentences of a spec's marks."""
    if isinstance(part, dict):
        own = [part["said"]] if isinstance(part.get("said"), str) and part["said"] else []
        return own + [said for value in part.values() for said in tooltips(value)]
    return [said for value in part for said in tooltips(value)] if isinstance(part, list) else []


def drawn(name: str, values: list[float], number: str) -> tuple[list[str], list[str], list[Any], str]:
    """What tooltips, page, file and words say of the amounts of a chart."""
    places = [(f"row {at // 2}", "ab"[at % 2]) for at in range(len(values))]
    of_one = name in OF_ONE
    frame = pd.DataFrame(
        {
            "who": [f"r{at}" if of_one else who for at, (who, _) in enumerate(places)],
            "when": [when for _, when in places],
            "day": pd.date_range("2024-01-01", periods=len(values), freq="MS" if "m" in name[:1] else "D"),
            "at": range(len(values)),
            "kind": "independent",
            "v": values,
            "low": None,
            "high": None,
        }
    )
    figure = publish(DRAW[name](frame, number=number), id="cells", sources=[Source("A shop")])
    table = figure.spec["usermeta"]["figure"]["table"]
    spoken = [re.split(": | m, ", said)[-1].removesuffix(" km") for said in tooltips(figure.spec)]
    at = [column["name"] for column in table["columns"]].index("v")
    written = [row[at] for row in table["rows"]]  # what page and file are made of
    return spoken, [printers(table)[at].text(cell) for cell in written], written, figure.alt


def test_a_share_is_a_percentage_in_tooltip_table_and_words_and_whole_in_the_file() -> None:
    spoken, shown, _, words = drawn("bars", [0.7728, 0.0123], "percent")
    assert spoken == shown == ["77.28%", "1.23%"]
    assert "77.28%" in words and "1.23%" in words
    frame = pd.DataFrame({"who": ["A", "B"], "v": [0.7728, 0.0123]})
    figure = publish(DRAW["bars"](frame, number="percent"), id="cells", sources=[Source("A shop")])
    files = contents(figure.spec, "page.html", Colophon())
    assert [row[1] for row in Cells(document(figure.spec)).rows] == ["77.28%", "1.23%"]
    assert files["figures/cells.csv"].decode().split() == ["who,v", "A,0.7728", "B,0.0123"]


def test_means_are_printed_as_the_chart_prints_them() -> None:
    spoken, shown, written, words = drawn("bars", [15.8, 9.9304, 10.6247, 9.9306], "auto")
    assert spoken == ["15.8", "10.6", "9.9", "9.9"]
    assert shown == ["15.8", "9.9", "10.6", "9.9"]
    assert written == [15.8, 9.9304, 10.6247, 9.9306]
    assert "15.8" in words and "9.93" not in words


def test_the_tooltip_says_what_table_file_and_words_say(nightly: bool) -> None:
    sizes = st.builds(
        lambda digits, power: float(f"{digits}e{power}"), st.integers(0, 99_999), st.integers(-12, 10)
    )

    @fuzzed(nightly)
    @given(
        st.sampled_from(sorted(DRAW)),
        st.lists(sizes, min_size=2, max_size=8).filter(lambda values: len(values) % 2 == 0),
        st.sampled_from(["auto", "compact", "percent", ".2f", "${}", "{:.1f} t"]),
    )
    def case(name: str, values: list[float], number: str) -> None:
        if name in ("paired_months", "stacked_columns"):  # no ratio is zero, and no part of a column
            values = [value or 1.0 for value in values]
        spoken, shown, written, words = drawn(name, values, number)
        if (
            name in DOUBLED
        ):  # a stack has nothing at days of other parts, and two marks of one place say the same
            assert set(shown) <= set(spoken)
        else:
            assert sorted(spoken) == sorted(shown)
        assert written == pytest.approx(values, rel=1e-9)
        assert any(cell in words for cell in shown)

    case()


def test_days_that_are_not_months_keep_their_days_in_table_and_words() -> None:
    frame = pd.DataFrame({"day": pd.date_range("2024-01-01", periods=2), "n": [1, 2], "by": ["a", "b"]})
    day = {"month": "day", "value": "n", "step": "day", **WORDS}
    for chart in (
        charts.monthly_columns(frame, **day),
        charts.stacked_columns(frame, group="by", **day),
        charts.paired_months(frame, series="by", nothing="none", **day),
    ):
        figure = publish(chart, id="cells", sources=[Source("A shop")])
        table = figure.spec["usermeta"]["figure"]["table"]
        assert [printers(table)[0].text(row[0]) for row in table["rows"]] == [
            "1 January 2024",
            "2 January 2024",
        ]
        assert "2 January 2024" in figure.alt
