"""Days, cells and other people's words are printed alike everywhere."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from figures.errors import ContractError
from figures.text import cell_text, day_text, next_month, number_format, visible


def test_a_day_has_no_leading_zero_and_its_month_in_full() -> None:
    assert day_text(date(2025, 4, 7)) == "7 April 2025"


def test_after_december_comes_january() -> None:
    assert next_month(date(2025, 12, 31)) == date(2026, 1, 1)
    assert next_month(date(2024, 2, 29)) == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("cell", "kind", "printed"),
    [
        ("2025-03-01", "month", "March 2025"),
        ("2025-03-18", "date", "18 March 2025"),
        ("2025-03-18", "text", "2025-03-18"),
        (-1234.5, "number", "−1,234.5"),
        (1234, "number", "1,234"),
        (0.1234, "number", "0.123"),
        (None, "text", "–"),
    ],
)
def test_a_cell_is_printed_by_the_kind_of_its_column(cell: object, kind: str, printed: str) -> None:
    assert cell_text(cell, kind) == printed  # type: ignore[arg-type]


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x00", "\x9f", "\ud800", "\uffff"])
def test_what_no_eye_sees_is_shown(character: str) -> None:
    assert visible(f"to the {character}tfel") == f"to the [U+{ord(character):04X}]tfel"
    assert visible("tab\tand\nline, é, Ж") == "tab\tand\nline, é, Ж"


@pytest.mark.parametrize(
    ("number", "values", "full", "short"),
    [
        ("auto", [163, 39, 1204], ["163", "39", "1,204"], ["163", "39", "1,204"]),
        ("auto", [68, 79.4, 64.0, 73.3], ["68.0", "79.4", "64.0", "73.3"], ["68.0", "79.4", "64.0", "73.3"]),
        ("auto", [23 / 6, 43 / 30, 3.8], ["3.8", "1.4", "3.8"], ["3.8", "1.4", "3.8"]),  # means
        ("auto", [1.23, 1.24, 9.87], ["1.23", "1.24", "9.87"], ["1.23", "1.24", "9.87"]),
        ("auto", [100 / 3, 700.1], ["33.3", "700.1"], ["33.3", "700.1"]),
        ("auto", [0.0041, 0.0034], ["0.0041", "0.0034"], ["0.0041", "0.0034"]),
        ("auto", [1.4e10, 12_340_000], ["14,000,000,000", "12,340,000"], ["14bn", "12.3M"]),
        ("auto", [2_000_000, 900_000], ["2,000,000", "900,000"], ["2M", "900k"]),
        ("auto", [1_234_567, 1_234_890], ["1,234,567", "1,234,890"], ["1.23457M", "1.23489M"]),
        ("auto", [3e-7, 2.5e-7], ["3e−7", "2.5e−7"], ["3e−7", "2.5e−7"]),
        ("auto", [0, -33], ["0", "−33"], ["0", "−33"]),
        ("auto", [331, 210, 450, 8.75, 0.1851], ["331", "210", "450", "8.8", "0.19"], ["331", "210", "450", "8.8", "0.19"]),
        ("auto", [3.5, 2, 4, 1200], ["3.5", "2.0", "4.0", "1,200"], ["3.5", "2.0", "4.0", "1,200"]),
        ("auto", [1013.2, 1012], ["1,013.2", "1,012.0"], ["1,013.2", "1,012.0"]),
        ("auto", [3.25, 0, 1.5], ["3.25", "0", "1.50"], ["3.25", "0", "1.50"]),
        ("auto", [1204, 3377, 0.02], ["1,204", "3,377", "0.02"], ["1,204", "3,377", "0.02"]),  # no number is cut to zero
        ("auto", [68, 79.4, 0.25], ["68.00", "79.40", "0.25"], ["68.00", "79.40", "0.25"]),
        ("auto", [100 / 7, 100 / 30, 30 / 7, 0.2544, 0.4], ["14.3", "3.3", "4.3", "0.3", "0.4"], ["14.3", "3.3", "4.3", "0.3", "0.4"]),
        ("auto", [100 / 7, 100 / 30, 30 / 7, 0.1501, 0.4], ["14.3", "3.3", "4.3", "0.15", "0.4"], ["14.3", "3.3", "4.3", "0.15", "0.4"]),
        ("auto", [14_234_567, 2_000_000, 950_000], ["14,234,567", "2,000,000", "950,000"], ["14.2M", "2.0M", "950k"]),
        ("${:compact}", [17.8, 2, 2.5], ["$17.8", "$2.0", "$2.5"], ["$17.8", "$2.0", "$2.5"]),
        ("compact", [1234, 950, 999_999], ["1.23k", "950", "1M"], ["1.23k", "950", "1M"]),
        ("percent", [0.123, 0.07], ["12.3%", "7.0%"], ["12.3%", "7.0%"]),
        ("${}", [14_200_000, -900_000], ["$14,200,000", "−$900,000"], ["$14.2M", "−$900k"]),
        ("{:compact} €", [1500, 0], ["1.5k €", "0 €"], ["1.5k €", "0 €"]),
        ("{:.1f} km", [3, 4.26], ["3.0 km", "4.3 km"], ["3.0 km", "4.3 km"]),
        (".2f", [0.001, 5], ["0.00", "5.00"], ["0.00", "5.00"]),  # as asked for
    ],
)  # fmt: skip
def test_numbers_of_a_chart_are_printed_alike(
    number: str, values: list[float], full: list[str], short: list[str]
) -> None:
    chosen = number_format(number, values)
    assert [chosen.full(value) for value in values] == full
    assert [chosen.short(value) for value in values] == short


def test_a_change_has_its_sign_and_zero_has_none() -> None:
    chosen = number_format("auto", [12, -0.0])
    assert [chosen.full(value, signed=True) for value in (12, -12, 0, -0.0)] == ["+12", "−12", "0", "0"]


@pytest.mark.parametrize(
    ("number", "at", "printed"),
    [
        ("auto", [0, 0.5, 1], ["0", "0.5", "1.0"]),
        ("auto", [0, 500_000, 1_000_000], ["0", "500k", "1M"]),
        ("auto", [1_000_000.5, 1_000_001], ["1,000,000.5", "1,000,001.0"]),  # not 1.0000005M
        ("auto", [0, 1e-7, 2e-7], ["0", "1e−7", "2e−7"]),
        ("auto", [1.0005e-7, 1.001e-7], ["1.0005e−7", "1.001e−7"]),
        ("${:.2f}", [0, 0.5, 1], ["$0", "$0.50", "$1.00"]),
        ("{:.1f} km", [0, 5, 10], ["0 km", "5 km", "10 km"]),
        ("percent", [0, 0.025, 0.05], ["0%", "2.5%", "5.0%"]),
        ("compact", [0, 1250, 2500], ["0", "1.25k", "2.50k"]),
        ("${:compact}", [0, 2e6, 2.5e6], ["$0", "$2.0M", "$2.5M"]),
    ],
)
def test_ticks_are_as_short_as_they_can_be_told_apart(
    number: str, at: list[float], printed: list[str]
) -> None:
    assert number_format(number, at).ticks(at) == printed


@pytest.mark.parametrize("number", ["percents", ".2", "{:.1f", "{} and {}", "", 2, None])
def test_an_unknown_word_for_numbers_is_refused_with_those_that_are_known(number: str) -> None:
    with pytest.raises(ContractError, match=r"^lines: number: expected 'auto', 'compact'"):
        number_format(number, [1], "lines: ")


def sizes(powers: st.SearchStrategy[int]) -> st.SearchStrategy[float]:
    """Numbers of up to four digits at any of these magnitudes, mostly different ones."""
    return st.builds(lambda digits, power: float(f"{digits}e{power - 3}"), st.integers(-9999, 9999), powers)


ANY = sizes(st.integers(-12, 15))
ALIKE = st.builds(
    lambda digits, power: [float(f"{digit}e{power - 2}") for digit in digits],
    st.lists(st.integers(100, 999), min_size=1, max_size=8),
    st.integers(-12, 15),
)


@seed(14)
@given(
    st.lists(ANY, max_size=8), ANY.filter(bool), st.sampled_from(["auto", "compact", "percent", "${} a year"])
)
def test_no_number_that_is_not_zero_prints_as_zero(values: list[float], value: float, number: str) -> None:
    chosen = number_format(number, values)
    for text in (chosen.full(value), chosen.short(value)):
        assert any(digit in text for digit in "123456789")
        assert ("−" in text.partition("e")[0]) == (value < 0)


@seed(14)
@given(ALIKE, st.sampled_from(["auto", "compact", "percent"]))
def test_numbers_of_three_digits_and_one_magnitude_print_differently(
    values: list[float], number: str
) -> None:
    chosen = number_format(number, values)
    assert len({chosen.full(value) for value in values}) == len(set(values))


@seed(14)
@given(st.lists(ANY, min_size=2, max_size=8))
def test_numbers_that_differ_by_a_tenth_of_the_whole_difference_print_differently(
    values: list[float],
) -> None:
    chosen = number_format("auto", values)
    low, high = min(values), max(values)
    for value in values:
        if abs(value - low) >= (high - low) / 10 > 1e-9 * max(map(abs, values)):
            assert chosen.full(value) != chosen.full(low)
            assert chosen.short(value) != chosen.short(low)


@seed(14)
@given(st.lists(ANY, min_size=2, max_size=8), st.sampled_from(["auto", "compact", "${:compact}", "percent"]))
def test_the_numbers_of_an_axis_with_one_letter_have_one_number_of_decimals(
    values: list[float], number: str
) -> None:
    at = sorted({*values, 0.0})
    decimals: dict[str, set[int]] = {}
    for text in number_format(number, at).ticks(at):
        size, letter = re.fullmatch(r"[−$]*([\d.,]+(?:e−?\d+)?)(\D*)", text).groups()  # type: ignore[union-attr]
        if "e" not in size and float(size.replace(",", "")) >= 1:
            decimals.setdefault(letter, set()).add(len(size.partition(".")[2]))
    assert all(len(own) == 1 for own in decimals.values()), decimals


@seed(14)
@given(st.lists(ANY, min_size=1, max_size=8))
def test_a_chart_has_one_number_of_decimals_but_for_what_would_be_cut_to_less_than_two_digits(
    values: list[float],
) -> None:
    chosen = number_format("auto", values)
    plain = [
        chosen.full(value)
        for value in values
        if 10.0 ** (1 - chosen.decimals) <= abs(value) < min(chosen.whole_from, 1e15)
    ]
    assert {len(text.partition(".")[2]) for text in plain if "e" not in text} <= {chosen.decimals}
