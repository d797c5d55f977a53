"""The list of pages that the book leads to is complete, and an archived copy is never lost."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import urlsplit

from figures.book import links


def test_the_list_is_what_the_book_leads_to(root: Path) -> None:
    committed = (root / "book" / links.FILE).read_text(encoding="utf-8")
    assert links.listed(links.outward(root / "book"), committed) == committed, "run `figures links`"


def test_every_address_is_one_and_every_copy_is_in_an_archive(root: Path) -> None:
    with (root / "book" / links.FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 200
    for row in rows:
        assert urlsplit(row["url"]).scheme in ("http", "https") and urlsplit(row["url"]).hostname
        assert row["cited_by"]
        assert not row["archived_url"] or row["archived_url"].startswith(("https://", "http://"))


def test_a_copy_stays_where_its_page_is_still_cited() -> None:
    before = (
        "url,cited_by,archived_url\nhttps://a.example/,x,https://archive.example/a\nhttps://b.example/,y,\n"
    )
    now = {"https://a.example/": {"x", "L2"}, "https://c.example/": {"z"}}
    assert links.listed(now, before) == (
        "url,cited_by,archived_url\nhttps://a.example/,L2 x,https://archive.example/a\nhttps://c.example/,z,\n"
    )
