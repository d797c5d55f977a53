"""Which is the largest, and by how much? A bar for each category, with its number at the end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _parts as parts
from figures.charts._colour import colour_of, colours_of
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._named_rows import named_rows
from figures.charts._references import upright_lines
from figures.charts._rows import Aggregate, Kind, Row, known, rows, table_of, unique, whole_numbers_as_text
from figures.errors import ContractError
from figures.text import number_format
from figures.theme import LIGHT, Colour

Order = Literal["value", "data", "name"]

_BAR_PX, _GROUPED_PX = 18, 14


def bars(
    data: IntoFrame,
    *,
    category: str,
    value: str,
    group: str | None = None,
    unit: str,
    title: str,
    subtitle: str = "",
    sort: Order = "value",
    colour: Colour = "blue",
    colours: Mapping[str, Colour] | None = None,
    highlight: Collection[str] = (),
    reference: tuple[float, str] | None = None,
    number: str = "auto",
    missing: str = "no figure",
    aggregate: Aggregate | None = None,
    width: int = 640,
) -> alt.LayerChart:
    """Draw a bar for each category, the largest on top, with its number at the end; amounts below zero run to the left.

    Parameters
    ----------
    data
        One row for each category, or for each category and group.
    category, value
        Columns: what the bar is called; how long it is, in ``unit``.
    group
        Column: which of the two to four bars of a category, in the order of the data.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    sort
        By ``value``, of the first group where there are several; by ``name``; or as in the ``data``.
    colour, colours
        Colour of the bars; group to colour.
    highlight
        Categories in ``colour``, where all others shall be grey.
    reference
        An amount to compare all bars with, such as the mean, and its name.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    missing
        Words for a bar without a value.
    aggregate
        How several rows of a bar become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``.
    width
        Width of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide and as high as its bars need; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a bar has two rows, or a name in ``highlight`` or ``colours`` is not in the data.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import bars
    >>> data = pa.table({
    ...     "branch": ["Harbour", "Old town", "Mill quarter", "Hill estate", "Station"],
    ...     "loans": [41_300, 28_900, 17_250, 9_840, 22_600],
    ... })
    >>> chart = bars(
    ...     data,
    ...     category="branch",
    ...     value="loans",
    ...     unit="books lent",
    ...     highlight=["Harbour"],
    ...     reference=(23_978, "mean of all branches"),
    ...     title="The harbour lends four times as many books as the hill",
    ...     subtitle="Invented numbers: loans of a town's library by branch, 2024",
    ... )
    """
    parts.unit_given("bars", unit)
    names: dict[str, tuple[str, Kind]] = {"category": (category, "text")}
    if group is not None:
        names["group"] = group, "text"
    frame, _ = whole_numbers_as_text(
        table_of("bars", data), {name: column for name, (column, _) in names.items()}
    )
    table = rows("bars", frame.to_native(), names, {"value": (value, "number")}, aggregate=aggregate)
    unique("bars", table, *(["category", "group"] if group else ["category"]))
    parts.some_given("bars", "value", value, (row["value"] for row in table))
    groups = list(dict.fromkeys(row["group"] for row in table)) if group else [""]
    given = {(row["category"], row.get("group", "")): row["value"] for row in table}
    categories = _sorted(given, groups, sort)
    if aggregate == "count":  # no row is a count, too
        given = {(name, one): given.get((name, one), 0) for name in categories for one in groups}
    within("bars", category=len(categories), group=len(groups))
    for name in highlight:
        known("bars", "highlight", name, dict.fromkeys(categories))
    if group and highlight:
        raise ContractError(
            "bars: highlight: expected no group beside it, since groups have colours of their own"
        )
    numbers = printed(number_format(number, given.values(), "bars: "), "value")
    hues = colours_of("bars", groups, colours) if group else {"": colour_of("bars", colour)}

    pitch = _GROUPED_PX + 1 if group else _BAR_PX
    placed = named_rows(categories, pitch * len(groups) - (1 if group else 0))
    gutter, height = placed.gutter, placed.height
    drawn = []
    for name, top in zip(categories, placed.tops, strict=True):
        faint = highlight and name not in highlight
        for at, one in enumerate(groups):
            amount = given.get((name, one))
            place = ", ".join(parts.isolated(part) for part in (name, one) if part)
            drawn.append(
                {
                    "x": amount,
                    "y": top + at * pitch + (_GROUPED_PX if group else _BAR_PX) / 2,
                    "fill": LIGHT["neutral"] if faint else hues[one],
                    "faint": 0.6 if faint else 1,
                    "side": "left" if amount is None or amount >= 0 else "right",
                    "text": missing if amount is None else numbers.short(amount),
                    "said": ""
                    if amount is None
                    else f"{place}: {numbers.full(amount)} {parts.isolated(unit)}",
                }
            )
    gaps = sum(bar["x"] is None for bar in drawn)

    values = [0, *(bar["x"] for bar in drawn if bar["x"] is not None), *(reference or ())[:1]]
    ends = min(values), max(values)
    lines, above = upright_lines(
        [(reference[0], f"{reference[1]}: {numbers.full(reference[0])}")] if reference else [],
        ends,
        height,
        gutter,
    )
    swatch = {"shape": "square", "filled": True, "size": 110, "strokeWidth": 0}
    entries: parts.Layers = []
    if group:
        entries, above = parts.key([(one, {**swatch, "fill": hues[one]}) for one in groups], above, -gutter)
    y = placed.y(parts.flat_title(unit, above, -gutter))
    filled = parts.base(
        {"from": 0, **{key: bar[key] for key in ("x", "y", "fill", "faint", "said")}}
        for bar in drawn
        if bar["x"] is not None
    )
    layers = [
        parts.spoken(
            filled.mark_bar(height=_GROUPED_PX if group else _BAR_PX).encode(
                x=_across(ends, drawn),
                x2=alt.X2("from:Q"),
                y=y,
                fill=alt.Fill("fill:N", scale=None),
                fillOpacity=alt.FillOpacity("faint:Q", scale=None),
            )
        ),
        parts.base([{"x": 0}]).mark_rule(color=LIGHT["muted"], aria=False).encode(x=alt.X("x:Q")),
        *lines,
    ]
    for side, dx in (("left", 5), ("right", -5)):
        own = [bar for bar in drawn if bar["side"] == side]
        texts = parts.base({"x": bar["x"] or 0, "y": bar["y"], "text": bar["text"]} for bar in own).encode(
            x=alt.X("x:Q"), y=y, text=alt.Text("text:N")
        )
        # No line may run through a number.
        layers += parts.halo(texts, align=side, baseline="middle", dx=dx, halo_px=9 if reference else 4)
    layers += placed.layers(y)
    absent = parts.absent(gaps, len(drawn), "bars")
    return parts.finish([*layers, *entries], title, subtitle, width, height, missing=absent)


def _sorted(given: Mapping[tuple[str, str], float | None], groups: list[str], sort: Order) -> list[str]:
    names = list(dict.fromkeys(name for name, _ in given))
    if sort == "name":
        return sorted(names, key=lambda name: (name.casefold(), name))
    if sort == "data":
        return names

    def rank(name: str) -> tuple[bool, float]:
        first = given.get((name, groups[0]))
        return first is None, -(first or 0)

    return sorted(names, key=rank)


def _across(ends: tuple[float, float], drawn: list[Row]) -> alt.X:
    """Scale from left to right that leaves room for the numbers at the ends of the bars, in px, at any width."""
    left, right = (
        round(
            max(
                (len(bar["text"]) * parts.CHARACTER_PX + 8 for bar in drawn if bar["side"] == side), default=0
            )
        )
        for side in ("right", "left")
    )
    scale = alt.Scale(
        domain=[ends[0], ends[1] if ends[1] > ends[0] else 1],
        range=[left, alt.ExprRef(f"width - {right}")],
        nice=False,
        zero=False,
    )
    return alt.X("x:Q", scale=scale, axis=None)
