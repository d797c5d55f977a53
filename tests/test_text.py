"""Days, cells and other people's words are printed alike everywhere."""

from __future__ import annotations

from datetime import date

import pytest

from figures.text import cell_text, day_text, next_month, visible


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
