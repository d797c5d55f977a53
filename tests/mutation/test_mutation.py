"""A seeded sample of what `make mutation` tries: no error in data and ledger gets past the checks, and hardly one in the code.

The code is tried in processes of their own, because a mutant must be there before anything imports it.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from mutation import changes, trial
from mutation.mutants import mutants
from mutation.run import SEED, reasons, without_line

TESTS = Path(__file__).resolve().parents[1]


def made(code: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "module.py"
    path.write_text(code, encoding="utf-8")
    return [ast.unparse(one.code) for one in mutants("module", path)]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("a < b", ["a <= b"]),
        ("a + 1", ["a - 1", "a + 2"]),
        ("a and b", ["a or b"]),
        ("not a", ["not not a"]),
        ("-a", ["+a"]),
        ("a[1:2]", ["a[2:2]", "a[1:3]"]),
        ("a['key']", ["a['key_']"]),
        ("a if b else c", ["c if b else a"]),
        ("max(a)", ["min(a)"]),
        ("[a for a in b if c]", ["[a for a in b if not c]"]),
        ("if a:\n    b", ["if not a:\n    b"]),
        # What is only read is left alone.
        ("'Two words.'", []),
        ("a: int\nfrom b import c", []),
        ("raise ValueError('missing')", []),
        ("zip(a, b, strict=True)", []),
    ],
)
def test_mutants_differ_in_one_thing(code: str, wrong: list[str], tmp_path: Path) -> None:
    assert made(code, tmp_path) == wrong


def test_no_reason_is_given_for_code_that_is_gone() -> None:
    every = {
        without_line(one.place) for name in trial.modules() for one in mutants(name, trial.path_of(name))
    }
    assert reasons().keys() <= every


def survived(found: list[changes.Outcome]) -> list[str]:
    return [f"{one.kind}: {one.place}" for one in found if not one.guard]


def test_every_change_of_what_is_written_by_hand_is_caught() -> None:
    found = list(changes.written(1, SEED))
    assert len(found) > 200
    assert survived(found) == []


def test_every_change_of_a_table_is_caught(rebuilt: Path) -> None:
    found = list(changes.tables(1, SEED, {path.name: path.read_bytes() for path in rebuilt.iterdir()}))
    assert len(found) > 200
    assert survived(found) == []


@pytest.mark.parametrize(
    ("room", "most"),
    [
        ("measures", 4),
        pytest.param("measures", 12, marks=pytest.mark.night),
        pytest.param("charts", 12, marks=pytest.mark.night),
    ],
)
def test_most_mutants_of_the_code_are_caught(room: str, most: int) -> None:
    """Some of each room; `make mutation` tries some hundred."""
    run = subprocess.run(
        [sys.executable, "-m", "mutation.run", "--only", room, "--most", str(most)],
        cwd=TESTS, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
