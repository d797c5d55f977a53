"""What changed from one state to another, category by category? A ring, a dot and what lies between."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import amounts
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._rows import Row, rows, unique
from figures.errors import ContractError
from figures.text import NumberFormat, number_format
from figures.theme import LIGHT, Colour


def grouped_dots(
    data: IntoFrame,
    *,
    category: str,
    group: str,
    value: str,
    groups: tuple[str, str],
    unit: str,
    title: str,
    subtitle: str = "",
    colours: Mapping[str, Colour] | None = None,
    number: str = "auto",
    width: int = 640,
) -> alt.LayerChart:
    """Draw one line for each category: a ring for the first group, a dot for the second, joined by a bar.

    Parameters
    ----------
    data
        One row for each category and group, in the order in which the categories are drawn.
    category, group, value
        Columns: the category; one of ``groups``; the amount, in ``unit``, zero or more.
    groups
        What the ring and the dot stand for, such as before and after a day.
    unit
        What is counted.
    title, subtitle
        The finding; what is counted, where, when and by whom.
    colours
        Category to colour, a name such as ``teal`` or a hex; ink without it.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    width
        Width of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide and as high as its rows need; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a group is not one of ``groups``, or a category has
        two rows for a group.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import grouped_dots
    >>> before = {"Harbour": 14, "Old town": 6, "Mill quarter": 11, "Hill estate": 17, "Station": 3}
    >>> after = {"Harbour": 6, "Old town": 5, "Mill quarter": 7, "Hill estate": 19, "Station": 3}
    >>> data = pa.table({
    ...     "quarter": [*before, *after],
    ...     "when": ["before"] * 5 + ["after"] * 5,
    ...     "minutes": [*before.values(), *after.values()],
    ... })
    >>> chart = grouped_dots(
    ...     data,
    ...     category="quarter",
    ...     group="when",
    ...     value="minutes",
    ...     groups=("before", "after"),
    ...     unit="minutes on foot to the nearest bus stop",
    ...     colours={"Hill estate": "amber"},
    ...     title="Bus stops came closer, except on the hill and at the station",
    ...     subtitle="Invented numbers: median walk by quarter, before and after the new network",
    ... )
    """
    hues = asked.colours("grouped_dots", "colours", colours or {}, ())
    parts.unit_given("grouped_dots", unit)
    table = rows(
        "grouped_dots",
        data,
        {"category": (category, "text"), "group": (group, "text")},
        {"value": (value, "number")},
    )
    unique("grouped_dots", table, "category", "group")
    for row in table:
        if row["group"] not in groups:
            raise ContractError(
                f"grouped_dots: group={group!r}: expected one of {list(groups)}, got {row['group']!r}"
            )
        if row["value"] is not None and row["value"] < 0:
            raise ContractError(f"grouped_dots: value={value!r}: expected zero or more, got {row['value']}")
    given = {(row["category"], row["group"]): row["value"] for row in table}
    parts.some_given("grouped_dots", "value", value, given.values())
    numbers = printed(number_format(number, given.values(), "grouped_dots: "), "value")
    categories = list(dict.fromkeys(row["category"] for row in table))
    within("grouped_dots", category=len(categories))
    gaps = [
        place for name in categories for place in ((name, one) for one in groups) if given.get(place) is None
    ]
    tops, names, height = parts.row_tops(categories)
    axis = amounts(given.values(), numbers)
    lines = [
        _line(label, [given.get((name, one)) for one in groups], top, hues.get(name, LIGHT["ink"]))
        for name, label, top in zip(categories, names, tops, strict=True)
    ]
    dots = [
        {
            **line,
            "x": amount,
            "fill": line["hue"] if at else LIGHT["paper"],
            "said": f"{parts.isolated(line['plain'])}, {parts.isolated(groups[at])}: "
            f"{numbers.full(amount)} {parts.isolated(unit)}",
        }
        for at in (0, 1)
        for line in lines
        if (amount := line["amounts"][at]) is not None
    ]
    labels = [label for line in lines for label in _labels(line, numbers)]

    ring = {"shape": "circle", "filled": True, "stroke": LIGHT["ink"], "strokeWidth": 2}
    entries, _ = parts.key(
        [(groups[0], {**ring, "fill": LIGHT["paper"]}), (groups[1], {**ring, "fill": LIGHT["ink"]})], 4
    )
    x = axis.across(unit)
    y = alt.Y("y:Q", scale=parts.pixels(height), axis=None)
    hue = alt.Stroke("hue:N", scale=None)
    name_y = alt.Y("name_y:Q", scale=parts.pixels(height), axis=None)
    joined = parts.base(
        [{key: line[key] for key in ("low", "high", "y", "hue")} for line in lines if line["low"] is not None]
    )
    layers = [
        joined.mark_rule(strokeWidth=3, opacity=0.45, aria=False).encode(
            x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y, stroke=hue
        ),
        parts.spoken(
            parts.base([{key: dot[key] for key in ("x", "y", "hue", "fill", "said")} for dot in dots])
            .mark_point(shape="circle", strokeWidth=2, size=80, opacity=1)
            .encode(x=x, y=y, stroke=hue, fill=alt.Fill("fill:N", scale=None))
        ),
        *parts.halo(
            parts.base([{"name": line["name"], "name_y": line["name_y"]} for line in lines]).encode(
                x=alt.XValue(0), y=name_y, text=alt.Text("name:N")
            ),
            align="left",
            baseline="top",
            fontWeight="bold",
        ),
    ]
    for side, dx in (("left", 9), ("right", -9)):
        words = parts.base([label for label in labels if label["align"] == side])
        layers += parts.halo(
            words.encode(x=alt.X("x:Q"), y=y, text=alt.Text("text:N")), align=side, baseline="middle", dx=dx
        )
    absent = parts.absent(len(gaps), 2 * len(categories), "amounts")
    return parts.finish([*layers, *entries], title, subtitle, width, height, missing=absent)


def _line(name: str, amounts: list[float | None], top: int, hue: str) -> Row:
    given = [amount for amount in amounts if amount is not None]
    return {
        "name": name,
        "plain": name.replace("\n", " "),
        "amounts": amounts,
        "low": min(given) if len(given) == 2 else None,
        "high": max(given) if len(given) == 2 else None,
        "y": top + 10 + parts.LINE_PX * (1 + name.count("\n")),
        "name_y": top + 3,
        "hue": hue,
    }


def _labels(line: Row, numbers: NumberFormat) -> list[Row]:
    """Write both numbers behind the mark that lies further right: ``17 → 5``."""
    before, after = line["amounts"]
    known_amounts = [amount for amount in (before, after) if amount is not None]
    text = " → ".join("–" if amount is None else numbers.short(amount) for amount in (before, after))
    return [{"x": max(known_amounts, default=0), "y": line["y"], "text": text, "align": "left"}]
