"""Pressing Tab: the scripts are run in the shells that they are for."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from figures import charts, tables
from figures.command import main

BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_figures
printf '%s\\n' "${COMPREPLY[@]}"
"""
# In zsh the function runs in the surroundings that zsh's own bashcompinit makes: sh, and `words` and `options` are taken.
ZSH = """
autoload() { :; }; compinit() { :; }; bashcompinit() { :; }; complete() { :; }
zmodload zsh/parameter 2>/dev/null
source "$1"; shift
compgen() { emulate -L zsh; print -l -- ${(M)${=2}:#$4*}; }
COMP_WORDS=("$@"); (( COMP_CWORD = $# - 1 ))
run() { emulate -L sh; setopt kshglob noshglob braceexpand; _figures; }
run
print -l -- "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scripts and with a command `figures`, as a user has it on the path."""
    made = tmp_path_factory.mktemp("shells")
    for shell in ("bash", "zsh", "fish"):
        command = [sys.executable, "-m", "figures.command", "completion", shell]
        (made / shell).write_text(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    (made / "bin").mkdir()
    figures = made / "bin" / "figures"
    figures.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m figures.command "$@"\n')
    figures.chmod(0o755)
    return made


def offered(folder: Path, shell: str, line: str) -> list[str]:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} on this machine")
    words = line.split(" ")
    script = str(folder / shell)
    command = {
        "bash": ["bash", "--norc", "-c", BASH, "bash", script, *words],
        "zsh": ["zsh", "-f", "-c", ZSH, "zsh", script, *words],
        "fish": [
            "fish",
            "--no-config",
            "-c",
            f"source {shlex.quote(script)}; complete -C {shlex.quote(line)}",
        ],
    }[shell]
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    told = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PATH": path}, cwd=folder
    )
    assert told.stderr == ""
    return [one.split("\t")[0] for one in told.stdout.splitlines() if one]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_tab_offers_what_can_come_next(folder: Path, shell: str) -> None:
    chart_names = [name for name in charts.__all__ if name[0].islower()]
    for line, expected in (
        ("figures sh", ["show"]),
        ("figures show ", chart_names),
        ("figures show la", ["lags"]),
        ("figures show lags --hollow-", ["--hollow-means"]),
        ("figures show lags --mode ", ["light", "dark"]),
        ("figures show lags --mode dark --no", ["--note"]),
        ("figures show small_multiples --title T --mark ", ["bar", "line"]),
        ("figures show compared_levels --no-from-zero --noth", []),
        ("figures completion z", ["zsh"]),
        ("figures claim 6", ["6", *map(str, range(60, 67))]),
        ("figures data ve", ["verify"]),
        ("figures data describe strikes", ["strikes_daily"]),
        ("figures number moratorium.attack_drones_per_day.dur", ["moratorium.attack_drones_per_day.during"]),
    ):
        assert sorted(offered(folder, shell, line)) == sorted(expected), line


def test_where_a_file_or_a_text_is_due_the_shell_offers_its_files(folder: Path) -> None:
    assert offered(folder, "bash", "figures show lags --data ") == []  # nothing of ours: bash turns to files
    assert "complete -o default" in (folder / "bash").read_text()


def test_the_names_that_shells_ask_for_are_those_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tables"]) == 0
    assert capsys.readouterr().out.split() == tables.names()
