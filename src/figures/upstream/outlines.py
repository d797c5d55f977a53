"""Where are coast, borders, the Dnipro and the cities? Natural Earth's lines and GeoNames' places, put on the plane of the hexagons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import shapely

from figures.upstream import read
from figures.upstream.deepstate import Geometry, on_plane, project, regions, to_degrees
from figures.upstream.read import File

# Metres east and north of the origin of the hexagons: as far as a map of the front reaches, with its surroundings.
WINDOW = (-260e3, -560e3, 920e3, 340e3)
STEP_M = 1000.0  # what a line may be moved by when it loses points; a pixel of the map is more
SMALLEST_M2 = 30e6  # islands below it are left out
# How far Natural Earth's border may lie from that of the regions. The line that it draws across the neck of Crimea is farther from it.
SAME_BORDER_M = 15e3
NEAR_RIVER_M = 12e3
# Our spelling of a city to its name, first-level and second-level unit in the gazetteer, where other places have the name too.
CITIES = {
    "Donetsk": ("Donetsk", "05", "1408"),
    "Kharkiv": ("Kharkiv", "07", "6312"),
    "Kherson": ("Kherson", "08", "6510"),
    "Kyiv": ("Kyiv", "12", ""),
    "Luhansk": ("Luhansk", "14", "4406"),
    "Pokrovsk": ("Pokrovsk", "05", "1416"),
    "Zaporizhzhia": ("Zaporizhzhya", "26", "2306"),
}
# Cities on the Dnipro far apart: only that river passes one of them.
ON_THE_DNIPRO = ("Kyiv", "Zaporizhzhia", "Kherson")
Line = list[tuple[float, float]]


def map_places(cities: File) -> pd.DataFrame:
    """Find the cities that the book names in the gazetteer: longitude, latitude and place on the plane."""
    found = read.listed(cities, read.records(cities), ["name", "lat", "lng", "country", "admin1", "admin2"])
    found = found[found["country"] == "UA"]
    rows = []
    for name, (theirs, first, second) in CITIES.items():
        own = found[(found["name"] == theirs) & (found["admin1"] == first) & (found["admin2"] == second)]
        if len(own) != 1:
            cities.fail(f"{theirs} in {first} {second} must be there once, is there {len(own)} times")
        at = shapely.Point(float(own["lng"].iloc[0]), float(own["lat"].iloc[0]))
        rows.append({"name": name, **_columns([on_plane(at)]).iloc[0]})
    return pd.DataFrame(rows)


def map_lines(countries: File, rivers: File, cities: File, oblasts: Sequence[File]) -> pd.DataFrame:
    """Cut land, borders and the Dnipro out of Natural Earth's world, and drop the points that a map does not show."""
    country = shapely.union_all(list(regions(oblasts).values()))
    places = map_places(cities)
    drawn = [
        *(("land", ring) for ring in _land(countries)),
        *(("border", line) for line in _borders(countries, country)),
        *(("river", line) for line in _dnipro(rivers, places)),
    ]
    frames = [
        _columns([shapely.Point(at) for at in line.coords]).assign(
            line=number, kind=kind, point=range(len(line.coords))
        )
        for number, (kind, line) in enumerate(drawn, 1)
    ]
    return pd.concat(frames, ignore_index=True)


def _columns(points: Sequence[Geometry]) -> pd.DataFrame:
    lon_lat = [to_degrees(point) for point in points]
    return pd.DataFrame(
        {
            "lon": [at.x for at in lon_lat],
            "lat": [at.y for at in lon_lat],
            "x_km": [at.x / 1000 for at in points],
            "y_km": [at.y / 1000 for at in points],
        }
    )


def _topology(file: File, name: str) -> tuple[list[Line], list[dict[str, Any]]]:
    """Read the lines of a TopoJSON file, undoing the steps from point to point in which it writes them, and one of its collections."""
    parsed = read.records(file)
    try:
        scale, origin = parsed["transform"]["scale"], parsed["transform"]["translate"]
        arcs = [np.cumsum(np.array(arc, float), axis=0) * scale + origin for arc in parsed["arcs"]]
        return [[(x, y) for x, y in arc] for arc in arcs], parsed["objects"][name]["geometries"]
    except (KeyError, TypeError, ValueError) as error:
        file.fail(f"must be TopoJSON with {name} ({error})")


def _joined(arcs: Sequence[Line], numbers: Iterable[int]) -> Line:
    """Put lines together; one with a negative number runs backwards."""
    lines = [arcs[at] if at >= 0 else arcs[~at][::-1] for at in numbers]
    return [at for number, line in enumerate(lines) for at in (line[1:] if number else line)]


def _numbers(nested: Any) -> Iterator[int]:
    for part in nested:
        yield from _numbers(part) if isinstance(part, list) else (part,)


def _cut(shape: Geometry) -> Geometry:
    """Keep what lies in the window, with no more points than a map shows."""
    return shapely.simplify(shapely.intersection(shape, shapely.box(*WINDOW)), STEP_M)


@cache
def _around() -> tuple[float, float, float, float]:
    """Return the window with five degrees around it: the plane cannot hold the far side of the world."""
    west, south, east, north = shapely.bounds(to_degrees(shapely.box(*WINDOW)))
    return west - 5, south - 5, east + 5, north + 5


def _near(line: Line) -> bool:
    """Say whether a line comes near the window."""
    west, south, east, north = _around()
    return any(west < lon < east and south < lat < north for lon, lat in line)


def _land(countries: File) -> list[Geometry]:
    arcs, geometries = _topology(countries, "countries")
    around, polygons = _around(), []
    for geometry in geometries:
        parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
        rings = [_joined(arcs, part[0]) for part in parts]
        near = [shapely.clip_by_rect(shapely.Polygon(ring), *around) for ring in rings if _near(ring)]
        polygons += [project(part) for part in near]
    cut = shapely.intersection(polygons, shapely.buffer(shapely.box(*WINDOW), STEP_M))
    whole = _cut(shapely.union_all(shapely.buffer(cut, 1)))  # neighbours' rounded borders leave no slit
    large = [
        part for part in shapely.get_parts(whole) if part.geom_type == "Polygon" and part.area > SMALLEST_M2
    ]
    rings = [ring for part in large for ring in (part.exterior, *part.interiors)]
    return [ring for ring in rings if shapely.Polygon(ring).area > SMALLEST_M2]


def _borders(countries: File, country: Geometry) -> list[Geometry]:
    """Keep what two countries share; where Ukraine is one of them, only along the outline that its own regions have."""
    arcs, geometries = _topology(countries, "countries")
    uses: dict[int, set[str]] = {}
    for geometry in geometries:
        for at in _numbers(geometry.get("arcs", [])):
            uses.setdefault(at if at >= 0 else ~at, set()).add(geometry["properties"]["name"])
    lines: dict[tuple[str, str], list[Geometry]] = {}
    for at, names in uses.items():
        for pair in combinations(sorted(names), 2):
            if _near(arcs[at]):
                lines.setdefault(pair, []).append(on_plane(shapely.LineString(arcs[at])))
    inside = shapely.buffer(country, -SAME_BORDER_M)
    merged = []
    for pair, own in sorted(lines.items()):
        for part in shapely.get_parts(shapely.line_merge(shapely.union_all(own))):
            # A border that lies for the most part within the regions is one that Ukraine does not have.
            if "Ukraine" not in pair or shapely.intersection(part, inside).length < part.length / 2:
                merged.append(part)
    parts = [part for one in merged for part in shapely.get_parts(_cut(one))]
    return [part for part in parts if part.geom_type == "LineString" and part.length > STEP_M]


def _dnipro(rivers: File, places: pd.DataFrame) -> list[Geometry]:
    arcs, geometries = _topology(rivers, "rivers")
    named = places.set_index("name").loc[list(ON_THE_DNIPRO)]
    at = shapely.points(named["x_km"] * 1000, named["y_km"] * 1000)
    found = []
    for geometry in geometries:
        parts = [geometry["arcs"]] if geometry["type"] == "LineString" else geometry["arcs"]
        lines = [_joined(arcs, part) for part in parts]
        flat = [on_plane(shapely.LineString(line)) for line in lines if _near(line)]
        if flat and shapely.distance(shapely.union_all(flat), at).min() < NEAR_RIVER_M:
            found += flat
    river = shapely.line_merge(shapely.union_all(found))
    return [part for part in shapely.get_parts(_cut(river)) if part.length > STEP_M]
