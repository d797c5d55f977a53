"""OFAC's sanctions lists as a month-end panel of entries linked to a country."""

from __future__ import annotations

import pandas as pd

from figures.upstream import read
from figures.upstream.read import File

COMPARED = 5


def sanctions_monthly(panel: File) -> pd.DataFrame:
    """List additions, removals and active entries by month for Russia and the five countries with most additions."""
    names = {"Country": "country", "levels": "active", "additions": "additions", "removals": "removals"}
    table = read.csv(panel, text=["Country"], numbers=["levels", "additions", "removals"], dates=["Date"])
    table = table.rename(columns=names).sort_values(["country", "Date"])
    read.unique(panel, table, ["country", "Date"])
    expected = table.groupby("country")["active"].shift() + table["additions"] - table["removals"]
    wrong = table.index[expected.notna() & (expected != table["active"])]
    if len(wrong):
        panel.fail("levels must be the month before plus additions minus removals", wrong[0])
    others = table[table["country"] != "Russia"].groupby("country")["additions"].sum()
    chosen = ["Russia", *others.sort_values(kind="stable").index[-COMPARED:]]
    # The panel's first month has no month before it: its zeros are not counts.
    chosen_rows = table[table["country"].isin(chosen)].copy()
    first = chosen_rows["Date"] == chosen_rows["Date"].min()
    chosen_rows.loc[first, ["additions", "removals"]] = float("nan")
    chosen_rows["month"] = chosen_rows["Date"].dt.to_period("M").dt.to_timestamp()
    return chosen_rows[["month", "country", "additions", "removals", "active"]]
