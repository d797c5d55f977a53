"""What a reader takes from each chart: baselines, units, every event, gaps that are not zeros, labels with the values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import chart_examples as examples
import pandas as pd
import pytest
from chart_examples import EXAMPLES, WORDS
from hypothesis import given
from hypothesis import strategies as st

from figures import charts, theme
from figures.charts import _parts
from figures.charts._parts import pile_starts

INK, PAPER = theme.LIGHT["ink"], theme.LIGHT["paper"]


def views(spec: dict, data: dict | None = None) -> Iterator[tuple[str, dict, list[dict]]]:
    """Each layer of a chart: its mark, its encoding, its rows."""
    data = data or spec["datasets"]
    for part in spec.get("layer", []) + spec.get("vconcat", []):
        yield from views(part, data)
    if "mark" in spec:
        yield spec["mark"], spec["encoding"], data[spec["data"]["name"]]


def marks(name: str, kind: str) -> list[tuple[dict, dict, list[dict]]]:
    return [(mark, by, rows) for mark, by, rows in views(EXAMPLES[name]().to_dict()) if mark["type"] == kind]


def words(spec: dict) -> list[str]:
    """Every label that is written, once."""
    said = [
        row[by["text"]["field"]].replace("\n", " ").strip()
        for mark, by, rows in views(spec)
        if mark["type"] == "text"
        for row in rows
    ]
    return list(dict.fromkeys(said))


@pytest.mark.parametrize("name", EXAMPLES)
def test_title_subtitle_and_width_are_the_callers(name):
    spec = EXAMPLES[name]().to_dict()
    assert spec["title"] == {"text": WORDS["title"], "subtitle": WORDS["subtitle"]}
    assert {view["width"] for view in spec.get("vconcat", [spec])} == {640}


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("daily_columns", "attack drones launched per day"),
        ("window_robustness", "change in launches per day, per cent"),
        ("claim_versus_sources", "persons or vehicles"),
        ("dated_events", "One dot is one event, stacked by week"),
        ("monthly_columns", "entities added to U.S. lists per month"),
        ("stacked_columns", "allocations, billion euros per month"),
        ("small_multiples, bars", "Missiles, cruise and ballistic, per day"),
        ("grouped_dots", "events"),
    ],
)
def test_the_unit_is_the_title_of_an_axis(name, unit):
    titles = {
        " ".join(axis["title"])
        for _, by, _ in views(EXAMPLES[name]().to_dict())
        for axis in (by.get(channel, {}).get("axis") for channel in "xy")
        if axis and axis.get("title")
    }
    assert unit in titles


@pytest.mark.parametrize(
    "name", ["daily_columns", "monthly_columns", "stacked_columns", "small_multiples, bars"]
)
def test_columns_stand_on_zero_and_no_axis_has_more_than_five_ticks(name):
    for _, by, rows in marks(name, "bar"):
        assert by["y"]["scale"]["domain"][0] == 0
        assert by["y"]["scale"]["domain"][1] >= max((row["amount"] for row in rows), default=0)
        assert len(by["y"]["axis"]["values"]) <= 5


def test_daily_columns_draws_each_day_once_and_the_first_of_april_as_a_ring():
    ((_, _, columns),) = marks("daily_columns", "bar")
    assert [(row["date"], row["amount"]) for row in columns] == [
        ("2025-03-28", 163),
        ("2025-03-29", 172),
        ("2025-03-30", 111),
        ("2025-03-31", 131),
        ("2025-04-02", 74),
        ("2025-04-03", 39),
        ("2025-04-04", 78),
    ]
    assert [row["date"] for row in columns if row["opacity"] == 1] == ["2025-04-03"]
    rings = [rows for mark, by, rows in marks("daily_columns", "point") if "x" in by and "field" in by["x"]]
    assert rings == [[{"date": "2025-04-01", "amount": 0}]]


def test_a_day_with_zero_is_a_column_and_no_ring():
    columns = {"date": [date(2025, 4, 1), date(2025, 4, 2)], "launched": [0, 5]}
    spec = charts.daily_columns(
        examples.pandas_frame(columns), date="date", value="launched", windows=(), unit="drones", **WORDS
    ).to_dict()
    assert [row["amount"] for mark, _, rows in views(spec) if mark["type"] == "bar" for row in rows] == [0, 5]
    assert not [one for one in words(spec) if "no report" in one]


def test_daily_columns_says_the_means_that_it_was_given():
    said = words(examples.daily_columns().to_dict())
    assert {
        "mean 144.2",
        "mean 47.8",
        "the last four days of March",
        "four days of April",
        "3 April",
        "no report (1 day)",
    } <= set(said)
    spans = [rows for mark, by, rows in marks("daily_columns", "rule") if "x2" in by]
    # Both ends of a window are included: it is drawn to the start of the next day.
    assert [(row["start"], row["end"], row["amount"]) for row in spans[0]] == [
        ("2025-03-28", "2025-04-01", 144.25),
        ("2025-04-01", "2025-04-05", 47.75),
    ]
    ((_, _, bands),) = marks("daily_columns", "rect")
    assert [row["label"] for row in bands] == ["the last four days of March"]


def test_window_robustness_labels_lines_at_their_ends_and_tells_them_apart_without_colour():
    said = words(examples.window_robustness().to_dict())
    assert {"attack drones −17.0 %", "missiles +2.0 %", "no change", "as in the text"} <= set(said)
    dashes = [mark["strokeDash"] for mark, _, _ in marks("window_robustness", "line")]
    assert len(dashes) == 2
    assert dashes[0] != dashes[1]
    bands = [rows for _, _, rows in marks("window_robustness", "area")]
    assert [(row["low"], row["high"]) for row in bands[0]] == [(-20, -12), (-36, -30), (-20, -15)]


def test_claim_versus_sources_writes_what_each_source_says():
    said = words(examples.claim_versus_sources().to_dict())
    assert {"140", "197", "29", "at least 25", "10 to 22", "no figure given"} <= set(said)
    points = [
        (row["said"], row["x"], row["shape"], row["fill"] == PAPER)
        for _, by, rows in marks("claim_versus_sources", "point")
        if "size" in by
        for row in rows
    ]
    assert points == [
        ("Killed or wounded, The op-ed: 140", 140, "diamond", False),
        ("Killed or wounded, President Zelensky: 197", 197, "circle", True),
        ("Armoured vehicles destroyed, The op-ed: 29", 29, "diamond", False),
        ("Armoured vehicles destroyed, Southern Defence Forces: at least 25", 25, "circle", True),
    ]
    arrows = [row for _, by, rows in marks("claim_versus_sources", "point") if "shape" in by for row in rows]
    assert [row["arrow"] for row in arrows if row["arrow"]] == [
        "triangle-right"
    ] * 2  # as a point and as its tip


def test_a_value_with_a_range_and_an_upper_bound_are_written_out():
    columns = {
        "q": ["a", "a"],
        "s": ["x", "y"],
        "v": [3.5, None],
        "lo": [2.0, None],
        "hi": [4.0, 1200.0],
        "k": ["independent", "claim"],
    }
    chart = charts.claim_versus_sources(
        pd.DataFrame(columns),
        quantity="q",
        source="s",
        value="v",
        low="lo",
        high="hi",
        kind="k",
        unit="u",
        **WORDS,
    )
    assert {"3.5 (2.0 to 4.0)", "up to 1,200"} <= set(words(chart.to_dict()))


def test_shared_and_own_scales():
    def ends(**options):
        spec = examples.claim_versus_sources(**options).to_dict()
        return [
            {
                by["x"]["scale"]["domain"][1]
                for _, by, _ in views(block, spec["datasets"])
                if "scale" in by.get("x", {})
            }
            for block in spec["vconcat"]
        ]

    assert ends(shared=True) == [{200}, {200}]
    assert ends(shared=False) == [{200}, {30}]


def test_dated_events_draws_every_event_once_on_its_side():
    ((_, _, dots),) = [found for found in marks("dated_events", "point") if "tooltip" in found[1]]
    # From Monday 7 to 18 April: stacks from 7 and 12 April. From 18 April to 21 May, 33 days: five, the last from 14 May.
    assert [(row["said"], row["bin"], row["fill"] == PAPER) for row in dots] == [
        ("7 April 2025: first (imposed)", "2025-04-09", False),
        ("9 April 2025: second (threatened)", "2025-04-09", True),
        ("13 April 2025: third (lifted)", "2025-04-15", False),
        ("14 April 2025: fourth (imposed)", "2025-04-15", False),
        ("20 May 2025: fifth (announced)", "2025-05-17", True),
    ]
    assert len({(row["bin"], row["y"]) for row in dots}) == 5
    zero = next(
        rows[0]["y"] for _, by, rows in marks("dated_events", "rule") if "y" in by and "field" in by["y"]
    )
    assert [row["y"] < zero for row in dots] == [True, True, False, True, False]
    assert {"Cost on Russia", "Relief for Russia", "announced or threatened", "in force"} <= set(
        words(examples.dated_events().to_dict())
    )


@given(
    st.dates(date(2024, 12, 1), date(2026, 4, 1)),
    st.integers(0, 400),
    st.dates(date(2025, 1, 1), date(2025, 12, 31)),
)
def test_no_stack_of_events_reaches_across_a_marked_day(first, days, marked):
    starts = pile_starts(first, first + timedelta(days=days), [marked], 7)
    assert starts == sorted(set(starts))
    assert starts[0] <= first
    assert starts[-1] == first + timedelta(days=days + 1)
    assert marked in starts or not starts[0] < marked < starts[-1]


def test_all_events_of_the_table_are_drawn(root):
    table = pd.read_csv(root / "data" / "pressure_events.csv", parse_dates=["date"])
    table["side"] = (
        table["direction"].isin(["cost_on_russia", "support_for_ukraine"]).map({True: "up", False: "down"})
    )
    spec = charts.dated_events(
        table,
        date="date",
        side="side",
        label="title",
        kind="kind",
        sides=("up", "down"),
        unit="events",
        hollow=["announced", "threatened"],
        hollow_means="words",
        filled_means="deeds",
        colours={"up": "amber", "down": "red"},
        **WORDS,
    ).to_dict()
    dots = next(rows for mark, by, rows in views(spec) if "tooltip" in by)
    assert sorted(row["said"].partition(": ")[2].rpartition(" (")[0] for row in dots) == sorted(
        table["title"]
    )
    assert len({(row["bin"], row["y"]) for row in dots}) == len(table) >= 130
    assert sum(row["fill"] == PAPER for row in dots) == table["kind"].isin(["announced", "threatened"]).sum()


def test_monthly_columns_marks_the_period_and_shows_may_as_unknown():
    ((_, _, columns),) = marks("monthly_columns", "bar")
    assert [row["amount"] for row in columns] == [105, 13, 249, 3, 0, 7, 2]
    assert [row["date"] for row in columns if row["opacity"] == 1] == [
        "2025-02-01",
        "2025-03-01",
        "2025-04-01",
    ]
    rings = [rows for _, by, rows in marks("monthly_columns", "point") if "x" in by and "field" in by["x"]]
    assert rings == [[{"date": "2025-05-16", "amount": 0}]]
    ((_, _, band),) = marks("monthly_columns", "rect")
    assert (band[0]["date"], band[0]["end"]) == ("2025-02-01", "2025-05-01")
    assert {"February to April 2025", "20 January 2025: inauguration", "no figure (1 month)"} <= set(
        words(examples.monthly_columns().to_dict())
    )


def test_stacked_columns_stack_in_the_given_order_and_add_up():
    ((_, _, pieces),) = marks("stacked_columns", "bar")
    january = [(row["said"], row["foot"], row["amount"]) for row in pieces if row["date"] == "2025-01-01"]
    assert january == [
        ("January 2025, United States: 0.5 allocations, billion euros per month", 0, 0.5),
        ("January 2025, European states: 2.7 allocations, billion euros per month", 0.5, 3.2),
        ("January 2025, EU institutions: 3.1 allocations, billion euros per month", 3.2, pytest.approx(6.3)),
    ]
    assert [row["said"] for row in pieces if row["date"] == "2025-03-01"] == [
        "March 2025, European states: 7.4 allocations, billion euros per month",
        "March 2025, EU institutions: 4.5 allocations, billion euros per month",
    ]
    # Groups of one hue differ in opacity, and the key shows the same.
    assert {row["said"].split(":")[0].split(", ")[1]: row["opacity"] for row in pieces} == {
        "United States": 1,
        "European states": 1,
        "EU institutions": 0.5,
    }
    keys = [mark["fillOpacity"] for mark, _, _ in marks("stacked_columns", "point")]
    assert sorted(keys) == [0.5, 1, 1]


def test_small_multiples_break_lines_and_have_a_band_among_columns_where_a_day_is_missing():
    lines = [rows for _, _, rows in marks("small_multiples, lines", "line")]
    assert [(row["date"][-2:], row["run"]) for row in lines[0]] == [
        ("01", 0),
        ("02", 0),
        ("04", 1),
        ("05", 1),
        ("06", 1),
    ]
    assert [mark["strokeDash"] for mark, _, _ in marks("small_multiples, lines", "line")][:2] == [
        [1, 0],
        [5, 3],
    ]
    bands = [
        [(row["date"][-2:], row["end"][-2:]) for row in rows]
        for mark, _, rows in marks("small_multiples, bars", "rect")
        if mark["color"] == theme.LIGHT["grid"]
    ]
    assert bands == [[("03", "04")], [("02", "03"), ("03", "04"), ("05", "06"), ("06", "07")]]


def test_panels_share_time_but_not_amounts():
    spec = examples.small_multiples().to_dict()
    found = [
        (by["x"]["scale"]["domain"], by["y"]["scale"]["domain"])
        for panel in spec["vconcat"]
        for mark, by, _ in views(panel, spec["datasets"])
        if mark["type"] == "bar" and mark.get("fill")
    ]
    assert found[0][0] == found[1][0]
    assert [amounts for _, amounts in found] == [[0, 122.4], [0, 5.1]]
    assert [view["layer"][0]["data"] for view in spec["vconcat"]]  # the band comes first, behind the data
    assert all(panel["layer"][0]["mark"]["type"] == "rect" for panel in spec["vconcat"])


def test_grouped_dots_are_hollow_before_and_filled_after_and_say_both_numbers():
    dots = next(rows for _, by, rows in marks("grouped_dots", "point") if "tooltip" in by)
    assert [(row["said"], row["x"], row["fill"]) for row in dots] == [
        ("US: cost on Russia, before: 17 events", 17, PAPER),
        ("UK: support for Ukraine, before: 4 events", 4, PAPER),
        ("US: cost on Russia, after: 5 events", 5, INK),
        ("UK: support for Ukraine, after: 0 events", 0, INK),
    ]
    assert {"17 → 5", "4 → 0", "before", "after"} <= set(words(examples.grouped_dots().to_dict()))


@given(st.text(alphabet="ab ", min_size=1, max_size=60), st.integers(1, 40))
def test_wrapping_loses_no_word(text, characters):
    assert " ".join(_parts.wrap(text, characters)).split() == text.split()
