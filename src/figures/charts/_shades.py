"""How dark is an amount? One hue on paper for amounts, two for what lies below and above a middle: alike in light and dark mode."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from figures.charts._amounts import amounts
from figures.contrast import contrast
from figures.text import NumberFormat
from figures.theme import DARK, LIGHT, dark_twin, mixed

FAINTEST, DARKEST = 0.12, 1.0
_TEXT = 4.5


class Shades(NamedTuple):
    """How opaque a hue is for each amount from ``low`` to ``high``; with a ``middle``, ``below`` is the hue of what is less."""

    low: float
    high: float
    hue: str
    below: str = ""
    middle: float | None = None
    darkest: float = DARKEST

    def look(self, value: float) -> tuple[str, float]:
        """Give the hue of an amount and how opaque it is."""
        if self.middle is None:
            share = (value - self.low) / (self.high - self.low) if self.high > self.low else 1
        else:
            furthest = max(abs(self.low - self.middle), abs(self.high - self.middle)) or 1
            share = abs(value - self.middle) / furthest
        hue = self.below if self.middle is not None and value < self.middle else self.hue
        return hue, round(FAINTEST + (self.darkest - FAINTEST) * min(max(share, 0), 1), 2)

    def entries(self, printed: NumberFormat) -> list[tuple[str, dict[str, Any]]]:
        """Explain a few round amounts."""
        most = 5 if self.middle is None else 7  # some on either side
        at = amounts([self.low, self.high], printed, zero=False, most=most).ticks
        at = tuple(tick for tick in at if self.low <= tick <= self.high)
        at = at if len(at) > 1 else tuple(dict.fromkeys((self.low, self.high)))
        if self.middle is not None:  # both hues, however little lies on one side
            if self.low < self.middle <= at[0]:
                at = (self.middle - _first_digit(self.middle - self.low), *at)
            if self.high > self.middle >= at[-1]:
                at = (*at, self.middle + _first_digit(self.high - self.middle))
        return [(label, swatch(*self.look(tick))) for label, tick in zip(printed.ticks(at), at, strict=True)]


def readable(*hues: str) -> float:
    """How opaque these hues may be under a number in ink: it has a contrast of at least 4.5:1, on light paper and on dark."""
    twins = {LIGHT[token]: DARK[token] for token in LIGHT}
    pairs = [(LIGHT, hue) for hue in hues] + [(DARK, twins.get(hue) or dark_twin(hue)) for hue in hues]
    return max(
        share / 100
        for share in range(round(100 * FAINTEST), 101)
        if all(contrast(on["ink"], mixed(on["paper"], hue, share / 100)) >= _TEXT for on, hue in pairs)
    )


def _first_digit(size: float) -> float:
    """Round a size down to its first digit."""
    power = math.floor(math.log10(size))
    return float(f"{math.floor(size / 10.0**power)}e{power}")


def shades(
    values: Iterable[float], hue: str, below: str, middle: float | None, darkest: float = DARKEST
) -> Shades:
    """Spread the shades over these values."""
    given = list(values)
    return Shades(min(given), max(given), hue, below, middle, darkest)


def swatch(fill: str, opacity: float) -> dict[str, Any]:
    """Draw a square of a shade for the key; its edge shows the faintest one."""
    return {
        "shape": "square",
        "filled": True,
        "size": 110,
        "fill": fill,
        "fillOpacity": opacity,
        "stroke": LIGHT["muted"],
        "strokeWidth": 0.5,
    }
