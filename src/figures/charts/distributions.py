"""Do groups differ, and how far do they overlap? Every number a point, or their density, with the median and the middle half."""

from __future__ import annotations

import math
from typing import Any, Literal, NamedTuple

import altair as alt
import narwhals as nw
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import amounts
from figures.charts._colour import colour_of
from figures.charts._drawn import note, printed
from figures.charts._limits import within
from figures.charts._named_rows import named_rows
from figures.charts._rows import Row, fetched, numbers
from figures.errors import ContractError
from figures.text import number_format
from figures.theme import LIGHT, Colour

Order = Literal["median", "name"]

_MOST_POINTS, _MOST_IN_A_STRIP = 1_000, 200
_STEPS = 120  # of a density: 2 px each on a phone
_THINNEST_PX = 0.2
_STRIP_PX, _HEAD_PX = 28, 15
_GOLDEN = (math.sqrt(5) - 1) / 2  # its multiples spread points evenly, however many there are
_QUARTERS = (0.25, 0.5, 0.75)
_DIGITS = 12  # engines differ in the digits after these


class _Strip(NamedTuple):
    """What the engine finds out about a category."""

    name: str
    given: int
    quarter: float
    median: float
    three_quarters: float
    low: float
    high: float


def distribution(
    data: IntoFrame,
    *,
    category: str,
    value: str,
    unit: str,
    title: str,
    subtitle: str = "",
    counted: str = "rows",
    sort: Order = "median",
    limits: tuple[float, float] | None = None,
    colour: Colour = "blue",
    number: str = "auto",
    width: int = 640,
) -> alt.LayerChart:
    """Draw a strip for each category: its numbers as points, a bar over the middle half of them, and their median in figures.

    Of more than 1,000 numbers, or 200 in a category, the density is drawn instead of points: the strip is the higher the more
    numbers lie there.

    Parameters
    ----------
    data
        Any number of rows: the table's own engine finds quartiles and densities.
    category, value
        Columns: the strip that a number belongs to; the number, in ``unit``.
    unit
        What the numbers are.
    title, subtitle
        The finding; what is measured, where, when and by whom.
    counted
        What a row is, in the plural, such as ``penguins``.
    sort
        By ``median``, the highest on top, or by ``name``.
    limits
        The lowest and highest number to be drawn; those beyond are counted in words. Quartiles are those of all numbers.
    colour
        Colour of points and densities.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    width
        Width of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide and as high as its strips need; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, or a quartile lies beyond the ``limits``.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import distribution
    >>> middles = {"Harbour": 31, "Old town": 24, "Hill estate": 42}
    >>> waits = [(stop, middle + (at * 7) % 17 - (at % 5) ** 2 / 2) for stop, middle in middles.items() for at in range(60)]
    >>> data = pa.table({"quarter": [stop for stop, _ in waits], "minutes": [minutes for _, minutes in waits]})
    >>> chart = distribution(
    ...     data,
    ...     category="quarter",
    ...     value="minutes",
    ...     unit="minutes from door to school",
    ...     counted="pupils",
    ...     title="On the hill, nearly every pupil travels longer than anybody in the old town",
    ...     subtitle="Invented numbers: 60 pupils of each quarter, asked in May 2024",
    ... )
    """
    parts.unit_given("distribution", unit)
    parts.unit_given("distribution", counted, "counted")
    asked.limits("distribution", limits)
    frame = numbers("distribution", data, value, category)
    strips, (low, high), missing = _strips(frame, value, counted)
    strips.sort(key=lambda strip: strip.name.casefold() if sort == "name" else (-strip.median, strip.name))
    if limits is not None:
        for strip in strips:
            if not limits[0] <= strip.quarter <= strip.three_quarters <= limits[1]:
                raise ContractError(
                    f"distribution: limits: expected all quartiles inside, got {strip.quarter:g} and {strip.three_quarters:g} "
                    f"for {strip.name!r}"
                )
        frame = frame.filter(nw.col("value") >= limits[0], nw.col("value") <= limits[1])
        low, high = limits
    summary = ("category", "counted", "lower quartile", "median", "upper quartile")
    note(
        "distribution",
        {name: (name, "number", True) for name in summary}
        | {"category": (category, "text", True), "counted": (counted, "number", True)},
        "day",
        [dict(zip(summary, strip, strict=False)) for strip in strips],
    )
    placed = named_rows([strip.name for strip in strips], _STRIP_PX, _HEAD_PX)
    height = placed.height
    middles = dict(
        zip([strip.name for strip in strips], [top + _STRIP_PX / 2 for top in placed.tops], strict=True)
    )
    total = sum(strip.given for strip in strips)
    quartiles = [at for strip in strips for at in strip[2:5]]
    numbers_of = number_format(number, [low, high, *quartiles], "distribution: ")
    printed(numbers_of, *summary[2:])
    axis = amounts([low, high], numbers_of, zero=False)

    hue = colour_of("distribution", colour)
    y = placed.y(None)
    x = axis.across(unit)
    as_points = total <= _MOST_POINTS and max(strip.given for strip in strips) <= _MOST_IN_A_STRIP
    if as_points:
        points = _points(frame, middles)
        drawn = len(points)
        for point in points:
            point["said"] = (
                f"{parts.isolated(point.pop('name'))}: {numbers_of.full(point['x'])} {parts.isolated(unit)}"
            )
        numbers_layer = parts.spoken(
            parts.base(points).mark_point(filled=True, fill=hue, size=22, opacity=0.5).encode(x=x, y=y)
        )
        look = {"shape": "circle", "filled": True, "fill": hue, "size": 40, "opacity": 0.6}
        entry = (f"one of the {parts.isolated(counted)}", look)
    else:
        density, drawn = _density(frame, strips, placed.tops, (low, high))
        numbers_layer = (
            parts.base(density)
            .mark_area(fill=hue, opacity=0.45, aria=False, interpolate="monotone")
            .encode(x=x, y=y, y2=alt.Y2("foot:Q"), detail=alt.Detail("at:N"))
        )
        look = {
            "shape": "square",
            "filled": True,
            "fill": hue,
            "size": 110,
            "opacity": 0.45,
            "strokeWidth": 0,
        }
        entry = (f"the higher, the more {parts.isolated(counted)}", look)
    summaries = [
        {
            "x": strip.median,
            "low": strip.quarter,
            "high": strip.three_quarters,
            "first": max(strip.low, low),
            "last": min(strip.high, high),
            "y": middles[strip.name],
            "label_y": middles[strip.name] - _STRIP_PX / 2 - 2,
            "label": numbers_of.short(strip.median),
            "said": f"{parts.isolated(strip.name)}: median {numbers_of.full(strip.median)}, half of {strip.given:,} "
            f"{parts.isolated(counted)} from {numbers_of.full(strip.quarter)} to {numbers_of.full(strip.three_quarters)} "
            f"{parts.isolated(unit)}",
        }
        for strip in strips
    ]
    ring: Row = {
        "shape": "circle",
        "filled": True,
        "fill": LIGHT["paper"],
        "stroke": LIGHT["ink"],
        "strokeWidth": 2,
    }
    below: list[tuple[str, Row]] = [
        ("middle half", {"shape": "stroke", "stroke": LIGHT["ink"], "strokeWidth": 4, "size": 120}),
        ("median", {**ring, "size": 60}),
    ]
    entries, above = parts.key(below, 4, -placed.gutter)
    in_one, as_high = parts.key([entry, *below], 4, -placed.gutter)
    # Where a phone has no room for all, what a strip is made of stands above what sums it up.
    entries = in_one if as_high == above else [*parts.key([entry], above - 6, -placed.gutter)[0], *entries]
    spans = parts.base({key: row[key] for key in ("low", "high", "first", "last", "y")} for row in summaries)
    spread = spans.encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y)
    layers = [
        numbers_layer,
        *(
            []
            if as_points
            else [spans.mark_rule(color=hue, aria=False).encode(x=alt.X("first:Q"), x2=alt.X2("last:Q"), y=y)]
        ),
        spread.mark_rule(color=LIGHT["paper"], strokeWidth=6, aria=False),
        spread.mark_rule(color=LIGHT["ink"], strokeWidth=3, aria=False),
        parts.spoken(
            parts.base({key: row[key] for key in ("x", "y", "said")} for row in summaries)
            .mark_point(**{**ring, "size": 70, "opacity": 1})
            .encode(x=alt.X("x:Q"), y=y)
        ),
        *parts.halo(
            parts.base(
                {"x": row["x"], "y": row["label_y"], "text": row["label"]} for row in summaries
            ).encode(x=alt.X("x:Q"), y=y, text=alt.Text("text:N")),
            align="center",
            baseline="bottom",
            fontWeight="bold",
        ),
        *placed.layers(y),
    ]
    beyond = total - drawn
    if beyond:
        missing.append(
            f"{beyond:,} of {total:,} {parts.isolated(counted)} {'lies' if beyond == 1 else 'lie'} beyond the limits "
            f"and {'is' if beyond == 1 else 'are'} not drawn."
        )
    return parts.finish([*layers, *entries], title, subtitle, width, height, missing=missing)


def _strips(frame: Any, value: str, counted: str) -> tuple[list[_Strip], tuple[float, float], list[str]]:
    """Let the engine find the categories and their quartiles; gives the lowest and highest number and what is missing too."""
    of_all = nw.col("value")
    groups = fetched(
        frame.group_by("category").agg(
            rows=nw.len(), given=of_all.count(), low=of_all.min(), high=of_all.max()
        )
    )
    whole = sum(group["rows"] for group in groups)
    unnamed = sum(group["rows"] for group in groups if group["category"] is None)
    lacking = sum(group["rows"] - group["given"] for group in groups if group["category"] is not None)
    groups = sorted(
        (group for group in groups if group["category"] is not None and group["given"]),
        key=lambda group: str(group["category"]),
    )
    if not groups:
        parts.some_given("distribution", "value", value, [])
    within("distribution", category=len(groups))
    ends = min(group["low"] for group in groups), max(group["high"] for group in groups)
    if not all(map(math.isfinite, ends)):
        raise ContractError(f"distribution: value={value!r}: expected finite numbers, got an infinite one")
    # One question for all categories: not every engine finds quantiles of groups.
    quantiles = [
        nw.when(nw.col("category") == group["category"])
        .then(of_all)
        .quantile(share, interpolation="linear")
        .alias(f"{at} {share}")
        for at, group in enumerate(groups)
        for share in _QUARTERS
    ]
    (found,) = fetched(frame.select(*quantiles))
    strips = []
    for at, group in enumerate(groups):
        quarter, median, three_quarters = (
            float(f"{found[f'{at} {share}']:.{_DIGITS}g}") for share in _QUARTERS
        )
        strips.append(
            _Strip(
                group["category"],
                group["given"],
                quarter,
                median,
                three_quarters,
                group["low"],
                group["high"],
            )
        )
    missing = [
        *parts.absent(lacking, whole, counted),
        *parts.absent(unnamed, whole, counted, lacking="category"),
    ]
    return strips, ends, missing


def _points(frame: Any, middles: dict[str, float]) -> list[Row]:
    """Fetch all numbers, and put those of a strip over and under each other where they would hide each other."""
    asked = frame.filter(~nw.col("value").is_null(), ~nw.col("category").is_null())
    found = sorted((row["category"], row["value"]) for row in fetched(asked))
    at = dict.fromkeys(middles, 0)
    points = []
    for name, number in found:
        at[name] += 1
        offset = (at[name] * _GOLDEN) % 1 - 0.5
        points.append({"name": name, "x": number, "y": round(middles[name] + offset * (_STRIP_PX - 6), 1)})
    return points


def _density(
    frame: Any, strips: list[_Strip], tops: list[float], ends: tuple[float, float]
) -> tuple[list[Row], int]:
    """Let the engine count each category in equal steps; gives the outline of each strip, and how many were counted."""
    low, high = ends
    step = (high - low) / _STEPS or 1
    at = ((nw.col("value") - low) / step).floor()
    counts: dict[str, list[int]] = {strip.name: [0] * _STEPS for strip in strips}
    asked = frame.filter(~nw.col("value").is_null(), ~nw.col("category").is_null())
    for row in fetched(asked.select("category", at=at).group_by("category", "at").agg(count=nw.len())):
        counts[row["category"]][min(int(row["at"]), _STEPS - 1)] += row["count"]
    outline: list[Row] = []
    for strip, top in zip(strips, tops, strict=True):
        heights = _smooth(counts[strip.name], _bandwidth(strip) / step)
        for step_at, share in enumerate(heights):
            half = share / max(heights) * _STRIP_PX / 2
            if half >= _THINNEST_PX:
                x = float(f"{low + (step_at + 0.5) * step:.6g}")
                foot, head = round(top + _STRIP_PX / 2 + half, 1), round(top + _STRIP_PX / 2 - half, 1)
                outline.append({"at": top, "x": x, "y": head, "foot": foot})
    return outline, sum(map(sum, counts.values()))


def _bandwidth(strip: _Strip) -> float:
    """Give Silverman's rule of thumb for a bell curve around each number."""
    return float(0.9 * (strip.three_quarters - strip.quarter) / 1.34 / strip.given**0.2)


def _smooth(counts: list[int], width: float) -> list[float]:
    """Spread each count over the steps around it; what would fall before the first or behind the last number stays out."""
    reach = math.ceil(3 * width)
    bell = [math.exp(-((far / max(width, 0.5)) ** 2) / 2) for far in range(reach + 1)]
    first = next(at for at, count in enumerate(counts) if count)
    last = len(counts) - next(at for at, count in enumerate(reversed(counts)) if count)
    return [
        sum(
            counts[near] * bell[abs(near - at)]
            for near in range(max(0, at - reach), min(len(counts), at + reach + 1))
        )
        if first <= at < last
        else 0.0
        for at in range(len(counts))
    ]
