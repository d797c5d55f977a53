"""What is the whole made of, and how did that change? One layer on the other over time or over numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _along as along
from figures.charts import _labels as labels
from figures.charts import _parts as parts
from figures.charts._amounts import amounts
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._palette import hues
from figures.charts._rows import Aggregate, Row, unique
from figures.charts._time import Step
from figures.errors import ContractError
from figures.text import NumberFormat, number_format
from figures.theme import LIGHT, Colour


def stacked_area(
    data: IntoFrame,
    *,
    x: str,
    y: str,
    group: str,
    unit: str,
    title: str,
    subtitle: str = "",
    share: bool = False,
    colours: Mapping[str, Colour] | None = None,
    x_unit: str = "",
    rules: Sequence[tuple[date | float, str]] = (),
    aggregate: Aggregate | None = None,
    step: Step | None = None,
    number: str = "auto",
    width: int = 640,
    height: int = 280,
) -> alt.LayerChart:
    """Draw the parts of a whole as layers over time or over numbers, each with its name at its end.

    Names that are too long or too many to stand beside the plot become a key above it.

    Parameters
    ----------
    data
        One row for each group and place on the horizontal axis, in any order.
    x, y, group
        Columns: dates, or numbers; the amount, in ``unit``, zero or more; the part of the whole that it is.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    share
        Whether to draw each part as per cent of the whole at its place.
    colours
        Group to token, from the bottom of the stack to the top. Without it blue, amber, teal, red and violet, the largest at the bottom.
    x_unit
        What the numbers on the horizontal axis are. Without it, whole numbers from 1000 to 2500 are years.
    rules
        Places to mark by a rule, each with its label.
    aggregate
        How the rows of one step (or number) and group become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own
        engine works it out. Without it two rows for a place are refused.
    step
        Time between rows. Without it, the longest that all dates begin; with ``aggregate`` a day.
    number
        How amounts are printed: ``auto``, ``compact``, decimals such as ``.2f``, or words around braces: ``${}``.
    width, height
        Size of the plot in px, beside which the names stand.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, an amount is missing or negative, a place and group have two rows, a whole
        of which shares are drawn is zero, or a mark lies outside the data.

    Notes
    -----
    A group without a row at a place counts as zero there, and the chart's description says how often. The stack breaks where a step of
    time has no row at all, as a line of ``lines`` does. Only the lowest group stands on a straight line: put there what the text compares.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import stacked_area
    >>> paper = [61, 60, 58, 55, 49, 41, 36, 30, 27, 24]
    >>> web = [8, 11, 15, 19, 24, 33, 37, 43, 45, 49]
    >>> audio = [0, 0, 0, 2, 3, 6, 9, 12, 16, 18]
    >>> data = pa.table({
    ...     "year": list(range(2015, 2025)) * 3,
    ...     "loans": paper + web + audio,
    ...     "kind": ["paper"] * 10 + ["e-books"] * 10 + ["audio books"] * 10,
    ... })
    >>> chart = stacked_area(
    ...     data, x="year", y="loans", group="kind", unit="thousand loans a year",
    ...     colours={"e-books": "teal", "audio books": "blue", "paper": "amber"},
    ...     title="The library lends more than ever, and less and less of it on paper",
    ...     subtitle="Invented numbers: loans of a town library, 2015 to 2024",
    ... )
    """
    parts.unit_given("stacked_area", unit)
    table, run = along.read(
        "stacked_area",
        data,
        x,
        {"y": (y, "number"), "group": (group, "text")},
        {},
        aggregate=aggregate,
        step=step,
        unit=x_unit,
    )
    unique("stacked_area", table, "group", "x")
    totals: dict[str, float] = {}
    for row in table:
        if row["y"] < 0:
            raise ContractError(
                f"stacked_area: y={y!r}: expected zero or more, got {row['y']} for {row['group']}, {row['x']}"
            )
        totals[row["group"]] = totals.get(row["group"], 0) + row["y"]
    places = list(dict.fromkeys(row["x"] for row in table))
    within("stacked_area", group=len(totals), x=len(places))
    by_size = sorted(totals, key=lambda name: -totals[name])
    hue = hues("stacked_area", "group", by_size, colours)
    names = [name for name in colours or by_size if name in totals]
    numbers = printed(number_format(number, [row["y"] for row in table], "stacked_area: "), "y")
    stack = _stacked(table, names, share)
    for name, own in stack.items():
        for row in own:
            row["said"] = _said(row, name, run, unit, numbers)
    tops = [row["y"] for row in stack[names[-1]]]
    levels = amounts(tops, number_format("percent", tops) if share else numbers)
    absent: list[str] = []
    for name in names:
        there = sum(row["group"] == name for row in table)
        absent += parts.absent(
            len(places) - there, len(places), f"{run.places} (counted as zero)", name, "row"
        )
    broken = {name: run.broken(own) for name, own in stack.items()}
    skipped = broken[names[0]][1]
    absent += parts.absent(skipped, len(places) + skipped, run.places, lacking="row")

    _, header, above = parts.rules(run.marks("stacked_area", None, "", rules), run.first, run.end, 0, height)
    ends = [
        labels.End(name, (stack[name][-1]["foot"] + stack[name][-1]["y"]) / 2, run.last, hue[name])
        for name in reversed(names)
    ]
    written, taken = labels.beside(ends, levels, height, run.last, alt.X(run.field)) or (None, 0)
    if written is None:
        swatch: Row = {"shape": "square", "filled": True, "size": 110}
        entries = [(name, {**swatch, "fill": hue[name], "stroke": hue[name]}) for name in names]
        written, above = parts.key(entries, above)
    axis = run.x(parts.NARROW_PX - taken)
    vertical = alt.Y(
        "y:Q", scale=levels.scale, axis=levels.upright(f"share of {unit}" if share else unit, above)
    )
    layers = [layer for name in names for layer in _layer(broken[name][0], hue[name])]
    layers += [_touched(name, own) for name, own in stack.items()]
    placed = [layer.encode(x=axis, y=vertical) for layer in layers]
    return parts.finish([*placed, *header, *written], title, subtitle, width, height, missing=absent)


def _stacked(table: Sequence[Row], names: Sequence[str], share: bool) -> dict[str, list[Row]]:
    """Put each group on those below it: from ``foot`` to ``y`` at each place, in order."""
    by_place: dict[object, dict[str, float]] = {}
    for row in table:
        by_place.setdefault(row["x"], {})[row["group"]] = row["y"]
    stack: dict[str, list[Row]] = {name: [] for name in names}
    for place, given in by_place.items():
        whole = sum(given.values()) if share else 1
        if not whole:
            raise ContractError(
                f"stacked_area: share: expected a whole above zero at each place, got 0 at {place}"
            )
        foot = 0.0
        for name in names:
            amount = given.get(name, 0)
            top = float(f"{foot + amount / whole:.12g}")
            stack[name].append(
                {
                    "x": place,
                    "foot": foot,
                    "y": top,
                    "amount": amount,
                    "share": amount / whole if share else None,
                }
            )
            foot = top
    return stack


def _said(row: Row, group: str, run: along.Along, unit: str, numbers: NumberFormat) -> str:
    amount = f"{numbers.full(row['amount'])} {parts.isolated(unit)}"
    if row["share"] is not None:
        amount = f"{number_format('percent', [row['share'], 1]).full(row['share'])} ({amount})"
    return f"{run.text(row['x'])}, {parts.isolated(group)}: {amount}"


def _layer(own: Sequence[Row], hue: str) -> parts.Layers:
    values = [{part: row[part] for part in ("x", "y", "foot")} for row in own]
    single = [values[at] for at in parts.alone([row["y"] is not None for row in own])]
    foot = alt.Y2("foot:Q")
    area = parts.base(values).mark_area(
        color=hue, opacity=0.85, stroke=LIGHT["paper"], strokeWidth=0.8, line=False, aria=False
    )
    post = parts.base(single).mark_rule(color=hue, opacity=0.85, strokeWidth=5, aria=False)
    return [area.encode(y2=foot), *(post.encode(y2=foot) for _ in single[:1])]


def _touched(name: str, own: Sequence[Row]) -> alt.Chart:
    """Let the middle of a layer answer for it."""
    return parts.touchable(
        {"x": row["x"], "y": (row["foot"] + row["y"]) / 2, "group": name, "said": row["said"]} for row in own
    )
