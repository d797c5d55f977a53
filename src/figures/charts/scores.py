"""Which item has which status? One line for each item, one place for each status, the word beside the mark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _parts as parts
from figures.charts._limits import within
from figures.charts._rows import Row, known, rows, unique
from figures.theme import LIGHT

Look = Literal["full", "half", "empty", "dash"]
"""How :func:`scorecard` draws a status: three steps of a scale, and a dash for what is outside it."""
_LOOKS: Mapping[str, Row] = {
    "full": {"shape": "circle", "fill": LIGHT["ink"]},
    "half": {"shape": "circle", "fill": LIGHT["neutral"]},
    "empty": {"shape": "circle", "fill": LIGHT["paper"]},
    "dash": {"shape": "stroke", "fill": LIGHT["ink"]},
}


def scorecard(
    data: IntoFrame,
    *,
    item: str,
    status: str,
    statuses: Mapping[str, Look],
    title: str,
    subtitle: str = "",
    width: int = 640,
) -> alt.LayerChart:
    """Draw one line for each item, its name above it, its mark in the column of its status.

    Parameters
    ----------
    data
        One row for each item, drawn in this order.
    item, status
        Columns: the name of the item; one of ``statuses``.
    statuses
        Each status to the look of its mark, in the order of the columns: ``full``, ``half`` or ``empty`` for a scale,
        ``dash`` for a status outside it. The word is written beside the mark, so shape and tone carry nothing alone. The
        key above the plot counts each status, also one that no item has.
    title, subtitle
        The finding; what is listed, and by which rule.
    width
        Width of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide and as high as its rows need; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a status or look is unknown, or an item has two rows.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import scorecard
    >>> data = pa.table({
    ...     "promise": ["Longer hours", "A ramp at the door", "No more late fees", "Comics", "A reading garden"],
    ...     "state": ["kept", "half kept", "kept", "not kept", "nobody knows"],
    ... })
    >>> chart = scorecard(
    ...     data,
    ...     item="promise",
    ...     status="state",
    ...     statuses={"kept": "full", "half kept": "half", "not kept": "empty", "nobody knows": "dash"},
    ...     title="Two of the library's five promises are kept",
    ...     subtitle="Invented list: promises for 2024, by what visitors found in December",
    ... )
    """
    table = rows("scorecard", data, {"item": (item, "text"), "status": (status, "text")})
    unique("scorecard", table, "item")
    within(
        "scorecard",
        item=len(table),
        statuses=len(statuses),
        status=max(len(row["status"]) for row in table),
    )
    for row in table:
        known("scorecard", f"status={status!r} of {row['item']!r}", row["status"], statuses)
    tops, names, height = parts.row_tops([row["item"] for row in table])
    columns = list(statuses)
    half = (len(columns) - 1) / 2
    lines = [
        {
            "item": row["item"],
            "name": name,
            "name_y": top + 3,
            "y": top + 10 + parts.LINE_PX * (1 + name.count("\n")),
            "x": (at := columns.index(row["status"])),
            "status": row["status"],
            "said": f"{parts.isolated(row['item'])}: {parts.isolated(row['status'])}",
            "align": "left" if at <= half else "right",
            **_LOOKS[statuses[row["status"]]],
        }
        for row, name, top in zip(table, names, tops, strict=True)
    ]
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[-0.08, len(columns) - 1 + 0.08], nice=False, zero=False),
        axis=None,
    )
    y = alt.Y("y:Q", scale=parts.pixels(height), axis=None)
    name_y = alt.Y("name_y:Q", scale=parts.pixels(height), axis=None)
    # A status outside the scale stands behind the end of the track, not on it.
    end = max((at for at, look in enumerate(statuses.values()) if look != "dash"), default=0)
    tracks = parts.base([{"x": 0, "to": end, "y": line["y"]} for line in lines])
    places = parts.base([{"x": at, "y": line["y"]} for line in lines for at in range(len(columns))])
    layers: parts.Layers = [
        tracks.mark_rule(color=LIGHT["grid"], strokeWidth=1.5, aria=False).encode(
            x=x, x2=alt.X2("to:Q"), y=y
        ),
        places.mark_point(
            shape="circle", filled=True, size=26, opacity=1, color=LIGHT["grid"], aria=False
        ).encode(x=x, y=y),
        parts.base([{key: line[key] for key in ("x", "y", "shape", "fill", "said")} for line in lines])
        .mark_point(size=110, opacity=1, strokeWidth=2, stroke=LIGHT["ink"])
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("shape:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            description=alt.Description("said:N"),
            tooltip=[alt.Tooltip("said:N", title="item")],
        ),
        *parts.halo(
            parts.base([{"name": line["name"], "name_y": line["name_y"]} for line in lines]).encode(
                x=alt.XValue(0), y=name_y, text=alt.Text("name:N")
            ),
            align="left",
            baseline="top",
            fontWeight="bold",
        ),
    ]
    for side, dx in (("left", 11), ("right", -11)):
        words = parts.base(
            [{key: line[key] for key in ("x", "y", "status")} for line in lines if line["align"] == side]
        )
        layers += parts.halo(
            words.encode(x=x, y=y, text=alt.Text("status:N")), align=side, baseline="middle", dx=dx
        )
    shown = [row["status"] for row in table]
    entries, _ = parts.key(
        [
            (
                f"{parts.isolated(name)} ({shown.count(name)})",
                {**_LOOKS[look], "filled": True, "stroke": LIGHT["ink"], "strokeWidth": 2},
            )
            for name, look in statuses.items()
        ],
        4,
    )
    return parts.finish([*layers, *entries], title, subtitle, width, height)
