"""What happened when, on which of two sides? A dot for each event."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._limits import within
from figures.charts._rows import Row, rows
from figures.charts._time import time_axis, utc
from figures.errors import ContractError
from figures.text import day_text
from figures.theme import LIGHT, Colour


def dated_events(
    data: IntoFrame,
    *,
    date: str,
    side: str,
    label: str,
    kind: str,
    sides: tuple[str, str],
    title: str,
    subtitle: str = "",
    unit: str,
    hollow: Collection[str],
    hollow_means: str,
    filled_means: str,
    colours: Mapping[str, Colour] | None = None,
    side_names: Mapping[str, str] | None = None,
    marked: Sequence[tuple[date, str]] = (),
    bin_days: int = 7,
    width: int = 640,
    pitch: int = 10,
) -> alt.LayerChart:
    """Draw one dot for each event, stacked by week, one side above a time axis and the other below.

    No stack reaches across a marked day, so that a dot is on the right side of each rule; between two marked days all
    stacks span about equally many days.

    Parameters
    ----------
    data
        One row for each event.
    date, side, label, kind
        Columns: the day; which of ``sides``; what happened, shown on demand; what kind of event.
    sides
        The values of ``side`` above and below the axis.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    unit
        What a dot is.
    hollow
        Values of ``kind`` that are drawn as rings, such as threats.
    hollow_means, filled_means
        Words for a ring; words for a filled dot.
    colours
        Side to colour, a name such as ``teal`` or a hex.
    side_names
        Side to the words written in the plot.
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
        When a column is missing or holds something else, or an event is on neither side.

    Notes
    -----
    Each event counts as one dot, however large; a stack shows how often something was done, not how much.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> import pyarrow as pa
    >>> from figures.charts import dated_events
    >>> north = [(1, 8), (1, 10), (2, 5), (2, 20), (3, 4), (3, 6), (3, 7), (3, 19)]
    >>> south = [(1, 15), (2, 12), (2, 14), (3, 12), (3, 27), (4, 2)]
    >>> data = pa.table({
    ...     "day": [date(2024, *day) for day in north + south],
    ...     "bank": ["north"] * 8 + ["south"] * 6,
    ...     "work": ["paving", "lamps", "paving", "benches", "trees", "lamps", "paving"] * 2,
    ...     "state": ["done"] * 7 + ["announced"] + ["done", "done"] + ["announced"] * 4,
    ... })
    >>> chart = dated_events(
    ...     data,
    ...     date="day", side="bank", label="work", kind="state", sides=("north", "south"),
    ...     hollow=["announced"], hollow_means="announced only", filled_means="done",
    ...     colours={"north": "teal", "south": "amber"},
    ...     marked=[(date(2024, 3, 1), "1 March 2024: new budget")], unit="One dot is one repair, stacked by week",
    ...     title="Since the new budget, repairs on the south bank are only announced",
    ...     subtitle="Invented events: street repairs on two banks of a river, 2024",
    ... )
    """
    asked.days("dated_events", "marked", (day for day, _ in marked))
    parts.unit_given("dated_events", unit)
    table = rows(
        "dated_events",
        data,
        {"date": (date, "date"), "side": (side, "text"), "label": (label, "text"), "kind": (kind, "text")},
    )
    for row in table:
        if row["side"] not in sides:
            raise ContractError(
                f"dated_events: side={side!r}: expected one of {list(sides)}, got {row['side']!r}"
            )
    hues = asked.colours("dated_events", "colours", colours, sides, what="side", text=True)
    within("dated_events", date=len(table))
    table.sort(key=lambda row: (row["date"], row["kind"] in hollow, row["label"]))
    named = {name: parts.wrap((side_names or {}).get(name, name), 40) for name in sides}
    days = sorted([row["date"] for row in table] + [day for day, _ in marked])
    starts = parts.pile_starts(days[0], days[-1], [day for day, _ in marked], bin_days)
    first, end = starts[0], starts[-1]
    tall = parts.pile_up(table, "side", starts)
    within("dated_events", bin_days=max(tall.values()))
    upper, lower = sides
    room = {name: parts.LINE_PX * len(named[name]) + 8 for name in sides}
    zero = room[upper] + tall.get(upper, 0) * pitch + 4
    height = zero + tall.get(lower, 0) * pitch + 4 + room[lower]
    dots = [
        _dot(
            row,
            zero + (pitch if row["side"] == lower else -pitch) * (row["height"] - 0.5),
            hollow,
            hues[row["side"]],
        )
        for row in table
    ]

    days = [parts.Mark(day, words) for day, words in marked]
    _, marks, above = parts.rules(days, first, end, 0, height)
    crowded_left = sum((day - first) / (end - first) for day, _ in marked) < 0.5 * len(marked)
    ring = {
        "shape": "circle",
        "stroke": LIGHT["ink"],
        "fill": LIGHT["paper"],
        "filled": True,
        "strokeWidth": 1.6,
    }
    entries, above = parts.key([(filled_means, {**ring, "fill": LIGHT["ink"]}), (hollow_means, ring)], above)
    y = parts.piles_axis(unit, above, height)
    x = alt.X("bin:T", scale=utc(first, end), axis=time_axis(first, end - timedelta(days=1)))
    size = alt.ExprRef(
        f"min({(pitch - 2.4) ** 2:.1f}, pow(max(3.4, 0.86 * width / {len(starts) - 1} - 1.4), 2))"
    )
    layers = [
        parts.base([{"y": zero}]).mark_rule(color=LIGHT["muted"], aria=False).encode(y=y),
        *marks,
        parts.spoken(
            parts.base(dots)
            .mark_point(shape="circle", filled=True, opacity=1, strokeWidth=1.3, size=size)
            .encode(x=x, y=y, fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("hue:N", scale=None))
        ),
    ]
    for name, at in ((upper, 2), (lower, height - parts.LINE_PX * len(named[lower]) - 2)):
        text = parts.base([{"text": "\n".join(named[name])}]).encode(
            x=alt.XValue("width" if crowded_left else 0), y=alt.YValue(at), text=alt.Text("text:N")
        )
        layers += parts.halo(
            text,
            align="right" if crowded_left else "left",
            baseline="top",
            fontWeight="bold",
            color=hues[name],
        )
    return parts.finish([*layers, *entries], title, subtitle, width, height)


def _dot(row: Row, y: float, hollow: Collection[str], hue: str) -> Row:
    return {
        "bin": row["bin"],
        "y": y,
        "hue": hue,
        "fill": LIGHT["paper"] if row["kind"] in hollow else hue,
        "said": f"{day_text(row['date'])}: {parts.isolated(row['label'])} ({parts.isolated(row['kind'])})",
    }
