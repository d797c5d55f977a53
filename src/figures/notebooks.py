"""When does a chapter run again? When its code, the package, the tables or the lock changed, and never otherwise."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from figures import corrections
from figures.errors import FiguresError

NUMBERS = Path("data") / "numbers.json"
_ROOMS_THAT_CHAPTERS_DO_NOT_USE = ("upstream", "sphinx")


def chapters(root: Path) -> list[Path]:
    """List the notebooks of the book."""
    return sorted((root / "book").glob("*.ipynb"))


def refresh(root: Path, *, every: bool = False) -> list[Path]:
    """Run the chapters whose outputs could be stale and write those whose outputs changed.

    Parameters
    ----------
    root
        The checkout.
    every
        Run all of them, whatever the record of the last run says.

    Returns
    -------
    list of Path
        The chapters that were run.

    Raises
    ------
    FiguresError
        When a cell fails; the message names the chapter and the cell, and no notebook is written.
    """
    records = root / "_build" / "notebooks.json"
    known = json.loads(records.read_text(encoding="utf-8")) if records.exists() else {}
    keys = {path.name: _key(root, path) for path in chapters(root)}
    stale = [path for path in chapters(root) if every or known.get(path.name) != keys[path.name]]
    with ProcessPoolExecutor(max_workers=min(len(stale), os.cpu_count() or 1) or 1) as workers:
        fresh = list(workers.map(executed, stale))
    for path, text in zip(stale, fresh, strict=True):
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    (root / NUMBERS).write_text(published_numbers(), encoding="utf-8")
    records.parent.mkdir(exist_ok=True)
    records.write_text(json.dumps(keys, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return stale


def published_numbers() -> str:
    """Write every number that the book may state, so that a change in any of them is a visible diff."""
    from figures.measures import measures

    def plain(value: float | None) -> float | None:
        # Ten digits are more than any source has, and the same on every processor.
        return None if value is None else float(f"{value:.10g}")

    numbers = {
        number.name: {
            "text": number.text,
            "unit": number.unit,
            "value": plain(number.value),
            "low": plain(number.low),
            "high": plain(number.high),
        }
        for number in measures().values()
    }
    return json.dumps(numbers, ensure_ascii=False, indent=1) + "\n"


def executed(path: Path) -> str:
    """Run a notebook and return its text with the new outputs and nothing that depends on the day or the machine."""
    import nbclient
    import nbformat
    from traitlets.config import Config

    notebook = nbformat.read(path, as_version=4)
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    # A kernel that is reached by a file rather than a port needs no network at all.
    with tempfile.TemporaryDirectory() as folder:
        client = nbclient.NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=300,
            resources={"metadata": {"path": str(path.parent)}},
            config=Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}}),
        )
        try:
            client.execute()
        except nbclient.exceptions.CellExecutionError as error:
            raise FiguresError(f"{path.name}: a cell failed: {error.ename}: {error.evalue}") from None
    return normalised(notebook)


def normalised(notebook: Any) -> str:
    """Write a notebook without timings, counters of a session and the version of Python that happened to run it."""
    import nbformat

    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    )
    count = 0
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = count
    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"


def _key(root: Path, path: Path) -> str:
    digest = hashlib.sha256()
    code = [
        cell["source"] for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"
    ]
    digest.update(json.dumps(code).encode())
    for part in _inputs(root):
        digest.update(part.relative_to(root).as_posix().encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()


def _inputs(root: Path) -> Iterable[Path]:
    package = root / "src" / "figures"
    code = (
        path
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] not in _ROOMS_THAT_CHAPTERS_DO_NOT_USE
    )
    # The numbers are made by this run, and no chapter reads the corrections.
    others = (NUMBERS.name, corrections.FILE)
    data = (path for path in (root / "data").iterdir() if path.is_file() and path.name not in others)
    return [root / "requirements.lock", *sorted(code), *sorted(data)]
