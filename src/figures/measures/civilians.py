"""Harm to civilians in the spring of 2025: the UN's monthly counts, and the strike on Sumy."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoDataFrame

from figures.measures._frames import columns_of, like, records
from figures.measures.evidence import claimed, rows_of, stated, versus_sources
from figures.measures.measure import Measure, Rows
from figures.measures.window import Window, month_window

if TYPE_CHECKING:
    from figures.measures.measure import Load

KINDS = ("killed", "injured")
TITLES = {"killed": "Civilians killed", "injured": "Civilians injured"}
# Rows of battlefield_claims with the UN's other releases for a month, the earliest first.
RELEASES = {
    ("killed", date(2024, 3, 1)): ["H09k"],
    ("injured", date(2024, 3, 1)): ["H09i"],
    ("killed", date(2024, 4, 1)): ["H10k"],
    ("injured", date(2024, 4, 1)): ["H10i"],
    ("killed", date(2025, 1, 1)): ["H01k"],
    ("injured", date(2025, 1, 1)): ["H01i"],
    ("killed", date(2025, 2, 1)): ["H02k"],
    ("injured", date(2025, 2, 1)): ["H02i"],
    ("killed", date(2025, 3, 1)): ["H03k"],
    ("injured", date(2025, 3, 1)): ["H03i"],
    ("killed", date(2025, 4, 1)): ["H04ak", "H04ck"],
    ("injured", date(2025, 4, 1)): ["H04ai", "H04ci"],
    ("killed", date(2025, 5, 1)): ["H05k"],
    ("injured", date(2025, 5, 1)): ["H05i"],
    ("killed", date(2025, 6, 1)): ["H06k"],
    ("injured", date(2025, 6, 1)): ["H06i"],
}
MONTHS = [date(year, month, 1) for year in (2024, 2025) for month in range(1, 7)]
MINIMUM = (
    "the UN counts only the cases that it has verified, so the number is a minimum and is revised upward"
)

# Counts seen only in reposts (S01e, S02d) and a Russian claim about servicemen (S01g) are not in the ranges.
SUMY = {"killed": ("S01f", "S01b", "S01c", "S01d"), "injured": ("S02e", "S02a", "S02b", "S02c")}


def monthly(casualties: IntoDataFrame, claims: IntoDataFrame, first: date, last: date) -> Any:
    """List civilians killed and injured by month, with the span of the UN's successive releases.

    Parameters
    ----------
    casualties
        Columns month, killed, injured (``civilian_casualties_monthly``).
    claims
        ``battlefield_claims``.
    first, last
        First days of the first and last month.

    Returns
    -------
    native dataframe
        month, kind (killed, injured), title, value, low, high; low and high equal value where one release is known.
    """
    known = claimed(claims, [key for keys in RELEASES.values() for key in keys])
    rows = []
    for row in records(casualties, "month", *KINDS):
        if first <= row["month"] <= last:
            for kind in KINDS:
                ids = RELEASES.get((kind, row["month"]), [])
                releases = [row[kind], *(known[key].value for key in ids)]
                rows.append(
                    {
                        "month": row["month"],
                        "kind": kind,
                        "title": TITLES[kind],
                        "value": float(row[kind]),
                        "low": float(min(releases)),
                        "high": float(max(releases)),
                    }
                )
    return like(casualties, columns_of(rows, "month", "kind", "title", "value", "low", "high"))


def sumy(claims: IntoDataFrame) -> Any:
    """Set the counts of people killed in Sumy on 13 April 2025 side by side.

    Returns
    -------
    native dataframe
        As of :func:`figures.measures.evidence.versus_sources`.
    """
    return versus_sources(
        claims,
        {"Killed": ("S01a", *SUMY["killed"]), "Servicemen killed, as claimed in Moscow": ("S01g",)},
    )


def measures(load: Load) -> list[Measure]:
    """Make the measures of chapter 3 on civilians."""
    return [*_months(load), *_changes(load), *_sumy(load)]


def _table(first: date, last: date) -> Rows:
    return Rows("civilian_casualties_monthly", Window("", first, last).where("month"))


def _months(load: Load) -> list[Measure]:
    made = []
    casualties, claims = load("civilian_casualties_monthly"), load("battlefield_claims")
    table = records(
        monthly(casualties, claims, min(MONTHS), max(MONTHS)), "month", "kind", "value", "low", "high"
    )
    for row in table:
        if row["month"] not in MONTHS:
            continue
        ids = RELEASES.get((row["kind"], row["month"]), [])
        made.append(
            Measure(
                name=f"civilians.{row['kind']}.{row['month']:%Y_%m}",
                value=row["value"],
                low=row["low"] if ids else None,
                high=row["high"] if ids else None,
                unit=f"civilians {row['kind']}",
                formula=f"UN monthly count for {row['month']:%B %Y}; the range spans the UN's releases for "
                f"that month, first and later; {MINIMUM}.",
                rows=(_table(row["month"], row["month"]), *([rows_of(*ids)] if ids else [])),
                as_of=month_window(row["month"]).end,
            )
        )
    return made


def _changes(load: Load) -> list[Measure]:
    casualties = {row["month"]: row for row in records(load("civilian_casualties_monthly"), "month", *KINDS)}
    first_release = {
        (kind, month): claimed(rows_of(*ids).of(load), ids[:1])[ids[0]].value
        for (kind, month), ids in RELEASES.items()
    }
    made = []
    pairs = {
        "march_to_april_2025": (date(2025, 3, 1), date(2025, 4, 1)),
        "february_to_march_2025": (date(2025, 2, 1), date(2025, 3, 1)),
        "march_2024_to_2025": (date(2024, 3, 1), date(2025, 3, 1)),
        "april_2024_to_2025": (date(2024, 4, 1), date(2025, 4, 1)),
    }
    for name, (base, month) in pairs.items():
        for label, kinds in {"killed": KINDS[:1], "injured": KINDS[1:], "casualties": KINDS}.items():
            now, then = (sum(casualties[m][kind] for kind in kinds) for m in (month, base))
            first_now, first_then = (sum(first_release[kind, m] for kind in kinds) for m in (month, base))
            found = [100 * (now / then - 1), 100 * (first_now / first_then - 1)]
            ids = [RELEASES[kind, m][0] for kind in kinds for m in (base, month)]
            made.append(
                Measure(
                    name=f"civilians.{label}_change.{name}",
                    value=found[0],
                    low=min(found),
                    high=max(found),
                    unit="per cent",
                    formula=f"Change of civilians {'killed and injured' if len(kinds) > 1 else label} "
                    f"between {base:%B %Y} and {month:%B %Y}; the range compares the same with the earliest "
                    f"release of each month; {MINIMUM}.",
                    rows=(_table(base, base), _table(month, month), rows_of(*ids)),
                    as_of=month_window(month).end,
                )
            )
    return made


def _sumy(load: Load) -> list[Measure]:
    made = []
    for kind, ids in SUMY.items():
        rows = rows_of(*ids)
        found = [one.value for one in claimed(rows.of(load), ids).values()]
        make = partial(Measure, unit=f"people {kind}", as_of=date(2025, 4, 13))
        made += [
            make(
                name=f"civilians.sumy_{kind}",
                value=found[0],
                low=min(found),
                high=max(found),
                formula="UN verified minimum of civilians; the range adds the totals that Ukrainian "
                "authorities gave on 13 to 15 April 2025 and leaves out totals seen only in reposts.",
                rows=(rows,),
            ),
            make(
                name=f"civilians.sumy_{kind}_ukrainian",
                value=found[-1],
                low=min(found[1:]),
                high=max(found[1:]),
                formula="Last total of Ukrainian authorities seen on a page of its own; the range starts "
                "at their first count of 13 April 2025.",
                rows=(rows_of(*ids[1:]),),
                claimed_by="Ukrainian authorities",
            ),
        ]
    return [
        *made,
        stated(load, "civilians.sumy_servicemen_killed_claimed", "S01g"),
        stated(load, "civilians.sumy_missiles", "S05a"),
        stated(load, "civilians.kryvyi_rih_killed", "K01a"),
        stated(load, "civilians.kryvyi_rih_children_killed", "K02a"),
        stated(load, "civilians.energy_attacks_april_2024", "M04e"),
    ]
