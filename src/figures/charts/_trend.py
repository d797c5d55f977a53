"""What does a cloud of points say on average, and how surely? A straight line or a smooth curve, with 95 % confidence intervals of the mean.

``linear``: ordinary least squares; the interval is ``t · s · √(1/n + (x − x̄)² / Sxx)`` with ``n − 2`` degrees of freedom.

``loess``: at each place a straight line through the nearest 75 % of the points, weighted by the cube of the cube of their distance
(Cleveland, 1979), not iterated. Each value is a weighted sum of all y, so its standard error is the root of the sum of the squared
weights times the residual standard error; degrees of freedom are the trace of ``(I − L)ᵀ(I − L)``, as in R's ``loess(degree = 1)``, whose
interval takes a second trace into account that costs n³ and changes it in the third digit.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

_SPAN = 0.75
_CONFIDENCE = 0.95
_PLACES = 60


class Mean(NamedTuple):
    """The mean at a place, and the ends of its interval."""

    x: float
    y: float
    low: float
    high: float


def linear(xs: Sequence[float], ys: Sequence[float]) -> list[Mean]:
    """Fit a straight line, from the first to the last place."""
    count = len(xs)
    middle, mean = math.fsum(xs) / count, math.fsum(ys) / count
    spread = math.fsum((x - middle) ** 2 for x in xs)
    slope = math.fsum((x - middle) * (y - mean) for x, y in zip(xs, ys, strict=True)) / spread
    error = math.sqrt(
        math.fsum((y - mean - slope * (x - middle)) ** 2 for x, y in zip(xs, ys, strict=True)) / (count - 2)
    )
    reach = t_quantile(count - 2)
    return _means(
        xs,
        lambda x: (
            mean + slope * (x - middle),
            reach * error * math.sqrt(1 / count + (x - middle) ** 2 / spread),
        ),
    )


def loess(xs: Sequence[float], ys: Sequence[float]) -> list[Mean]:
    """Fit a local line at each of some places."""
    pairs = sorted(zip(xs, ys, strict=True))
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    residuals, own, squares = [], 0.0, 0.0
    fits = {x: _local(x, xs) for x in set(xs)}
    for at, (x, y) in enumerate(pairs):
        first, weights = fits[x]
        residuals.append(y - _sum(weights, ys, first))
        own += weights[at - first]
        squares += math.fsum(weight * weight for weight in weights)
    freedom = len(xs) - 2 * own + squares
    error = math.sqrt(math.fsum(one * one for one in residuals) / freedom) if freedom > 0 else 0.0
    reach = t_quantile(freedom) if freedom > 0 else 0.0

    def at_place(x: float) -> tuple[float, float]:
        first, weights = _local(x, xs)
        size = math.sqrt(math.fsum(weight * weight for weight in weights))
        return _sum(weights, ys, first), reach * error * size

    return _means(xs, at_place)


def _sum(weights: Sequence[float], ys: Sequence[float], first: int) -> float:
    return math.fsum(weight * y for weight, y in zip(weights, ys[first : first + len(weights)], strict=True))


def _means(xs: Sequence[float], fit: Callable[[float], tuple[float, float]]) -> list[Mean]:
    first, last = min(xs), max(xs)
    places = [first + (last - first) * at / (_PLACES - 1) for at in range(_PLACES)]
    found = []
    for x in places:
        y, half = fit(x)
        found.append(Mean(x, y, y - half, y + half))
    return found


def _local(x: float, xs: Sequence[float]) -> tuple[int, list[float]]:
    """Give the weights of the y from the first that counts, with which the local line at ``x`` adds them up."""
    near = max(2, int(len(xs) * _SPAN + 1e-9))
    first = max(0, min(bisect_left(xs, x) - near, len(xs) - near))
    while first + near < len(xs) and xs[first + near] - x < x - xs[first]:
        first += 1
    last = first + near
    width = max(x - xs[first], xs[last - 1] - x)
    offsets = [one - x for one in xs[first:last]]
    tricube = [max(0.0, 1 - (abs(offset) / (width or 1)) ** 3) ** 3 for offset in offsets]
    whole = math.fsum(tricube)
    if not whole:  # all of them are equally far
        return first, [1 / near] * near
    centre = math.fsum(w * offset for w, offset in zip(tricube, offsets, strict=True)) / whole
    spread = math.fsum(w * (offset - centre) ** 2 for w, offset in zip(tricube, offsets, strict=True))
    if spread <= 1e-12 * width * width * whole:  # all that count stand at one place
        return first, [w / whole for w in tricube]
    return first, [
        w * (1 / whole - centre * (offset - centre) / spread)
        for w, offset in zip(tricube, offsets, strict=True)
    ]


def t_quantile(freedom: float, confidence: float = _CONFIDENCE) -> float:
    """Give how many standard errors to each side hold a share of Student's t distribution, by its integral over ``t = √ν · tan θ``."""
    whole = math.exp(math.lgamma(0.5) + math.lgamma(freedom / 2) - math.lgamma((freedom + 1) / 2)) / 2
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        angle = (low + high) / 2
        low, high = (angle, high) if _integral(angle, freedom - 1) < confidence * whole else (low, angle)
    return math.sqrt(freedom) * math.tan(low)


def _integral(angle: float, power: float) -> float:
    """Integrate a power of the cosine from 0 up to an angle below a quarter turn, by Simpson's rule."""
    steps = 200
    values = [math.pow(math.cos(angle * at / steps), power) for at in range(steps + 1)]
    return angle / steps / 3 * (values[0] + values[-1] + 4 * sum(values[1:-1:2]) + 2 * sum(values[2:-1:2]))
