"""A stretch of days, both ends included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from figures.text import day_text, next_month


@dataclass(frozen=True)
class Window:
    """Days from ``start`` to ``end``, both included.

    Parameters
    ----------
    label
        What the days are.
    start, end
        First and last day.

    Raises
    ------
    ValueError
        If the window ends before it starts.

    Examples
    --------
    >>> from datetime import date
    >>> from figures.measures.window import Window
    >>> moratorium = Window("during", date(2025, 3, 18), date(2025, 4, 16))
    >>> moratorium.days, moratorium.before(30).start, moratorium.after(30).end
    (30, datetime.date(2025, 2, 16), datetime.date(2025, 5, 16))
    """

    label: str
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"window {self.label!r} ends on {self.end}, before it starts on {self.start}")

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def before(self, days: int) -> Window:
        """Return the days that end on the eve of this window.

        Parameters
        ----------
        days
            How many, one or more.

        Returns
        -------
        Window
            Labelled ``before``.

        Examples
        --------
        >>> print(Window("week", date(2025, 4, 7), date(2025, 4, 13)).before(7))
        31 March 2025 to 6 April 2025
        """
        return Window("before", self.start - timedelta(days), self.start - timedelta(1))

    def after(self, days: int) -> Window:
        """Return the days that start on the morrow of this window.

        Parameters
        ----------
        days
            How many, one or more.

        Returns
        -------
        Window
            Labelled ``after``.

        Examples
        --------
        >>> print(Window("week", date(2025, 4, 7), date(2025, 4, 13)).after(7))
        14 April 2025 to 20 April 2025
        """
        return Window("after", self.end + timedelta(1), self.end + timedelta(days))

    def where(self, column: str = "date") -> str:
        """Return the pandas query that selects this window.

        A single day is a range too: ``==`` between a date column and text finds nothing in a query.

        Parameters
        ----------
        column
            Name of the column of dates.

        Returns
        -------
        str
            What :class:`figures.measures.Rows` takes.

        Examples
        --------
        >>> Window("week", date(2025, 4, 7), date(2025, 4, 13)).where()
        "'2025-04-07' <= date <= '2025-04-13'"
        """
        return f"'{self.start}' <= {column} <= '{self.end}'"

    def __str__(self) -> str:
        return f"{day_text(self.start)} to {day_text(self.end)}"


def month_window(month: date) -> Window:
    """Return the whole month.

    Parameters
    ----------
    month
        First day of the month.

    Returns
    -------
    Window
        Labelled with the month's name.

    Examples
    --------
    >>> from datetime import date
    >>> from figures.measures.window import month_window
    >>> month_window(date(2025, 4, 1)).days
    30
    """
    return Window(f"{month:%B %Y}", month, next_month(month) - timedelta(1))
