"""The HTML of one figure: picture, caption, source line, note and table, readable without JavaScript."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlsplit

from figures import draw
from figures.figure import cell_text, source_line
from figures.say import parts
from figures.sphinx import files
from figures.sphinx.num import PAGE, anchor

Meta = dict[str, Any]

ROWS_ON_THE_PAGE = 60


def figure(spec: draw.Spec, *, code: str | None = None) -> str:
    """Write a published spec as ``<figure>``.

    Parameters
    ----------
    spec
        What ``publish`` returned, from the stored notebook output.
    code
        Where on the page its code stands.

    Returns
    -------
    str
        HTML. Every text from the spec is escaped.
    """
    meta: Meta = spec["usermeta"]["figure"]
    return "\n".join(
        [
            f'<figure class="figure" id="{escape(meta["id"])}">',
            _head(spec, meta),
            _picture(spec, meta),
            _inputs(spec),
            "<figcaption>",
            f'<p class="figure-caption">{sentence(meta["caption"])}</p>',
            f'<p class="figure-note">{sentence(meta["note"])}</p>' if meta["note"] else "",
            _sources(meta),
            "</figcaption>",
            _table(meta),
            _tools(meta, code),
            "</figure>",
        ]
    )


def _head(spec: draw.Spec, meta: Meta) -> str:
    title = spec.get("title", "")
    text, subtitle = (
        (title.get("text", ""), title.get("subtitle", "")) if isinstance(title, dict) else (title, "")
    )
    permanent = f'<a class="figure-link" href="#{escape(meta["id"])}" aria-label="Link to this figure">#</a>'
    head = f'<p class="figure-title">{escape(_line(text))} {permanent}</p>'
    return head + (f'<p class="figure-subtitle">{escape(_line(subtitle))}</p>' if subtitle else "")


def _line(text: str | list[str]) -> str:
    return text if isinstance(text, str) else " ".join(text)


def _picture(spec: draw.Spec, meta: Meta) -> str:
    """Both widths of the drawing; style shows the one that fits, and the text alternative speaks for both."""
    drawings = "".join(
        f'<div class="figure-{name}">{draw.inline_svg(spec, px, meta["id"] + "-" + name)}</div>'
        for name, px in (("wide", draw.WIDE_PX), ("narrow", draw.NARROW_PX))
    )
    return (
        f'<div class="figure-picture" role="img" aria-label="{escape(spec["description"])}">{drawings}</div>'
    )


def sentence(text: str) -> str:
    """Write a text with slots: its words escaped, each number a link to its recipe."""
    return "".join(
        f'<a class="num" href="{PAGE}.html#{anchor(part.measure.name)}">{escape(part.text)}</a>'
        if part.measure
        else escape(part.text)
        for part in parts(text)
    )


def _sources(meta: Meta) -> str:
    lines = "; ".join(
        f'{escape(line)}, <a href="sources.html#{escape(name.replace("_", "-"))}">as processed here</a>'
        for name, line in zip(meta["sources"], source_line(meta["sources"]), strict=True)
    )
    return f'<p class="figure-source"><b>Source:</b> {lines}.</p>'


def _table(meta: Meta) -> str:
    table = meta["table"]
    columns = table["columns"]
    head = "".join(
        f'<th scope="col"{_number_class(column)}>{escape(column["heading"])}</th>' for column in columns
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{_cell(cell, column)}</th>'
            if at == 0
            else f"<td{_number_class(column)}>{_cell(cell, column)}</td>"
            for at, (column, cell) in enumerate(zip(columns, row, strict=True))
        )
        + "</tr>"
        for row in table["rows"][:ROWS_ON_THE_PAGE]
    )
    rows = len(table["rows"])
    rest = (
        f"<p>The first {ROWS_ON_THE_PAGE} of {rows} rows; the CSV file has all.</p>"
        if rows > ROWS_ON_THE_PAGE
        else ""
    )
    return (
        f'<details class="figure-table"><summary>Table of the numbers in this figure</summary>'
        f'<div class="figure-scroll" tabindex="0" role="region" aria-label="Table: {escape(meta["id"])}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{rest}</details>"
    )


def _tools(meta: Meta, code: str | None) -> str:
    links = [
        f'<a href="{escape(name)}" download>{label}</a>'
        for name, label in zip(files.names(meta["id"]), files.LABELS, strict=True)
    ]
    if code:
        links.append(f'<a href="#{escape(code)}">Code</a>')
    return f'<p class="figure-tools">{" ".join(links)}</p>'


def _inputs(spec: draw.Spec) -> str:
    """Keep the place of the inputs that a live figure has, and offer them."""
    if not any("bind" in param for param in spec.get("params", [])):
        return ""
    return (
        '<div class="figure-inputs pst-js-only"><button type="button">Change what is compared</button></div>'
    )


def _number_class(column: dict[str, Any]) -> str:
    return ' class="number"' if column["kind"] == "number" else ""


def _cell(cell: str | float | None, column: dict[str, Any]) -> str:
    text = cell_text(cell, column["kind"])
    if text.startswith("https://") or text.startswith("http://"):
        return f'<a href="{escape(text)}">{escape(urlsplit(text).hostname or text)}</a>'
    return escape(text)
