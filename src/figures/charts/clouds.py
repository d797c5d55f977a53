"""Do two amounts go together? One point for each row, with a trend where one is asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _labels as labels
from figures.charts import _parts as parts
from figures.charts import _trend as trends
from figures.charts._amounts import Amounts, amounts
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._palette import QUIET, hues
from figures.charts._rows import Kind, Row, rows
from figures.errors import ContractError
from figures.text import NumberFormat, number_format
from figures.theme import LIGHT, Colour

Scale = Literal["linear", "log"]

_FITS = {"linear": trends.linear, "loess": trends.loess}
_FEWEST = {"linear": (3, 2), "loess": (8, 4)}  # points, and places from left to right
_TREND = {
    "linear": "straight trend, with its 95% interval",
    "loess": "local trend (loess), with its 95% interval",
}
_POINT, _SMALL_POINT, _LARGEST = 40, 22, 420  # areas in square px
_MANY, _MOST_TICKS = 250, 5
_ON_A_PHONE = 250  # px of plot: it has nothing beside it but the axis


class _Ratio(Amounts):
    """An axis on which equal ratios are equally long."""

    @property
    def scale(self) -> alt.Scale:
        return alt.Scale(type="log", domain=[self.low, self.high], nice=False)

    def pixel(self, value: float, height: float) -> float:
        return math.log(self.high / value) / math.log(self.high / self.low) * height


def scatter(
    data: IntoFrame,
    *,
    x: str,
    y: str,
    x_unit: str,
    y_unit: str,
    title: str,
    subtitle: str = "",
    label: str | None = None,
    series: str | None = None,
    colours: Mapping[str, Colour] | None = None,
    colour: Colour = "blue",
    highlight: Sequence[str] = (),
    size: str | None = None,
    size_unit: str = "",
    trend: Literal["linear", "loess"] | None = None,
    x_scale: Scale = "linear",
    y_scale: Scale = "linear",
    number: str = "auto",
    x_number: str | None = None,
    y_number: str | None = None,
    width: int = 640,
    height: int = 320,
) -> alt.LayerChart:
    """Draw a point for each row at its two amounts, with a straight or a local trend and its interval.

    Words of points that would lie on others are left out, and the chart's description counts them.

    Parameters
    ----------
    data
        One row for each point; a row without one of its amounts is counted and not drawn.
    x, y
        Columns: the amount from left to right; the amount upwards.
    x_unit, y_unit
        What is counted from left to right; what is counted upwards.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    label
        Column of words beside the points; those without any stay bare. The first rows choose their places first.
    series
        Column that tells groups of points apart by colour.
    colours
        Series to token, for all that are coloured. Without it they get blue, amber, teal, red and violet,
        in the order of ``highlight`` or of the table.
    colour
        Colour of the points where there is no ``series``.
    highlight
        Series to colour; all others are grey, and have no trend. Without it all are coloured.
    size
        Column of a third amount, zero or more, shown by the area of the points.
    size_unit
        What the third amount counts.
    trend
        ``linear``: the straight line of least squares; ``loess``: local straight lines through the nearest three quarters of the
        points. Each with the 95 % confidence interval of the mean, and for each series by itself.
    x_scale, y_scale
        ``log`` gives equal ratios equal lengths from left to right, for amounts over zero; the same upwards. The trend is fitted to the logarithms.
    number, x_number, y_number
        How numbers are printed: ``auto``, ``compact``, ``percent``, decimals such as ``.2f``, or words around braces such as ``${}``;
        those from left to right, where they differ; those upwards.
    width, height
        Size of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, an amount is not over zero on a scale of ratios, there are too few points
        for a trend, or more series than colours and none is in ``highlight``.

    Notes
    -----
    The interval of a trend says how surely the mean is known, not where the next point will be. That two amounts go together does
    not say that one makes the other.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import scatter
    >>> minutes = [4, 6, 7, 9, 11, 12, 14, 15, 18, 21, 22, 25, 28, 31, 34, 38]
    >>> visits = [96, 88, 91, 75, 80, 69, 72, 61, 55, 58, 44, 47, 33, 36, 71, 22]
    >>> names = ["Market", *[None] * 13, "Campus", "Hill estate"]
    >>> data = pa.table({"minutes": minutes, "visits": visits, "quarter": names})
    >>> chart = scatter(
    ...     data, x="minutes", y="visits", label="quarter", trend="linear",
    ...     x_unit="minutes to the library by bus", y_unit="visits a year for 100 residents",
    ...     title="The further the library, the fewer go, except from the campus",
    ...     subtitle="Invented numbers: 16 quarters of a town",
    ... )
    """
    units = [("x_unit", x_unit), ("y_unit", y_unit), *([("size_unit", size_unit)] if size else [])]
    for argument, unit in units:
        parts.unit_given("scatter", unit, argument)
    points, absent = _read(data, {"series": series}, {"x": x, "y": y, "size": size}, label)
    names = list(dict.fromkeys(row["series"] for row in points))
    hue = (
        hues("scatter", "series", names, colours, highlight)
        if series
        else {"": asked.colour("scatter", "colour", colour)}
    )
    numbers = {
        part: number_format(given, [row[part] for row in points], "scatter: ")
        for part, given in (("x", x_number or number), ("y", y_number or number))
    } | {"size": number_format("auto", [row["size"] for row in points])}
    for part, chosen in numbers.items():
        printed(chosen, part)
    across = _axis("x", x, [row["x"] for row in points], numbers["x"], x_scale)
    upright = _axis("y", y, [row["y"] for row in points], numbers["y"], y_scale)
    largest = max((row["size"] or 0 for row in points), default=0)
    for row in points:
        plain = _SMALL_POINT if len(points) > _MANY else _POINT
        row["area"] = round(max(8, _LARGEST * row["size"] / largest), 1) if largest else plain
        named = ", ".join(parts.isolated(row[part]) for part in ("label", "series") if row[part])
        amounts_of = ", ".join(
            f"{numbers[argument.removesuffix('_unit')].full(row[argument.removesuffix('_unit')])} {parts.isolated(unit)}"
            for argument, unit in units
        )
        row["said"] = f"{named}: {amounts_of}" if named else amounts_of
    written, without = _names(points, across, upright, (width, height))
    absent += parts.absent(without, sum(bool(row["label"]) for row in points), "labels", lacking="room")

    entries = [(name, _entry(hue[name])) for name in names if name and hue[name] != QUIET]
    entries += [("others", _entry(QUIET))] if len(names) > len(entries) > 0 else []
    if largest:
        example = _round(largest / 4)
        area = _LARGEST * example / largest
        entries.append((f"{numbers['size'].short(example)} {size_unit}", _entry(QUIET, area)))
    if trend:
        look = {"shape": "stroke", "stroke": LIGHT["ink"], "strokeWidth": 2, "size": 160}
        entries.append((_TREND[trend], look))
    explained, above = parts.key(entries, 0) if entries else ([], 0)
    layers: parts.Layers = []
    trend_layers: parts.Layers = []
    for name in sorted(names, key=lambda name: hue[name] != QUIET):
        own = sorted((row for row in points if row["series"] == name), key=lambda row: -row["area"])
        drawn = parts.base({key: row[key] for key in ("x", "y", "area", "series", "said")} for row in own)
        marks = drawn.mark_point(
            filled=True, fill=hue[name], fillOpacity=0.5, stroke=hue[name], strokeWidth=0.8, opacity=1
        )
        layers.append(parts.spoken(marks.encode(size=alt.Size("area:Q", scale=None))))
        if trend and hue[name] != QUIET:
            line = hue[name] if series else LIGHT["ink"]
            trend_layers += _trend(trend, own, line, (x_scale == "log", y_scale == "log"))
    horizontal = across.across(x_unit)
    vertical = alt.Y("y:Q", scale=upright.scale, axis=upright.upright(y_unit, above))
    placed = [layer.encode(x=horizontal, y=vertical) for layer in [*layers, *trend_layers, *written]]
    return parts.finish([*placed, *explained], title, subtitle, width, height, missing=absent)


def _read(
    data: IntoFrame, series: Mapping[str, str | None], numbers: Mapping[str, str | None], label: str | None
) -> tuple[list[Row], list[str]]:
    """Read the rows that have all their amounts, and count the others."""
    required: dict[str, tuple[str, Kind]] = {
        part: (column, "text") for part, column in series.items() if column
    }
    optional: dict[str, tuple[str | None, Kind]] = {
        part: (column, "number") for part, column in numbers.items()
    }
    table = rows("scatter", data, required, {**optional, "label": (label, "text")})
    given = {part: column for part, column in numbers.items() if column}
    points = [row for row in table if all(row[part] is not None for part in given)]
    for part, column in given.items():
        parts.some_given("scatter", part, column, (row[part] for row in points))
    within("scatter", x=len(points))
    for row in points:
        if row["size"] is not None and row["size"] < 0:
            raise ContractError(f"scatter: size={given['size']!r}: expected zero or more, got {row['size']}")
        row["series"] = row.get("series") or ""
    return points, parts.absent(len(table) - len(points), len(table), "points")


def _axis(
    argument: str, column: str, values: Sequence[float], numbers: NumberFormat, scale: Scale
) -> Amounts:
    axis = amounts(values, numbers, zero=False)
    if scale == "linear":
        return axis
    low, high = min(values), max(values)
    if low <= 0:
        raise ContractError(
            f"scatter: {argument}={column!r}: expected more than zero on a log scale, got {low}"
        )
    margin = (high / low) ** 0.03 if high > low else 2
    low, high = float(f"{low / margin:.6g}"), float(f"{high * margin:.6g}")
    at: tuple[float, ...] = axis.ticks
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps, every in (((1, 2, 5), 1), ((1, 3), 1), ((1,), 1), ((1,), 2), ((1,), 3), ((1,), 6)):
        round_numbers = [
            float(f"{step}e{power}") for power in decades if power % every == 0 for step in steps
        ]
        found = tuple(value for value in round_numbers if low <= value <= high)
        if 2 < len(found) <= _MOST_TICKS:
            at = found
            break
    at = tuple(value for value in at if low <= value <= high)
    return _Ratio(low, high, at, tuple(text for value in at for text in numbers.ticks([value])))


def _names(
    points: Sequence[Row], across: Amounts, upright: Amounts, size: tuple[int, int]
) -> tuple[parts.Layers, int]:
    """Write the words of points beside them, and count those that found no room."""
    width, height = size
    where = [
        (1 - across.pixel(row["x"], 1), upright.pixel(row["y"], height), math.sqrt(row["area"] / math.pi))
        for row in points
    ]
    places = labels.around(where, [row["label"] for row in points], height, narrowest=min(_ON_A_PHONE, width))
    named = sum(bool(row["label"]) for row in points)
    return labels.written(points, places), named - sum(place is not None for place in places)


def _trend(
    trend: Literal["linear", "loess"], own: Sequence[Row], hue: str, ratios: tuple[bool, bool]
) -> parts.Layers:
    (x_in, x_out), (y_in, y_out) = (_LOG if ratio else _AS_IT_IS for ratio in ratios)
    xs, ys = [x_in(row["x"]) for row in own], [y_in(row["y"]) for row in own]
    fewest, places = _FEWEST[trend]
    of = f" in {own[0]['series']!r}" if own[0]["series"] else ""
    if len(own) < fewest or len(set(xs)) < places:
        raise ContractError(
            f"scatter: trend={trend!r}: expected at least {fewest} points at {places} places from left to right, "
            f"got {len(own)} at {len(set(xs))}{of}"
        )
    means = _FITS[trend](xs, ys)
    band = [{"x": x_out(one.x), "y": y_out(one.low), "high": y_out(one.high)} for one in means]
    line = [{"x": x_out(one.x), "y": y_out(one.y)} for one in means]
    return [
        parts.base(band)
        .mark_area(color=hue, opacity=0.16, line=False, clip=True, aria=False)
        .encode(y2=alt.Y2("high:Q")),
        parts.base(line).mark_line(color=hue, strokeWidth=2, clip=True, aria=False),
    ]


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")


def _raised(value: float) -> float:
    return _rounded(math.exp(value))


_AS_IT_IS, _LOG = (float, _rounded), (math.log, _raised)


def _round(value: float) -> float:
    """Give a round number near by: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return float(f"{max(step for step in (1, 2, 5) if step * power <= value * 1.0001) * power:.6g}")


def _entry(hue: str, area: float = 70) -> Row:
    return {
        "shape": "circle",
        "filled": True,
        "fill": hue,
        "fillOpacity": 0.5,
        "stroke": hue,
        "strokeWidth": 0.8,
        "size": round(area),
    }
