"""Does a check fail? A process of its own runs the project's checks on a mutant, until one of them fails or all have passed.

The process is forked before anything that uses the module is imported, so that the mutant is what everything imports; libraries,
tables and the other room are there already.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import json
import os
import re
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

from mutation.mutants import Mutant

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "figures"
MOST_SECONDS = 300
"""Of processor time: a mutant that never ends is caught too. The slowest module needs a quarter of it."""
MOST_SECONDS_OF_DRAWINGS = 40
"""All of them need a fifth of it."""
SLOW = (
    "is_the_same_on or charts_show or other_time_zones or drawn_change or compiles_to_what "
    "or ticks_of_any_example or no_words_make"
)
"""Tests that take many seconds for what others see sooner."""
Check = tuple[str, Callable[[], str]]


def modules() -> list[str]:
    """Name the modules whose every line is to be guarded: those of measures and of charts."""
    return [
        f"figures.{room}.{path.stem}"
        for room in ("measures", "charts")
        for path in sorted((PACKAGE / room).glob("*.py"))
        if path.stem != "__init__"
    ]


def path_of(module: str) -> Path:
    return ROOT / "src" / Path(*module.split(".")).with_suffix(".py")


def caught_by(mutant: Mutant | None, module: str) -> str:
    """Run the checks of a module on a mutant of it, or on itself, and name the first that fails; an empty text if none does."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silent, stream)
        try:
            told = _first_failure(mutant, module)
        except BaseException as error:
            told = f"import: {type(error).__name__}"
        os.write(writer, told.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)  # what it started
    return told if os.WIFEXITED(status) else f"ended by signal {os.WTERMSIG(status)}"


def _first_failure(mutant: Mutant | None, module: str) -> str:
    assert module not in sys.modules, "a mutant must be what everything imports"
    if mutant is not None:
        sys.meta_path.insert(0, _Finder(mutant))
    os.chdir(ROOT)
    for name, check in checks(module):
        try:
            told = check()
        except Exception as error:
            told = type(error).__name__
        if told:
            return f"{name}: {told}"
    return ""


class _Finder:
    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.mutant.module:
            return None
        return importlib.util.spec_from_file_location(
            name, self.mutant.path, loader=_Loader(name, str(self.mutant.path), self.mutant)
        )


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.mutant.code, self.path, "exec", dont_inherit=True)


# ---- the checks, the quickest first ----


def checks(module: str) -> Iterator[Check]:
    """List the checks that look at a module: numbers or drawings that are stored, its own tests, chapters, then the tests of all."""
    users = _users(module)
    words = _words(users)
    measured = module.startswith("figures.measures.")
    folder = ROOT / "tests" / module.split(".")[1]
    if measured:
        yield "numbers.json", numbers
    else:
        yield "specs", lambda: drawings(words)
    named = {path: _names(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("test_*.py"))}
    own, every = _own_words(module), _words(set(modules()))
    near = sorted(
        (path for path in named if named[path] & own), key=lambda path: (len(named[path] & every), path)
    )
    own_tests = ("--doctest-modules", str(path_of(module)), *map(str, near))
    # A test that is named after a function, or has it as a parameter, sees most of what is wrong with it.
    yield "tests", lambda: run_tests(*own_tests, only=sorted(own))
    if not measured:
        refusals = folder / "test_charts_refusals.py"
        yield "refusals", lambda: run_tests(str(refusals), only=sorted(words))
    for chapter in sorted((ROOT / "book").glob("*.ipynb"), key=lambda path: path.stat().st_size):
        if _names(_code(chapter)) & words:
            yield chapter.stem, lambda chapter=chapter: outputs(chapter)  # type: ignore[misc]
    yield "tests", lambda: run_tests(*own_tests, but=sorted(own))
    far = sorted(map(str, named.keys() - near))
    if far:
        yield "tests", lambda: run_tests(*far, only=() if measured else sorted(words))


def numbers() -> str:
    """Compare the measures with those that are committed."""
    from figures.book.notebooks import NUMBERS, published_numbers

    committed = (ROOT / NUMBERS).read_text(encoding="utf-8")
    return "" if published_numbers() == committed else "changed"


def drawings(functions: set[str]) -> str:
    """Compare what charts of these functions draw, list and say with what is stored."""
    sys.path.insert(0, str(ROOT / "tests" / "charts"))
    from test_charts_specs import CHARTS, LISTS, now, stored

    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS_OF_DRAWINGS)  # what never ends is caught by the signal
    asked = (name for name in CHARTS if name in LISTS or name.split(",")[0] in functions)
    changed = next((name for name in asked if now(name) != stored(name)), "")
    signal.setitimer(signal.ITIMER_PROF, 0)
    return changed


def run_tests(*arguments: str, only: Sequence[str] = (), but: Sequence[str] = ()) -> str:
    """Run tests, with few examples of each property, and name the first that fails."""
    import pytest
    from hypothesis import settings

    settings.register_profile("mutation", deadline=None, max_examples=10, derandomize=True, database=None)
    wanted = f"not ({' or '.join([SLOW, *but])})" + (f" and ({' or '.join(only)})" if only else "")

    class Failed:
        name = ""

        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                self.name = self.name or report.nodeid.split("/")[-1]

    failed = Failed()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # importing them takes longer than most tests
    plugins = ("no:cacheprovider", "no:terminalreporter", "_hypothesis_pytestplugin")
    chosen = [part for name in plugins for part in ("-p", name)]
    ended = pytest.main(
        ["-x", "-q", "-m", "not engines", "-k", wanted, "--hypothesis-profile=mutation", *chosen, *arguments],
        plugins=[failed],
    )
    return "" if ended in (0, 5) else failed.name or f"pytest ended with {int(ended)}"


def outputs(chapter: Path) -> str:
    """Run a chapter, and name the first cell whose output is not the one that is stored."""
    before = os.getcwd()
    os.chdir(chapter.parent)
    try:
        pairs = zip(shown(chapter), stored(chapter), strict=True)
        return next((f"cell {now[0]}" for now, then in pairs if now != then), "")
    finally:
        os.chdir(before)


def stored(chapter: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """List the outputs that are stored in a chapter, each cell with its id."""
    for cell in _code_cells(chapter):
        yield cell["id"], [_joined(output["data"]) for output in cell["outputs"]]


def shown(chapter: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Run a chapter in its folder, and list what its cells put out, each cell with its id."""
    import pandas as pd
    from IPython.core.formatters import format_display_data

    pd.set_option("display.max_columns", 20)  # as in a kernel, which has no terminal
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in _code_cells(chapter):
        value = _run("".join(cell["source"]), names)
        yield cell["id"], [] if value is None else [json.loads(json.dumps(format_display_data(value)[0]))]


def _code_cells(chapter: Path) -> list[dict[str, Any]]:
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def _run(code: str, names: dict[str, Any]) -> Any:
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(tree, "cell", "exec"), names)
        return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def _joined(data: dict[str, Any]) -> dict[str, Any]:
    return {kind: "".join(part) if isinstance(part, list) else part for kind, part in data.items()}


def _code(chapter: Path) -> str:
    return "\n".join("".join(cell["source"]) for cell in _code_cells(chapter))


# ---- who uses what ----


def _names(code: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_]\w*", code))


def _own_words(module: str) -> set[str]:
    """Name a module and its public functions; in charts a stem such as `claims` is too common a word."""
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    public = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
    }
    stem = {module.rsplit(".", maxsplit=1)[-1]} if ".measures." in module else set()
    return (public | stem) - {"measures", "Rows"}


def _words(users: set[str]) -> set[str]:
    return {word for module in users for word in _own_words(module)}


def _users(module: str) -> set[str]:
    """Collect a module and every one that imports it, directly or not."""
    found, new = set(), {module}
    while new:
        found |= new
        new = {other for other in modules() if _imports(other) & found} - found
    return found


@cache
def _imports(module: str) -> frozenset[str]:
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return frozenset(
        {str(node.module) for node in nodes}
        | {f"{node.module}.{name.name}" for node in nodes for name in node.names}
    )


def preload(room: str) -> None:
    """Import and compute, once, what trials of a room need and what its mutants cannot change: libraries, tables, the other room."""
    for name in ("pandas", "pyarrow.csv", "narwhals", "altair", "yaml", "hypothesis", "IPython", "pytest"):
        importlib.import_module(name)
    tables = importlib.import_module("figures.tables")
    for name in tables.names():
        tables.load(name), tables.load(name, backend="pyarrow")
    if room == "charts":
        importlib.import_module("figures.measures").measures()
    else:
        importlib.import_module("figures.charts")
    assert not any(name.startswith(f"figures.{room}") for name in sys.modules), room
