"""What is in this file? CSV or Parquet to a dataframe with real dates, by PyArrow, or one sentence on what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from figures.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

ENDINGS = (".csv", ".parquet")


def read(path: str | Path, *, text: Collection[str] = ()) -> nw.DataFrame[Any]:
    r"""Read a table of your own.

    Parameters
    ----------
    path
        A file that ends in ``.csv`` (UTF-8, one header line, commas) or ``.parquet``.
    text
        Columns of a CSV to keep as text, such as codes made of digits.

    Returns
    -------
    narwhals.DataFrame
        An Arrow table, shape ``(rows, columns)``, that every chart function takes. In a CSV, ISO dates become dates, an empty
        cell of a column of numbers or dates is missing, and a column of empty cells only is one of missing numbers.

    Raises
    ------
    DataError
        Naming the file, and the line where there is one: no such file, another ending, a line with too many or too few
        cells, text that isn't UTF-8, a column name that comes twice.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "visits.csv"
    ...     _ = file.write_text("day,visits\n2025-03-01,310\n2025-03-02,\n", encoding="utf-8")
    ...     read(file).rows()
    [(datetime.date(2025, 3, 1), 310), (datetime.date(2025, 3, 2), None)]
    """
    file = Path(path)
    ending = file.suffix.lower()
    if ending not in ENDINGS:
        raise DataError(str(path), f"must end in {' or '.join(ENDINGS)}")
    if not file.is_file():
        raise DataError(str(path), "must be a file; there is none of this name")
    return nw.from_native(_csv(file, text) if ending == ".csv" else _parquet(file), eager_only=True)


def _csv(file: Path, text: Collection[str]) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv

    as_text = csv.ConvertOptions(column_types=dict.fromkeys(text, pa.string()))
    whole_cells = csv.ParseOptions(newlines_in_values=True)
    try:
        table = csv.read_csv(file, parse_options=whole_cells, convert_options=as_text)
    except pa.ArrowInvalid as error:
        ragged = _ragged(file)
        if ragged:
            raise DataError(str(file), *ragged) from None
        raise DataError(str(file), f"must be a CSV file ({error})") from None
    twice = sorted({name for name in table.column_names if table.column_names.count(name) > 1})
    if twice:
        raise DataError(str(file), f"columns must have different names; {', '.join(twice)} comes twice")
    unknown = sorted(set(text) - set(table.column_names))
    if unknown:
        raise DataError(str(file), f"has no column {unknown[0]!r}; it has {table.column_names}")
    for field in table.schema:
        if pa.types.is_binary(field.type):
            raise DataError(str(file), f"column {field.name!r} must be UTF-8 text")
    return _cast(table, pa.types.is_null)


def _ragged(file: Path) -> tuple[str, object] | None:
    """Find the first line that has not as many cells as the header; only a reader with one thread counts lines."""
    import pyarrow as pa
    from pyarrow import csv

    found: list[Any] = []

    def skip(row: Any) -> str:
        found.append(row)
        return "skip"

    one_thread = csv.ReadOptions(use_threads=False)
    options = csv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip)
    try:
        csv.read_csv(file, read_options=one_thread, parse_options=options)
    except pa.ArrowInvalid:
        return None
    if not found:
        return None
    row = found[0]
    return (
        f"must have {row.expected_columns} cells, as the header has; it has {row.actual_columns}",
        row.number,
    )


def _parquet(file: Path) -> pa.Table:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.read_table(file)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(str(file), f"must be a Parquet file ({error})") from None
    return _cast(table, lambda kind: pa.types.is_null(kind) or pa.types.is_decimal(kind))


def _cast(table: pa.Table, wanted: Any) -> pa.Table:
    """Turn the columns of the wanted types into plain numbers."""
    import pyarrow as pa

    fields = [pa.field(one.name, pa.float64()) if wanted(one.type) else one for one in table.schema]
    return table.cast(pa.schema(fields))
