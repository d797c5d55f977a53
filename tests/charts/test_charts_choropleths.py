"""Areas keep their sizes and stay inside the map however their file winds them; keys without a shape are named, areas without a row counted."""

from __future__ import annotations

import copy
import json
import math
import re
from types import SimpleNamespace

import polars as pl
import pyarrow as pa
import pytest
import vl_convert
from chart_examples import PARISHES, WORDS, squares
from chart_examples import choropleth as example
from hypothesis import given
from hypothesis import strategies as st

from figures import charts, theme
from figures.charts import _shapes, choropleths
from figures.errors import ContractError
from figures.figure import draw
from figures.text import number_format


def rows(chart, part: str) -> list[dict]:
    return [row for values in chart.to_dict()["datasets"].values() for row in values if part in row]


def opacity(chart) -> dict[str, float]:
    return {row["said"].partition(":")[0]: row["opacity"] for row in rows(chart, "said")}


def entries(chart) -> set[str]:
    return {row["label"] for row in rows(chart, "label")}


def paths(chart, width: int = 640) -> list[tuple[float, float, float, float]]:
    """Boxes of the areas in the drawing, in px of the plot."""
    picture = vl_convert.vegalite_to_svg({**chart.to_dict(), "width": width}, vl_version="6.4")
    shapes = re.findall(
        r'<path aria-label="[^"]+" role="[^"]+" aria-roledescription="geoshape" [^>]*?d="(M[^"]+)"', picture
    )
    boxes = []
    for shape in shapes:
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", shape)]
        boxes.append((min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])))
    return boxes


def test_classes_have_as_many_areas_each_and_missing_ones_are_counted():
    chart = example()
    assert opacity(chart) == {"a": 0.2, "c": 0.6, "d": 1, "e": 1}
    assert entries(chart) == {"under 20%", "20% to 30%", "30% and more", "no figure (3)"}
    assert chart.description == "3 of 7 areas have no value."
    assert next(row["said"] for row in rows(chart, "said")) == "a: 5% of all houses"


def test_one_amount_is_one_class():
    frame = pl.DataFrame({"k": ["a", "b"], "n": [4, 4]})
    chart = charts.choropleth(frame, key="k", value="n", shapes=squares("ab"), unit="n", **WORDS)
    assert entries(chart) == {"4"} and opacity(chart) == {"a": 1, "b": 1}


def test_classes_can_be_as_long_each_or_given():
    assert entries(example(scale="equal")) == {"under 22%", "22% to 38%", "38% and more", "no figure (3)"}
    assert opacity(example(breaks=[0.3])) == {"a": 0.2, "c": 0.2, "d": 1, "e": 1}


def test_around_a_middle_the_furthest_are_darkest():
    chart = example(breaks=[0.1, 0.3, 0.5], middle=0.3)
    hues = {row["said"].partition(":")[0]: row["fill"] for row in rows(chart, "said")}
    assert hues == {
        "a": theme.LIGHT["amber"],
        "c": theme.LIGHT["amber"],
        "d": theme.LIGHT["blue"],
        "e": theme.LIGHT["blue"],
    }
    assert opacity(chart) == {"a": 1, "c": 0.2, "d": 0.2, "e": 1}


@pytest.mark.parametrize("clockwise", [False, True])
@pytest.mark.parametrize("width", [640, 320])
def test_no_area_fills_the_map_whichever_way_it_is_wound(clockwise, width):
    chart = example(shapes=squares("abcdefg", clockwise=clockwise))
    boxes = paths(chart, width)
    assert len(boxes) == 4
    for west, north, east, south in boxes:
        assert width / 8 < east - west < width / 6
        assert west >= 0 and east <= width and north < south
    assert chart.to_dict() == example().to_dict()


def test_islands_that_a_file_gives_as_holes_are_islands():
    shapes = squares("abcdefg")
    outer = shapes["features"][0]["geometry"]["coordinates"]
    hole = [[30.02, 50.02], [30.08, 50.02], [30.08, 50.08], [30.02, 50.08], [30.02, 50.02]]
    island = [[30.02, 50.12], [30.08, 50.12], [30.08, 50.18], [30.02, 50.18], [30.02, 50.12]]
    outer += [hole, island]
    (drawn,) = [
        row["geometry"]["coordinates"]
        for row in rows(example(shapes=shapes), "said")
        if row["said"][0] == "a"
    ]
    assert [len(part) for part in drawn] == [2, 1]
    assert all(box[2] - box[0] < 110 for box in paths(example(shapes=shapes)))


def test_a_hole_may_begin_on_the_edge_of_its_area():
    shapes = squares("abcdefg")
    outer = shapes["features"][0]["geometry"]["coordinates"]
    # Its first point lies on the eastern edge, which is outside; the other eight are inside.
    inner = [[30.08, 50.02 + at / 100] for at in range(4)] + [[30.04, 50.05 - at / 100] for at in range(4)]
    outer.append([[30.1, 50.04], *inner, [30.1, 50.04]])
    (drawn,) = [
        row["geometry"]["coordinates"]
        for row in rows(example(shapes=shapes), "said")
        if row["said"][0] == "a"
    ]
    assert [len(part) for part in drawn] == [2]


def test_the_map_is_as_high_as_its_width_asks_for():
    spec = example().to_dict() | {"config": theme.config()}
    spec.pop("title")
    sizes = [draw.size(draw.svg(draw.fitted(spec, px))) for px in (640, 320)]
    assert [wide for wide, _ in sizes] == [640, 320]
    assert sizes[0][1] - sizes[1][1] == pytest.approx(320 * 0.35, abs=2)


def topology() -> dict:
    """Two squares that share a side, and the land of both, in steps of a tenth of a degree from 30 E, 50 N."""
    return {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [30, 50]},
        "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
        "objects": {
            "land": {"type": "Polygon", "arcs": [[1, 2]]},
            "parishes": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "01", "properties": {"name": "a"}, "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "id": "02", "properties": {"name": "b"}, "arcs": [[[2, -1]]]},
                ],
            },
        },
    }


@pytest.mark.parametrize("keys", [["a", "b"], ["01", "02"]])
def test_topojson_is_read_and_its_object_and_property_found(keys):
    chart = charts.choropleth(
        pl.DataFrame({"k": keys, "n": [1, 2]}), key="k", value="n", shapes=topology(), unit="houses", **WORDS
    )
    drawn = {row["said"]: row["geometry"]["coordinates"] for row in rows(chart, "said")}
    assert list(drawn) == [f"{keys[0]}: 1 houses", f"{keys[1]}: 2 houses"]
    corners = {tuple(at) for at in drawn[f"{keys[1]}: 2 houses"][0][0]}
    assert corners == {(30.1, 50), (30.2, 50), (30.2, 50.1), (30.1, 50.1)}


def test_shapes_come_from_a_file_an_object_or_a_column(tmp_path):
    file = tmp_path / "parishes.geojson"
    file.write_text(json.dumps(squares("abcdefg")), encoding="utf-8")
    expected = example().to_dict()
    assert example(shapes=file).to_dict() == expected
    assert example(shapes=str(file)).to_dict() == expected
    assert example(shapes=SimpleNamespace(__geo_interface__=squares("abcdefg"))).to_dict() == expected
    cells = [json.dumps(one["geometry"]) for one in squares("abcdef")["features"]]
    frame = pl.DataFrame({**PARISHES, "geometry": cells})
    chart = charts.choropleth(
        frame,
        key="parish",
        value="share",
        shapes="geometry",
        classes=3,
        number="percent",
        unit="of all houses",
        **WORDS,
    )
    assert opacity(chart) == opacity(example())
    assert chart.description == "2 of 6 areas have no value."


def test_whole_numbers_are_keys():
    frame = pl.DataFrame({"k": [1, 2, 2], "n": [1, 2, 4]})
    shapes = squares(["1", "2"], "code")
    chart = charts.choropleth(frame, key="k", value="n", aggregate="sum", shapes=shapes, unit="n", **WORDS)
    assert [row["said"] for row in rows(chart, "said")] == ["1: 1 n", "2: 6 n"]


def test_zoom_leaves_out_what_is_far_from_all_values():
    shapes = squares("abcdef")
    far = copy.deepcopy(shapes["features"][0])
    far["properties"]["name"] = "far"
    far["geometry"]["coordinates"] = [[[lon + 40, lat] for lon, lat in far["geometry"]["coordinates"][0]]]
    shapes["features"].append(far)
    assert example(shapes=shapes).description == "3 of 7 areas have no value."
    assert example(shapes=shapes, zoom=True).description == "2 of 6 areas have no value."


def test_the_world_and_regions_across_the_180th_meridian_have_their_projection():
    def fitted(*corners):
        return _shapes.fitted([[[[*corners, corners[0]]]]])

    world = fitted((-170.0, -60.0), (0.0, 80.0), (170.0, -60.0), (60.0, 10.0))
    assert (world.kind, world.rotate) == ("equalEarth", (0, 0, 0))
    fiji = fitted((177.0, -19.0), (-178.0, -19.0), (-178.0, -16.0))
    assert (fiji.kind, fiji.middle) == ("azimuthalEqualArea", (179.5, -17.5))
    assert fiji.east - fiji.west < math.radians(6)


def _area(project, west, south, size=0.01):
    """Area on the plane of a small square on the sphere, by its corners."""
    corners = [
        project(west + x * size, south + y * size) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    ]
    return abs(_shapes._planar(corners))


@given(st.floats(-170, 170), st.floats(-80, 80))
def test_both_projections_keep_areas(lon, lat):
    on_the_sphere = math.radians(0.01) * (math.sin(math.radians(lat + 0.01)) - math.sin(math.radians(lat)))
    assert _area(_shapes._equal_earth, lon, lat) == pytest.approx(on_the_sphere, rel=1e-3)
    near = max(-60.0, min(60.0, lon / 3))
    assert _area(lambda x, y: _shapes._azimuthal(x, y, 0, 10), near, lat) == pytest.approx(
        on_the_sphere, rel=1e-3
    )


@given(st.integers(3, 400), st.floats(0.5, 20), st.floats(-60, 60), st.floats(0.001, 0.2))
def test_a_simplified_area_has_fewer_points_on_a_grid_and_no_point_far_from_where_it_was(
    corners, radius, lat, pixel
):
    turns = [2 * math.pi * at / corners for at in range(corners)]
    ring = [(20 + radius * math.cos(turn), lat + radius * math.sin(turn)) for turn in turns]
    ring.append(ring[0])
    drawn = _shapes.drawable([[ring]], pixel)
    (kept,) = drawn["coordinates"][0]
    assert len(kept) <= len(ring)
    assert all(min(math.dist(at, one) for one in ring) <= pixel for at in kept)
    assert _shapes._planar([tuple(at) for at in kept]) < 0  # clockwise


def test_an_area_smaller_than_a_pixel_is_still_drawn():
    tiny = [(20.0, 50.0), (20.0001, 50.0), (20.0001, 50.0001), (20.0, 50.0)]
    assert _shapes.drawable([[tiny]], 0.0003)["coordinates"][0][0]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"shapes": squares("abcdxy")}, "key='parish': no shape has 'e', 'f' as its 'name'"),
        (
            {"shapes": squares(["Parish A"])},
            "key='parish': no shape has 'a', 'b', 'c', 'd', 'e' and 1 more as its 'name' or another",
        ),
        ({"shapes_key": "nam"}, "shapes_key: expected one of ['name'], got 'nam'"),
        ({"shapes": "nowhere.geojson"}, "shapes: no file 'nowhere.geojson' that can be read"),
        (
            {"shapes": 5},
            "shapes: expected GeoJSON or TopoJSON, as a path or a dict, or a GeoDataFrame, got int",
        ),
        (
            {"shapes": {"type": "Point"}},
            "shapes: expected a FeatureCollection or a Topology, got type 'Point'",
        ),
        ({"shapes": {"type": "FeatureCollection", "features": []}}, "shapes: no polygon in it"),
        ({"classes": 1}, "classes: expected 2 to 7, got 1"),
        ({"breaks": [3, 2]}, "breaks: expected numbers that rise, got [3, 2]"),
        ({"scale": "log"}, "scale: expected one of ['quantile', 'equal', 'continuous'], got 'log'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options, told):
    arguments = {"shapes": squares("abcdefg"), "unit": "of all", **WORDS, **options}
    with pytest.raises(ContractError, match=re.escape(f"choropleth: {told}")):
        charts.choropleth(pa.table(PARISHES), key="parish", value="share", **arguments)


def test_the_nearest_name_is_offered_and_metres_are_refused():
    frame = pl.DataFrame({"k": ["Harbor", "Mill"], "n": [1, 2]})
    with pytest.raises(ContractError, match=r"no shape has 'Harbor' \(is it 'Harbour'\?\) as its 'name'"):
        charts.choropleth(frame, key="k", value="n", shapes=squares(["Harbour", "Mill"]), unit="n", **WORDS)
    metres = squares("abcdef")
    metres["features"][0]["geometry"]["coordinates"] = [[[500_000, 4e6], [500_001, 4e6], [5e5, 4e6]]]
    with pytest.raises(ContractError, match="expected longitude and latitude in degrees, got 500000"):
        example(shapes=metres)


def test_bounds_are_as_round_as_their_classes_allow_and_all_alike():
    # Twenty areas each in classes of a fifth; exact quintiles are 0.2034, 0.4034, 0.6034 and 0.8034.
    amounts = [0.0034 + at / 100 for at in range(100)]
    bounds = choropleths._bounds(amounts, "quantile", 5, ())
    assert bounds == [0.2, 0.4, 0.6, 0.8]
    assert number_format("percent", amounts).ticks(bounds) == ["20%", "40%", "60%", "80%"]
