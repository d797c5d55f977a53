"""The printed book: one chapter of it, by the same way as the whole."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

from figures.book import pdf

NAMES = ("index", "4-rhetoric")  # the chapter has a drawing with its words beside it
TITLE = "The rhetoric: do threats hold Europe back?"


@pytest.fixture(scope="module")
def printed(browser: Any, site: Path) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026
        return pdf.book(browser, site, "a4", NAMES)


@pytest.fixture(scope="module")
def reader(printed: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(printed))


@pytest.fixture(scope="module")
def pages(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_pdf_can_be_read_aloud_found_and_dated(reader: PdfReader, pages: list[str]) -> None:
    root = reader.root_object
    assert reader.metadata is not None
    assert reader.metadata.title == "Where Is the Pressure?"
    assert reader.metadata["/CreationDate"] == reader.metadata["/ModDate"] == "D:20261122000000Z"
    assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert all(len(page.split()) > 20 for page in pages)  # none is empty


def test_outline_and_contents_lead_to_the_right_pages(reader: PdfReader, pages: list[str]) -> None:
    def entries(outline: list[Any]) -> list[tuple[str, int]]:
        found = []
        for entry in outline:
            found += (
                entries(entry)
                if isinstance(entry, list)
                else [(entry.title, reader.get_destination_page_number(entry))]
            )
        return found

    outline = entries(reader.outline)
    assert {"Contents", "In brief", TITLE, "L39", "Pages cited"} <= {title for title, _ in outline}
    for title, at in outline:
        assert words(title) in words(pages[at])
    numbered = dict(outline)[TITLE] + 1
    assert words(f"4 {TITLE}{numbered}") in words(pages[1])
    assert pages[numbered - 1].split("\n")[1] == str(numbered)  # behind the line at the top of the page


def test_addresses_are_in_full_and_what_needs_a_screen_is_not(pages: list[str], site: Path) -> None:
    text = words("".join(pages))
    article = BeautifulSoup((site / "4-rhetoric.html").read_bytes(), "html.parser").select_one(".bd-article")
    cited = article.select('aside a[href^="http"], .claim a[href^="http"]')
    assert len(cited) > 50 and all(link["href"] in text for link in cited)
    assert not any(words(tool.text) in text for tool in article.select(".figure-tools, .cell_input"))


def test_each_figure_is_on_one_page_with_its_drawing_and_its_words(pages: list[str], site: Path) -> None:
    soup = BeautifulSoup((site / "4-rhetoric.html").read_bytes(), "html.parser")
    found = [words(page) for page in pages]
    figures = soup.select("figure:not(.figure-small)")
    for figure in figures:
        parts = figure.select(".figure-subtitle, .figure-wide svg text, .figure-caption")
        said = [words(part.text) for part in parts]
        assert len(said) > 5 and any(all(text in page for text in said) for page in found), figure["id"]
    assert len(figures) == 4


def test_the_same_pages_are_the_same_bytes(browser: Any, site: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795305600")
        first, second = (pdf.book(browser, site, "letter", ["glossary"]) for _ in range(2))
    assert first == second
