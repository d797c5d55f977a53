"""Tables that this project researched: taken as they are, only line ends and order are made uniform."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd

from figures.errors import DataError

# Where the name in ``evidence/`` differs from the table's.
FILES = {"loss_ratio_estimates": "loss_ratio_sources"}


PATTERNS = {"date": r"\d{4}-\d\d-\d\d", "number": r"-?\d+(\.\d+)?", "integer": r"\d+"}


def table(data: bytes, where: str, fields: Sequence[dict[str, Any]], key: Sequence[str]) -> pd.DataFrame:
    """Read a researched table as text, cell by cell, sorted by key.

    Raises
    ------
    DataError
        Other columns than the catalogue's, a cell that doesn't fit its field, or two rows with one key.
    """
    columns = [field["name"] for field in fields]
    try:
        frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(where, f"must be a UTF-8 CSV file ({error})") from None
    if list(frame.columns) != columns:
        raise DataError(where, f"columns must be {', '.join(columns)}; they are {', '.join(frame.columns)}")
    if not isinstance(frame.index, pd.RangeIndex):  # pandas takes the first column for names of rows
        raise DataError(where, "rows must have as many cells as the header")
    for field in fields:
        cells, limits = frame[field["name"]], field["constraints"]
        pattern = limits.get("pattern", PATTERNS.get(field["type"], ".*"))
        wrong = frame.index[
            ~(cells.str.fullmatch(pattern) | (cells == "")) | (limits["required"] & (cells == ""))
        ]
        if len(wrong):
            rule = f"{field['name']} must be {'given and ' * limits['required']}of the form {pattern}"
            raise DataError(where, f"{rule}, is {cells[wrong[0]]!r}", wrong[0] + 2)
    repeated = frame.index[frame.duplicated(list(key))]
    if len(repeated):
        named = ", ".join(frame.loc[repeated[0], list(key)])
        raise DataError(
            where, f"the key ({', '.join(key)}) must be unique; {named} comes twice", repeated[0] + 2
        )
    return frame.sort_values(list(key), kind="stable", ignore_index=True)
