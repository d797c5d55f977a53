"""Do threats stop aid? Russian statements, Western decisions on weapons, and Europe's allocations around them.

Rows are the statements and decisions that we found and checked. Known ones are over-represented, and refusals are
rarely announced, so that no rate of yielding or of defiance is made from them: only counts, lags and named cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoFrame

from figures.errors import ContractError
from figures.measures import aid
from figures.measures._frames import columns_of, last_day, like, month_of, months, records
from figures.measures.measure import Measure, Not, Rows, numbers
from figures.measures.window import Window, month_window
from figures.text import day_text, next_month

if TYPE_CHECKING:
    from figures.measures.measure import Load
    from figures.theme import Colour

OP_ED = date(2025, 4, 18)
"""Day of the op-ed."""
_WEEK = Window("14 to 18 April 2025", date(2025, 4, 14), OP_ED)
_EARLIER = Window("before", date(2022, 2, 24), date(2025, 4, 13))
_USABLE = "not (grade == 'D' and grade_2 == 'D')"  # Such rows are for orientation only.

LANES = {
    "nuclear_threat": "Nuclear threat or change of doctrine",
    "doctrine_change": "Nuclear threat or change of doctrine",
    "direct_party_threat": "Suppliers as parties to the war; red lines",
    "red_line": "Suppliers as parties to the war; red lines",
    "hybrid_or_military_warning": "Other warning of consequences",
    "first_to_suffer_threat": "Other warning of consequences",
    "other": "Criticism, no action named",
}
"""Kind of a statement to its lane."""
DECLINED, LIMITED, ADOPTED = "Declined, or not adopted", "Adopted in part or with a limit", "Adopted"
"""Outcomes of a decision."""
LANE_ORDER = (*dict.fromkeys(LANES.values()), ADOPTED, LIMITED, DECLINED)
"""Lanes of the chart, from top to bottom: statements, then decisions by outcome."""
OUTCOMES = (DECLINED, LIMITED, ADOPTED)
"""The outcomes in the order of the chart of lags."""
COLOURS: dict[str, Colour] = {
    "Russian statement": "red",
    "U.S. decision": "violet",
    "European or NATO decision": "amber",
}
"""Who spoke or decided, to colour."""
# Statements that address nobody in Europe, by their column ``target``.
_NOT_EUROPE = ("United States", "United States; Ukraine", "Any nuclear attacker")
# Rows of ``western_decisions`` that measure an outcome or change what is published: no weapon, no permission.
NOT_WEAPONS = ("Aggregate aid", "Disclosure policy")
"""Systems in ``western_decisions`` that are no weapons or permissions."""
# What an adopted decision left out, in our words, and the words of the row that say so: if the row changes, we must look again.
LIMITS = {
    ("2022-05-31", "United States"): ("longest-range rockets withheld", "munitions were withheld"),
    ("2023-05-11", "United Kingdom"): ("assurance: not on Russian territory", "assurance against use"),
    ("2023-07-11", "France"): ("for Ukrainian territory only", "With the limit"),
    ("2023-10-17", "United States"): ("shorter-range version", "of shorter range"),
    ("2024-05-02", "United Kingdom"): ("U.S. agreement still awaited months later", "still waited for US agreement"),
    ("2024-05-30", "United States"): ("long-range strikes excluded", "long-range strikes stayed excluded"),
    ("2024-05-31", "Germany"): ("near Kharkiv only", "near Kharkiv"),
    ("2025-05-26", "Germany"): ("not new, by the vice-chancellor’s account", "no new decision had been taken"),
    ("2025-05-28", "Germany"): ("Taurus left out", "Taurus itself was left out"),
    ("2026-01-06", "United Kingdom; France"): ("an intent, after a ceasefire", "Intent only"),
}  # fmt: skip
"""Day and actor of a decision to its limit in a few words, and the words of the row that say so."""

_SHORT = {
    "United States": "U.S.",
    "United Kingdom": "UK",
    "; ": " and ",
}  # So that a label fits one line on a phone.

PANELS = {"All aid": None, "Military aid": "military"}
"""Panel to the kind of aid in it; all kinds without one."""
_COMPARED = date(2022, 3, 1)
_BEFORE_APRIL = Window("January to March 2025", date(2025, 1, 1), date(2025, 3, 31))
_AFTER_APRIL = Window("May to July 2025", date(2025, 5, 1), date(2025, 7, 31))
AS_MONTHS = {1: "the month after", 3: "the three months after"}
"""Months after a threat to their words."""


def statements(events: IntoFrame) -> Any:
    """List the Russian statements that rest on more than pages for orientation.

    Parameters
    ----------
    events
        Columns date, speaker, target, kind, trigger, source_url, grade, grade_2 (``rhetoric_events``).

    Returns
    -------
    native dataframe
        date, speaker, target, lane (see ``LANES``), europe (whether somebody in Europe is addressed), trigger, source_url.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import rhetoric
    >>> found = rhetoric.statements(load("rhetoric_events"))
    >>> found[["speaker", "lane", "europe"]].to_dict("records")[-1]
    {'speaker': 'Maria Zakharova', 'lane': 'Other warning of consequences', 'europe': True}
    """
    names = ("date", "speaker", "target", "kind", "trigger", "source_url", "grade", "grade_2")
    rows = [
        row | {"lane": LANES[row["kind"]], "europe": row["target"] not in _NOT_EUROPE}
        for row in records(events, *names)
        if not row["grade"] == row["grade_2"] == "D"
    ]
    return like(
        events, columns_of(rows, "date", "speaker", "target", "lane", "europe", "trigger", "source_url")
    )


def decisions(western: IntoFrame) -> Any:
    """List Western decisions on weapons and permissions with the warnings that came before each.

    A warning counts when it is dated before the decision: one of the same day or later doesn't, nor does one whose day is not given.
    ``warning`` is ``general`` where the row says that the warnings were general or about another supplier.

    Parameters
    ----------
    western
        Columns date, actor, decision, system, was_threatened_before, note, source_url (``western_decisions``).

    Returns
    -------
    native dataframe
        date, actor, system, case, decision, outcome (see ``OUTCOMES``), limit, warning (specific, general, none),
        first_warning, last_warning, shortest_days, longest_days (from the last and the first warning; missing where
        no earlier day is known), told, source_url; by date.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import rhetoric
    >>> found = rhetoric.decisions(load("western_decisions"))
    >>> found[["case", "outcome", "warning", "told"]].to_dict("records")[0]
    {'case': '13 April 2022, U.S.: 155 mm howitzers, Mi-17 helicopters', 'outcome': 'Adopted', 'warning': 'specific', 'told': '1 day'}
    """
    names = ("date", "actor", "decision", "system", "was_threatened_before", "note", "source_url")
    rows = [_decision(row) for row in records(western, *names) if row["system"] not in NOT_WEAPONS]
    rows.sort(key=lambda row: (row["date"], row["case"]))
    return like(western, columns_of(rows, *rows[0]))


def outcomes(western: IntoFrame) -> Any:
    """List :func:`decisions` by outcome, those not adopted first, for a chart of lags.

    Parameters
    ----------
    western
        As in :func:`decisions`.

    Returns
    -------
    native dataframe
        The columns of :func:`decisions`.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import rhetoric
    >>> rhetoric.outcomes(load("western_decisions"))["outcome"].unique().tolist()
    ['Declined, or not adopted', 'Adopted in part or with a limit', 'Adopted']
    """
    rows = records(
        decisions(western),
        *("outcome", "case", "warning", "last_warning", "first_warning", "shortest_days", "longest_days"),
        *("told", "limit", "source_url"),
    )
    rows.sort(key=lambda row: OUTCOMES.index(row["outcome"]))
    return like(western, columns_of(rows, *rows[0]))


def timeline(events: IntoFrame, western: IntoFrame) -> Any:
    """List statements and decisions together, each in its lane.

    Parameters
    ----------
    events, western
        As in :func:`statements` and :func:`decisions`.

    Returns
    -------
    native dataframe
        date, lane, who (Russian statement, U.S. decision, European or NATO decision), label, source_url; by date.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import rhetoric
    >>> found = rhetoric.timeline(load("rhetoric_events"), load("western_decisions"))
    >>> found[["who", "lane"]].to_dict("records")[-1]
    {'who': 'Russian statement', 'lane': 'Other warning of consequences'}
    """
    rows = [
        {**row, "who": "Russian statement", "label": f"{row['speaker']}, on {row['target']}"}
        for row in records(statements(events), "date", "lane", "speaker", "target", "source_url")
    ] + [
        {
            **row,
            "lane": row["outcome"],
            "who": "U.S. decision" if row["actor"] == aid.US else "European or NATO decision",
            "label": f"{_short(row['actor'])}: {row['system']}",
        }
        for row in records(decisions(western), "date", "outcome", "actor", "system", "source_url")
    ]
    rows.sort(key=lambda row: (row["date"], LANE_ORDER.index(row["lane"]), row["label"]))
    return like(events, columns_of(rows, "date", "lane", "who", "label", "source_url"))


def europe_by_month(aid_table: IntoFrame, first: date, last: date) -> Any:
    """Add up what European states and EU institutions allocated, month by month.

    Parameters
    ----------
    aid_table
        ``aid_monthly``; see :func:`figures.measures.aid.by_group`.
    first, last
        First days of the first and last month.

    Returns
    -------
    native dataframe
        month, panel (All aid, Military aid), allocation_eur_bn; months without an allocation as zero.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import rhetoric
    >>> april = date(2025, 4, 1)
    >>> found = rhetoric.europe_by_month(load("aid_monthly"), april, april)
    >>> found[["panel", "allocation_eur_bn"]].round(2).to_dict("records")
    [{'panel': 'All aid', 'allocation_eur_bn': 7.92}, {'panel': 'Military aid', 'allocation_eur_bn': 3.05}]
    """
    rows = [
        {**row, "panel": panel}
        for panel, kind in PANELS.items()
        for row in records(
            aid.by_region(aid_table, first, last, kind=kind), "month", "region", "allocation_eur_bn"
        )
        if row["region"] == "Europe"
    ]
    return like(aid_table, columns_of(rows, "month", "panel", "allocation_eur_bn"))


def _months_after(threatened: Iterable[date], span: Sequence[date], length: int) -> set[date]:
    """Pick the months of ``span`` that are among the ``length`` months after a month with a threat."""
    found = set()
    for day in threatened:
        at = month_of(day)
        for _ in range(length):
            at = next_month(at)
            found.add(at)
    return found.intersection(span)


def after_threats(aid_table: IntoFrame, events: IntoFrame, lengths: Mapping[int, str] = AS_MONTHS) -> Any:
    """Compare Europe's allocations in the months after threats with those of all other months.

    Threats are statements that address somebody in Europe and are more than criticism. The months run from March 2022 to the
    last month of the table. ``shifts_lower_percent`` is a yardstick for chance: the pattern of months is moved along
    the calendar by every possible number of months, and counted is in what share the difference comes out lower.

    Parameters
    ----------
    aid_table, events
        ``aid_monthly`` and ``rhetoric_events``.
    lengths
        Months after a threat that count as after it, each with its words.

    Returns
    -------
    native dataframe
        panel (All aid, Military aid), length_months, average (mean, median), after, others (billion euros per month),
        months_after, months_others, shifts_lower_percent, category (for a chart).

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import rhetoric
    >>> found = rhetoric.after_threats(load("aid_monthly"), load("rhetoric_events"))
    >>> found[["panel", "length_months", "average", "after", "others"]].round(2).to_dict("records")[0]
    {'panel': 'All aid', 'length_months': 1, 'average': 'mean', 'after': 4.42, 'others': 3.57}
    """
    span = months(_COMPARED, last_day(aid_table, "month"))
    threatened = [
        row["date"]
        for row in records(statements(events), "date", "lane", "europe")
        if row["europe"] and row["lane"] != LANES["other"]
    ]
    monthly = records(europe_by_month(aid_table, span[0], span[-1]), "month", "panel", "allocation_eur_bn")
    rows = []
    for panel in PANELS:
        amounts = [row["allocation_eur_bn"] for row in monthly if row["panel"] == panel]
        for length, words in lengths.items():
            chosen = _months_after(threatened, span, length)
            pattern = [month in chosen for month in span]
            for name, average in (("mean", fmean), ("median", median)):
                after, others = _both(amounts, pattern, average)
                shifted = [
                    _difference(amounts, pattern[-by:] + pattern[:-by], average) for by in range(1, len(span))
                ]
                rows.append(
                    {
                        "panel": panel,
                        "length_months": length,
                        "average": name,
                        "after": after,
                        "others": others,
                        "months_after": sum(pattern),
                        "months_others": len(span) - sum(pattern),
                        "shifts_lower_percent": 100
                        * sum(difference < after - others for difference in shifted)
                        / len(shifted),
                        "category": f"{panel}, {words}: {name}",
                    }
                )
    return like(aid_table, columns_of(rows, *rows[0]))


def after_threats_pairs(aid_table: IntoFrame, events: IntoFrame) -> Any:
    """List :func:`after_threats` as one row for each category and group of months (other months, after threats).

    Parameters
    ----------
    aid_table, events
        As in :func:`after_threats`.

    Returns
    -------
    native dataframe
        category, months (all other months, after threats), allocation_eur_bn (billion euros per month).

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import rhetoric
    >>> found = rhetoric.after_threats_pairs(load("aid_monthly"), load("rhetoric_events"))
    >>> found.round(2).to_dict("records")[:2]
    [{'category': 'All aid, the month after: mean', 'months': 'all other months', 'allocation_eur_bn': 3.57}, {'category': 'All aid, the month after: mean', 'months': 'after threats', 'allocation_eur_bn': 4.42}]
    """
    rows = [
        {"category": row["category"], "months": group, "allocation_eur_bn": row[name]}
        for row in records(after_threats(aid_table, events), "category", "after", "others")
        for group, name in (("all other months", "others"), ("after threats", "after"))
    ]
    return like(aid_table, columns_of(rows, "category", "months", "allocation_eur_bn"))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``rhetoric.*``: statements and decisions counted, the days between warning and decision, and Europe's allocations around threats."""
    return [*_statements(load), *_decisions(load), *_aid(load), *_after_threats(load)]


def _decision(row: dict[str, Any]) -> dict[str, Any]:
    day, actor, words = row["date"], row["actor"], row["was_threatened_before"]
    named = [date.fromisoformat(found) for found in re.findall(r"\d{4}-\d\d-\d\d", words)]
    earlier = sorted(warned for warned in named if warned < day)
    if words.startswith("no "):
        warning = "none"
    elif words.startswith("partly:") or "general warnings" in words:
        warning = "general"
    elif words.startswith("yes:"):
        warning = "specific"
    else:
        raise ContractError(
            f"western_decisions, {day}, {actor}: was_threatened_before starts oddly: {words!r}"
        )
    limit, proof = LIMITS.get((day.isoformat(), actor), ("", ""))
    if proof not in f"{row['decision']} {row['note']}":
        raise ContractError(f"western_decisions, {day}, {actor}: the row no longer says {proof!r}")
    declined = "(not " in row["system"]
    shortest, longest = ((day - earlier[at]).days for at in (-1, 0)) if earlier else (None, None)
    lag = "no earlier warning found" if warning == "none" else "days unknown: no earlier warning with its day"
    if earlier:
        lag = f"{shortest} days" if shortest == longest else f"{shortest} to {longest} days"
        lag = "1 day" if shortest == longest == 1 else lag
    elif day in named:
        lag = "days unknown: the warning is of the same day"
    return {
        "date": day,
        "actor": actor,
        "system": row["system"],
        "case": f"{day_text(day)}, {_short(actor)}: {row['system'].partition(' (not ')[0]}",
        "decision": row["decision"],
        "outcome": DECLINED if declined else LIMITED if limit else ADOPTED,
        "limit": limit,
        "warning": warning,
        "first_warning": earlier[0] if earlier else None,
        "last_warning": earlier[-1] if earlier else None,
        "shortest_days": shortest,
        "longest_days": longest,
        "told": lag,
        "source_url": row["source_url"],
    }


def _short(actor: str) -> str:
    for long, short in _SHORT.items():
        actor = actor.replace(long, short)
    return actor


def _both(amounts: Sequence[float], pattern: Sequence[bool], average: Any) -> tuple[float, float]:
    after = [amount for amount, inside in zip(amounts, pattern, strict=True) if inside]
    others = [amount for amount, inside in zip(amounts, pattern, strict=True) if not inside]
    if not after or not others:
        raise ContractError(
            "after_threats: every month, or none, follows a threat; there is nothing to compare"
        )
    return float(average(after)), float(average(others))


def _difference(amounts: Sequence[float], pattern: Sequence[bool], average: Any) -> float:
    after, others = _both(amounts, pattern, average)
    return after - others


@numbers
def _statements(load: Load) -> list[Measure]:
    nuclear = "kind in ['nuclear_threat', 'doctrine_change']"
    parties = "kind in ['direct_party_threat', 'red_line']"
    everything = Window("all", _EARLIER.start, last_day(load("rhetoric_events"), "date"))
    europe = f"target not in {list(_NOT_EUROPE)}"
    choices = {
        "all": ("", everything, "Statements on our list"),
        "earlier": ("", _EARLIER, "Statements"),
        "nuclear.earlier": (nuclear, _EARLIER, "Nuclear threats and changes of nuclear doctrine"),
        "parties.earlier": (parties, _EARLIER, "Statements that call suppliers parties to the war, or name a red line,"),
        "week": (europe, _WEEK, "Statements that address somebody in Europe"),
        "threats.week": (f"{europe} and kind != 'other'", _WEEK, "Such statements that are more than criticism"),
        "nuclear.week": (nuclear, _WEEK, "Nuclear threats"),
    }  # fmt: skip
    made = []
    for name, (where, window, words) in choices.items():
        searched = Rows("rhetoric_events", f"{_USABLE} and {window.where()}")
        matching = Rows("rhetoric_events", f"{searched.where} and {where}") if where else searched
        found = matching.count(load)
        made.append(
            Measure(
                name=f"rhetoric.statements.{name}",
                value=found,
                unit="statements on our list",
                formula=f"{words} dated from {window}; rows with only pages of the lowest grade are left out"
                + ("." if found else "; none found among the rows searched, which are shown."),
                rows=(matching if found else searched,),
                as_of=window.end,
            )
        )
    return made


@numbers
def _decisions(load: Load) -> list[Measure]:
    rows = Rows.matching("western_decisions", system=Not(NOT_WEAPONS))
    found = records(
        decisions(rows.of(load)), "date", "actor", "system", "outcome", "warning", "shortest_days", "longest_days"
    )  # fmt: skip
    adopted = [row for row in found if row["outcome"] != DECLINED]
    counts = {
        "adopted": (adopted, "Decisions adopted, limited ones among them"),
        "all": (found, "Steps adopted, declined or not adopted"),
        "outright": ([row for row in adopted if row["outcome"] == ADOPTED], "Decisions adopted without a limit in our table"),
        "limited": ([row for row in adopted if row["outcome"] == LIMITED], "Decisions adopted in part or with a limit"),
        "europe_adopted": ([row for row in adopted if row["actor"] != aid.US], "Decisions of European states adopted, limited ones among them"),
        "europe_limited": ([row for row in adopted if row["actor"] != aid.US and row["outcome"] == LIMITED], "Decisions of European states adopted in part or with a limit"),
        "declined": ([row for row in found if row["outcome"] == DECLINED], "Steps declined or not adopted"),
        "specific": ([row for row in adopted if row["warning"] == "specific"], "Decisions adopted after a specific warning"),
        "general": ([row for row in adopted if row["warning"] == "general"], "Decisions adopted after general warnings only"),
        "unwarned": ([row for row in adopted if row["warning"] == "none"], "Decisions adopted without an earlier warning found"),
        "within_week": (
            [row for row in adopted if row["warning"] == "specific" and (row["shortest_days"] or 8) <= 7],
            "Decisions adopted within seven days of the last specific warning",
        ),
        "unknown": ([row for row in found if row["warning"] != "none" and row["shortest_days"] is None], "Decisions of which no earlier warning has a known day"),
    }  # fmt: skip
    last = max(row["date"] for row in found)
    made = [
        Measure(
            name=f"rhetoric.decisions.{name}",
            value=len(chosen),
            unit="decisions on our list",
            formula=f"{words}. Aggregates of aid and a change of what is published are not counted; refusals are "
            "rarely announced, so that no rate follows from these counts.",
            rows=(rows,),
            as_of=last,
        )
        for name, (chosen, words) in counts.items()
    ]
    lags = {
        "patriot": (date(2022, 12, 21), "United States"),
        "atacms_first": (date(2023, 10, 17), "United States"),
        "tomahawk": (date(2025, 10, 17), "United States"),
    }
    for name, (day, actor) in lags.items():
        (row,) = (row for row in found if (row["date"], row["actor"]) == (day, actor))
        decision = Rows.matching("western_decisions", date=day, actor=actor)
        made.append(
            Measure(
                name=f"rhetoric.lag.{name}",
                value=row["shortest_days"],
                low=row["shortest_days"],
                high=row["longest_days"],
                unit="days",
                formula="Days from the last warning named in the row to the decision; the high end counts from "
                "the first.",
                rows=(decision,),
                as_of=day,
            )
        )
    return made


@numbers
def _aid(load: Load) -> list[Measure]:
    make = partial(Measure, digits=1)
    made = []
    groups = f"donor_group in {list(aid.EUROPE)}"
    for short, kind in (("all", None), ("military", "military")):
        where = groups if kind is None else f"{groups} and kind == '{kind}'"
        windows = {
            "before_april_2025": _BEFORE_APRIL,
            "after_april_2025": _AFTER_APRIL,
            "may_2025": month_window(date(2025, 5, 1)),
        }
        if kind:
            windows |= {
                "mean_month_2024": aid.YEAR_2024,
                "july_august_2025": Window("July and August 2025", date(2025, 7, 1), date(2025, 8, 31)),
            }
        for name, window in windows.items():
            rows = Rows("aid_monthly", f"{where} and {window.where('month')}")
            count = len(months(window.start, window.end))
            made.append(
                make(
                    name=f"rhetoric.aid.{short}.{name}",
                    value=aid.total(rows.of(load), window) / count,
                    unit="billion euros per month",
                    formula=f"European {'aid of all kinds' if kind is None else 'military aid'}: allocations of "
                    f"{window.label or window} over {count} months, {aid.RELEASE}.",
                    rows=(rows,),
                    as_of=window.end,
                )
            )
    return [*made, *_two_counts(load, groups, make)]


@numbers
def _two_counts(load: Load, groups: str, make: Any) -> list[Measure]:
    """Set the release drawn here beside the sums that the press gave from an earlier release."""
    made = []
    windows = {
        "march_april_2025": (Window("March and April 2025", date(2025, 3, 1), date(2025, 4, 30)), date(2025, 4, 30), r"EUR 20\.2 billion in total", 20.2),
        "january_february_2025": (Window("January and February 2025", date(2025, 1, 1), date(2025, 2, 28)), date(2025, 4, 30), r"about EUR 6\.7 billion in January-February", 6.7),
    }  # fmt: skip
    for name, (window, day, words, stated) in windows.items():
        drawn = Rows("aid_monthly", f"{groups} and {window.where('month')}")
        press = Rows.matching("western_decisions", date=day, actor="Europe (Kiel aggregate)")
        (row,) = records(press.of(load), "note")
        if not re.search(words, row["note"]):
            raise ContractError(f"western_decisions, {day}: the row no longer says {words!r}")
        value = aid.total(drawn.of(load), window)
        made.append(
            make(
                name=f"rhetoric.aid.all.{name}",
                value=value,
                low=min(value, stated),
                high=max(value, stated),
                unit="billion euros",
                formula=f"European aid of all kinds in {window.label}, {aid.RELEASE}; the other end of the range is "
                "the sum that the press gave from the release of June 2025.",
                rows=(drawn, press),
                as_of=window.end,
            )
        )
    return made


@numbers
def _after_threats(load: Load) -> list[Measure]:
    events = Rows("rhetoric_events", f"{_USABLE} and kind != 'other' and target not in {list(_NOT_EUROPE)}")
    last = last_day(load("aid_monthly"), "month")
    span = Window(f"March 2022 to {last:%B %Y}", _COMPARED, month_window(last).end)
    given = Rows.matching("aid_monthly", donor_group=aid.EUROPE, month=span)
    found = records(
        after_threats(given.of(load), events.of(load)),
        *("panel", "length_months", "average", "after", "others", "months_after", "months_others"),
        "shifts_lower_percent",
    )
    make = partial(Measure, rows=(events, given), as_of=span.end)
    words = (
        f"From {span.label}: months after statements that address somebody in Europe and are more than "
        "criticism, against all other months"
    )
    made = [
        make(
            name="rhetoric.after_threats.comparisons",
            value=len(found),
            unit="comparisons",
            formula=f"{words}; all and military aid, one and three months, mean and median.",
        ),
        make(
            name="rhetoric.after_threats.higher",
            value=sum(row["after"] > row["others"] for row in found),
            unit="comparisons",
            formula=f"{words}; counted are the comparisons in which the months after have the higher average.",
        ),
        make(
            name="rhetoric.after_threats.other_months.three_months",
            value=next(row["months_others"] for row in found if row["length_months"] == 3),
            unit="months",
            formula=f"{words}: months that are not among the three after such a statement.",
        ),
    ]
    for row in found:
        if row["average"] != "mean":
            continue
        name = f"{'all' if row['panel'] == 'All aid' else 'military'}.{'one' if row['length_months'] == 1 else 'three'}"
        length = AS_MONTHS[row["length_months"]]
        made += [
            make(
                name=f"rhetoric.after_threats.{name}.{group}",
                value=row[group],
                unit="billion euros per month",
                formula=f"{words}; {row['panel'].lower()}, mean, {length}: "
                f"{'the months after' if group == 'after' else 'the others'}.",
                digits=1,
            )
            for group in ("after", "others")
        ]
        made.append(
            make(
                name=f"rhetoric.after_threats.{name}.shifts_lower",
                value=row["shifts_lower_percent"],
                unit="per cent of all shifts",
                formula=f"{words}; {row['panel'].lower()}, mean, {length}: share of shifts of the pattern along "
                "the calendar that give a lower difference; every shift by one month or more is tried, and what leaves at "
                "one end comes in at the other.",
            )
        )
    return made
