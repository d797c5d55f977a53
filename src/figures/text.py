"""How are days, cells and other people's words printed? Alike in tables, numbers, charts and sentences."""

from __future__ import annotations

import re
from datetime import date

# Control characters, which break XML and renderers, and those that turn the direction of a text, so that it reads as another.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


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
    >>> from figures.text import day_text
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
    >>> from figures.text import next_month
    >>> next_month(date(2025, 12, 31))
    datetime.date(2026, 1, 1)
    """
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def cell_text(value: str | float | int | None, kind: str) -> str:
    """Print a cell of a figure's table as the book prints it.

    Parameters
    ----------
    value
        Text, a number, or nothing; dates and months as ISO text.
    kind
        ``number``, ``text``, ``date`` or ``month``.

    Returns
    -------
    str
        A dash where there is nothing.

    Examples
    --------
    >>> from figures.text import cell_text
    >>> cell_text("2025-03-01", "month"), cell_text("2025-03-18", "date"), cell_text(-1234.5, "number"), cell_text(None, "text")
    ('March 2025', '18 March 2025', '−1,234.5', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, str):
        day = date.fromisoformat(value) if kind in ("month", "date") else None
        return value if day is None else f"{day:%B %Y}" if kind == "month" else day_text(day)
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}" if abs(value) >= 1 else f"{value:,.3g}"
    return text.replace("-", "−")


def visible(text: str) -> str:
    r"""Print characters that no eye sees but a page or a renderer obeys.

    Parameters
    ----------
    text
        Anybody's words.

    Returns
    -------
    str
        The same, with the code point in brackets where such a character stood.

    Examples
    --------
    >>> from figures.text import visible
    >>> visible("to the \u202etfel")
    'to the [U+202E]tfel'
    """
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
