"""How long does a build take: everything, nothing changed, one chapter changed, one helper changed? Both books, in turn, from copies of this checkout."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from pathlib import Path
from typing import Any

from benchmarks import plain
from benchmarks.command import ROOT, Cost, run

CHAPTER = "5-pressure"
HELPER = Path("src/figures/measures/sanctions.py")
"""Imported by that chapter, and by others."""
_COPIED = (
    ".ci",
    "book",
    "data",
    "src",
    "_config.yml",
    "Makefile",
    "pyproject.toml",
    "requirements.lock",
    "CITATION.cff",
)
STEPS = ("cold", "nothing changed", "one chapter changed", "one helper changed")
BOOKS = ("ours", "plain")


def measure(work: Path, rounds: int) -> dict[str, Any]:
    """Build both books in all four ways, several times from nothing.

    Parameters
    ----------
    work
        A folder for the copies.
    rounds
        How often.

    Returns
    -------
    dict
        ``rounds``, and book to step to the median cost. For ours the command is ``make book`` itself, without installing; for the plain book ``jupyter-book build``.
    """
    found = [_round(work) for _ in range(rounds)]

    def middle(book: str, step: str) -> Cost:
        return Cost(*map(statistics.median, zip(*(one[book][step] for one in found), strict=True)))

    return {"rounds": rounds} | {book: {step: middle(book, step) for step in STEPS} for book in BOOKS}


def _round(work: Path) -> dict[str, dict[str, Cost]]:
    ours, other = work / "builds" / "ours", work / "builds" / "plain"
    shutil.rmtree(work / "builds", ignore_errors=True)
    ours.mkdir(parents=True)
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, ours / name, ignore=shutil.ignore_patterns("__pycache__", "_build"))
        else:
            shutil.copy(source, ours)
    plain.write(ours / "book", other / "book")
    # What `make book` makes, told that the packages are installed; the code is the copy's own.
    book = ["make", "_build/html/index.html", f"BIN={Path(sys.executable).parent}", "-o", ".venv/.installed"]
    paths = {"PYTHONPATH": str(ours / "src"), "SOURCE_DATE_EPOCH": "1745020800"}
    found: dict[str, dict[str, Cost]] = {book: {} for book in BOOKS}
    for step in STEPS:
        for name, folder, command in (
            ("ours", ours, book),
            ("plain", other, ["jupyter-book", "build", "book", "--quiet"]),
        ):
            if step == "one chapter changed":
                _change(folder / "book" / f"{CHAPTER}.ipynb")
            if step == "one helper changed" and name == "ours":  # the plain book runs on the same code
                with (ours / HELPER).open("a", encoding="utf-8") as file:
                    file.write("\n# changed\n")
            if step == "cold" and name == "ours":
                _forget(ours)
            found[name][step] = run(command, folder, **paths)
            print(f"builds: {name}, {step}: {found[name][step].seconds:.0f} s", flush=True)
    shutil.rmtree(work / "builds")
    return found


def _forget(ours: Path) -> None:
    """Take the stored outputs away: cold is when every chapter has to run."""
    for path in (ours / "book").glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _change(notebook: Path) -> None:
    """Change the last cell of code of a chapter, which then has to run again."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    last = [cell for cell in content["cells"] if cell["cell_type"] == "code"][-1]
    last["source"] = f"# changed\n{''.join(last['source'])}"
    notebook.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
