"""What is the book on paper? Pages of the site go in, one HTML document comes out: cover, contents, chapters, and notes with every address in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin

from figures import theme
from figures.claims.verdicts import LOOKS

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

Paper = Literal["a4", "letter"]
PAPERS: tuple[Paper, ...] = ("a4", "letter")
PAGES = (
    "index",
    "1-ultimatum",
    "2-demands",
    "3-conduct",
    "4-rhetoric",
    "5-pressure",
    "6-leverage",
    "7-aftermath",
    "claims",
    "methods",
    "glossary",
    "corrections",
    "sources",
)
"""The pages that are printed, in order; tests compare them with the book's table of contents."""
LEFT_OUT = ("numbers", "reuse", "gallery", "reference")
"""What the names of the other pages begin with: what nobody reads from top to bottom, or only beside a computer."""
STYLE = Path(__file__).with_name("printed.css")

_CONTENTS = "contents"
_CITED = "Pages cited"
_LISTS = ("corrections", "sources")  # their parts are entries of a list, which no table of contents repeats
_UNKNOWN = 100  # as wide as most page numbers of this book
# Controls, code, and what is closed on the page: on paper nobody can open it.
_SCREEN_ONLY = ", ".join(
    (
        ".headerlink, .figure-link, .figure-tools, .figure-inputs, .figure-table, .pst-js-only, .toctree-wrapper",
        ".figure-picture:has(.figure-wide) .figure-narrow",
        ".cell_input, details.hide, details.folded, .claim-more > summary, .backrefs, .ledger-count",
        "form, button, input, select, script, style, dialog, template",
    )
)
_LINE = re.compile(r"L\d+")
# Millimetres between the margins, as printed.css has them, and what the text of a figure takes of them by guess.
_HEIGHT = {"a4": 253, "letter": 235}
_WIDTH = {
    "a4": 127,
    "letter": 118,
}  # of a drawing: as large as can be read with ease, and few pages are left half empty
_TITLE_LINE, _TITLE_CHARACTERS = 5.6, 75
_CAPTION_LINE, _CAPTION_CHARACTERS, _GAP = 4.7, 95, 1
_BESIDE = 1.8  # a drawing so many times as high as wide has its caption beside it


@dataclass(frozen=True)
class Cover:
    """What stands on the cover, apart from the title and the sentences that the first page begins with."""

    edition: str
    data_day: str
    licence: str


def document(pages: Mapping[str, str], cover: Cover, paper: Paper, files: str = "") -> str:
    """Write one document of the pages of a site.

    Parameters
    ----------
    pages
        Name of each page, in the order of the book, to its HTML.
    cover
        What the cover says.
    paper
        ``"a4"`` or ``"letter"``.
    files
        Address of the folder of the site, for pictures that are files.

    Returns
    -------
    str
        HTML with its style inside; each anchor is ``page--anchor``, and page numbers are a guess until :func:`numbered` knows them.

    Examples
    --------
    >>> page = '<article class="bd-article"><h1>Land</h1><p>Held by <a href="https://x.test/a">two</a>.</p></article>'
    >>> html = document({"2-land": page}, Cover("2026.11", "1 May 2026", "CC BY 4.0"), "a4")
    >>> html.count("https://x.test/a</a>"), '<data value="2-land--top">' in html
    (1, True)
    """
    chapters = {name: _article(html) for name, html in pages.items()}
    for name, chapter in chapters.items():
        _anchored(name, chapter)
    anchors = {str(tag["id"]) for chapter in chapters.values() for tag in chapter.select("[id]")}
    for name, chapter in chapters.items():
        _linked(name, chapter, anchors)
        _noted(name, chapter)
        for image in chapter.select("img[src]"):
            image["src"] = urljoin(files, str(image["src"]))
        for figure in chapter.select("figure:not(.figure-small)"):
            _fitted(figure, _HEIGHT[paper])
    first = next(iter(pages))
    title, lead, address = _opening(pages[first])
    style = STYLE.read_text(encoding="utf-8")
    tokens = "".join(f"  --figure-{name}: {value};\n" for name, value in theme.variables("light").items())
    running = "".join(_running(name, chapter) for name, chapter in chapters.items())
    bodies = "\n".join(
        f'<section class="chapter" style="page: {_page_name(name)}">{chapter.decode_contents()}</section>'
        for name, chapter in chapters.items()
    )
    facts = (
        f"Edition {cover.edition}",
        f"Data as of {cover.data_day} or earlier, as each figure says",
        f"Text and figures: {cover.licence}",
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f"<style>\n@page {{ size: {'A4' if paper == 'a4' else 'letter'}; }}\n"
        f":root {{\n  --page-height: {_HEIGHT[paper]}mm;\n  --figure-width: {_WIDTH[paper]}mm;\n{tokens}}}\n{style}{_tones()}{running}</style>\n"
        f'</head>\n<body>\n<section class="cover"><h1>{escape(title)}</h1><p class="lead">{escape(lead)}</p>'
        f"<ul>{''.join(f'<li>{escape(fact)}</li>' for fact in facts)}"
        f'<li><a href="{escape(address)}">{escape(address)}</a></li></ul></section>\n'
        f'<nav class="contents" id="{_CONTENTS}"><h1>Contents</h1>{_contents(chapters)}</nav>\n'
        f"{bodies}\n</body>\n</html>\n"
    )


def _tones() -> str:
    """Write the tone of each verdict, and paper on it where ink could not be read."""
    return "".join(
        f".verdict-{verdict.replace('_', '-')} {{ --tone: {tone:.0%};{' color: var(--figure-paper);' if tone > 0.5 else ''} }}\n"
        for verdict, (_, _, tone, _) in LOOKS.items()
        if tone
    )


def _soup(html: str) -> BeautifulSoup:
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "html.parser")


def _opening(html: str) -> tuple[str, str, str]:
    """Take title, first sentences and address from the first page of the site."""
    soup = _soup(html)
    heading, lead = soup.select_one("h1"), soup.select_one(".lead")
    for link in soup.select(".headerlink"):
        link.decompose()
    address = soup.select_one('link[rel="canonical"]')
    return (
        heading.get_text() if heading else "",
        " ".join(lead.get_text().split()) if lead else "",
        str(address["href"]) if address else "",
    )


def _article(html: str) -> Tag:
    """Take what a page says, without what only a screen can do."""
    article = _soup(html).select_one("article.bd-article")
    if article is None:
        raise ValueError("a page of the site has an article")
    for inert in article.select("noscript"):
        inert.unwrap()
    for section in article.select("section:has(.cell)"):  # an exercise in code
        if section.select(":scope > .cell > .cell_input") and not section.select("figure, section"):
            section.decompose()
    for tag in article.select(_SCREEN_ONLY):
        tag.decompose()
    for details in article.select("details"):
        details.unwrap()
    for link in article.select(".figure-small .figure-source a"):
        link.string = "The figure with its sources"  # on paper there is nothing to download
    for card in article.select("article.claim"):
        _begun(card)
    for number in article.select("a.num"):
        number.unwrap()
    for tag in article.select("[tabindex]"):
        del tag["tabindex"]
    return article


def _begun(card: Tag) -> None:
    """Hold the head of a card together with the first of its facts: no line of the op-ed stands at the foot of a page without them."""
    facts = card.select_one("dl.claim-facts")
    first = facts.find(True, recursive=False) if facts else None
    if facts is None or first is None:
        card["class"] = "claim claim-start"
        return
    start = _soup('<div class="claim-start"><dl class="claim-facts"></dl></div>')
    begun, its_facts = start.select("div, dl")
    for part in facts.find_previous_siblings():
        begun.insert(0, part)
    its_facts.append(first)
    facts.insert_before(begun)


def _anchored(name: str, chapter: Tag) -> None:
    """Give each anchor the name of its page; what a drawing calls its own parts is its own affair, and unique."""
    for tag in chapter.select("[id]"):
        if tag.find_parent("svg") is None:
            tag["id"] = f"{name}--{tag['id']}"
    for tag in chapter.select("[aria-labelledby]"):
        tag["aria-labelledby"] = " ".join(f"{name}--{id_}" for id_ in str(tag["aria-labelledby"]).split())
    heading = chapter.select_one("h1")
    if heading is None:
        return
    heading["id"] = f"{name}--top"
    number = re.match(r"\d+", name)
    if number:
        heading.insert_before(_soup(f'<p class="chapter-number">Chapter {number[0]}</p>'))
    if name == "index":
        heading.string = "In brief"  # the book's own title stands on the cover
    for at, below in enumerate(chapter.select("h2")):
        below["id"] = below.get("id") or f"{name}--h{at}"


def _linked(name: str, chapter: Tag, anchors: set[str]) -> None:
    """Lead links inside the book to their place in the document, and say on which page that is; others lose the link."""
    for link in chapter.select("a[href]"):
        href = str(link["href"])
        if re.match(r"https?:", href):
            continue
        del link["title"]
        page, _, anchor = href.partition("#")
        page = page.removesuffix(".html") or name
        target = f"{page}--{anchor or 'top'}"
        if target not in anchors:
            link.unwrap()
            continue
        link["href"] = f"#{target}"
        in_table = link.find_parent("table") is not None
        a_line = _LINE.fullmatch(link.get_text()) is not None
        if page not in (name, "glossary") and link.get_text().strip() and (in_table or not a_line):
            link.insert_after(_soup(f'<span class="see"> (p. {_page(target)})</span>'))


def _noted(name: str, chapter: Tag) -> None:
    """Give each address outside the book a number, and list them at the end: first the pages that the site's own footnotes cite."""
    notes = chapter.select("aside.footnote")
    marks: dict[str, tuple[int, str]] = {}  # address to the number and the anchor of its note
    for note in notes:
        label = note.select_one(".label")
        if label is None or not (said := re.search(r"\d+", label.get_text())):
            continue
        label.string, number = said[0], int(said[0])
        for cited in note.select('a[href^="http"]'):
            marks.setdefault(str(cited["href"]), (number, str(note["id"])))
    for reference in chapter.select("a.footnote-reference"):
        reference.string = reference.get_text().strip("[]")
        reference["class"] = "note"
        if isinstance(before := reference.previous_sibling, str):
            before.replace_with(before.rstrip())  # the mark stands on the line of its word
    further: list[str] = []
    for link in chapter.select('a[href^="http"]'):
        if link.find_parent("aside", class_="footnote"):
            continue
        address = str(link["href"])
        if address not in marks:
            number = len(notes) + len(further) + 1
            marks[address] = (number, f"{name}--note-{number}")
            further.append(_note(*marks[address], address, link))
        del link["title"]
        number, anchor = marks[address]
        link.insert_after(_soup(f'<a class="note" href="#{anchor}">{number}</a>'))
    if not further:
        return
    if notes:
        notes[-1].insert_after(_soup("".join(further)))
    else:
        chapter.append(
            _soup(
                f'<section><h2 id="{name}--cited">{_CITED}</h2><div class="footnote-list">{"".join(further)}</div></section>'
            )
        )


def _note(number: int, anchor: str, address: str, link: Tag) -> str:
    """Write the note of an address: what the link says, the title of the page, the address."""
    title = str(link.get("title", ""))
    said = [" ".join(link.get_text().split()), "" if title.startswith("Second page") else title]
    words = " ".join(f"{escape(text.rstrip('.'))}." for text in said if text and text not in address)
    return (
        f'<aside class="footnote" id="{anchor}" role="doc-footnote"><span class="label">{number}</span>'
        f'<p>{words} <a href="{escape(address)}">{escape(address)}</a></p></aside>'
    )


def _fitted(figure: Tag, page: float) -> None:
    """Let a drawing be as high as the page leaves room for beside the figure's own text, so that no figure is cut in two."""
    drawing = figure.select_one(".figure-picture svg, .figure-picture img")
    if drawing is None:
        return
    width, height = (float(str(drawing.get(side, "0"))) for side in ("width", "height"))
    words = [len(text.get_text()) for text in figure.select(".figure-words p")]
    titles = [len(text.get_text()) for text in figure.select(".figure-title, .figure-subtitle")]
    above = sum(_TITLE_LINE * (1 + count // _TITLE_CHARACTERS) for count in titles)
    if width and height > _BESIDE * width:
        figure["class"] = "figure figure-tall"
        room = page - above - 10
    else:
        room = (
            page
            - above
            - 12
            - sum(_CAPTION_LINE * (1 + count // _CAPTION_CHARACTERS) for count in words)
            - _GAP * max(0, len(words) - 1)
        )
    drawing["style"] = f"max-height: {room:.0f}mm"


def _page(anchor: str) -> str:
    return f'<data value="{escape(anchor)}">{_UNKNOWN}</data>'


def numbered(html: str, at: Mapping[str, int]) -> str:
    """Put the numbers of pages into a document: anchor to the page on which it landed.

    >>> numbered('(p. <data value="maps--top">100</data>)', {"maps--top": 7})
    '(p. <data value="maps--top">7</data>)'
    """
    return re.sub(
        r'(<data value="([^"]+)">)\d+', lambda found: f"{found[1]}{at.get(found[2], _UNKNOWN)}", html
    )


def headings(html: str) -> list[str]:
    """List the headings of a document, as its outline should have them.

    >>> headings("<h1>A<b> b</b></h1><p>c</p><h3>d</h3>")
    ['A b', 'd']
    """
    return [" ".join(heading.get_text().split()) for heading in _soup(html).select("h1, h2, h3, h4, h5, h6")]


def _page_name(name: str) -> str:
    return f"page-{name}"


def _running(name: str, chapter: Tag) -> str:
    """Write what stands above the pages of a chapter."""
    heading = chapter.select_one("h1")
    words = heading.get_text() if heading else ""
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'@page {_page_name(name)} {{ @top-left {{ content: "{quoted}"; }} }}\n'


def _contents(chapters: Mapping[str, Tag]) -> str:
    """List chapters and their parts, each with the page on which it begins."""
    entries = [
        (
            heading.name,
            re.match(r"\d+", name) if heading.name == "h1" else None,
            str(heading["id"]),
            heading.get_text(),
        )
        for name, chapter in chapters.items()
        for heading in chapter.select("h1, h2")
        if heading.get_text() != _CITED and (heading.name == "h1" or name not in _LISTS)
    ]
    return "<ol>" + "".join(_entry(*entry) for entry in entries) + "</ol>"


def _entry(level: str, number: re.Match[str] | None, anchor: str, words: str) -> str:
    numbered = f"{number[0]} " if number else ""
    return (
        f'<li class="contents-{level}"><a href="#{anchor}"><span>{numbered}{escape(words)}</span>'
        f"{_page(anchor)}</a></li>"
    )


def outside(names: Iterable[str]) -> list[str]:
    """List the pages that are neither printed nor left out on purpose.

    >>> outside(["index", "reference-charts", "maps"])
    ['maps']
    """
    return [name for name in names if name not in PAGES and not name.startswith(LEFT_OUT)]
