"""How does a table become cells that a page, a file and a sentence print alike? Dates as ISO text, numbers as numbers, nothing as nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from figures.errors import ContractError
from figures.text import NumberFormat, cell_text, decimals, rounds, visible

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

Cell = str | float | int | None
Table = dict[str, Any]
"""``columns`` (each with ``name``, ``heading`` and ``kind``, and ``number`` where a chart chose how it is printed) and ``rows`` of cells."""

_MONTH = "month"
_WRITTEN_DIGITS = 12
_EXACT = 2**53


def given_table(table: IntoDataFrame, columns: Mapping[str, str] | None) -> Table:
    """Read columns of a dataframe, all of them under readable headings where none are named."""
    try:
        frame = nw.from_native(table, eager_only=True)
    except (TypeError, nw.exceptions.NarwhalsError, ValueError) as error:
        raise ContractError(f"table must be an eager dataframe ({error})") from None
    if columns is None:
        columns = {name: heading(name) for name in frame.columns}
    unknown = [name for name in columns if name not in frame.columns]
    if unknown or not columns:
        raise ContractError(f"table has no column {unknown}; it has {frame.columns}")
    if frame.is_empty():
        raise ContractError("table has no row")
    return made(columns, frame.select(list(columns)).rows())


def made(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> Table:
    """Make a table of rows of anything: name to heading of each column, and cells whose kind follows from what they are."""
    values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    kinds = [kind(name, column) for name, column in zip(columns, values, strict=True)]
    cells = [
        [plain(value, one, f"column {name!r}, row {at}") for at, value in enumerate(column)]
        for name, column, one in zip(columns, values, kinds, strict=True)
    ]
    return {
        "columns": [
            {"name": name, "heading": words, "kind": one}
            for (name, words), one in zip(columns.items(), kinds, strict=True)
        ],
        "rows": [list(row) for row in zip(*cells, strict=True)],
    }


def heading(name: str, unit: str = "") -> str:
    """Make a heading of the name of a column: ``births_per_1000`` is ``Births per 1000``."""
    words = " ".join(str(name).replace("_", " ").split()) or "Column"
    words = words if any(letter.isupper() for letter in words) else words[:1].upper() + words[1:]
    return f"{words}, {unit}" if unit else words


def kind(name: str, values: Iterable[object]) -> str:
    """Say what a column is, by its cells: dates, moments, months, numbers, or else text."""
    given = [value for value in values if not missing(value)]
    if given and all(isinstance(value, date) for value in given):
        if any(_has_time(value) for value in given):
            return "datetime"
        firsts = all(value.day == 1 for value in given)  # type: ignore[attr-defined]
        return "month" if name == _MONTH and firsts else "date"
    return "number" if all(_is_number(value) for value in given) and given else "text"


def missing(value: object) -> bool:
    """Say whether a cell holds nothing, in the words of any library."""
    if isinstance(value, Decimal):
        return value.is_nan()
    if value is None or type(value).__name__ in ("NaTType", "NAType"):
        return True
    if _of_numpy(value):
        return str(value) in ("nan", "NaT")
    return value == "" or (isinstance(value, float) and math.isnan(value))


def plain(value: Any, kind: str, where: str) -> Cell:  # noqa: PLR0911
    """Keep a cell as JSON, with all that it says."""
    if missing(value):
        return None
    if isinstance(value, datetime):
        return value.isoformat() if kind == "datetime" or _has_time(value) else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    if _of_numpy(value):  # its numbers are not Python's
        return plain(value.item(), kind, where)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, str | time):
        return visible(str(value))
    bare = [getattr(type(value), words) is getattr(object, words) for words in ("__str__", "__repr__")]
    without_words = isinstance(value, Iterable | Callable | ModuleType) or all(bare)
    if without_words:
        raise ContractError(
            f"table: {where}: expected text, a number, a date, a time or a duration, "
            f"got {type(value).__name__} {str(value)[:40]!r}"
        )
    return visible(str(value))


class Printer(NamedTuple):
    """How the cells of a column are printed: as its chart prints them, or with as many decimals as tell them apart."""

    kind: str
    decimals: int
    number: NumberFormat | None

    def text(self, cell: Cell) -> str:
        """Print a cell; a dash stands for nothing."""
        if self.number is None or not isinstance(cell, int | float):
            return cell_text(cell, self.kind, self.decimals)
        return self.number.full(cell)

    def rounds(self, cell: Cell) -> bool:
        """Say whether a number has more digits than are printed of it."""
        if self.number is None or not isinstance(cell, int | float):
            return rounds(cell, self.decimals)
        return self.number.rounds(cell)


def printers(table: Table) -> list[Printer]:
    """Choose for each column of a table how its cells are printed, on a page and in words."""
    return [
        Printer(
            column["kind"],
            decimals(row[at] for row in table["rows"]),
            None if column.get("number") is None else NumberFormat(**column["number"]),
        )
        for at, column in enumerate(table["columns"])
    ]


def ten_digits(value: float) -> float:
    """Keep ten digits of a number, and the whole of it before the point: more than any source has, and the same on every processor."""
    if abs(value) >= 1e10:
        return float(round(value)) if abs(value) <= _EXACT else value
    return float(f"{value:.10g}")


def _has_time(value: object) -> bool:
    return isinstance(value, datetime) and (value.time() != time() or getattr(value, "nanosecond", 0) != 0)


def _of_numpy(value: Any) -> bool:
    """Say whether this is a scalar of NumPy, which is turned into one of Python's."""
    return type(value).__module__ == "numpy" and getattr(value, "shape", None) == ()


def _is_number(value: Any) -> bool:
    if _of_numpy(value):
        value = value.item()
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _float(value: float) -> Cell:
    """Keep a float as somebody wrote it; one with more than twelve digits was computed, and gets ten."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    written = float(f"{value:.{_WRITTEN_DIGITS}g}") == value
    kept = value if written else ten_digits(value)
    return int(kept) if kept.is_integer() and abs(kept) <= _EXACT else float(kept)


def _decimal(value: Decimal) -> Cell:
    if value.is_infinite():
        return _float(float(value))
    if value == value.to_integral_value():
        return int(value) if value.adjusted() < 2 * _WRITTEN_DIGITS else str(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else format(value, "f")


def _duration(value: timedelta) -> str:
    """Print a duration: ``3 days, 4:30:00``; that of pandas may have nanoseconds."""
    if getattr(value, "nanoseconds", 0):
        return str(value)
    plain = timedelta(value.days, value.seconds, value.microseconds)
    return f"−{-plain}" if plain < timedelta() else str(plain)
