"""The US Energy Information Administration's daily spot price of Brent crude oil."""

from __future__ import annotations

import pandas as pd

from figures.upstream import read
from figures.upstream.read import File


def oil_price_monthly(daily: File) -> pd.DataFrame:
    """Mean of the daily prices by month; the last month counts only once a later month has begun."""
    table = read.csv(daily, numbers=["Price"], dates=["Date"])
    read.unique(daily, table, ["Date"])
    month = table["Date"].dt.to_period("M").dt.to_timestamp()
    mean = table["Price"].groupby(month).mean().iloc[:-1]
    return pd.DataFrame({"month": mean.index, "brent_usd_per_bbl": mean.to_numpy()})
