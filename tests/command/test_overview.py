"""Whoever does not know what to draw is told what is in a file, and which commands draw it; and what a chart they ask for is called."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from figures import charts, examples
from figures.command import main
from figures.command.chart_names import _SOUGHT, nearest, summaries

TABLE = """month;visits;branch;who;empty
2024-01;310;Harbour;Ada;
2024-02;1.204,5;Harbour;Bo;
2024-01;87;Old town;Cy;
2024-02;;Old town;"a very long name, longer than a line has room";
"""
FILES = {
    "months.csv": TABLE,
    "days.csv": "day,n\n" + "".join(f"2024-03-{day:02},{day}\n" for day in range(1, 29)),
    "readings.csv": "at,n\n"
    + "".join(f"2024-03-{day:02} {hour:02}:30,{hour}\n" for day in range(1, 29) for hour in range(24)),
    "years.csv": "year,n\n" + "".join(f"{year},{year % 7}\n" for year in range(1990, 2010)),
    "before and after.csv": "town,when,n\nA,before,1\nA,after,2\nB,before,3\nB,after,1\n",
    "semi.csv": TABLE.replace("1.204,5", "1.204"),
}


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["show", *words]) == 0
    return capsys.readouterr().out


def printed(out: str) -> list[list[str]]:
    return [shlex.split(line) for line in out.splitlines() if line.startswith("  figures show ")]


def test_columns_are_told_with_types_values_and_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("months.csv").write_text(TABLE, encoding="utf-8")
    lines = told(capsys, "months.csv").splitlines()
    assert lines[:7] == [
        "months.csv: 4 rows, 5 columns",
        "",
        "  month   dates    2024-01-01 to 2024-02-01",
        "  visits  numbers  87 to 1,204.5; 1 of 4 missing",
        "  branch  text     Harbour, Old town",
        "  who     text     Ada, Bo, Cy … (4 different)",
        "  empty   empty",
    ]
    Path("years.csv").write_text(FILES["years.csv"], encoding="utf-8")
    assert "  year  years    1990 to 2009" in told(capsys, "years.csv")


@pytest.mark.parametrize("name", [*FILES, *examples.SOURCES])
def test_the_commands_that_are_printed_draw(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    if name in FILES:
        Path(name).write_text(FILES[name], encoding="utf-8")
    file = name if name in FILES else str(examples.path(name))
    asked = ("--thousands", ".") if name == "semi.csv" else ()
    found = printed(told(capsys, file, *asked))
    assert len(found) <= 3 and (found or name == "oil_flow")
    for words in found:
        assert main(words[1:]) == 0, words
        assert (tmp_path / words[words.index("--out") + 1]).stat().st_size > 1_000
        assert words[words.index("--data") + 1] == file
        assert [word for word in asked if word not in words] == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("line", "lines estimates_over_time"),
        ("LineChart", "lines estimates_over_time"),
        ("bar", "bars monthly_columns"),
        ("bar_chart", "bars monthly_columns"),
        ("pie", "part_of_whole"),
        ("scatterplot", "scatter grouped_dots"),
        ("boxplot", "distribution"),
        ("areas", "stacked_area stacked_columns"),
        ("map", "choropleth hex_map"),
        ("timeline", "dated_events"),
        ("month_columns", "monthly_columns"),
        ("stacked", "stacked_columns"),
    ],
)
def test_a_name_that_newcomers_look_for_finds_the_chart(
    typed: str, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    there = [name for name in first.split() if name in summaries()]
    assert main(["show", typed, "--data", "x.csv"]) == 1
    out = capsys.readouterr()
    lines = out.err.splitlines()
    assert out.out == "" and lines[0].startswith(f"figures: {typed!r} is neither a chart nor a file; ")
    if there:
        assert re.split(r"  +", lines[1].strip()) == [there[0], summaries()[there[0]]]
        assert len(lines) < 10


def test_where_no_name_is_near_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "zzz"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == list(summaries())
    assert nearest("") == nearest("\u202e") == summaries()


def test_no_word_that_is_looked_for_stands_twice() -> None:
    words = [word for several in _SOUGHT for word in several.split()]
    assert sorted(words) == sorted(set(words))
    # Each leads somewhere, with the functions that there are.
    assert {name for names in _SOUGHT.values() for name in names} & set(charts.__all__)


def test_a_file_that_cannot_be_read_is_an_error_as_anywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "absent.csv"]) == 1
    assert capsys.readouterr().err == "figures: absent.csv: must be a file; there is none of this name\n"
    (tmp_path / "semi.csv").write_text(FILES["semi.csv"], encoding="utf-8")
    assert main(["show", f"{tmp_path}/semi.csv"]) == 1
    assert (
        "line 3, column 'visits': '1.204' can be 1204 or 1.204; say which: --thousands ."
        in capsys.readouterr().err
    )
