"""How are days and months counted and printed? Alike in tables, numbers, charts and sentences."""

from __future__ import annotations

from datetime import date


def day_text(day: date) -> str:
    """Print a date as the book prints it.

    Parameters
    ----------
    day
        The date.

    Returns
    -------
    str
        Day without a leading zero, month in full, year.

    Examples
    --------
    >>> from datetime import date
    >>> from figures.dates import day_text
    >>> day_text(date(2025, 4, 7))
    '7 April 2025'
    """
    return f"{day.day} {day:%B} {day.year}"


def next_month(day: date) -> date:
    """Return the first day of the month after ``day``.

    Parameters
    ----------
    day
        Any day of a month.

    Returns
    -------
    date
        A first day.

    Examples
    --------
    >>> from datetime import date
    >>> from figures.dates import next_month
    >>> next_month(date(2025, 12, 31))
    datetime.date(2026, 1, 1)
    """
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
