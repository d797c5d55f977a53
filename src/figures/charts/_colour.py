"""Which hex is the colour that was asked for? The one place where the new charts turn names of colours into colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from figures.charts import _asked as asked
from figures.theme import Colour


def colour_of(function: str, colour: Colour, argument: str = "colour") -> str:
    """Give a colour in its light form, or refuse it."""
    return asked.colour(function, argument, colour)


def colours_of(function: str, groups: Sequence[str], colours: Mapping[str, Colour] | None) -> dict[str, str]:
    """Give each group the colour that was asked for it, or without ``colours`` the next of those that are far apart."""
    return asked.colours(function, "colours", colours, groups, what="group")
