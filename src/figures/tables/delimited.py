"""Which texts stand in a file of separated cells, and in which line? PyArrow reads; Python's reader finds the line of what is wrong."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from figures.errors import ContractError, DataError
from figures.tables.cells import Asked
from figures.text import option

if TYPE_CHECKING:
    import pyarrow as pa

_SEPARATORS = ",;\t|"
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_MARKS = {  # what a file of Unicode begins with; the longer ones first
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SAMPLE_BYTES = 1 << 20
_SAMPLE_ROWS = 1_000


class Texts(NamedTuple):
    """The columns of a file, all text, what separated them, and the bytes in UTF-8 that they were read from."""

    columns: dict[str, pa.ChunkedArray]
    sep: str
    content: bytes

    def line(self, row: int) -> int:
        """Find the line in which a row begins."""
        records = _records(self.content.decode(), self.sep)
        next(records)
        return next(line for at, (line, _) in enumerate(records) if at == row)

    @property
    def lines_are_rows(self) -> bool:
        """Whether the first row is line 2, the second line 3, and so on."""
        rows = len(next(iter(self.columns.values()), []))
        end = self.content[-80:]
        ends = self.content.count(b"\n") - end.count(b"\n") + end.rstrip().count(b"\n")
        return not self.content.startswith((b"\n", b"\r")) and ends == rows


def texts(content: bytes, file: str, asked: Asked, sep: str | None = None) -> Texts:
    """Take the cells out of the bytes of a CSV."""
    content = utf_8(content, file, asked.encoding)
    if not content or content.isspace():
        raise DataError(file, "is empty")
    sample = _sample(content, file)
    sep = asked.sep or sep or _separator(sample, file)
    names = _header(sample, sep, file)
    if content.count(b'"') % 2 and (fault := _fault(content, file, sep, len(names))):
        raise fault  # PyArrow takes the rest of the file for one cell
    places = [str(at) for at in range(len(names))]
    table = _table(content, file, sep, places)
    # A spreadsheet leaves columns behind that have neither a name nor a cell.
    full = [at for at in places if names[int(at)] or _any_cell(table[at])]
    wanted = [names[int(at)] for at in full]
    return Texts(dict(zip(unique(wanted, file), (table[at] for at in full), strict=True)), sep, content)


def unique(names: list[str], file: str) -> list[str]:
    """Refuse a name that comes twice."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DataError(file, f"columns must have different names; {', '.join(map(repr, twice))} comes twice")
    return names


def utf_8(content: bytes, file: str, encoding: str | None) -> bytes:
    """Bring bytes into UTF-8: from the encoding that was named, or from the one that the file itself names."""
    for mark, named in _MARKS.items():
        if encoding is None and content.startswith(mark):
            if named == "utf-8-sig":
                return content[len(mark) :]
            encoding = named
    if encoding is None:
        return content
    try:
        return content.decode(encoding).removeprefix("\ufeff").encode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"{file}, line {line}", f"is no {encoding} ({error.reason})") from None
    except (LookupError, ValueError):
        raise ContractError(
            f"read: {option('encoding')}: expected an encoding such as cp1252, got {encoding!r}"
        ) from None


def not_utf_8(content: bytes, file: str) -> DataError:
    """Say where bytes are no UTF-8, and which encoding they may be in."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        at = error.start
    else:
        at = 0
    line = content.count(b"\n", 0, at) + 1
    around = (
        re.split(rb"[\r\n,;\t|\"]", content[max(0, at - 20) : at])[-1]
        + re.split(rb"[\r\n,;\t|\"]", content[at : at + 20])[0]
    )
    looks = around.decode("cp1252", "replace")
    return DataError(
        f"{file}, line {line}",
        f"is not UTF-8; name its encoding, such as {option('encoding', 'cp1252')} (Western Europe, which reads {looks!r}), "
        "cp1250 (Central Europe), cp1251 (Cyrillic) or utf-16-le",
    )


def _sample(content: bytes, file: str) -> str:
    """Take the first lines."""
    end = len(content) if len(content) <= _SAMPLE_BYTES else content.rfind(b"\n", 0, _SAMPLE_BYTES) + 1
    try:
        return content[: end or len(content)].decode()
    except UnicodeDecodeError:
        raise not_utf_8(content, file) from None


def _records(text: str, sep: str, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Go through the records that are not empty, each with its first line; an error of the reader ends it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sep, strict=strict)
    line = 1
    for record in reader:
        if record:
            yield line, record
        line = reader.line_num + 1


def _header(sample: str, sep: str, file: str) -> list[str]:
    try:
        return next(_records(sample, sep))[1]
    except StopIteration:
        raise DataError(file, "is empty") from None
    except csv.Error as error:
        raise DataError(
            f"{file}, line 1", f"must be a header, cells apart by {_NAMES.get(sep, repr(sep))} ({error})"
        ) from None


def _separator(sample: str, file: str) -> str:
    """Find what separates the cells: the one mark that gives the first lines as many cells as the header has."""
    splits = [sep for sep in _SEPARATORS if len(_header(sample, sep, file)) > 1]
    if len(splits) < 2:
        return splits[0] if splits else ","
    even = [sep for sep in splits if _is_even(sample, sep)]
    if len(even) == 1:
        return even[0]
    if not even:
        return splits[0]
    named = " or ".join(_NAMES[sep] for sep in even)
    asked = " or ".join(option("sep", sep) for sep in even)
    raise DataError(f"{file}, line 1", f"can be cells apart by {named}; say which: {asked}")


def _is_even(sample: str, sep: str) -> bool:
    try:
        widths = [
            len(record) for _, (_, record) in zip(range(_SAMPLE_ROWS), _records(sample, sep), strict=False)
        ]
    except csv.Error:
        return False
    return len(set(widths)) == 1


def _table(content: bytes, file: str, sep: str, names: list[str]) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv as arrow

    body = content.lstrip(b"\r\n")
    as_text = arrow.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    cells = arrow.ParseOptions(delimiter=sep, newlines_in_values=b'"' in body)
    for block in (1 << 20, min(len(body) + 1, (1 << 31) - 1)):
        lines = arrow.ReadOptions(column_names=names, skip_rows_after_names=1, block_size=block)
        try:
            return arrow.read_csv(pa.py_buffer(body), lines, cells, as_text)
        except pa.ArrowInvalid as error:
            wrong = error
            if "straddl" not in str(error):
                break
    if "UTF8" in str(wrong):
        raise not_utf_8(content, file)
    raise _fault(content, file, sep, len(names)) or DataError(file, f"must be a CSV file ({wrong})")


def _fault(content: bytes, file: str, sep: str, width: int) -> DataError | None:
    """Find the first line that has not as many cells as the header, or a quotation mark that is never closed."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return not_utf_8(content, file)
    line = 0
    try:
        for line, record in _records(text, sep, strict=True):
            if len(record) != width:
                return DataError(
                    f"{file}, line {line}",
                    f"must have {width} cells, as the header has; it has {len(record)}",
                )
    except csv.Error as error:
        return DataError(
            f"{file}, below line {line}", f"must be cells apart by {_NAMES.get(sep, repr(sep))} ({error})"
        )
    return None


def _any_cell(column: pa.ChunkedArray) -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.not_equal(column, "")).as_py())
