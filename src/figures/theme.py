"""What does a colour mean here? Six hues and a neutral, light and dark; registered, never enabled on import.

Notes
-----
What the tokens hold, in both modes; tests work out each of these numbers again:

- Any two hues are at least 13.2 apart in light mode and 13.2 in dark mode by CIEDE2000, for readers with usual
  colour vision and for those with protanopia, deuteranopia or tritanopia (simulated after Machado, Oliveira and Fernandes, 2009);
  in the order in which series get them, two neighbours are at least 17.5 apart in light mode and 26.5 in dark mode.
- Text has a contrast of at least 4.8:1 with the paper and the shaded band, text in a hue at least 4.5:1 with the
  paper, marks at least 3.0:1 with both (WCAG 2).
- The ranges for amounts and for differences have a contrast of at least 3.6:1 with the paper all along.

A chart function draws in the light tokens, and a published figure is kept in them, whichever theme is enabled: the page swaps them by
itself. A colour of a reader's own, given as a hex, is swapped in the same way for the twin that :func:`dark_twin` works out.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from figures.contrast import contrast, nearest, twin
from figures.errors import ContractError

__all__ = [
    "COLOURS",
    "DARK",
    "HUES",
    "LIGHT",
    "Colour",
    "Hue",
    "Mode",
    "Token",
    "Tokens",
    "config",
    "dark_twin",
    "enable",
    "recoloured",
    "register",
    "resolved",
]

Mode = Literal["light", "dark"]
"""The scheme of the page on which a drawing stands."""
Hue = Literal["blue", "amber", "teal", "red", "violet", "green"]
"""A hue, in the order in which series get them: neighbours are as far apart as can be."""
Grey = Literal["neutral", "muted", "ink"]
"""A colour without a hue: everybody else, what is quieter still to be read, and the ink of the text."""
Colour = Hue | Grey | str
"""What a chart can be coloured with: the name of a hue or grey, or a hex such as ``#c0392b`` or ``#a33``."""
Token = Hue | Grey | Literal["grid", "band", "paper"]
"""A colour of the house style by its name."""
Tokens = Mapping[str, str]
"""Token to hex. Within one mode all values differ, so a finished drawing can be recoloured by look-up."""

HUES: tuple[Hue, ...] = get_args(Hue)
"""The hues in the order in which series get them."""
COLOURS: tuple[str, ...] = (*HUES, *get_args(Grey))
"""Every name of a colour that a chart takes."""
# What the hues were called before 1.0; the release after it forgets these names.
_FORMER = MappingProxyType(
    {"russia": "red", "ukraine": "blue", "united_states": "violet", "europe": "amber", "independent": "teal"}
)
_MARK, _TEXT = 3.0, 4.5
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.I)


class _Palette(dict[str, str]):
    """Answers to the former names too, with a warning, without listing them."""

    def __missing__(self, name: str) -> str:
        return self[_general(name)]


LIGHT: Tokens = MappingProxyType(
    _Palette(
        {
            "ink": "#1d2430",  # titles, labels
            "muted": "#5b6675",  # subtitles, axes, notes
            "neutral": "#7d8794",  # everybody else
            "grid": "#e3e7ec",
            "band": "#f0ead9",  # a period under discussion
            "paper": "#ffffff",
            "red": "#9f1023",
            "blue": "#0a68d8",
            "violet": "#503a7d",
            "amber": "#a86800",
            "teal": "#236560",
            "green": "#607e59",
        }
    )
)
"""The tokens on light paper; chart functions colour their marks with these."""
DARK: Tokens = MappingProxyType(
    _Palette(
        {
            "ink": "#e6edf3",
            "muted": "#9aa7b4",
            "neutral": "#8793a1",
            "grid": "#2d333b",
            "band": "#3a3526",
            "paper": "#14181e",
            "red": "#f96d74",
            "blue": "#a4c6f0",
            "violet": "#a98dff",
            "amber": "#ebb634",
            "teal": "#82f7e6",
            "green": "#35941a",
        }
    )
)
"""The same tokens on dark paper."""

_TOKENS: Mapping[Mode, Tokens] = MappingProxyType({"light": LIGHT, "dark": DARK})

FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
"""Font of every drawing, as CSS has it."""
LABEL_PX, SUBTITLE_PX, TITLE_PX = 12, 13, 17
"""Sizes of text in a drawing, in px."""


class Chosen(str):
    """A hex that somebody chose, of no token. In a chart it is plain text that knows its twin on the other paper."""

    light: str
    dark: str

    def __new__(cls, light: str, mode: Mode = "light") -> Chosen:
        dark = dark_twin(light)
        made = super().__new__(cls, dark if mode == "dark" else light)
        made.light, made.dark = light, dark
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.light, "light" if self == self.light else "dark")


def resolved(colour: Colour, *, text: bool = False) -> str:
    """Give the hex in which a chart draws a colour on light paper.

    Parameters
    ----------
    colour
        Name of a hue or grey, or a hex, which must be as readable on the paper as these are.
    text
        Whether the chart writes in it too, which takes a contrast of 4.5:1; marks take 3:1.

    Returns
    -------
    str
        Six digits. A hex that is a token's is the token.

    Raises
    ------
    ValueError
        When it is no colour, or too faint; then the message offers the nearest that passes.

    Examples
    --------
    >>> from figures import theme
    >>> theme.resolved("#C0392B"), theme.resolved("blue") == theme.LIGHT["blue"]
    ('#c0392b', True)
    >>> try:
    ...     theme.resolved("#f1c40f")
    ... except ValueError as error:
    ...     print(error)
    expected a contrast of at least 3:1 with white paper, got '#f1c40f' with 1.6:1; the nearest that passes is '#b49108'
    """
    least = _TEXT if text else _MARK
    name = _general(colour) if isinstance(colour, str) and colour in _FORMER else colour
    if name in COLOURS:
        hex_ = LIGHT[name]
    elif isinstance(name, str) and _HEX.fullmatch(name):
        digits = name[1:].lower()
        hex_ = "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
        hex_ = next((LIGHT[token] for token in COLOURS if hex_ in (LIGHT[token], DARK[token])), hex_)
    else:
        raise ValueError(f"expected one of {', '.join(COLOURS)} or a hex such as '#c0392b', got {colour!r}")
    if (found := contrast(hex_, LIGHT["paper"])) < least:
        better = "muted" if name == "neutral" else nearest(hex_, LIGHT["paper"], least)
        raise ValueError(
            f"expected a contrast of at least {least:g}:1 with white paper{', for the words in this colour' if text else ''}, "
            f"got {colour!r} with {int(found * 10) / 10}:1; the nearest that passes is {better!r}"
        )
    return hex_ if hex_ in LIGHT.values() else Chosen(hex_)


@lru_cache
def dark_twin(light: str) -> str:
    """Work out how a hex of no token looks on dark paper.

    Parameters
    ----------
    light
        A hex of six digits, as it looks on light paper.

    Returns
    -------
    str
        A hex of the same hue and, of what a screen can show, the same share of chroma: the lighter the darker it was, with a
        contrast of at least 4.5:1 with dark paper.

    Examples
    --------
    >>> from figures import theme
    >>> theme.dark_twin("#c0392b"), theme.dark_twin("#000000")
    ('#f08d7d', '#ffffff')
    """
    return twin(light, LIGHT["paper"], DARK["paper"], _TEXT)


def chosen(part: Any) -> dict[str, str]:
    """Find the hexes of no token that a chart was given: each as it looks on light paper, to its dark twin."""
    return {found.light: found.dark for found in _chosen(part)}


def _chosen(part: Any) -> Iterator[Chosen]:
    if isinstance(part, Chosen):
        yield part
    elif isinstance(part, dict | list):
        for value in part.values() if isinstance(part, dict) else part:
            yield from _chosen(value)


def variables(mode: Mode) -> dict[str, str]:
    """Name the CSS variables of a mode: its tokens, and the two that choose between a hex of no token and its twin."""
    # Blank, a variable adds nothing; "initial", it is invalid, and the fallback of whoever asks for it stands.
    chosen = {"if-light": "initial", "if-dark": " "}
    other = {"if-light": " ", "if-dark": "initial"}
    return {**_TOKENS[mode], **(chosen if mode == "light" else other)}


def _general(name: str) -> str:
    """Give the general name of a hue for its former one, and warn whoever wrote it."""
    hue = _FORMER[name]
    package, frame, level = str(Path(__file__).parent), sys._getframe(1), 2
    while frame.f_back and frame.f_code.co_filename.startswith(package):
        frame, level = frame.f_back, level + 1
    warnings.warn(
        f"{name!r} is called {hue!r} now; the next release forgets the old name",
        DeprecationWarning,
        stacklevel=level,
    )
    return hue


def config(mode: Mode = "light") -> dict[str, Any]:
    """Give the Vega-Lite config of the house style.

    Parameters
    ----------
    mode
        Which tokens. A published figure is kept in the light ones.

    Returns
    -------
    dict
        Plain JSON, a fresh copy at each call.

    Examples
    --------
    >>> from figures import theme
    >>> theme.config("dark")["background"] == theme.DARK["paper"]
    True
    """
    tokens = _TOKENS[mode]
    ink, muted, grid = tokens["ink"], tokens["muted"], tokens["grid"]
    # Vega would end a long label with dots, and measures each label twice to find out whether it must.
    uncut = {"labelLimit": 0, "titleLimit": 0}
    return {
        "font": FONT,
        "background": tokens["paper"],
        "padding": 8,
        "view": {"stroke": None, "continuousWidth": 640, "continuousHeight": 280},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": ink,
            "fontSize": TITLE_PX,
            "fontWeight": "bold",
            "lineHeight": 22,
            "subtitleColor": muted,
            "subtitleFontSize": SUBTITLE_PX,
            "subtitleLineHeight": 18,
            "subtitlePadding": 5,
            "offset": 14,
        },
        "axis": {
            "labelColor": muted,
            "labelFontSize": LABEL_PX,
            "titleColor": muted,
            "titleFontSize": LABEL_PX,
            "titleFontWeight": "normal",
            "titleLineHeight": 15,
            "gridColor": grid,
            "domainColor": muted,
            "tickColor": muted,
            "tickSize": 4,
            "labelPadding": 4,
            **uncut,
        },
        "axisX": {"grid": False},
        "axisY": {"grid": True, "domain": False, "ticks": False},
        "legend": {
            **uncut,
            "orient": "top",
            "labelColor": ink,
            "labelFontSize": LABEL_PX,
            "titleColor": muted,
            "titleFontSize": LABEL_PX,
        },
        "header": {
            **uncut,
            "labelColor": ink,
            "labelFontSize": LABEL_PX,
            "titleColor": muted,
            "titleFontSize": LABEL_PX,
        },
        "mark": {"color": ink},
        "text": {"color": ink, "fontSize": LABEL_PX},
        "rule": {"color": muted},
        "range": {"category": [tokens[name] for name in HUES]},
    }


def ranges(mode: Mode = "light") -> dict[str, Any]:
    """Give the rest of an Altair theme: what charts need that are not ours.

    Amounts are told by lightness alone, from the faintest tone that is a mark on paper to ink, so that everybody sees them alike
    and no hue has two meanings; differences from a middle go to two hues that are far apart for everybody.
    """
    tokens = _TOKENS[mode]
    amounts = [tokens["neutral"], tokens["ink"]]
    return {
        "boxplot": {"median": {"color": tokens["paper"]}},
        "legend": {"gradientStrokeColor": tokens["grid"]},
        "tick": {"color": tokens["ink"]},
        "range": {
            "ordinal": {"scheme": amounts},
            "ramp": {"scheme": amounts},
            "heatmap": {"scheme": amounts},
            "diverging": {"scheme": _diverging(tokens)},
        },
    }


def _diverging(tokens: Tokens) -> list[str]:
    """Mix nine steps from hue to grey to hue: between two steps Vega turns the hue, and must not get far."""
    ends = ("amber", "neutral", "blue")
    near = [mixed(tokens[a], tokens[b], at / 4) for a, b in pairwise(ends) for at in range(4)]
    return [*near, tokens[ends[-1]]]


def mixed(near: str, far: str, share: float) -> str:
    """Mix two hexes: what is seen of the far one on the near one where it is so opaque.

    >>> mixed("#ffffff", "#000000", 0.5)
    '#808080'
    """
    pairs = zip(bytes.fromhex(near[1:]), bytes.fromhex(far[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()


def recoloured(part: Any, mode: Mode) -> Any:
    """Put a chart on the other paper: swap each token of the other mode for its twin.

    Parameters
    ----------
    part
        JSON, of which a copy comes back, or an Altair chart, which is changed in place.
    mode
        The mode whose tokens shall be left.

    Returns
    -------
    JSON or altair.TopLevelMixin
        The part in the colours of ``mode``. A hex that a chart function was given goes to its twin; all others stay.

    Examples
    --------
    >>> from figures import theme
    >>> theme.recoloured({"color": theme.LIGHT["ink"]}, "dark") == {"color": theme.DARK["ink"]}
    True
    """
    other: Mode = "light" if mode == "dark" else "dark"
    twins = {_TOKENS[other][token]: hex_ for token, hex_ in _TOKENS[mode].items()}
    twins |= zip(_diverging(_TOKENS[other]), _diverging(_TOKENS[mode]), strict=True)
    return _swapped(part, twins, mode)


def _swapped(part: Any, twins: Tokens, mode: Mode) -> Any:
    if isinstance(part, Chosen):
        return Chosen(part.light, mode)
    if isinstance(part, str):
        return twins.get(part, part)
    if isinstance(part, dict):
        return {key: _swapped(value, twins, mode) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_swapped(value, twins, mode) for value in part]
    if hasattr(part, "_kwds"):  # all of Altair's objects keep their parts here
        part._kwds.update(_swapped(part._kwds, twins, mode))
    return part


def register() -> None:
    """Make the themes ``figures-light`` and ``figures-dark`` known to Altair, and enable neither.

    Examples
    --------
    >>> import altair as alt
    >>> from figures import theme
    >>> theme.register()
    >>> {"figures-light", "figures-dark"} <= set(alt.theme.names())
    True
    """
    import altair as alt

    for mode in ("light", "dark"):
        alt.theme.register(f"figures-{mode}", enable=False)(_theme(mode))


def enable(mode: Mode = "light") -> None:
    """Register both themes and give the house style to every chart that has no other, in the notebook where this is called.

    Parameters
    ----------
    mode
        ``light`` or ``dark``: the ground on which the charts will stand.

    Raises
    ------
    ContractError
        On any other mode.

    Notes
    -----
    This is for your own charts. The functions of ``figures.charts`` colour their marks for light paper whichever theme is enabled;
    where you show one on dark paper by itself, ``theme.recoloured(chart, "dark")`` translates it. ``publish`` keeps every figure in the
    light tokens: its page follows the reader, and ``save(mode="dark")`` writes it in dark.

    Examples
    --------
    >>> import altair as alt
    >>> from figures import theme
    >>> before = alt.theme.active
    >>> theme.enable("dark")
    >>> alt.theme.active
    'figures-dark'
    >>> _ = alt.theme.enable(before)
    """
    import altair as alt

    if mode not in _TOKENS:
        raise ContractError(f"theme.enable: mode: expected one of {list(_TOKENS)}, got {mode!r}")
    register()
    alt.theme.enable(f"figures-{mode}")


def _theme(mode: Mode) -> Any:
    import altair as alt

    def theme() -> alt.theme.ThemeConfig:
        house, others = config(mode), ranges(mode)
        whole = {**house, **{part: {**house.get(part, {}), **more} for part, more in others.items()}}
        return {"config": whole}  # type: ignore[typeddict-item]

    return theme
