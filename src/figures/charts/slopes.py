"""Who rose and who fell between two moments? A line for each category from one to the next, with its values at both ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _labels as labels
from figures.charts import _parts as parts
from figures.charts._amounts import Amounts, amounts
from figures.charts._drawn import drawn_only, printed
from figures.charts._limits import within
from figures.charts._palette import QUIET, hues
from figures.charts._rows import Kind, Row, known, rows, unique
from figures.errors import ContractError
from figures.text import NumberFormat, number_format
from figures.theme import LIGHT, Colour

_LOWEST_PX, _HIGHEST_PX = 260, 460
_MOST_GROUPS, _HEAD_CHARACTERS = 4, 12


def slope(
    data: IntoFrame,
    *,
    category: str,
    group: str,
    value: str,
    groups: Sequence[str | int],
    unit: str,
    title: str,
    subtitle: str = "",
    highlight: Sequence[str] = (),
    colours: Mapping[str, Colour] | None = None,
    colour: Colour = "blue",
    number: str = "auto",
    width: int = 640,
    height: int | None = None,
) -> alt.LayerChart:
    """Draw a line for each category from group to group, with its value at both ends and its name at the right.

    Parameters
    ----------
    data
        One row for each category and group; those of other groups are left out.
    category, group, value
        Columns: the category; the group, as text or as a whole number such as a year; the amount, in ``unit``, which may be missing.
    groups
        Two to four groups from left to right, such as years.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    highlight
        Categories to colour; all others are thin and grey, and have no label where there is no room for all.
    colours
        Category to colour, for those that are coloured; by default the highlighted ones get hues in turn.
    colour
        Colour of all lines where there is neither ``highlight`` nor ``colours``.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    width, height
        Size of the plot in px, beside which the labels stand. Without a height it is as high as these need.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide; title and groups stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, one of ``groups`` has no row, a category has two rows for a group, or
        the labels have no room in the height that was asked for.

    Notes
    -----
    The vertical axis does not begin at zero: the picture compares slopes, and its numbers are printed.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import slope
    >>> before = {"Harbour": 31, "Old town": 52, "Mill quarter": 44, "Hill estate": 18, "Station": 37, "Meadows": 26}
    >>> after = {"Harbour": 58, "Old town": 55, "Mill quarter": 47, "Hill estate": 16, "Station": 45, "Meadows": 29}
    >>> data = pa.table({
    ...     "quarter": [*before, *after],
    ...     "year": ["2014"] * 6 + ["2024"] * 6,
    ...     "turnout": [*before.values(), *after.values()],
    ... })
    >>> chart = slope(
    ...     data, category="quarter", group="year", value="turnout", groups=["2014", "2024"],
    ...     unit="per cent of voters", highlight=["Harbour", "Hill estate"],
    ...     title="The harbour came to vote, the hill stayed at home",
    ...     subtitle="Invented numbers: turnout at a town's elections, by quarter",
    ... )
    """
    plain = asked.colour("slope", "colour", colour)
    parts.unit_given("slope", unit)
    moments = [str(name) for name in groups]
    if not 2 <= len(set(moments)) == len(moments) <= _MOST_GROUPS:
        raise ContractError(f"slope: groups: expected two to four different ones, got {moments}")
    columns: dict[str, tuple[str, Kind]] = {
        "category": (category, "text"),
        "group": (group, "text"),
    }
    table = rows("slope", data, columns, {"value": (value, "number")})
    for name in moments:
        known("slope", f"groups without a row in {group!r}", name, {row["group"]: None for row in table})
    table = drawn_only("group", moments, table)
    unique("slope", table, "category", "group")
    parts.some_given("slope", "value", value, (row["value"] for row in table))
    names = list(dict.fromkeys(row["category"] for row in table))
    within("slope", category=len(names))
    chosen = highlight or [name for name in names if name in (colours or {})]
    hue = hues("slope", "category", names, colours, chosen) if chosen else dict.fromkeys(names, plain)
    amounts_of = _Amounts(
        groups=tuple(moments),
        of={(row["category"], row["group"]): row["value"] for row in table if row["value"] is not None},
        hue=hue,
        unit=unit,
        numbers=printed(number_format(number, (row["value"] for row in table), "slope: "), "value"),
    )
    height, shown = _room(amounts_of, height)
    levels = amounts(amounts_of.of.values(), amounts_of.numbers, zero=False)
    heads = [parts.wrap(name, _HEAD_CHARACTERS) for name in moments]
    above = 6 + parts.LINE_PX * max(map(len, heads))
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, len(moments) - 1], nice=False, zero=False), axis=None)
    beside: parts.Layers = []
    at_left = 0.0
    for left, place in ((False, len(moments) - 1), (True, 0)):
        ends = _ends(amounts_of, shown, left)
        side, at_left = labels.beside(ends, levels, height, place, x, left=left, most_lines=None) or ([], 0)
        beside += side
    axis = Amounts(levels.low, levels.high, (), ()).upright(unit, above)
    axis["titleX"] = -at_left
    y = alt.Y("y:Q", scale=levels.scale, axis=axis)
    head = parts.base({"x": at, "label": "\n".join(lines)} for at, lines in enumerate(heads)).encode(x=x)
    posts = head.mark_rule(color=LIGHT["muted"], strokeWidth=0.8, aria=False)
    layers: parts.Layers = [posts.encode(y=alt.YValue(0), y2=alt.Y2Value(height))]
    for one in sorted(dict.fromkeys(hue.values()), key=lambda one: one != QUIET):
        layers += [layer.encode(x=x, y=y) for layer in _lines(amounts_of, one)]
    layers += [layer.encode(x=x, y=y) for layer in _between(amounts_of, shown, levels, height)]
    layers += beside
    words = head.encode(y=alt.YValue(-above), text=alt.Text("label:N"))
    layers += parts.halo(words, align="center", baseline="top", fontWeight="bold")
    whole = len(names) * len(moments)
    absent = parts.absent(whole - len(amounts_of.of), whole, "amounts")
    return parts.finish(layers, title, subtitle, width, height, missing=absent)


class _Amounts(NamedTuple):
    """What is drawn: the groups, each category's amount in them, and how both look."""

    groups: tuple[str, ...]
    of: Mapping[tuple[str, str], float]
    hue: Mapping[str, str]
    unit: str
    numbers: NumberFormat


def _room(drawn: _Amounts, height: int | None) -> tuple[int, list[str]]:
    """Find the height, and which categories get a label: all, or where that takes too much room those that are coloured."""
    every = list(drawn.hue)
    coloured = [name for name in every if drawn.hue[name] != QUIET]
    for shown in (every, coloured):
        needed = max(labels.tall(_ends(drawn, shown, left)) for left in (True, False))
        free = max(_LOWEST_PX, round(1.15 * needed)) if height is None else height
        if needed <= free and (free <= _HIGHEST_PX or height is not None or len(shown) == len(coloured)):
            return free, shown
    raise ContractError(
        f"slope: height: expected at least {round(needed)} px for the labels, got {height}; leave it out, or highlight fewer"
    )


def _ends(drawn: _Amounts, shown: Sequence[str], left: bool) -> list[labels.End]:
    """Give the labels of one side: at the left the value, at the right value and name, or the name where the line ends."""
    first, last = drawn.groups[0], drawn.groups[-1]
    group, place = (first, 0) if left else (last, len(drawn.groups) - 1)
    found = []
    for name in shown:
        if (name, group) in drawn.of:
            value = drawn.numbers.short(drawn.of[name, group])
            words = value if left and (name, last) in drawn.of else f"{value} {parts.isolated(name)}"
            found.append(labels.End(words, drawn.of[name, group], place, drawn.hue[name]))
    return found


def _lines(drawn: _Amounts, hue: str) -> parts.Layers:
    """Draw the lines of one colour, broken where a group has no amount, with a dot at each amount."""
    quiet = hue == QUIET
    values: list[Row] = [
        {"x": at, "y": drawn.of.get((name, group)), "category": name}
        for name in drawn.hue
        if drawn.hue[name] == hue
        for at, group in enumerate(drawn.groups)
    ]
    dots = [
        {**row, "said": _said(drawn, row["category"], drawn.groups[row["x"]], row["y"])}
        for row in values
        if row["y"] is not None
    ]
    line = parts.base(values).mark_line(
        color=hue, strokeWidth=1 if quiet else 2.2, opacity=0.6 if quiet else 1, aria=False
    )
    dot = parts.base(dots).mark_point(color=hue, filled=True, size=18 if quiet else 40, opacity=1)
    return [line.encode(detail=alt.Detail("category:N")), parts.spoken(dot)]


def _said(drawn: _Amounts, category: str, group: str, value: float) -> str:
    place = f"{parts.isolated(category)}, {parts.isolated(group)}"
    return f"{place}: {drawn.numbers.full(value)} {parts.isolated(drawn.unit)}"


def _between(drawn: _Amounts, shown: Sequence[str], levels: Amounts, height: int) -> parts.Layers:
    """Write the values of coloured lines at the groups in the middle, where there is room for them."""
    points: list[Row] = [
        {"x": at, "y": drawn.of[name, group], "label": drawn.numbers.short(drawn.of[name, group])}
        for name in shown
        if drawn.hue[name] != QUIET
        for at, group in list(enumerate(drawn.groups))[1:-1]
        if (name, group) in drawn.of
    ]
    where = [(row["x"] / (len(drawn.groups) - 1), levels.pixel(row["y"], height), 4.0) for row in points]
    words = [row["label"] for row in points]
    return labels.written(points, labels.around(where, words, height, labels.ABOVE_FIRST))
