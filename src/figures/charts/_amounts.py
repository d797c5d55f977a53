"""How do amounts stand on an axis? Round numbers inside the data, told apart by their labels, and no more empty plot than it takes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import altair as alt

from figures.charts._parts import LINE_PX, UNIT_CHARACTERS, wrap
from figures.text import NumberFormat
from figures.theme import LIGHT

_EMPTY = 0.1  # of the axis: where the next round number is further off, the axis ends behind the data
_MARGIN = 0.02
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
    """Choose an axis for these values, with zero on it unless told otherwise, and at most ``most`` round numbers inside the data."""
    given = [float(value) for value in values if value is not None]
    low, high = min(given, default=0.0), max(given, default=1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        half = abs(low) / 2 or 1.0
        low, high = (low, high + half * 2) if zero else (low - half, high + half)
    whole = numbers.style != "percent" and all(value.is_integer() for value in given)
    step = _step(low, high, most, whole)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    span = high - low
    if first * step > low and low - (first - 1) * step <= _EMPTY * span:
        first -= 1
    if last * step < high and (last + 1) * step - high <= _EMPTY * span:
        last += 1
    ticks = tuple(float(f"{at * step:.12g}") for at in range(first, last + 1))
    margin = _MARGIN * span
    ends = (
        ticks[0] if ticks[0] <= low else low if zero and low == 0 else low - margin,
        ticks[-1] if ticks[-1] >= high else high if zero and high == 0 else high + margin,
    )
    ends = (
        float(f"{ends[0]:.6g}") if ends[0] < low else ends[0],
        float(f"{ends[1]:.6g}") if ends[1] > high else ends[1],
    )
    return Amounts(*ends, ticks, tuple(numbers.ticks(ticks)))


def _step(low: float, high: float, most: int, whole: bool) -> float:
    """Find the smallest round step that has at most ``most`` multiples between the ends."""
    power = math.floor(math.log10((high - low) / most)) - 1
    while True:
        for factor in _FACTORS:
            step = factor * 10.0**power
            inside = math.floor(high / step + 1e-9) - math.ceil(low / step - 1e-9) + 1
            if inside <= most and not (whole and not step.is_integer()):
                return step
        power += 1
