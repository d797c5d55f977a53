"""How do computed numbers get into sentences? ``{name}`` in a text stands for the measure of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from figures.errors import ContractError
from figures.measures import measure
from figures.measures.measure import Measure

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)(?::([a-z]+))?\}")

_FORMS = ("range", "low", "high", "size", "words", "unit")
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


class Part(NamedTuple):
    """A piece of a sentence: plain words, or a number with the measure that it comes from.

    Parameters
    ----------
    text
        The words, or the number as printed.
    measure
        ``None`` for plain words.

    Examples
    --------
    >>> from figures.figure.slots import Part
    >>> Part("per cent").measure is None
    True
    """

    text: str
    measure: Measure | None = None


def parts(text: str) -> Iterator[Part]:
    """Split a text into its words and its numbers.

    Parameters
    ----------
    text
        Words with slots, as in :func:`say`.

    Yields
    ------
    Part
        In the order of the text; put together, the texts are what :func:`say` gives.

    Raises
    ------
    ContractError
        For a name that no measure has, or a form that no number has.

    Examples
    --------
    >>> from figures.figure.slots import parts
    >>> [(part.text, part.measure.unit if part.measure else None) for part in parts("{demands.held_share.donetsk} per cent")]
    [('69', 'per cent of the region'), (' per cent', None)]
    """
    at = 0
    for slot in _SLOT.finditer(text):
        if slot.start() > at:
            yield Part(text[at : slot.start()])
        number = measure(slot[1])
        yield Part(number_text(number, slot[2]), number)
        at = slot.end()
    if at < len(text):
        yield Part(text[at:])


def number_text(number: Measure, form: str | None = None) -> str:
    """Print a measure in one of its forms.

    Parameters
    ----------
    number
        The measure.
    form
        ``range``; ``low`` or ``high``, an end of it; ``size``, the value without its sign; ``words``, zero to twelve spelled out;
        ``unit``. Without a form, the value.

    Returns
    -------
    str
        As the prose prints it; the value where the measure has no range.

    Raises
    ------
    ContractError
        For another form.

    Examples
    --------
    >>> from figures import measure
    >>> from figures.figure.slots import number_text
    >>> change = measure("moratorium.attack_drones_change.during_vs_before")
    >>> number_text(change), number_text(change, "size"), number_text(change, "range"), number_text(change, "unit")
    ('−33', '33', '−43 to −33', 'per cent')
    """
    match form:
        case None:
            return number.text
        case "range":
            return number.range_text
        case "size":
            return number.print(abs(number.value))
        case "unit":
            return number.unit
        case "words":
            words = {number.print(n): word for n, word in enumerate(_WORDS)}
            return words.get(number.text, number.text)
        case "low" | "high":
            bound = number.low if form == "low" else number.high
            return number.text if bound is None else number.print(bound)
        case _:
            raise ContractError(f"{number.name}:{form}: a number can be printed as {', '.join(_FORMS)}")


def say(text: str) -> str:
    """Put the numbers into a text.

    Parameters
    ----------
    text
        Words with slots: ``"{moratorium.change.during:size} per cent fewer"``.

    Returns
    -------
    str
        The text with each slot replaced by the printed number.

    Raises
    ------
    ContractError
        For a name that no measure has, or a form that no number has.

    Examples
    --------
    >>> from figures.figure import slots
    >>> say("Russia held {demands.held_share.donetsk} per cent of Donetsk region.")
    'Russia held 69 per cent of Donetsk region.'
    """
    return "".join(part.text for part in parts(text))
