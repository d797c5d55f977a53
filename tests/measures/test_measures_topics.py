"""Values worked out by hand from rows quoted here, topic by topic."""

from datetime import date, datetime
from itertools import pairwise

import pandas as pd
import polars as pl
import pytest

import figures
from figures.errors import ContractError
from figures.measures import aid, assaults, civilians, measure, pressure, sanctions, tempo
from figures.measures._frames import month_of, months, next_month, records
from figures.measures.evidence import _kind_of, claimed, versus_sources
from figures.measures.window import Window, month_window

both = pytest.mark.parametrize("backend", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])


def day(year: int, month: int, at: int = 1) -> datetime:
    return datetime(year, month, at)


def test_months_cross_the_year():
    assert months(date(2024, 11, 15), date(2025, 2, 1)) == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
        date(2025, 2, 1),
    ]
    assert next_month(date(2024, 12, 1)) == date(2025, 1, 1)
    assert month_of(date(2024, 2, 29)) == date(2024, 2, 1)
    assert month_window(date(2024, 2, 1)).end == date(2024, 2, 29)


# --- tempo ---------------------------------------------------------------------------------------------------------


@both
def test_area_taken_runs_from_last_map_to_last_map(backend):
    # 31 March has no map: 30 March has 1,130, the next (2 April) has 1,136.
    frame = backend(
        {
            "date": [day(2025, 2, 28), day(2025, 3, 30), day(2025, 4, 2), day(2025, 4, 30)],
            "source": ["deepstate"] * 4,
            "region": ["Ukraine"] * 4,
            "area_km2": [1000.0, 1130.0, 1136.0, 1312.0],
        }
    )
    found = tempo.area_taken(frame, "deepstate", "Ukraine", date(2025, 3, 1), date(2025, 4, 1))
    assert type(found) is type(frame)
    march, april = records(found, "month", "value", "low", "high")
    assert (march["value"], march["low"], march["high"]) == (130, 130, 136)
    assert (april["value"], april["low"], april["high"]) == (182, 176, 182)


def test_area_taken_refuses_a_month_outside_the_series():
    frame = pd.DataFrame({"date": [day(2025, 3, 5)], "source": ["a"], "region": ["b"], "area_km2": [1.0]})
    with pytest.raises(ContractError, match="no map on both sides of 2025-02-28"):
        tempo.area_taken(frame, "a", "b", date(2025, 3, 1), date(2025, 3, 1))


@both
def test_fires_on_clear_days_are_apart_from_fires_on_all_days(backend):
    frame = backend(
        {
            "date": [day(2025, 4, 1), day(2025, 4, 2), day(2025, 4, 3)],
            "war_fires": [10, 0, 50],
            "cloud_cover": [0.5, 0.9, 0.1],
        }
    )
    found = tempo.fires_by_month(frame, date(2025, 4, 1), date(2025, 4, 1))
    (april,) = records(found, "value", "clear_days", "clear_mean")
    assert april == {"value": 20, "clear_days": 2, "clear_mean": 30}


def test_modelled_casualties_grow_evenly_between_weeks():
    # 700 in the week from 27 March to 3 April: 100 a day, so 400 by 31 March; 30 days at 100 a day until 1 May.
    frame = pd.DataFrame(
        {
            "date": [day(2025, 3, 27), day(2025, 4, 3), day(2025, 5, 1)],
            "kind": ["casualties"] * 3,
            "estimate": [1000.0, 1700.0, 4500.0],
        }
    )
    (april,) = records(tempo.modelled_casualties(frame, date(2025, 4, 1), date(2025, 4, 1)), "value")
    assert april["value"] == pytest.approx(100)


def test_monthly_means_divide_by_calendar_days():
    frame = pd.DataFrame(
        {
            "date": [day(2025, 2, 1), day(2025, 2, 2), day(2025, 3, 1), day(2025, 2, 3)],
            "category": ["tank", "armoured_vehicle", "tank", "personnel"],
            "daily": [20, 8, 31, 1000],
        }
    )
    found = tempo.monthly_means(
        frame, "daily", date(2025, 2, 1), date(2025, 3, 1), keep={"category": ["tank", "armoured_vehicle"]}
    )
    assert [row["mean"] for row in records(found, "mean")] == [(20 + 8) / 28, 31 / 31]


def test_clashes_per_day_rose_less_than_the_monthly_totals():
    # R01a, R01b, R01c: 3,274 in 28 days, 4,270 in 31, 4,647 in 30.
    assert measure("tempo.clashes.2025_02").value == pytest.approx(3274 / 28)
    assert measure("tempo.clashes.2025_04").value == pytest.approx(4647 / 30)
    change = measure("tempo.clashes_change.february_to_april")
    assert change.value == pytest.approx(100 * ((4647 / 30) / (3274 / 28) - 1))
    assert change.value < 100 * (4647 / 3274 - 1)
    assert change.text == "32"
    assert change.claimed_by == "Nazar Voloshyn (Khortytsia grouping)"


def test_area_taken_by_deepstate_s_maps_agrees_with_the_published_months():
    # DeepState's own monthly figures as reported: 730 (November 2024), 133 (March 2025), 175 (April 2025).
    for month, published, tolerance in (("2024_11", 730, 20), ("2025_03", 133, 8), ("2025_04", 175, 8)):
        found = measure(f"tempo.area_deepstate.{month}")
        near = [
            abs(number - published) for number in (found.value, found.low, found.high) if number is not None
        ]
        assert min(near) <= tolerance, (month, found.value, found.low, found.high)


def test_area_taken_by_isw_s_maps_is_the_difference_of_two_month_ends():
    level = (
        figures.load("occupied_area_daily")
        .query("source == 'The Economist' and region == 'Ukraine'")
        .set_index("date")["area_km2"]
    )
    assert measure("tempo.area_isw.2025_04").value == pytest.approx(level["2025-04-30"] - level["2025-03-31"])
    assert measure("tempo.area_isw.2025_04").text == "193"


def test_yardsticks_are_tidy_and_say_which_are_claims():
    rows = records(tempo.yardsticks(figures.load), "month", "yardstick", "value", "low", "high", "kind")
    assert len({(row["month"], row["yardstick"]) for row in rows}) == len(rows)
    assert {row["yardstick"] for row in rows if row["kind"] == "claim"} == {
        "clashes",
        "personnel_claimed",
        "armour_claimed",
    }
    assert min(row["month"] for row in rows) == date(2024, 9, 1)
    assert max(row["month"] for row in rows) == date(2025, 6, 1)
    assert all(row["low"] <= row["value"] <= row["high"] for row in rows)
    assert len([row for row in rows if row["yardstick"] == "clashes"]) == 3


# --- assaults ------------------------------------------------------------------------------------------------------


def test_shares_of_the_stated_force():
    # Z04b: 320 soldiers. Z10b: 140; Z10e: 80 killed and 117 wounded.
    assert measure("assaults.zaporizhzhia.people_share.southern_forces").value == pytest.approx(
        100 * 140 / 320
    )
    assert measure("assaults.zaporizhzhia.people_share.zelensky").value == pytest.approx(
        100 * (80 + 117) / 320
    )
    # Z05b, Z06b, Z07b: 40 armoured vehicles, three tanks, ten buggies, 53 in all.
    southern = measure("assaults.zaporizhzhia.equipment_share.southern_forces")
    assert (southern.low, southern.high) == (pytest.approx(100 * 29 / 53), pytest.approx(100 * 29 / 40))
    zelensky = measure("assaults.zaporizhzhia.equipment_share.zelensky")
    assert (zelensky.low, zelensky.high) == (pytest.approx(100 * 40 / 53), 100)
    assert measure("assaults.zaporizhzhia.zelensky_above_southern_forces.people").text == "41"  # 197 over 140
    assert (
        measure("assaults.zaporizhzhia.zelensky_above_southern_forces.equipment").text == "38"
    )  # 40 over 29


def test_the_parts_of_pokrovsk_and_its_total():
    assert measure("assaults.pokrovsk.parts_op_ed").value == 21 + 96 + 2
    assert measure("assaults.pokrovsk.equipment_zelensky").value == 115
    assert measure("assaults.pokrovsk.artillery_destroyed_commander").value == 2
    assert measure("assaults.pokrovsk.casualties_commander").value == 240
    assert measure("assaults.pokrovsk.casualties_zelensky").value == 200 + 30


def test_wounded_per_killed_against_every_reference():
    assert measure("assaults.wounded_per_killed.pokrovsk").value == 30 / 200
    assert measure("assaults.wounded_per_killed.zaporizhzhia").value == 117 / 80
    reference = measure("assaults.wounded_per_killed.reference")
    # The model 2.6, Zelensky 2.8, the UK's totals 1.9 to 4.0 (middle 2.95), two officials 3, a leak 3 to 4.
    assert (reference.low, reference.high) == (1.9, 4)
    assert reference.value == pytest.approx((2.95 + 3) / 2)
    killed = measure("assaults.pokrovsk.killed_at_reference_ratio")
    assert (killed.value, killed.low) == (pytest.approx(240 / 3.975), 240 / (1 + 4))


def test_references_for_ukrainian_losses_are_not_used():
    frame = assaults.reference_ratios(
        *(
            figures.load(name)
            for name in ("battlefield_claims", "loss_ratio_estimates", "casualty_estimates_weekly")
        )
    )
    rows = records(frame, "source", "value", "kind", "reference")
    assert max(row["value"] for row in rows) < 5  # 8.6 and 6 to 8 are about Ukrainian wounded
    assert [row["value"] for row in rows if row["kind"] == "op-ed"] == [0.15]


@both
def test_armour_adds_tanks_and_other_vehicles_by_date_of_the_report(backend):
    frame = backend(
        {
            "date": [day(2025, 4, 16), day(2025, 4, 17), day(2025, 4, 17), day(2025, 4, 17)],
            "category": ["tank", "tank", "armoured_vehicle", "personnel"],
            "daily": [9, 16, 54, 1200],
        }
    )
    found = assaults.armour_by_day(frame, Window("", date(2025, 4, 17), date(2025, 4, 17)))
    assert records(found, "date", "armour") == [{"date": date(2025, 4, 17), "armour": 70}]


def test_armour_claimed_on_the_two_days():
    # Report of 17 April: 16 tanks and 54 vehicles; of 18 April: 8 and 40.
    assert measure("assaults.armour_claimed.2025_04_17").value == 16 + 54
    assert measure("assaults.armour_claimed.2025_04_18").value == 8 + 40
    assert measure("assaults.armour_two_fights_share").value == pytest.approx(100 * (29 + 21) / (70 + 48))


def test_claims_beside_sources_keep_every_voice_apart():
    frame = versus_sources(figures.load("battlefield_claims"), assaults.ZAPORIZHZHIA)
    rows = records(frame, "quantity", "source", "value", "low", "high", "kind", "claim_id")
    destroyed = {row["source"]: row["value"] for row in rows if row["quantity"] == "Vehicles destroyed"}
    assert destroyed == {"the op-ed": 29, "Southern Defence Forces of Ukraine": 29, "Zelensky": 40}
    assert {row["kind"] for row in rows} == {"op-ed", "claim"}  # nobody independent counted these
    at_least = next(row for row in rows if row["claim_id"] == "Z04b")  # "at least 320 soldiers"
    assert (at_least["value"], at_least["low"], at_least["high"]) == (None, 320, None)


def test_shares_of_the_stated_force_worked_out_by_hand():
    rows = records(assaults.shares(figures.load), "quantity", "source", "value", "low", "high")
    found = {(row["quantity"], row["source"]): row for row in rows}
    # 197 of 320 soldiers; 40 units of 40 + 3 + 10 vehicles, or of the 40 armoured ones alone.
    assert found["Soldiers", "President Zelensky"]["value"] == 100 * 197 / 320
    vehicles = found["Vehicles", "President Zelensky"]
    assert (vehicles["low"], vehicles["high"]) == (100 * 40 / 53, 100 * 40 / 40)
    # The op-ed: 140 killed or wounded; 29 armoured vehicles of 40, or with its three tanks.
    assert found["Soldiers", "the op-ed"]["value"] == 100 * 140 / 320
    by_op_ed = found["Vehicles", "the op-ed"]
    assert (by_op_ed["value"], by_op_ed["high"]) == (100 * 29 / 40, 100 * (29 + 3) / 40)


def test_the_same_weeks_begin_with_russia_and_name_every_year():
    rows = records(sanctions.versus_years(figures.load("sanctions_monthly")), "country", "year", "value")
    assert [(row["year"], row["value"]) for row in rows[:3]] == [("2023", 279), ("2024", 514), ("2025", 10)]
    assert {row["country"] for row in rows[:3]} == {"Russia"}
    assert len(rows) == 18
    # The caption says this of the three countries without naming their numbers.
    found = {(row["country"], row["year"]): row["value"] for row in rows}
    for country in ("Mexico", "Turkey", "United Arab Emirates"):
        assert found[country, "2025"] < found[country, "2024"]


def test_at_least_has_no_high_end_and_words_have_no_number():
    found = claimed(figures.load("battlefield_claims"), ["Z04b", "M05d", "Q05", "Z01a"])
    assert (found["Z04b"].value, found["Z04b"].low, found["Z04b"].high) == (320, 320, None)
    assert set(found) == {"Z04b", "Q05"}  # "several hundred" and a date are not numbers
    assert (found["Q05"].low, found["Q05"].high) == (1.9, 4)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("op-ed", "op-ed"),
        ("derived from the op-ed list", "op-ed"),
        ("derived from Zelensky", "claim"),
        ("HRMMU (UN)", "independent"),
    ],
)
def test_whose_number_it_is(source, kind):
    assert _kind_of(source) == kind


# --- civilians -----------------------------------------------------------------------------------------------------


def test_april_2025_has_a_first_release_and_later_ones():
    # First release 209 killed, revised to 221, then 223 in the table.
    killed = measure("civilians.killed.2025_04")
    assert (killed.low, killed.value, killed.high) == (209, 223, 223)
    injured = measure("civilians.injured.2025_04")
    assert (injured.low, injured.value, injured.high) == (1146, 1169, 1169)


def test_casualties_rose_from_march_to_april():
    # Table: 178 + 922 = 1,100, then 223 + 1,169 = 1,392. First releases: 164 + 910 = 1,074, then 209 + 1,146 = 1,355.
    change = measure("civilians.casualties_change.march_to_april_2025")
    assert change.value == pytest.approx(100 * (1392 / 1100 - 1))
    assert change.low == pytest.approx(100 * (1355 / 1074 - 1))


def test_sumy_from_the_un_s_minimum_to_the_last_ukrainian_total():
    killed = measure("civilians.sumy_killed")
    assert (killed.value, killed.low, killed.high) == (31, 31, 35)


def test_civilians_by_month_is_tidy():
    frame = civilians.monthly(
        figures.load("civilian_casualties_monthly"),
        figures.load("battlefield_claims"),
        date(2025, 3, 1),
        date(2025, 4, 1),
    )
    rows = records(frame, "month", "kind", "value", "low", "high")
    assert [(row["month"].month, row["kind"], row["value"]) for row in rows] == [
        (3, "killed", 178), (3, "injured", 922), (4, "killed", 223), (4, "injured", 1169),
    ]  # fmt: skip


# --- sanctions -----------------------------------------------------------------------------------------------------


@both
def test_a_month_panel_can_only_bound_a_window_that_cuts_months(backend):
    frame = backend(
        {
            "month": [day(2025, month) for month in (1, 2, 3, 4, 5)] + [day(2025, 2)],
            "country": ["Russia"] * 5 + ["Iran"],
            "additions": [249, 3, 0, 7, 100, 15],
        }
    )
    window = sanctions._window_of(2025)
    assert (window.days, sanctions._window_of(2024).days) == (88, 89)
    assert window.days == 88
    assert sanctions._bounds(frame, "Russia", window) == (3 + 0, 249 + 3 + 0 + 7)
    (row,) = records(sanctions.by_year(frame, ["Russia"], (2025,)), "value", "low", "high")
    assert row == {"value": 3 + 0 + 7, "low": 3, "high": 259}


def test_additions_linked_to_russia_in_the_same_days_of_three_years():
    # Panel, January to April. 2023: 41, 209, 6, 64. 2024: 4, 489, 25, 0. 2025: 249, 3, 0, 7.
    for year, (january, february, march, april) in {
        2023: (41, 209, 6, 64),
        2024: (4, 489, 25, 0),
        2025: (249, 3, 0, 7),
    }.items():
        found = measure(f"sanctions.russia.same_days_{year}")
        assert found.low == february + march
        assert found.value == february + march + april
        assert found.high == january + february + march + april


def test_no_month_with_fifty_additions_after_january_2025():
    assert measure("sanctions.russia.additions.2025_01").value == 249
    assert measure("sanctions.russia.largest_month_since_january_2025").value == 25  # October 2025
    # "Single quiet months occur before": no two in a row up to 2024 have fewer than March and April 2024, 25 and 0.
    found = sanctions.additions(figures.load("sanctions_monthly"), "Russia")
    before = [found[month] for month in sorted(found) if month.year < 2025]
    assert min(map(sum, pairwise(before))) == 25 + 0


def test_u_s_measures_of_january_2025_are_dated_before_the_inauguration():
    # The captions say so of the panel's additions in January, "as far as we found": no dated row says otherwise.
    by_us = figures.load("pressure_events").query(
        "actor == 'US' and direction == 'cost_on_russia' and kind == 'imposed'"
    )
    assert len(by_us.query("'2025-01-01' <= date <= '2025-01-19'")) > 0
    assert by_us.query("'2025-01-20' <= date <= '2025-01-31'").empty


# --- aid -----------------------------------------------------------------------------------------------------------

AID = {
    "month": [day(2025, 1), day(2025, 3), day(2025, 3), day(2025, 3)],
    "donor": ["United States", "Germany", "Germany", "Japan"],
    "donor_group": ["United States", "Europe", "Europe", "Other"],
    "kind": ["military", "military", "financial", "financial"],
    "allocation_eur": [0.5e9, 2e9, 1e9, 0.25e9],
}


@both
def test_allocations_by_group_have_every_group_in_every_month(backend):
    frame = backend(AID)
    rows = records(
        aid.by_group(frame, date(2025, 1, 1), date(2025, 3, 1)), "month", "donor_group", "allocation_eur_bn"
    )
    assert len(rows) == 3 * 3
    found = {(row["month"].month, row["donor_group"]): row["allocation_eur_bn"] for row in rows}
    assert found[1, "United States"] == 0.5
    assert found[2, "Europe"] == 0
    assert found[3, "Europe"] == 3
    assert aid.total(frame, aid.SPRING, lambda row: row["kind"] == "financial") == 1.25


def test_the_last_u_s_allocation_is_that_of_january_2025():
    # One row: military, EUR 482.9 million. Then none to February 2026, thirteen months.
    assert measure("aid.us.2025_01").text == "0.5"
    assert measure("aid.us.after_january_2025").value == 0
    assert "to February 2026" in measure("aid.us.after_january_2025").formula


def test_others_allocated_more_than_a_year_before():
    others = figures.load("aid_monthly").query(
        "donor != 'United States' and '2025-02-01' <= month <= '2025-04-01'"
    )
    assert measure("aid.others.february_to_april_2025").value == pytest.approx(
        others["allocation_eur"].sum() / 1e9
    )
    for donors in ("others", "europe"):
        spring, before = (measure(f"aid.{donors}.february_to_april_{year}").value for year in (2025, 2024))
        assert spring > before


# --- pressure ------------------------------------------------------------------------------------------------------

EVENTS = {
    "date": [day(2025, 1, 20), day(2025, 2, 24), day(2025, 3, 7), day(2025, 4, 18), day(2025, 4, 19)],
    "actor": ["US", "EU", "US", "US", "UK"],
    "domain": ["sanctions"] * 5,
    "direction": ["neutral", "cost_on_russia", "cost_on_russia", "relief_for_russia", "cost_on_russia"],
    "kind": ["announced", "imposed", "threatened", "lifted", "imposed"],
    "title": ["a", "b", "c", "d", "e"],
    "source_url": ["https://example.org"] * 5,
}


@both
def test_events_are_sorted_into_measures_and_threats_inside_the_window(backend):
    frame = backend(EVENTS)
    rows = records(pressure._dated_events(frame, pressure.BEFORE), "title", "actor_group", "side", "kind")
    assert rows == [
        {"title": "b", "actor_group": "Allies", "side": "Cost on Russia", "kind": "measure"},
        {"title": "c", "actor_group": "United States", "side": "Cost on Russia", "kind": "threat"},
        {"title": "d", "actor_group": "United States", "side": "Relief for Russia", "kind": "measure"},
    ]
    compared = records(
        pressure.before_after(frame, pressure.BEFORE, pressure.after_window(frame)),
        "actor_group",
        "kind",
        "before",
        "after",
    )
    assert {"actor_group": "Allies", "kind": "measure", "before": 1, "after": 1} in compared


def test_the_tally_of_the_notes_and_the_rows_added_since():
    # pressure_notes.md counted 68 rows; Canada (2 March), Sweden (30 January) and the Kiel finding were added later.
    found = {name: measure(f"pressure.{name}.before").value for name in pressure._COUNTS["before"]}
    assert found["us.cost_on_russia.measures"] == 7
    assert found["us.cost_on_russia.threats"] == 5
    assert found["us.relief_for_russia.measures"] + found["us.relief_for_russia.threats"] == 9
    assert found["us.support_for_ukraine.measures"] == 3
    assert (
        found["us.pressure_on_ukraine.measures"] == 7 - 1
    )  # corrected: 24 January was not directed at Ukraine
    assert found["allies.cost_on_russia.measures"] == 12 + 2  # Canada, on 2 March and 14 February


def test_every_event_of_a_window_that_points_one_way_is_tallied_once():
    events = figures.load("pressure_events")
    found = pressure._tally(events, pressure.BEFORE)
    assert found["Allies", "support_for_ukraine", "measure"] == 15 + 2  # Sweden and the Netherlands
    neutral = (
        9 + 1 + 1 + 1
    ) + 1  # the notes’, Kiel, 24 January and 14 April by the United States; one by allies
    assert sum(found.values()) == 68 + 6 - neutral
