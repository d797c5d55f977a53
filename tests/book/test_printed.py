"""The book as one document for paper: pages as the site has them, and what a reader of paper needs instead."""

from __future__ import annotations

from pathlib import Path

import yaml
from bs4 import BeautifulSoup

from figures.book import printed
from figures.book.printed import Cover

ROOT = Path(__file__).resolve().parents[2]
COVER = Cover("2026.11", "22 August 2026", "CC BY 4.0")
FIGURE = (
    '<figure class="figure" id="drones"><figcaption><p class="figure-title">Fewer <a class="figure-link" href="#drones">#</a></p></figcaption>'
    '<div class="figure-picture"><div class="figure-narrow"><svg width="320" height="200"><text>narrow</text></svg></div>'
    '<div class="figure-wide">{}</div></div><div class="figure-inputs"><button>Change</button></div>'
    '<div class="figure-words"><p class="figure-caption">Cap.</p><p class="figure-source">Source: air force, in <a href="sources.html#strikes">strikes</a>.</p></div>'
    '<details class="figure-table"><summary>Table</summary><p>row</p></details><p class="figure-tools"><a href="f.csv">CSV</a></p></figure>'
)
WIDE = '<svg width="640" height="300"><text>wide</text></svg>'
CHAPTER = (
    '<article class="bd-article"><section id="strikes-at-night"><h1>Strikes<a class="headerlink" href="#x">#</a></h1>'
    '<p>It fell by <a class="num" href="numbers.html#n" title="how">33</a> per cent <a class="footnote-reference" href="#foot-a" id="id1">[1]</a>, '
    'says <a href="https://a.test/one">a page</a>, as <a href="sources.html">the sources</a> and <a href="numbers.html">numbers</a> do.</p>'
    '<div class="cell"><details class="hide"><summary>Code</summary><pre>publish()</pre></details>{}</div>'
    '<p>See <a href="https://b.test/two" title="Two">b.test</a> and <a href="https://b.test/two">again</a>.</p></section>'
    '<section id="try-it"><h2>Try it</h2><div class="cell"><div class="cell_input"><pre>code()</pre></div></div></section>'
    '<section id="cited"><h2>Pages cited</h2><aside class="footnote" id="foot-a"><span class="label">[<a href="#id1">1</a>]</span>'
    '<p>One. <a href="https://a.test/one">https://a.test/one</a></p></aside></section></article>'
)
SOURCES = '<article class="bd-article"><h1>Sources</h1><section id="strikes"><h2>Strikes, by day</h2></section></article>'


def written(chapter: str, at: dict[str, int] | None = None) -> BeautifulSoup:
    pages = {"3-conduct": chapter, "sources": SOURCES}
    return BeautifulSoup(printed.numbered(printed.document(pages, COVER, "a4"), at or {}), "html.parser")


def chapter(drawing: str = WIDE) -> str:
    return CHAPTER.format(FIGURE.format(drawing))


def test_every_page_of_the_book_is_printed_or_left_out_on_purpose() -> None:
    contents = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text(encoding="utf-8"))
    names = [entry["file"] for part in contents["parts"] for entry in part["chapters"]]
    assert printed.outside(["index", *names]) == []
    assert set(printed.PAGES) <= {"index", *names}


def test_each_address_is_a_note_once_and_the_site_s_own_notes_keep_their_numbers() -> None:
    found = written(chapter())
    notes = {note.select_one(".label").text: note.p.text for note in found.select("aside")}
    assert notes == {"1": "One. https://a.test/one", "2": "Two. https://b.test/two"}
    # The footnote, the page that it cites too, and an address of which no footnote speaks, twice.
    assert [(mark.text, mark["href"]) for mark in found.select("a.note")] == [
        ("1", "#3-conduct--foot-a"),
        ("1", "#3-conduct--foot-a"),
        ("2", "#3-conduct--note-2"),
        ("2", "#3-conduct--note-2"),
    ]
    assert "per cent1, says a page1, as" in found.text
    anchors = {tag["id"] for tag in found.select("[id]")}
    assert {link["href"][1:] for link in found.select('a[href^="#"]')} <= anchors


def test_the_wide_drawing_is_printed_wherever_it_stands_and_nothing_that_needs_a_screen() -> None:
    for drawing in (WIDE, f'<noscript class="inert">{WIDE}</noscript>'):
        figure = written(chapter(drawing)).figure
        assert figure.text == "Fewer wideCap.Source: air force, in strikes (p. 100)."
        assert not figure.select("button, details, noscript")
    words = written(chapter()).text
    assert not any(word in words for word in ("publish()", "code()", "Try it", "CSV", "narrow"))


def test_links_into_the_book_say_the_page_and_links_to_what_is_not_printed_are_text() -> None:
    found = written(chapter(), {"sources--top": 7, "sources--strikes": 8, "3-conduct--top": 3})
    assert [see.text for see in found.select(".see")] == [" (p. 7)", " (p. 8)"]
    assert not found.find("a", string="numbers") and not found.find("a", string="33")
    entries = [(entry.span.text, entry.data.text) for entry in found.select(".contents li")]
    assert entries == [("3 Strikes", "3"), ("Sources", "7")]  # its tables are a list of their own


def test_a_figure_is_never_higher_than_a_page() -> None:
    high = '<svg width="640" height="{}"><text>wide</text></svg>'
    usual, tall = (written(chapter(high.format(height))).figure for height in (900, 1400))
    # A4 has 253 mm between the margins: a line of title, 12 mm of gaps, two lines of words and 1 mm between them.
    assert (
        usual.svg["style"] == f"max-height: {253 - 5.6 - 12 - 2 * 4.7 - 1:.0f}mm"
        and "figure-tall" not in usual["class"]
    )
    assert tall.svg["style"] == f"max-height: {253 - 5.6 - 10:.0f}mm" and "figure-tall" in tall["class"]


def test_a_card_stays_with_the_first_of_its_facts() -> None:
    card = '<article class="claim" id="l1"><div class="claim-head">L1</div><p class="claim-says">Says.</p>{}</article>'
    facts = '<dl class="claim-facts"><div><dt>Parts</dt></div><div><dt>For</dt></div></dl>'
    folded = f'<details class="claim-more"><summary>What it rests on</summary><noscript class="inert">{facts}</noscript></details>'
    for form in (facts, folded):
        found = written(CHAPTER.format(card.format(form))).select_one(".claim")
        assert [part.text for part in found.find_all(recursive=False)] == ["L1Says.Parts", "For"]
        assert "claim-start" in found.find()["class"]
    assert written(CHAPTER.format(card.format(""))).select_one(".claim")["class"] == ["claim", "claim-start"]
