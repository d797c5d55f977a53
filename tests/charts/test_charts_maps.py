"""Maps of hexagons and parts of a whole: true proportions, few steps, closed outlines, nothing beyond the whole."""

from __future__ import annotations

import math
from itertools import pairwise

import polars as pl
import pytest
import vl_convert
from chart_examples import HEXAGONS, REGIONS, STEPS, WORDS, hex_map, pandas_frame, part_of_whole
from hypothesis import given
from hypothesis import strategies as st

from figures import charts, theme
from figures.charts.hexes import _outlines, _runs
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


def test_shares_fall_into_the_step_whose_bound_they_reach():
    frame = pandas_frame({**HEXAGONS, "share": [0.049, 0.05, 0.95, 0.0, 0.0]})
    cells = max(data(charts.hex_map(frame, **MAP).to_dict(), "point"), key=len)
    assert [(cell["said"], cell["fill"]) for cell in cells] == [
        ("Donetsk: none", theme.LIGHT["grid"]),
        ("Donetsk: some of it", theme.LIGHT["red"]),
        ("Donetsk: nearly all of it", theme.LIGHT["red"]),
    ]
    assert [cell["opacity"] for cell in cells] == [1.0, 0.5, 1.0]


def test_neighbours_of_one_shade_are_one_band():
    spec = hex_map().to_dict()
    (bands,) = [rows for rows in data(spec, "rule") if rows and "west" in rows[0]]
    assert [(band["west"], band["east"], band["y"]) for band in bands] == [(30, 50, 0), (20, 40, 17.32)]
    row = [{"x": x, "y": 0, "fill": "a", "step": 0} for x in (0.0, 20.0, 60.0)]
    assert [(band["west"], band["east"]) for band in _runs(row, 20)] == [(-10, 30), (50, 70)]


def test_three_hexagons_that_touch_have_one_outline_of_twelve_sides():
    # Each has six sides; the three pairs that they share, six sides in all, are inside.
    own = [{"x": x, "y": y} for x, y in ((0.0, 0.0), (20.0, 0.0), (10.0, 30 / math.sqrt(3)))]
    (loop,) = _outlines(own, 20)
    assert len(loop) == 13
    assert (loop[0]["x"], loop[0]["y"]) == (loop[-1]["x"], loop[-1]["y"])


@given(st.sets(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=30))
def test_outlines_are_closed_and_as_long_as_the_sides_that_one_hexagon_has(places):
    radius = 20 / math.sqrt(3)
    # Centres as rounded as those of a grid whose rows are 17.32 km apart.
    own = [{"x": 20 * (c + 0.5 * (r % 2)), "y": round(1.5 * radius * r, 2)} for c, r in sorted(places)]
    loops = _outlines(own, 20)
    for loop in loops:
        assert (loop[0]["x"], loop[0]["y"]) == (loop[-1]["x"], loop[-1]["y"])
        for one, other in pairwise(loop):
            assert math.hypot(one["x"] - other["x"], one["y"] - other["y"]) == pytest.approx(radius, rel=1e-6)
    pairs = sum(
        math.hypot(one["x"] - other["x"], one["y"] - other["y"]) < 21
        for one in own
        for other in own
        if one is not other
    )
    assert sum(len(loop) - 1 for loop in loops) == 6 * len(own) - pairs


@pytest.mark.parametrize("plot_px", [640, 320, 270])
def test_the_map_keeps_its_proportions_at_any_width(plot_px):
    spec = hex_map().to_dict() | {"width": plot_px, "config": theme.config("light")}
    scenegraph = vl_convert.vegalite_to_scenegraph(spec, vl_version=draw.VEGALITE)
    found: list[tuple[float, float]] = []

    def walk(part):
        if (
            part.get("marktype") == "symbol"
            and part.get("items")
            and part["items"][0].get("description", "").startswith("Donetsk")
        ):
            found.extend((item["x"], item["y"]) for item in part["items"])
        for item in part.get("items", []):
            walk(item)

    walk(scenegraph["scenegraph"])
    (ax, ay), (bx, by), (cx, cy) = found
    assert by == pytest.approx(ay)
    # Centres of touching hexagons are equally far apart in all directions.
    assert math.hypot(cx - ax, cy - ay) == pytest.approx(bx - ax, rel=1e-3)
    assert cy < ay  # north is up


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
