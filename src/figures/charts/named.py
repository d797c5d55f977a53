"""What happened when, in several lanes? A dot for each event, with its name beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._limits import within
from figures.charts._rows import Row, rows
from figures.charts._time import date_ticks, tick_labels, time_axis, utc
from figures.errors import ContractError
from figures.text import day_text
from figures.theme import LIGHT, Colour

_GAP_PX = 10  # from a dot to its name
_HALO_PX = 8  # so wide that no rule shows between words or lines
_TALL_PX = 320


def named_events(
    data: IntoFrame,
    *,
    date: str,
    lane: str,
    label: str,
    kind: str,
    colours: Mapping[str, Colour] | None = None,
    title: str,
    subtitle: str = "",
    hollow: Collection[str] = (),
    hollow_means: str = "",
    filled_means: str = "",
    marked: Sequence[tuple[date, str]] = (),
    width: int = 640,
) -> alt.LayerChart:
    """Draw a lane for each kind of event, and in it each event on its day with its name.

    Names stand beside their dots, in as many lines as a phone needs, so that none lies on another at any width.

    Parameters
    ----------
    data
        One row for each event.
    date, lane, label, kind
        Columns: the day; which lane; the name, in a few words; what kind of event.
    colours
        Lane to colour, a name such as ``teal`` or a hex, in the order of drawing; by default one for all, in the order of the table.
    title, subtitle
        The finding; what is shown, where, when and by whom.
    hollow
        Values of ``kind`` that are drawn as rings, such as threats.
    hollow_means, filled_means
        Words for a ring and for a filled dot; needed only where there are rings.
    marked
        Days to mark by a rule, each with its label.
    width
        Width of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide and as high as its rows need; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a lane has no colour, or rings are not explained.

    Examples
    --------
    >>> from datetime import date
    >>> import pyarrow as pa
    >>> from figures.charts import named_events
    >>> data = pa.Table.from_pylist([
    ...     {"day": date(2023, 2, 6), "lane": "Buses", "name": "night bus", "kind": "done"},
    ...     {"day": date(2023, 9, 4), "lane": "Buses", "name": "line 7 to the hospital", "kind": "done"},
    ...     {"day": date(2024, 4, 8), "lane": "Buses", "name": "lower fares", "kind": "done"},
    ...     {"day": date(2024, 10, 7), "lane": "Buses", "name": "electric buses", "kind": "promised"},
    ...     {"day": date(2023, 5, 15), "lane": "Cycling", "name": "lane on Mill Road", "kind": "done"},
    ...     {"day": date(2024, 1, 8), "lane": "Cycling", "name": "bridge", "kind": "promised"},
    ...     {"day": date(2024, 6, 3), "lane": "Cycling", "name": "parking at the station", "kind": "done"},
    ... ])
    >>> chart = named_events(
    ...     data,
    ...     date="day", lane="lane", label="name", kind="kind", colours={"Buses": "amber", "Cycling": "teal"},
    ...     hollow=["promised"], hollow_means="promised", filled_means="done",
    ...     marked=[(date(2023, 11, 20), "20 November 2023: new council")],
    ...     title="The new council has done two things and promised two more",
    ...     subtitle="Invented events: public transport and cycling in a town, 2023 and 2024",
    ... )
    """
    asked.days("named_events", "marked", (day for day, _ in marked))
    table = rows(
        "named_events",
        data,
        {"date": (date, "date"), "lane": (lane, "text"), "label": (label, "text"), "kind": (kind, "text")},
    )
    hues = asked.colours(
        "named_events",
        "colours",
        colours,
        (row["lane"] for row in table),
        what="lane",
        text=True,
        default=("blue",),
    )
    if hollow and not (hollow_means and filled_means):
        raise ContractError("named_events: hollow: say what a ring and a filled dot mean")
    within("named_events", date=len(table), lane=len({row["lane"] for row in table}))
    table.sort(key=lambda row: (row["date"], row["label"]))
    days = sorted([row["date"] for row in table] + [day for day, _ in marked])
    first, end = days[0] - timedelta(days=2), days[-1] + timedelta(days=3)

    heads: list[Row] = []
    dots: list[Row] = []
    top = 2
    for name in hues:
        own = [row for row in table if row["lane"] == name]
        if not own:
            continue
        lines = parts.wrap(name, 40)
        heads.append({"y": top, "text": "\n".join(lines), "hue": hues[name]})
        top += parts.LINE_PX * len(lines) + 5
        placed, tall = _placed(own, first, end)
        dots += [_dot(row, top, hues[name], row["kind"] in hollow) for row in placed]
        top += tall * (parts.LINE_PX + 2) + 10
    height = top - 4

    dates, above = _dates_above(first, end) if height > _TALL_PX else ([], 0)
    days_marked = [parts.Mark(day, words) for day, words in marked]
    _, marks, above = parts.rules(days_marked, first, end, above, height)
    entries: parts.Layers = []
    if hollow:
        ring: Row = {"shape": "circle", "stroke": LIGHT["ink"], "filled": True, "strokeWidth": 1.6}
        entries, above = parts.key(
            [
                (filled_means, {**ring, "fill": LIGHT["ink"]}),
                (hollow_means, {**ring, "fill": LIGHT["paper"]}),
            ],
            above,
        )
    x = alt.X("date:T", scale=utc(first, end), axis=time_axis(first, end - timedelta(days=1)))
    y = alt.Y("y:Q", scale=parts.pixels(height), axis=None)
    hue = alt.Stroke("hue:N", scale=None)
    between = parts.base([{"y": head["y"] - 3} for head in heads[1:]])
    # Every halo lies below every dot and name: wide enough to break a rule, it would cut into a name on the next line.
    written: list[parts.Layers] = [dates] if dates else []
    for side, dx in (("left", _GAP_PX), ("right", -_GAP_PX)):
        words = parts.base(
            [{key: dot[key] for key in ("date", "text_y", "text")} for dot in dots if dot["align"] == side]
        )
        text_y = alt.Y("text_y:Q", scale=parts.pixels(height), axis=None)
        beside = words.encode(x=alt.X("date:T"), y=text_y, text=alt.Text("text:N"))
        written.append(parts.halo(beside, align=side, baseline="top", dx=dx, halo_px=_HALO_PX))
    for head in heads:
        text = parts.base([head]).encode(x=alt.XValue(0), y=alt.YValue(head["y"]), text=alt.Text("text:N"))
        look = {"baseline": "top", "fontWeight": "bold", "color": head["hue"]}
        written.append(parts.halo(text, align="left", halo_px=_HALO_PX, **look))
    layers = [
        between.mark_rule(color=LIGHT["grid"], strokeWidth=1, aria=False).encode(y=y),
        *marks,
        *(halo for halo, _ in written),
        parts.base(dots)
        .mark_point(shape="circle", filled=True, opacity=1, strokeWidth=1.6, size=62)
        .encode(
            x=x,
            y=y,
            fill=alt.Fill("fill:N", scale=None),
            stroke=hue,
            description=alt.Description("said:N"),
            tooltip=[alt.Tooltip("day:N", title="date"), alt.Tooltip("name:N", title="event")],
        ),
        *(ink for _, ink in written),
    ]
    return parts.finish([*layers, *entries], title, subtitle, width, height)


def _dates_above(first: date, end: date) -> tuple[parts.Layers, int]:
    """Write the dates of the axis over the plot, too, where it is so tall that a phone does not show both; gives the pixels taken."""
    last = end - timedelta(days=1)
    ticks = date_ticks(first, last)
    lines = [[text] if isinstance(text, str) else text for text in tick_labels(ticks, "day")]
    above = parts.LINE_PX * max(map(len, lines)) + 4
    text = parts.base(
        {"date": day, "label": "\n".join(words)} for day, words in zip(ticks, lines, strict=True)
    ).encode(x=alt.X("date:T"), y=alt.YValue(-above), text=alt.Text("label:N"))
    return parts.halo(text, align="center", baseline="top", color=LIGHT["muted"], halo_px=_HALO_PX), above


def _placed(own: Sequence[Row], first: date, end: date) -> tuple[list[Row], int]:
    """Give each event of a lane the first lines where its name is free on a phone; wider plots only move names apart."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for row in own:
        at = (row["date"] - first) / (end - first) * parts.NARROW_PX
        right, left = parts.NARROW_PX - at - _GAP_PX, at - _GAP_PX
        wanted = len(row["label"]) * parts.CHARACTER_PX
        rightward = right >= wanted or right >= left
        lines = parts.wrap(row["label"], int(max(right if rightward else left, 0) / parts.CHARACTER_PX))
        wide = _GAP_PX + max(len(line) for line in lines) * parts.CHARACTER_PX
        span = (at - 6, at + wide) if rightward else (at - wide, at + 6)
        line = 0
        while any(_crosses(span, other) for other in _at(taken, line, len(lines))):
            line += 1
        for below in range(line, line + len(lines)):
            taken.extend([] for _ in range(below + 1 - len(taken)))
            taken[below].append(span)
        found.append({**row, "line": line, "lines": lines, "align": "left" if rightward else "right"})
    return found, len(taken)


def _at(taken: Sequence[list[tuple[float, float]]], line: int, count: int) -> list[tuple[float, float]]:
    return [span for spans in taken[line : line + count] for span in spans]


def _crosses(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _dot(row: Row, top: int, hue: str, hollow: bool) -> Row:
    text_y = top + row["line"] * (parts.LINE_PX + 2)
    return {
        "date": row["date"],
        "y": text_y + 6,
        "text_y": text_y,
        "text": "\n".join(row["lines"]),
        "align": row["align"],
        "hue": hue,
        "fill": LIGHT["paper"] if hollow else hue,
        "day": day_text(row["date"]),
        "name": row["label"],
        "said": f"{day_text(row['date'])}: {parts.isolated(row['label'])}",
    }
