"""What all tests share: where things are, which tests run in which order and in which process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# How fast a test runs is measured in benchmarks, and never fails one.
settings.register_profile("book", deadline=None, max_examples=50)
settings.register_profile("quick", deadline=None, max_examples=10)  # make check
settings.register_profile("nightly", deadline=None, max_examples=5_000)  # make fuzz
settings.load_profile("book")

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent

# `make test` leaves out what is marked `night`, where it has seen others of the same kind; `make fuzz` runs it, every week.
# `make check` leaves out what asks for one of these, and what begins like one of those.
SLOW_FIXTURES = {"browser", "site", "upstream"}
SLOW = (
    # browsers, installed wheels, mutants, random search
    "mutation/",
    "site/",
    "test_contributing.py",
    "test_project.py::test_the_wheel_carries",
    "test_wheel.py",
    "trust/",
    # chapters that run, books that are built, tables that are sealed, shells
    "book/test_claim_pages.py::test_the_directives_write",
    "book/test_draw_ahead.py",
    "book/test_notebook_runs.py",
    "book/test_state.py",
    "sphinx/test_any_site.py",
    "chapters/test_notebooks.py",
    "chapters/test_reuse.py",
    "command/test_completion.py",
    "upstream/test_files.py::test_without_the_publishers_files",
    "upstream/test_problems.py",
    # what `make check` asks otherwise
    "claims/test_claims.py::test_the_book_s_own_ledger",
    "command/test_command.py::test_the_general_half",
    "test_imports.py",
    "upstream/test_build.py::test_the_package_and_its_data",
    "test_project.py::test_the_example_of_the_readme",
    # hundreds of drawings, or of charts on each engine
    "charts/test_charts_adjustable.py::test_the_drawn_change",
    "charts/test_charts_any_table.py",
    "charts/test_charts_drawing.py",
    "charts/test_charts_engines.py",
    "charts/test_charts_extremes.py",
    "charts/test_charts_live.py",
    "charts/test_charts_loading.py",
    "charts/test_charts_properties.py",
    "charts/test_charts_refusals.py",
    "charts/test_charts_theme.py",
    "charts/test_real_tables.py",
    "command/test_show.py::test_every_chart_function",
    "charts/test_charts_meaning.py",
    "charts/test_charts_choropleths.py::test_no_area_fills",
    "charts/test_charts_heatmaps.py::test_numbers_can_be_read",
    "charts/test_charts_lines.py::test_the_picture_is_as_wide",
    "claims/test_corrections_record.py::test_the_command_refuses",
    "command/test_overview.py::test_the_commands_that_are_printed_draw",
    "figure/test_draw.py::test_the_same_bytes",
    "figure/test_drawn.py::test_every_chart_function_is",
    "figure/test_figure.py::test_a_picture_too_heavy",
    "figure/test_lean.py::test_an_example",
    "figure/test_reflow.py",
    "figure/test_cells.py::test_a_cell_on_the_page",
    "figure/test_fonts.py",
    "figure/test_renderer.py::test_whatever_decides",
    "figure/test_html.py::test_a_drawing_with_thousands",
    "test_theme.py::test_charts_that_are_not_ours",
    "figure/test_glyphs.py::test_nothing_is_said",
    "measures/test_measures_engines.py",
    "measures/test_measures_moratorium.py::test_robustness",
)

# Tests that share what takes long to make run in one process: those of a file, or those that see all figures in one look.
TOGETHER: tuple[str | tuple[str, ...], ...] = (
    "book/test_notebook_runs.py",
    "charts/test_charts_drawing.py",
    "figure/test_fonts.py",
    "site/test_hostile.py",
    "site/test_leads.py",
    "site/test_pdf.py",
    "sphinx/test_any_site.py",
    "test_wheel.py",
    "upstream/test_problems.py",
    ("upstream/test_build.py", "mutation/test_mutation.py::test_every_change_of_a_table"),
    "[1280-light]",
    "[360-dark]",
)
# The longest come first and the shortest last, so that all processes end at about the same time.
FIRST = (
    "[pyspark]",
    "mutation/test_mutation.py::test_most_mutants",
    "sphinx/test_any_site.py",
    "[1280-light]",
    "[360-dark]",
    "site/test_hostile.py",
    "upstream/test_build.py",
    "mutation/",
    "book/test_draw_ahead.py",
    "test_wheel.py",
    "trust/",
)


def _place(nodeid: str, parts: tuple[str | tuple[str, ...], ...]) -> int:
    """Return which part a test is one of, and if none the number of parts."""
    name = nodeid.removeprefix("tests/")
    found = (at for at, part in enumerate(parts) if name.startswith(part) or name.endswith(part))
    return next(found, len(parts))


def _without_slow(config: pytest.Config) -> bool:
    return "not slow" in config.option.markexpr


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """As many processes as processors: what one more collects and builds for itself takes longer than the browsers let it wait."""
    return os.cpu_count() or 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a process the next test, or tests of `TOGETHER`, when it has ended one, in the order of the list of tests.

    pytest-xdist 3.8 has groups, too, and forgets them without a word under pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return str((*TOGETHER, nodeid)[_place(nodeid, TOGETHER)])

    config.option.loadscopereorder = False
    return Together(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="store how everything looks and reads now")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even read files of slow tests when those are left out: to compile and import them takes each process seconds."""
    if not _without_slow(config) or not collection_path.is_relative_to(TESTS):
        return None
    name = collection_path.relative_to(TESTS).as_posix()
    return True if {name, f"{name}/"} & set(SLOW) else None


@pytest.hookimpl(tryfirst=True)  # before pytest looks at marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        slow = item.nodeid.removeprefix("tests/").startswith(SLOW)
        if slow or SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: (_place(item.nodeid, FIRST), item.get_closest_marker("slow") is None))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def upstream(root: Path) -> Path:
    """The publishers' files beside the repository; CI must have them."""
    folder = root.parent / "shared" / "upstream"
    if not folder.is_dir():
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("the publishers' files are not beside the repository (../shared/upstream)")
    return folder


@pytest.fixture(scope="session")
def rebuilt(upstream: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table made again, once in the session."""
    from figures.upstream import build

    out = tmp_path_factory.mktemp("rebuilt") / "data"
    build.build(upstream, out)
    return out


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all tests in a process."""
    from site_browser import chromium

    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def site() -> Path:
    """The built book; `make test` builds it first."""
    built = ROOT / "_build" / "html"
    if not (built / "index.html").exists():
        pytest.fail("the book is not built: run `make book` (or `make test`, which does it first)")
    return built


@pytest.fixture(scope="session")
def nightly(pytestconfig: pytest.Config) -> bool:
    """Whether there is a night's time: ``--hypothesis-profile nightly``."""
    return bool(pytestconfig.getoption("--hypothesis-profile") == "nightly")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted with ``record_property``: kills, cases."""
    passed = terminalreporter.stats.get("passed", [])
    for name, value in [counted for report in passed for counted in report.user_properties]:
        terminalreporter.write_line(f"{name}: {value}")
