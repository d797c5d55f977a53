"""What `publish` is not given it takes from the chart: the drawn rows, their headings, and words for them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import altair as alt
import pandas as pd
import polars as pl
import pytest
from chart_examples import EXAMPLES

from figures import Source, charts, publish
from figures.errors import ContractError
from figures.figure import Figure

SOURCE = Source("Town library, counts at the door")
VISITS = pl.DataFrame(
    {
        "month": [date(2025, at, 1) for at in (1, 2, 3, 4)] * 2,
        "branch": ["Harbour"] * 4 + ["Old town"] * 4,
        "visits": [310, 295, None, 280, 100, 140, 120, 130],
    }
)


def bare(chart: Any) -> Figure:
    return publish(chart, id="bare", sources=[SOURCE])


def table(figure: Figure) -> dict[str, Any]:
    return dict(figure.spec["usermeta"]["figure"]["table"])


def monthly(**more: Any) -> alt.LayerChart:
    words = {
        "title": "Fewer in April",
        "subtitle": "Visits by month",
        "colour": "teal",
        "unit": "visits a month",
    }
    given: dict[str, Any] = {"month": "month", "value": "visits", **words, **more}
    return charts.monthly_columns(VISITS.head(4), **given)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_chart_function_is_a_complete_figure_with_nothing_more_said(name: str) -> None:
    chart = EXAMPLES[name]()
    figure = bare(chart)
    made = table(figure)
    assert re.search(r"\d", figure.alt)
    assert made["rows"] and all(len(row) == len(made["columns"]) for row in made["rows"])
    names = {column["name"] for column in made["columns"]}
    assert not names & {"said", "opacity", "foot", "hue", "top"}, "a column of the drawing's own"
    assert set(made["columns"][0]) - {"number"} == {"name", "heading", "kind"}
    assert figure.spec["usermeta"]["figure"]["caption"]
    left_out = {"description", "usermeta", "config", "title"}
    spec = chart.to_dict()
    assert {k: v for k, v in spec.items() if k not in left_out}.keys() <= figure.spec.keys()


def test_the_table_has_what_the_chart_read_under_its_own_names() -> None:
    made = table(bare(monthly()))
    assert made["columns"] == [
        {"name": "month", "heading": "Month", "kind": "month"},
        {"name": "visits", "heading": "visits a month", "kind": "number", "number": {}},
    ]
    assert made["rows"] == [
        ["2025-01-01", 310],
        ["2025-02-01", 295],
        ["2025-03-01", None],
        ["2025-04-01", 280],
    ]


def test_words_for_it_say_where_it_begins_and_ends_and_what_is_highest_and_lowest() -> None:
    figure = bare(monthly())
    assert figure.alt == (
        "Monthly columns: visits a month, January 2025 to April 2025, 4 rows. From 310 (January 2025) to 280 (April 2025), "
        "highest 310 (January 2025), lowest 280 (April 2025); 1 of 4 has no value."
    )
    meta = figure.spec["usermeta"]["figure"]
    assert meta["caption"] == "Visits by month"
    assert meta["note"] == "1 of 4 months has no value."


def test_aggregated_rows_are_the_drawn_ones_in_table_and_words() -> None:
    # Harbour and Old town together: 410, 435, 120 (the Harbour was not counted), 410.
    figure = bare(
        charts.monthly_columns(
            VISITS,
            month="month",
            value="visits",
            unit="visits",
            colour="teal",
            title="T",
            subtitle="S",
            aggregate="sum",
        )
    )
    assert [row[1] for row in table(figure)["rows"]] == [410, 435, 120, 410]
    assert "highest 435 (February 2025), lowest 120 (March 2025)" in figure.alt


def test_no_series_lends_its_numbers_to_another() -> None:
    plain = alt.Chart(VISITS).mark_line().encode(x="month:T", y="visits:Q", color="branch:N")
    assert bare(plain).alt == (
        "Line chart: Visits, January 2025 to April 2025, 8 rows. "
        "Harbour: from 310 (January 2025) to 280 (April 2025), highest 310 (January 2025), lowest 280 (April 2025); "
        "1 of 4 has no value. "
        "Old town: from 100 (January 2025) to 130 (April 2025), highest 140 (February 2025), lowest 100 (January 2025)."
    )


@pytest.mark.parametrize(
    "compose",
    [
        lambda chart: alt.layer(chart, alt.Chart(alt.Data(values=[{"y": 300}])).mark_rule().encode(y="y:Q")),
        lambda chart: chart.copy(deep=True).properties(width=100),
        alt.vconcat,
    ],
    ids=["layered", "copied", "concatenated"],
)
def test_rows_travel_with_a_chart_that_is_composed_or_copied(compose: Any) -> None:
    assert table(bare(compose(monthly()))) == table(bare(monthly()))


def test_two_charts_share_one_table_that_says_which_row_is_whose() -> None:
    both = table(bare(monthly() | alt.Chart(VISITS).mark_bar().encode(x="branch:N", y="sum(visits):Q")))
    assert [column["heading"] for column in both["columns"]] == [
        "Part of the chart", "Month", "visits a month", "Branch", "Sum of visits",
    ]  # fmt: skip
    assert both["rows"][0] == ["Monthly columns", "2025-01-01", 310, None, None]
    # 310 + 295 + 280 = 885; 100 + 140 + 120 + 130 = 490.
    assert both["rows"][4:] == [
        ["Bar chart", None, None, "Harbour", 885],
        ["Bar chart", None, None, "Old town", 490],
    ]


def base() -> alt.Chart:
    return alt.Chart(VISITS)


@pytest.mark.parametrize(
    ("chart", "headings", "first"),
    [
        (base().mark_bar().encode(x="mean(visits):Q", y=alt.Y("branch:N", title="Where")), ["Where", "Mean of visits"], ["Harbour", 295]),
        (base().mark_bar().encode(x="count()", y="branch"), ["Branch", "Number of records"], ["Harbour", 4]),
        (base().mark_bar().encode(x="yearquarter(month):T", y="sum(visits):Q"), ["Month", "Sum of visits"], ["2025-01-01", 965]),
        (base().mark_bar().encode(x="visits:Q", y="month:T", row="branch:N"), ["Month", "Branch", "Visits"], ["2025-01-01", "Harbour", 310]),
        (base().mark_bar().encode(x="visits:Q", y="month:T").facet("branch:N", columns=1), ["Month", "Branch", "Visits"], ["2025-01-01", "Harbour", 310]),
        (base().transform_calculate(double="2 * datum.visits").mark_point().encode(x="month:T", y="double:Q"), ["Month", "Double"], ["2025-01-01", 620]),
        (base().mark_point().encode(x=alt.X(alt.repeat(), type="quantitative"), y="branch:N").repeat(["visits"]), ["Branch", "Visits"], ["Harbour", 310]),
        (base().mark_bar().encode(x=alt.X("visits:Q", bin=alt.Bin(step=200)), y="count()"), ["Visits, from", "Visits, to", "Number of records"], [0, 200, 4]),
        (alt.Chart(alt.sequence(0, 3, as_="n")).mark_point().encode(x="n:Q"), ["N"], [0]),
    ],
    ids=["mean", "count", "quarter", "row", "facet", "calculate", "repeat", "bin", "sequence"],
)  # fmt: skip
def test_any_altair_chart_gives_the_rows_after_its_transforms(
    chart: Any, headings: list[str], first: list[Any]
) -> None:
    made = table(bare(chart))
    assert [column["heading"] for column in made["columns"]] == headings
    assert made["rows"][0] == first


def test_rows_that_the_picture_is_computed_from_are_called_so() -> None:
    figure = bare(base().mark_boxplot().encode(x="branch:N", y="visits:Q"))
    assert len(table(figure)["rows"]) == 8
    assert (
        figure.spec["usermeta"]["figure"]["note"]
        == "The table has the rows from which the picture is computed."
    )


def test_each_default_can_be_said_otherwise() -> None:
    figure = publish(
        monthly(), id="own", sources=[SOURCE], alt="4 columns.", caption="Fewer.", columns={"visits": "Door"}
    )
    assert table(figure) == {
        "columns": [{"name": "visits", "heading": "Door", "kind": "number", "number": {}}],
        "rows": [[310], [295], [None], [280]],
    }
    assert (figure.alt, figure.spec["usermeta"]["figure"]["caption"]) == ("4 columns.", "Fewer.")
    other = pd.DataFrame({"births_per_1000": [9.5], "GDP": [3]})
    made = table(publish(monthly(), id="own", sources=[SOURCE], table=other))
    assert [column["heading"] for column in made["columns"]] == ["Births per 1000", "GDP"]
    with pytest.raises(
        ContractError, match=r"drawn rows have no column \['n'\]; they have \['month', 'visits'\]"
    ):
        publish(monthly(), id="own", sources=[SOURCE], columns={"n": "N"})
    with pytest.raises(ContractError, match=r"no rows that can be read; give table= and columns="):
        bare(alt.Chart(alt.Data(values=[])).mark_point().encode(x="n:Q"))


def test_a_brace_in_the_data_is_a_brace() -> None:
    rows = alt.Data(values=[{"who": "{a.b}", "n": 1}, {"who": "c", "n": 2}])
    assert "{a.b} 1, c 2." in bare(alt.Chart(rows).mark_bar().encode(x="n:Q", y="who:N")).alt


def test_years_and_quarters_are_printed_as_such() -> None:
    words = {"title": "More", "subtitle": "By year", "unit": "visits"}
    years = pl.DataFrame({"year": [1999, 2000], "visits": [310, 1295]})
    figure = bare(charts.lines(years, x="year", y="visits", **words))
    assert figure.alt == "Lines: visits, 1999 to 2000, 2 rows. From 310 (1999) to 1,295 (2000)."
    assert table(figure)["columns"][0] == {"name": "year", "heading": "Year", "kind": "year"}
    quarters = pl.DataFrame(
        {"from": [date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1)], "visits": [3, 1, 2]}
    )
    figure = bare(charts.lines(quarters, x="from", y="visits", **words))
    assert "From 3 (2024 Q4) to 2 (2025 Q2), highest 3 (2024 Q4), lowest 1 (2025 Q1)." in figure.alt


def test_a_cell_is_named_by_both_its_sides() -> None:
    days, hours = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], [9, 10, 11, 12, 13, 14, 15]
    cells = pl.DataFrame(
        [
            {"day": day, "hour": hour, "visits": hour * 10 + at}
            for at, day in enumerate(days)
            for hour in hours
        ]
    )
    words = {"title": "Late", "subtitle": "By hour", "unit": "visits"}
    figure = bare(charts.heatmap(cells, x="hour", y="day", value="visits", **words))
    assert "Highest 156 (15, Sun), lowest 90 (9, Mon)." in figure.alt


def test_what_is_counted_by_the_engine_is_the_table_of_a_figure() -> None:
    waits = pl.DataFrame({"stop": ["A"] * 3 + ["B"] * 2, "minutes": [1, 2, 3, 4, 6]})
    words = {"title": "Long", "subtitle": "At two stops", "unit": "minutes", "counted": "buses"}
    strips = table(bare(charts.distribution(waits, category="stop", value="minutes", **words)))
    assert [column["heading"] for column in strips["columns"]] == [
        "Stop",
        "Buses",
        "Lower quartile, minutes",
        "Median, minutes",
        "Upper quartile, minutes",
    ]
    assert strips["rows"] == [["B", 2, 4.5, 5.0, 5.5], ["A", 3, 1.5, 2.0, 2.5]]
    steps = table(bare(charts.histogram(waits, value="minutes", bin_width=5, **words)))
    assert steps["rows"] == [["0 to under 5", 4], ["5 to 10", 1]]


@pytest.mark.parametrize("unit", ["mm of rain", "kWh", "pH", "m³ a second"])
def test_a_unit_keeps_its_case_at_the_start_of_a_heading(unit: str) -> None:
    figure = bare(monthly(unit=unit))
    assert [column["heading"] for column in table(figure)["columns"]] == ["Month", unit]
    assert figure.alt.startswith(f"Monthly columns: {unit}, ")
