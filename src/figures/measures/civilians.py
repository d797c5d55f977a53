"""Harm to civilians in the spring of 2025: the UN's monthly counts, and the strike on Sumy."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoFrame

from figures.measures._frames import columns_of, like, records, within
from figures.measures.evidence import claimed, rows_of, stated, versus_sources
from figures.measures.measure import Measure, Rows, numbers
from figures.measures.window import Window, month_window

if TYPE_CHECKING:
    from figures.measures.measure import Load

KINDS = ("killed", "injured")
"""The two counts of the table."""
TITLES = {"killed": "Civilians killed", "injured": "Civilians injured"}
"""Kind to the words over its panel."""
# Rows of battlefield_claims with the UN's other releases for a month, the earliest first.
_RELEASES = {
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
SPRING = (date(2024, 4, 1), date(2025, 2, 1), date(2025, 3, 1), date(2025, 4, 1))
# Months that the text states; May and June 2025 by the killed alone.
_MONTHS_STATED = {"killed": (*SPRING, date(2025, 5, 1), date(2025, 6, 1)), "injured": SPRING}
MINIMUM = (
    "the UN counts only the cases that it has verified, so the number is a minimum and is revised upward"
)
"""What every sentence about a count of the UN has to add."""

# Killed in Sumy. A count seen only in reposts (S01e) and a Russian claim about servicemen (S01g) are not in the range.
_SUMY = ("S01f", "S01b", "S01c", "S01d")


def monthly(casualties: IntoFrame, claims: IntoFrame, first: date, last: date) -> Any:
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

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import civilians
    >>> april = date(2025, 4, 1)
    >>> found = civilians.monthly(load("civilian_casualties_monthly"), load("battlefield_claims"), april, april)
    >>> found[["kind", "value", "low", "high"]].to_dict("records")
    [{'kind': 'killed', 'value': 223.0, 'low': 209.0, 'high': 223.0}, {'kind': 'injured', 'value': 1169.0, 'low': 1146.0, 'high': 1169.0}]
    """
    known = claimed(claims, [key for keys in _RELEASES.values() for key in keys])
    rows = []
    for row in records(casualties, "month", *KINDS, where=within("month", first, last)):
        for kind in KINDS:
            ids = _RELEASES.get((kind, row["month"]), [])
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


def sumy(claims: IntoFrame) -> Any:
    """Set the counts of people killed in Sumy on 13 April 2025 side by side.

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
    >>> from figures.measures import civilians
    >>> civilians.sumy(load("battlefield_claims"))[["source", "told"]].to_dict("records")[:2]
    [{'source': 'the op-ed', 'told': 'at least 30'}, {'source': 'HRMMU (UN), 8 May 2025: killed (verified civilians)', 'told': 'at least 31'}]
    """
    return versus_sources(
        claims,
        {"Killed": ("S01a", *_SUMY), "Servicemen killed, as claimed in Moscow": ("S01g",)},
    )


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``civilians.*``: the UN's monthly counts with the span of its releases, and the counts after the strike on Sumy."""
    return [*_months(load), *_changes(load), *_sumy(load)]


def _table(first: date, last: date) -> Rows:
    return Rows.matching("civilian_casualties_monthly", month=Window("", first, last))


@numbers
def _months(load: Load) -> list[Measure]:
    made = []
    casualties, claims = load("civilian_casualties_monthly"), load("battlefield_claims")
    table = monthly(casualties, claims, min(_MONTHS_STATED["killed"]), max(_MONTHS_STATED["killed"]))
    for row in records(table, "month", "kind", "value", "low", "high"):
        if row["month"] in _MONTHS_STATED[row["kind"]]:
            month = row["month"]
            made.append(
                Measure(
                    name=f"civilians.{row['kind']}.{month:%Y_%m}",
                    value=row["value"],
                    low=row["low"],
                    high=row["high"],
                    unit=f"civilians {row['kind']}",
                    formula=f"UN monthly count for {month:%B %Y}; the range spans the UN's releases for "
                    f"that month, first and later; {MINIMUM}.",
                    rows=(_table(month, month), rows_of(*_RELEASES[row["kind"], month])),
                    as_of=month_window(month).end,
                )
            )
    return made


@numbers
def _changes(load: Load) -> list[Measure]:
    casualties = {row["month"]: row for row in records(load("civilian_casualties_monthly"), "month", *KINDS)}
    april = date(2025, 4, 1)
    made = []
    for name, base in (
        ("march_to_april_2025", date(2025, 3, 1)),
        ("april_2024_to_2025", date(2024, 4, 1)),
    ):
        first = {(kind, month): _RELEASES[kind, month][0] for kind in KINDS for month in (base, april)}
        rows = rows_of(*first.values())
        known = claimed(rows.of(load), list(first.values()))
        now, then = (sum(casualties[month][kind] for kind in KINDS) for month in (april, base))
        first_now, first_then = (
            sum(known[first[kind, month]].value for kind in KINDS) for month in (april, base)
        )
        found = [100 * (now / then - 1), 100 * (first_now / first_then - 1)]
        made.append(
            Measure(
                name=f"civilians.casualties_change.{name}",
                value=found[0],
                low=min(found),
                high=max(found),
                unit="per cent",
                formula=f"Change of civilians killed and injured between {base:%B %Y} and April 2025; the "
                f"range compares the same with the earliest release of each month; {MINIMUM}.",
                rows=(_table(base, base), _table(april, april), rows),
                as_of=month_window(april).end,
            )
        )
    return made


@numbers
def _sumy(load: Load) -> list[Measure]:
    rows = rows_of(*_SUMY)
    found = [claim.value for claim in claimed(rows.of(load), _SUMY).values()]
    make = partial(Measure, unit="people killed", as_of=date(2025, 4, 13))
    return [
        make(
            name="civilians.sumy_killed",
            value=found[0],
            low=min(found),
            high=max(found),
            formula="UN verified minimum of civilians; the range adds the totals that Ukrainian "
            "authorities gave on 13 to 15 April 2025 and leaves out totals seen only in reposts.",
            rows=(rows,),
        ),
        make(
            name="civilians.sumy_killed_ukrainian",
            value=found[-1],
            low=min(found[1:]),
            high=max(found[1:]),
            formula="Last total of Ukrainian authorities seen on a page of its own; the range starts "
            "at their first count of 13 April 2025.",
            rows=(rows_of(*_SUMY[1:]),),
            claimed_by="Ukrainian authorities",
        ),
        stated(load, "civilians.sumy_servicemen_killed_claimed", "S01g"),
        stated(load, "civilians.kryvyi_rih_killed", "K01a"),
        stated(load, "civilians.kryvyi_rih_children_killed", "K02a"),
    ]
