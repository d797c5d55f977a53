"""How much of each whole is one part? A bar for the whole, its part filled."""

from __future__ import annotations

import altair as alt
from narwhals.typing import IntoFrame

from figures.charts import _asked as asked
from figures.charts import _parts as parts
from figures.charts._amounts import amounts
from figures.charts._drawn import printed
from figures.charts._limits import within
from figures.charts._rows import rows, unique
from figures.errors import ContractError
from figures.text import number_format
from figures.theme import LIGHT, Colour


def part_of_whole(
    data: IntoFrame,
    *,
    category: str,
    words: str,
    part: str,
    whole: str,
    unit: str,
    part_means: str,
    rest_means: str,
    colour: Colour = "blue",
    number: str = "auto",
    title: str,
    subtitle: str = "",
    width: int = 640,
) -> alt.LayerChart:
    """Draw one bar for each category, as long as the whole, filled as far as the part.

    Parameters
    ----------
    data
        One row for each category, in the order of drawing.
    category, words
        Columns of text: the category; what to write at the end of its line, such as both shares.
    part, whole
        Columns of numbers in ``unit``, the part from zero to the whole.
    unit
        What is measured.
    part_means, rest_means
        Words for the filled part and for the rest.
    colour
        Colour of the part: a name such as ``teal``, or a hex.
    number
        How numbers are printed: ``auto`` (as many decimals as tell them apart), ``compact`` (k, M, bn), ``percent`` (of shares of one),
        decimals such as ``.2f``, or one of these in braces between words: ``${}``, ``{:.1f} km``.
    title, subtitle
        The finding; what is measured, where, when and by whom.
    width
        Width of the plot in px.

    Returns
    -------
    altair.LayerChart
        A plot ``width`` px wide and as high as its rows need; title and key stand above it. The rows are inline, the config is empty.

    Raises
    ------
    ContractError
        When a column is missing or holds something else, a category has two rows, or a part exceeds its whole.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from figures.charts import part_of_whole
    >>> data = pa.table({
    ...     "use": ["Vegetables", "Flowers", "Lawn", "Fruit trees"],
    ...     "watered": [1800, 950, 700, 300],
    ...     "all": [3200, 1100, 2600, 1400],
    ...     "told": ["56 per cent", "86 per cent", "27 per cent", "21 per cent"],
    ... })
    >>> chart = part_of_whole(
    ...     data,
    ...     category="use", part="watered", whole="all", words="told",
    ...     unit="square metres",
    ...     part_means="watered daily",
    ...     rest_means="not watered daily",
    ...     colour="blue",
    ...     title="Vegetables have the most watered ground, flowers the largest share",
    ...     subtitle="Invented numbers: area of a community garden by use, July 2024",
    ... )
    """
    hue = asked.colour("part_of_whole", "colour", colour)
    parts.unit_given("part_of_whole", unit)
    table = rows(
        "part_of_whole",
        data,
        {
            "category": (category, "text"),
            "words": (words, "text"),
            "part": (part, "number"),
            "whole": (whole, "number"),
        },
    )
    unique("part_of_whole", table, "category")
    within("part_of_whole", category=len(table), words=max(len(row["words"]) for row in table))
    for row in table:
        if not 0 <= row["part"] <= row["whole"]:
            raise ContractError(
                f"part_of_whole: {row['category']}: expected 0 <= part <= whole, got {row['part']} of {row['whole']}"
            )
    drawn = []
    height = 0
    for row in table:
        lines = parts.wrap(row["category"], 44 - len(row["words"]))
        foot = height + parts.LINE_PX * len(lines)
        drawn.append({**row, "name": "\n".join(lines), "top": height + 3, "y": foot + 15})
        height = foot + 34
    wholes = [row["whole"] for row in table]
    numbers = number_format(number, [row[of] for row in table for of in ("part", "whole")], "part_of_whole: ")
    axis = amounts(wholes, printed(numbers, "part", "whole"))
    swatch = {"shape": "square", "filled": True, "size": 110, "strokeWidth": 1}
    entries, _ = parts.key(
        [
            (part_means, {**swatch, "fill": hue, "stroke": hue}),
            (rest_means, {**swatch, "fill": LIGHT["grid"], "stroke": LIGHT["muted"]}),
        ],
        4,
    )
    y = alt.Y("y:Q", scale=parts.pixels(height), axis=None)
    top = alt.Y("top:Q", scale=parts.pixels(height), axis=None)
    whole_bar = parts.base([{"from": 0, "to": row["whole"], "y": row["y"]} for row in drawn])
    part_bar = parts.base(
        [
            {
                "x": 0,
                "to": row["part"],
                "y": row["y"],
                "said": f"{parts.isolated(row['category'])}: {parts.isolated(row['words'])}",
            }
            for row in drawn
        ]
    )
    names = parts.base([{"text": row["name"], "top": row["top"]} for row in drawn])
    beside = parts.base([{"text": row["words"], "top": row["top"]} for row in drawn])
    layers = [
        whole_bar.mark_bar(
            height=16, fill=LIGHT["grid"], stroke=LIGHT["muted"], strokeWidth=0.8, aria=False
        ).encode(x=alt.X("from:Q"), x2=alt.X2("to:Q"), y=y),
        part_bar.mark_bar(height=16, fill=hue).encode(
            x=axis.across(unit),
            x2=alt.X2("to:Q"),
            y=y,
            description=alt.Description("said:N"),
            tooltip=[alt.Tooltip("said:N", title="region")],
        ),
        *parts.halo(
            names.encode(x=alt.XValue(0), y=top, text=alt.Text("text:N")),
            align="left",
            baseline="top",
            fontWeight="bold",
        ),
        *parts.halo(
            beside.encode(x=alt.XValue("width"), y=top, text=alt.Text("text:N")),
            align="right",
            baseline="top",
        ),
    ]
    return parts.finish([*layers, *entries], title, subtitle, width, height)
