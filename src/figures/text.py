"""How are days, cells and other people's words printed? Alike in tables, numbers, charts and sentences."""

from __future__ import annotations

import re
from datetime import date

# Control characters, which break XML and renderers, and those that turn the direction of a text, so that it reads as another.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def day_text(day: date) -> str:
    """Print a date: ``7 April 2025``."""
    return f"{day.day} {day:%B} {day.year}"


def next_month(day: date) -> date:
    """Return the first day of the month after ``day``."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def cell_text(value: str | float | int | None, kind: str) -> str:
    """Print a cell of a table whose column is a ``number``, ``text``, ``date`` or ``month``; a dash stands for nothing."""
    if value is None:
        return "–"
    if isinstance(value, str):
        day = date.fromisoformat(value) if kind in ("month", "date") else None
        return value if day is None else f"{day:%B %Y}" if kind == "month" else day_text(day)
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}" if abs(value) >= 1 else f"{value:,.3g}"
    return text.replace("-", "−")


def visible(text: str) -> str:
    """Print characters that no eye sees but a page or a renderer obeys: ``[U+202E]``."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
