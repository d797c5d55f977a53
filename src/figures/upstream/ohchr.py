"""OHCHR's verified civilian casualties in Ukraine by month."""

from __future__ import annotations

import pandas as pd

from figures.upstream import read
from figures.upstream.read import File

# Cases verified after a month was published are in the annual total only: (year, column) and how many.
VERIFIED_LATER = {(2022, "injured"): 2059, (2024, "killed"): 2}


def civilian_casualties_monthly(file: File) -> pd.DataFrame:
    """List civilians killed and injured by month; a year must sum to its published total, apart from `VERIFIED_LATER`."""
    published = read.records(file)
    if not isinstance(published, dict) or not {"monthly", "annualTotals"} <= published.keys():
        file.fail("must hold monthly and annualTotals")
    table = read.listed(file, published["monthly"], ["month", "killed", "injured"], "monthly")
    totals = read.listed(file, published["annualTotals"], ["year", "killed", "injured"], "annualTotals")
    for column in totals:
        totals[column] = read.number(file, totals[column])
    incomplete = totals.index[totals.isna().any(axis=1)]
    if len(incomplete):
        file.fail("annualTotals must have year, killed and injured", incomplete[0])
    read.refuse(file, totals["year"], totals["year"] % 1 != 0, "must be a whole number")
    read.unique(file, totals, ["year"])
    totals = totals.set_index("year")
    table["month"] = read.day(file, table["month"].astype(str) + "-01")
    read.unique(file, table, ["month"])
    for column in ("killed", "injured"):
        table[column] = read.number(file, table[column])
        sums = table.groupby(table["month"].dt.year)[column].sum()
        for year in map(int, totals.index):
            later = totals[column][year] - sums.get(year, 0)
            if later != VERIFIED_LATER.get((year, column), 0):
                file.fail(f"the months' {column} must sum to the annual total: {later:.0f} are missing", year)
    return table
