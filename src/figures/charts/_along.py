"""Does a chart run along time or along numbers? One axis for both, and where a line must break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _labels as labels
from figures.charts import _parts as parts
from figures.charts._amounts import amounts
from figures.charts._drawn import printed, stepped
from figures.charts._rows import Aggregate, Kind, Row, rows
from figures.charts._time import (
    Step,
    date_ticks,
    following,
    inferred,
    start,
    step_text,
    tick_labels,
    time_axis,
    utc,
)
from figures.errors import ContractError
from figures.text import NumberFormat, number_format

Place = date | float
"""Where something stands from left to right: a day or a number."""

_YEARS = (1000, 2500)  # whole numbers between them are years, where no unit says otherwise
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_FORTNIGHT, _SATURDAY = 14, 5


@dataclass(frozen=True)
class Along:
    """What a chart runs along: its ends, and how its places are printed and told apart."""

    first: Any
    last: Any
    step: Step | None
    given: bool
    opening_days: bool
    whole_years: bool
    numbers: NumberFormat
    unit: str

    @property
    def field(self) -> str:
        """The column of places, with its type."""
        return "x:T" if self.step else "x:Q"

    @property
    def places(self) -> str:
        """What is counted where some are missing: ``days``, ``years``, or ``places`` of numbers."""
        return f"{self.step or 'place'}s"

    @property
    def end(self) -> Any:
        """The end of the axis; a single place gets room behind it."""
        if self.first != self.last:
            return self.last
        return following(self.last, self.step) if self.step else self.last + (abs(self.last) or 1)

    def x(self, room: float) -> alt.X:
        """Scale and axis from the first place to the last, with as many labels as there is room for on a phone."""
        if self.step:
            most = self._most_ticks(room)
            return alt.X(
                self.field,
                scale=utc(self.first, self.end),
                axis=time_axis(self.first, self.end, most, step=self.step),
            )
        round_numbers = amounts([self.first, self.end], self.numbers, zero=False)
        at = [value for value in round_numbers.ticks if self.first <= value <= self.end]
        axis = alt.Axis(
            values=at,
            labelExpr=f"{self.numbers.ticks(at)}[indexof({at}, datum.value)]",
            title=parts.wrap(self.unit, parts.UNIT_CHARACTERS) if self.unit else None,
            titleAnchor="start",
            grid=False,
        )
        scale = alt.Scale(domain=[self.first, self.end], nice=False, zero=False)
        return alt.X(self.field, scale=scale, axis=axis)

    def _most_ticks(self, room: float) -> int:
        assert self.step
        days = (self.end - self.first).days
        for most in (6, 5, 4, 3):
            at = date_ticks(self.first, self.end, most, self.step)
            words = [one if isinstance(one, str) else max(one, key=len) for one in tick_labels(at, self.step)]
            wide = max(map(labels.text_px, words)) + 5
            if all((other - one).days / days * room >= wide for one, other in pairwise(at)):
                break
        return most

    def text(self, place: Any) -> str:
        """Print a place in a sentence."""
        if self.step:
            return step_text(place, self.step)
        return f"{self.numbers.full(place)} {parts.isolated(self.unit)}".rstrip()

    def marks(
        self, function: str, marked: Sequence[Any] | None, label: str, rules: Sequence[tuple[Any, str]]
    ) -> list[parts.Mark]:
        """Make marks of a period and of single places, and refuse those that lie outside the data."""
        found = [parts.Mark(self._inside(function, "rules", at), words) for at, words in rules]
        if marked:
            low, high = (self._inside(function, "marked", at) for at in marked)
            if not low < high:
                raise ContractError(f"{function}: marked: expected the earlier end first, got {marked}")
            found.insert(0, parts.Mark(low, label, high))
        return found

    def _inside(self, function: str, argument: str, given: Any) -> Any:
        if self.whole_years and isinstance(given, int | float):
            given = date(int(given), 1, 1)
        elif self.step:
            asked.days(function, argument, [given])
        elif isinstance(given, bool) or not isinstance(given, int | float):
            raise ContractError(f"{function}: {argument}: expected a number, got {given!r}")
        if not self.first <= given <= self.end:
            raise ContractError(
                f"{function}: {argument}: expected a place between {self.first} and {self.end}, got {given}"
            )
        return given

    def broken(self, own: Sequence[Row]) -> tuple[list[Row], int]:
        """Put a row with a place alone into each gap of a line, and count the steps without a row."""
        gaps = self._gaps([row["x"] for row in own])
        found: list[Row] = []
        for row, gap in zip(own, [*gaps, 0], strict=True):
            found.append(row)
            if gap:
                assert self.step
                found.append(dict.fromkeys(row) | {"x": following(row["x"], self.step)})
        return found, sum(gaps)

    def _gaps(self, places: Sequence[Any]) -> list[int]:
        """Count the steps that are missing between each two neighbours."""
        if not self.step or len(places) < 2:
            return [0] * (len(places) - 1)
        paces = [_pace(one, other, self.step) for one, other in pairwise(places)]
        usual, often = min(Counter(paces).items(), key=lambda item: (-item[1], item[0]))
        if self.given:
            usual = 1
        elif 2 * often < len(paces):
            return [0] * len(paces)
        longest = 6 if self.opening_days and usual == 1 and not self.given else usual
        return [pace // usual - 1 if pace > longest else 0 for pace in paces]


def read(
    function: str,
    data: IntoFrame,
    x: str,
    required: Mapping[str, tuple[str, Kind]],
    optional: Mapping[str, tuple[str | None, Kind]],
    *,
    aggregate: Aggregate | None,
    step: Step | None,
    unit: str,
) -> tuple[list[Row], Along]:
    """Read a table whose column ``x`` has dates or numbers, sorted by it."""
    table = rows(
        function,
        data,
        {"x": (x, "date or number"), **required},
        optional,
        aggregate=aggregate,
        step=step or "day",
    )
    whole_years = not unit and all(
        isinstance(row["x"], int) and _YEARS[0] <= row["x"] <= _YEARS[1] for row in table
    )
    for row in table:
        if whole_years:
            row["x"] = date(row["x"], 1, 1)
        elif step and isinstance(row["x"], date):
            row["x"] = start(row["x"], step)
    table.sort(key=lambda row: row["x"])
    places = sorted({row["x"] for row in table})
    found = None
    if isinstance(places[0], date):
        found = "year" if whole_years else step or ("day" if aggregate else inferred(places))
        stepped("x", found)
    numbers = NumberFormat() if found else printed(number_format("auto", places), "x")
    return table, Along(
        places[0],
        places[-1],
        found,
        bool(step or aggregate) and not whole_years,
        found == "day" and _opening_days(places),
        whole_years,
        numbers,
        unit,
    )


def _pace(one: date, other: date, step: Step) -> int:
    """Count the steps from one day to another."""
    if step in _MONTHS:
        return ((other.year - one.year) * 12 + other.month - one.month) // _MONTHS[step]
    return (other - one).days // (7 if step == "week" else 1)


def _opening_days(days: Sequence[date]) -> bool:
    """Say whether the days leave out a day of the week, as those of a bourse do: in less than a fortnight only a weekend tells."""
    span = (days[-1] - days[0]).days
    passed = {(days[0] + timedelta(days=at)).weekday() for at in range(min(span, 6) + 1)}
    never = passed - {day.weekday() for day in days}
    return any(span >= _FORTNIGHT or day >= _SATURDAY for day in never)
