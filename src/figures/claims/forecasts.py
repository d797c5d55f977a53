"""What did the op-ed let one expect, and did it come? The reviewed list ``data/forecasts.yml``, typed and checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from figures.errors import ContractError, DataError

if TYPE_CHECKING:
    from pandas import DataFrame

Outcome = Literal["happened", "did_not_happen", "open"]
Status = Literal["came_true", "in_part", "did_not", "cannot_be_told"]

FILE = "data/forecasts.yml"
LAST_LINE = 66
MOST_WORDS = 30
WORDS: Mapping[Status, str] = {
    "came_true": "came true",
    "in_part": "came true in part",
    "did_not": "did not come true",
    "cannot_be_told": "cannot be told",
}
"""The four words of the scorecard, in its order."""

_OUTCOMES: Mapping[Outcome, str] = {
    "happened": "Happened",
    "did_not_happen": "Did not happen",
    "open": "Left open by the record",
}
_FIELDS = {"id", "lines", "says", "short", "until", "tests", "status", "figures"}


@dataclass(frozen=True)
class Test:
    """A statement that the record can decide: what happened, never why."""

    says: str
    outcome: Outcome
    sources: tuple[str, ...]

    # pytest collects classes whose name starts with Test.
    __test__ = False


@dataclass(frozen=True)
class Condition:
    """What a forecast presupposes, and whether it came about."""

    says: str
    met: bool


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What one or more lines of the op-ed let one expect, with its tests and the status that follows from them.

    ``says`` is our paraphrase, ``short`` its label in the figure, ``until`` the last day of the rows that it rests on.
    """

    id: str
    lines: tuple[int, ...]
    says: str
    short: str
    condition: Condition | None
    until: date
    tests: tuple[Test, ...]
    status: Status
    figures: tuple[str, ...]


def status_of(outcomes: Sequence[Outcome], *, condition_met: bool = True) -> Status:
    """Give the status that follows from the outcomes of the tests; open tests are left out.

    >>> status_of(["happened", "open"]), status_of(["happened", "did_not_happen"]), status_of(["open"])
    ('came_true', 'in_part', 'cannot_be_told')
    >>> status_of(["did_not_happen"]), status_of(["did_not_happen"], condition_met=False)
    ('did_not', 'cannot_be_told')
    """
    decided = {outcome for outcome in outcomes if outcome != "open"}
    if not condition_met or not decided:
        return "cannot_be_told"
    if len(decided) == 2:
        return "in_part"
    return "came_true" if decided == {"happened"} else "did_not"


def read(path: Path | None = None) -> list[Forecast]:
    """Read the list and check it.

    Parameters
    ----------
    path
        The file; ``data/forecasts.yml`` without it.

    Raises
    ------
    DataError
        Naming the forecast and the rule that it breaks.
    """
    from figures.claims.yaml_records import records
    from figures.tables import data_dir

    found = records(path or data_dir() / "forecasts.yml", "forecasts")
    _owed(bool(found), None, "must be a list of forecasts, is empty")
    forecasts = [_forecast(row) for row in found]
    check(forecasts)
    return forecasts


def check(forecasts: Sequence[Forecast]) -> None:
    """Check what types cannot say: one id each, lines of the op-ed, sources that exist, the status by the rule.

    Raises
    ------
    DataError
        Naming the forecast and the rule that it breaks.
    """
    seen: set[str] = set()
    for one in forecasts:
        _owed(one.id not in seen, one.id, "id must be given once")
        seen.add(one.id)
        _owed(
            bool(one.lines) and all(1 <= line <= LAST_LINE for line in one.lines),
            one.id,
            f"lines must be lines 1 to {LAST_LINE} of the op-ed, got {list(one.lines)}",
        )
        _owed(len(one.says.split()) <= MOST_WORDS, one.id, f"says must have at most {MOST_WORDS} words")
        met = one.condition is None or one.condition.met
        _owed(
            bool(one.tests) or not met, one.id, "a forecast without tests needs a condition that was not met"
        )
        expected = status_of([test.outcome for test in one.tests], condition_met=met)
        _owed(
            one.status == expected,
            one.id,
            f"status must be {expected!r} by the rule, got {one.status!r}",
        )
        for test in one.tests:
            _check_sources(one.id, test)


def table(forecasts: Sequence[Forecast]) -> DataFrame:
    """List the forecasts for the scorecard, sorted by status and line.

    Returns
    -------
    DataFrame
        lines (such as ``L3, L60``), short, says, status (in words), evidence (each outcome with its tests), until; real
        dates, numbers put into the texts.
    """
    import pandas as pd

    order = list(WORDS)
    rows = [
        {
            "lines": ", ".join(f"L{line}" for line in one.lines),
            "short": one.short,
            "says": one.says,
            "status": WORDS[one.status],
            "evidence": evidence(one),
            "until": one.until,
        }
        for one in sorted(forecasts, key=lambda one: (order.index(one.status), one.lines))
    ]
    frame = pd.DataFrame(rows)
    frame["until"] = pd.to_datetime(frame["until"])
    return frame


def evidence(one: Forecast) -> str:
    """Say in one cell what was looked at and what came of it, outcome by outcome."""
    parts = [f"Condition not met: {one.condition.says}"] if one.condition and not one.condition.met else []
    for outcome, words in _OUTCOMES.items():
        if told := [test.says for test in one.tests if test.outcome == outcome]:
            parts.append(f"{words}: {' '.join(told)}")
    return " ".join(parts)


def counts(forecasts: Sequence[Forecast]) -> dict[Status, int]:
    """Count the forecasts by status, each status in its place."""
    return {status: sum(one.status == status for one in forecasts) for status in WORDS}


def finding(forecasts: Sequence[Forecast]) -> str:
    """Say the counts in a sentence, for the title of the scorecard.

    >>> finding([])
    'Of 0 forecasts read out of the op-ed, 0 came true and 0 did in part; 0 failed outright, and 0 cannot be told'
    """
    told = counts(forecasts)
    return (
        f"Of {len(forecasts)} forecasts read out of the op-ed, {told['came_true']} came true and {told['in_part']} did in "
        f"part; {told['did_not'] or ('none' if forecasts else 0)} failed outright, and {told['cannot_be_told']} cannot be told"
    )


def described(forecasts: Sequence[Forecast]) -> str:
    """Say which forecast has which status, for the text alternative of the scorecard."""
    order = list(WORDS)
    groups = [
        f"{WORDS[status]}, {len(names)}: {'; '.join(names) or 'none'}"
        for status in order
        for names in [[one.short for one in forecasts if one.status == status]]
    ]
    return (
        f"A list of {len(forecasts)} forecasts, each with a mark in one of four columns. "
        + ". ".join(f"{group[0].upper()}{group[1:]}" for group in groups)
        + "."
    )


def cited(forecasts: Sequence[Forecast]) -> set[str]:
    """Collect the sources of all tests: keys of pages and names of tables."""
    return {source for one in forecasts for test in one.tests for source in test.sources}


def _owed(rule: bool, forecast: object, words: str) -> None:
    if not rule:
        raise DataError(FILE, words, row=forecast)


def _check_sources(forecast: str, test: Test) -> None:
    from figures.claims.references import page
    from figures.tables import names

    _owed(bool(test.sources), forecast, f"a test must name its sources: {test.says!r}")
    tables = set(names())
    good = False
    for source in test.sources:
        if source in tables:
            good = True
            continue
        try:
            good |= page(source).grade in ("A", "B")
        except ContractError as error:
            raise DataError(FILE, str(error), row=forecast) from None
    _owed(
        good or test.outcome == "open",
        forecast,
        f"a decided test needs a page of grade A or B, or a table: {test.says!r}",
    )


def _forecast(row: Any) -> Forecast:
    name = row.get("id") if isinstance(row, dict) else row
    _owed(isinstance(row, dict), name, "must be a mapping")
    keys = set(row)
    _owed(
        keys - {"condition"} == _FIELDS,
        name,
        f"must have the fields {sorted(_FIELDS)} and perhaps condition, got {sorted(map(str, keys))}",
    )
    for field, kind in (("id", str), ("says", str), ("short", str), ("until", date)):
        _owed(type(row[field]) is kind, name, f"{field} must be {kind.__name__}, got {row[field]!r}")
    condition = row.get("condition")
    _owed(
        condition is None or (_has(condition, "says", "met") and isinstance(condition["met"], bool)),
        name,
        f"condition must have says and met (true or false), got {condition!r}",
    )
    return Forecast(
        id=row["id"],
        lines=tuple(_list(row, "lines", int)),
        says=row["says"],
        short=row["short"],
        condition=None if condition is None else Condition(condition["says"], condition["met"]),
        until=row["until"],
        tests=tuple(_test(name, test) for test in _list(row, "tests", dict)),
        status=cast("Status", _one_of(name, "status", row["status"], get_args(Status))),
        figures=tuple(_list(row, "figures", str)),
    )


def _test(forecast: object, row: dict[str, Any]) -> Test:
    _owed(
        _has(row, "says", "outcome", "sources"),
        forecast,
        f"a test must have says, outcome and sources, got {row!r}",
    )
    outcome = _one_of(forecast, "outcome", row["outcome"], get_args(Outcome))
    return Test(row["says"], cast("Outcome", outcome), tuple(_list(row, "sources", str, forecast)))


def _has(row: object, *fields: str) -> bool:
    return isinstance(row, dict) and set(row) == set(fields) and isinstance(row["says"], str)


def _list(row: Mapping[str, Any], field: str, kind: type, forecast: object = None) -> list[Any]:
    found = row[field]
    _owed(
        isinstance(found, list) and all(type(item) is kind for item in found),
        row.get("id", forecast),
        f"{field} must be a list of {kind.__name__}, got {found!r}",
    )
    return list(found)


def _one_of(forecast: object, field: str, given: object, words: Collection[str]) -> str:
    _owed(given in words, forecast, f"{field} must be one of {list(words)}, got {given!r}")
    return str(given)
