"""What does a colour mean here? One hue for each claimant, light and dark; registered, never enabled on import."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

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
]
"""A colour by what it means."""
Tokens = Mapping[str, str]
"""Token to hex. Within one mode all values differ, so a finished drawing can be recoloured by look-up."""

LIGHT: Tokens = MappingProxyType(
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
"""The tokens on light paper; chart functions colour their marks with these."""
DARK: Tokens = MappingProxyType(
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
"""The same tokens on dark paper."""

FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
"""Font of every drawing, as CSS has it."""
LABEL_PX, SUBTITLE_PX, TITLE_PX = 12, 13, 17
"""Sizes of text in a drawing, in px."""


def config(mode: Mode = "light") -> dict[str, Any]:
    """Give the Vega-Lite config of the house style.

    Parameters
    ----------
    mode
        The chart functions colour their marks with the light tokens in both modes; ``figures.draw`` swaps them
        for the dark ones in the finished drawing.

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
    tokens = DARK if mode == "dark" else LIGHT
    ink, muted, grid = tokens["ink"], tokens["muted"], tokens["grid"]
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
        },
        "axisX": {"grid": False},
        "axisY": {"grid": True, "domain": False, "ticks": False},
        "legend": {
            "orient": "top",
            "labelColor": ink,
            "labelFontSize": LABEL_PX,
            "titleColor": muted,
            "titleFontSize": LABEL_PX,
        },
        "header": {
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
    """Register both themes and use one of them for charts from now on.

    Parameters
    ----------
    mode
        Which of the two.

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

    register()
    alt.theme.enable(f"figures-{mode}")


def _theme(mode: Mode) -> Any:
    import altair as alt

    def theme() -> alt.theme.ThemeConfig:
        return {"config": config(mode)}  # type: ignore[typeddict-item]

    return theme
