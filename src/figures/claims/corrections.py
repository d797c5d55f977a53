"""What was wrong and was put right? ``data/corrections.yml``, and whether anything published changed without a word there."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple

from figures.claims.yaml_records import parsed, records, typed
from figures.errors import ContractError, DataError

FILE = "corrections.yml"
WHERE = f"data/{FILE}"
Kind = Literal["correction", "data update", "new definition"]
KINDS: Mapping[Kind, str] = {
    "correction": "Correction: we were wrong",
    "data update": "Data update: a publisher’s file grew or was revised",
    "new definition": "New definition: we count or judge otherwise",
}
_PUBLISHED = ("data/numbers.json", "data/claims.yml", "data/forecasts.yml")
_LINE = re.compile(r"L\d+")
_WORDED = ("paraphrase", "text", "where", "overturned_by", "settled")
"""Sentences of the ledger that can be put better; in them only the facts are guarded."""
_FACT = re.compile(r"\{[^}]*\}|“[^”]*”|\d+")


class Change(NamedTuple):
    """What was published and what is; nothing for what is no longer published."""

    was: str
    now: str | None


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A thing that was wrong, or is now known or counted otherwise.

    ``changed`` names each number, line (``L41``) and forecast (``forecast stays``) whose published value, verdict or status changed.
    """

    date: date
    kind: Kind
    since: str
    where: str
    wrong: str
    now: str
    found: str
    sources: tuple[str, ...] = ()
    changed: Mapping[str, Change] = field(default_factory=dict)


@dataclass(frozen=True)
class Value:
    """What is published under a name: how it is printed, and everything of it that must not change unseen."""

    printed: str
    whole: Any


Published = Mapping[str, Value]


def read(path: Path) -> tuple[Correction, ...]:
    """Read the record, newest entry first, or raise what is wrong with which entry; they count from 1."""
    return _made(records(path, "entries"))


def published(numbers: str, ledger: str, forecasts: str = "") -> dict[str, Value]:
    """List what is published by name: measures, verdicts on lines (``L41``), fates of forecasts (``forecast stays``).

    It takes the texts of the three files; an empty one publishes nothing. Behind a verdict stands its whole record: what was
    judged, what was found and on which sources; of the sentences that are only worded, the numbers and quotations.
    """
    found = {
        name: Value(f"{number['text']} {number['unit']}".strip(), number)
        for name, number in json.loads(numbers or "{}").items()
    }
    return (
        found | verdicts(parsed(ledger, "claims.yml") or []) | fates(parsed(forecasts, "forecasts.yml") or [])
    )


def verdicts(ledger: Iterable[Mapping[str, Any]]) -> dict[str, Value]:
    """List the lines that records of ``claims.yml`` publish, each as its verdict and confidence."""
    found = {}
    for claim in ledger:
        printed = ", ".join(claim[name] for name in ("verdict", "confidence") if claim.get(name))
        found[f"L{claim['line']}"] = Value(printed, _facts(claim))
    return found


def fates(forecasts: Iterable[Mapping[str, Any]]) -> dict[str, Value]:
    """List the forecasts that records of ``forecasts.yml`` publish, each as its status."""
    return {f"forecast {forecast['id']}": Value(forecast["status"], forecast) for forecast in forecasts}


def _facts(part: Any, name: str = "") -> Any:
    """Leave of a record everything but the wording of sentences that are only worded."""
    if isinstance(part, dict):
        return {key: _facts(value, key) for key, value in part.items()}
    if isinstance(part, list):
        return [_facts(item, name) for item in part]
    return _FACT.findall(part) if name in _WORDED else part


def faults(records: Sequence[Correction], today: Published) -> list[str]:
    """Say where the record, newest entry first, contradicts itself or what is published today."""
    wrong = [
        f"{entry.where!r} comes before an entry of a later day; the newest stands first"
        for entry, older in pairwise(records)
        if entry.date < older.date
    ]
    wrong += [
        f"{entry.where!r} stands there twice" for at, entry in enumerate(records) if entry in records[:at]
    ]
    expected: dict[str, str | None] = {}
    for entry in records:
        for name, (was, now) in entry.changed.items():
            after = expected.get(name, today[name].printed if name in today else None)
            if now != after:
                later = "the next entry starts from" if name in expected else "published is"
                wrong.append(f"{name} in {entry.where!r} became {now!r}, and {later} {after!r}")
            expected[name] = was
    return wrong


def unexplained(before: Published, after: Published, new: Sequence[Correction]) -> list[str]:
    """Say what changed or went without a new entry that leads from the old state to the new one.

    A name that is new is no change. The same printed text with another value or range behind it is one.
    """
    silent = []
    for name, old in before.items():
        now = after.get(name)
        if now is not None and now.whole == old.whole:
            continue
        steps = [entry.changed[name] for entry in reversed(new) if name in entry.changed]
        reached: str | None = old.printed
        for was, became in steps:
            reached = became if was == reached else reached
        printed = now.printed if now else None
        if not steps or reached != printed:
            silent.append(
                f"{name}: published was {old.printed!r}, is {printed!r}, and no new entry in {FILE} says so"
            )
    return silent


def rewritten(known: Sequence[Correction], records: Sequence[Correction]) -> list[str]:
    """Say that an earlier entry is gone, moved or altered: the record only grows, at its top. Words may be mended."""

    def facts(entry: Correction) -> tuple[object, ...]:
        return entry.date, entry.kind, entry.since, entry.sources, entry.changed

    pairs = zip(known, records[len(records) - len(known) :], strict=False)
    if len(records) < len(known) or any(facts(old) != facts(now) for old, now in pairs):
        return [f"{FILE}: earlier entries must stay as they were; a new entry comes before them"]
    return []


def problems(root: Path, since: str | None = None) -> tuple[list[str], str]:
    """Check the record of a checkout, and what is published against an earlier commit; say what is wrong, and which commit that was.

    By default that is the last release (the last tag of a version, ``v…``, or of an edition, ``20…``, behind ``HEAD``); before
    the first one, the state before the last change: ``HEAD`` where numbers or verdicts are changed and not committed, else the
    parent of the last commit on this line that changed them.
    """
    text = (root / "data" / FILE).read_text(encoding="utf-8")
    records = _parsed(text)
    now = published(*(_text(root / path) for path in _PUBLISHED))
    wrong = faults(records, now)
    if since is not None and _git(root, "rev-parse", "--verify", "--quiet", f"{since}^{{commit}}") is None:
        raise DataError(WHERE, f"the commit to compare with must be in this repository, {since!r} is not")
    base = since or _base(root)
    if base is None:
        return wrong, "nothing: no earlier state in this checkout"
    old = published(*(_git(root, "show", f"{base}:{path}") or "" for path in _PUBLISHED))
    known, committed = (_parsed(_git(root, "show", f"{at}:data/{FILE}") or "") for at in (base, "HEAD"))
    wrong += rewritten(known, records) or rewritten(committed, records)
    return wrong + unexplained(old, now, [entry for entry in records if entry not in known]), base


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _base(root: Path) -> str | None:
    release = _git(root, "describe", "--tags", "--abbrev=0", "--match", "v*", "--match", "20*")
    if release:
        return release
    if _git(root, "status", "--porcelain", "--", *_PUBLISHED):
        return "HEAD"
    last = _git(root, "log", "--first-parent", "-1", "--format=%H", "--", *_PUBLISHED)
    parent = last and _git(root, "rev-parse", "--verify", "--quiet", f"{last}^")
    return parent or None


def _git(root: Path, *arguments: str) -> str | None:
    """Ask git; ``None`` where it has no answer, or where there is no git or no repository."""
    try:
        run = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, encoding="utf-8", check=False
        )
    except FileNotFoundError:
        return None
    return run.stdout.strip() if run.returncode == 0 else None


def _parsed(text: str) -> tuple[Correction, ...]:
    return _made(parsed(text, WHERE) or [])


def _made(entries: Any) -> tuple[Correction, ...]:
    if not isinstance(entries, list):
        raise DataError(WHERE, "must be a list of entries")
    return tuple(_entry(at, entry) for at, entry in enumerate(entries, 1))


def _entry(at: int, entry: Any) -> Correction:
    try:
        made: Correction = typed(Correction, entry)
    except ContractError as error:
        raise DataError(WHERE, str(error), at) from None
    return made


def is_line(name: str) -> bool:
    """Say whether a name in ``changed`` is a line of the op-ed, not a number."""
    return _LINE.fullmatch(name) is not None
