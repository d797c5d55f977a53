"""What kind of thing happened when? One lane for each kind, a dot for each event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._limits import within
from figures.charts._rows import rows
from figures.charts._time import time_axis, utc
from figures.errors import ContractError
from figures.text import day_text
from figures.theme import LIGHT, Colour

_LABEL_PX = parts.LINE_PX + 6


def event_lanes(
    data: IntoFrame,
    *,
    date: str,
    lane: str,
    group: str,
    label: str,
    lanes: Mapping[str, str],
    unit: str,
    title: str,
    subtitle: str = "",
    colours: Mapping[str, Colour] | None = None,
    marked: Sequence[tuple[date, str]] = (),
    bin_days: int = 30,
    width: int = 640,
    pitch: int = 9,
) -> alt.LayerChart:
    """Draw one dot for each event, stacked by month, in the lane of its kind; lanes share a time axis.

    No stack reaches across a marked day, so that a dot is on the right side of each rule.

    Parameters
    ----------
    data
        One row for each event.
    date, lane, group, label
        Columns: the day; the kind of event; whose it is, which decides the colour; what happened, shown on demand.
    lanes
        Lane to the words written over it, from top to bottom; a lane without an event is drawn empty.
    unit
        What a dot is.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colours
        Group to colour, a name such as ``teal`` or a hex, in the order of the key; by default hues in the order of the table. No two
        groups have the same.
    marked
        Days to mark by a rule, each with its label.
    bin_days
        Days in a stack, about.
    width
        Width of the plot in px.
    pitch
        Px from dot to dot in a stack.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide and as high as its rows need; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, an event is in no lane, or a group has no colour.

    Notes
    -----
    Each event counts as one dot, however large; a lane shows how often something happened, not how much.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> import pyarrow as pa
    >>> from figures.charts import event_lanes
    >>> start, cafes = date(2024, 1, 9), (2, 7, 9, 10, 12, 13, 14, 16, 17, 20)
    >>> rows = [(start + timedelta(weeks=at), "story hour", "staff") for at in range(22)]
    >>> rows += [(start + timedelta(weeks=at, days=4), "repair café", "volunteers") for at in cafes]
    >>> rows += [(date(2024, 1, 18), "talk", "staff"), (date(2024, 2, 15), "talk", "volunteers")]
    >>> data = pa.Table.from_pylist([dict(zip(("day", "event", "by"), row)) for row in rows])
    >>> chart = event_lanes(
    ...     data,
    ...     date="day", lane="event", group="by", label="event",
    ...     lanes={"story hour": "Story hours", "repair café": "Repair cafés", "talk": "Talks"},
    ...     colours={"staff": "teal", "volunteers": "amber"},
    ...     unit="One dot is one event, stacked by month",
    ...     marked=[(date(2024, 3, 1), "1 March 2024: new opening hours")],
    ...     title="With the new hours came more repair cafés, and no talk since",
    ...     subtitle="Invented events: what a town library offered, January to June 2024",
    ... )
    """
    asked.days("event_lanes", "marked", (day for day, _ in marked))
    function = "event_lanes"
    parts.unit_given(function, unit)
    table = rows(
        function,
        data,
        {"date": (date, "date"), "lane": (lane, "text"), "group": (group, "text"), "label": (label, "text")},
    )
    for row in table:
        if row["lane"] not in lanes:
            raise ContractError(
                f"{function}: lane={lane!r}: expected one of {list(lanes)}, got {row['lane']!r}"
            )
    hues = asked.colours(function, "colours", colours, (row["group"] for row in table), what="group")
    asked.apart(function, "colours", hues)
    order = list(hues)
    within(function, date=len(table), lane=len(lanes), group=len(order))
    table.sort(key=lambda row: (row["date"], order.index(row["group"]), row["label"]))
    days = sorted([row["date"] for row in table] + [day for day, _ in marked])
    starts = parts.pile_starts(days[0], days[-1], [day for day, _ in marked], bin_days)
    first, end = starts[0], starts[-1]
    tall = parts.pile_up(table, "lane", starts)
    within(function, bin_days=max(tall.values()))
    named = {name: parts.wrap(words, 42) for name, words in lanes.items()}
    floors: dict[str, int] = {}
    tops: dict[str, int] = {}
    height = 0
    for name in lanes:
        tops[name] = height + 4
        height += parts.LINE_PX * (len(named[name]) - 1) + _LABEL_PX + tall.get(name, 1) * pitch + 6
        floors[name] = height
    height += 4

    rules = [parts.Mark(day, words) for day, words in marked]
    _, marks, above = parts.rules(rules, first, end, 0, height)
    dot = {"shape": "circle", "filled": True, "size": 60}
    entries, above = parts.key([(name, {**dot, "fill": hues[name]}) for name in order], above)
    y = parts.piles_axis(unit, above, height)
    x = alt.X("bin:T", scale=utc(first, end), axis=time_axis(first, end - timedelta(days=1)))
    size = alt.ExprRef(
        f"min({(pitch - 1.6) ** 2:.1f}, pow(max(3.6, 0.9 * width / {len(starts) - 1} - 1), 2))"
    )
    dots = [
        {
            "bin": row["bin"],
            "y": floors[row["lane"]] - pitch * (row["height"] - 0.5) - 1,
            "hue": hues[row["group"]],
            "said": f"{day_text(row['date'])}: {parts.isolated(row['label'])} ({parts.isolated(' '.join(named[row['lane']]))})",
        }
        for row in table
    ]
    heads = [{"y": tops[name], "text": "\n".join(named[name])} for name in lanes]
    layers: list[alt.Chart] = [
        parts.base([{"y": floor} for floor in floors.values()])
        .mark_rule(color=LIGHT["grid"], aria=False)
        .encode(y=y),
        *marks,
        parts.spoken(
            parts.base(dots)
            .mark_point(shape="circle", filled=True, opacity=1, size=size)
            .encode(x=x, y=y, fill=alt.Fill("hue:N", scale=None))
        ),
        *parts.halo(
            parts.base(heads).encode(
                x=alt.XValue(0), y=alt.Y("y:Q", scale=parts.pixels(height)), text=alt.Text("text:N")
            ),
            align="left",
            baseline="top",
            fontWeight="bold",
        ),
    ]
    return parts.finish([*layers, *entries], title, subtitle, width, height)
