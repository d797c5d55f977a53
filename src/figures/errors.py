"""What can go wrong, said in one sentence that names the place and the rule."""

from __future__ import annotations

from typing import Any

__all__ = ["ContractError", "DataError", "FiguresError"]

_LONGEST = 2_000


class FiguresError(Exception):
    """Base of every error that this package raises on purpose; the command line prints it without a traceback.

    Examples
    --------
    >>> from figures import load
    >>> from figures.errors import FiguresError
    >>> try:
    ...     load("strikes")
    ... except FiguresError as error:
    ...     print(error)
    table 'strikes': must be one of the package's tables; did you mean 'strikes_daily'?
    """

    def __str__(self) -> str:
        # It quotes what it was given, and that may be a page long.
        message = super().__str__()
        return message if len(message) <= _LONGEST else f"{message[:_LONGEST]} …"


class DataError(FiguresError):
    """A file or table breaks a rule.

    Parameters
    ----------
    where
        File or table, as the reader knows it: ``ofac/ofac_panel.csv``, ``data/strikes_daily.csv``.
    rule
        The rule that is broken and what came instead.
    row
        The row (key or line number), where there is one.

    Examples
    --------
    >>> from figures.errors import DataError
    >>> print(DataError("data/loans.csv", "loans must be zero or more, are -3", row="2024-05"))
    data/loans.csv, row 2024-05: loans must be zero or more, are -3
    """

    def __init__(self, where: str, rule: str, row: object = None) -> None:
        self.where, self.rule, self.row = where, rule, row
        super().__init__(f"{where}: {rule}" if row is None else f"{where}, row {row}: {rule}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Give a copy the same three parts: an error crosses from one process to another as a pickle."""
        return type(self), (self.where, self.rule, self.row)


class ContractError(FiguresError, ValueError):
    """A chart, a measure or ``publish`` was called with something that it cannot draw honestly.

    It is a ``ValueError`` too, so code that knows nothing of this package can catch it.

    Examples
    --------
    >>> from figures import measure
    >>> from figures.errors import ContractError
    >>> try:
    ...     measure("demands.held_share.donezk")
    ... except ContractError as error:
    ...     print(str(error).split(";")[0])
    no measure is named 'demands.held_share.donezk'
    """
