"""One small example of each chart function. Rows are quoted from ``data/`` where a table is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from figures import charts

Columns = Mapping[str, Sequence[Any]]
Frame = Callable[[Columns], Any]
WORDS = {"title": "The finding", "subtitle": "What is counted, where and when"}


def pandas_frame(columns: Columns) -> pd.DataFrame:
    """Dates as datetime64, missing numbers as NaN."""
    frame = pd.DataFrame(dict(columns))
    for name, values in columns.items():
        if isinstance(values[0], date):
            frame[name] = pd.to_datetime(frame[name])
    return frame


# strikes_daily, attack_drone, 28 March to 4 April 2025; there is no row for 1 April.
STRIKES = {
    "date": [date(2025, 3, d) for d in (28, 29, 30, 31)] + [date(2025, 4, d) for d in (2, 3, 4)],
    "launched": [163, 172, 111, 131, 74, 39, 78],
}
# sanctions_monthly, Russia, November 2024 to June 2025; the zero of May is withheld here to make a gap.
MONTHS = [date(2024, 11, 1), date(2024, 12, 1), *(date(2025, m, 1) for m in range(1, 7))]
ADDITIONS = {"month": MONTHS, "additions": [105, 13, 249, 3, 0, 7, None, 2]}
CLAIMS = {
    "quantity": ["Killed or wounded"] * 2 + ["Armoured vehicles destroyed"] * 4,
    "source": [
        "The op-ed",
        "President Zelensky",
        "The op-ed",
        "Southern Defence Forces",
        "President Zelensky",
        "An institute",
    ],
    "value": [140.0, 197.0, 29.0, None, None, None],
    "low": [None, None, None, 25.0, None, 10.0],
    "high": [None, None, None, None, None, 22.0],
    "kind": ["op-ed", "claim", "op-ed", "claim", "claim", "independent"],
}
EVENTS = {
    "date": [date(2025, 4, d) for d in (7, 9, 13, 14)] + [date(2025, 5, 20)],
    "side": ["cost", "cost", "relief", "cost", "relief"],
    "label": ["first", "second", "third", "fourth", "fifth"],
    "kind": ["imposed", "threatened", "lifted", "imposed", "announced"],
}


def daily_columns(frame: Frame = pandas_frame) -> Any:
    windows = [
        charts.Window("the last four days of March", date(2025, 3, 28), date(2025, 3, 31), 144.25, True),
        charts.Window("four days of April", date(2025, 4, 1), date(2025, 4, 4), 47.75),
    ]
    return charts.daily_columns(
        frame(STRIKES),
        date="date",
        value="launched",
        windows=windows,
        unit="attack drones launched per day",
        marked=[(date(2025, 4, 3), "3 April")],
        **WORDS,
    )


def window_robustness(frame: Frame = pandas_frame) -> Any:
    return charts.window_robustness(
        frame(
            {
                "days": [7, 30, 60, 7, 30, 60],
                "change": [-16.0, -32.6, -17.0, 4.0, -8.0, 2.0],
                "low": [-20, -36, -20, 1, -12, -3],
                "high": [-12, -30, -15, 9, -4, 6],
                "weapon": ["attack drones"] * 3 + ["missiles"] * 3,
            }
        ),
        length="days",
        change="change",
        low="low",
        high="high",
        group="weapon",
        unit="change in launches per day, per cent",
        colours={"attack drones": "red", "missiles": "blue"},
        marked=(30, "as in the text"),
        **WORDS,
    )


def claim_versus_sources(frame: Frame = pandas_frame, **options: Any) -> Any:
    return charts.claim_versus_sources(
        frame(CLAIMS),
        quantity="quantity",
        source="source",
        value="value",
        low="low",
        high="high",
        kind="kind",
        unit="persons or vehicles",
        colours={"President Zelensky": "blue", "Southern Defence Forces": "blue"},
        **options,
        **WORDS,
    )


def dated_events(frame: Frame = pandas_frame) -> Any:
    return charts.dated_events(
        frame(EVENTS),
        date="date",
        side="side",
        label="label",
        kind="kind",
        sides=("cost", "relief"),
        unit="One dot is one event, stacked by week",
        hollow=["threatened", "announced"],
        hollow_means="announced or threatened",
        filled_means="in force",
        colours={"cost": "amber", "relief": "red"},
        side_names={"cost": "Cost on Russia", "relief": "Relief for Russia"},
        marked=[(date(2025, 4, 18), "18 April 2025: the op-ed")],
        **WORDS,
    )


def monthly_columns(frame: Frame = pandas_frame) -> Any:
    return charts.monthly_columns(
        frame(ADDITIONS),
        month="month",
        value="additions",
        unit="entities added to U.S. lists per month",
        colour="violet",
        marked=(date(2025, 2, 1), date(2025, 4, 17)),
        marked_label="February to April 2025",
        rules=[(date(2025, 1, 20), "20 January 2025: inauguration")],
        **WORDS,
    )


def stacked_columns(frame: Frame = pandas_frame) -> Any:
    return charts.stacked_columns(
        frame(
            {
                "month": [date(2025, 1, 1)] * 3 + [date(2025, 3, 1)] * 2,
                "allocation": [0.5, 2.7, 3.1, 7.4, 4.5],
                "donor": [
                    "United States",
                    "European states",
                    "EU institutions",
                    "European states",
                    "EU institutions",
                ],
            }
        ),
        month="month",
        value="allocation",
        group="donor",
        unit="allocations, billion euros per month",
        colours={"United States": "violet", "European states": "amber", "EU institutions": "amber"},
        rules=[(date(2025, 1, 20), "20 January 2025")],
        **WORDS,
    )


def small_multiples(frame: Frame = pandas_frame, mark: Any = "bar") -> Any:
    days = [date(2025, 3, d) for d in (1, 2, 4, 5, 6)]
    return charts.small_multiples(
        frame(
            {
                "date": days * 2 + days[:3],
                "value": [120, 80, 0, 95, 60, 90, 50, 0, 70, 41, 3, None, 5],
                "weapon": ["Attack drones"] * 10 + ["Missiles"] * 3,
                "what": (["launched"] * 5 + ["intercepted"] * 5) + ["launched"] * 3,
            }
        ),
        date="date",
        value="value",
        panel="weapon",
        series="what",
        units={"Attack drones": "per day", "Missiles": "cruise and ballistic, per day"},
        colours={"launched": "red", "intercepted": "blue"},
        step="day",
        mark=mark,
        marked=(date(2025, 3, 4), date(2025, 3, 5)),
        rules=[(date(2025, 3, 4), "4 March")],
        **WORDS,
    )


def grouped_dots(frame: Frame = pandas_frame) -> Any:
    return charts.grouped_dots(
        frame(
            {
                "who": [
                    "US: cost on Russia",
                    "US: cost on Russia",
                    "UK: support for Ukraine",
                    "UK: support for Ukraine",
                ],
                "when": ["before", "after", "before", "after"],
                "events": [17, 5, 4, 0],
            }
        ),
        category="who",
        group="when",
        value="events",
        groups=("before", "after"),
        unit="events",
        **WORDS,
    )


def named_events(frame: Frame = pandas_frame) -> Any:
    return charts.named_events(
        frame(
            {
                "date": [
                    date(2025, 3, 18),
                    date(2025, 4, 17),
                    date(2025, 4, 17),
                    date(2025, 4, 18),
                    date(2025, 4, 19),
                ],
                "lane": ["truces", "demands", "demands", "warnings", "truces"],
                "name": [
                    "a pause of strikes, and no full truce",
                    "four regions",
                    "a full truce is called unrealistic",
                    "the United States may move on",
                    "Easter truce",
                ],
                "kind": ["on record", "on record", "reported", "on record", "on record"],
            }
        ),
        date="date",
        lane="lane",
        label="name",
        kind="kind",
        colours={
            "truces": "teal",
            "warnings": "violet",
            "demands": "red",
            "none of these": "ink",
        },
        hollow=["reported"],
        hollow_means="reported by unnamed sources",
        filled_means="on record",
        marked=[(date(2025, 4, 18), "18 April 2025: the op-ed")],
        **WORDS,
    )


# occupied_area_daily, DeepState, 17 April 2025; the whole is the area over its share.
REGIONS = {
    "region": ["Donetsk", "Luhansk"],
    "held_km2": [18383.88, 25875.67],
    "whole_km2": [26598.9, 26310.24],
    "told": ["69 % held, 8,215 km² not", "98 % held, 435 km² not"],
}


def part_of_whole(frame: Frame = pandas_frame) -> Any:
    return charts.part_of_whole(
        frame(REGIONS),
        category="region",
        part="held_km2",
        whole="whole_km2",
        words="told",
        unit="square kilometres",
        part_means="held by Russia",
        rest_means="not held",
        colour="red",
        **WORDS,
    )


# Two rows of a grid of hexagons 20 km across: three in one region, the first of them not held, and two beside it.
HEXAGONS = {
    "x": [0.0, 20.0, 10.0, 40.0, 30.0],
    "y": [0.0, 0.0, 17.32, 0.0, 17.32],
    "region": ["Donetsk", "Donetsk", "Donetsk", "Kharkiv", "Kharkiv"],
    "share": [0.0, 0.3, 1.0, 0.0, 0.0],
}
STEPS = [(0, "none"), (0.05, "some of it"), (0.95, "nearly all of it")]


def hex_map(frame: Frame = pandas_frame) -> Any:
    return charts.hex_map(
        frame(HEXAGONS),
        x="x",
        y="y",
        region="region",
        share="share",
        across=20,
        outlined=["Donetsk"],
        names={"Donetsk": (10.0, 6.0), "Kharkiv": (34.0, 6.0)},
        steps=STEPS,
        colour="red",
        **WORDS,
    )


# A coast south of the hexagons, a river across them, and a border beyond the plot.
LINES = {
    "line": ["coast"] * 5 + ["river"] * 3 + ["border"] * 2,
    "kind": ["land"] * 5 + ["river"] * 3 + ["border"] * 2,
    "x": [-90.0, 120.0, 120.0, -90.0, -90.0, -40.0, 15.0, 90.0, 50.0, 60.0],
    "y": [-15.0, -12.0, 60.0, 60.0, -15.0, 30.0, 12.0, 20.0, -12.0, 60.0],
}


def hex_map_in_full(frame: Frame = pandas_frame) -> Any:
    days = {
        "later": [0.0, 0.6, 1.0, 0.0, 0.7],
        "words": ["8 km²"] * 3 + [""] * 2,
        "later_words": ["4 km²"] * 3 + [""] * 2,
    }
    return charts.hex_map(
        frame({**HEXAGONS, **days}),
        x="x",
        y="y",
        region="region",
        share="share",
        across=20,
        outlined=["Donetsk"],
        names={"Donetsk": (-5.0, 24.0), "Sea": (30.0, -10.0)},
        steps=[(0, "not held"), (0.5, "held")],
        choices={"then": ("share", "words"), "now": ("later", "later_words")},
        front=(0.5, "front"),
        hatched="not held, and asked for",
        lines=frame(LINES),
        points={"Town": (2.0, 1.0)},
        colour="red",
        **WORDS,
    )


# western_decisions: M270 (6 June 2022), Storm Shadow, ATACMS of longer range, Challenger 2 (no day of a warning given).
LAGS = {
    "outcome": ["adopted", "with a limit", "adopted", "adopted"],
    "case": ["M270", "Storm Shadow", "ATACMS (about 300 km)", "Challenger 2"],
    "shortest": [1, 238, 55, None],
    "longest": [1, 238, 587, None],
    "words": ["1 day", "238 days", "55 to 587 days", "days unknown"],
    "kind": ["specific", "general", "specific", "general"],
}


def event_lanes(frame: Frame = pandas_frame) -> Any:
    return charts.event_lanes(
        frame({**EVENTS, "who": ["us", "us", "eu", "us", "eu"]}),
        date="date",
        lane="kind",
        group="who",
        label="label",
        lanes={
            "imposed": "Imposed",
            "threatened": "Threatened",
            "lifted": "Lifted",
            "announced": "Announced",
            "renewed": "Renewed: none found",
        },
        unit="one dated step",
        colours={"us": "violet", "eu": "amber"},
        marked=[(date(2025, 4, 18), "op-ed")],
        **WORDS,
    )


def durations(frame: Frame = pandas_frame) -> Any:
    return charts.durations(
        frame(LAGS),
        outcome="outcome",
        case="case",
        shortest="shortest",
        longest="longest",
        words="words",
        kind="kind",
        hollow=["general"],
        hollow_means="after a general warning",
        filled_means="after a specific warning",
        unit="from warning to decision",
        **WORDS,
    )


# losses_daily, personnel; casualty_estimates_weekly, casualties; loss_ratio_estimates, officials; March to May 2025.
LEVELS = {
    "date": [
        *(date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31)),
        *(date(2025, 3, 27), date(2025, 4, 24), date(2025, 5, 29)),
        *(date(2025, 3, 18), date(2025, 4, 3), date(2025, 5, 20)),
    ],
    "by": ["a party"] * 3 + ["a model"] * 3 + ["officials"] * 3,
    "total": [915000, 952000, 987000, 870000, 904000, 945000, None, 790000, None],
    "low": [None, None, None, 769000, 801000, 838000, 750000, None, 800000],
    "high": [None, None, None, 984000, 1020000, 1066000, None, None, 950000],
}


def estimates_over_time(frame: Frame = pandas_frame, **options: Any) -> Any:
    return charts.estimates_over_time(
        frame(LEVELS),
        date="date",
        value="total",
        series="by",
        low="low",
        high="high",
        unit="casualties since the invasion",
        colours={"a party": "blue", "a model": "teal", "officials": "ink"},
        claims=["a party"],
        points=["officials"],
        rules=[(date(2025, 4, 18), "op-ed")],
        **options,
        **WORDS,
    )


def paired_months(frame: Frame = pandas_frame) -> Any:
    # Claimed casualties per square kilometre of net gain; in April and May 2026 one map shows no net gain.
    months = [date(2026, month, 1) for month in (2, 3, 4, 5)]
    return charts.paired_months(
        frame(
            {
                "month": months * 2,
                "map": ["one map"] * 4 + ["another map"] * 4,
                "ratio": [191.3, 238.8, 287.1, 3173.9, 205.9, 1312.3, None, None],
            }
        ),
        month="month",
        value="ratio",
        series="map",
        unit="casualties per square kilometre, ratio scale",
        colours={"one map": "teal", "another map": "ink"},
        nothing="no net gain",
        rules=[(date(2026, 3, 5), "5 March")],
        **WORDS,
    )


def scorecard(frame: Frame = pandas_frame) -> Any:
    return charts.scorecard(
        frame(
            {
                "what": ["L38: More war, not less", "L13: Russia would not budge", "L16: A hint would help"],
                "status": ["came true", "in part", "cannot be told"],
            }
        ),
        item="what",
        status="status",
        statuses={"came true": "full", "in part": "half", "did not": "empty", "cannot be told": "dash"},
        **WORDS,
    )


def counted_cells(frame: Frame = pandas_frame) -> Any:
    return charts.counted_cells(
        frame({"section": ["One", "One", "Two"], "verdict": ["yes", "no", "so so"], "lines": [20, 2, 1]}),
        group="section",
        kind="verdict",
        count="lines",
        cells={
            "yes": charts.Cell("triangle-up"),
            "so so": charts.Cell("diamond", tone=0.5, filled=False),
            "no": charts.Cell("triangle-down", tone=1.0),
        },
        **WORDS,
    )


# Loans of five branches in two years; the station had none before it opened, and one name needs two lines.
LOANS = {
    "branch": ["Harbour", "Station", "Old town", "Mill quarter and Weir", "Hill"] * 2,
    "year": ["2023"] * 5 + ["2024"] * 5,
    "loans": [38_200, None, 29_400, 16_900, 11_050, 41_300, 22_600, 28_900, 17_250, 9_840],
}


def bars(frame: Frame = pandas_frame, **options: Any) -> Any:
    options = {"group": "year", "unit": "books lent", **options}
    return charts.bars(frame(LOANS), category="branch", value="loans", **options, **WORDS)


# Body mass of twelve penguins, grams; one was not weighed.
MASSES = {
    "mass": [3750, 3800, 3250, None, 3450, 3650, 3625, 4675, 3475, 4250, 5700, 6050],
    "species": ["Adelie"] * 8 + ["Gentoo"] * 4,
}


def histogram(frame: Frame = pandas_frame, **options: Any) -> Any:
    options = {"marked": ["median", "mean"], **options}
    return charts.histogram(frame(MASSES), value="mass", unit="grams", counted="penguins", **options, **WORDS)


# Brent in dollars a barrel and the rouble's rate, April 2025; there is no row for Good Friday, and one rate is withheld.
RATES = {
    "day": [date(2025, 4, d) for d in (14, 15, 16, 17, 21, 22)] * 2,
    "what": ["Brent"] * 6 + ["roubles for a dollar"] * 6,
    "amount": [64.9, 64.7, 65.9, 68.0, 66.3, 67.4, 82.6, None, 82.1, 82.3, 81.1, 81.6],
    "low": [63.1, 64.0, 64.8, 66.2, 65.6, 66.0, None, None, 81.0, 81.6, 80.7, 81.1],
    "high": [65.7, 65.2, 66.7, 68.4, 67.0, 68.0, None, None, 83.1, 82.9, 81.9, 82.0],
}


def lines(frame: Frame = pandas_frame, **options: Any) -> Any:
    return charts.lines(
        frame(RATES),
        x="day",
        y="amount",
        series="what",
        band=("low", "high"),
        unit="dollars, or roubles",
        marked=(date(2025, 4, 17), date(2025, 4, 21)),
        marked_label="Easter",
        **options,
        **WORDS,
    )


def lines_of_years(frame: Frame = pandas_frame) -> Any:
    return charts.lines(
        frame({"year": [2019, 2020, 2021, 2023, 2024], "n": [12, 31, 28, 9, 14]}),
        x="year",
        y="n",
        unit="floods",
        rules=[(2021, "new dam")],
        **WORDS,
    )


# Ten towns, invented: residents, buses an hour, and the share of trips by car; one share is withheld, most names too.
TOWNS = {
    "residents": [1200, 3400, 5100, 8000, 12500, 20000, 33000, 54000, 90000, 210000],
    "by_car": [88.0, 85.5, 83.0, None, 71.5, 66.0, 64.0, 52.5, 47.0, 31.0],
    "buses": [0, 1, 2, 3, 4, 8, 9, 20, 31, 60],
    "name": ["Ford", None, None, "Mill", None, None, None, None, None, "Port"],
    "county": ["north"] * 5 + ["south"] * 5,
}


def scatter(frame: Frame = pandas_frame, **options: Any) -> Any:
    return charts.scatter(
        frame(TOWNS),
        x="residents",
        y="by_car",
        label="name",
        x_unit="residents",
        y_unit="per cent of trips by car",
        **options,
        **WORDS,
    )


def scatter_in_full(frame: Frame = pandas_frame) -> Any:
    more = {"series": "county", "size": "buses", "size_unit": "buses an hour", "x_scale": "log"}
    return scatter(frame, trend="linear", **more)


def scatter_loess(frame: Frame = pandas_frame) -> Any:
    return scatter(frame, trend="loess", colour="teal")


def distribution(frame: Frame = pandas_frame, times: int = 1, **options: Any) -> Any:
    columns = {name: list(values) * times for name, values in MASSES.items()}
    options = {"unit": "grams", "counted": "penguins", **options}
    return charts.distribution(frame(columns), category="species", value="mass", **options, **WORDS)


# Visitors of a pool, by day and hour; on Saturday it closes at noon, and once nobody counted.
VISITS = {
    "day": ["Sat"] * 2 + ["Mon"] * 3 + ["Tue"] * 3,
    "hour": [10, 11, 10, 11, 12, 10, 11, 12],
    "visitors": [150, 175, 60, 72, 80, 41, None, 66],
}


def heatmap(frame: Frame = pandas_frame, **options: Any) -> Any:
    columns = {"x": "hour", "y": "day", "value": "visitors", **options}
    return charts.heatmap(frame(VISITS), unit="visitors in an hour", missing="closed", **columns, **WORDS)


def slope(frame: Frame = pandas_frame, **options: Any) -> Any:
    towns = ["Ford", "Mill", "Port", "Dale"]
    return charts.slope(
        frame(
            {
                "town": towns * 3,
                "year": ["2004"] * 4 + ["2014"] * 4 + ["2024"] * 4,
                "turnout": [61.5, 58.0, 57.5, 40.0, 63.0, 55.0, 44.5, None, 64.0, 54.5, 55.0, None],
            }
        ),
        category="town",
        group="year",
        value="turnout",
        groups=["2004", "2014", "2024"],
        unit="per cent of voters",
        **options,
        **WORDS,
    )


def stacked_area(frame: Frame = pandas_frame, **options: Any) -> Any:
    # The train has no row in the first month, and May has none at all.
    months = [date(2025, month, 1) for month in (1, 2, 3, 4, 6, 7)]
    return charts.stacked_area(
        frame(
            {
                "month": [*months, *months, *months[1:]],
                "trips": [310, 305, 320, 300, 290, 280, 120, 140, 150, 155, 160, 150, 10, 22, 31, 52, 60],
                "means": ["car"] * 6 + ["bus"] * 6 + ["train"] * 5,
            }
        ),
        x="month",
        y="trips",
        group="means",
        unit="trips to work a day",
        rules=[(date(2025, 2, 3), "railway reopened")],
        **options,
        **WORDS,
    )


def squares(names: Sequence[str], prop: str = "name", clockwise: bool = False) -> dict[str, Any]:
    """Areas of a tenth of a degree, a hundred in a row, wound as RFC 7946 says or the other way."""
    features = []
    for at, name in enumerate(names):
        west, south = 30 + at % 100 * 0.1, 50 + at // 100 * 0.1
        ring = [[west + x, south + y] for x, y in ((0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0))]
        coordinates = [ring[::-1] if clockwise else ring]
        geometry = {"type": "Polygon", "coordinates": coordinates}
        features.append({"type": "Feature", "properties": {prop: name}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


# Shares of six parishes, two of them without one; a seventh has a shape and no row.
PARISHES = {"parish": list("abcdef"), "share": [0.05, None, 0.21, 0.34, 0.55, None]}


def choropleth(frame: Frame = pandas_frame, **options: Any) -> Any:
    options = {"shapes": squares("abcdefg"), "classes": 3, "number": "percent", **options}
    return charts.choropleth(
        frame(PARISHES), key="parish", value="share", unit="of all houses", **options, **WORDS
    )


EXAMPLES: dict[str, Callable[..., Any]] = {
    "daily_columns": daily_columns,
    "window_robustness": window_robustness,
    "claim_versus_sources": claim_versus_sources,
    "claim_versus_sources, own scales": lambda frame=pandas_frame: claim_versus_sources(frame, shared=False),
    "dated_events": dated_events,
    "named_events": named_events,
    "hex_map": hex_map,
    "hex_map, in full": hex_map_in_full,
    "part_of_whole": part_of_whole,
    "monthly_columns": monthly_columns,
    "stacked_columns": stacked_columns,
    "small_multiples, bars": small_multiples,
    "small_multiples, lines": lambda frame=pandas_frame: small_multiples(frame, "line"),
    "grouped_dots": grouped_dots,
    "event_lanes": event_lanes,
    "durations": durations,
    "lines": lines,
    "lines, with a key": lambda frame=pandas_frame: lines(frame, height=40),
    "lines, one of years": lines_of_years,
    "estimates_over_time": estimates_over_time,
    "estimates_over_time, close": lambda frame=pandas_frame: estimates_over_time(frame, from_zero=False),
    "paired_months": paired_months,
    "scatter": scatter,
    "scatter, in full": scatter_in_full,
    "scatter, local trend": scatter_loess,
    "slope": slope,
    "slope, one highlighted": lambda frame=pandas_frame: slope(frame, highlight=["Port"]),
    "stacked_area": stacked_area,
    "stacked_area, shares": lambda frame=pandas_frame: stacked_area(frame, share=True, step="month"),
    "scorecard": scorecard,
    "counted_cells": counted_cells,
    "histogram": histogram,
    "histogram, shares": lambda frame=pandas_frame: histogram(frame, share=True, limits=(3000, 5000), bins=8),
    "distribution": distribution,
    "distribution, densities": lambda frame=pandas_frame: distribution(frame, times=30, sort="name"),
    "heatmap": heatmap,
    "heatmap, around a middle": lambda frame=pandas_frame: heatmap(
        frame, x="day", y="hour", middle=70, aggregate="mean"
    ),
    "choropleth": choropleth,
    "choropleth, around a middle": lambda frame=pandas_frame: choropleth(
        frame, scale="continuous", middle=0.3, zoom=True
    ),
    "bars": bars,
    "bars, one highlighted": lambda frame=pandas_frame: bars(
        frame,
        group=None,
        aggregate="mean",
        highlight=["Harbour"],
        reference=(25_000, "aim"),
    ),
}


@cache
def _spec(name: str) -> str:
    return json.dumps(EXAMPLES[name]().to_dict())


def spec(name: str) -> dict[str, Any]:
    """Give the specification of an example: a copy of what is made once a process."""
    made: dict[str, Any] = json.loads(_spec(name))
    return made
