"""How do amounts stand on an axis? Round numbers inside the data, told apart by their labels, and no more empty plot than it takes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

import altair as alt

from figures.charts._parts import LINE_PX, UNIT_CHARACTERS, Layers, base, wrap
from figures.text import NumberFormat
from figures.theme import LIGHT

_EMPTY = 0.1  # of the axis: where the next round number is further off, the axis ends behind the data
_MARGIN = 0.02
_FEWEST = 3
_SAME = 1e-8  # of a number: what floating-point arithmetic alone can make of a difference
_NEAR = 3  # times: ends nearer to each other have no two powers of ten, nor 1, 2 and 5, between them
_FACTORS = (1, 2, 2.5, 5)


class Amounts(NamedTuple):
    """An axis of amounts: where it begins and ends, and its round numbers with their labels."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]

    @property
    def scale(self) -> alt.Scale:
        """Scale from end to end."""
        return alt.Scale(domain=[self.low, self.high], nice=False, zero=False)

    def pixel(self, value: float, height: float) -> float:
        """Give the place of a value in a plot of this height, in px from the top."""
        return (self.high - value) / (self.high - self.low) * height

    def upright(
        self, unit: str, above: int = 0, colour: str = LIGHT["muted"], bold: bool = False
    ) -> alt.Axis:
        """Axis at the left; its unit is written flat, ``above`` px over the plot, and takes no width from a phone."""
        lines = wrap(unit, 40 if bold else UNIT_CHARACTERS)
        return alt.Axis(
            **self._ticks(),
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

    def across(self, unit: str, field: str = "x:Q", *, labels: bool = True, grid: bool = True) -> alt.X:
        """Scale and axis from left to right; without a ``unit`` the axis has no title."""
        axis = alt.Axis(
            **self._ticks(),
            grid=grid,
            domain=False,
            ticks=not grid,
            labels=labels,
            title=wrap(unit, UNIT_CHARACTERS) if unit else None,
            titleAnchor="start",
        )
        return alt.X(field, scale=self.scale, axis=axis)

    def baseline(self) -> Layers:
        """Line at zero, over the columns that stand on it."""
        zero = base([{"amount": 0}]).mark_rule(color=LIGHT["muted"], strokeWidth=1, aria=False)
        return [zero.encode(y=alt.Y("amount:Q"))] if self.low <= 0 <= self.high else []

    def _ticks(self) -> dict[str, Any]:
        """Say which labels stand where; Vega would thin out the values in a low panel if it did not count on more."""
        values = list(self.ticks)
        labels = f"{list(self.labels)}[indexof({values}, datum.value)]"
        return {"values": values, "tickCount": len(values) + 1, "labelExpr": labels}


def amounts(
    values: Iterable[float | None],
    numbers: NumberFormat,
    *,
    zero: bool = True,
    most: int = 5,
) -> Amounts:
    """Choose an axis for these values, with zero on it unless told otherwise, and at most ``most`` round numbers."""
    given = [float(value) for value in values if value is not None]
    low, high = min(given, default=0.0), max(given, default=1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= _SAME * max(abs(low), abs(high)):
        half = abs(low) / 2 or 1.0
        low, high = (low, high + 2 * half) if zero else (low - half, high + half)
    whole = numbers.style != "percent" and all(value.is_integer() for value in given)
    ticks = _ticks(low, high, most, whole)
    margin = _MARGIN * (high - low)
    bottom = min(ticks[0], low) if ticks[0] <= low or (zero and not low) else _short(low - margin, margin)
    top = max(ticks[-1], high) if ticks[-1] >= high or (zero and not high) else _short(high + margin, margin)
    return Amounts(bottom, top, tuple(ticks), tuple(numbers.ticks(ticks)))


def ratios(values: Sequence[float], numbers: NumberFormat, *, most: int = 5) -> Amounts:
    """Choose an axis for these values, above zero, on which equal steps are equal ratios, with 2 to ``most`` round numbers on it."""
    low, high = min(values), max(values)
    if high - low <= _SAME * high:
        low, high = low / 2, high * 2
    reach = (high / low) ** _EMPTY
    ticks = next(at for at in _round(low, high, reach, most) if 2 <= len(at) <= most)
    margin = (high / low) ** _MARGIN
    near = high < _NEAR * low
    return Amounts(
        min(ticks[0], low) if ticks[0] <= low else float(f"{low / margin:.10g}"),
        max(ticks[-1], high) if ticks[-1] >= high else float(f"{high * margin:.10g}"),
        tuple(ticks),
        tuple(numbers.ticks(ticks) if near else (numbers.ticks([at])[0] for at in ticks)),
    )


def _round(low: float, high: float, reach: float, most: int) -> Iterator[list[float]]:
    """Give sets of round numbers: from 1, 2, 3, 5, 10 to powers of ten far apart; 40, 50, 60 where the ends are near each other."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    if high < _NEAR * low:
        yield _ticks(low, high, most)
    for digits in ((1, 2, 3, 5), (1, 2, 5), (1, 3)):
        yield _reached([float(f"{digit}e{power}") for power in powers for digit in digits], low, high, reach)
    for apart in range(1, len(powers)):
        yield _reached([float(f"1e{power}") for power in powers if power % apart == 0], low, high, reach)
    yield _ticks(low, high, most)


def _reached(numbers: list[float], low: float, high: float, reach: float) -> list[float]:
    """Keep the numbers between two ends, and the next one behind an end that is almost there."""
    found = [at for at in numbers if low / reach <= at <= high * reach]
    return [
        at
        for before, at, after in zip([0.0, *found], found, [*found[1:], math.inf], strict=False)
        if after > low and before < high
    ]


def _steps(least: float, whole: bool) -> Iterator[float]:
    """Give the round steps from about ``least`` on."""
    for power in count(math.floor(math.log10(least)) - 1):
        for factor in _FACTORS:
            step = float(f"{factor}e{power}")
            if not whole or step.is_integer():
                yield step


def _ticks(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    """Choose multiples of a round step, with those just behind both ends if that leaves three of them."""
    for behind in (True, False):
        steps = _steps((high - low) / most, whole)
        ticks = next(at for step in steps if len(at := _multiples(step, low, high, most, behind)) <= most)
        if len(ticks) >= _FEWEST:
            break
    return ticks


def _multiples(step: float, low: float, high: float, most: int, behind: bool) -> list[float]:
    """List the multiples of a step between two ends, and those just behind an end: both, or as many as may be."""
    first, last = math.ceil(low / step - _SAME), math.floor(high / step + _SAME)
    for distance, side in sorted([(low - (first - 1) * step, -1), ((last + 1) * step - high, 1)]):
        near = distance < min(step * (1 - _SAME), _EMPTY * (high - low))
        if near and (behind or last - first + 1 < most):
            first, last = (first - 1, last) if side < 0 else (first, last + 1)
    return [float(f"{at * step:.12g}") for at in range(first, last + 1)]


def _short(value: float, margin: float) -> float:
    """Leave out the digits of an end that nobody sees."""
    return round(value, 2 - math.floor(math.log10(margin)))
