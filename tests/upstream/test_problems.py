"""Somebody edits a table in ``data/``: the check says file, line, column and rule, and one command puts right what it can."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from figures import tables
from figures.book.commands import main
from figures.errors import DataError
from figures.upstream import build, catalogue, researched
from figures.upstream.problems import problems

pytestmark = pytest.mark.usefixtures("described_once")
TABLE = "pressure_events.csv"
SEAL = "`figures data seal`"


@pytest.fixture
def data(root: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(root / "data", folder)
    return folder


def rows(data: Path, name: str = TABLE) -> list[list[str]]:
    return list(csv.reader(io.StringIO((data / name).read_text(encoding="utf-8"), newline="")))


def write(data: Path, cells: list[list[str]], name: str = TABLE) -> None:
    with (data / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(cells)


def edited(data: Path, change: Callable[[list[list[str]]], None], name: str = TABLE) -> list[str]:
    cells = rows(data, name)
    change(cells)
    write(data, cells, name)
    return problems(data)


def faults(data: Path, change: Callable[[list[list[str]]], None]) -> list[str]:
    """What is wrong with one table alone, which is quicker than all of ``data/``."""
    cells = rows(data)
    change(cells)
    write(data, cells)
    return listed(data)


def listed(data: Path) -> list[str]:
    entry = catalogue.tables()[TABLE.removesuffix(".csv")]
    return [str(one) for one in researched.parsed((data / TABLE).read_bytes(), f"data/{TABLE}", entry)[1]]


def cell(line: int, column: str, new: str) -> Callable[[list[list[str]]], None]:
    def change(cells: list[list[str]]) -> None:
        cells[line - 1][cells[0].index(column)] = new

    return change


def test_the_tables_and_lists_here_are_in_order(root: Path) -> None:
    assert problems(root / "data") == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (cell(5, "date", "18 April 2025"), "line 5: date must be a day such as 2025-04-18, is '18 April 2025'"),
        (cell(5, "date", "2025-02-30"), "line 5: date must be a day of the calendar, is '2025-02-30'"),
        (cell(5, "direction", "up"), "line 5: direction must be one of cost_on_russia, neutral, "),
        (cell(5, "actor", ""), "line 5: actor must be given, is ''"),
        (cell(5, "source_url", "example.org"), "line 5: source_url must be of the form https?://\\S+, is 'example.org'"),
        (cell(5, "note", "two\nlines"), "line 5: note must be one line of text, is 'two\\nlines'"),
        (lambda cells: cells[4].append("more"), "line 5: must have 18 cells, as the header has, has 19; a text with a comma"),
        (lambda cells: cells[4].pop(), "line 5: must have 18 cells, as the header has, has 17"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_line_column_and_rule(data: Path, change: Callable, told: str) -> None:
    (found,) = faults(data, change)
    assert found.startswith(f"data/{TABLE}, {told}")


def test_a_bad_cell_is_in_the_list_and_nothing_is_sealed(data: Path) -> None:
    (found,) = edited(data, cell(5, "grade", "E"))
    assert found == f"data/{TABLE}, line 5: grade must be one of A, B, C, D, is 'E'"
    with pytest.raises(DataError, match=r"^data/pressure_events\.csv, line 5: "):
        build.seal(data)


def test_everything_that_is_wrong_is_told_at_once(data: Path) -> None:
    def change(cells: list[list[str]]) -> None:
        cell(3, "actor", "")(cells)
        cell(9, "grade", "E")(cells)

    (data / "moratorium_strikes.csv").write_bytes(b"date\n")
    found = edited(data, change)
    assert [one.split(" ")[:3] for one in found if TABLE in one] == [
        [f"data/{TABLE},", "line", "3:"],
        [f"data/{TABLE},", "line", "9:"],
    ]
    assert "data/moratorium_strikes.csv: columns must be date, place, oblast" in found[-1]


def test_the_line_is_that_of_an_editor_where_a_cell_has_several_lines(data: Path) -> None:
    def change(cells: list[list[str]]) -> None:
        cell(4, "note", "one\ntwo\nthree")(cells)
        cell(5, "grade", "E")(cells)

    found = faults(data, change)
    assert [one.split(": ")[0] for one in found] == [f"data/{TABLE}, line 4", f"data/{TABLE}, line 7"]


def test_a_missing_column_is_named(data: Path) -> None:
    def change(cells: list[list[str]]) -> None:
        for row in cells:
            del row[2]

    assert faults(data, change)[0].startswith(f"data/{TABLE}: columns must be date, actor, domain, direction")


def test_a_key_that_comes_twice_is_named_with_both_lines(data: Path) -> None:
    def change(cells: list[list[str]]) -> None:
        cells.insert(9, list(cells[4]))

    (told,) = faults(data, change)
    assert told.startswith(f"data/{TABLE}, line 10: the key (date, title) must be unique; ")
    assert told.endswith("is in line 5 too")


def test_a_rule_over_two_cells_is_named_with_the_line(data: Path) -> None:
    (told,) = edited(data, cell(7, "date_start", "2025-12-31"), "battlefield_claims.csv")
    assert told == "data/battlefield_claims.csv, line 7: date_start must not be after date_end"


def test_quotation_marks_that_do_not_end_are_named(data: Path) -> None:
    path = data / TABLE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[4] = lines[4].replace(",", ',"', 1)
    path.write_text("".join(lines), encoding="utf-8")
    (told,) = listed(data)
    assert told.startswith(f"data/{TABLE}, line ") and "must be CSV (" in told


def test_a_spreadsheet_s_own_encoding_is_named(data: Path) -> None:
    path = data / TABLE
    path.write_bytes(path.read_bytes().replace(b"US,", "Österreich,".encode("cp1252"), 1))
    assert listed(data)[0].startswith(
        f"data/{TABLE}: must be UTF-8 text, such as a spreadsheet saves as “CSV UTF-8”"
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, "must not begin with a byte order mark"),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "must have the line ends of Unix"),
        (lambda raw: raw.rstrip(b"\n"), "must have quotation marks only where they are needed, and end"),
    ],
)
def test_what_a_spreadsheet_does_to_a_file_is_said(data: Path, change: Callable, told: str) -> None:
    before, entry = (data / TABLE).read_bytes(), catalogue.tables()[TABLE.removesuffix(".csv")]
    found = researched.untidy(change(before), TABLE, entry)
    assert found.startswith(f"{TABLE}: {told}") and SEAL in found
    assert researched.tidy(change(before), TABLE, entry) == before


def test_sealing_mends_what_a_spreadsheet_did(data: Path) -> None:
    path = data / TABLE
    before = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", b"\r\n"))
    (found,) = problems(data)
    assert found.startswith(f"data/{TABLE}: must not begin with a byte order mark") and SEAL in found
    assert build.seal(data) == [TABLE]
    assert path.read_bytes() == before
    assert problems(data) == []


def test_a_new_row_at_the_end_of_a_table(data: Path) -> None:
    """What a contributor does: add a row anywhere, check, seal, check."""
    new = rows(data)[4]
    new[rows(data)[0].index("title")] = "A new measure"
    told, behind = edited(data, lambda cells: cells.append(new))
    assert behind.startswith("data/datapackage.json: is behind")
    last = len(rows(data))
    assert told.startswith(
        f"data/{TABLE}, line {last}: rows must be sorted by date, title, and this one belongs before line {last - 1}"
    )
    assert SEAL in told
    assert build.seal(data) == [TABLE, "datapackage.json"]
    assert problems(data) == []
    assert rows(data).index(new) < 10
    assert tables.resource("pressure_events", data)["rows"] == last - 1


def test_a_package_that_is_behind_is_told_with_the_command(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert edited(data, cell(5, "note", "Mended.")) == [
        f"data/datapackage.json: is behind what it is made from; run {SEAL}"
    ]
    monkeypatch.setattr(tables, "data_dir", lambda: data)
    with pytest.raises(DataError, match=f"after an edit, run {SEAL}"):
        tables.load("pressure_events")
    assert main(["data", "seal"]) == 0
    assert capsys.readouterr().out == "wrote data/datapackage.json\n"
    assert tables.load("pressure_events")["note"][3] == "Mended."
    assert main(["data", "seal"]) == 0
    assert capsys.readouterr().out == "data/ is sealed as it is\n"


def test_a_table_of_the_ledger_that_is_behind_is_told_with_the_command(data: Path) -> None:
    path = data / "claims.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("confidence: high", "confidence: low", 1), encoding="utf-8"
    )
    assert problems(data) == [
        f"data/{name}: is behind what it is made from; run {SEAL}"
        for name in ("claims.csv", "datapackage.json")
    ]
    assert build.seal(data) == ["claims.csv", "datapackage.json"]
    assert problems(data) == []


def test_a_table_of_a_publisher_is_not_edited_by_hand(data: Path) -> None:
    path = data / "strikes_daily.csv"
    path.write_text(path.read_text().replace(",75,25\n", ",75,26\n"))
    told = "data/strikes_daily.csv: is made from the publishers' files and must not be edited"
    assert [one.startswith(told) for one in problems(data)] == [True]
    with pytest.raises(DataError, match=told):
        build.seal(data)


def test_the_lists_are_checked_too(data: Path) -> None:
    path = data / "forecasts.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("status: in_part", "status: came_true", 1), encoding="utf-8"
    )
    (told,) = problems(data)
    assert told.startswith("data/forecasts.yml, row ") and "status: must be 'in_part' by the rule" in told
    (data / "corrections.yml").write_text("- 1\n")
    assert problems(data) == ["data/corrections.yml, row 1: must be a record with named fields, is 1"]
    (data / "claims.yml").write_text("- {line: 1}\n")
    assert problems(data)[0] == "data/claims.yml, row L1: section: must be given"
    (data / "claims.yml").write_text("- [")
    assert problems(data)[0].startswith("data/claims.yml: must be valid YAML")


def test_a_package_that_is_no_package_is_told_once(data: Path) -> None:
    (data / "datapackage.json").write_text("<<<<<<< HEAD\n{}")
    (told,) = problems(data)
    assert told.startswith("data/datapackage.json: must be valid JSON")


def test_a_missing_table_is_named(data: Path) -> None:
    (data / TABLE).unlink()
    (data / "ofac.txt").write_text("")
    assert problems(data) == [f"data/{TABLE}: the file of this table must exist"]
