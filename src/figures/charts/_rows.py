"""Is this table what the chart needs? Checks before drawing, then plain rows, the same from each backend."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from datetime import date, datetime
from numbers import Real
from typing import Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.errors import ContractError

Kind = Literal["date", "number", "text"]
Row = dict[str, Any]

_EXPECTED = {"date": "a date", "number": "a number", "text": "text"}
_TEXT_DATE = "expected dates, got text {value!r}; convert the column first, with pandas.to_datetime(...) or polars .str.to_date()"


def rows(
    function: str,
    data: IntoFrame,
    required: Mapping[str, tuple[str, Kind]],
    optional: Mapping[str, tuple[str | None, Kind]] | None = None,
) -> list[Row]:
    """Read the columns that a chart draws.

    Parameters
    ----------
    function
        The chart function, for messages.
    data
        Any dataframe that Narwhals takes; a lazy one is collected after its columns are selected.
    required
        Argument of the function to (column, kind); no value may be missing.
    optional
        The same for columns with missing values, or without a column at all.

    Returns
    -------
    list of dict
        Argument to value: ``datetime.date``, ``int``, ``float``, ``str`` or ``None``, in the table's order.

    Raises
    ------
    ContractError
        Naming function, argument, column, what was expected and what came.
    """
    frame = nw.from_native(data)
    names = frame.collect_schema().names()
    wanted = {argument: (column, kind, True) for argument, (column, kind) in required.items()}
    for argument, (column, kind) in (optional or {}).items():
        if column is not None:
            wanted[argument] = (column, kind, False)
    for argument, (column, _, _) in wanted.items():
        if column not in names:
            near = difflib.get_close_matches(column, names, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ContractError(
                f"{function}: {argument}={column!r} is not a column{hint} The table has {names}"
            )

    selected = frame.select(list(dict.fromkeys(column for column, _, _ in wanted.values())))
    eager = selected.collect() if isinstance(selected, nw.LazyFrame) else selected
    if eager.is_empty():
        raise ContractError(f"{function}: the table has no row to draw")
    return [
        {
            argument: _value(f"{function}: {argument}={column!r}, row {at}", row[column], kind, needed)
            for argument, (column, kind, needed) in wanted.items()
        }
        | {argument: None for argument, (column, _) in (optional or {}).items() if column is None}
        for at, row in enumerate(eager.rows(named=True))
    ]


def unique(function: str, table: list[Row], *key: str) -> None:
    """Refuse two rows with the same key: they would be drawn over each other."""
    seen = set()
    for row in table:
        found = tuple(row[part] for part in key)
        if found in seen:
            told = ", ".join(f"{part} {value}" for part, value in zip(key, found, strict=True))
            raise ContractError(
                f"{function}: expected one row for each {' and '.join(key)}, got two for {told}"
            )
        seen.add(found)


def known(function: str, argument: str, given: object, names: Mapping[str, Any]) -> None:
    """Refuse a word that is not one of the words allowed."""
    if given not in names:
        raise ContractError(f"{function}: {argument}: expected one of {list(names)}, got {given!r}")


def _value(where: str, value: Any, kind: Kind, needed: bool) -> Any:
    if value is None or type(value).__name__ in ("NaTType", "NAType") or value != value:  # noqa: PLR0124  (NaN)
        if needed:
            raise ContractError(f"{where}: expected {_EXPECTED[kind]}, got a missing value")
        return None
    if kind == "date":
        if isinstance(value, str):
            raise ContractError(f"{where}: {_TEXT_DATE.format(value=value)}")
        if isinstance(value, datetime):
            if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
                raise ContractError(f"{where}: expected a date, got a time of day {value.isoformat()}")
            return value.date()
        if isinstance(value, date):
            return value
    elif kind == "number" and isinstance(value, Real) and not isinstance(value, bool):
        number = float(value)
        if math.isfinite(number):
            return int(number) if number.is_integer() else number
    elif kind == "text" and isinstance(value, str):
        return value
    raise ContractError(f"{where}: expected {_EXPECTED[kind]}, got {value!r}")
