"""What does each line of the op-ed claim, what was found about it, and with which verdict? The records, and look-ups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from figures.claims.verdicts import VERDICTS, Confidence, Kind, Part, Section, Verdict
from figures.errors import ContractError, DataError

if TYPE_CHECKING:
    from figures.claims.references import Grade

WORDS_IN_A_PARAPHRASE = 30
"""At most so many words say what a line or a forecast says."""
LINES = range(1, 67)
"""Lines of the op-ed."""
TABLES = frozenset({"claims", "claim_parts"})
"""The tables that are made from the ledger. No line rests on them: that would be a circle."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A sentence of evidence, with slots for its numbers, and the keys of pages or names of tables that it rests on."""

    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Searched:
    """What was searched up to which day without finding anything, and what would change the verdict."""

    where: str
    until: date
    overturned_by: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a line of the op-ed says, in our words, and where it stands."""

    line: int
    section: Section
    chapter: str
    kind: Kind
    speaker: str
    paraphrase: str


@dataclass(frozen=True, kw_only=True)
class Claim(Line):
    """A line of the op-ed with what was found about it and the verdict.

    A line that is judged together with another has ``see`` and that line's verdict and confidence; its own parts and
    evidence are empty.
    """

    parts: tuple[Part, ...] = ()
    verdict: Verdict
    confidence: Confidence | None = None
    in_favour: tuple[Item, ...] = field(default=(), metadata={"key": "for"})
    against: tuple[Item, ...] = ()
    searched: Searched | None = None
    measures: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    see: int | None = None

    @property
    def graded(self) -> bool:
        """Whether the verdict is a grade: it is not for opinions, headings and what could not be verified."""
        return self.verdict not in ("unverified", "not_checkable")

    @property
    def texts(self) -> tuple[str, ...]:
        """Every sentence of ours in the record, with slots for its numbers."""
        searched = (self.searched.where, self.searched.overturned_by) if self.searched else ()
        return (
            self.paraphrase,
            *(text for part in self.parts for text in (part.says, part.settled) if text),
            *(item.text for item in (*self.in_favour, *self.against)),
            *searched,
        )


@dataclass(frozen=True)
class Citation:
    """How what an item rests on is printed and linked: a page with its grade, or a table of the project without one."""

    name: str
    text: str
    url: str
    title: str
    grade: Grade | None


def claims() -> dict[int, Claim]:
    """Read the project's ledger, once: line of the op-ed to claim, in order."""
    from figures.claims.ledger import FILE, read_once
    from figures.tables import data_dir

    return read_once(data_dir() / FILE)


def claim(line: int) -> Claim:
    """Look up the record of one line."""
    known = claims()
    if line not in known:
        raise DataError(
            "data/claims.yml", f"has no record of this line; the op-ed has lines 1 to {LINES[-1]}", f"L{line}"
        )
    return known[line]


def span(text: str) -> list[int]:
    """Read lines of the op-ed as pages name them: numbers and runs of numbers, with commas between them.

    >>> span("18-20"), span("1, 9-10")
    ([18, 19, 20], [1, 9, 10])
    """
    lines: list[int] = []
    for part in text.split(","):
        ends = part.strip().replace("–", "-").split("-")
        if len(ends) > 2 or not all(end.strip().isdecimal() for end in ends):
            raise ContractError(f"lines must be given as 18-20 or 1, 9-10, got {text!r}")
        first, last = int(ends[0]), int(ends[-1])
        if first not in LINES or last not in LINES or first > last:
            raise ContractError(f"lines must run upwards between 1 and {LINES[-1]}, got {text!r}")
        lines += range(first, last + 1)
    return lines


def missing(found: Mapping[int, Claim]) -> list[int]:
    """List the lines of the op-ed that have no record."""
    return [line for line in LINES if line not in found]


def counts(found: Iterable[Claim]) -> dict[Verdict, int]:
    """Count the lines of each verdict, zeros included, in the order of the scale."""
    counted = Counter(claim.verdict for claim in found)
    return {name: counted[name] for name in VERDICTS}


def source(name: str) -> Citation:
    """Find what an item rests on: a table of the project by its name, a page by its key."""
    from figures.claims.references import page
    from figures.tables import resource

    if name in tables_as_evidence():
        return Citation(name, name, f"sources.html#{name.replace('_', '-')}", resource(name)["title"], None)
    cited = page(name)
    return Citation(name, cited.publisher, cited.url, cited.title, cited.grade)


def tables_as_evidence() -> set[str]:
    """Name the tables that a line or a forecast can rest on: all but the ledger's own."""
    from figures.tables import names

    return {*names()} - TABLES
