"""The contracts hold for every committed table, and a row deleted or a value changed breaks one of them."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures import tables
from figures.errors import DataError
from figures.upstream import build, catalogue, contracts

NAMES = list(catalogue.tables())


@cache
def committed(name: str) -> tuple[bytes, dict]:
    folder = Path(__file__).parents[2] / "data"
    return (folder / f"{name}.csv").read_bytes(), tables.resource(name, folder)


def check(name: str, data: bytes, rows: int | None = None) -> None:
    entry = committed(name)[1]
    frame = tables.typed(data, entry["schema"]["fields"], entry["path"])
    contracts.check(frame, entry | ({"rows": rows} if rows is not None else {}), build.latest(entry))


@pytest.mark.parametrize("name", NAMES)
def test_committed_tables_keep_their_contracts(name):
    check(name, committed(name)[0])


@pytest.mark.parametrize("name", NAMES)
def test_a_deleted_row_is_caught(name, tmp_path):
    data, entry = committed(name)
    lines = list(csv.reader(io.StringIO(data.decode())))
    del lines[len(lines) // 2]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    with pytest.raises(DataError, match=rf"^data/{name}\.csv: sha256 must be that of datapackage\.json"):
        tables.parse(text.getvalue().encode(), entry)
    with pytest.raises(
        DataError, match=rf"^data/{name}\.csv: must have {entry['rows']} rows, has {entry['rows'] - 1}$"
    ):
        check(name, text.getvalue().encode())


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_value_is_caught(name):
    data, entry = committed(name)
    line = data.split(b"\n")[1]
    changed = data.replace(line, line + b"1", 1)
    with pytest.raises(DataError, match=rf"^data/{name}\.csv: sha256 must be that of datapackage\.json"):
        tables.parse(changed, entry)


SERIES = [name for name in NAMES if "series" in catalogue.tables()[name]]


@pytest.mark.parametrize("name", SERIES)
def test_a_missing_day_is_caught_even_with_the_right_number_of_rows(name):
    lines = committed(name)[0].split(b"\n")
    rows = [line for line in lines if not line.startswith(lines[len(lines) // 2].split(b",")[0])]
    with pytest.raises(
        DataError,
        match=rf"^data/{name}\.csv, row .*: (dates must be continuous|active must be|daily must be|months must sum)",
    ):
        check(name, b"\n".join(rows), len(rows) - 2)


BROKEN = [
    (
        "strikes_daily",
        "2025-04-17,attack_drone,75,25",
        "2025-04-17,attack_drone,75,76",
        "intercepted must not exceed launched",
    ),
    (
        "strikes_daily",
        "2025-04-17,attack_drone,",
        "2025-04-17,attack_balloon,",
        "weapon_class must be one of",
    ),
    ("strikes_daily", "2025-04-17,missile,5,0", "2025-04-17,missile,-5,0", "launched must be at least 0"),
    (
        "losses_daily",
        "2025-04-17,tank,10654,16",
        "2025-04-17,tank,10654,17",
        "daily must be cumulative minus the day before",
    ),
    (
        "losses_daily",
        "2025-04-17,tank,10654,16",
        "2025-04-17,tank,10630,-8",
        "daily must be|cumulative must not fall",
    ),
    ("losses_daily", "2025-04-17,tank,", "2025-04-16,tank,", r"the key \(date, category\) must be unique"),
    (
        "occupied_area_daily",
        "2025-04-17,DeepState,Donetsk,18383.88,0.691152",
        "2025-04-17,DeepState,Donetsk,18393.88,0.691528",
        "DeepState's regions must sum to Ukraine",
    ),
    (
        "occupied_area_daily",
        "2025-04-17,DeepState,Donetsk,18383.88,0.691152",
        "2025-04-17,DeepState,Donetsk,18383.88,0.681152",
        "area_km2 / share must be the region's own area",
    ),
    ("occupied_area_daily", "110909.16,0.185128", "110909.16,1.85128", "share must be at most 1"),
    (
        "sanctions_monthly",
        "2025-01,Russia,249,0,5344",
        "2025-01,Russia,250,0,5344",
        "active must be the month before",
    ),
    ("aid_monthly", "Norway,Other European", "Norway,Other", "donor_group must be the donor's"),
    (
        "civilian_casualties_monthly",
        "2025-04,223,1169",
        "2025-04,222,1169",
        "months must sum to the annual totals",
    ),
    ("war_fires_daily", "2026-08-15,", "2026-08-23,", "date must not be after 2026-08-22"),
    ("casualty_estimates_weekly", ",250650,192950,", ",150650,192950,", "low must not exceed estimate"),
    (
        "battlefield_claims",
        ",2025-03-18,2025-03-18,",
        ",2025-03-19,2025-03-18,",
        "date_start must not be after date_end",
    ),
    ("pressure_events", "cost_on_russia", "cost_for_russia", "direction must be one of"),
    ("economy_indicators", ",https://", ",ftp://", "source_url must match"),
    ("oil_price_monthly", "1987-05,18.58", "1987-07,18.58", "the key"),
]


@pytest.mark.parametrize(("name", "old", "new", "rule"), BROKEN)
def test_each_rule_is_broken_by_one_value(name, old, new, rule):
    data = committed(name)[0].decode()
    assert old in data
    with pytest.raises(DataError, match=rf"^data/{name}\.csv, row .*: ({rule})"):
        check(name, data.replace(old, new, 1).encode())


def test_rows_out_of_order_are_caught():
    data = committed("oil_price_monthly")[0].split(b"\n")
    data[1], data[2] = data[2], data[1]
    with pytest.raises(
        DataError, match=r"oil_price_monthly\.csv, row 1987-06-01: rows must be sorted by month"
    ):
        check("oil_price_monthly", b"\n".join(data))


def test_a_value_of_another_type_is_caught():
    wrong = committed("strikes_daily")[0].replace(b",75,25\n", b",many,25\n", 1)
    with pytest.raises(DataError, match=r"strikes_daily.*cells must fit the types of the columns"):
        check("strikes_daily", wrong)


@given(
    st.sets(
        st.dates(min_value=pd.Timestamp("2025-01-01").date(), max_value=pd.Timestamp("2025-03-01").date()),
        min_size=1,
    )
)
def test_days_present_and_gaps_make_the_whole_span(days):
    frame = pd.DataFrame({"date": pd.to_datetime(sorted(days))})
    found = contracts.gaps(frame, {"column": "date", "by": [], "step": "day"}).get("", [])
    missing = [day for gap in found for day in pd.date_range(gap[:10], gap[-10:])]
    assert sorted([*frame["date"], *missing]) == list(pd.date_range(frame["date"].min(), frame["date"].max()))


def test_every_source_is_told_in_full(root):
    package = json.loads((root / "data" / "datapackage.json").read_text())
    kinds = {
        "count",
        "official record",
        "official or institutes’ figure",
        "estimate",
        "claim by a party",
        "news report",
        "map",
        "gazetteer",
        "judgement by a fixed rule",
    }
    for entry in package["resources"]:
        assert entry["sources"], entry["name"]
        assert entry["known_gaps"], entry["name"]
        for source in entry["sources"]:
            assert source["kind_of_evidence"] in kinds
            assert source["title"]
            assert source["publisher"]
            assert source["licence"]
            if "package" in source:  # of npm, pinned by version and digest
                assert source["version"] and source["integrity"].startswith("sha512-")
            elif "sources" in catalogue.tables()[entry["name"]]:
                assert source["path"].startswith(
                    f"https://github.com/{source['repository']}/tree/{source['commit']}"
                )
                assert len(source["sha256"]) == 64
        for field in entry["schema"]["fields"]:
            assert field["description"].endswith("."), (entry["name"], field["name"])
