"""The feed: an entry for the edition and for each correction, newest first, at addresses that stay."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from figures.book import feed
from figures.claims.corrections import Correction

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def correction(day: date, where: str) -> Correction:
    return Correction(
        date=day,
        kind="correction",
        since="the start",
        where=where,
        wrong="A & B.",
        now="C.",
        found="By a reader.",
    )


def test_entries_are_newest_first_and_keep_their_addresses() -> None:
    record = [correction(date(2026, 11, 28), "Chapter 2"), correction(date(2026, 11, 3), "Chapter 1")]
    written = feed.atom(record, "2026.11", date(2026, 11, 20), "https://example.org/")
    found = ElementTree.fromstring(written)
    entries = [
        (
            entry.findtext("a:title", namespaces=ATOM),
            entry.findtext("a:updated", namespaces=ATOM),
            entry.find("a:link", ATOM).get("href"),
        )
        for entry in found.findall("a:entry", ATOM)
    ]
    assert entries == [
        (
            "Correction: Chapter 2",
            "2026-11-28T00:00:00Z",
            "https://example.org/corrections.html#correction-2",
        ),
        ("Edition 2026.11", "2026-11-20T00:00:00Z", "https://example.org/index.html"),
        (
            "Correction: Chapter 1",
            "2026-11-03T00:00:00Z",
            "https://example.org/corrections.html#correction-1",
        ),
    ]
    assert found.findtext("a:updated", namespaces=ATOM) == "2026-11-28T00:00:00Z"
    assert found.findtext("a:entry/a:content", namespaces=ATOM) == "A & B. Now: C."
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in found.findall("a:entry", ATOM)]
    assert len(set(ids)) == 3
