"""Which pages of others does the book lead to, and where is a copy of each? ``book/links.csv``, checked on a schedule only."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

FILE = "links.csv"
_HEAD = ("url", "cited_by", "archived_url")
_ENTRY = re.compile(r"^@misc\{([^,]+),.*?^  url = \{(.+?)\},$", re.M | re.S)
_SOURCE = re.compile(r'"url": "(https?://[^"]+)"')
_MAPPING = re.compile(r'^ +(\w+): \["(https://[^"]+)", _inventories/', re.M)
_ENTRIES = re.compile(r"^(\S+) (\w+) (\S+)$", re.M)
_IN_TEXT = re.compile(r"\]\((https?://[^)\s]+)\)|<(https?://[^>\s]+)>")


def outward(book: Path) -> dict[str, set[str]]:
    """List the addresses that the book leads to, each with who cites it: keys of the bibliography, lines (``L41``), tables, pages."""
    from figures import tables
    from figures.book.check import pages, prose
    from figures.claims import claims, source

    found: dict[str, set[str]] = {}
    for name in ("references.bib", "notes.bib"):
        for key, url in _ENTRY.findall((book / name).read_text(encoding="utf-8")):
            found.setdefault(url, set()).add(key)
    for claim in claims().values():
        for item in (*claim.in_favour, *claim.against):
            for url in (source(name).url for name in item.sources):
                found.setdefault(url, set()).add(f"L{claim.line}")
    for table in tables.names():
        for origin in tables.sources(table):
            found.setdefault(origin.get("path", ""), set()).add(table)
    for url, name in _documented(book):
        found.setdefault(url, set()).add(name)
    for path in book.glob("*.ipynb"):
        for url in _SOURCE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(url, set()).add(path.stem)
    for path in pages(book):
        for groups in _IN_TEXT.findall(prose(path)):
            found.setdefault("".join(groups), set()).add(path.stem)
    return {url: by for url, by in found.items() if url.startswith(("https://", "http://"))}


def _documented(book: Path) -> list[tuple[str, str]]:
    """List the pages of other projects' documentation that the reference leads to, with the name documented there."""
    bases = dict(_MAPPING.findall((book.parent / "_config.yml").read_text(encoding="utf-8")))
    found = []
    for path in sorted((book / "_inventories").glob("*.inv")):
        for name, kind, page in _ENTRIES.findall(path.read_text(encoding="utf-8")):
            # Sphinx adds the name to pages of version 1, as an anchor.
            anchor = f"#{'module-' if kind == 'mod' else ''}{name}"
            found.append((f"{bases[path.stem]}{page}{anchor}", name))
    return found


def listed(found: dict[str, set[str]], before: str) -> str:
    """Write the list anew; the archived copies that the list had before stay."""
    archived = {row["url"]: row["archived_url"] for row in csv.DictReader(io.StringIO(before))}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows([url, " ".join(sorted(found[url])), archived.get(url, "")] for url in sorted(found))
    return out.getvalue()
