"""Do several measures of the same thing move together in time? One panel below the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter
from typing import Literal

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import amounts
from figures.charts._columns import columns, stepped
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._rows import Aggregate, Row, known, rows, unique
from figures.charts._time import Step, following, step_text, time_axis, utc
from figures.errors import ContractError
from figures.text import NumberFormat, number_format
from figures.theme import HUES, LIGHT, Colour

_DAY = timedelta(days=1)
_GAP: Row = {"shape": "square", "filled": True, "fill": LIGHT["grid"], "stroke": LIGHT["muted"], "size": 110}


def small_multiples(
    data: IntoFrame,
    *,
    date: str,
    value: str,
    panel: str,
    units: Mapping[str, str],
    title: str,
    subtitle: str = "",
    colours: Mapping[str, Colour] | None = None,
    step: Step,
    number: str = "auto",
    mark: Literal["bar", "line"] = "bar",
    series: str | None = None,
    marked: tuple[date, date] | None = None,
    rules: Sequence[tuple[date, str]] = (),
    aggregate: Aggregate | None = None,
    missing: str = "no figure",
    scales: Literal["unit", "panel"] = "unit",
    width: int = 640,
    height: int = 84,
) -> alt.VConcatChart:
    """Draw one panel below the other on a common time axis, each from zero in its own unit; panels of the same unit have the same scale.

    Parameters
    ----------
    data
        One row for each panel and date, and series where there are several.
    date, value, panel
        Columns: any day of the step; the amount; which panel.
    units
        Panel to unit, in the order of drawing; the unit is part of the panel's title.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colours
        Panel to colour or, where ``series`` is given, series to colour: a name such as ``teal``, or a hex. By default panels are
        alike, and series differ. The first series is filled or solid, the second hollow or dashed.
    step
        Time between rows: ``day``, ``week`` (from Monday), ``month``, ``quarter`` or ``year``.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    mark
        Columns, or lines that break where a date is missing.
    series
        Column that tells series in one panel apart, at most two.
    marked
        First and last day of the period to shade, both included; what lies beyond the days of the table is left out.
    rules
        Days to mark by a rule, each with its label, written once above the first panel.
    aggregate
        How the rows of one step, panel and series become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own engine works it
        out, and only the result is fetched. Without it two rows for a date are refused.
    missing
        What a light band means, which is as high as the panel: a date without a row or value. The key of each panel says how many.
    scales
        One scale for each ``unit``, so that heights can be compared, or one for each ``panel``, so that small amounts can be seen.
    width, height
        Size of one panel in px.

    Returns
    -------
    altair.VConcatChart
        One view of ``width`` by ``height`` px for each panel. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a panel has no unit, or two rows for a date, or a day to mark lies outside
        the table's.

    Examples
    --------
    >>> from datetime import date
    >>> import pyarrow as pa
    >>> from figures.charts import small_multiples
    >>> rain = [48, 35, 52, 20, None, 8, 12, 15, 60, 72, 66, 58]
    >>> calls = [3, 2, 4, 1, 0, 0, 0, 1, 9, 14, 11, 6]
    >>> data = pa.table({
    ...     "month": [date(2024, at, 1) for at in range(1, 13)] * 2,
    ...     "amount": rain + calls,
    ...     "panel": ["Rain"] * 12 + ["Flooded cellars"] * 12,
    ... })
    >>> chart = small_multiples(
    ...     data,
    ...     date="month", value="amount", panel="panel", step="month",
    ...     units={"Rain": "millimetres", "Flooded cellars": "calls to the fire brigade"},
    ...     colours={"Rain": "blue", "Flooded cellars": "teal"},
    ...     marked=(date(2024, 9, 1), date(2024, 11, 30)),
    ...     missing="gauge broken",
    ...     title="Cellars flooded in the wet autumn",
    ...     subtitle="Invented numbers: rain and calls in a town, by month, 2024",
    ... )
    """
    asked.days("small_multiples", "marked, rules", [*(marked or ()), *(day for day, _ in rules)])
    for name, unit in units.items():
        parts.unit_given("small_multiples", unit, f"units[{name!r}]")
    table = rows(
        "small_multiples",
        data,
        {"date": (date, "date"), "panel": (panel, "text")},
        {"value": (value, "number"), "series": (series, "text")},
        aggregate=aggregate,
        step=step,
    )
    for row in table:
        known("small_multiples", "panel without a unit", row["panel"], units)
        row["series"] = row["series"] or ""
    hues = asked.colours(
        "small_multiples",
        "colours",
        colours,
        (row["series"] if series else row["panel"] for row in table),
        what="series" if series else "panel",
        default=HUES if series else ("blue",),
    )
    every = stepped(table, "date", step)
    unique("small_multiples", table, "panel", *(["series"] if series else []), "date")
    names = [name for name in hues if series and any(row["series"] == name for row in table)] or [""]
    if len(names) > 2:
        raise ContractError(f"small_multiples: series={series!r}: expected at most two series, got {names}")
    with_value = [row for row in sorted(table, key=itemgetter("date")) if row["value"] is not None]
    parts.some_given("small_multiples", "value", value, with_value)
    first, last, end = every[0], every[-1], following(every[-1], step)
    asked.inside("small_multiples", "rules", (day for day, _ in rules), first, end - _DAY)
    shaded = asked.period("small_multiples", marked, first, end - _DAY)
    panels = [name for name in units if any(row["panel"] == name for row in table)]
    within("small_multiples", panel=len(panels))
    within("small_multiples" if mark == "bar" else "small_multiples with mark='line'", date=len(every))
    given = {
        (name, one): {row["date"] for row in with_value if (row["panel"], row["series"]) == (name, one)}
        for name in panels
        for one in names
    }
    gaps = {
        name: [at for at in every if not any(at in given[name, one] for one in names)]
        for name in panels
        if mark == "bar"
    }
    absent = _absent(table, given, every, step)
    printed(number_format(number, [row["value"] for row in with_value], "small_multiples: "), "value")
    charts: list[alt.LayerChart] = []
    for name in panels:
        is_first, is_last = name == panels[0], name == panels[-1]
        marks = [parts.Mark(day, label if is_first else "") for day, label in rules]
        marks += [parts.Mark(shaded[0], "", shaded[1] + _DAY)] if shaded else []
        bands, header, above = parts.rules(marks, first, end, 0, height)
        entries = [(one, _entry(mark, hues[one], at)) for at, one in enumerate(names) if one]
        entries = entries if is_first else []
        if unknown := gaps.get(name):
            entries.append((parts.counted(missing, unknown, step), _GAP))
        if entries:
            explained, above = parts.key(entries, above)
            header += explained
        alike = {name} if scales == "panel" else {one for one in panels if units[one] == units[name]}
        values = [row["value"] for row in with_value if row["panel"] in alike]
        axis = amounts(values, numbers := number_format(number, values), most=4)
        x = alt.X(
            "date:T",
            scale=utc(first, end),
            axis=time_axis(first, last, step=step, labels=is_last, middle=mark == "bar"),
        )
        words = f"{parts.isolated(name)}, {parts.isolated(units[name])}"
        y = alt.Y("amount:Q", scale=axis.scale, axis=axis.upright(words, above, LIGHT["ink"], bold=True))
        layers = [*bands, *_unknown(gaps.get(name, []), step, x, height)]
        for at, one in enumerate(names):
            own = [row for row in with_value if (row["panel"], row["series"]) == (name, one)]
            hue = hues[one or name]
            layers += _marks(
                _spoken(own, step, numbers), mark, hue, second=at > 0, count=len(every), x=x, y=y
            )
        layers += [*axis.baseline(), *header]
        charts.append(parts.layered(layers).properties(width=width, height=height))
    chart = alt.vconcat(*charts, spacing=10).properties(title=parts.heading(title, subtitle))
    return parts.finished(chart, absent)


def _unknown(gaps: Sequence[date], step: Step, x: alt.X, height: int) -> parts.Layers:
    """Fill each step of which nothing is known from top to bottom: a small mark on the baseline would look like zero."""
    values = [{"date": at, "end": following(at, step)} for at in gaps]
    fill = parts.base(values).mark_rect(color=LIGHT["grid"], aria=False)
    return [fill.encode(x=x, x2=alt.X2("end:T"), y=alt.YValue(0), y2=alt.Y2Value(height))] if gaps else []


def _absent(
    table: Sequence[Row], given: Mapping[tuple[str, str], set[date]], every: Sequence[date], step: Step
) -> list[str]:
    return [
        sentence
        for name, one in dict.fromkeys((row["panel"], row["series"]) for row in table)
        for sentence in parts.absent(
            sum(at not in given[name, one] for at in every),
            len(every),
            f"{step}s",
            f"{name}, {one}" if one else name,
        )
    ]


def _spoken(own: Sequence[Row], step: Step, numbers: NumberFormat) -> list[Row]:
    """Give what is drawn of rows, with the sentence of each."""
    return [
        {
            "date": row["date"],
            "end": following(row["date"], step),
            "amount": row["value"],
            "said": ", ".join([step_text(row["date"], step), *filter(None, [parts.isolated(row["series"])])])
            + f": {numbers.full(row['value'])}",
        }
        for row in own
    ]


def _marks(
    own: list[Row], mark: str, hue: str, *, second: bool, count: int, x: alt.X, y: alt.Y
) -> parts.Layers:
    """Draw lines, or columns without a gap; columns of the second series are outlines in front of the first."""
    if mark == "line":
        return [drawn.encode(x=x, y=y) for drawn in _lines(own, hue, second)]
    fill, stroke, wide = (None, hue, 1.2) if second else (hue, LIGHT["paper"], 0.6)
    return columns(own, count, x, y, gap=0, fill=fill, fillOpacity=0.75, stroke=stroke, strokeWidth=wide)


def _lines(own: list[Row], hue: str, second: bool) -> parts.Layers:
    """Draw a line for each run without a gap, and a dot for a date that stands alone."""
    values: list[Row] = []
    run = 0
    for before, row in zip([None, *own], own, strict=False):
        run += before is not None and row["date"] > before["end"]
        values.append({**{part: row[part] for part in ("date", "amount", "said")}, "run": run})
    long = Counter(row["run"] for row in values)
    alone = [row for row in values if long[row["run"]] == 1]
    line = parts.base(values).mark_line(
        color=hue, strokeWidth=2, strokeDash=[5, 3] if second else [1, 0], strokeJoin="round", aria=False
    )
    dot = parts.base(alone).mark_point(color=hue, filled=not second, size=20, opacity=1, aria=False)
    return [line.encode(detail=alt.Detail("run:N")), dot, parts.touchable(values)]


def _entry(mark: str, hue: str, at: int) -> Row:
    if mark == "line":
        return {
            "shape": "stroke",
            "stroke": hue,
            "strokeWidth": 2,
            "strokeDash": [5, 3] if at else [1, 0],
            "size": 160,
        }
    return {
        "shape": "square",
        "filled": True,
        "fill": LIGHT["paper"] if at else hue,
        "stroke": hue,
        "size": 110,
    }
