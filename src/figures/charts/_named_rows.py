"""Where do the names of rows stand? Beside their marks where all are short, else above them: the same at any width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt

from figures.charts import _parts as parts

_CHARACTERS, _LINES = 18, 2  # a longer name stands above its marks, and so do all others
_LINE_PX, _BETWEEN_PX = 13, 8


class NamedRows(NamedTuple):
    """Rows of marks: where the marks of each begin, its name and where that stands; width of the gutter, height of all and of marks."""

    tops: list[float]
    names: list[str]
    name_tops: list[float]
    gutter: int
    height: int
    thick: int

    def y(self, axis: alt.Axis | None) -> alt.Y:
        """Place marks by their px from the top; bars would have Vega leave some px free at both ends."""
        scale = alt.Scale(domain=[0, self.height], reverse=True, nice=False, zero=False, padding=0)
        return alt.Y("y:Q", scale=scale, axis=axis)

    def layers(self, y: alt.Y) -> parts.Layers:
        """Write the names, on a vertical scale of px."""
        placed = parts.base(
            {"name": name, "y": at} for name, at in zip(self.names, self.name_tops, strict=True)
        )
        beside = self.gutter > 0
        return parts.halo(
            placed.encode(x=alt.XValue(-8 if beside else 0), y=y, text=alt.Text("name:N")),
            align="right" if beside else "left",
            baseline="middle" if beside else "top",
            fontWeight="normal" if beside else "bold",
            lineHeight=_LINE_PX if beside else parts.LINE_PX,
        )


def named_rows(names: Sequence[str], thick: int, head: int = 0, between: int = _BETWEEN_PX) -> NamedRows:
    """Stack rows whose marks are ``thick`` px high, or fill the row where nothing is ``between``, under ``head`` px for a label."""
    wrapped = [parts.wrap(name, _CHARACTERS) for name in names]
    most = max(map(len, wrapped))
    longest = max(len(line) for lines in wrapped for line in lines)
    if most <= _LINES and longest <= _CHARACTERS:
        pitch = max(_LINE_PX * most + 4, head + thick + between)
        thick = thick if between else pitch
        tops = [pitch * at + (pitch - thick + head) / 2 for at in range(len(names))]
        # Text of several lines hangs from the middle of its first one.
        name_tops = [
            top + thick / 2 - _LINE_PX * (len(lines) - 1) / 2
            for top, lines in zip(tops, wrapped, strict=True)
        ]
        gutter, height = round(longest * parts.CHARACTER_PX) + 8, pitch * len(names)
    else:
        wrapped = [parts.wrap(name, 40) for name in names]
        tops, name_tops, gutter, height = [], [], 0, 0
        for lines in wrapped:
            name_tops.append(height + 3)
            tops.append(height + 6 + parts.LINE_PX * len(lines) + head)
            height += 6 + parts.LINE_PX * len(lines) + head + thick + between
    return NamedRows(tops, ["\n".join(lines) for lines in wrapped], name_tops, gutter, height, thick)
