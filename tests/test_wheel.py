"""What somebody gets who installs the wheel into an empty environment, far from the repository. Needs the package index."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

NUMBER = "moratorium.attack_drones_per_day.during"
MOST_PACKAGES = 16
VISITS = "month,visits\n2025-01-01,310\n2025-02-01,295\n2025-04-01,280\n"


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=root)
    return folder


@pytest.fixture(scope="module")
def empty(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment with the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env")
    (wheel,) = built.glob("*.whl")
    # What is never imported need not be compiled.
    install = [*pip(folder), "--quiet", "install", "--no-compile", str(wheel)]
    installed = subprocess.run(install, capture_output=True, text=True, check=False)
    if installed.returncode and "Failed to establish a new connection" in installed.stderr:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("no package index can be reached")
    assert installed.returncode == 0, installed.stderr
    return folder


def pip(empty: Path) -> list[str]:
    """This environment's pip, which works on the empty one as well: one of its own takes longer to install than to use."""
    python = str(empty / "env" / "bin" / "python")
    return [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]


def run(command: Sequence[str], cwd: Path) -> str:
    bare = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=bare)
    assert done.returncode == 0, done.stderr
    return done.stdout


def figures(empty: Path, *words: str) -> str:
    return run([str(empty / "env" / "bin" / "figures"), *words], cwd=empty)


def python(empty: Path, code: str) -> str:
    return run([str(empty / "env" / "bin" / "python"), "-c", code], cwd=empty)


def test_the_wheel_carries_the_tables_and_no_yaml(built: Path, root: Path) -> None:
    (wheel,) = built.glob("*.whl")
    inside = zipfile.ZipFile(wheel).namelist()
    data = {Path(name).name for name in inside if name.startswith("figures/_data/")}
    written = {
        path.with_suffix(".json").name if path.suffix == ".yml" else path.name
        for path in (root / "data").iterdir()
    }
    assert data == written
    assert "figures/py.typed" in inside
    assert [name for name in inside if name.startswith(("tests/", "book/")) or name.endswith(".yml")] == []


def test_a_wheel_can_be_built_from_the_source_archive(built: Path, tmp_path: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "again")], cwd=source
    )
    (again,) = (tmp_path / "again").glob("*.whl")
    (first,) = built.glob("*.whl")
    assert again.read_bytes() == first.read_bytes()


def test_few_packages_come_with_it(empty: Path) -> None:
    listed = json.loads(run([*pip(empty), "list", "--format", "json"], cwd=empty))
    came = {one["name"] for one in listed} - {"pip", "setuptools"}
    assert "where-is-the-pressure" in came
    assert len(came) <= MOST_PACKAGES, sorted(came)


def test_importing_it_imports_nothing_heavy(empty: Path) -> None:
    heavy = "{'pandas', 'altair', 'narwhals', 'pyarrow', 'yaml', 'vl_convert'}"
    assert python(empty, f"import figures, sys; print({heavy} & set(sys.modules))") == "set()\n"


def test_numbers_claims_and_lists_are_there_without_pandas_and_yaml(empty: Path, root: Path) -> None:
    stored = json.loads((root / "data" / "numbers.json").read_bytes())[NUMBER]
    printed = figures(empty, "number", NUMBER)
    assert printed.startswith(f"{stored['text']} {stored['unit']}\n")
    assert "rows of strikes_daily where " in printed and "attack_drone" in printed
    assert "L19, " in figures(empty, "claim", "19")
    everything = figures(empty, "list")
    for words in ("strikes_daily", NUMBER, "monthly_columns"):
        assert words in everything
    assert python(empty, "from figures import forecasts; print(len(forecasts.read()) > 0)") == "True\n"


def test_a_chart_is_drawn_there(empty: Path) -> None:
    (empty / "visits.csv").write_text(VISITS, encoding="utf-8")
    words = "--month month --value visits --unit visits --colour independent --title Fewer --subtitle Monthly"
    figures(
        empty,
        "show",
        "monthly_columns",
        "--data",
        "visits.csv",
        "--out",
        "visits.html",
        *words.split(),
        "--source",
        "Library",
    )
    assert "310 (January 2025)" in (empty / "visits.html").read_text(encoding="utf-8")
    assert f"figures show {'monthly_columns'}" in figures(empty, "show", "monthly_columns", "--help")
    assert "_python_argcomplete figures" in figures(empty, "completion", "bash")


def test_one_line_is_a_complete_figure_there(empty: Path) -> None:
    code = """
from datetime import date
import altair as alt, pyarrow as pa
from figures import Source, charts, publish
data = pa.table({"month": [date(2025, at, 1) for at in (1, 2, 3)], "visits": [310, 295, 280]})
words = {"unit": "visits a month", "colour": "teal", "title": "Fewer", "subtitle": "By month"}
ours = charts.monthly_columns(data, month="month", value="visits", **words)
theirs = alt.Chart(data).mark_bar().encode(x="month:T", y="sum(visits):Q")
for at, chart in enumerate((ours, theirs)):
    figure = publish(chart, id=f"bare-{at}", sources=[Source("Town library")])
    for ending in ("html", "png", "svg", "json"):
        figure.save(f"bare-{at}.{ending}")
    print(figure.alt)
"""
    told = python(empty, code).splitlines()
    assert [line.partition(".")[0] for line in told] == [
        "Monthly columns: visits a month, January 2025 to March 2025, 3 rows",
        "Bar chart: Sum of visits, January 2025 to March 2025, 3 rows",
    ]
    assert (empty / "bare-0.png").stat().st_size < 20_000


def test_the_worked_analyses_run_there(empty: Path, root: Path) -> None:
    notebook = root / "book" / "reuse.ipynb"
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) >= 3
    (empty / "reuse.py").write_text("\n\n".join(code), encoding="utf-8")
    run([str(empty / "env" / "bin" / "python"), "reuse.py"], cwd=empty)


EXAMPLES = """
import doctest, importlib, pkgutil, figures.charts
modules = ["figures.examples", "figures.figure", "figures.figure.source", "figures.tables.files", "figures.theme"]
modules += [f"figures.charts.{one.name}" for one in pkgutil.iter_modules(figures.charts.__path__)]
tried = {name: doctest.testmod(importlib.import_module(name)) for name in modules}
print([name for name, one in tried.items() if one.failed], sum(one.attempted > 0 for one in tried.values()) > 25)
"""


def test_the_examples_of_docstrings_run_there(empty: Path) -> None:
    assert python(empty, EXAMPLES).splitlines()[-1] == "[] True"


def test_the_examples_of_the_readme_run_there(empty: Path, root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    code, *_ = re.findall(r"```python\n(.*?)```", readme, re.S)
    stored = json.loads((root / "data" / "numbers.json").read_bytes())[NUMBER]
    assert python(empty, code) == f"{stored['text']} {stored['unit']}\n"
    page = empty / "visits.html"
    assert "highest 310 (January 2025)" in page.read_text(encoding="utf-8")

    page.unlink()
    (empty / "visits.csv").write_text(VISITS, encoding="utf-8")
    (command,) = (
        block for block in re.findall(r"```console\n(.*?)```", readme, re.S) if "figures show" in block
    )
    figures(empty, *shlex.split(command.replace("\\\n", " "))[1:])
    assert "Town library, counts at the door" in page.read_text(encoding="utf-8")
