"""Are the other arguments what a chart needs? Colours that can be seen and told apart, days that are dates and lie in the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from figures.charts._rows import known
from figures.errors import ContractError
from figures.theme import HUES, Colour, resolved


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
