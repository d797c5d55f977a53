"""Every page that the book cites is a row of a researched table, or stands in the notes of the research."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from figures.claims import references

BOOK = Path(__file__).resolve().parents[2] / "book"
NOTES = dict(
    re.findall(r"@misc\{([^,]+),.*?url = \{(.+?)\},\n\}", (BOOK / "notes.bib").read_text("utf-8"), re.S)
)


def test_the_bibliography_is_what_the_citations_ask_for() -> None:
    cited = references.cited(BOOK)
    assert set(NOTES) <= cited
    assert (BOOK / "references.bib").read_text("utf-8") == references.bibliography(cited - set(NOTES))


@pytest.mark.parametrize("key", sorted(NOTES))
def test_a_page_without_a_row_stands_in_the_notes(key: str) -> None:
    tables = "".join(
        path.read_text(encoding="utf-8") for path in sorted((BOOK.parent / "data").glob("*.csv"))
    )
    if NOTES[key] in tables:  # a row has it, and another page as its better one
        return
    notes = BOOK.parents[1] / "shared" / "evidence"
    if not notes.is_dir():
        pytest.skip("the notes of the research are not beside this checkout; the project’s own CI has them")
    assert any(NOTES[key] in path.read_text(encoding="utf-8") for path in notes.glob("*.md")), NOTES[key]


def test_a_key_leads_to_its_row() -> None:
    # data/pressure_events.csv: 2025-02-24,EU,sanctions,cost_on_russia,imposed,… the 16th package.
    page = references.page("eu-2025-02-24-sanctions")
    assert (page.table, page.year, page.url[:8]) == ("pressure_events", 2025, "https://")
    from figures import load

    row = load(page.table).iloc[page.row]
    assert (row["actor"], f"{row['date']:%Y-%m-%d}", row["source_url"]) == ("EU", "2025-02-24", page.url)


def test_no_two_pages_share_a_key_and_every_row_has_one() -> None:
    from figures import load

    reached = {(page.table, page.url) for page in references.pages().values()}
    for table in ("pressure_events", "diplomacy_events", "rhetoric_events", "battlefield_claims"):
        for url in load(table)["source_url"].dropna():
            assert (table, url) in reached


def test_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(references.ContractError, match="eu-2025-02-24-sanctions"):
        references.page("eu-2025-02-24-sanction")
