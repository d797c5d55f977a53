"""Every number is counted once, in a step that holds it, by whichever engine; the steps are equal and round."""

from __future__ import annotations

import math
import re

import hypothesis
import polars as pl
import pyarrow as pa
import pytest
from chart_examples import MASSES, WORDS
from chart_examples import histogram as example
from hypothesis import given
from hypothesis import strategies as st

from figures import charts
from figures.errors import ContractError


def histogram(values, **options):
    return charts.histogram(
        pl.DataFrame({"n": values}, strict=False), value="n", unit="kg", **WORDS, **options
    )


def columns(chart) -> list[dict]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows if "said" in row]


def counts(chart) -> dict[float, float]:
    return {row["x"]: row["amount"] for row in columns(chart)}


def test_steps_by_freedman_and_diaconis_are_round():
    # Quartiles 3,550 and 4,462.5 of eleven: 2 x 912.5 / 11 ** (1/3) = 820.6, of the round ones nearest to 1,000.
    assert counts(example()) == {3000: 7, 4000: 2, 5000: 1, 6000: 1}
    assert [row["said"] for row in columns(example())] == [
        "3,000 to under 4,000 grams, penguins: 7 (63.6%)",
        "4,000 to under 5,000 grams, penguins: 2 (18.2%)",
        "5,000 to under 6,000 grams, penguins: 1 (9.1%)",
        "6,000 to 7,000 grams, penguins: 1 (9.1%)",
    ]
    assert example().description == "1 of 12 penguins has no value."


def test_median_and_mean_of_all_are_marked():
    labels = {
        row["label"] for rows in example().to_dict()["datasets"].values() for row in rows if "label" in row
    }
    assert labels == {"median: 3,750", "mean: 4,152"}  # 45,675 / 11


def test_what_lies_beyond_the_limits_is_counted_in_words():
    chart = example(limits=(3000, 5000), bin_width=500)
    assert counts(chart) == {3000: 3, 3500: 4, 4000: 1, 4500: 1}
    assert chart.description == (
        "1 of 12 penguins has no value. 2 of 11 penguins lie beyond the limits and are not drawn."
    )


def test_shares_are_of_all_that_have_a_value():
    assert counts(example(share=True, bin_width=5000)) == {
        0: pytest.approx(9 / 11),
        5000: pytest.approx(2 / 11),
    }


def test_a_few_whole_numbers_have_a_column_each_over_their_label():
    chart = histogram([4, 4, 6, 8, 3])
    assert {(row["x"], row["to"], row["amount"]) for row in columns(chart)} == {
        (2.5, 3.5, 1),
        (3.5, 4.5, 2),
        (5.5, 6.5, 1),
        (7.5, 8.5, 1),
    }
    axis = chart.to_dict()["layer"][0]["encoding"]["x"]["axis"]
    assert axis["values"] == [3, 4, 5, 6, 7, 8]


def test_the_last_step_holds_its_upper_edge():
    assert counts(histogram([0, 5.5, 10, 99, 100], bin_width=50)) == {0: 3, 50: 2}


def test_an_edge_belongs_to_the_step_above_it():
    assert counts(histogram([0.1, 0.2, 0.3, 0.6, 0.7], bin_width=0.1)) == {0.1: 1, 0.2: 1, 0.3: 1, 0.6: 2}


def test_no_more_than_sixty_steps_unless_told():
    values = [*([1.5] * 500), *[at / 100 for at in range(500)], 1e6]
    assert len(counts(histogram(values))) <= 60
    widest = columns(histogram(values))[0]
    assert (widest["to"] - widest["x"]) * 60 >= 1e6
    with pytest.raises(
        ContractError, match="histogram: bin_width: expected at most 640 columns, got 1,000,000"
    ):
        histogram(values, bin_width=1)


@hypothesis.example(
    [0.0, 0.0, 0.0, 0.5, -1.0, -0.03125], -4, 1e3
)  # steps of 0.0000025 from 0.0999, which five decimals cannot tell apart
@given(
    st.lists(st.just(0.0) | st.floats(1e-9, 1) | st.floats(-1, -1e-9), min_size=1, max_size=40),
    st.integers(-12, 15),
    st.sampled_from([0.0, 1.0, 1e3]),
)
def test_every_number_is_counted_once_in_a_step_that_holds_it(shares, power, offset):
    values = [(share + offset) * 10.0**power for share in shares]
    drawn = columns(histogram(values))
    assert sum(row["amount"] for row in drawn) == len(values)
    size = max(map(abs, values)) or 1
    for row in drawn:
        miss = max((row["to"] - row["x"]) * 1e-8, size * 1e-8)
        assert sum(row["x"] - miss <= value <= row["to"] + miss for value in values) >= row["amount"]
    assert len({math.floor(math.log2(row["to"] - row["x"]) * 1e3) for row in drawn}) <= 2
    if power + math.log10(offset or 1) in range(
        -3, 15
    ):  # beyond, numbers are printed with a power of ten and three digits
        assert len({row["said"].split(":")[0] for row in drawn}) == len(drawn)


@pytest.mark.parametrize("rows", [10_000, 1_000_000])
def test_a_spec_does_not_grow_with_its_table(rows):
    frame = pl.LazyFrame({"at": range(rows)}).select(n=(pl.col("at") % 10_000) / 100)
    chart = charts.histogram(frame, value="n", unit="kg", share=True, bin_width=10, **WORDS)
    assert list(counts(chart).values()) == [0.1] * 10


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"value": "species"}, "value='species': expected numbers, got a column of String"),
        ({"value": "weight"}, "value='weight' is not a column"),
        ({"bins": 3, "bin_width": 2}, "bins: expected either bins or bin_width, got both"),
        ({"bins": 0}, "bins: expected a whole number above zero, got 0"),
        ({"bin_width": 0}, "bin_width: expected more than zero, got 0"),
        ({"limits": (5, 5)}, "limits: expected the lower one first, got (5, 5)"),
        ({"limits": (0, 5)}, "limits: no number of value='mass' lies from 0 to 5"),
        ({"marked": ["mode"]}, "marked: expected one of ['median', 'mean'], got 'mode'"),
        ({"counted": ""}, "counted: expected words for what is counted, got ''"),
    ],
)
def test_what_cannot_be_counted_is_refused(options, told):
    with pytest.raises(ContractError, match=re.escape(f"histogram: {told}")):
        charts.histogram(pa.table(MASSES), **{"value": "mass", "unit": "grams", **WORDS, **options})


def test_an_infinite_number_is_refused():
    with pytest.raises(ContractError, match="value='n': expected finite numbers, got an infinite one"):
        histogram([1.0, math.inf])


def test_what_another_chart_left_out_is_not_said_of_this_one():
    prices = pl.DataFrame({"shop": ["a", "a", "b"], "price": [1.0, None, 2.0]})
    other = charts.bars(prices, category="shop", value="price", aggregate="mean", unit="euro", **WORDS)
    assert "1 of 3 rows has no value" in other.to_dict()["description"]
    assert "description" not in histogram([1, 2, 3]).to_dict()
    spread = charts.distribution(prices, category="shop", value="price", unit="euro", **WORDS)
    assert spread.to_dict()["description"] == "1 of 3 rows has no value."


@given(
    st.lists(st.integers(-9999, 9999), min_size=2, max_size=60, unique=True),
    st.integers(-9, 9),
    st.integers(2, 40),
)
def test_ticks_stand_at_the_edges_of_columns_and_are_three_to_six(digits, power, bins):
    chart = histogram([float(f"{digit}.5e{power}") for digit in digits], bins=bins)
    drawn = columns(chart)
    first, last = min(row["x"] for row in drawn), max(row["to"] for row in drawn)
    step = drawn[0]["to"] - drawn[0]["x"]
    axis = next(
        layer["encoding"]["x"]["axis"]
        for layer in chart.to_dict()["layer"]
        if "axis" in layer["encoding"].get("x", {})
    )
    at = axis["values"]
    assert all(math.isclose((tick - first) / step, round((tick - first) / step), abs_tol=1e-6) for tick in at)
    assert len(at) <= 6 and (len(at) >= 3 or (last - first) / step < 4)
