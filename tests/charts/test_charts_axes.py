"""Axes of amounts and of time at any magnitude and over any span: round, few, told apart, and no emptier than it takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from figures.charts import _time
from figures.charts._amounts import amounts
from figures.charts._time import Step, date_ticks, following, inferred, start, step_text, steps, tick_labels
from figures.text import number_format

STEPS = get_args(Step)


def axis(*values: float, zero: bool = True, number: str = "auto", most: int = 5):
    return amounts(values, number_format(number, values), zero=zero, most=most)


@pytest.mark.parametrize(
    ("values", "zero", "labels", "ends"),
    [
        ([0, 267], True, "0 100 200", (0, 272.34)),  # attack drones on 23 February 2025
        ([0, 490], True, "0 200 400", (0, 499.8)),  # additions in February 2024
        ([-1.3, 84], True, "0 20 40 60 80", (-3.01, 85.71)),
        ([431_000], True, "0 100,000 200,000 300,000 400,000", (0, 439_620)),
        ([96], True, "0 25 50 75 100", (0, 100)),  # the next round number is near: the axis ends there
        ([-40.7, 8.5], True, "−40 −20 0", (-41.684, 9.484)),
        ([-40, -10], True, "−40 −30 −20 −10 0", (-40, 0)),
        ([750_000, 987_000], False, "800k 900k 1M", (745_260, 1_000_000)),
        ([38, 70], False, "40 50 60 70", (37.36, 70)),
        ([3e-7], True, "0 1e−7 2e−7 3e−7", (0, 3e-7)),
        ([1.4e10], True, "0 5bn 10bn 15bn", (0, 1.5e10)),
        ([0, 0], True, "0 1 2", (0, 2)),
        ([0, 2], True, "0 1 2", (0, 2)),  # of whole numbers there are no halves
        ([12], False, "5 10 15", (5, 18.24)),
        ([], True, "0 1", (0, 1)),
    ],
)  # fmt: skip
def test_axes_of_real_amounts(values, zero, labels, ends):
    found = axis(*values, zero=zero)
    assert " ".join(found.labels) == labels
    assert (found.low, found.high) == ends


def test_pixels_run_from_the_top():
    found = axis(-10, 30)
    assert (found.low, found.high) == (-10, 30)
    assert [found.pixel(value, 200) for value in (30, 0, -10)] == [0, 150, 200]


def sizes(powers: st.SearchStrategy[int]) -> st.SearchStrategy[float]:
    return st.builds(lambda digits, power: float(f"{digits}e{power - 3}"), st.integers(-9999, 9999), powers)


# Of one magnitude, of any, or close together far from zero.
AMOUNTS = st.one_of(
    st.integers(-12, 15).flatmap(lambda power: st.lists(sizes(st.just(power)), min_size=1, max_size=6)),
    st.lists(sizes(st.integers(-12, 15)), min_size=1, max_size=6),
    st.tuples(sizes(st.integers(-6, 12)), st.lists(sizes(st.integers(-12, 6)), min_size=1, max_size=6)).map(
        lambda parts: [parts[0] + part for part in parts[1]]
    ),
)
WORDS = st.sampled_from(["auto", "compact", "percent", "${}", ".2f"])


@seed(14)
@given(AMOUNTS, st.booleans(), WORDS, st.integers(3, 6))
def test_ticks_are_few_round_and_told_apart_and_little_of_the_axis_is_empty(values, zero, number, most):
    found = axis(*values, zero=zero, number=number, most=most)
    assert len(set(found.labels)) == len(found.labels)
    assert 1 <= len(found.ticks) <= most
    assert list(found.ticks) == sorted(set(found.ticks))
    low, high = min(values), max(values)
    low, high = (min(low, 0), max(high, 0)) if zero else (low, high)
    near = 1e-9 * max(abs(low), abs(high))
    assert found.low <= low + near
    assert found.high >= high - near
    assert all(found.low <= tick <= found.high for tick in found.ticks)
    if high - low > 1e-8 * max(abs(low), abs(high)):
        pace = max(
            [later - earlier for earlier, later in zip(found.ticks, found.ticks[1:], strict=False)],
            default=high - low,
        )
        assert all(low - pace - near <= tick <= high + pace + near for tick in found.ticks)
        assert found.high - found.low <= 1.25 * (high - low) + near
        assert low - found.low <= 0.1 * (high - low) + near
        assert found.high - high <= 0.1 * (high - low) + near
        zero_is_an_end = zero and 0 in (low, high)
        assert len(found.ticks) >= (2 if zero_is_an_end else 1)


@pytest.mark.parametrize(
    ("first", "last", "step", "labels"),
    [
        (date(2025, 2, 16), date(2025, 5, 15), "day", "Mar/2025 Apr May"),
        (date(2025, 4, 14), date(2025, 4, 17), "day", "14 Apr/2025 15 Apr 16 Apr 17 Apr"),
        (date(2024, 1, 3), date(2024, 2, 21), "day", "3 Jan/2024 17 Jan 31 Jan 14 Feb"),  # 50 days
        (date(2023, 1, 1), date(2026, 3, 1), "month", "2023 2024 2025 2026"),
        (date(2024, 1, 1), date(2024, 2, 1), "month", "Jan/2024 Feb"),
        (date(2024, 11, 1), date(2025, 2, 1), "month", "Nov/2024 Dec Jan/2025 Feb"),
        (date(1960, 1, 1), date(2007, 12, 31), "day", "1960 1970 1980 1990 2000"),
        (date(1960, 1, 1), date(2007, 1, 1), "year", "1960 1970 1980 1990 2000"),
        (date(2023, 1, 1), date(2024, 4, 1), "quarter", "Q1/2023 Q2 Q3 Q4 Q1/2024 Q2"),
        (date(2024, 12, 30), date(2025, 1, 20), "week", "30 Dec/2024 6 Jan/2025 13 Jan 20 Jan"),
        (date(2024, 7, 1), date(2024, 7, 1), "month", "Jul/2024"),
        (date(1500, 1, 1), date(1999, 12, 31), "day", "1500 1600 1700 1800 1900"),
    ],
)  # fmt: skip
def test_real_axes_of_time(first, last, step, labels):
    found = tick_labels(date_ticks(first, last, step=step), step)
    assert " ".join(label if isinstance(label, str) else "/".join(label) for label in found) == labels


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("day", "7 April 2025"),
        ("week", "week of 7 April 2025"),
        ("month", "April 2025"),
        ("quarter", "Q2 2025"),
        ("year", "2025"),
    ],
)
def test_a_step_in_a_sentence(step, words):
    assert step_text(date(2025, 4, 7), step) == words


DAYS = st.dates(date(1000, 1, 1), date(2200, 1, 1))
SPANS = st.one_of(st.integers(0, 500), st.integers(0, 182_621))  # up to 500 years


@seed(14)
@given(DAYS, SPANS, st.sampled_from(STEPS), st.integers(5, 8))
def test_ticks_of_time_are_few_round_inside_the_data_and_told_apart(day, span, step, most):
    first = start(day, step)
    last = start(day + timedelta(days=span), step)
    at = date_ticks(first, last, most, step)
    assert 1 <= len(at) <= most
    assert at == sorted(set(at))
    assert first <= at[0]
    assert at[-1] <= last
    if step not in ("day", "week"):  # weeks are marked by the firsts of months where these are few
        assert at == [start(tick, step) for tick in at]
    assert len(at) >= 2 or first == last  # one tick alone gives no scale
    read, year = [], ""
    for label in tick_labels(at, step):
        text, year = (label, year) if isinstance(label, str) else label
        read.append((text, year))
    assert len(set(read)) == len(read)


@seed(14)
@given(DAYS, st.sampled_from(STEPS), st.integers(1, 40))
def test_steps_follow_each_other_without_gap_or_overlap(day, step, count):
    first = start(day, step)
    after = following(first, step)
    assert first <= day < after
    assert start(after, step) == after
    assert start(after - timedelta(days=1), step) == first
    last = first
    for _ in range(count - 1):
        last = following(last, step)
    listed = steps(day, last, step)
    assert len(listed) == count
    assert listed[0] == first
    assert listed[-1] == last
    order = list(STEPS)
    if count > 1:
        assert order.index(inferred(listed)) >= order.index(step)


def test_nothing_is_known_of_the_step_of_a_single_day():
    assert inferred([date(2025, 1, 1)]) == "day"


def test_an_instant_is_counted_from_1970():
    assert _time.milliseconds(date(1970, 1, 2)) == 86_400_000
    assert _time.milliseconds(date(1969, 12, 31)) == -86_400_000
