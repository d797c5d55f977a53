"""Raw bytes to checked columns: every complaint names the file, the line and the rule."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

import pandas as pd

from figures.errors import DataError


@dataclass(frozen=True)
class File:
    """A publisher's file: its name below ``upstream/``, its bytes and the date of the pinned commit.

    Nothing in a file can be later than the commit that holds it.
    """

    name: str
    data: bytes
    commit_date: date

    def fail(self, rule: str, row: object = None) -> NoReturn:
        """Raise the error that names this file."""
        raise DataError(f"upstream/{self.name}", rule, row)


def csv(
    file: File, *, text: Sequence[str] = (), numbers: Sequence[str] = (), dates: Sequence[str] = ()
) -> pd.DataFrame:
    """Read the named columns of a UTF-8 CSV file, one row a line, indexed by the number of the line in the file.

    Empty cells and ``NA`` are missing; numbers become float64 and are not negative, dates are checked and become datetime64.
    """
    wanted = [*text, *numbers, *dates]
    try:
        raw = pd.read_csv(io.BytesIO(file.data), dtype=str, keep_default_na=False, na_values=["", "NA"])
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        file.fail(f"must be a UTF-8 CSV file ({error})")
    missing = [column for column in wanted if column not in raw.columns]
    if missing:
        file.fail(f"column {missing[0]!r} is missing; the columns are {', '.join(raw.columns)}")
    if not isinstance(raw.index, pd.RangeIndex):  # pandas takes the first column for names of rows
        file.fail("rows must have as many cells as the header")
    frame = raw[wanted].copy()
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    for column in numbers:
        frame[column] = number(file, frame[column])
    for column in dates:
        frame[column] = day(file, frame[column])
    return frame


def records(file: File) -> Any:
    """Parse JSON; a truncated file is an error with the place where it stops making sense."""
    try:
        return json.loads(file.data)
    except (
        ValueError,
        RecursionError,
    ) as error:  # also a number of thousands of digits, and lists in lists in lists
        file.fail(f"must be valid JSON ({error})")


def listed(file: File, found: Any, fields: Sequence[str], name: str = "the file") -> pd.DataFrame:
    """Put the named fields of a list of JSON records into a frame, one row a record, indexed by its place from 1."""
    if not isinstance(found, list):
        file.fail(f"{name} must be a list of records")
    for row, record in enumerate(found, 1):
        if not isinstance(record, dict):
            file.fail(f"{name} must be a list of records, has {str(record)[:80]!r}", row)
        for field in fields:
            value = record.get(field)
            if isinstance(value, bool) or not isinstance(value, str | int | float | None):
                file.fail(f"{field} must be a number or a text, is {str(value)[:80]}", row)
    absent = [field for field in fields if not any(field in record for record in found)]
    if found and absent:
        file.fail(f"field {absent[0]!r} is missing")
    columns = {field: [record.get(field) for record in found] for field in fields}
    return pd.DataFrame(columns, index=pd.RangeIndex(1, len(found) + 1))


def number(file: File, column: pd.Series) -> pd.Series:
    """Turn a column into float64; a cell that is no number, or is negative, is an error."""
    values = pd.to_numeric(column, errors="coerce").astype(float)
    refuse(file, column, values.isna() & column.notna(), "must be a number")
    refuse(file, column, values < 0, "must not be negative")
    refuse(file, column, values == float("inf"), "must be finite")
    return values


def day(file: File, column: pd.Series) -> pd.Series:
    """Turn ISO dates into datetime64; no date may be missing or later than the file's commit."""
    text = column.astype("string")  # pandas alone takes 2025-4-1 and the year -2025 too
    iso = text.where(text.str.fullmatch(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}").fillna(False))
    values = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce")
    refuse(file, column, values.isna(), "must be a date YYYY-MM-DD")
    refuse(
        file,
        column,
        values > pd.Timestamp(file.commit_date),
        f"must not be after the commit of {file.commit_date}",
    )
    return values


def unique(file: File, frame: pd.DataFrame, key: Sequence[str]) -> None:
    """Refuse a row without its key, and two rows with the same one."""
    for column in key:
        refuse(file, frame[column], frame[column].isna(), "must not be missing")
    repeated = frame.duplicated(list(key))
    if repeated.any():
        row = frame[repeated].iloc[0]
        named = ", ".join(f"{column} {_plain(row[column])}" for column in key)
        file.fail(f"the key ({', '.join(key)}) must be unique; {named} comes twice", frame.index[repeated][0])


def refuse(file: File, column: pd.Series, bad: pd.Series, rule: str) -> None:
    """Raise the error that names the first bad cell of a column, if there is one."""
    if bad.any():
        row = bad.index[bad][0]
        file.fail(f"{column.name} {rule}, is {str(_plain(column[row]))[:80]!r}", row)


def _plain(value: object) -> object:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value
