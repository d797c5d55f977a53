"""A file of the user's own is read with real dates and numbers, or refused in one sentence that names the place."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import feather, parquet

import figures
from figures.errors import ContractError, DataError
from figures.tables.cells import misfit
from figures.tables.files import ENDINGS
from figures.text import in_a_shell

VISITS = "month,visits\n2025-01-01,310\n2025-02-01,295\n"
ROWS = [(date(2025, 1, 1), 310), (date(2025, 2, 1), 295)]


def written(tmp_path: Path, content: str | bytes, name: str = "own.csv") -> Path:
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def cells(tmp_path: Path, column: str, **asked: Any) -> list[Any]:
    """Read a column of cells apart by line breaks, in a file of one more column, as Python's writer would put it."""
    text = io.StringIO()
    csv.writer(text).writerows([["cell", "other"], *([cell, "x"] for cell in column.split("\n"))])
    return figures.read(written(tmp_path, text.getvalue()), **asked)["cell"].to_list()


def test_a_csv_has_dates_numbers_gaps_and_texts(tmp_path: Path) -> None:
    file = written(tmp_path, '\ufeffday,n,who,none\n2025-03-01,1.5,"a, b",\n\n2025-03-02,,"two\nlines",\n')
    frame = figures.read(file)
    assert frame.columns == ["day", "n", "who", "none"]
    assert frame.rows() == [
        (date(2025, 3, 1), 1.5, "a, b", None),
        (date(2025, 3, 2), None, "two\nlines", None),
    ]
    assert frame.schema["none"].is_numeric()


def test_a_code_keeps_its_zeros_and_a_column_is_text_when_asked(tmp_path: Path) -> None:
    file = written(tmp_path, "fips,n\n01001,1\n36061,2\n")
    assert figures.read(file).rows() == [("01001", 1), ("36061", 2)]
    assert figures.read(file, text=["n"]).rows() == [("01001", "1"), ("36061", "2")]
    assert figures.read(str(file), text="n")["n"].to_list() == ["1", "2"]
    with pytest.raises(DataError, match=r"no column 'cod'; it has \['fips', 'n'\]"):
        figures.read(file, text=["cod"])
    assert cells(tmp_path, "0x1F\n10") == ["0x1F", "10"]
    # 20 digits are more than a number keeps.
    assert cells(tmp_path, "12345678901234567890\n1") == ["12345678901234567890", "1"]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("1\n-2\n+3\n−4", [1, -2, 3, -4]),
        ("0.5\n.25\n1e3\n", [0.5, 0.25, 1000, None]),
        ("NA\nn/a\n 3 ", [None, None, 3]),
        ("12,5\n0,25\n1.234,5", [12.5, 0.25, 1234.5]),
        ("1,234\n1,234,567", [1234, 1234567]),
        ("1,234.5\n7", [1234.5, 7]),
        ("1 234\n1\u202f234\u202f567", [1234, 1234567]),
        ("1'234.5\n2’000", [1234.5, 2000]),
        ("$5\n-$6.50\n$ 1,005.25", [5, -6.5, 1005.25]),
        ("5 €\n6,5 €", [5, 6.5]),
        ("12%\n-3.5 %", [12, -3.5]),
        ("6.02e23", [6.02e23]),
        # Not one way to write a number: text.
        ("$5\n6", ["$5", "6"]),
        ("$5\n€6", ["$5", "€6"]),
        ("12.5\n7,5", ["12.5", "7,5"]),
        ("310\n-", ["310", "-"]),
        ("1,23,4", ["1,23,4"]),
        ("Berlin\n12", ["Berlin", "12"]),
    ],
)
def test_numbers_are_read_where_only_one_reading_is_possible(
    tmp_path: Path, column: str, values: list[Any]
) -> None:
    assert cells(tmp_path, column) == values


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("2022-02\n2022-11", [date(2022, 2, 1), date(2022, 11, 1)]),
        ("2022-Q1\n2023Q4", [date(2022, 1, 1), date(2023, 10, 1)]),
        ("Q2 2022", [date(2022, 4, 1)]),
        ("2024-W02", [date(2024, 1, 8)]),
        ("05/2022", [date(2022, 5, 1)]),
        ("13/02/2022\n01/03/2022", [date(2022, 2, 13), date(2022, 3, 1)]),
        ("2/13/2022\n3/1/2022", [date(2022, 2, 13), date(2022, 3, 1)]),
        ("31.12.2022", [date(2022, 12, 31)]),
        ("2022/3/5", [date(2022, 3, 5)]),
        ("05/05/2022", [date(2022, 5, 5)]),
        ("Jan 1 2000\nSept. 10, 2001\n", [date(2000, 1, 1), date(2001, 9, 10), None]),
        ("1 March 2000\n2nd May 2001", ["1 March 2000", "2nd May 2001"]),
        ("1 March 2000\n2 May 2001", [date(2000, 3, 1), date(2001, 5, 2)]),
        ("March 2000", [date(2000, 3, 1)]),
        (
            "01/31/2024 11:59:00 PM\n01/31/2024 12:00:00 AM",
            [datetime(2024, 1, 31, 23, 59), datetime(2024, 1, 31)],
        ),
        ("2024-01-31 07:05", [datetime(2024, 1, 31, 7, 5)]),
        ("0079-08-24", [date(79, 8, 24)]),
        # The winters 2010/11 and 2011/12 are no months; the 30th of February is no day.
        ("2010/11\n2011/12", ["2010/11", "2011/12"]),
        ("2025-01-30\n2025-02-30", ["2025-01-30", "2025-02-30"]),
        ("31/12/2022\n12/31/2022", ["31/12/2022", "12/31/2022"]),
        ("5/6/24", ["5/6/24"]),
    ],
)
def test_dates_are_read_where_only_one_reading_is_possible(
    tmp_path: Path, column: str, values: list[Any]
) -> None:
    assert cells(tmp_path, column) == values


@pytest.mark.parametrize(
    ("written_as", "kept"),
    [
        ("2025-01-31T23:30:00-05:00", datetime(2025, 1, 31, 23, 30)),  # 1 February in UTC
        ("2025-01-01T00:00:00+13:00", datetime(2025, 1, 1)),  # 31 December in UTC
        ("2025-01-01 00:30Z", datetime(2025, 1, 1, 0, 30)),
        ("2025-01-01T00:30:00.25+0545", datetime(2025, 1, 1, 0, 30, 0, 250_000)),
    ],
)
def test_a_time_with_an_offset_keeps_the_date_and_time_that_the_file_says(
    tmp_path: Path, written_as: str, kept: datetime
) -> None:
    assert cells(tmp_path, f"{written_as}\n2025-02-03T04:05:06+01:00") == [
        kept,
        datetime(2025, 2, 3, 4, 5, 6),
    ]


@pytest.mark.parametrize(
    ("content", "in_python", "in_shell"),
    [
        (
            'a,n\nx,"1,234"\n',
            "line 2, column 'n': '1,234' can be 1234 or 1.234; say which: thousands=',' if it is 1234, decimal=',' if it is 1.234",
            "--thousands , if it is 1234, --decimal , if it is 1.234",
        ),
        ("a;n\nx;7\n\nx;1.234\n", "line 4, column 'n': '1.234' can be 1234 or 1.234", "--thousands . if"),
        (
            "day,n\n01/02/2025,1\n03/04/2025,1\n",
            "line 2, column 'day': '01/02/2025' can be 1 February or 2 January; say which: date_format='%d/%m/%Y'",
            "--date-format %d/%m/%Y or --date-format %m/%d/%Y",
        ),
        ("day,n\n1.2.2025 7:05 PM,1\n", "date_format='%d.%m.%Y %I:%M %p'", "--date-format '%d.%m.%Y %I:%M %p'"),
        ("a;b,c\n1;2,5\n", "line 1: can be cells apart by commas or semicolons; say which: sep=',' or sep=';'", "--sep ';'"),
        ("Straße,n\nx,1\n".encode("latin-1"), "line 1: is not UTF-8; name its encoding, such as encoding='cp1252'", "--encoding cp1252"),
        (b"a,n\nx,1\nM\xfcller,2\n", "line 3: is not UTF-8; name its encoding, such as encoding='cp1252' (Western Europe, which reads 'Müller')", "--enc"),
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_asked_in_the_words_of_the_caller(
    tmp_path: Path, content: str | bytes, in_python: str, in_shell: str
) -> None:
    file = written(tmp_path, content)
    with pytest.raises(DataError) as asked:
        figures.read(file)
    assert in_python in str(asked.value)
    with in_a_shell(), pytest.raises(DataError) as asked:
        figures.read(file)
    assert in_shell in str(asked.value)


def test_the_answer_is_taken(tmp_path: Path) -> None:
    assert cells(tmp_path, "1,234", thousands=",") == [1234]
    assert cells(tmp_path, "1,234", decimal=",") == [1.234]
    assert cells(tmp_path, "1.234", decimal=",") == [1234]
    assert cells(tmp_path, "1.234", thousands=".") == [1234]
    assert cells(tmp_path, "1.234\n5", decimal=".") == [1.234, 5]
    assert cells(tmp_path, "03/04/2025", date_format="%d/%m/%Y") == [date(2025, 4, 3)]
    assert cells(tmp_path, "03/04/2025", date_format="%m/%d/%Y") == [date(2025, 3, 4)]
    assert cells(tmp_path, "20250304\n", date_format="%Y%m%d") == [date(2025, 3, 4), None]
    assert cells(tmp_path, "5/6/24 07:30", date_format="%d/%m/%y %H:%M") == [datetime(2024, 6, 5, 7, 30)]
    assert cells(tmp_path, "03/04/2025", text=["cell"]) == ["03/04/2025"]
    assert figures.read(written(tmp_path, "a;b,c\n1;2,5\n"), sep=";").rows() == [(1, 2.5)]
    assert figures.read(written(tmp_path, "Stra\xdfe\n1".encode("latin-1")), encoding="latin-1").columns == [
        "Straße"
    ]


def test_another_column_decides_since_a_file_has_one_way_to_write_numbers(tmp_path: Path) -> None:
    assert figures.read(written(tmp_path, 'a,b\n"1,234",0.5\n')).rows() == [(1234, 0.5)]
    assert figures.read(written(tmp_path, 'a,b\n"1,234","0,5"\n')).rows() == [(1.234, 0.5)]
    assert figures.read(written(tmp_path, "a;b\n1.234;7,5\n")).rows() == [(1234, 7.5)]
    # Apart by commas, a number with a point is what every program writes.
    assert figures.read(written(tmp_path, "a,b\n1.234,2.345\n")).rows() == [(1.234, 2.345)]


def test_a_parquet_file_keeps_its_types_and_decimals_are_numbers(tmp_path: Path) -> None:
    table = pa.table(
        {
            "at": [datetime(2025, 3, 1), None],
            "n": [Decimal("1.25"), None],
            "who": pa.array(["a", "b"]).dictionary_encode(),
            "year": [2024, 2025],
        }
    )
    parquet.write_table(table, tmp_path / "own.PARQUET")
    assert figures.read(tmp_path / "own.PARQUET", text=["year"]).rows() == [
        (datetime(2025, 3, 1), 1.25, "a", "2024"),
        (None, None, "b", "2025"),
    ]


def workbook(**sheets: list[list[Any]]) -> bytes:
    """Write the few parts that a workbook needs; a number in a cell of style 1 is a day."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org"
    main, relations = f"{office}/spreadsheetml/2006/main", f"{office}/package/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types"><Default Extension="xml" ContentType="{kinds}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    listed = related = ""
    for at, (name, rows) in enumerate(sheets.items(), 1):
        related += f'<Relationship Id="r{at}" Type="{office}/officeDocument/2006/relationships/worksheet" Target="worksheets/{at}.xml"/>'
        listed += f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>'
        parts[f"xl/worksheets/{at}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{"".join(map(sheet_row, rows))}</sheetData></worksheet>'
        )
    related += (
        f'<Relationship Id="s" Type="{office}/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
    )
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{relations}">{related}</Relationships>'
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{office}/officeDocument/2006/relationships"><sheets>{listed}</sheets></workbook>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def sheet_row(cells: list[Any]) -> str:
    def cell(value: Any) -> str:
        if isinstance(value, date):
            return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
        if value is None:
            return "<c/>"
        return f"<c><v>{value}</v></c>" if not isinstance(value, str) else f'<c t="str"><v>{value}</v></c>'

    return f"<row>{''.join(map(cell, cells))}</row>"


def every_kind(tmp_path: Path) -> dict[str, bytes]:
    table = pa.table({"month": [row[0] for row in ROWS], "visits": [row[1] for row in ROWS]})
    feather.write_feather(table, tmp_path / "f", compression="uncompressed")
    parquet.write_table(table, tmp_path / "p")
    records = [{"month": str(month), "visits": visits} for month, visits in ROWS]
    return {
        ".csv": VISITS.encode(),
        ".txt": VISITS.replace(",", "|").encode(),
        ".tsv": VISITS.replace(",", "\t").encode(),
        ".json": json.dumps(records, indent=1).encode(),
        ".jsonl": "".join(f"{json.dumps(one)}\n" for one in records).encode(),
        ".ndjson": "\n".join(json.dumps(one) for one in records).encode(),
        ".parquet": (tmp_path / "p").read_bytes(),
        ".feather": (tmp_path / "f").read_bytes(),
        ".arrow": (tmp_path / "f").read_bytes(),
    }


def test_every_kind_of_file_gives_the_same_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = every_kind(tmp_path)
    assert {*kinds, ".xlsx"} == set(ENDINGS)
    for ending, content in kinds.items():
        assert figures.read(written(tmp_path, content, f"own{ending}")).rows() == ROWS, ending
        compressed = written(tmp_path, gzip.compress(content), f"own{ending}.gz")
        assert figures.read(compressed).rows() == ROWS, f"{ending}.gz"
        if ending not in (".tsv", ".txt"):
            # What a file holds decides, where its ending says something else; standard input has none.
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
            assert figures.read("-").rows() == ROWS, ending
    for ending in (".parquet", ".feather"):
        assert figures.read(written(tmp_path, kinds[ending], "own.csv")).rows() == ROWS
    assert figures.read(written(tmp_path, gzip.compress(VISITS.encode()), "own.csv")).rows() == ROWS
    for encoding in ("utf-16", "utf-32", "utf-8-sig"):
        assert figures.read(written(tmp_path, VISITS.encode(encoding))).rows() == ROWS


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("a,b\n1,2\n3\n4,5,6\n", r"own\.csv, line 3: must have 2 cells, as the header has; it has 1$"),
        ("a,b\n1,2\n3,4,5\n", r"own\.csv, line 3: must have 2 cells, as the header has; it has 3$"),
        ('a,b\n1,"x\ny"\n3\n', r"own\.csv, line 4: must have 2 cells"),
        ('a,b\n1,2\n1,"2\n3,4\n', r"own\.csv, below line 2: must be cells apart by commas"),
        ("", "is empty"),
        ("a,b,a\n1,2,3\n", "'a' comes twice"),
        (b"a,b\n\xff\xfe,2\n", "line 2: is not UTF-8"),
        (b"PK\x03\x04 and so on", "must be an Excel workbook"),
        (b"\x1f\x8b and so on", "must be compressed by gzip as a whole"),
        (b"\xd0\xcf\x11\xe0 and so on", "is a workbook of an old Excel; save it as .xlsx or .csv"),
        ("<!DOCTYPE html><p>Not found", "is a web page, not a table"),
        ("a,b\n\n", ""),
    ],
)
def test_a_broken_csv_is_refused_and_the_line_named(tmp_path: Path, content: str | bytes, rule: str) -> None:
    if not rule:
        assert figures.read(written(tmp_path, content)).rows() == []
        return
    with pytest.raises(DataError, match=rule):
        figures.read(written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ('[{"a": 1}, 2]', "record 2: must be a record such as"),
        ('{"a": 1}\n\n[1]\n', "line 3: must be a record such as"),
        ('[{"a": 1},\n{"a": }]', "line 2: must be JSON"),
        (
            '{"a": 1}\n{"a"\n',
            r"line 2: must be JSON, an array of records or one record in each line .*to_json\(orient",
        ),
        ("[]", "is empty"),
        ("", "is empty"),
        (b'[{"a": "\xff"}]', "line 1: is not UTF-8"),
        ("[" * 100_000, "must be JSON of records"),
        ('[{"day": "03/04/2025"}]', "record 1, column 'day': '03/04/2025' can be 3 April or 4 March"),
    ],
)
def test_broken_json_is_refused_and_the_place_named(tmp_path: Path, content: str | bytes, rule: str) -> None:
    with pytest.raises(DataError, match=rule):
        figures.read(written(tmp_path, content, "own.json"))


def test_json_keeps_its_types_and_says_what_it_cannot(tmp_path: Path) -> None:
    content = '[{"day": "2025-03-01", "code": "310", "n": 1, "yes": true, "x": {"y": 1}}, {"n": 0.5, "big": 100000000000000000000}]'
    assert figures.read(written(tmp_path, content, "own.json")).rows() == [
        (date(2025, 3, 1), "310", 1.0, True, '{"y": 1}', None),
        (None, None, 0.5, None, None, "100000000000000000000"),
    ]


def test_a_workbook_is_read_and_one_of_many_sheets_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["day", "n", "who"], [date(2025, 3, 1), 310, "01001"], [date(2025, 3, 2), 1.5, None]]
    values = [(date(2025, 3, 1), 310, "01001"), (date(2025, 3, 2), 1.5, "")]
    assert figures.read(written(tmp_path, workbook(A=rows), "own.xlsx")).rows() == values
    file = written(tmp_path, workbook(A=[], B=rows, C=[["a"], ["1,234"]]), "own.csv")
    assert figures.read(file, sheet="B").rows() == values
    with pytest.raises(DataError, match=r"own\.csv: has 2 sheets; say which: sheet='B' or sheet='C'$"):
        figures.read(file)
    with pytest.raises(DataError, match=r"has no sheet 'D'; it has \['A', 'B', 'C'\]"):
        figures.read(file, sheet="D")
    with pytest.raises(DataError, match=r"sheet 'C', row 2, column 'a': '1,234' can be 1234 or 1\.234"):
        figures.read(file, sheet="C")
    with pytest.raises(DataError, match="sheet 'A': is empty"):
        figures.read(file, sheet="A")
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(ContractError, match="is an Excel workbook, which python-calamine reads: pip install"):
        figures.read(file)


def test_a_file_that_is_not_there_or_not_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"absent\.csv: must be a file"):
        figures.read(tmp_path / "absent.csv")
    with pytest.raises(
        DataError, match=r"own\.sav: must end in \.csv, \.tsv, .*or \.xlsx, or in \.gz behind"
    ):
        figures.read(written(tmp_path, VISITS, "own.sav"))
    for ending, kind in (
        (".parquet", "a Parquet file"),
        (".feather", "a Feather file"),
        (".xlsx", "an Excel"),
    ):
        with pytest.raises(DataError, match=f"must be {kind}"):
            figures.read(written(tmp_path, VISITS, f"own{ending}"))
    with pytest.raises(DataError, match="must be a Parquet file"):
        figures.read(written(tmp_path, b"PAR1 and so on"))


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"decimal": ";"}, "read: decimal: expected '.' or ',', got ';'"),
        ({"thousands": "x"}, "read: thousands: expected"),
        ({"decimal": ",", "thousands": ","}, "read: thousands: expected another mark than ','"),
        ({"sep": ";;"}, "read: sep: expected one character, got ';;'"),
        ({"encoding": "klingon"}, "read: encoding: expected an encoding such as cp1252, got 'klingon'"),
        ({"date_format": "%d/%m"}, "expected a format with a year"),
        ({"date_format": "%Q"}, "expected a format such as '%d/%m/%Y', got '%Q'"),
    ],
)
def test_what_no_file_can_have_is_refused(tmp_path: Path, asked: dict[str, str], rule: str) -> None:
    with pytest.raises(ContractError, match=rule.replace(".", r"\.")):
        figures.read(written(tmp_path, VISITS), **asked)


def test_a_small_file_does_not_fill_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("figures.tables.files._MOST_BYTES", 100)
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a", bytes(1 << 20))
    with pytest.raises(DataError, match="must be at most 0 GiB when it is unpacked"):
        figures.read(written(tmp_path, inside.getvalue(), "own.xlsx"))
    with pytest.raises(DataError, match="must be at most 0 GiB when it is unpacked"):
        figures.read(written(tmp_path, gzip.compress(bytes(1 << 20)), "own.csv.gz"))


def test_a_date_that_is_written_otherwise_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        DataError, match=r"line 3, column 'cell': '2025' is no date that is written as '%d/%m/%Y'"
    ):
        cells(tmp_path, "03/04/2025\n2025", date_format="%d/%m/%Y")
    with pytest.raises(DataError, match=r"own\.csv: no column has dates that are written as '%d/%m/%Y'"):
        cells(tmp_path, "1\n2", date_format="%d/%m/%Y")


def test_the_first_cell_that_does_not_fit_is_found() -> None:
    assert misfit(["310", None, "", "n/a", "Total"], "number") == 4
    assert misfit(["310", "-"], "number") == 1
    assert misfit(["12.5", "1,234.5", "7,5"], "number") == 2
    assert misfit(["$5", "6"], "number") == 1
    assert misfit(["2025-01-01", "2025-01-02T10:00:00Z", "Total"], "date") == 1
    assert misfit(["13/02/2025", "01/03/2025", "02/13/2025"], "date") == 2
    assert misfit(["Berlin"], "date") == 0
    assert misfit(["1", "2"], "number") is None
