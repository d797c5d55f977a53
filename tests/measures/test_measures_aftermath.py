"""After the op-ed: values worked out by hand from rows quoted here."""

from datetime import date, datetime

import pandas as pd
import polars as pl
import pytest

from figures.errors import ContractError
from figures.measures import aftermath, measure
from figures.measures._area import area_by_day, area_on
from figures.measures._frames import records

both = pytest.mark.parametrize("backend", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])


def day(year: int, month: int, at: int = 1) -> datetime:
    return datetime(year, month, at)


@both
def test_the_last_month_is_divided_by_its_days_up_to_the_last_report(backend):
    strikes = backend(
        {
            "date": [day(2026, 5, 1), day(2026, 5, 31), day(2026, 6, 1), day(2026, 6, 4)],
            "weapon_class": ["attack_drone", "attack_drone", "missile", "attack_drone"],
            "launched": [250, 60, 2, 40],
            "intercepted": [0, 0, 0, 0],
        }
    )
    harm = backend({"month": [day(2026, 5)], "killed": [161], "injured": [757]})
    found = aftermath.strikes_and_harm(strikes, harm, date(2026, 5, 1))
    assert type(found) is type(strikes)
    may, june = records(found, "month", "days", "attack_drones", "missiles", "killed", "injured")
    assert (may["days"], may["attack_drones"], may["missiles"]) == (31, 310 / 31, 0)
    assert (june["days"], june["attack_drones"], june["missiles"]) == (4, 10, 0.5)
    assert (may["killed"], may["injured"], june["killed"], june["injured"]) == (161, 757, None, None)
    panels = records(aftermath.in_panels(found), "month", "panel", "value")
    # A month without a count is absent, not zero.
    assert [row["panel"] for row in panels if row["month"] == date(2026, 6, 1)] == [
        "Attack drones launched",
        "Missiles launched",
    ]


@both
def test_the_area_is_compared_by_whole_months_that_both_maps_have(backend):
    dates = [day(2025, 4, 30), day(2025, 5, 31), day(2025, 6, 30)]
    area = backend(
        {
            "date": [*dates, *dates[:2], day(2025, 6, 29)],
            "source": ["DeepState"] * 3 + ["The Economist"] * 3,
            "region": ["Ukraine"] * 6,
            "area_km2": [100.0, 150.0, 140.0, 200.0, 230.0, 300.0],
        }
    )
    # The Economist's June stops a day short.
    (may,) = records(aftermath.net_change(area, date(2025, 5, 1)), "month", "deepstate", "isw")
    assert may == {"month": date(2025, 5, 1), "deepstate": 50, "isw": 30}
    assert area_on(area_by_day(area, "DeepState"), "DeepState", date(2025, 6, 15)) == 150
    with pytest.raises(ContractError, match="no map on or before 2025-04-29"):
        area_on(area_by_day(area, "DeepState"), "DeepState", date(2025, 4, 29))


def test_a_meeting_that_left_the_table_is_named():
    frame = pd.DataFrame(
        {"date": [day(2025, 4, 25)], "actor": ["Nobody"], "source_url": ["https://a.example"]}
    )
    with pytest.raises(
        ContractError, match=r"no longer the meetings \['2025-04-25 Witkoff \(US\); Putin \(Russia\)'"
    ):
        aftermath._meetings(frame)


def test_days_between_the_dated_steps():
    # 18 April to 6 August 2025: 12 + 31 + 30 + 31 + 6. To 22 October: 25 + 30 + 22 more days of August, September, October.
    assert measure("aftermath.days.op_ed_to_india_order").value == 110
    assert measure("aftermath.days.op_ed_to_oil_listings").value == 110 + 25 + 30 + 22
    assert measure("aftermath.days.india_order_to_summit").value == 9


def test_designations_after_april_2025():
    # May 2025 to March 2026: 0, 2, 10, 11, 0, 25, 11, 0, 1, 5, 0.
    assert measure("aftermath.designations.since_may_2025").value == 65
    assert measure("aftermath.designations.months_without").value == 4
    assert measure("aftermath.designations.months_without").unit == "of 11 months"
    assert measure("aftermath.designations.october_2025").value == 25


def test_civilians_in_the_same_months_of_two_years():
    # Killed, May 2024 to January 2025: 182, 162, 247, 204, 215, 198, 174, 109, 148; a year later: 191, 244, 286, 243, 247,
    # 241, 226, 157, 161.
    assert measure("aftermath.civilians_killed.since_may_2025").value == 1996
    assert measure("aftermath.civilians_killed_change.on_year").value == pytest.approx(
        100 * (1996 / 1639 - 1)
    )


def test_launches_in_the_spring_of_2025():
    # Attack drones, February to April 2025: 3,902, 4,198 and 2,476, over 28 + 31 + 30 days.
    assert measure("aftermath.attack_drones_per_day.spring").value == pytest.approx((3902 + 4198 + 2476) / 89)
    change = measure("aftermath.attack_drones_change.year")
    assert (change.low, change.claimed_by) == (change.value, "Ukrainian Air Force")
    assert change.high > change.low > 0


def test_area_from_the_day_of_the_op_ed():
    # DeepState on 18 April 2025: 110,917.21; on 22 August 2026: 115,072.07.
    parts = [measure(f"aftermath.area_deepstate.{name}").value for name in ("first_year", "since_first_year")]
    assert sum(parts) == pytest.approx(115072.07 - 110917.21)
    # The Economist on 18 April 2025: 116,603.01; on 21 August 2026: 120,586.12.
    parts = [measure(f"aftermath.area_isw.{name}").value for name in ("first_year", "since_first_year")]
    assert sum(parts) == pytest.approx(120586.12 - 116603.01)


def test_the_year_before_the_op_ed_by_the_one_map_series_that_covers_it():
    # The Economist on 18 April 2024: 112,129.55; on 18 April 2025: 116,603.01.
    assert measure("aftermath.area_isw.year_before").value == pytest.approx(116603.01 - 112129.55)


def test_claimed_personnel_losses_of_two_years():
    # 483,240 casualties claimed from May 2024 to April 2025 and 378,330 in the twelve months after, 365 days each.
    change = measure("aftermath.personnel_claimed_change.year")
    assert change.value == pytest.approx(100 * (378330 / 483240 - 1))
    assert change.claimed_by == "General Staff of the Armed Forces of Ukraine"


def test_the_gap_between_brent_and_the_taxed_price():
    # October 2025: 64.54 and 53.68; December: 62.54 and 39.18.
    assert measure("aftermath.oil_gap.2025_10").value == pytest.approx(10.86)
    assert measure("aftermath.oil_gap.2025_12").value == pytest.approx(23.36)
