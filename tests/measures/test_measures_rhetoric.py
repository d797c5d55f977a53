"""Warnings, decisions and aid: values worked out by hand from rows quoted here."""

from datetime import date, datetime, timedelta

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import figures
from figures.errors import ContractError
from figures.measures import measure, rhetoric
from figures.measures._frames import months, records

both = pytest.mark.parametrize("backend", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])


def western(backend=pd.DataFrame, **columns):
    """One decision of 31 May 2022 unless told otherwise."""
    row = {
        "date": datetime(2022, 5, 31),
        "actor": "Norway",
        "decision": "Decided to supply launchers",
        "system": "HIMARS",
        "was_threatened_before": "yes: Putin 2022-05-30",
        "note": "",
        "source_url": "https://example.org",
    } | columns
    return backend({name: [value] for name, value in row.items()})


def decided(**columns):
    (row,) = records(
        rhetoric.decisions(western(**columns)), "warning", "shortest_days", "longest_days", "told", "outcome"
    )
    return row


# --- statements ----------------------------------------------------------------------------------------------------


@both
def test_statements_that_rest_on_the_lowest_grade_alone_are_left_out(backend):
    frame = backend(
        {
            "date": [datetime(2025, 4, 15), datetime(2025, 4, 17), datetime(2023, 1, 22)],
            "speaker": ["Peskov", "Zakharova", "Volodin"],
            "target": ["European states", "Germany", "United States"],
            "kind": ["other", "direct_party_threat", "hybrid_or_military_warning"],
            "trigger": ["a", "b", "c"],
            "source_url": ["https://example.org"] * 3,
            "grade": ["D", "B", "B"],
            "grade_2": ["D", "B", None],
        }
    )
    rows = records(rhetoric.statements(frame), "speaker", "lane", "europe")
    assert rows == [
        {"speaker": "Zakharova", "lane": "Suppliers as parties to the war; red lines", "europe": True},
        {"speaker": "Volodin", "lane": "Other warning of consequences", "europe": False},
    ]


def test_the_week_of_the_op_ed():
    # 14 April Medvedev and Peskov (criticism); 15 April Naryshkin twice; 17 April Zakharova; 18 April Peskov and Medvedev
    # (on Rubio, naming European states and the EU). Peskov of 15 April rests on two pages of grade D.
    assert measure("rhetoric.statements.week").value == 7
    assert measure("rhetoric.statements.threats.week").value == 3
    assert measure("rhetoric.statements.nuclear.week").value == 0


def test_every_usable_statement_and_decision_is_on_the_timeline():
    events, decisions = figures.load("rhetoric_events"), figures.load("western_decisions")
    lanes = records(rhetoric.timeline(events, decisions), "lane")
    assert len(lanes) == measure("rhetoric.statements.all").value + measure("rhetoric.decisions.all").value
    assert {row["lane"] for row in lanes} == set(rhetoric.LANE_ORDER)


# --- decisions -----------------------------------------------------------------------------------------------------


@both
def test_days_run_from_the_last_and_the_first_warning(backend):
    # 31 May after 20 and 30 May.
    frame = western(backend, was_threatened_before="yes: Lavrov 2022-05-20, Putin 2022-05-30")
    (row,) = records(rhetoric.decisions(frame), "shortest_days", "longest_days", "told", "first_warning")
    assert row == {"shortest_days": 1, "longest_days": 11, "told": "1 to 11 days", "first_warning": date(2022, 5, 20)}  # fmt: skip


def test_a_warning_after_the_decision_or_of_its_day_or_without_a_day_is_not_counted():
    later = decided(
        was_threatened_before="partly: general warnings of April 2022; system-specific ones came 2022-06-01"
    )
    assert (later["warning"], later["shortest_days"]) == ("general", None)
    assert later["told"] == "days unknown: no earlier warning with its day"
    same = decided(was_threatened_before="yes: Medvedev 2022-05-31", system="No-fly zone (not adopted)")
    assert (same["shortest_days"], same["outcome"]) == (None, rhetoric.DECLINED)
    assert same["told"] == "days unknown: the warning is of the same day"


def test_how_a_warning_is_classed():
    assert decided()["warning"] == "specific"
    assert decided(was_threatened_before="yes: general warnings on missiles")["warning"] == "general"
    assert decided(was_threatened_before="no system-specific warning found before")["warning"] == "none"
    with pytest.raises(ContractError, match="starts oddly: 'maybe'"):
        decided(was_threatened_before="maybe")


def test_a_limit_that_the_row_no_longer_names_stops_the_build():
    with pytest.raises(ContractError, match="no longer says 'munitions were withheld'"):
        decided(actor="United States")


def test_what_measures_aid_or_publication_is_no_decision():
    assert len(records(rhetoric.decisions(western(system="M270")), "date")) == 1
    names = {
        row["system"] for row in records(rhetoric.decisions(figures.load("western_decisions")), "system")
    }
    assert not names.intersection(rhetoric.NOT_WEAPONS)


def test_counts_agree_with_those_of_the_research():
    # rhetoric_notes.md, L44: of 21 decisions 16 followed a specific warning, 4 a general one and 1 none.
    assert measure("rhetoric.decisions.adopted").value == 21
    assert [measure(f"rhetoric.decisions.{name}").value for name in ("specific", "general", "unwarned")] == [
        16,
        4,
        1,
    ]
    # M270, Challenger, Leopard, Storm Shadow, SCALP, F-16, two permissions of May 2024, 26 and 28 May 2025, January 2026.
    assert measure("rhetoric.decisions.europe_adopted").value == 11
    # All of these but M270, Challenger, Leopard and F-16.
    assert measure("rhetoric.decisions.europe_limited").value == 7
    # Taurus twice, the no-fly zone, Tomahawk.
    assert measure("rhetoric.decisions.declined").value == 4
    assert measure("rhetoric.decisions.limited").value == len(rhetoric.LIMITS)
    # 13 April 2022 and M270 (1 day), Patriot (6), Leopard and Abrams (3), Kharkiv (2 and 3), 28 May 2025 (1).
    assert measure("rhetoric.decisions.within_week").value == 8


def test_lags_of_three_cases():
    # 15 September 2022 to 17 October 2023; 14 and 15 December to 21 December; 2 and 16 October to 17 October.
    assert measure("rhetoric.lag.atacms_first").value == (date(2023, 10, 17) - date(2022, 9, 15)).days == 397
    assert measure("rhetoric.lag.patriot").range_text == "6 to 7"
    assert measure("rhetoric.lag.tomahawk").range_text == "1 to 15"


def test_every_warning_named_is_on_the_list_of_statements():
    said = {row["date"] for row in records(figures.load("rhetoric_events"), "date")}
    named = {
        row[name]
        for row in records(
            rhetoric.decisions(figures.load("western_decisions")), "first_warning", "last_warning"
        )
        for name in row
        if row[name]
    }
    assert named - said == {date(2025, 10, 16)}  # Putin in a call with Trump: no public statement


# --- aid -----------------------------------------------------------------------------------------------------------

YEAR = months(date(2024, 1, 1), date(2024, 12, 1))


@given(st.sets(st.sampled_from(YEAR)), st.integers(1, 6))
def test_months_after_are_after_and_no_later_than_the_window(threatened, length):
    after = rhetoric._months_after(threatened, YEAR, length)
    for month in YEAR:
        before = [YEAR[at] for at in range(max(0, month.month - 1 - length), month.month - 1)]
        assert (month in after) == bool(threatened.intersection(before))


@both
def test_means_of_the_months_after_a_threat_and_of_the_others(backend):
    # From March to June 2022 Europe sets aside 1, 2, 3 and 6; a threat in April makes May the month after.
    span = [datetime(2022, month, 1) for month in (3, 4, 5, 6)]
    table = backend(
        {
            "month": span * 2,
            "donor": ["Germany"] * 8,
            "donor_group": ["EU members and institutions"] * 8,
            "kind": ["military"] * 4 + ["financial"] * 4,
            "allocation_eur": [1e9, 1e9, 1e9, 2e9, 0.0, 1e9, 2e9, 4e9],
        }
    )
    events = backend(
        {
            "date": [datetime(2022, 4, 25), datetime(2022, 5, 2), datetime(2022, 5, 3)],
            "speaker": ["Lavrov"] * 3,
            "target": ["NATO states", "United States", "Germany"],
            "kind": ["nuclear_threat", "red_line", "other"],
            "trigger": ["a"] * 3,
            "source_url": ["https://example.org"] * 3,
            "grade": ["B"] * 3,
            "grade_2": ["C"] * 3,
        }
    )
    rows = records(
        rhetoric.after_threats(table, events, {1: "the month after"}),
        *("panel", "average", "after", "others", "months_after", "months_others", "shifts_lower_percent"),
    )
    assert rows[0] == {
        "panel": "All aid", "average": "mean", "after": 3, "others": 3, "months_after": 1, "months_others": 3,
        # June would give 6 - 2 = 4, March 1 - 11/3, April 2 - 10/3: two of the three shifts are lower than 0.
        "shifts_lower_percent": pytest.approx(100 * 2 / 3),
    }  # fmt: skip
    assert (rows[1]["average"], rows[1]["others"]) == ("median", 2)
    assert (rows[2]["panel"], rows[2]["after"]) == ("Military aid", 1)


def test_without_other_months_there_is_nothing_to_compare():
    aid_table, events = figures.load("aid_monthly"), figures.load("rhetoric_events")
    with pytest.raises(ContractError, match="nothing to compare"):
        rhetoric.after_threats(aid_table, events, {60: "five years after"})


def test_europe_after_april_2025():
    table = figures.load("aid_monthly")
    europe = table[~table["donor_group"].isin(["United States", "Other"])]
    after = europe[europe["month"].between("2025-05-01", "2025-07-01")]["allocation_eur"].sum() / 1e9
    assert measure("rhetoric.aid.all.after_april_2025").value == pytest.approx(after / 3)
    spring = measure("rhetoric.aid.all.march_april_2025")
    assert (spring.text, spring.high) == ("19.9", 20.2)  # dpa, June 2025: 20.2
    summer = measure("rhetoric.aid.military.july_august_2025")
    assert summer.value * 2 == pytest.approx(3.27, abs=0.01)  # the institute's December update: 3.27


def test_comparisons_point_both_ways():
    found = measure("rhetoric.after_threats.higher")
    assert 0 < found.value < measure("rhetoric.after_threats.comparisons").value == 8
    assert (
        measure("rhetoric.after_threats.all.one.after").value
        > measure("rhetoric.after_threats.all.one.others").value
    )
    assert (
        measure("rhetoric.after_threats.military.three.after").value
        < measure("rhetoric.after_threats.military.three.others").value
    )


def test_a_month_is_not_after_itself():
    assert rhetoric._months_after([date(2024, 12, 31)], YEAR, 3) == set()
    assert rhetoric._months_after([date(2024, 1, 31) - timedelta(days=31)], YEAR, 1) == {date(2024, 1, 1)}
