"""Where is it? A map of equal hexagons, shaded in few steps."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._limits import within
from figures.charts._rows import Row, rows, unique
from figures.errors import ContractError
from figures.theme import LIGHT, Colour

Corner = tuple[int, int]

_TURNS = [math.radians(30 + 60 * corner) for corner in range(6)]
# Corners of a hexagon with a corner on top, in units of the distance from its centre, as a path for Vega.
_SHAPE = "M" + "L".join(f"{math.cos(turn):.3f},{math.sin(turn):.3f}" for turn in _TURNS) + "Z"


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
    colour: Colour = "blue",
    title: str,
    subtitle: str = "",
    width: int = 640,
    height: int = 300,
) -> alt.LayerChart:
    """Draw hexagons as a map: those of the regions outlined one by one, the others paler and without outline.

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
        Regions that the map is about; without any, all hexagons are drawn one by one.
    names
        Words to write on the map, each with its place on the plane; names of regions outlined are bold.
    steps
        Lower bound of each class of shares and its words, from the lowest, which is 0 and drawn pale.
    colour
        Colour of the upper classes, a name such as ``teal`` or a hex; they differ in how opaque they are.
    title, subtitle
        The finding; what is shaded, where, when and by whom.
    width, height
        Size of the plot in px. The map keeps its proportions and is centred.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, two hexagons have one place, a share is not from 0 to 1, or the
        steps do not begin at 0 and rise.

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
    >>> chart = hex_map(
    ...     data,
    ...     x="east", y="north", region="ward", share="shade", across=10.0,
    ...     outlined=["Riverside"],
    ...     names={"Riverside": (32.0, 26.0), "Hillside": (92.0, 26.0)},
    ...     steps=[(0, "under a quarter"), (0.25, "to half"), (0.5, "to three quarters"), (0.75, "more")],
    ...     colour="teal",
    ...     title="Trees shade the middle of Riverside and little around it",
    ...     subtitle="Invented numbers: share of ground in the shade at noon, cells of ten metres",
    ... )
    """
    hue = asked.colour("hex_map", "colour", colour)
    table = rows(
        "hex_map",
        data,
        {"x": (x, "number"), "y": (y, "number"), "region": (region, "text"), "share": (share, "number")},
    )
    unique("hex_map", table, "x", "y")
    within("hex_map", x=len(table))
    for row in table:
        if not 0 <= row["share"] <= 1:
            raise ContractError(f"hex_map: share={share!r}: expected 0 to 1, got {row['share']}")
    bounds = [low for low, _ in steps]
    if not bounds or bounds[0] != 0 or bounds != sorted(set(bounds)):
        raise ContractError(f"hex_map: steps: expected bounds that begin at 0 and rise, got {bounds}")
    opacity = [1.0, *(round(at / (len(steps) - 1), 2) for at in range(1, len(steps)))]
    for row in table:
        row["step"] = max(at for at, low in enumerate(bounds) if row["share"] >= low)
        row["fill"] = hue if row["step"] else LIGHT["grid"]

    radius = across / math.sqrt(3)
    west, east = min(row["x"] for row in table) - across / 2, max(row["x"] for row in table) + across / 2
    south, north = min(row["y"] for row in table) - radius, max(row["y"] for row in table) + radius
    scale = f"min(width / {east - west:.6g}, {height} / {north - south:.6g})"  # px for each unit of the plane
    across_px, down_px = f"({east - west:.6g} * {scale})", f"({north - south:.6g} * {scale})"
    plane_x = alt.Scale(
        domain=[west, east],
        range=[alt.ExprRef(f"(width - {across_px}) / 2"), alt.ExprRef(f"(width + {across_px}) / 2")],
        nice=False,
        zero=False,
    )
    plane_y = alt.Scale(
        domain=[south, north],
        range=[alt.ExprRef(f"({height} + {down_px}) / 2"), alt.ExprRef(f"({height} - {down_px}) / 2")],
        nice=False,
        zero=False,
    )
    east_of = alt.X("x:Q", scale=plane_x, axis=None)
    north_of = alt.Y("y:Q", scale=plane_y, axis=None)
    fill = alt.Fill("fill:N", scale=None)
    opaque = alt.FillOpacity("opacity:Q", scale=None)

    swatch = {"shape": _SHAPE, "filled": True, "size": 150, "strokeWidth": 0.8, "stroke": LIGHT["muted"]}
    entries, _ = parts.key(
        [
            (words, {**swatch, "fill": hue if at else LIGHT["grid"], "fillOpacity": opacity[at]})
            for at, (_, words) in enumerate(steps)
        ],
        0,
    )
    cells = [
        {
            "x": row["x"],
            "y": row["y"],
            "fill": row["fill"],
            "opacity": opacity[row["step"]],
            "said": f"{parts.isolated(row['region'])}: {parts.isolated(steps[row['step']][1])}",
        }
        for row in table
        if row["region"] in outlined or not outlined
    ]
    around = [row for row in table if outlined and row["region"] not in outlined]
    layers = [
        parts.base(_runs(around, across))
        # Clipped: Vega takes a rule to reach as far beyond its ends as it is thick, and would make the drawing wider.
        .mark_rule(
            clip=True, aria=False, strokeCap="butt", strokeWidth=alt.ExprRef(f"{1.5 * radius:.6g} * {scale}")
        )
        .encode(
            x=alt.X("west:Q", scale=plane_x, axis=None),
            x2=alt.X2("east:Q"),
            y=north_of,
            stroke=alt.Stroke("fill:N", scale=None),
            strokeOpacity=alt.StrokeOpacity("opacity:Q", scale=None),
        ),
        parts.base(cells)
        .mark_point(
            shape=_SHAPE,
            filled=True,
            opacity=1,
            stroke=LIGHT["paper"],
            strokeWidth=0.5,
            size=alt.ExprRef(f"pow({2 * radius:.6g} * {scale}, 2)"),
        )
        .encode(x=east_of, y=north_of, fill=fill, fillOpacity=opaque, description=alt.Description("said:N")),
        *(
            parts.base(loop)
            .mark_line(color=LIGHT["ink"], strokeWidth=1.4, strokeJoin="round", aria=False)
            .encode(x=east_of, y=north_of, order=alt.Order("order:Q"))
            for name in outlined
            for loop in _outlines([row for row in table if row["region"] == name], across)
        ),
    ]
    for name, (at_x, at_y) in names.items():
        label = parts.base([{"x": at_x, "y": at_y, "text": "\n".join(parts.wrap(name, 18))}]).encode(
            x=east_of, y=north_of, text=alt.Text("text:N")
        )
        weight = "bold" if name in outlined else "normal"
        layers += parts.halo(label, align="center", baseline="middle", fontWeight=weight)
    return parts.finish([*layers, *entries], title, subtitle, width, height)


def _runs(table: Iterable[Row], across: float) -> list[Row]:
    """Join hexagons of a row that lie side by side and are shaded alike: one band is lighter than twenty shapes."""
    found: list[Row] = []
    for row in sorted(table, key=lambda row: (row["y"], row["x"])):
        before = found[-1] if found else None
        if (
            before
            and before["y"] == row["y"]
            and before["fill"] == row["fill"]
            and math.isclose(before["east"], row["x"] - across / 2, abs_tol=across / 100)
        ):
            before["east"] = row["x"] + across / 2
        else:
            shaded = 0.35 if row["step"] else 0.55
            found.append(
                {
                    "west": row["x"] - across / 2,
                    "east": row["x"] + across / 2,
                    "y": row["y"],
                    "fill": row["fill"],
                    "opacity": shaded,
                }
            )
    return found


def _outlines(own: Iterable[Row], across: float) -> list[list[Row]]:
    """Walk round a region: the sides that only one of its hexagons has, end to end."""
    # Corners lie on a lattice of half a hexagon across and half a radius along, so neighbours agree about them exactly.
    lattice = across / 2, across / math.sqrt(3) / 2
    rows_of_region = list(own)

    def corner(row: Row, turn: float) -> Corner:
        x = (row["x"] - rows_of_region[0]["x"]) / lattice[0] + 2 / math.sqrt(3) * math.cos(turn)
        y = (row["y"] - rows_of_region[0]["y"]) / lattice[1] + 2 * math.sin(turn)
        return round(x), round(y)

    sides: dict[Corner, list[Corner]] = {}
    every: set[tuple[Corner, Corner]] = set()
    for row in rows_of_region:
        corners = [corner(row, turn) for turn in _TURNS]
        every.update(zip(corners, corners[1:] + corners[:1], strict=True))
    for start, end in sorted(every):
        if (end, start) not in every:
            sides.setdefault(start, []).append(end)
    loops = []
    while sides:
        start = at = min(sides)
        walked = [start]
        while at in sides:
            following = sides[at].pop()
            if not sides[at]:
                del sides[at]
            at = following
            walked.append(at)
        loops.append(
            [
                {
                    "x": rows_of_region[0]["x"] + x * lattice[0],
                    "y": rows_of_region[0]["y"] + y * lattice[1],
                    "order": order,
                }
                for order, (x, y) in enumerate(walked)
            ]
        )
    return loops
