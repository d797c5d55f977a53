"""What is new in the book? An Atom feed of its edition and of every correction, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urljoin
from xml.etree import ElementTree

from figures import tables
from figures.book import structured_data
from figures.claims import corrections
from figures.claims.corrections import KINDS, Correction

FILE = "feed.xml"


def written(base: str) -> str:
    """Write the feed of this edition and of the corrections in ``data/``."""
    found = corrections.read(tables.data_dir() / corrections.FILE)
    return atom(found, tables.edition(), date.fromisoformat(structured_data.edition()), base)


def atom(record: Sequence[Correction], edition: str, released: date, base: str) -> str:
    """Write the feed; an entry's address counts from the oldest correction, so that it stays when entries are added."""
    feed = ElementTree.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    entries = [
        (
            one.date,
            f"{KINDS[one.kind].partition(':')[0]}: {one.where}",
            f"{one.wrong} Now: {one.now}",
            f"corrections.html#correction-{len(record) - at}",
        )
        for at, one in enumerate(record)
    ]
    entries.append(
        (released, f"Edition {edition}", "Text, figures and tables of this edition.", "index.html")
    )
    entries.sort(key=lambda entry: entry[0], reverse=True)
    _add(feed, "id", base)
    _add(feed, "title", "Where Is the Pressure? Corrections and editions")
    _add(feed, "updated", _moment(entries[0][0]))
    _link(feed, urljoin(base, FILE), "self")
    _link(feed, base, "alternate")
    _add(_add(feed, "author"), "name", structured_data.TEAM["name"])
    for day, title, words, place in entries:
        entry = _add(feed, "entry")
        named = f"edition-{edition}" if place == "index.html" else place.partition("#")[2]
        _add(entry, "id", urljoin(base, f"{FILE}#{named}"))
        _add(entry, "title", title)
        _add(entry, "updated", _moment(day))
        _link(entry, urljoin(base, place), "alternate")
        _add(entry, "content", words).set("type", "text")
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _add(parent: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name)
    child.text = text
    return child


def _link(parent: ElementTree.Element, href: str, rel: str) -> None:
    _add(parent, "link").attrib.update(href=href, rel=rel)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
