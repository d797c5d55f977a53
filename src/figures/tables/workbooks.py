"""Which cells has a sheet of an Excel workbook? All as texts, as a CSV would have them."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from figures.errors import ContractError, DataError
from figures.tables.delimited import unique
from figures.text import option, shell

if TYPE_CHECKING:
    import pyarrow as pa


def columns(content: bytes, file: str, sheet: str | None) -> tuple[dict[str, pa.ChunkedArray], int, str]:
    """Read a sheet; with its columns come the row in which the first record stands, and the name of the sheet."""
    import pyarrow as pa

    name, rows = _rows(content, file, sheet)
    full = [at for at, row in enumerate(rows) if any(cell not in ("", None) for cell in row)]
    if not full:
        raise DataError(f"{file}, sheet {name!r}", "is empty")
    header, *below = rows[full[0] : full[-1] + 1]
    used = [at for at in range(len(header)) if any(row[at] not in ("", None) for row in [header, *below])]
    names = unique([_text(header[at]) for at in used], f"{file}, sheet {name!r}")
    found = {
        one: pa.chunked_array([pa.array([_text(row[at]) for row in below], pa.string())])
        for one, at in zip(names, used, strict=True)
    }
    return found, full[0] + 2, name


def _rows(content: bytes, file: str, sheet: str | None) -> tuple[str, list[list[Any]]]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ModuleNotFoundError:
        again = file if shell() else f"figures.read({file!r})"
        raise ContractError(
            f"read: {file} is an Excel workbook, which python-calamine reads: pip install python-calamine, then {again} again, "
            "or save the sheet as CSV"
        ) from None
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = list(book.sheet_names)
            if sheet is not None and sheet not in names:
                raise DataError(file, f"has no sheet {sheet!r}; it has {names}")
            wanted = names if sheet is None else [sheet]
            found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in wanted}
    except CalamineError as error:
        raise DataError(file, f"must be an Excel workbook ({error})") from None
    full = {
        name: rows for name, rows in found.items() if any(any(cell != "" for cell in row) for row in rows)
    }
    if len(full) > 1:
        asked = " or ".join(option("sheet", name) for name in full)
        raise DataError(file, f"has {len(full)} sheets; say which: {asked}")
    return next(iter(full.items()), (sheet or names[0] if names else "", []))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second or cell.microsecond):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
