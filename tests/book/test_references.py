"""Every page that a chapter cites was found by the research, and every citation has an entry."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[2] / "book"
ENTRIES = dict(
    re.findall(r"@misc\{([^,]+),.*?url = \{(.+?)\},\n\}", (BOOK / "references.bib").read_text("utf-8"), re.S)
)


def cited() -> set[str]:
    keys = set()
    for chapter in BOOK.glob("*.ipynb"):
        for cell in json.loads(chapter.read_text(encoding="utf-8"))["cells"]:
            for roles in re.findall(r"\{footcite[a-z:]*\}`([^`]+)`", "".join(cell["source"])):
                keys |= {key.strip() for key in roles.split(",")}
    return keys


def test_citations_and_entries_are_the_same() -> None:
    assert cited() == set(ENTRIES)


@pytest.mark.parametrize("key", sorted(ENTRIES))
def test_every_page_stands_in_a_table_or_in_the_notes_of_the_research(key: str) -> None:
    root = BOOK.parent
    tables = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "data").glob("*.csv")))
    if ENTRIES[key] in tables:
        return
    notes = root.parent / "shared" / "evidence"
    if not notes.is_dir():
        pytest.skip("the notes of the research are not beside this checkout; the project’s own CI has them")
    assert any(ENTRIES[key] in path.read_text(encoding="utf-8") for path in notes.glob("*.md")), ENTRIES[key]
