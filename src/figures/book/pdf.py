"""How does the printed book become a PDF? Chromium prints it until the page numbers in it are right; what depends on the clock is set."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from figures.book import printed
from figures.errors import DataError
from figures.text import day_text

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_PRINTINGS = 5  # the first without page numbers; the second mostly settles them


def chromium() -> str | None:
    """Find the browser that prints, if this machine has one."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def book(site: Path, paper: printed.Paper, names: tuple[str, ...] = printed.PAGES) -> bytes:
    """Print pages of a built site, all of the book if nothing else is said."""
    from figures import tables

    missing = [name for name in names if not (site / f"{name}.html").exists()]
    if missing:
        raise DataError(str(site), f"must be the built book, and has no {missing[0]}.html")
    pages = {name: (site / f"{name}.html").read_text(encoding="utf-8") for name in names}
    days = [
        source["commit_date"]
        for table in tables.names()
        for source in tables.sources(table)
        if "commit_date" in source
    ]
    cover = printed.Cover(
        tables.edition(), day_text(datetime.fromisoformat(max(days)).date()), "CC BY 4.0"
    )
    files = f"{site.resolve().as_uri()}/"
    return settled(lambda at: printed.document(pages, cover, paper, at, files))


def settled(document: Callable[[Mapping[str, int]], str]) -> bytes:
    """Print a document that names its own pages until they are the pages on which things land."""
    from playwright.sync_api import sync_playwright

    program = chromium()
    if program is None:
        raise DataError("figures site print", f"needs one of {', '.join(_PROGRAMS)} on this machine")
    at: dict[str, int] = {}
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False, offline=True).new_page()
        file = Path(folder, "book.html")
        for _ in range(_PRINTINGS):
            file.write_text(document(at), encoding="utf-8")
            page.goto(file.as_uri())
            raw = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
            landed = landings(raw)
            if landed == at:
                break
            at = landed
        browser.close()
    return dated(raw)


def landings(pdf: bytes) -> dict[str, int]:
    """Say on which page, counted from one, each anchor stands that something leads to."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    return {
        name.lstrip("/"): (reader.get_destination_page_number(place) or 0) + 1
        for name, place in reader.named_destinations.items()
    }


def dated(pdf: bytes) -> bytes:
    """Put the day of the edition in place of the clock (``SOURCE_DATE_EPOCH``), so that the same book is the same bytes."""
    from pypdf import PdfWriter
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject

    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    information: dict[str, Any] = dict(writer.metadata or {})
    for key in ("/CreationDate", "/ModDate"):
        information.pop(key, None)
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            information[key] = f"D:{datetime.fromtimestamp(int(epoch), UTC):%Y%m%d%H%M%S}Z"
    writer.metadata = information
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
