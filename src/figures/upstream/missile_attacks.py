"""The Ukrainian Air Force's daily reports of Russian missile and drone attacks: launched and intercepted by day."""

from __future__ import annotations

import pandas as pd

from figures.upstream import read
from figures.upstream.read import File

MISSILES = {
    "ballistic missile",
    "cruise missile",
    "surface-to-air missile",
    "surface-to-air and ballistic",
}
RECONNAISSANCE = {"reconnaissance", "reconnaissance and armed", "multirole ISTAR"}

# Models in the reports that the catalogue of models doesn't list (a new combination, another spelling).
UNLISTED = {
    "Aerial Bomb": "other",
    "Intercontinental ballistic missile": "missile",
    "Iskander-M and Iskander-K": "missile",
    "Iskander-M/KN-23 and Iskander-K and Kalibr": "missile",
    "Iskander-M/KN-23 and Iskander-K and X-59/X-69": "missile",
    "X-101/X-555 and Kalibr and Iskander-M/KN-23": "missile",
    "Картограф": "reconnaissance",
    "Привет-82": "other",
    "Фенікс": "reconnaissance",
}


def weapon_classes(models: File) -> dict[str, str]:
    """Give each known model its class: ``attack_drone``, ``missile``, ``reconnaissance`` or ``other``.

    ``attack_drone`` is every model with "Shahed" in its name (the reports count decoys with them); loitering
    munitions of the front line (Lancet, Kub, Молнія), drones of unknown type and guided bombs are ``other``.
    """
    listed = read.csv(models, text=["model", "category", "type"])
    read.unique(models, listed, ["model"])
    classes = dict(UNLISTED)
    for model, category, kind in listed.itertuples(index=False):
        if "Shahed" in model:
            classes[model] = "attack_drone"
        elif category in MISSILES:
            classes[model] = "missile"
        elif category == "UAV" and kind in RECONNAISSANCE:
            classes[model] = "reconnaissance"
        else:
            classes[model] = "other"
    return classes


def strikes_daily(attacks: File, models: File) -> pd.DataFrame:
    """Sum launched and intercepted by local date of the attack's end and by class of weapon.

    There is a row for each day and class that was reported, and no other. A report without a count adds nothing; where a class has
    no count at all that day, the cell is empty.
    """
    rows = read.csv(attacks, text=["time_end", "model"], numbers=["launched", "destroyed"])
    classes = weapon_classes(models)
    unknown = rows.index[~rows["model"].isin(list(classes))]
    if len(unknown):
        attacks.fail(
            f"model {rows['model'][unknown[0]]!r} is unknown: give it a class in missile_attacks.py",
            unknown[0],
        )
    excess = rows.index[rows["destroyed"] > rows["launched"]]
    if len(excess):
        attacks.fail("destroyed must not exceed launched", excess[0])
    rows["date"] = read.day(attacks, rows["time_end"].str.slice(0, 10))
    rows["weapon_class"] = rows["model"].map(classes)
    sums = rows.groupby(["date", "weapon_class"])[["launched", "destroyed"]].sum(min_count=1)
    return sums.rename(columns={"destroyed": "intercepted"}).reset_index()
