"""The command line: what it prints, and that an error is one line and status 1."""

from __future__ import annotations

import pytest

from figures import __version__
from figures.command import main
from figures.upstream import build
from figures.upstream.catalogue import tables


def test_list_shows_every_table(capsys):
    assert main(["data", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(tables())
    assert "2720 rows  2022-09-28 to 2026-06-07  Missiles and drones" in lines[0]


def test_describe_shows_columns_sources_and_gaps(capsys):
    assert main(["data", "describe", "strikes_daily"]) == 0
    text = capsys.readouterr().out
    assert "  launched: integer [weapons]. Weapons launched." in text
    assert "Key: date, weapon_class" in text
    assert "claim by a party, claimed by Ukrainian Air Force" in text
    assert "A day without a row is a day without a report" in text


def test_an_error_is_one_line_without_a_traceback(capsys):
    assert main(["data", "describe", "losses_dayly"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("figures: table 'losses_dayly': ")
    assert captured.err.count("\n") == 1


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"figures {__version__}\n"


def test_a_number_comes_with_its_rows_in_columns(capsys):
    assert main(["number", "moratorium.attack_drones_per_day.during"]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(n for n, line in enumerate(lines) if " rows of strikes_daily where " in line)
    assert lines[at + 1].split() == ["date", "weapon_class", "launched", "intercepted"]
    assert len(lines[at + 2].split()) == 4 and "attack_drone" in lines[at + 2]
    assert lines[at + 1].index("launched") + len("launched") == lines[at + 2].index(
        lines[at + 2].split()[2]
    ) + len(lines[at + 2].split()[2])
    assert lines[at].startswith("28 rows") and lines[at + 22] == "… and 8 more"


def test_a_command_is_required(capsys):
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


@pytest.mark.parametrize("result", ["identical", "differs in line 2: is 'a', rebuilt 'b'"])
def test_verify_prints_each_table_and_fails_on_a_difference(capsys, monkeypatch, tmp_path, result):
    # The comparison itself is tested with the real tables in tests/upstream/test_build.py.
    monkeypatch.setattr(build, "verify", lambda *_: {"a.csv": "identical", "b.csv": result})
    status = main(["data", "verify", "--upstream", str(tmp_path)])
    captured = capsys.readouterr()
    assert captured.out == f"a.csv: identical\nb.csv: {result}\n"
    if result == "identical":
        assert (status, captured.err) == (0, "")
    else:
        assert (status, captured.err) == (1, "figures: 1 of 2 files differ: b.csv\n")
