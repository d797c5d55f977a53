"""A run of days that a chart compares with others."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Window(NamedTuple):
    """A run of days whose mean :func:`daily_columns` draws.

    Parameters
    ----------
    label
        Words above the days.
    start, end
        First and last day, both included.
    mean
        Mean of the days, in the unit of the chart; without it that of the days with a value. Give it where a day without a
        report counts as zero.
    shaded
        Whether this is the period under discussion.

    Examples
    --------
    >>> from datetime import date
    >>> from figures.charts import Window
    >>> Window("bridge closed to cars", date(2024, 5, 13), date(2024, 5, 19), mean=591.7, shaded=True).end
    datetime.date(2024, 5, 19)
    """

    label: str
    start: date
    end: date
    mean: float | None = None
    shaded: bool = False
