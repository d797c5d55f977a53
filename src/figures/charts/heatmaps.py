"""Where do two things meet in large amounts? A cell for each pair, the darker the more."""

from __future__ import annotations

import datetime
import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _parts as parts
from figures.charts import _time as time
from figures.charts._colour import colour_of
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._named_rows import named_rows
from figures.charts._rows import (
    Aggregate,
    Kind,
    Row,
    known,
    rows,
    table_of,
    unique,
    whole_numbers_as_text,
)
from figures.charts._shades import DARKEST, readable, shades
from figures.charts._time import Step
from figures.errors import ContractError
from figures.text import number_format
from figures.theme import LIGHT, Colour

Place = str | int | datetime.date

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_CALENDARS = tuple(
    tuple(name[:letters] for name in names) for names in (_WEEKDAYS, _MONTHS) for letters in (9, 3, 2)
)
_LOW_PX, _TALL_PX, _TALL_ROWS = 15, 24, 25  # a cell is lower where there are more rows
_NARROW_COLUMN_PX = 14  # on a phone, for a name that runs upwards


class _Axis(NamedTuple):
    """The places of one axis in their order, what each is called, and whether they are names, numbers or steps of time."""

    places: list[Place]
    labels: list[str]
    named: bool
    step: time.Step | None


def heatmap(
    data: IntoFrame,
    *,
    x: str,
    y: str,
    value: str,
    unit: str,
    title: str,
    subtitle: str = "",
    middle: float | None = None,
    colour: Colour = "blue",
    colour_below: Colour = "amber",
    x_order: Sequence[str] = (),
    y_order: Sequence[str] = (),
    step: Step = "day",
    aggregate: Aggregate | None = None,
    number: str = "auto",
    missing: str = "no figure",
    width: int = 640,
) -> alt.LayerChart:
    """Draw a cell for each place in x and y, the darker the larger its amount; where cells are wide enough, they carry it in figures.

    Parameters
    ----------
    data
        One row for each cell, unless ``aggregate`` says otherwise.
    x, y
        Columns: what runs from left to right; from top to bottom. Both hold names, whole numbers or dates.
    value
        Column: the amount of a cell, in ``unit``.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    middle
        Amount at which the colour turns: less is drawn in ``colour_below``, more in ``colour``.
    colour, colour_below
        Colour of amounts; of those below the middle.
    x_order, y_order
        Names in the order in which they are drawn; without it weekdays and months are in theirs, others in that of the data.
    step
        With ``aggregate``: the length of time that becomes one cell.
    aggregate
        How several rows of a cell become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    missing
        Words for cells without a value.
    width
        Width of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide and as high as its rows need; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, two rows have one cell, or names of columns would lie on each other.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import heatmap
    >>> days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    >>> cells = [(day, hour) for day in days for hour in range(9, 19) if not (day == "Sat" and hour > 13)]
    >>> data = pa.table({
    ...     "day": [day for day, _ in cells],
    ...     "hour": [hour for _, hour in cells],
    ...     "visitors": [40 + 9 * min(hour - 8, 20 - hour) + 60 * (day == "Sat") - 3 * days.index(day) for day, hour in cells],
    ... })
    >>> chart = heatmap(
    ...     data,
    ...     x="hour",
    ...     y="day",
    ...     value="visitors",
    ...     unit="visitors in the hour that begins at …",
    ...     missing="closed",
    ...     title="The pool is fullest on Saturday before it closes",
    ...     subtitle="Invented numbers: mean of a week in June 2024",
    ... )
    """
    parts.unit_given("heatmap", unit)
    hue, below = colour_of("heatmap", colour), colour_of("heatmap", colour_below, "colour_below")
    table = _table(data, x, y, value, aggregate=aggregate, step=step)
    unique("heatmap", table, "x", "y")
    parts.some_given("heatmap", "value", value, (row["value"] for row in table))
    across = _axis("x", [row["x"] for row in table], x_order, step if aggregate else None)
    down = _axis("y", [row["y"] for row in table], y_order, step if aggregate else None)
    within("heatmap", x=len(across.places), y=len(down.places))
    wide, high = len(across.places), len(down.places)
    amounts = {(row["x"], row["y"]): row["value"] for row in table}
    given = [amount for amount in amounts.values() if amount is not None]
    numbers = printed(number_format(number, given, "heatmap: "), "value")
    texts = [numbers.short(amount) for amount in given]
    # A number needs its room in the wide drawing at least; in a narrower one it is left out.
    text_px = max(map(len, texts)) * parts.CHARACTER_PX + 4
    with_numbers = text_px * wide <= width
    in_use = (hue,) if middle is None else (hue, below)
    shaded = shades(given, hue, below, middle, readable(*in_use) if with_numbers else DARKEST)
    # Where the numbers are left out, the cells are as dark as they can be, and told apart the better.
    numbered = f"width >= {math.ceil(text_px * wide)}"
    full = shaded._replace(darkest=DARKEST)

    placed = named_rows(down.labels, _TALL_PX if high <= _TALL_ROWS else _LOW_PX, between=0)
    tall = placed.thick
    tops = dict(zip(down.places, placed.tops, strict=True))
    cells: list[Row] = []
    gaps: list[Row] = []
    for name, place in zip(down.labels, down.places, strict=True):
        for at, (column, of_x) in enumerate(zip(across.labels, across.places, strict=True)):
            amount = amounts.get((of_x, place))
            if amount is None:
                gaps.append({"x": at + 0.5, "y": tops[place] + tall / 2})
                continue
            fill, opacity = shaded.look(amount)
            said = f"{parts.isolated(column)}, {parts.isolated(name)}: {numbers.full(amount)} {parts.isolated(unit)}"
            cells.append(
                {"x": at, "to": at + 1, "y": tops[place] + tall / 2, "fill": fill, "opacity": opacity}
                | {"full": full.look(amount)[1]}
                | {"text": numbers.short(amount), "said": said}
            )

    headings, x_axis, above = _headings(across, placed.gutter)
    entries = [
        (
            label,
            {
                **look,
                "fillOpacity": alt.ExprRef(f"{numbered} ? {look['fillOpacity']} : {most['fillOpacity']}"),
            },
        )
        for (label, look), (_, most) in zip(shaded.entries(numbers), full.entries(numbers), strict=True)
    ]
    if gaps:
        entries.append((f"{parts.isolated(missing)} ({len(gaps):,})", {**parts.RING, "size": 28}))
    key, above = parts.key(entries, above, -placed.gutter)
    y_axis = parts.flat_title(unit, above, -placed.gutter)
    to_x = alt.X("x:Q", scale=alt.Scale(domain=[0, wide], nice=False, zero=False), axis=x_axis)
    to_y = placed.y(y_axis)
    painted = parts.base({part: cell[part] for part in cell if part != "text"} for cell in cells)
    rectangles = painted.mark_bar(
        height=tall,
        stroke=LIGHT["paper"],
        strokeWidth=alt.ExprRef(f"width < {5 * wide} ? 0 : 1"),
        opacity=1,
        fillOpacity=alt.ExprRef(f"{numbered} ? datum.opacity : datum.full"),
    )
    layers = [
        parts.spoken(
            rectangles.encode(
                x=to_x,
                x2=alt.X2("to:Q"),
                y=to_y,
                fill=alt.Fill("fill:N", scale=None),
            )
        ),
        parts.base(gaps)
        .mark_point(
            **{
                **parts.RING,
                "size": alt.ExprRef(f"min(16, pow(width / {wide}, 2) / 2)"),
                "opacity": 1,
                "aria": False,
            }
        )
        .encode(x=to_x, y=to_y),
        *headings,
        *placed.layers(to_y),
    ]
    if with_numbers:
        middles = parts.base({"x": cell["x"] + 0.5, "y": cell["y"], "text": cell["text"]} for cell in cells)
        figures = middles.mark_text(
            text=alt.ExprRef(f"{numbered} ? datum.text : ''"),
            color=LIGHT["ink"],
            fontSize=12,
            baseline="middle",
            aria=False,
        )
        layers.append(figures.encode(x=to_x, y=to_y))
    absent = parts.absent(len(gaps), wide * high, "cells")
    return parts.finish([*layers, *key], title, subtitle, width, placed.height, missing=absent)


def _table(
    data: IntoFrame, x: str, y: str, value: str, *, aggregate: Aggregate | None, step: Step
) -> list[Row]:
    """Read the cells; whole numbers are read as text, so that the engine groups by them as by names."""
    frame, whole = whole_numbers_as_text(table_of("heatmap", data), {"x": x, "y": y})
    schema = frame.collect_schema()
    kinds: dict[str, Kind] = {}
    for argument, column in (("x", x), ("y", y)):
        dtype = schema.get(column)
        kinds[argument] = "date" if dtype is not None and dtype.is_temporal() else "text"
        if dtype is not None and dtype.is_float():
            raise ContractError(
                f"heatmap: {argument}={column!r}: expected names, whole numbers or dates, got a column of {dtype}; "
                "put the numbers into steps first"
            )
    if aggregate is not None and kinds["x"] == kinds["y"] == "date":
        raise ContractError(
            "heatmap: aggregate: expected dates in x or y, got them in both; draw parts of the date, such as year and month"
        )
    table = rows(
        "heatmap",
        frame.to_native(),
        {"x": (x, kinds["x"]), "y": (y, kinds["y"])},
        {"value": (value, "number")},
        aggregate=aggregate,
        step=step,
    )
    for row in table:
        row.update({argument: int(row[argument]) for argument in whole})
    return table


def _axis(argument: str, given: list[Any], order: Sequence[str], step: Step | None) -> _Axis:
    """Put places in their order: dates and numbers one step after the other, with what lies between, names as they come."""
    first = given[0]
    found: list[Place] = list(dict.fromkeys(given))
    if isinstance(first, datetime.date):
        every = step or time.inferred(given)
        days = time.steps(min(given), max(given), every)
        if every == "week" and not step:  # weeks of the data begin on the day on which its first one does
            days = [
                min(given) + datetime.timedelta(days=7 * at)
                for at in range((max(given) - min(given)).days // 7 + 1)
            ]
        return _Axis(list(days), [time.step_text(day, every) for day in days], False, every)
    if isinstance(first, int):
        numbers: list[int] = sorted(set(given))
        whole = range(numbers[0], numbers[-1] + 1)
        places = list(whole) if len(whole) <= 2 * len(numbers) else numbers
        return _Axis(list(places), [str(place) for place in places], False, None)
    if order:
        for name in found:
            known("heatmap", f"{argument}_order", name, dict.fromkeys(order))
        found = [name for name in order if name in found]
    else:
        calendar = next((one for one in _CALENDARS if set(found) <= set(one)), None)
        found = [name for name in calendar if name in found] if calendar else found
    return _Axis(found, [str(name) for name in found], True, None)


def _headings(across: _Axis, gutter: int) -> tuple[parts.Layers, alt.Axis | None, int]:
    """Name the columns: names above the plot, upwards where they would not fit on a phone; dates and numbers on an axis below it."""
    count = len(across.places)
    column_px = (parts.NARROW_PX + 50 - gutter) / count
    if not across.named:
        return [], _below(across, column_px), 4
    wrapped = [parts.wrap(name, int(column_px / parts.CHARACTER_PX)) for name in across.labels]
    longest = max(len(line) for lines in wrapped for line in lines)
    if longest * parts.CHARACTER_PX <= column_px and max(map(len, wrapped)) <= 3:
        above = 4 + parts.LINE_PX * max(map(len, wrapped))
        style: Row = {"baseline": "bottom", "align": "center", "dy": -4}
    else:
        if column_px < _NARROW_COLUMN_PX:
            most = int((parts.NARROW_PX + 50 - gutter) / _NARROW_COLUMN_PX)
            raise ContractError(
                f"heatmap: x: expected at most {most} names side by side, got {count}; exchange x and y, or draw fewer of them"
            )
        wrapped = [parts.wrap(name, 24)[: int(column_px / _NARROW_COLUMN_PX)] for name in across.labels]
        above = 8 + round(max(len(line) for lines in wrapped for line in lines) * parts.CHARACTER_PX)
        style = {"angle": 270, "align": "left", "baseline": "middle", "lineHeight": 13}
    texts = parts.base({"x": at + 0.5, "text": "\n".join(lines)} for at, lines in enumerate(wrapped))
    placed = texts.encode(
        x=alt.X("x:Q", axis=None), y=alt.YValue(-6 if "angle" in style else 0), text=alt.Text("text:N")
    )
    return parts.halo(placed, **style), None, above


def _below(across: _Axis, column_px: float) -> alt.Axis:
    """Name as many dates or numbers below the plot as fit on a phone."""
    if across.step:
        places = [place for place in across.places if isinstance(place, datetime.date)]
        days = time.date_ticks(places[0], places[-1], 5, across.step)
        # The first of a month stands at the week that it is in.
        at = [bisect_right(places, tick) - 1 for tick in days]
        labels: list[str | list[str]] = time.tick_labels(days, across.step)
    else:
        room = max(map(len, across.labels)) * parts.CHARACTER_PX + 6
        every = next(every for every in (1, 2, 3, 5, 10, 20, 50, 100, 1000) if every * column_px >= room)
        at = list(range(0, len(across.places), every))
        labels = [across.labels[place] for place in at]
    values = [place + 0.5 for place in at]
    return alt.Axis(
        values=values,
        tickCount=len(values) + 1,
        labelExpr=f"{labels}[indexof({values}, datum.value)]",
        grid=False,
        domain=False,
        ticks=False,
        title=None,
        labelBound=False,
        labelFlush=False,
        labelOverlap=False,
    )
