"""Does everything in the ledger and in the book lead somewhere? What points to nothing, and what nothing points to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from figures.claims import Claim, missing, source, span
from figures.claims.ledger import SLOT, fault, parsed
from figures.claims.references import RESEARCHED, cited
from figures.errors import ContractError, DataError, FiguresError
from figures.figure import MIME
from figures.figure.slots import say
from figures.measures import measure, measures

_VERDICTS = re.compile(r"^(?:```+|:::+)\{verdicts\}[ \t]*(.*)$", re.M)
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
_ENTRY = re.compile(r"^@misc\{([^,]+),", re.M)


@dataclass(frozen=True)
class Published:
    """A figure that a chapter publishes: where, which lines of the op-ed it bears on, and the whole of it."""

    id: str
    chapter: str
    claims: tuple[int, ...]
    spec: dict[str, Any] = field(repr=False, compare=False)


def problems(path: Path) -> list[DataError]:
    """List everything that is wrong with a ledger: record by record, then the lines without a record.

    Where a record breaks a rule by itself, the names in all records are looked up only when that is mended: a measure
    counts the ledger.
    """
    found, wrong = parsed(path)
    if not wrong:
        wrong = [fault(claim.line, rule) for claim in found.values() for rule in _unresolved(claim)]
    broken = {error.row for error in wrong}
    wrong += [
        fault(line, "has no record; all lines of the op-ed have exactly one")
        for line in missing(found)
        if f"L{line}" not in broken
    ]
    return wrong


def published(book: Path) -> dict[str, Published]:
    """Find the figures in the stored outputs of the chapters, by id."""
    figures = {}
    for path in sorted(book.glob("*.ipynb")):
        for cell in _cells(path):
            for output in cell.get("outputs", []):
                spec = output.get("data", {}).get(MIME, {})
                meta = spec.get("usermeta", {}).get("figure")
                if meta:
                    figures[meta["id"]] = Published(meta["id"], path.stem, tuple(meta["claims"]), spec)
    return figures


def anchors(book: Path) -> list[tuple[int, str]]:
    """List the lines that have a card, each with the page it stands on: the lines of the directive ``{verdicts}``."""
    return [
        (line, path.stem)
        for path in pages(book)
        for lines in _VERDICTS.findall(prose(path))
        for line in span(lines)
    ]


def orphans(book: Path, found: Mapping[int, Claim]) -> list[str]:
    """Say what leads nowhere, a sentence for each.

    A claim without its card, a card without a claim, a number that nothing states, a figure that is named and not published, a
    figure for a line without a record, a citation without an entry.
    """
    return [
        *_cards(book, found),
        *_numbers(book, found),
        *_figures(book, found),
        *_citations(book),
    ]


def _unresolved(claim: Claim) -> Iterator[str]:
    """Say which names in a claim lead nowhere, and where its sources are too weak."""

    def wrong(made: Callable[[], object]) -> str:
        try:
            made()
        except FiguresError as error:
            return str(error)
        return ""

    for text in claim.texts:
        if rule := wrong(lambda text=text: say(text)):  # type: ignore[misc]
            yield f"text {text[:40]!r}…: {rule}"
        elif SLOT.search(re.sub(r"\{[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+(?::[a-z]+)?\}", "", text)):
            yield f"text {text[:40]!r}…: has braces that are not a slot such as {{topic.name}}"
    for name in claim.measures:
        if rule := wrong(lambda name=name: measure(name)):  # type: ignore[misc]
            yield f"measures: {rule}"
    strong = False
    for side, items in (("for", claim.in_favour), ("against", claim.against)):
        for at, item in enumerate(items, 1):
            grades: list[str] = []
            for name in item.sources:
                if rule := wrong(lambda name=name: source(name)):  # type: ignore[misc]
                    yield f"{side}[{at}].sources: {rule}, and no table has that name"
                    grades.append("?")
                else:
                    # A row of a researched table is as good as its page: only counts, maps and records carry a verdict as tables.
                    grades.append(source(name).grade or ("row" if name in RESEARCHED else "table"))
            strong |= bool({"A", "B", "table"} & set(grades))
            if set(grades) == {"D"}:
                yield f"{side}[{at}].sources: must not be pages of grade D alone ({', '.join(item.sources)})"
    if claim.see is None and claim.graded and not strong:
        yield f"sources: must have a page of grade A or B, or a table that is not our own list of pages, for the verdict {claim.verdict}"


def _cards(book: Path, found: Mapping[int, Claim]) -> Iterator[str]:
    try:
        cards = anchors(book)
    except ContractError as error:
        yield f"a directive {{verdicts}}: {error}"
        return
    for line, claim in found.items():
        if (line, claim.chapter) not in cards:
            yield f"claim L{line}: {claim.chapter} has no card of it (directive {{verdicts}})"
    for line, chapter in cards:
        if line not in found:
            yield f"card L{line} in {chapter}: the ledger has no record of this line"
        elif found[line].chapter != chapter:
            yield f"card L{line} in {chapter}: the ledger says that the line belongs to {found[line].chapter}"
    for line, chapter in sorted({card for card in cards if cards.count(card) > 1}):
        yield f"card L{line} in {chapter}: stands there twice"


def _numbers(book: Path, found: Mapping[int, Claim]) -> Iterator[str]:
    used = {name for path in pages(book) for name in _NAME.findall(prose(path) + _code(path))}
    for claim in found.values():
        used |= {*claim.measures, *_NAME.findall(" ".join(claim.texts))}
    for name in measures():
        if name not in used:
            yield f"number {name}: neither a page nor the ledger states it"


def _figures(book: Path, found: Mapping[int, Claim]) -> Iterator[str]:
    shown = published(book)
    for claim in found.values():
        for id_ in claim.figures:
            if id_ not in shown:
                yield f"figure {id_}: claim L{claim.line} names it, and no chapter publishes it"
    for figure in shown.values():
        for line in figure.claims:
            if line not in found:
                yield f"figure {figure.id} in {figure.chapter}: bears on L{line}, of which the ledger has no record"


def _citations(book: Path) -> Iterator[str]:
    entries = {
        key
        for name in ("references.bib", "notes.bib")
        if (book / name).is_file()
        for key in _ENTRY.findall((book / name).read_text(encoding="utf-8"))
    }
    for key in sorted(cited(book) - entries):
        yield f"citation {key}: has no entry in references.bib or notes.bib"


def pages(book: Path) -> list[Path]:
    """List the chapters and pages of a book."""
    return sorted([*book.glob("*.ipynb"), *book.glob("*.md")])


def _cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"])


def prose(path: Path) -> str:
    """Read what a page says outside its code."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    return "\n".join("".join(cell["source"]) for cell in _cells(path) if cell["cell_type"] == "markdown")


def _code(path: Path) -> str:
    if path.suffix == ".md":
        return ""
    return "\n" + "\n".join("".join(cell["source"]) for cell in _cells(path) if cell["cell_type"] == "code")
