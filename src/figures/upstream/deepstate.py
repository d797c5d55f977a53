"""DeepState's daily maps of occupied territory, measured by region and on a grid of hexagons."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from figures.upstream import read
from figures.upstream.read import File

# Lambert azimuthal equal-area, centred on Ukraine: areas are true, distances within 1 in 1,000 over the country.
PLANE = "+proj=laea +lat_0=48.5 +lon_0=31.5 +ellps=WGS84 +units=m"
CELL_KM = 20
FINE_CELL_KM = 10
FRONT_REGIONS = ("Donetsk", "Kherson", "Luhansk", "Zaporizhzhia")
GRID_DAYS = {"share_2025_01_20": date(2025, 1, 20), "share_2025_04_17": date(2025, 4, 17)}
NAMES = {
    "Avtonomna_Respublika_Krym": "Crimea",
    "Cherkaska": "Cherkasy",
    "Chernihivska": "Chernihiv",
    "Chernivetska": "Chernivtsi",
    "Dnipropetrovska": "Dnipropetrovsk",
    "Donetska": "Donetsk",
    "Ivano_Frankivska": "Ivano-Frankivsk",
    "Kharkivska": "Kharkiv",
    "Khersonska": "Kherson",
    "Khmelnytska": "Khmelnytskyi",
    "Kirovohradska": "Kirovohrad",
    "Kyivska": "Kyiv",
    "Luhanska": "Luhansk",
    "Lvivska": "Lviv",
    "Mykolaivska": "Mykolaiv",
    "Odeska": "Odesa",
    "Poltavska": "Poltava",
    "Rivnenska": "Rivne",
    "Sumska": "Sumy",
    "Ternopilska": "Ternopil",
    "Vinnytska": "Vinnytsia",
    "Volynska": "Volyn",
    "Zakarpatska": "Zakarpattia",
    "Zaporizka": "Zaporizhzhia",
    "Zhytomyrska": "Zhytomyr",
}

Geometry = Any


@cache
def _transformer(inverse: bool = False) -> Any:
    start, end = (PLANE, "EPSG:4326") if inverse else ("EPSG:4326", PLANE)
    return pyproj.Transformer.from_crs(start, end, always_xy=True)


def project(geometry: Geometry) -> Geometry:
    """Put longitudes and latitudes on the equal-area plane (metres) and repair what is not valid."""
    return shapely.make_valid(on_plane(geometry))


def on_plane(geometry: Geometry) -> Geometry:
    """Put longitudes and latitudes on the equal-area plane, in metres."""
    return shapely.transform(geometry, lambda c: np.column_stack(_transformer().transform(c[:, 0], c[:, 1])))


def to_degrees(geometry: Geometry) -> Geometry:
    """Turn places on the plane back into longitudes and latitudes."""
    turned = _transformer(inverse=True).transform
    return shapely.transform(geometry, lambda c: np.column_stack(turned(c[:, 0], c[:, 1])))


def regions(oblasts: Sequence[File]) -> dict[str, Geometry]:
    """Ukraine's first-level units by English name, on the plane."""
    found = {}
    for file in oblasts:
        match = re.search(r"UA_\d+_(\w+)\.geojson$", file.name)
        if match is None or match[1] not in NAMES:
            file.fail("the file's name must be that of a known first-level unit")
        found[NAMES[match[1]]] = project(_geometry(file))
    return dict(sorted(found.items()))


def occupied(map_: File) -> Geometry:
    """Territory occupied on the day of the map, on the plane."""
    return project(_geometry(map_))


def map_day(map_: File) -> date:
    """Return the day in the map's file name; a day after the commit is an error."""
    match = re.search(r"(\d{4})(\d{2})(\d{2})\.geojson$", map_.name)
    if match is None:
        map_.fail("the file's name must end with its day, YYYYMMDD.geojson")
    try:
        day = date(*map(int, match.groups()))
    except ValueError as error:
        map_.fail(f"the file's name must hold a day ({error})")
    if day > map_.commit_date:
        map_.fail(f"must not be after the commit of {map_.commit_date}")
    return day


def _geometry(file: File) -> Geometry:
    parsed = read.records(file)
    try:
        features = parsed["features"] if parsed["type"] == "FeatureCollection" else [parsed]
        shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    except (KeyError, TypeError, shapely.errors.ShapelyError) as error:
        file.fail(f"must be GeoJSON ({error})")
    if not shapes or any(shape.geom_type not in ("Polygon", "MultiPolygon") for shape in shapes):
        file.fail("must hold polygons")
    return (
        shapes[0] if len(shapes) == 1 else shapely.union_all([shapely.make_valid(shape) for shape in shapes])
    )


_units: dict[str, Geometry] = {}


def _start(units: dict[str, bytes]) -> None:
    _units.update({name: shapely.from_wkb(shape) for name, shape in units.items()})


def _areas(map_: File) -> dict[str, float]:
    """Occupied area by region in km2, as measured in a worker process."""
    held = occupied(map_)
    return {
        name: float(shapely.area(shapely.intersection(held, unit))) / 1e6 for name, unit in _units.items()
    }


def occupied_area(maps: Sequence[File], oblasts: Sequence[File], workers: int = 2) -> pd.DataFrame:
    """Measure the area and share of each region that was occupied in part on some day, every day, with the total as ``Ukraine``.

    The days are independent of each other: `workers` processes share them.
    """
    units = regions(oblasts)
    whole = {name: float(shapely.area(unit)) / 1e6 for name, unit in units.items()}
    days = [map_day(map_) for map_ in maps]
    packed = {name: shapely.to_wkb(unit) for name, unit in units.items()}
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(packed,)) as pool:
        measured = list(pool.map(_areas, maps, chunksize=16))
    areas = pd.DataFrame(measured, index=pd.DatetimeIndex(days, name="date")).round(2)
    areas = areas.loc[:, areas.max() > 0]
    areas["Ukraine"] = areas.sum(axis=1)
    whole["Ukraine"] = sum(whole.values())
    long = areas.reset_index().melt("date", var_name="region", value_name="area_km2")
    return long.assign(source="DeepState", share=long["area_km2"] / long["region"].map(whole))


def control_grid_fine(maps: Sequence[File], oblasts: Sequence[File]) -> pd.DataFrame:
    """Measure the same on hexagons half as wide; keep those of the four regions, those occupied in part, and those that touch them."""
    grid = control_grid(maps, oblasts, FINE_CELL_KM)
    column, row = (grid["cell"].str[part].astype(int) for part in (slice(3), slice(3, None)))
    along = 2 * column + row % 2  # in steps of half a hexagon
    occupied_once = (grid.filter(like="share_") > 0.00005).any(axis=1)
    near = {
        (x + east, y + north)
        for x, y in zip(along[occupied_once], row[occupied_once], strict=True)
        for east, north in ((0, 0), (2, 0), (-2, 0), (1, 1), (1, -1), (-1, 1), (-1, -1))
    }
    touched = pd.Series([at in near for at in zip(along, row, strict=True)], index=grid.index)
    return grid[grid["region"].isin(FRONT_REGIONS) | touched].drop(columns=["lon", "lat"])


def control_grid(maps: Sequence[File], oblasts: Sequence[File], across_km: float = CELL_KM) -> pd.DataFrame:
    """Measure the share of each hexagon that was occupied on the days of `GRID_DAYS` and on the latest day."""
    units = regions(oblasts)
    cells = hexagons(shapely.union_all(list(units.values())), across_km * 1000.0)
    names = list(units)
    parts = np.column_stack(
        [shapely.area(shapely.intersection(cells["shape"], units[name])) for name in names]
    )
    inside = parts.sum(axis=1)
    # A sliver of less than a hectare is noise of the boundary, not a part of Ukraine.
    keep = inside > 1e4
    cells, parts, inside = cells[keep], parts[keep], inside[keep]
    country = shapely.union_all(list(units.values()))
    by_day = {map_day(map_): map_ for map_ in maps}
    lon, lat = _transformer(inverse=True).transform(cells["x"].to_numpy(), cells["y"].to_numpy())
    grid = pd.DataFrame(
        {"cell": cells["cell"], "lon": lon, "lat": lat, "region": np.array(names)[parts.argmax(axis=1)]}
    )
    grid["inside"] = np.minimum(inside / shapely.area(cells["shape"]), 1.0)
    for column, day in {**GRID_DAYS, "share_latest": max(by_day)}.items():
        held = shapely.intersection(occupied(by_day[day]), country)
        shapely.prepare(held)
        grid[column] = np.minimum(shapely.area(shapely.intersection(cells["shape"], held)) / inside, 1.0)
    return grid


def hexagons(over: Geometry, across: float) -> pd.DataFrame:
    """Lay hexagons `across` metres from side to side that touch `over`: cell, x, y of the centre, shape.

    The grid is anchored at the plane's origin, so that a cell keeps its name when the country's outline changes.
    """
    size = across / np.sqrt(3)
    west, south, east, north = over.bounds
    rows = np.arange(int(south // (1.5 * size)) - 1, int(north // (1.5 * size)) + 2)
    columns = np.arange(int(west // across) - 1, int(east // across) + 2)
    column, row = (mesh.ravel() for mesh in np.meshgrid(columns, rows))
    x, y = across * (column + 0.5 * (row % 2)), 1.5 * size * row
    turn = np.radians(np.arange(30, 390, 60))
    corners = np.stack([x[:, None] + size * np.cos(turn), y[:, None] + size * np.sin(turn)], axis=-1)
    shapes = shapely.polygons(corners)
    shapely.prepare(over)
    touching = shapely.intersects(over, shapes)
    cells = [f"{c:+03d}{r:+03d}" for c, r in zip(column, row, strict=True)]
    laid = pd.DataFrame({"cell": cells, "x": x, "y": y, "shape": shapes})
    return pd.DataFrame(laid.loc[touching]).reset_index(drop=True)
