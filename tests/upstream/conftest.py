"""The publishers' files as parsers take them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

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
