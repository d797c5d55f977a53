"""More charts whose drawings are stored: each option of each function away from its default, amounts below zero, crowded names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import chart_examples as examples
import pandas as pd
from chart_examples import WORDS

from figures import charts
from figures.charts import _along, _labels, _named_rows, _shades, _trend, choropleths, histograms
from figures.charts._amounts import amounts, ratios
from figures.charts._limits import LIMITS
from figures.charts._time import date_ticks, tick_labels
from figures.errors import ContractError
from figures.text import number_format

# Net growth of six towns, residents in a thousand; one is unknown.
GROWTH = {
    "town": ["Ford", "Mill", "Port", "Dale", "Weir", "Hill"],
    "net": [-12.5, 3.25, 18.0, -0.5, None, 7.75],
}
DAYS = [date(2024, 12, 24) + timedelta(days=at) for at in range(21)]


def adjustable() -> Any:
    windows = [
        charts.Window(name, DAYS[7 * at], DAYS[7 * at + 6], 0, name == "pause")
        for at, name in enumerate(("before", "pause", "after"))
    ]
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(DAYS),
            "n": [10, 12, 9, 11, 8, 10, 14, 5, 0, None, 6, 7, 6, 4, 20, 21, 24, 19, 25, 22, 20],
        }
    )
    return charts.daily_columns(
        frame, date="day", value="n", windows=windows, unit="a day", adjustable=True, **WORDS
    )


def growth_bars(**options: Any) -> Any:
    return charts.bars(
        pd.DataFrame(GROWTH), category="town", value="net", unit="per 1,000", **options, **WORDS
    )


def three_groups() -> Any:
    frame = pd.DataFrame(
        {
            "town": ["Ford"] * 3 + ["Mill"] * 3 + ["A town whose name is much too long for one line"] * 2,
            "when": ["spring", "summer", "autumn"] * 2 + ["spring", "autumn"],
            "guests": [1_250_000, 2_480_000, 990_000, 310_000, 702_000, 288_000, 45_000, 52_000],
        }
    )
    return charts.bars(
        frame,
        category="town",
        value="guests",
        group="when",
        unit="guests",
        sort="data",
        colours={"spring": "teal", "summer": "amber", "autumn": "red"},
        reference=(1_000_000, "what the hotels need"),
        number="compact",
        missing="closed",
        width=500,
        **WORDS,
    )


def months(count: int) -> list[date]:
    return [date(2023 + at // 12, at % 12 + 1, 1) for at in range(count)]


def lines(columns: dict[str, Any], **options: Any) -> Any:
    options = {"x": "x", "y": "y", "unit": "cases", **options}
    return charts.lines(examples.pandas_frame(columns), **options, **WORDS)


def seasons(**options: Any) -> Any:
    at = months(14)
    return lines(
        {
            "x": at * 3,
            "y": [(7 * place * (series + 2)) % 31 - 9 for series in range(3) for place in range(14)],
            "who": ["north"] * 14 + ["south"] * 14 + ["the far and mountainous west"] * 14,
        },
        series="who",
        **options,
    )


def weekdays() -> Any:
    """Three weeks of a bourse, which rests on Saturday and Sunday."""
    days = [date(2025, 3, 3) + timedelta(days=at) for at in range(19)]
    open_on = [day for day in days if day.weekday() < 5 and day != date(2025, 3, 12)]
    ys = [100 + (at * 5) % 7 for at in range(len(open_on))]
    return lines({"x": open_on, "y": ys}, number="${:.1f}", rules=[(date(2025, 3, 10), "a rise")])


def repeated(step: str = "month", **options: Any) -> Any:
    return lines(
        {
            "x": [date(2025, 1, 3), date(2025, 1, 20), date(2025, 2, 7), date(2025, 4, 9), date(2025, 4, 11)]
            * 2,
            "y": [3, 5, 4, 7.5, 2, 1, 0, 6, 2, 8],
            "who": ["a"] * 5 + ["b"] * 5,
        },
        series="who",
        step=step,
        **options,
    )


def depths() -> Any:
    """Numbers along the horizontal axis."""
    return lines(
        {"x": [0, 12.5, 40, 80, 160], "y": [18.0, 17.5, 12.25, 9.0, 8.5], "lo": [17, 17, 11, 8, 8], "hi": [19, 18, 13, 10, 9]},
        x_unit="metres",
        unit="degrees",
        band=("lo", "hi"),
        marked=(12.5, 80),
        marked_label="the layer in which it cools",
        colour="teal",
    )  # fmt: skip


def towns(**options: Any) -> Any:
    columns = {"x": "residents", "y": "by_car", "x_unit": "residents", "y_unit": "per cent", **options}
    return charts.scatter(pd.DataFrame(examples.TOWNS), **columns, **WORDS)


def crowd(**options: Any) -> Any:
    """Forty points in two clusters, below and above zero, all with names."""
    frame = pd.DataFrame(
        {
            "x": [(at * 37) % 41 / 4 - 3 for at in range(40)],
            "y": [(at * 29) % 43 * 2.5 - 40 for at in range(40)],
            "name": [f"Place {at}" for at in range(40)],
            "where": ["inland", "coast"] * 20,
            "heavy": [(at * 17) % 23 for at in range(40)],
        }
    )
    return charts.scatter(frame, x="x", y="y", x_unit="km", y_unit="m", label="name", **options, **WORDS)


def elections(**options: Any) -> Any:
    towns = ["Ford", "Mill", "Port", "Dale", "Weir"]
    frame = pd.DataFrame(
        {
            "town": towns * 2 + ["Ford"],
            "year": [2014] * 5 + [2024] * 5 + [2019],
            "won": [-4.0, 12.0, 12.5, 13.0, 30.0, 8.0, None, -2.5, 40.0, 29.0, 99.0],
        }
    )
    columns = {"category": "town", "group": "year", "value": "won", "groups": [2014, 2024], **options}
    return charts.slope(frame, unit="points", **columns, **WORDS)


def many_slopes(**options: Any) -> Any:
    names = [f"Town {at}" for at in range(24)]
    frame = pd.DataFrame(
        {
            "town": names * 2,
            "year": ["before"] * 24 + ["after"] * 24,
            "n": [at * 3 % 25 for at in range(24)] + [at * 7 % 26 for at in range(24)],
        }
    )
    return charts.slope(
        frame, category="town", group="year", value="n", groups=["before", "after"], unit="books",
        highlight=["Town 3", "Town 8"], **options, **WORDS,
    )  # fmt: skip


def area(**options: Any) -> Any:
    columns = {
        "x": [2001, 2002, 2003] * 2 + [2002],
        "y": [1, 2, 4, 3, 3, 1.5, 0.25],
        "of": ["first"] * 3 + ["second"] * 3 + ["third"],
    }
    names = {"x": "x", "y": "y", "group": "of", "unit": "tons", **options}
    return charts.stacked_area(pd.DataFrame(columns), **names, **WORDS)


def weekly_area() -> Any:
    days = [date(2025, 3, 3), date(2025, 3, 5), date(2025, 3, 10), date(2025, 3, 24), date(2025, 3, 26)]
    columns = {"x": days * 2, "y": [1, 2, 4, 3, 5, 2, 2, 2, 2, 2], "of": ["a"] * 5 + ["b"] * 5}
    return charts.stacked_area(
        examples.pandas_frame(columns), x="x", y="y", group="of", unit="tons", step="week", aggregate="sum",
        number=".1f", **WORDS,
    )  # fmt: skip


# Waits at a desk, minutes, to a tenth; one of them exactly twelve, and nobody between 12 and 30.
WAITS = [0.0, 0.4, 0.5, 1.1, 1.2, 1.9, 2.0, 2.4, 2.8, 3.5, 4.1, 5.0, 6.2, 7.7, 12.0, 30.0]


def waits(values: Any = tuple(WAITS), **options: Any) -> Any:
    options = {"unit": "minutes", **options}
    return charts.histogram(pd.DataFrame({"n": list(values)}), value="n", **options, **WORDS)


def strips(**options: Any) -> Any:
    frame = pd.DataFrame(
        {
            "desk": ["one"] * 8 + ["two"] * 8 + ["a desk with a longer name"] * 3 + ["four"],
            "n": [*WAITS, -2.0, 3.0, 3.0, 7.0],
        }
    )
    return charts.distribution(frame, category="desk", value="n", unit="minutes", **options, **WORDS)


def dense(**options: Any) -> Any:
    values = [(at * at) % 101 / 4 for at in range(240)]
    frame = pd.DataFrame({"desk": ["one", "two", "two"] * 80, "n": values})
    return charts.distribution(frame, category="desk", value="n", unit="minutes", **options, **WORDS)


def calendar(**options: Any) -> Any:
    """Dates across, names down, below and above zero."""
    days = [date(2025, 1, 6) + timedelta(days=at) for at in range(10)]
    columns = {
        "day": days * 2,
        "who": ["north"] * 10 + ["the far south"] * 10,
        "n": [at * 3 % 11 - 4.5 if at != 7 else None for at in range(20)],
    }
    options = {"x": "day", "y": "who", "value": "n", "unit": "degrees", **options}
    return charts.heatmap(examples.pandas_frame(columns), **options, **WORDS)


def wide_grid(**options: Any) -> Any:
    columns = {
        "x": [f"column {at}" for at in range(18)] * 3,
        "y": ["a"] * 18 + ["b"] * 18 + ["c"] * 18,
        "n": [at * 5 % 17 * 1000 for at in range(54)],
    }
    return charts.heatmap(pd.DataFrame(columns), x="x", y="y", value="n", unit="guests", **options, **WORDS)


def parishes(**options: Any) -> Any:
    frame = pd.DataFrame(
        {"parish": list("abcdefgh"), "n": [-30, -12, 0, 5, 18, 44, 44, None], "of": ["x", "y"] * 4}
    )
    options = {
        "shapes": examples.squares("abcdefghij", "code", clockwise=True),
        "shapes_key": "code",
        **options,
    }
    return charts.choropleth(frame, key="parish", value="n", unit="residents", **options, **WORDS)


def coast(**options: Any) -> Any:
    """A mainland with a lake, an island and a spit on both sides of the date line."""
    square = [[0, 60], [8, 60], [8, 66], [0, 66], [0, 60]]
    lake = [[2, 62], [2, 64], [4, 64], [4, 62], [2, 62]]
    island = [[9 + x / 20, 61 + (x * x % 7) / 10] for x in range(20)]
    shapes = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": "main",
                "properties": {"name": "Mainland"},
                "geometry": {"type": "MultiPolygon", "coordinates": [[square, lake], [[*island, island[0]]]]},
            },
            {
                "type": "Feature",
                "id": "spit",
                "properties": {"name": "Spit"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[10, 60], [14, 60], [14, 61.5], [10, 61.5], [10, 60]]],
                },
            },
        ],
    }
    frame = pd.DataFrame({"name": ["Mainland", "Spit"], "n": [0.25, 0.5]})
    return charts.choropleth(frame, key="name", value="n", unit="of it", shapes=shapes, **options, **WORDS)


def lengths() -> Any:
    """Lengths from 5 to 59 days, none of them marked, one change without a range."""
    frame = pd.DataFrame(
        {
            "days": [5, 20, 59],
            "change": [12.0, 3.5, -4.25],
            "low": [8, None, -9],
            "high": [15, None, 1],
            "of": "all",
        }
    )
    columns = {"length": "days", "change": "change", "low": "low", "high": "high", "group": "of"}
    return charts.window_robustness(
        frame, **columns, unit="launches", colours={"all": "teal"}, number=".2f", **WORDS
    )


VARIANTS: dict[str, Callable[[], Any]] = {
    "daily_columns, adjustable": adjustable,
    "window_robustness, to 59 days": lengths,
    "bars, below zero": growth_bars,
    "bars, below zero, two highlighted": lambda: growth_bars(
        highlight=["Ford", "Port"], reference=(-5, "bearable"), number=".2f", sort="name", missing="not counted"
    ),
    "bars, coloured": lambda: growth_bars(colour="red", number="{} people"),
    "bars, three groups": three_groups,
    "lines, below zero": seasons,
    "lines, one highlighted": lambda: seasons(highlight=["south"], from_zero=True, number="compact"),
    "lines, own colours": lambda: seasons(
        colours={"north": "teal", "south": "red", "the far and mountainous west": "amber"},
        rules=[(date(2023, 6, 1), "new law"), (date(2024, 1, 1), "election")],
        width=420,
        height=200,
    ),
    "lines, low": lambda: lines({"x": [1990, 1991, 1992], "y": [0, 60, 20]}, height=50),
    "lines, of weekdays": weekdays,
    "lines, means of months": lambda: repeated(aggregate="mean"),
    "lines, sums of months": lambda: repeated(aggregate="sum", number=".2f"),
    "lines, means of quarters": lambda: repeated(aggregate="mean", step="quarter"),
    "lines, over numbers": depths,
    "scatter, below zero": lambda: crowd(series="where", size="heavy", size_unit="tons"),
    "scatter, highlighted": lambda: crowd(highlight=["Place 4", "Place 31"], trend="linear", height=240),
    "scatter, own numbers": lambda: towns(
        x_number="compact", y_number=".1f", x_scale="log", series="county",
        colours={"north": "teal", "south": "red"}, trend="linear",
    ),
    "scatter, both logarithmic": lambda: towns(x_scale="log", y_scale="log", label="name", number=".3f"),
    "scatter, sizes": lambda: towns(size="buses", size_unit="buses", colour="violet", width=400),
    "slope, below zero": elections,
    "slope, own colours": lambda: elections(colours={"Ford": "red", "Dale": "teal"}, number=".2f", width=480),
    "slope, one colour": lambda: elections(colour="amber", height=420, number="{} points"),
    "slope, many": many_slopes,
    "stacked_area, of years": area,
    "stacked_area, own colours": lambda: area(
        colours={"third": "red", "first": "teal", "second": "amber"}, x_unit="place", share=True,
        rules=[(2002, "flood"), (2003, "drought")], number="compact",
    ),
    "stacked_area, of weeks": weekly_area,
    "histogram, of tenths": lambda: waits(counted="visitors", marked=["mean"], colour="teal", number=".1f"),
    "histogram, of given width": lambda: waits(bin_width=2.5, share=True, height=180),
    "histogram, given limits": lambda: waits(limits=(0, 12), bins=6, marked=["median"], width=400),
    "histogram, below zero": lambda: waits([-7, -3, -3, -1, 0, 0, 2, 5, 5, 9], number="{} m", marked=["mean", "median"]),
    "histogram, one value": lambda: waits([4, 4, 4]),
    "distribution, below zero": lambda: strips(counted="visitors", colour="teal", number=".1f"),
    "distribution, given limits": lambda: strips(sort="name", limits=(-5, 10), width=420),
    "distribution, dense": dense,
    "distribution, dense, given limits": lambda: dense(limits=(2, 20), counted="visits", number="{} min"),
    "heatmap, of dates": calendar,
    "heatmap, of dates, around zero": lambda: calendar(
        middle=0, colour="red", colour_below="teal", number=".1f", missing="no reading"
    ),
    "heatmap, of weeks": lambda: calendar(step="week", aggregate="sum", y_order=["the far south", "north"]),
    "heatmap, wide": wide_grid,
    "heatmap, wide, in order": lambda: wide_grid(
        y_order=["c", "a", "b"], x_order=[f"column {at}" for at in reversed(range(18))], number="compact", width=400
    ),
    "choropleth, around zero": lambda: parishes(middle=0, colour="red", colour_below="teal", missing="unknown"),
    "choropleth, in quantiles": lambda: parishes(scale="quantile", classes=4, number="{} people"),
    "choropleth, of equal width": lambda: parishes(scale="equal", classes=4, width=400),
    "choropleth, given breaks": lambda: parishes(breaks=[-10, 10, 40], zoom=True),
    "choropleth, continuous": lambda: parishes(scale="continuous", number=".1f"),
    "choropleth, with a lake": coast,
}  # fmt: skip


# ---- what has many cases, without the chart around it ----


def axes() -> Any:
    """Axes of amounts from one number to another."""
    ends = [
        (0, 1),
        (0, 7),
        (0, 7.2),
        (0, 9),
        (0, 64),
        (0, 99),
        (0, 101),
        (0, 1234),
        (-3, 8),
        (-40, 5),
        (-7.5, -2),
        (17, 23),
    ]
    ends += [
        (3.1, 3.4),
        (99.5, 100.25),
        (1e6, 4e6),
        (0, 2.5e9),
        (5, 5),
        (0, 0),
        (-2, -2),
        (1e-6, 3e-6),
        (0.1, 0.35),
        (12, 13),
    ]
    found = []
    for low, high in ends:
        for options in ({}, {"zero": False}, {"most": 3}, {"zero": False, "most": 7}):
            for style in ("auto", "percent"):
                axis = amounts([low, None, high], number_format(style, [low, high]), **options)
                found.append([low, high, *options.items(), style, list(axis)])
    return found


def axes_of_ratios() -> Any:
    ends = [
        (1, 1),
        (1, 2),
        (1, 2.9),
        (1, 3),
        (1.5, 8),
        (4, 90),
        (7, 130),
        (0.2, 400),
        (3, 9000),
        (1, 1e5),
        (2e-4, 7e4),
        (1, 1e12),
        (9, 11),
    ]
    return [
        [*pair, most, list(ratios(pair, number_format("auto", pair), most=most))]
        for pair in ends
        for most in (3, 5)
    ]


def dates() -> Any:
    """Ticks and their labels for times from a day to two hundred years, from several first days."""
    spans = (0, 1, 3, 5, 6, 11, 12, 30, 41, 42, 60, 85, 120, 200, 366, 500, 900, 2000, 5000, 20_000, 70_000)
    found = []
    for first in (date(2024, 2, 27), date(2023, 12, 31), date(2024, 1, 1)):
        for span in spans:
            last = first + timedelta(days=span)
            for step in ("day", "week", "month", "quarter", "year"):
                at = date_ticks(first, last, step=step)
                labels = [name if isinstance(name, str) else " ".join(name) for name in tick_labels(at, step)]
                found.append(f"{step}, {span} days from {first}: {', '.join(labels)}; {at[0]} to {at[-1]}")
            found.append(
                f"most 3, {span} days from {first}: {', '.join(map(str, date_ticks(first, last, 3)))}"
            )
    for years in (300, 600, 1100, 2900, 5500, 9998):
        for most in (3, 6):
            at = date_ticks(date(1, 1, 1), date(1 + years, 1, 1), most)
            found.append(f"most {most}, {years} years: {', '.join(str(day.year) for day in at)}")
    few = [
        "2024-01-01 2025-01-01",
        "2024-01-01",
        "2024-04-01 2024-07-01",
        "2024-04-01",
        "2024-04-03 2024-05-01",
    ]
    for days in few:
        at = [date.fromisoformat(day) for day in days.split()]
        for step in ("day", "week", "month", "quarter", "year"):
            found.append(f"{step}: {days}: {tick_labels(at, step)}")
    return found


def opening_days() -> Any:
    """Whether days leave out one of the week: tables of three days to a month."""
    weeks = {
        "no weekend": (5, 6),
        "no Saturday": (5,),
        "no Sunday": (6,),
        "no Monday": (0,),
        "no Friday": (4,),
        "all": (),
    }
    found = {}
    for name, shut in weeks.items():
        for count in (3, 6, 7, 8, 13, 14, 15, 30):
            each = [date(2025, 3, 3) + timedelta(days=at) for at in range(count)]
            days = [day for day in each if day.weekday() not in shut]
            found[f"{name}, {count} days"] = _along._opening_days(days)
    return found


def trends() -> Any:
    sets = [
        ([1, 2, 3, 5], [2, 1, 4, 4.5]),
        ([0, 1, 1, 2, 3, 4, 6, 9, 9, 12], [1, 3, 2, 5, 4, 4, 7, 3, 2, 1]),
        ([1, 1, 1, 1, 1, 1, 1, 2, 3, 9], [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]),
        ([-4, -3.5, -2, 0, 0.5, 1, 2.5, 7], [1e3, 2e3, 1.5e3, 900, 400, 500, 450, 100]),
    ]
    fits = {"linear": _trend.linear, "loess": _trend.loess}
    return {
        f"{name} of {len(xs)}": [[f"{part:.7g}" for part in mean] for mean in fit(xs, ys)[::6]]
        for name, fit in fits.items()
        for xs, ys in sets
        if name == "linear" or len(xs) > 4
    } | {f"t, {freedom}": f"{_trend.t_quantile(freedom):.6g}" for freedom in (1, 2.5, 8, 40, 700)}


def labels_of_points() -> Any:
    """Names of points that are crowded, few and many, on several sides."""
    found = {}
    for count in (3, 12, 20, 21, 40):
        points = [
            ((at * 37 % 101) / 100, at * 53 % 200 * 1.0, (2.5, 3.6, 9.0)[at % 3]) for at in range(count)
        ]
        words = [None if at % 7 == 3 else "Wide Mill" if at % 2 else f"Town {at}" for at in range(count)]
        for name, sides in (("beside", _labels.BESIDE_FIRST), ("above", _labels.ABOVE_FIRST)):
            places = _labels.around(points, words, 200, sides)
            found[f"{count}, {name} first"] = [place and list(place) for place in places]
    crowded = [
        ([5, 6, 7], 60),
        ([50, 52, 10, 51], 100),
        ([-4, 3, 90, 99], 90),
        ([1, 1, 1, 1], 60),
        ([], 9),
        ([3], 14),
    ]
    found["apart"] = [_labels.apart(wanted, [15] * len(wanted), high) for wanted, high in crowded]
    texts = ("", "Ill", "Mm", "Oslo", "ljubljana", "東京", "A.B-C d")
    found["widths"] = [[text, _labels.text_px(text), _labels.text_px(text, bold=True)] for text in texts]
    return found


def rows_with_names() -> Any:
    """Where rows stand whose names are as long as may be beside them, and a little longer."""
    names = {
        "18 letters": ["a" * 18, "b"],
        "19 letters": ["a" * 19, "b"],
        "two lines": ["a" * 9 + " " + "b" * 15, "c"],
        "three lines": ["a" * 15 + " " + "b" * 15 + " " + "c" * 15],
        "long": ["many words that make two lines where the name stands above", "short"],
    }
    layouts = ((12, 0, 8), (12, 5, 8), (30, 0, 8), (12, 0, 0), (40, 3, 0))
    return {
        f"{words}, {layout}": list(_named_rows.named_rows(given, *layout))
        for words, given in names.items()
        for layout in layouts
    }


def steps_of_histograms() -> Any:
    """How long the steps are: of tables with few and many rows, whole numbers and others, far from zero and near."""
    found = {}
    summaries = [
        (low, high, quarter, three_quarters, given, fraction)
        for low, high, quarter, three_quarters in (
            (0, 10, 3, 6), (0, 29, 9, 15), (0, 30, 9, 15), (0, 31, 9, 15), (-5, 5, 0, 0), (7, 7, 7, 7), (100, 104.5, 101, 103),
            (-2.5, 0, -2, -1), (0, 1e6, 10, 12), (0.001, 0.009, 0.003, 0.004), (1e9, 1e9 + 50, 1e9 + 10, 1e9 + 30), (0, 0, 0, 0),
        )
        for given in (3, 40, 5000)
        for fraction in (0, 0.5)
    ]  # fmt: skip
    names = ("low", "high", "quarter", "three_quarters", "given", "fraction")
    for own in summaries:
        for bins, bin_width in ((None, None), (8, None), (None, 2.5)):
            try:
                steps = list(histograms._bins(dict(zip(names, own, strict=True)), bins, bin_width, None))
            except ContractError as error:
                steps = [str(error)]
            found[f"{own}, {bins}, {bin_width}"] = steps
    return found


def classes_and_shades() -> Any:
    """Where classes of a map begin, and how dark amounts are."""
    sets = (
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [0.11, 0.12, 0.18, 0.5, 0.9],
        [-12, -3, 0, 0, 0, 4, 100],
        [5, 5, 5],
        [1, 2],
        [1e6, 2.04e6, 3.6e6, 9e6],
    )
    bounds = {
        f"{given}, {scale}, {classes}": choropleths._bounds(given, scale, classes, ())
        for given in sets
        for scale in ("quantile", "equal")
        for classes in (2, 3, 5, 7)
    }
    looks = {}
    for values, middle in (
        ([0, 4, 10], None),
        ([-6, 0, 3], 0),
        ([-6, 0, 9], 0),
        ([5, 5], None),
        ([2, 8], 2),
        ([3, 3], 3),
    ):
        own = _shades.shades(values, "blue", "amber", middle, darkest=0.8)
        looks[f"{values} around {middle}"] = [list(own.look(value)) for value in (*values, -9, 20, 3.5)]
        looks[f"{values} around {middle}, key"] = own.entries(number_format("auto", values))
    return {"bounds": bounds, "looks": looks}


def limits() -> Any:
    return {", ".join(place): list(limit) for place, limit in LIMITS.items()}


LISTS: dict[str, Callable[[], Any]] = {
    "limits": limits,
    "axes of amounts": axes,
    "axes of ratios": axes_of_ratios,
    "dates": dates,
    "opening days": opening_days,
    "rows with names": rows_with_names,
    "steps of histograms": steps_of_histograms,
    "classes and shades": classes_and_shades,
    "trends": trends,
    "labels of points": labels_of_points,
}
