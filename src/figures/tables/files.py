"""What is in this file? CSV, Parquet, Feather, JSON or Excel to a dataframe with real dates, or one sentence on what is wrong with it."""

from __future__ import annotations

import gzip
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from figures.errors import DataError
from figures.tables import delimited, records, workbooks
from figures.tables.cells import Asked, typed

if TYPE_CHECKING:
    import pyarrow as pa

ENDINGS = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".feather", ".arrow", ".xlsx")
"""What a file may end in; each may be compressed, with ``.gz`` behind."""
STANDARD_INPUT = "-"
LINES = b"figures.lines"
"""Metadata of a table whose first row is line 2 of its file: how many rows it had, and what the file is called."""

_MOST_BYTES = 4 << 30
"""More than this a small file may not become, since it would fill the machine."""
_TABS, _JSON = (".tsv", ".tab"), (".json", ".jsonl", ".ndjson")
_BEGINS_JSON = re.compile(rb'\s*(?:\[\s*\{|\{\s*")')


def read(
    path: str | Path,
    *,
    text: Collection[str] = (),
    sep: str | None = None,
    decimal: str | None = None,
    thousands: str | None = None,
    encoding: str | None = None,
    date_format: str | None = None,
    sheet: str | None = None,
) -> nw.DataFrame[Any]:
    r"""Read a table of your own.

    Parameters
    ----------
    path
        A file of separated cells with one header line (``.csv``, ``.tsv``, ``.txt``), JSON (``.json``, an array of records, or
        ``.ndjson``, one in each line), Parquet, Feather or Excel (``.xlsx``, with the extra ``excel``); any of them compressed
        by gzip. ``-`` is standard input. What a file holds decides, where its ending says something else.
    text
        Columns to keep as text. A column with a code such as ``007`` is text by itself.
    sep
        What separates the cells: found out, where commas, semicolons, tabs or bars do.
    decimal, thousands
        The mark before the decimals, ``.`` or ``,``; the mark between thousands, ``,``, ``.``, ``'`` or a space. Found out where
        only one reading is possible; ``1.234`` is one and a bit unless cells are apart by semicolons, where you are asked.
    encoding
        Of the text, such as ``cp1252``; UTF-8, or what the file itself says.
    date_format
        How dates are written, such as ``%d/%m/%Y``, in the letters of :meth:`datetime.datetime.strptime`.
    sheet
        Of a workbook; the only one that is not empty.

    Returns
    -------
    narwhals.DataFrame
        An Arrow table, shape ``(rows, columns)``, that every chart function takes. An empty cell of a column of numbers or dates
        is missing, and so is ``NA`` or ``n/a``; a column of empty cells only is one of missing numbers. A sign of a currency or of
        per cent that all cells of a column have is left out: ``12.5%`` is 12.5. A month, quarter or ISO week is its first day. A time with
        an offset from UTC keeps the date and the time of day that are written. What is neither a number nor a date in some row
        makes the column text.

    Raises
    ------
    DataError
        Naming the file, and the line where there is one: no such file, another kind of file, a line with too many or too few
        cells, text that isn't UTF-8, a column name that comes twice; and what can be read in two ways, ``1,234`` or
        ``03/04/2025``, with the arguments that say which.
    ContractError
        An argument that no file can have; a workbook where nothing is installed that reads it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "visits.csv"
    ...     _ = file.write_text("day;visits\n2025-03-01;310,5\n2025-03-02;\n", encoding="utf-8")
    ...     read(file).rows()
    [(datetime.date(2025, 3, 1), 310.5), (datetime.date(2025, 3, 2), None)]
    """
    columns = (text,) if isinstance(text, str) else tuple(text)
    asked = Asked(columns, sep, decimal, thousands, encoding, date_format, sheet)
    asked.check()
    name = file_name(path)
    content = _content(path, name)
    ending = "" if str(path) == STANDARD_INPUT else Path(path).suffix.lower()
    if ending == ".gz":
        ending = Path(Path(path).stem).suffix.lower()
    table = _table(content, name, ending, asked)
    return nw.from_native(table, eager_only=True)


def file_name(path: str | Path) -> str:
    """Say how a file is called in messages."""
    return "standard input" if str(path) == STANDARD_INPUT else str(path)


def _content(path: str | Path, name: str) -> bytes:
    if str(path) == STANDARD_INPUT:
        content = sys.stdin.buffer.read()
    else:
        file = Path(path)
        try:
            if not (file.is_file() or file.is_fifo()):
                raise DataError(name, "must be a file; there is none of this name")
            content = file.read_bytes()
        except ValueError:  # a zero byte
            raise DataError(name, "must be a file; no file has such a name") from None
    while content.startswith(b"\x1f\x8b"):
        try:
            content = _unpacked(content, name)
        except (OSError, EOFError, zlib.error) as error:
            raise DataError(name, f"must be compressed by gzip as a whole ({error})") from None
    return content


def _unpacked(content: bytes, name: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
        while part := packed.read(1 << 20):
            parts.append(part)
            size += len(part)
            _bounded(size, name)
    return b"".join(parts)


def _bounded(size: int, name: str) -> None:
    if size > _MOST_BYTES:
        raise DataError(name, f"must be at most {_MOST_BYTES >> 30} GiB when it is unpacked")


def _table(content: bytes, name: str, ending: str, asked: Asked) -> pa.Table:
    """Read what the bytes are, whatever the file is called."""
    import pyarrow as pa

    if content.startswith(b"PAR1"):
        return _kept(_parquet(content, name), name, asked)
    if content.startswith((b"ARROW1", b"FEA1")):
        return _kept(_feather(content, name), name, asked)
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content, name, asked)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError(name, "is a workbook of an old Excel; save it as .xlsx or .csv")
    if content[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise DataError(name, "is a web page, not a table")
    if ending in (".parquet", ".feather", ".arrow", ".xlsx"):
        kinds = {".parquet": "a Parquet file", ".xlsx": "an Excel workbook"}
        raise DataError(name, f"must be {kinds.get(ending, 'a Feather file')}; it does not begin like one")
    if ending and ending not in (*ENDINGS, ".tab"):
        raise DataError(
            name, f"must end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}, or in .gz behind one of them"
        )
    content = delimited.utf_8(content, name, asked.encoding)
    if ending in _JSON or (not ending and _BEGINS_JSON.match(content)):
        return _records(content, name, asked)
    found = delimited.texts(content, name, asked._replace(encoding=None), "\t" if ending in _TABS else None)
    _known(asked.text, found.columns, name)

    def blame(column: str | None, row: int) -> str:
        return name if column is None else f"{name}, line {found.line(row)}, column {column!r}"

    made = pa.table(typed(found.columns, asked, blame, found.sep))
    if found.lines_are_rows:
        made = made.replace_schema_metadata({LINES: f"{len(made)} {name}".encode("utf-8", "replace")})
    return made


def _records(content: bytes, name: str, asked: Asked) -> pa.Table:
    import pyarrow as pa

    if not content.strip():
        raise DataError(name, "is empty")
    columns = records.columns(content, name)
    _known(asked.text, columns, name)
    texts = {one: column for one, column in columns.items() if pa.types.is_string(column.type)}

    def blame(column: str | None, row: int) -> str:
        return name if column is None else f"{name}, record {row + 1}, column {column!r}"

    # JSON has numbers of its own, so that a text of digits is meant as text; it has no dates.
    dates = {
        one: column for one, column in typed(texts, asked, blame).items() if pa.types.is_temporal(column.type)
    }
    return _kept(pa.table(columns | dates), name, asked)


def _workbook(content: bytes, name: str, asked: Asked) -> pa.Table:
    import pyarrow as pa

    try:
        inside = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise DataError(name, f"must be an Excel workbook ({error})") from None
    _bounded(sum(one.file_size for one in inside), name)
    if not any(one.filename.startswith("xl/") for one in inside):
        raise DataError(name, f"is a zip archive of {len(inside)} files; unpack it first")
    columns, first, sheet = workbooks.columns(content, name, asked.sheet)
    _known(asked.text, columns, name)

    def blame(column: str | None, row: int) -> str:
        return name if column is None else f"{name}, sheet {sheet!r}, row {first + row}, column {column!r}"

    return pa.table(typed(columns, asked, blame))


def _parquet(content: bytes, name: str) -> pa.Table:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as error:
        raise DataError(name, f"must be a Parquet file ({error})") from None


def _feather(content: bytes, name: str) -> pa.Table:
    import pyarrow as pa
    from pyarrow import feather

    try:
        return feather.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as error:
        raise DataError(name, f"must be a Feather file ({error})") from None


def _kept(table: pa.Table, name: str, asked: Asked) -> pa.Table:
    """Keep the types that a file has itself; decimals become plain numbers, columns that were asked for texts."""
    import pyarrow as pa

    delimited.unique(table.column_names, name)
    _known(asked.text, table.column_names, name)

    def wanted(field: pa.Field) -> pa.Field:
        if field.name in asked.text:
            return pa.field(field.name, pa.string())
        plain = pa.types.is_null(field.type) or pa.types.is_decimal(field.type)
        return pa.field(field.name, pa.float64()) if plain else field

    try:
        return table.cast(pa.schema([wanted(field) for field in table.schema]))
    except pa.ArrowException as error:
        raise DataError(name, f"has a column that is no text ({error})") from None


def _known(text: Collection[str], columns: Collection[str], name: str) -> None:
    unknown = sorted(set(text) - set(columns))
    if unknown:
        raise DataError(name, f"has no column {unknown[0]!r}; it has {list(columns)}")
