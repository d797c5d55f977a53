"""Areas on the equal-area plane, hexagons, and the maps that can't be read."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from figures import tables
from figures.errors import DataError
from figures.upstream import deepstate, files
from figures.upstream.catalogue import pinned
from figures.upstream.read import File


def geojson(shape, **more) -> bytes:
    return json.dumps({"type": "Feature", "geometry": json.loads(shapely.to_geojson(shape)), **more}).encode()


def map_of(shape, day: str = "20250417") -> File:
    return File(f"deepstate/deepstatemap_data_{day}.geojson", geojson(shape), date(2026, 8, 22))


@given(st.floats(23, 39), st.floats(45, 51), st.floats(0.01, 1), st.floats(0.01, 1))
def test_the_plane_keeps_areas(lon, lat, wide, high):
    # Many points on the edges, because an edge along a parallel is no straight line on the plane.
    box = shapely.segmentize(shapely.box(lon, lat, lon + wide, lat + high), 0.01)
    on_the_ellipsoid, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(box)
    assert deepstate.project(box).area == pytest.approx(abs(on_the_ellipsoid), rel=1e-4)


def test_a_bow_tie_is_repaired():
    bow = shapely.Polygon([(31, 48), (32, 49), (32, 48), (31, 49)])
    assert not bow.is_valid
    whole = deepstate.project(shapely.box(31, 48, 32, 49)).area
    # Two triangles of a quarter of the box each.
    assert deepstate.project(bow).area == pytest.approx(whole / 2, rel=0.01)


def test_regions_are_measured_and_sum_to_ukraine():
    west, east = shapely.box(31, 48, 32, 49), shapely.box(32, 48, 33, 49)
    oblasts = [
        File("oblasts/UA_71_Cherkaska.geojson", geojson(west), date(2022, 9, 21)),
        File("oblasts/UA_35_Kirovohradska.geojson", geojson(east), date(2022, 9, 21)),
        File("oblasts/UA_53_Poltavska.geojson", geojson(shapely.box(33, 48, 34, 49)), date(2022, 9, 21)),
    ]
    maps = [map_of(east, "20250416"), map_of(shapely.box(31.5, 48, 33, 49), "20250417")]
    found = deepstate.occupied_area(maps, oblasts, workers=1).set_index(["date", "region"])
    assert set(found.index.get_level_values("region")) == {
        "Cherkasy",
        "Kirovohrad",
        "Ukraine",
    }  # Poltava never held
    share = found["share"].unstack()
    # The long straight edges of these boxes bend a little between two points, hence the tolerance.
    assert list(share.loc["2025-04-16"]) == pytest.approx([0, 1, 1 / 3], abs=0.002)
    assert list(share.loc["2025-04-17"]) == pytest.approx([1 / 2, 1, 1 / 2], abs=0.002)
    area = found["area_km2"].unstack()
    assert (area["Cherkasy"] + area["Kirovohrad"] - area["Ukraine"]).abs().max() < 1e-9


def test_hexagons_are_twenty_kilometres_from_side_to_side_and_tile_the_country():
    square = shapely.box(-100e3, -100e3, 100e3, 100e3)
    cells = deepstate.hexagons(square, 20e3)
    # Area of a hexagon by its width w: w² · √3 / 2.
    assert shapely.area(cells["shape"].to_numpy()) == pytest.approx(400e6 * np.sqrt(3) / 2)
    assert shapely.union_all(cells["shape"].to_numpy()).buffer(0.01).contains(square)
    parts = shapely.area(shapely.intersection(cells["shape"].to_numpy(), square))
    assert parts.sum() == pytest.approx(square.area)  # no overlap
    assert cells["cell"].is_unique


def test_the_grid_and_the_daily_table_tell_the_same_area(upstream):
    grid = tables.load("control_grid")
    pin = pinned()["oblasts"]
    oblasts = [File(n, (upstream / "oblasts" / n).read_bytes(), pin["commit_date"]) for n in pin["members"]]
    units = deepstate.regions(oblasts)
    country = shapely.union_all(list(units.values()))
    cells = deepstate.hexagons(country, 20e3).set_index("cell").loc[grid["cell"]]
    inside = shapely.area(shapely.intersection(cells["shape"].to_numpy(), country)) / 1e6
    area = tables.load("occupied_area_daily").query("source == 'DeepState' and region == 'Ukraine'")
    area = area.set_index("date")["area_km2"]
    for column, day in [("share_2025_01_20", "2025-01-20"), ("share_latest", area.index.max())]:
        assert (grid[column] * inside).sum() == pytest.approx(area[day], rel=1e-4)


def test_maps_that_cannot_be_read_are_named():
    with pytest.raises(DataError, match=r"20250417\.geojson: must be valid JSON"):
        deepstate.occupied(File("d/x_20250417.geojson", b'{"type": "Feature"', date(2026, 1, 1)))
    with pytest.raises(DataError, match="must hold polygons"):
        deepstate.occupied(map_of(shapely.Point(31, 48)))
    with pytest.raises(DataError, match=r"20991231\.geojson: must not be after the commit of 2026-08-22"):
        deepstate.map_day(map_of(shapely.box(31, 48, 32, 49), "20991231"))
    with pytest.raises(DataError, match="must be that of a known first-level unit"):
        deepstate.regions([File("oblasts/UA_99_Atlantis.geojson", b"{}", date(2022, 9, 21))])


def test_the_missing_days_are_the_pinned_ones(upstream):
    have = {deepstate.map_day(file) for file in files.read_all(upstream)["deepstate"]}
    every = pd.date_range("2024-07-08", "2026-08-22").date
    assert sorted(set(every) - have) == pinned()["deepstate"]["missing_days"]
