"""Numbers in sentences come from measures, in the form asked for."""

from __future__ import annotations

from datetime import date

import pytest

from figures.errors import ContractError
from figures.figure.slots import number_text, parts, say
from figures.measures.measure import Measure, Rows

FALL = Measure(
    name="moratorium.made_up",
    value=-32.65,
    low=-43.2,
    high=-32.65,
    unit="per cent",
    formula="Made up for this test.",
    rows=(Rows("strikes_daily", "launched > 0"),),
    as_of=date(2025, 4, 16),
)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (None, "−33"),
        ("size", "33"),
        ("low", "−43"),
        ("high", "−33"),
        ("range", "−43 to −33"),
        ("words", "−33"),
        ("unit", "per cent"),
    ],
)
def test_a_measure_is_printed_in_the_form_asked_for(form: str | None, text: str) -> None:
    assert number_text(FALL, form) == text


def test_small_counts_are_spelled_out() -> None:
    three = Measure(name="a.b", value=3, unit="tanks", formula="f", rows=FALL.rows, as_of=FALL.as_of)
    assert (number_text(three, "words"), number_text(three, "range"), number_text(three, "low")) == (
        "three",
        "3",
        "3",
    )


def test_words_and_numbers_alternate_and_nothing_is_lost() -> None:
    text = "From {moratorium.attack_drones_per_day.before} to {moratorium.attack_drones_per_day.during}, see L19 {not a slot}."
    found = list(parts(text))
    assert [part.measure is not None for part in found] == [False, True, False, True, False]
    # Totals of 4,519 and 3,042 over thirty days each: 150.6 and 101.4.
    assert say(text) == "From 151 to 101, see L19 {not a slot}."


def test_an_unknown_number_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(ContractError, match=r"moratorium\.attack_drones_per_day.during"):
        say("{moratorium.attack_drones_per_day.durring}")


@pytest.mark.parametrize("text", ["{aid.us.2025_01:rnage}", "{aid.us.2025_01:value}"])
def test_an_unknown_form_is_an_error_and_not_the_plain_value(text: str) -> None:
    with pytest.raises(ContractError, match="can be printed as range, low, high, size, words, unit"):
        say(text)
