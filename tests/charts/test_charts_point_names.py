"""The names of points: many never hide a point as large as their own, few may, and none leaves the picture."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from figures.charts import _labels as labels

HEIGHT = 320
# A little more than the twenty that may lie on points, in so low a plot that they are as crowded as sixty elsewhere.
LOW = 120
POINTS = st.tuples(st.integers(0, 100), st.integers(0, LOW), st.sampled_from([2.5, 3.6, 12.0]))


@settings(max_examples=settings().max_examples // 4)
@given(st.lists(POINTS, min_size=21, max_size=25))
def test_where_many_are_named_a_name_lies_on_no_point_as_large_as_its_own(points):
    points = [(x / 100, y, radius) for x, y, radius in points]
    words = [f"Town {at}" for at in range(len(points))]
    places = labels.around(points, words, LOW, narrowest=250)
    assert any(places)
    for name, (x, y, radius), place in zip(words, points, places, strict=True):
        if place:
            for wide in (250, 640):
                left, top, right, bottom = labels.label_box(x * wide, y, name, place)
                assert left >= 0 and right <= wide and top >= 0 and bottom <= LOW
                for px, py, other in points:
                    if (px, py, other) != (x, y, radius) and 2 * other >= radius:
                        assert not (left < px * wide < right and top < py < bottom)


def test_a_few_names_are_written_even_on_points():
    crowd = [(at / 40, 160.0, 3.6) for at in range(41)]
    assert sum(place is not None for place in labels.around(crowd, ["Harbour", *[None] * 40], HEIGHT)) == 1
    everywhere = [(x / 20, float(y), 3.6) for x in range(21) for y in range(0, LOW, 8)]
    named = ["Harbour" if at % 20 == 10 else None for at in range(len(everywhere))]
    places = labels.around(everywhere, named, LOW)
    assert sum(place is not None for place in places) > 3
    assert labels.around(everywhere, ["Harbour"] * len(everywhere), LOW) == [None] * len(everywhere)


def test_a_long_name_has_room_on_a_phone():
    # 20 letters, at three quarters of a plot of 250 px: about 120 px on either side.
    assert labels.around([(0.74, 20.0, 3.6)], ["District of Columbia"], HEIGHT, narrowest=250) != [None]
