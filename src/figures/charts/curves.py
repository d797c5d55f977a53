"""How did it change, for one or several, and who ended where? A line for each, with its name at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _along as along
from figures.charts import _asked as asked
from figures.charts import _labels as labels
from figures.charts import _parts as parts
from figures.charts._amounts import Amounts, amounts
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._palette import QUIET, hues
from figures.charts._rows import Aggregate, Row, unique
from figures.charts._time import Step
from figures.errors import ContractError
from figures.text import NumberFormat, number_format
from figures.theme import Colour

_MANY = 120  # of them in a line, and a thick one hides its own ups and downs on a phone


def lines(
    data: IntoFrame,
    *,
    x: str,
    y: str,
    unit: str,
    title: str,
    subtitle: str = "",
    series: str | None = None,
    colours: Mapping[str, Colour] | None = None,
    colour: Colour = "blue",
    highlight: Sequence[str] = (),
    band: tuple[str, str] | None = None,
    x_unit: str = "",
    from_zero: bool = False,
    rules: Sequence[tuple[date | float, str]] = (),
    marked: tuple[date | float, date | float] | None = None,
    marked_label: str = "",
    aggregate: Aggregate | None = None,
    step: Step | None = None,
    number: str = "auto",
    width: int = 640,
    height: int = 280,
) -> alt.LayerChart:
    """Draw a line for each series over time or over numbers, with its name at its end.

    Names that are too long or too many to stand beside the plot become a key above it. A single line ends in its last value.

    Parameters
    ----------
    data
        One row for each series and place on the horizontal axis, in any order.
    x, y
        Columns: dates, or numbers; the amount, in ``unit``, which may be missing.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    series
        Column that tells the lines apart; without it there is one.
    colours
        Series to token, for all that are coloured. Without it they get blue, amber, teal, red and violet,
        in the order of ``highlight`` or of the table.
    colour
        Colour of the line where there is no ``series``.
    highlight
        Series to colour; all others are thin and grey. Without it all are coloured.
    band
        Columns: the lower and the upper end of an interval around ``y``, which may be missing.
    x_unit
        What the numbers on the horizontal axis are. Without it, whole numbers from 1000 to 2500 are years.
    from_zero
        Whether the vertical axis begins at zero. A line shows change by its slope and need not, unlike a column.
    rules
        Places to mark by a rule, each with its label.
    marked
        First and last place of a stretch to shade.
    marked_label
        Words above it.
    aggregate
        How the rows of one step (or number) and series become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own
        engine works it out. Without it two rows for a place are refused. It takes no ``band``.
    step
        Time between rows. Without it, the longest that all dates begin; with ``aggregate`` a day.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    width, height
        Size of the plot in px, beside which the names stand.

    Returns
    -------
    altair.LayerChart
        A plot of ``width`` by ``height`` px; title, key and labels stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a place has two rows in a line, a value lies outside its interval, a mark
        lies outside the data, or there are more series than colours and none is in ``highlight``.

    Notes
    -----
    A line breaks where a value is missing, and where rows are missing: at a gap longer than the usual time between rows, counted in
    days, weeks, months, quarters or years. Dates without a usual distance, and numbers that are no years, are joined. Where daily data never
    fall on some day of the week, such as Sundays, days are missing only if more than five in a row are; ``step="day"`` breaks the line at each.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import lines
    >>> bicycles = [4, 5, 5, 7, 8, 11, 16, 18, 21, 24]
    >>> buses = [31, 30, 31, 30, 29, 28, 12, 17, 22, 24]
    >>> cars = [58, 59, 57, 57, 56, 55, 52, 51, 48, 45]
    >>> data = pa.table({
    ...     "year": list(range(2015, 2025)) * 3,
    ...     "percent": bicycles + buses + cars,
    ...     "means": ["bicycle"] * 10 + ["bus and tram"] * 10 + ["car"] * 10,
    ... })
    >>> chart = lines(
    ...     data, x="year", y="percent", series="means", unit="of 100 trips to work",
    ...     rules=[(2020, "first lockdown")], from_zero=True,
    ...     title="Buses lost half of their riders in a year, and bicycles kept them",
    ...     subtitle="Invented numbers: main means of transport to work in a town, 2015 to 2024",
    ... )
    """
    parts.unit_given("lines", unit)
    table, run = along.read(
        "lines",
        data,
        x,
        {"series": (series, "text")} if series else {},
        {"y": (y, "number"), "low": (band and band[0], "number"), "high": (band and band[1], "number")},
        aggregate=aggregate,
        step=step,
        unit=x_unit,
    )
    for row in table:
        row["series"] = row.get("series") or ""
        _check(row)
    unique("lines", table, *(["series"] if series else []), "x")
    parts.some_given("lines", "y", y, (row["y"] for row in table))
    names = list(dict.fromkeys(row["series"] for row in table))
    within("lines", series=len(names), x=len({row["x"] for row in table}))
    if series:
        hue = hues("lines", "series", names, colours, highlight)
    else:
        hue = {"": asked.colour("lines", "colour", colour)}
    given = [row[part] for row in table for part in ("y", "low", "high") if row[part] is not None]
    numbers = printed(number_format(number, given, "lines: "), "y", "low", "high")
    levels = amounts(given, numbers, zero=from_zero, most=min(5, max(2, height // 30)))
    bands, header, above = parts.rules(
        run.marks("lines", marked, marked_label, rules), run.first, run.end, 0, height
    )

    own = {name: [row for row in table if row["series"] == name] for name in names}
    absent: list[str] = []
    drawn: dict[str, list[Row]] = {}
    for name, mine in own.items():
        for row in mine:
            row["said"] = _said(row, run, unit, numbers)
        drawn[name], skipped = run.broken(mine)
        missing = skipped + sum(row["y"] is None for row in mine)
        absent += parts.absent(missing, len(mine) + skipped, run.places, name)
        absent += parts.no_range(mine, run.places, name) if band else []

    # Grey ones first, so that they lie behind.
    ordered = sorted(names, key=lambda name: hue[name] != QUIET)
    ends = {name: _end(own[name], name or None, hue[name], numbers) for name in ordered}
    written, taken = _written(ends, levels, height, run)
    if written is None:
        entries = [(name, _entry(hue[name])) for name in names if hue[name] != QUIET or not highlight]
        entries += [("others", _entry(QUIET))] if highlight and len(entries) < len(names) else []
        written, above = parts.key(entries, above)
    axis = run.x(parts.NARROW_PX - taken)
    vertical = alt.Y("y:Q", scale=levels.scale, axis=levels.upright(unit, above))
    layers = [layer for name in ordered for layer in _line(drawn[name], hue[name], band is not None)]
    touched = parts.touchable(
        {key: row[key] for key in ("x", "y", "series", "said")}
        for name in ordered
        for row in own[name]
        if row["y"] is not None
    )
    placed = [layer.encode(x=axis, y=vertical) for layer in [*layers, touched]]
    return parts.finish([*bands, *placed, *header, *written], title, subtitle, width, height, missing=absent)


def _check(row: Row) -> None:
    given = [row[part] for part in ("low", "y", "high") if row[part] is not None]
    if given != sorted(given):
        raise ContractError(
            f"lines: {', '.join(str(row[part]) for part in ('series', 'x') if row[part])}: expected low <= y <= high, got {given}"
        )


def _said(row: Row, run: along.Along, unit: str, numbers: NumberFormat) -> str | None:
    if row["y"] is None:
        return None
    series = f", {parts.isolated(row['series'])}" if row["series"] else ""
    span = (
        f" ({numbers.full(row['low'])} to {numbers.full(row['high'])})"
        if None not in (row["low"], row["high"])
        else ""
    )
    return f"{run.text(row['x'])}{series}: {numbers.full(row['y'])}{span} {parts.isolated(unit)}"


def _line(drawn: list[Row], hue: str, ranged: bool) -> parts.Layers:
    thick = 1 if hue == QUIET else 1.7 if len(drawn) > _MANY else 2.2
    opacity = 0.6 if hue == QUIET else 1
    values = [{"x": row["x"], "y": row["y"]} for row in drawn]
    single = [values[at] for at in parts.alone([row["y"] is not None for row in drawn])]
    layers = [
        parts.base(values).mark_line(
            color=hue, strokeWidth=thick, opacity=opacity, strokeJoin="round", aria=False
        ),
        *(parts.dots(single, hue) for _ in single[:1]),
    ]
    if not ranged:
        return layers
    spans = [{"x": row["x"], "y": row["low"], "high": row["high"]} for row in parts.ranged(drawn)]
    lone = [spans[at] for at in parts.alone([row["high"] is not None for row in spans])]
    high = alt.Y2("high:Q")
    return [
        parts.base(spans).mark_area(color=hue, opacity=0.16, line=False, aria=False).encode(y2=high),
        *(
            parts.base(lone).mark_rule(color=hue, strokeWidth=3, opacity=0.4, aria=False).encode(y2=high)
            for _ in lone[:1]
        ),
        *layers,
    ]


def _end(own: list[Row], name: str | None, hue: str, numbers: NumberFormat) -> labels.End | None:
    given = [row for row in own if row["y"] is not None]
    if not given:
        return None
    last = given[-1]
    return labels.End(name or numbers.short(last["y"]), last["y"], last["x"], hue)


def _written(
    ends: Mapping[str, labels.End | None], levels: Amounts, height: int, run: along.Along
) -> tuple[parts.Layers | None, float]:
    """Write all names beside the plot, or those that are coloured, or none."""
    every = [end for end in ends.values() if end]
    for some in (every, [end for end in every if end.hue != QUIET]):
        found = labels.beside(some, levels, height, run.end, alt.X(run.field))
        if found is not None:
            return found
    return None, 0


def _entry(hue: str) -> Row:
    return {"shape": "stroke", "stroke": hue, "strokeWidth": 1.2 if hue == QUIET else 2.2, "size": 160}
