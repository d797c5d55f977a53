"""One server for all tests of the built site in a process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from site_browser import served
from site_figures import Shown, show


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with served(site) as url:
        yield url


@pytest.fixture(scope="session", params=[(1280, "light"), (360, "dark")], ids=["1280-light", "360-dark"])
def shown(request: pytest.FixtureRequest, browser: Any, address: str, site: Path, nightly: bool) -> Shown:
    """Every figure, seen once in each look and by day alive in one of the two; tests of one look stay in one process."""
    return show(browser, address, site, *request.param, every=nightly)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page as a tree of what is text in it: drawings, code and data are most of it and left out."""
    bulk = re.compile(r"<(pre|script|svg)\b.*?</\1>", re.S)
    return {
        path.name: BeautifulSoup(bulk.sub("", path.read_text(encoding="utf-8")), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }
