"""The parts that all charts share: rows that speak, labels with a halo, keys, rules.

Each mark that stands for a row carries a sentence of its own, ``said``: tooltips show it, screen readers speak it. Bands, rules
and labels are silent.

Charts are drawn 640 and 320 px wide from one spec in which only ``width`` changes, so nothing here may depend
on the width of the plot: labels are wrapped for ``NARROW_PX`` and stand above the plot or on lines of their own.
"""

from __future__ import annotations

import textwrap
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import altair as alt

from figures.charts._drawn import Rows
from figures.charts._missing import Missing
from figures.charts._rows import Row, unvalued
from figures.errors import ContractError
from figures.text import text_px
from figures.theme import LIGHT

NARROW_PX = 262
LINE_PX = 15
CHARACTER_PX = 6.2
UNIT_CHARACTERS = 47
_LONG_WORD = 18  # letters; only a longer word is cut, and only where it does not fit
_LONG_KEY, _KEY_CHARACTERS = 51, 38
RING: Row = {
    "shape": "circle",
    "filled": True,
    "fill": LIGHT["paper"],
    "stroke": LIGHT["muted"],
    "strokeWidth": 1.2,
    "size": 28,
}
Layers = list[alt.Chart]
Chart = TypeVar("Chart", alt.LayerChart, alt.VConcatChart)


class Mark(NamedTuple):
    """A day (a rule) or, with ``end``, the period up to that day (a band), and its label above the plot; so for numbers."""

    start: date | float
    label: str = ""
    end: date | float | None = None
    foot: float | None = None
    centred: bool = False

    @property
    def x(self) -> alt.X:
        """Where the rule stands: at the start of the day, or in the middle of its column."""
        if self.centred:
            return alt.X("date:T", timeUnit="utcyearmonthdate", bandPosition=0.5)
        return alt.X("date:T" if isinstance(self.start, date) else "date:Q")


def base(values: Iterable[Row]) -> alt.Chart:
    """Hold rows inline, dates as date-only text: read as UTC, so no day moves with the reader's clock."""
    plain = [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
        for row in values
    ]
    return alt.Chart(Rows(values=plain))


def finish(
    layers: Sequence[alt.Chart],
    title: str,
    subtitle: str,
    width: int,
    height: int,
    *,
    missing: Sequence[str] = (),
) -> alt.LayerChart:
    """Put layers on top of each other under one title."""
    chart = layered(layers).properties(width=width, height=height, title=heading(title, subtitle))
    return finished(chart, missing)


def finished(chart: Chart, missing: Sequence[str] = ()) -> Chart:
    """Say in the chart's description what is missing, and how many of the rows that were added up had no value."""
    missing = [*missing, *absent(*unvalued(), "rows")]
    if missing:
        chart.description = Missing(" ".join(missing))
    return chart


def absent(count: int, whole: int, what: str, of: str = "", lacking: str = "value") -> list[str]:
    """Count what has no value in a sentence, such as ``2 of 90 days have no value.``, where anything has none."""
    sentence = f"{count:,} of {whole:,} {what} {'has' if count == 1 else 'have'} no {lacking}."
    return [f"{isolated(of)}: {sentence}" if of else sentence] if count else []


def counted(missing: str, gaps: Sequence[object], step: str) -> str:
    """Name what rings mean, and how many there are: ``no report (2 days)``."""
    return f"{isolated(missing)} ({len(gaps):,} {step}{'' if len(gaps) == 1 else 's'})"


def unit_given(function: str, unit: str, argument: str = "unit") -> None:
    """Refuse amounts of nothing in particular."""
    if not isinstance(unit, str) or not unit.strip():
        raise ContractError(f"{function}: {argument}: expected words for what is counted, got {unit!r}")


def some_given(function: str, argument: str, column: str, values: Iterable[object]) -> None:
    """Refuse to draw a chart of nothing."""
    if all(value is None for value in values):
        raise ContractError(f"{function}: {argument}={column!r} has no number to draw")


def alone(given: Sequence[bool]) -> list[int]:
    """Find what a line or band cannot show, because it has neither a neighbour before nor one behind it."""
    padded = [False, *given, False]
    return [at for at in range(len(given)) if padded[at : at + 3] == [False, True, False]]


def ranged(own: Sequence[Row]) -> list[Row]:
    """Keep the rows from the first to the last with a range; one without it in between breaks the band."""
    given = [at for at, row in enumerate(own) if None not in (row["low"], row["high"])]
    return [
        row if at in given else {**row, "low": None, "high": None}
        for at, row in enumerate(own)
        if given and given[0] <= at <= given[-1]
    ]


def no_range(own: Sequence[Row], what: str, name: str) -> list[str]:
    """Count the rows without a range, where others have one."""
    missing = sum(None in (row["low"], row["high"]) for row in own)
    return absent(missing, len(own), what, name, "range") if missing < len(own) else []


def isolated(text: str) -> str:
    """Shield the words around a label from its direction, where it runs from right to left: numbers keep their place."""
    rightward = all(unicodedata.bidirectional(character) not in ("R", "AL") for character in text)
    return text if rightward else f"\u2068{text}\u2069"


def layered(layers: Sequence[alt.Chart]) -> alt.LayerChart:
    """Put layers on top of each other; ``alt.layer`` alone is typed as if it could make a facet."""
    chart = alt.layer(*layers)
    assert isinstance(chart, alt.LayerChart)
    return chart


def spoken(marks: alt.Chart) -> alt.Chart:
    """Let each mark say the text in its row's ``said``."""
    speaking: alt.Chart = marks.encode(description=alt.Description("said:N"), tooltip=alt.Tooltip("said:N"))
    return speaking


def touchable(values: Iterable[Row]) -> alt.Chart:
    """Lay unseen points with their sentences on a line, which has no place of its own for each of its rows."""
    points: alt.Chart = spoken(base(values).mark_point(opacity=0, size=120, filled=True))
    return points


def _cut(word: str, longest: int) -> str:
    """Cut a word that is longer than a line: behind its last hyphen that fits, or where the line ends."""
    if len(word) <= longest:
        return word
    end = word.rfind("-", 1, longest) + 1 or longest
    return f"{word[:end]} {_cut(word[end:], longest)}"


def heading(title: str, subtitle: str) -> alt.TitleParams:
    """Title and, where there is one, subtitle as plain strings; the page wraps them."""
    return alt.TitleParams(text=title, subtitle=subtitle) if subtitle else alt.TitleParams(text=title)


def row_tops(labels: Sequence[str], top: int = 0) -> tuple[list[int], list[str], int]:
    """Stack rows, each a label over its line of marks: where each starts, its wrapped label, and the height of all."""
    wrapped = [wrap(label, 40) for label in labels]
    tops = [top]
    for lines in wrapped:
        tops.append(tops[-1] + 23 + LINE_PX * len(lines))
    return tops[:-1], ["\n".join(lines) for lines in wrapped], tops[-1]


def wrap(text: str, characters: int) -> list[str]:
    """Break a label between words, into as few lines as fit and these about equally long."""

    def broken(width: int) -> list[str]:
        return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]

    widest = max(characters, 8)
    text = " ".join(_cut(word, max(widest, _LONG_WORD)) for word in text.split(" "))
    fewest = len(broken(widest))
    return next(lines for width in range(1, widest + 1) if len(lines := broken(width)) <= fewest)


def pixels(height: int) -> alt.Scale:
    """Vertical scale whose values are px from the top, for charts made of rows."""
    return alt.Scale(domain=[0, height], reverse=True, nice=False, zero=False)


def pile_starts(first: date, last: date, marked: Sequence[date], bin_days: int) -> list[date]:
    """Cut the time from the Monday before ``first`` until after ``last`` into stacks; the end comes as one more date."""
    monday = first - timedelta(days=first.weekday())
    after = last + timedelta(days=1)
    cuts = [monday, *sorted({day for day in marked if monday < day < after}), after]
    starts = []
    for start, end in pairwise(cuts):
        days = (end - start).days
        count = max(1, round(days / bin_days))
        starts += [start + timedelta(days=days * at // count) for at in range(count)]
    return [*starts, after]


def pile_up(table: list[Row], place: str, starts: Sequence[date]) -> dict[str, int]:
    """Pile events on each other: each row gets its ``height`` and the middle of its ``bin``; gives the tallest pile of each place."""
    piles: dict[tuple[str, int], int] = {}
    for row in table:
        at = bisect_right(starts, row["date"]) - 1
        row["height"] = piles[row[place], at] = piles.get((row[place], at), 0) + 1
        row["bin"] = starts[at] + (starts[at + 1] - starts[at]) // 2
    tallest: dict[str, int] = {}
    for (name, _), height in piles.items():
        tallest[name] = max(tallest.get(name, 0), height)
    return tallest


def piles_axis(unit: str, above: int, height: int) -> alt.Y:
    """Say above the plot what one dot is; piles of dots need no scale."""
    return alt.Y("y:Q", scale=pixels(height), axis=flat_title(unit, above))


def flat_title(unit: str, above: int, left: int = 0) -> alt.Axis:
    """Say what is counted ``above`` px over the plot, from ``left`` on, where marks carry their own numbers and no axis is needed."""
    lines = wrap(unit, UNIT_CHARACTERS)
    return alt.Axis(
        values=[],
        grid=False,
        title=lines,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="start",
        titleBaseline="top",
        titleX=left,
        titleY=-(above + 9 + LINE_PX * len(lines)),
    )


def halo(text: alt.Chart, **mark: Any) -> Layers:
    """Write text twice, first with a stroke of paper ``halo_px`` wide, so that no bar or rule makes it unreadable."""
    halo_px = mark.pop("halo_px", 4)
    mark = {
        "aria": False,
        "fontSize": 12,
        "lineHeight": LINE_PX,
        "lineBreak": "\n",
        "color": LIGHT["ink"],
        **mark,
    }
    under = {
        **mark,
        "color": LIGHT["paper"],
        "stroke": LIGHT["paper"],
        "strokeWidth": halo_px,
        "strokeJoin": "round",
    }
    layers: Layers = [text.mark_text(**under), text.mark_text(**mark)]
    return layers


def dots(values: Iterable[Row], hue: str) -> alt.Chart:
    """Draw the values of a line that stand alone."""
    dot: alt.Chart = base(values).mark_point(color=hue, filled=True, size=28, opacity=1, aria=False)
    return dot


def key(items: Sequence[tuple[str, Row]], above: int, start: int = 0) -> tuple[Layers, int]:
    """Explain marks above the plot from ``start`` px on, in as many lines as a phone needs; gives entries and pixels taken."""
    lines: list[list[tuple[int, str, Row | None]]] = [[]]
    left = 0
    for label, mark in items:
        first, *more = [label] if len(label) <= _LONG_KEY else wrap(label, _KEY_CHARACTERS)
        wide = round(text_px(first)) + 30
        if lines[-1] and (more or left + wide > NARROW_PX + 20 - start / 2):
            lines.append([])
            left = 0
        lines[-1].append((left, first, mark))
        left += 2 * NARROW_PX if more else wide
        lines += [[(0, words, None)] for words in more]
    layers: Layers = []
    above += 6 if above else 2
    for at, line in enumerate(reversed(lines)):
        y = -(above + 8 + at * (LINE_PX + 2))
        for x, label, look in line:
            entry = base([{"label": label}]).encode(x=alt.XValue(start + x + 6), y=alt.YValue(y))
            words = base([{"label": label}]).encode(
                x=alt.XValue(start + x + 16), y=alt.YValue(y), text=alt.Text("label:N")
            )
            if look is not None:
                layers.append(
                    entry.mark_point(**{"size": 70, "opacity": 1, "filled": False, "aria": False, **look})
                )
            layers.append(
                words.mark_text(aria=False, align="left", baseline="middle", fontSize=12, color=LIGHT["ink"])
            )
    return layers, above + (LINE_PX + 2) * len(lines)


def sides(
    shares: Sequence[float], labels: Sequence[str], wide: float, gutter: float = 0
) -> list[tuple[int, bool, float]]:
    """Choose on which side of rules their labels stand, the lowest first: number of the rule, whether to its left, and room in px.

    All stand on the side of the further edge, unless one would have no room for its longest word there: then they part in the middle,
    or where more of them have that room, those at the left of their rules above those at the right, which end before the first of them.
    """

    def room(at: int, left: bool) -> float:
        return shares[at] * wide + gutter if left else (1 - shares[at]) * wide

    def enough(at: int, px: float) -> bool:
        return px >= CHARACTER_PX * max(map(len, labels[at].split()), default=0)

    order = sorted(range(len(shares)), key=lambda at: shares[at])
    leftward = sum(shares) > 0.5 * len(shares)
    if all(enough(at, room(at, leftward)) for at in order):
        return [(at, leftward, room(at, leftward)) for at in (order if leftward else order[::-1])]

    def split(share: float) -> list[tuple[int, bool, float]]:
        left = [at for at in order if shares[at] > share]
        ends = shares[left[0]] * wide if left else wide
        return [(at, False, ends - shares[at] * wide) for at in order[::-1] if shares[at] <= share] + [
            (at, True, room(at, True)) for at in left
        ]

    halves = (split(share) for share in sorted({-1.0, 0.5, *shares}, key=lambda share: abs(share - 0.5)))
    return min(halves, key=lambda found: sum(not enough(at, px) for at, _, px in found))


def rules(
    marked: Sequence[Mark], first: Any, end: Any, above: int, height: int
) -> tuple[Layers, Layers, int]:
    """Mark dates by rules, and periods by bands, that end in their labels above the plot.

    Labels run towards the further edge, each on lines of its own, in the order in which no rule crosses one. Gives what belongs
    behind the data, what belongs in front of it, and the pixels taken above the plot.
    """
    bands: Layers = []
    lines: Layers = []
    shares = [(mark.start - first) / (end - first) for mark in marked]
    for at, leftward, room in sides(shares, [mark.label for mark in marked], NARROW_PX):
        mark = marked[at]
        label = wrap(mark.label, int(room / CHARACTER_PX)) if mark.label else []
        if label:
            above += 4 + LINE_PX * len(label)
        text = base([{"date": mark.start, "end": mark.end, "label": "\n".join(label)}])
        if mark.end:
            band = text.mark_rect(color=LIGHT["band"], aria=False)
            bands.append(
                band.encode(
                    x=mark.x,
                    x2=alt.X2("end"),
                    y=alt.YValue(-above if label else 0),
                    y2=alt.Y2Value(height),
                )
            )
        else:
            rule = text.mark_rule(color=LIGHT["ink"], strokeDash=[4, 3], aria=False)
            top, foot = -above if label else 0, height if mark.foot is None else mark.foot
            lines.append(rule.encode(x=mark.x, y=alt.YValue(top), y2=alt.Y2Value(foot)))
        if label:
            lines += halo(
                text.encode(x=mark.x, y=alt.YValue(-above), text=alt.Text("label:N")),
                align="right" if leftward else "left",
                baseline="top",
                dx=-5 if leftward else 5,
                fontWeight="bold" if mark.end else "normal",
            )
    return bands, lines, above
