"""How is a figure written as HTML? Picture, caption, source line, note and table, readable without JavaScript."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from figures import theme
from figures.figure import draw
from figures.figure.renderer import PLAIN, Renderer
from figures.figure.slots import Numbers, pieces
from figures.figure.source import Source, source_texts, sources_from, web_host
from figures.figure.table import Cell, Printer, printers
from figures.theme import Mode

Meta = dict[str, Any]

ROWS_ON_THE_PAGE = 60
SENTENCE_CHARACTERS = 40
STATIC = Path(__file__).parent / "static"
EARLY = (
    "(d=>{if(!matchMedia('(min-width:480px)').matches)return;"
    "const f=()=>d.querySelectorAll('.figure-wide>.inert').forEach(n=>{"
    # While the page arrives, what follows a drawing says that all of it is there.
    "if(d.readyState=='loading'&&!n.parentNode.parentNode.nextSibling)return;"
    # And the narrow one, which nobody sees now, is a text instead.
    "const s=n.parentNode.previousElementSibling,t=d.createElement('noscript');t.className='inert';"
    "t.textContent=s.innerHTML;s.replaceChildren(t);n.outerHTML=n.textContent}),"
    "o=new MutationObserver(f);o.observe(d,{childList:true,subtree:true});"
    "d.addEventListener('DOMContentLoaded',()=>{f();o.disconnect()})})(document)"
)
"""Stands inline in the head of a page with figures: on a wide screen the wide drawings take the places of the narrow ones before the first paint."""


@dataclass(frozen=True)
class Around:
    """What a figure can link to, and be drawn by, where it stands; a file of its own has nothing around it."""

    number: Callable[[str], str] | None = None
    """Name of a number to the address of the page that explains it."""
    table: Callable[[str], str] | None = None
    """Name of a table of the project to the address of the page that explains it."""
    link: str = ""
    """Address under which the figure is shared; else its place on the page."""
    tools: Sequence[tuple[str, str]] = ()
    """Label and address of each thing to take away; those that are files are downloads."""
    drawing: Callable[[int], str] | None = None
    """Width in px to the address of a drawing that is too large for the page."""
    alone: bool = False
    """Whether the figure is a file of its own: the marks of its still drawing carry what they say, on a page those of the live one do."""
    renderer: Renderer = PLAIN
    numbers: Numbers | None = None
    """Gives the numbers that become links, as ``publish`` takes it."""


def figure(spec: draw.Spec, around: Around | None = None) -> str:
    """Write a published spec as ``<figure>``; every text from the spec is escaped."""
    meta: Meta = spec["usermeta"]["figure"]
    around = around or Around()
    return "\n".join(
        [
            f'<figure class="figure" id="{escape(meta["id"])}">',
            f"<figcaption>{_head(spec, meta, around)}</figcaption>",
            _picture(spec, meta, around),
            _inputs(spec),
            '<div class="figure-words">',
            f'<p class="figure-caption">{_linked(meta, "caption", around)}</p>',
            f'<p class="figure-note">{_linked(meta, "note", around)}</p>' if meta["note"] else "",
            _sources(meta, around),
            "</div>",
            _table(meta, around),
            _tools(around),
            "</figure>",
        ]
    )


def still(spec: draw.Spec) -> str:
    """Write only title and picture of a published spec, as they stand where the whole figure is elsewhere."""
    meta: Meta = spec["usermeta"]["figure"]
    return f'<div class="figure">{_title(spec)}{_picture(spec, meta, Around())}</div>'


def small(spec: draw.Spec, address: str, renderer: Renderer = PLAIN) -> str:
    """Write title and narrow picture of a published spec where it is shown once more, with the way to the whole figure."""
    meta: Meta = spec["usermeta"]["figure"]
    id_ = escape(meta["id"])
    drawing = draw.inline_svg(spec, draw.NARROW_PX, f"{meta['id']}-small", renderer)
    return (
        f'<figure class="figure figure-small" id="small-{id_}" data-figure="{id_}"><figcaption>{_title(spec)}</figcaption>'
        f'<div class="figure-picture" role="img" aria-label="{escape(spec["description"])}">'
        f'<div class="figure-narrow">{drawing}</div></div>'
        f'<p class="figure-source"><a href="{escape(address)}">Sources, table and downloads</a></p>'
        "</figure>"
    )


def document(spec: draw.Spec, mode: Mode | None = None) -> str:
    """Write a figure as one HTML file that needs nothing else; without a mode its reader's system decides on light or dark."""
    title = " ".join(spec["title"]["text"]) if spec.get("title") else spec["usermeta"]["figure"]["id"]
    tokens = tokens_css(pages=False) if mode is None else _rule(":root", mode)
    code = script("marks.js", "still.js")
    hashed = b64encode(sha256(code.encode()).digest()).decode()
    style = tokens + (STATIC / "figure.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        # A file that travels alone may do nothing but show itself, and tell of the mark that a reader points at.
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hashed}'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}"
        "body { margin: 1rem; background: var(--figure-paper); font-family: " + theme.FONT + "; }\n</style>\n"
        f"</head>\n<body>\n<main>\n{figure(spec, Around(alone=True))}\n</main>\n<script>{code}</script>\n</body>\n</html>\n"
    )


def inert(html: str) -> str:
    """Keep HTML out of the way until it is wanted: one text for a browser that runs ``inert.js``, plain elements for one without scripts."""
    if "noscript>" in html:
        raise ValueError("noscript within noscript would end too early")
    return f'<noscript class="inert">{html}</noscript>'


def script(*names: str) -> str:
    """Read scripts that run one after the other."""
    return "".join((STATIC / name).read_text(encoding="utf-8") for name in names)


def tokens_css(*, pages: bool = True) -> str:
    """Write the theme's tokens as CSS variables: drawings follow a page's switch (``data-theme``) or, in a file, the system."""
    # Themes have their switch on <html> (PyData, Jupyter Book) or on <body> (Furo); one that has none is light.
    dark = 'html[data-theme="dark"], body[data-theme="dark"]'
    # Without JavaScript it stays "auto", or is missing in Furo, and the system decides; paper is always white.
    auto = 'html[data-theme="auto"], body[data-theme="auto"], html.no-js body:not([data-theme])'
    paper = "html[data-theme], body[data-theme], html.no-js body"
    asked = _rule(dark, "dark") if pages else ""
    by_system = _rule(auto if pages else ":root", "dark")
    on_paper = _rule(paper if pages else ":root", "light")
    return (
        _rule(":root", "light")
        + asked
        + f"@media (prefers-color-scheme: dark) {{\n{by_system}}}\n"
        + f"@media print {{\n{on_paper}}}\n"
    )


def _rule(selector: str, mode: Mode) -> str:
    lines = "".join(f"  --figure-{name}: {value};\n" for name, value in theme.variables(mode).items())
    return f"{selector} {{\n{lines}}}\n"


def _head(spec: draw.Spec, meta: Meta, around: Around) -> str:
    link = escape(around.link or f"#{meta['id']}")
    permanent = f'<a class="figure-link" href="{link}" aria-label="Link to this figure">#</a>'
    return _title(spec, f" {permanent}")


def _title(spec: draw.Spec, link: str = "") -> str:
    title = spec.get("title", "")
    text, subtitle = (
        (title.get("text", ""), title.get("subtitle", "")) if isinstance(title, dict) else (title, "")
    )
    head = f'<p class="figure-title">{escape(_line(text))}{link}</p>'
    return head + (f'<p class="figure-subtitle">{escape(_line(subtitle))}</p>' if subtitle else "")


def _line(text: str | list[str]) -> str:
    return text if isinstance(text, str) else " ".join(text)


def _picture(spec: draw.Spec, meta: Meta, around: Around) -> str:
    """Both widths of the drawing; style shows the one that fits, and the text alternative speaks for both."""
    narrow, wide = (
        _drawing(spec, meta, px, name, around)
        for name, px in (("narrow", draw.NARROW_PX), ("wide", draw.WIDE_PX))
    )
    if not around.alone and wide.startswith("<svg"):
        wide = inert(wide)
    return (
        f'<div class="figure-picture" role="img" aria-label="{escape(spec["description"])}">'
        f'<div class="figure-narrow">{narrow}</div><div class="figure-wide">{wide}</div></div>'
    )


def _drawing(spec: draw.Spec, meta: Meta, px: int, name: str, around: Around) -> str:
    inline = draw.inline_svg(spec, px, f"{meta['id']}-{name}", around.renderer, speaks=around.alone)
    if around.drawing is None or not draw.heavy(inline):
        return inline
    width, height = draw.size(inline)
    return f'<img src="{escape(around.drawing(px))}" width="{width}" height="{height}" alt="" loading="lazy">'


def sentence(text: str, address: Callable[[str], str], numbers: Numbers | None = None) -> str:
    """Write a text with slots: its words escaped, each number a link to the address of its name."""
    return "".join(
        f'<a class="num" href="{escape(address(piece.number.name))}">{escape(piece.text)}</a>'
        if piece.number
        else escape(piece.text)
        for piece in pieces(text, numbers)
    )


def _linked(meta: Meta, part: str, around: Around) -> str:
    """Link the numbers of a caption or note where there is something to link to; else no number has to be known."""
    if around.number is None:
        return escape(meta["said"][part])
    return sentence(meta[part], around.number, around.numbers)


def _sources(meta: Meta, around: Around) -> str:
    """Name each publisher once, with links to the tables of the project that came of it, and to other people's data."""
    tables: dict[str, list[str]] = {}
    others: list[str] = []
    for source in sources_from(meta["sources"]):
        if isinstance(source, Source):
            others.append(_other(source))
        else:
            tables.setdefault(source_texts([source])[0], []).append(source)

    def processed(names: list[str]) -> str:
        if around.table is None:
            return ""
        links = [
            f'<a href="{escape(around.table(name))}">{escape(name.replace("_", " "))}</a>' for name in names
        ]
        return f", as processed in {' and '.join([', '.join(links[:-1]), links[-1]] if links[1:] else links)}"

    lines = "; ".join([*(escape(line) + processed(names) for line, names in tables.items()), *others])
    return f'<p class="figure-source"><b>Source:</b> {lines}.</p>'


def _other(source: Source) -> str:
    """Write other people's data: a ``Source`` has the address of a web page or none, so nothing else becomes a link."""
    text = escape(source.text)
    named = f'<a href="{escape(source.url)}">{text}</a>' if source.url else text
    return f"{named} ({escape(source.licence)})" if source.licence else named


def _table(meta: Meta, around: Around) -> str:
    table = meta["table"]
    columns, rows = table["columns"], table["rows"]
    printed = printers(table)
    shown = rows[:ROWS_ON_THE_PAGE] if around.tools else rows  # a file of its own has them nowhere else
    head = "".join(
        f'<th scope="col"{_number_class(column)}>{escape(column["heading"])}</th>' for column in columns
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row"{_sentence_class(cell)}>{_cell(cell, printer)}</th>'
            if at == 0
            else f"<td{_number_class(column) or _sentence_class(cell)}>{_cell(cell, printer)}</td>"
            for at, (column, cell, printer) in enumerate(zip(columns, row, printed, strict=True))
        )
        + "</tr>"
        for row in shown
    )
    left_out = _left_out(rows, printed, around)
    rest = f"<p>{left_out}</p>" if left_out else ""
    inside = (
        f'<div class="figure-scroll" tabindex="0" role="region" aria-label="Table: {escape(meta["id"])}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{rest}"
    )
    return (
        '<details class="figure-table"><summary>Table of the numbers in this figure</summary>'
        f"{inside if around.alone else inert(inside)}</details>"
    )


def _left_out(rows: Sequence[Sequence[Cell]], printed: Sequence[Printer], around: Around) -> str:
    """Say what the table on the page does not say: rows after the first, digits of numbers."""
    rounded = any(printer.rounds(cell) for row in rows for cell, printer in zip(row, printed, strict=True))
    if around.tools and len(rows) > ROWS_ON_THE_PAGE:
        numbers = ", numbers are rounded" if rounded else ""
        return f"The first {ROWS_ON_THE_PAGE} of {len(rows)} rows{numbers}; the CSV file has all."
    if rounded:
        return "Numbers are rounded; the CSV file has all digits." if around.tools else "Numbers are rounded."
    return ""


def _tools(around: Around) -> str:
    links = " ".join(
        f'<a href="{escape(href)}"{"" if href.startswith("#") else " download"}>{escape(label)}</a>'
        for label, href in around.tools
    )
    return f'<p class="figure-tools">{links}</p>' if links else ""


def _inputs(spec: draw.Spec) -> str:
    """Keep the place of the inputs that a live figure has, and offer them."""
    if not any("bind" in param for param in spec.get("params", [])):
        return ""
    return (
        '<div class="figure-inputs pst-js-only"><button type="button">Change what is compared</button></div>'
    )


def _number_class(column: dict[str, Any]) -> str:
    return ' class="number"' if column["kind"] == "number" else ""


def _sentence_class(cell: Cell) -> str:
    """Let cells that hold sentences, not addresses, run over several lines."""
    long = isinstance(cell, str) and len(cell) > SENTENCE_CHARACTERS and "://" not in cell
    return ' class="sentence"' if long else ""


def _cell(cell: Cell, printer: Printer) -> str:
    text = printer.text(cell)
    host = web_host(text)
    return f'<a href="{escape(text)}">{escape(host)}</a>' if host else escape(text)
