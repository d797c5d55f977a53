"""Land, losses and cost: values worked out by hand from rows quoted here."""

from datetime import date, datetime

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import figures
from figures.errors import ContractError
from figures.measures import balance, measure
from figures.measures._frames import records

both = pytest.mark.parametrize("backend", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)


def day(year: int, month: int, at: int = 1) -> datetime:
    return datetime(year, month, at)


def maps(backend, deepstate: list[float], economist: list[float]):
    """Both maps at the ends of February, March and April 2025."""
    days = [day(2025, 2, 28), day(2025, 3, 31), day(2025, 4, 30)]
    return backend(
        {
            "date": days * 2,
            "source": ["DeepState"] * 3 + ["The Economist"] * 3,
            "region": ["Ukraine"] * 6,
            "area_km2": deepstate + economist,
        }
    )


def claimed(backend):
    return backend(
        {
            "date": [day(2025, 3, 5), day(2025, 3, 6), day(2025, 4, 5), day(2025, 4, 5)],
            "category": ["personnel", "personnel", "personnel", "tank"],
            "daily": [600, 400, 900, 7],
        }
    )


def modelled(backend):
    # 10 a day throughout: 310 in March, 300 in April.
    return backend(
        {
            "date": [day(2025, 2, 20), day(2025, 5, 1)],
            "kind": ["casualties"] * 2,
            "estimate": [1000, 1700],
        }
    )


@both
def test_the_gap_is_the_economists_area_less_deepstates(backend):
    found = balance.area_gap(maps(backend, [100.0, 130.0, 150.0], [200.0, 260.0, 255.0]), MARCH, APRIL)
    assert type(found).__module__.partition(".")[0] == backend.__module__.partition(".")[0]
    rows = records(found, "date", "deepstate_km2", "economist_km2", "gap_km2")
    assert [tuple(row.values()) for row in rows] == [
        (date(2025, 3, 31), 130, 260, 130),
        (date(2025, 4, 30), 150, 255, 105),
    ]


def test_a_month_that_ends_before_the_first_map_is_refused():
    with pytest.raises(ContractError, match="no map on or before 2024-01-31"):
        balance.area_levels(maps(pd.DataFrame, [1.0] * 3, [1.0] * 3), date(2024, 1, 1), date(2024, 1, 1))


@both
def test_a_month_without_net_gain_has_no_casualties_per_square_kilometre(backend):
    # DeepState: +20 and +10. The Economist: +50, then −5.
    area = maps(backend, [100.0, 120.0, 130.0], [200.0, 250.0, 245.0])
    table = balance.per_km2(area, claimed(backend), modelled(backend), MARCH, APRIL)
    rows = {
        (row["source"], row["month"]): row
        for row in records(table, "source", "month", "claimed_per_km2", "modelled_per_km2", "net_change_km2")
    }
    assert rows[balance.DEEPSTATE, MARCH]["claimed_per_km2"] == pytest.approx(1000 / 20)
    assert rows[balance.DEEPSTATE, MARCH]["modelled_per_km2"] == pytest.approx(310 / 20)
    assert rows[balance.DEEPSTATE, APRIL]["claimed_per_km2"] == pytest.approx(900 / 10)
    assert rows[balance.ECONOMIST, MARCH]["claimed_per_km2"] == pytest.approx(1000 / 50)
    assert rows[balance.ECONOMIST, APRIL]["net_change_km2"] == pytest.approx(-5)
    assert rows[balance.ECONOMIST, APRIL]["claimed_per_km2"] is None
    assert rows[balance.ECONOMIST, APRIL]["modelled_per_km2"] is None

    wide = balance.side_by_side(table, "claimed_per_km2")
    assert [tuple(row.values()) for row in records(wide, "month", "deepstate_claimed_per_km2")] == [
        (MARCH, 50),
        (APRIL, 90),
    ]
    assert records(wide, "economist_claimed_per_km2")[1]["economist_claimed_per_km2"] is None


@given(st.floats(1, 1e6), st.floats(-1e4, 1e4))
def test_a_ratio_is_above_zero_or_absent(casualties, km2):
    found = balance._over(casualties, km2)
    assert (found is None) == (km2 <= 0)
    assert found is None or found > 0


def test_estimates_keep_ranges_and_leave_out_pages_of_unknown_origin():
    losses = pd.DataFrame(
        {
            "date": [day(2025, 3, 30), day(2025, 3, 31)],
            "category": ["personnel"] * 2,
            "cumulative": [914800, 915940],
        }
    )
    model = pd.DataFrame(
        {
            "date": [day(2025, 3, 20), day(2025, 3, 27), day(2025, 4, 3)],
            "kind": ["casualties"] * 3,
            "estimate": [861000, 869000, 877954],
            "low": [760000, 768000, 776601],
            "high": [975000, 983000, 992535],
        }
    )
    estimates = pd.DataFrame(
        {
            "measure": ["russian_casualties_official_estimate"] * 3 + ["russian_dead_modelled"],
            "period": [
                f"2022-02-24/{end}" for end in ("2025-03-20", "2025-03-18", "2025-03-01", "2025-03-01")
            ],
            "estimator": ["UK Ministry of Defence", "US intelligence community (ODNI)", "A blog", "A team"],
            "value": [900000.0, None, 860000.0, 1.0],
            "value_low": [None, 750000.0, None, None],
            "value_high": [None, None, None, None],
            "grade": ["B", "B", "D", "B"],
        }
    )
    found = records(
        balance.casualty_estimates(losses, model, estimates, MARCH, MARCH),
        "date",
        "series",
        "value",
        "low",
        "high",
    )
    assert [tuple(row.values()) for row in found] == [
        (date(2025, 3, 20), balance.UK, 900000, None, None),
        (date(2025, 3, 18), balance.OTHERS, None, 750000, None),
        (date(2025, 3, 31), balance.CLAIM, 915940, None, None),
        (date(2025, 3, 27), balance.MODEL, 869000, 768000, 983000),
    ]


def test_the_measures_follow_from_these_rows():
    # losses_daily, 17 April 2025, personnel: 937,440. casualty_estimates_weekly, same day: 894,353 (791,785 to 1,010,207).
    assert measure("balance.casualties_claimed.2025_04_17").value == 937440
    model = measure("balance.casualties_modelled.2025_04_17")
    assert (model.value, model.low, model.high) == (894000, 792000, 1010000)
    assert measure("balance.claim_above_model.2025_04_17").value == pytest.approx(4.818, abs=1e-3)
    # confirmed_equipment_losses, All types: 17 April 21,325 and 8,601; 24 March 20,856 and 8,270; 19 July 22,381 and 9,374.
    assert measure("balance.equipment_ratio.2025_04_17").value == pytest.approx(21325 / 8601)
    assert measure("balance.equipment_ratio.added").value == pytest.approx(1525 / 1104)
    # occupied_area_daily, 17 April: 116,600.64 and 110,909.16.
    assert measure("balance.area_gap.month_ends").value == pytest.approx(5691.48)
    # Net changes May to October 2025, DeepState: 379.05, 493.07, 577.13, 483.86, 267.84, 245.72.
    after = measure("balance.net_change_deepstate.after")
    assert after.value == pytest.approx(2446.67 / 6, abs=0.01)
    assert (after.low, after.high) == (pytest.approx(245.72), pytest.approx(577.13))
    # The Economist has −120.06 in April and −291.03 in May 2026; DeepState has no month of loss.
    none = measure("balance.months_without_gain")
    assert (none.value, none.low, none.high) == (2, 0, 2)
    # 45,450 claimed in November 2024, over 720.61 and 650.41; 40,670 in March 2025, over 117.60 and 210.46.
    times = measure("balance.claimed_per_km2_times.november_to_march")
    assert times.high == pytest.approx((40670 / 117.60) / (45450 / 720.61), rel=1e-4)
    assert times.low == pytest.approx((40670 / 210.46) / (45450 / 650.41), rel=1e-4)


def test_what_the_figures_say_in_words_holds():
    losses, area = figures.load("losses_daily"), figures.load("occupied_area_daily")
    model, others = figures.load("casualty_estimates_weekly"), figures.load("loss_ratio_estimates")
    claim = {
        row["date"]: row["cumulative"]
        for row in records(losses, "date", "category", "cumulative")
        if row["category"] == "personnel"
    }
    estimates = balance.casualty_estimates(losses, model, others, balance.LOSSES_FROM, balance.LAST)
    rows = records(estimates, "date", "series", "estimator", "value", "low", "high")
    # "stays inside the interval"
    assert all(
        row["low"] <= claim[row["date"]] <= row["high"] for row in rows if row["series"] == balance.MODEL
    )
    # "U.S. figures are lower"
    american = [row for row in rows if row["estimator"].startswith("US ")]
    assert american
    assert all((row["value"] or row["low"]) < claim[row["date"]] for row in american)
    # "the lowest month up to then in March or April 2025"; "a net gain in each month before"
    changes = records(balance.area_changes(area), "month", "source", "net_change_km2")
    for source in balance.SOURCES:
        until = {
            row["month"]: row["net_change_km2"]
            for row in changes
            if row["source"] == source and row["month"] <= APRIL
        }
        assert min(until.values()) > 0
        assert min(until, key=until.__getitem__) in (MARCH, APRIL)
    # "in each category the dot is lower than the ring"
    ratios = records(balance.equipment_ratios(figures.load("confirmed_equipment_losses")), "state", "ratio")
    assert all(late["ratio"] < early["ratio"] for early, late in zip(ratios[::2], ratios[1::2], strict=True))
    # "a peak in March 2025 ... far higher in 2026"
    cost = records(balance.per_km2(area, losses, model), "month", "source", "claimed_per_km2")
    for source in balance.SOURCES:
        known = {
            row["month"]: row["claimed_per_km2"]
            for row in cost
            if row["source"] == source and row["claimed_per_km2"] is not None
        }
        assert max((month for month in known if month.year < 2026), key=known.__getitem__) == MARCH
        assert max(known.values()) > 3 * known[MARCH]
