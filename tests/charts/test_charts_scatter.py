"""Points stand at their amounts; trends are those of textbooks and of other programs."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from chart_examples import WORDS
from hypothesis import given
from hypothesis import strategies as st

from figures import charts, theme
from figures.charts import _trend as trends
from figures.errors import ContractError
from figures.figure import draw

# Ezekiel (1930), as R's `cars`: miles an hour, and feet to stop.
SPEED = [int(one) for one in ["4", "4", "7", "7", "8", "9", "10", "10", "10", "11", "11", "12", "12", "12", "12", "13", "13", "13", "13", "14", "14", "14", "14", "15", "15", "15", "16", "16", "17", "17", "17", "18", "18", "18", "18", "19", "19", "19", "20", "20", "20", "20", "20", "22", "23", "24", "24", "24", "24", "25"]]  # fmt: skip
FEET = [int(one) for one in ["2", "10", "4", "22", "16", "10", "18", "26", "34", "17", "28", "14", "20", "24", "28", "26", "34", "34", "46", "26", "36", "60", "80", "20", "26", "54", "32", "40", "32", "40", "50", "42", "56", "76", "84", "36", "46", "68", "32", "48", "52", "56", "64", "66", "54", "70", "92", "93", "120", "85"]]  # fmt: skip


def scatter(xs, ys, more=None, **options):
    frame = pl.DataFrame({"x": xs, "y": ys, **(more or {})}, strict=False)
    return charts.scatter(frame, x="x", y="y", **{"x_unit": "km", "y_unit": "kg", **options}, **WORDS)


def rows(chart) -> list[dict]:
    return [row for values in chart.to_dict()["datasets"].values() for row in values]


def said(chart) -> list[str]:
    return [row["said"] for row in rows(chart) if "said" in row]


@pytest.mark.parametrize(
    ("freedom", "quantile"),  # of printed tables
    [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980), (998, 1.962)],
)
def test_quantiles_are_those_of_the_table_of_students_t(freedom, quantile):
    assert trends.t_quantile(freedom) == pytest.approx(quantile, abs=5e-4)


def test_a_straight_trend_is_the_one_worked_out_by_hand():
    # Means 2 and 3, Sxx = 10, Sxy = 8: slope 0.8. Residuals −0.4, 0.8, −1, 1.2, −0.6: s² = 3.6 / 3.
    first, *_, last = trends.linear([0, 1, 2, 3, 4], [1, 3, 2, 5, 4])
    half = 3.182446 * math.sqrt(1.2 * (1 / 5 + 2**2 / 10))
    assert first == pytest.approx((0, 1.4, 1.4 - half, 1.4 + half), abs=1e-5)
    assert last == pytest.approx((4, 4.6, 4.6 - half, 4.6 + half), abs=1e-5)


def test_a_straight_trend_of_cars_is_that_of_r():
    # lm(dist ~ speed, cars): −17.579 + 3.932 speed; predict(…, interval = "confidence") at 4 and 25.
    first, *_, last = trends.linear(SPEED, FEET)
    assert first[1:] == pytest.approx((-1.849460, -12.329543, 8.630624), abs=1e-5)
    assert last[1:] == pytest.approx((80.731124, 71.596083, 89.866166), abs=1e-5)


def test_a_local_trend_of_cars_is_that_of_statsmodels():
    # sm.nonparametric.lowess(FEET, SPEED, frac=0.75, it=0, xvals=[4, 25])
    first, *_, last = trends.loess(SPEED, FEET)
    assert (first.y, last.y) == pytest.approx((3.25954224, 88.0533112), abs=1e-6)


def test_the_interval_of_a_local_trend_follows_from_the_matrix_that_makes_it():
    """Each fit by NumPy's weighted least squares, which gives the matrix L with fitted = L·y, and with it Cleveland's formulas."""
    x, y = np.array(SPEED, float), np.array(FEET, float)

    def operator(at: float) -> np.ndarray:
        distance = np.abs(x - at)
        width = np.sort(distance)[int(0.75 * len(x)) - 1]
        weight = np.clip(1 - (distance / width) ** 3, 0, None) ** 3
        design = np.column_stack([np.ones_like(x), x])
        return np.array([1, at]) @ np.linalg.inv(design.T @ (weight[:, None] * design)) @ (design.T * weight)

    whole = np.array([operator(at) for at in x])
    rest = np.eye(len(x)) - whole
    freedom = np.trace(rest.T @ rest)
    error = math.sqrt(np.sum((rest @ y) ** 2) / freedom)
    for mean in trends.loess(SPEED, FEET)[::13]:
        row = operator(mean.x)
        half = trends.t_quantile(freedom) * error * math.sqrt(row @ row)
        assert mean[1:] == pytest.approx((row @ y, row @ y - half, row @ y + half), abs=1e-6)


@given(
    st.lists(st.integers(0, 12), min_size=8, max_size=40).filter(lambda xs: len(set(xs)) >= 4),
    st.floats(-5, 5),
    st.floats(-100, 100),
)
def test_points_on_a_line_have_that_line_as_either_trend(xs, slope, at_zero):
    ys = [at_zero + slope * x for x in xs]
    for fit in (trends.linear, trends.loess):
        for mean in fit(xs, ys):
            assert mean.y == pytest.approx(at_zero + slope * mean.x, abs=1e-6) or fit is trends.loess
            assert mean.low <= mean.y <= mean.high
            assert min(ys) - 1e-6 <= mean.y <= max(ys) + 1e-6


def test_of_points_that_are_equally_far_a_local_trend_gives_the_mean():
    # Of ten points the nearest seven count: at the right end of 1 to 1.9 those at 1, all of them as far away.
    means = trends.loess([1] * 7 + [2.9, 2.9, 3], [7, 1, 2, 3, 4, 5, 6, 0, 0, 0])
    near = [mean for mean in means if 1 < mean.x < 1.5]
    assert near and all(mean.y == pytest.approx(4) for mean in near)


def test_a_trend_over_ratios_is_straight_in_the_picture():
    xs = [1, 2, 4, 8, 100]
    chart = scatter(xs, [3 * x**2 for x in xs], trend="linear", x_scale="log", y_scale="log")
    line = [row for row in rows(chart) if set(row) == {"x", "y"}]
    assert [row["y"] / row["x"] ** 2 for row in line] == pytest.approx([3] * len(line), rel=1e-4)


def test_each_series_has_its_own_trend_and_grey_ones_none():
    more = {"who": ["a"] * 3 + ["b"] * 3}
    xs, ys = [1, 2, 3, 1, 2, 3], [1, 2, 3, 3, 2, 1]
    both = scatter(xs, ys, more, series="who", trend="linear").to_dict()["layer"]
    assert sum(layer["mark"]["type"] == "line" for layer in both) == 2
    one = scatter(xs, ys, more, series="who", trend="linear", highlight=["b"]).to_dict()["layer"]
    (line,) = (layer for layer in one if layer["mark"]["type"] == "line")
    assert line["mark"]["color"] == theme.LIGHT["blue"]


@pytest.mark.parametrize(
    ("xs", "trend", "told"),
    [
        ([1, 2], "linear", "expected at least 3 points at 2 places from left to right, got 2 at 2"),
        ([5, 5, 5, 5], "linear", "expected at least 3 points at 2 places from left to right, got 4 at 1"),
        ([1, 2, 3] * 3, "loess", "expected at least 8 points at 4 places from left to right, got 9 at 3"),
    ],
)
def test_too_few_points_have_no_trend(xs, trend, told):
    with pytest.raises(ContractError, match=f"scatter: trend='{trend}': {told}"):
        scatter(xs, list(range(len(xs))), trend=trend)


def test_points_say_what_they_are():
    more = {"name": ["Ford", None], "who": ["north", "south"], "people": [1_200_000, 300]}
    chart = scatter([1.5, 2], [3, 1250], more, label="name", series="who", size="people", size_unit="people")
    assert said(chart) == [
        "Ford, north: 1.5 km, 3 kg, 1,200,000 people",
        "south: 2.0 km, 1,250 kg, 300 people",
    ]


def test_points_without_an_amount_and_labels_without_room_are_counted():
    chart = scatter(
        [1, 1, 2, None], [1, 1, 2, 3], {"name": ["W" * 12, "M" * 12, None, "far"]}, label="name", height=30
    )
    assert chart.description == "1 of 4 points has no value. 1 of 2 labels has no room."
    assert len(said(chart)) == 3


def test_the_area_of_a_point_is_its_size():
    chart = scatter([1, 2, 3], [1, 2, 3], {"n": [100, 400, 0]}, size="n", size_unit="people")
    areas = {row["x"]: row["area"] for row in rows(chart) if "area" in row}
    assert areas == {1: 105, 2: 420, 3: 8}  # none so small that it cannot be seen
    assert "100 people" in [row.get("label") for row in rows(chart)]
    with pytest.raises(ContractError, match="scatter: size='n': expected zero or more, got -1"):
        scatter([1], [1], {"n": [-1]}, size="n", size_unit="people")
    with pytest.raises(ContractError, match="scatter: size_unit: expected words for what is counted, got ''"):
        scatter([1], [1], {"n": [1]}, size="n")


@pytest.mark.parametrize(
    ("xs", "ticks"),
    [
        ([1, 10, 1000], ["1", "10", "100", "1,000"]),
        ([3, 40], ["5", "10", "20"]),
        ([1, 8], ["1", "2", "5"]),
        ([2, 300], ["3", "10", "30", "100", "300"]),
        ([1, 10_000], ["1", "10", "100", "1,000", "10,000"]),  # five, and no more
        ([1, 100_000], ["1", "100", "10,000"]),
        ([1, 1e7], ["1", "100", "10,000", "1M"]),
        ([1, 1e12], ["1", "1,000", "1M", "1bn", "1tn"]),
        ([1, 1e20], ["1", "1M", "1tn", "1e18"]),
        ([15, 60], ["20", "30", "40", "50", "60"]),  # of 1, 2 and 5 times a power of ten only 20 and 50
        ([0.002, 0.9], ["0.01", "0.1", "1"]),
        ([1e-9, 1e12], ["0.000001", "1", "1M", "1tn"]),
        ([100, 104], ["100", "101", "102", "103", "104"]),
    ],
)
def test_a_scale_of_ratios_has_a_few_round_numbers(xs, ticks):
    spec = scatter(xs, [1] * len(xs), x_scale="log").to_dict()
    axis = next(
        layer["encoding"]["x"]["axis"] for layer in spec["layer"] if "axis" in layer["encoding"].get("x", {})
    )
    assert axis["labelExpr"].startswith(f"{ticks}[")


def test_a_scale_of_ratios_has_no_zero():
    with pytest.raises(ContractError, match="scatter: y='y': expected more than zero on a log scale, got 0"):
        scatter([1, 2], [0, 2], y_scale="log")
    with pytest.raises(
        ContractError, match=r"scatter: x_scale: expected one of \['linear', 'log'\], got 'sqrt'"
    ):
        scatter([1, 2], [1, 2], x_scale="sqrt")


@pytest.mark.parametrize("px", [draw.WIDE_PX, draw.NARROW_PX])
def test_the_picture_is_as_wide_as_it_was_asked_for(px):
    names = [f"Saint-Germain-en-Laye {at}" for at in range(12)]
    chart = scatter(list(range(12)), [at % 5 for at in range(12)], {"name": names}, label="name")
    spec = draw.fitted({**chart.to_dict(), "config": theme.config()}, px)
    assert draw.size(draw.svg(spec))[0] == px
