"""How are numbers, days, cells, options and other people's words printed? Alike in tables, numbers, charts and sentences."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from figures.errors import ContractError

# Control characters, which break XML and renderers, and those that turn the direction of a text, so that it reads as another.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_SHELL = ContextVar("shell", default=False)  # whether what is printed answers somebody in a shell
_UNITS = ((1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k"))
_DIGITS = 10  # significant ones; sums of floating-point numbers are not exact beyond
_PLAIN_FROM, _PLAIN_TO = 1e-6, 1e15  # other sizes are printed with a power of ten
_LONG = 1e6  # labels of an axis or a mark are compact from here on
_NUMBER = re.compile(r"(?P<before>[^{}]*)\{:?(?P<inside>[^{}]*)\}(?P<after>[^{}]*)")
_FIXED = re.compile(r",?\.(\d\d?)f")


@dataclass(frozen=True)
class NumberFormat:
    """How the numbers of a chart or a column are printed; :func:`number_format` makes it from the word for it and from the numbers."""

    decimals: int = 0
    fixed: bool = False
    style: str = "auto"
    before: str = ""
    after: str = ""

    def full(self, value: float, signed: bool = False) -> str:
        """Print a number for a sentence or a cell: ``1,204``, ``12.5``, ``−33``, ``€14,200,000``."""
        return self._around(value, signed, _compact(abs(value), 3) if self.style == "compact" else None)

    def short(self, value: float, signed: bool = False) -> str:
        """Print a number for a label beside its mark: as :meth:`full` does, from a million on compact: ``14.2M``."""
        long = self.style == "auto" and not self.fixed and abs(value) >= _LONG
        return self._around(value, signed, _compact(abs(value), 3)) if long else self.full(value, signed)

    def ticks(self, at: Sequence[float]) -> list[str]:
        """Print the round numbers of an axis, each as short as it can be told from the others."""
        longest = max(map(abs, at), default=0)
        if self.style == "compact" or (self.style == "auto" and longest >= _LONG and not self.fixed):
            for digits in range(1, _DIGITS + 1):
                texts = [_compact(abs(value), digits) for value in at]
                if all(_same(_uncompact(text), abs(value)) for text, value in zip(texts, at, strict=True)):
                    return [self._around(value, False, text) for value, text in zip(at, texts, strict=True)]
        scale = 100 if self.style == "percent" else 1
        decimals = max((_needed(value * scale) for value in at), default=0)
        own = NumberFormat(decimals, self.fixed, self.style, self.before, self.after)
        return [own.full(value) for value in at]

    def _around(self, value: float, signed: bool, digits: str | None) -> str:
        value = value * 100 if self.style == "percent" else value
        text = _plain(abs(value), self.decimals, self.fixed) if digits is None else digits
        zero = not any(digit in text for digit in "123456789")
        sign = "" if zero else "−" if value < 0 else "+" if signed else ""
        return f"{sign}{self.before}{text}{'%' if self.style == 'percent' else ''}{self.after}"


def number_format(number: str, values: Iterable[float | None], where: str = "") -> NumberFormat:
    """Choose how numbers are printed.

    ``auto`` gives as many decimals as tell the numbers apart, ``compact`` writes k, M, bn and tn, ``percent`` a share of one as per
    cent, ``.2f`` two decimals; words around braces come before and behind: ``${}``, ``{:compact} €``, ``{:.1f} km``.
    """
    found = _NUMBER.fullmatch(number) if isinstance(number, str) and "{" in number else None
    inside = (found["inside"] or "auto") if found else number
    before, after = (found["before"], found["after"]) if found else ("", "")
    fixed = _FIXED.fullmatch(inside) if isinstance(inside, str) else None
    if not fixed and inside not in ("auto", "compact", "percent"):
        raise ContractError(
            f"{where}number: expected 'auto', 'compact', 'percent', decimals such as '.2f', or words around braces "
            f"such as '${{}}' or '{{:.1f}} km', got {number!r}"
        )
    if fixed:
        return NumberFormat(int(fixed[1]), True, "auto", before, after)
    scale = 100 if inside == "percent" else 1
    return NumberFormat(
        _decimals([value * scale for value in values if value is not None]), False, inside, before, after
    )


def _decimals(values: Sequence[float]) -> int:
    """Count the decimals that show three digits of a usual value and two of the differences, and no more than there are."""
    sizes = sorted(abs(value) for value in values if value)
    if not sizes:
        return 0
    spread = max(values) - min(values)
    by_size = 2 - _power(sizes[(len(sizes) - 1) // 2])
    by_spread = 1 - _power(spread) if spread else 0
    needed = max(map(_needed, sizes))
    return min(needed, max(0, by_size, by_spread))


def _needed(value: float) -> int:
    """Count the decimals that print a number in full, up to ten digits of it."""
    exponent = Decimal(f"{value:.{_DIGITS}g}").normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _power(value: float) -> int:
    return math.floor(math.log10(value))


def _plain(value: float, decimals: int, fixed: bool) -> str:
    """Print a size of zero or more; one that would be cut to zero gets two digits of its own."""
    if value and not fixed and not _PLAIN_FROM <= value < _PLAIN_TO:
        digits, _, power = f"{value:.2e}".partition("e")
        return f"{digits.rstrip('0').rstrip('.')}e{int(power)}".replace("-", "−")
    if not value and decimals > -_power(_PLAIN_FROM):
        return "0"
    text = f"{value:,.{decimals}f}"
    if value and not fixed and not text.strip("0.,"):
        return f"{value:,.{1 - _power(value)}f}".rstrip("0")
    return text


def _compact(value: float, digits: int) -> str:
    """Print a size of zero or more with a few digits and a letter: ``0``, ``950``, ``1.2k``, ``14.2M``, ``3bn``."""
    rounded = float(f"{value:.{digits}g}")
    if rounded and not _PLAIN_FROM <= rounded <= 1000 * _UNITS[0][0]:
        return _plain(rounded, 0, False)
    size, letter = next(((size, letter) for size, letter in _UNITS if rounded >= size), (1, ""))
    scaled = float(f"{rounded / size:.{_DIGITS}g}")
    return f"{scaled:,.{_needed(scaled)}f}{letter}"


def _uncompact(text: str) -> float:
    size, letter = next(((size, letter) for size, letter in _UNITS if text.endswith(letter)), (1, ""))
    return float(text.removesuffix(letter).replace(",", "").replace("−", "-")) * size


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=10.0**-_DIGITS)


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


@contextmanager
def in_a_shell() -> Iterator[None]:
    """Spell options, in here, as they are typed after ``figures``."""
    before = _SHELL.set(True)
    try:
        yield
    finally:
        _SHELL.reset(before)


def shell() -> bool:
    """Whether what is wrong was typed in a shell, and not in Python."""
    return _SHELL.get()


def option(name: str, value: object = None) -> str:
    """Spell an option as one types it: ``--date-format %Y%m%d`` in a shell, ``date_format='%Y%m%d'`` in Python."""
    if not shell():
        return name if value is None else f"{name}={value!r}"
    dashed = f"--{name.replace('_', '-')}"
    words = value if isinstance(value, list | tuple) else [] if value is None else [value]
    return " ".join([dashed, *("tab" if word == "\t" else shlex.quote(str(word)) for word in words)])
