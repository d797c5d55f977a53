"""Whose is it? The colour that each party to the war, and everybody who counts independently, has in every chart of this book."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from figures.theme import Hue

CLAIMANTS: Mapping[str, Hue] = MappingProxyType(
    {
        "russia": "red",
        "ukraine": "blue",
        "united_states": "violet",
        "europe": "amber",
        "independent": "teal",
    }
)
"""Claimant to hue.

- ``russia``: actions and holdings of Russia, and what its government says.
- ``ukraine``: actions of Ukraine and what its government and armed forces say.
- ``united_states``: measures, aid and statements of the United States.
- ``europe``: measures and aid of the European Union, the United Kingdom and other European countries.
- ``independent``: what the United Nations, institutes and newsrooms count.

The op-ed's own numbers are ink, and everybody else is neutral. ``figures.measures`` uses the same hues.
"""
