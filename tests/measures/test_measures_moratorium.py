"""Window arithmetic on launches by day: by hand, as properties, and in several kinds of dataframe."""

from datetime import date, datetime, timedelta

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import figures
from figures.errors import ContractError
from figures.measures import moratorium
from figures.measures._frames import records
from figures.measures.window import Window

BACKENDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "arrow": pa.table}
COLUMNS = ("label", "start", "end", "days", "days_with_report", "total", "mean", "mean_reported")


def strikes(by_day: dict[date, int], backend=pd.DataFrame, weapon_class: str = "attack_drone"):
    days = sorted(by_day)
    return backend(
        {
            "date": [datetime(day.year, day.month, day.day) for day in days],
            "weapon_class": [weapon_class] * len(days),
            "launched": [by_day[day] for day in days],
            "intercepted": [by_day[day] // 2 for day in days],
        }
    )


def windows(by_day: dict[date, int], during: Window, days: int) -> dict[str, dict]:
    found = moratorium.windows(strikes(by_day), "attack_drone", during=during, days=days)
    return {row["label"]: row for row in records(found, *COLUMNS)}


# Ten days around a period of two (5 and 6 March); no report on 7 March.
TEN_DAYS = {
    date(2025, 3, day): launched
    for day, launched in zip([3, 4, 5, 6, 8, 9], [10, 20, 6, 8, 9, 90], strict=True)
}
TWO = Window("during", date(2025, 3, 5), date(2025, 3, 6))


def test_windows_by_hand():
    found = windows(TEN_DAYS, TWO, days=2)
    assert found["before"]["mean"] == (10 + 20) / 2  # 3 and 4 March
    assert found["during"]["mean"] == (6 + 8) / 2
    assert found["after"]["total"] == 9  # 7 March has no report, 9 March is outside
    assert found["after"]["mean"] == 9 / 2
    assert found["after"]["mean_reported"] == 9
    assert found["after"]["days_with_report"] == 1
    assert (found["after"]["start"], found["after"]["end"]) == (date(2025, 3, 7), date(2025, 3, 8))


def test_change_by_hand():
    by_day = moratorium.totals(strikes(TEN_DAYS), "attack_drone")
    assert moratorium._change(by_day, TWO.before(2), TWO) == pytest.approx(100 * (7 / 15 - 1))


def test_no_percentage_of_nothing():
    with pytest.raises(ContractError, match="no launches from 1 January 2020 to 2 January 2020"):
        moratorium._change({}, Window("", date(2020, 1, 1), date(2020, 1, 2)), TWO)


def test_days_without_a_report_are_gaps_in_the_daily_series():
    frame = moratorium.daily(strikes(TEN_DAYS), "attack_drone", TWO.after(2))
    assert records(frame, "date", "launched") == [
        {"date": date(2025, 3, 7), "launched": None},
        {"date": date(2025, 3, 8), "launched": 9},
    ]


def test_another_class_of_weapon_is_not_counted():
    assert moratorium.totals(strikes(TEN_DAYS, weapon_class="missile"), "attack_drone") == {}


@pytest.mark.parametrize("backend", BACKENDS.values(), ids=BACKENDS)
def test_every_kind_of_dataframe_gives_the_same_rows_and_gets_its_own_kind_back(backend):
    frame = strikes(TEN_DAYS, backend)
    found = moratorium.windows(frame, "attack_drone", during=TWO, days=2)
    assert type(found) is type(frame)
    assert {row["label"]: row for row in records(found, *COLUMNS)} == windows(TEN_DAYS, TWO, 2)
    robust = moratorium.robustness(frame, "attack_drone", lengths=[1, 2], starts=[TWO.start], end=TWO.end)
    assert type(robust) is type(frame)
    assert [row["change"] for row in records(robust, "change")] == pytest.approx(
        [100 * (7 / 20 - 1), 100 * (7 / 15 - 1)]
    )


def test_dates_as_text_are_refused():
    frame = pd.DataFrame({"date": ["2025-03-05"], "weapon_class": ["attack_drone"], "launched": [6]})
    with pytest.raises(ContractError, match="'date' must hold real dates, got '2025-03-05'"):
        moratorium.totals(frame, "attack_drone")


def test_a_missing_column_is_named():
    with pytest.raises(ContractError, match=r"\['launched'\] are missing"):
        moratorium.totals(pd.DataFrame({"date": [], "weapon_class": []}), "attack_drone")


def test_the_moratorium_is_thirty_days_with_both_ends():
    assert moratorium.MORATORIUM.days == 30
    assert moratorium.MORATORIUM.before(30) == Window("before", date(2025, 2, 16), date(2025, 3, 17))
    assert moratorium.MORATORIUM.after(30) == Window("after", date(2025, 4, 17), date(2025, 5, 16))


def test_a_window_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="ends on 2025-03-04, before it starts on 2025-03-05"):
        Window("x", date(2025, 3, 5), date(2025, 3, 4))


EPOCH = date(2025, 1, 1)
series = st.dictionaries(
    st.integers(0, 60).map(lambda n: EPOCH + timedelta(n)), st.integers(0, 500), min_size=1, max_size=40
)
stretch = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(
    lambda at: Window("during", EPOCH + timedelta(at[0]), EPOCH + timedelta(at[0] + at[1] - 1))
)


@given(series, stretch, st.integers(1, 20))
def test_the_mean_times_the_days_is_the_total(by_day, during, days):
    for row in windows(by_day, during, days).values():
        assert row["mean"] * row["days"] == pytest.approx(row["total"])
        assert row["mean_reported"] * row["days_with_report"] == pytest.approx(row["total"])
        assert row["days_with_report"] <= row["days"]
        assert row["days"] == (row["end"] - row["start"]).days + 1


@given(series, stretch, st.integers(1, 20))
def test_windows_lie_end_to_end_and_have_the_lengths_asked_for(by_day, during, days):
    found = windows(by_day, during, days)
    assert (found["before"]["days"], found["during"]["days"], found["after"]["days"]) == (
        days,
        during.days,
        days,
    )
    assert found["during"]["start"] - found["before"]["end"] == timedelta(1)
    assert found["after"]["start"] - found["during"]["end"] == timedelta(1)


@given(series, stretch, st.data())
def test_splitting_a_window_adds_up(by_day, during, data):
    cut = data.draw(st.integers(0, during.days - 1))
    whole = windows(by_day, during, 1)["during"]["total"]
    first = Window("during", during.start, during.start + timedelta(cut))
    parts = windows(by_day, first, 1)["during"]["total"]
    if cut < during.days - 1:
        parts += windows(by_day, Window("during", first.end + timedelta(1), during.end), 1)["during"]["total"]
    assert parts == whole


@given(series, stretch, st.integers(1, 20), st.integers(-400, 400))
def test_shifting_every_date_changes_no_number(by_day, during, days, shift):
    move = timedelta(shift)
    moved = windows(
        {day + move: launched for day, launched in by_day.items()},
        Window("during", during.start + move, during.end + move),
        days,
    )
    for label, row in windows(by_day, during, days).items():
        assert {**moved[label], "start": 0, "end": 0} == {**row, "start": 0, "end": 0}


@given(stretch, st.integers(1, 500), st.sampled_from(["start", "end"]))
def test_both_ends_are_inside_and_their_neighbours_outside(during, launched, side):
    day = getattr(during, side)
    assert windows({day: launched}, during, 1)["during"]["total"] == launched
    outside = during.start - timedelta(1) if side == "start" else during.end + timedelta(1)
    assert windows({outside: launched}, during, 1)["during"]["total"] == 0


@given(st.integers(2, 20), st.integers(1, 500), st.data())
def test_a_missing_day_lowers_the_mean_of_all_days_but_not_of_days_with_a_report(length, launched, data):
    during = Window("during", EPOCH, EPOCH + timedelta(length - 1))
    steady = {EPOCH + timedelta(n): launched for n in range(length)}
    absent = data.draw(st.integers(0, length - 1))
    holed = {day: number for day, number in steady.items() if day != EPOCH + timedelta(absent)}
    full, gap = (windows(by_day, during, 1)["during"] for by_day in (steady, holed))
    assert gap["mean"] < full["mean"]
    assert gap["mean_reported"] == full["mean_reported"] == launched


@given(series, stretch, st.lists(st.integers(1, 30), min_size=1, max_size=5, unique=True))
def test_robustness_holds_the_plain_comparison_inside_its_band(by_day, during, lengths):
    # Something on the eve, so that every window before has launches.
    by_day = by_day | {during.start - timedelta(n): 7 for n in range(1, 32)}
    starts = [during.start, during.start - timedelta(1)]
    frame = moratorium.robustness(
        strikes(by_day), "attack_drone", lengths=lengths, starts=starts, end=during.end
    )
    rows = records(frame, "length", "change", "low", "high")
    assert [row["length"] for row in rows] == lengths
    for row in rows:
        plain = windows(by_day, during, row["length"])
        assert row["change"] == pytest.approx(100 * (plain["during"]["mean"] / plain["before"]["mean"] - 1))
        assert row["low"] <= row["change"] <= row["high"]


def test_drones_per_day_of_the_book_add_up_from_the_published_days():
    table = (
        figures.load("strikes_daily").query("weapon_class == 'attack_drone'").set_index("date")["launched"]
    )
    # 18 to 31 March 2025, day by day, then 1 to 16 April: no report for 7 April, none or zero launched on the 1st.
    march = [137, 145, 171, 214, 179, 147, 99, 139, 117, 86, 163, 172, 111, 131]
    april = [74, 39, 78, 92, 109, 46, 55, 145, 39, 88, 55, 62, 52, 97]
    assert list(table["2025-03-18":"2025-03-31"]) == march
    assert [number for number in table["2025-04-01":"2025-04-16"] if number] == april
    assert sum(march) + sum(april) == 3042
    during = figures.measures.measure("moratorium.attack_drones_per_day.during")
    assert during.value == during.low == pytest.approx(3042 / 30)
    assert figures.measures.measure("moratorium.attack_drones_days_without_launches.during").value == 2


def test_the_fall_of_drones_does_not_depend_on_the_windows_but_the_fall_of_missiles_does():
    drones = figures.measures.measure("moratorium.attack_drones_lengths_same_sign.during_vs_before")
    assert (drones.low, drones.value, drones.unit) == (54, 54, "of 54 window lengths")
    missiles = figures.measures.measure("moratorium.missiles_change_over_lengths.during_vs_before")
    assert missiles.low < missiles.value < 0 < missiles.high
    # Before: 5, 4, 14, 2, 3, 7, 1, 1, 4, 2, 58, 6, 1, 3, 1, 2 on sixteen days; during: 6, 1, 1, 1, 1, 4, 1, 23, 1, 1, 2, 1.
    assert 5 + 4 + 14 + 2 + 3 + 7 + 1 + 1 + 4 + 2 + 58 + 6 + 1 + 3 + 1 + 2 == 114
    assert 6 + 1 + 1 + 1 + 1 + 4 + 1 + 23 + 1 + 1 + 2 + 1 == 43
    assert missiles.value == pytest.approx(100 * (43 / 114 - 1))


def test_drones_were_already_fewer_in_the_second_half_of_the_month_before():
    # 16 February to 2 March: 143, 147, 176, 167, 161, 160, 162, 267, 185, 213, 177, 166, 208, 154, 79.
    # 3 to 17 March: 83, 99, 181, 112, 194, 145, 119, 176, 126, 133, 117, 27, 178, 90, 174.
    first = 143 + 147 + 176 + 167 + 161 + 160 + 162 + 267 + 185 + 213 + 177 + 166 + 208 + 154 + 79
    second = 83 + 99 + 181 + 112 + 194 + 145 + 119 + 176 + 126 + 133 + 117 + 27 + 178 + 90 + 174
    before = figures.measures.measure("moratorium.attack_drones_per_day.before")
    assert before.value == pytest.approx((first + second) / 30)
    found = figures.measures.measure("moratorium.attack_drones_change.within_before")
    assert found.value == pytest.approx(100 * (second / first - 1))
    assert found.value < 0


def test_two_russian_officials_gave_two_totals_on_one_day():
    alleged = figures.measures.measure("moratorium.violations_alleged.by_ukraine")
    assert (alleged.low, alleged.high) == (80, 120)  # Zakharova, Nebenzia
    by_russia = figures.measures.measure("moratorium.violations_alleged.by_russia")
    assert (by_russia.value, by_russia.high) == (30 + 8, None)  # "more than 30" and eight in the first week


def test_the_thirty_days_end_on_16_april_and_ukraine_counts_twenty_three():
    assert (
        figures.measures.measure("moratorium.days_counted.kremlin").value == 30
    )  # 14 in March and 16 in April
    assert figures.measures.measure("moratorium.days_counted.ukraine").value == 7 + 16
