"""Between dataframes and plain Python: rows out, tidy frames back, in the reader's own kind of dataframe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import narwhals as nw
from narwhals.typing import IntoDataFrame

from figures.dates import next_month
from figures.errors import ContractError


def records(frame: IntoDataFrame, *columns: str) -> list[dict[str, Any]]:
    """Read rows as dictionaries, with dates as dates and missing numbers as ``None``.

    Raises
    ------
    ContractError
        If one of ``columns`` is missing, or the column ``date`` or ``month`` holds text instead of dates.
    """
    table = nw.from_native(frame, eager_only=True)
    if missing := [name for name in columns if name not in table.columns]:
        raise ContractError(f"columns {missing} are missing; there are {table.columns}")
    cells = [_plain_list(table[name]) for name in columns]
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]
    for name in {"date", "month"}.intersection(columns):
        if rows and not isinstance(rows[0][name], date):
            raise ContractError(f"column {name!r} must hold real dates, got {rows[0][name]!r}")
    return rows


def like(frame: IntoDataFrame, columns: Mapping[str, Sequence[Any]]) -> Any:
    """Make a dataframe of the same kind as ``frame``; dates become midnights, as pandas has no date type."""
    backend = nw.from_native(frame, eager_only=True).implementation
    values = {name: [_midnight(value) for value in column] for name, column in columns.items()}
    return nw.from_dict(values, backend=backend).to_native()


def columns_of(rows: Sequence[Mapping[str, Any]], *names: str) -> dict[str, list[Any]]:
    """Turn rows into columns, in the order of ``names``."""
    return {name: [row[name] for row in rows] for name in names}


def month_of(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def months(first: date, last: date) -> list[date]:
    """List the first days of all months from ``first`` to ``last``, both included."""
    found = []
    month = month_of(first)
    while month <= last:
        found.append(month)
        month = next_month(month)
    return found


def _plain_list(column: nw.Series[Any]) -> list[Any]:
    missing = column.is_null()
    if column.dtype.is_float():
        missing = missing | column.is_nan().fill_null(True)
    return [
        None if absent else value.date() if isinstance(value, datetime) else value
        for value, absent in zip(column.to_list(), missing.to_list(), strict=True)
    ]


def _midnight(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value
