"""The parts that all charts share: axes in real units, dates on UTC, labels with a halo, keys, rules.

Each mark that stands for a row carries a sentence of its own, ``said``: tooltips show it, screen readers speak it. Bands, rules
and labels are silent.

Charts are drawn 640 and 320 px wide from one spec in which only ``width`` changes, so nothing here may depend
on the width of the plot: labels are wrapped for ``NARROW_PX`` and stand above the plot or on lines of their own.
"""

from __future__ import annotations

import math
import re
import textwrap
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import altair as alt

from figures.charts._missing import Missing
from figures.charts._rows import Row
from figures.errors import ContractError
from figures.text import next_month
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
    """A day (a rule) or, with ``end``, the period up to that day (a band), and its label above the plot."""

    start: date
    label: str = ""
    end: date | None = None
    foot: float | None = None
    centred: bool = False

    @property
    def x(self) -> alt.X:
        """Where the rule stands: at the start of the day, or in the middle of its column."""
        return (
            alt.X("date:T", timeUnit="utcyearmonthdate", bandPosition=0.5)
            if self.centred
            else alt.X("date:T")
        )


def base(values: Iterable[Row]) -> alt.Chart:
    """Hold rows inline, dates as date-only text: read as UTC, so no day moves with the reader's clock."""
    plain = [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
        for row in values
    ]
    return alt.Chart(_Rows(values=plain))


class _Rows(alt.InlineData):
    """Rows that nobody changes: Altair copies a chart at each step of building it, and would copy every cell each time."""

    def __deepcopy__(self, memo: object) -> _Rows:
        return self


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
    """Say in the chart's description what is missing."""
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


def heading(title: str, subtitle: str) -> alt.TitleParams:
    """Title and subtitle, where there is one, as plain strings; the page wraps them."""
    return alt.TitleParams(text=title, subtitle=subtitle) if subtitle else alt.TitleParams(text=title)


def number(value: float, signed: bool = False) -> str:
    """Print a number in a picture: ``1,204``, ``12.5``, ``−33``."""
    digits = 0 if abs(value) >= 100 or float(value).is_integer() else 1 if abs(value) >= 1 else 2
    text = f"{value:+,.{digits}f}" if signed and value else f"{value:,.{digits}f}"
    return text.replace("-", "−")


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
    text = re.sub(rf"(\S{{{max(widest, _LONG_WORD)}}})(?=\S)", r"\1 ", text)
    fewest = len(broken(widest))
    return next(lines for width in range(1, widest + 1) if len(lines := broken(width)) <= fewest)


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Choose at most five round numbers that enclose the data, zero among them where it is in reach."""
    low, high = min(low, 0 if low > 0 else low), max(high, 0 if high < 0 else high)
    if low == high:
        high = low + 1
    magnitude = 10 ** math.floor(math.log10((high - low) / most))
    for step in (magnitude * factor for factor in (1, 2, 2.5, 5, 10, 20, 25, 50)):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first + 1 <= most:
            break
    return [round(at * step, 10) for at in range(first, last + 1)]


def amount_axis(
    at: Sequence[float], unit: str, above: int = 0, colour: str = LIGHT["muted"], bold: bool = False
) -> alt.Axis:
    """Axis of amounts; its unit is written flat, ``above`` px over the plot, and takes no width from a phone."""
    lines = wrap(unit, 40 if bold else UNIT_CHARACTERS)
    return alt.Axis(
        values=list(at),
        tickCount=len(at) + 1,  # else Vega thins out the values in a low panel
        format=decimals(at),
        title=lines,
        titleColor=colour,
        titleFontWeight="bold" if bold else "normal",
        titleAngle=0,
        titleAlign="left",
        titleAnchor="start",
        titleBaseline="top",
        titleX=0,
        titleY=-(above + 9 + LINE_PX * len(lines)),
    )


def amounts_across(at: Sequence[float], unit: str, *, labels: bool = True) -> alt.X:
    """Scale and axis of amounts from left to right; without a ``unit`` the axis has no title."""
    return alt.X(
        "x:Q",
        scale=amounts(at),
        axis=alt.Axis(
            values=list(at),
            grid=True,
            domain=False,
            ticks=False,
            labels=labels,
            title=wrap(unit, UNIT_CHARACTERS) if unit else None,
            titleAnchor="start",
            format=decimals(at),
        ),
    )


def months_across(months: Sequence[date], end: date) -> alt.X:
    """Scale and axis of months from left to right, up to the day ``end``."""
    return alt.X(
        "month:T", timeUnit="utcyearmonth", scale=utc(months[0], end), axis=time_axis(months[0], months[-1])
    )


def decimals(at: Sequence[float]) -> str:
    """Give the number format that prints each tick in full and no more."""
    return f",.{max(len(f'{value:.10g}'.partition('.')[2]) for value in at)}f"


def amounts(at: Sequence[float]) -> alt.Scale:
    """Scale from the first to the last tick."""
    return alt.Scale(domain=[at[0], at[-1]], nice=False, zero=False)


def time_axis(first: date, last: date, most: int = 6, labels: bool = True, daily: bool = False) -> alt.Axis:
    """Axis of dates with at most ``most`` round ticks; the year stands under the first of each year."""
    at = date_ticks(first, last, most)
    monthly = all(day.day == 1 for day in at)
    yearly = monthly and all(day.month == 1 for day in at)
    years = [
        milliseconds(day) for before, day in zip([None, *at], at, strict=False) if _new_year(before, day)
    ]
    day_part = (
        "utcFormat(datum.value, '%Y')"
        if yearly
        else f"utcFormat(datum.value, '{'%b' if monthly and not daily else '%-d %b'}')"
    )
    with_year = f"[{day_part}, utcFormat(datum.value, '%Y')]"
    expression = day_part if yearly else f"indexof({years}, +datum.value) >= 0 ? {with_year} : {day_part}"
    return alt.Axis(
        values=[milliseconds(day) for day in at],
        tickCount=len(at) + 1,
        labelExpr=expression,
        labels=labels,
        title=None,
        labelBound=False,
        labelFlush=False,
        labelOverlap=False,
    )


def _new_year(before: date | None, day: date) -> bool:
    return before is None or before.year != day.year


def date_ticks(first: date, last: date, most: int = 6) -> list[date]:
    """Choose round dates from ``first`` to ``last``: days, weeks, months, quarters or years."""
    for days in (1, 2, 7, 14):
        at = [first + timedelta(days=days * n) for n in range((last - first).days // days + 1)]
        if len(at) <= most and (last - first).days < 40:
            return at
    for months in (1, 2, 3, 6, 12, 24, 60):
        at = [
            date(year, month, 1)
            for year in range(first.year, last.year + 1)
            for month in range(1, 13, months if months < 12 else 12)
            if first <= date(year, month, 1) <= last and (months <= 12 or year % (months // 12) == 0)
        ]
        if 1 <= len(at) <= most:
            return at
    return [first, last]


def milliseconds(day: date) -> int:
    """Give the start of a day in UTC as Vega counts it."""
    return (day - date(1970, 1, 1)).days * 86_400_000


def utc(first: date, end: date) -> alt.Scale:
    """UTC scale from the start of ``first`` to the start of ``end``."""
    return alt.Scale(type="utc", domain=[milliseconds(first), milliseconds(end)], nice=False)


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


def rings(gaps: Iterable[Row]) -> alt.Chart:
    """Draw what is not known as small rings, so that it does not look like zero."""
    ring: alt.Chart = base(gaps).mark_point(
        **{**RING, "size": 14, "opacity": 1, "aria": False, "strokeWidth": 1}
    )
    return ring


def dots(values: Iterable[Row], hue: str) -> alt.Chart:
    """Draw the values of a line that stand alone."""
    dot: alt.Chart = base(values).mark_point(color=hue, filled=True, size=28, opacity=1, aria=False)
    return dot


def baseline(at: Sequence[float]) -> Layers:
    """Draw the line at zero over the columns that stand on it."""
    zero = base([{"amount": 0}]).mark_rule(color=LIGHT["muted"], strokeWidth=1, aria=False)
    return [zero.encode(y=alt.Y("amount:Q"))] if at[0] <= 0 <= at[-1] else []


def months(first: date, last: date) -> list[date]:
    """First days of all months from ``first`` to ``last``."""
    at = [first.replace(day=1)]
    while at[-1] < last.replace(day=1):
        at.append(next_month(at[-1]))
    return at


def key(items: Sequence[tuple[str, Row]], above: int, start: int = 0) -> tuple[Layers, int]:
    """Explain marks above the plot from ``start`` px on, in as many lines as a phone needs; gives entries and pixels taken."""
    lines: list[list[tuple[int, str, Row | None]]] = [[]]
    left = 0
    for label, mark in items:
        first, *more = [label] if len(label) <= _LONG_KEY else wrap(label, _KEY_CHARACTERS)
        wide = round(len(first) * CHARACTER_PX) + 30
        if lines[-1] and (more or left + wide > NARROW_PX + 20):
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


def rules(
    marked: Sequence[Mark], first: date, end: date, above: int, height: int
) -> tuple[Layers, Layers, int]:
    """Mark dates by rules, and periods by bands, that end in their labels above the plot.

    All labels run towards the further edge, each on lines of its own, in the order in which no rule crosses one. Gives what belongs
    behind the data, what belongs in front of it, and the pixels taken above the plot.
    """
    bands: Layers = []
    lines: Layers = []
    leftward = sum((mark.start - first) / (end - first) for mark in marked) > 0.5 * len(marked)
    for mark in sorted(marked, key=lambda mark: mark.start, reverse=not leftward):
        share = (mark.start - first) / (end - first)
        label = (
            wrap(mark.label, int((share if leftward else 1 - share) * NARROW_PX / CHARACTER_PX))
            if mark.label
            else []
        )
        if label:
            above += 4 + LINE_PX * len(label)
        text = base([{"date": mark.start, "end": mark.end, "label": "\n".join(label)}])
        if mark.end:
            band = text.mark_rect(color=LIGHT["band"], aria=False)
            bands.append(
                band.encode(
                    x=alt.X("date:T"),
                    x2=alt.X2("end:T"),
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
