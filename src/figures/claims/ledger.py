"""Is the ledger in order? ``data/claims.yml`` to records, every rule that it must keep, and the table of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from figures.claims import LINES, WORDS_IN_A_PARAPHRASE, Claim, Item, Searched
from figures.claims.verdicts import UNGRADED, Confidence, Finding, Kind, Part, Section, Verdict, verdict
from figures.claims.yaml_records import records
from figures.errors import ContractError, DataError

if TYPE_CHECKING:
    import pyarrow as pa

FILE = "claims.yml"
SLOT = re.compile(r"\{[^}]*\}")
_RECORD = (
    "line",
    "section",
    "chapter",
    "kind",
    "speaker",
    "paraphrase",
    "parts",
    "verdict",
    "confidence",
    "for",
    "against",
    "searched",
    "measures",
    "figures",
    "see",
)
_SHARED = ("line", "section", "chapter", "kind", "speaker", "paraphrase", "see")
_T = TypeVar("_T")


def read(path: Path) -> dict[int, Claim]:
    """Read a ledger.

    Raises
    ------
    DataError
        The first record that cannot be read or breaks a rule that needs nothing but the record. What needs tables and
        measures, and whether all lines are there, is for ``problems`` to say.
    """
    found, wrong = parsed(path)
    if wrong:
        raise wrong[0]
    return found


@cache
def read_once(path: Path) -> dict[int, Claim]:
    """Read a ledger that does not change while we run."""
    return read(path)


def table(folder: Path) -> pa.Table:
    """Give the ledger as a table, one row for each line: what ``load("claims")`` returns."""
    import pyarrow as pa

    rows = [
        {
            "line": one.line,
            "section": one.section,
            "chapter": one.chapter,
            "kind": one.kind,
            "speaker": one.speaker,
            "verdict": one.verdict,
            "confidence": one.confidence or "",
            "see": one.see,
            "parts": len(one.parts),
            "items_for": len(one.in_favour),
            "items_against": len(one.against),
        }
        for one in read_once(folder / FILE).values()
    ]
    types = {"integer": pa.int64(), "string": pa.string()}
    return pa.Table.from_pylist(
        rows, pa.schema([(name, types[kind]) for name, (kind, _) in _COLUMNS.items()])
    )


_COLUMNS = {
    "line": ("integer", "Line of the op-ed."),
    "section": ("string", "Section of the op-ed, one a chapter."),
    "chapter": ("string", "Chapter of the book that puts the line beside the record."),
    "kind": ("string", "What kind of statement it is; opinions and headings are not graded."),
    "speaker": ("string", "Who says it: the op-ed, or whom it quotes."),
    "verdict": ("string", "The verdict that follows from the findings by the rule of the project."),
    "confidence": ("string", "high, medium or low; empty for opinions and headings."),
    "see": ("integer", "The line together with which this one is judged, where there is one."),
    "parts": ("integer", "How many parts of the line were checked by themselves."),
    "items_for": ("integer", "Sentences of evidence for the line."),
    "items_against": ("integer", "Sentences of evidence against it."),
}


def resource(folder: Path) -> dict[str, Any]:
    """Describe the ledger as the data package describes the tables."""
    found = read_once(folder / FILE)
    return {
        "name": "claims",
        "path": FILE,
        "title": "The ledger: the lines of the op-ed, with verdicts",
        "description": "One record for each line of the op-ed: a paraphrase, its checkable parts with what was found, "
        "evidence for and against with sources, and the verdict that follows by rule. `load` gives one row a line "
        "without the texts.",
        "rows": len(found),
        "temporal": {"start": "2025-04-18", "end": "2025-04-18"},
        "schema": {
            "fields": [
                {"name": name, "type": kind, "description": told} for name, (kind, told) in _COLUMNS.items()
            ],
            "primaryKey": ["line"],
        },
        "sources": [
            {
                "title": "Written by this project from the tables and pages that each record names",
                "publisher": "this project",
                "kind_of_evidence": "judgement by a fixed rule",
                "licence": "CC BY 4.0",
            }
        ],
        "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}],
        "processing": "We split each line into parts that can be checked, recorded a finding for each, and derived the verdict by the rule on the page on methods.",
        "known_gaps": [
            "Which parts of a line are its main parts, and what counts as a part, is our reading; the parts are listed with each verdict."
        ],
    }


def parsed(path: Path) -> tuple[dict[int, Claim], list[DataError]]:
    """Read the records that can be read, and say what is wrong with them and with the others."""
    found: dict[int, Claim] = {}
    wrong: list[DataError] = []
    for at, raw in enumerate(records(path)):
        where = f"L{raw['line']}" if isinstance(raw, dict) and "line" in raw else f"record {at + 1}"
        try:
            one = _claim(raw)
        except ContractError as error:
            wrong.append(DataError(f"data/{FILE}", str(error), where))
            continue
        if one.line in found:
            wrong.append(fault(one.line, "line: has two records; every line has exactly one"))
        else:
            found[one.line] = one
    wrong += [fault(one.line, rule) for one in found.values() for rule in _broken(one)]
    for one in list(found.values()):
        if one.see is not None:
            rule = _see(one, found.get(one.see))
            if rule:
                wrong.append(fault(one.line, rule))
                del found[one.line]
            elif one.kind not in UNGRADED:
                seen = found[one.see]
                found[one.line] = replace(one, verdict=seen.verdict, confidence=seen.confidence)
    return dict(sorted(found.items())), wrong


def fault(line: int, rule: str) -> DataError:
    """Say what is wrong with the record of a line."""
    return DataError(f"data/{FILE}", rule, f"L{line}")


def _claim(raw: Any) -> Claim:
    """Make a claim of a record; a field that is absent, unknown or of another type is an error that names it."""
    fields = _mapping("the record", raw)
    shared = fields.get("see") is not None
    _only(
        "",
        fields,
        _SHARED if shared else _RECORD,
        "a record with `see` has no" if shared else "a record has no",
    )
    kind = _one_of("kind", fields, Kind)
    ungraded = kind in UNGRADED
    common: dict[str, Any] = {
        "line": _whole("line", fields),
        "section": _one_of("section", fields, Section),
        "chapter": _text("chapter", fields),
        "kind": kind,
        "speaker": _text("speaker", fields),
        "paraphrase": _text("paraphrase", fields),
    }
    if common["line"] not in LINES:
        raise ContractError(f"line: must be 1 to {LINES[-1]}, is {common['line']}")
    if shared:
        return Claim(**common, see=_whole("see", fields), verdict="not_checkable")
    return Claim(
        **common,
        parts=_list("parts", fields, _part),
        verdict=cast("Verdict", _one_of("verdict", fields, Verdict)),
        confidence=None
        if ungraded and fields.get("confidence") is None
        else cast("Confidence", _one_of("confidence", fields, Confidence)),
        in_favour=_list("for", fields, _item),
        against=_list("against", fields, _item),
        searched=_searched(fields["searched"]) if fields.get("searched") is not None else None,
        measures=_list("measures", fields, _name),
        figures=_list("figures", fields, _name),
    )


def _part(where: str, raw: Any) -> Part:
    fields = _mapping(where, raw)
    _only(f"{where}.", fields, ("says", "main", "finding"), "a part has no")
    if not isinstance(fields.get("main"), bool):
        raise ContractError(f"{where}.main: must be true or false, is {fields.get('main')!r}")
    return Part(
        says=_text("says", fields, where),
        main=fields["main"],
        finding=cast("Finding", _one_of("finding", fields, Finding, where)),
    )


def _item(where: str, raw: Any) -> Item:
    fields = _mapping(where, raw)
    _only(f"{where}.", fields, ("text", "sources"), "an item has no")
    return Item(text=_text("text", fields, where), sources=_list("sources", fields, _name, where))


def _searched(raw: Any) -> Searched:
    fields = _mapping("searched", raw)
    _only("searched.", fields, ("where", "until", "overturned_by"), "what was searched has no")
    until = fields.get("until")
    if type(until) is not date:  # a datetime is a date too
        raise ContractError(f"searched.until: must be a date such as 2025-04-18, is {until!r}")
    return Searched(
        where=_text("where", fields, "searched"),
        until=until,
        overturned_by=_text("overturned_by", fields, "searched"),
    )


def _name(where: str, raw: Any) -> str:
    if not isinstance(raw, str):
        raise ContractError(f"{where}: must be a name, is {raw!r}")
    return raw


def _mapping(where: str, raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise ContractError(f"{where}: must have named fields, is {raw!r}")
    return raw


def _only(where: str, fields: Mapping[str, Any], allowed: Sequence[str], told: str) -> None:
    for name in fields:
        if name not in allowed:
            raise ContractError(f"{where}{name}: {told} such field; it has {', '.join(allowed)}")


def _text(name: str, fields: Mapping[str, Any], within: str = "") -> str:
    where, told = (f"{within}.{name}" if within else name), fields.get(name)
    if not isinstance(told, str) or not told.strip():
        raise ContractError(f"{where}: must be a text, is {told!r}")
    return " ".join(told.split())


def _whole(name: str, fields: Mapping[str, Any]) -> int:
    told = fields.get(name)
    if not isinstance(told, int) or isinstance(told, bool):
        raise ContractError(f"{name}: must be the number of a line, is {told!r}")
    return told


def _one_of(name: str, fields: Mapping[str, Any], kinds: Any, within: str = "") -> str:
    where, told = (f"{within}.{name}" if within else name), fields.get(name)
    if told not in get_args(kinds):
        raise ContractError(f"{where}: must be one of {', '.join(get_args(kinds))}, is {told!r}")
    return str(told)


def _list(
    name: str, fields: Mapping[str, Any], make: Callable[[str, Any], _T], within: str = ""
) -> tuple[_T, ...]:
    where, told = (f"{within}.{name}" if within else name), fields.get(name)
    if told is not None and not isinstance(told, list):
        raise ContractError(f"{where}: must be a list, is {told!r}")
    return tuple(make(f"{where}[{at}]", one) for at, one in enumerate(told or [], 1))


def _broken(one: Claim) -> Iterator[str]:
    """Say which rules a claim breaks that need nothing but the claim."""
    words = len(SLOT.sub("0", one.paraphrase).split())
    if words > WORDS_IN_A_PARAPHRASE:
        yield f"paraphrase: must have at most {WORDS_IN_A_PARAPHRASE} words, has {words}"
    if one.see is not None:
        return
    if one.kind in UNGRADED:
        if one.parts:
            yield f"parts: must be empty, because a line of kind {one.kind} is not graded"
        if one.confidence:
            yield f"confidence: must be left out, because a line of kind {one.kind} is not graded"
    elif not any(part.main for part in one.parts):
        yield f"parts: must have at least one main part, because a line of kind {one.kind} can be checked"
    by_rule = verdict(one.parts)
    if one.verdict != by_rule:
        yield f"verdict: must be {by_rule}, which follows from the parts by the rule, is {one.verdict}"
    if one.searched is None and (one.kind == "absence" or one.verdict == "unverified"):
        what = "a line of kind absence" if one.kind == "absence" else "an unverified line"
        yield f"searched: must say where was searched, until when and what would overturn it, as for {what}"
    findings = {part.finding for part in one.parts}
    for name, items, needing in (("for", one.in_favour, "holds"), ("against", one.against, "fails")):
        if not items and findings & {needing, "split"}:
            finding = needing if needing in findings else "split"
            yield f"{name}: must have evidence, because the finding on a part is {finding}"
        for at, item in enumerate(items, 1):
            if not item.sources:
                yield f"{name}[{at}].sources: must name a page or a table"


def _see(one: Claim, other: Claim | None) -> str | None:
    """Say what is wrong with a reference to the line together with which this one is judged."""
    if other is None or other.see is not None:
        return f"see: must be a line with an assessment of its own; L{one.see} has none"
    if one.kind not in UNGRADED and other.kind in UNGRADED:
        return f"see: must be a line that is graded, because this one is of kind {one.kind}; L{one.see} is of kind {other.kind}"
    return None
