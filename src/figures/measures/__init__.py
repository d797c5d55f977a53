"""Tables to named numbers. Every number that the book's prose states is made here.

``measure("moratorium.attack_drones_per_day.during")`` gives one, ``measures()`` gives all.

Every function that takes a table raises :class:`figures.errors.ContractError` when a column is missing, or when dates come as text;
a topic's ``measures(load)`` raises what ``load`` raises, :class:`figures.errors.DataError` of :func:`figures.load`. The functions below
say only what else they raise.

Each topic has a function ``measures(load)``. It takes what gives a table by its name, such as :func:`figures.load`, and returns the list of
:class:`Measure` that the topic makes: ``[number.text for number in talks.measures(figures.load)]``.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache, partial
from importlib import import_module

from figures.errors import ContractError
from figures.measures.measure import Measure, Not, Rows

__all__ = ["TOPICS", "Measure", "Not", "Rows", "measure", "measures"]

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


def measures() -> dict[str, Measure]:
    """Compute every measure; each topic is computed once.

    Returns
    -------
    dict
        Name to measure, topic by topic.

    Raises
    ------
    ContractError
        If two measures share a name, or one is not named after its topic.

    Examples
    --------
    >>> from figures.measures import measures
    >>> [name for name in measures() if name.startswith("sanctions.russia")][:2]
    ['sanctions.russia.same_days_2023', 'sanctions.russia.same_days_2024']
    """
    return {name: made for topic in TOPICS for name, made in _of(topic).items()}


@cache
def _of(topic: str) -> dict[str, Measure]:
    """Compute the measures of one topic; no other topic's code or tables are touched."""
    from figures.tables import load

    found: dict[str, Measure] = {}
    for made in import_module(f"figures.measures.{topic}").measures(cache(partial(load, backend="pyarrow"))):
        if made.name in found:
            raise ContractError(f"two measures are named {made.name!r}")
        if made.name.split(".")[0] != topic:
            raise ContractError(f"the name of {made.name!r} must begin with its topic, {topic!r}")
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
    topic = name.split(".", maxsplit=1)[0]
    known = _of(topic) if topic in TOPICS else {}
    if name not in known:
        known = measures()
        nearest = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        raise ContractError(f"no measure is named {name!r}{hint}")
    return known[name]
