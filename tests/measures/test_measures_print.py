"""How a measure prints: what the prose of the book will show."""

from datetime import date
from pathlib import Path

import pytest

from figures.measures import Measure
from figures.measures.measure import numbers


def made(value: float, digits: int = 0, low: float | None = None, high: float | None = None) -> Measure:
    return Measure(
        name="test.value", value=value, unit="things", formula="Given.", rows=(), as_of=date(2025, 4, 18),
        low=low, high=high, digits=digits,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (4647, 0, "4,647"),
        (-32.6, 0, "−33"),
        (72.5, 0, "73"),  # away from zero, where Python's round gives 72
        (-0.04, 1, "0.0"),  # no minus before nothing
        (0.145, 2, "0.15"),
        (3042 / 30, 1, "101.4"),
        (1e6, 0, "1,000,000"),
    ],
)
def test_numbers_print_with_commas_a_real_minus_and_halves_away_from_zero(value, digits, text):
    assert made(value, digits).text == text


def test_a_range_prints_both_ends_and_collapses_when_they_look_alike():
    assert made(3, low=1.9, high=4, digits=1).range_text == "1.9 to 4.0"
    assert made(3, low=2.9, high=3.1).range_text == "3"
    assert made(30, low=30).range_text == "30"


def test_a_range_in_words_may_have_one_end_or_none():
    assert made(3).range_words == "none"
    assert made(3, low=2).range_words == "at least 2"
    assert made(3, high=4).range_words == "up to 4"
    assert made(3, low=2, high=4).range_words == "2 to 4"
    assert made(3, high=4).range_text == "3"


def test_a_number_knows_which_code_made_it():
    @numbers
    def outer() -> list[Measure]:
        return [inner(), made(2)]

    @numbers
    def inner() -> Measure:
        return made(1)

    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    for number, function in zip(outer(), (inner, outer), strict=True):
        source, line = number.code
        assert source == "test_measures_print.py"
        assert lines[line].strip().startswith(f"def {function.__name__}(")
