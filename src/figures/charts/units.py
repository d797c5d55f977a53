"""How many of each kind are there, group by group? One cell for each thing counted, so that few stay few."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._limits import within
from figures.charts._rows import Row, known, rows, unique
from figures.errors import ContractError
from figures.theme import LIGHT, Colour

_CELL_PX = 20
_DARK = 0.6


class Cell(NamedTuple):
    """How :func:`counted_cells` draws one kind.

    Parameters
    ----------
    shape
        A symbol of Vega, such as ``circle``, ``cross``, ``diamond`` or ``triangle-up``.
    token
        Colour of the cell and of its shape: a name such as ``teal``, or a hex.
    tone
        How opaque the cell is behind the shape, from 0 (paper) to 1.
    filled
        Whether the shape is filled.

    Examples
    --------
    >>> from figures.charts import Cell
    >>> Cell("triangle-up", "teal", tone=0.6)
    Cell(shape='triangle-up', token='teal', tone=0.6, filled=True)
    """

    shape: str
    token: Colour = "ink"
    tone: float = 0.0
    filled: bool = True


def counted_cells(
    data: IntoFrame,
    *,
    group: str,
    kind: str,
    count: str,
    cells: Mapping[str, Cell],
    title: str,
    subtitle: str = "",
    width: int = 640,
) -> alt.LayerChart:
    """Draw a bar of cells for each group: one cell a thing, its kind by shape and tone, and the counts in words.

    Parameters
    ----------
    data
        One row for each group and kind; groups are drawn in the order of the table. An absent row is none.
    group, kind, count
        Columns: the group; its kind, one of ``cells``; how many, a whole number of zero or more. With more than two
        dozen in a group the shapes touch on a phone.
    cells
        Kind to the look of its cells, in the order of drawing.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    width
        Width of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide and as high as its rows need; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a kind has no look, a count is not a whole number of zero
        or more, or a group and kind have two rows.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import Cell, counted_cells
    >>> data = pa.table({
    ...     "shelf": ["Picture books"] * 3 + ["Comics"] * 3 + ["Board games"] * 2,
    ...     "state": ["back in time", "back late", "lost"] * 2 + ["back in time", "back late"],
    ...     "copies": [14, 3, 1, 9, 8, 2, 6, 1],
    ... })
    >>> chart = counted_cells(
    ...     data,
    ...     group="shelf", kind="state", count="copies",
    ...     cells={
    ...         "back in time": Cell("circle", "teal", tone=0.2),
    ...         "back late": Cell("triangle-up", "teal", tone=0.6),
    ...         "lost": Cell("cross", "ink", tone=1),
    ...     },
    ...     title="More comics than anything else came back late or never",
    ...     subtitle="Invented numbers: what was lent in one week and how it came back",
    ... )
    """
    table = rows(
        "counted_cells", data, {"group": (group, "text"), "kind": (kind, "text"), "count": (count, "number")}
    )
    unique("counted_cells", table, "group", "kind")
    for row in table:
        known("counted_cells", "kind without a look", row["kind"], cells)
        if row["count"] < 0 or row["count"] != int(row["count"]):
            raise ContractError(
                f"counted_cells: count={count!r}: expected a whole number of zero or more, got {row['count']} "
                f"for {row['group']}, {row['kind']}"
            )
    each = dict.fromkeys((row["group"] for row in table), 0)
    for row in table:
        each[row["group"]] += row["count"]
    within("counted_cells", group=len(each), kind=len(cells), count=max(each.values()))
    amounts = {(row["group"], row["kind"]): row["count"] for row in table}
    looks = {kind: _look(kind, cell) for kind, cell in cells.items()}
    drawn: list[Row] = []
    names: list[Row] = []
    words: list[Row] = []
    top = 0
    for name in each:
        head = parts.wrap(name, 40)
        names.append({"y": top, "text": "\n".join(head)})
        top += parts.LINE_PX * len(head) + 5
        one_by_one = [kind for kind in cells for _ in range(amounts.get((name, kind), 0))]
        drawn += [
            {
                **{"from": at + 0.05, "to": at + 0.95, "x": at + 0.5},
                **{"top": top, "y": top + _CELL_PX / 2, "foot": top + _CELL_PX},
                "said": f"{parts.isolated(name)}: {parts.isolated(kind.lower())}",
                **looks[kind],
            }
            for at, kind in enumerate(one_by_one)
        ]
        top += _CELL_PX + 5
        counted = [
            _together(f"{f'{amounts[name, kind]:,}'} {parts.isolated(kind.lower())}")
            for kind in cells
            if amounts.get((name, kind))
        ]
        lines = parts.wrap(", ".join(counted) or "none", parts.UNIT_CHARACTERS)
        words.append({"y": top, "text": "\n".join(lines)})
        top += parts.LINE_PX * len(lines) + 14
    most = max((row["to"] for row in drawn), default=1.0)
    x = alt.Scale(domain=[0, most], nice=False, zero=False)
    y = alt.Y("y:Q", scale=parts.pixels(top), axis=None)
    fill, stroke = alt.Fill("fill:N", scale=None), alt.Stroke("stroke:N", scale=None)
    layers = [
        parts.spoken(
            parts.base(drawn)
            .mark_rect(strokeWidth=1)
            .encode(
                x=alt.X("from:Q", scale=x, axis=None),
                x2=alt.X2("to:Q"),
                y=alt.Y("top:Q", scale=parts.pixels(top), axis=None),
                y2=alt.Y2("foot:Q"),
                fill=fill,
                fillOpacity=alt.FillOpacity("fillOpacity:Q", scale=None),
                stroke=stroke,
            )
        ),
        parts.base(drawn)
        .mark_point(size=38, strokeWidth=1.3, opacity=1, aria=False)
        .encode(
            x=alt.X("x:Q"),
            y=y,
            shape=alt.Shape("shape:N", scale=None),
            stroke=alt.Stroke("line:N", scale=None),
            fill=alt.Fill("inside:N", scale=None),
        ),
        *parts.halo(
            parts.base(names).encode(x=alt.XValue(0), y=y, text=alt.Text("text:N")),
            align="left",
            baseline="top",
            fontWeight="bold",
        ),
        *parts.halo(
            parts.base(words).encode(x=alt.XValue(0), y=y, text=alt.Text("text:N")),
            align="left",
            baseline="top",
            color=LIGHT["muted"],
        ),
        *_key([kind for kind in cells if any(amounts.get((name, kind)) for name in each)], looks),
    ]
    return parts.finish(layers, title, subtitle, width, top)


def _together(words: str) -> str:
    """Keep a number and its kind on one line where they fit on one."""
    return words if len(words) > parts.UNIT_CHARACTERS else words.replace(" ", "\u00a0")


def _look(kind: str, cell: Cell) -> Row:
    hue = asked.colour("counted_cells", f"cells[{kind!r}]", cell.token)
    shape = LIGHT["paper"] if cell.tone > _DARK else hue
    return {
        "shape": cell.shape,
        "fill": hue,
        "fillOpacity": cell.tone,
        "stroke": hue,
        "line": shape,
        "inside": shape if cell.filled else "transparent",
    }


def _key(kinds: list[str], looks: Mapping[str, Row]) -> parts.Layers:
    """Explain the cells: the key once with the cells and their words, and once more with the shapes in them."""
    squares = [
        (
            kind,
            {"shape": "square", "size": 190, "filled": True, "strokeWidth": 1}
            | {part: looks[kind][part] for part in ("fill", "fillOpacity", "stroke")},
        )
        for kind in kinds
    ]
    shapes = [
        (
            kind,
            {
                "shape": looks[kind]["shape"],
                "size": 38,
                "strokeWidth": 1.3,
                "stroke": looks[kind]["line"],
                "fill": looks[kind]["inside"],
            },
        )
        for kind in kinds
    ]
    marks = [layer for layer in parts.key(shapes, 4)[0] if layer.mark.type == "point"]
    return [*parts.key(squares, 4)[0], *marks]
