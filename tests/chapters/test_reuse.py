"""The page on reuse: three analyses, each short, everyday charts in one line, all accepted by strict type checkers."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "book" / "reuse.ipynb"
CELLS = {
    cell["id"]: "".join(cell["source"])
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code"
}
ANALYSES = ("air-quality", "oil-flow", "seat-belts")


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reuse") / "analyses.py"
    path.write_text("\n\n".join(CELLS.values()) + "\n", encoding="utf-8")
    settings = {"include": ["analyses.py"], "typeCheckingMode": "strict"}
    # In a notebook the last value of a cell is shown; in a script it looks unused.
    settings |= {"reportUnusedExpression": False}
    (path.parent / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_takes_less_than_ten_lines_and_ends_in_a_chart(name):
    code = CELLS[name]
    assert len(code.splitlines()) < 10
    assert isinstance(ast.parse(code).body[-1], ast.Assign)


def test_each_analysis_is_published_with_a_source_of_its_own():
    assert [
        name for name in ANALYSES if f'examples.SOURCES["{names(name)}"]' not in CELLS[f"{name}-figure"]
    ] == []


def names(analysis: str) -> str:
    (path,) = (
        node.args[0].value
        for node in ast.walk(ast.parse(CELLS[analysis]))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "examples.path"
    )
    return path


@pytest.mark.parametrize("name", ["everyday-lines", "everyday-bars"])
def test_an_everyday_chart_is_published_with_a_name_and_its_sources_alone(name):
    published = ast.parse(CELLS[name]).body[-1].value
    assert ast.unparse(published.func) == "publish"
    assert [keyword.arg for keyword in published.keywords] == ["id", "sources"]


@pytest.mark.night  # by day pyright does
def test_mypy_accepts_the_analyses_in_strict_mode(script: Path):
    found = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            "--cache-dir",
            str(NOTEBOOK.parents[1] / ".mypy_cache" / "analyses"),
            str(script),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_pyright_accepts_the_analyses_in_strict_mode(script: Path):
    found = subprocess.run(
        [sys.executable, "-m", "pyright", "-p", str(script.parent), "--pythonpath", sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
