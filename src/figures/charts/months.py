"""How much in each month, and what happened in the month or two that matter? Columns from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import amounts
from figures.charts._columns import across, columns, rings, stepped
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._rows import Aggregate, Kind, Row, unique
from figures.charts._rows import rows as rows_of
from figures.charts._time import Step, following, step_text
from figures.errors import ContractError
from figures.text import number_format
from figures.theme import Colour


def monthly_columns(
    data: IntoFrame,
    *,
    month: str,
    value: str,
    unit: str,
    title: str,
    subtitle: str = "",
    colour: Colour = "blue",
    step: Step = "month",
    number: str = "auto",
    marked: tuple[date, date] | None = None,
    marked_label: str = "",
    rules: Sequence[tuple[date, str]] = (),
    aggregate: Aggregate | None = None,
    missing: str = "no figure",
    width: int = 640,
    height: int = 240,
) -> alt.LayerChart:
    """Draw a column for each month, or another step of time, one period marked.

    Parameters
    ----------
    data
        One row a month, or step; ``month`` is any day of it.
    month, value
        Columns: any day of the month or step; the amount, in ``unit``.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colour
        Colour of the columns: a name such as ``teal``, or a hex.
    step
        Length of time that a column stands for: ``day``, ``week`` (from Monday), ``month``, ``quarter`` or ``year``.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    marked
        First and last day of the period to mark, in whole steps; its columns are darker and stand on a band.
    marked_label
        Words above the band.
    rules
        Days to mark by a rule, each with its label.
    aggregate
        How the rows of one step become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own engine works it
        out, and only the result is fetched. Without it two rows for a step are refused.
    missing
        What a ring on the baseline means: a step without a row or value.
    width, height
        Size of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a month has two rows, or a day to mark lies outside the table's.

    Examples
    --------
    >>> from datetime import date
    >>> import pyarrow as pa
    >>> from figures.charts import monthly_columns
    >>> loans = [820, 790, 845, 810, 760, 905, 1340, 1295, 870, 840, None, 780]
    >>> data = pa.table({"month": [date(2024, at, 1) for at in range(1, 13)], "loans": loans})
    >>> chart = monthly_columns(
    ...     data,
    ...     month="month",
    ...     value="loans",
    ...     unit="children's books lent per month",
    ...     colour="teal",
    ...     marked=(date(2024, 7, 1), date(2024, 8, 1)),
    ...     marked_label="school holidays",
    ...     rules=[(date(2024, 3, 18), "18 March: fines end")],
    ...     missing="closed for repairs",
    ...     title="Lending rose in the school holidays, not when fines ended",
    ...     subtitle="Invented numbers: children's books lent by a town library, 2024",
    ... )
    """
    hue = asked.colour("monthly_columns", "colour", colour)
    asked.days("monthly_columns", "marked", marked or ())
    asked.days("monthly_columns", "rules", (day for day, _ in rules))
    parts.unit_given("monthly_columns", unit)
    table, each = _stepped(
        "monthly_columns",
        data,
        {"month": (month, "date")},
        {"value": (value, "number")},
        aggregate=aggregate,
        step=step,
    )
    unique("monthly_columns", table, "month")
    given = {row["month"]: row["value"] for row in table if row["value"] is not None}
    parts.some_given("monthly_columns", "value", value, given.values())
    period, marks = _marks("monthly_columns", each, step, marked=marked, label=marked_label, rules=rules)
    numbers = printed(number_format(number, given.values(), "monthly_columns: "), "value")
    values = [
        {
            "date": at,
            "end": following(at, step),
            "amount": given[at],
            "opacity": 1 if at in period or not period else 0.7,
            "said": f"{step_text(at, step)}: {numbers.full(given[at])} {parts.isolated(unit)}",
        }
        for at in each
        if at in given
    ]
    gaps = [at for at in each if at not in given]

    axis = amounts(given.values(), numbers)
    bands, header, above = parts.rules(marks, each[0], following(each[-1], step), 0, height)
    if gaps:
        entry, above = parts.key([(parts.counted(missing, gaps, step), parts.RING)], above)
        header += entry
    x = across(each, step)
    y = alt.Y("amount:Q", scale=axis.scale, axis=axis.upright(unit, above))
    look = {"opacity": alt.Opacity("opacity:Q", scale=None, legend=None)}
    layers = [
        *bands,
        *columns(values, len(each), x, y, look, color=hue),
        *axis.baseline(),
        rings(gaps, step),
        *header,
    ]
    absent = parts.absent(len(gaps), len(each), f"{step}s")
    return parts.finish(layers, title, subtitle, width, height, missing=absent)


def stacked_columns(
    data: IntoFrame,
    *,
    month: str,
    value: str,
    group: str,
    unit: str,
    title: str,
    subtitle: str = "",
    colours: Mapping[str, Colour] | None = None,
    step: Step = "month",
    number: str = "auto",
    marked: tuple[date, date] | None = None,
    marked_label: str = "",
    rules: Sequence[tuple[date, str]] = (),
    aggregate: Aggregate | None = None,
    width: int = 640,
    height: int = 260,
) -> alt.LayerChart:
    """Draw a column for each month, or another step of time, stacked by group.

    How much came in each month, and how much of it from whom?

    Parameters
    ----------
    data
        One row for each month, or step, and group, amounts of zero or more; an absent row is nothing.
    month, value, group
        Columns: any day of the month or step; the amount, in ``unit``; the group.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colours
        Group to colour, a name or a hex, from the bottom of the stack to the top; by default hues in the order of the table. Groups
        that share a colour get paler upwards.
    step
        Length of time that a column stands for: ``day``, ``week`` (from Monday), ``month``, ``quarter`` or ``year``.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    marked
        First and last day of the period to mark with a band, in whole steps.
    marked_label
        Words above the band.
    rules
        Days to mark by a rule, each with its label.
    aggregate
        How the rows of one step and group become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own engine works it
        out, and only the result is fetched. Without it two rows for a step and group are refused.
    width, height
        Size of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, an amount is negative, a group has no colour, a month
        and group have two rows, or a day to mark lies outside the table's.

    Notes
    -----
    Only the lowest group stands on a common baseline: put the group that the text compares there.

    Examples
    --------
    >>> from datetime import date
    >>> import pyarrow as pa
    >>> from figures.charts import stacked_columns
    >>> data = pa.table({
    ...     "month": [date(2024, at, 1) for at in range(1, 7)] * 3,
    ...     "dish": ["vegetarian"] * 6 + ["fish"] * 6 + ["meat"] * 6,
    ...     "meals": [610, 640, 655, 900, 960, 985, 310, 300, 320, 290, 305, 300, 880, 860, 875, 620, 590, 560],
    ... })
    >>> chart = stacked_columns(
    ...     data,
    ...     month="month", value="meals", group="dish",
    ...     unit="school meals per month",
    ...     colours={"vegetarian": "teal", "fish": "blue", "meat": "amber"},
    ...     rules=[(date(2024, 4, 1), "April: vegetarian dish first on the menu")],
    ...     title="Put first on the menu, the vegetarian dish became the most chosen",
    ...     subtitle="Invented numbers: meals served in a school, January to June 2024",
    ... )
    """
    asked.days("stacked_columns", "marked", marked or ())
    asked.days("stacked_columns", "rules", (day for day, _ in rules))
    parts.unit_given("stacked_columns", unit)
    table, each = _stepped(
        "stacked_columns",
        data,
        {"month": (month, "date"), "value": (value, "number"), "group": (group, "text")},
        {},
        aggregate=aggregate,
        step=step,
    )
    unique("stacked_columns", table, "month", "group")
    hues = asked.colours("stacked_columns", "colours", colours, (row["group"] for row in table), what="group")
    for row in table:
        if row["value"] < 0:
            raise ContractError(
                f"stacked_columns: value={value!r}: expected zero or more, got {row['value']} "
                f"for {row['group']}, {row['month']}"
            )
    present = {row["group"] for row in table}
    order = [name for name in hues if name in present]
    within("stacked_columns", group=len(order))
    style = _stack_styles(order, hues)
    _, marks = _marks("stacked_columns", each, step, marked=marked, label=marked_label, rules=rules)
    given = {(row["month"], row["group"]): row["value"] for row in table}
    numbers = printed(number_format(number, given.values(), "stacked_columns: "), "value")
    pieces: list[Row] = []
    tallest = 0.0
    for at in each:
        foot = 0.0
        for name in order:
            amount = given.get((at, name), 0)
            if amount:
                said = f"{step_text(at, step)}, {parts.isolated(name)}: {numbers.full(amount)} {parts.isolated(unit)}"
                place = {"date": at, "end": following(at, step), "foot": foot, "amount": foot + amount}
                pieces.append({**place, "said": said, "group": name, **style[name]})
            foot += amount
        tallest = max(tallest, foot)

    axis = amounts([tallest], numbers)
    bands, header, above = parts.rules(marks, each[0], following(each[-1], step), 0, height)
    swatch = {"shape": "square", "filled": True, "size": 110}
    entries, above = parts.key(
        [
            (
                name,
                {
                    **swatch,
                    "fill": style[name]["fill"],
                    "fillOpacity": style[name]["opacity"],
                    "stroke": style[name]["fill"],
                },
            )
            for name in order
        ],
        above,
    )
    x = across(each, step)
    y = alt.Y("amount:Q", scale=axis.scale, axis=axis.upright(unit, above))
    look = {
        "fill": alt.Fill("fill:N", scale=None),
        "stroke": alt.Stroke("fill:N", scale=None),
        "fillOpacity": alt.FillOpacity("opacity:Q", scale=None),
    }
    layers = [
        *bands,
        *columns(pieces, len(each), x, y, look, strokeWidth=0.8),
        *axis.baseline(),
        *header,
        *entries,
    ]
    return parts.finish(layers, title, subtitle, width, height)


def _marks(
    function: str,
    each: Sequence[date],
    step: Step,
    *,
    marked: tuple[date, date] | None,
    label: str,
    rules: Sequence[tuple[date, str]],
) -> tuple[list[date], list[parts.Mark]]:
    """Give the steps of the marked period, and what marks it and single days."""
    last = following(each[-1], step) - timedelta(days=1)
    asked.inside(function, "rules", (day for day, _ in rules), each[0], last)
    drawn = asked.period(function, marked, each[0], last)
    period = [at for at in each if drawn and at <= drawn[1] and following(at, step) > drawn[0]]
    band = [parts.Mark(period[0], label, following(period[-1], step))] if period else []
    return period, band + [parts.Mark(day, words) for day, words in rules]


def _stack_styles(order: Sequence[str], hues: Mapping[str, str]) -> dict[str, Row]:
    """Colour of each group; those that share one differ in opacity, and each keeps its outline."""
    styles: dict[str, Row] = {}
    for name in order:
        before = sum(hues[other] == hues[name] for other in styles)
        styles[name] = {"fill": hues[name], "opacity": (1, 0.5, 0.18, 0)[min(before, 3)]}
    return styles


def _stepped(
    function: str,
    data: IntoFrame,
    required: Mapping[str, tuple[str, Kind]],
    optional: Mapping[str, tuple[str | None, Kind]],
    *,
    aggregate: Aggregate | None,
    step: Step,
) -> tuple[list[Row], list[date]]:
    """Read the rows, each at the start of its step, and list all steps from the first to the last."""
    table = rows_of(function, data, required, optional, aggregate=aggregate, step=step)
    each = stepped(table, "month", step)
    within(function, month=len(each))
    return table, each
