"""Allocations of aid to Ukraine by month, donor and kind, as the Kiel Institute's tracker records them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.measures._frames import columns_of, last_day, like, months, records, summed, within
from figures.measures.measure import Measure, Not, Rows, numbers
from figures.measures.window import Window, month_window

if TYPE_CHECKING:
    from figures.measures.measure import Load
    from figures.theme import Colour

US = "United States"
"""The donor and donor group as the table names them."""
REGIONS = {
    US: US,
    "EU members and institutions": "Europe",
    "United Kingdom": "Europe",
    "Other European": "Europe",
    "Other": "Others",
}
COLOURS: dict[str, Colour] = {US: "violet", "Europe": "amber", "Others": "neutral"}
"""Region of :func:`by_region` to colour, in the order of drawing."""
PANELS = dict.fromkeys(COLOURS, "billion euros")
"""Region to unit, in the order of drawing."""
EUROPE = ("EU members and institutions", "United Kingdom", "Other European")
"""Donor groups that are Europe."""
SPRING = Window("February to April 2025", date(2025, 2, 1), date(2025, 4, 30))
"""Three months around the op-ed."""
_SPRING_2024 = Window("February to April 2024", date(2024, 2, 1), date(2024, 4, 30))
YEAR_2024 = Window("2024", date(2024, 1, 1), date(2024, 12, 31))
"""The year compared with."""
_BILLION = 1e9
RELEASE = (
    "in the tracker's release 28; a month without a row has no allocation recorded, and later releases can "
    "add some"
)
"""What every sentence about a month without aid has to add."""


def by_group(aid: IntoFrame, first: date, last: date, *, by: str = "donor_group") -> Any:
    """Add up allocations by month and group of donors (or kind), months without any as zero.

    Parameters
    ----------
    aid
        Columns month, donor, donor_group, kind, allocation_eur (``aid_monthly``).
    first, last
        First days of the first and last month.
    by
        ``donor_group``, ``donor`` or ``kind``.

    Returns
    -------
    native dataframe
        month, ``by``, allocation_eur_bn (billions of euros); every group with an allocation in these months, in every month.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import aid
    >>> april = date(2025, 4, 1)
    >>> found = aid.by_group(load("aid_monthly"), april, april)
    >>> found[["donor_group", "allocation_eur_bn"]].round(2).to_dict("records")[:2]
    [{'donor_group': 'EU members and institutions', 'allocation_eur_bn': 5.96}, {'donor_group': 'Other', 'allocation_eur_bn': 0.28}]
    """
    given = summed(aid, ["month", by], "allocation_eur", where=within("month", first, last))
    return _every_month(aid, given, first, last, by)


def by_region(aid: IntoFrame, first: date, last: date, *, kind: str | None = None) -> Any:
    """Add up allocations by month for the United States, Europe (EU, United Kingdom and others) and the rest.

    Parameters
    ----------
    aid, first, last
        As in :func:`by_group`.
    kind
        ``military``, ``financial`` or ``humanitarian``; all of them without it.

    Returns
    -------
    native dataframe
        month, region, allocation_eur_bn (billions of euros); every region with an allocation in these months, in every month.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import aid
    >>> april = date(2025, 4, 1)
    >>> found = aid.by_region(load("aid_monthly"), april, april, kind="military")
    >>> found[["region", "allocation_eur_bn"]].round(2).to_dict("records")
    [{'region': 'Europe', 'allocation_eur_bn': 3.05}, {'region': 'Others', 'allocation_eur_bn': 0.0}]
    """
    chosen = within("month", first, last)
    if kind is not None:
        chosen &= nw.col("kind") == kind
    given = summed(aid, ["month", "donor_group"], "allocation_eur", where=chosen)
    for row in given:
        row["region"] = REGIONS[row["donor_group"]]
    return _every_month(aid, given, first, last, "region")


def _every_month(aid: IntoFrame, given: list[dict[str, Any]], first: date, last: date, by: str) -> Any:
    sums: dict[tuple[date, str], float] = {}
    for row in given:
        key = row["month"], row[by]
        sums[key] = sums.get(key, 0) + row["allocation_eur"]
    # Cents: engines add up in different orders, and must not differ in the last digits.
    rows = [
        {"month": month, by: group, "allocation_eur_bn": round(sums.get((month, group), 0), 2) / _BILLION}
        for month in months(first, last)
        for group in sorted({group for _, group in sums})
    ]
    return like(aid, columns_of(rows, "month", by, "allocation_eur_bn"))


def total(
    aid: IntoFrame, window: Window, chosen: Callable[[dict[str, Any]], bool] = lambda row: True
) -> float:
    """Add up allocations in a window, in billions of euros.

    Parameters
    ----------
    aid
        As in :func:`by_group`.
    window
        Months count by their first day.
    chosen
        Which rows count; each comes as a dictionary of its columns.

    Returns
    -------
    float
        Billions of euros.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import aid
    >>> round(aid.total(load("aid_monthly"), aid.SPRING, lambda row: row["donor"] == "Germany"), 2)
    0.39
    """
    names = ("month", "donor", "donor_group", "kind", "allocation_eur")
    found = records(aid, *names, where=within("month", window.start, window.end))
    return round(float(sum(row["allocation_eur"] for row in found if chosen(row))), 2) / _BILLION


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``aid.*``: allocations of the United States and of Europe, before and in the spring of 2025."""
    return [*_united_states(load), *_others(load)]


def _rows(window: Window, **more: str | Sequence[str] | Not) -> Rows:
    return Rows.matching("aid_monthly", **more, month=window)


@numbers
def _united_states(load: Load) -> list[Measure]:
    last = last_day(load("aid_monthly"), "month")
    january = month_window(date(2025, 1, 1))
    later = Window("after", date(2025, 2, 1), month_window(last).end)
    make = partial(Measure, unit="billion euros", digits=1)
    in_2024 = total(_rows(YEAR_2024, donor=US).of(load), YEAR_2024)
    month = month_window(date(2024, 10, 1))
    october = total(_rows(month, donor=US).of(load), month)
    return [
        make(
            name="aid.us.2025_01",
            value=total(_rows(january, donor=US).of(load), january),
            formula=f"U.S. allocations of January 2025, all kinds, {RELEASE}.",
            rows=(_rows(january, donor=US),),
            as_of=january.end,
        ),
        make(
            name="aid.us.mean_month_2024",
            value=in_2024 / 12,
            low=(in_2024 - october) / 11,
            high=in_2024 / 12,
            unit="billion euros per month",
            formula=f"U.S. allocations of 2024 over twelve months, {RELEASE}; the low end is the mean of the "
            "other eleven months without October, which has the U.S. part of the loan of the G7.",
            rows=(_rows(YEAR_2024, donor=US),),
            as_of=YEAR_2024.end,
        ),
        make(
            name="aid.us.after_january_2025",
            value=total(_rows(later).of(load), later, lambda row: row["donor"] == US),
            formula=f"U.S. allocations from February 2025 to {last:%B %Y}: there is no row, {RELEASE}; the "
            "rows shown are those of the other donors.",
            rows=(_rows(later),),
            as_of=later.end,
        ),
    ]


@numbers
def _others(load: Load) -> list[Measure]:
    made = []
    make = partial(Measure, unit="billion euros", digits=1)
    for name, where, words in (
        ("others", {"donor": Not(US)}, "All donors but the United States"),
        ("europe", {"donor_group": EUROPE}, "European countries and EU institutions"),
    ):
        made += [
            make(
                name=f"aid.{name}.february_to_april_{span.start.year}",
                value=total(_rows(span, **where).of(load), span),
                formula=f"{words}: allocations of {span.label}, all kinds, {RELEASE}.",
                rows=(_rows(span, **where),),
                as_of=span.end,
            )
            for span in (SPRING, _SPRING_2024)
        ]
    spring = _rows(SPRING).of(load)
    return [
        *made,
        make(
            name="aid.europe.mean_month_2024",
            value=total(_rows(YEAR_2024, donor_group=EUROPE).of(load), YEAR_2024) / 12,
            unit="billion euros per month",
            formula=f"European countries and EU institutions: allocations of 2024 over twelve months, {RELEASE}.",
            rows=(_rows(YEAR_2024, donor_group=EUROPE),),
            as_of=YEAR_2024.end,
        ),
        make(
            name="aid.all.military_share_february_to_april_2025",
            value=100 * total(spring, SPRING, lambda row: row["kind"] == "military") / total(spring, SPRING),
            unit="per cent of all allocations",
            formula="Military allocations over all allocations, February to April 2025.",
            rows=(_rows(SPRING),),
            as_of=SPRING.end,
            digits=0,
        ),
    ]
