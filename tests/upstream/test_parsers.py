"""Each publisher's parser on rows quoted from its file, with values worked out by hand."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.errors import DataError
from figures.upstream import brent, economist, general_staff, kiel, missile_attacks, ofac, ohchr, oryx, read
from figures.upstream.catalogue import tables
from figures.upstream.read import File


def text_file(name, text):
    return File(name, text.encode(), date(2030, 1, 1))


MODELS = """model,category,type
Shahed-136/131,UAV,loitering munition
Shahed-136/131 and Lancet,UAV,
Lancet,UAV,loitering munition
Orlan-10,UAV,reconnaissance
Reconnaissance UAV,UAV,reconnaissance
Supercam,UAV,reconnaissance
Orion,UAV,reconnaissance and armed
Unknown UAV,UAV,
Молнія,UAV,
Iskander-M,ballistic missile,
C-300,surface-to-air missile,
C-300/C-400,surface-to-air missile,
GBU,guided bomb,
"""
ATTACKS = """time_start,time_end,model,launched,destroyed
2025-04-16 20:00,2025-04-17 10:00,Shahed-136/131,75.0,25.0
2025-04-16 20:00,2025-04-17 10:00,Iskander-M,2.0,0.0
2025-04-16 20:00,2025-04-17 10:00,C-300/C-400,3.0,0.0
2025-04-17,2025-04-17,Молнія,2.0,2.0
2025-04-17,2025-04-17,Reconnaissance UAV,4.0,4.0
2025-04-17,2025-04-17,Orlan-10,1.0,1.0
2024-02-28,2024-02-28 08:00,Shahed-136/131,10.0,10.0
2024-02-28,2024-02-28 08:00,C-300,,0.0
2025-02-20,2025-02-20 10:00,X-101/X-555 and Kalibr and Iskander-M/KN-23,14.0,
2024-05-16,2024-05-16 ,Unknown UAV,5.0,5.0
"""


def rows(frame: pd.DataFrame) -> list[tuple]:
    """Rows as tuples, dates as text and missing values as None."""
    plain = frame.astype(object).where(frame.notna(), None)
    for column in frame.columns[frame.dtypes.astype(str).str.startswith("datetime")]:
        plain[column] = frame[column].dt.strftime("%Y-%m-%d")
    return list(plain.itertuples(index=False, name=None))


def test_strikes_are_summed_by_class_on_the_day_the_attack_ended(quoted):
    found = missile_attacks.strikes_daily(quoted("attacks.csv", ATTACKS), quoted("models.csv", MODELS))
    assert rows(found) == [
        ("2024-02-28", "attack_drone", 10, 10),
        ("2024-02-28", "missile", None, 0),  # "C-300" without a number: not zero
        ("2024-05-16", "other", 5, 5),  # time_end has a trailing space
        ("2025-02-20", "missile", 14, None),  # destroyed not reported
        ("2025-04-17", "attack_drone", 75, 25),
        ("2025-04-17", "missile", 5, 0),  # 2 Iskander-M + 3 C-300/C-400
        ("2025-04-17", "other", 2, 2),
        ("2025-04-17", "reconnaissance", 5, 5),  # 4 + 1
    ]


MODEL = st.sampled_from([line.split(",")[0] for line in MODELS.splitlines()[1:]])
COUNTS = st.integers(0, 500).flatmap(lambda launched: st.tuples(st.just(launched), st.integers(0, launched)))


@given(st.lists(st.tuples(st.dates(date(2022, 9, 28), date(2026, 6, 7)), MODEL, COUNTS), min_size=1))
def test_no_weapon_is_lost_and_none_is_counted_twice(attacks):
    lines = [f"{day} 10:00,{model},{launched},{destroyed}" for day, model, (launched, destroyed) in attacks]
    text = "\n".join(["time_end,model,launched,destroyed", *lines])
    found = missile_attacks.strikes_daily(text_file("attacks.csv", text), text_file("models.csv", MODELS))
    assert found["launched"].sum() == sum(launched for *_, (launched, _) in attacks)
    assert found["intercepted"].sum() == sum(destroyed for *_, (_, destroyed) in attacks)
    assert not found.duplicated(["date", "weapon_class"]).any()
    assert (found["intercepted"] <= found["launched"]).all()


@pytest.mark.parametrize(
    ("model", "weapon_class"),
    [
        ("Shahed-136/131 and Lancet", "attack_drone"),
        ("Lancet", "other"),
        ("Orion", "reconnaissance"),
        ("GBU", "other"),
        ("C-300", "missile"),
        ("Фенікс", "reconnaissance"),
        ("Iskander-M and Iskander-K", "missile"),
    ],
)
def test_every_model_has_a_class(quoted, model, weapon_class):
    assert missile_attacks.weapon_classes(quoted("models.csv", MODELS))[model] == weapon_class


EQUIPMENT = [
    {"date": "2022-04-30", "tank": 1008, "military auto": 1701, "fuel tank": 76, "mobile SRBM system": 4},
    {"date": "2022-05-01", "tank": 1026, "vehicles and fuel tanks": 1796},
]
OTHERS = ["APC", "field artillery", "MRL", "anti-aircraft warfare", "aircraft", "helicopter", "drone"]
OTHERS += ["cruise missiles", "naval ship", "submarines", "special equipment", "ground robotic systems"]


def test_losses_are_cumulative_and_daily_and_vehicles_run_through_the_change_of_2022(quoted, monkeypatch):
    # The recorded corrections and revisions speak of days that are not quoted here.
    monkeypatch.setattr("figures.upstream.known_errors.recorded", lambda kind, table: ())
    equipment = [dict.fromkeys(OTHERS) | record for record in EQUIPMENT]
    personnel = [{"date": "2022-04-30", "personnel": 23200}, {"date": "2022-05-01", "personnel": 23500}]
    second = "date," + ",".join(general_staff.SECOND) + "\n2022-05-01,23500,1026" + "," * 12 + "1796\n"
    found = general_staff.losses_daily(
        quoted("equipment.json", json.dumps(equipment)),
        quoted("personnel.json", json.dumps(personnel)),
        quoted("second.csv", second),
        quoted("revisions.json", "[]"),
    )
    assert rows(found) == [
        ("2022-04-30", "personnel", 23200, None, None),
        ("2022-05-01", "personnel", 23500, 300, 23500),
        ("2022-04-30", "srbm_launcher", 4, None, None),
        ("2022-04-30", "tank", 1008, None, None),
        ("2022-05-01", "tank", 1026, 18, 1026),
        ("2022-04-30", "vehicle", 1777, None, None),  # 1,701 vehicles + 76 fuel tanks
        ("2022-05-01", "vehicle", 1796, 19, 1796),
    ]


def test_aid_keeps_allocations_and_groups_donors(quoted):
    found = kiel.aid_monthly(
        quoted(
            "kiel.csv",
            """land,aar,maaned,kategori,maal,sum_eur,sum_nok
United States,2024,4,Financial,Allocation,237701024.93308416,2780151187.6173525
United States,2024,4,Financial,Commitment,0.0,0.0
Norway,2022,3,Military,Allocation,2677204.50133367,25998332.91245127
""",
        )
    )
    assert rows(found) == [
        ("2024-04-01", "United States", "United States", "financial", 237701024.93308416),
        ("2022-03-01", "Norway", "Other European", "military", 2677204.50133367),
    ]


PANEL = """Country,Date,yrqtr,yrmon,levels,additions,removals,change
Russia,2022-04-30,2022Q2,2022-04,1469,0,0,0
Russia,2022-05-31,2022Q2,2022-05,1524,59,4,55
Russia,2022-06-30,2022Q2,2022-06,1704,181,1,180
"""


def test_sanctions_leave_the_first_month_without_additions(quoted):
    assert rows(ofac.sanctions_monthly(quoted("ofac.csv", PANEL))) == [
        ("2022-04-01", "Russia", None, None, 1469),
        ("2022-05-01", "Russia", 59, 4, 1524),  # 1,469 + 59 - 4
        ("2022-06-01", "Russia", 181, 1, 1704),
    ]


def test_sanctions_that_do_not_add_up_are_refused(quoted):
    with pytest.raises(DataError, match=r"ofac\.csv, row 3: levels must be the month before plus additions"):
        ofac.sanctions_monthly(quoted("ofac.csv", PANEL.replace("1524,59", "1524,58")))


def test_sanctions_keep_russia_and_the_five_countries_with_most_additions(real):
    found = ofac.sanctions_monthly(real("ofac"))
    assert set(found["country"]) == {"Russia", "China", "Iran", "United Arab Emirates", "Mexico", "Turkey"}
    russia = found[(found["country"] == "Russia") & (found["month"] == "2025-01-01")]
    assert rows(russia) == [("2025-01-01", "Russia", 249, 0, 5344)]


def test_civilian_casualties_must_sum_to_the_annual_totals(quoted):
    published = {
        "annualTotals": [{"year": 2023, "killed": 318, "injured": 960}],
        "monthly": [
            {"month": "2023-04", "killed": 189, "injured": 493},
            {"month": "2023-12", "killed": 129, "injured": 467},
        ],
    }
    found = ohchr.civilian_casualties_monthly(quoted("ohchr.json", json.dumps(published)))
    assert rows(found) == [("2023-04-01", 189, 493), ("2023-12-01", 129, 467)]
    published["annualTotals"][0]["injured"] = 961
    with pytest.raises(
        DataError, match=r"ohchr\.json, row 2023: the months' injured must sum .*: 1 are missing"
    ):
        ohchr.civilian_casualties_monthly(quoted("ohchr.json", json.dumps(published)))
    published["annualTotals"][0]["year"] = 2023.5
    with pytest.raises(DataError, match=r"ohchr\.json, row 1: year must be a whole number, is '2023\.5'"):
        ohchr.civilian_casualties_monthly(quoted("ohchr.json", json.dumps(published)))


def test_war_fires(quoted):
    found = economist.war_fires_daily(
        quoted("fires.csv", "date,cloud_cover_in_east_of_country,war_fires_per_day\n2025-04-17,0.36,247\n")
    )
    assert rows(found[["date", "war_fires", "cloud_cover"]]) == [("2025-04-17", 247, 0.36)]


def test_estimates_are_sampled_on_thursdays_and_the_newest_empty_day_is_left_out(quoted):
    header = "date,estimate,pi_low,pi_high,type,country\n"
    deaths = header + "\n".join(
        [
            "2026-08-27,NA,NA,NA,deaths,russia",  # a Thursday without an estimate yet
            "2026-08-21,490321.4478010625,374038.7195250488,642754.6390892556,deaths,russia",  # a Friday
            "2026-08-20,489937.70738145744,373876.07882732025,642028.2008289383,deaths,russia",
        ]
    )
    found = economist.casualty_estimates_weekly(
        quoted("casualties.csv", header), quoted("deaths.csv", deaths)
    )
    assert rows(found) == [
        ("2026-08-20", "deaths", 489937.70738145744, 373876.07882732025, 642028.2008289383)
    ]


def test_area_is_in_square_kilometres_and_shares(quoted, monkeypatch):
    monkeypatch.setattr("figures.upstream.known_errors.recorded", lambda kind, table: ())
    text = (
        "date,area_assessed_as_russia_controlled,area_assessed_as_russia_controlled_percent\n"
        "2025-04-17,116600639358.58972,19.31663861825325\n"
    )
    [(day, source, region, area, share)] = rows(economist.occupied_area(quoted("area.csv", text)))
    assert (day, source, region) == ("2025-04-17", "The Economist", "Ukraine")
    assert area == pytest.approx(116600.639)
    assert share == pytest.approx(0.193166386)


def test_oryx_headings_that_hold_their_totals_are_shortened(quoted):
    found = oryx.confirmed_equipment_losses(
        quoted(
            "oryx.csv",
            """country,equipment_type,destroyed,abandoned,captured,damaged,type_total,date_recorded
Russia,Aircraft,122,0,0,17,139,2025-04-17
Russia,"Losses excluding Recon Drones and Trucks - 16783, of which: destroyed: 12656",12656,1106,2239,782,16783,2025-04-17
""",
        )
    )
    assert rows(found) == [
        ("2025-04-17", "Russia", "Aircraft", 139),
        ("2025-04-17", "Russia", "All types without reconnaissance drones and trucks", 16783),
    ]


def test_oil_price_is_the_mean_of_whole_months(quoted):
    found = brent.oil_price_monthly(
        quoted(
            "brent.csv",
            """Date,Price
1987-05-20,18.63
1987-05-21,18.45
1987-05-22,18.55
1987-05-25,18.6
1987-05-26,18.63
1987-05-27,18.6
1987-05-28,18.6
1987-05-29,18.58
1987-06-01,18.65
""",
        )
    )
    # 148.64 / 8 = 18.58; June is not over.
    assert rows(found) == [("1987-05-01", pytest.approx(18.58))]


def test_reports_without_a_number_are_the_listed_ones(real):
    attacks = read.csv(real("missile_attacks"), text=["time_end", "model"], numbers=["launched", "destroyed"])
    days = attacks["time_end"].str[:10]
    told = next(gap for gap in tables()["strikes_daily"]["known_gaps"] if "no number launched" in gap)
    for column, text in (
        ("launched", told.split(";")[0].split(" and six ")[0]),
        ("destroyed", told.split(" and six ")[1]),
    ):
        assert {day for day in days[attacks[column].isna()] if day in text} == set(
            days[attacks[column].isna()]
        )
