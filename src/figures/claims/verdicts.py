"""Which verdict follows from what was found? The words of the ledger, and the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from figures.theme import Colour

Section = Literal["ultimatum", "demands", "conduct", "rhetoric", "pressure", "leverage"]
Kind = Literal[
    "event",
    "quantity",
    "quotation",
    "absence",
    "comparison",
    "causal",
    "maxim",
    "forecast",
    "opinion",
    "heading",
]
Finding = Literal["holds", "claimed", "split", "not_found", "denied", "fails"]
Confidence = Literal["high", "medium", "low"]
Verdict = Literal[
    "supported",
    "mostly_supported",
    "as_claimed",
    "mixed",
    "as_denied",
    "mostly_not_supported",
    "not_supported",
    "unverified",
    "not_checkable",
]

UNGRADED: tuple[Kind, ...] = ("opinion", "heading", "maxim", "forecast")
"""Kinds that are never graded; the forecasts among the lines have no date."""
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
    "as_claimed": "As one side claims",
    "mixed": "Mixed",
    "as_denied": "As one side denies",
    "mostly_not_supported": "Mostly not supported",
    "not_supported": "Not supported",
    "unverified": "Unverified",
    "not_checkable": "Not checkable",
}
"""Verdict to its word, from one end of the scale to the other; the last two are not on the scale."""
MEANINGS: Mapping[Verdict, str] = {
    "supported": "Good evidence bears all of it out.",
    "mostly_supported": "Good evidence bears its point out, but not all of the rest.",
    "as_claimed": "For its point, or part of it, there is only the word of a party to the war.",
    "mixed": "Parts of its point go different ways, or evidence stands on both sides.",
    "as_denied": "Against its point, or part of it, there is only the word of a party to the war.",
    "mostly_not_supported": "Good evidence speaks against its point, but not against all of the rest.",
    "not_supported": "Good evidence speaks against all of it.",
    "unverified": "We searched and found no good evidence either way.",
    "not_checkable": "An opinion, a heading, a maxim or a forecast without a date, which is never graded.",
}
"""Verdict to what it says of a line, by the rule of :func:`verdict`, for a key."""
LOOKS: Mapping[Verdict, tuple[str, Colour, float, bool]] = {
    "supported": ("triangle-up", "ink", 0.0, True),
    "mostly_supported": ("triangle-up", "ink", 0.2, False),
    "as_claimed": ("square", "ink", 0.28, False),
    "mixed": ("diamond", "ink", 0.36, True),
    "as_denied": ("square", "ink", 0.64, True),
    "mostly_not_supported": ("triangle-down", "ink", 0.72, False),
    "not_supported": ("triangle-down", "ink", 1.0, True),
    "unverified": ("cross", "muted", 0.0, False),
    "not_checkable": ("circle", "neutral", 0.0, False),
}
"""Verdict to shape, colour, tone from ink on paper to paper on ink, and whether the shape is filled; claims.css has the same."""
FINDINGS: Mapping[Finding, str] = {
    "holds": "holds",
    "claimed": "only a party says so",
    "split": "evidence on both sides",
    "not_found": "nothing found",
    "denied": "only a party says otherwise",
    "fails": "does not hold",
}
"""Finding to the words that pages print, from one end of the scale to the other."""


class Reading(NamedTuple):
    """What somebody who knew only the method and the evidence made of a part."""

    main: bool
    finding: Finding


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing in a line that can be checked by itself: a sentence of ours, and whether the line stands or falls with it.

    Two readings were made of it, neither of which knew the other; where they differ, ``settled`` says why it stands as it does.
    """

    says: str
    main: bool
    finding: Finding
    readings: tuple[Reading, ...] = ()
    settled: str = ""


def verdict(parts: Sequence[Part]) -> Verdict:
    """Give the verdict that follows from the findings on the parts of a claim.

    The main parts of which something was found decide on which side a line stands; the word of a party alone, for it or
    against it, makes that "as one side claims" or "denies", and minor parts decide whether it is "mostly". Both sides are
    treated alike: swapping what holds and what fails, what is claimed and what is denied, mirrors every verdict.

    >>> verdict([Part(says="It was announced.", main=True, finding="holds"), Part(says="By him.", main=False, finding="fails")])
    'mostly_supported'
    >>> verdict([Part(says="There were 320 soldiers.", main=True, finding="claimed")])
    'as_claimed'
    """
    main = {part.finding for part in parts if part.main} - {"not_found"}
    every = {part.finding for part in parts}
    if not main:
        return "unverified" if parts else "not_checkable"
    if main == {"holds"}:
        return "supported" if every == main else "mostly_supported"
    if main == {"fails"}:
        return "not_supported" if every == main else "mostly_not_supported"
    if main <= {"holds", "claimed"}:
        return "as_claimed"
    return "as_denied" if main <= {"fails", "denied"} else "mixed"
