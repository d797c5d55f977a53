"""The names of amounts that all marks are compared with have the room between their line and the further edge, and a line each."""

from __future__ import annotations

import pytest

from figures.charts._references import upright_lines


def two_words(letters: int) -> str:
    return f"{'a' * (letters // 2)} {'b' * (letters - letters // 2 - 1)}"


def lettering(layers) -> list[list[str]]:
    """Give the lines of each name, from the highest on, without the halos under them."""
    charts = [layer.to_dict() for layer in layers]
    texts = [one for one in charts if one["mark"]["type"] == "text" and "stroke" not in one["mark"]]
    return [row["label"].split("\n") for one in texts for row in one["datasets"][one["data"]["name"]]]


@pytest.mark.parametrize(
    ("at", "gutter", "letters"),
    [
        # On a phone a plot is 262 px wide, and a letter 6.2 px.
        (0, 0, 42),  # 262 / 6.2 = 42.3
        (2.9, 0, 41),  # 0.971 x 262 / 6.2 = 41.03
        (3.17, 0, 40),  # 0.9683 x 262 / 6.2 = 40.92
        (50, 0, 21),  # in the middle they run to the right: 131 / 6.2 = 21.1
        (50.5, 0, 21),  # and here to the left: 0.505 x 262 / 6.2 = 21.3
        (100, 0, 42),
        # Names of rows take 60 px at the left: 202 px are left for marks, and all 262 px for words.
        (0, 60, 32),  # 202 / 6.2 = 32.6
        (40, 60, 19),  # 0.6 x 202 / 6.2 = 19.5
        (75, 60, 34),  # (0.75 x 202 + 60) / 6.2 = 34.1
    ],
)
def test_a_name_has_the_room_up_to_the_further_edge(at, gutter, letters):
    for more, lines in ((0, 1), (1, 2)):
        layers, _ = upright_lines([(at, two_words(letters + more))], (0, 100), 300, gutter)
        assert [len(name) for name in lettering(layers)] == [lines]


def test_without_names_of_rows_all_of_the_width_is_for_words():
    layers, _ = upright_lines([(2.9, two_words(41))], (0, 100), 300)
    assert [len(name) for name in lettering(layers)] == [1]


@pytest.mark.parametrize(
    ("marked", "order", "align", "dx"),
    [
        ([(10, "a"), (30, "b")], ["b", "a"], "left", 5),
        ([(90, "a"), (70, "b")], ["b", "a"], "right", -5),
        ([(10, "a"), (90, "b")], ["b", "a"], "left", 5),  # 0.1 + 0.9 is not more than half of 2
    ],
)
def test_no_line_crosses_a_name(marked, order, align, dx):
    """The name whose line is nearest to where all names run stands highest there: lines of the others begin below it."""
    layers, above = upright_lines(marked, (0, 100), 300)
    assert lettering(layers) == [[name] for name in order]
    texts = [one for one in (layer.to_dict() for layer in layers) if one["mark"]["type"] == "text"]
    assert {(one["mark"]["align"], one["mark"]["dx"]) for one in texts} == {(align, dx)}
    # 4 px of air, and for each name its 15 px and 2 px more.
    assert [one["encoding"]["y"]["value"] for one in texts] == [-19, -19, -36, -36]
    assert above == 4 + 2 * (15 + 2)


def test_marks_at_one_amount_only():
    layers, _ = upright_lines([(5, "five")], (5, 5), 300)
    assert lettering(layers) == [["five"]]
