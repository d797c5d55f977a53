"""How did the days of one period compare with the days around it? Every day, and the mean of each window."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import get_args

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _adjustable
from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import amounts
from figures.charts._columns import across, columns, middle, rings, stepped
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._rows import Aggregate, Row, known, rows, unique
from figures.charts._time import Step, following, step_text
from figures.charts._window import Window
from figures.errors import ContractError
from figures.text import NumberFormat, number_format
from figures.theme import LIGHT, Colour

_DAY = timedelta(days=1)


def daily_columns(
    data: IntoFrame,
    *,
    date: str,
    value: str,
    windows: Sequence[Window],
    step: Step = "day",
    unit: str,
    title: str,
    subtitle: str = "",
    marked: Sequence[tuple[date, str]] = (),
    colour: Colour = "blue",
    number: str = "auto",
    missing: str = "no report",
    adjustable: bool = False,
    aggregate: Aggregate | None = None,
    width: int = 640,
    height: int = 240,
) -> alt.LayerChart:
    """Draw a column for each day or longer step of time, and for each window its mean as a line over its days.

    A day without a row, or with a missing value, is a small ring on the baseline, which a zero is not.

    Parameters
    ----------
    data
        One row for each step, in any order.
    date, value
        Columns: any day of the step; the amount, in ``unit``.
    windows
        The windows, from left to right, or none; ``Window(*row)`` makes one from a row of a table. A step belongs to the window in
        which it starts.
    step
        Time of one column: ``day``, ``week`` (from Monday, or the day of all dates), ``month``, ``quarter`` or ``year``.
    unit
        What is counted, per what.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    marked
        Days to point out, each with its label.
    colour
        Colour of the columns: a name such as ``teal``, or a hex.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    missing
        What a ring means.
    adjustable
        Let the reader change how many days are compared with the shaded window, and on which side of it. This takes three windows
        that follow each other, the middle one shaded; their means are worked out in the chart, a missing day as zero.
    aggregate
        How the rows of one step become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own engine works it
        out, and only the result is fetched. Without it two rows for a step are refused.
    width, height
        Size of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a step has two rows, a window ends before it starts, or a window or a day to
        point out lies outside the days of the table.

    Notes
    -----
    A mean hides how uneven days are, therefore the days stay visible behind it.

    Examples
    --------
    >>> from datetime import date
    >>> import pyarrow as pa
    >>> from figures.charts import Window, daily_columns
    >>> riders = [410, 455, 430, 470, 520, 300, 260, 610, 640, None, 690, 700, 480, 430]
    >>> riders += [450, 480, 460, 500, 540, 320, 280]
    >>> data = pa.table({"day": [date(2024, 5, 6 + at) for at in range(21)], "riders": riders})
    >>> chart = daily_columns(
    ...     data,
    ...     date="day",
    ...     value="riders",
    ...     windows=[
    ...         Window("week before", date(2024, 5, 6), date(2024, 5, 12)),
    ...         Window("bridge closed to cars", date(2024, 5, 13), date(2024, 5, 19), shaded=True),
    ...         Window("week after", date(2024, 5, 20), date(2024, 5, 26)),
    ...     ],
    ...     colour="teal",
    ...     unit="cyclists per day",
    ...     title="With the bridge closed to cars, almost half as many again cycled",
    ...     subtitle="Invented numbers: cyclists counted on a town's bridge, May 2024",
    ... )
    """
    hue = asked.colour("daily_columns", "colour", colour)
    asked.days("daily_columns", "windows", (day for _, start, end, *_ in windows for day in (start, end)))
    asked.days("daily_columns", "marked", (day for day, _ in marked))
    parts.unit_given("daily_columns", unit)
    known("daily_columns", "step", step, dict.fromkeys(["day"] if adjustable else get_args(Step)))
    table = rows(
        "daily_columns",
        data,
        {"date": (date, "date")},
        {"value": (value, "number")},
        aggregate=aggregate,
        step=step,
    )
    each = stepped(table, "date", step)
    unique("daily_columns", table, "date")
    for window in windows:
        if window.end < window.start:
            raise ContractError(
                f"daily_columns: window {window.label!r} ends {window.end} before it starts {window.start}"
            )
    table.sort(key=lambda row: row["date"])
    first, last = each[0], following(each[-1], step) - _DAY
    given = {row["date"]: row["value"] for row in table if row["value"] is not None}
    parts.some_given("daily_columns", "value", value, given.values())
    within("daily_columns", date=len(each))
    asked.inside("daily_columns", "marked", (day for day, _ in marked), first, last)
    compared = (day for window in windows for day in (window.start, window.end))
    asked.inside("daily_columns", "windows", compared, first, last)
    windows = [_with_mean(window, given, step) for window in windows]
    marked = [(each[bisect_right(each, day) - 1], label) for day, label in marked]
    numbers = printed(number_format(number, given.values(), "daily_columns: "), "value")
    means = number_format(number, [window.mean for window in windows])
    values = [
        {
            "date": day,
            "end": following(day, step),
            "amount": given[day],
            "opacity": 0.75 if not marked else 1 if day in dict(marked) else 0.7,
            "said": f"{step_text(day, step)}: {numbers.full(given[day])} {parts.isolated(unit)}",
        }
        for day in each
        if day in given
    ]
    gaps = [day for day in each if day not in given]
    spans = [_span(window, means) for window in windows]

    axis = amounts([*given.values(), *(window.mean for window in windows)], numbers)
    pointers = [
        parts.Mark(
            middle(day, step), label, foot=axis.pixel(max(given.get(day, 0), 0), height) - 2, centred=True
        )
        for day, label in marked
    ]
    _, header, above = parts.rules(pointers, first, last + _DAY, 0, height)
    if adjustable:
        _adjustable.check(windows)
        labels, above = _adjustable.labels(windows, given, number, above)
        header += labels
    elif spans:
        labels, above = _labels(spans, first, last, above)
        header += labels
    if gaps:
        entry, above = parts.key([(parts.counted(missing, gaps, step), parts.RING)], above)
        header += entry
    x = across(each, step)
    y = alt.Y("amount:Q", scale=axis.scale, axis=axis.upright(unit, above))

    over = _adjustable.means(windows, given) if adjustable else parts.base(spans)
    band = parts.base([span for span in spans if span["shaded"]]).mark_rect(color=LIGHT["band"], aria=False)
    mean = over.encode(x=alt.X("start:T"), x2=alt.X2("end:T"), y=alt.Y("amount:Q"))
    look = {"opacity": alt.Opacity("opacity:Q", scale=None, legend=None)}
    layers = [
        band.encode(x=alt.X("start:T"), x2=alt.X2("end:T")),
        *columns(values, len(each), x, y, look, color=hue),
        mean.mark_rule(color=LIGHT["paper"], strokeWidth=4.5, aria=False),
        mean.mark_rule(color=LIGHT["ink"], strokeWidth=2, aria=False),
        *axis.baseline(),
        rings(gaps, step),
        *header,
    ]
    absent = parts.absent(len(gaps), len(each), f"{step}s")
    chart = parts.finish(layers, title, subtitle, width, height, missing=absent)
    return chart.add_params(*_adjustable.controls(windows)) if adjustable else chart


def _with_mean(window: Window, given: Mapping[date, float], step: Step) -> Window:
    if window.mean is not None:
        return window
    found = [amount for day, amount in given.items() if window.start <= day <= window.end]
    if not found:
        raise ContractError(f"daily_columns: window {window.label!r} has no {step} with a value")
    return window._replace(mean=sum(found) / len(found))


def _span(window: Window, means: NumberFormat) -> Row:
    days = (window.end - window.start).days + 1
    return {
        "label": window.label,
        "start": window.start,
        "middle": window.start + timedelta(days=days // 2),
        "end": window.end + _DAY,
        "amount": window.mean,
        "mean": f"mean {means.full(window.mean or 0)}",
        "shaded": bool(window.shaded),
    }


def _labels(spans: list[Row], first: date, last: date, above: int) -> tuple[parts.Layers, int]:
    """Write label and mean of each window above its own days, as wide as a phone allows."""
    whole = (last - first).days + 1
    wrapped = [
        parts.wrap(
            span["label"],
            int((span["end"] - span["start"]).days / whole * parts.NARROW_PX / parts.CHARACTER_PX),
        )
        for span in spans
    ]
    deepest = max(map(len, wrapped))
    # Means of windows that are narrow on a phone stand below the word.
    narrow = any(
        len(span["mean"]) * parts.CHARACTER_PX > (span["end"] - span["start"]).days / whole * parts.NARROW_PX
        for span in spans
    )
    values = [
        {
            "middle": span["middle"],
            "mean": span["mean"].replace("mean ", "mean\n") if narrow else span["mean"],
            "label": "\n".join([" "] * (deepest - len(lines)) + lines),
        }
        for span, lines in zip(spans, wrapped, strict=True)
    ]
    text = parts.base(values).encode(x=alt.X("middle:T"))
    style = {"align": "center", "baseline": "top"}
    mean_at = above + 5 + parts.LINE_PX * (1 + narrow)
    above = mean_at + 2 + parts.LINE_PX * deepest
    return [
        *parts.halo(text.encode(y=alt.YValue(-mean_at), text=alt.Text("mean:N")), fontWeight="bold", **style),
        *parts.halo(text.encode(y=alt.YValue(-above), text=alt.Text("label:N")), **style),
    ], above
