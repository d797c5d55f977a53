"""What does each line of the op-ed claim, what was found about it, and with which verdict? The records, and look-ups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from figures.claims.verdicts import SECTIONS, VERDICTS, Confidence, Kind, Part, Section, Verdict
from figures.errors import ContractError, DataError

if TYPE_CHECKING:
    from figures.claims.references import Grade

WORDS_IN_A_PARAPHRASE = 30
"""At most so many words tell what a line says."""
LINES = range(1, 67)
"""Lines of the op-ed."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A sentence of evidence, and the pages or tables that it rests on.

    Parameters
    ----------
    text
        The sentence, with slots for its numbers as :func:`figures.figure.slots.say` reads them.
    sources
        Keys of pages or names of tables; :func:`source` looks them up.

    Examples
    --------
    >>> from figures.claims import claim, source
    >>> [source(name).grade for item in claim(15).in_favour for name in item.sources]
    ['C', None]
    """

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Searched:
    """Where nothing was found, up to which day, and what would overturn that.

    Parameters
    ----------
    where
        What was searched.
    until
        Last day of the search.
    overturned_by
        What would change the verdict.

    Examples
    --------
    >>> from figures.claims import claims
    >>> min(one.searched.until for one in claims().values() if one.searched)
    datetime.date(2025, 4, 18)
    """

    where: str
    until: date
    overturned_by: str


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One line of the op-ed, what was found about it and the verdict.

    A line that is judged together with another has ``see`` and that line's verdict and confidence; its own parts and
    evidence are empty.

    Parameters
    ----------
    line
        Line of the op-ed, 1 to 66.
    section
        The part of the piece, a word of :mod:`figures.claims.verdicts`.
    chapter
        File of the book, without its ending.
    kind
        What kind of claim it is, a word of :mod:`figures.claims.verdicts`.
    speaker
        Whose words the line gives.
    paraphrase
        The line in our words, 30 at most.
    verdict
        What was found, a word of :mod:`figures.claims.verdicts`.
    parts
        What in it can be checked, each with its finding.
    confidence
        How sure we are, a word of :mod:`figures.claims.verdicts`; none where nothing is graded.
    in_favour, against
        The evidence on either side.
    searched
        Where something was looked for and not found.
    measures, figures
        Names of numbers and ids of figures that bear on the line.
    see
        The line that it is judged with.

    Examples
    --------
    >>> from figures.claims import claim
    >>> one = claim(15)
    >>> one.kind, one.verdict, one.graded
    ('causal', 'unverified', False)
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
    """What an item rests on: a page with its grade, or a table of the project.

    Parameters
    ----------
    name
        Key of the page or name of the table.
    text
        Words for a link: the publisher, or the table.
    url
        Address of the page, or of the table in the book.
    title
        Title of the page or table.
    grade
        See :class:`figures.claims.references.Page`; ``None`` for a table.

    Examples
    --------
    >>> from figures.claims import source
    >>> source("Z04b").text, source("Z04b").grade
    ('The Moscow Times', 'B')
    """

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

    Raises
    ------
    DataError
        When the file breaks a rule of the ledger.

    Examples
    --------
    >>> from figures.claims import claims
    >>> claims()[15].section
    'demands'
    """
    from figures.claims.ledger import FILE, read_once
    from figures.tables import data_dir

    return read_once(data_dir() / FILE)


def claim(line: int) -> Claim:
    """Look up one line.

    Parameters
    ----------
    line
        Line of the op-ed, 1 to 66.

    Returns
    -------
    Claim
        Its record.

    Raises
    ------
    DataError
        If the ledger has no record of it.

    Examples
    --------
    >>> from figures.claims import claim
    >>> claim(15).kind
    'causal'
    """
    known = claims()
    if line not in known:
        raise DataError(
            "data/claims.yml", f"has no record of this line; the op-ed has lines 1 to {LINES[-1]}", f"L{line}"
        )
    return known[line]


def span(text: str) -> list[int]:
    """Read lines of the op-ed as pages name them.

    Parameters
    ----------
    text
        Numbers and runs of numbers, with commas between them.

    Returns
    -------
    list of int
        The lines, runs written out.

    Raises
    ------
    ContractError
        On anything else, or a line that the op-ed does not have.

    Examples
    --------
    >>> from figures.claims import span
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
    """List the lines of the op-ed that have no record.

    Parameters
    ----------
    found
        Line to record, such as :func:`claims` gives.

    Returns
    -------
    list of int
        Lines, in order.

    Examples
    --------
    >>> from figures.claims import claims, missing
    >>> missing(claims())
    []
    """
    return [line for line in LINES if line not in found]


def counts(found: Iterable[Claim]) -> dict[Verdict, int]:
    """Count the lines of each verdict, zeros included, in the order of the scale.

    Parameters
    ----------
    found
        Records, such as the values of :func:`claims`.

    Returns
    -------
    dict
        Verdict to number of lines.

    Examples
    --------
    >>> from figures.claims import claims, counts
    >>> sum(counts(claims().values()).values())
    66
    """
    counted = Counter(one.verdict for one in found)
    return {name: counted[name] for name in VERDICTS}


def counts_by_section(found: Iterable[Claim]) -> dict[Section, dict[Verdict, int]]:
    """Count the lines of each verdict in each section that has lines.

    Parameters
    ----------
    found
        Records, such as the values of :func:`claims`.

    Returns
    -------
    dict
        Section, in the order of the op-ed, to what :func:`counts` gives.

    Examples
    --------
    >>> from figures.claims import claims, counts_by_section
    >>> list(counts_by_section(claims().values()))
    ['ultimatum', 'demands', 'conduct', 'rhetoric', 'pressure', 'leverage']
    """
    every = list(found)
    return {
        section: counts(one for one in every if one.section == section)
        for section in SECTIONS
        if any(one.section == section for one in every)
    }


def source(name: str) -> Source:
    """Find what an item rests on: a table of the project by its name, a page by its key.

    Parameters
    ----------
    name
        Name of a table, or key of a page.

    Returns
    -------
    Source
        What to print and where to link.

    Raises
    ------
    ContractError
        If it is neither.

    Examples
    --------
    >>> from figures.claims import source
    >>> source("strikes_daily").title
    'Missiles and drones launched at Ukraine, by day'
    """
    from figures.claims.references import page
    from figures.tables import names, resource

    if name in names():
        return Source(name, name, f"sources.html#{name.replace('_', '-')}", resource(name)["title"], None)
    cited = page(name)
    return Source(name, cited.publisher, cited.url, cited.title, cited.grade)
