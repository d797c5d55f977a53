"""The printed book: one chapter of it, by the same way as the whole."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from figures.book import pdf

NAMES = ("index", "methods")


@pytest.fixture(scope="module")
def printed(browser: Any, site: Path) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 22 November 2026
        return pdf.book(browser, site, "a4", NAMES)


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_pdf_can_be_read_aloud_found_and_dated(printed: bytes) -> None:
    reader = PdfReader(io.BytesIO(printed))
    root = reader.root_object
    assert reader.metadata is not None
    assert reader.metadata.title == "Where Is the Pressure?"
    assert reader.metadata["/CreationDate"] == reader.metadata["/ModDate"] == "D:20261122000000Z"
    assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert not any(len(page.extract_text().split()) < 5 for page in reader.pages[1:])  # no empty page


def test_outline_and_contents_lead_to_the_right_pages(printed: bytes) -> None:
    reader = PdfReader(io.BytesIO(printed))
    pages = [page.extract_text() for page in reader.pages]

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
    assert {"Contents", "In brief", "How the verdicts are given"} <= {title for title, _ in outline}
    for title, at in outline:
        assert words(title) in words(pages[at])
    numbered = dict(outline)["How the verdicts are given"] + 1
    assert f"Howtheverdictsaregiven{numbered}" in words(pages[1])
    assert words(pages[numbered - 1]).endswith(str(numbered))


def test_addresses_are_in_full_and_what_needs_a_screen_is_not(printed: bytes, site: Path) -> None:
    text = words("".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages))
    article = (site / "methods.html").read_text(encoding="utf-8").split("<article", 1)[1]
    addresses = re.findall(r'href="(https?://[^"]+)"', article.split("</article>", 1)[0])
    assert addresses and all(address in text for address in addresses)
    assert "Spec(Vega-Lite)" not in text and "Changewhatiscompared" not in text


def test_the_same_pages_are_the_same_bytes(printed: bytes, browser: Any, site: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795305600")
        assert pdf.book(browser, site, "a4", NAMES) == printed
