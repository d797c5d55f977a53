"""Which areas have much of it, which little? A map whose areas are as dark as their amount."""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence
from itertools import pairwise
from os import PathLike
from typing import Any, Literal

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _parts as parts
from figures.charts._colour import colour_of
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._rows import Aggregate, Row, fetched, known, rows, table_of, unique, whole_numbers_as_text
from figures.charts._shades import shades, swatch
from figures.charts._shapes import Shape, drawable, fitted, largest_part, shape, shapes_of
from figures.errors import ContractError
from figures.text import NumberFormat, number_format
from figures.theme import LIGHT, Colour

Scale = Literal["quantile", "equal", "continuous"]

_TALLEST_PX = 560
_FAINTEST = 0.2  # areas without a value are pale grey: the lowest class must differ
_NAMED = 5
_MOVED = 0.05  # of the areas: as many may change their class for the sake of a rounder bound
_DIGITS = 8


def choropleth(
    data: IntoFrame,
    *,
    key: str,
    value: str,
    shapes: str | PathLike[str] | Any,
    shapes_key: str | None = None,
    unit: str,
    title: str,
    subtitle: str = "",
    scale: Scale = "quantile",
    classes: int = 5,
    breaks: Sequence[float] = (),
    middle: float | None = None,
    zoom: bool = False,
    colour: Colour = "blue",
    colour_below: Colour = "amber",
    number: str = "auto",
    missing: str = "no figure",
    aggregate: Aggregate | None = None,
    width: int = 640,
) -> alt.LayerChart:
    """Draw a map whose areas are the darker the larger their amount, in a projection in which they keep their sizes.

    Parameters
    ----------
    data
        One row for each area, unless ``aggregate`` says otherwise.
    key, value
        Columns: the name or code of the area; its amount, in ``unit``, best a rate, since large areas draw the eye.
    shapes
        The areas: path of a GeoJSON or TopoJSON file, its contents, a GeoDataFrame in degrees, or the column of ``data`` that holds them.
    shapes_key
        Property of the areas that holds the keys; without it the one that has them all.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    scale
        Classes with as many areas each (``quantile``) or as long each (``equal``), or a shade for each amount (``continuous``).
    classes, breaks
        How many classes; where each but the first begins, in place of ``scale``.
    middle
        Amount at which the colour turns: less is drawn in ``colour_below``, more in ``colour``.
    zoom
        Fit the map to the areas that have a value, their main parts; what lies beyond is left out.
    colour, colour_below
        Colour of amounts; of those below the middle.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    missing
        Words for areas without a value.
    aggregate
        How several rows of an area become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``.
    width
        Width of the plot in px; its height follows from the projection, at any width.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide; title and key stand above it. The areas are inline with few points, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, an area has two rows or no shape, the shapes cannot be read, or the breaks
        do not rise.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import choropleth
    >>> def corner(east, north):
    ...     return [10 + 0.3 * east + 0.06 * (2 * north % 3), 52 + 0.18 * north + 0.04 * ((east + 2) * north % 4)]
    >>> def field(at):
    ...     east, north = at % 4, at // 4
    ...     ring = [corner(east + x, north + y) for x, y in [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]]
    ...     geometry = {"type": "Polygon", "coordinates": [ring]}
    ...     return {"type": "Feature", "properties": {"parish": f"Parish {at + 1}"}, "geometry": geometry}
    >>> parishes = {"type": "FeatureCollection", "features": [field(at) for at in range(12)]}
    >>> data = pa.table({
    ...     "parish": [f"Parish {at + 1}" for at in range(11)],
    ...     "trees": [12, 18, 25, 31, 16, 22, 34, 47, 21, 29, 52],
    ... })
    >>> chart = choropleth(
    ...     data,
    ...     key="parish",
    ...     value="trees",
    ...     shapes=parishes,
    ...     classes=4,
    ...     unit="fruit trees per hectare",
    ...     colour="teal",
    ...     title="Orchards are densest in the north-east",
    ...     subtitle="Invented numbers: survey of eleven of twelve parishes, 2024",
    ... )
    """
    parts.unit_given("choropleth", unit)
    if not 2 <= classes <= 7:
        raise ContractError(f"choropleth: classes: expected 2 to 7, got {classes}")
    hues = colour_of("choropleth", colour), colour_of("choropleth", colour_below, "colour_below")
    frame, _ = whole_numbers_as_text(table_of("choropleth", data), {"key": key})
    table = rows(
        "choropleth",
        frame.to_native(),
        {"key": (key, "text")},
        {"value": (value, "number")},
        aggregate=aggregate,
    )
    unique("choropleth", table, "key")
    parts.some_given("choropleth", "value", value, (row["value"] for row in table))
    amounts = {row["key"]: row["value"] for row in table}
    areas = _areas(data, key, shapes, shapes_key, list(amounts))
    valued = {name for name, amount in amounts.items() if amount is not None}
    projection = fitted(
        largest_part(one.polygons) if zoom else one.polygons
        for name, one in areas
        if name in valued or not zoom
    )
    areas = [(name, one) for name, one in areas if projection.shows(one.polygons)]
    within("choropleth", shapes=len(areas))

    given = [amount for amount in amounts.values() if amount is not None]
    numbers = printed(number_format(number, given, "choropleth: "), "value")
    bounds = [] if scale == "continuous" and not breaks else _bounds(given, scale, classes, breaks)
    if bounds:
        look, entries = _classified(bounds, hues, numbers, middle)
    else:
        shaded = shades(given, *hues, middle)
        look, entries = shaded.look, shaded.entries(numbers)
    filled: list[Row] = []
    empty: list[Row] = []
    for name, one in areas:
        drawn = {"type": "Feature", "geometry": drawable(one.polygons, projection.degrees_a_pixel)}
        amount = amounts.get(name)
        if amount is None:
            empty.append(drawn)
        else:
            fill, opacity = look(amount)
            said = f"{parts.isolated(name)}: {numbers.full(amount)} {parts.isolated(unit)}"
            filled.append({**drawn, "fill": fill, "opacity": opacity, "said": said})
    blank: Row = {
        "fill": LIGHT["grid"],
        "fillOpacity": 0.6,
        "stroke": LIGHT["muted"],
        "strokeDash": [2, 2],
        "strokeWidth": 0.6,
    }
    if empty:
        entries.append(
            (
                f"{parts.isolated(missing)} ({len(empty):,})",
                {"shape": "square", "filled": True, "size": 110, **blank},
            )
        )
    key_layers, above = parts.key(entries, 0)
    lines = parts.wrap(unit, parts.UNIT_CHARACTERS)
    words = parts.base([{"text": "\n".join(lines)}]).mark_text(
        aria=False,
        align="left",
        baseline="top",
        fontSize=12,
        lineHeight=parts.LINE_PX,
        lineBreak="\n",
        color=LIGHT["muted"],
    )

    # One spec for every width: the map is as high as its width asks for.
    height = f"min(width * {projection.proportion}, {_TALLEST_PX})"
    fit, move = map(alt.ExprRef, projection.placed(height))

    def on_the_map(chart: alt.Chart) -> alt.Chart:
        placed: alt.Chart = chart.project(
            type=projection.kind, rotate=list(projection.rotate), scale=fit, translate=move
        )
        return placed

    layers = [
        on_the_map(
            parts.spoken(
                parts.base(filled)
                .mark_geoshape(clip=True, stroke=LIGHT["paper"], strokeWidth=0.5)
                .encode(
                    fill=alt.Fill("fill:N", scale=None), fillOpacity=alt.FillOpacity("opacity:Q", scale=None)
                )
            )
        ),
        *([on_the_map(parts.base(empty).mark_geoshape(clip=True, aria=False, **blank))] if empty else []),
        words.encode(
            x=alt.XValue(0), y=alt.YValue(-(above + 9 + parts.LINE_PX * len(lines))), text=alt.Text("text:N")
        ),
        *key_layers,
    ]
    absent = parts.absent(len(empty), len(areas), "areas")
    at_this_width = min(round(width * projection.proportion), _TALLEST_PX)
    chart = parts.finish(layers, title, subtitle, width, at_this_width, missing=absent)
    chart.params = [alt.VariableParameter(name="height", expr=height)]
    return chart


def _areas(
    data: IntoFrame, key: str, shapes: Any, shapes_key: str | None, keys: list[str]
) -> list[tuple[str, Shape]]:
    """Give each shape its key; refuse keys that no shape has."""
    frame = table_of("choropleth", data)
    if isinstance(shapes, str) and shapes in frame.collect_schema().names():
        texts, _ = whole_numbers_as_text(frame.select(key, shapes), {"key": key})
        cells = ((str(row[key]), row[shapes]) for row in fetched(texts))
        return [(name, one) for name, cell in cells if (one := shape("choropleth", {key: name}, cell))]
    groups = shapes_of("choropleth", shapes)
    wanted = set(keys)
    # TopoJSON may hold countries and land, or counties and states: the ones that the keys are of.
    candidates = [
        (len(wanted & {one.names.get(name, "") for one in group}), -at, -order, name, group)
        for at, group in enumerate(groups)
        for order, name in enumerate(dict.fromkeys(name for one in group for name in one.names))
        if shapes_key in (None, name)
    ]
    if not candidates:
        names = dict.fromkeys(name for group in groups for one in group for name in one.names)
        known("choropleth", "shapes_key", shapes_key, names)
    count, _, _, name, group = max(candidates)  # no two are of one place
    named = [(one.names.get(name, ""), one) for one in group]
    if count < len(wanted):
        _refuse(
            key,
            [one for one in keys if one not in {found for found, _ in named}],
            name,
            [found for found, _ in named],
            bool(count),
        )
    return named


def _refuse(key: str, unmatched: list[str], name: str, names: list[str], some: bool) -> None:
    near = [
        f"{one!r}"
        + (f" (is it {found[0]!r}?)" if (found := difflib.get_close_matches(one, names, n=1)) else "")
        for one in unmatched[:_NAMED]
    ]
    more = f" and {len(unmatched) - _NAMED:,} more" if len(unmatched) > _NAMED else ""
    best = (
        f"{name!r}"
        if some
        else f"{name!r} or another property; it has {difflib.get_close_matches(unmatched[0], names, n=3, cutoff=0)} and others"
    )
    raise ContractError(f"choropleth: key={key!r}: no shape has {', '.join(near)}{more} as its {best}")


def _classified(
    bounds: list[float], hues: tuple[str, str], numbers: NumberFormat, middle: float | None
) -> tuple[Any, list[tuple[str, Row]]]:
    """Give the look of each amount, and the entries of the key."""
    middles = [(low + high) / 2 for low, high in pairwise([bounds[0] - 1, *bounds, bounds[-1] + 1])]
    above = [at for at, one in enumerate(middles) if middle is None or one >= middle]
    below = [at for at in reversed(range(len(middles))) if at not in above]
    looks = {}
    for hue, ranked in zip(hues, (above, below), strict=True):
        for rank, at in enumerate(ranked):
            # With a middle the classes beside it are pale, and both sides have as many tones as the longer one.
            most = max(len(above), len(below)) - 1
            looks[at] = hue, round(_FAINTEST + (1 - _FAINTEST) * (rank / most if most else 1), 2)

    def look(amount: float) -> tuple[str, float]:
        return looks[sum(amount >= bound for bound in bounds)]

    ends = numbers.ticks(bounds)
    labels = [
        f"under {ends[0]}",
        *(f"{low} to {high}" for low, high in pairwise(ends)),
        f"{ends[-1]} and more",
    ]
    return look, [(label, swatch(*looks[at])) for at, label in enumerate(labels)]


def _bounds(given: list[float], scale: Scale, classes: int, breaks: Sequence[float]) -> list[float]:
    """Give where each class but the first begins, as round as the classes allow."""
    if breaks:
        if list(breaks) != sorted(set(breaks)):
            raise ContractError(f"choropleth: breaks: expected numbers that rise, got {list(breaks)}")
        if len(breaks) > 6:
            raise ContractError(f"choropleth: breaks: expected at most 6, got {len(breaks)}")
        return list(breaks)
    ordered = sorted(given)
    if scale == "equal":
        exact = [ordered[0] + (ordered[-1] - ordered[0]) * at / classes for at in range(1, classes)]
    else:
        exact = [ordered[len(ordered) * at // classes] for at in range(1, classes)]
    exact = [bound for bound in dict.fromkeys(exact) if bound > ordered[0]]
    if not exact:
        return exact
    # Multiples of one step, the longest with which few areas change their class: all have the decimals that the step needs.
    power = math.floor(math.log10(ordered[-1] - ordered[0]))
    for step in (float(f"{factor}e{at}") for at in range(power, power - _DIGITS, -1) for factor in (5, 2, 1)):
        rounded = [float(f"{round(bound / step) * step:.12g}") for bound in exact]
        moved = max(
            abs(one - other)
            for one, other in zip(_counts(ordered, rounded), _counts(ordered, exact), strict=True)
        )
        if len(set(rounded)) == len(exact) and rounded[0] > ordered[0] and moved <= _MOVED * len(ordered):
            return rounded
    return exact


def _counts(ordered: list[float], bounds: Sequence[float]) -> list[int]:
    return [sum(amount >= bound for amount in ordered) for bound in bounds]
