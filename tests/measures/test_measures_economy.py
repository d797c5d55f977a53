"""Oil, budget and interest: values worked out by hand from rows quoted here."""

from datetime import date, datetime

import pandas as pd
import pytest

from figures.measures import economy, measure
from figures.measures._frames import records


def day(year: int, month: int, at: int = 1) -> datetime:
    return datetime(year, month, at)


# economy_indicators; the discount of November 2024 is on a page of grade D.
INDICATORS = pd.DataFrame(
    {
        "month": [day(2025, 1), day(2025, 3), day(2025, 4), day(2025, 4, 25), day(2025, 6, 6), day(2024, 11)],
        "indicator": [
            "urals_usd_per_bbl",
            "crea_fossil_revenue_eur_m_per_day",
            "urals_usd_per_bbl",
            "cbr_key_rate_pct",
            "cbr_key_rate_pct",
            "brent_urals_discount_usd",
        ],
        "value": [67.66, 637.0, 54.0, 21.0, 20.0, 6.01],
        "grade": ["B", "B", "B", "B", "C", "D"],
    }
)
BRENT = pd.DataFrame(
    {"month": [day(2025, 1), day(2025, 3), day(2025, 4)], "brent_usd_per_bbl": [79.27, 72.73, 68.13]}
)


def test_what_was_not_published_stays_empty_and_unknown_pages_are_left_out():
    wide = economy.wide(INDICATORS, BRENT, date(2024, 11, 1), date(2025, 7, 1))
    rows = {row.pop("month"): row for row in records(wide, *wide.columns)}
    assert rows[date(2025, 1, 1)] == {
        "brent": 79.27,
        "urals": 67.66,
        "discount": pytest.approx(11.61),
        "discount_reported": None,
        "crea": None,
        "budget": None,
        "rate": None,
    }
    assert rows[date(2025, 4, 1)]["discount"] == pytest.approx(14.13)
    assert rows[date(2024, 11, 1)]["discount_reported"] is None
    assert [rows[date(2025, month, 1)]["rate"] for month in (4, 5, 6, 7)] == [21, 21, 20, None]


def test_the_rate_holds_from_its_decision_until_the_next():
    decisions = {date(2025, 6, 6): 20.0, date(2025, 6, 27): 19.0}
    found = economy._rate_by_month(decisions, date(2025, 5, 1), date(2025, 8, 1))
    assert found == {date(2025, 6, 1): 19.0}


def test_each_value_says_whose_figure_it_is():
    found = records(economy.panels(INDICATORS, BRENT), "panel", "series")
    assert {row["series"] for row in found if row["panel"] == economy.CREA} == {economy.OUTSIDE}
    assert {row["series"] for row in found if row["panel"] == economy.RATE} == {economy.OFFICIAL}
    assert {row["panel"] for row in found} <= set(economy.UNITS)


def test_the_measures_follow_from_these_rows():
    # oil_price_monthly: 64.54 in October and 62.54 in December 2025; Urals 53.68 and 39.18.
    assert measure("economy.discount.2025_10").value == pytest.approx(10.86)
    assert measure("economy.discount.2025_12").value == pytest.approx(23.36)
    # budget_oil_gas_revenue_rub_bn: 771.3 in February 2025, 432.3 in February 2026.
    change = measure("economy.budget_change.2026_02")
    assert change.value == pytest.approx(100 * (432.3 / 771.3 - 1))
    assert change.claimed_by == economy.MINISTRY
    # CREA: 656, 636, 620 and 652 for July, August, October and December 2024; November is on a page of grade D.
    half = measure("economy.crea.second_half_2024")
    assert (half.value, half.low, half.high) == (pytest.approx(641), 620, 656)
