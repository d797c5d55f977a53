"""The command line for any table: what it prints, how quickly, and that an error is one line and status 1."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from figures import __version__, charts
from figures.command import main
from figures.upstream.catalogue import tables

ROOMS_OF_THIS_BOOK = ("upstream", "measures", "claims", "book")


def test_list_shows_every_table(capsys):
    assert main(["data", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(tables())
    assert "2720 rows  2022-09-28 to 2026-06-07  Missiles and drones" in lines[0]


def test_describe_shows_columns_sources_and_gaps(capsys):
    assert main(["data", "describe", "strikes_daily"]) == 0
    text = capsys.readouterr().out
    assert "  launched: integer [weapons]. Weapons launched." in text
    assert "Key: date, weapon_class" in text
    assert "claim by a party, claimed by Ukrainian Air Force" in text
    assert "A day without a row is a day without a report" in text


def test_an_error_is_one_line_without_a_traceback(capsys):
    assert main(["data", "describe", "losses_dayly"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("figures: table 'losses_dayly': ")
    assert captured.err.count("\n") == 1


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"figures {__version__}\n"


def test_a_command_is_required(capsys):
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", ["--help", "list", "data list", "data describe strikes_daily", "show --help"]
)
@pytest.mark.parametrize("module", ["figures.command", "figures.book.commands"])
def test_nothing_heavy_is_imported_to_say_what_there_is(module: str, words: str) -> None:
    code = f"""
import contextlib, io, sys
from {module} import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main({words.split()})
print({{"altair", "narwhals", "numpy", "pandas", "pyarrow", "yaml"}} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_general_list_has_every_chart_function_with_its_first_line(capsys) -> None:
    assert main(["list"]) == 0
    printed = capsys.readouterr().out.splitlines()[2:]
    functions = [name for name in charts.__all__ if name[0].islower()]
    assert [line.split()[0] for line in printed] == functions
    for name, line in zip(functions, printed, strict=True):
        assert line.split(maxsplit=1)[1] == getattr(charts, name).__doc__.splitlines()[0]


@pytest.fixture(scope="module")
def general(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where `figures` is the general half alone: no room of this book, and none of its tables."""
    folder = tmp_path_factory.mktemp("general")
    shutil.copytree(
        root / "src" / "figures",
        folder / "figures",
        ignore=lambda place, _: ROOMS_OF_THIS_BOOK if Path(place).name == "figures" else ["__pycache__"],
    )
    (folder / "visits.csv").write_text("month,visits\n2025-01-01,310\n2025-02-01,295\n", encoding="utf-8")
    return folder


def alone(folder: Path, *words: str) -> str:
    """Run Python where the editable install of this checkout cannot be found first."""
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=False, cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_general_half_draws_and_publishes_without_this_book(general: Path) -> None:
    place = alone(general, "-c", "import figures; print(figures.__file__)")
    assert place.startswith(str(general))
    options = "--month month --value visits --unit visits --colour teal --title Fewer --subtitle Monthly"
    alone(
        general, "-m", "figures.command", "show", "monthly_columns", "--data", "visits.csv", "--out", "a.html",
        *options.split(), "--source", "Library",
    )  # fmt: skip
    assert "310 (January 2025)" in (general / "a.html").read_text(encoding="utf-8")
    assert "monthly_columns" in alone(general, "-m", "figures.command", "list")
    code = """
import figures
data = figures.read("visits.csv")
chart = figures.charts.monthly_columns(
    data, month="month", value="visits", unit="visits", colour="teal", title="Fewer", subtitle="Monthly"
)
figure = figures.publish(
    chart, id="visits", alt="310, then 295.", caption="Fewer.", note="", sources=[figures.Source("Library")],
    table=data, columns={"month": "Month", "visits": "Visits"},
)
figure.save("b.svg")
"""
    alone(general, "-c", code)
    assert "Library" in (general / "b.svg").read_text(encoding="utf-8")


def test_a_terminal_that_lacks_a_letter_prints_the_others() -> None:
    code = "from figures.book.commands import main; raise SystemExit(main(['list']))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    assert (told.returncode, told.stderr) == (0, b"")
    assert b"monthly_columns" in told.stdout and b"?33 per cent" in told.stdout  # a minus
