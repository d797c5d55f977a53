"""Bars are sorted, start at zero, and carry their numbers; what has no value is said in words and counted."""

from __future__ import annotations

import polars as pl
import pytest
from chart_examples import LOANS, WORDS
from chart_examples import bars as example

from figures import charts, theme
from figures.errors import ContractError


def bars(names, values, **options):
    frame = pl.DataFrame({"name": names, "n": values, **options.pop("more", {})}, strict=False)
    return charts.bars(frame, category="name", value="n", **{"unit": "books", **WORDS, **options})


def rows(chart, part: str) -> list[dict]:
    found = [row for values in chart.to_dict()["datasets"].values() for row in values if part in row]
    return list({str(row): row for row in found}.values())


def names(chart) -> list[str]:
    return [row["name"] for row in sorted(rows(chart, "name"), key=lambda row: row["y"])]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("value", ["c", "a", "d", "B"]), ("data", ["a", "B", "c", "d"]), ("name", ["a", "B", "c", "d"])],
)
def test_the_largest_is_on_top_and_what_is_missing_last(sort, expected):
    assert names(bars(["a", "B", "c", "d"], [2, None, 7, -1], sort=sort)) == expected


def test_groups_are_sorted_by_the_first_and_follow_each_other_in_the_order_of_the_data():
    chart = example()
    assert names(chart) == ["Harbour", "Old town", "Mill quarter\nand Weir", "Hill", "Station"]
    assert [row["said"] for row in rows(chart, "said")][:2] == [
        "Harbour, 2023: 38,200 books lent",
        "Harbour, 2024: 41,300 books lent",
    ]
    assert {row["fill"] for row in rows(chart, "said")} == {theme.LIGHT["blue"], theme.LIGHT["amber"]}


def test_a_bar_without_a_value_is_said_in_words_and_counted():
    chart = example()
    assert chart.description == "1 of 10 bars has no value."
    assert [row["text"] for row in rows(chart, "text")].count("no figure") == 1


def test_each_number_stands_at_the_end_of_its_bar_and_has_room_there():
    chart = bars(["a", "b"], [1_500, -20])
    spec = chart.to_dict()
    assert {(row["x"], row["text"]) for row in rows(chart, "text")} == {(1_500, "1,500"), (-20, "−20")}
    sides = {
        layer["mark"]["align"]: layer["mark"]["dx"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text" and "dx" in layer["mark"]
    }
    assert sides == {"left": 5, "right": -5}
    scale = spec["layer"][0]["encoding"]["x"]["scale"]
    assert scale["domain"] == [-20, 1_500]
    assert scale["range"] == [27, {"expr": "width - 39"}]  # 3 and 5 characters of 6.2 px, and 8 px


def test_one_number_format_for_labels_and_sentences():
    chart = bars(["a", "b"], [0.0041, 0.0034], number="{:percent}")
    assert [row["said"] for row in rows(chart, "said")] == ["a: 0.41% books", "b: 0.34% books"]
    assert [row["text"] for row in rows(chart, "text")] == ["0.41%", "0.34%"]


def test_names_stand_beside_short_and_above_when_one_is_long():
    def align(chart) -> str:
        return next(
            layer["mark"]["align"]
            for layer in chart.to_dict()["layer"]
            if layer.get("encoding", {}).get("text", {}).get("field") == "name"
        )

    assert align(bars(["Bosnia and Herzegovina", "Chad"], [1, 2])) == "right"
    assert align(bars(["professional and business services of all kinds", "Chad"], [1, 2])) == "left"


def test_highlighted_bars_keep_the_colour_and_a_reference_carries_its_number():
    chart = example(group=None, aggregate="mean", highlight=["Harbour"], reference=(25_000, "aim"))
    fills = {row["said"].partition(":")[0]: row["fill"] for row in rows(chart, "said")}
    assert fills["Harbour"] == theme.LIGHT["blue"]
    assert {fill for name, fill in fills.items() if name != "Harbour"} == {theme.LIGHT["neutral"]}
    # (38,200 + 41,300) / 2; of the station one year is missing and does not count.
    assert [row["text"] for row in rows(chart, "text")] == ["39,750", "29,150", "22,600", "17,075", "10,445"]
    assert "aim: 25,000" in [row["label"] for row in rows(chart, "label")]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"sort": "size"}, r"sort: expected one of \['value', 'data', 'name'\], got 'size'"),
        ({"highlight": ["Habour"]}, "highlight: expected one of .*'Harbour'.*, got 'Habour'"),
        ({"group": "year", "highlight": ["Harbour"]}, "highlight: expected no group beside it"),
        (
            {"group": "year", "colours": {"2023": "blue"}},
            r"group without a colour: expected one of \['2023'\], got '2024'",
        ),
        (
            {"group": "year", "colours": {"2023": "blau", "2024": "red"}},
            r"colours\['2023'\]: expected one of .*, got 'blau'",
        ),
        ({"number": "dollars"}, "number: expected 'auto'"),
        ({"value": "lent"}, "value='lent' is not a column"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options, told):
    frame = pl.DataFrame(LOANS) if "group" in options else pl.DataFrame(LOANS).head(5)
    arguments = {"category": "branch", "value": "loans", "unit": "books lent", **WORDS, **options}
    with pytest.raises(ContractError, match=f"bars: {told}"):
        charts.bars(frame, **arguments)


def test_five_bars_in_a_category_are_refused():
    frame = {"name": ["a"] * 5, "n": range(5), "by": list("vwxyz")}
    with pytest.raises(ContractError, match="bars: group: expected at most 4 bars in a category, got 5"):
        charts.bars(pl.DataFrame(frame), category="name", value="n", group="by", unit="n", **WORDS)


def test_a_subtitle_may_be_left_out():
    assert bars(["a"], [1], subtitle="").to_dict()["title"] == {"text": WORDS["title"]}


def test_nothing_that_is_counted_is_zero_and_no_missing_figure():
    more = {"more": {"what": ["x", "y", "x"]}}
    chart = bars(["a", "a", "b"], [1, 2, 3], group="what", aggregate="count", **more)
    assert [row["text"] for row in rows(chart, "text")] == ["1", "1", "1", "0"]
    assert "b, y: 0 books" in [row["said"] for row in rows(chart, "said")]
    assert not isinstance(chart.description, str)
