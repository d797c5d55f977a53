"""What do others show of a link that they are given? Each figure has an address of its own with its picture, and leads to its chapter."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import urljoin

from figures.book.check import Published
from figures.sphinx.files import FOLDER


def address(figure_id: str) -> str:
    """Give the address of a figure that is shared, from the root of the site."""
    return f"{FOLDER}/{figure_id}.html"


def page(shown: Published, base: str) -> str:
    """Write the page behind it: what machines show, and for a reader the way to the figure in its chapter."""
    title = " ".join(shown.spec["title"]["text"])
    place = f"{shown.chapter}.html#{shown.id}"
    tags = {
        "og:type": "article",
        "og:site_name": "Where Is the Pressure?",
        "og:title": title,
        "og:description": shown.spec["description"],
        "og:url": urljoin(base, address(shown.id)),
        "og:image": urljoin(base, f"{FOLDER}/{shown.id}.png"),
        "og:image:alt": shown.spec["description"],
    }
    described = "\n".join(
        f'<meta property="{name}" content="{escape(value)}">' for name, value in tags.items()
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f'<meta http-equiv="refresh" content="0; url=../{place}">\n'
        f'<link rel="canonical" href="{escape(urljoin(base, place))}">\n{described}\n'
        '<meta name="twitter:card" content="summary_large_image">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n</head>\n'
        f'<body>\n<main>\n<h1>{escape(title)}</h1>\n<p><a href="../{place}">The figure in its chapter</a></p>\n</main>\n</body>\n</html>\n'
    )


def pages(published: Iterable[Published], base: str) -> dict[str, str]:
    """Write the pages of all figures: address to content."""
    return {address(shown.id): page(shown, base) for shown in published}
