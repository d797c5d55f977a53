"""Is the ledger in order? ``data/claims.yml`` to records, every rule that it must keep, and the rows of its table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

from figures.claims import LINES, WORDS_IN_A_PARAPHRASE, Claim, Item, Line
from figures.claims.firmness import firm
from figures.claims.verdicts import UNGRADED, Confidence, Finding, Part, Reading, verdict
from figures.claims.yaml_records import records, typed
from figures.errors import ContractError, DataError

FILE = "claims.yml"
SLOT = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, kw_only=True)
class _JudgedTogether(Line):
    """The record of a line whose verdict is that of another line."""

    see: int


def read(path: Path) -> dict[int, Claim]:
    """Read a ledger, or raise what is wrong with the first record that breaks a rule that needs nothing but the ledger."""
    found, wrong = parsed(path)
    if wrong:
        raise wrong[0]
    return found


@cache
def read_once(path: Path) -> dict[int, Claim]:
    """Read a ledger that does not change while we run."""
    return read(path)


def rows(path: Path) -> list[dict[str, Any]]:
    """Give the ledger without its texts, one row a line: the table ``claims``."""
    return [
        {
            "line": claim.line,
            "section": claim.section,
            "chapter": claim.chapter,
            "kind": claim.kind,
            "speaker": claim.speaker,
            "verdict": claim.verdict,
            "confidence": claim.confidence,
            "see": claim.see,
            "firm": ("yes" if firm(claim.parts) else "no") if claim.graded and claim.parts else None,
            "parts": len(claim.parts),
            "items_for": len(claim.in_favour),
            "items_against": len(claim.against),
        }
        for claim in read(path).values()
    ]


def part_rows(path: Path) -> list[dict[str, Any]]:
    """Give the parts of all lines with both readings, one row a part: the table ``claim_parts``."""
    return [
        {
            "line": claim.line,
            "part": at,
            "main": _weight(part),
            "finding": part.finding,
            **{
                f"{which}_{name}": value
                for which, reading in zip(("first", "second"), part.readings, strict=True)
                for name, value in (("main", _weight(reading)), ("finding", reading.finding))
            },
            "settled": "yes" if part.settled else None,
        }
        for claim in read(path).values()
        for at, part in enumerate(claim.parts, 1)
    ]


def _weight(part: Part | Reading) -> str:
    return "main" if part.main else "minor"


def parsed(path: Path) -> tuple[dict[int, Claim], list[DataError]]:
    """Read the records that can be read, and say what is wrong with them and with the others."""
    found: dict[int, Claim] = {}
    wrong: list[DataError] = []
    for at, raw in enumerate(records(path), 1):
        try:
            claim = _claim(raw)
        except ContractError as error:
            row = f"L{raw['line']}" if isinstance(raw, dict) and "line" in raw else f"record {at}"
            wrong.append(DataError(f"data/{FILE}", str(error), row))
            continue
        if claim.line in found:
            wrong.append(fault(claim.line, "line: has two records; every line has exactly one"))
        else:
            found[claim.line] = claim
    wrong += [fault(claim.line, rule) for claim in found.values() for rule in _broken(claim)]
    for claim in list(found.values()):
        if claim.see is not None:
            rule = _see(claim, found.get(claim.see))
            if rule:
                wrong.append(fault(claim.line, rule))
                del found[claim.line]
            elif claim.kind not in UNGRADED:
                seen = found[claim.see]
                found[claim.line] = replace(claim, verdict=seen.verdict, confidence=seen.confidence)
    return dict(sorted(found.items())), wrong


def fault(line: int, rule: str) -> DataError:
    """Say what is wrong with the record of a line."""
    return DataError(f"data/{FILE}", rule, f"L{line}")


def _claim(raw: Any) -> Claim:
    shared = isinstance(raw, dict) and raw.get("see") is not None
    made = typed(_JudgedTogether if shared else Claim, raw)
    if made.line not in LINES:
        raise ContractError(f"line: must be 1 to {LINES[-1]}, is {made.line}")
    return Claim(**vars(made), verdict="not_checkable") if shared else made


def _broken(claim: Claim) -> Iterator[str]:
    """Say which rules a claim breaks that need nothing but the claim."""
    words = len(SLOT.sub("0", claim.paraphrase).split())
    if words > WORDS_IN_A_PARAPHRASE:
        yield f"paraphrase: must have at most {WORDS_IN_A_PARAPHRASE} words, has {words}"
    if claim.see is not None:
        return
    if claim.kind in UNGRADED:
        if claim.parts:
            yield f"parts: must be empty, because a line of kind {claim.kind} is not graded"
        if claim.confidence:
            yield f"confidence: must be left out, because a line of kind {claim.kind} is not graded"
    elif not any(part.main for part in claim.parts):
        yield f"parts: must have at least one main part, because a line of kind {claim.kind} can be checked"
    elif claim.confidence is None:
        yield f"confidence: must be one of {', '.join(get_args(Confidence))}, is left out"
    for at, part in enumerate(claim.parts, 1):
        if rule := _read_otherwise(part):
            yield f"parts[{at}].{rule}"
    by_rule = verdict(claim.parts)
    if claim.verdict != by_rule:
        yield f"verdict: must be {by_rule}, which follows from the parts by the rule, is {claim.verdict}"
    if claim.searched is None and (claim.kind == "absence" or claim.verdict == "unverified"):
        what = "a line of kind absence" if claim.kind == "absence" else "an unverified line"
        yield f"searched: must say where was searched, until when and what would overturn it, as for {what}"
    yield from _without_evidence(claim)


def _read_otherwise(part: Part) -> str | None:
    """Say what is wrong with a part beside its two readings."""
    if len(part.readings) != 2:
        return f"readings: must be two, are {len(part.readings)}"
    agreed = part.readings[0] == part.readings[1]
    if agreed and part.settled:
        return "settled: must be left out, because both readings agree"
    if agreed and part.readings[0] != (part.main, part.finding):
        return f"finding: must be {part.readings[0].finding} of a {_weight(part.readings[0])} part, on which both readings agree"
    if not agreed and not part.settled:
        return "settled: must say why it stands as it does, because the readings differ"
    return None


def _without_evidence(claim: Claim) -> Iterator[str]:
    sides: tuple[tuple[str, Sequence[Item], tuple[Finding, ...]], ...] = (
        ("for", claim.in_favour, ("holds", "claimed", "split")),
        ("against", claim.against, ("fails", "denied", "split")),
    )
    for name, items, findings in sides:
        needing = [one for one in findings if any(part.finding == one for part in claim.parts)]
        if needing and not items:
            yield f"{name}: must have evidence, because the finding on a part is {needing[0]}"
    for name, items, _ in sides:
        for at, item in enumerate(items, 1):
            if not item.sources:
                yield f"{name}[{at}].sources: must name a page or a table"


def _see(claim: Claim, other: Claim | None) -> str | None:
    """Say what is wrong with a reference to the line together with which this one is judged."""
    if other is None or other.see is not None:
        return f"see: must be a line with an assessment of its own; L{claim.see} has none"
    if claim.kind not in UNGRADED and other.kind in UNGRADED:
        return f"see: must be a line that is graded, because this one is of kind {claim.kind}; L{claim.see} is of kind {other.kind}"
    return None
