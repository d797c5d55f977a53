"""The Kiel Institute's Ukraine Support Tracker, release 28: aid allocated by month, donor and kind."""

from __future__ import annotations

import pandas as pd

from figures.upstream import read
from figures.upstream.read import File

EU = [
    "Austria",
    "Belgium",
    "Bulgaria",
    "Croatia",
    "Cyprus",
    "Czechia",
    "Denmark",
    "Estonia",
    "Finland",
    "France",
    "Germany",
    "Greece",
    "Hungary",
    "Ireland",
    "Italy",
    "Latvia",
    "Lithuania",
    "Luxembourg",
    "Malta",
    "Netherlands",
    "Poland",
    "Portugal",
    "Romania",
    "Slovakia",
    "Slovenia",
    "Spain",
    "Sweden",
]
GROUPS = {
    "United States": ["United States"],
    "EU members and institutions": [
        *EU,
        "EU (Commission and Council)",
        "European Investment Bank",
        "European Peace Facility",
    ],
    "United Kingdom": ["United Kingdom"],
    "Other European": ["Iceland", "Norway", "Switzerland"],
    "Other": [
        "Australia",
        "Canada",
        "China",
        "India",
        "Japan",
        "New Zealand",
        "South Korea",
        "Taiwan",
        "Turkiye",
    ],
}
GROUP = {donor: group for group, donors in GROUPS.items() for donor in donors}


def aid_monthly(monthly: File) -> pd.DataFrame:
    """Allocations (not commitments) by month, donor and kind, in euros.

    The file's columns are Norwegian: land (country), aar (year), maaned (month), kategori (kind), maal (measure).
    The months of commitments are all zero in it.
    """
    table = read.csv(monthly, text=["land", "kategori", "maal"], numbers=["aar", "maaned", "sum_eur"])
    read.unique(monthly, table, ["land", "aar", "maaned", "kategori", "maal"])
    unknown = table.index[~table["land"].isin(list(GROUP))]
    if len(unknown):
        monthly.fail(
            f"donor {table['land'][unknown[0]]!r} is unknown: give it a group in kiel.py", unknown[0]
        )
    pairs = zip(table["aar"], table["maaned"], strict=True)
    months = pd.Series([f"{year:.0f}-{month:02.0f}-01" for year, month in pairs], table.index, dtype="string")
    table["month"] = read.day(monthly, months.rename("month"))
    allocated = table[table["maal"] == "Allocation"]
    return pd.DataFrame(
        {
            "month": allocated["month"],
            "donor": allocated["land"],
            "donor_group": allocated["land"].map(GROUP),
            "kind": allocated["kategori"].str.lower(),
            "allocation_eur": allocated["sum_eur"],
        }
    )
