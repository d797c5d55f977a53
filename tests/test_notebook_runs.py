"""When a chapter runs again, and what is stored of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from figures.errors import FiguresError
from figures.notebooks import chapters, normalised, refresh


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A copy of what chapters depend on, with one small chapter."""
    for folder in ("src/figures", "data"):
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "requirements.lock", tmp_path)
    (tmp_path / "book").mkdir()
    write(tmp_path, "1 + 1")
    return tmp_path


def write(checkout: Path, code: str) -> None:
    cells = [nbformat.v4.new_markdown_cell("# Title", id="a"), nbformat.v4.new_code_cell(code, id="b")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), checkout / "book" / "1-one.ipynb")


def test_a_chapter_runs_when_something_it_uses_changed_and_only_then(checkout: Path) -> None:
    assert [path.name for path in refresh(checkout)] == ["1-one.ipynb"]
    stored = (checkout / "book" / "1-one.ipynb").read_text(encoding="utf-8")
    assert '"2"' in stored
    assert refresh(checkout) == []

    changed = {
        "src/figures/say.py": "\n# changed\n",
        "data/strikes_daily.csv": "\n",
        "requirements.lock": "\n# changed\n",
    }
    for name, addition in changed.items():
        with (checkout / name).open("a", encoding="utf-8") as file:
            file.write(addition)
        assert refresh(checkout) == chapters(checkout), name
        assert refresh(checkout) == [], name
    assert (checkout / "book" / "1-one.ipynb").read_text(encoding="utf-8") == stored

    write(checkout, "2 + 2")
    assert refresh(checkout) == chapters(checkout)
    with (checkout / "src/figures/sphinx/num.py").open("a", encoding="utf-8") as file:
        file.write("\n# pages change, chapters do not\n")
    assert refresh(checkout) == []


def test_a_failing_cell_names_chapter_and_error_and_writes_nothing(checkout: Path) -> None:
    write(checkout, "1 / 0")
    before = (checkout / "book" / "1-one.ipynb").read_bytes()
    with pytest.raises(
        FiguresError, match=r"1-one.ipynb: a cell failed: ZeroDivisionError: division by zero"
    ):
        refresh(checkout)
    assert (checkout / "book" / "1-one.ipynb").read_bytes() == before
    with pytest.raises(FiguresError):  # and it is not taken for done
        refresh(checkout)


def test_nothing_of_the_day_or_the_machine_is_stored() -> None:
    cell = nbformat.v4.new_code_cell(
        "1", id="a", execution_count=17, metadata={"execution": {"iopub.status": "2026"}}
    )
    cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "1"}, execution_count=17)]
    notebook = nbformat.v4.new_notebook(
        cells=[cell], metadata={"language_info": {"name": "python", "version": "3.11.7"}}
    )
    text = normalised(notebook)
    assert "3.11.7" not in text and "iopub" not in text and "17" not in text
