"""The four regions: shares and areas worked out by hand from rows quoted here."""

from datetime import date, datetime, timedelta

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.errors import ContractError
from figures.measures import demands, measure
from figures.measures._frames import records

both = pytest.mark.parametrize("backend", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
# occupied_area_daily, DeepState, 17 April 2025.
APRIL = {
    "Donetsk": (18383.88, 0.691152),
    "Luhansk": (25875.67, 0.983483),
    "Zaporizhzhia": (19736.95, 0.728825),
    "Kherson": (18838.53, 0.720617),
}


def areas(backend, *days, regions=tuple(APRIL)):
    rows = [(day, region) for day in days for region in regions]
    return backend(
        {
            "date": [day for day, _ in rows],
            "source": ["DeepState"] * len(rows),
            "region": [region for _, region in rows],
            "area_km2": [APRIL[region][0] for _, region in rows],
            "share": [APRIL[region][1] for _, region in rows],
        }
    )


@both
def test_what_is_not_held_is_the_region_less_what_is(backend):
    # 18,383.88 / 0.691152 = 26,598.9 square kilometres in all, 8,215.0 of them not held.
    frame = areas(backend, datetime(2025, 4, 17))
    found = demands.held(frame)
    assert type(found) is type(frame)
    donetsk = records(found, "region", "whole_km2", "not_held_km2", "held_per_cent", "told")[0]
    assert donetsk["whole_km2"] == pytest.approx(26598.9, abs=0.1)
    assert donetsk["not_held_km2"] == pytest.approx(8215.0, abs=0.1)
    assert donetsk["told"] == "69 % held, 8,215 km² not"


def test_a_day_without_a_map_of_all_four_is_refused():
    with pytest.raises(ContractError, match=r"no map of \['Kherson'\] on 2025-04-17"):
        demands.held(
            areas(pd.DataFrame, datetime(2025, 4, 17), regions=("Donetsk", "Luhansk", "Zaporizhzhia"))
        )


@given(st.sets(st.integers(0, 60), min_size=1))
def test_weeks_follow_each_other_without_a_gap_whatever_days_have_maps(days):
    # 1 April 2025 was a Tuesday, so the first Thursday is the third day.
    frame = areas(pd.DataFrame, *(datetime(2025, 4, 1) + timedelta(day) for day in sorted(days)))
    found = [
        row["date"]
        for row in records(demands.over_time(frame), "date", "region")
        if row["region"] == "Kherson"
    ]
    thursdays = [date(2025, 4, 1) + timedelta(day) for day in range(min(days), max(days) + 1) if day % 7 == 2]
    assert found == thursdays


def test_a_week_without_a_map_on_thursday_has_the_one_before():
    frame = areas(pd.DataFrame, datetime(2025, 4, 10), datetime(2025, 4, 15), datetime(2025, 4, 18))
    frame["share"] = [0.68] * 4 + [0.69] * 4 + [0.70] * 4
    found = records(demands.over_time(frame), "date", "region", "held_per_cent")
    assert [(row["date"], row["held_per_cent"]) for row in found if row["region"] == "Luhansk"] == [
        (date(2025, 4, 10), pytest.approx(68)),
        (date(2025, 4, 17), pytest.approx(69)),
    ]
    with pytest.raises(ContractError, match="no map of Kherson"):
        demands.over_time(frame[frame["region"] != "Kherson"])


@both
def test_a_cell_is_placed_by_its_column_and_row(backend):
    # Odd rows stand half a hexagon to the east; columns are 10 km apart, rows 10 × √3/2 = 8.66 km.
    grid = backend(
        {
            "cell": ["+21-03", "-01+02", "+05+00", "+00+00"],
            "region": ["Donetsk", "Mykolaiv", "Donetsk", "Kirovohrad"],
            "inside": [1.0, 0.9, 0.5, 1.0],
            "share_2025_01_20": [1.0, 0.0, 0.2, 0.0],
            "share_2025_04_17": [1.0, 0.0, 0.9, 0.0],
            "share_latest": [1.0, 0.0, 0.9, 0.0],
        }
    )
    maps = areas(backend, datetime(2025, 1, 20), datetime(2025, 4, 17), datetime(2026, 8, 22))
    # Of the third hexagon half lies in the region, and once it was not held; the fourth lies far from the map.
    assert records(demands.cells(grid, maps), "region", "x_km", "y_km", "share_2025_04_17") == [
        {"region": "Donetsk", "x_km": 215.0, "y_km": -25.98, "share_2025_04_17": 1.0},
        {"region": "Mykolaiv", "x_km": -10.0, "y_km": 17.32, "share_2025_04_17": 0.0},
    ]
    told = records(demands.cells(grid, maps), "not_held_2025_04_17", "not_held_latest")
    assert told == [
        {"not_held_2025_04_17": "8,215 km²", "not_held_latest": "8,215 km²"},
        {"not_held_2025_04_17": "", "not_held_latest": ""},
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("demands.held_share.donetsk", 69.1152),
        ("demands.held_share.crimea", 98.9564),
        # 8,215.0 + 434.6 + 7,343.6 + 7,303.5: each area over its share, less the area.
        ("demands.not_held_km2.all", sum(area / share - area for area, share in APRIL.values())),
    ],
)
def test_numbers_of_the_chapter(name, value):
    assert measure(name).value == pytest.approx(value, rel=1e-6)


def test_the_lower_total_takes_off_what_crimea_misses():
    whole = sum(area / share for area, share in APRIL.values())
    total = measure("demands.not_held_km2.all")
    assert total.low == pytest.approx(total.value - 0.010436 * whole)
    assert total.high == total.value
