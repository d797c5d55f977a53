"""How firm is a verdict? What it would become if one finding moved one step, or one part changed its weight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from figures.claims.verdicts import VERDICTS, Finding, Part, Verdict, verdict

Side = Literal["for", "between", "against", "open"]

_SCALE: tuple[Finding, ...] = ("holds", "claimed", "split", "denied", "fails")
"""Findings from one end to the other. Where nothing was found a first word can be for it or against it, as from the middle."""
_SIDES: Mapping[Verdict, Side] = {
    "supported": "for",
    "mostly_supported": "for",
    "as_claimed": "for",
    "mixed": "between",
    "as_denied": "against",
    "mostly_not_supported": "against",
    "not_supported": "against",
    "unverified": "open",
    "not_checkable": "open",
}
_IF: Mapping[Finding, str] = {
    "holds": "good evidence showed “{}”",
    "claimed": "only a party’s word stood for “{}”",
    "split": "there were evidence on both sides of “{}”",
    "denied": "only a party’s word stood against “{}”",
    "fails": "good evidence stood against “{}”",
}


@dataclass(frozen=True)
class Change:
    """One thing that could be otherwise: a part with another finding or weight, and the verdict that would follow."""

    was: Part
    part: Part
    verdict: Verdict

    @property
    def condition(self) -> str:
        """What would have to be otherwise, with slots for numbers: ``“It was announced” were a minor part``."""
        words = f"“{{}}” were a {'main' if self.part.main else 'minor'} part"
        if self.part.main == self.was.main:
            words = _IF[self.part.finding]
        return words.replace("{}", self.was.says.rstrip("."))


def changes(parts: Sequence[Part]) -> list[Change]:
    """List every single change: each finding one step along the scale, each part between main and minor."""
    return [
        Change(part, other, verdict([*parts[:at], other, *parts[at + 1 :]]))
        for at, part in enumerate(parts)
        for other in _neighbours(part)
        if other.main or any(one.main for one in [*parts[:at], *parts[at + 1 :]])
    ]


def _neighbours(part: Part) -> Iterator[Part]:
    place = _SCALE.index("split" if part.finding == "not_found" else part.finding)
    for finding in (*_SCALE[max(place - 1, 0) : place], *_SCALE[place + 1 : place + 2]):
        yield replace(part, finding=finding)
    yield replace(part, main=not part.main)


def reach(parts: Sequence[Part]) -> list[Verdict]:
    """List the verdicts that no change or one change leads to, in the order of the scale."""
    found = {verdict(parts), *(change.verdict for change in changes(parts))}
    return [name for name in VERDICTS if name in found]


def turns(parts: Sequence[Part]) -> list[Change]:
    """List the changes that move a line to another side: for, between, against or open. A line without any is firm.

    >>> turns([Part(says="He said so.", main=True, finding="holds")])
    []
    """
    side = _SIDES[verdict(parts)]
    return [change for change in changes(parts) if _SIDES[change.verdict] != side]


def firm(parts: Sequence[Part]) -> bool:
    """Tell whether a line stays on its side whichever single thing changes."""
    return not turns(parts)
