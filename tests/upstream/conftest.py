"""The publishers' files as parsers take them, and tables that are described once."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from figures.upstream import build, catalogue
from figures.upstream.catalogue import pinned
from figures.upstream.read import File

LATE = date(2030, 1, 1)


@pytest.fixture(scope="session")
def quoted():
    """A file with the given lines, as a parser takes it."""
    return lambda name, text: File(name, text.encode(), LATE)


@pytest.fixture(scope="session")
def real(upstream: Path):
    """A pinned file by its short name, as the parsers take it."""

    def read(source: str) -> File:
        pin = pinned()[source]
        return File(pin["file"], (upstream / pin["file"]).read_bytes(), pin["commit_date"])

    return read


_describe = build.describe


@cache
def _described(name: str, content: bytes) -> dict[str, Any]:
    return _describe(name, catalogue.tables()[name], content)


@pytest.fixture
def described_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table is read and held to its contract once: that is most of a check, and follows from its bytes alone."""
    monkeypatch.setattr(build, "describe", lambda name, _, content: dict(_described(name, content)))
