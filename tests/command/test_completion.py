"""Pressing Tab: what is offered, and that bash gets it from the script that we print."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from figures import charts
from figures.book.commands import main

BASH = """
source "$1"
COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=9 COMP_WORDS=($2) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_python_argcomplete figures
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A command `figures`, as a user has it on the path."""
    figures = tmp_path_factory.mktemp("bin") / "figures"
    figures.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m figures.book.commands "$@"\n')
    figures.chmod(0o755)
    return figures


def offered(command: Path, line: str) -> list[str]:
    """Ask as the scripts of bash, zsh and fish do."""
    answer = command.with_name("answer")
    answer.unlink(missing_ok=True)
    asked = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_TYPE": "9",
    }
    done = subprocess.run(
        [command], capture_output=True, text=True, check=True, env=os.environ | asked, cwd=command.parent
    )
    assert (done.stdout, done.stderr) == ("", "")
    return [word.strip() for word in answer.read_text(encoding="utf-8").split("\n") if word]


def test_tab_offers_what_can_come_next(command: Path) -> None:
    chart_names = [name for name in charts.__all__ if name[0].islower()]
    for line, expected in (
        ("figures sh", ["show"]),
        ("figures show ", ["--help", *chart_names]),
        ("figures show du", ["durations"]),
        ("figures show durations --hollow-", ["--hollow-means"]),
        ("figures show durations --mode ", ["light", "dark"]),
        ("figures show durations --colour t", ["teal"]),
        ("figures show durations --mode dark --no", ["--note"]),
        ("figures show small_multiples --title T --mark ", ["bar", "line"]),
        ("figures show estimates_over_time --no-from-zero --noth", []),
        ("figures completion z", ["zsh"]),
        ("figures claim L6", ["L6", *(f"L{line}" for line in range(60, 67))]),
        ("figures data ve", ["verify"]),
        ("figures data describe strikes", ["strikes_daily"]),
        ("figures number moratorium.attack_drones_per_day.dur", ["moratorium.attack_drones_per_day.during"]),
    ):
        assert sorted(offered(command, line)) == sorted(expected), line


def test_where_a_file_is_due_files_are_offered(command: Path) -> None:
    assert "figures" in offered(command, "figures show durations --data ")


def test_bash_gets_the_same_from_the_script(
    command: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", "bash"]) == 0
    script = tmp_path / "script"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", BASH, "bash", str(script), "figures show du"],
        capture_output=True, text=True, check=True, env=os.environ | {"PATH": path},
    )  # fmt: skip
    assert done.stdout.strip() == "durations"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script_of_its_own(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    registers = {"bash": "complete -o nospace", "zsh": "compdef _python_argcomplete figures"}
    assert registers.get(shell, "complete --command figures") in script
