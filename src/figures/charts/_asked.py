"""Are the other arguments what a chart needs? Colours that are tokens, days that are dates."""

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
