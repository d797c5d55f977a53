"""What did the op-ed let one expect, and did it come? The reviewed list ``data/forecasts.yml``, typed and checked."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from figures.claims import LINES, WORDS_IN_A_PARAPHRASE, tables_as_evidence
from figures.claims.yaml_records import records, typed
from figures.errors import ContractError, DataError
from figures.text import day_text

if TYPE_CHECKING:
    from pandas import DataFrame

Outcome = Literal["happened", "did_not_happen", "open"]
Status = Literal["came_true", "in_part", "did_not", "cannot_be_told"]

FILE = "forecasts.yml"
WHERE = f"data/{FILE}"
WORDS: Mapping[Status, str] = {
    "came_true": "came true",
    "in_part": "came true in part",
    "did_not": "did not come true",
    "cannot_be_told": "cannot be told",
}
"""The four words of the scorecard, in its order."""

_LINE_LETTERS = 48  # of a name in the scorecard, so that it fits a phone

_OUTCOMES: Mapping[Outcome, str] = {
    "happened": "Happened",
    "did_not_happen": "Did not happen",
    "open": "Left open by the record",
}


@dataclass(frozen=True)
class Test:
    """A statement that the record can decide: what happened, never why; ``main`` if the forecast stands or falls with it."""

    says: str
    main: bool
    outcome: Outcome
    sources: tuple[str, ...] = ()

    __test__ = False  # pytest collects classes whose name starts with Test


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
    until: date
    tests: tuple[Test, ...] = ()
    condition: Condition | None = None
    status: Status
    figures: tuple[str, ...] = ()


def status_of(outcomes: Sequence[Outcome], *, condition_met: bool = True) -> Status:
    """Give the status that follows from the outcomes of the main tests; open tests are left out.

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
    """Read the list (``data/forecasts.yml``), or raise which forecast breaks which rule."""
    from figures.tables import data_dir

    found = records(path or data_dir() / FILE, "forecasts")
    if not found:
        raise DataError(WHERE, "must be a list of forecasts, is empty")
    forecasts: list[Forecast] = []
    for at, raw in enumerate(found, 1):
        row = raw["id"] if isinstance(raw, dict) and "id" in raw else f"record {at}"
        try:
            forecast = typed(Forecast, raw)
            _check(forecast)
        except ContractError as error:
            raise DataError(WHERE, str(error), row) from None
        if any(other.id == forecast.id for other in forecasts):
            raise DataError(WHERE, "id: must be given once", row)
        forecasts.append(forecast)
    return forecasts


def _check(forecast: Forecast) -> None:
    """Check what types cannot say: lines of the op-ed, sources that exist, the status by the rule."""
    _rule(
        bool(forecast.lines) and all(line in LINES for line in forecast.lines),
        f"lines: must be lines 1 to {LINES[-1]} of the op-ed, are {list(forecast.lines)}",
    )
    _rule(
        len(forecast.says.split()) <= WORDS_IN_A_PARAPHRASE,
        f"says: must have at most {WORDS_IN_A_PARAPHRASE} words",
    )
    met = forecast.condition is None or forecast.condition.met
    _rule(
        any(test.main for test in forecast.tests) or not met,
        "tests: must have a main one, or a condition that was not met",
    )
    expected = status_of([test.outcome for test in forecast.tests if test.main], condition_met=met)
    _rule(forecast.status == expected, f"status: must be {expected!r} by the rule, is {forecast.status!r}")
    for at, test in enumerate(forecast.tests, 1):
        _check_sources(f"tests[{at}].sources", test)


def _check_sources(where: str, test: Test) -> None:
    from figures.claims.references import page

    _rule(bool(test.sources), f"{where}: must name a page or a table")
    tables = tables_as_evidence()
    try:
        good = [source in tables or page(source).grade in ("A", "B") for source in test.sources]
    except ContractError as error:
        raise ContractError(f"{where}: {error}") from None
    _rule(
        any(good) or test.outcome == "open",
        f"{where}: must have a page of grade A or B, or a table, because the test is decided",
    )


def _rule(holds: bool, words: str) -> None:
    if not holds:
        raise ContractError(words)


def table(forecasts: Sequence[Forecast]) -> DataFrame:
    """List the forecasts for the scorecard, sorted by status and line.

    Its columns: lines (such as ``L3, L60``), short, says, status (in words), evidence (each outcome with its tests), until.
    """
    import pandas as pd

    order = list(WORDS)
    rows = [
        {
            "lines": ", ".join(f"L{line}" for line in forecast.lines),
            "short": forecast.short,
            "says": forecast.says,
            "status": WORDS[forecast.status],
            "evidence": evidence(forecast),
            "until": forecast.until,
        }
        for forecast in sorted(forecasts, key=lambda each: (order.index(each.status), each.lines))
    ]
    frame = pd.DataFrame(rows)
    frame["until"] = pd.to_datetime(frame["until"])
    return frame


def evidence(forecast: Forecast) -> str:
    """Say in one cell what was looked at and what came of it, outcome by outcome."""
    condition = forecast.condition
    parts = [f"Condition not met: {condition.says}"] if condition and not condition.met else []
    for outcome, words in _OUTCOMES.items():
        if says := [
            test.says if test.main else f"(Minor) {test.says}"
            for test in forecast.tests
            if test.outcome == outcome
        ]:
            parts.append(f"{words}: {' '.join(says)}")
    return " ".join(parts)


def counts(forecasts: Sequence[Forecast]) -> dict[Status, int]:
    """Count the forecasts by status, each status in its place."""
    return {status: sum(forecast.status == status for forecast in forecasts) for status in WORDS}


def finding(forecasts: Sequence[Forecast]) -> str:
    """Say the counts in a sentence, for the title of the scorecard.

    >>> finding([])
    'Of 0 forecasts read out of the op-ed, 0 came true and 0 did in part; 0 failed outright, and 0 cannot be told'
    """
    by = counts(forecasts)
    return (
        f"Of {len(forecasts)} forecasts read out of the op-ed, {by['came_true']} came true and {by['in_part']} did in "
        f"part; {by['did_not'] or ('none' if forecasts else 0)} failed outright, and {by['cannot_be_told']} cannot be told"
    )


def described(forecasts: Sequence[Forecast]) -> str:
    """Say which forecast has which status, for the text alternative of the scorecard."""
    groups = [
        f"{words}, {len(names)}: {'; '.join(names) or 'none'}"
        for status, words in WORDS.items()
        for names in [[forecast.short for forecast in forecasts if forecast.status == status]]
    ]
    return (
        f"A list of {len(forecasts)} forecasts under four headings, from came true to cannot be told. "
        + ". ".join(f"{group[0].upper()}{group[1:]}" for group in groups)
        + "."
    )


def in_groups(forecasts: Sequence[Forecast]) -> tuple[list[dict[str, Any]], int]:
    """Lay out the scorecard: a heading for each status with its count, under it its forecasts, one below the other.

    Each mark has a kind (head, name, lines, until), its place in px from the top and its text; a heading and a name have their status, a name what is said of it.
    """
    marks: list[dict[str, Any]] = []
    y = -4
    rows = table(forecasts).to_dict("records")
    for status in WORDS.values():
        named = [row for row in rows if row["status"] == status]
        y += 18
        marks.append(
            {
                "kind": "head",
                "y": y,
                "status": status,
                "text": f"{status[0].upper()}{status[1:]}: {len(named) or 'none'}",
            }
        )
        y += 24
        for row in named:
            lines = textwrap.wrap(row["short"], _LINE_LETTERS)
            until = f"record to {day_text(row['until'].date())}"
            said = f"{row['short']} ({row['lines']}): {status}"
            marks.append({"kind": "name", "y": y, "status": status, "text": "\n".join(lines), "said": said})
            y += 15 * len(lines)
            marks += [
                {"kind": "lines", "y": y, "text": row["lines"]},
                {"kind": "until", "y": y, "text": until},
            ]
            y += 22
    return marks, y


def cited(forecasts: Sequence[Forecast]) -> set[str]:
    """Collect the sources of all tests: keys of pages and names of tables."""
    return {source for forecast in forecasts for test in forecast.tests for source in test.sources}
