"""How many of each kind are there, group by group? One mark for each thing counted, so that few stay few."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _parts as parts
from figures.charts._rows import Row, known, rows, unique
from figures.errors import ContractError
from figures.theme import LIGHT, Token

_ACROSS = 22
_MARK_PX = 17


def counted_marks(
    data: IntoFrame,
    *,
    group: str,
    kind: str,
    count: str,
    styles: Mapping[str, tuple[str, Token, float]],
    title: str,
    subtitle: str,
    width: int = 640,
) -> alt.LayerChart:
    """Draw a line of marks for each group: one mark a thing, its kind by shape and tone, and the counts in words.

    Parameters
    ----------
    data
        One row for each group and kind; groups are drawn in the order of the table. An absent row is none.
    group, kind, count
        Columns: the group; its kind, one of ``styles``; how many, a whole number of zero or more.
    styles
        Kind to shape (a Vega symbol), token and how much of the shape is filled, 0 to 1, in the order of drawing.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    width
        Width of the plot in px.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a kind has no style, a count is not a whole number of zero
        or more, or a group and kind have two rows.
    """
    table = rows(
        "counted_marks", data, {"group": (group, "text"), "kind": (kind, "text"), "count": (count, "number")}
    )
    unique("counted_marks", table, "group", "kind")
    for row in table:
        known("counted_marks", "kind without a style", row["kind"], styles)
        if row["count"] < 0 or row["count"] != int(row["count"]):
            raise ContractError(
                f"counted_marks: count={count!r}: expected a whole number of zero or more, got {row['count']} "
                f"for {row['group']}, {row['kind']}"
            )
    amounts = {(row["group"], row["kind"]): int(row["count"]) for row in table}
    marks: list[Row] = []
    names: list[Row] = []
    words: list[Row] = []
    top = 0
    for name in dict.fromkeys(row["group"] for row in table):
        kinds = [one for one in styles for _ in range(amounts.get((name, one), 0))]
        names.append({"y": top, "text": name})
        top += parts.LINE_PX + 12
        for at, one in enumerate(kinds):
            place = {"x": at % _ACROSS + 0.5, "y": top + at // _ACROSS * _MARK_PX}
            marks.append({**place, "group": name, "kind": one, **_style(*styles[one])})
        top += (max(len(kinds) - 1, 0) // _ACROSS + 1) * _MARK_PX - 6
        told = parts.wrap(
            ", ".join(
                f"{parts.number(amounts[name, one])} {one.lower()}"
                for one in styles
                if amounts.get((name, one))
            )
            or "none",
            parts.UNIT_CHARACTERS,
        )
        words.append({"y": top, "text": "\n".join(told)})
        top += parts.LINE_PX * len(told) + 12
    present = {row["kind"] for row in marks}
    entries, _ = parts.key(
        [(one, {**_style(*styles[one]), "filled": True}) for one in styles if one in present], 4
    )
    y = alt.Y("y:Q", scale=parts.pixels(top), axis=None)
    layers = [
        parts.base(marks)
        .mark_point(size=75, strokeWidth=1.4, opacity=1)
        .encode(
            x=alt.X("x:Q", scale=alt.Scale(domain=[0, _ACROSS], nice=False, zero=False), axis=None),
            y=y,
            shape=alt.Shape("shape:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            fillOpacity=alt.FillOpacity("fillOpacity:Q", scale=None),
            tooltip=[alt.Tooltip("group:N", title="group"), alt.Tooltip("kind:N", title="kind")],
        ),
        *parts.halo(
            parts.base(names).encode(x=alt.value(0), y=y, text="text:N"),
            align="left",
            baseline="top",
            fontWeight="bold",
        ),
        *parts.halo(
            parts.base(words).encode(x=alt.value(0), y=y, text="text:N"),
            align="left",
            baseline="top",
            color=LIGHT["muted"],
        ),
        *entries,
    ]
    return parts.finish(layers, title, subtitle, width, top)


def _style(shape: str, token: Token, filled: float) -> Row:
    return {"shape": shape, "stroke": LIGHT[token], "fill": LIGHT[token], "fillOpacity": filled}
