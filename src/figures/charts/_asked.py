"""Are the other arguments what a chart needs? Numbers that can be drawn, colours that can be told apart, days that lie in the data."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, wraps
from numbers import Integral, Real
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from figures.charts._rows import known
from figures.errors import ContractError
from figures.theme import HUES, Colour, resolved

Function = TypeVar("Function", bound=Callable[..., Any])


def checked(function: Function) -> Function:
    """Let a chart function refuse, before it reads its table, what its types exclude or no chart can draw."""
    # What an argument is written as says it all: ``int`` is a size or a number of things, ``float`` a place or an amount.
    hints = cache(lambda: get_type_hints(function))

    @wraps(function)
    def draw(*args: Any, **given: Any) -> Any:
        for argument, value in given.items():
            _fits(f"{function.__name__}: {argument}", hints().get(argument), value)
        return function(*args, **given)

    return draw  # type: ignore[return-value]


def _fits(where: str, hint: Any, given: Any) -> None:
    """Refuse a number that is not finite, a size that is no whole number above zero, a word that is none of the choices."""
    inner = get_args(hint)
    kinds = [kind for kind in inner if kind is not type(None)]
    if get_origin(hint) in (Union, UnionType):
        # Of a date or a number only the number can be told to be wrong here.
        if given is not None and (len(kinds) == 1 or (float in kinds and isinstance(given, Real))):
            _fits(where, kinds[0] if len(kinds) == 1 else float, given)
    elif hint is int:
        if not isinstance(given, Integral) or isinstance(given, bool) or given < 1:
            raise ContractError(f"{where}: expected a whole number above zero, got {given!r}")
    elif hint is float:
        if not isinstance(given, Real) or isinstance(given, bool) or not math.isfinite(given):
            raise ContractError(f"{where}: expected a finite number, got {given!r}")
    elif get_origin(hint) is Literal:
        if given not in inner:
            raise ContractError(f"{where}: expected one of {list(inner)}, got {given!r}")
    else:
        for place, kind, one in _members(where, hint, given):
            _fits(place, kind, one)


def _members(where: str, hint: Any, given: Any) -> list[tuple[str, Any, Any]]:
    """Give what a value is made of, each with its place and type."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (tuple, Sequence, Collection) and isinstance(given, str):
        raise ContractError(f"{where}: expected a list, got text {given!r}")
    if origin is tuple:
        if len(given) != len(inner):
            raise ContractError(f"{where}: expected {len(inner)} values, got {given!r}")
        return [(where, kind, one) for kind, one in zip(inner, given, strict=True)]
    if origin in (Sequence, Collection):
        return [(where, inner[0], one) for one in given]
    if origin is Mapping:
        return [(f"{where}[{name!r}]", inner[1], one) for name, one in given.items()]
    if hasattr(hint, "_fields") and isinstance(given, hint):
        return [
            (f"{where}, {name}", kind, getattr(given, name)) for name, kind in get_type_hints(hint).items()
        ]
    return []


def above_zero(function: str, argument: str, given: float | None) -> None:
    """Refuse a length of nothing."""
    if given is not None and not given > 0:
        raise ContractError(f"{function}: {argument}: expected more than zero, got {given}")


def limits(function: str, given: tuple[float, float] | None) -> None:
    """Refuse limits between which nothing lies."""
    if given is not None and not given[0] < given[1]:
        raise ContractError(f"{function}: limits: expected the lower one first, got {given}")


def colour(function: str, argument: str, given: Colour, *, text: bool = False) -> str:
    """Give the light hex of a colour, or refuse what is none or too faint; ``text`` when the chart writes in it too."""
    try:
        return resolved(given, text=text)
    except ValueError as error:
        raise ContractError(f"{function}: {argument}: {error}") from None


def colours(
    function: str,
    argument: str,
    given: Mapping[str, Colour] | None,
    names: Iterable[str],
    *,
    what: str = "series",
    text: bool = False,
    default: tuple[Colour, ...] = HUES,
) -> dict[str, str]:
    """Give the light hex of each name, in the order of ``given`` or, without it, of first appearance.

    Without ``given`` each name gets a hue of its own, or each the only one of ``default``, where position tells the names apart.
    """
    names = list(dict.fromkeys(names))
    if given is None:
        if len(default) > 1 and len(names) > len(default):
            raise ContractError(
                f"{function}: {argument}: expected at most {len(default)} {what} without colours of your own, got {len(names)}; "
                "keep the largest and add up the rest, or draw several charts"
            )
        given = dict(zip(names, default if len(default) > 1 else [default[0]] * len(names), strict=False))
    hexes = {name: colour(function, f"{argument}[{name!r}]", one, text=text) for name, one in given.items()}
    for name in names:
        known(function, f"{what} without a colour", name, hexes)
    return hexes


def apart(function: str, argument: str, looks: Mapping[str, object]) -> None:
    """Refuse two names that nothing tells apart: the same colour and, where a look says more, the same shape and dashes."""
    seen: list[tuple[str, object]] = []
    for name, look in looks.items():
        for other, same in seen:
            if look == same:
                raise ContractError(
                    f"{function}: {argument}: expected a colour of its own for each, got one for {other!r} and {name!r}"
                )
        seen.append((name, look))


def days(function: str, argument: str, given: Iterable[object]) -> None:
    """Refuse a day that is text or has a time, and say how it becomes a date."""
    for day in given:
        if isinstance(day, str):
            raise ContractError(
                f"{function}: {argument}: expected a date, got text {day!r}; convert it with datetime.date.fromisoformat({day!r})"
            )
        if isinstance(day, datetime):
            raise ContractError(
                f"{function}: {argument}: expected a date, got {day!r}; take its day, with .date()"
            )
        if not isinstance(day, date):
            raise ContractError(f"{function}: {argument}: expected a date, got {day!r}")


def inside(function: str, argument: str, given: Iterable[date], first: date, last: date) -> None:
    """Refuse a day before or after those that are drawn: it would stand beside the plot, or stretch it."""
    for day in given:
        if not first <= day <= last:
            raise ContractError(
                f"{function}: {argument}: expected a day from {first} to {last}, which is drawn, got {day}"
            )


def period(
    function: str, given: tuple[date, date] | None, first: date, last: date
) -> tuple[date, date] | None:
    """Refuse a marked period that ends before it starts or lies outside the days that are drawn; give the part that is drawn."""
    if given is None:
        return None
    start, end = given
    if end < start:
        raise ContractError(f"{function}: marked: ends {end} before it starts {start}")
    if end < first or last < start:
        raise ContractError(
            f"{function}: marked: expected a period between {first} and {last}, which is drawn, got {start} to {end}"
        )
    return max(start, first), min(end, last)
