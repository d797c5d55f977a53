"""The chapters give the outputs that are stored in them (pytest-notebook tells where they differ).

`make book` has run what could be stale and kept what came of it; a chapter of which nothing current is known is run here.
"""

from __future__ import annotations

import ast
import base64
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from pytest_notebook.diffing import diff_notebooks, diff_to_string

from figures import charts
from figures.book.notebooks import Run, filled, known, run
from figures.figure import MIME

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_viewer_that_runs_nothing_shows_every_figure(path: Path) -> None:
    """As `jupyter nbconvert --to html` makes it, and GitHub's viewer: from the stored outputs alone."""
    exported, _ = HTMLExporter().from_filename(str(path))
    page = BeautifulSoup(exported, "html.parser")
    pictures = [
        base64.b64decode(image["src"].partition(",")[2]) for image in page.select(".jp-RenderedSVG img")
    ]
    shown = [ElementTree.fromstring(picture).get("aria-label") for picture in pictures]
    assert shown == [
        output.data[MIME]["description"]
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if MIME in output.get("data", {})
    ]


@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> tuple[Path, Run]:
    path: Path = request.param
    return path, known(ROOT, path) or run(ROOT, path)


def test_outputs_are_what_is_stored(chapter: tuple[Path, Run]) -> None:
    path, made = chapter
    stored = nbformat.read(path, as_version=4)
    diff = diff_notebooks(stored, nbformat.reads(filled(path, made), as_version=4))
    assert not diff, diff_to_string(stored, diff, use_color=False)


def test_a_chapter_uses_what_its_code_calls(chapter: tuple[Path, Run]) -> None:
    path, made = chapter
    cells = nbformat.read(path, as_version=4).cells
    tree = ast.parse("\n".join(cell.source for cell in cells if cell.cell_type == "code"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    tables = {call.args[0].value for call in calls if getattr(call.func, "id", None) == "load"}  # type: ignore[attr-defined]
    files = {f"data/{name}.csv" for name in tables}
    used = {name for name in made.uses if name.endswith((".csv", ".yml"))}
    assert files <= used
    names = {
        name
        for node in ast.walk(tree)
        for name in (getattr(node, "attr", None), getattr(node, "id", None))
        if name in charts.__all__
    }
    homes = {getattr(charts, name).__module__.replace(".", "/") for name in names - {"Window"}}
    drawn_with = {
        name.removesuffix(".py").removeprefix("src/")
        for name in made.uses
        if name.startswith("src/figures/charts/") and "/_" not in name
    }
    assert drawn_with == homes
