"""Which rows of its table did a chart draw, and what are its columns? A chart function says it by keeping six rules.

1. It reads its table with ``_rows.rows``: what that returns is what a reader is owed, under the names of the table's own columns.
2. It makes each mark with ``_parts.base``: the rows travel with that data, through each copy that Altair makes.
   A function whose engine counts instead says with ``note`` what it found; ``counted`` is the argument of a count.
3. It hands the format of its numbers to ``printed``, so that table and words print them as axis, labels and tooltips do.
4. ``unit`` is the unit of its columns of numbers, ``<argument>_unit`` that of the column which ``<argument>`` names; ``low`` and
   ``high`` are a range, ``x`` (beside a ``y``) and ``length`` are places on an axis.
5. It is listed in ``charts.__init__``, which hands it out as ``noted``.
6. Its name says its form: ``stacked_columns`` is told to those who do not see it as "Stacked columns".
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import Any, TypeVar

import altair as alt

from figures.text import NumberFormat

_STEPS = ("month", "quarter", "year")
_VIEWS = ("layer", "concat", "hconcat", "vconcat", "spec")
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Column:
    """A column of the table that a chart read: its name, what the chart takes it for, the unit of its numbers and how they are printed."""

    name: str
    argument: str
    kind: str
    unit: str = ""
    number: NumberFormat | None = None


@dataclass(frozen=True)
class Drawn:
    """What a chart drew of a table."""

    function: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


_READ: ContextVar[list[Drawn] | None] = ContextVar("_READ", default=None)


class Rows(alt.InlineData):
    """Rows that nobody changes: Altair copies a chart at each step of building it, and would copy every cell each time."""

    drawn: tuple[Drawn, ...] = ()

    def copy(self, *_: object, **__: object) -> Rows:
        return self

    def __deepcopy__(self, memo: object) -> Rows:
        return self


def note(
    function: str,
    wanted: Mapping[str, tuple[str, str, bool]],
    step: str,
    rows: list[dict[str, Any]],
) -> None:
    """Note what a chart function has read: argument to column and kind, and the rows by argument."""
    read = _READ.get()
    if read is not None:
        first: dict[str, Column] = {}
        for argument, (column, kind, _) in wanted.items():
            first.setdefault(column, Column(column, argument, _kind(argument, kind, step)))
        columns = tuple(first.values())
        read.append(
            Drawn(function, columns, tuple(tuple(row[one.argument] for one in columns) for row in rows))
        )


def stepped(argument: str, step: str | None) -> None:
    """Note that a column of dates has one for each month, quarter or year; years that are whole numbers become dates."""
    read = _READ.get()
    if read and step in _STEPS:
        columns = read[-1].columns
        at = next(at for at, column in enumerate(columns) if column.argument == argument)
        known = (*columns[:at], replace(columns[at], kind=step), *columns[at + 1 :])
        rows = tuple(
            (*row[:at], date(row[at], 1, 1) if isinstance(row[at], int) else row[at], *row[at + 1 :])
            for row in read[-1].rows
        )
        read[-1] = replace(read[-1], columns=known, rows=rows)


def drawn_only(argument: str, among: Collection[Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the rows whose argument is among those that are drawn, in what a reader is owed too."""
    read = _READ.get()
    if read:
        at = next(at for at, column in enumerate(read[-1].columns) if column.argument == argument)
        read[-1] = replace(read[-1], rows=tuple(row for row in read[-1].rows if row[at] in among))
    return [row for row in rows if row[argument] in among]


def printed(numbers: NumberFormat, *arguments: str) -> NumberFormat:
    """Note how the chart prints the numbers of these arguments."""
    read = _READ.get()
    if read:
        columns = tuple(
            replace(one, number=numbers) if one.argument in arguments and one.kind == "number" else one
            for one in read[-1].columns
        )
        read[-1] = replace(read[-1], columns=columns)
    return numbers


def noted(function: Function) -> Function:
    """Let what a chart function reads travel with the chart that it gives."""

    @wraps(function)
    def draw(*args: Any, **kwargs: Any) -> Any:
        token = _READ.set([])
        try:
            chart = function(*args, **kwargs)
            read = _READ.get() or []
        finally:
            _READ.reset(token)
        bound = inspect.signature(function).bind(*args, **kwargs)
        bound.apply_defaults()
        given = bound.arguments
        drawn = tuple(
            replace(one, columns=tuple(replace(column, unit=_unit(column, given)) for column in one.columns))
            for one in read
        )
        for data in carriers(chart):
            object.__setattr__(data, "drawn", drawn)  # what is set as usual becomes part of the spec
        return chart

    return draw  # type: ignore[return-value]


def carriers(chart: Any) -> Iterator[Rows]:
    """Find the data with which rows travel, in a chart and the charts in it."""
    parts = getattr(chart, "_kwds", {})
    if isinstance(parts.get("data"), Rows):
        yield parts["data"]
    for inner in (parts[group] for group in _VIEWS if group in parts):
        for view in inner if isinstance(inner, list) else [inner]:
            yield from carriers(view)


def _kind(argument: str, kind: str, step: str) -> str:
    if kind != "date":
        return kind
    return step if step in _STEPS else kind


def _unit(column: Column, given: Mapping[str, Any]) -> str:
    if column.kind != "number" or column.argument == "counted":  # its name says what is counted
        return ""
    unit = given.get(f"{column.argument}_unit", given.get("unit"))
    return unit if isinstance(unit, str) else ""
