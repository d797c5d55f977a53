"""Oil, budget and interest: the indicators of what the war costs Russia, by whom each is published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoFrame

from figures.measures._frames import columns_of, like, month_of, months, records
from figures.measures.measure import Measure, Not, Rows, numbers
from figures.measures.window import Window, month_window

if TYPE_CHECKING:
    from figures.measures.measure import Load
    from figures.theme import Colour

FIRST, LAST = date(2024, 1, 1), date(2026, 7, 1)
"""First and last month of the chapter’s charts."""
OFFICIAL, OUTSIDE = "Russian government’s figure", "figure from outside Russia"
"""Series of :func:`panels`: whose figure it is."""
COLOURS: dict[str, Colour] = {OUTSIDE: "teal", OFFICIAL: "red"}
"""Series to colour."""
MINISTRY, BANK = "Russian ministry of finance", "Bank of Russia"
"""Claimants of the Russian figures."""

PRICE, DISCOUNT, CREA, BUDGET, RATE = (
    "Oil: Brent and Urals",
    "How far Urals is below Brent",
    "Income from fossil exports (CREA)",
    "Oil and gas in the budget",
    "Key interest rate",
)
"""Panels, in the order of drawing."""
UNITS = {
    PRICE: "dollars a barrel",
    DISCOUNT: "dollars a barrel",
    CREA: "million euros a day",
    BUDGET: "billion roubles a month",
    RATE: "per cent",
}
"""Panel to unit."""
# Pages of unknown origin (grade D) carry no value alone.


def panels(indicators: IntoFrame, brent: IntoFrame, first: date = FIRST, last: date = LAST) -> Any:
    """Gather the indicators month by month; a month without a published value has no row.

    Values whose only page is graded D are left out. The discount is shown twice: as we compute it, Brent less the
    price that Russia taxes by, and as trade reports give it for Russian ports, where one was found.

    Parameters
    ----------
    indicators
        Columns month, indicator, value, grade (``economy_indicators``).
    brent
        Columns month, brent_usd_per_bbl (``oil_price_monthly``).
    first, last
        First days of the first and last month.

    Returns
    -------
    native dataframe
        month, panel, series (whose figure), value.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import economy
    >>> april = date(2025, 4, 1)
    >>> found = economy.panels(load("economy_indicators"), load("oil_price_monthly"), april, april)
    >>> found[["panel", "series", "value"]].to_dict("records")[:2]
    [{'panel': 'Oil: Brent and Urals', 'series': 'figure from outside Russia', 'value': 68.13}, {'panel': 'Oil: Brent and Urals', 'series': 'Russian government’s figure', 'value': 54.0}]
    """
    span = Window("", first, month_window(last).end)
    published: dict[str, dict[date, float]] = {}
    for row in records(indicators, "month", "indicator", "value", "grade"):
        if row["grade"] != "D":
            published.setdefault(row["indicator"], {})[row["month"]] = row["value"]
    world = {row["month"]: row["brent_usd_per_bbl"] for row in records(brent, "month", "brent_usd_per_bbl")}

    def by_month(indicator: str) -> dict[date, float]:
        return {month_of(day): value for day, value in published.get(indicator, {}).items()}

    urals = by_month("urals_usd_per_bbl")
    series_of_panels = [
        (PRICE, OUTSIDE, world),
        (PRICE, OFFICIAL, urals),
        (DISCOUNT, OFFICIAL, {month: world[month] - price for month, price in urals.items()}),
        (DISCOUNT, OUTSIDE, by_month("brent_urals_discount_usd")),
        (CREA, OUTSIDE, by_month("crea_fossil_revenue_eur_m_per_day")),
        (BUDGET, OFFICIAL, by_month("budget_oil_gas_revenue_rub_bn")),
        (RATE, OFFICIAL, _rate_by_month(published.get("cbr_key_rate_pct", {}), first, last)),
    ]
    rows = [
        {"month": month, "panel": panel, "series": series, "value": values[month]}
        for panel, series, values in series_of_panels
        for month in sorted(values)
        if month in span
    ]
    return like(indicators, columns_of(rows, "month", "panel", "series", "value"))


def _rate_by_month(decisions: dict[date, float], first: date, last: date) -> dict[date, float]:
    """Give the rate in force at the end of each month; after the month of the last decision nothing is known."""
    days = sorted(decisions)
    found = {}
    for month in months(first, last):
        past = [day for day in days if day <= month_window(month).end]
        if past and month <= month_of(days[-1]):
            found[month] = decisions[past[-1]]
    return found


def wide(indicators: IntoFrame, brent: IntoFrame, first: date = FIRST, last: date = LAST) -> Any:
    """Set the indicators side by side, one row a month, for a reader's table.

    Parameters
    ----------
    indicators, brent, first, last
        As in :func:`panels`.

    Returns
    -------
    native dataframe
        month, brent, urals, discount, discount_reported, crea, budget, rate; empty where none was published or found.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import economy
    >>> april = date(2025, 4, 1)
    >>> found = economy.wide(load("economy_indicators"), load("oil_price_monthly"), april, april)
    >>> found[["brent", "urals", "rate"]].to_dict("records")
    [{'brent': 68.13, 'urals': 54.0, 'rate': 21.0}]
    """
    names = {
        (PRICE, OUTSIDE): "brent",
        (PRICE, OFFICIAL): "urals",
        (DISCOUNT, OFFICIAL): "discount",
        (DISCOUNT, OUTSIDE): "discount_reported",
        (CREA, OUTSIDE): "crea",
        (BUDGET, OFFICIAL): "budget",
        (RATE, OFFICIAL): "rate",
    }
    rows: dict[date, dict[str, Any]] = {
        month: {"month": month, **dict.fromkeys(names.values())} for month in months(first, last)
    }
    for row in records(panels(indicators, brent, first, last), "month", "panel", "series", "value"):
        rows[row["month"]][names[row["panel"], row["series"]]] = row["value"]
    return like(indicators, columns_of(list(rows.values()), "month", *names.values()))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``economy.*``: oil prices and discounts, budget income and the key rate, month by month."""
    made = [
        Measure(
            name=f"economy.{name}.{month:%Y_%m}",
            value=records(rows.of(load), "value")[0]["value"],
            unit=unit,
            formula="As published for the month, or decided in it.",
            rows=(rows,),
            as_of=month_window(month).end,
            claimed_by=party,
            digits=digits,
        )
        for name, indicator, unit, party, digits, at in _STATED
        for month in at
        for rows in [_rows(indicator, month, month_window(month).end)]
    ]
    crea = [
        record["value"]
        for rows in [_rows("crea_fossil_revenue_eur_m_per_day", date(2024, 7, 1), date(2024, 12, 31))]
        for record in records(rows.of(load), "value")
    ]
    made.append(
        Measure(
            name="economy.crea.second_half_2024",
            value=sum(crea) / len(crea),
            low=min(crea),
            high=max(crea),
            unit="million euros a day",
            formula="CREA's estimates of Russia's income from fossil exports for July to December 2024, as first "
            "published; mean and range of July, August, October and December; for September none was found, and for November only a copy of grade D.",
            rows=(_rows("crea_fossil_revenue_eur_m_per_day", date(2024, 7, 1), date(2024, 12, 31)),),
            as_of=date(2024, 12, 31),
        )
    )
    for month in (date(2025, 1, 1), date(2025, 4, 1), date(2025, 10, 1), date(2025, 12, 1)):
        urals, brent = _rows("urals_usd_per_bbl", month, month_window(month).end), _brent(month)
        price = records(urals.of(load), "value")[0]["value"]
        world = records(brent.of(load), "brent_usd_per_bbl")[0]["brent_usd_per_bbl"]
        made.append(
            Measure(
                name=f"economy.discount.{month:%Y_%m}",
                value=world - price,
                unit="dollars a barrel",
                formula="Mean price of Brent less the price of Urals that Russia taxes by, in the same month. Trade reports "
                "of the price in Russian ports give other discounts.",
                rows=(urals, brent),
                as_of=month_window(month).end,
            )
        )
    for month in (date(2025, 4, 1), date(2025, 10, 1), date(2025, 12, 1), date(2026, 4, 1)):
        made.append(
            Measure(
                name=f"economy.brent.{month:%Y_%m}",
                value=records(_brent(month).of(load), "brent_usd_per_bbl")[0]["brent_usd_per_bbl"],
                unit="dollars a barrel",
                formula="Mean of the daily spot prices of Brent crude.",
                rows=(_brent(month),),
                as_of=month_window(month).end,
            )
        )
    for before, after in (
        (date(2024, 4, 1), date(2025, 4, 1)),
        (date(2024, 5, 1), date(2025, 5, 1)),
        (date(2025, 2, 1), date(2026, 2, 1)),
    ):
        rows = [_rows("budget_oil_gas_revenue_rub_bn", at, month_window(at).end) for at in (before, after)]
        early, late = (records(month_rows.of(load), "value")[0]["value"] for month_rows in rows)
        made.append(
            Measure(
                name=f"economy.budget_change.{after:%Y_%m}",
                value=100 * (late / early - 1),
                unit="per cent",
                formula=f"Oil and gas income of Russia's budget in {after:%B %Y} against {before:%B %Y}, in roubles.",
                rows=tuple(rows),
                as_of=month_window(after).end,
                claimed_by=MINISTRY,
            )
        )
    return made


_STATED = (
    (
        "urals",
        "urals_usd_per_bbl",
        "dollars a barrel",
        "Russian ministry of economic development",
        0,
        (date(2025, 1, 1), date(2025, 4, 1), date(2025, 12, 1)),
    ),
    (
        "crea",
        "crea_fossil_revenue_eur_m_per_day",
        "million euros a day",
        None,
        0,
        (date(2025, 1, 1), date(2025, 3, 1), date(2025, 5, 1), date(2025, 11, 1)),
    ),
    (
        "rate",
        "cbr_key_rate_pct",
        "per cent",
        BANK,
        1,
        (date(2024, 10, 1), date(2025, 4, 1), date(2025, 10, 1)),
    ),
)


def _rows(indicator: str, first: date, last: date) -> Rows:
    # Grade D is for orientation only.
    window = Window("", first, last)
    return Rows.matching("economy_indicators", indicator=indicator, grade=Not("D"), month=window)


def _brent(month: date) -> Rows:
    return Rows.matching("oil_price_monthly", month=month_window(month))
