"""The Economist's tracker of the war: area held, war fires, estimates of Russian casualties."""

from __future__ import annotations

import pandas as pd

from figures.upstream import known_errors, read
from figures.upstream.read import File

SAMPLED_WEEKDAY = 3  # Thursday, the weekday of 24 February 2022: the series start with the invasion.


def war_fires_daily(strikes: File) -> pd.DataFrame:
    """War fires in Ukraine seen from space each day, with the share of the country's east under cloud.

    Fires under cloud are not seen, so a low count on a cloudy day is not a quiet day.
    """
    columns = {"war_fires_per_day": "war_fires", "cloud_cover_in_east_of_country": "cloud_cover"}
    table = read.csv(strikes, numbers=list(columns), dates=["date"])
    read.unique(strikes, table, ["date"])
    return table.rename(columns=columns)


def casualty_estimates_weekly(casualties: File, deaths: File) -> pd.DataFrame:
    """Estimate Russian casualties and deaths to date, every Thursday, with the 95% prediction interval."""
    kinds = []
    for file in (casualties, deaths):
        table = read.csv(
            file, text=["type", "country"], numbers=["estimate", "pi_low", "pi_high"], dates=["date"]
        )
        read.unique(file, table, ["date"])
        # The newest row of each file is NA: the estimate appears a day later.
        sampled = table[(table["date"].dt.day_of_week == SAMPLED_WEEKDAY) & table["estimate"].notna()]
        kinds.append(sampled.rename(columns={"type": "kind", "pi_low": "low", "pi_high": "high"}))
    columns = ["date", "kind", "estimate", "low", "high"]
    both: pd.DataFrame = pd.concat([kind[columns] for kind in kinds])
    return both


def occupied_area(area: File) -> pd.DataFrame:
    """Area of Ukraine assessed as held by Russia, Crimea included: date, source, region, area_km2, share."""
    names = {
        "area_assessed_as_russia_controlled": "area",
        "area_assessed_as_russia_controlled_percent": "percent",
    }
    table = read.csv(area, numbers=list(names), dates=["date"]).rename(columns=names)
    table = known_errors.drop_repetitions("occupied_area_daily", table)
    read.unique(area, table, ["date"])
    return pd.DataFrame(
        {
            "date": table["date"],
            "source": "The Economist",
            "region": "Ukraine",
            "area_km2": table["area"] / 1e6,
            "share": table["percent"] / 100,
        }
    )
