"""Where does a label stand so that it lies on no other? Beside a plot pushed apart, beside a point on the first side that is free."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import altair as alt

from figures.charts import _parts as parts
from figures.charts._amounts import Amounts
from figures.charts._palette import QUIET
from figures.charts._rows import Row
from figures.theme import LIGHT

_CHARACTERS, _MOST_LINES, _WIDEST_PX = (
    14,
    3,
    125,
)  # beside a plot, which needs most of a phone's width for itself
_WIDE_CHARACTERS, _WIDE_PX = 28, 340  # beside a plot at least so wide, which is none on a phone
_AWAY_PX, _LEADER_PX = 7, 13  # from plot to label, without and with a leader between them
_MOVED_PX, _GAP_PX = 3, 3
_FEW = 20  # names that somebody chose, and that may lie on points where no place is free of them
_FONT_PX = 12
_NARROW_LETTERS, _WIDE_LETTERS = frozenset("iljtfrI.,:;'|!()[] -·"), frozenset("mwMW@%—…")
_NARROWEST, _WIDEST = (
    150.0,
    640.0,
)  # of the plot; what keeps clear on the same side at both does so in between
BESIDE_FIRST = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
ABOVE_FIRST = ((0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1))

Box = tuple[float, float, float, float]  # left, top, right, bottom


class Place(NamedTuple):
    """Where a label stands beside its point: how it is aligned there, and how far away in px."""

    align: str
    dx: float
    dy: float


class End(NamedTuple):
    """What is written beside a plot: its words, the amount that it belongs to, and where the mark of that stands."""

    words: str
    amount: float
    place: object
    hue: str


def text_px(text: str, bold: bool = False) -> float:
    """Guess the width of a label from its letters, rather too wide than too narrow."""
    ems = sum(
        0.34
        if letter in _NARROW_LETTERS
        else 0.92
        if letter in _WIDE_LETTERS
        else 1.05
        if ord(letter) > 0x2E80
        else 0.72
        if letter.isupper()
        else 0.57
        for letter in text
    )
    return ems * _FONT_PX * (1.08 if bold else 1)


def apart(wanted: Sequence[float], tall: Sequence[float], height: float) -> list[float] | None:
    """Move the middles of labels so that none lies on another and all between 0 and ``height``, together as little as possible.

    ``None`` where they do not fit. Least squares under an order: labels that meet move as one block (pool adjacent violators).
    """
    if sum(tall) > height:
        return None
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    # Take off what is above each label at the least: what is left must only not decrease.
    if not order:
        return []
    above = [0.0]
    for one, other in pairwise(order):
        above.append(above[-1] + (tall[one] + tall[other]) / 2)
    blocks: list[tuple[float, int]] = []
    for at, label in enumerate(order):
        mean, count = wanted[label] - above[at], 1
        while blocks and blocks[-1][0] > mean:
            before, more = blocks.pop()
            mean, count = (mean * count + before * more) / (count + more), count + more
        blocks.append((mean, count))
    free = [mean for mean, count in blocks for _ in range(count)]
    top, bottom = tall[order[0]] / 2, height - tall[order[-1]] / 2 - above[-1]
    placed = zip(order, free, above, strict=True)
    return [
        middle
        for _, middle in sorted((label, min(max(at, top), bottom) + more) for label, at, more in placed)
    ]


def tall(ends: Sequence[End]) -> int:
    """Measure the height that labels take beside a plot, at the least."""
    return sum(_tall(parts.wrap(end.words, _CHARACTERS)) for end in ends)


def _tall(lines: Sequence[str]) -> int:
    return parts.LINE_PX * len(lines) + _GAP_PX


def beside(
    ends: Sequence[End],
    levels: Amounts,
    height: int,
    last: object,
    x: alt.X,
    *,
    left: bool = False,
    most_lines: int | None = _MOST_LINES,
) -> tuple[parts.Layers, float] | None:
    """Write labels to the right of the plot (or to the left), each with a thin leader where it is not beside the end of its mark.

    Beside a wide plot they take fewer lines. Gives them with the width that they take on a phone, and ``None`` where they do not fit beside each other.
    """
    lines = [parts.wrap(end.words, _CHARACTERS) for end in ends]
    if not ends:
        return [], 0
    widest = max(text_px(line, bold=True) for one in lines for line in one)
    if most_lines and (max(map(len, lines)) > most_lines or widest > _WIDEST_PX):
        return None
    heights = [_tall(one) for one in lines]
    wanted = [levels.pixel(end.amount, height) for end in ends]
    middles = apart(wanted, heights, height)
    if middles is None:
        return None

    def amount(px: float) -> float:
        return levels.high - px / height * (levels.high - levels.low)

    labels: list[Row] = []
    leaders: list[Row] = []
    for end, one, px, middle in zip(ends, lines, wanted, middles, strict=True):
        wide = one if left else parts.wrap(end.words, _WIDE_CHARACTERS)
        texts = {"label": "\n".join(one), "wide": "\n".join(wide)}
        # Text of several lines hangs from the middle of its first one.
        lifts = {"up": -parts.LINE_PX * (len(one) - 1) / 2, "wide_up": -parts.LINE_PX * (len(wide) - 1) / 2}
        labels.append({**texts, **lifts, "middle": amount(middle), **_look(end)})
        if abs(px - middle) > _MOVED_PX or end.place != last:
            leaders.append({"x": end.place, "y": end.amount, "label_y": amount(middle), "hue": end.hue})
    side = -1 if left else 1
    text = parts.base(labels).mark_text(
        aria=False,
        align="right" if left else "left",
        baseline="middle",
        dx=side * (_LEADER_PX + 2 if leaders else _AWAY_PX),
        dy=alt.ExprRef(f"width < {_WIDE_PX} ? datum.up : datum.wide_up"),
        text=alt.ExprRef(f"width < {_WIDE_PX} ? datum.label : datum.wide"),
        fontSize=_FONT_PX,
        fontWeight=alt.ExprRef("datum.weight"),
        lineHeight=parts.LINE_PX,
        lineBreak="\n",
    )
    edge = alt.XValue(0) if left else alt.XValue("width")
    layers: parts.Layers = [text.encode(x=edge, y=alt.Y("middle:Q"), color=alt.Color("hue:N", scale=None))]
    if leaders:
        rule = parts.base(leaders).mark_rule(
            aria=False, strokeWidth=0.8, opacity=0.7, xOffset=side * 3, x2Offset=side * _LEADER_PX
        )
        layers.append(
            rule.encode(
                x=x,
                x2=alt.X2Value(0) if left else alt.X2Value("width"),
                y=alt.Y("y:Q"),
                y2=alt.Y2("label_y:Q"),
                color=alt.Color("hue:N", scale=None),
            )
        )
    return layers, widest + (_LEADER_PX + 2 if leaders else _AWAY_PX)


def _look(end: End) -> Row:
    """Write grey names in the grey of texts, which is darker than that of lines."""
    return {"hue": LIGHT["muted"], "weight": 400} if end.hue == QUIET else {"hue": end.hue, "weight": 700}


def around(
    points: Sequence[tuple[float, float, float]],
    words: Sequence[str | None],
    height: float,
    sides: Sequence[tuple[int, int]] = BESIDE_FIRST,
    *,
    narrowest: float = _NARROWEST,
) -> list[Place | None]:
    """Choose where the words of each point stand, so that they lie on no other words at any width of the plot, and on few points.

    Where many have words, they lie only on points less than half as wide as their own. A point is its place from left to right as a share of the width, its place from the top and its radius, both in px. There is no
    place where there are no words, or no side is free. The first words choose first.
    """
    taken: list[list[Box]] = []
    widths = (narrowest, _WIDEST)
    few = sum(map(bool, words)) <= _FEW
    dots = _Dots(points, widths)
    chosen: list[Place | None] = []
    for at, ((x, y, radius), text) in enumerate(zip(points, words, strict=True)):
        free: list[tuple[int, int, Place, list[Box]]] = []
        for preference, side in enumerate(sides if text else ()):
            place = _place(radius, side)
            boxes = [label_box(x * wide, y, text or "", place) for wide in widths]
            inside = all(
                box[0] >= 0 and box[2] <= wide and box[1] >= 0 and box[3] <= height
                for box, wide in zip(boxes, widths, strict=True)
            )
            if not inside or any(_meet(boxes, other) for other in taken):
                continue
            if few or all(2 * other < radius for other in dots.met_by(boxes, but=at)):
                covered = sum(1 for _ in dots.met_by(boxes, but=at))
                free.append((covered, preference, place, boxes))
        best = min(free, default=None, key=lambda one: one[:2])
        chosen.append(best[2] if best else None)
        taken += [best[3]] if best else []
    return chosen


def written(points: Sequence[Row], places: Sequence[Place | None]) -> parts.Layers:
    """Write the words of points, each at its place."""
    texts = [
        {**{part: row[part] for part in ("x", "y", "label")}, **place._asdict()}
        for row, place in zip(points, places, strict=True)
        if place
    ]
    style = {part: alt.ExprRef(f"datum.{part}") for part in Place._fields}
    text = parts.base(texts).encode(text=alt.Text("label:N"))
    return parts.halo(text, baseline="middle", **style) if texts else []


def label_box(x: float, y: float, text: str, place: Place) -> Box:
    """Give the box of a point's label."""
    wide = text_px(text)
    left = x + place.dx - {"left": 0, "center": wide / 2, "right": wide}[place.align]
    top = y + place.dy - parts.LINE_PX / 2
    return left, top, left + wide, top + parts.LINE_PX


def _place(radius: float, side: tuple[int, int]) -> Place:
    right, down = side
    reach = radius + 3 if 0 in side else 0.7 * radius + 2
    align = ("right", "center", "left")[right + 1]
    return Place(align, round(right * reach, 1), round(down * (reach + _FONT_PX / 2), 1))


class _Dots:
    """Round points at each width of a plot, in the order of their height, so that a box looks only at those near it."""

    def __init__(self, points: Sequence[tuple[float, float, float]], widths: Sequence[float]) -> None:
        self._of = sorted(
            (y, at, r, [(x * wide - r, y - r, x * wide + r, y + r) for wide in widths])
            for at, (x, y, r) in enumerate(points)
        )
        self._heights = [y for y, *_ in self._of]
        self._largest = max((r for _, _, r in points), default=0.0)

    def met_by(self, boxes: Sequence[Box], but: int) -> Iterator[float]:
        """Give the radii of the points that a box meets, other than its own."""
        first = bisect_left(self._heights, boxes[0][1] - self._largest)
        last = bisect_right(self._heights, boxes[0][3] + self._largest)
        return (r for _, at, r, dot in self._of[first:last] if at != but and _meet(boxes, dot))


def _meet(boxes: Sequence[Box], others: Sequence[Box]) -> bool:
    """Say whether two boxes meet at any width: they keep clear where at every width the same side of one is free of the other."""
    pairs = list(zip(boxes, others, strict=True))
    return not (
        all(one[2] <= other[0] for one, other in pairs)
        or all(one[0] >= other[2] for one, other in pairs)
        or all(one[3] <= other[1] for one, other in pairs)
        or all(one[1] >= other[3] for one, other in pairs)
    )
