"""What can go wrong, said in one sentence that names the place and the rule."""

from __future__ import annotations


class FiguresError(Exception):
    """Base of every error that this package raises on purpose; the command line prints it without a traceback."""


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
    """

    def __init__(self, where: str, rule: str, row: object = None) -> None:
        self.where, self.rule, self.row = where, rule, row
        super().__init__(f"{where}: {rule}" if row is None else f"{where}, row {row}: {rule}")


class ContractError(FiguresError, ValueError):
    """A chart, a measure or ``publish`` was called with something that it cannot draw honestly."""
