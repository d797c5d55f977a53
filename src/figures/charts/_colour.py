"""Which hex is the colour that was asked for? The one place where the new charts turn names of colours into colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from figures.charts import _asked as asked
from figures.charts._rows import known
from figures.theme import LIGHT, Token

_IN_TURN: Sequence[Token] = ("blue", "amber", "teal", "violet", "red")


def colour_of(function: str, colour: Token, argument: str = "colour") -> str:
    """Give a colour in its light form, or refuse it."""
    asked.tokens(function, argument, [colour])
    return LIGHT[colour]


def colours_of(function: str, groups: Sequence[str], colours: Mapping[str, Token] | None) -> dict[str, str]:
    """Give each group the colour that was asked for it, or without ``colours`` the next of those that are far apart."""
    if colours is None:
        colours = dict(zip(groups, _IN_TURN, strict=False))
    for group in groups:
        known(function, "colours", group, colours)
    return {group: colour_of(function, colours[group], "colours") for group in groups}
