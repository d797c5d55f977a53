"""How do computed numbers get into sentences? ``{name}`` in a text stands for the number of that name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import entry_points
from typing import NamedTuple, Protocol

from figures.errors import ContractError

PROVIDERS = "figures.numbers"
"""Entry points of the packages that give numbers by name."""

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


class Number(Protocol):
    """A computed number that knows how it is printed."""

    @property
    def name(self) -> str:
        """Dotted: ``moratorium.change.during``."""

    @property
    def value(self) -> float:
        """The number itself, unrounded."""

    @property
    def unit(self) -> str:
        """What is counted, per what."""

    @property
    def low(self) -> float | None:
        """The lower end of its range, where it has one."""

    @property
    def high(self) -> float | None:
        """The upper end."""

    @property
    def text(self) -> str:
        """The value as printed."""

    @property
    def range_text(self) -> str:
        """The range as printed, or the value where there is none."""

    def print(self, number: float) -> str:
        """Print another number as this one prints its own."""


Numbers = Callable[[str], Number]
"""Gives the number of a name; a ``ContractError`` says that there is none."""


class Piece(NamedTuple):
    """A piece of a sentence: plain words, or a number as printed and what it is."""

    text: str
    number: Number | None = None


def pieces(text: str, numbers: Numbers | None = None) -> Iterator[Piece]:
    """Split a text into its words and its numbers, which come from installed packages if nobody else gives them."""
    at = 0
    for slot in _SLOT.finditer(text):
        if slot.start() > at:
            yield Piece(text[at : slot.start()])
        number = (numbers or registered)(slot[1])
        yield Piece(number_text(number, slot[2]), number)
        at = slot.end()
    if at < len(text):
        yield Piece(text[at:])


def say(text: str, numbers: Numbers | None = None) -> str:
    """Put the numbers into a text: ``"{moratorium.change.during:size} per cent fewer"``."""
    return "".join(piece.text for piece in pieces(text, numbers))


def number_text(number: Number, form: str | None = None) -> str:
    """Print a number: its value, range, an end of it, ``size`` (without its sign), ``words`` (up to twelve) or unit."""
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


def registered(name: str) -> Number:
    """Ask the installed packages for a number, one after the other."""
    refusals = []
    for provider in _providers():
        try:
            return provider(name)
        except ContractError as error:
            refusals.append(str(error))
    raise ContractError(
        "; ".join(refusals)
        or f"{{{name}}} stands for a number, and no installed package gives any (entry points {PROVIDERS!r})"
    )


@cache
def _providers() -> list[Numbers]:
    found = sorted(entry_points(group=PROVIDERS), key=lambda point: point.name)
    return [point.load() for point in found]
