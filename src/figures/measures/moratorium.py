"""What was launched at Ukraine before, during and after the energy moratorium of 18 March 2025.

``strikes_daily`` holds what the Ukrainian Air Force reported as launched, by the date on which the attack
ended. It has no type of target: these are all attack drones and missiles, not strikes on energy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoDataFrame

from figures.errors import ContractError
from figures.measures._frames import columns_of, like, records
from figures.measures.evidence import claimed, rows_of, stated, versus_sources
from figures.measures.measure import Measure, Rows
from figures.measures.window import Window

if TYPE_CHECKING:
    from figures.measures.measure import Load

MORATORIUM = Window("during", date(2025, 3, 18), date(2025, 4, 16))
COMPARED_DAYS = 30
LENGTHS = range(7, 61)
# Announced on 18 March, after that morning's report; first full day 19 March; Ukraine counts from 25 March.
STARTS = (date(2025, 3, 18), date(2025, 3, 19), date(2025, 3, 25))
WEAPONS = {"attack_drones": "attack_drone", "missiles": "missile"}
SOURCE = "Ukrainian Air Force"
NO_TARGET = "the table has no type of target, so these are not strikes on energy"

SHOWN = Window("shown", MORATORIUM.before(COMPARED_DAYS).start, MORATORIUM.after(COMPARED_DAYS).end)
VIOLATIONS = {
    "By Russia, as alleged in Kyiv": ("M04b", "M04a"),
    "By Ukraine, as alleged in Moscow": ("M05c", "M05b", "M05a"),
}


def totals(strikes: IntoDataFrame, weapon_class: str, value: str = "launched") -> dict[date, float]:
    """Add up one class of weapon by day.

    Parameters
    ----------
    strikes
        Columns date, weapon_class and ``value`` (``strikes_daily``).
    weapon_class
        ``attack_drone``, ``missile``, ``reconnaissance`` or ``other``.
    value
        ``launched`` or ``intercepted``.
    """
    found: dict[date, float] = {}
    for row in records(strikes, "date", "weapon_class", value):
        if row["weapon_class"] == weapon_class:
            found[row["date"]] = found.get(row["date"], 0) + (row[value] or 0)
    return found


def daily(strikes: IntoDataFrame, weapon_class: str, window: Window) -> Any:
    """List every day of a window, days without a report as gaps.

    Returns
    -------
    native dataframe
        date, launched, intercepted (missing on days without a report).
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
    strikes: IntoDataFrame,
    weapon_class: str,
    *,
    during: Window = MORATORIUM,
    days: int = COMPARED_DAYS,
    value: str = "launched",
) -> Any:
    """Compare a period with the days before and after it.

    Parameters
    ----------
    strikes, weapon_class, value
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
    """
    by_day = totals(strikes, weapon_class, value)
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


def change(by_day: dict[date, float], base: Window, compared: Window) -> float:
    """Return the change of the daily mean from ``base`` to ``compared``, in per cent.

    Raises
    ------
    ContractError
        If nothing was launched in ``base``: there is no percentage of nothing.
    """
    first, second = (
        sum(by_day.get(w.start + timedelta(n), 0) for n in range(w.days)) / w.days for w in (base, compared)
    )
    if first == 0:
        raise ContractError(f"no launches from {base}: a change in per cent needs some")
    return 100 * (second / first - 1)


def robustness(
    strikes: IntoDataFrame,
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
    """
    by_day = totals(strikes, weapon_class)
    rows = []
    for length in lengths:
        found = []
        for start in starts:
            during = Window("during", start, end)
            pair = (during.before(length), during) if against == "before" else (during, during.after(length))
            found.append(change(by_day, *pair))
        rows.append({"length": length, "change": found[0], "low": min(found), "high": max(found)})
    return like(strikes, columns_of(rows, "length", "change", "low", "high"))


def alleged_violations(claims: IntoDataFrame) -> Any:
    """Set the totals of violations that each party alleges side by side.

    Returns
    -------
    native dataframe
        As of :func:`figures.measures.evidence.versus_sources`.
    """
    return versus_sources(claims, VIOLATIONS)


def shown_windows(
    strikes: IntoDataFrame, weapon_class: str, *, during: Window = MORATORIUM, days: int = COMPARED_DAYS
) -> list[tuple[str, date, date, float, bool]]:
    """List the three windows for a chart of days: label, start, end, mean, shaded."""
    found = records(windows(strikes, weapon_class, during=during, days=days), "label", "start", "end", "mean")
    labels = {"before": f"{days} days before", "during": "moratorium", "after": f"{days} days after"}
    return [
        (labels[row["label"]], row["start"], row["end"], row["mean"], row["label"] == "during")
        for row in found
    ]


def robust_changes(strikes: IntoDataFrame, *, lengths: Iterable[int] = LENGTHS) -> Any:
    """Put :func:`robustness` of attack drones and of missiles into one table.

    Returns
    -------
    native dataframe
        weapon, length, change, low, high (per cent).
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


def listed_strikes(strikes: IntoDataFrame, window: Window = MORATORIUM) -> Any:
    """List the reported strikes that we collected, a list incomplete by nature: never compare its counts.

    Parameters
    ----------
    strikes
        ``moratorium_strikes``: date, place, energy_target, note, grade; rows of grade D are left out.
    window
        Dates of the strikes.

    Returns
    -------
    native dataframe
        date, place, accused (Russia, Ukraine, disputed), energy (true if an energy site was hit or aimed at).
    """
    rows = []
    for row in records(strikes, "date", "place", "energy_target", "note", "grade"):
        note = row["note"] or ""
        if row["date"] in window and row["grade"] != "D":
            disputed = "DISPUTED" in note
            accused = "disputed" if disputed else "Russia" if note.startswith("Russian strike") else "Ukraine"
            rows.append(row | {"accused": accused, "energy": row["energy_target"] == "yes"})
    return like(strikes, columns_of(rows, "date", "place", "accused", "energy"))


def measures(load: Load) -> list[Measure]:
    """Make the measures of chapter 3 on the moratorium."""
    made = [*_arithmetic(load), *_alleged(load), *_listed(load)]
    for plural, weapon_class in WEAPONS.items():
        made += [*_levels(load, plural, weapon_class), *_changes(load, plural, weapon_class)]
        made += _halves(load, plural, weapon_class)
    return made


def _rows(weapon_class: str, first: date, last: date) -> Rows:
    return Rows("strikes_daily", f"weapon_class == '{weapon_class}' and {Window('', first, last).where()}")


def _levels(load: Load, plural: str, weapon_class: str) -> list[Measure]:
    made = []
    thing = plural.replace("_", " ")
    for window in (MORATORIUM.before(COMPARED_DAYS), MORATORIUM, MORATORIUM.after(COMPARED_DAYS)):
        rows = _rows(weapon_class, window.start, window.end)
        frame = rows.of(load)
        launched = totals(frame, weapon_class)
        counted = [row for row in records(frame, "launched", "intercepted") if row["intercepted"] is not None]
        total, busiest = sum(launched.values()), max(launched, key=lambda day: launched[day])
        make = partial(Measure, rows=(rows,), claimed_by=SOURCE)
        name = f"moratorium.{plural}_{{}}.{window.label}".format
        made += [
            make(
                name=name("per_day"),
                value=total / window.days,
                low=total / window.days,
                high=total / len(launched),
                unit=f"{thing} launched per day",
                formula=f"Total launched over the {window.days} days from {window}, days without a report "
                f"counted as zero; the high end divides by the {len(launched)} days with a report; "
                f"{NO_TARGET}.",
                as_of=window.end,
                digits=1 if weapon_class == "missile" else 0,
            ),
            make(
                name=name("total"),
                value=total,
                unit=f"{thing} launched",
                formula=f"Sum of launches reported from {window}; {NO_TARGET}.",
                as_of=window.end,
            ),
            make(
                name=name("days_without_launches"),
                value=window.days - sum(number > 0 for number in launched.values()),
                unit="days",
                formula=f"Days from {window} with no report of {thing} or a report of none; the table "
                "cannot tell these two apart.",
                as_of=window.end,
            ),
            make(
                name=name("intercepted_share"),
                value=100
                * sum(row["intercepted"] for row in counted)
                / sum(row["launched"] for row in counted),
                unit="per cent of launched",
                formula=f"Sum of intercepted over sum of launched {thing} from {window}, both as reported "
                "by the defender; days without a count of interceptions are left out, and drones that were "
                "jammed or lost are not counted as intercepted.",
                as_of=window.end,
            ),
            make(
                name=name("busiest_day"),
                value=launched[busiest],
                unit=f"{thing} launched in a day",
                formula=f"Largest daily total from {window}; the date of this measure is that day.",
                as_of=busiest,
            ),
        ]
    return made


def _changes(load: Load, plural: str, weapon_class: str) -> list[Measure]:
    made = []
    thing = plural.replace("_", " ")
    longest, pair = max(LENGTHS), ("before", "after")
    for against in pair:
        label = "during_vs_before" if against == "before" else "after_vs_during"

        def span(days: int, against: str = against) -> Rows:
            if against == "before":
                return _rows(weapon_class, MORATORIUM.before(days).start, MORATORIUM.end)
            return _rows(weapon_class, MORATORIUM.start, MORATORIUM.after(days).end)

        found = robustness(span(longest).of(load), weapon_class, against=against)
        table = records(found, "length", "change", "low", "high")
        main = next(row for row in table if row["length"] == COMPARED_DAYS)
        change_of_mean = f"Change of the daily mean of {thing} launched, {label.replace('_vs_', ' against ')}"
        make = partial(
            Measure,
            as_of=MORATORIUM.end if against == "before" else MORATORIUM.after(COMPARED_DAYS).end,
            claimed_by=SOURCE,
        )
        made += [
            make(
                name=f"moratorium.{plural}_change.{label}",
                value=main["change"],
                low=main["low"],
                high=main["high"],
                unit="per cent",
                formula=f"{change_of_mean}, {COMPARED_DAYS} days compared with the whole moratorium; the "
                f"range takes 18, 19 and 25 March as its first day; {NO_TARGET}.",
                rows=(span(COMPARED_DAYS),),
            ),
            make(
                name=f"moratorium.{plural}_change_over_lengths.{label}",
                value=main["change"],
                low=min(row["change"] for row in table),
                high=max(row["change"] for row in table),
                unit="per cent",
                formula=f"{change_of_mean}; the range is over every length from {min(LENGTHS)} to {longest} "
                "days of the window compared with, the moratorium taken whole.",
                rows=(span(longest),),
            ),
            make(
                name=f"moratorium.{plural}_lengths_same_sign.{label}",
                value=sum(row["change"] * main["change"] > 0 for row in table),
                low=sum(min(row["low"] * main["change"], row["high"] * main["change"]) > 0 for row in table),
                high=sum(row["change"] * main["change"] > 0 for row in table),
                unit=f"of {len(table)} window lengths",
                formula=f"Lengths from {min(LENGTHS)} to {longest} days at which the change has the sign "
                f"that it has at {COMPARED_DAYS}; the low end asks it of all three first days (18, 19 and "
                "25 March) at once.",
                rows=(span(longest),),
            ),
        ]
    return made


def _halves(load: Load, plural: str, weapon_class: str) -> list[Measure]:
    """Compare the halves of a window with each other: a trend inside it can pass for a step between windows."""
    made = []
    thing = plural.replace("_", " ")
    for window in (MORATORIUM.before(COMPARED_DAYS), MORATORIUM):
        middle = window.start + timedelta(window.days // 2)
        first = Window("first", window.start, middle - timedelta(1))
        second = Window("second", middle, window.end)
        rows = _rows(weapon_class, window.start, window.end)
        made.append(
            Measure(
                name=f"moratorium.{plural}_change.within_{window.label}",
                value=change(totals(rows.of(load), weapon_class), first, second),
                unit="per cent",
                formula=f"Change of the daily mean of {thing} launched from {first} to {second}, the two "
                f"halves of the window {window.label}; {NO_TARGET}.",
                rows=(rows,),
                as_of=window.end,
                claimed_by=SOURCE,
            )
        )
    return made


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


def _alleged(load: Load) -> list[Measure]:
    by_russia = rows_of("M04a", "M04b")
    both = claimed(by_russia.of(load), ["M04a", "M04b"])
    by_ukraine = rows_of("M05a", "M05b")
    totals_17_april = [one.value for one in claimed(by_ukraine.of(load), ["M05a", "M05b"]).values()]
    start = "moratorium.violations_alleged"
    return [
        stated(load, f"{start}.by_russia_since_25_march", "M04a", "alleged strikes"),
        stated(load, f"{start}.by_russia_first_week", "M04b", "alleged strikes"),
        Measure(
            name=f"{start}.by_russia",
            value=sum(one.value for one in both.values()),
            low=sum(one.value for one in both.values()),
            unit="alleged strikes",
            formula="Our sum of two Ukrainian counts, the first week and from 25 March to 16 April; a "
            "minimum, since the second is given as more than.",
            rows=(by_russia,),
            as_of=MORATORIUM.end,
            claimed_by="Ukrainian Foreign Ministry and Government of Ukraine",
        ),
        stated(load, f"{start}.by_russia_last_24_hours", "M04c", "alleged strikes"),
        stated(load, f"{start}.by_ukraine_nebenzia", "M05a", "alleged strikes"),
        stated(load, f"{start}.by_ukraine_zakharova", "M05b", "alleged strikes"),
        stated(load, f"{start}.by_ukraine_polishchuk", "M05c", "alleged strikes"),
        stated(load, f"{start}.by_ukraine_zakharova_3_april", "M05e", "alleged strikes"),
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
        stated(load, "moratorium.people_killed_claimed", "M04f", "people killed in 22 days"),
    ]


def _listed(load: Load) -> list[Measure]:
    rows = Rows("moratorium_strikes", f"{MORATORIUM.where()} and energy_target == 'yes' and grade != 'D'")
    accused = [row["accused"] for row in records(listed_strikes(rows.of(load)), "accused")]
    return [
        Measure(
            name=f"moratorium.listed_energy_strikes.{name}",
            value=accused.count(party),
            unit="reported strikes or attempts",
            formula=f"Rows of our list from {MORATORIUM} that report an attack on an energy site and name "
            f"{words}; the list is incomplete by nature, so the counts of the two sides must not be "
            "compared.",
            rows=(rows,),
            as_of=MORATORIUM.end,
            claimed_by="parties to the war",
        )
        for name, party, words in (
            ("by_russia", "Russia", "Russia as the attacker"),
            ("by_ukraine", "Ukraine", "Ukraine as the attacker"),
            ("disputed", "disputed", "an attacker, which that side disputes"),
        )
    ]
