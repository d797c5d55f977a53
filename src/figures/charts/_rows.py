"""Is this table what the chart needs? Checks before drawing, then plain rows, the same from each backend."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real
from typing import Any, Literal

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.charts._drawn import note
from figures.charts._time import Step, start
from figures.errors import ContractError
from figures.tables.cells import misfit
from figures.tables.files import LINES
from figures.text import option, shell

Kind = Literal["date", "number", "text", "date or number"]
Aggregate = Literal["sum", "mean", "min", "max", "count"]
"""How several rows become one: a missing value counts as nothing, and a group of nothing but missing values stays missing."""

Row = dict[str, Any]
MOST_ROWS = 5_000
"""More rows than this are more marks than a picture of 640 px can show."""

_EXPECTED: Mapping[Kind, str] = {"date": "a date", "number": "a number", "text": "text"}
_MOST_NAMED = 10
_FIRST_YEAR, _LAST_YEAR = (
    100,
    9998,
)  # Vega reads a year of two digits as one of the last century; after 9999 Python has none
_DIGITS = 12  # engines add up in different orders; the digits after these differ
_EXACT = 2**53  # whole numbers from here on are no longer exact, and print with digits that nobody gave
_YEARS = range(1000, 3000)
"""Whole numbers that are years where dates are expected."""


Place = Callable[[int], str]


_UNVALUED: ContextVar[tuple[int, int]] = ContextVar("unvalued", default=(0, 0))


def unvalued() -> tuple[int, int]:
    """Count the rows without a value among those that the chart being drawn has added up, and all of these."""
    return _UNVALUED.get()


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
    With ``aggregate`` the number of all rows with the same texts becomes one for each ``step``, or for each other number where the
    chart runs along numbers.
    """
    frame = table_of(function, data)
    schema = frame.collect_schema()
    names = schema.names()
    place = _places(frame)
    wanted = {argument: (_name(column), kind, True) for argument, (column, kind) in required.items()}
    for argument, (column, kind) in (optional or {}).items():
        if column is not None:
            wanted[argument] = (_name(column), kind, False)
    for argument, (column, _, _) in wanted.items():
        _column_known(function, argument, column, names)

    along: str | None = None  # the column of numbers along which the chart runs
    for argument, (column, kind, needed) in wanted.items():
        if kind == "date or number":
            numeric = schema[column].is_numeric()
            wanted[argument] = (column, "number" if numeric else "date", needed)
            along = column if numeric else None

    without, whole = 0, 0
    if aggregate is None:
        columns = list(dict.fromkeys(column for column, _, _ in wanted.values()))
        found = _collected(function, frame.select(columns))
        for argument, (column, kind, _) in wanted.items():
            _uniform(f"{function}: {argument}={column!r}", [row[column] for row in found], kind, place)
    else:
        found, without, whole = _aggregated(
            function, frame, wanted, aggregate, step=step, along=along, place=place
        )
        place = "row {0}".format
    read = [
        {
            argument: _value(f"{function}: {argument}={column!r}, {place(at)}", row[column], kind, needed)
            for argument, (column, kind, needed) in wanted.items()
        }
        | {argument: None for argument, (column, _) in (optional or {}).items() if column is None}
        for at, row in enumerate(found)
    ]
    _UNVALUED.set((without, whole))
    note(function, wanted, step, read)
    return read


def numbers(function: str, data: IntoFrame, value: str, category: str | None = None) -> Any:
    """Select a column of numbers as ``value``, and the text beside it as ``category``, for the engine to count; nothing is fetched."""
    _UNVALUED.set((0, 0))
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
    return [{name: None if _absent(value) else value for name, value in row.items()} for row in rows]


def _absent(value: Any) -> bool:
    """Say whether a cell has no value; each library writes that in its own way."""
    return (
        value is None
        or (isinstance(value, float) and math.isnan(value))
        or type(value).__name__ in ("NaTType", "NAType")
    )


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
        frame = nw.from_native(data)
        if all(isinstance(name, str) for name in frame.collect_schema().names()):
            return frame
        # Only pandas has names that are no texts.
        native: Any = frame.to_native()
        return nw.from_native(native.rename(columns=_name))
    except TypeError:
        raise ContractError(
            f"{function}: data: expected a table of pandas, Polars, PyArrow or another library that Narwhals knows, "
            f"got {type(data).__name__}; figures.read(path) reads a file"
        ) from None
    except nw.exceptions.DuplicateError as error:
        twice = " ".join(str(error).split()).partition("got: - ")[2]
        raise ContractError(
            f"{function}: data: expected columns with different names, got {twice or 'some twice'}"
        ) from None


def _name(column: object) -> Any:
    """Give a column that is named by a number, such as 2024, a name."""
    return str(column) if isinstance(column, Integral) else column


def _places(frame: Any) -> Place:
    """Say where a row is as its reader knows it: in a file with its line, where figures.read knows it, else by its number."""
    if frame.implementation.is_pyarrow():
        rows, _, file = (frame.to_native().schema.metadata or {}).get(LINES, b"").decode().partition(" ")
        if file and len(frame) == int(rows):
            return lambda at: f"line {at + 2} of {file}"
    return "row {0}".format


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
    function: str,
    frame: Any,
    wanted: Mapping[str, tuple[str, Kind, bool]],
    aggregate: Aggregate,
    *,
    step: Step,
    along: str | None,
    place: Place,
) -> tuple[list[Row], int, int]:
    """Let the engine add up each day or month, and put these together into longer steps here; count the rows without a value too."""
    schema = frame.collect_schema()
    columns = {kind: [column for column, one, _ in wanted.values() if one == kind] for kind in _EXPECTED}
    numbers = [column for column in columns["number"] if column != along]
    if len(numbers) > 1:
        raise ContractError(f"{function}: aggregate: works on one column of numbers, not on {numbers}")
    (number,), texts = numbers, list(dict.fromkeys(columns["text"]))
    days = columns["date"] or ([along] if along else [])
    for argument, (column, kind, _) in wanted.items():
        where = f"{function}: {argument}={column!r}"
        right = {
            "date": schema[column].is_integer() or _is_temporal(frame, column),
            "number": schema[column].is_numeric(),
            "text": True,
        }
        if not right[kind]:
            _uniform(where, _some(frame, column), kind, place)
            raise ContractError(f"{where}: {_expected(kind, f'a column of {schema[column]}')}")
    calendar = {"_along": nw.col(along)} if along else {}
    for day in columns["date"]:
        if schema[day].is_integer():
            calendar = {"_year": nw.col(day), "_month": nw.col(day) * 0 + 1}
            continue
        calendar = {"_year": nw.col(day).dt.year(), "_month": nw.col(day).dt.month()}
        if step in ("day", "week"):
            calendar["_day"] = nw.col(day).dt.day()
    value = nw.col("_value")
    sums = (
        frame.select(*texts, nw.col(number).cast(nw.Float64).alias("_value"), **calendar)
        .with_columns(nw.when(~value.is_nan()).then(value).alias("_value"))
        .group_by(*texts, *calendar)
        .agg(_rows=nw.len(), _n=value.count(), _total=value.sum(), _low=value.min(), _high=value.max())
    )
    groups: dict[tuple[Any, ...], Row] = {}
    unvalued, whole = 0, 0
    for row in _collected(function, sums):
        at = row.get("_along")
        if row.get("_year") is not None:
            if schema[days[0]].is_integer() and row["_year"] not in _YEARS:
                got = f"the number {row['_year']}"
                raise ContractError(f"{function}: {days[0]!r}: {_expected('date', got)}")
            at = start(date(row["_year"], row["_month"], row.get("_day", 1)), step)
        group = groups.setdefault(
            (*(row[text] for text in texts), at), {"n": 0, "total": 0.0, "low": [], "high": []}
        )
        unvalued, whole = unvalued + row["_rows"] - row["_n"], whole + row["_rows"]
        group["n"] += row["_n"]
        if row["_n"]:
            group["total"] += row["_total"]
            group["low"].append(row["_low"])
            group["high"].append(row["_high"])
    ordered = sorted(groups.items(), key=lambda item: tuple(str(part) for part in item[0]))
    made = [
        dict(zip([*texts, *days], key, strict=False)) | {number: _one(group, aggregate)}
        for key, group in ordered
    ]
    return made, unvalued, whole


def _is_temporal(frame: Any, column: str) -> bool:
    """Whether a column has dates or moments; Narwhals does not know every name of a time zone in pandas."""
    dtype = frame.collect_schema()[column]
    if dtype == nw.Unknown and frame.implementation.is_pandas_like():
        return str(frame.to_native()[column].dtype).startswith("datetime64")
    return bool(dtype.is_temporal())


def _some(frame: Any, column: str) -> list[Any]:
    """Fetch a column, of a lazy table its beginning."""
    only = frame.select(column)
    if isinstance(only, nw.LazyFrame):
        only = only.head(MOST_ROWS).collect(backend="pyarrow")
    found: list[Any] = only[column].to_list()
    return found


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
    if shell():
        return f"{option('aggregate')} adds up what happened in a day or month"
    if moment.tzinfo is None:
        return "leave the time out first, with pandas .dt.normalize() or polars .dt.date()"
    return (
        "take the day at the place of the event first, with pandas .dt.tz_convert(zone).dt.tz_localize(None).dt.normalize() "
        "or polars .dt.convert_time_zone(zone).dt.date()"
    )


def _expected(kind: Kind, got: str) -> str:
    """Say that a whole column holds something else, and what makes dates or numbers of it."""
    if kind == "date":
        told = f"expected dates, got {got}; "
        if shell():
            return f"{told}say how they are written, such as {option('date_format', '%d/%m/%Y')}; years from 1000 are dates too"
        return f"{told}convert the column first, with pandas.to_datetime(...) or polars .str.to_date()"
    if shell():
        return f"expected numbers, got {got}; say how they are written, such as {option('decimal', ',')}"
    return f"expected numbers, got {got}"


def _uniform(where: str, values: Sequence[Any], kind: Kind, place: Place) -> None:
    """Name the first text in a column that makes it one of texts, and no column of numbers or dates."""
    if kind == "text" or not any(isinstance(value, str) for value in values):
        return
    texts = [value if isinstance(value, str) or value is None else str(value) for value in values]
    at = misfit(texts, "date" if kind == "date" else "number")
    if at is None:
        return
    if at == 0 and (kind == "date" or (shell() and re.search(r"\d", str(texts[at])))):
        raise ContractError(f"{where}, {place(at)}: {_expected(kind, f'text {texts[at]!r}')}")
    rest = "; leave this row out, or write NA where there is nothing" if at else ""
    raise ContractError(f"{where}, {place(at)}: expected {_EXPECTED[kind]}, got {texts[at]!r}{rest}")


def _value(where: str, value: Any, kind: Kind, needed: bool) -> Any:
    if _absent(value):
        if needed:
            raise ContractError(f"{where}: expected {_EXPECTED[kind]}, got a missing value")
        return None
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if kind == "date":
        return _day(where, date(int(value), 1, 1) if whole and value in _YEARS else value)
    if kind == "number" and isinstance(value, Real | Decimal) and not isinstance(value, bool):
        number = float(value)
        if math.isfinite(number):
            return int(number) if number.is_integer() and abs(number) < _EXACT else number
    if kind == "text" and (isinstance(value, str) or whole):
        return str(value)  # of a number such as a year
    raise ContractError(f"{where}: expected {_EXPECTED[kind]}, got {value!r}")


def _day(where: str, value: Any) -> date:
    if isinstance(value, str):
        raise ContractError(f"{where}: {_expected('date', f'text {value!r}')}")
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            raise ContractError(
                f"{where}: expected a date, got a time of day {value.isoformat()}; {_to_days(value)}"
            )
        value = value.date()
    if isinstance(value, date):
        if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            raise ContractError(f"{where}: expected a year from {_FIRST_YEAR} to {_LAST_YEAR}, got {value}")
        return value
    if isinstance(value, Integral) and not isinstance(value, bool):
        raise ContractError(f"{where}: {_expected('date', f'the number {value}')}")
    raise ContractError(f"{where}: expected {_EXPECTED['date']}, got {value!r}")
