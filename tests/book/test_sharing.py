"""A figure that is shared: its own picture for machines, its chapter for readers."""

from __future__ import annotations

from bs4 import BeautifulSoup

from figures.book import sharing
from figures.book.check import Published

SHOWN = Published(
    "drones",
    "3-conduct",
    (),
    {"title": {"text": ["Fewer & fewer", "drones"]}, "description": "A “fall” <b>."},
)


def test_the_page_shows_the_picture_and_leads_to_the_chapter() -> None:
    [(address, html)] = sharing.pages([SHOWN], "https://example.org/").items()
    found = BeautifulSoup(html, "html.parser")
    told = {tag["property"]: tag["content"] for tag in found("meta", property=True)}
    assert address == "figures/drones.html"
    assert told["og:title"] == found.title.text == "Fewer & fewer drones"
    assert told["og:image"] == "https://example.org/figures/drones.png"
    assert told["og:image:alt"] == "A “fall” <b>."
    assert found.find("link", rel="canonical")["href"] == "https://example.org/3-conduct.html#drones"
    assert found.a["href"] == "../3-conduct.html#drones"
    assert found.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=../3-conduct.html#drones"
