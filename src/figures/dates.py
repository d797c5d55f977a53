"""How are days and months counted and printed? Alike in tables, numbers, charts and sentences."""

from __future__ import annotations

from datetime import date


def day_text(day: date) -> str:
    """Print a date as the book prints it.

    >>> day_text(date(2025, 4, 7))
    '7 April 2025'
    """
    return f"{day.day} {day:%B} {day.year}"


def next_month(day: date) -> date:
    """Return the first day of the month after ``day``.

    >>> next_month(date(2025, 12, 31))
    datetime.date(2026, 1, 1)
    """
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
