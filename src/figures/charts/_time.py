"""How does time run across a chart? In steps of a day, week, month, quarter or year, with round dates as ticks, all of it on UTC."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Literal

import altair as alt

from figures.text import day_text

Step = Literal["day", "week", "month", "quarter", "year"]

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}
_TICK_DAYS = (1, 2, 7, 14)
_TICK_MONTHS = (1, 2, 3, 6)
_TICK_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def start(day: date, step: Step) -> date:
    """Give the first day of the step that a day lies in; weeks begin on Monday."""
    if step == "week":
        return day - timedelta(days=day.weekday())
    if step == "day":
        return day
    months = _MONTHS[step]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def following(day: date, step: Step) -> date:
    """Give the day one step later: for the first day of a step, the first day of the next."""
    if step in _DAYS:
        return day + timedelta(days=_DAYS[step])
    months = day.month - 1 + _MONTHS[step]
    return date(day.year + months // 12, months % 12 + 1, 1)


def steps(first: date, last: date, step: Step) -> list[date]:
    """List the first days of all steps from that of ``first`` to that of ``last``."""
    found = [start(first, step)]
    while (after := following(found[-1], step)) <= last:
        found.append(after)
    return found


def inferred(days: Collection[date]) -> Step:
    """Find the longest step that all these days begin; of a single day nothing is known, and it is a day."""
    ordered = sorted(set(days))
    if len(ordered) < 2:
        return "day"
    for step in ("year", "quarter", "month"):
        if all(day == start(day, step) for day in ordered):
            return step
    weekly = all((day - ordered[0]).days % 7 == 0 for day in ordered)
    return "week" if weekly else "day"


def step_text(day: date, step: Step) -> str:
    """Print a step in a sentence: ``7 April 2025``, ``week of 7 April 2025``, ``April 2025``, ``Q2 2025``, ``2025``."""
    match step:
        case "week":
            return f"week of {day_text(day)}"
        case "month":
            return f"{day:%B} {day.year}"
        case "quarter":
            return f"Q{(day.month + 2) // 3} {day.year}"
        case "year":
            return str(day.year)
    return day_text(day)


def date_ticks(first: date, last: date, most: int = 6, step: Step = "day") -> list[date]:
    """Choose round dates from ``first`` to ``last``, at most ``most``, none of them finer than the step of the data."""
    span = (last - first).days
    by_days = [
        [first + _DAY * at for at in range(0, span + 1, days)] if span < days * most else []
        for days in (_TICK_DAYS if step == "day" else _TICK_DAYS[2:] if step == "week" else ())
    ]
    firsts = [day for day in steps(first, last, "month") if day >= first] if span < 366 * most else []
    by_months = [
        [day for day in firsts if (day.month - 1) % months == 0]
        for months in _TICK_MONTHS
        if months >= _MONTHS.get(step, 1)
    ]
    by_years = [
        [
            date(year, 1, 1)
            for year in range(first.year, last.year + 1)
            if year % years == 0 and date(year, 1, 1) >= first
        ]
        for years in _TICK_YEARS
    ]
    # A few months are better marked by their firsts than by every other week.
    monthly = bool(by_months) and 3 <= len(by_months[0]) <= most
    candidates = [*(by_days[:-1] if monthly else by_days), *by_months, *by_years]
    for fewest in (2, 1):
        for at in candidates:
            if fewest <= len(at) <= most:
                return at
    return [first]


def time_axis(
    first: date,
    last: date,
    most: int = 6,
    *,
    step: Step = "day",
    labels: bool = True,
    grid: bool = False,
    middle: bool = False,
) -> alt.Axis:
    """Axis of dates with at most ``most`` round ticks, each at the start or in the middle of its step; the year stands under its first."""
    at = date_ticks(first, last, most, step)
    instants = [
        (milliseconds(day) + milliseconds(following(day, step) if middle else day)) // 2 for day in at
    ]
    return alt.Axis(
        values=instants,
        tickCount=len(at) + 1,
        labelExpr=f"{tick_labels(at, step)}[indexof({instants}, +datum.value)]",
        labels=labels,
        grid=grid,
        title=None,
        labelBound=False,
        labelFlush=False,
        labelOverlap=False,
    )


def tick_labels(at: Sequence[date], step: Step) -> list[str | list[str]]:
    """Print the dates of an axis as short as they can be told apart: days, months, quarters or years."""
    several = len(at) > 1
    monthly = all(day.day == 1 for day in at) and (several or step not in _DAYS)
    if step == "year" or (several and all((day.day, day.month) == (1, 1) for day in at)):
        return [str(day.year) for day in at]
    texts: list[str | list[str]] = []
    year = None
    for day in at:
        if step == "quarter":
            text = f"Q{(day.month + 2) // 3}"
        else:
            text = f"{day:%b}" if monthly else f"{day.day} {day:%b}"
        texts.append(text if day.year == year else [text, str(day.year)])
        year = day.year
    return texts


def milliseconds(day: date) -> int:
    """Give the start of a day in UTC as Vega counts it."""
    return (day - date(1970, 1, 1)).days * 86_400_000


def utc(first: date, end: date) -> alt.Scale:
    """UTC scale from the start of ``first`` to the start of ``end``."""
    return alt.Scale(type="utc", domain=[milliseconds(first), milliseconds(end)], nice=False)
