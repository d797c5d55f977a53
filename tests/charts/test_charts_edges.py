"""What happens exactly at an edge, and which words an error names: where planted errors had survived."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from figures import charts
from figures.charts import _parts, named, statements, units
from figures.errors import ContractError
from figures.theme import LIGHT

JANUARY = [date(2024, 1, day) for day in (1, 3, 14)]
SAID = {"title": "A finding", "subtitle": "What"}


def rows(chart: Any) -> list[dict[str, Any]]:
    """All rows of a chart's data, of all its layers."""
    return [row for table in chart.to_dict()["datasets"].values() for row in table]


def dated(**changed: Any) -> Any:
    arguments: dict[str, Any] = {
        "data": pl.DataFrame({"day": JANUARY, "side": ["a"] * 3, "kind": ["done"] * 3}),
        "date": "day", "side": "side", "label": "kind", "kind": "kind", "sides": ("a", "b"), "unit": "One dot",
        "hollow": ["asked"], "hollow_means": "asked", "filled_means": "done", "colours": {"a": "teal", "b": "teal"},
    }  # fmt: skip
    return charts.dated_events(**(arguments | SAID | changed))


def lanes(**changed: Any) -> Any:
    data = pl.DataFrame({"day": JANUARY, "lane": ["a"] * 3, "group": ["g"] * 3})
    arguments = {
        "date": "day", "lane": "lane", "group": "group", "label": "lane", "lanes": {"a": "A"}, "unit": "One dot",
        "colours": {"g": "teal"},
    }  # fmt: skip
    return charts.event_lanes(data, **(arguments | SAID | changed))


def names(lane: str = "a", **changed: Any) -> Any:
    data = pl.DataFrame({"day": JANUARY, "lane": [lane] * 3, "kind": ["done"] * 3})
    arguments = {
        "date": "day", "lane": "lane", "label": "kind", "kind": "kind", "colours": {lane: "teal"},
    }  # fmt: skip
    return charts.named_events(data, **(arguments | SAID | changed))


def windows(**changed: Any) -> Any:
    three = [
        charts.Window("before", date(2024, 1, 1), date(2024, 1, 7)),
        charts.Window("pause", date(2024, 1, 8), date(2024, 1, 14), shaded=True),
        charts.Window("after", date(2024, 1, 15), date(2024, 1, 21)),
    ]
    data = pl.DataFrame({"day": [date(2024, 1, day) for day in range(1, 23)], "n": range(22)})
    arguments = {"date": "day", "value": "n", "windows": three, "unit": "a day", "colour": "teal"}
    return charts.daily_columns(data, **(arguments | SAID | changed))


@pytest.mark.parametrize(
    ("draw", "changed", "message"),
    [
        (dated, {"colours": {"a": "pink", "b": "teal"}}, r"^dated_events: colours\['a'\]: expected one of .*'pink'$"),
        (lanes, {"colours": {"g": "pink"}}, r"^event_lanes: colours\['g'\]: expected one of .*'pink'$"),
        (lanes, {"marked": [("2024-01-02", "x")]}, r"^event_lanes: marked: expected a date, got text"),
        (names, {"marked": [("2024-01-02", "x")]}, r"^named_events: marked: expected a date, got text"),
        (windows, {"colour": "pink"}, r"^daily_columns: colour: expected one of .*'pink'$"),
        (windows, {"marked": [("2024-01-02", "x")]}, r"^daily_columns: marked: expected a date, got text"),
    ],
)  # fmt: skip
def test_an_error_names_the_function_and_the_argument(
    draw: Any, changed: dict[str, Any], message: str
) -> None:
    with pytest.raises(ContractError, match=message):
        draw(**changed)


def test_a_scorecard_names_itself_and_draws_no_track_without_a_scale() -> None:
    with pytest.raises(ContractError, match=r"^scorecard: "):
        charts.scorecard(pl.DataFrame({"x": ["a"]}), item="item", status="x", statuses={}, **SAID)
    data = pl.DataFrame({"item": ["a"], "status": ["nobody knows"]})
    chart = charts.scorecard(data, item="item", status="status", statuses={"nobody knows": "dash"}, **SAID)
    assert [row["to"] for row in rows(chart) if "to" in row] == [0]


def test_windows_that_follow_each_other_only_at_first_cannot_be_changed_together() -> None:
    three = [
        charts.Window("before", date(2024, 1, 1), date(2024, 1, 7)),
        charts.Window("pause", date(2024, 1, 8), date(2024, 1, 14), shaded=True),
        charts.Window("after", date(2024, 1, 16), date(2024, 1, 22)),
    ]
    with pytest.raises(ContractError, match="three windows that follow each other"):
        windows(windows=three, adjustable=True)


def test_a_pile_that_is_too_tall_is_refused_beside_a_low_one() -> None:
    data = pl.DataFrame({"day": [JANUARY[0]] * 62, "side": ["a"] * 61 + ["b"], "kind": ["done"] * 62})
    with pytest.raises(ContractError, match=r"^dated_events: .*bin_days"):
        dated(data=data)


@pytest.mark.parametrize(
    ("day", "x"),
    # The dots are stacked from Monday, 1 January, to the end of Sunday, 14 January; 8 January is the middle.
    [(date(2024, 1, 7), "width"), (date(2024, 1, 8), 0), (date(2024, 1, 9), 0)],
)
def test_the_name_of_a_side_stands_where_no_label_is(day: date, x: object) -> None:
    spec = dated(marked=[(day, "Budget")]).to_dict()
    found = {
        str(layer["encoding"]["x"]["value"])
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text" and "value" in layer["encoding"]["x"]
        and "value" in layer["encoding"]["y"] and layer["encoding"]["text"]["field"] == "text"
    }  # fmt: skip
    assert found == {str(x)}


def test_an_axis_encloses_what_is_below_zero() -> None:
    data = pl.DataFrame({"day": JANUARY, "n": [-40.0, -10.0, -20.0], "of": ["a"] * 3})
    given: dict[str, Any] = {
        "date": "day",
        "value": "n",
        "series": "of",
        "unit": "n",
        "colours": {"a": "teal"},
        **SAID,
    }
    for from_zero, top in ((True, 0), (False, -10)):
        spec = charts.estimates_over_time(data, **given, from_zero=from_zero).to_dict()
        domains = [
            layer["encoding"]["y"]["scale"]["domain"] for layer in spec["layer"]
            if layer["encoding"].get("y", {}).get("field") == "amount" and "scale" in layer["encoding"]["y"]
        ]  # fmt: skip
        assert all(low <= -40 and high == top for low, high in domains) and domains


def test_a_name_of_a_lane_is_broken_after_forty_characters() -> None:
    longest = "a" * 20 + " " + "b" * 19
    heads = [row["text"] for row in rows(names(longest)) if "hue" in row and "day" not in row]
    assert heads == [longest]
    heads = [row["text"] for row in rows(names(longest + "b")) if "hue" in row and "day" not in row]
    assert heads == ["a" * 20 + "\n" + "b" * 20]


def test_labels_that_touch_do_not_cross() -> None:
    assert not named._crosses((0, 1), (1, 2))
    assert not named._crosses((1, 2), (0, 1))
    assert named._crosses((0, 1.1), (1, 2))


def line(value: float | None, low: float | None, high: float | None) -> dict[str, Any]:
    """A line of ``claim_versus_sources``."""
    row = {"value": value, "low": low, "high": high, "kind": "claim", "hue": LIGHT["ink"], "text": "so many"}
    return statements._line(row, 0, "A", 100)


def test_only_a_limit_without_a_value_is_a_bar_from_zero() -> None:
    assert (line(None, None, 5)["from"], line(None, None, 5)["to"]) == (0, 5)
    assert line(3, None, 5)["from"] is None
    assert (line(None, 2, 5)["from"], line(None, 2, 5)["to"]) == (2, 5)


def test_words_stand_behind_a_point_as_long_as_there_is_room() -> None:
    assert line(62, None, None)["align"] == "left"
    assert line(62.1, None, None)["align"] == "right"


def test_values_that_stand_alone_are_filled_dots() -> None:
    assert _parts.dots([], LIGHT["ink"]).to_dict()["mark"] == {
        "type": "point", "color": LIGHT["ink"], "filled": True, "size": 28, "opacity": 1, "aria": False,
    }  # fmt: skip


def test_a_shape_is_paper_only_on_what_is_darker_than_the_edge() -> None:
    """Of ``counted_cells``."""
    assert units._look("k", units.Cell("circle", "ink", units._DARK, True))["line"] == LIGHT["ink"]
    assert units._look("k", units.Cell("circle", "ink", 0.7, True))["line"] == LIGHT["paper"]
