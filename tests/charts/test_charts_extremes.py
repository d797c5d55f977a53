"""Tables that nobody has in mind when drawing: each chart function draws them right, or says in a sentence why it does not."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import polars as pl
import pytest
from chart_extremes import BUILDERS, WORDS, Table, days, months

from figures import charts, theme
from figures.charts._limits import LIMITS
from figures.errors import ContractError
from figures.figure import draw

EVERY = sorted(BUILDERS)
SUMMED_UP = {"distribution", "histogram"}  # any number of rows, each key as often as it comes
DATED = sorted(
    set(BUILDERS)
    - SUMMED_UP
    - {"bars", "choropleth", "claim_versus_sources", "counted_cells", "grouped_dots", "hex_map", "durations"}
    - {"part_of_whole", "scatter", "scorecard", "slope", "window_robustness"}
)
MONTHLY = {"monthly_columns", "stacked_columns", "paired_months"}
WITHOUT_ZERO = {"choropleth", "distribution", "heatmap", "histogram", "scatter", "slope"}
WITHOUT_AMOUNT = {"dated_events", "event_lanes", "named_events", "scorecard"}
LONG = (
    "ministry of the interior and of the affairs of the many regions that no table here has, with a note on how it was "
    "counted and who was asked, and why the figure of the year before was changed later on"
)[:200].ljust(200, "…")
HEBREW, ARABIC = "תל אביב 24 (צפון)", "عدد 12 (شمال)"


def rows(chart) -> list[dict]:
    return [row for values in chart.to_dict()["datasets"].values() for row in values]


def said(chart) -> list[str]:
    return [row["said"] for row in rows(chart) if "said" in row]


def refusal(function, *arguments, **options) -> str:
    with pytest.raises(ContractError) as caught:
        function(*arguments, **options)
    return str(caught.value)


def drawn(chart, px: int = draw.NARROW_PX) -> tuple[dict, str]:
    spec = {**chart.to_dict(), "config": theme.config()}
    spec.pop("title")
    spec = draw.fitted(spec, px)
    return spec, draw.svg(spec)


def words(picture: str) -> str:
    found = re.sub(r"</tspan>", " ", "\n".join(re.findall(r"<text[^>]*>(.*?)</text>", picture, re.DOTALL)))
    return re.sub(r"<[^>]+>", "", found)


def test_every_chart_function_has_a_builder_and_a_limit():
    functions = {name for name in charts.__all__ if name[0].islower()}
    assert set(BUILDERS) == functions
    assert {name.partition(" ")[0] for name, _ in LIMITS} == functions


ONE = {
    "choropleth": ["Kyiv: 12 events"],
    "heatmap": ["4 March 2025, Kyiv: 12 events"],
    "distribution": ["Kyiv: 12 events", "Kyiv: median 12, half of 1 rows from 12 to 12 events"],
    "histogram": ["12 events, Kyiv: 1 (100%)"],
    "bars": ["Kyiv: 12 events"],
    "claim_versus_sources": ["Kyiv, Kyiv: 12"],
    "estimates_over_time": ["4 March 2025, Kyiv: 12"],
    "counted_cells": ["Kyiv: kyiv"] * 12,
    "daily_columns": ["4 March 2025: 12 events"],
    "dated_events": ["4 March 2025: Kyiv (done)"],
    "event_lanes": ["4 March 2025: Kyiv (Kyiv)"],
    "grouped_dots": ["Kyiv, before: 12 events"],
    "hex_map": ["Kyiv: Kyiv"],
    "durations": ["Kyiv: Kyiv"],
    "lines": ["4 March 2025, Kyiv: 12 events"],
    "monthly_columns": ["March 2025: 12 events"],
    "named_events": ["4 March 2025: Kyiv"],
    "paired_months": ["March 2025, Kyiv: 12"],
    "part_of_whole": ["Kyiv: Kyiv"],
    "scatter": ["Kyiv: 12 events, 12 events"],
    "scorecard": ["Kyiv: came true"],
    "slope": ["Kyiv, before: 12 events"],
    "small_multiples": ["4 March 2025: 12"],
    "stacked_area": ["4 March 2025, Kyiv: 12 events"],
    "stacked_columns": ["March 2025, Kyiv: 12 events"],
    "window_robustness": ["Kyiv, 7 length of the window in days: +12 (+12 to +12) events"],
}


@pytest.mark.parametrize("name", EVERY)
def test_one_row_is_one_mark(name):
    chart = BUILDERS[name](Table())
    assert said(chart) == ONE[name]
    _, picture = drawn(chart)
    assert draw.size(picture)[0] == draw.NARROW_PX
    assert "NaN" not in picture and "undefined" not in words(picture)


def test_one_row_of_a_line_is_a_dot():
    for name in ("estimates_over_time", "window_robustness"):
        layers = BUILDERS[name](Table()).to_dict()["layer"]
        assert [layer["mark"]["size"] for layer in layers if layer["mark"]["type"] == "point"][:1] == [28], (
            name
        )


@pytest.mark.parametrize("name", DATED)
def test_one_category_over_several_dates(name):
    when = months(3, date(2025, 1, 1)) if name in MONTHLY else days(3)
    told = said(BUILDERS[name](Table(dates=when)))
    assert len(told) == 3
    assert [" ".join(ONE[name][0].split()[-1:]) in one for one in told] == [True] * 3
    assert all("2025" in one for one in told)


ZERO_REFUSED = {
    "durations": "durations: Kyiv: expected 1 <= shortest <= longest, got [0, 0]",
    "paired_months": "paired_months: value='value': expected more than zero, got 0 for Kyiv, 2025-03-01; leave it empty where there is no ratio",
}
ZERO = {
    "choropleth": ["Kyiv: 0 events"],
    "heatmap": ["4 March 2025, Kyiv: 0 events"],
    "distribution": ["Kyiv: 0 events", "Kyiv: median 0, half of 1 rows from 0 to 0 events"],
    "histogram": ["0 events, Kyiv: 1 (100%)"],
    "bars": ["Kyiv: 0 events"],
    "claim_versus_sources": ["Kyiv, Kyiv: 0"],
    "estimates_over_time": ["4 March 2025, Kyiv: 0"],
    "counted_cells": [],
    "daily_columns": ["4 March 2025: 0 events"],
    "grouped_dots": ["Kyiv, before: 0 events"],
    "hex_map": ["Kyiv: none"],
    "lines": ["4 March 2025, Kyiv: 0 events"],
    "monthly_columns": ["March 2025: 0 events"],
    "part_of_whole": ["Kyiv: Kyiv"],
    "scatter": ["Kyiv: 0 events, 0 events"],
    "slope": ["Kyiv, before: 0 events"],
    "small_multiples": ["4 March 2025: 0"],
    "stacked_area": ["4 March 2025, Kyiv: 0 events"],
    "stacked_columns": [],
    "window_robustness": ["Kyiv, 7 length of the window in days: 0 (0 to 0) events"],
}


@pytest.mark.parametrize("name", sorted(set(EVERY) - WITHOUT_AMOUNT))
def test_all_zero(name):
    table = Table(value=0)
    if name in ZERO_REFUSED:
        assert refusal(BUILDERS[name], table) == ZERO_REFUSED[name]
        return
    chart = BUILDERS[name](table)
    assert said(chart) == ZERO[name]
    assert "NaN" not in draw.svg(chart.to_dict())
    if name == "counted_cells":
        assert "none" in [row.get("text") for row in rows(chart)]


MISSING_REFUSED = {
    "choropleth": "value='value' has no number to draw",
    "heatmap": "value='value' has no number to draw",
    "distribution": "value='value' has no number to draw",
    "histogram": "value='value' has no number to draw",
    "bars": "value='value' has no number to draw",
    "estimates_over_time": "value='value' has no number to draw",
    "counted_cells": "count='count', row 0: expected a number, got a missing value",
    "daily_columns": "value='n' has no number to draw",
    "grouped_dots": "value='value' has no number to draw",
    "hex_map": "share='share', row 0: expected a number, got a missing value",
    "lines": "y='y' has no number to draw",
    "monthly_columns": "value='n' has no number to draw",
    "paired_months": "value='value' has no number to draw",
    "part_of_whole": "part='part', row 0: expected a number, got a missing value",
    "scatter": "x='x' has no number to draw",
    "slope": "value='value' has no number to draw",
    "small_multiples": "value='n' has no number to draw",
    "stacked_area": "y='y', row 0: expected a number, got a missing value",
    "stacked_columns": "value='n', row 0: expected a number, got a missing value",
    "window_robustness": "change='change', row 0: expected a number, got a missing value",
}


@pytest.mark.parametrize("name", sorted(MISSING_REFUSED))
def test_all_missing_is_not_a_chart(name):
    assert refusal(BUILDERS[name], Table(value=None)) == f"{name}: {MISSING_REFUSED[name]}"


def test_all_missing_is_said_in_words_where_a_case_without_a_number_is_a_finding():
    assert said(BUILDERS["claim_versus_sources"](Table(value=None))) == ["Kyiv, Kyiv: no figure given"]
    durations = BUILDERS["durations"](Table(value=None))
    assert [row["words"] for row in rows(durations) if "words" in row] == ["Kyiv"]
    assert said(durations) == []


NEGATIVE = {
    "choropleth": ["Kyiv: −12 events"],
    "heatmap": ["4 March 2025, Kyiv: −12 events"],
    "distribution": ["Kyiv: −12 events", "Kyiv: median −12, half of 1 rows from −12 to −12 events"],
    "histogram": ["−12 events, Kyiv: 1 (100%)"],
    "bars": ["Kyiv: −12 events"],
    "estimates_over_time": ["4 March 2025, Kyiv: −12"],
    "daily_columns": ["4 March 2025: −12 events"],
    "lines": ["4 March 2025, Kyiv: −12 events"],
    "monthly_columns": ["March 2025: −12 events"],
    "scatter": ["Kyiv: −12 events, −12 events"],
    "slope": ["Kyiv, before: −12 events"],
    "small_multiples": ["4 March 2025: −12"],
    "window_robustness": ["Kyiv, 7 length of the window in days: −12 (−12 to −12) events"],
}
ACROSS = {"bars"}
NEGATIVE_REFUSED = {
    "claim_versus_sources": "Kyiv, Kyiv: expected 0 <= low <= value <= high, got [-12]",
    "counted_cells": "count='count': expected a whole number of zero or more, got -12 for Kyiv, Kyiv",
    "grouped_dots": "value='value': expected zero or more, got -12",
    "hex_map": "share='share': expected 0 to 1, got -0.12",
    "durations": "Kyiv: expected 1 <= shortest <= longest, got [-12, -12]",
    "paired_months": "value='value': expected more than zero, got -12 for Kyiv, 2025-03-01; leave it empty where there is no ratio",
    "part_of_whole": "Kyiv: expected 0 <= part <= whole, got -12 of -24",
    "stacked_area": "y='y': expected zero or more, got -12 for Kyiv, 2025-03-04",
    "stacked_columns": "value='n': expected zero or more, got -12 for Kyiv, 2025-03-01",
}


@pytest.mark.parametrize("name", sorted(set(EVERY) - WITHOUT_AMOUNT))
def test_negative_amounts_stand_below_zero_or_are_refused(name):
    if name in NEGATIVE_REFUSED:
        assert refusal(BUILDERS[name], Table(value=-12)) == f"{name}: {NEGATIVE_REFUSED[name]}"
        return
    chart = BUILDERS[name](Table(value=-12))
    assert said(chart) == NEGATIVE[name]
    if name in WITHOUT_ZERO:
        return
    spec = chart.to_dict()
    layers = spec.get("layer") or spec["vconcat"][0]["layer"]
    channel = "x" if name in ACROSS else "y"
    scales = [layer["encoding"].get(channel, {}).get("scale", {}).get("domain") for layer in layers]
    low, high = next(domain for domain in scales if domain)
    assert low <= -12 <= high
    assert high == 0 or name in WITHOUT_ZERO


MANY = {
    "choropleth": "shapes: expected at most 4,000 areas",
    "heatmap": "y: expected at most 100 lines of text",
    "distribution": "category: expected at most 100 lines of text",
    "bars": "category: expected at most 100 lines of text",
    "claim_versus_sources": "source: expected at most 100 lines of text",
    "estimates_over_time": "series: expected at most 8 colours",
    "counted_cells": "group: expected at most 100 lines of text",
    "dated_events": "date: expected at most 1,000 dots",
    "event_lanes": "date: expected at most 1,000 dots",
    "grouped_dots": "category: expected at most 100 lines of text",
    "hex_map": "x: expected at most 4,000 hexagons",
    "durations": "case: expected at most 100 lines of text",
    "lines": "series: expected at most 60 lines",
    "named_events": "date: expected at most 150 named events",
    "part_of_whole": "category: expected at most 100 lines of text",
    "scatter": "x: expected at most 1,000 points",
    "scorecard": "item: expected at most 100 lines of text",
    "slope": "category: expected at most 100 lines",
    "small_multiples": "panel: expected at most 20 lanes",
    "stacked_area": "group: expected at most 8 colours",
    "stacked_columns": "group: expected at most 8 colours",
    "window_robustness": "group: expected at most 4 kinds of dashes",
}
MANY_DATES = {
    "heatmap": "x: expected at most 640 columns",
    "estimates_over_time": "date: expected at most 4,000 dates",
    "daily_columns": "date: expected at most 640 columns",
    "lines": "x: expected at most 4,000 dates",
    "monthly_columns": "month: expected at most 640 columns",
    "paired_months": "month: expected at most 120 pairs of dots",
    "small_multiples": "date: expected at most 640 columns",
    "stacked_area": "x: expected at most 4,000 dates",
    "stacked_columns": "month: expected at most 640 columns",
    "window_robustness": "length: expected at most 1,000 window lengths",
}


@pytest.mark.parametrize("name", sorted(MANY))
def test_ten_thousand_categories_are_refused_with_what_to_do(name):
    assert "expected at most" in refusal(
        BUILDERS[name], Table(labels=[f"place {at}" for at in range(10_000)])
    )
    over = int(re.search(r"[\d,]+", MANY[name])[0].replace(",", "")) + 1
    told = refusal(BUILDERS[name], Table(labels=[f"place {at}" for at in range(over)]))
    assert told.startswith(f"{name}: {MANY[name]}, got {over:,}; "), told


@pytest.mark.parametrize("name", sorted(MANY_DATES))
def test_ten_thousand_dates_are_refused_with_what_to_do(name):
    when = months(10_000) if name in MONTHLY else days(10_000, date(1990, 1, 1))
    assert "expected at most" in refusal(BUILDERS[name], Table(dates=when))
    over = int(re.search(r"[\d,]+", MANY_DATES[name])[0].replace(",", "")) + 1
    told = refusal(BUILDERS[name], Table(dates=when[:over]))
    assert told.startswith(f"{name}: {MANY_DATES[name]}, got {over:,}; "), told


def test_every_function_refuses_ten_thousand_of_something():
    assert set(MANY) | set(MANY_DATES) == set(EVERY) - {"histogram"}


def test_a_line_holds_more_dates_than_columns():
    chart = BUILDERS["small_multiples"](Table(dates=days(640)))
    assert len(said(chart)) == 640
    with pytest.raises(ContractError, match="small_multiples with mark='line': date: expected at most 4,000"):
        charts.small_multiples(
            pl.DataFrame({"date": days(4001, date(2000, 1, 1)), "n": 1, "p": "p"}),
            date="date",
            value="n",
            panel="p",
            units={"p": "n"},
            colours={"p": "ink"},
            step="day",
            mark="line",
            **WORDS,
        )


def test_a_pile_of_dots_has_a_limit_of_its_own():
    told = refusal(BUILDERS["dated_events"], Table(labels=[f"event {at}" for at in range(61)]))
    assert told.startswith("dated_events: bin_days: expected at most 60 dots in a stack, got 61; ")


@pytest.mark.parametrize("name", DATED)
def test_midnight_with_a_zone_is_the_local_date(name):
    for zone in (ZoneInfo("Europe/Kyiv"), ZoneInfo("America/New_York")):
        told = said(BUILDERS[name](Table(dates=[datetime(2025, 3, 4, tzinfo=zone)])))
        assert told == ONE[name]


@pytest.mark.parametrize("name", DATED)
def test_midnight_elsewhere_is_a_time_of_day_and_refused(name):
    midnight_in_kyiv = datetime(2025, 3, 3, 22, tzinfo=UTC)
    told = refusal(BUILDERS[name], Table(dates=[midnight_in_kyiv]))
    assert re.fullmatch(
        rf"{name}: (date|month|x)='\w+', row 0: expected a date, got a time of day 2025-03-03T22:00:00.*",
        told,
    )


def test_pandas_days_with_a_zone_are_local_dates():
    frame = pd.DataFrame({"date": pd.to_datetime(["2025-03-04"]).tz_localize("Europe/Kyiv"), "n": [12]})
    chart = charts.daily_columns(frame, date="date", value="n", windows=(), unit="events", **WORDS)
    assert said(chart) == ["4 March 2025: 12 events"]


TWICE_IS_TWO = {"dated_events", "event_lanes", "named_events", "scatter"}
KEYS = {
    "choropleth": "key, got two for key Kyiv",
    "heatmap": "x and y, got two for x 2025-03-04, y Kyiv",
    "bars": "category, got two for category Kyiv",
    "claim_versus_sources": "quantity and source, got two for quantity Kyiv, source Kyiv",
    "estimates_over_time": "series and date, got two for series Kyiv, date 2025-03-04",
    "counted_cells": "group and kind, got two for group Kyiv, kind Kyiv",
    "daily_columns": "date, got two for date 2025-03-04",
    "grouped_dots": "category and group, got two for category Kyiv, group before",
    "hex_map": "x and y, got two for x 0, y 0",
    "durations": "outcome and case, got two for outcome Kyiv, case Kyiv",
    "lines": "series and x, got two for series Kyiv, x 2025-03-04",
    "monthly_columns": "month, got two for month 2025-03-01",
    "paired_months": "month and series, got two for month 2025-03-01, series Kyiv",
    "part_of_whole": "category, got two for category Kyiv",
    "scorecard": "item, got two for item Kyiv",
    "slope": "category and group, got two for category Kyiv, group before",
    "small_multiples": "panel and date, got two for panel Kyiv, date 2025-03-04",
    "stacked_area": "group and x, got two for group Kyiv, x 2025-03-04",
    "stacked_columns": "month and group, got two for month 2025-03-01, group Kyiv",
    "window_robustness": "group and length, got two for group Kyiv, length 7",
}


@pytest.mark.parametrize("name", sorted(set(EVERY) - SUMMED_UP))
def test_a_key_that_comes_twice_is_refused_and_an_event_that_comes_twice_is_two(name):
    table = Table(twice=True)
    if name in TWICE_IS_TWO:
        assert said(BUILDERS[name](table)) == ONE[name] * 2
    else:
        assert refusal(BUILDERS[name], table) == f"{name}: expected one row for each {KEYS[name]}"


@pytest.mark.parametrize("label", [HEBREW, ARABIC])
@pytest.mark.parametrize("name", EVERY)
def test_labels_from_right_to_left_are_shielded_from_the_numbers_beside_them(name, label):
    plain = [one.replace("Kyiv", label).replace("kyiv", label) for one in ONE[name]]
    chart = BUILDERS[name](Table(labels=[label]))
    told = said(chart)
    assert [re.sub("[\u2066-\u2069]", "", one) for one in told] == plain
    for one in told:  # outside the shields nothing runs from right to left
        outside = re.sub("\u2068[^\u2068\u2069]*\u2069", "", one)
        assert outside.isascii() or "−" in outside
    # Columns that the chart carries for others to read have the labels as they came.
    assert not any(
        "\u2068" in str(row.get(part)) for row in rows(chart) for part in ("source", "series", "panel")
    )


def test_labels_from_left_to_right_carry_no_control_characters():
    for name in EVERY:
        assert not re.search(
            "[\u200e\u200f\u202a-\u202e\u2066-\u2069]", str(BUILDERS[name](Table()).to_dict())
        )


def test_counts_beside_right_to_left_words_stay_with_their_words():
    frame = pl.DataFrame({"group": ["a", "a"], "kind": ["כן", "לא"], "count": [20, 3]})
    chart = charts.counted_cells(
        frame,
        group="group",
        kind="kind",
        count="count",
        cells={"כן": charts.Cell("circle"), "לא": charts.Cell("square")},
        **WORDS,
    )
    told = next(row["text"] for row in rows(chart) if "20" in str(row.get("text")))
    assert told.replace("\u00a0", " ") == "20 \u2068כן\u2069, 3 \u2068לא\u2069"


@pytest.mark.parametrize("name", sorted(set(EVERY) - {"window_robustness"}))
def test_200_characters_are_wrapped_into_the_drawing_for_a_phone(name):
    label = LONG[:100] + "x" * 100
    when = (
        [date(2025, 1, 1), date(2025, 3, 1)]
        if name == "monthly_columns"
        else days(9, date(2025, 3, 1))
        if name == "daily_columns"
        else days(1)
    )
    spec, picture = drawn(BUILDERS[name](Table(labels=[label], dates=when, unit=label)))
    # The drawing's size holds all of its text, measured in its font; the plot keeps most of the width.
    assert draw.size(picture)[0] == draw.NARROW_PX
    # A slope's labels stand beside it, however long they are, and not above.
    assert min(view["width"] for view in draw._views(spec)) >= (140 if name == "slope" else 200)
    assert "NaN" not in picture


def test_200_characters_beside_a_line_are_refused():
    assert refusal(BUILDERS["window_robustness"], Table(labels=[LONG])) == (
        "window_robustness: group='group': the names beside the lines take 23 lines of text, 17 fit; "
        "shorten them, or take a greater height"
    )


def test_200_characters_beside_a_mark_are_refused():
    frame = pl.DataFrame({"item": ["a"], "status": [LONG]})
    told = refusal(charts.scorecard, frame, item="item", status="status", statuses={LONG: "full"}, **WORDS)
    assert told.startswith("scorecard: status: expected at most 48 characters beside a mark, got 200; ")


@pytest.mark.parametrize(
    "name", sorted(set(EVERY) - {"counted_cells", "hex_map", "named_events", "scorecard"})
)
def test_a_unit_is_required(name):
    argument = {"small_multiples": "units['Kyiv']", "scatter": "x_unit"}.get(name, "unit")
    assert refusal(BUILDERS[name], Table(unit=" ")) == (
        f"{name}: {argument}: expected words for what is counted, got ' '"
    )


@pytest.mark.parametrize(
    "name", sorted(set(EVERY) - {"counted_cells", "hex_map", "named_events", "scorecard"})
)
def test_a_unit_is_printed(name):
    chart = BUILDERS[name](Table(unit="gross tons"))
    assert "gross tons" in words(draw.svg(chart.to_dict()))


def gap(day: int) -> bool:
    return day in (3, 4)


def test_gaps_in_days_are_rings_and_counted():
    frame = pl.DataFrame(
        {"date": days(6, date(2025, 3, 1)), "n": [None if gap(day) else day for day in range(1, 7)]}
    ).filter(pl.col("date") != date(2025, 3, 4))
    chart = charts.daily_columns(frame, date="date", value="n", windows=(), unit="events", **WORDS)
    assert chart.description == "2 of 6 days have no value."
    assert "no report (2 days)" in [row.get("label") for row in rows(chart)]
    assert [row["date"] for row in rows(chart) if row.get("amount") == 0 and "date" in row] == [
        "2025-03-03",
        "2025-03-04",
    ]


def test_gaps_in_months_are_rings_and_counted():
    frame = pl.DataFrame({"month": [date(2025, 1, 1), date(2025, 3, 1)], "n": [1, 2]})
    chart = charts.monthly_columns(frame, month="month", value="n", unit="n", colour="ink", **WORDS)
    assert chart.description == "1 of 3 months has no value."
    assert "no figure (1 month)" in [row.get("label") for row in rows(chart)]


@pytest.mark.parametrize("mark", ["bar", "line"])
def test_gaps_in_panels_are_counted_panel_by_panel(mark):
    frame = pl.DataFrame(
        {"date": [*days(4), *days(2)], "n": [1, None, 3, 4, 5, 6], "panel": ["a"] * 4 + ["b"] * 2}
    )
    chart = charts.small_multiples(
        frame,
        date="date",
        value="n",
        panel="panel",
        units={"a": "n", "b": "n"},
        colours={"a": "ink", "b": "red"},
        step="day",
        mark=mark,
        **WORDS,
    )
    assert chart.description == "a: 1 of 4 days has no value. b: 2 of 4 days have no value."
    counted = {row["label"] for row in rows(chart) if str(row.get("label")).startswith("no figure")}
    assert counted == ({"no figure (1 day)", "no figure (2 days)"} if mark == "bar" else set())


def test_a_line_breaks_where_a_day_has_no_value():
    frame = pl.DataFrame(
        {
            "date": days(6),
            "by": ["a"] * 6,
            "n": [1, 2, None, 4, None, 6],
            "low": [0, 1, None, 3, None, 5],
            "high": [2, 3, None, 5, None, 7],
        }
    )
    chart = charts.estimates_over_time(
        frame,
        date="date",
        value="n",
        series="by",
        low="low",
        high="high",
        unit="n",
        colours={"a": "blue"},
        **WORDS,
    )
    assert chart.description == "a: 2 of 6 dates have no value. a: 2 of 6 dates have no range."
    picture = draw.svg(chart.to_dict())
    line = re.search(
        r'aria-roledescription="line mark container".*?</g>|class="mark-line[^>]*>.*?</g>', picture, re.DOTALL
    )
    assert line is not None
    assert line[0].count("M") == 3  # first two days, then the fourth and the sixth alone
    lone = [row["date"] for row in rows(chart) if set(row) == {"date", "amount"}]
    assert {"2025-03-07", "2025-03-09"} <= set(lone)
    assert len(said(chart)) == 4


def test_an_estimate_without_any_number_is_counted():
    frame = pl.DataFrame({"date": days(2), "by": ["a"] * 2, "n": [1, None]})
    chart = charts.estimates_over_time(
        frame, date="date", value="n", series="by", unit="n", colours={"a": "ink"}, points=["a"], **WORDS
    )
    assert chart.description == "a: 1 of 2 estimates has no value."
    assert said(chart) == ["4 March 2025, a: 1"]


def test_a_dot_without_a_number_is_a_dash_and_counted():
    frame = pl.DataFrame(
        {"who": ["a", "a", "b", "b"], "when": ["before", "after"] * 2, "n": [3, None, None, None]}
    )
    chart = charts.grouped_dots(
        frame, category="who", group="when", value="n", groups=("before", "after"), unit="n", **WORDS
    )
    assert chart.description == "3 of 4 amounts have no value."
    texts = [row["text"] for row in rows(chart) if "text" in row]
    assert {"3 → –", "– → –"} <= set(texts)


def test_a_month_without_a_row_is_counted_beside_those_without_a_value():
    frame = pl.DataFrame(
        {
            "month": [*months(3, date(2025, 1, 1)), date(2025, 1, 1)],
            "n": [1.0, None, 3.0, 4.0],
            "by": ["a"] * 3 + ["b"],
        }
    )
    chart = charts.paired_months(
        frame,
        month="month",
        value="n",
        series="by",
        unit="n",
        colours={"a": "ink", "b": "amber"},
        nothing="no gain",
        **WORDS,
    )
    assert chart.description == "b: 2 of 3 months have no value."
    assert "no gain (1)" in [row.get("label") for row in rows(chart)]


def test_a_band_breaks_where_a_length_has_no_range():
    frame = pl.DataFrame(
        {"n": [7, 8, 9], "change": [1, 2, 3], "low": [0, None, 2], "high": [2, None, 4], "by": ["a"] * 3}
    )
    chart = charts.window_robustness(
        frame,
        length="n",
        change="change",
        low="low",
        high="high",
        group="by",
        unit="per cent",
        colours={"a": "blue"},
        **WORDS,
    )
    assert chart.description == "a: 1 of 3 lengths has no range."


def test_a_chart_with_gaps_can_stand_beside_another_one():
    frame = pl.DataFrame({"month": [date(2025, 1, 1), date(2025, 3, 1)], "n": [1, 2]})
    chart = charts.monthly_columns(frame, month="month", value="n", unit="n", colour="ink", **WORDS)
    both = (chart & chart).to_dict()
    assert [view["description"] for view in both["vconcat"]] == ["1 of 3 months has no value."] * 2


def test_the_day_after_a_gap_is_not_moved():
    """A ring takes the place of its day, so every column stays on its own."""
    when = [date(2025, 3, 1), date(2025, 3, 1) + timedelta(days=5)]
    frame = pl.DataFrame({"date": when, "n": [1, 2]})
    chart = charts.daily_columns(frame, date="date", value="n", windows=(), unit="n", **WORDS)
    assert [row["date"] for row in rows(chart) if "said" in row] == ["2025-03-01", "2025-03-06"]


@pytest.mark.parametrize(("unit", "told"), [("change, per cent", "+12 %"), ("change in °C", "+12")])
def test_a_change_is_in_per_cent_only_where_its_unit_says_so(unit, told):
    labels = [row.get("label") for row in rows(BUILDERS["window_robustness"](Table(unit=unit)))]
    assert f"Kyiv\n{told}" in labels


def test_a_pointer_ends_at_the_top_of_its_column_also_below_zero():
    frame = pl.DataFrame({"date": days(2), "n": [-3, 3]})
    chart = charts.daily_columns(
        frame, date="date", value="n", windows=(), unit="n", marked=[(date(2025, 3, 4), "low")], **WORDS
    )
    rule = next(layer for layer in chart.to_dict()["layer"] if layer["mark"].get("strokeDash") == [4, 3])
    assert rule["encoding"]["y2"] == {"value": 118}  # half of 240 px is zero, and 2 px are left free


def test_the_limits_are_those_that_were_decided():
    # A changed limit refuses charts that were drawn before, or lets through what nobody can read: decide it twice.
    most = {f"{function}: {what}": limit.most for (function, what), limit in LIMITS.items()}
    assert most == {
        "choropleth: shapes": 4000,
        "heatmap: x": 640,
        "heatmap: y": 100,
        "distribution: category": 100,
        "histogram: bin_width": 640,
        "bars: category": 100,
        "bars: group": 4,
        "claim_versus_sources: source": 100,
        "estimates_over_time: date": 4000,
        "estimates_over_time: series": 8,
        "counted_cells: group": 100,
        "counted_cells: kind": 12,
        "counted_cells: count": 100,
        "daily_columns: date": 640,
        "dated_events: date": 1000,
        "dated_events: bin_days": 60,
        "event_lanes: date": 1000,
        "event_lanes: bin_days": 60,
        "event_lanes: group": 8,
        "event_lanes: lane": 20,
        "grouped_dots: category": 100,
        "hex_map: x": 4000,
        "durations: case": 100,
        "durations: words": 48,
        "lines: series": 60,
        "lines: x": 4000,
        "monthly_columns: month": 640,
        "named_events: date": 150,
        "named_events: lane": 20,
        "paired_months: month": 120,
        "part_of_whole: category": 100,
        "part_of_whole: words": 48,
        "scatter: x": 1000,
        "scorecard: item": 100,
        "scorecard: status": 48,
        "scorecard: statuses": 6,
        "slope: category": 100,
        "small_multiples: date": 640,
        "small_multiples with mark='line': date": 4000,
        "small_multiples: panel": 20,
        "stacked_area: group": 8,
        "stacked_area: x": 4000,
        "stacked_columns: group": 8,
        "stacked_columns: month": 640,
        "window_robustness: group": 4,
        "window_robustness: length": 1000,
    }
