"""Oryx's lists of visually confirmed equipment losses of both sides, as scraped on some days."""

from __future__ import annotations

import pandas as pd

from figures.upstream import read
from figures.upstream.read import File

# Headings of the page whose text holds the totals themselves, and one category under two names.
_NAMES = {
    r"^Losses of Armoured Combat Vehicles \[.*$": "Armoured Combat Vehicles (tanks, AFVs, IFVs, APCs and MRAPs)",
    r"^Losses excluding Recon Drones and Trucks.*$": "All types without reconnaissance drones and trucks",
    r"^All Types$": "All types",
}


def confirmed_equipment_losses(daily: File) -> pd.DataFrame:
    """Totals to date by date recorded, country and category; a floor, because only photographed losses count."""
    names = {"date_recorded": "date", "equipment_type": "category", "type_total": "total"}
    table = read.csv(
        daily,
        text=["country", "equipment_type"],
        numbers=["destroyed", "abandoned", "captured", "damaged", "type_total"],
        dates=["date_recorded"],
    )
    parts = table[["destroyed", "abandoned", "captured", "damaged"]].sum(axis=1)
    wrong = table.index[parts != table["type_total"]]
    if len(wrong):
        daily.fail("destroyed, abandoned, captured and damaged must sum to type_total", wrong[0])
    table = table.rename(columns=names)
    table["category"] = table["category"].str.strip().replace(_NAMES, regex=True)
    read.unique(daily, table, ["date", "country", "category"])
    return table[["date", "country", "category", "total"]]
