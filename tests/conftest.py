"""What all tests share: where things are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# How fast a test runs is measured in benchmarks, and never fails one.
settings.register_profile("book", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=10)  # make check
settings.register_profile("nightly", deadline=None, max_examples=5_000)  # make fuzz
settings.load_profile("book")

ROOT = Path(__file__).resolve().parents[1]

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
    # chapters that run, books that are built, shells
    "book/test_claim_pages.py::test_the_directives_write",
    "book/test_draw_ahead.py",
    "book/test_notebook_runs.py",
    "book/test_state.py",
    "sphinx/test_any_site.py",
    "chapters/test_notebooks.py",
    "chapters/test_reuse.py",
    "command/test_completion.py",
    "upstream/test_files.py::test_without_the_publishers_files",
    # hundreds of drawings, or of charts on each engine
    "charts/test_charts_adjustable.py::test_the_drawn_change",
    "charts/test_charts_drawing.py",
    "charts/test_charts_engines.py",
    "charts/test_charts_extremes.py",
    "charts/test_charts_live.py",
    "charts/test_charts_loading.py",
    "charts/test_charts_theme.py",
    "command/test_show.py::test_every_chart_function",
    "figure/test_draw.py::test_the_same_bytes",
    "figure/test_figure.py::test_a_picture_too_heavy",
    "figure/test_reflow.py::test_labels_and_legends",
    "measures/test_measures_engines.py",
    "measures/test_measures_moratorium.py::test_robustness",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="store the figures' pictures as they look now")


@pytest.hookimpl(tryfirst=True)  # before pytest looks at marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        slow = item.nodeid.removeprefix("tests/").startswith(SLOW)
        if slow or SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
        if "rebuilt" in getattr(
            item, "fixturenames", ()
        ):  # one process makes the tables, for all tests of them
            item.add_marker(pytest.mark.xdist_group("rebuilt"))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


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
    for name, value in [told for report in passed for told in report.user_properties]:
        terminalreporter.write_line(f"{name}: {value}")
