"""How high do several sources put the same running total, and how far apart are they? Lines, bands and dated points."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import amounts
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._rows import Aggregate, Row, known, rows, unique
from figures.charts._time import time_axis, utc
from figures.errors import ContractError
from figures.text import NumberFormat, day_text, number_format
from figures.theme import LIGHT, Colour

_SHAPES = ("circle", "square")


def estimates_over_time(
    data: IntoFrame,
    *,
    date: str,
    value: str,
    series: str,
    unit: str,
    title: str,
    subtitle: str = "",
    colours: Mapping[str, Colour] | None = None,
    number: str = "auto",
    low: str | None = None,
    high: str | None = None,
    claims: Collection[str] = (),
    points: Collection[str] = (),
    from_zero: bool = True,
    rules: Sequence[tuple[date, str]] = (),
    aggregate: Aggregate | None = None,
    width: int = 640,
    height: int = 280,
) -> alt.LayerChart:
    """Draw a line for each source on one scale, with a band where it gives a range; dated estimates are points.

    A party's claim is a dashed line, any other a solid one. Of a point, low and high without a value are a bar;
    low alone means "more than" and ends in an arrow. A line breaks where a date has no value, a band where it has no range.

    Parameters
    ----------
    data
        One row for each series and date.
    date, value, series
        Columns: the day; the total, in ``unit``; whose it is.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colours
        Series to colour, a name such as ``teal`` or a hex, in the order of the key; by default hues in the order of the table. No two
        series look the same: those that share a colour differ as a line, a claim or a point.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    low, high
        Columns: the lower end of the range of a total; the upper end. Each may be missing.
    claims
        Series that are a party's claim.
    points
        Series of single estimates, which no line may join; at most two.
    from_zero
        Whether the scale begins at zero. Without it small differences become visible; the subtitle should say so.
    rules
        Days to mark by a rule, each with its label.
    aggregate
        How the rows of one day and series become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own engine works it
        out, and only the result is fetched. Without it two rows for a day in a line are refused. It takes neither ``low`` nor
        ``high``.
    width, height
        Size of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a series has no colour, a date has two rows in a line,
        a value lies outside its range, or a rule outside the days of the table.

    Examples
    --------
    >>> from datetime import date
    >>> import pyarrow as pa
    >>> from figures.charts import estimates_over_time
    >>> claimed, counted = [5, 9, 14, 19, 24, 33, 39], [4, 7, 10, 13, 17, 26, 30]
    >>> days = [date(2024, 7, 1 + at) for at in range(7)]
    >>> rows = [("gates", day, total, 0.9 * total, 1.1 * total) for day, total in zip(days, counted)]
    >>> rows += [("organisers", day, total, None, None) for day, total in zip(days, claimed)]
    >>> rows += [("newspaper", days[3], 15, 12, 18), ("newspaper", days[5], 25, None, None)]
    >>> names = ["series", "day", "total", "low", "high"]
    >>> data = pa.Table.from_pylist([dict(zip(names, row)) for row in rows])
    >>> chart = estimates_over_time(
    ...     data,
    ...     date="day", value="total", series="series", low="low", high="high",
    ...     unit="thousand visitors since the opening",
    ...     colours={"organisers": "amber", "gates": "teal", "newspaper": "ink"},
    ...     claims=["organisers"], points=["newspaper"], rules=[(days[5], "6 July: parade")],
    ...     title="The organisers' total drew away from what the gates counted",
    ...     subtitle="Invented numbers: visitors of a town festival, running total, July 2024",
    ... )
    """
    asked.days("estimates_over_time", "rules", (day for day, _ in rules))
    parts.unit_given("estimates_over_time", unit)
    table = rows(
        "estimates_over_time",
        data,
        {"date": (date, "date"), "series": (series, "text")},
        {"value": (value, "number"), "low": (low, "number"), "high": (high, "number")},
        aggregate=aggregate,
    )
    hues = asked.colours("estimates_over_time", "colours", colours, (row["series"] for row in table))
    for row in table:
        _check(row)
    unique("estimates_over_time", [row for row in table if row["series"] not in points], "series", "date")
    table.sort(key=lambda row: row["date"])
    drawn = {row["series"] for row in table}
    order = [name for name in hues if name in drawn]
    for name in (*claims, *points):
        known("estimates_over_time", "claims" if name in claims else "points", name, hues)
    dotted = [name for name in order if name in points]
    if len(dotted) > len(_SHAPES):
        raise ContractError(f"estimates_over_time: points: expected at most two series, got {dotted}")

    within("estimates_over_time", date=len({row["date"] for row in table}), series=len(order))
    given = [row[part] for row in table for part in ("value", "low", "high") if row[part] is not None]
    parts.some_given("estimates_over_time", "value", value, given)
    first, last = table[0]["date"], table[-1]["date"]
    end = last + timedelta(days=1)
    asked.inside("estimates_over_time", "rules", (day for day, _ in rules), first, last)
    numbers = printed(number_format(number, given, "estimates_over_time: "), "value", "low", "high")
    axis = amounts(given, numbers, zero=from_zero)
    marks = [parts.Mark(day, label) for day, label in rules]
    _, header, above = parts.rules(marks, first, end, 0, height)
    entries = [(name, _entry(name, hues[name], name in claims, dotted)) for name in order]
    asked.apart("estimates_over_time", "colours", dict(entries))
    explained, above = parts.key(entries, above)
    x = alt.X("date:T", scale=utc(first, end), axis=time_axis(first, last))
    y = alt.Y("amount:Q", scale=axis.scale, axis=axis.upright(unit, above))
    layers: parts.Layers = []
    for row in table:
        row["said"] = f"{day_text(row['date'])}, {parts.isolated(row['series'])}: {_amount(row, numbers)}"
    absent: list[str] = []
    for name in order:
        own = [row for row in table if row["series"] == name]
        if name in points:
            # An arrow of 12 px says "more than": in amounts, as the plot's height is fixed and its width is not.
            arrow = 12 * (axis.high - axis.low) / height
            silent = [row for row in own if row["value"] is row["low"] is row["high"] is None]
            absent += parts.absent(len(silent), len(own), "estimates", name)
            layers += _points(own, _entry(name, hues[name], False, dotted), arrow, x, y)
        else:
            absent += parts.absent(sum(row["value"] is None for row in own), len(own), "dates", name)
            absent += parts.no_range(own, "dates", name)
            layers += _line(own, hues[name], name in claims, x, y)
    return parts.finish([*layers, *header, *explained], title, subtitle, width, height, missing=absent)


def _check(row: Row) -> None:
    if row["value"] is row["low"] is None and row["high"] is not None:
        raise ContractError(
            f"estimates_over_time: {row['series']}, {row['date']}: expected low or value beside high={row['high']}, got neither"
        )
    given = [row[part] for part in ("low", "value", "high") if row[part] is not None]
    if given != sorted(given):
        raise ContractError(
            f"estimates_over_time: {row['series']}, {row['date']}: expected low <= value <= high, got {given}"
        )


def _line(own: list[Row], hue: str, claim: bool, x: alt.X, y: alt.Y) -> parts.Layers:
    ranged = [{"date": row["date"], "amount": row["low"], "high": row["high"]} for row in parts.ranged(own)]
    given = [row["value"] is not None for row in own]
    single = [{"date": own[at]["date"], "amount": own[at]["value"]} for at in parts.alone(given)]
    spans = [ranged[at] for at in parts.alone([row["high"] is not None for row in ranged])]
    line = parts.base([{"date": row["date"], "amount": row["value"]} for row in own])
    band = parts.base(ranged).mark_area(color=hue, opacity=0.16, line=False, aria=False)
    return [
        band.encode(x=x, y=y, y2=alt.Y2("high:Q")),
        line.mark_line(
            color=hue, strokeWidth=2.2, strokeDash=[5, 3] if claim else [1, 0], strokeJoin="round", aria=False
        ).encode(x=x, y=y),
        *(parts.dots(single, hue).encode(x=x, y=y) for _ in single[:1]),
        *(
            parts.base(spans)
            .mark_rule(color=hue, strokeWidth=3, opacity=0.4, aria=False)
            .encode(x=x, y=y, y2=alt.Y2("high:Q"))
            for _ in spans[:1]
        ),
        parts.touchable(
            {"date": row["date"], "amount": row["value"], "said": row["said"]}
            for row in own
            if row["value"] is not None
        ).encode(x=x, y=y),
    ]


def _points(own: list[Row], mark: Row, arrow: float, x: alt.X, y: alt.Y) -> parts.Layers:
    spoken = [
        {"date": row["date"], "amount": row["value"], "said": row["said"]}
        for row in own
        if row["value"] is not None
    ]
    spans = [
        {"date": row["date"], "amount": row["low"], "high": row["high"], "said": row["said"]}
        for row in own
        if None not in (row["low"], row["high"])
    ]
    floors: list[Row] = [
        {"date": row["date"], "amount": row["low"], "high": row["low"] + arrow, "said": row["said"]}
        for row in own
        if row["value"] is row["high"] is None and row["low"] is not None
    ]
    hue = mark["fill"]
    halo: Row = {"stroke": LIGHT["paper"], "strokeWidth": 1.2, "opacity": 1, "filled": True}
    said = alt.Description("said:N")
    return [
        parts.base(spans)
        .mark_rule(color=hue, strokeWidth=3, opacity=0.6)
        .encode(x=x, y=y, y2=alt.Y2("high:Q"), description=said),
        parts.base(floors)
        .mark_rule(color=hue, strokeWidth=2, aria=False)
        .encode(x=x, y=y, y2=alt.Y2("high:Q")),
        parts.base([{**row, "amount": row["high"]} for row in floors])
        .mark_point(shape="triangle-up", fill=hue, size=46, **halo)
        .encode(x=x, y=y, description=said),
        parts.base(spoken)
        .mark_point(**{**mark, **halo})
        .encode(x=x, y=y, description=said, tooltip=[alt.Tooltip("said:N", title="estimate")]),
    ]


def _amount(row: Row, numbers: NumberFormat) -> str:
    if row["value"] is not None:
        return numbers.full(row["value"])
    if None not in (row["low"], row["high"]):
        return f"{numbers.full(row['low'])} to {numbers.full(row['high'])}"
    return "" if row["low"] is None else f"more than {numbers.full(row['low'])}"


def _entry(name: str, hue: str, claim: bool, dotted: Sequence[str]) -> Row:
    if name in dotted:
        shape = _SHAPES[dotted.index(name)]
        return {"shape": shape, "fill": hue, "stroke": hue, "filled": True, "size": 62}
    dash = [5, 3] if claim else [1, 0]
    return {"shape": "stroke", "stroke": hue, "strokeWidth": 2.2, "strokeDash": dash, "size": 160}
