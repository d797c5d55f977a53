"""When a chapter runs again, and what is stored of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from figures.book.notebooks import Run, chapters, known, normalised, refresh, run
from figures.errors import FiguresError

LOADED = "print(*sorted(name for name in sys.modules if name.split('.')[0] == 'figures'))"
CHAPTERS = {
    "aid": f"import sys\nfrom figures import measure\nprint(measure('aid.us.2025_01').text)\n{LOADED}",
    "map": f"import sys\nfrom figures import charts, load\ncharts.hex_map\nprint(len(load('control_grid')))\n{LOADED}",
    "package": "text = open('../data/datapackage.json').read()\nprint(len(text) > 0)",
    "program": "import subprocess, sys\nprint(subprocess.run([sys.executable, '-c', '1']).returncode)",
    "arrow": "from pyarrow import csv\nprint(csv.read_csv('../data/aid_monthly.csv').num_rows > 0)",
    "writer": "open('new.txt', 'w').write('new')\nprint(open('new.txt').read())",
}


def copied(root: Path, to: Path) -> Path:
    for folder in ("src/figures", "data"):
        shutil.copytree(root / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("requirements.lock", "pyproject.toml"):
        shutil.copy(root / file, to)
    (to / "book").mkdir()
    return to


def write(checkout: Path, name: str, code: str, words: str = "# Title") -> Path:
    cells = [nbformat.v4.new_markdown_cell(words, id="a"), nbformat.v4.new_code_cell(code, id="b")]
    path = checkout / "book" / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture(scope="module")
def checkout(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what chapters depend on, with small chapters that have been run in it."""
    made = copied(root, tmp_path_factory.mktemp("checkout"))
    for name, code in CHAPTERS.items():
        write(made, name, code)
    assert refresh(made) == chapters(made)
    return made


def stale(checkout: Path) -> set[str]:
    return {path.stem for path in chapters(checkout) if known(checkout, path) is None}


def last(checkout: Path, name: str) -> Run:
    found = known(checkout, checkout / "book" / f"{name}.ipynb")
    assert found is not None
    return found


def printed(checkout: Path, name: str) -> list[str]:
    (output,) = last(checkout, name).outputs[0]
    return "".join(output["text"]).splitlines()


@contextmanager
def changed(file: Path, content: bytes | None = None) -> Iterator[None]:
    before = file.read_bytes()
    file.write_bytes(before + b"\n" if content is None else content)
    yield
    file.write_bytes(before)


# The chapter that wrote a file while it ran runs each time; what it read may have been written before or after.
ALWAYS = {"writer"}


def test_what_is_new_runs_and_what_has_run_does_not(checkout: Path) -> None:
    assert stale(checkout) == ALWAYS
    assert printed(checkout, "aid")[0] == "0.5"  # as the page of chapter 5 has it


@pytest.mark.parametrize("name", ["aid", "map"])
def test_a_chapter_uses_the_modules_that_it_has_loaded_and_no_others(checkout: Path, name: str) -> None:
    def module(file: str) -> str:
        return file.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    used = {module(file) for file in last(checkout, name).uses if file.endswith(".py")}
    assert used == set(printed(checkout, name)[1].split())


def test_any_changed_file_makes_exactly_those_chapters_stale_that_use_it(checkout: Path) -> None:
    tables = {
        "aid": {"data/aid_monthly.csv"},
        "map": {"data/control_grid.csv"},
        "arrow": {"data/aid_monthly.csv"},
        "package": {"data/datapackage.json"},
    }
    modules = {
        name: {
            "src/" + module.replace(".", "/") + end
            for module in printed(checkout, name)[1].split()
            for end in (".py", "/__init__.py")
        }
        for name in ("aid", "map")
    }
    rooms = tuple(f"src/figures/{room}/" for room in ("sphinx", "book", "command", "upstream"))
    unread = ("data/numbers.json", "data/corrections.yml")
    files = [path for folder in ("src", "data") for path in sorted((checkout / folder).rglob("*.*"))]
    seen = set()
    for path in files:
        file = path.relative_to(checkout).as_posix()
        if path.suffix not in (".py", ".csv", ".yml", ".json", ".txt") or "__pycache__" in file:
            continue
        expected = ALWAYS | {
            name for name in CHAPTERS if file in tables.get(name, set()) | modules.get(name, set())
        }
        is_input = file.endswith(".py") or file.startswith("data/")
        if is_input and not file.startswith(rooms) and file not in unread:
            expected |= {"program"}  # who knows what another program opens
        with changed(path):
            assert stale(checkout) == expected, file
        seen |= expected
    assert seen == set(CHAPTERS)
    assert stale(checkout) == ALWAYS


def test_an_entry_of_the_package_belongs_to_those_who_asked_for_it(checkout: Path) -> None:
    file = checkout / "data" / "datapackage.json"
    package = json.loads(file.read_bytes())
    for name, users in {"aid_monthly": {"aid"}, "control_grid": {"map"}, "losses_daily": set()}.items():
        (entry,) = [one for one in package["resources"] if one["name"] == name]
        entry["title"] += " changed"
        with changed(file, json.dumps(package).encode()):
            assert stale(checkout) == ALWAYS | users | {"package", "program"}, name
        entry["title"] = entry["title"].removesuffix(" changed")


def test_the_lock_and_a_new_module_belong_to_all(checkout: Path) -> None:
    with changed(checkout / "requirements.lock"):
        assert stale(checkout) == set(CHAPTERS)
    new = checkout / "src" / "figures" / "new.py"
    new.write_text("", encoding="utf-8")
    assert stale(checkout) == set(CHAPTERS)
    new.unlink()
    assert stale(checkout) == ALWAYS


def test_code_runs_again_and_words_do_not(checkout: Path) -> None:
    path = checkout / "book" / "aid.ipynb"
    notebook = path.read_text(encoding="utf-8")
    with changed(path, notebook.replace("# Title", "# Other words").encode()):
        assert "aid" not in stale(checkout)
    with changed(path, notebook.replace("2025_01", "2025_02").encode()):
        assert "aid" in stale(checkout)


def test_a_record_that_is_broken_counts_for_nothing(checkout: Path) -> None:
    record = checkout / "_build" / "runs" / "map.json"
    for broken in (b"", b"{", b"{}", record.read_bytes()[:-1]):
        with changed(record, broken):
            assert "map" in stale(checkout)


def test_outputs_edited_by_hand_are_put_right_without_a_run(root: Path, tmp_path: Path) -> None:
    checkout = copied(root, tmp_path)
    path = write(checkout, "sum", "1 + 1")
    assert refresh(checkout) == [path]
    right = path.read_text(encoding="utf-8")
    assert '"2"' in right
    path.write_text(right.replace('"2"', '"3"').replace("# Title", "# Sum"), encoding="utf-8")
    assert refresh(checkout) == []
    assert path.read_text(encoding="utf-8") == right.replace("# Title", "# Sum")


def test_a_chapter_runs_with_the_code_of_its_checkout(checkout: Path) -> None:
    path = write(checkout, "place", "import figures\nprint(figures.__file__)")
    (output,) = run(checkout, path).outputs[0]
    path.unlink()
    assert "".join(output["text"]).startswith(str(checkout.resolve()))


def test_a_failing_cell_names_chapter_and_error_and_writes_nothing(root: Path, tmp_path: Path) -> None:
    checkout = copied(root, tmp_path)
    path = write(checkout, "1-one", "1 / 0")
    before = path.read_bytes()
    with pytest.raises(
        FiguresError, match=r"1-one.ipynb: a cell failed: ZeroDivisionError: division by zero"
    ):
        refresh(checkout)
    assert path.read_bytes() == before
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
