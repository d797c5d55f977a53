"""What does each line of the op-ed claim, what was found about it, and which verdict follows? Records, and the rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from figures.errors import DataError

if TYPE_CHECKING:
    from figures.references import Grade

Section = Literal["ultimatum", "demands", "conduct", "rhetoric", "pressure", "leverage"]
Kind = Literal[
    "event", "quantity", "quotation", "absence", "comparison", "causal", "forecast", "opinion", "heading"
]
Finding = Literal["holds", "fails", "split", "not_found"]
Confidence = Literal["high", "medium", "low"]
Verdict = Literal[
    "supported",
    "mostly_supported",
    "mixed",
    "mostly_not_supported",
    "not_supported",
    "unverified",
    "not_checkable",
]

LINES = range(1, 67)
WORDS_IN_A_PARAPHRASE = 30
UNGRADED: tuple[Kind, ...] = ("opinion", "heading")
SECTIONS: Mapping[Section, str] = {
    "ultimatum": "The ultimatum",
    "demands": "What the Kremlin demands",
    "conduct": "Russia’s conduct",
    "rhetoric": "Words aimed at Europe",
    "pressure": "Where is the pressure?",
    "leverage": "Leverage and peace",
}
"""Section to the name that pages and charts print, in the order of the op-ed."""
VERDICTS: Mapping[Verdict, str] = {
    "supported": "Supported",
    "mostly_supported": "Mostly supported",
    "mixed": "Mixed",
    "mostly_not_supported": "Mostly not supported",
    "not_supported": "Not supported",
    "unverified": "Unverified",
    "not_checkable": "Not checkable",
}
"""Verdict to its word, from one end of the scale to the other; the last two are not on the scale."""
FINDINGS: Mapping[Finding, str] = {
    "holds": "holds",
    "fails": "does not hold",
    "split": "evidence on both sides",
    "not_found": "nothing found",
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing in a line that can be checked by itself."""

    says: str
    main: bool
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class Item:
    """A sentence of evidence, and the pages or tables that it rests on."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Searched:
    """Where nothing was found, up to which day, and what would overturn that."""

    where: str
    until: date
    overturned_by: str


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One line of the op-ed, what was found about it and the verdict.

    A line that is judged together with another has ``see`` and that line's verdict and confidence; its own parts and
    evidence are empty.
    """

    line: int
    section: Section
    chapter: str
    kind: Kind
    speaker: str
    paraphrase: str
    verdict: Verdict
    parts: tuple[Part, ...] = ()
    confidence: Confidence | None = None
    in_favour: tuple[Item, ...] = ()
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
            *(part.says for part in self.parts),
            *(item.text for item in (*self.in_favour, *self.against)),
            *searched,
        )


@dataclass(frozen=True)
class Source:
    """What an item rests on: a page with its grade, or a table of the project."""

    name: str
    text: str
    url: str
    title: str
    grade: Grade | None


def verdict(parts: Sequence[Part]) -> Verdict:
    """Give the verdict that follows from the findings on the parts of a claim.

    The main parts decide between supported, mixed and not supported; minor parts and those of which nothing was found
    decide whether it is "mostly".

    >>> verdict([Part(says="It was announced.", main=True, finding="holds"), Part(says="By him.", main=False, finding="fails")])
    'mostly_supported'
    """
    if not parts:
        return "not_checkable"
    main = [part.finding for part in parts if part.main and part.finding != "not_found"]
    every = [part.finding for part in parts]
    if not main:
        return "unverified"
    if set(main) == {"holds"}:
        return "supported" if set(every) == {"holds"} else "mostly_supported"
    if set(main) == {"fails"}:
        return "mostly_not_supported" if "holds" in every else "not_supported"
    return "mixed"


def claims() -> dict[int, Claim]:
    """Read the project's ledger, once.

    Returns
    -------
    dict
        Line of the op-ed to claim, in order.
    """
    from figures import ledger
    from figures.tables import data_dir

    return ledger.read_once(data_dir() / ledger.FILE)


def claim(line: int) -> Claim:
    """Look up one line.

    Raises
    ------
    DataError
        If the ledger has no record of it.
    """
    known = claims()
    if line not in known:
        raise DataError(
            "data/claims.yml", f"has no record of this line; the op-ed has lines 1 to {LINES[-1]}", f"L{line}"
        )
    return known[line]


def missing(found: Mapping[int, Claim]) -> list[int]:
    """List the lines of the op-ed that have no record."""
    return [line for line in LINES if line not in found]


def counts(found: Iterable[Claim]) -> dict[Verdict, int]:
    """Count the lines of each verdict, zeros included, in the order of the scale."""
    counted = Counter(one.verdict for one in found)
    return {name: counted[name] for name in VERDICTS}


def counts_by_section(found: Iterable[Claim]) -> dict[Section, dict[Verdict, int]]:
    """Count the lines of each verdict in each section that has lines."""
    every = list(found)
    return {
        section: counts(one for one in every if one.section == section)
        for section in SECTIONS
        if any(one.section == section for one in every)
    }


def source(name: str) -> Source:
    """Find what an item rests on: a table of the project by its name, a page by its key.

    Raises
    ------
    ContractError
        If it is neither.
    """
    from figures import references, tables

    if name in tables.names():
        return Source(
            name, name, f"sources.html#{name.replace('_', '-')}", tables.resource(name)["title"], None
        )
    page = references.page(name)
    return Source(name, page.publisher, page.url, page.title, page.grade)
