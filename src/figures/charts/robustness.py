"""Does the finding depend on the length of the window that one happens to choose? All lengths at once."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import Amounts, amounts
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._rows import Row, rows, unique
from figures.errors import ContractError
from figures.text import NumberFormat, number_format
from figures.theme import LIGHT, Colour

_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])


def window_robustness(
    data: IntoFrame,
    *,
    length: str,
    change: str,
    low: str,
    high: str,
    group: str,
    unit: str,
    title: str,
    subtitle: str = "",
    colours: Mapping[str, Colour] | None = None,
    number: str = "auto",
    length_unit: str = "length of the window in days",
    zero: str = "no change",
    marked: tuple[int, str] | None = None,
    width: int = 640,
    height: int = 260,
) -> alt.LayerChart:
    """Draw the change for every window length, a line for each group in a band from low to high.

    Parameters
    ----------
    data
        One row for each group and window length.
    length, change, low, high, group
        Columns: days in the window; the change and its range, which may be missing, in ``unit``; the group.
    unit
        Unit of the change, such as per cent of what.
    title, subtitle
        The finding; what is compared, where, when and by whom.
    colours
        Group to colour, a name such as ``teal`` or a hex, in the order of drawing; the groups differ in their dashes as well.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    length_unit
        Title of the horizontal axis.
    zero
        Words on the line at zero.
    marked
        The length that the text uses, with its label.
    width, height
        Size of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a group has no colour, or a change is outside its range.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import window_robustness
    >>> cyclists, cars = [31, 24, 22, 20, 19, 19, 18], [-12, -6, -3, 1, 2, 0, 1]
    >>> data = pa.table({
    ...     "days": [7, 14, 21, 28, 42, 56, 70] * 2,
    ...     "change": cyclists + cars,
    ...     "low": [at - 6 for at in cyclists] + [at - 5 for at in cars],
    ...     "high": [at + 6 for at in cyclists] + [at + 5 for at in cars],
    ...     "who": ["cyclists"] * 7 + ["cars"] * 7,
    ... })
    >>> chart = window_robustness(
    ...     data,
    ...     length="days", change="change", low="low", high="high", group="who",
    ...     unit="change in daily counts, per cent",
    ...     colours={"cyclists": "teal", "cars": "amber"},
    ...     marked=(28, "in the report"),
    ...     title="More cyclists in any window, fewer cars only in short ones",
    ...     subtitle="Invented numbers: counts before and after a cycle lane, by days compared",
    ... )
    """
    parts.unit_given("window_robustness", unit)
    table = rows(
        "window_robustness",
        data,
        {"length": (length, "number"), "change": (change, "number"), "group": (group, "text")},
        {"low": (low, "number"), "high": (high, "number")},
    )
    unique("window_robustness", table, "group", "length")
    groups = {row["group"] for row in table}
    within("window_robustness", group=len(groups), length=len({row["length"] for row in table}))
    hues = asked.colours(
        "window_robustness", "colours", colours, (row["group"] for row in table), what="group", text=True
    )
    for row in table:
        if not (row["low"] is None or row["low"] <= row["change"]) or not (
            row["high"] is None or row["change"] <= row["high"]
        ):
            raise ContractError(
                f"window_robustness: {row['group']}, length {row['length']}: "
                f"change {row['change']} is outside {row['low']} to {row['high']}"
            )
    table.sort(key=lambda row: (row["group"], row["length"]))
    reach = [row[part] for row in table for part in ("low", "change", "high") if row[part] is not None]
    lengths = [row["length"] for row in table]
    numbers = printed(number_format(number, reach, "window_robustness: "), "change", "low", "high")
    axis = amounts(reach, numbers)
    order = [name for name in hues if name in groups]
    last = {
        name: max((row for row in table if row["group"] == name), key=lambda row: row["length"])
        for name in order
    }

    header, above = _pointer(*marked, lengths, height) if marked else ([], 0)
    x = alt.X(
        "length:Q",
        scale=alt.Scale(domain=[min(lengths), max(lengths)], nice=False, zero=False),
        axis=alt.Axis(values=_lengths(min(lengths), max(lengths)), format="d", title=length_unit),
    )
    vertical = axis.upright(unit, above)
    y = alt.Y("change:Q", scale=axis.scale, axis=vertical)
    layers = []
    touch: parts.Layers = []
    for at_group, name in enumerate(order):
        hue = hues[name]
        own = [row for row in table if row["group"] == name]
        ranged = parts.base(parts.ranged(own))
        single = parts.alone([True] * len(own))
        layers += [
            ranged.mark_area(color=hue, opacity=0.16, line=False, aria=False).encode(
                x=x, y=alt.Y("low:Q", scale=axis.scale, axis=vertical), y2=alt.Y2("high:Q")
            ),
            parts.base(own)
            .mark_line(color=hue, strokeWidth=2.5, strokeDash=_DASHES[at_group % len(_DASHES)], aria=False)
            .encode(x=x, y=y),
            *(parts.dots([own[at]], hue).encode(x=x, y=y) for at in single),
        ]
        touch.append(
            parts.touchable(
                [
                    {**row, "said": _said(row, unit, length_unit, numbers)}
                    for row in table
                    if row["group"] == name
                ]
            ).encode(x=x, y=y)
        )
    nothing = parts.base([{"change": 0}]).encode(y=alt.Y("change:Q"))
    layers += [
        nothing.mark_rule(color=LIGHT["ink"], strokeWidth=1.2, aria=False),
        *header,
        *touch,
    ]
    ends = [_end(parts.wrap(zero, 11), 0, axis, height, LIGHT["muted"])]
    percent = " %" if number == "auto" and ("per cent" in unit or "%" in unit) else ""
    for name, row in last.items():
        words = [*parts.wrap(name, 11), numbers.short(row["change"], signed=True) + percent]
        ends.append(_end(words, row["change"], axis, height, hues[name]))
    lines, room = sum(end["tall"] for end in ends) // parts.LINE_PX, height // parts.LINE_PX
    if lines > room:
        raise ContractError(
            f"window_robustness: group={group!r}: the names beside the lines take {lines} lines of text, {room} fit; "
            "shorten them, or take a greater height"
        )
    for end in _apart(ends):
        text = parts.base([{"label": end["label"]}]).encode(
            x=alt.XValue("width"), y=alt.YValue(end["px"]), text=alt.Text("label:N")
        )
        weight = "normal" if end is ends[0] else "bold"
        layers += parts.halo(text, align="left", baseline="top", dx=7, fontWeight=weight, color=end["hue"])
    absent = [
        sentence
        for name in order
        for sentence in parts.no_range([row for row in table if row["group"] == name], "lengths", name)
    ]
    return parts.finish(layers, title, subtitle, width, height, missing=absent)


def _pointer(days: int, label: str, lengths: list[int], height: int) -> tuple[parts.Layers, int]:
    """Mark one length by a rule that ends in its label above the plot."""
    shortest, longest = min(lengths), max(lengths)
    if not shortest <= days <= longest:
        raise ContractError(
            f"window_robustness: marked: expected a length from {shortest} to {longest}, which is drawn, got {days}"
        )
    lines = parts.wrap(label, 24)
    above = 4 + parts.LINE_PX * len(lines)
    at = parts.base([{"length": days, "label": "\n".join(lines)}])
    leftward = days - shortest > (longest - shortest) / 2
    return [
        at.mark_rule(color=LIGHT["ink"], strokeDash=[4, 3], aria=False).encode(
            x=alt.X("length:Q"), y=alt.YValue(-above), y2=alt.Y2Value(height)
        ),
        *parts.halo(
            at.encode(x=alt.X("length:Q"), y=alt.YValue(-above), text=alt.Text("label:N")),
            align="right" if leftward else "left",
            dx=-5 if leftward else 5,
            baseline="top",
        ),
    ], above


def _said(row: Row, unit: str, length_unit: str, numbers: NumberFormat) -> str:
    span = (
        f" ({numbers.full(row['low'], signed=True)} to {numbers.full(row['high'], signed=True)})"
        if row["low"] is not None and row["high"] is not None
        else ""
    )
    return f"{parts.isolated(row['group'])}, {row['length']} {length_unit}: {numbers.full(row['change'], signed=True)}{span} {unit}"


def _end(lines: list[str], change: float, axis: Amounts, height: int, hue: str) -> Row:
    tall = parts.LINE_PX * len(lines)
    return {"label": "\n".join(lines), "tall": tall, "px": axis.pixel(change, height) - tall / 2, "hue": hue}


def _apart(labels: list[Row]) -> list[Row]:
    """Move labels down until none lies on the one above it, then all of them up by half of the shift."""
    order = sorted(labels, key=lambda label: label["px"] + label["tall"] / 2)
    wanted = [label["px"] for label in order]
    free = -1000.0
    for label in order:
        label["px"] = max(label["px"], free)
        free = label["px"] + label["tall"] + 3
    shift = max(label["px"] - at for label, at in zip(order, wanted, strict=True)) / 2
    for label in order:
        label["px"] = round(label["px"] - shift, 1)
    return order


def _lengths(shortest: int, longest: int) -> list[int]:
    week = [days for days in range(shortest, longest + 1) if days % 10 == 0]
    return [shortest, *(days for days in week if days - shortest > 3)]
