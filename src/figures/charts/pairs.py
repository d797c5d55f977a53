"""What does each of two sources give for each month, and for which months can neither give anything? Dots on a ratio scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._limits import within
from figures.charts._rows import Aggregate, Row, rows, unique
from figures.errors import ContractError
from figures.text import next_month
from figures.theme import LIGHT, Colour

# The strip above the scale in which months without a value stand.
_STRIP_PX = 26


def paired_months(
    data: IntoFrame,
    *,
    month: str,
    value: str,
    series: str,
    unit: str,
    title: str,
    subtitle: str,
    colours: Mapping[str, Colour] | None = None,
    nothing: str,
    rules: Sequence[tuple[date, str]] = (),
    aggregate: Aggregate | None = None,
    width: int = 640,
    height: int = 300,
) -> alt.LayerChart:
    """Draw two dots for each month, joined by a bar, on a scale where equal steps are equal ratios.

    A month for which a source has no value keeps its place: an open mark of the source in a strip above the scale.

    Parameters
    ----------
    data
        One row for each month and series; ``month`` is any day of it.
    month, value, series
        Columns: the month; the amount, above zero or missing, in ``unit``; the source.
    unit
        What is counted, per what.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colours
        The two series, first and second, to their colours, names such as ``teal`` or hexes; the first is a dot, the second a square.
    nothing
        What a mark in the strip means.
    rules
        Days to mark by a rule, each with its label.
    aggregate
        How the rows of one month and series become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own engine works it
        out, and only the result is fetched. Without it two rows for a month and series are refused.
    width, height
        Size of the plot in px, the strip included.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, there are not two series, a month has two rows for one,
        or a value is not above zero.

    Notes
    -----
    A ratio of two amounts has no upper end, so its mean over months would mean little; none is drawn.

    Examples
    --------
    >>> from datetime import date
    >>> import pyarrow as pa
    >>> from figures.charts import paired_months
    >>> garden, roof = [42, 18, 60, 33, 9, 75, 51, 24], [33, 12, 52, 24, 4, 66, None, 19]
    >>> data = pa.table({
    ...     "month": [date(2024, at, 1) for at in range(3, 11)] * 2,
    ...     "rain": garden + roof,
    ...     "gauge": ["garden"] * 8 + ["roof"] * 8,
    ... })
    >>> chart = paired_months(
    ...     data,
    ...     month="month", value="rain", series="gauge",
    ...     unit="millimetres of rain per month",
    ...     colours={"garden": "teal", "roof": "amber"},
    ...     nothing="no reading",
    ...     rules=[(date(2024, 9, 12), "gauge repaired")],
    ...     title="The gauge on the roof shows less, most so in the driest month",
    ...     subtitle="Invented numbers: two rain gauges at one school, March to October 2024",
    ... )
    """
    asked.days("paired_months", "rules", (day for day, _ in rules))
    parts.unit_given("paired_months", unit)
    table = rows(
        "paired_months",
        data,
        {"month": (month, "date"), "series": (series, "text")},
        {"value": (value, "number")},
        aggregate=aggregate,
        step="month",
    )
    hues = asked.colours("paired_months", "colours", colours, (row["series"] for row in table))
    if len(hues) != 2:
        raise ContractError(
            f"paired_months: {'colours' if colours else f'series={series!r}'}: expected two series, got {list(hues)}"
        )
    for row in table:
        row["month"] = row["month"].replace(day=1)
        if row["value"] is not None and row["value"] <= 0:
            raise ContractError(
                f"paired_months: value={value!r}: expected more than zero, got {row['value']} for "
                f"{row['series']}, {row['month']}; leave it empty where there is no ratio"
            )
    unique("paired_months", table, "month", "series")
    with_value = [row for row in table if row["value"] is not None]
    parts.some_given("paired_months", "value", value, with_value)
    months = parts.months(min(row["month"] for row in table), max(row["month"] for row in table))
    within("paired_months", month=len(months))
    end = next_month(months[-1])
    ends, axis = _ratio_scale(
        min(row["value"] for row in with_value), max(row["value"] for row in with_value)
    )

    marks = [parts.Mark(day, label) for day, label in rules]
    _, header, above = parts.rules(marks, months[0], end, 0, height)
    shapes = dict(zip(hues, ("circle", "square"), strict=True))
    entries = [
        (
            name,
            {
                "shape": shapes[name],
                "fill": hues[name],
                "stroke": hues[name],
                "filled": True,
            },
        )
        for name in hues
    ]
    silent = [row for row in table if row["value"] is None]
    if silent:
        entries.append((f"{parts.isolated(nothing)} ({len(silent)})", _open("circle", LIGHT["ink"])))
    explained, above = parts.key(entries, above)

    x = alt.X("date:T", scale=parts.utc(months[0], end), axis=parts.time_axis(months[0], months[-1]))
    y = alt.Y(
        "amount:Q",
        scale=alt.Scale(type="log", domain=ends, range=[height, _STRIP_PX], nice=False, zero=False),
        axis=parts.amount_axis(axis, unit, above),
    )
    joined = []
    for at in months:
        pair = [row["value"] for row in with_value if row["month"] == at]
        if len(pair) == len(hues):
            joined.append({"date": _middle(at), "amount": min(pair), "high": max(pair)})
    layers: parts.Layers = [
        parts.base(joined)
        .mark_rule(color=LIGHT["muted"], strokeWidth=2.5, opacity=0.5, aria=False)
        .encode(x=x, y=y, y2=alt.Y2("high:Q"))
    ]
    for shift, name in zip((-2, 2), hues, strict=True):
        own = [row for row in table if row["series"] == name]
        hue = hues[name]
        dots = parts.base(_dot(row) for row in own if row["value"] is not None)
        gaps = parts.base(_dot(row, nothing) for row in own if row["value"] is None)
        layers += [
            dots.mark_point(
                shape=shapes[name],
                filled=True,
                fill=hue,
                stroke=LIGHT["paper"],
                strokeWidth=0.8,
                size=48,
                opacity=1,
            ).encode(
                x=x,
                y=y,
                xOffset=alt.XOffsetValue(shift),
                description=alt.Description("said:N"),
                tooltip=[alt.Tooltip("said:N", title="month")],
            ),
            gaps.mark_point(**_open(shapes[name], hue), opacity=1).encode(
                x=x,
                y=alt.YValue(_STRIP_PX // 2),
                xOffset=alt.XOffsetValue(shift),
                description=alt.Description("said:N"),
            ),
        ]
    absent = [
        sentence
        for name in hues
        for sentence in parts.absent(
            len(months) - sum(row["series"] == name for row in table), len(months), "months", name
        )
    ]
    return parts.finish([*layers, *header, *explained], title, subtitle, width, height, missing=absent)


def _open(shape: str, hue: str) -> Row:
    return {
        "shape": shape,
        "filled": True,
        "fill": LIGHT["paper"],
        "stroke": hue,
        "strokeWidth": 1.6,
        "size": 48,
    }


def _middle(month: date) -> date:
    return month + timedelta(days=(next_month(month) - month).days // 2)


def _dot(row: Row, nothing: str = "") -> Row:
    amount = nothing or parts.number(row["value"])
    return {
        "date": _middle(row["month"]),
        "amount": row["value"],
        "said": f"{row['month']:%B %Y}, {parts.isolated(row['series'])}: {amount}",
    }


def _ratio_scale(low: float, high: float) -> tuple[list[float], list[float]]:
    """Choose ends of the scale among 1, 3, 10, 30 ..., and at most five ticks between them."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    # One power more at each end: a logarithm can round up to a power that its number does not reach.
    fine = [factor * 10.0**power for power in range(first - 1, last + 2) for factor in (1, 3)]
    start = max(at for at, tick in enumerate(fine[:-1]) if tick <= low)
    stop = next(at for at, tick in enumerate(fine) if tick >= high and at > start)
    within = fine[start : stop + 1]
    most = 5
    ticks = within if len(within) <= most else [10.0**power for power in range(first, last + 1)]
    return [within[0], within[-1]], [tick for tick in ticks if within[0] <= tick <= within[-1]][-most:]
