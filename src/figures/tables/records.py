"""Which records stand in a JSON file? An array of them, or one in each line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from figures.errors import DataError
from figures.tables.delimited import not_utf_8

if TYPE_CHECKING:
    import pyarrow as pa

_WHOLE = 2**63


def columns(content: bytes, file: str) -> dict[str, pa.ChunkedArray]:
    """Read UTF-8; a column has numbers, truth values, or else texts, and a record may lack any."""
    import pyarrow as pa

    records = _records(content, file)
    names = dict.fromkeys(name for record in records for name in record)
    try:
        return {
            _text(name): pa.chunked_array([_column([record.get(name) for record in records])])
            for name in names
        }
    except RecursionError:
        raise DataError(file, "must be JSON of records, which are not nested so deeply") from None


def _records(content: bytes, file: str) -> list[dict[str, Any]]:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise not_utf_8(content, file) from None
    try:
        if text.lstrip().startswith("["):
            found = json.loads(text)
            lines = None
        else:
            lines = [at for at, line in enumerate(text.split("\n"), 1) if line.strip()]
            found = [_line(line, file, at) for at, line in enumerate(text.split("\n"), 1) if line.strip()]
    except json.JSONDecodeError as error:
        raise DataError(f"{file}, line {error.lineno}", f"must be JSON ({error.msg})") from None
    except (RecursionError, ValueError) as error:  # an integer can have too many digits
        raise DataError(file, f"must be JSON of records ({error})") from None
    for at, record in enumerate(found):
        if not isinstance(record, dict):
            where = f"{file}, line {lines[at]}" if lines else f"{file}, record {at + 1}"
            raise DataError(
                where,
                f'must be a record such as {{"day": "2025-03-01", "visits": 310}}, is {type(record).__name__}',
            )
    if not found:
        raise DataError(file, "is empty")
    return list(found)


def _line(line: str, file: str, at: int) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise DataError(
            f"{file}, line {at}",
            f"must be JSON, an array of records or one record in each line ({error.msg}); pandas writes the array with "
            'to_json(orient="records")',
        ) from None


def _column(values: list[Any]) -> pa.Array:
    import pyarrow as pa

    kinds = {type(value) for value in values if value is not None}
    if kinds <= {bool}:
        return pa.array(values, pa.bool_() if kinds else pa.float64())
    if kinds == {int} and all(value is None or -_WHOLE <= value < _WHOLE for value in values):
        return pa.array(values, pa.int64())
    if (
        kinds <= {int, float}
        and float in kinds
        and all(abs(value) < _WHOLE for value in values if type(value) is int)
    ):
        return pa.array([None if value is None or value != value else float(value) for value in values])  # noqa: PLR0124  (NaN)
    return pa.array([None if value is None else _text(value) for value in values], pa.string())


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
