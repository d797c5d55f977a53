"""This book's own commands: what they print, and when they fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from figures.book.commands import main
from figures.measures import measures
from figures.tables import names
from figures.upstream import build


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


def test_the_list_has_every_table_number_and_chart(root: Path, capsys) -> None:
    assert main(["list"]) == 0
    printed = capsys.readouterr().out
    stored = json.loads((root / "data" / "numbers.json").read_bytes())
    assert list(stored) == list(measures())
    for name, number in stored.items():
        assert f"{name:<64} {number['text']:>8} {number['unit']}\n" in printed
    for name in (*names(), "monthly_columns"):
        assert f"\n{name} " in printed
