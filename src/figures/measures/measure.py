"""What a published number is: a value that knows its unit, its range, how it was made and from which rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Rows:
    """The rows of one table that a measure was computed from.

    ``where`` is a pandas ``query`` expression, so that anyone can show them:
    ``figures.load(rows.table).query(rows.where)``.
    """

    table: str
    where: str


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A number that the book may state.

    Parameters
    ----------
    name
        Dotted and stable: ``moratorium.attack_drones_per_day.during``.
    value
        The number itself, unrounded.
    unit
        What is counted, per what: ``attack drones launched per day``, ``per cent``.
    formula
        One sentence: how the value follows from the rows.
    rows
        The rows used, table by table.
    as_of
        The last day that the value speaks about.
    low, high
        The range, where sources or definitions differ; the formula says which.
    claimed_by
        The party whose claim this is; ``None`` for counts, official records and our own arithmetic on them.
    digits
        Decimals in print.
    """

    name: str
    value: float
    unit: str
    formula: str
    rows: tuple[Rows, ...]
    as_of: date
    low: float | None = None
    high: float | None = None
    claimed_by: str | None = None
    digits: int = 0

    def print(self, number: float) -> str:
        """Print a number the way this measure prints: ``4647`` as ``4,647``, ``-32.6`` as ``−33`` when ``digits`` is 0."""
        text = f"{round(number, self.digits) + 0.0:,.{self.digits}f}"
        return text.replace("-", "−")

    @property
    def text(self) -> str:
        """The value as the prose prints it."""
        return self.print(self.value)

    @property
    def range_text(self) -> str:
        """``low to high`` as the prose prints it; the plain value where there is no range."""
        if self.low is None or self.high is None or self.print(self.low) == self.print(self.high):
            return self.text
        return f"{self.print(self.low)} to {self.print(self.high)}"
