"""Tables to named numbers. Every number that the book's prose states is made here.

``measure("moratorium.attack_drones_per_day.during")`` gives one, ``measures()`` gives all.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache, partial
from importlib import import_module

from figures.errors import ContractError
from figures.measures.measure import Measure, Rows

__all__ = ["TOPICS", "Measure", "Rows", "measure", "measures"]

TOPICS = (
    "talks",
    "demands",
    "moratorium",
    "civilians",
    "assaults",
    "tempo",
    "rhetoric",
    "sanctions",
    "aid",
    "pressure",
    "balance",
    "economy",
    "aftermath",
    "ledger",
)
"""Modules of measures, in the order of the chapters."""


@cache
def measures() -> dict[str, Measure]:
    """Compute every measure, once.

    Returns
    -------
    dict
        Name to measure, topic by topic.

    Raises
    ------
    ContractError
        If two measures share a name.

    Examples
    --------
    >>> from figures.measures import measures
    >>> [name for name in measures() if name.startswith("sanctions.russia")][:2]
    ['sanctions.russia.same_days_2023', 'sanctions.russia.same_days_2024']
    """
    from figures.tables import load

    tables = cache(partial(load, backend="pyarrow"))
    found: dict[str, Measure] = {}
    for topic in TOPICS:
        for made in import_module(f"figures.measures.{topic}").measures(tables):
            if made.name in found:
                raise ContractError(f"two measures are named {made.name!r}")
            found[made.name] = made
    return found


def measure(name: str) -> Measure:
    """Look up one measure by its dotted name.

    Parameters
    ----------
    name
        Such as ``moratorium.attack_drones_per_day.during``; ``figures list`` and :func:`measures` know the names.

    Returns
    -------
    Measure
        The number with its unit, range, formula, rows and claimant.

    Raises
    ------
    ContractError
        If there is none; the message suggests the nearest names.

    Examples
    --------
    >>> from figures import measure
    >>> measure("demands.held_share.donetsk").text
    '69'
    """
    known = measures()
    if name not in known:
        nearest = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        raise ContractError(f"no measure is named {name!r}{hint}")
    return known[name]
