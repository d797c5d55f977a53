"""A file of the user's own is read with real dates, or refused in one sentence that names the place."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

import figures
from figures.errors import DataError


def written(tmp_path: Path, content: str | bytes) -> Path:
    file = tmp_path / "own.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_a_csv_has_dates_numbers_gaps_and_texts(tmp_path: Path) -> None:
    file = written(tmp_path, '\ufeffday,n,who,none\n2025-03-01,1.5,"a, b",\n\n2025-03-02,,"two\nlines",\n')
    frame = figures.read(file)
    assert frame.columns == ["day", "n", "who", "none"]
    assert frame.rows() == [
        (date(2025, 3, 1), 1.5, "a, b", None),
        (date(2025, 3, 2), None, "two\nlines", None),
    ]
    assert frame.schema["none"].is_numeric()


def test_codes_of_digits_stay_text_when_asked(tmp_path: Path) -> None:
    file = written(tmp_path, "code,n\n007,1\n")
    assert figures.read(file).rows() == [(7, 1)]
    assert figures.read(str(file), text=["code"]).rows() == [("007", 1)]
    with pytest.raises(DataError, match=r"no column 'cod'; it has \['code', 'n'\]"):
        figures.read(file, text=["cod"])


def test_a_parquet_file_keeps_its_types_and_decimals_are_numbers(tmp_path: Path) -> None:
    table = pa.table(
        {
            "at": [datetime(2025, 3, 1), None],
            "n": [Decimal("1.25"), None],
            "who": pa.array(["a", "b"]).dictionary_encode(),
        }
    )
    parquet.write_table(table, tmp_path / "own.PARQUET")
    assert figures.read(tmp_path / "own.PARQUET").rows() == [
        (datetime(2025, 3, 1), 1.25, "a"),
        (None, None, "b"),
    ]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("a,b\n1,2\n3\n4,5,6\n", r"own\.csv, row 3: must have 2 cells, as the header has; it has 1$"),
        ("a,b\n1,2\n3,4,5\n", r"own\.csv, row 3: must have 2 cells, as the header has; it has 3$"),
        ("", "must be a CSV file"),
        ("a,b,a\n1,2,3\n", "a comes twice"),
        (b"a,b\n\xff\xfe,2\n", "column 'a' must be UTF-8 text"),
    ],
)
def test_a_broken_csv_is_refused_and_the_line_named(tmp_path: Path, content: str | bytes, rule: str) -> None:
    with pytest.raises(DataError, match=rule):
        figures.read(written(tmp_path, content))


def test_a_file_that_is_not_there_or_not_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"absent\.csv: must be a file"):
        figures.read(tmp_path / "absent.csv")
    with pytest.raises(DataError, match=r"own\.xlsx: must end in \.csv or \.parquet"):
        figures.read(tmp_path / "own.xlsx")
    (tmp_path / "own.parquet").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match=r"own\.parquet: must be a Parquet file"):
        figures.read(tmp_path / "own.parquet")
