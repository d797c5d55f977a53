"""Quartiles are exact, every number has its point or its part of a density, and what is left out is counted."""

from __future__ import annotations

import re
import statistics

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from chart_examples import MASSES, WORDS
from chart_examples import distribution as example
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import charts
from figures.errors import ContractError


def rows(chart, part: str) -> list[dict]:
    return [row for values in chart.to_dict()["datasets"].values() for row in values if part in row]


def said(chart) -> list[str]:
    return [row["said"] for row in rows(chart, "said")]


def distribution(values: dict[str, list[float | None]], **options):
    frame = pl.DataFrame(
        {
            "name": [name for name, own in values.items() for _ in own],
            "n": [one for own in values.values() for one in own],
        },
        strict=False,
    )
    return charts.distribution(frame, category="name", value="n", unit="kg", **WORDS, **options)


def test_each_number_is_a_point_and_each_strip_says_its_quartiles():
    told = said(example())
    assert told[:2] == ["Adelie: 3,250 grams", "Adelie: 3,450 grams"]
    assert len(told) == 11 + 2
    # Gentoo: 3,475, 4,250, 5,700 and 6,050; the one that was not weighed is an Adelie.
    assert told[-2:] == [
        "Gentoo: median 4,975, half of 4 penguins from 4,056 to 5,788 grams",
        "Adelie: median 3,650, half of 7 penguins from 3,538 to 3,775 grams",
    ]
    assert example().description == "1 of 12 penguins has no value."


def test_strips_are_sorted_by_their_median_or_name():
    def names(chart):
        return [row["name"] for row in sorted(rows(chart, "name"), key=lambda row: row["y"])]

    assert names(example()) == ["Gentoo", "Adelie"]
    assert names(example(sort="name")) == ["Adelie", "Gentoo"]


def test_of_many_numbers_the_density_is_drawn():
    few, many = example(times=28), example(times=29)  # 7 x 29 = 203 Adelies
    assert len(said(few)) == 28 * 11 + 2
    assert [told.partition(", half")[0] for told in said(many)] == [
        "Gentoo: median 4,975",
        "Adelie: median 3,650",
    ]
    outline = rows(many, "foot")
    assert 50 < len(outline) <= 240
    assert max(row["foot"] - row["y"] for row in outline) == 28
    assert min(row["x"] for row in outline) >= 3250 and max(row["x"] for row in outline) <= 6050


@pytest.mark.parametrize("copies", [10, 1_000])
def test_a_spec_does_not_grow_with_its_table(copies):
    chart = example(pa.table, times=100 * copies)
    assert len(str(chart.to_dict()["datasets"])) < 25_000
    assert said(chart)[0].startswith("Gentoo: median 4,975, half of ")


def test_what_lies_beyond_the_limits_is_counted_and_quartiles_are_those_of_all():
    chart = example(limits=(3400, 6000))
    assert chart.description == (
        "1 of 12 penguins has no value. 2 of 11 penguins lie beyond the limits and are not drawn."
    )
    assert "Gentoo: median 4,975, half of 4 penguins from 4,056 to 5,788 grams" in said(chart)


def test_rows_without_a_category_are_counted():
    chart = charts.distribution(
        pl.DataFrame({"name": ["a", None, "a"], "n": [1.0, 2.0, 3.0]}),
        category="name",
        value="n",
        unit="kg",
        **WORDS,
    )
    assert chart.description == "1 of 3 rows has no category."
    assert said(chart)[-1] == "a: median 2.0, half of 2 rows from 1.5 to 2.5 kg"


# Several strips in each drawing, which takes longer than their quartiles.
@settings(max_examples=settings().max_examples // 5)
@given(st.lists(st.lists(st.integers(-1000, 1000), min_size=2, max_size=30), min_size=2, max_size=5))
def test_quartiles_are_those_of_the_standard_library(strips):
    values = {f"strip {at}": own for at, own in enumerate(strips)}
    chart = distribution(values, number=".2f", sort="name")
    found = [statistics.quantiles(own, n=4, method="inclusive") for own in strips]
    drawn = [part for row in rows(chart, "low") for part in (row["low"], row["high"])]
    assert drawn == pytest.approx([part for quarter, _, last in found for part in (quarter, last)])
    told = [row["said"] for row in rows(chart, "said") if "median" in row["said"]]
    for (_, median, _), words in zip(found, told, strict=True):
        assert f"median {median:,.2f}".replace("-", "−") in words


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"value": "species"}, "value='species': expected numbers, got a column of String"),
        ({"category": "tons"}, "category='tons': expected text, got a column of Float64"),
        ({"category": "kind"}, "category='kind' is not a column"),
        ({"sort": "data"}, "sort: expected one of ['median', 'name'], got 'data'"),
        ({"limits": (5, 4)}, "limits: expected the lower one first, got (5, 4)"),
        ({"limits": (0, 4000)}, "limits: expected all quartiles inside, got 4056.25 and 5787.5 for 'Gentoo'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options, told):
    arguments = {"category": "species", "value": "mass", "unit": "grams", **WORDS, **options}
    with pytest.raises(ContractError, match=re.escape(f"distribution: {told}")):
        charts.distribution(pa.table({**MASSES, "tons": [0.5] * 12}), **arguments)


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA])
def test_a_number_whose_category_is_missing_is_counted(nothing):
    frame = pd.DataFrame({"name": pd.Series(["a", nothing, "a"], dtype=object), "n": [1, 2, 3]})
    chart = charts.distribution(frame, category="name", value="n", unit="kg", **WORDS)
    assert chart.description == "1 of 3 rows has no category."
    assert said(chart) == ["a: 1.0 kg", "a: 3.0 kg", "a: median 2.0, half of 2 rows from 1.5 to 2.5 kg"]
