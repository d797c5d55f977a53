"""How are many numbers spread? They are counted in equal steps, and each count is a column."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import altair as alt
import narwhals as nw
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import Amounts, amounts
from figures.charts._colour import colour_of
from figures.charts._drawn import note
from figures.charts._limits import within
from figures.charts._references import upright_lines
from figures.charts._rows import Row, fetched, numbers
from figures.errors import ContractError
from figures.text import NumberFormat, decimals_needed, number_format
from figures.theme import LIGHT, Colour

Middle = Literal["median", "mean"]

_MOST_DECIMALS = 10
_MOST_BINS = 60  # unless told otherwise: 4 px each on a phone
_MOST_NAMED, _MOST_WHOLE = 10, 20  # of whole numbers: named on the axis; a column each
_MOST_TICKS, _FEWEST_TICKS, _ROUND = 6, 3, ("1.00", "2.00", "2.50", "5.00")
_FACTORS = (1, 2, 2.5, 5, 10)
_ON_THE_EDGE = 1e-9  # of a step: what floating-point numbers miss an edge by


class _Bins(NamedTuple):
    """Equal steps from a round number on; a whole number of its own stands in the middle of its step."""

    first: int
    step: float
    number: int
    centred: bool

    def edge(self, at: int) -> float:
        """Give where a step begins."""
        return float(f"{(self.first + at - self.centred / 2) * self.step:.12g}")


def histogram(
    data: IntoFrame,
    *,
    value: str,
    unit: str,
    title: str,
    subtitle: str = "",
    counted: str = "rows",
    bins: int | None = None,
    bin_width: float | None = None,
    limits: tuple[float, float] | None = None,
    share: bool = False,
    marked: Collection[Middle] = (),
    colour: Colour = "blue",
    number: str = "auto",
    width: int = 640,
    height: int = 240,
) -> alt.LayerChart:
    """Count the numbers of a column in equal steps, and draw a column for each count.

    Parameters
    ----------
    data
        Any number of rows: the table's own engine counts them.
    value
        Column of numbers, in ``unit``.
    unit
        What the numbers are.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    counted
        What a row is, in the plural, such as ``flights``.
    bins
        About how many steps. Without it and ``bin_width``, as many as Freedman and Diaconis give: twice the interquartile range
        over the cube root of the number of rows, at most 60. Edges are round.
    bin_width
        How long each step is.
    limits
        The lowest and highest number to be drawn; those beyond are counted in words.
    share
        Draw shares of all in per cent, and no counts.
    marked
        Mark the ``median``, the ``mean`` or both of all rows, drawn or not.
    colour
        Colour of the columns.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    width, height
        Size of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title and labels stand above it. The counts are inline, the config is empty.

    Raises
    ------
    ContractError
        When the column is missing, holds no finite number or something else, or the steps are not what can be drawn.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import histogram
    >>> data = pa.table({"minutes": [12 + (7 * at) % 23 + (at % 9) ** 2 // 3 for at in range(400)]})
    >>> chart = histogram(
    ...     data,
    ...     value="minutes",
    ...     unit="minutes from order to door",
    ...     counted="pizzas",
    ...     marked=["median"],
    ...     title="Half of all pizzas arrive within half an hour",
    ...     subtitle="Invented numbers: 400 deliveries of one kitchen, October 2024",
    ... )
    """
    parts.unit_given("histogram", unit)
    parts.unit_given("histogram", counted, "counted")
    if bins is not None and bin_width is not None:
        raise ContractError("histogram: bins: expected either bins or bin_width, got both")
    asked.above_zero("histogram", "bin_width", bin_width)
    asked.limits("histogram", limits)
    frame = numbers("histogram", data, value)
    all_of_it = _summary(frame)
    if not all_of_it["given"]:
        parts.some_given("histogram", "value", value, [])
    if not (math.isfinite(all_of_it["low"]) and math.isfinite(all_of_it["high"])):
        raise ContractError(f"histogram: value={value!r}: expected finite numbers, got an infinite one")
    inside = all_of_it
    if limits is not None:
        frame = frame.filter(nw.col("value") >= limits[0], nw.col("value") <= limits[1])
        inside = _summary(frame)
        if not inside["given"]:
            raise ContractError(
                f"histogram: limits: no number of value={value!r} lies from {limits[0]} to {limits[1]}"
            )
    steps = _bins(inside, bins, bin_width, limits)
    counts = _counted(frame, steps)

    edges = [steps.edge(at) for at in range(steps.number + 1)]
    middles = [steps.first + at for at in range(steps.number)]
    printed = number_format(number, middles if steps.centred else edges, "histogram: ")
    told_apart = max(map(decimals_needed, edges))
    if not steps.centred and number == "auto" and printed.decimals < told_apart <= _MOST_DECIMALS:
        printed = replace(printed, decimals=told_apart)  # each edge in full, so that no two steps read alike
    shares = {at: count / all_of_it["given"] for at, count in sorted(counts.items())}
    percent = NumberFormat(min(1, number_format("percent", shares.values()).decimals), False, "percent")
    drawn: list[Row] = [
        {
            "x": edges[at],
            "to": edges[at + 1],
            "amount": of_all if share else counts[at],
            "said": f"{_step_text(steps, at, printed)} {parts.isolated(unit)}, {parts.isolated(counted)}: "
            f"{counts[at]:,} ({percent.full(of_all)})",
        }
        for at, of_all in shares.items()
    ]
    note(
        "histogram",
        {"value": (value, "text", True), "counted": (counted, "number", True)},
        "day",
        [{"value": _step_text(steps, at, printed), "counted": count} for at, count in sorted(counts.items())],
    )
    lines, above = upright_lines(
        [
            (
                all_of_it[middle],
                f"{middle}: {number_format(number, [all_of_it[middle]]).full(all_of_it[middle])}",
            )
            for middle in ("median", "mean")
            if middle in marked and edges[0] <= all_of_it[middle] <= edges[-1]
        ],
        (edges[0], edges[-1]),
        height,
    )
    upright = amounts(
        (row["amount"] for row in drawn), NumberFormat(0, False, "percent" if share else "auto")
    )
    stepped = "" if steps.centred else f", in steps of {printed.full(steps.step)}"
    columns = parts.base(drawn).mark_bar(
        color=colour_of("histogram", colour),
        stroke=LIGHT["paper"],
        strokeWidth=alt.ExprRef(f"width < {5 * steps.number} ? 0 : 1"),
    )
    layers = [
        parts.spoken(
            columns.encode(
                x=_axis(edges, steps, printed).across(unit, grid=False),
                x2=alt.X2("to:Q"),
                y=alt.Y(
                    "amount:Q",
                    scale=upright.scale,
                    axis=upright.upright(f"{'share of ' if share else ''}{counted}{stepped}", above),
                ),
                y2=alt.Y2Value(height),
            )
        ),
        *upright.baseline(),
        *lines,
    ]
    missing = parts.absent(all_of_it["rows"] - all_of_it["given"], all_of_it["rows"], counted)
    beyond = all_of_it["given"] - inside["given"]
    if beyond:
        missing.append(
            f"{beyond:,} of {all_of_it['given']:,} {parts.isolated(counted)} {'lies' if beyond == 1 else 'lie'} beyond the limits "
            f"and {'is' if beyond == 1 else 'are'} not drawn."
        )
    return parts.finish(layers, title, subtitle, width, height, missing=missing)


def _summary(frame: Any) -> Row:
    """Let the engine find what the steps depend on."""
    value = nw.col("value")
    (found,) = fetched(
        frame.select(
            rows=nw.len(),
            given=value.count(),
            low=value.min(),
            high=value.max(),
            quarter=value.quantile(0.25, interpolation="linear"),
            three_quarters=value.quantile(0.75, interpolation="linear"),
            median=value.median(),
            mean=value.mean(),
            fraction=(value - value.floor()).max(),
        )
    )
    return found


def _bins(found: Row, bins: int | None, bin_width: float | None, limits: tuple[float, float] | None) -> _Bins:
    """Choose equal steps, their edges multiples of their length."""
    low, high = limits or (found["low"], found["high"])
    whole = not found["fraction"]
    span = high - low
    if bin_width is None:
        wanted = span / bins if bins else _freedman_diaconis(found, span)
        if whole and not bins and span < _MOST_WHOLE:
            wanted = 1
        least = max(0 if bins else span / _MOST_BINS, abs(high) * _ON_THE_EDGE)
        step = _round_step(wanted or least or 1, least, whole)
    else:
        step = float(bin_width)
    centred = whole and step == 1
    first = math.floor(low / step + _ON_THE_EDGE)
    last = math.floor(high / step + _ON_THE_EDGE)
    if not centred and last > first and math.isclose(last * step, high, rel_tol=_ON_THE_EDGE):
        last -= 1  # the last step holds its upper edge too
    within("histogram", bin_width=last - first + 1)
    return _Bins(first, step, last - first + 1, centred)


def _freedman_diaconis(found: Row, span: float) -> float:
    middle_half = found["three_quarters"] - found["quarter"]
    if middle_half > 0:
        return float(2 * middle_half / found["given"] ** (1 / 3))
    return span / (math.log2(found["given"]) + 1) or abs(found["high"]) / 10


def _round_step(wanted: float, least: float, whole: bool) -> float:
    """Find the round step nearest to the wanted one that is not shorter than the least."""
    power = math.floor(math.log10(max(wanted, least)))
    round_ones = [
        float(f"{factor * 10.0**at:.12g}") for at in range(power - 1, power + 4) for factor in _FACTORS
    ]
    fitting = [step for step in round_ones if step >= least and not (whole and not step.is_integer())] or [
        1.0
    ]
    return min(fitting, key=lambda step: abs(math.log(step / wanted)))


def _counted(frame: Any, steps: _Bins) -> dict[int, int]:
    """Let the engine count each step, the last with its upper edge."""
    at = (nw.col("value") / steps.step + _ON_THE_EDGE).floor() - steps.first
    last = steps.number - 1
    counts = (
        frame.filter(~nw.col("value").is_null())
        .select(at=at)
        .select(at=nw.when(nw.col("at") > last).then(float(last)).otherwise(nw.col("at")))
        .group_by("at")
        .agg(count=nw.len())
    )
    return {int(row["at"]): row["count"] for row in fetched(counts)}


def _step_text(steps: _Bins, at: int, printed: NumberFormat) -> str:
    if steps.centred:
        return printed.full(steps.first + at)
    last = at == steps.number - 1
    return f"{printed.full(steps.edge(at))} to {'' if last else 'under '}{printed.full(steps.edge(at + 1))}"


def _ticks(numbers: list[int], step: float) -> list[float]:
    """Choose three to six multiples of a step, an equal number of steps apart, round ones where there are any."""
    found = []
    for apart in range(1, len(numbers) + 1):
        at = [number for number in numbers if number % apart == 0]
        if len(at) <= _MOST_TICKS:
            first = f"{apart * step:.3e}"[:4]
            found.append((len(at) < _FEWEST_TICKS, first not in _ROUND, apart, at))
    return [float(f"{number * step:.12g}") for number in min(found)[3]]


def _axis(edges: list[float], steps: _Bins, printed: NumberFormat) -> Amounts:
    """Let the axis end where the columns do; a few whole numbers are all named."""
    if steps.centred and steps.number <= _MOST_NAMED:
        at = [float(steps.first + step) for step in range(steps.number)]
    else:
        at = _ticks([steps.first + step for step in range(steps.number + (not steps.centred))], steps.step)
    return Amounts(edges[0], edges[-1], tuple(at), tuple(printed.ticks(at)))
