"""With which amounts shall all marks be compared? Lines across the plot that end in their names above it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from figures.charts import _parts as parts
from figures.theme import LIGHT


def upright_lines(
    marked: Sequence[tuple[float, str]], ends: tuple[float, float], height: int, gutter: int = 0
) -> tuple[parts.Layers, int]:
    """Draw a line at each amount from its name down to the foot of the plot; gives the pixels taken above the plot too.

    Names run towards the further edge, each on lines of its own, in the order in which no line crosses one.
    """
    layers: parts.Layers = []
    above = 4
    shares = [(at - ends[0]) / ((ends[1] - ends[0]) or 1) for at, _ in marked]
    names = [name for _, name in marked]
    for one, leftward, room in parts.sides(shares, names, parts.NARROW_PX - gutter, gutter):
        at = marked[one][0]
        label = parts.wrap(names[one], int(room / parts.CHARACTER_PX))
        above += parts.LINE_PX * len(label)
        placed = parts.base([{"x": float(at), "label": "\n".join(label)}]).encode(x=alt.X("x:Q"))
        down = placed.encode(y=alt.YValue(-above), y2=alt.Y2Value(height))
        layers += [
            down.mark_rule(color=LIGHT["paper"], strokeWidth=3, opacity=0.7, aria=False),
            down.mark_rule(color=LIGHT["ink"], strokeDash=[4, 3], aria=False),
            *parts.halo(
                placed.encode(y=alt.YValue(-above), text=alt.Text("label:N")),
                align="right" if leftward else "left",
                baseline="top",
                dx=-5 if leftward else 5,
            ),
        ]
        above += 2
    return layers, above
