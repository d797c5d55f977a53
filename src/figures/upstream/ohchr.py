"""OHCHR's verified civilian casualties in Ukraine by month."""

from __future__ import annotations

import pandas as pd

from figures.upstream import read
from figures.upstream.read import File

# Cases verified after a month was published are in the annual total only: (year, column) and how many.
VERIFIED_LATER = {(2022, "injured"): 2059, (2024, "killed"): 2}


def civilian_casualties_monthly(file: File) -> pd.DataFrame:
    """Civilians killed and injured by month, as verified when the month was first published.

    Raises
    ------
    DataError
        A year whose months don't sum to its published total, apart from the differences in `VERIFIED_LATER`.
    """
    published = read.records(file)
    try:
        table = pd.DataFrame(published["monthly"])[["month", "killed", "injured"]]
        totals = pd.DataFrame(published["annualTotals"])[["year", "killed", "injured"]].set_index("year")
    except (KeyError, TypeError) as error:
        file.fail(f"must hold monthly and annualTotals with killed and injured ({error})")
    table.index = pd.RangeIndex(1, len(table) + 1)
    table["month"] = read.day(file, table["month"] + "-01")
    read.unique(file, table, ["month"])
    for column in ("killed", "injured"):
        table[column] = read.number(file, table[column])
        sums = table.groupby(table["month"].dt.year)[column].sum()
        for year in map(int, totals.index):
            later = totals[column][year] - sums.get(year, 0)
            if later != VERIFIED_LATER.get((year, column), 0):
                file.fail(f"the months' {column} must sum to the annual total: {later:.0f} are missing", year)
    return table
