"""When does a chapter run again? When its code, or a file that it opened when it ran, or the lock changed, and never otherwise.

A chapter runs in a process that listens to Python's audit events and so knows which files of the checkout were opened, modules among
them. What a run gave is kept with a hash of these files, in ``_build/runs``: the book is made from it, and the regression test compares
with it what is stored in the notebooks, so nothing is run twice.

Where this cannot see, it takes more than was used: a chapter that starts another program depends on the whole checkout, a module on the data
files beside it, which Arrow opens unseen, a cell that names a file of ``data/`` on that file, and all chapters on the names of all modules.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from figures.claims import corrections
from figures.errors import FiguresError

NUMBERS = Path("data") / "numbers.json"
RUNS = Path("_build") / "runs"
_PACKAGE = "data/datapackage.json"
_EVERYTHING = "."
_ROOMS_THAT_CHAPTERS_DO_NOT_USE = ("upstream", "sphinx", "book", "command")


@dataclass(frozen=True)
class Run:
    """What came of running a chapter."""

    key: str
    uses: list[str]
    outputs: list[list[dict[str, Any]]]


def chapters(root: Path) -> list[Path]:
    """List the notebooks of the book."""
    return sorted((root / "book").glob("*.ipynb"))


def refresh(root: Path, *, every: bool = False) -> list[Path]:
    """Run the chapters whose outputs could be stale, on all cores, and write those whose outputs changed."""
    runs = {path: None if every else known(root, path) for path in chapters(root)}
    stale = [path for path, found in runs.items() if found is None]
    if stale:
        import_module("nbclient")  # once, before there are several processes
    # The longest first, so that no core waits for the last one alone.
    longest_first = sorted(stale, key=lambda path: len(str(_code(path))), reverse=True)
    with ProcessPoolExecutor(max_workers=min(len(stale), (os.cpu_count() or 1) + 1) or 1) as workers:
        numbers = workers.submit(_write_numbers, root)
        fresh = dict(zip(longest_first, workers.map(partial(run, root), longest_first), strict=True))
    for path, made in fresh.items():
        _write(_record(root, path), json.dumps(asdict(made)))
    stored = _stored(root)
    for path, found in runs.items():
        # What was written last time is still what a run gave; anybody's editor may have written it since.
        if path in fresh or stored.get(path.name) != _hash_of_all([path]):
            _write(path, filled(path, found or fresh[path]))
    _write(root / RUNS / "stored", json.dumps({path.name: _hash_of_all([path]) for path in runs}))
    numbers.result()
    return stale


def known(root: Path, path: Path) -> Run | None:
    """Return the last run of a chapter, if running it again could give nothing else."""
    try:
        found = Run(**json.loads(_record(root, path).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return found if found.key == key(root, path, found.uses) else None


def run(root: Path, path: Path) -> Run:
    """Run a chapter with the code of this checkout; nothing is written."""
    import nbclient
    import nbformat
    from traitlets.config import Config

    began = time.time_ns()
    notebook = nbformat.read(path, as_version=4)
    # A kernel that is reached by a file rather than a port needs no network at all.
    with tempfile.TemporaryDirectory() as folder:
        opened = Path(folder) / "opened"
        code = f"{inspect.getsource(_listen)}\n_listen({str(root.resolve())!r}, {str(opened)!r})"

        def listen(notebook: Any) -> None:
            # In a namespace of its own: the chapter finds no name that it did not make.
            client.kc.execute(f"exec({code!r}, {{}})", silent=True, store_history=False)

        client = nbclient.NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=300,
            shutdown_kernel="immediate",  # it has nothing left to tell
            resources={"metadata": {"path": str(path.parent)}},
            config=Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}}),
            on_notebook_start=listen,
        )
        paths = [str(root.resolve() / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
        try:
            client.execute(
                env=os.environ | {"PYDEVD_DISABLE_FILE_VALIDATION": "1", "PYTHONPATH": os.pathsep.join(paths)}
            )
        except nbclient.exceptions.CellExecutionError as error:
            raise FiguresError(f"{path.name}: a cell failed: {error.ename}: {error.evalue}") from None
        if not opened.exists():
            raise FiguresError(f"{path.name}: nobody listened to what it opened")
        uses = sorted(set(_uses(root, path, opened.read_text(encoding="utf-8").splitlines())))
    # As the file has them, without counters of the session.
    cells = json.loads(normalised(notebook))["cells"]
    outputs = [cell["outputs"] for cell in cells if cell["cell_type"] == "code"]
    # What was written meanwhile may have been read before or after: then nothing is known about the next run.
    meanwhile = any(file.stat().st_mtime_ns >= began for file in [path, *_files(root, uses)])
    return Run("" if meanwhile else key(root, path, uses), uses, outputs)


def filled(path: Path, found: Run) -> str:
    """Write a notebook as it is now with the outputs of a run."""
    import nbformat

    stored = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    for cell, outputs in zip(code, found.outputs, strict=True):
        cell["outputs"] = outputs
    return normalised(nbformat.reads(json.dumps(stored), as_version=4))


def key(root: Path, path: Path, uses: Iterable[str]) -> str:
    """Hash all that decides what a chapter puts out: its code, what it uses, the lock, Python, and which modules there are."""
    modules = sorted(file.relative_to(root).as_posix() for file in (root / "src" / "figures").rglob("*.py"))
    parts = {
        "code": _code(path),
        "python": sys.version,
        "modules": [name for name in modules if name.split("/")[2] not in _ROOMS_THAT_CHAPTERS_DO_NOT_USE],
        "uses": {name: _hash(root, name) for name in ("requirements.lock", *uses)},
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _hash(root: Path, name: str) -> str | None:
    """Hash a file, an entry of the data package or, for ``.``, everything; nothing where there is none."""
    if name == _EVERYTHING:
        return _hash_of_all(_inputs(root))
    file, _, entry = name.partition("#")
    if not (root / file).is_file():
        return None
    content = (root / file).read_bytes()
    if entry:
        found = [one for one in json.loads(content)["resources"] if one["name"] == entry]
        content = json.dumps(found).encode()
    return hashlib.sha256(content).hexdigest()


def _files(root: Path, uses: Iterable[str]) -> list[Path]:
    return [file for name in uses if (file := root / name.partition("#")[0]).is_file()]


def _hash_of_all(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _listen(root: str, listing: str) -> None:
    """Write down which files of the checkout this process opens from now on; it runs inside a chapter's kernel."""
    import os
    import sys

    out = os.open(listing, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    programs = (
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.system",
        "subprocess.Popen",
    )

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event in programs:
            line = "."
        elif event == "figures.tables.read":
            line = f"data/datapackage.json#{arguments[0]}"
        elif event in ("open", "exec"):
            # A module is executed, and has the name of its source, wherever its bytecode was read from.
            file = arguments[0] if event == "open" else getattr(arguments[0], "co_filename", "")
            if not isinstance(file, (str, bytes, os.PathLike)) or (
                event == "exec" and not os.path.isabs(file)
            ):
                return
            file = os.path.realpath(os.fsdecode(file))
            if not file.startswith(root + os.sep):
                return
            line = os.path.relpath(file, root).replace(os.sep, "/")
            frame = sys._getframe(1) if line == "data/datapackage.json" else None
            while frame and frame.f_code.co_name != "_package":
                frame = frame.f_back
            if frame:  # figures.tables reads it, and tells which entry is asked for
                return
        else:
            return
        os.write(out, f"{line}\n".encode())

    sys.addaudithook(note)


def _uses(root: Path, path: Path, opened: Iterable[str]) -> Iterator[str]:
    for name in opened:
        if "__pycache__" in name or name.startswith((".venv/", "_build/")):
            continue
        yield name.removesuffix("#")
        file = root / name
        if name.endswith(".py"):
            beside = (one for one in file.parent.iterdir() if one.is_file() and one.suffix != ".py")
            yield from (one.relative_to(root).as_posix() for one in beside)
    code = "".join(source for source, _ in _code(path))
    yield from (f"data/{one.name}" for one in (root / "data").iterdir() if one.name in code)


def _code(path: Path) -> list[tuple[str, list[str]]]:
    """Read the code cells of a notebook: source and tags, which can change how a cell runs."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [
        ("".join(cell["source"]), cell["metadata"].get("tags", []))
        for cell in cells
        if cell["cell_type"] == "code"
    ]


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


def _write_numbers(root: Path) -> None:
    record = root / RUNS / "numbers"

    def now() -> str:
        return _hash_of_all(path for path in [*_inputs(root), root / NUMBERS] if path.exists())

    if not record.exists() or record.read_text(encoding="utf-8") != now():
        _write(root / NUMBERS, published_numbers())
        _write(record, now())


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


def _stored(root: Path) -> dict[str, str]:
    """Read the hash that each notebook had when it was written last."""
    try:
        return dict(json.loads((root / RUNS / "stored").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def _record(root: Path, path: Path) -> Path:
    return root / RUNS / f"{path.stem}.json"


def _write(path: Path, text: str) -> None:
    """Write a file if it changes, so that what did not change does not look newer."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _inputs(root: Path) -> list[Path]:
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
