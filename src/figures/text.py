"""How are days, cells and other people's words printed? Alike in tables, numbers, charts and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

# Control characters, which break XML and renderers, and those that turn the direction of a text, so that it reads as another.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_ZONE = re.compile(r"(?:[+-]\d\d:\d\d(?::\d\d(?:\.\d+)?)?|Z)$")
_MOST_DECIMALS = 9
_DAYS = ("date", "datetime", "month", "quarter", "year")


def day_text(day: date) -> str:
    """Print a date: ``7 April 2025``."""
    return f"{day.day} {day:%B} {day.year}"


def next_month(day: date) -> date:
    """Return the first day of the month after ``day``."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def cell_text(value: str | float | int | None, kind: str, decimals: int = 1) -> str:
    """Print a cell; a dash stands for nothing.

    Its column is a ``number`` (see ``decimals``), ``text``, or a time: ``date``, ``datetime``, ``month``, ``quarter`` or ``year``.
    """
    if value is None:
        return "–"
    if isinstance(value, str):
        return _time_text(value, kind) if kind in _DAYS else _long(value) if kind == "number" else value
    if isinstance(value, int):
        text = f"{value:,}"
    elif 1 <= abs(value) < 1e15:
        text = f"{value:,.{decimals}f}"
    else:
        text = f"{value:,.{2 + decimals}g}"
    return text.replace("-", "−")


def decimals(cells: Iterable[str | float | int | None]) -> int:
    """Count the decimals that a column of numbers needs, so that no two that differ print alike; mostly one."""
    numbers = {cell for cell in cells if isinstance(cell, float)}
    for enough in range(1, _MOST_DECIMALS):
        if len({cell_text(number, "number", enough) for number in numbers}) == len(numbers):
            return enough
    return _MOST_DECIMALS


def rounds(cell: str | float | int | None, decimals: int) -> bool:
    """Say whether a number has more digits than are printed of it."""
    return (
        isinstance(cell, float)
        and float(cell_text(cell, "number", decimals).replace(",", "").replace("−", "-")) != cell
    )


def visible(text: str) -> str:
    """Print characters that no eye sees but a page or a renderer obeys: ``[U+202E]``."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def _long(number: str) -> str:
    """Print a number that has more digits than a float."""
    whole, point, rest = number.partition(".")
    digits = whole.lstrip("-")
    return f"{'−' if whole != digits else ''}{int(digits):,}{point}{rest}" if digits.isdecimal() else number


def _time_text(iso: str, kind: str) -> str:
    """Print a date or moment in ISO form as its kind wants it."""
    day = date.fromisoformat(iso[:10])
    if kind == "datetime" and iso[11:]:
        zone = _ZONE.search(iso, 11)
        clock = iso[11 : zone.start() if zone else None].removesuffix(":00")
        clock = clock if ":" in clock else f"{clock}:00"
        return (
            f"{day_text(day)}, {clock}{f' UTC{zone[0]}'.replace('-', '−').removesuffix('Z') if zone else ''}"
        )
    if kind == "month":
        return f"{day:%B} {day.year}"
    if kind == "quarter":
        return f"{day.year} Q{(day.month + 2) // 3}"
    return str(day.year) if kind == "year" else day_text(day)
