"""Which colour can be read on which paper? Contrast as WCAG 2 counts it, and a colour made lighter or darker until it has enough."""

from __future__ import annotations

import math
from collections.abc import Callable

__all__ = ["contrast", "nearest", "twin"]

Lch = tuple[float, float, float]
# Lightness to the last step that can change a hex.
_STEPS = 14


def contrast(one: str, other: str) -> float:
    """Work out the contrast of two hexes, from 1 to 21.

    >>> contrast("#ffffff", "#000000")
    21.0
    """
    low, high = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in map(_linear, (one, other))
    )
    return (high + 0.05) / (low + 0.05)


def nearest(hex_: str, paper: str, least: float) -> str:
    """Give the colour itself if it has enough contrast with a light paper, else the lightest of its hue that has.

    >>> nearest("#c0392b", "#ffffff", 3)
    '#c0392b'
    >>> nearest("#ffcc00", "#ffffff", 3)
    '#b69000'
    """
    if contrast(hex_, paper) >= least:
        return hex_
    return _first(hex_, (_lch(hex_)[0], 0.0), lambda found: contrast(found, paper) >= least)


def twin(hex_: str, paper: str, dark: str, least: float) -> str:
    """Mirror a colour onto dark paper: the same hue, the lighter the darker it was, and at least so much contrast.

    >>> twin("#c0392b", "#ffffff", "#14181e", 4.5)
    '#f08d7d'
    >>> twin("#000000", "#ffffff", "#14181e", 4.5)
    '#ffffff'
    """
    most = contrast("#ffffff", dark)
    share = (contrast(hex_, paper) - 1) / (contrast("#000000", paper) - 1)
    return _first(hex_, (0.0, 1.0), lambda found: contrast(found, dark) >= least + share * (most - least))


def _first(hex_: str, span: tuple[float, float], passes: Callable[[str], bool]) -> str:
    """Find the first lightness from one end of the span to the other that passes; the far end always does."""
    near, far = span
    for _ in range(_STEPS):
        middle = (near + far) / 2
        near, far = (near, middle) if passes(_lit(hex_, middle)) else (middle, far)
    return _lit(hex_, far)


def _lit(hex_: str, lightness: float) -> str:
    """Give a colour another lightness; hue and the share of the chroma that a screen can show there stay."""
    before, chroma, hue = _lch(hex_)
    share = min(1.0, chroma / most) if (most := _most_chroma(before, hue)) else 0.0
    return _hex((lightness, share * _most_chroma(lightness, hue), hue))


def _most_chroma(lightness: float, hue: float) -> float:
    low, high = 0.0, 0.4
    for _ in range(_STEPS):
        middle = (low + high) / 2
        inside = all(-1e-4 <= part <= 1 + 1e-4 for part in _from_lch((lightness, middle, hue)))
        low, high = (middle, high) if inside else (low, middle)
    return low


def _linear(hex_: str) -> tuple[float, float, float]:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(hex_[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    return red, green, blue


def _hex(lch: Lch) -> str:
    parts = (min(1.0, max(0.0, part)) for part in _from_lch(lch))
    encoded = (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in parts)
    return "#" + bytes(round(255 * part) for part in encoded).hex()


# OKLCH: B. Ottosson, "A perceptual color space for image processing", 2020, as CSS Color 4 has it; hue in radians.
def _lch(hex_: str) -> Lch:
    red, green, blue = _linear(hex_)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_lch(lch: Lch) -> tuple[float, float, float]:
    lightness, a, b = lch[0], lch[1] * math.cos(lch[2]), lch[1] * math.sin(lch[2])
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
