"""How does the printed book become a PDF? Chromium prints it until the page numbers in it are right; what depends on the clock is set."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from figures.book import printed
from figures.errors import DataError
from figures.text import day_text

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_PRINTINGS = 5  # the first knows no page numbers; the second settles them unless they were wider than guessed
_LICENCE = "CC BY 4.0"


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the machine's Chromium, which prints."""
    from playwright.sync_api import Error, sync_playwright

    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise DataError("figures site print", f"needs one of {', '.join(_PROGRAMS)} on this machine")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        except Error as error:
            raise DataError("figures site print", f"{program} does not start") from error
        yield browser
        browser.close()


def book(browser: Any, site: Path, paper: printed.Paper, names: Iterable[str] = printed.PAGES) -> bytes:
    """Print pages of a built site, all of the book if nothing else is said."""
    from figures import tables

    pages = {}
    for name in names:
        file = site / f"{name}.html"
        if not file.exists():
            raise DataError(str(site), f"must be the built book, and has no {file.name}")
        pages[name] = file.read_text(encoding="utf-8")
    days = [source.get("commit_date", "") for table in tables.names() for source in tables.sources(table)]
    cover = printed.Cover(tables.edition(), day_text(date.fromisoformat(max(days))), _LICENCE)
    files = f"{site.resolve().as_uri()}/"
    return settled(browser, printed.document(pages, cover, paper, files))


def settled(browser: Any, html: str) -> bytes:
    """Print a document that names its own pages until they are the pages on which things land."""
    at: dict[str, int] = {}
    with TemporaryDirectory() as folder:
        context = browser.new_context(java_script_enabled=False, offline=True)
        page, file = context.new_page(), Path(folder, "book.html")
        for _ in range(_PRINTINGS):
            file.write_text(printed.numbered(html, at), encoding="utf-8")
            page.goto(file.as_uri())
            pdf: bytes = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
            before, at = at, landings(pdf)
            if before == at:
                break
        context.close()
    return finished(pdf, printed.headings(html))


def landings(pdf: bytes) -> dict[str, int]:
    """Say on which page, counted from one, each anchor stands that something leads to."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    return {
        name.removeprefix("/"): (reader.get_destination_page_number(place) or 0) + 1
        for name, place in reader.named_destinations.items()
    }


def finished(pdf: bytes, headings: Iterable[str]) -> bytes:
    """Put right what Chromium writes: words of the outline run together where a line ends, and its dates are those of the clock."""
    from pypdf import PdfWriter
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    written = {_letters(heading): heading for heading in headings}
    for item in _items(writer.root_object.get("/Outlines", {})):
        title = str(item["/Title"])
        item[NameObject("/Title")] = TextStringObject(written.get(_letters(title), title))
    said: dict[str, Any] = {key: value for key, value in (writer.metadata or {}).items() if "Date" not in key}
    said["/Creator"] = "figures site print"
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        day = f"D:{datetime.fromtimestamp(int(epoch), UTC):%Y%m%d%H%M%S}Z"
        said |= {"/CreationDate": day, "/ModDate": day}
    writer.metadata = said
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def _items(parent: Any) -> Iterator[Any]:
    """Walk through an outline."""
    item = parent.get("/First")
    while item is not None:
        item = item.get_object()
        yield item
        yield from _items(item)
        item = item.get("/Next")
