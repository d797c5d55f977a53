"""Allocations of aid to Ukraine by month, donor and kind, as the Kiel Institute's tracker records them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoDataFrame

from figures.measures._frames import columns_of, like, months, records
from figures.measures.measure import Measure, Rows
from figures.measures.window import Window, month_window

if TYPE_CHECKING:
    from figures.measures.measure import Load
    from figures.theme import Token

US = "United States"
REGIONS = {
    US: US,
    "EU members and institutions": "Europe",
    "United Kingdom": "Europe",
    "Other European": "Europe",
    "Other": "Others",
}
COLOURS: dict[str, Token] = {US: "united_states", "Europe": "europe", "Others": "neutral"}
PANELS = dict.fromkeys(COLOURS, "billion euros")
EUROPE = ("EU members and institutions", "United Kingdom", "Other European")
SPRING = Window("February to April 2025", date(2025, 2, 1), date(2025, 4, 30))
SPRING_2024 = Window("February to April 2024", date(2024, 2, 1), date(2024, 4, 30))
YEAR_2024 = Window("2024", date(2024, 1, 1), date(2024, 12, 31))
BILLION = 1e9
RELEASE = (
    "in the tracker's release 28; a month without a row has no allocation recorded, and later releases can "
    "add some"
)


def by_group(aid: IntoDataFrame, first: date, last: date, *, by: str = "donor_group") -> Any:
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
        month, ``by``, allocation_eur_bn; every group in every month.
    """
    span = months(first, last)
    sums: dict[tuple[date, str], float] = {}
    for row in records(aid, "month", by, "allocation_eur"):
        if row["month"] in span:
            key = row["month"], row[by]
            sums[key] = sums.get(key, 0) + row["allocation_eur"]
    groups = sorted({group for _, group in sums})
    rows = [
        {"month": month, by: group, "allocation_eur_bn": sums.get((month, group), 0) / BILLION}
        for month in span
        for group in groups
    ]
    return like(aid, columns_of(rows, "month", by, "allocation_eur_bn"))


def by_region(aid: IntoDataFrame, first: date, last: date, *, kind: str | None = None) -> Any:
    """Add up allocations by month for the United States, Europe (EU, United Kingdom and others) and the rest.

    Returns
    -------
    native dataframe
        month, region, allocation_eur_bn; every region in every month.
    """
    frame = nw.from_native(aid, eager_only=True)
    chosen = frame if kind is None else frame.filter(nw.col("kind") == kind)
    regions = nw.new_series(
        "region", [REGIONS[group] for group in chosen["donor_group"].to_list()], backend=chosen.implementation
    )
    return by_group(chosen.with_columns(regions).to_native(), first, last, by="region")


def total(
    aid: IntoDataFrame, window: Window, chosen: Callable[[dict[str, Any]], bool] = lambda row: True
) -> float:
    """Add up allocations in a window, in billions of euros."""
    names = ("month", "donor", "donor_group", "kind", "allocation_eur")
    found = [row for row in records(aid, *names) if row["month"] in window and chosen(row)]
    return float(sum(row["allocation_eur"] for row in found)) / BILLION


def largest_donors(aid: IntoDataFrame, window: Window) -> Any:
    """Rank donors by what they allocated in a window.

    Returns
    -------
    native dataframe
        donor, donor_group, allocation_eur_bn, largest first.
    """
    sums: dict[tuple[str, str], float] = {}
    for row in records(aid, "month", "donor", "donor_group", "allocation_eur"):
        if row["month"] in window:
            key = row["donor"], row["donor_group"]
            sums[key] = sums.get(key, 0) + row["allocation_eur"]
    rows = [
        {"donor": donor, "donor_group": group, "allocation_eur_bn": amount / BILLION}
        for (donor, group), amount in sorted(sums.items(), key=lambda item: -item[1])
    ]
    return like(aid, columns_of(rows, "donor", "donor_group", "allocation_eur_bn"))


def measures(load: Load) -> list[Measure]:
    """Make the measures of chapter 5 on aid."""
    return [*_united_states(load), *_others(load), *_largest(load)]


def _rows(window: Window, more: str = "") -> Rows:
    return Rows("aid_monthly", f"{more} and {window.where('month')}" if more else window.where("month"))


def _united_states(load: Load) -> list[Measure]:
    frame = load("aid_monthly")
    last = max(row["month"] for row in records(frame, "month"))
    january = Window("January 2025", date(2025, 1, 1), date(2025, 1, 31))
    later = Window("after", date(2025, 2, 1), month_window(last).end)
    us = f"donor == '{US}'"
    make = partial(Measure, unit="billion euros", digits=1)
    last_us = max(row["month"] for row in records(frame, "month", "donor") if row["donor"] == US)
    in_2024 = total(_rows(YEAR_2024, us).of(load), YEAR_2024)
    month = Window("October 2024", date(2024, 10, 1), date(2024, 10, 31))
    october = total(_rows(month, us).of(load), month)
    late_2024 = Window("", date(2024, 10, 1), date(2024, 12, 31))
    return [
        make(
            name="aid.us.2025_01",
            value=total(_rows(january, us).of(load), january),
            formula=f"U.S. allocations of January 2025, all kinds, {RELEASE}.",
            rows=(_rows(january, us),),
            as_of=january.end,
        ),
        make(
            name="aid.us.mean_month_2024",
            value=in_2024 / 12,
            low=(in_2024 - october) / 11,
            high=in_2024 / 12,
            unit="billion euros per month",
            formula=f"U.S. allocations of 2024 over twelve months, {RELEASE}; the low end leaves out "
            "October, which has the U.S. part of the loan of the G7.",
            rows=(_rows(YEAR_2024, us),),
            as_of=YEAR_2024.end,
        ),
        make(
            name="aid.us.fourth_quarter_2024",
            value=total(_rows(late_2024, us).of(load), late_2024),
            formula=f"U.S. allocations of October to December 2024, {RELEASE}.",
            rows=(_rows(late_2024, us),),
            as_of=late_2024.end,
        ),
        make(
            name="aid.us.after_january_2025",
            value=total(_rows(later).of(load), later, lambda row: row["donor"] == US),
            formula=f"U.S. allocations from February 2025 to {last:%B %Y}: there is no row, {RELEASE}; the "
            "rows shown are those of the other donors.",
            rows=(_rows(later),),
            as_of=later.end,
        ),
        make(
            name="aid.us.months_without_allocation",
            value=sum(month > last_us for month in months(last_us, last)),
            unit="months",
            formula=f"Months after the last U.S. allocation ({last_us:%B %Y}) up to the last month recorded "
            f"({last:%B %Y}).",
            rows=(_rows(Window("", last_us, month_window(last).end)),),
            as_of=later.end,
            digits=0,
        ),
    ]


def _others(load: Load) -> list[Measure]:
    made = []
    make = partial(Measure, unit="billion euros", digits=1)
    choices = {
        "others": (f"donor != '{US}'", "All donors but the United States"),
        "europe": (f"donor_group in {list(EUROPE)}", "European countries and EU institutions"),
        "outside_europe": ("donor_group == 'Other'", "Donors outside Europe but the United States"),
    }
    for name, (where, words) in choices.items():
        spring, before, year = (
            total(_rows(window, where).of(load), window) for window in (SPRING, SPRING_2024, YEAR_2024)
        )
        made += [
            make(
                name=f"aid.{name}.february_to_april_2025",
                value=spring,
                formula=f"{words}: allocations of February to April 2025, all kinds, {RELEASE}.",
                rows=(_rows(SPRING, where),),
                as_of=SPRING.end,
            ),
            make(
                name=f"aid.{name}.february_to_april_2024",
                value=before,
                formula=f"{words}: allocations of February to April 2024, all kinds, {RELEASE}.",
                rows=(_rows(SPRING_2024, where),),
                as_of=SPRING_2024.end,
            ),
            make(
                name=f"aid.{name}.change_on_year",
                value=100 * (spring / before - 1),
                low=100 * min(spring / before - 1, spring / 3 / (year / 12) - 1),
                high=100 * max(spring / before - 1, spring / 3 / (year / 12) - 1),
                unit="per cent",
                formula=f"{words}: February to April 2025 against the same months of 2024; the other end of "
                "the range compares with the mean month of 2024.",
                rows=(_rows(SPRING, where), _rows(YEAR_2024, where)),
                as_of=SPRING.end,
                digits=0,
            ),
            make(
                name=f"aid.{name}.mean_month_2024",
                value=year / 12,
                unit="billion euros per month",
                formula=f"{words}: allocations of 2024 over twelve months, {RELEASE}.",
                rows=(_rows(YEAR_2024, where),),
                as_of=YEAR_2024.end,
            ),
        ]
    military = total(_rows(SPRING).of(load), SPRING, lambda row: row["kind"].lower() == "military")
    everything, everything_2024 = (
        total(_rows(SPRING).of(load), SPRING),
        total(_rows(YEAR_2024).of(load), YEAR_2024),
    )
    us_2024 = total(_rows(YEAR_2024).of(load), YEAR_2024, lambda row: row["donor"] == US)
    with_us = total(_rows(SPRING_2024).of(load), SPRING_2024)
    made += [
        make(
            name="aid.all.february_to_april_2025_change",
            value=100 * (everything / with_us - 1),
            low=100 * min(everything / with_us - 1, everything / 3 / (everything_2024 / 12) - 1),
            high=100 * max(everything / with_us - 1, everything / 3 / (everything_2024 / 12) - 1),
            unit="per cent",
            formula="All donors, the United States included: February to April 2025 against the same "
            "months of 2024; the other end of the range compares with the mean month of 2024.",
            rows=(_rows(SPRING), _rows(YEAR_2024)),
            as_of=SPRING.end,
            digits=0,
        ),
        make(
            name="aid.us.share_2024",
            value=100 * us_2024 / everything_2024,
            unit="per cent of all allocations",
            formula="U.S. allocations of 2024 over those of all donors.",
            rows=(_rows(YEAR_2024),),
            as_of=YEAR_2024.end,
            digits=0,
        ),
        make(
            name="aid.all.military_share_february_to_april_2025",
            value=100 * military / everything,
            unit="per cent of all allocations",
            formula="Military allocations over all allocations, February to April 2025.",
            rows=(_rows(SPRING),),
            as_of=SPRING.end,
            digits=0,
        ),
    ]
    return made


def _largest(load: Load) -> list[Measure]:
    others = _rows(Window("", date(2022, 1, 1), SPRING.end), f"donor != '{US}'")
    by_month: dict[date, float] = {}
    for row in records(others.of(load), "month", "allocation_eur"):
        by_month[row["month"]] = by_month.get(row["month"], 0) + row["allocation_eur"] / BILLION
    march = date(2025, 3, 1)
    rows = _rows(SPRING)
    ranked = records(largest_donors(rows.of(load), SPRING), "donor", "allocation_eur_bn")
    everything = sum(row["allocation_eur_bn"] for row in ranked)
    first = ranked[0]
    make = partial(Measure, rows=(rows,), as_of=SPRING.end)
    return [
        Measure(
            name="aid.others.2025_03",
            value=by_month[march],
            unit="billion euros",
            formula=f"All donors but the United States: allocations of March 2025, all kinds, {RELEASE}.",
            rows=(_rows(month_window(march), f"donor != '{US}'"),),
            as_of=month_window(march).end,
            digits=1,
        ),
        Measure(
            name="aid.others.rank_of_march_2025",
            value=1 + sum(number > by_month[march] for number in by_month.values()),
            unit=f"place among {len(by_month)} months",
            formula="Place of March 2025 among all months up to April 2025, by allocations of all donors "
            "but the United States, largest first.",
            rows=(others,),
            as_of=SPRING.end,
        ),
        make(
            name="aid.largest_donor.february_to_april_2025",
            value=first["allocation_eur_bn"],
            unit="billion euros",
            formula=f"Allocations of the largest donor of these months ({first['donor']}), {RELEASE}.",
            digits=1,
        ),
        make(
            name="aid.three_largest_share.february_to_april_2025",
            value=100 * sum(row["allocation_eur_bn"] for row in ranked[:3]) / everything,
            unit="per cent of all allocations",
            formula="Share of the three largest donors of these months "
            f"({', '.join(row['donor'] for row in ranked[:3])}).",
        ),
        make(
            name="aid.donors.february_to_april_2025",
            value=len(ranked),
            unit="donors",
            formula="Donors with at least one allocation recorded from February to April 2025.",
        ),
    ]
