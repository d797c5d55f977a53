"""Is this table what the chart needs? Checks before drawing, then plain rows, the same from each backend."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from numbers import Real
from typing import Any, Literal, get_args

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.errors import ContractError

Kind = Literal["date", "number", "text"]
Step = Literal["day", "week", "month"]
Aggregate = Literal["sum", "mean", "min", "max", "count"]
"""How several rows become one: a missing value counts as nothing, and a group of nothing but missing values stays missing."""

Row = dict[str, Any]
MOST_ROWS = 5_000
"""More rows than this are more marks than a picture of 640 px can show."""

_EXPECTED = {"date": "a date", "number": "a number", "text": "text"}
_MOST_NAMED = 10
_DIGITS = 12  # engines add up in different orders; the digits after these differ
_TEXT_DATE = "expected dates, got {value}; convert the column first, with pandas.to_datetime(...) or polars .str.to_date()"


def rows(
    function: str,
    data: IntoFrame,
    required: Mapping[str, tuple[str, Kind]],
    optional: Mapping[str, tuple[str | None, Kind]] | None = None,
    *,
    aggregate: Aggregate | None = None,
    step: Step = "day",
) -> list[Row]:
    """Read the columns that a chart draws; a lazy table's own engine selects and aggregates them, and only what is drawn is collected.

    ``required`` and ``optional`` give a column and its kind to each argument of the function; only optional ones may miss values.
    With ``aggregate`` the number of all rows with the same texts becomes one for each ``step``.
    """
    frame = table_of(function, data)
    names = frame.collect_schema().names()
    if aggregate is not None:
        known(function, "aggregate", aggregate, dict.fromkeys(get_args(Aggregate)))
    wanted = {argument: (column, kind, True) for argument, (column, kind) in required.items()}
    for argument, (column, kind) in (optional or {}).items():
        if column is not None:
            wanted[argument] = (column, kind, False)
    for argument, (column, _, _) in wanted.items():
        _column_known(function, argument, column, names)

    if aggregate is None:
        columns = list(dict.fromkeys(column for column, _, _ in wanted.values()))
        found = _collected(function, frame.select(columns))
    else:
        found = _aggregated(function, frame, wanted, aggregate, step)
    return [
        {
            argument: _value(f"{function}: {argument}={column!r}, row {at}", row[column], kind, needed)
            for argument, (column, kind, needed) in wanted.items()
        }
        | {argument: None for argument, (column, _) in (optional or {}).items() if column is None}
        for at, row in enumerate(found)
    ]


def numbers(function: str, data: IntoFrame, value: str, category: str | None = None) -> Any:
    """Select a column of numbers as ``value``, and the text beside it as ``category``, for the engine to count; nothing is fetched."""
    frame = table_of(function, data)
    schema = frame.collect_schema()
    for argument, column in {"value": value, "category": category}.items():
        if column is not None:
            _column_known(function, argument, column, schema.names())
    if not schema[value].is_numeric():
        if not fetched(frame.select(nw.col(value).count()))[0][value]:
            raise ContractError(f"{function}: value={value!r} has no number to draw")
        raise ContractError(f"{function}: value={value!r}: expected numbers, got a column of {schema[value]}")
    if category is not None and not (
        isinstance(schema[category], nw.String | nw.Categorical | nw.Enum) or schema[category].is_integer()
    ):
        raise ContractError(
            f"{function}: category={category!r}: expected text, got a column of {schema[category]}"
        )
    texts = {} if category is None else {"category": nw.col(category).cast(nw.String)}
    given = frame.select(nw.col(value).cast(nw.Float64).alias("value"), **texts)
    if given.implementation.is_dask():  # it finds no exact quantiles: PyArrow does, of these columns
        given = given.collect(backend="pyarrow")
    return given.with_columns(nw.when(~nw.col("value").is_nan()).then(nw.col("value")).alias("value"))


def whole_numbers_as_text(frame: Any, columns: Mapping[str, str]) -> tuple[Any, list[str]]:
    """Read columns of whole numbers as names, so that the engine groups by them; gives the arguments whose columns they are."""
    schema = frame.collect_schema()
    whole = [
        argument for argument, column in columns.items() if column in schema and schema[column].is_integer()
    ]
    texts = [
        nw.col(column).cast(nw.String) for column in dict.fromkeys(columns[argument] for argument in whole)
    ]
    return frame.with_columns(*texts) if texts else frame, whole


def fetched(frame: Any) -> list[Row]:
    """Let the engine work out what was asked for, and fetch it."""
    found = frame.collect(backend="pyarrow") if isinstance(frame, nw.LazyFrame) else frame
    rows: list[Row] = found.rows(named=True)
    return rows


def _column_known(function: str, argument: str, column: str, names: list[str]) -> None:
    if column not in names:
        near = difflib.get_close_matches(str(column), names, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]!r}? The" if near else "; the"
        raise ContractError(
            f"{function}: {argument}={column!r} is not a column{hint} table has {_listed(names, column)}"
        )


def table_of(function: str, data: IntoFrame) -> Any:
    """Take the table in the hands of whichever library it is."""
    try:
        return nw.from_native(data)
    except TypeError:
        raise ContractError(
            f"{function}: data: expected a table of pandas, Polars, PyArrow or another library that Narwhals knows, "
            f"got {type(data).__name__}; figures.read(path) reads a file"
        ) from None


def _collected(function: str, frame: Any) -> list[Row]:
    """Fetch the rows, one more than can be drawn at most."""
    found = fetched(frame.head(MOST_ROWS + 1))
    if not found:
        raise ContractError(f"{function}: the table has no row to draw")
    if len(found) > MOST_ROWS:
        raise ContractError(
            f"{function}: expected at most {MOST_ROWS:,} rows to draw, got more; filter or aggregate the table first"
        )
    return found


def _aggregated(
    function: str, frame: Any, wanted: Mapping[str, tuple[str, Kind, bool]], aggregate: Aggregate, step: Step
) -> list[Row]:
    """Let the engine add up each day (or month), and put days together into weeks here."""
    schema = frame.collect_schema()
    columns = {kind: [column for column, one, _ in wanted.values() if one == kind] for kind in _EXPECTED}
    if len(columns["number"]) > 1:
        raise ContractError(
            f"{function}: aggregate: works on one column of numbers, not on {columns['number']}"
        )
    (number,), texts = columns["number"], list(dict.fromkeys(columns["text"]))
    days = columns["date"]
    for argument, (column, kind, _) in wanted.items():
        dtype = schema[column]
        where = f"{function}: {argument}={column!r}"
        if kind == "date" and not dtype.is_temporal():
            raise ContractError(f"{where}: {_TEXT_DATE.format(value=f'a column of {dtype}')}")
        if kind == "number" and not dtype.is_numeric():
            raise ContractError(f"{where}: expected numbers, got {dtype}")
    calendar = {}
    for day in days:
        calendar = {"_year": nw.col(day).dt.year(), "_month": nw.col(day).dt.month()}
        calendar |= {} if step == "month" else {"_day": nw.col(day).dt.day()}
    value = nw.col("_value")
    sums = (
        frame.select(*texts, nw.col(number).cast(nw.Float64).alias("_value"), **calendar)
        .with_columns(nw.when(~value.is_nan()).then(value).alias("_value"))
        .group_by(*texts, *calendar)
        .agg(_n=value.count(), _total=value.sum(), _low=value.min(), _high=value.max())
    )
    groups: dict[tuple[Any, ...], Row] = {}
    for row in _collected(function, sums):
        at = None if row.get("_year") is None else date(row["_year"], row["_month"], row.get("_day", 1))
        if at and step == "week":
            at -= timedelta(days=at.weekday())
        group = groups.setdefault(
            (*(row[text] for text in texts), at), {"n": 0, "total": 0.0, "low": [], "high": []}
        )
        group["n"] += row["_n"]
        if row["_n"]:
            group["total"] += row["_total"]
            group["low"].append(row["_low"])
            group["high"].append(row["_high"])
    ordered = sorted(groups.items(), key=lambda item: tuple(str(part) for part in item[0]))
    return [
        dict(zip([*texts, *days], key, strict=False)) | {number: _one(group, aggregate)}
        for key, group in ordered
    ]


def _one(group: Row, aggregate: Aggregate) -> float | None:
    if aggregate == "count":
        return float(group["n"])
    if not group["n"]:
        return None
    match aggregate:
        case "sum":
            found = group["total"]
        case "mean":
            found = group["total"] / group["n"]
        case "min":
            found = min(group["low"])
        case "max":
            found = max(group["high"])
    return float(f"{found:.{_DIGITS}g}")


def unique(function: str, table: list[Row], *key: str) -> None:
    """Refuse two rows with the same key: they would be drawn over each other."""
    seen = set()
    for row in table:
        found = tuple(row[part] for part in key)
        if found in seen:
            place = ", ".join(f"{part} {value}" for part, value in zip(key, found, strict=True))
            raise ContractError(
                f"{function}: expected one row for each {' and '.join(key)}, got two for {place}"
            )
        seen.add(found)


def known(function: str, argument: str, given: object, names: Mapping[str, Any]) -> None:
    """Refuse a word that is not one of the words allowed."""
    if given not in names:
        raise ContractError(f"{function}: {argument}: expected one of {_listed(names, given)}, got {given!r}")


def _listed(names: Collection[str], given: object) -> str:
    """List names for a message: of many the nearest, and how many there are."""
    if len(names) <= _MOST_NAMED:
        return str(list(names))
    near = difflib.get_close_matches(str(given), names, n=_MOST_NAMED, cutoff=0)
    return f"{near} and {len(names) - _MOST_NAMED:,} more"


def _to_days(moment: datetime) -> str:
    """Say how a moment becomes a day."""
    if moment.tzinfo is None:
        return "leave the time out first, with pandas .dt.normalize() or polars .dt.date()"
    return (
        "take the day at the place of the event first, with pandas .dt.tz_convert(zone).dt.tz_localize(None).dt.normalize() "
        "or polars .dt.convert_time_zone(zone).dt.date()"
    )


def _value(where: str, value: Any, kind: Kind, needed: bool) -> Any:
    if value is None or type(value).__name__ in ("NaTType", "NAType") or value != value:  # noqa: PLR0124  (NaN)
        if needed:
            raise ContractError(f"{where}: expected {_EXPECTED[kind]}, got a missing value")
        return None
    if kind == "date":
        if isinstance(value, str):
            raise ContractError(f"{where}: {_TEXT_DATE.format(value=f'text {value!r}')}")
        if isinstance(value, datetime):
            if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
                raise ContractError(
                    f"{where}: expected a date, got a time of day {value.isoformat()}; {_to_days(value)}"
                )
            return value.date()
        if isinstance(value, date):
            return value
    elif kind == "number" and isinstance(value, Real | Decimal) and not isinstance(value, bool):
        number = float(value)
        if math.isfinite(number):
            return int(number) if number.is_integer() else number
    elif kind == "text" and isinstance(value, str):
        return value
    raise ContractError(f"{where}: expected {_EXPECTED[kind]}, got {value!r}")
