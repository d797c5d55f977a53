"""Are the other arguments what a chart needs? Colours that are tokens, days that are dates and lie in the data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import get_args

from figures.errors import ContractError
from figures.theme import Token


def tokens(function: str, argument: str, given: Iterable[object]) -> None:
    """Refuse a colour that is not a token."""
    for colour in given:
        if colour not in get_args(Token):
            raise ContractError(
                f"{function}: {argument}: expected one of {list(get_args(Token))}, got {colour!r}"
            )


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
