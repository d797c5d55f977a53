"""How are numbers, days, cells, options and other people's words printed? Alike in tables, numbers, charts and sentences."""

from __future__ import annotations

import math
import re
import shlex
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from figures.errors import ContractError

# Control characters, which break XML and renderers, and those that turn the direction of a text, so that it reads as another.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_ZONE = re.compile(r"(?:[+-]\d\d:\d\d(?::\d\d(?:\.\d+)?)?|Z)$")
_MOST_DECIMALS = 9
_DAYS = ("date", "datetime", "month", "quarter", "year")
_SHELL = ContextVar("shell", default=False)  # whether what is printed answers somebody in a shell
_TIMES, _LETTERS = (1.0, 1e3, 1e6, 1e9, 1e12), ("", "k", "M", "bn", "tn")
_DIGITS = 10  # significant ones; sums of floating-point numbers are not exact beyond
_PLAIN_FROM, _PLAIN_TO = 1e-6, 1e15  # other sizes are printed with a power of ten
_LONG = 1e6  # labels of an axis or a mark are compact from here on
_WHOLE_FROM = 1000
_CHANGED = 0.2  # of a number, by rounding at the most
_MOST_ALIKE = 2  # decimals that all get because one needs them
_SHORT = 4  # significant digits of such a label on an axis
_NUMBER = re.compile(r"(?P<before>[^{}]*)\{:?(?P<inside>[^{}]*)\}(?P<after>[^{}]*)")
_FIXED = re.compile(r",?\.(\d\d?)f")

# Of a letter in thousandths of the size of the font, where it is not 556.
_WIDTHS = {
    letter: width
    for width, letters in (
        (222, "'ijl"), (278, " !,./:;I[\\]ft"), (333, "()-`r{}|"), (500, "Jcksvxyz"), (584, "+<=>~"), (611, "FTZ"),
        (667, "&ABEKPSVXY"), (722, "CDHNRUw"), (778, "GOQ"), (833, "Mm"), (889, "%"), (944, "W"), (1015, "@"),
    )
    for letter in letters
}  # fmt: skip


@dataclass(frozen=True)
class NumberFormat:
    """How the numbers of a chart or a column are printed; :func:`number_format` makes it from the word for it and from the numbers."""

    decimals: int = 0
    fixed: bool = False
    style: str = "auto"
    before: str = ""
    after: str = ""
    digits: int = 3
    """Significant ones, where a number is compact or printed with a power of ten."""
    long: bool = False
    """Whether labels are compact, because one of the numbers has seven digits."""
    whole_from: float = math.inf
    """Sizes from here on have no decimals, because no difference needs them."""
    places: tuple[int | None, ...] = ()
    """Decimals of compact numbers without letter, in thousands, in millions and so on; ``None`` where there was none."""

    def plain(self) -> dict[str, Any]:
        """Give all that is not the default, as JSON from which the same format can be made."""
        own = {one.name: getattr(self, one.name) for one in fields(self)}
        changed = {one.name: own[one.name] for one in fields(self) if own[one.name] != one.default}
        return changed | ({"places": list(self.places)} if self.places else {})

    def full(self, value: float, signed: bool = False) -> str:
        """Print a number for a sentence or a cell: ``1,204``, ``12.5``, ``−33``, ``€14,200,000``."""
        return self._around(value, signed, self.style == "compact")

    def short(self, value: float, signed: bool = False) -> str:
        """Print a number for a label beside its mark: as :meth:`full` does, in a chart with millions compact: ``14.2M``."""
        return self._around(value, signed, self._compact)

    def ticks(self, at: Sequence[float]) -> list[str]:
        """Print the round numbers of an axis, each as short as it can be told from the others."""
        needed = max((decimals_needed(value * self._scale) for value in at), default=0)
        decimals = max(needed, self.decimals) if self.fixed and needed else needed
        longest = max(map(abs, at), default=0)
        for digits in range(1, _DIGITS + 1):
            # More digits than a label has beside its letter are easier to read in full.
            long = digits <= _SHORT and self.style == "auto" and not self.fixed and longest >= _LONG
            own = replace(self, decimals=decimals, digits=digits, long=long, whole_from=math.inf, places=())
            if not any(own._rounds(value, own._compact) for value in at):
                break
        if own._compact:
            own = replace(own, places=_places(at, digits, exact=True))
        return [(own if value else replace(own, fixed=False)).short(value) for value in at]

    def rounds(self, value: float) -> bool:
        """Say whether a number has more digits than are printed of it."""
        return self._rounds(value, self.style == "compact")

    def _rounds(self, value: float, compact: bool) -> bool:
        return not _same(self._read(self._size(value, compact)), abs(value))

    @property
    def _scale(self) -> int:
        return 100 if self.style == "percent" else 1

    @property
    def _compact(self) -> bool:
        return self.style == "compact" or self.long

    def _size(self, value: float, compact: bool) -> str:
        """Print a number without sign and words."""
        size = abs(value * self._scale)
        return _compact(size, self.digits, self.places) if compact else _plain(size, self)

    def _read(self, size: str) -> float:
        """Give back the size that was printed."""
        at = max(at for at, letter in enumerate(_LETTERS) if size.endswith(letter))
        number = float(size.removesuffix(_LETTERS[at]).replace(",", "").replace("−", "-"))
        return number * _TIMES[at] / self._scale

    def _around(self, value: float, signed: bool, compact: bool) -> str:
        size = self._size(value, compact)
        zero = not any(digit in size for digit in "123456789")
        sign = "" if zero else "−" if value < 0 else "+" if signed else ""
        return f"{sign}{self.before}{size}{'%' if self.style == 'percent' else ''}{self.after}"


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
    given = [value * (100 if inside == "percent" else 1) for value in values if value is not None]
    largest = max(map(abs, given), default=0)
    digits = (
        3 if not largest else min(_DIGITS, max(3, 2 + _power(largest) - _power(_spread(given) or largest)))
    )
    decimals = _decimals(given)
    long = inside == "auto" and largest >= _LONG
    return NumberFormat(
        decimals,
        style=inside,
        before=before,
        after=after,
        digits=digits,
        long=long,
        places=_places(given, digits) if long or inside == "compact" else (),
        whole_from=math.inf if not given or decimals <= _by_spread(given) else _WHOLE_FROM,
    )


def _spread(values: Sequence[float]) -> float:
    """Give the difference between the largest and the smallest, unless floating-point arithmetic alone can make it."""
    spread = max(values) - min(values)
    return spread if spread > max(map(abs, values)) * 10.0**-_DIGITS else 0.0


def _by_spread(values: Sequence[float]) -> int:
    """Count the decimals that show two digits of the differences."""
    spread = _spread(values)
    return max(0, 1 - _power(spread)) if spread else 0


def _decimals(values: Sequence[float]) -> int:
    """Count the decimals that print numbers of three digits in full, of others two digits, or one decimal, and two of the differences."""
    sizes = sorted(abs(value) for value in values if value)
    if not sizes:
        return 0
    usual, least = sizes[(len(sizes) - 1) // 2], _by_spread(values)
    three = max(least, 2 - _power(usual))
    two = max(least, 2 - _power(usual) - (usual < 10))
    needed = max(map(decimals_needed, sizes))
    chosen = needed if needed <= three else two
    # Amounts such as 79.4 and 0.25 are hundredths, both.
    return needed if 0 < chosen < needed <= _MOST_ALIKE and sizes[0] < 1 else chosen


def _places(values: Sequence[float], digits: int, *, exact: bool = False) -> tuple[int | None, ...]:
    """Count the decimals of compact numbers: the same for all with one letter; ``exact`` as many as the longest needs."""
    by_letter: dict[int, list[float]] = {}
    for value in filter(None, values):
        rounded, at = _lettered(abs(value), digits)
        by_letter.setdefault(at, []).append(float(f"{rounded / _TIMES[at]:.{_DIGITS}g}"))
    spread = _spread(values) if by_letter else 0.0
    found: list[int | None] = [None] * len(_TIMES)
    for at, sizes in by_letter.items():
        needed = max(map(decimals_needed, sizes))
        usual = sorted(sizes)[(len(sizes) - 1) // 2]
        least = max(0, 1 - _power(spread / _TIMES[at])) if spread else 0
        found[at] = needed if exact else min(needed, max(least, 2 - _power(usual)))
    return tuple(found) if any(found) else ()


def _lettered(size: float, digits: int) -> tuple[float, int]:
    """Round a size to its digits, and find its letter."""
    rounded = float(f"{size:.{digits}g}")
    return rounded, next((at for at in range(len(_TIMES) - 1, 0, -1) if rounded >= _TIMES[at]), 0)


def decimals_needed(value: float) -> int:
    """Count the decimals that print a number in full, up to ten digits of it."""
    exponent = Decimal(f"{value:.{_DIGITS}g}").normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _power(value: float) -> int:
    return math.floor(math.log10(value))


def _plain(value: float, numbers: NumberFormat) -> str:
    """Print a size of zero or more, and zero without decimals.

    One that rounding would change by more than a fifth gets two digits of its own, among whole numbers each below ten.
    """
    if numbers.fixed:
        return f"{value:,.{numbers.decimals}f}"
    if not value:
        return "0"
    if not _PLAIN_FROM <= value < _PLAIN_TO:
        return _with_power(value, numbers.digits)
    decimals = numbers.decimals if value < numbers.whole_from else 0
    enough = decimals > 0 and abs(round(value, decimals) - value) <= _CHANGED * value
    text = f"{value:,.{decimals if enough else max(decimals, 1 - _power(value))}f}"
    whole, point, part = text.partition(".")
    if _same(float(text.replace(",", "")), value):
        part = part[:decimals] + part[decimals:].rstrip("0")
    return whole + (point if part else "") + part


def _with_power(value: float, digits: int) -> str:
    """Print a size with a power of ten: ``2.5e−7``."""
    number, _, power = f"{value:.{digits - 1}e}".partition("e")
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number}e{int(power)}".replace("-", "−")


def _compact(value: float, digits: int, places: Sequence[int | None] = ()) -> str:
    """Print a size of zero or more with a few digits and a letter: ``0``, ``950``, ``1.2k``, ``14.2M``, ``3bn``."""
    rounded, at = _lettered(value, digits)
    if rounded and not _PLAIN_FROM <= rounded <= 1000 * _TIMES[-1]:
        return _with_power(rounded, digits)
    scaled = float(f"{rounded / _TIMES[at]:.{_DIGITS}g}")
    decimals = places[at] if places else None
    if decimals is None or not value:
        return f"{scaled:,.{decimals_needed(scaled)}f}{_LETTERS[at]}"
    if at == 0:
        return _plain(value, NumberFormat(decimals))
    return f"{max(value / _TIMES[at], 1.0):,.{decimals}f}{_LETTERS[at]}"


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=10.0**-_DIGITS)


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


def text_px(text: str, px: float = 12) -> float:
    """Measure a text as the renderer's font sets it; of letters beyond ASCII about."""
    wide = sum(
        _WIDTHS.get(letter) or (1000 if unicodedata.east_asian_width(letter) in "WF" else 556)
        for letter in unicodedata.normalize("NFC", text)
    )
    return wide * px / 1000


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
