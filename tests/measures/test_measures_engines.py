"""Every measure is the same whichever engine holds the tables."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from importlib import import_module

import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import figures
from engines import HEAVY, LIGHT, by_day
from figures.errors import ContractError
from figures.measures import TOPICS, Rows, measures
from figures.measures._filters import expression
from figures.measures.aid import by_region
from figures.measures.measure import Not
from figures.measures.moratorium import totals

ENGINES = [
    *(pytest.param(engine, id=name) for name, engine in LIGHT.items()),
    *(pytest.param(engine, id=name, marks=pytest.mark.engines) for name, engine in HEAVY.items()),
]


# What is expected is made of pandas; DuckDB's tables are as lazy as those of Polars.
@pytest.mark.parametrize("engine", by_day(ENGINES, "polars", "pyarrow", "duckdb"))
def test_all_measures_are_the_same_on_this_engine(engine):
    tables = cache(lambda name: engine(figures.load(name, backend="pyarrow")))
    made = [one for topic in TOPICS for one in import_module(f"figures.measures.{topic}").measures(tables)]
    expected = measures()
    assert [one.name for one in made] == list(expected)
    for one in made:
        same = expected[one.name]
        # Engines add up in different orders: the last digits of a sum differ.
        assert float(one.value) == pytest.approx(float(same.value), rel=1e-12), one.name
        assert (one.text, one.range_text, one.unit, one.formula, one.as_of, one.rows) == (
            same.text,
            same.range_text,
            same.unit,
            same.formula,
            same.as_of,
            same.rows,
        )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_of_measures_comes_back_eager(engine):
    # aid_monthly, January 2022, humanitarian: Canada (Other) 35,008,518.74, as its first row says.
    aid = engine(figures.load("aid_monthly", backend="pyarrow"))
    found = nw.from_native(
        by_region(aid, date(2022, 1, 1), date(2022, 1, 1), kind="humanitarian"), eager_only=True
    )
    others = dict(zip(found["region"].to_list(), found["allocation_eur_bn"].to_list(), strict=True))["Others"]
    assert others >= 0.03500851874
    assert found.columns == ["month", "region", "allocation_eur_bn"]


@pytest.mark.parametrize("engine", [pytest.param(engine, id=name) for name, engine in LIGHT.items()])
def test_columns_of_dates_without_a_time_do_as_well(engine):
    strikes = pa.table(
        {
            "date": [date(2025, 3, 18), date(2025, 3, 18), date(2025, 3, 19)],
            "weapon_class": ["attack_drone", "attack_drone", "missile"],
            "launched": [3, 4, 5],
        }
    )
    assert totals(engine(strikes), "attack_drone") == {date(2025, 3, 18): 7}


TABLE = {
    "name": ["a", "b", None, "c"],
    "size": [1.0, None, 3.0, 4.0],
    "date": [datetime(2025, 1, day) for day in (1, 2, 3, 4)],
}
# What pandas.DataFrame.query selects, worked out by hand: rows from 0.
FILTERS = {
    "name == 'a'": [0],
    "name != 'a'": [1, 2, 3],
    "not (name == 'a')": [1, 2, 3],
    "name in ['a', 'c']": [0, 3],
    "name not in ['a', 'c']": [1, 2],
    "size.notna()": [0, 2, 3],
    "size >= 3 and name != 'c'": [2],
    "size < 2 or name == 'b'": [0, 1],
    "'2025-01-02' <= date <= '2025-01-03'": [1, 2],
    "date == '2025-01-04'": [3],
    "1 < size": [2, 3],
}


@pytest.mark.parametrize("engine", [pytest.param(engine, id=name) for name, engine in LIGHT.items()])
@pytest.mark.parametrize("where", FILTERS)
def test_a_filter_selects_what_pandas_selects(where, engine):
    table = pa.table({**TABLE, "row": [0, 1, 2, 3]})
    found = nw.from_native(Rows("any", where).of(lambda _: engine(table)))
    eager = found.collect() if isinstance(found, nw.LazyFrame) else found
    assert sorted(eager["row"].to_list()) == FILTERS[where]
    assert Rows("any", where).count(lambda _: engine(table)) == len(FILTERS[where])


@pytest.mark.parametrize("name", list(measures()))
def test_each_measure_s_filter_selects_what_pandas_selects(name):
    for rows in measures()[name].rows:
        asked = figures.load(rows.table).query(rows.where)
        assert rows.of(figures.load).equals(asked), rows.where


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("nme == 'a'", "'nme' is not a column; there are \\['name', 'size', 'date'\\]"),
        ("name.str.len() > 1", "'1' must be the name of a column"),
        ("__import__('os')", "is not a form that is known"),
        ("name == size", "'size' must be a text, a number or a list"),
        ("name ==", "row filter \"?'name =='"),
        ("date == 'May'", "date: expected a date, got 'May'"),
    ],
)
def test_other_filters_are_refused(where, told):
    with pytest.raises(ContractError, match=told):
        expression(where, nw.from_native(pl.DataFrame(TABLE)).schema)


@given(st.text(max_size=40))
def test_no_text_does_anything_but_select_or_be_refused(where):
    try:
        found = expression(where, nw.from_native(pl.DataFrame(TABLE)).schema)
    except ContractError:
        return
    assert isinstance(found, nw.Expr)


def test_conditions_are_written_as_the_filter_that_is_meant() -> None:
    table = pa.table({"a": ["x", "y", None], "n": [1, 2, 3]})
    for conditions, numbers in (
        ({"a": "x"}, [1]),
        ({"a": ["x", "y"], "n": 2}, [2]),
        ({"a": Not("x")}, [2, 3]),
        ({"a": Not(["x", "y"])}, [3]),
        ({"a": Not(None)}, [1, 2]),
    ):
        assert Rows.matching("any", **conditions).of(lambda _: table)["n"].to_pylist() == numbers
