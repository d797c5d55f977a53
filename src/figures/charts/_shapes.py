"""What do areas look like? GeoJSON or TopoJSON in, and out come few points, wound as the renderer wants them, and a fitting projection."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from os import PathLike
from pathlib import Path
from typing import Any, Literal, NamedTuple

from figures.errors import ContractError

Ring = list[tuple[float, float]]
Polygons = list[list[Ring]]

_WIDE_PX = 640
_WORLD_DEGREES = 180
_FLATTEST = 0.35


class Shape(NamedTuple):
    """An area: the names by which it can be found, and its polygons, the outer ring of each first, in degrees."""

    names: Mapping[str, str]
    polygons: Polygons


class Projection(NamedTuple):
    """An equal-area projection around a middle, and the part of its plane that the map shows, in radii of the Earth."""

    kind: Literal["equalEarth", "azimuthalEqualArea"]
    middle: tuple[float, float]
    west: float
    south: float
    east: float
    north: float

    @property
    def rotate(self) -> tuple[float, float, float]:
        """Turn the middle to the front."""
        return -self.middle[0], -self.middle[1], 0

    @property
    def proportion(self) -> float:
        """How high the map is for its width."""
        return round(max((self.north - self.south) / (self.east - self.west), _FLATTEST), 3)

    @property
    def degrees_a_pixel(self) -> float:
        """How much of the Earth a pixel of the wide drawing shows."""
        return math.degrees(self.east - self.west) / _WIDE_PX

    def placed(self, height: str) -> tuple[str, str]:
        """Give scale and translation as expressions of the width, where ``height`` is one, too."""
        wide, high = self.east - self.west, self.north - self.south
        scale = f"min(width / {wide:.6g}, {height} / {high:.6g})"
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        return scale, f"[width / 2 - {x:.6g} * {scale}, {height} / 2 + {y:.6g} * {scale}]"

    def shows(self, polygons: Polygons) -> bool:
        """Say whether any point of an area lies on the map."""
        plane = [self.on_plane(*at) for at in _points(polygons)]
        return any(self.west <= x <= self.east and self.south <= y <= self.north for x, y in plane)

    def on_plane(self, lon: float, lat: float) -> tuple[float, float]:
        """Project a point."""
        return _equal_earth(lon, lat) if self.kind == "equalEarth" else _azimuthal(lon, lat, *self.middle)


def shapes_of(function: str, given: Any) -> list[list[Shape]]:
    """Read areas from a path, a dict or what has ``__geo_interface__``: one list, or of TopoJSON one for each of its objects."""
    if isinstance(given, str | PathLike):
        given = _loaded(function, Path(given))
    given = getattr(given, "__geo_interface__", given)
    if not isinstance(given, Mapping):
        raise ContractError(
            f"{function}: shapes: expected GeoJSON or TopoJSON, as a path or a dict, or a GeoDataFrame, got {type(given).__name__}"
        )
    if given.get("type") == "Topology":
        arcs = _arcs(given)
        groups = [
            [(one, _unpacked(one, arcs)) for one in group.get("geometries", [group])]
            for group in given.get("objects", {}).values()
        ]
    elif given.get("type") == "FeatureCollection":
        groups = [[(one, one.get("geometry")) for one in given.get("features", [])]]
    else:
        raise ContractError(
            f"{function}: shapes: expected a FeatureCollection or a Topology, got type {given.get('type')!r}"
        )
    found = [
        [shape for one, geometry in group if (shape := _shape(function, one, geometry))] for group in groups
    ]
    if not any(found):
        raise ContractError(f"{function}: shapes: no polygon in it")
    return [group for group in found if group]


def shape(function: str, names: Mapping[str, str], geometry: Any) -> Shape | None:
    """Read one area from a cell: GeoJSON as text or dict, or what has ``__geo_interface__``."""
    if isinstance(geometry, str):
        try:
            geometry = json.loads(geometry)
        except ValueError:
            raise ContractError(
                f"{function}: shapes: expected GeoJSON in each cell, got {geometry[:40]!r}"
            ) from None
    geometry = getattr(geometry, "__geo_interface__", geometry)
    if not isinstance(geometry, Mapping):
        raise ContractError(
            f"{function}: shapes: expected GeoJSON or a geometry in each cell, got {type(geometry).__name__}; "
            "geopandas.GeoSeries.from_wkb reads WKB"
        )
    return _shape(function, {"properties": names}, geometry)


def _loaded(function: str, path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise ContractError(f"{function}: shapes: no file {str(path)!r} that can be read") from None
    except ValueError:
        raise ContractError(
            f"{function}: shapes: {str(path)!r} is no JSON; geopandas.read_file(path) reads other files, and its result can be given"
        ) from None


def _shape(function: str, feature: Mapping[str, Any], geometry: Any) -> Shape | None:
    kind, rings = (geometry or {}).get("type"), (geometry or {}).get("coordinates", [])
    parts = [rings] if kind == "Polygon" else rings if kind == "MultiPolygon" else []
    polygons = [[[(float(at[0]), float(at[1])) for at in ring] for ring in part] for part in parts]
    for lon, lat in (at for part in polygons for ring in part for at in ring):
        if not (-360 <= lon <= 360 and -90.001 <= lat <= 90.001):
            raise ContractError(
                f"{function}: shapes: expected longitude and latitude in degrees, got {lon:g}, {lat:g}; "
                "GeoDataFrame.to_crs(4326) converts them"
            )
    names = {str(name): _text(value) for name, value in (feature.get("properties") or {}).items()}
    if "id" in feature:
        names.setdefault("id", _text(feature["id"]))
    return Shape(names, polygons) if any(part for part in polygons) else None


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _arcs(topology: Mapping[str, Any]) -> list[Ring]:
    """Undo the steps from point to point in which TopoJSON writes its lines."""
    transform = topology.get("transform")
    if transform is None:
        return [[(at[0], at[1]) for at in arc] for arc in topology["arcs"]]
    (by_x, by_y), (from_x, from_y) = transform["scale"], transform["translate"]
    return [
        [
            (x * by_x + from_x, y * by_y + from_y)
            for x, y in zip(accumulate(at[0] for at in arc), accumulate(at[1] for at in arc), strict=True)
        ]
        for arc in topology["arcs"]
    ]


def _unpacked(geometry: Mapping[str, Any], arcs: Sequence[Ring]) -> dict[str, Any]:
    """Put the lines of a TopoJSON geometry together to rings; a line with a negative number runs backwards."""

    def ring(numbers: Iterable[int]) -> Ring:
        lines = [arcs[at] if at >= 0 else arcs[~at][::-1] for at in numbers]
        return [at for number, line in enumerate(lines) for at in (line[1:] if number else line)]

    kind = geometry.get("type")
    found = geometry.get("arcs", [])
    if kind == "Polygon":
        return {"type": kind, "coordinates": [ring(numbers) for numbers in found]}
    if kind == "MultiPolygon":
        return {"type": kind, "coordinates": [[ring(numbers) for numbers in part] for part in found]}
    return {"type": kind}


def fitted(polygons: Iterable[Polygons]) -> Projection:
    """Choose a projection in which these areas keep their sizes, and the part of it that shows them all.

    The world is drawn in Equal Earth, a region in the azimuthal projection of Lambert around its middle.
    """
    points = [at for part in polygons for at in _points(part)]
    west, east = _span(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    world = east - west > _WORLD_DEGREES
    middle = (0.0, 0.0) if world else (round((west + east) / 2, 2), round((south + north) / 2, 2))
    whole = Projection("equalEarth" if world else "azimuthalEqualArea", middle, -2, -2, 2, 2)
    plane = [whole.on_plane(*at) for at in points]
    xs, ys = [x for x, _ in plane], [y for _, y in plane]
    margin = (max(xs) - min(xs)) / _WIDE_PX * 2 or 1e-6
    return whole._replace(
        west=min(xs) - margin, east=max(xs) + margin, south=min(ys) - margin, north=max(ys) + margin
    )


def largest_part(polygons: Polygons) -> Polygons:
    """Keep the main part of an area: what lies overseas does not decide what the map shows."""
    return [max(polygons, key=lambda part: abs(_planar(part[0])) if part else 0)]


def _span(longitudes: Iterable[float]) -> tuple[float, float]:
    """Find the shortest arc that holds all longitudes, also across the 180th meridian."""
    at = sorted({(lon + 180) % 360 - 180 for lon in longitudes})
    gaps = [(after - before, after) for before, after in pairwise([*at, at[0] + 360])]
    widest, first = max(gaps)
    west = (first + 180) % 360 - 180
    return west, west + 360 - widest


def _azimuthal(lon: float, lat: float, middle_lon: float, middle_lat: float) -> tuple[float, float]:
    turn, phi, phi0 = math.radians(lon - middle_lon), math.radians(lat), math.radians(middle_lat)
    cosine = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(turn)
    far = math.sqrt(2 / max(1 + cosine, 1e-9))
    across = math.cos(phi) * math.sin(turn)
    return far * across, far * (
        math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(turn)
    )


def _equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """Project as Šavrič, Patterson and Jenny (2018) do."""
    a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    slope = 9 * d * theta**8 + 7 * c * theta**6 + 3 * b * theta**2 + a
    return (
        2 * math.sqrt(3) * math.radians(lon) * math.cos(theta) / (3 * slope),
        d * theta**9 + c * theta**7 + b * theta**3 + a * theta,
    )


def drawable(polygons: Polygons, degrees_a_pixel: float) -> dict[str, Any]:
    """Write an area with no more points than a picture shows, its outer rings clockwise, its holes the other way."""
    step, digits = _grid(degrees_a_pixel)
    drawn = [part for part in (_coarse(part, step, digits) for part in polygons) if part]
    if not drawn:  # too small for the grid, as islands are: the largest part keeps its points
        drawn = [
            [[(round(lon, digits + 3), round(lat, digits + 3)) for lon, lat in ring] for ring in part]
            for part in largest_part(polygons)
        ]
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [_wound(ring, outer=at == 0) for at, ring in enumerate(rings)]
            for part in drawn
            for rings in _nested(part)
        ],
    }


def _nested(part: list[Ring]) -> list[list[Ring]]:
    """Put each hole behind the ring around it: files exist that give islands as if they were holes."""
    if len(part) == 1:
        return [part]
    around = [
        [at for at, other in enumerate(part) if other is not ring and _inside(ring, other)] for ring in part
    ]
    outer = {at: [part[at]] for at, rings in enumerate(around) if len(rings) % 2 == 0}
    for at, rings in enumerate(around):
        if at not in outer:
            outer[max((one for one in rings if one in outer), key=lambda one: len(around[one]))].append(
                part[at]
            )
    return list(outer.values())


def _inside(ring: Ring, other: Ring) -> bool:
    """Say whether most of a few points of a ring lie inside another one; single ones may lie on it."""
    some = ring[:: max(1, len(ring) // 7)]
    hits = 0
    for x, y in some:
        crossed = [
            x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)
            for (x0, y0), (x1, y1) in pairwise(other)
            if (y0 > y) != (y1 > y)
        ]
        hits += sum(crossed) % 2
    return hits > len(some) / 2


def _grid(step: float) -> tuple[float, int]:
    """Round a step down to 1, 2 or 5 times a power of ten, which is written with few digits."""
    power = math.floor(math.log10(step))
    first = step / 10.0**power
    return (5 if first >= 5 else 2 if first >= 2 else 1) * 10.0**power, max(0, -power)


def _coarse(part: list[Ring], step: float, digits: int) -> list[Ring]:
    """Put points on a grid, the same for neighbours, and drop those that then lie on each other or on a line."""
    rings = []
    for ring in part:
        snapped = [
            (round(round(lon / step) * step, digits), round(round(lat / step) * step, digits))
            for lon, lat in ring
        ]
        kept: Ring = []
        for at in snapped:
            while len(kept) > 1 and _on_a_line(kept[-2], kept[-1], at):
                kept.pop()
            if not kept or kept[-1] != at:
                kept.append(at)
        # Of a line there and back, no side is the inside.
        rings.append(
            kept if len(kept) > 3 and kept[0] == kept[-1] and abs(_planar(kept)) > step**2 / 4 else []
        )
    return [ring for ring in rings if ring]


def _on_a_line(first: tuple[float, float], middle: tuple[float, float], last: tuple[float, float]) -> bool:
    cross = (middle[0] - first[0]) * (last[1] - first[1]) - (middle[1] - first[1]) * (last[0] - first[0])
    return abs(cross) < 1e-12 and first != last


def _planar(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def _wound(ring: Ring, *, outer: bool) -> list[list[float]]:
    """Turn a ring so that what it encloses is the smaller part of the sphere: the renderer takes the right-hand side as inside."""
    inside_is_smaller = _spherical(ring) <= 2 * math.pi
    return [list(at) for at in (ring if inside_is_smaller == outer else ring[::-1])]


def _spherical(ring: Ring) -> float:
    """Give the area on the unit sphere to the right of a ring."""
    total = 0.0
    for (lon0, lat0), (lon, lat) in pairwise(ring):
        turn = math.radians(lon - lon0)
        phi0, phi = math.radians(lat0) / 2 + math.pi / 4, math.radians(lat) / 2 + math.pi / 4
        both = math.sin(phi0) * math.sin(phi)
        total += math.atan2(
            both * math.copysign(1, turn) * math.sin(abs(turn)),
            math.cos(phi0) * math.cos(phi) + both * math.cos(abs(turn)),
        )
    return 2 * (total % (2 * math.pi))


def _points(polygons: Polygons) -> Iterator[tuple[float, float]]:
    for part in polygons:
        for ring in part[:1]:
            yield from ring
