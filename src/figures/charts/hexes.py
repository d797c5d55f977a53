"""Where is it? A map of equal hexagons, shaded in few steps."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._labels import BESIDE_FIRST, text_px
from figures.charts._limits import within
from figures.charts._rows import Row, fetched, known, rows, table_of, unique
from figures.errors import ContractError
from figures.theme import LIGHT, Colour

Corner = tuple[int, int]
Side = tuple[Corner, Corner]
Box = tuple[float, float, float, float]

# Hexagons lie on a lattice of half a hexagon across by half a radius along, so that neighbours agree about corners exactly.
_CORNERS: tuple[Corner, ...] = ((1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2), (1, -1))
# The neighbour beyond the side that begins at each corner.
_BEYOND: tuple[Corner, ...] = ((1, 3), (-1, 3), (-2, 0), (-1, -3), (1, -3), (2, 0))
_SHAPE = "M" + "L".join(f"{math.sqrt(3) / 2 * x:.3f},{y / 2:g}" for x, y in _CORNERS) + "Z"
_HATCHES = "M-.87,-.2L-.29,-1M-.87,.8L.29,-.67M-.29,.67L.87,-.8M.29,1L.87,.2"
_LINES: Mapping[str, Row] = {
    "land": {
        "filled": True,
        "fill": LIGHT["grid"],
        "fillOpacity": 0.5,
        "stroke": LIGHT["neutral"],
        "strokeWidth": 0.7,
    },
    "border": {"filled": False, "stroke": LIGHT["neutral"], "strokeWidth": 0.9, "strokeDash": [4, 2]},
    "river": {"filled": False, "stroke": LIGHT["blue"], "strokeOpacity": 0.6, "strokeWidth": 1.3},
}
_NARROW_PX, _AWAY_PX = 280, 6


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

    def within(self) -> str:
        """Say of a label, for Vega, whether the plot holds all of it."""
        x, y = self.middle
        return (
            f"abs(datum.x - {x:.6g}) * {self.scale} + datum.half < width / 2"
            f" && abs(datum.y - {y:.6g}) * {self.scale} < {self.height / 2 - 10:g}"
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
    choices: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    front: tuple[float, str] | None = None,
    hatched: str = "",
    lines: IntoFrame | None = None,
    points: Mapping[str, tuple[float, float]] = MappingProxyType({}),
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
        Words to write on the map, each with its place on the plane; names of regions outlined are bold, of what is no region grey.
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
    shown = dict(choices) or {"": (share, words or "")}
    first = next((name for name, (column, _) in shown.items() if column == share), None)
    if first is None:
        raise ContractError(
            f"hex_map: choices: expected one that shows share={share!r}, got {[column for column, _ in shown.values()]}"
        )
    if hatched and front is None:
        raise ContractError(f"hex_map: hatched={hatched!r}: expected a front, below which it is hatched")
    ordered = {first: shown[first], **shown}
    argument = {choice: str(at or "") for at, choice in enumerate(ordered)}
    table = rows(
        "hex_map",
        data,
        {"x": (x, "number"), "y": (y, "number"), "region": (region, "text")}
        | {f"share{argument[choice]}": (column, "number") for choice, (column, _) in ordered.items()}
        | {f"words{argument[choice]}": (column, "text") for choice, (_, column) in ordered.items() if column},
    )
    unique("hex_map", table, "x", "y")
    within("hex_map", x=len(table))
    for choice, (column, _) in ordered.items():
        for row in table:
            if not 0 <= row[f"share{argument[choice]}"] <= 1:
                raise ContractError(
                    f"hex_map: share={column!r}: expected 0 to 1, got {row[f'share{argument[choice]}']}"
                )
    bounds = [low for low, _ in steps]
    if not bounds or bounds[0] != 0 or bounds != sorted(set(bounds)):
        raise ContractError(f"hex_map: steps: expected bounds that begin at 0 and rise, got {bounds}")
    strongest = 1.0 if front is None else 0.6  # so that front and names stand out
    opacity = [1.0, *(round(strongest * at / (len(steps) - 1), 2) for at in range(1, len(steps)))]

    radius = across / math.sqrt(3)
    frame = _Frame(
        min(row["x"] for row in table) - across / 2,
        max(row["x"] for row in table) + across / 2,
        min(row["y"] for row in table) - radius,
        max(row["y"] for row in table) + radius,
        height,
    )
    lattice = _lattice(table, across)
    origin = {"x": table[0]["x"], "y": table[0]["y"]}
    areas: list[Row] = []
    around: list[Row] = []
    hatching: list[Row] = []
    fronts: list[Row] = []
    labels: list[Row] = []
    taken: list[tuple[float, float]] = []  # by a front, at any choice
    for choice in ordered:
        here = {**origin, "choice": choice} if choices else origin
        column = f"share{argument[choice]}"
        classed: dict[tuple[str, int], set[Corner]] = {}
        for at, row in lattice.items():
            step = max(step for step, low in enumerate(bounds) if row[column] >= low)
            classed.setdefault((row["region"], step), set()).add(at)
        for (name, step), own in sorted(classed.items()):
            area = {
                **here,
                "path": _path(_chains(_sides(own)), closed=True),
                "fill": hue if step else LIGHT["grid"],
            }
            if name in outlined or not outlined:
                said = f"{parts.isolated(name)}: {parts.isolated(steps[step][1])}"
                areas.append({**area, "opacity": opacity[step], "said": said})
            elif step or lines is None:
                around.append({**area, "opacity": 0.35 * strongest if step else 0.55})
        if front is not None:
            ahead = {at for at, row in lattice.items() if row[column] >= front[0]}
            behind = lattice.keys() - ahead
            chains = _chains(_sides(ahead, behind))
            fronts.append({**here, "path": _path(chains)})
            taken += [
                (origin["x"] + at_x * across / 2, origin["y"] + at_y * radius / 2)
                for chain in chains
                for at_x, at_y in chain
            ]
            if hatched:
                own = {at for at in behind if lattice[at]["region"] in outlined or not outlined}
                hatching.append({**here, "path": _hatches(own)})
        labels += _labels(table, names, outlined, f"words{argument[choice]}", choice if choices else None)

    east_of, north_of = frame.place()

    def paths(values: Iterable[Row], unit: float, **look: Any) -> alt.Chart:
        """Draw each row's path around its place, in a unit of the plane."""
        size = alt.ExprRef(f"pow({2 * unit:.6g} * {frame.scale}, 2)")
        chart: alt.Chart = chosen(parts.base(values)).mark_point(
            **{"clip": True, "opacity": 1, "size": size, "strokeJoin": "round", **look}
        )
        return chart.encode(x=east_of, y=north_of, shape=alt.Shape("path:N", scale=None))

    def chosen(chart: alt.Chart) -> alt.Chart:
        return (
            chart.transform_filter("!isValid(datum.choice) || datum.choice === choice") if choices else chart
        )

    def filled(chart: alt.Chart) -> alt.Chart:
        shaded: alt.Chart = chart.encode(
            fill=alt.Fill("fill:N", scale=None), fillOpacity=alt.FillOpacity("opacity:Q", scale=None)
        )
        return shaded

    half = radius / 2
    orienting = [] if lines is None else _orienting(lines, frame.middle, across / 20)
    look = {
        kind: paths([row for row in orienting if row["kind"] == kind], across / 20, aria=False, **own)
        for kind, own in _LINES.items()
        if any(row["kind"] == kind for row in orienting)
    }
    layers: parts.Layers = []
    if "land" in look:
        layers.append(look["land"])
    if around:
        layers.append(filled(paths(around, half, filled=True, aria=False, strokeWidth=0)))
    layers.append(
        filled(paths(areas, half, filled=True, stroke=LIGHT["paper"], strokeWidth=0.5)).encode(
            description=alt.Description("said:N")
        )
    )
    if hatching:
        layers.append(paths(hatching, half, filled=False, stroke=hue, strokeWidth=1, aria=False))
    layers += [look[kind] for kind in ("river", "border") if kind in look]
    outlines = [
        {
            **origin,
            "path": _path(
                _chains(_sides({at for at, row in lattice.items() if row["region"] == name})), closed=True
            ),
        }
        for name in outlined
    ]
    if outlines:
        thin = 0.8 if front else 1.4
        layers.append(
            paths(
                outlines,
                half,
                filled=False,
                stroke=LIGHT["muted"] if front else LIGHT["ink"],
                strokeWidth=thin,
                aria=False,
            )
        )
    if fronts:
        layers.append(paths(fronts, half, filled=False, stroke=LIGHT["paper"], strokeWidth=4.6, aria=False))
        layers.append(paths(fronts, half, filled=False, stroke=LIGHT["ink"], strokeWidth=2.4, aria=False))

    named = _beside(points, [(row["x"], row["y"], *row["size"]) for row in labels], taken, frame, width)
    if points:
        dots = parts.base({"x": at_x, "y": at_y} for at_x, at_y in points.values())
        layers.append(
            dots.mark_point(
                clip=True,
                filled=True,
                fill=LIGHT["ink"],
                stroke=LIGHT["paper"],
                strokeWidth=1,
                size=28,
                opacity=1,
                aria=False,
            ).encode(x=east_of, y=north_of)
        )
    texts = [
        *({**row, "align": "center", "dx": 0, "dy": 0, "weight": row["weight"]} for row in labels),
        *named,
    ]
    for row in texts:
        row.pop("size", None)
    if texts:
        written = (
            chosen(parts.base(texts))
            .transform_filter(f"datum.weight == 700 || ({frame.within()})")
            .encode(x=east_of, y=north_of, text=alt.Text("text:N"))
        )
        halo, ink = parts.halo(
            written,
            baseline="middle",
            align=alt.ExprRef("datum.align"),
            dx=alt.ExprRef("datum.dx"),
            dy=alt.ExprRef("datum.dy"),
            fontWeight=alt.ExprRef("datum.weight"),
            halo_px=3,
        )
        layers += [halo, ink.encode(color=alt.Color("hue:N", scale=None))]

    swatch = {"shape": _SHAPE, "filled": True, "size": 150, "strokeWidth": 0.8, "stroke": LIGHT["muted"]}
    entries: list[tuple[str, Row]] = [
        (text, {**swatch, "fill": hue if at else LIGHT["grid"], "fillOpacity": opacity[at]})
        for at, (_, text) in enumerate(steps)
        if at or not hatched
    ]
    if hatched:
        entries.append((hatched, {"shape": _HATCHES, "size": 150, "stroke": hue, "strokeWidth": 1}))
    if front is not None:
        line = {"shape": "M-1,0L1,0", "size": 200, "stroke": LIGHT["ink"], "strokeWidth": 2.8}
        entries.append((front[1], line))
    above, _ = parts.key(entries, 0)
    chart = parts.finish([*layers, *above], title, subtitle, width, height)
    if not choices:
        return chart
    return chart.add_params(
        alt.param(name="choice", value=first, bind=alt.binding_radio(options=list(choices), name="Shown"))
    )


def _lattice(table: Sequence[Row], across: float) -> dict[Corner, Row]:
    """Give each hexagon its place on the lattice of corners, seen from the first one."""
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


def _sides(own: Collection[Corner], beyond: Collection[Corner] | None = None) -> list[Side]:
    """List the sides that hexagons do not share with each other, their own on the left; only those towards some others, if given."""
    return [
        (
            (x + _CORNERS[turn][0], y + _CORNERS[turn][1]),
            (x + _CORNERS[turn - 5][0], y + _CORNERS[turn - 5][1]),
        )
        for x, y in sorted(own)
        for turn, (east, north) in enumerate(_BEYOND)
        if (neighbour := (x + east, y + north)) not in own and (beyond is None or neighbour in beyond)
    ]


def _chains(sides: Sequence[Side]) -> list[list[Corner]]:
    """Put sides together, end to start: first the chains that have a beginning, then those that go round."""
    following: dict[Corner, list[Corner]] = {}
    for start, end in sides:
        following.setdefault(start, []).append(end)
    ends = [end for _, end in sides]
    beginnings = [start for start in following for _ in range(len(following[start]) - ends.count(start))]
    chains = []
    while following:
        at = beginnings.pop() if beginnings else min(following)
        chain = [at]
        while at in following:
            after = following[at].pop()
            if not following[at]:
                del following[at]
            chain.append(at := after)
        chains.append(chain)
    return chains


def _path(chains: Iterable[Sequence[tuple[float, float]]], *, closed: bool = False) -> str:
    """Write lines on the lattice as a path whose unit is half a radius, from point to point, north up."""
    return "".join(
        _line([(x * math.sqrt(3), y) for x, y in chain]) + ("Z" if closed else "") for chain in chains
    )


def _line(line: Sequence[tuple[float, float]], digits: int = 3) -> str:
    (x0, y0), *rest = line
    path = f"M{_short(x0, digits)},{_short(-y0, digits)}"
    for (x, y), (before_x, before_y) in zip(rest, line, strict=False):
        path += f"l{_short(x - before_x, digits)},{_short(before_y - y, digits)}"
    return path


def _short(number: float, digits: int) -> str:
    return f"{round(number, digits) + 0:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{round(number)}"


def _hatches(own: Collection[Corner]) -> str:
    """Draw through hexagons, from south-west to north-east, what joins the middles of their sides."""
    lines = []
    for x, y in sorted(own):
        if (x - 1, y - 3) in own:
            continue
        count = 1
        while (x + count, y + 3 * count) in own:
            count += 1
        lines.append([(x - 0.5, y - 1.5), (x + count - 0.5, y + 3 * count - 1.5)])
    return _path(lines)


def _labels(
    table: Sequence[Row],
    names: Mapping[str, tuple[float, float]],
    outlined: Collection[str],
    words: str,
    choice: str | None,
) -> list[Row]:
    """Write names of regions, with the words that belong to them, and of what is no region."""
    under = {row["region"]: row.get(words, "") for row in table}
    labels = []
    for name, (x, y) in names.items():
        lines = parts.wrap(name, 18) + ([under[name]] if under.get(name) else [])
        bold = name in outlined
        half = max(text_px(line, bold) for line in lines) / 2
        labels.append(
            {
                "x": x,
                "y": y,
                "text": "\n".join(lines),
                "weight": 700 if bold else 400,
                "hue": LIGHT["ink"] if name in under else LIGHT["muted"],
                "half": round(half),
                "size": (half, len(lines) * parts.LINE_PX / 2),
            }
            | ({} if choice is None else {"choice": choice})
        )
    return labels


def _orienting(lines: IntoFrame, middle: tuple[float, float], unit: float) -> list[Row]:
    """Write each kind of line as one path around the middle of the map."""
    read = fetched(table_of("hex_map", lines).select("line", "kind", "x", "y"))
    drawn: dict[tuple[str, Any], list[tuple[float, float]]] = {}
    for row in read:
        known("hex_map", "lines, kind", row["kind"], _LINES)
        at = round((row["x"] - middle[0]) / unit), round((row["y"] - middle[1]) / unit)
        line = drawn.setdefault((row["kind"], row["line"]), [])
        if not line or line[-1] != at:
            line.append(at)
    return [
        {
            "x": middle[0],
            "y": middle[1],
            "kind": kind,
            "path": "".join(
                _line(line, 0) + ("Z" if kind == "land" else "")
                for (own, _), line in drawn.items()
                if own == kind and len(line) > 1
            ),
        }
        for kind in _LINES
    ]


def _beside(
    points: Mapping[str, tuple[float, float]],
    labels: Sequence[tuple[float, float, float, float]],
    taken: Sequence[tuple[float, float]],
    frame: _Frame,
    width: int,
) -> list[Row]:
    """Choose for each point the first side on which its name lies on nothing, on a phone and in full width; without one, no name."""
    scales = [frame.px(_NARROW_PX), frame.px(width)]
    boxes: list[list[Box]] = [
        [
            *((x * px - 4, -y * px - 4, x * px + 4, -y * px + 4) for x, y in points.values()),
            *((x * px - 3, -y * px - 3, x * px + 3, -y * px + 3) for x, y in taken),
            *((x * px - half, -y * px - tall, x * px + half, -y * px + tall) for x, y, half, tall in labels),
        ]
        for px in scales
    ]
    named = []
    for name, (x, y) in points.items():
        wide, tall = text_px(name), parts.LINE_PX
        for across, down in BESIDE_FIRST:
            dx, dy = across * (_AWAY_PX if not down else 3), down * (tall / 2 + 4)
            left = dx if across > 0 else dx - wide if across < 0 else -wide / 2
            own = [
                (
                    x * px + left,
                    -y * px + dy - tall / 2 + 1,
                    x * px + left + wide,
                    -y * px + dy + tall / 2 - 1,
                )
                for px in scales
            ]
            if not any(_meet(box, other) for box, others in zip(own, boxes, strict=True) for other in others):
                for box, others in zip(own, boxes, strict=True):
                    others.append(box)
                align = {1: "left", -1: "right", 0: "center"}[across]
                named.append(
                    {"x": x, "y": y, "text": name, "align": align, "dx": dx, "dy": dy, "weight": 400}
                    | {"hue": LIGHT["ink"], "half": round(max(-left, left + wide))}
                )
                break
    return named


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
