"""What does one side say, and what do others say about the same quantity? Points, ranges and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import Amounts, amounts
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._rows import Row, known, rows, unique
from figures.errors import ContractError
from figures.text import number_format
from figures.theme import LIGHT, Colour

_KINDS = {
    "op-ed": ("the op-ed", "diamond"),
    "claim": ("claim of a party", "circle"),
    "independent": ("independent figure", "circle"),
}


def claim_versus_sources(
    data: IntoFrame,
    *,
    quantity: str,
    source: str,
    kind: str,
    value: str,
    low: str,
    high: str,
    unit: str,
    title: str,
    subtitle: str = "",
    colours: Mapping[str, Colour] | None = None,
    number: str = "auto",
    shared: bool = True,
    nothing: str = "no figure given",
    kinds: Mapping[str, str] | None = None,
    width: int = 640,
) -> alt.VConcatChart:
    """Draw one block for each quantity, in it one line for each source: point, range and number in words.

    The op-ed's number is a dark diamond, a party's claim a ring, an independent figure a filled dot. A bound
    without a value is an open bar: upwards it ends in an arrow, downwards at zero.

    Parameters
    ----------
    data
        One row for each quantity and source; blocks and lines keep the order of the table.
    quantity, source, kind
        Columns of text: what is counted; who says so; ``op-ed`` (the figure under test), ``claim`` or ``independent``.
    value, low, high
        Columns of numbers in ``unit``: the figure; the lower end of its range; the upper end. Each may be missing: low alone
        means "at least", high alone "up to", none that the source gives no figure.
    unit
        Unit of all numbers.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colours
        Source to colour, a name such as ``teal`` or a hex; without it claims are ink and independent figures teal.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    shared
        One scale for all blocks, or one for each.
    nothing
        Words for a source without a figure.
    kinds
        Words of the key for the kinds, where they are not the book's: ``op-ed`` is the figure under test, whoever states it.
    width
        Width of the plot in px.

    Returns
    -------
    altair.VConcatChart
        One view for each quantity, ``width`` px wide and as high as its lines. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a kind is unknown, or a value is outside its range.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import claim_versus_sources
    >>> data = pa.table({
    ...     "quantity": ["Visitors of the festival"] * 4 + ["Cups returned"] * 3,
    ...     "source": ["Opinion piece", "Organisers", "Gates", "Police", "Opinion piece", "Caterers", "Cleaners"],
    ...     "kind": ["op-ed", "claim", "independent", "independent", "op-ed", "claim", "independent"],
    ...     "value": [40000, 31000, 23100, None, 30000, None, None],
    ...     "low": [None, None, 21000, 20000, None, 18000, None],
    ...     "high": [None, None, 25200, None, None, 24000, 12000],
    ... })
    >>> chart = claim_versus_sources(
    ...     data,
    ...     quantity="quantity", source="source", kind="kind",
    ...     value="value", low="low", high="high",
    ...     colours={"Organisers": "amber", "Caterers": "amber"},
    ...     unit="visitors, or cups",
    ...     title="The opinion piece gives the highest figures for visitors and cups",
    ...     subtitle="Invented numbers: a town festival, July 2024",
    ... )
    """
    hues = asked.colours("claim_versus_sources", "colours", colours or {}, ())
    parts.unit_given("claim_versus_sources", unit)
    table = rows(
        "claim_versus_sources",
        data,
        {"quantity": (quantity, "text"), "source": (source, "text"), "kind": (kind, "text")},
        {"value": (value, "number"), "low": (low, "number"), "high": (high, "number")},
    )
    unique("claim_versus_sources", table, "quantity", "source")
    within("claim_versus_sources", source=len(table))
    for row in table:
        known("claim_versus_sources", f"kind={kind!r} of {row['source']!r}", row["kind"], _KINDS)
        given = [row[part] for part in ("low", "value", "high") if row[part] is not None]
        if given != sorted(given) or min(given, default=0) < 0:
            raise ContractError(
                f"claim_versus_sources: {row['quantity']}, {row['source']}: "
                f"expected 0 <= low <= value <= high, got {given}"
            )
    for row in table:
        row["hue"] = hues.get(row["source"], LIGHT["teal" if row["kind"] == "independent" else "ink"])

    for name in kinds or {}:
        known("claim_versus_sources", "kinds", name, _KINDS)
    words = {kind: label for kind, (label, _) in _KINDS.items()} | dict(kinds or {})
    quantities = list(dict.fromkeys(row["quantity"] for row in table))
    ends = ("value", "low", "high")
    numbers = number_format(number, [row[part] for row in table for part in ends], "claim_versus_sources: ")
    printed(numbers, *ends)
    for row in table:
        row["text"] = _words(row, numbers.short) or nothing
        row["said"] = (
            f"{parts.isolated(row['quantity'])}, {parts.isolated(row['source'])}: {_words(row, numbers.full) or nothing}"
        )
    everything = _reach(table)
    blocks = []
    for at, name in enumerate(quantities):
        block = [row for row in table if row["quantity"] == name]
        axis = amounts([everything if shared else _reach(block)], numbers)
        last = at == len(quantities) - 1
        used = {kind: words[kind] for kind in words if at == 0 and any(row["kind"] == kind for row in table)}
        blocks.append(
            _block(
                name,
                block,
                axis=axis,
                unit=unit if last else None,
                labels=last or not shared,
                used=used,
                width=width,
            )
        )
    chart = alt.vconcat(*blocks, spacing=14).properties(title=parts.heading(title, subtitle))
    return parts.finished(chart)


def _reach(table: list[Row]) -> float:
    """Find the largest number, with room for the arrow of a bound without an upper end."""
    open_end = [
        row["low"] * 1.12 for row in table if row["low"] is not None and row["value"] is row["high"] is None
    ]
    closed = [row[part] for row in table for part in ("value", "low", "high") if row[part] is not None]
    return max(closed + open_end, default=1)


def _block(
    name: str,
    block: list[Row],
    *,
    axis: Amounts,
    unit: str | None,
    labels: bool,
    used: Mapping[str, str],
    width: int,
) -> alt.LayerChart:
    head_lines = parts.wrap(name, 36)
    tops, names, height = parts.row_tops([row["source"] for row in block], 7 + 16 * len(head_lines))
    drawn = [
        {**_line(row, top, label, axis.high), "said": row["said"]}
        for row, top, label in zip(block, tops, names, strict=True)
    ]
    x = axis.across(unit or "", labels=labels)
    y = alt.Y("y:Q", scale=parts.pixels(height), axis=None)
    name_y = alt.Y("name_y:Q", scale=parts.pixels(height), axis=None)
    head = parts.base([{"y": 2, "text": "\n".join(head_lines)}]).encode(
        x=alt.XValue(0), y=y, text=alt.Text("text:N")
    )
    named = parts.base(drawn).encode(x=alt.XValue(0), y=name_y, text=alt.Text("name:N"))
    ranged = parts.base([row for row in drawn if row["from"] is not None])
    arrows = parts.base([row for row in drawn if row["arrow"]])
    points = parts.base([row for row in drawn if row["x"] is not None])
    layers = [
        parts.spoken(
            ranged.mark_rule(strokeWidth=4, opacity=0.45).encode(
                x=alt.X("from:Q"), x2=alt.X2("to:Q"), y=y, stroke=alt.Stroke("hue:N", scale=None)
            )
        ),
        arrows.mark_point(size=60, filled=True, opacity=1, aria=False).encode(
            x=alt.X("tip:Q"), y=y, shape=alt.Shape("arrow:N", scale=None), fill=alt.Fill("hue:N", scale=None)
        ),
        parts.spoken(
            points.mark_point(strokeWidth=2, opacity=1).encode(
                x=x,
                y=y,
                shape=alt.Shape("shape:N", scale=None),
                size=alt.Size("size:Q", scale=None),
                stroke=alt.Stroke("hue:N", scale=None),
                fill=alt.Fill("fill:N", scale=None),
            )
        ),
        *parts.halo(head, align="left", baseline="top", fontWeight="bold", fontSize=13),
        *parts.halo(named, align="left", baseline="top"),
    ]
    for side, dx in (("left", 11), ("right", -11)):
        words = parts.base([row for row in drawn if row["align"] == side])
        layers += parts.halo(
            words.encode(x=alt.X("beside:Q"), y=y, text=alt.Text("text:N")),
            align=side,
            baseline="middle",
            dx=dx,
            fontWeight="bold",
        )
    above = parts.base([row for row in drawn if row["align"] == "above"])
    layers += parts.halo(
        above.encode(x=alt.XValue("width"), y=name_y, text=alt.Text("text:N")),
        align="right",
        baseline="top",
        fontWeight="bold",
    )
    silent = parts.base([row for row in drawn if row["align"] == "none"]).encode(
        x=alt.XValue(0), y=y, text=alt.Text("text:N")
    )
    layers += parts.halo(silent, align="left", baseline="middle", fontStyle="italic", color=LIGHT["muted"])
    if used:
        layers += parts.key([(words, _symbol(kind)) for kind, words in used.items()], 6)[0]
    return parts.layered(layers).properties(width=width, height=height)


def _symbol(kind: str) -> Row:
    hue = LIGHT["teal" if kind == "independent" else "ink"]
    return {
        "shape": _KINDS[kind][1],
        "stroke": hue,
        "fill": LIGHT["paper"] if kind == "claim" else hue,
        "filled": True,
        "strokeWidth": 2,
    }


def _line(row: Row, top: int, name: str, most: float) -> Row:
    """Work out one line: where its point, bar, arrow and words go."""
    value, low, high = row["value"], row["low"], row["high"]
    point = next((number for number in (value, low, high) if number is not None), None)
    if value is None and low is not None and high is not None:
        point = None
    start, end = (low, high) if low is not None and high is not None else (None, None)
    arrow = tip = None
    if value is None and low is not None and high is None:
        start, end, arrow = low, low + most * 0.09, "triangle-right"
        tip = end
    elif value is None and high is not None and low is None:
        start, end = 0, high
    left, right = (
        min(n for n in (start, point, 0 if point is None and start is None else None) if n is not None),
        max(n for n in (end, point, 0) if n is not None),
    )
    place = "left" if right <= most * 0.62 else "right" if left >= most * 0.36 else "above"
    silent = point is None and start is None
    return {
        "name": name,
        "text": row["text"],
        "x": point,
        "y": top + 10 + parts.LINE_PX * (1 + name.count("\n")),
        "name_y": top + 3,
        "from": start,
        "to": end,
        "arrow": arrow,
        "tip": tip,
        "align": "none" if silent else place,
        "beside": left if place == "right" else right,
        "hue": row["hue"],
        "shape": _KINDS[row["kind"]][1],
        "size": 110 if row["kind"] == "op-ed" else 85,
        "fill": LIGHT["paper"] if row["kind"] == "claim" else row["hue"],
    }


def _words(row: Row, printed: Callable[[float], str]) -> str:
    """Say what a source gives, or nothing where it gives no number."""
    value, low, high = row["value"], row["low"], row["high"]
    if value is None and low == high:
        value = low
    span = f"{printed(low)} to {printed(high)}" if None not in (low, high) and low != high else ""
    if value is not None:
        return f"{printed(value)} ({span})" if span else printed(value)
    if span or low is high is None:
        return span
    return f"at least {printed(low)}" if low is not None else f"up to {printed(high)}"
