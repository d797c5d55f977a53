"""Anybody's table: numbers of any size, any step of time, days outside the data, columns finer than a pixel, former names."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, get_args

import pandas as pd
import polars as pl
import pytest
from chart_extremes import BUILDERS, WORDS, Table, days, months
from hypothesis import given, seed
from hypothesis import strategies as st

from figures import charts, theme
from figures.charts import _parts
from figures.charts._amounts import ratios
from figures.charts._time import Step, following, step_text, steps
from figures.command import main
from figures.errors import ContractError
from figures.figure import draw
from figures.text import number_format

STEPS = get_args(Step)
MONTHLY: dict[str, Any] = {
    "month": "day",
    "value": "n",
    "unit": "visits",
    "colour": "teal",
    "title": "T",
}
STACKED = {
    **{key: MONTHLY[key] for key in ("month", "value", "unit", "title")},
    "group": "by",
    "colours": {"a": "amber"},
}
PANELS: dict[str, Any] = {
    **{"date": "day", "value": "n", "panel": "by", "step": "day"},
    **{"units": {"a": "visits"}, "colours": {"a": "amber"}, "title": "T"},
}
LEVELS: dict[str, Any] = {
    **{
        "date": "day",
        "value": "n",
        "series": "by",
        "unit": "visits",
        "colours": {"a": "amber"},
        "title": "T",
    }
}
PAIRED = {**LEVELS, "month": "day", "colours": {"a": "ink", "b": "amber"}, "nothing": "none"}
del PAIRED["date"]
DAILY: dict[str, Any] = {"date": "day", "value": "n", "windows": (), "unit": "visits", "title": "T"}
TIMED = {
    charts.monthly_columns: {**MONTHLY, "step": "day"},
    charts.stacked_columns: {**STACKED, "step": "day"},
    charts.small_multiples: PANELS,
    charts.estimates_over_time: LEVELS,
    charts.paired_months: {**PAIRED, "step": "day"},
}


def rows(chart: Any) -> list[dict[str, Any]]:
    return [row for values in chart.to_dict()["datasets"].values() for row in values]


def said(chart: Any) -> list[str]:
    return [row["said"] for row in rows(chart) if "said" in row]


def frame(when: list[date], amounts: list[float | None] | None = None) -> pl.DataFrame:
    return pl.DataFrame({"day": when, "n": amounts or [1.0] * len(when), "by": ["a"] * len(when)})


def refusal(function: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(ContractError) as caught:
        function(*args, **given)
    return str(caught.value)


def picture(chart: Any, px: int = draw.NARROW_PX) -> str:
    spec = {**chart.to_dict(), "config": theme.config("light")}
    spec.pop("title")
    return draw.svg(draw.fitted(spec, px))


def printed(svg: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)]


# Numbers


@pytest.mark.parametrize(
    ("values", "number", "labels"),
    [
        ([0.0041, 0.0034], "auto", "0.0041 → 0.0034"),
        ([68, 79.4], "auto", "68.0 → 79.4"),
        ([14_200_000_000, 900_000], "auto", "14.2bn → 900k"),
        ([0.123, 0.07], "percent", "12.3% → 7.0%"),
        ([1_500, 900], "${}", "$1,500 → $900"),
    ],
)
def test_the_labels_of_one_chart_are_printed_alike(values: list[float], number: str, labels: str) -> None:
    data = pl.DataFrame({"who": ["x"] * 2, "when": ["before", "after"], "n": [float(n) for n in values]})
    given = {
        "category": "who",
        "group": "when",
        "value": "n",
        "groups": ("before", "after"),
        "unit": "u",
        "title": "T",
    }
    chart = charts.grouped_dots(data, **given, number=number)
    assert [row["text"] for row in rows(chart) if "text" in row] == [labels]


def test_one_choice_of_numbers_for_axis_and_words() -> None:
    data = frame([date(2024, 1, 1), date(2024, 2, 1)], [1.4e10, 7e9])
    chart = charts.monthly_columns(data, **MONTHLY, number="€{:compact}")
    assert said(chart) == ["January 2024: €14bn visits", "February 2024: €7bn visits"]
    assert {"€0", "€5bn", "€10bn"} <= set(printed(picture(chart)))


@pytest.mark.parametrize(
    "name", sorted(set(BUILDERS) - {"counted_cells", "dated_events", "durations", "event_lanes", "hex_map", "named_events", "scorecard"})
)  # fmt: skip
def test_every_chart_that_prints_numbers_refuses_an_unknown_way_to(name: str) -> None:
    function = getattr(charts, name)

    def draw_with(*args: Any, **given: Any) -> Any:
        return function(*args, **given, number="nice")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, name, draw_with)
        assert re.match(rf"{name}: (x_)?number: expected 'auto', ", refusal(BUILDERS[name], Table()))


def test_means_of_windows_are_printed_alike() -> None:
    windows = [
        charts.Window("a", date(2024, 1, 1), date(2024, 1, 2)),
        charts.Window("b", date(2024, 1, 3), date(2024, 1, 5)),
    ]
    data = frame(days(5, date(2024, 1, 1)), [0.004, 0.002, 0.001, 0.002, 0.004])
    chart = charts.daily_columns(data, **{**DAILY, "windows": windows})
    assert [row["mean"] for row in rows(chart) if "mean" in row and "label" in row][:2] == [
        "mean 0.00300",
        "mean 0.00233",
    ]
    assert said(chart)[0] == "1 January 2024: 0.004 visits"


# Steps of time


@pytest.mark.parametrize(
    ("step", "gap"),
    [
        ("day", "1 day"),
        ("week", "1 week"),
        ("month", "1 month"),
        ("quarter", "1 quarter"),
        ("year", "1 year"),
    ],
)
def test_columns_of_any_step_speak_of_it_and_count_its_gaps(step: Step, gap: str) -> None:
    each = steps(date(2024, 1, 1), date(2029, 1, 1), step)[:5]
    data = frame([at for at in each if at != each[2]])
    chart = charts.monthly_columns(data, **MONTHLY, step=step)
    assert said(chart) == [f"{step_text(at, step)}: 1 visits" for at in each if at != each[2]]
    assert chart.description == f"1 of 5 {step}s has no value."
    assert f"no figure ({gap})" in [row.get("label") for row in rows(chart)]
    columns = [(row["date"], row["end"]) for row in rows(chart) if "said" in row]
    assert columns[0] == (each[0].isoformat(), each[1].isoformat())

    stacked = charts.stacked_columns(data, **STACKED, step=step)
    assert said(stacked)[0] == f"{step_text(each[0], step)}, a: 1 visits"
    panels = charts.small_multiples(data, **{**PANELS, "step": step})
    assert said(panels)[0] == f"{step_text(each[0], step)}: 1"
    assert panels.description == f"a: 1 of 5 {step}s has no value."
    pairs = charts.paired_months(data, **PAIRED, step=step)
    assert said(pairs)[0] == f"{step_text(each[0], step)}, a: 1"


def test_quarters_add_up_their_months() -> None:
    data = frame(months(6, date(2024, 1, 1)), [1, 2, 3, 4, 5, 6])
    chart = charts.monthly_columns(data, **MONTHLY, step="quarter", aggregate="sum")
    assert said(chart) == ["Q1 2024: 6 visits", "Q2 2024: 15 visits"]


def test_weeks_begin_where_the_tables_do() -> None:
    thursdays = [date(2024, 1, 4) + timedelta(days=7 * at) for at in range(3)]
    assert (
        said(charts.monthly_columns(frame(thursdays), **MONTHLY, step="week"))[0]
        == "week of 4 January 2024: 1 visits"
    )
    mixed = [date(2024, 1, 4), date(2024, 1, 12)]
    assert (
        said(charts.monthly_columns(frame(mixed), **MONTHLY, step="week"))[1]
        == "week of 8 January 2024: 1 visits"
    )


def test_an_unknown_step_is_refused() -> None:
    assert "step: expected one of ['day', 'week', 'month', 'quarter', 'year'], got 'decade'" in refusal(
        charts.monthly_columns, frame([date(2024, 1, 1)]), **MONTHLY, step="decade"
    )


def test_two_monthly_columns_have_two_months_below_them() -> None:
    words = printed(picture(charts.monthly_columns(frame([date(2024, 1, 1), date(2024, 2, 1)]), **MONTHLY)))
    assert {"Feb"} <= set(words)
    assert [word for word in words if "Jan" in word] == ["Jan2024"]


# Columns that would be hairlines


@pytest.mark.parametrize(("count", "kind"), [(131, "bar"), (132, "area"), (365, "area")])
def test_columns_below_two_pixels_are_an_area_with_gaps_and_a_sentence_for_each_step(
    count: int, kind: str
) -> None:
    when = days(count, date(2024, 1, 1))
    data = frame(when, [None if at in (3, 4) else float(at) for at in range(count)])
    chart = charts.monthly_columns(data, **MONTHLY, step="day")
    assert len(said(chart)) == count - 2
    drawn = {layer["mark"]["type"] for layer in chart.to_dict()["layer"]}
    assert kind in drawn
    area = [row for row in rows(chart) if "run" in row]
    if kind == "area":
        # Three days, the end of the third; then from the sixth day to the end of the last.
        ends = [[row["date"] for row in area if row["run"] == run] for run in (0, 1)]
        assert [(own[0], own[-1], len(own)) for own in ends] == [
            ("2024-01-01", "2024-01-04", 4),
            ("2024-01-06", (when[-1] + timedelta(days=1)).isoformat(), count - 4),
        ]
    assert chart.description == f"2 of {count} days have no value."


def test_other_charts_of_columns_have_an_area_too() -> None:
    data = frame(days(200, date(2024, 1, 1)))
    for chart in (
        charts.daily_columns(data, **DAILY),
        charts.stacked_columns(data, **STACKED, step="day"),
        charts.small_multiples(data, **PANELS),
    ):
        spec = chart.to_dict()
        layers = spec.get("layer") or spec["vconcat"][0]["layer"]
        assert {"area", "bar"} <= {layer["mark"]["type"] for layer in layers}
        assert len(said(chart)) == 200
        assert "NaN" not in picture(chart)


def test_a_marked_period_of_an_area_keeps_its_look() -> None:
    data = frame(days(200, date(2024, 1, 1)))
    chart = charts.monthly_columns(data, **MONTHLY, step="day", marked=(date(2024, 2, 1), date(2024, 2, 10)))
    marked = [row["date"] for row in rows(chart) if "run" in row and row["opacity"] == 1]
    assert (marked[0], marked[-1], len(marked)) == ("2024-02-01", "2024-02-11", 11)


# Days outside the data


@pytest.mark.parametrize("function", TIMED, ids=lambda function: function.__name__)
def test_a_rule_outside_the_days_drawn_is_refused_with_the_first_and_the_last(function: Any) -> None:
    data = frame(days(4, date(2024, 3, 1)))
    for day in (date(2099, 1, 1), date(2024, 2, 29), date(2024, 3, 5)):
        assert refusal(function, data, **TIMED[function], rules=[(day, "typo")]) == (
            f"{function.__name__}: rules: expected a day from 2024-03-01 to 2024-03-04, which is drawn, got {day}"
        )
    function(data, **TIMED[function], rules=[(date(2024, 3, 1), "first"), (date(2024, 3, 4), "last")])


def test_a_rule_within_the_last_month_is_drawn() -> None:
    data = frame([date(2024, 3, 1), date(2024, 4, 1)])
    charts.monthly_columns(data, **MONTHLY, rules=[(date(2024, 4, 30), "last day")])
    assert "got 2024-05-01" in refusal(
        charts.monthly_columns, data, **MONTHLY, rules=[(date(2024, 5, 1), "x")]
    )


@seed(14)
@given(st.dates(date(100, 1, 1), date(2300, 1, 1)), st.sampled_from(list(TIMED)), st.sampled_from(STEPS))
def test_nothing_is_drawn_beside_the_plot_for_a_rule_at_any_date(
    day: date, function: Any, step: Step
) -> None:
    each = steps(date(2024, 1, 1), date(2034, 1, 1), step)[:8]
    given = TIMED[function] if function is charts.estimates_over_time else {**TIMED[function], "step": step}
    last = (
        each[-1] if function is charts.estimates_over_time else following(each[-1], step) - timedelta(days=1)
    )
    inside = each[0] <= day <= last
    if not inside:
        assert "rules: expected a day from" in refusal(function, frame(each), **given, rules=[(day, "x")])
        return
    chart = function(frame(each), **given, rules=[(day, "x")])
    dated = [row[part] for row in rows(chart) for part in ("date", "end") if row.get(part)]
    assert min(dated) >= each[0].isoformat()
    assert max(dated) <= following(each[-1], step).isoformat()


@pytest.mark.parametrize("day", [date(2024, 3, 1), date(2024, 3, 2), date(2024, 3, 4)])
@pytest.mark.parametrize("function", TIMED, ids=lambda function: function.__name__)
def test_the_picture_is_as_wide_as_asked_with_a_rule_on_the_first_and_the_last_day(
    function: Any, day: date
) -> None:
    chart = function(frame(days(4, date(2024, 3, 1))), **TIMED[function], rules=[(day, "a rule with words")])
    assert draw.size(picture(chart))[0] == draw.NARROW_PX


@pytest.mark.parametrize(
    "function",
    [charts.monthly_columns, charts.stacked_columns, charts.small_multiples],
    ids=lambda function: function.__name__,
)
def test_a_marked_period_runs_forward_and_lies_in_the_data(function: Any) -> None:
    data, given = frame(days(4, date(2024, 3, 1))), TIMED[function]
    name = function.__name__
    backwards = (date(2024, 3, 3), date(2024, 3, 2))
    assert (
        refusal(function, data, **given, marked=backwards)
        == f"{name}: marked: ends 2024-03-02 before it starts 2024-03-03"
    )
    for period in ((date(2024, 2, 1), date(2024, 2, 29)), (date(2024, 3, 5), date(2024, 4, 1))):
        assert refusal(function, data, **given, marked=period).startswith(
            f"{name}: marked: expected a period between 2024-03-01 and 2024-03-04, which is drawn, got {period[0]} to "
        )
    # Of a period that goes on, what is drawn is marked.
    bands = [
        row
        for row in rows(function(data, **given, marked=(date(2024, 3, 3), date(2030, 1, 1))))
        if row.get("end") and "label" in row
    ]
    assert {(row["date"], row["end"]) for row in bands} == {("2024-03-03", "2024-03-05")}


def test_windows_days_and_lengths_to_point_out_lie_in_the_data() -> None:
    data = frame(days(4, date(2024, 3, 1)))
    drawn = "expected a day from 2024-03-01 to 2024-03-04, which is drawn, got"
    assert (
        refusal(charts.daily_columns, data, **DAILY, marked=[(date(2024, 3, 5), "x")])
        == f"daily_columns: marked: {drawn} 2024-03-05"
    )
    window = charts.Window("w", date(2024, 2, 28), date(2024, 3, 2))
    assert (
        refusal(charts.daily_columns, data, **{**DAILY, "windows": [window]})
        == f"daily_columns: windows: {drawn} 2024-02-28"
    )

    def lengths(**marked: Any) -> Any:
        table = pl.DataFrame({"n": [7, 8], "c": [1, 2], "low": [1, 2], "high": [1, 2], "by": ["a", "a"]})
        names = {
            "length": "n",
            "change": "c",
            "low": "low",
            "high": "high",
            "group": "by",
            "unit": "u",
            "title": "T",
        }
        return charts.window_robustness(table, **names, colours={"a": "ink"}, **marked)

    assert refusal(lengths, marked=(9, "x")) == (
        "window_robustness: marked: expected a length from 7 to 8, which is drawn, got 9"
    )


@pytest.mark.parametrize("name", ["monthly_columns", "estimates_over_time", "dated_events"])
def test_a_year_that_vega_reads_as_another_is_refused(name: str) -> None:
    for day in (date(99, 12, 31), date(9999, 1, 1)):
        assert refusal(BUILDERS[name], Table(dates=[day])).endswith(
            f"row 0: expected a year from 100 to 9998, got {day}"
        )
    assert "100" in said(BUILDERS[name](Table(dates=[date(100, 1, 1)])))[0]


def test_half_a_century_has_a_tick_for_each_decade_and_none_behind_it() -> None:
    data = frame([date(year, 1, 1) for year in range(1960, 2008)])
    words = printed(picture(charts.estimates_over_time(data, **LEVELS)))
    assert [word for word in words if word.isdigit() and len(word) == 4] == [
        "1960",
        "1970",
        "1980",
        "1990",
        "2000",
    ]


# Ratios


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([38, 70], ["40", "50", "60", "70"]),
        ([191.3, 3173.9], ["200", "500", "1,000", "2,000"]),
        ([22, 150], ["20", "30", "50", "100"]),
        ([0.002, 0.9], ["0.01", "0.1", "1"]),
        ([12, 12], ["10", "20"]),
    ],
)  # fmt: skip
def test_ratio_axes_of_real_amounts(values: list[float], labels: list[str]) -> None:
    assert list(ratios(values, number_format("auto", values)).labels) == labels


AMOUNTS = st.builds(
    lambda digits, power: float(f"{digits}e{power - 3}"), st.integers(1, 9999), st.integers(-12, 15)
)


@seed(14)
@given(AMOUNTS, st.floats(1, 10).map(lambda power: 10 ** (power - 1)), st.integers(4, 6))
def test_a_ratio_axis_encloses_the_data_with_two_ticks_or_more(low: float, times: float, most: int) -> None:
    high = low * times
    found = ratios([low, high], number_format("auto", [low, high]), most=most)
    assert 2 <= len(found.ticks) <= most
    assert len(set(found.labels)) == len(found.labels)
    assert list(found.ticks) == sorted(found.ticks)
    assert 0 < found.low <= min(low, found.ticks[0])
    assert found.high >= max(high, found.ticks[-1])
    if times > 1.001:
        assert (low / found.low) * (found.high / high) <= times**0.2 * 1.0001


# Keys, hexagons, subtitles


def test_the_entries_of_a_key_stand_evenly_apart() -> None:
    layers, _ = _parts.key([(name, _parts.RING) for name in ("Illinois", "MMM", "il")], 0)
    marks = [layer.to_dict()["encoding"]["x"]["value"] for layer in layers if layer.mark.type == "point"]
    wide = [_parts.text_px(name) for name in ("Illinois", "MMM")]
    between = [later - earlier - text for earlier, later, text in zip(marks, marks[1:], wide, strict=False)]
    assert between == pytest.approx([30, 30], abs=1)


def test_letters_are_measured_as_the_renderer_sets_them() -> None:
    # Vega makes a drawing as wide as its text.
    for text in ("Illinois", "WMMWW", "Aid, 12.5 (per cent)", "Mecklenburg-Vorpommern"):
        spec = {
            "data": {"values": [{}]},
            "mark": {"type": "text", "text": text, "fontSize": 12, "align": "left", "baseline": "top"},
            "encoding": {"x": {"value": 0}, "y": {"value": 0}},
            "width": 1, "height": 20, "padding": 0, "config": theme.config("light"),
        }  # fmt: skip
        assert draw.size(draw.svg(spec))[0] == pytest.approx(_parts.text_px(text), abs=3)


def test_a_name_is_cut_only_where_it_is_longer_than_a_line_and_then_at_its_hyphen() -> None:
    assert _parts.wrap("non-response rate", 13) == ["non-response", "rate"]
    assert _parts.wrap("Mecklenburg-Vorpommern", 11) == ["Mecklenburg-", "Vorpommern"]
    assert _parts.wrap("x" * 20, 11) == ["x" * 18, "x" * 2]


def test_a_map_of_no_region_in_particular_is_of_hexagons() -> None:
    data = pd.DataFrame({"x": [0.0, 20.0], "y": [0.0, 0.0], "r": ["a", "b"], "s": [0.3, 0.7]})
    columns = {"x": "x", "y": "y", "region": "r", "share": "s"}
    chart = charts.hex_map(
        data, **columns, across=20, names={}, steps=[(0, "none"), (0.5, "half")], colour="teal", title="T"
    )
    assert said(chart) == ["a: none", "b: half"]
    assert not [row for row in rows(chart) if "west" in row]


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_a_subtitle_may_be_left_out_and_leaves_no_empty_line(name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(WORDS, "subtitle")
        assert BUILDERS[name](Table()).to_dict()["title"] == {"text": WORDS["title"]}


# Former names


@pytest.mark.parametrize(("former", "name"), list(charts.RENAMED.items()))
def test_a_former_name_works_and_says_the_present_one(
    former: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert former not in charts.__all__
    with (
        pytest.warns(DeprecationWarning, match=f"^figures.charts.{former} is {name} now$") as caught,
        pytest.raises(TypeError),
    ):
        getattr(charts, former)()
    assert caught[0].filename == __file__
    with pytest.raises(SystemExit, match="0"):
        main(["show", former, "--help"])
    told = capsys.readouterr()
    assert told.err == f"figures: {former} is {name} now\n"
    assert "--title" in told.out
    with pytest.raises(SystemExit):
        main(["show", "--help"])
    listed = capsys.readouterr().out
    assert former not in listed
    assert name in listed


def test_daily_columns_take_longer_steps_and_means_of_those_that_start_in_a_window() -> None:
    data = frame(months(6, date(2024, 1, 15)), [1, 2, 3, None, 5, 6])
    window = charts.Window("spring", date(2024, 2, 1), date(2024, 5, 31))
    options = {**DAILY, "windows": [window], "marked": [(date(2024, 3, 20), "equinox")]}
    chart = charts.daily_columns(data, **options, step="month")
    assert said(chart) == [f"{month} 2024: {n} visits" for month, n in zip(["January", "February", "March", "May", "June"], [1, 2, 3, 5, 6], strict=True)]  # fmt: skip
    assert {row["mean"] for row in rows(chart) if "mean" in row and "label" in row} == {"mean 3.3"}
    assert chart.description == "1 of 6 months has no value."
    assert [row["opacity"] for row in rows(chart) if "opacity" in row] == [0.7, 0.7, 1, 0.7, 0.7]
    told = refusal(charts.daily_columns, data, **DAILY, step="month", adjustable=True)
    assert told == "daily_columns: step: expected one of ['day'], got 'month'"


def test_panels_of_one_unit_have_one_scale_unless_told_otherwise() -> None:
    each = months(2, date(2024, 1, 1))
    data = pd.DataFrame(
        {"date": each * 3, "value": [10, 20, 100, 200, 1, 2], "panel": ["a"] * 2 + ["b"] * 2 + ["c"] * 2}
    )

    def tops(**more: Any) -> list[float]:
        chart = charts.small_multiples(
            data, date="date", value="value", panel="panel", step="month", units={"a": "kg", "b": "kg", "c": "m"}, title="T", **more
        )  # fmt: skip
        spec = chart.to_dict()["vconcat"]
        axes = [layer["encoding"]["y"] for view in spec for layer in view["layer"] if "scale" in layer["encoding"].get("y", {})]  # fmt: skip
        return [axis["scale"]["domain"][1] for axis in axes]

    assert tops() == [200, 200, 2]
    assert tops(scales="panel") == [20, 200, 2]
