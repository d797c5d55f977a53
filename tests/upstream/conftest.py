"""The publishers' files and one full rebuild, shared by every test that needs them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from figures.upstream import build
from figures.upstream.catalogue import pinned
from figures.upstream.read import File

LATE = date(2030, 1, 1)


@pytest.fixture(scope="session")
def quoted():
    """A file with the given lines, as a parser takes it."""
    return lambda name, text: File(name, text.encode(), LATE)


@pytest.fixture(scope="session")
def upstream(root: Path) -> Path:
    """The publishers' files beside the repository; CI must have them."""
    folder = root.parent / "shared" / "upstream"
    if not folder.is_dir():
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("the publishers' files are not beside the repository (../shared/upstream)")
    return folder


@pytest.fixture(scope="session")
def real(upstream: Path):
    """A pinned file by its short name, as the parsers take it."""

    def read(source: str) -> File:
        pin = pinned()[source]
        return File(pin["file"], (upstream / pin["file"]).read_bytes(), pin["commit_date"])

    return read


@pytest.fixture(scope="session")
def rebuilt(upstream: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table made again, once in the session."""
    out = tmp_path_factory.mktemp("rebuilt") / "data"
    build.build(upstream, out)
    return out
