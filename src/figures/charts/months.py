"""How much in each month, and what happened in the month or two that matter? Columns from zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._limits import within
from figures.charts._rows import Aggregate, Kind, Row, unique
from figures.charts._rows import rows as rows_of
from figures.errors import ContractError
from figures.text import next_month
from figures.theme import Colour


def monthly_columns(
    data: IntoFrame,
    *,
    month: str,
    value: str,
    unit: str,
    title: str,
    subtitle: str,
    colour: Colour = "blue",
    marked: tuple[date, date] | None = None,
    marked_label: str = "",
    rules: Sequence[tuple[date, str]] = (),
    aggregate: Aggregate | None = None,
    missing: str = "no figure",
    width: int = 640,
    height: int = 240,
) -> alt.LayerChart:
    """Draw a column for each month, one period marked.

    Parameters
    ----------
    data
        One row a month; ``month`` is any day of it.
    month, value
        Columns: the month; the amount, in ``unit``.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colour
        Colour of the columns: a name such as ``teal``, or a hex.
    marked
        First and last month of the period to mark, both included; its columns are darker and stand on a band.
    marked_label
        Words above the band.
    rules
        Days to mark by a rule, each with its label.
    aggregate
        How the rows of one month become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own engine works it
        out, and only the result is fetched. Without it two rows for a month are refused.
    missing
        What a ring on the baseline means: a month without a row or value.
    width, height
        Size of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, or a month has two rows.

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
    table = _monthly(
        "monthly_columns", data, {"month": (month, "date")}, {"value": (value, "number")}, aggregate
    )
    unique("monthly_columns", table, "month")
    amounts = {row["month"]: row["value"] for row in table if row["value"] is not None}
    parts.some_given("monthly_columns", "value", value, amounts.values())
    months = parts.months(min(row["month"] for row in table), max(row["month"] for row in table))
    within("monthly_columns", month=len(months))
    end = next_month(months[-1])
    in_period = [at for at in months if marked and marked[0].replace(day=1) <= at <= marked[1]]
    columns = [
        {
            "month": at,
            "amount": amounts[at],
            "opacity": 1 if at in in_period or not in_period else 0.7,
            "said": f"{at:%B %Y}: {parts.number(amounts[at])} {parts.isolated(unit)}",
        }
        for at in months
        if at in amounts
    ]
    gaps = [{"month": at, "amount": 0} for at in months if at not in amounts]

    axis = parts.ticks(min(0, *amounts.values()), max(amounts.values()))
    bands, header, above = parts.rules(_marks(in_period, marked_label, rules), months[0], end, 0, height)
    if gaps:
        entry, above = parts.key([(parts.counted(missing, gaps, "month"), parts.RING)], above)
        header += entry
    x = parts.months_across(months, end)
    y = alt.Y("amount:Q", scale=parts.amounts(axis), axis=parts.amount_axis(axis, unit, above))
    layers = [
        *bands,
        parts.spoken(
            parts.base(columns)
            .mark_bar(color=hue, width={"band": 0.78})
            .encode(x=x, y=y, opacity=alt.Opacity("opacity:Q", scale=None, legend=None))
        ),
        *parts.baseline(axis),
        parts.rings(gaps).encode(x=x, y=y),
        *header,
    ]
    absent = parts.absent(len(gaps), len(months), "months")
    return parts.finish(layers, title, subtitle, width, height, missing=absent)


def stacked_columns(
    data: IntoFrame,
    *,
    month: str,
    value: str,
    group: str,
    unit: str,
    title: str,
    subtitle: str,
    colours: Mapping[str, Colour] | None = None,
    marked: tuple[date, date] | None = None,
    marked_label: str = "",
    rules: Sequence[tuple[date, str]] = (),
    aggregate: Aggregate | None = None,
    width: int = 640,
    height: int = 260,
) -> alt.LayerChart:
    """Draw a column for each month, stacked by group.

    How much came in each month, and how much of it from whom?

    Parameters
    ----------
    data
        One row for each month and group, amounts of zero or more; an absent row is nothing.
    month, value, group
        Columns: any day of the month; the amount, in ``unit``; the group.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colours
        Group to colour, a name or a hex, from the bottom of the stack to the top; by default hues in the order of the table. Groups
        that share a colour get paler upwards.
    marked
        First and last month of the period to mark with a band, both included.
    marked_label
        Words above the band.
    rules
        Days to mark by a rule, each with its label.
    aggregate
        How the rows of one month and group become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own engine works it
        out, and only the result is fetched. Without it two rows for a month and group are refused.
    width, height
        Size of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, an amount is negative, a group has no colour, or a
        month and group have two rows.

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
    table = _monthly(
        "stacked_columns",
        data,
        {"month": (month, "date"), "value": (value, "number"), "group": (group, "text")},
        {},
        aggregate,
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
    months = parts.months(min(row["month"] for row in table), max(row["month"] for row in table))
    within("stacked_columns", month=len(months))
    end = next_month(months[-1])
    amounts = {(row["month"], row["group"]): row["value"] for row in table}
    pieces: list[Row] = []
    tallest = 0.0
    for at in months:
        foot = 0.0
        for name in order:
            amount = amounts.get((at, name), 0)
            if amount:
                said = f"{at:%B %Y}, {parts.isolated(name)}: {parts.number(amount)} {parts.isolated(unit)}"
                pieces.append(
                    {"month": at, "said": said, "foot": foot, "amount": foot + amount, **style[name]}
                )
            foot += amount
        tallest = max(tallest, foot)

    axis = parts.ticks(0, tallest)
    in_period = [at for at in months if marked and marked[0].replace(day=1) <= at <= marked[1]]
    bands, header, above = parts.rules(_marks(in_period, marked_label, rules), months[0], end, 0, height)
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
    x = parts.months_across(months, end)
    y = alt.Y("amount:Q", scale=parts.amounts(axis), axis=parts.amount_axis(axis, unit, above))
    layers = [
        *bands,
        parts.spoken(
            parts.base(pieces)
            .mark_bar(width={"band": 0.78}, strokeWidth=0.8)
            .encode(
                x=x,
                y=y.stack(None),
                y2=alt.Y2("foot:Q"),
                fill=alt.Fill("fill:N", scale=None),
                stroke=alt.Stroke("fill:N", scale=None),
                fillOpacity=alt.FillOpacity("opacity:Q", scale=None),
            )
        ),
        *parts.baseline(axis),
        *header,
        *entries,
    ]
    return parts.finish(layers, title, subtitle, width, height)


def _marks(in_period: Sequence[date], label: str, rules: Sequence[tuple[date, str]]) -> list[parts.Mark]:
    band = [parts.Mark(in_period[0], label, next_month(in_period[-1]))] if in_period else []
    return band + [parts.Mark(day, words) for day, words in rules]


def _stack_styles(order: Sequence[str], hues: Mapping[str, str]) -> dict[str, Row]:
    """Colour of each group; those that share one differ in opacity, and each keeps its outline."""
    styles: dict[str, Row] = {}
    for name in order:
        before = sum(hues[other] == hues[name] for other in styles)
        styles[name] = {"fill": hues[name], "opacity": (1, 0.5, 0.18, 0)[min(before, 3)]}
    return styles


def _monthly(
    function: str,
    data: IntoFrame,
    required: Mapping[str, tuple[str, Kind]],
    optional: Mapping[str, tuple[str | None, Kind]],
    aggregate: Aggregate | None,
) -> list[Row]:
    found = rows_of(function, data, required, optional, aggregate=aggregate, step="month")
    return [{**row, "month": row["month"].replace(day=1)} for row in found]
