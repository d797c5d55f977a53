"""A chart refuses what it cannot draw honestly, and says which argument, which column, what it expected and what came."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import polars as pl
import pytest
from chart_examples import CLAIMS, EVENTS, EXAMPLES, STRIKES, WORDS, pandas_frame

from figures import charts
from figures.errors import ContractError

DAILY = {"date": "date", "value": "launched", "windows": (), "unit": "drones", **WORDS}
MONTHLY = {"month": "month", "value": "n", "unit": "n", "colour": "red", **WORDS}
SOURCES = {key: key for key in ("quantity", "source", "value", "low", "high", "kind")} | {
    "unit": "n",
    **WORDS,
}
SIDES = {
    **{key: key for key in ("date", "side", "label", "kind")},
    **{"sides": ("cost", "relief"), "unit": "events", "hollow": (), "hollow_means": "a", "filled_means": "b"},
    **{"colours": {"cost": "amber", "relief": "red"}, **WORDS},
}


def refusal(function, frame, **arguments) -> str:
    with pytest.raises(ContractError) as caught:
        function(frame, **arguments)
    return str(caught.value)


def test_a_misspelt_column_is_named_with_the_nearest_one():
    assert refusal(charts.daily_columns, pandas_frame(STRIKES), **{**DAILY, "value": "lanched"}) == (
        "daily_columns: value='lanched' is not a column; did you mean 'launched'? The table has ['date', 'launched']"
    )


def test_of_many_columns_the_nearest_are_named():
    names = [f"column_{at}" for at in range(10_000)]
    frame = pl.DataFrame({"date": [date(2025, 4, 16)], **{name: [1] for name in names}})
    told = refusal(charts.daily_columns, frame, **{**DAILY, "value": "column_77_"})
    assert "'column_77'" in told and told.endswith(" and 9,991 more") and len(told) < 400
    far = refusal(charts.daily_columns, pandas_frame(STRIKES), **{**DAILY, "value": "zzz"})
    assert far == "daily_columns: value='zzz' is not a column; the table has ['date', 'launched']"


def test_what_is_no_table_is_named():
    assert refusal(charts.daily_columns, "strikes.csv", **DAILY) == (
        "daily_columns: data: expected a table of pandas, Polars, PyArrow or another library that Narwhals knows, got str; "
        "figures.read(path) reads a file"
    )


def test_a_decimal_is_a_number():
    launched = pl.Series(["101.5"]).cast(pl.Decimal(10, 2))
    drawn = charts.daily_columns(pl.DataFrame({"date": [date(2025, 4, 16)], "launched": launched}), **DAILY)
    assert drawn.to_dict() == (
        charts.daily_columns(
            pl.DataFrame({"date": [date(2025, 4, 16)], "launched": [101.5]}), **DAILY
        ).to_dict()
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"rules": [("2025-04-16", "x")]},
            "rules: expected a date, got text '2025-04-16'; convert it with datetime.date.fromisoformat",
        ),
        (
            {"marked": (date(2025, 4, 1), datetime(2025, 4, 2))},
            "marked: expected a date, got datetime.datetime(2025, 4, 2, 0, 0); take its day",
        ),
        ({"rules": [(20250416, "x")]}, "rules: expected a date, got 20250416"),
        ({"unit": None}, "unit: expected words for what is counted, got None"),
    ],
)
def test_days_to_mark_are_dates_and_units_are_words(given, told):
    frame = pl.DataFrame({"month": [date(2025, 4, 1)], "n": [1]})
    assert refusal(charts.monthly_columns, frame, **{**MONTHLY, **given}).startswith(
        f"monthly_columns: {told}"
    )


def test_a_window_has_dates():
    told = refusal(
        charts.daily_columns,
        pandas_frame(STRIKES),
        **{**DAILY, "windows": [("w", "2025-04-01", "2025-04-02")]},
    )
    assert told.startswith("daily_columns: windows: expected a date, got text '2025-04-01'")


def test_every_colour_of_several_is_one():
    frame = pl.DataFrame({"month": [date(2025, 4, 1)], "n": [1], "donor": ["A"]})
    told = refusal(
        charts.stacked_columns,
        frame,
        month="month",
        value="n",
        group="donor",
        unit="n",
        colours={"A": "grid"},
        **WORDS,
    )
    assert told == (
        "stacked_columns: colours['A']: expected one of blue, amber, teal, red, violet, green, neutral, muted, ink "
        "or a hex such as '#c0392b', got 'grid'"
    )


def test_text_is_not_a_date_and_the_conversion_is_spelled_out():
    frame = pl.DataFrame({"date": ["2025-04-16"], "launched": [1]})
    assert refusal(charts.daily_columns, frame, **DAILY) == (
        "daily_columns: date='date', row 0: expected dates, got text '2025-04-16'; convert the column first, "
        "with pandas.to_datetime(...) or polars .str.to_date()"
    )


def test_a_time_of_day_is_not_a_date():
    frame = pl.DataFrame({"date": [datetime(2025, 4, 16, 23, 30)], "launched": [1]})
    assert refusal(charts.daily_columns, frame, **DAILY) == (
        "daily_columns: date='date', row 0: expected a date, got a time of day 2025-04-16T23:30:00; "
        "leave the time out first, with pandas .dt.normalize() or polars .dt.date()"
    )
    zoned = frame.with_columns(pl.col("date").dt.replace_time_zone("UTC"))
    told = refusal(charts.daily_columns, zoned, **DAILY)
    assert "take the day at the place of the event first" in told
    # What the message says to do is enough.
    days = zoned.with_columns(pl.col("date").dt.convert_time_zone("Europe/Kyiv").dt.date())
    assert "2025-04-17" in charts.daily_columns(days, **DAILY).to_json()
    series = zoned.to_pandas()["date"].dt.tz_convert("Europe/Kyiv").dt.tz_localize(None).dt.normalize()
    assert (
        "2025-04-17"
        in charts.daily_columns(pd.DataFrame({"date": series, "launched": [1]}), **DAILY).to_json()
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [(["101"], "'101'"), ([True], "True"), ([float("inf")], "inf")],
)
def test_text_truth_values_and_infinity_are_not_numbers(values, told):
    frame = pl.DataFrame({"date": [date(2025, 4, 16)], "launched": values})
    assert refusal(charts.daily_columns, frame, **DAILY) == (
        f"daily_columns: value='launched', row 0: expected a number, got {told}"
    )


def test_a_missing_date_and_an_empty_table_are_refused():
    frame = pd.DataFrame({"date": [pd.Timestamp("2025-04-16"), pd.NaT], "launched": [1, 2]})
    assert refusal(charts.daily_columns, frame, **DAILY) == (
        "daily_columns: date='date', row 1: expected a date, got a missing value"
    )
    assert refusal(charts.daily_columns, frame[:0], **DAILY) == "daily_columns: the table has no row to draw"
    nothing = pl.DataFrame(
        {"date": [date(2025, 4, 16)], "launched": [None]}, schema_overrides={"launched": pl.Int64}
    )
    assert (
        refusal(charts.daily_columns, nothing, **DAILY)
        == "daily_columns: value='launched' has no number to draw"
    )


def test_two_rows_for_one_key_are_refused():
    twice = pl.DataFrame({"date": [date(2025, 4, 16)] * 2, "launched": [1, 2]})
    assert refusal(charts.daily_columns, twice, **DAILY) == (
        "daily_columns: expected one row for each date, got two for date 2025-04-16"
    )
    # Two days of one month are the same column.
    months = pl.DataFrame({"month": [date(2025, 4, 1), date(2025, 4, 30)], "n": [1, 2]})
    assert refusal(charts.monthly_columns, months, **MONTHLY) == (
        "monthly_columns: expected one row for each month, got two for month 2025-04-01"
    )


def test_a_window_runs_forwards():
    backwards = charts.Window("w", date(2025, 4, 2), date(2025, 4, 1), 1.0)
    assert refusal(charts.daily_columns, pandas_frame(STRIKES), **{**DAILY, "windows": [backwards]}) == (
        "daily_columns: window 'w' ends 2025-04-01 before it starts 2025-04-02"
    )


def test_a_colour_can_be_seen_on_paper():
    # Luminance of pure yellow: 0.2126 + 0.7152 = 0.9278; 1.05 / 0.9778 = 1.07.
    assert (
        "colour: expected a contrast of at least 3:1 with white paper, got '#ffff00' with 1.0:1"
        in refusal(
            charts.monthly_columns,
            pl.DataFrame({"month": [date(2025, 4, 1)], "n": [1]}),
            **{**MONTHLY, "colour": "#ffff00"},
        )
    )


def test_a_claim_has_a_kind_and_lies_in_its_range():
    frame = pandas_frame({**CLAIMS, "kind": ["rumour", *CLAIMS["kind"][1:]]})
    assert refusal(charts.claim_versus_sources, frame, **SOURCES) == (
        "claim_versus_sources: kind='kind' of 'The op-ed': "
        "expected one of ['op-ed', 'claim', 'independent'], got 'rumour'"
    )
    frame = pandas_frame({**CLAIMS, "high": [139.0, *CLAIMS["high"][1:]]})
    assert refusal(charts.claim_versus_sources, frame, **SOURCES) == (
        "claim_versus_sources: Killed or wounded, The op-ed: expected 0 <= low <= value <= high, got [140, 139]"
    )


def test_an_event_is_on_one_of_the_two_sides():
    frame = pandas_frame({**EVENTS, "side": ["cost", "cost", "neutral", "cost", "relief"]})
    assert refusal(charts.dated_events, frame, **SIDES) == (
        "dated_events: side='side': expected one of ['cost', 'relief'], got 'neutral'"
    )


def test_a_change_lies_in_its_range():
    frame = pl.DataFrame(
        {"days": [7], "change": [-30.0], "low": [-20.0], "high": [-10.0], "weapon": ["missiles"]}
    )
    arguments = {
        "length": "days",
        "change": "change",
        "low": "low",
        "high": "high",
        "group": "weapon",
        "unit": "%",
    }
    told = refusal(charts.window_robustness, frame, **arguments, colours={"missiles": "blue"}, **WORDS)
    assert told == "window_robustness: missiles, length 7: change -30 is outside -20 to -10"
    told = refusal(charts.window_robustness, frame, **arguments, colours={"drones": "blue"}, **WORDS)
    assert told == "window_robustness: group without a colour: expected one of ['drones'], got 'missiles'"


def test_a_stack_has_no_negative_part():
    frame = pl.DataFrame({"month": [date(2025, 4, 1)], "n": [-1.5], "donor": ["A"]})
    arguments = {
        "month": "month",
        "value": "n",
        "group": "donor",
        "unit": "euros",
        "colours": {"A": "amber"},
    }
    assert refusal(charts.stacked_columns, frame, **arguments, **WORDS) == (
        "stacked_columns: value='n': expected zero or more, got -1.5 for A, 2025-04-01"
    )


def test_panels_need_units_and_have_at_most_two_series():
    frame = pl.DataFrame(
        {"date": [date(2025, 4, 1)] * 3, "n": [1, 2, 3], "panel": ["p"] * 3, "series": ["a", "b", "c"]}
    )
    arguments = {"date": "date", "value": "n", "panel": "panel", "step": "month", **WORDS}
    told = refusal(charts.small_multiples, frame, **arguments, units={"q": "n"}, colours={"p": "ink"})
    assert told == "small_multiples: panel without a unit: expected one of ['q'], got 'p'"
    told = refusal(
        charts.small_multiples,
        frame,
        **arguments,
        series="series",
        units={"p": "n"},
        colours={"a": "ink", "b": "red", "c": "blue"},
    )
    assert told == "small_multiples: series='series': expected at most two series, got ['a', 'b', 'c']"


def test_a_dot_belongs_to_one_of_the_two_groups():
    frame = pl.DataFrame({"who": ["US", "US"], "when": ["before", "later"], "n": [1, 2]})
    told = refusal(
        charts.grouped_dots,
        frame,
        category="who",
        group="when",
        value="n",
        groups=("before", "after"),
        unit="events",
        **WORDS,
    )
    assert told == "grouped_dots: group='when': expected one of ['before', 'after'], got 'later'"


def test_the_first_text_that_is_no_number_or_date_is_named():
    frame = pl.DataFrame({"date": [date(2025, 4, at) for at in (16, 17, 18)], "launched": ["3", "1.5", "-"]})
    rest = "; leave this row out, or write NA where there is nothing"
    told = "daily_columns: value='launched', row 2: expected a number, got '-'"
    assert refusal(charts.daily_columns, frame, **DAILY) == told + rest
    assert refusal(charts.daily_columns, frame, **DAILY, aggregate="sum") == told + rest
    frame = pl.DataFrame({"date": ["2025-04-16", "2025-04-17", "Total"], "launched": [1, 2, 3]})
    told = "daily_columns: date='date', row 2: expected a date, got 'Total'"
    assert refusal(charts.daily_columns, frame, **DAILY) == told + rest
    assert refusal(charts.daily_columns, frame.lazy(), **DAILY, aggregate="sum") == told + rest


@pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Pacific/Auckland"])
def test_moments_in_a_zone_are_added_up_by_the_day_there(zone):
    taken = pd.to_datetime(["2025-01-31 23:30", "2025-02-01 00:00", "2025-02-28 12:00"]).tz_localize(zone)
    frame = pd.DataFrame({"month": taken, "n": [1, 2, 4]})
    for table in (
        frame,
        pl.from_pandas(frame),
        pl.from_pandas(frame).to_arrow(),
        pl.from_pandas(frame).lazy(),
    ):
        drawn = charts.monthly_columns(table, **MONTHLY, aggregate="sum").to_json()
        assert "January 2025: 1 n" in drawn and "February 2025: 6 n" in drawn


def test_a_column_that_comes_twice_is_named():
    twice = pd.DataFrame([[date(2025, 4, 1), 1, 2]], columns=["month", "n", "n"])
    assert refusal(charts.monthly_columns, twice, **MONTHLY) == (
        "monthly_columns: data: expected columns with different names, got 'n' 2 times"
    )


def test_whole_numbers_are_years_and_names_where_these_are_expected():
    frame = pd.DataFrame({"month": [2023, 2024], 2025: [3, 4]})
    drawn = charts.monthly_columns(frame, **{**MONTHLY, "value": 2025}).to_json()
    assert "January 2023: 3 n" in drawn and "January 2024: 4 n" in drawn
    added = charts.monthly_columns(frame, **{**MONTHLY, "value": "2025"}, aggregate="sum").to_json()
    assert "January 2023: 3 n" in added
    days = pd.DataFrame({"month": [date(2025, 4, 1)] * 2, "n": [1, 2], "cohort": [2024, 2025]})
    arguments = {"month": "month", "value": "n", "group": "cohort", "unit": "n", **WORDS}
    stacked = charts.stacked_columns(days, **arguments, colours={"2024": "teal", "2025": "blue"}).to_json()
    assert "April 2025, 2024: 1 n" in stacked
    for more in ({}, {"aggregate": "sum"}):
        told = refusal(
            charts.monthly_columns, pd.DataFrame({"month": [20240101], "n": [1]}), **MONTHLY, **more
        )
        assert "expected dates, got the number 20240101; convert the column first" in told
    told = refusal(charts.stacked_columns, days.assign(cohort=0.5), **arguments, colours={"2024": "teal"})
    assert told == "stacked_columns: group='cohort', row 0: expected text, got 0.5"


def test_rows_without_a_value_are_counted_when_they_are_added_up():
    days = [date(2025, 4, 1), date(2025, 4, 2), date(2025, 5, 1)]
    frame = pl.DataFrame({"month": days, "n": [1, None, 2]})
    assert charts.monthly_columns(frame, **MONTHLY, aggregate="sum").to_dict()["description"] == (
        "1 of 3 rows has no value."
    )
    # What an earlier chart added up is not said of the next.
    drawn = charts.monthly_columns(pl.DataFrame({"month": days[:1], "n": [1]}), **MONTHLY)
    assert "description" not in drawn.to_dict()


def test_a_number_too_large_for_whole_numbers_is_drawn():
    frame = pl.DataFrame({"month": [date(2025, 4, 1), date(2025, 5, 1)], "n": [6.02e23, 1.0]})
    assert "April 2025" in charts.monthly_columns(frame, **MONTHLY).to_json()


@pytest.mark.parametrize(
    ("example", "changed", "told"),
    [
        ("lines", {"width": 0}, "lines: width: expected a whole number above zero, got 0"),
        ("lines", {"height": 99.5}, "lines: height: expected a whole number above zero, got 99.5"),
        (
            "dated_events",
            {"pitch": True},
            "dated_events: pitch: expected a whole number above zero, got True",
        ),
        ("heatmap", {"middle": float("nan")}, "heatmap: middle: expected a finite number, got nan"),
        ("bars", {"reference": (float("inf"), "most")}, "bars: reference: expected a finite number, got inf"),
        ("bars", {"reference": (3,)}, "bars: reference: expected 2 values, got (3,)"),
        ("dated_events", {"hollow": "planned"}, "dated_events: hollow: expected a list, got text 'planned'"),
        ("scatter", {"trend": "cubic"}, "scatter: trend: expected one of ['linear', 'loess'], got 'cubic'"),
        (
            "hex_map",
            {"points": {"Town": (0, float("inf"))}},
            "hex_map: points['Town']: expected a finite number, got inf",
        ),
    ],
)
def test_what_the_type_of_an_argument_excludes_is_refused(example, changed, told, monkeypatch):
    real = getattr(charts, example)
    monkeypatch.setattr(charts, example, lambda data, **given: real(data, **{**given, **changed}))
    with pytest.raises(ContractError) as caught:
        EXAMPLES[example]()
    assert str(caught.value) == told
