"""What does a colour mean here? One hue for each claimant, light and dark; registered, never enabled on import.

Notes
-----
What the tokens hold, in both modes; tests work out each of these numbers again:

- Any two hues of claimants are at least 13.9 apart in light mode and 13.2 in dark mode by CIEDE2000, for readers with usual
  colour vision and for those with protanopia, deuteranopia or tritanopia (simulated after Machado, Oliveira and Fernandes, 2009).
- Text has a contrast of at least 4.8:1 with the paper and the shaded band, text in the colour of a claimant at least 4.5:1 with the
  paper, marks at least 3.0:1 with both (WCAG 2).
- The ranges for amounts and for differences have a contrast of at least 3.6:1 with the paper all along.

A chart function draws in the light tokens, and a published figure is kept in them, whichever theme is enabled: the page swaps them by
itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal

from figures.errors import ContractError

__all__ = ["DARK", "HUES", "LIGHT", "Mode", "Token", "Tokens", "config", "enable", "recoloured", "register"]

Mode = Literal["light", "dark"]
"""The scheme of the page on which a drawing stands."""
Token = Literal[
    "ink",
    "muted",
    "neutral",
    "grid",
    "band",
    "paper",
    "russia",
    "ukraine",
    "united_states",
    "europe",
    "independent",
    "red",
    "blue",
    "violet",
    "amber",
    "teal",
]
"""A colour by what it means in the book or, for tables about other things, by its hue."""
Tokens = Mapping[str, str]
"""Token to hex. Within one mode all values differ, so a finished drawing can be recoloured by look-up."""

HUES = MappingProxyType(
    {
        "red": "russia",
        "blue": "ukraine",
        "violet": "united_states",
        "amber": "europe",
        "teal": "independent",
    }
)
"""Hue to the token that has it."""


class _Palette(dict[str, str]):
    """Knows each hue under its own name too, without listing it twice."""

    def __missing__(self, name: str) -> str:
        return self[HUES[name]]

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in HUES


LIGHT: Tokens = MappingProxyType(
    _Palette(
        {
            "ink": "#1d2430",  # titles, labels, the op-ed's own numbers
            "muted": "#5b6675",  # subtitles, axes, notes
            "neutral": "#7d8794",  # everybody else
            "grid": "#e3e7ec",
            "band": "#f0ead9",  # a period under discussion
            "paper": "#ffffff",
            "russia": "#9f1023",
            "ukraine": "#0a68d8",
            "united_states": "#503a7d",
            "europe": "#a86800",
            "independent": "#236560",  # United Nations, institutes, newsrooms
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
            "russia": "#f96d74",
            "ukraine": "#a4c6f0",
            "united_states": "#a98dff",
            "europe": "#ebb634",
            "independent": "#82f7e6",
        }
    )
)
"""The same tokens on dark paper."""

_TOKENS: Mapping[Mode, Tokens] = MappingProxyType({"light": LIGHT, "dark": DARK})

FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
"""Font of every drawing, as CSS has it."""
LABEL_PX, SUBTITLE_PX, TITLE_PX = 12, 13, 17
"""Sizes of text in a drawing, in px."""


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
        "range": {
            "category": [
                tokens[name] for name in ("independent", "europe", "united_states", "ukraine", "russia")
            ]
        },
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
    ends = ("europe", "neutral", "ukraine")
    near = [_mixed(tokens[a], tokens[b], at / 4) for a, b in pairwise(ends) for at in range(4)]
    return [*near, tokens[ends[-1]]]


def _mixed(near: str, far: str, share: float) -> str:
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
        The part in the colours of ``mode``; those of no token stay.

    Examples
    --------
    >>> from figures import theme
    >>> theme.recoloured({"color": theme.LIGHT["ink"]}, "dark") == {"color": theme.DARK["ink"]}
    True
    """
    other: Mode = "light" if mode == "dark" else "dark"
    twins = {_TOKENS[other][token]: hex_ for token, hex_ in _TOKENS[mode].items()}
    twins |= zip(_diverging(_TOKENS[other]), _diverging(_TOKENS[mode]), strict=True)
    return _swapped(part, twins)


def _swapped(part: Any, twins: Tokens) -> Any:
    if isinstance(part, str):
        return twins.get(part, part)
    if isinstance(part, dict):
        return {key: _swapped(value, twins) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_swapped(value, twins) for value in part]
    if hasattr(part, "_kwds"):  # all of Altair's objects keep their parts here
        part._kwds.update(_swapped(part._kwds, twins))
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
