"""Do several measures of the same thing move together in time? One panel below the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._limits import within
from figures.charts._rows import Aggregate, Row, known, rows, unique
from figures.errors import ContractError
from figures.text import day_text, next_month
from figures.theme import HUES, LIGHT, Colour

_TIME_UNIT = {"day": "utcyearmonthdate", "week": "utcyearmonthdate", "month": "utcyearmonth"}


def small_multiples(
    data: IntoFrame,
    *,
    date: str,
    value: str,
    panel: str,
    units: Mapping[str, str],
    title: str,
    subtitle: str,
    colours: Mapping[str, Colour] | None = None,
    step: Literal["day", "week", "month"],
    mark: Literal["bar", "line"] = "bar",
    series: str | None = None,
    marked: tuple[date, date] | None = None,
    rules: Sequence[tuple[date, str]] = (),
    aggregate: Aggregate | None = None,
    missing: str = "no figure",
    width: int = 640,
    height: int = 84,
) -> alt.VConcatChart:
    """Draw one panel below the other on a common time axis, each from zero in its own unit.

    Parameters
    ----------
    data
        One row for each panel and date, and series where there are several.
    date, value, panel
        Columns: the date, day or first day of week, or any day of the month; the amount; which panel.
    units
        Panel to unit, in the order of drawing; the unit is part of the panel's title.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colours
        Panel to colour or, where ``series`` is given, series to colour: a name such as ``teal``, or a hex. By default panels are
        alike, and series differ. The first series is filled or solid, the second hollow or dashed.
    step
        Time between rows.
    mark
        Columns, or lines that break where a date is missing.
    series
        Column that tells series in one panel apart, at most two.
    marked
        First and last day of the period to shade, both included.
    rules
        Days to mark by a rule, each with its label, written once above the first panel.
    aggregate
        How the rows of one step, panel and series become one: ``sum``, ``mean``, ``min``, ``max`` or ``count``. The table's own engine works it
        out, and only the result is fetched. Without it two rows for a date are refused.
    missing
        What a ring on the baseline of columns means: a date without a row or value.
    width, height
        Size of one panel in px.

    Returns
    -------
    altair.VConcatChart
        One view of ``width`` by ``height`` px for each panel. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a panel has no unit, or two rows for a date.

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
        if step == "month":
            row["date"] = row["date"].replace(day=1)
    hues = asked.colours(
        "small_multiples",
        "colours",
        colours,
        (row["series"] if series else row["panel"] for row in table),
        what="series" if series else "panel",
        default=HUES if series else ("blue",),
    )
    unique("small_multiples", table, "panel", *(["series"] if series else []), "date")
    names = [name for name in hues if series and any(row["series"] == name for row in table)] or [""]
    if len(names) > 2:
        raise ContractError(f"small_multiples: series={series!r}: expected at most two series, got {names}")
    with_value = [row for row in table if row["value"] is not None]
    parts.some_given("small_multiples", "value", value, with_value)
    first = min(row["date"] for row in table)
    last = max(row["date"] for row in table)
    end = next_month(last) if step == "month" else last + timedelta(days=7 if step == "week" else 1)
    drawn = {row["panel"] for row in table}
    panels = [name for name in units if name in drawn]
    within("small_multiples", panel=len(panels))
    every = _dates(first, end, step)
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
    absent = [
        sentence
        for name, one in dict.fromkeys((row["panel"], row["series"]) for row in table)
        for sentence in parts.absent(
            sum(at not in given[name, one] for at in every),
            len(every),
            f"{step}s",
            f"{name}, {one}" if one else name,
        )
    ]
    charts: list[alt.LayerChart] = []
    for name in panels:
        is_first, is_last = name == panels[0], name == panels[-1]
        days = [parts.Mark(day, words if is_first else "") for day, words in rules]
        band = [parts.Mark(marked[0], "", marked[1] + timedelta(days=1))] if marked else []
        bands, header, above = parts.rules([*band, *days], first, end, 0, height)
        entries = [(one, _entry(mark, hues[one], at)) for at, one in enumerate(names) if one]
        if any(gaps.values()):
            entries.append(
                (parts.counted(missing, [at for own in gaps.values() for at in own], step), parts.RING)
            )
        if is_first and entries:
            explained, above = parts.key(entries, above)
            header += explained
        amounts = [row["value"] for row in with_value if row["panel"] == name]
        axis = parts.ticks(min([0, *amounts]), max([0, *amounts]), most=4)
        x = alt.X(
            "date:T",
            scale=parts.utc(first, end),
            axis=parts.time_axis(first, last, labels=is_last, daily=step != "month"),
        )
        y = alt.Y(
            "amount:Q",
            scale=parts.amounts(axis),
            axis=parts.amount_axis(
                axis, f"{parts.isolated(name)}, {parts.isolated(units[name])}", above, LIGHT["ink"], bold=True
            ),
        )
        layers = [*bands]
        for at, one in enumerate(names):
            own = sorted(
                (row for row in with_value if row["panel"] == name and row["series"] == one),
                key=lambda row: row["date"],
            )
            hue = hues[one or name]
            layers += [
                drawn.encode(x=x, y=y)
                for drawn in (_columns if mark == "bar" else _lines)(own, hue, at > 0, step)
            ]
        unknown = [{"date": at + (_next(at, step) - at) / 2, "amount": 0} for at in gaps.get(name, [])]
        layers += [*parts.baseline(axis), parts.rings(unknown).encode(x=x, y=y), *header]
        charts.append(parts.layered(layers).properties(width=width, height=height))
    chart = alt.vconcat(*charts, spacing=10).properties(title=parts.heading(title, subtitle))
    return parts.finished(chart, absent)


def _dates(first: date, end: date, step: str) -> list[date]:
    at = [first]
    while _next(at[-1], step) < end:
        at.append(_next(at[-1], step))
    return at


def _columns(own: list[Row], hue: str, second: bool, step: str) -> parts.Layers:
    """Draw columns with a gap between them; those of the second series are outlines in front of the first."""
    values = [
        {
            "date": row["date"],
            "end": _next(row["date"], step),
            "amount": row["value"],
            "zero": 0,
            "said": _said(row, step),
        }
        for row in own
    ]
    bars = parts.base(values).mark_bar(
        fill=None if second else hue,
        fillOpacity=0.75,
        stroke=hue if second else LIGHT["paper"],
        strokeWidth=1.2 if second else 0.6,
    )
    return [parts.spoken(bars.encode(x2=alt.X2("end:T"), y2=alt.Y2("zero:Q")))]


def _lines(own: list[Row], hue: str, second: bool, step: str) -> parts.Layers:
    """Draw a line for each run without a gap, and a dot for a date that stands alone."""
    values: list[Row] = []
    run = 0
    for before, row in zip([None, *own], own, strict=False):
        run += before is not None and row["date"] > _next(before["date"], step)
        values.append({"date": row["date"], "amount": row["value"], "run": run, "said": _said(row, step)})
    long = Counter(row["run"] for row in values)
    alone = [row for row in values if long[row["run"]] == 1]
    line = parts.base(values).mark_line(
        color=hue, strokeWidth=2, strokeDash=[5, 3] if second else [1, 0], strokeJoin="round", aria=False
    )
    dot = parts.base(alone).mark_point(color=hue, filled=not second, size=20, opacity=1, aria=False)
    return [line.encode(detail=alt.Detail("run:N")), dot, parts.touchable(values)]


def _said(row: Row, step: str) -> str:
    series = f", {parts.isolated(row['series'])}" if row["series"] else ""
    when = f"{row['date']:%B %Y}" if step == "month" else day_text(row["date"])
    when = f"week of {when}" if step == "week" else when
    return f"{when}{series}: {parts.number(row['value'])}"


def _next(day: date, step: str) -> date:
    return next_month(day) if step == "month" else day + timedelta(days=7 if step == "week" else 1)


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
