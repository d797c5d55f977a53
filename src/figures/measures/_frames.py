"""Between dataframes and plain Python: rows out, tidy frames back, in the reader's own kind of dataframe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, cast

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.errors import ContractError
from figures.text import next_month


def records(frame: IntoFrame, *columns: str, where: nw.Expr | None = None) -> list[dict[str, Any]]:
    """Read rows as dictionaries, with dates as dates and missing numbers as ``None``.

    A lazy table's own engine selects columns and filters rows; nothing else of it is collected.
    """
    return _rows(_collected(_chosen(frame, columns, where), columns))


def summed(
    frame: IntoFrame, by: Sequence[str], value: str, where: nw.Expr | None = None
) -> list[dict[str, Any]]:
    """Add up a column by the values of others, and sort by these, in the table's own engine; a sum of nothing is 0."""
    columns = (*by, value)
    chosen = _chosen(frame, columns, where)
    rows = _rows(_collected(chosen.group_by(*by).agg(nw.col(value).sum()), columns))
    for row in rows:
        row[value] = row[value] or 0
    return sorted(rows, key=lambda row: tuple(row[name] for name in by))


def count(frame: IntoFrame) -> int:
    """Count rows, in the table's own engine."""
    table = nw.from_native(frame)
    counted = table.select(nw.len().alias("rows"))
    return int(_collected(counted, ["rows"])["rows"][0])


def last_day(frame: IntoFrame, column: str, where: nw.Expr | None = None) -> date:
    """Find the latest date in a column, in the table's own engine."""
    latest = _chosen(frame, [column], where).select(nw.col(column).max())
    return cast("date", _rows(_collected(latest, [column]))[0][column])


def within(column: str, first: date, last: date) -> nw.Expr:
    """Select the rows from a first to a last day, both included."""
    return nw.col(column).is_between(midnight(first), midnight(last))


def like(frame: IntoFrame, columns: Mapping[str, Sequence[Any]]) -> Any:
    """Make a dataframe of the same kind as ``frame``, a PyArrow table where that is lazy.

    Dates become midnights, as pandas has no date type.
    """
    table = nw.from_native(frame)
    backend = nw.Implementation.PYARROW if isinstance(table, nw.LazyFrame) else table.implementation
    values = {name: [midnight(value) for value in column] for name, column in columns.items()}
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


def _chosen(frame: IntoFrame, columns: Sequence[str], where: nw.Expr | None) -> Any:
    """Filter a table that has these columns; its own engine will do it."""
    table = nw.from_native(frame)
    names = table.collect_schema().names()
    if missing := [name for name in columns if name not in names]:
        raise ContractError(f"columns {missing} are missing; there are {names}")
    return table if where is None else table.filter(where)


def _collected(table: Any, columns: Sequence[str]) -> nw.DataFrame[Any]:
    chosen = table.select(*columns)
    return chosen.collect(backend="pyarrow") if isinstance(chosen, nw.LazyFrame) else chosen


def _rows(table: nw.DataFrame[Any]) -> list[dict[str, Any]]:
    columns = table.columns
    cells = [_plain_list(table[name]) for name in columns]
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]
    for name in {"date", "month"}.intersection(columns):
        if rows and not isinstance(rows[0][name], date):
            raise ContractError(f"column {name!r} must hold real dates, got {rows[0][name]!r}")
    return rows


def _plain_list(column: nw.Series[Any]) -> list[Any]:
    missing = column.is_null()
    if column.dtype.is_float():
        missing = missing | column.is_nan().fill_null(True)
    return [
        None if absent else _plain(value)
        for value, absent in zip(column.to_list(), missing.to_list(), strict=True)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):  # DuckDB's sum of whole numbers
        return int(value) if value == value.to_integral_value() else float(value)
    return value.date() if isinstance(value, datetime) else value


def midnight(value: Any) -> Any:
    """Turn a date into the datetime at its start, and leave everything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value
