"""What does each of two sources give for each month, and for which months can neither give anything? Dots on a ratio scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import ratios
from figures.charts._columns import across, middle, stepped
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._rows import Aggregate, Row, rows, unique
from figures.charts._time import Step, following, step_text
from figures.errors import ContractError
from figures.text import number_format
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
    subtitle: str = "",
    colours: Mapping[str, Colour] | None = None,
    nothing: str,
    step: Step = "month",
    number: str = "auto",
    rules: Sequence[tuple[date, str]] = (),
    aggregate: Aggregate | None = None,
    width: int = 640,
    height: int = 300,
) -> alt.LayerChart:
    """Draw two dots for each month, or another step of time, joined by a bar, on a scale where equal steps are equal ratios.

    A month for which a source has no value keeps its place: an open mark of the source in a strip above the scale.

    Parameters
    ----------
    data
        One row for each month, or step, and series; ``month`` is any day of it.
    month, value, series
        Columns: any day of the month or step; the amount, above zero or missing, in ``unit``; the source.
    unit
        What is counted, per what.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colours
        The two series, first and second, to their colours, names such as ``teal`` or hexes; the first is a dot, the second a square.
    nothing
        What a mark in the strip means.
    step
        Length of time that a pair stands for: ``day``, ``week`` (from Monday), ``month``, ``quarter`` or ``year``.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    rules
        Days to mark by a rule, each with its label.
    aggregate
        How the rows of one step and series become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own engine works it
        out, and only the result is fetched. Without it two rows for a step and series are refused.
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
        a value is not above zero, or a rule lies outside the table's days.

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
        step=step,
    )
    hues = asked.colours("paired_months", "colours", colours, (row["series"] for row in table))
    if len(hues) != 2:
        raise ContractError(
            f"paired_months: {'colours' if colours else f'series={series!r}'}: expected two series, got {list(hues)}"
        )
    each = stepped(table, "month", step)
    for row in table:
        if row["value"] is not None and row["value"] <= 0:
            raise ContractError(
                f"paired_months: value={value!r}: expected more than zero, got {row['value']} for "
                f"{row['series']}, {row['month']}; leave it empty where there is no ratio"
            )
    unique("paired_months", table, "month", "series")
    with_value = [row for row in table if row["value"] is not None]
    parts.some_given("paired_months", "value", value, with_value)
    within("paired_months", month=len(each))
    end = following(each[-1], step)
    asked.inside("paired_months", "rules", (day for day, _ in rules), each[0], end - timedelta(days=1))
    numbers = number_format(number, [row["value"] for row in with_value], "paired_months: ")
    printed(numbers, "value")
    axis = ratios([row["value"] for row in with_value], numbers)

    marks = [parts.Mark(day, label) for day, label in rules]
    _, header, above = parts.rules(marks, each[0], end, 0, height)
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

    x = across(each, step)
    y = alt.Y(
        "amount:Q",
        scale=alt.Scale(
            type="log", domain=[axis.low, axis.high], range=[height, _STRIP_PX], nice=False, zero=False
        ),
        axis=axis.upright(unit, above),
    )
    joined = []
    for at in each:
        pair = [row["value"] for row in with_value if row["month"] == at]
        if len(pair) == len(hues):
            joined.append({"date": middle(at, step), "amount": min(pair), "high": max(pair)})
    for row in table:
        amount = nothing if row["value"] is None else numbers.full(row["value"])
        row["date"] = middle(row["month"], step)
        row["said"] = f"{step_text(row['month'], step)}, {parts.isolated(row['series'])}: {amount}"
    layers: parts.Layers = [
        parts.base(joined)
        .mark_rule(color=LIGHT["muted"], strokeWidth=2.5, opacity=0.5, aria=False)
        .encode(x=x, y=y, y2=alt.Y2("high:Q"))
    ]
    for shift, name in zip((-2, 2), hues, strict=True):
        own = [row for row in table if row["series"] == name]
        hue = hues[name]
        dots = parts.base(_dot(row) for row in own if row["value"] is not None)
        gaps = parts.base(_dot(row) for row in own if row["value"] is None)
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
                tooltip=[alt.Tooltip("said:N", title=step)],
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
            len(each) - sum(row["series"] == name for row in table), len(each), f"{step}s", name
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


def _dot(row: Row) -> Row:
    return {"date": row["date"], "amount": row["value"], "said": row["said"]}
