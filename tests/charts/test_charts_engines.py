"""The same table gives the same picture in every engine, and only what is drawn leaves it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from chart_examples import EXAMPLES, WORDS, spec

from engines import HEAVY, LIGHT, by_day
from figures import charts
from figures.charts import _rows
from figures.charts._rows import MOST_ROWS, rows, unvalued
from figures.errors import ContractError

ENGINES = [
    *(pytest.param(engine, id=name) for name, engine in LIGHT.items()),
    *(pytest.param(engine, id=name, marks=pytest.mark.engines) for name, engine in HEAVY.items()),
]

# Four readings a day, the last one of 2 March missing, and no reading at all on 4 March.
READINGS = {
    "taken": [datetime(2020, 3, day, hour) for day in (1, 2, 3, 4, 5) for hour in (0, 6, 12, 18)],
    "no2": [10.0, 20.0, 30.0, 40.0, 1.0, 2.0, 6.0, None, 5.0, 5.0, 5.0, 5.0, *[None] * 4, 8.0, 8.0, 0.0, 0.0],
    "site": ["north", "north", "south", "south"] * 5,
}
BY_DAY = {"sum": [100, 9, 20, None, 16], "mean": [25, 3, 5, None, 4], "min": [10, 1, 5, None, 0]} | {
    "max": [40, 6, 5, None, 8],
    "count": [4, 3, 4, 0, 4],
}


# The stored specs are drawn from pandas, PyArrow's tables give all measures, and DuckDB's are as lazy as those of Polars.
@pytest.mark.parametrize("engine", by_day(ENGINES, "polars", "duckdb"))
def test_each_chart_is_the_same_on_this_engine(engine):
    for name, example in EXAMPLES.items():
        assert example(lambda columns: engine(pa.table(dict(columns)))).to_dict() == spec(name), name


def daily(frame: Any, **more: Any) -> dict:
    return charts.daily_columns(
        frame,
        date="taken",
        value="no2",
        windows=[charts.Window("the first three days", date(2020, 3, 1), date(2020, 3, 3), shaded=True)],
        unit="µg/m³",
        **WORDS,
        **more,
    ).to_dict()


@pytest.mark.parametrize("aggregate", list(BY_DAY))
@pytest.mark.parametrize("engine", ENGINES)
def test_rows_of_one_day_become_one_as_by_hand(engine, aggregate):
    by_hand = daily(
        pa.table({"taken": [date(2020, 3, day) for day in range(1, 6)], "no2": BY_DAY[aggregate]})
    )
    drawn = daily(engine(pa.table(READINGS)), aggregate=aggregate)
    # One of the four readings of 2 March and all four of 4 March are missing.
    gap = by_hand.pop("description", "")
    assert drawn.pop("description") == f"{gap} 5 of 20 rows have no value.".strip()
    assert drawn == by_hand


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("step", "means"),
    [
        ("week", {date(2020, 2, 24): 25, date(2020, 3, 2): 45 / 11}),
        ("month", {date(2020, 3, 1): 145 / 15}),
        ("quarter", {date(2020, 1, 1): 145 / 15}),
        ("year", {date(2020, 1, 1): 145 / 15}),
    ],
)
def test_rows_of_any_step_become_one(engine, step, means):
    found = rows(
        "f",
        engine(pa.table(READINGS)),
        {"at": ("taken", "date"), "n": ("no2", "number")},
        aggregate="mean",
        step=step,
    )
    assert {row["at"]: row["n"] for row in found} == {day: pytest.approx(mean) for day, mean in means.items()}
    assert unvalued() == (5, 20)


SITES = {"north": "amber", "south": "blue"}
BY_SITE = {"value": "no2", "unit": "µg/m³", "colours": SITES, **WORDS}


@pytest.mark.parametrize("engine", ENGINES)
def test_months_and_weeks_of_each_group_become_one_row(engine):
    frame = engine(pa.table(READINGS))

    months = charts.monthly_columns(
        frame, month="taken", value="no2", unit="µg/m³", aggregate="sum", colour="amber", **WORDS
    )
    assert said(months) == ["March 2020: 145 µg/m³"]  # 100 + 9 + 20 + 16

    stacked = charts.stacked_columns(frame, month="taken", group="site", aggregate="max", **BY_SITE)
    assert said(stacked) == ["March 2020, north: 20 µg/m³", "March 2020, south: 40 µg/m³"]

    pairs = charts.paired_months(
        frame, month="taken", series="site", nothing="none", aggregate="count", **BY_SITE
    )
    assert said(pairs) == ["March 2020, north: 8", "March 2020, south: 7"]

    panels = charts.small_multiples(
        frame,
        date="taken",
        value="no2",
        panel="site",
        step="week",
        mark="bar",
        missing="none",
        aggregate="mean",
        units=dict.fromkeys(SITES, "µg/m³"),
        colours=SITES,
        **WORDS,
    )
    # 1 March 2020 was a Sunday: (10 + 20) / 2 and (30 + 40) / 2; then (1 + 2 + 5 + 5 + 8 + 8) / 6 and (6 + 5 + 5 + 0 + 0) / 5.
    assert [text.partition(" µ")[0] for text in said(panels)] == [
        f"week of {week}: {mean}"
        for means in (("15.0", "4.8"), ("35.0", "3.2"))
        for week, mean in zip(("24 February 2020", "2 March 2020"), means, strict=True)
    ]


@pytest.mark.parametrize(("aggregate", "weeks"), [("min", [10, 0]), ("max", [40, 8]), ("count", [4, 11])])
def test_a_week_takes_in_all_its_days(aggregate, weeks):
    table = pa.table({**READINGS, "panel": ["all"] * 20})
    drawn = charts.small_multiples(
        table,
        date="taken",
        value="no2",
        panel="panel",
        step="week",
        mark="bar",
        missing="none",
        aggregate=aggregate,
        units={"all": "µg/m³"},
        colours={"all": "amber"},
        **WORDS,
    )
    # Sunday 1 March 2020, then Monday 2 to Thursday 5 March.
    assert [float(text.rpartition(": ")[2].partition(" ")[0]) for text in said(drawn)] == weeks


@pytest.mark.parametrize("engine", ENGINES)
def test_levels_of_each_series_become_one_a_day(engine):
    whole = {name: cells[:12] for name, cells in READINGS.items()}
    levels = charts.estimates_over_time(
        engine(pa.table(whole)), date="taken", series="site", aggregate="min", **BY_SITE
    )
    lowest = [text.rpartition(": ")[2].partition(" ")[0] for text in said(levels)]
    assert sorted(lowest) == sorted(["10", "1", "5", "30", "6", "5"])


@pytest.mark.parametrize("rows_a_day", [1, 400])
def test_a_spec_does_not_grow_with_its_table(rows_a_day):
    readings = pl.LazyFrame({"at": range(30 * rows_a_day)}).select(
        taken=date(2020, 1, 1) + pl.duration(days=pl.col("at") % 30), no2=(pl.col("at") % 30) * 1.5
    )
    spec = charts.daily_columns(
        readings, date="taken", value="no2", windows=(), unit="µg/m³", aggregate="mean", **WORDS
    ).to_dict()
    few = pa.table(
        {"taken": [date(2020, 1, 1) + timedelta(n) for n in range(30)], "no2": [1.5 * n for n in range(30)]}
    )
    assert (
        spec
        == charts.daily_columns(few, date="taken", value="no2", windows=(), unit="µg/m³", **WORDS).to_dict()
    )


@pytest.mark.parametrize("lazy", [False, True])
def test_more_rows_than_a_picture_holds_are_refused_before_they_are_fetched(lazy):
    many = pl.DataFrame(
        {"taken": pl.date_range(date(1990, 1, 1), date(2019, 1, 1), eager=True)}
    ).with_columns(no2=1.0)
    with pytest.raises(
        ContractError, match=f"at most {MOST_ROWS:,} rows to draw, got more; filter or aggregate"
    ):
        charts.daily_columns(
            many.lazy() if lazy else many, date="taken", value="no2", windows=(), unit="µg/m³", **WORDS
        )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"aggregate": "median"},
            r"aggregate: expected one of \['sum', 'mean', 'min', 'max', 'count'\], got 'median'",
        ),
        ({"aggregate": "sum", "value": "site"}, "value='site', row 0: expected a number, got 'north'"),
        (
            {"aggregate": "sum", "date": "site"},
            "date='site', row 0: expected dates, got text 'north'; convert the column",
        ),
    ],
)
def test_what_cannot_be_aggregated_is_refused(change, told):
    arguments = {"date": "taken", "value": "no2", "windows": (), "unit": "n", **WORDS} | change
    with pytest.raises(ContractError, match=f"daily_columns: {told}"):
        charts.daily_columns(pa.table(READINGS), **arguments)


def test_a_range_is_not_aggregated():
    table = pa.table({**READINGS, "low": READINGS["no2"]})
    with pytest.raises(ContractError, match=r"works on one column of numbers, not on \['no2', 'low'\]"):
        charts.estimates_over_time(table, date="taken", series="site", low="low", aggregate="mean", **BY_SITE)


def test_a_window_without_a_mean_takes_that_of_its_days_with_a_value():
    spec = daily(pa.table(READINGS), aggregate="mean")
    assert "mean 11" in json.dumps(spec)  # (25 + 3 + 5) / 3
    with pytest.raises(ContractError, match="window 'later' has no day with a value"):
        charts.daily_columns(
            pa.table(READINGS),
            date="taken",
            value="no2",
            windows=[charts.Window("later", date(2020, 3, 4), date(2020, 3, 4))],
            unit="n",
            aggregate="sum",
            **WORDS,
        )


def said(chart: Any) -> list[str]:
    """Collect the sentences of the marks, each once."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            found.extend([part["said"]] if isinstance(part.get("said"), str) else [])
            part = list(part.values())
        for one in part if isinstance(part, list) else []:
            walk(one)

    walk(chart.to_dict())
    return list(dict.fromkeys(found))


def test_of_a_million_rows_only_the_sums_are_fetched(monkeypatch):
    fetched = []
    real = _rows.fetched
    monkeypatch.setattr(_rows, "fetched", lambda frame: fetched.append(real(frame)) or fetched[-1])
    frame = pl.DataFrame({"at": range(1_000_000)}).select(
        taken=pl.lit(date(2020, 3, 1)) + pl.duration(days=pl.col("at") % 28), no2=pl.col("at") % 7
    )
    chart = charts.daily_columns(
        frame, date="taken", value="no2", windows=(), unit="µg/m³", aggregate="sum", **WORDS
    )
    assert [len(rows) for rows in fetched] == [28]
    # 28 is 4 times 7: each day has one remainder only, and 1 March the zeros.
    assert "1 March 2020: 0 µg/m³" in chart.to_json(ensure_ascii=False)
