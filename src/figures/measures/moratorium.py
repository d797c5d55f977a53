"""What was launched at Ukraine before, during and after the energy moratorium of 18 March 2025.

``strikes_daily`` holds what the Ukrainian Air Force reported as launched, by the date on which the attack
ended. It has no type of target: these are all attack drones and missiles, not strikes on energy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.errors import ContractError
from figures.measures._frames import columns_of, like, records, summed
from figures.measures.evidence import claimed, rows_of, stated, versus_sources
from figures.measures.measure import Measure, Rows, numbers
from figures.measures.window import Window

if TYPE_CHECKING:
    from figures.measures.measure import Load

MORATORIUM = Window("during", date(2025, 3, 18), date(2025, 4, 16))
"""The moratorium on strikes on energy, as announced: thirty days from the call of 18 March 2025."""
COMPARED_DAYS = 30
"""Length of the windows before and after it, in days."""
LENGTHS = range(7, 61)
"""Lengths of the window compared with at which the finding is tried, in days."""
# Announced on 18 March, after that morning's report; first full day 19 March; Ukraine counts from 25 March.
STARTS = (date(2025, 3, 18), date(2025, 3, 19), date(2025, 3, 25))
"""First days of the moratorium that somebody names, the one in the text first."""
WEAPONS = {"attack_drones": "attack_drone", "missiles": "missile"}
"""Words in the names of measures to weapon class."""
SOURCE = "Ukrainian Air Force"
"""Claimant of the counts."""
_NO_TARGET = "the table has no type of target, so these are not strikes on energy"

SHOWN = Window("shown", MORATORIUM.before(COMPARED_DAYS).start, MORATORIUM.after(COMPARED_DAYS).end)
"""Days in the chart."""
_VIOLATIONS = {
    "By Russia, as alleged in Kyiv": ("M04b", "M04a"),
    "By Ukraine, as alleged in Moscow": ("M05c", "M05b", "M05a"),
}


def totals(strikes: IntoFrame, weapon_class: str, value: str = "launched") -> dict[date, float]:
    """Add up one class of weapon by day.

    Parameters
    ----------
    strikes
        Columns date, weapon_class and ``value`` (``strikes_daily``).
    weapon_class
        ``attack_drone``, ``missile``, ``reconnaissance`` or ``other``.
    value
        ``launched`` or ``intercepted``.

    Returns
    -------
    dict
        Day to number of weapons; a day without a report is absent, which zero is not.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import moratorium
    >>> moratorium.totals(load("strikes_daily"), "attack_drone")[date(2025, 4, 2)]
    74
    """
    chosen = nw.col("weapon_class") == weapon_class
    return {row["date"]: row[value] for row in summed(strikes, ["date"], value, where=chosen)}


def daily(strikes: IntoFrame, weapon_class: str, window: Window) -> Any:
    """List every day of a window, days without a report as gaps.

    Parameters
    ----------
    strikes, weapon_class
        As in :func:`totals`.
    window
        Days to list.

    Returns
    -------
    native dataframe
        date, launched, intercepted (missing on days without a report).

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import moratorium
    >>> from figures.measures.window import Window
    >>> around = Window("three days", date(2025, 3, 31), date(2025, 4, 2))
    >>> days = moratorium.daily(load("strikes_daily"), "attack_drone", around)
    >>> days["launched"].tolist()
    [131.0, nan, 74.0]
    """
    launched, intercepted = (totals(strikes, weapon_class, value) for value in ("launched", "intercepted"))
    days = [window.start + timedelta(n) for n in range(window.days)]
    return like(
        strikes,
        {
            "date": days,
            "launched": [launched.get(day) for day in days],
            "intercepted": [intercepted.get(day) for day in days],
        },
    )


def windows(
    strikes: IntoFrame,
    weapon_class: str,
    *,
    during: Window = MORATORIUM,
    days: int = COMPARED_DAYS,
) -> Any:
    """Compare a period with the days before and after it.

    Parameters
    ----------
    strikes, weapon_class
        As in :func:`totals`.
    during
        The period, both ends included.
    days
        Length of the windows before and after, in days.

    Returns
    -------
    native dataframe
        label (before, during, after), start, end, days, days_with_report, total, mean (total over all days),
        mean_reported (total over days with a report).

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import moratorium
    >>> found = moratorium.windows(load("strikes_daily"), "missile")
    >>> found[["label", "days", "days_with_report", "total"]].to_dict("records")[1]
    {'label': 'during', 'days': 30, 'days_with_report': 12, 'total': 43.0}
    """
    by_day = totals(strikes, weapon_class)
    rows = []
    for window in (during.before(days), during, during.after(days)):
        reported = [number for day, number in by_day.items() if day in window]
        rows.append(
            {
                "label": window.label,
                "start": window.start,
                "end": window.end,
                "days": window.days,
                "days_with_report": len(reported),
                "total": float(sum(reported)),
                "mean": sum(reported) / window.days,
                "mean_reported": sum(reported) / len(reported) if reported else 0.0,
            }
        )
    return like(strikes, columns_of(rows, *rows[0]))


def _change(by_day: dict[date, float], base: Window, compared: Window) -> float:
    """Give the change of the daily mean from one window to another, in per cent."""
    first, second = (
        sum(by_day.get(w.start + timedelta(n), 0) for n in range(w.days)) / w.days for w in (base, compared)
    )
    if first == 0:
        raise ContractError(f"no launches from {base}: a change in per cent needs some")
    return 100 * (second / first - 1)


def robustness(
    strikes: IntoFrame,
    weapon_class: str,
    *,
    against: str = "before",
    lengths: Iterable[int] = LENGTHS,
    starts: Sequence[date] = STARTS,
    end: date = MORATORIUM.end,
) -> Any:
    """Ask whether the finding depends on the choice of windows.

    The moratorium is always taken whole; the window it is compared with has every one of ``lengths`` days.

    Parameters
    ----------
    strikes, weapon_class
        As in :func:`totals`.
    against
        ``before``: change from before to during; ``after``: change from during to after.
    lengths
        Lengths of the window compared with, in days.
    starts
        First days of the moratorium; the first gives ``change``, all give ``low`` and ``high``.
    end
        Last day of the moratorium.

    Returns
    -------
    native dataframe
        length, change, low, high (per cent).

    Raises
    ------
    ContractError
        When nothing was launched in a window compared with.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import moratorium
    >>> found = moratorium.robustness(load("strikes_daily"), "attack_drone", lengths=[30])
    >>> found.round(1).to_dict("records")
    [{'length': 30, 'change': -32.7, 'low': -43.4, 'high': -32.7}]
    """
    by_day = totals(strikes, weapon_class)
    rows = []
    for length in lengths:
        found = []
        for start in starts:
            during = Window("during", start, end)
            pair = (during.before(length), during) if against == "before" else (during, during.after(length))
            found.append(_change(by_day, *pair))
        rows.append({"length": length, "change": found[0], "low": min(found), "high": max(found)})
    return like(strikes, columns_of(rows, "length", "change", "low", "high"))


def alleged_violations(claims: IntoFrame) -> Any:
    """Set the totals of violations that each party alleges side by side.

    Parameters
    ----------
    claims
        ``battlefield_claims``; see :func:`figures.measures.evidence.claimed`.

    Returns
    -------
    native dataframe
        As of :func:`figures.measures.evidence.versus_sources`.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import moratorium
    >>> found = moratorium.alleged_violations(load("battlefield_claims"))
    >>> found[["quantity", "told"]].to_dict("records")[:2]
    [{'quantity': 'By Russia, as alleged in Kyiv', 'told': '8'}, {'quantity': 'By Russia, as alleged in Kyiv', 'told': 'at least 30'}]
    """
    return versus_sources(claims, _VIOLATIONS)


def shown_windows(
    strikes: IntoFrame, weapon_class: str, *, during: Window = MORATORIUM, days: int = COMPARED_DAYS
) -> list[tuple[str, date, date, float, bool]]:
    """List the three windows for a chart of days: label, start, end, mean, shaded.

    Parameters
    ----------
    strikes, weapon_class, during, days
        As in :func:`windows`.

    Returns
    -------
    list of tuple
        What :class:`figures.charts.Window` takes: label, first day, last day, mean per day over all days, shaded.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import moratorium
    >>> [(label, round(mean, 1)) for label, _, _, mean, _ in moratorium.shown_windows(load("strikes_daily"), "missile")]
    [('30 days before', 3.8), ('moratorium', 1.4), ('30 days after', 3.8)]
    """
    found = records(windows(strikes, weapon_class, during=during, days=days), "label", "start", "end", "mean")
    labels = {"before": f"{days} days before", "during": "moratorium", "after": f"{days} days after"}
    return [
        (labels[row["label"]], row["start"], row["end"], row["mean"], row["label"] == "during")
        for row in found
    ]


def robust_changes(strikes: IntoFrame, *, lengths: Iterable[int] = LENGTHS) -> Any:
    """Put :func:`robustness` of attack drones and of missiles into one table.

    Parameters
    ----------
    strikes
        As in :func:`totals`.
    lengths
        Lengths of the window before the moratorium, in days.

    Returns
    -------
    native dataframe
        weapon, length, change, low, high (per cent).

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import moratorium
    >>> found = moratorium.robust_changes(load("strikes_daily"), lengths=[7, 30])
    >>> found.round(1).to_dict("records")[:2]
    [{'weapon': 'attack drones', 'length': 7, 'change': -16.0, 'low': -45.7, 'high': -16.0}, {'weapon': 'attack drones', 'length': 30, 'change': -32.7, 'low': -43.4, 'high': -32.7}]
    """
    chosen = list(lengths)
    rows = [
        row | {"weapon": plural.replace("_", " ")}
        for plural, weapon_class in WEAPONS.items()
        for row in records(
            robustness(strikes, weapon_class, lengths=chosen), "length", "change", "low", "high"
        )
    ]
    return like(strikes, columns_of(rows, "weapon", "length", "change", "low", "high"))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``moratorium.*``: launches before, during and after the moratorium, their changes, and the violations that each party alleges."""
    made = [*_arithmetic(load), *_alleged(load)]
    for plural, weapon_class in WEAPONS.items():
        made += [*_levels(load, plural, weapon_class), *_changes(load, plural, weapon_class)]
    return [*made, *_drones(load)]


def _rows(weapon_class: str, first: date, last: date) -> Rows:
    return Rows.matching("strikes_daily", weapon_class=weapon_class, date=Window("", first, last))


@numbers
def _levels(load: Load, plural: str, weapon_class: str) -> list[Measure]:
    made = []
    thing = plural.replace("_", " ")
    for window in (MORATORIUM.before(COMPARED_DAYS), MORATORIUM, MORATORIUM.after(COMPARED_DAYS)):
        rows = _rows(weapon_class, window.start, window.end)
        launched = totals(rows.of(load), weapon_class)
        total = sum(launched.values())
        made.append(
            Measure(
                name=f"moratorium.{plural}_per_day.{window.label}",
                value=total / window.days,
                low=total / window.days,
                high=total / len(launched),
                unit=f"{thing} launched per day",
                formula=f"Total launched over the {window.days} days from {window}, days without a report "
                f"counted as zero; the high end divides by the {len(launched)} days with a report; "
                f"{_NO_TARGET}.",
                rows=(rows,),
                as_of=window.end,
                claimed_by=SOURCE,
                digits=1 if weapon_class == "missile" else 0,
            )
        )
        if window == MORATORIUM:
            busiest = max(launched, key=lambda day: launched[day])
            made.append(
                Measure(
                    name=f"moratorium.{plural}_busiest_day.during",
                    value=launched[busiest],
                    unit=f"{thing} launched in a day",
                    formula=f"Largest daily total from {window}; the date of this measure is that day.",
                    rows=(rows,),
                    as_of=busiest,
                    claimed_by=SOURCE,
                )
            )
    return made


@numbers
def _changes(load: Load, plural: str, weapon_class: str) -> list[Measure]:
    words = f"Change of the daily mean of {plural.replace('_', ' ')} launched"
    make = partial(Measure, unit="per cent", claimed_by=SOURCE)

    def compared(against: str, lengths: Sequence[int]) -> tuple[Rows, list[dict[str, Any]]]:
        before, after = MORATORIUM.before(max(lengths)), MORATORIUM.after(max(lengths))
        first, last = (before.start, MORATORIUM.end) if against == "before" else (MORATORIUM.start, after.end)
        rows = _rows(weapon_class, first, last)
        found = robustness(rows.of(load), weapon_class, against=against, lengths=lengths)
        return rows, records(found, "change", "low", "high")

    def over_a_month(label: str, against: str, as_of: date) -> Measure:
        rows, (found,) = compared(against, [COMPARED_DAYS])
        return make(
            name=f"moratorium.{plural}_change.{label}",
            value=found["change"],
            low=found["low"],
            high=found["high"],
            formula=f"{words}, {label.replace('_vs_', ' against ')}, {COMPARED_DAYS} days compared with the whole "
            f"moratorium; the range takes 18, 19 and 25 March as its first day; {_NO_TARGET}.",
            rows=(rows,),
            as_of=as_of,
        )

    main = over_a_month("during_vs_before", "before", MORATORIUM.end)
    rows, table = compared("before", LENGTHS)
    same_sign = sum(row["change"] * main.value > 0 for row in table)
    return [
        main,
        make(
            name=f"moratorium.{plural}_change_over_lengths.during_vs_before",
            value=main.value,
            low=min(row["change"] for row in table),
            high=max(row["change"] for row in table),
            formula=f"{words}, during against before; the range is over every length from {min(LENGTHS)} to "
            f"{max(LENGTHS)} days of the window compared with, the moratorium taken whole.",
            rows=(rows,),
            as_of=MORATORIUM.end,
        ),
        make(
            name=f"moratorium.{plural}_lengths_same_sign.during_vs_before",
            value=same_sign,
            low=sum(min(row["low"] * main.value, row["high"] * main.value) > 0 for row in table),
            high=same_sign,
            unit=f"of {len(table)} window lengths",
            formula=f"Lengths from {min(LENGTHS)} to {max(LENGTHS)} days at which the change has the sign "
            f"that it has at {COMPARED_DAYS}; the low end asks it of all three first days (18, 19 and "
            "25 March) at once.",
            rows=(rows,),
            as_of=MORATORIUM.end,
        ),
        over_a_month("after_vs_during", "after", MORATORIUM.after(COMPARED_DAYS).end),
    ]


@numbers
def _drones(load: Load) -> list[Measure]:
    """Say what the text says of drones alone: days without any, and a trend before that could pass for a step."""
    before = MORATORIUM.before(COMPARED_DAYS)
    middle = before.start + timedelta(before.days // 2)
    first = Window("first", before.start, middle - timedelta(1))
    second = Window("second", middle, before.end)
    rows = _rows("attack_drone", MORATORIUM.start, MORATORIUM.end)
    earlier = _rows("attack_drone", before.start, before.end)
    launched = totals(rows.of(load), "attack_drone")
    make = partial(Measure, claimed_by=SOURCE)
    return [
        make(
            name="moratorium.attack_drones_days_without_launches.during",
            value=MORATORIUM.days - sum(number > 0 for number in launched.values()),
            unit="days",
            formula=f"Days from {MORATORIUM} with no report of attack drones or a report of none; the table "
            "cannot tell these two apart.",
            rows=(rows,),
            as_of=MORATORIUM.end,
        ),
        make(
            name="moratorium.attack_drones_change.within_before",
            value=_change(totals(earlier.of(load), "attack_drone"), first, second),
            unit="per cent",
            formula=f"Change of the daily mean of attack drones launched from {first} to {second}, the two "
            f"halves of the window before; {_NO_TARGET}.",
            rows=(earlier,),
            as_of=before.end,
        ),
    ]


@numbers
def _arithmetic(load: Load) -> list[Measure]:
    starts = {"kremlin": ("M01b", MORATORIUM.start), "ukraine": ("M01c", STARTS[-1])}
    made = [stated(load, "moratorium.length_announced", "M02b")]
    for party, (claim_id, start) in starts.items():
        made.append(
            Measure(
                name=f"moratorium.days_counted.{party}",
                value=(MORATORIUM.end - start).days + 1,
                unit="days",
                formula=f"Days from {start.day} March to 16 April 2025, both included; 17 April would be "
                "one more.",
                rows=(rows_of(claim_id, "M03a"),),
                as_of=MORATORIUM.end,
            )
        )
    return made


@numbers
def _alleged(load: Load) -> list[Measure]:
    by_russia = rows_of("M04a", "M04b")
    both = claimed(by_russia.of(load), ["M04a", "M04b"])
    by_ukraine = rows_of("M05a", "M05b")
    totals_17_april = [claim.value for claim in claimed(by_ukraine.of(load), ["M05a", "M05b"]).values()]
    start = "moratorium.violations_alleged"
    return [
        stated(load, f"{start}.by_russia_since_25_march", "M04a", "alleged strikes"),
        stated(load, f"{start}.by_russia_first_week", "M04b", "alleged strikes"),
        Measure(
            name=f"{start}.by_russia",
            value=sum(claim.value for claim in both.values()),
            low=sum(claim.value for claim in both.values()),
            unit="alleged strikes",
            formula="Our sum of two Ukrainian counts, the first week and from 25 March to 16 April; a "
            "minimum, since the second is given as more than.",
            rows=(by_russia,),
            as_of=MORATORIUM.end,
            claimed_by="Ukrainian Foreign Ministry and Government of Ukraine",
        ),
        stated(load, f"{start}.by_ukraine_polishchuk", "M05c", "alleged strikes"),
        Measure(
            name=f"{start}.by_ukraine",
            value=max(totals_17_april),
            low=min(totals_17_april),
            high=max(totals_17_april),
            unit="alleged strikes",
            formula="Two Russian officials gave two totals on the same day, 17 April; both are given as "
            "more than.",
            rows=(by_ukraine,),
            as_of=date(2025, 4, 17),
            claimed_by="Russian Foreign Ministry and Russia's UN mission",
        ),
    ]
