"""Is a table that people edit in ``data/`` in order? Each fault with its line, as an editor counts, its column and the rule."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from figures.errors import DataError

SEAL = "`figures data seal`"
_FORMS = {
    "date": (r"(19|20)\d\d-\d\d-\d\d", "a day such as 2025-04-18"),
    "number": (r"-?\d{1,15}(\.\d+)?", "a number such as -12.5"),
    "integer": (r"\d{1,15}", "a whole number"),
    "string": (r"[^\x00-\x1f\x7f]*", "one line of text"),
}
Rows = dict[int, list[str]]
"""Number of the line to its cells."""


def tidy(data: bytes, where: str, entry: dict[str, Any]) -> bytes:
    """Write a researched table as it is stored: UTF-8, line ends and quotes as everywhere, rows in order; or raise its first fault."""
    rows, found = parsed(data, where, entry)
    if found:
        raise found[0]
    ordered = sorted(rows.values(), key=lambda cells: _key(cells, entry))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(field["name"] for field in entry["fields"])
    writer.writerows(ordered)
    return out.getvalue().encode()


def parsed(data: bytes, where: str, entry: dict[str, Any]) -> tuple[Rows, list[DataError]]:
    """Read the rows, and say everything that is wrong with them and that only a person can mend."""
    columns = [field["name"] for field in entry["fields"]]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return {}, [
            DataError(where, f"must be UTF-8 text, such as a spreadsheet saves as “CSV UTF-8” ({error})")
        ]
    reader = csv.reader(io.StringIO(re.sub(r"\r\n?", "\n", text), newline=""), strict=True)
    lines: Rows = {}
    try:
        while True:
            at = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                break
            lines[at] = cells
    except csv.Error as error:
        return {}, [DataError(f"{where}, line {at}", f"must be CSV ({error}); a text with a comma or a quotation mark in it "
                              'stands between quotation marks, its own are doubled: "a ""b"", c"')]  # fmt: skip
    header = lines.pop(1, [])
    if header != columns:
        return {}, [DataError(where, f"columns must be {', '.join(columns)}; they are {', '.join(header)}")]
    return lines, list(_faults(lines, where, entry))


def _faults(rows: Rows, where: str, entry: dict[str, Any]) -> Iterator[DataError]:
    fields, seen = entry["fields"], dict[tuple[str, ...], int]()
    for line, cells in rows.items():
        here = f"{where}, line {line}"
        if len(cells) != len(fields):
            yield DataError(
                here,
                f"must have {len(fields)} cells, as the header has, has {len(cells)}; a text with a comma in it stands between "
                "quotation marks",
            )
            continue
        for field, cell in zip(fields, cells, strict=True):
            if rule := _rule(field, cell):
                yield DataError(here, f"{field['name']} {rule}, is {cell!r}")
        first = seen.setdefault(_key(cells, entry), line)
        if first != line:
            key = f"the key ({', '.join(entry['key'])}) must be unique"
            yield DataError(here, f"{key}; {', '.join(_key(cells, entry))} is in line {first} too")


def _rule(field: dict[str, Any], cell: str) -> str | None:
    """Say which rule of its field a cell breaks."""
    limits = field["constraints"]
    if not cell:
        return "must be given" if limits["required"] else None
    form, words = _FORMS[field["type"]]
    if not re.fullmatch(form, cell):
        return f"must be {words}"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        return f"must be of the form {limits['pattern']}"
    if "enum" in limits and cell not in limits["enum"]:
        return f"must be one of {', '.join(limits['enum'])}"
    if field["type"] == "date" or field.get("date"):
        try:
            date.fromisoformat(cell if len(cell) > len("2025-04") else f"{cell}-01")
        except ValueError:
            return "must be a day of the calendar"
    return None


def untidy(data: bytes, where: str, entry: dict[str, Any]) -> str:
    """Say what `tidy` mends in a table without faults that is not written as it is stored."""
    rows, _ = parsed(data, where, entry)
    if data.startswith(b"\xef\xbb\xbf"):
        return (
            f"{where}: must not begin with a byte order mark, as spreadsheets write it; {SEAL} takes it off"
        )
    if b"\r" in data:
        return f"{where}: must have the line ends of Unix, has those of Windows; {SEAL} changes them"
    before: tuple[int, tuple[str, ...]] | None = None
    for line, cells in rows.items():
        key = _key(cells, entry)
        if before and key < before[1]:
            return (
                f"{where}, line {line}: rows must be sorted by {', '.join(entry['key'])}, and this one belongs before "
                f"line {before[0]}; {SEAL} sorts them"
            )
        before = line, key
    return f"{where}: must have quotation marks only where they are needed, and end with its last row; {SEAL} sees to it"


def _key(cells: list[str], entry: dict[str, Any]) -> tuple[str, ...]:
    columns = [field["name"] for field in entry["fields"]]
    return tuple(cells[columns.index(name)] for name in entry["key"])


def line_of(row: object, rows: Rows, entry: dict[str, Any]) -> int | None:
    """Find the line of the row that a contract names by its key."""
    return next((line for line, cells in rows.items() if ", ".join(_key(cells, entry)) == row), None)
