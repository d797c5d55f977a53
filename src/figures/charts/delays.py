"""How long after one thing did another come, case by case, and how did it end? Days on a logarithmic scale."""

from __future__ import annotations

from collections.abc import Collection

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._limits import within
from figures.charts._rows import Row, rows, unique
from figures.errors import ContractError
from figures.theme import LIGHT, Colour

_TICKS = {1: "1 day", 7: "1 week", 30: "1 month", 365: "1 year"}
_MOST = 1000  # Days at the end of the scale unless a case took longer.
_HEAD_PX = 24


def durations(
    data: IntoFrame,
    *,
    outcome: str,
    case: str,
    words: str,
    kind: str,
    shortest: str,
    longest: str,
    hollow: Collection[str],
    hollow_means: str,
    filled_means: str,
    unit: str,
    title: str,
    subtitle: str = "",
    colour: Colour = "blue",
    width: int = 640,
) -> alt.LayerChart:
    """Draw one line for each case: a point at the shortest lag, a bar up to the longest, the lag in words.

    Parameters
    ----------
    data
        One row for each case; blocks and lines keep the order of the table.
    outcome, case, words, kind
        Columns of text: how the case ended, the heading of its block; its name; its lag in words; its kind.
    shortest, longest
        Columns of numbers: the fewest days that the lag can be, one or more; the most. Both are missing where the lag is not
        known: then the words stand alone.
    hollow
        Values of ``kind`` whose point is drawn as a ring.
    hollow_means, filled_means
        Words for a ring; words for a filled point.
    unit
        What is measured, from what to what.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colour
        Colour of the points: a name such as ``teal``, or a hex.
    width
        Width of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide and as high as its rows need; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a case comes twice in a block, or a lag is less than a day, runs
        backwards or has one end only.

    Notes
    -----
    The scale is logarithmic, because a day or a week, and a month or a year, differ alike in meaning; it starts at one day.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import durations
    >>> rows = [
    ...     ("Mended", "Swing in the park", 2, 2, "2 days", "app"),
    ...     ("Mended", "Pothole, Station Street", 30, 45, "30 to 45 days", "letter"),
    ...     ("Mended", "Bench at the harbour", 90, 90, "90 days", "letter"),
    ...     ("Not mended yet", "Stairs to the hill", 120, 120, "120 days so far", "app"),
    ...     ("Not mended yet", "Fountain", 400, 730, "400 to 730 days so far", "letter"),
    ...     ("Not mended yet", "Clock on the square", None, None, "nobody wrote down when", "letter"),
    ... ]
    >>> names = ["outcome", "case", "shortest", "longest", "words", "by"]
    >>> data = pa.Table.from_pylist([dict(zip(names, row)) for row in rows])
    >>> chart = durations(
    ...     data,
    ...     outcome="outcome", case="case", shortest="shortest", longest="longest", words="words", kind="by",
    ...     hollow=["letter"], hollow_means="reported by letter", filled_means="reported by app",
    ...     colour="teal", unit="days since the report",
    ...     title="What was mended was mended within three months",
    ...     subtitle="Invented numbers: days from a report to the repair, or until today",
    ... )
    """
    hue = asked.colour("durations", "colour", colour)
    parts.unit_given("durations", unit)
    table = rows(
        "durations",
        data,
        {name: (column, "text") for name, column in (("outcome", outcome), ("case", case), ("words", words), ("kind", kind))},
        {"shortest": (shortest, "number"), "longest": (longest, "number")},
    )  # fmt: skip
    unique("durations", table, "outcome", "case")
    within("durations", case=len(table), words=max(len(row["words"]) for row in table))
    for row in table:
        ends = [row["shortest"], row["longest"]]
        if None in ends and ends != [None, None]:
            raise ContractError(
                f"durations: {row['case']}: expected both ends of the lag or none, got {ends}"
            )
        if None not in ends and not 1 <= row["shortest"] <= row["longest"]:
            raise ContractError(f"durations: {row['case']}: expected 1 <= shortest <= longest, got {ends}")
    most = max([_MOST, *(row["longest"] for row in table if row["longest"] is not None)])
    blocks = list(dict.fromkeys(row["outcome"] for row in table))
    heads: list[Row] = []
    lines: list[Row] = []
    top = 0
    for name in blocks:
        wrapped = parts.wrap(name, 36)
        heads.append({"y": top + 4, "text": "\n".join(wrapped)})
        block = [row for row in table if row["outcome"] == name]
        tops, names, top = parts.row_tops([row["case"] for row in block], top + _HEAD_PX - parts.LINE_PX + parts.LINE_PX * len(wrapped))  # fmt: skip
        lines += [{**_line(row, at, label, most), "hue": hue, "fill": LIGHT["paper"] if row["kind"] in hollow else hue} for row, at, label in zip(block, tops, names, strict=True)]  # fmt: skip
        top += 8
    height = top

    ring = {"shape": "circle", "filled": True, "stroke": hue, "strokeWidth": 2}
    # The axis stands above the plot, because the plot can be longer than a screen; the key stands above the axis.
    unit_lines = parts.wrap(unit, parts.UNIT_CHARACTERS)
    entries, _ = parts.key(
        [(filled_means, {**ring, "fill": hue}), (hollow_means, {**ring, "fill": LIGHT["paper"]})],
        30 + parts.LINE_PX * len(unit_lines),
    )
    at = [day for day in _TICKS if day <= most]
    scale = alt.Scale(type="log", base=10, domain=[1, most], nice=False)
    x = alt.X(
        "from:Q",
        scale=scale,
        axis=alt.Axis(
            values=at,
            tickCount=len(at) + 1,
            grid=True,
            domain=False,
            ticks=False,
            labelExpr=f"{{{', '.join(f'{day}: {label!r}' for day, label in _TICKS.items() if day in at)}}}[datum.value]",
            labelAlign={"condition": {"test": "datum.value == 1", "value": "left"}, "value": "center"},
            labelOverlap=False,
            labelFlush=False,
            orient="top",
            title=unit_lines,
            titleAlign="left",
            titlePadding=8,
            titleAnchor="start",
        ),
    )
    y = alt.Y("y:Q", scale=parts.pixels(height), axis=None)
    name_y = alt.Y("name_y:Q", scale=parts.pixels(height), axis=None)
    timed = [line for line in lines if line["from"] is not None]
    layers: list[alt.Chart] = [
        parts.base([{key: line[key] for key in ("from", "to", "y", "hue")} for line in timed])
        .mark_rule(strokeWidth=4, opacity=0.45, aria=False)
        .encode(x=x, x2=alt.X2("to:Q"), y=y, stroke=alt.Stroke("hue:N", scale=None)),
        parts.spoken(
            parts.base(
                [
                    {key: line[key] for key in ("from", "y", "hue", "fill")}
                    | {"said": f"{parts.isolated(line['case'])}: {parts.isolated(line['words'])}"}
                    for line in timed
                ]
            )
            .mark_point(shape="circle", size=80, strokeWidth=2, opacity=1)
            .encode(
                x=x, y=y, stroke=alt.Stroke("hue:N", scale=None), fill=alt.Fill("fill:N", scale=None)
            )
        ),
        *parts.halo(
            parts.base(heads).encode(x=alt.XValue(0), y=alt.Y("y:Q", scale=parts.pixels(height), axis=None), text=alt.Text("text:N")),
            align="left",
            baseline="top",
            fontWeight="bold",
            fontSize=13,
        ),
        *parts.halo(
            parts.base([{"name": line["name"], "name_y": line["name_y"]} for line in lines]).encode(
                x=alt.XValue(0), y=name_y, text=alt.Text("name:N")
            ),
            align="left",
            baseline="top",
        ),
    ]  # fmt: skip
    for side, dx in (("left", 11), ("right", -11)):
        beside = parts.base(
            [{key: line[key] for key in ("beside", "y", "words")} for line in timed if line["align"] == side]
        )
        layers += parts.halo(
            beside.encode(x=alt.X("beside:Q"), y=y, text=alt.Text("words:N")),
            align=side,
            baseline="middle",
            dx=dx,
            fontWeight="bold",
        )  # fmt: skip
    silent = parts.base([{"y": line["y"], "words": line["words"]} for line in lines if line["from"] is None])
    layers += parts.halo(
        silent.encode(x=alt.XValue(0), y=y, text=alt.Text("words:N")),
        align="left",
        baseline="middle",
        fontStyle="italic",
        color=LIGHT["muted"],
    )
    return parts.finish([*layers, *entries], title, subtitle, width, height)


def _line(row: Row, top: int, name: str, most: float) -> Row:
    """Work out one line: its bar, its point, and on which side of them its words have room."""
    timed = row["shortest"] is not None
    # The words stand right of the bar while it ends in the first three fifths of the scale, else left of it.
    right = timed and row["longest"] <= most**0.6
    return {
        "case": row["case"],
        "name": name,
        "words": row["words"],
        "y": top + 10 + parts.LINE_PX * (1 + name.count("\n")),
        "name_y": top + 3,
        "from": row["shortest"],
        "to": row["longest"],
        "beside": row["longest"] if right else row["shortest"],
        "align": "left" if right else "right",
    }
