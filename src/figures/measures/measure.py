"""What a published number is: a value that knows its unit, its range, how it was made and from which rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import narwhals as nw

from figures.measures._filters import expression
from figures.measures._frames import count
from figures.measures.window import Window

_SOURCE = Path(__file__).resolve().parents[2]

Load = Callable[[str], Any]
"""Name of a table to the table, in any kind of dataframe that Narwhals takes: ``figures.load``, or your own."""


@dataclass(frozen=True)
class Not:
    """Anything but this: a value or several; ``Not(None)`` is any value that is there.

    Parameters
    ----------
    value
        As in :meth:`Rows.matching`.

    Examples
    --------
    >>> from figures.measures import Not, Rows
    >>> Rows.matching("pressure_events", actor=Not("US"), kind=Not(["eased"]), size=Not(None)).where
    "actor != 'US' and kind not in ['eased'] and size.notna()"
    """

    value: str | float | Sequence[str] | None


@dataclass(frozen=True)
class Rows:
    """The rows of one table that a measure was computed from.

    Parameters
    ----------
    table
        Name of the table.
    where
        Which rows; also a pandas ``query``, so that anyone can show them: ``figures.load(rows.table).query(rows.where)``.

    Examples
    --------
    >>> from figures import load
    >>> rows = Rows("civilian_casualties_monthly", "killed > 1000")
    >>> rows.of(load)["killed"].tolist()
    [4312]
    """

    table: str
    where: str

    @classmethod
    def matching(cls, table: str, **conditions: str | float | Sequence[str] | date | Window | Not) -> Rows:
        """Select the rows that meet every condition.

        Parameters
        ----------
        table
            Name of the table.
        **conditions
            Column to what it must be: a value, one of several, a day, a day of a window, or :class:`Not` a value.

        Returns
        -------
        Rows
            With the conditions written out, in the order given.

        Examples
        --------
        >>> Rows.matching("pressure_events", actor="US", kind=["imposed", "eased"], date=date(2025, 4, 17)).where
        "actor == 'US' and kind in ['imposed', 'eased'] and '2025-04-17' <= date <= '2025-04-17'"
        """
        return cls(table, " and ".join(_condition(*condition) for condition in conditions.items()))

    def of(self, load: Load) -> Any:
        """Fetch the rows. Measures are computed from this, so the rows shown are the rows used.

        Parameters
        ----------
        load
            Gives a table by its name, as :func:`figures.load` does.

        Returns
        -------
        native dataframe
            All columns of the table, the rows that ``where`` selects; a lazy table stays lazy.

        Examples
        --------
        >>> from figures import load
        >>> len(Rows("civilian_casualties_monthly", "killed > 1000").of(load))
        1
        """
        table = nw.from_native(load(self.table))
        return table.filter(expression(self.where, table.collect_schema())).to_native()

    def count(self, load: Load) -> int:
        """Count the rows, where the table is.

        Parameters
        ----------
        load
            Gives a table by its name, as :func:`figures.load` does.

        Returns
        -------
        int
            How many rows of the table the filter keeps.

        Examples
        --------
        >>> from figures import load
        >>> Rows("civilian_casualties_monthly", "killed > 1000").count(load)
        1
        """
        return count(self.of(load))


def _condition(column: str, wanted: str | float | Sequence[str] | date | Window | Not) -> str:
    if isinstance(wanted, date):
        wanted = Window("day", wanted, wanted)
    if isinstance(wanted, Window):
        return wanted.where(column)
    equals, among = ("==", "in") if not isinstance(wanted, Not) else ("!=", "not in")
    value = wanted.value if isinstance(wanted, Not) else wanted
    if value is None:
        return f"{column}.notna()"
    if isinstance(value, str | int | float):
        return f"{column} {equals} {value!r}"
    return f"{column} {among} {list(value)}"


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
    code
        File, from the repository's root, and line of the function that made this number; :func:`numbers` notes it.

    Examples
    --------
    >>> from figures import measure
    >>> drones = measure("moratorium.attack_drones_per_day.during")
    >>> drones.text, drones.range_text, drones.unit
    ('101', '101 to 109', 'attack drones launched per day')
    >>> drones.claimed_by, [rows.table for rows in drones.rows]
    ('Ukrainian Air Force', ['strikes_daily'])
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
    code: tuple[str, int] = field(default=("", 0), compare=False, repr=False)

    def print(self, number: float) -> str:
        """Print a number as this measure prints its own.

        Parameters
        ----------
        number
            In the unit of the measure.

        Returns
        -------
        str
            With ``digits`` decimals, commas between thousands and a true minus; halves go away from zero.

        Examples
        --------
        >>> from figures import measure
        >>> measure("demands.not_held_km2.donetsk").print(-4646.5)
        '−4,647'
        """
        # Halves go away from zero, as readers round: 72.5 is 73. Python's own rounding would give 72.
        rounded = Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP)
        return f"{abs(rounded) if rounded.is_zero() else rounded:,}".replace("-", "−")

    @property
    def text(self) -> str:
        """The value as the prose prints it."""
        return self.print(self.value)

    @property
    def range_words(self) -> str:
        """The range in words, one end of it perhaps open."""
        low, high = (None if end is None else self.print(end) for end in (self.low, self.high))
        if low is None and high is None:
            return "none"
        if high is None:
            return f"at least {low}"
        return f"up to {high}" if low is None else f"{low} to {high}"

    @property
    def range_text(self) -> str:
        """``low to high`` as the prose prints it; the plain value where there is no range."""
        if self.low is None or self.high is None or self.print(self.low) == self.print(self.high):
            return self.text
        return f"{self.print(self.low)} to {self.print(self.high)}"


_Arguments = ParamSpec("_Arguments")
_Made = TypeVar("_Made", Measure, list[Measure])


def numbers(function: Callable[_Arguments, _Made]) -> Callable[_Arguments, _Made]:
    """Note on each number that a function returns where the function stands; the innermost one counts.

    Parameters
    ----------
    function
        Returns one measure or a list of them.

    Returns
    -------
    function
        The same, whose measures know their line of code.

    Examples
    --------
    >>> from figures import measure
    >>> measure("moratorium.attack_drones_per_day.during").code[0]
    'src/figures/measures/moratorium.py'
    """
    path = Path(function.__code__.co_filename)
    file = f"src/{path.relative_to(_SOURCE).as_posix()}" if path.is_relative_to(_SOURCE) else path.name
    code = file, function.__code__.co_firstlineno

    def placed(number: Measure) -> Measure:
        return number if number.code[1] else replace(number, code=code)

    @wraps(function)
    def with_code(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Made:
        made: Any = function(*args, **kwargs)
        return cast(_Made, [*map(placed, made)] if isinstance(made, list) else placed(made))

    return with_code
