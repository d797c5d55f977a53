"""Maps of hexagons and parts of a whole: true proportions, few steps, closed outlines, nothing beyond the whole."""

from __future__ import annotations

import math
from itertools import pairwise

import polars as pl
import pytest
import vl_convert
from chart_examples import (
    HEXAGONS,
    LINES,
    REGIONS,
    STEPS,
    WORDS,
    hex_map_in_full,
    pandas_frame,
    part_of_whole,
)
from hypothesis import given
from hypothesis import strategies as st

from figures import charts, theme
from figures.charts._hexagons import around_all, chains, hatches, path, sides, whole
from figures.errors import ContractError
from figures.figure import draw

MAP = {
    **{key: key for key in ("x", "y", "region", "share")},
    **{"across": 20, "outlined": ["Donetsk"], "names": {}, "steps": STEPS, "colour": "red", **WORDS},
}
BARS = {
    **{"category": "region", "part": "held_km2", "whole": "whole_km2", "words": "told", "unit": "km²"},
    **{"part_means": "held", "rest_means": "not", "colour": "red", **WORDS},
}


def data(spec: dict, mark: str) -> list[list[dict]]:
    return [
        spec["datasets"][layer["data"]["name"]] for layer in spec["layer"] if layer["mark"]["type"] == mark
    ]


def refusal(function, frame, arguments) -> str:
    with pytest.raises(ContractError) as caught:
        function(frame, **arguments)
    return str(caught.value)


def said(spec: dict) -> list[dict]:
    return [row for rows in data(spec, "point") for row in rows if "said" in row]


def test_shares_fall_into_the_step_whose_bound_they_reach():
    frame = pandas_frame({**HEXAGONS, "share": [0.049, 0.05, 0.95, 0.0, 0.0]})
    cells = said(charts.hex_map(frame, **MAP).to_dict())
    assert [(cell["said"], cell["fill"]) for cell in cells] == [
        ("Donetsk: none", theme.LIGHT["grid"]),
        ("Donetsk: some of it", theme.LIGHT["red"]),
        ("Donetsk: nearly all of it", theme.LIGHT["red"]),
    ]
    assert [cell["opacity"] for cell in cells] == [1.0, 0.5, 1.0]


def test_hexagons_of_one_region_and_class_are_one_area():
    # Donetsk's three hexagons touch; Kharkiv's two do too, and are around.
    frame = pandas_frame({**HEXAGONS, "share": [1.0] * 5})
    spec = charts.hex_map(frame, **MAP).to_dict()
    assert [cell["said"] for cell in said(spec)] == ["Donetsk: nearly all of it"]
    around = [row for rows in data(spec, "point") for row in rows if row.get("opacity") == 0.35]
    assert len(around) == 1 and around[0]["path"].count("M") == 1


def test_three_hexagons_that_touch_have_one_outline_of_twelve_sides():
    # Each has six sides; the three pairs that they share, six sides in all, are inside.
    (loop,) = around_all({(0, 0), (2, 0), (1, 3)})
    assert len(loop) == 13 and loop[0] == loop[-1]


def test_a_front_is_what_two_kinds_of_hexagons_share():
    # Of two side by side, the eastern side of the western one: from its lower to its upper corner.
    assert sides({(0, 0)}, {(2, 0)}) == [((1, -1), (1, 1))]
    # The sides towards the neighbour to the east and the one to the north-east are one line.
    assert chains(sides({(0, 0)}, {(2, 0), (1, 3)})) == [[(1, -1), (1, 1), (0, 2)]]
    assert sides({(0, 0)}, {(8, 0)}) == []


def test_hatches_run_from_side_to_side_through_hexagons_in_a_row():
    # The second lies to the north-east of the first, the third apart from both.
    assert hatches({(0, 0), (1, 3), (6, 0)}) == [[(-0.5, -1.5), (1.5, 4.5)], [(5.5, -1.5), (6.5, 1.5)]]


def test_paths_go_from_point_to_point_with_north_up():
    assert path([[(0, 0), (1, 1), (1, 3)]], closed=True) == "M0,0l1.732,-1l0,-2Z"
    assert whole([(3, -2), (3, -2), (5, -2)]) == "M3,2l2,0"
    assert whole([(3, -2), (3, -2)]) == ""  # a line that is shorter than a pixel


@given(st.sets(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=30))
def test_outlines_are_closed_and_as_long_as_the_sides_that_one_hexagon_has(places):
    own = {(2 * column + row % 2, 3 * row) for column, row in places}
    loops = around_all(own)
    for loop in loops:
        assert loop[0] == loop[-1]
        # A side is as long as the radius, which is two steps upright, or one across and one upright.
        assert {(abs(x - x0), abs(y - y0)) for (x0, y0), (x, y) in pairwise(loop)} <= {(1, 1), (0, 2)}
    steps = ((2, 0), (-2, 0), (1, 3), (1, -3), (-1, 3), (-1, -3))
    pairs = sum((x + east, y + north) in own for x, y in own for east, north in steps)
    assert sum(len(loop) - 1 for loop in loops) == 6 * len(own) - pairs


def scene(spec: dict, plot_px: int) -> list[dict]:
    drawn = vl_convert.vegalite_to_scenegraph(
        {**spec, "width": plot_px, "config": theme.config("light")}, vl_version=draw.VEGALITE
    )
    found: list[dict] = []

    def walk(part):
        found.extend(
            {**item, "mark": part["marktype"]} for item in part.get("items", []) if "marktype" in part
        )
        for item in part.get("items", []):
            walk(item)

    walk(drawn["scenegraph"])
    return found


@pytest.mark.parametrize("plot_px", [640, 320, 270])
def test_the_map_keeps_its_proportions_at_any_width(plot_px):
    points = {"a": (0.0, 0.0), "b": (20.0, 0.0), "c": (0.0, 20.0)}
    items = scene(charts.hex_map(pandas_frame(HEXAGONS), **MAP, points=points).to_dict(), plot_px)
    a, b, c = [
        (item["x"], item["y"]) for item in items if item["mark"] == "symbol" and item.get("size") == 28
    ]
    assert (b[1], c[0]) == (pytest.approx(a[1]), pytest.approx(a[0]))
    across = b[0] - a[0]
    assert a[1] - c[1] == pytest.approx(across)  # north is up
    # A path's unit is half the square root of the symbol's size: half a radius, for hexagons 20 across.
    area = next(item for item in items if item.get("description", "").startswith("Donetsk"))
    assert math.sqrt(area["size"]) / 2 == pytest.approx(across / 20 * 20 / math.sqrt(3) / 2, rel=1e-4)


@pytest.mark.parametrize("plot_px", [640, 300])
def test_a_map_in_full_draws_the_first_choice_alone(plot_px):
    spec = hex_map_in_full().to_dict()
    assert [param["bind"] for param in spec["params"]] == [
        {"input": "radio", "options": ["then", "now"], "name": "Shown"}
    ]
    texts = [item.get("text") for item in scene(spec, plot_px) if item["mark"] == "text"]
    assert "DONETSK\n8 km²" in texts
    assert "4 km²" not in str(texts)


def test_lines_are_one_path_a_kind_however_many_points_lie_on_a_pixel():
    def land(points: int) -> list[dict]:
        many = {
            "line": ["a"] * points,
            "kind": ["land"] * points,
            "x": [40 * at / points for at in range(points)],
            "y": [0.0] * points,
        }
        spec = charts.hex_map(pandas_frame(HEXAGONS), **MAP, lines=pandas_frame(many)).to_dict()
        return [row for rows in data(spec, "point") for row in rows if row.get("path", "").endswith("0Z")]

    (few,), (many,) = land(100), land(20_000)
    assert len(many["path"]) <= 2 * len(few["path"])


def test_a_name_lies_neither_on_another_nor_on_the_front():
    # Three towns on one place: four names fit beside, above and below it, none twice.
    items = scene(
        charts.hex_map(
            pandas_frame(HEXAGONS),
            **{**MAP, "names": {"Donetsk": (10.0, 6.0)}},
            points={"One": (30.0, 0.0), "Two": (31.0, 0.0)},
        ).to_dict(),
        640,
    )
    places = {
        item["text"]: (item["x"], item["y"], item["align"])
        for item in items
        if item.get("text") in ("One", "Two")
    }
    assert len(places) == 2 and len(set(places.values())) == 2


def test_what_belongs_together_is_asked_for_together():
    told = refusal(charts.hex_map, pandas_frame(HEXAGONS), {**MAP, "hatched": "asked for"})
    assert told == "hex_map: hatched='asked for': expected a front, below which it is hatched"
    told = refusal(charts.hex_map, pandas_frame(HEXAGONS), {**MAP, "choices": {"now": ("later", "")}})
    assert told == "hex_map: choices: expected one that shows share='share', got ['later']"
    lines = pandas_frame({**LINES, "kind": ["road", *LINES["kind"][1:]]})
    told = refusal(charts.hex_map, pandas_frame(HEXAGONS), {**MAP, "lines": lines})
    assert told == "hex_map: lines, kind: expected one of ['land', 'border', 'river'], got 'road'"
    told = refusal(charts.hex_map, pandas_frame(HEXAGONS), {**MAP, "across": 40})
    assert told.startswith("hex_map: across=40: expected centres at least as far apart, got ")


def test_a_share_a_place_and_the_steps_are_checked():
    frame = pandas_frame({**HEXAGONS, "share": [1.2, *HEXAGONS["share"][1:]]})
    assert refusal(charts.hex_map, frame, MAP) == "hex_map: share='share': expected 0 to 1, got 1.2"
    frame = pandas_frame({**HEXAGONS, "x": [20.0, *HEXAGONS["x"][1:]]})
    assert "expected one row for each x and y" in refusal(charts.hex_map, frame, MAP)
    told = refusal(charts.hex_map, pandas_frame(HEXAGONS), {**MAP, "steps": [(0.5, "half")]})
    assert told == "hex_map: steps: expected bounds that begin at 0 and rise, got [0.5]"


def test_a_bar_is_as_long_as_the_whole_and_filled_as_far_as_the_part():
    whole, part = data(part_of_whole().to_dict(), "bar")
    assert [row["to"] for row in whole] == REGIONS["whole_km2"]
    assert [row["to"] for row in part] == REGIONS["held_km2"]
    assert part[0]["said"] == "Donetsk: 69 % held, 8,215 km² not"


def test_a_part_is_not_larger_than_its_whole():
    frame = pl.DataFrame({**REGIONS, "held_km2": [26600.0, 1.0]})
    assert refusal(charts.part_of_whole, frame, BARS) == (
        "part_of_whole: Donetsk: expected 0 <= part <= whole, got 26600 of 26598.9"
    )
    twice = pl.DataFrame({**REGIONS, "region": ["Donetsk"] * 2})
    assert "got two for category Donetsk" in refusal(charts.part_of_whole, twice, BARS)
