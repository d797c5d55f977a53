"""Which verdict follows from what was found? The words of the ledger, and the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from figures.theme import Colour

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
LOOKS: Mapping[Verdict, tuple[str, Colour, float, bool]] = {
    "supported": ("triangle-up", "ink", 0.0, True),
    "mostly_supported": ("triangle-up", "ink", 0.2, False),
    "mixed": ("diamond", "ink", 0.36, True),
    "mostly_not_supported": ("triangle-down", "ink", 0.72, False),
    "not_supported": ("triangle-down", "ink", 1.0, True),
    "unverified": ("cross", "muted", 0.0, False),
    "not_checkable": ("circle", "neutral", 0.0, False),
}
"""Verdict to shape, colour, tone from ink on paper to paper on ink, and whether the shape is filled; claims.css has the same."""
FINDINGS: Mapping[Finding, str] = {
    "holds": "holds",
    "fails": "does not hold",
    "split": "evidence on both sides",
    "not_found": "nothing found",
}
"""Finding to the words that pages print."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing in a line that can be checked by itself: a sentence of ours, and whether the line stands or falls with it."""

    says: str
    main: bool
    finding: Finding


def verdict(parts: Sequence[Part]) -> Verdict:
    """Give the verdict that follows from the findings on the parts of a claim.

    The main parts decide between supported, mixed and not supported; minor parts and those of which nothing was found
    decide whether it is "mostly". Both ends of the scale are equally hard to reach: swapping what holds and what fails
    mirrors every verdict.

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
        return "not_supported" if set(every) == {"fails"} else "mostly_not_supported"
    return "mixed"
