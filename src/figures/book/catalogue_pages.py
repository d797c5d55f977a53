"""Pages that are generated from the catalogue: ``{sources}`` lists the tables, ``{numbers}`` lists the measures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from figures import claims, measures, tables
from figures.book import claim_html, structured_data, traces
from figures.book.number_role import address, anchor
from figures.claims import corrections, ledger
from figures.errors import FiguresError
from figures.figure.html import inert
from figures.measures.measure import Measure
from figures.text import day_text

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class SourcesPage(SphinxDirective):
    """A section for each table and the ledger: what it holds, who published it, what is missing."""

    def run(self) -> list[nodes.Node]:
        """Write the sections."""
        names = tables.names()
        base = self.config.html_baseurl or ""
        described = structured_data.script(
            [structured_data.dataset(tables.resource(name), base=base) for name in names]
        )
        return [*map(_table_section, names), nodes.raw("", described, format="html")]


class NumbersPage(SphinxDirective):
    """A section for each topic, and in it each measure: value, range, formula, rows, sources."""

    def run(self) -> list[nodes.Node]:
        """Write the sections."""
        by_topic: dict[str, list[Measure]] = {}
        for number in measures.measures().values():
            by_topic.setdefault(number.name.split(".")[0], []).append(number)
        return [
            _section(
                f"topic-{topic}",
                topic.replace("_", " ").capitalize(),
                [nodes.raw("", _numbers(numbers), format="html")],
            )
            for topic, numbers in by_topic.items()
        ]


class CorrectionsPage(SphinxDirective):
    """A section for each entry of the corrections: what was wrong, since when, how it was found, what changed."""

    def run(self) -> list[nodes.Node]:
        """Write the sections."""
        try:
            records = corrections.read(tables.data_dir() / corrections.FILE)
            return [_correction_section(len(records) - at, one) for at, one in enumerate(records)]
        except FiguresError as error:
            raise self.error(f"{{{self.name}}}: {error}") from None


def _correction_section(number: int, one: corrections.Correction) -> nodes.Node:
    facts: list[tuple[str, list[nodes.Node]]] = [
        ("Wrong", [_words(one.wrong)]),
        ("Now", [_words(one.now)]),
        ("What it is", [_words(f"{corrections.KINDS[one.kind]}.")]),
        ("Put right", [_words(f"{day_text(one.date)}; wrong since: {one.since}.")]),
        ("Found", [_words(one.found)]),
    ]
    if one.changed:
        facts.append(("Changed", [_bullets_of(_change(name, *pair) for name, pair in one.changed.items())]))
    if one.sources:
        facts.append(("Sources", [_bullets_of([_cited(name)] for name in one.sources)]))
    # Counted from the oldest, so that an address stays when entries are added.
    return _section(f"correction-{number}", one.where, [_facts(facts)])


def _change(name: str, was: str, now: str | None) -> list[nodes.Node]:
    change = f": {was} → {now or 'no longer stated'}"
    if corrections.is_line(name):
        return [_link(claim_html.link(claims.claim(int(name[1:]))), name), _words(change.replace("_", " "))]
    linked = now and not name.startswith("forecast ")
    return [_link(address(name), name) if linked else _mono(name), _words(change)]


def _cited(name: str) -> nodes.Node:
    found = claims.source(name)
    return _link(found.url, f"{found.text}, {found.title}" if found.grade else found.text)


def _table_section(name: str) -> nodes.section:
    resource = tables.resource(name)
    file = resource.get("written_in", resource["path"])
    facts: list[tuple[str, list[nodes.Node]]] = [
        (
            "File",
            [
                _link(f"data/{file}", file),
                _words(f", {_rows_text(resource['rows'])}"),
            ],
        ),
        ("Our processing", _prose(resource["processing"])),
    ]
    for source in resource["sources"]:
        facts.append((f"Source: {source['publisher']}", _source(source)))
    if resource.get("known_gaps"):
        facts.append(("Known gaps", [_bullets_of(map(_prose, resource["known_gaps"]))]))
    fields = _grid(
        ["Column", "Type", "Unit", "Meaning"],
        [
            [
                _mono(field["name"]),
                _words(field["type"]),
                _words(field.get("unit", "")),
                _words(field["description"]),
            ]
            for field in resource["schema"]["fields"]
        ],
    )
    heading = f"Its {len(resource['schema']['fields'])} columns"
    body = [
        nodes.paragraph("", "", *_prose(resource["description"])),
        _facts(facts),
        *folded(heading, fields),
    ]
    return _section(name.replace("_", "-"), resource["title"], body)


def _source(source: dict[str, Any]) -> list[nodes.Node]:
    claimed = f" by {source['claimed_by']}" if source.get("claimed_by") else ""
    words: list[nodes.Node] = [_words(f"{source['kind_of_evidence'].capitalize()}{claimed}. ")]
    if source.get("path", "").startswith("http"):
        words += [_link(source["path"], source["title"]), _words(". ")]
    else:
        words.append(_words(f"{source['title']}. "))
    if source.get("commit"):
        words.append(
            _words(f"{source['repository']} at commit {source['commit'][:10]} of {source['commit_date']}. ")
        )
    if source.get("package"):
        words += [
            _words(f"File of the npm package {source['package']} {source['version']}, "),
            _mono(source["integrity"]),
            _words(". "),
        ]
    if source.get("sha256"):
        words += [_words("sha256 "), _mono(source["sha256"]), _words(". ")]
    words.append(_words(f"Licence: {source['licence']}."))
    return words


def _numbers(numbers: Iterable[Measure]) -> str:
    lines = "\n".join(map(_number, numbers))
    return f'<div class="numbers">{lines}</div>'


def _number(number: Measure) -> str:
    """Write a number: its name and value, and, when it is opened, all else about it."""
    id_, name = anchor(number.name), escape(number.name)
    return (
        f'<details class="number" id="{id_}"><summary>{name}: <b>{escape(number.text)}</b></summary>'
        f"{inert(traces.facts(number))}</details>"
    )


def _rows_text(count: int) -> str:
    return f"{count:,} row" + ("" if count == 1 else "s")


def _section(id_: str, title: str, body: Iterable[nodes.Node]) -> nodes.section:
    section = nodes.section("", nodes.title("", title), *body, ids=[id_])
    section["names"] = [id_]
    return section


def folded(heading: str, *body: nodes.Node) -> list[nodes.Node]:
    """Put nodes where a reader opens them; what is inside becomes inert in :mod:`figures.book.page`."""
    begin = f'<details class="folded"><summary>{escape(heading)}</summary>'
    return [nodes.raw("", begin, format="html"), *body, nodes.raw("", "</details>", format="html")]


def _words(text: str) -> nodes.Text:
    return nodes.Text(text)


def _prose(text: str) -> list[nodes.Node]:
    """Print what stands between backticks as a name."""
    parts = re.split(r"`([^`]+)`", text)
    return [_mono(part) if at % 2 else _words(part) for at, part in enumerate(parts) if part]


def _mono(text: str) -> nodes.literal:
    return nodes.literal("", text)


def _link(target: str, text: str) -> nodes.reference:
    return nodes.reference("", text, refuri=target, internal=not target.startswith("http"))


def _bullets_of(items: Iterable[list[nodes.Node]]) -> nodes.bullet_list:
    return nodes.bullet_list("", *(nodes.list_item("", nodes.paragraph("", "", *item)) for item in items))


def _facts(facts: Iterable[tuple[str, list[nodes.Node]]]) -> nodes.definition_list:
    def blocks(parts: list[nodes.Node]) -> list[nodes.Node]:
        return parts if isinstance(parts[0], nodes.bullet_list) else [nodes.paragraph("", "", *parts)]

    return nodes.definition_list(
        "",
        *(
            nodes.definition_list_item("", nodes.term("", term), nodes.definition("", *blocks(parts)))
            for term, parts in facts
        ),
        classes=["facts"],
    )


def _grid(heads: list[str], rows: list[list[nodes.Node]]) -> nodes.table:
    def line(cells: Iterable[nodes.Node]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))

    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in heads), cols=len(heads))
    group += nodes.thead("", line(_words(head) for head in heads))
    group += nodes.tbody("", *(line(row) for row in rows))
    return nodes.table("", group)


def copy_tables(site: Path) -> None:
    """Put the tables beside the pages, so that a reader has them with one click."""
    target = site / "data"
    target.mkdir(exist_ok=True)
    for name in [
        *(f"{name}.csv" for name in tables.names()),
        ledger.FILE,
        corrections.FILE,
        "datapackage.json",
    ]:
        shutil.copyfile(tables.data_dir() / name, target / name)


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("corrections", CorrectionsPage)
    app.add_directive("sources", SourcesPage)
    app.add_directive("numbers", NumbersPage)
