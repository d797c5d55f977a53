"""What a reader can take away of a figure: its data with a README, its picture, its spec."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from figures import tables
from figures.figure import draw
from figures.figure.renderer import PLAIN, Renderer
from figures.figure.source import Source, source_line, source_texts, sources_from
from figures.sphinx import live
from figures.text import visible

FOLDER = "figures"
LABELS = ("Data (CSV)", "About the data", "SVG", "PNG", "Spec (Vega-Lite)")
_ENDINGS = (".csv", ".txt", ".svg", ".png", ".vl.json")


@dataclass(frozen=True)
class Colophon:
    """What a picture that travels alone says of where it was published: name, edition and licence of the site."""

    origin: str = ""
    edition: str = ""
    licence: str = ""

    def signature(self, place: str) -> str:
        """Write the line below a picture."""
        named = " ".join(part for part in (self.origin, self.edition) if part)
        where = f"{named}, {place}." if named else f"{place}."
        return f"{where} {self.licence}." if self.licence else where


def names(figure_id: str) -> list[str]:
    """List the files of a figure, in the order of ``LABELS``, relative to the site."""
    return [f"{FOLDER}/{figure_id}{ending}" for ending in _ENDINGS]


def made(spec: draw.Spec, page: str, colophon: Colophon, renderer: Renderer = PLAIN) -> dict[str, bytes]:
    """Make all files of a figure on a page: name, relative to the site, to content; the same bytes every time."""
    return {
        **contents(spec, page, colophon, renderer),
        **drawings(spec, renderer),
        **live.payloads(spec, renderer),
    }


def contents(spec: draw.Spec, page: str, colophon: Colophon, renderer: Renderer = PLAIN) -> dict[str, bytes]:
    """Make what a reader can take away of a figure."""
    meta = spec["usermeta"]["figure"]
    picture = draw.signed(
        draw.titled(spec, draw.WIDE_PX, renderer),
        [source_line(sources_from(meta["sources"])), colophon.signature(f"{page}#{meta['id']}")],
    )
    files = (
        _csv(meta["table"]).encode(),
        _readme(spec, page, colophon).encode(),
        picture.encode(),
        draw.rasterised(picture, renderer),
        (json.dumps(spec, ensure_ascii=False, indent=1) + "\n").encode(),
    )
    return dict(zip(names(meta["id"]), files, strict=True))


def drawings(spec: draw.Spec, renderer: Renderer = PLAIN) -> dict[str, bytes]:
    """Draw a figure into files of its own, where it has too many marks to stand in the page."""
    id_ = spec["usermeta"]["figure"]["id"]
    pictures = {
        f"{FOLDER}/{id_}-{px}.svg": draw.linked_svg(spec, px, renderer)
        for px in (draw.WIDE_PX, draw.NARROW_PX)
    }
    heavy = any(map(draw.heavy, pictures.values()))
    return {name: picture.encode() for name, picture in pictures.items()} if heavy else {}


def _csv(table: dict[str, Any]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([escape_formula(column["name"]) for column in table["columns"]])
    numbers = [column["kind"] == "number" for column in table["columns"]]
    writer.writerows(
        [
            "" if cell is None else cell if number else escape_formula(cell)
            for cell, number in zip(row, numbers, strict=True)
        ]
        for row in table["rows"]
    )
    return out.getvalue()


def escape_formula(cell: object) -> object:
    """Keep a spreadsheet from running a text that begins like a formula; show what hides in a text."""
    if not isinstance(cell, str):
        return cell
    return f"'{visible(cell)}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else visible(cell)


def _readme(spec: draw.Spec, page: str, colophon: Colophon) -> str:
    meta = spec["usermeta"]["figure"]
    title = " ".join(spec["title"]["text"]) if spec.get("title") else meta["id"]
    kinds = {column["kind"] for column in meta["table"]["columns"]}
    firsts = " and ".join(f"a {kind}" for kind in ("month", "quarter", "year") if kind in kinds)
    sources = sources_from(meta["sources"])
    names = [one for one in sources if isinstance(one, str)]
    named = [colophon.origin, *([f"edition {colophon.edition}"] if colophon.edition else [])]
    lines = [
        title,
        "=" * len(title),
        "",
        meta["said"]["caption"],
        "",
        *(["Limits: " + meta["said"]["note"], ""] if meta["note"] else []),
        f"What the picture shows: {spec['description']}",
        "",
        f"Columns of {meta['id']}.csv",
        *(f"  {column['name']}: {column['heading']}" for column in meta["table"]["columns"]),
        "  An empty cell is a missing value."
        + (f" {firsts.capitalize()} is given as its first day." if firsts else ""),
        "",
        "Sources",
        *(f"  {line}" for line in source_texts(sources)),
        *(f"  {name}: {tables.resource(name)['processing']}" for name in names),
        "",
        "Licence",
        *(
            f"  {name}: {source['publisher']}: {source['licence']}"
            for name in names
            for source in tables.sources(name)
        ),
        *(
            f"  {one.text}: {one.licence or 'ask its publisher'}"
            for one in sources
            if isinstance(one, Source)
        ),
        *([f"  Figure and text: {colophon.licence}"] if colophon.licence else []),
        "",
        "How to cite",
        f"  {', '.join(named)}, figure {meta['id']} ({page}#{meta['id']}); data: publishers as above.",
    ]
    return visible("\n".join(lines)) + "\n"
