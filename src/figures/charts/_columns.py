"""How do amounts stand in steps of time? Columns, an area where these would be hairlines, and a ring where nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from figures.charts import _parts as parts
from figures.charts._rows import Row
from figures.charts._time import Step, following, start, steps, time_axis, utc

_GAP = 0.11  # of a step, on each side of its column
_THINNEST_PX = 2
_NO_LOOK: Mapping[str, Any] = {}
_OF_ONE_STEP = {"date", "end", "amount", "foot", "said"}


def stepped(table: Sequence[Row], field: str, step: Step) -> list[date]:
    """Move each row to the start of its step, and list all steps from the first to the last; weeks begin where the table's do, or on Monday."""
    days = [row[field] for row in table]
    weekdays = {day.weekday() for day in days}
    shift = timedelta(days=weekdays.pop() if step == "week" and len(weekdays) == 1 else 0)
    for row in table:
        row[field] = start(row[field] - shift, step) + shift
    return [at + shift for at in steps(min(days) - shift, max(days) - shift, step)]


def across(each: Sequence[date], step: Step, *, labels: bool = True) -> alt.X:
    """Scale and axis of these steps from left to right, with the ticks under the middles of their columns."""
    axis = time_axis(each[0], each[-1], step=step, labels=labels, middle=True)
    return alt.X("date:T", scale=utc(each[0], following(each[-1], step)), axis=axis)


def columns(
    values: Sequence[Row],
    count: int,
    x: alt.X,
    y: alt.Y,
    look: Mapping[str, Any] = _NO_LOOK,
    *,
    gap: float = _GAP,
    **mark: Any,
) -> parts.Layers:
    """Draw rows as columns from ``date`` to ``end``, and from ``foot`` or zero to ``amount``.

    Of more steps than a phone has room for the columns, those that follow each other and look alike are one area.
    """
    ends: dict[str, Any] = {
        "x": x,
        "y": y,
        "y2": alt.Y2("foot:Q") if any("foot" in row for row in values) else alt.Y2Datum(0),
    }
    x2 = alt.X2("end:T")
    if count <= parts.NARROW_PX / _THINNEST_PX:
        inset = f"{gap} * width / {count}"
        offsets: dict[str, Any] = (
            {"xOffset": alt.ExprRef(inset), "x2Offset": alt.ExprRef(f"-{inset}")} if gap else {}
        )
        bars = parts.base(values).mark_bar(**offsets, **mark)
        return [parts.spoken(bars).encode(**ends, x2=x2, **look)]
    mark = {**mark, "strokeWidth": min(mark.get("strokeWidth", 0), _THINNEST_PX / 8)}
    area = parts.base(_corners(values)).mark_area(interpolate="step-after", aria=False, **mark)
    touch = parts.spoken(parts.base(values).mark_bar(opacity=0))
    return [
        area.encode(**ends, detail=alt.Detail("run:N"), **look),
        touch.encode(**ends, x2=x2),
    ]


def rings(gaps: Iterable[date], step: Step) -> alt.Chart:
    """Draw a small ring on the baseline in each step of which nothing is known, so that it does not look like zero."""
    ring = parts.base({"date": middle(at, step), "amount": 0} for at in gaps).mark_point(
        **{**parts.RING, "size": 14, "opacity": 1, "aria": False, "strokeWidth": 1}
    )
    x = alt.X("date:T", timeUnit="utcyearmonthdate", bandPosition=0.5)
    placed: alt.Chart = ring.encode(x=x, y=alt.Y("amount:Q"))
    return placed


def middle(at: date, step: Step) -> date:
    """Give the day in the middle of a step."""
    return at + timedelta(days=(following(at, step) - at).days // 2)


def _corners(values: Iterable[Row]) -> list[Row]:
    """Give each run of steps that look alike its corners: the start of each step, and the end of the last."""
    alike: dict[tuple[Any, ...], list[Row]] = {}
    for row in values:
        alike.setdefault(tuple(row[part] for part in sorted(row.keys() - _OF_ONE_STEP)), []).append(row)
    found: list[Row] = []
    run = 0
    for own in alike.values():
        for row, after in zip(own, [*own[1:], None], strict=True):
            corner = {part: row[part] for part in row if part not in ("end", "said")} | {"run": run}
            found.append(corner)
            if after is None or after["date"] != row["end"]:
                found.append({**corner, "date": row["end"]})
                run += 1
    return found
