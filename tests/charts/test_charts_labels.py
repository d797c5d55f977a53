"""Labels lie on no other label: beside a plot, beside points, at each width."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.charts import _labels as labels
from figures.charts import _parts as parts

PX = st.floats(-50, 350)
TALL = st.sampled_from([18, 33, 48])


@pytest.mark.parametrize(
    ("wanted", "tall", "placed"),
    [
        ([20, 60], [20, 20], [20, 60]),  # nothing meets
        ([50, 50], [20, 20], [40, 60]),  # each moves half of the way
        ([60, 50], [20, 20], [65, 45]),
        ([0, 0], [20, 20], [10, 30]),  # the top is an end
        ([100, 98], [20, 20], [90, 70]),  # and the bottom
        (
            [40, 40, 46],
            [20, 20, 20],
            [22, 42, 62],
        ),  # mean of 40 + 20, 40 and 46 − 20 is the place of the middle one
        ([50], [100], [50]),
        ([], [], []),
    ],
)
def test_labels_are_pushed_apart_as_little_as_possible(wanted, tall, placed):
    assert labels.apart(wanted, tall, 100) == pytest.approx(placed)


def test_labels_that_do_not_fit_are_not_placed():
    assert labels.apart([1, 2, 3], [40, 40, 40], 100) is None


@given(st.lists(st.tuples(PX, TALL), min_size=1, max_size=14))
def test_labels_beside_a_plot_do_not_overlap_and_stay_inside(ends):
    wanted, tall = [px for px, _ in ends], [high for _, high in ends]
    placed = labels.apart(wanted, tall, 300)
    if sum(tall) > 300:
        assert placed is None
        return
    boxes = sorted((at - high / 2, at + high / 2) for at, high in zip(placed, tall, strict=True))
    assert boxes[0][0] >= -1e-6 and boxes[-1][1] <= 300 + 1e-6
    assert all(one[1] <= other[0] + 1e-6 for one, other in pairwise(boxes))
    # The order of the ends is the order of the labels, and what is already apart stays.
    assert [placed[at] for at in sorted(range(len(ends)), key=lambda at: (wanted[at], at))] == sorted(placed)
    again = labels.apart(placed, tall, 300)
    assert again == pytest.approx(placed, abs=1e-6)


POINTS = st.tuples(st.floats(0, 1), st.floats(0, 200), st.floats(2, 12))
WORDS = st.one_of(st.none(), st.text(st.sampled_from("aiMW "), min_size=1, max_size=16))


@given(st.lists(st.tuples(POINTS, WORDS), max_size=12))
def test_labels_of_points_do_not_overlap_at_any_width(points):
    where, words = [point for point, _ in points], [text for _, text in points]
    places = labels.around(where, words, 200)
    assert all(text for text, place in zip(words, places, strict=True) if place)
    for width in (150, 211, 262, 350, 480, 640):
        boxes = [
            labels.label_box(x * width, y, text, place)
            for (x, y, _), text, place in zip(where, words, places, strict=True)
            if place
        ]
        assert all(
            left >= 0 and right <= width + 1e-6 and top >= 0 and bottom <= 200
            for left, top, right, bottom in boxes
        )
        for one, other in combinations(boxes, 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert min(across, down) <= 1e-6


def test_a_label_prefers_the_side_where_no_point_lies():
    (alone,) = labels.around([(0.5, 100, 3)], ["a"], 200)
    assert (alone.align, alone.dy) == ("left", 0)
    beside, _ = labels.around([(0.5, 100, 3), (0.505, 100, 3)], ["abc", None], 200)
    assert (beside.align, beside.dy) == ("right", 0)


def test_words_are_rather_guessed_too_wide_than_too_narrow():
    # Widths of Liberation Sans at 12 px, bold, as Vega measures them.
    for text, px in {"United States": 80.0, "Illinois": 43.3, "MMMM": 40.0, "South Africa": 71.4}.items():
        assert px <= labels.text_px(text, bold=True) <= 1.35 * px, text


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.text("abcdefgh ", min_size=1, max_size=30)), min_size=1, max_size=6
    )
)
def test_labels_of_rules_stay_inside_the_plot_and_no_rule_crosses_one(rules):
    shares = [share for share, _ in rules]
    names = [name.strip() or "a" for _, name in rules]
    lifted: list[tuple[int, bool, float]] = parts.sides(shares, names, 262)
    assert sorted(at for at, _, _ in lifted) == list(range(len(rules)))
    for level, (at, left, room) in enumerate(lifted):
        x = shares[at] * 262
        assert room <= (x if left else 262 - x) + 1e-6
        # Rules whose labels are higher run through this level.
        for other, _, _ in lifted[level + 1 :]:
            inside = shares[other] * 262 - (x - room if left else x)
            assert not 1e-6 < inside < room - 1e-6
    longest = [max(map(len, name.split())) * parts.CHARACTER_PX for name in names]
    cut = [at for at, _, room in lifted if room < longest[at]]
    # Only where no place parts them so that each has the room of its longest word may one have less.
    for place in [-1, *shares]:
        ends = min((share for share in shares if share > place), default=1) * 262
        rooms = [share * 262 if share > place else ends - share * 262 for share in shares]
        assert not cut or any(room < need for room, need in zip(rooms, longest, strict=True))


def test_labels_of_rules_part_where_each_has_room():
    # 12 letters take 74 px: left of the rule are 66, and between it and the next rule 74 minus a little.
    lifted = parts.sides([1, 0.53125, 0.25], ["a", "a", "a" * 12], 262)
    assert [(at, left) for at, left, _ in lifted] == [(1, False), (2, False), (0, True)]
