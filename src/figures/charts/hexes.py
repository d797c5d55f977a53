"""Where is it? A map of equal hexagons, shaded in few steps."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Optional

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._hexagons import CORNERS, Corner, around_all, chains, hatches, path, sides, whole
from figures.charts._labels import BESIDE_FIRST, text_px
from figures.charts._limits import within
from figures.charts._rows import Kind, Row, fetched, known, rows, table_of, unique
from figures.errors import ContractError
from figures.theme import LIGHT, Colour

Box = tuple[float, float, float, float]

_SHAPE = "M" + "L".join(f"{math.sqrt(3) / 2 * x:.3f},{y / 2:g}" for x, y in CORNERS) + "Z"
_HATCHES = "M-.87,-.2L-.29,-1M-.87,.8L.29,-.67M-.29,.67L.87,-.8M.29,1L.87,.2"
_LINES: Mapping[str, Row] = {
    "land": {
        "filled": True,
        "fill": LIGHT["grid"],
        "fillOpacity": 0.5,
        "stroke": LIGHT["neutral"],
        "strokeWidth": 0.7,
    },
    "border": {"stroke": LIGHT["neutral"], "strokeWidth": 0.9, "strokeDash": [4, 2]},
    "river": {"stroke": LIGHT["blue"], "strokeOpacity": 0.6, "strokeWidth": 1.3},
}
_NARROW_PX, _AWAY_PX, _FRONT_PX = 280, 6, 2.4


class _Frame(NamedTuple):
    """What the hexagons reach on the plane, and how it is drawn: as large as fits, in the middle of the plot."""

    west: float
    east: float
    south: float
    north: float
    height: int

    @property
    def scale(self) -> str:
        """Pixels for each unit of the plane, for Vega."""
        return f"min(width / {self.east - self.west:.6g}, {self.height} / {self.north - self.south:.6g})"

    def px(self, width: float) -> float:
        """Pixels for each unit of the plane at one width."""
        return min(width / (self.east - self.west), self.height / (self.north - self.south))

    @property
    def middle(self) -> tuple[float, float]:
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def place(self) -> tuple[alt.X, alt.Y]:
        across, down = (
            f"({size:.6g} * {self.scale})" for size in (self.east - self.west, self.north - self.south)
        )
        plane_x = alt.Scale(
            domain=[self.west, self.east],
            range=[alt.ExprRef(f"(width - {across}) / 2"), alt.ExprRef(f"(width + {across}) / 2")],
            nice=False,
            zero=False,
        )
        plane_y = alt.Scale(
            domain=[self.south, self.north],
            range=[
                alt.ExprRef(f"({self.height} + {down}) / 2"),
                alt.ExprRef(f"({self.height} - {down}) / 2"),
            ],
            nice=False,
            zero=False,
        )
        return alt.X("x:Q", scale=plane_x, axis=None), alt.Y("y:Q", scale=plane_y, axis=None)

    def holds(self, box: Box, width: float) -> int:
        """Count 1 for a box, in px from the plane's origin, that lies in the plot at a width."""
        px, (x, y) = self.px(width), self.middle
        left, top, right, bottom = box
        across, down = max(x * px - left, right - x * px), max(-y * px - top, bottom + y * px)
        return int(across < width / 2 and down < self.height / 2)

    def within(self) -> str:
        """Say of a label, for Vega, whether the plot holds all of it."""
        x, y = self.middle
        return (
            f"abs(datum.x - {x:.6g}) * {self.scale} + datum.half < width / 2"
            f" && abs(({y:.6g} - datum.y) * {self.scale} + datum.dy) < {self.height / 2 - parts.LINE_PX / 2:g}"
        )


def hex_map(
    data: IntoFrame,
    *,
    x: str,
    y: str,
    region: str,
    share: str,
    across: float,
    outlined: Collection[str] = (),
    names: Mapping[str, tuple[float, float]],
    steps: Sequence[tuple[float, str]],
    words: str | None = None,
    choices: Mapping[str, tuple[str, str]] | None = None,
    front: tuple[float, str] | None = None,
    hatched: str = "",
    lines: Optional[IntoFrame] = None,  # noqa: UP045  (Sphinx 7 cannot add None to an alias with |)
    points: Mapping[str, tuple[float, float]] | None = None,
    colour: Colour = "blue",
    title: str,
    subtitle: str = "",
    width: int = 640,
    height: int = 300,
) -> alt.LayerChart:
    """Draw hexagons as a map: the regions outlined stand out, the others are paler and without outline.

    Hexagons of one region and one class that touch are one area.

    Parameters
    ----------
    data
        One row for each hexagon.
    x, y
        Columns: how far east the centre lies on an equal-area plane; how far north, in the same unit.
    region, share
        Columns: the region that the hexagon belongs to; a share from 0 to 1.
    across
        From side to side of a hexagon, in the unit of ``x`` and ``y``; rows of hexagons run from west to east.
    outlined
        Regions that the map is about; without any, it is about all.
    names
        Words to write on the map, each with its place on the plane; names of regions outlined are bold capitals, of what is no region grey.
    steps
        Lower bound of each class of shares and its words, from the lowest, which is 0 and drawn pale.
    words
        Column: what stands under the name of the region, the same in all of its hexagons.
    choices
        What a reader can choose between, each with its columns of share and words; those of ``share`` are drawn first.
    front
        Share that parts hexagons by a thick line from those next to them that have less; its words in the key.
    hatched
        Words in the key for hexagons of the regions outlined that lie below the front; without words they are not hatched.
    lines
        A second table, of lines for orientation, point after point: ``line`` (which one it is), ``kind`` (``land``, which is closed,
        ``border`` or ``river``), ``x`` and ``y``. They go on as far as the plot does, beyond the hexagons.
    points
        Places to mark and name, such as cities, each with its place on the plane; a name for which there is no room is left out.
    colour
        Colour of the upper classes, a name such as ``teal`` or a hex; they differ in how opaque they are.
    title, subtitle
        The finding; what is shaded, where, when and by whom.
    width, height
        Size of the plot in px. The map keeps its proportions and is centred.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. What is drawn is inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, two hexagons have one place, a share is not from 0 to 1, the steps do not
        begin at 0 and rise, hatching has no front, or ``share`` is not among the choices.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import hex_map
    >>> plots = [(east, north) for north in range(7) for east in range(12)]
    >>> data = pa.table({
    ...     "east": [10.0 * east + 5.0 * (north % 2) for east, north in plots],
    ...     "north": [10.0 * 3**0.5 / 2 * north for _, north in plots],
    ...     "ward": ["Riverside" if east < 6 + north % 3 else "Hillside" for east, north in plots],
    ...     "shade": [max(0.0, 1 - 0.2 * abs(east - 3) - 0.2 * abs(north - 3)) for east, north in plots],
    ... })
    >>> brook = {"line": ["brook"] * 3, "kind": ["river"] * 3, "x": [-60.0, 40.0, 180.0], "y": [60.0, 44.0, 52.0]}
    >>> chart = hex_map(
    ...     data,
    ...     x="east", y="north", region="ward", share="shade", across=10.0,
    ...     outlined=["Riverside"],
    ...     names={"Riverside": (32.0, 15.0), "Hillside": (92.0, 26.0)},
    ...     steps=[(0, "under a quarter"), (0.25, "to half"), (0.5, "to three quarters"), (0.75, "more")],
    ...     front=(0.5, "edge of the shade"),
    ...     lines=pa.table(brook),
    ...     points={"Well": (60.0, 8.0)},
    ...     colour="teal",
    ...     title="Trees shade the middle of Riverside and little around it",
    ...     subtitle="Invented numbers: share of ground in the shade at noon, cells of ten metres",
    ... )
    """
    hue = asked.colour("hex_map", "colour", colour)
    if hatched and front is None:
        raise ContractError(f"hex_map: hatched={hatched!r}: expected a front, below which it is hatched")
    bounds = [low for low, _ in steps]
    if not bounds or bounds[0] != 0 or bounds != sorted(set(bounds)):
        raise ContractError(f"hex_map: steps: expected bounds that begin at 0 and rise, got {bounds}")
    ordered = _ordered(share, words, choices or {})
    table = _read(data, x, y, region, ordered)
    lattice = _lattice(table, across)
    frame = _framed(table, across, height)
    chosen = "!isValid(datum.choice) || datum.choice === choice" if choices else "true"
    plan = _Plan(frame, chosen, across / math.sqrt(3) / 2)
    hues = [LIGHT["grid"], *([hue] * (len(steps) - 1))]
    strongest = 1.0 if front is None else 0.6  # so that front and names stand out
    opacity = [1.0, *(round(strongest * at / (len(steps) - 1), 2) for at in range(1, len(steps)))]

    origin = {"x": table[0]["x"], "y": table[0]["y"]}
    areas: list[Row] = []
    around: list[Row] = []
    hatching: list[Row] = []
    fronts: list[Row] = []
    labels: list[Row] = []
    passed: list[list[tuple[float, float]]] = []  # by the front of each choice
    for at, choice in enumerate(ordered):
        here = {**origin, "choice": choice} if choices else origin
        shares = {place: row[f"share{at or ''}"] for place, row in lattice.items()}
        for (name, step), own in _classed(lattice, shares, bounds).items():
            area = {**here, "path": path(around_all(own), closed=True), "fill": hues[step]}
            if name in outlined or not outlined:
                said = f"{parts.isolated(name)}: {parts.isolated(steps[step][1])}"
                areas.append({**area, "opacity": opacity[step], "said": said})
            elif step or lines is None:
                around.append({**area, "opacity": 0.35 * strongest if step else 0.55})
        if front is not None:
            behind = {place for place, own_share in shares.items() if own_share < front[0]}
            between = chains(sides(shares.keys() - behind, behind))
            fronts.append({**here, "path": path(between)})
            passed.append([plan.on_plane(origin, corner) for chain in between for corner in chain])
            own = {place for place in behind if lattice[place]["region"] in outlined or not outlined}
            hatching += [{**here, "path": path(hatches(own))}] if hatched else []
        labels += [
            {**row, **here, "x": row["x"], "y": row["y"]} for row in _labels(table, names, outlined, at)
        ]
    borders = [
        {
            **origin,
            "path": path(
                around_all({at for at, row in lattice.items() if row["region"] == name}), closed=True
            ),
        }
        for name in outlined
    ]

    orienting = {} if lines is None else _orienting(plan, lines)
    thin: dict[str, Any] = (
        {"stroke": LIGHT["ink"], "strokeWidth": 1.4}
        if front is None
        else {"stroke": LIGHT["muted"], "strokeWidth": 0.8}
    )
    layers = [
        *orienting.get("land", []),
        *plan.filled(around, strokeWidth=0, aria=False),
        *(
            chart.encode(description=alt.Description("said:N"))
            for chart in plan.filled(areas, stroke=LIGHT["paper"], strokeWidth=0.5)
        ),
        *plan.drawn(hatching, stroke=hue, strokeWidth=1),
        *orienting.get("river", []),
        *orienting.get("border", []),
        *plan.drawn(borders, **thin),
        *plan.drawn(fronts, stroke=LIGHT["paper"], strokeWidth=4.6),
        *plan.drawn(fronts, stroke=LIGHT["ink"], strokeWidth=_FRONT_PX),
        *plan.dots(points or {}),
        *plan.written([*labels, *_beside(points or {}, labels, passed, frame, width)]),
    ]
    swatch = {"shape": _SHAPE, "filled": True, "size": 150, "strokeWidth": 0.8, "stroke": LIGHT["muted"]}
    entries = [
        (text, {**swatch, "fill": hues[at], "fillOpacity": opacity[at]})
        for at, (_, text) in enumerate(steps)
        if at or not hatched
    ]
    entries += (
        [(hatched, {"shape": _HATCHES, "size": 150, "stroke": hue, "strokeWidth": 1})] if hatched else []
    )
    entries += (
        [(front[1], {"shape": "M-1,0L1,0", "size": 200, "stroke": LIGHT["ink"], "strokeWidth": _FRONT_PX})]
        if front
        else []
    )
    chart = parts.finish([*layers, *parts.key(entries, 0)[0]], title, subtitle, width, height)
    control = alt.binding_radio(options=list(choices or ()), name="Shown")
    first = alt.param(name="choice", value=next(iter(ordered)), bind=control)
    return chart.add_params(first) if choices else chart


class _Plan(NamedTuple):
    """How what has a place on the plane is drawn: rows with a path around their place, or with words."""

    frame: _Frame
    chosen: str
    unit: float  # of paths, on the plane: half the radius of a hexagon

    def on_plane(self, origin: Row, corner: Corner) -> tuple[float, float]:
        return origin["x"] + corner[0] * self.unit * math.sqrt(3), origin["y"] + corner[1] * self.unit

    def _at(self, values: Iterable[Row]) -> alt.Chart:
        x, y = self.frame.place()
        placed: alt.Chart = parts.base(values).transform_filter(self.chosen).encode(x=x, y=y)
        return placed

    def drawn(self, values: Sequence[Row], *, unit: float = 0, **look: Any) -> parts.Layers:
        """Draw paths; a symbol of the size 4 has the size that its path says."""
        if not values:
            return []
        size = alt.ExprRef(f"pow({2 * (unit or self.unit):.6g} * {self.frame.scale}, 2)")
        style = {
            "clip": True,
            "opacity": 1,
            "size": size,
            "filled": False,
            "strokeJoin": "round",
            "aria": False,
        }
        shape = alt.Shape("path:N", scale=None)
        return [self._at(values).mark_point(**{**style, **look}).encode(shape=shape)]

    def filled(self, values: Sequence[Row], **look: Any) -> parts.Layers:
        fill = alt.Fill("fill:N", scale=None)
        opacity = alt.FillOpacity("opacity:Q", scale=None)
        look = {"filled": True, "aria": True, **look}
        return [chart.encode(fill=fill, fillOpacity=opacity) for chart in self.drawn(values, **look)]

    def dots(self, points: Mapping[str, tuple[float, float]]) -> parts.Layers:
        if not points:
            return []
        look: dict[str, Any] = {"fill": LIGHT["ink"], "stroke": LIGHT["paper"], "strokeWidth": 1, "size": 28}
        dots = self._at({"x": x, "y": y} for x, y in points.values())
        return [dots.mark_point(clip=True, filled=True, opacity=1, aria=False, **look)]

    def written(self, values: Sequence[Row]) -> parts.Layers:
        """Write names; those that the map can do without only where the plot holds all of them."""
        if not values:
            return []
        plain = [{name: cell for name, cell in row.items() if name != "tall"} for row in values]
        text = self._at(plain).transform_filter(f"datum.weight == 700 || ({self.frame.within()})")
        style = {name: alt.ExprRef(f"datum.{name}") for name in ("align", "dx", "dy")}
        halo, ink = parts.halo(
            text.encode(text=alt.Text("text:N")),
            baseline="middle",
            fontWeight=alt.ExprRef("datum.weight"),
            halo_px=5,
            **style,
        )
        return [halo, ink.encode(color=alt.Color("hue:N", scale=None))]


def _ordered(
    share: str, words: str | None, choices: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    """Put the choice that is drawn first in front."""
    every = dict(choices) or {"": (share, words or "")}
    first = next((name for name, (column, _) in every.items() if column == share), None)
    if first is None:
        columns = [column for column, _ in every.values()]
        raise ContractError(f"hex_map: choices: expected one that shows share={share!r}, got {columns}")
    return {first: every[first], **every}


def _read(data: IntoFrame, x: str, y: str, region: str, ordered: Mapping[str, tuple[str, str]]) -> list[Row]:
    wanted: dict[str, tuple[str, Kind]] = {"x": (x, "number"), "y": (y, "number"), "region": (region, "text")}
    for at, (column, words) in enumerate(ordered.values()):
        wanted[f"share{at or ''}"] = (column, "number")
        if words:
            wanted[f"words{at or ''}"] = (words, "text")
    table = rows("hex_map", data, wanted)
    unique("hex_map", table, "x", "y")
    within("hex_map", x=len(table))
    for at, (column, _) in enumerate(ordered.values()):
        for given in (row[f"share{at or ''}"] for row in table):
            if not 0 <= given <= 1:
                raise ContractError(f"hex_map: share={column!r}: expected 0 to 1, got {given}")
    return table


def _framed(table: Sequence[Row], across: float, height: int) -> _Frame:
    xs, ys = [row["x"] for row in table], [row["y"] for row in table]
    half, radius = across / 2, across / math.sqrt(3)
    return _Frame(min(xs) - half, max(xs) + half, min(ys) - radius, max(ys) + radius, height)


def _classed(
    lattice: Mapping[Corner, Row], shares: Mapping[Corner, float], bounds: Sequence[float]
) -> dict[tuple[str, int], set[Corner]]:
    """Put hexagons of one region and one class together."""
    classed: dict[tuple[str, int], set[Corner]] = {}
    for place, row in lattice.items():
        step = max(step for step, low in enumerate(bounds) if shares[place] >= low)
        classed.setdefault((row["region"], step), set()).add(place)
    return dict(sorted(classed.items()))


def _lattice(table: Sequence[Row], across: float) -> dict[Corner, Row]:
    """Give each hexagon its place on the lattice of corners, seen from the first one."""
    asked.above_zero("hex_map", "across", across)
    x0, y0 = table[0]["x"], table[0]["y"]
    lattice: dict[Corner, Row] = {}
    for row in table:
        at = round((row["x"] - x0) / across * 2), 3 * round((row["y"] - y0) / (across * math.sqrt(3) / 2))
        if at in lattice:
            raise ContractError(
                f"hex_map: across={across}: expected centres at least as far apart, got ({row['x']:g}, {row['y']:g}) "
                f"and ({lattice[at]['x']:g}, {lattice[at]['y']:g})"
            )
        lattice[at] = row
    return lattice


def _labels(
    table: Sequence[Row], names: Mapping[str, tuple[float, float]], outlined: Collection[str], at: int
) -> list[Row]:
    """Write names of regions, with the words that belong to them at a choice, and of what is no region."""
    under = {row["region"]: row.get(f"words{at or ''}", "") for row in table}
    labels = []
    for name, (x, y) in names.items():
        bold = name in outlined
        lines = parts.wrap(name.upper() if bold else name, 18)
        lines += parts.wrap(under[name], 18) if under.get(name) else []
        labels.append(
            {
                **{"x": x, "y": y, "text": "\n".join(lines), "align": "center", "dx": 0, "dy": 0},
                **{
                    "weight": 700 if bold else 400,
                    "hue": LIGHT["ink" if name in under else "muted"],
                },
                **{
                    "half": round(max(text_px(line, bold) for line in lines) / 2),
                    "tall": len(lines) * parts.LINE_PX / 2,
                },
            }
        )
    return labels


def _orienting(plan: _Plan, lines: IntoFrame) -> dict[str, parts.Layers]:
    """Draw each kind of line as one path around the middle of the map, on a grid that is finer than a pixel."""
    (x, y), unit = plan.frame.middle, plan.unit / 6
    found: dict[str, dict[Any, list[Corner]]] = {}
    for row in fetched(table_of("hex_map", lines).select("line", "kind", "x", "y")):
        known("hex_map", "lines, kind", row["kind"], _LINES)
        line = found.setdefault(row["kind"], {}).setdefault(row["line"], [])
        line.append((round((row["x"] - x) / unit), round((row["y"] - y) / unit)))
    return {
        kind: plan.drawn(
            [{"x": x, "y": y, "path": "".join(whole(line, closed=kind == "land") for line in own.values())}],
            unit=unit,
            **_LINES[kind],
        )
        for kind, own in found.items()
    }


def _beside(
    points: Mapping[str, tuple[float, float]],
    labels: Sequence[Row],
    fronts: Sequence[Sequence[tuple[float, float]]],
    frame: _Frame,
    width: int,
) -> list[Row]:
    """Choose for each point a side on which its name lies on nothing, on a phone and in full width; without one, no name.

    Where each side lies on some front, the one that is drawn first counts.
    """
    scales = (frame.px(_NARROW_PX), frame.px(width))

    def boxes(places: Iterable[tuple[float, float]], reach: float) -> list[list[Box]]:
        return [
            [(x * px - reach, -y * px - reach, x * px + reach, -y * px + reach) for x, y in places]
            for px in scales
        ]

    taken = boxes(points.values(), 4)
    for px, own in zip(scales, taken, strict=True):
        own += [
            (x * px - row["half"], -y * px - row["tall"], x * px + row["half"], -y * px + row["tall"])
            for row in labels
            for x, y in [(row["x"], row["y"])]
        ]
    first, later = boxes(fronts[0] if fronts else (), 3), boxes([at for one in fronts[1:] for at in one], 3)
    named = []
    for name, (x, y) in points.items():
        sides = [_side(name, *side) for side in BESIDE_FIRST]
        placed = [
            [(x * px + left, -y * px + top, x * px + right, -y * px + bottom) for px in scales]
            for _, (left, top, right, bottom) in sides
        ]
        fits = [frame.holds(own[0], _NARROW_PX) + frame.holds(own[1], width) for own in placed]
        for others in ((taken, first, later), (taken, first)):
            free = [
                at
                for at, own in sorted(enumerate(placed), key=lambda side: -fits[side[0]])
                if not any(_meet(own[px], box) for one in others for px in (0, 1) for box in one[px])
            ]
            if free:
                look, (left, _, right, _) = sides[free[0]]
                for px in (0, 1):
                    taken[px].append(placed[free[0]][px])
                half = round(max(-left, right))
                plain = {"weight": 400, "hue": LIGHT["ink"], "half": half}
                named.append({"x": x, "y": y, "text": name, **look, **plain})
                break
    return named


def _side(name: str, across: int, down: int) -> tuple[Row, Box]:
    """Say how a name is aligned on a side of its point, and which box it takes there, in px."""
    wide, tall = text_px(name), parts.LINE_PX
    dx, dy = across * (3 if down else _AWAY_PX), down * (tall / 2 + 4)
    left = dx if across > 0 else dx - wide if across < 0 else -wide / 2
    align = {1: "left", -1: "right", 0: "center"}[across]
    return {"align": align, "dx": dx, "dy": dy}, (left, dy - tall / 2 + 1, left + wide, dy + tall / 2 - 1)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
