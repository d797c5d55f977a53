"""What all tests share: where things are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# How fast a test runs is measured in benchmarks, and never fails one.
settings.register_profile("book", deadline=None)
settings.register_profile("nightly", deadline=None, max_examples=5_000)  # make fuzz
settings.load_profile("book")

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="store the figures' pictures as they look now")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


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
