"""What does each line of the op-ed claim, what was found about it, and with which verdict? The records, and look-ups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from figures.errors import ContractError, DataError
from figures.verdicts import SECTIONS, VERDICTS, Confidence, Kind, Part, Section, Verdict

if TYPE_CHECKING:
    from figures.references import Grade

WORDS_IN_A_PARAPHRASE = 30
LINES = range(1, 67)


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


def claims() -> dict[int, Claim]:
    """Read the project's ledger, once.

    Returns
    -------
    dict
        Line of the op-ed to claim, in order.
    """
    from figures.ledger import FILE, read_once
    from figures.tables import data_dir

    return read_once(data_dir() / FILE)


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


def span(text: str) -> list[int]:
    """Read lines of the op-ed as pages name them.

    >>> span("18-20"), span("1, 9-10")
    ([18, 19, 20], [1, 9, 10])

    Raises
    ------
    ContractError
        On anything else, or a line that the op-ed does not have.
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
    from figures.references import page
    from figures.tables import names, resource

    if name in names():
        return Source(name, name, f"sources.html#{name.replace('_', '-')}", resource(name)["title"], None)
    cited = page(name)
    return Source(name, cited.publisher, cited.url, cited.title, cited.grade)
