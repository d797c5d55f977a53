"""The Ukrainian General Staff's daily claims of Russian losses, in two transcriptions."""

from __future__ import annotations

import pandas as pd

from figures.upstream import known_errors, read
from figures.upstream.read import File

EQUIPMENT = {
    "tank": "tank",
    "APC": "armoured_vehicle",
    "field artillery": "artillery",
    "MRL": "mlrs",
    "anti-aircraft warfare": "air_defence",
    "aircraft": "aircraft",
    "helicopter": "helicopter",
    "drone": "attack_or_recon_drone",
    "cruise missiles": "cruise_missile",
    "naval ship": "ship",
    "submarines": "submarine",
    "special equipment": "special_equipment",
    "ground robotic systems": "ground_robot",
    "mobile SRBM system": "srbm_launcher",
}
SECOND = {
    "personnel": "personnel",
    "tanks": "tank",
    "apv": "armoured_vehicle",
    "artillery": "artillery",
    "mlrs": "mlrs",
    "aaws": "air_defence",
    "aircrafts": "aircraft",
    "helicopters": "helicopter",
    "uav": "attack_or_recon_drone",
    "cruise_missiles": "cruise_missile",
    "warships": "ship",
    "submarines": "submarine",
    "special_equipment": "special_equipment",
    "vehicles_fuel_tanks": "vehicle",
}


def losses_daily(equipment: File, personnel: File, second: File, revisions: File) -> pd.DataFrame:
    """Cumulative and daily claimed losses by category, with the second transcription beside them.

    Until 30 April 2022 the staff counted vehicles and fuel tanks apart; their sum continues without a step in the
    joint count that began on 1 May 2022 (1,701 + 76 = 1,777, then 1,796), so both are ``vehicle``.

    The second transcription is the same claims typed by others; `revisions` are the days on which the claimant revised its totals.
    """
    typed = _wide(equipment, ["military auto", "fuel tank", "vehicles and fuel tanks", *EQUIPMENT])
    split = typed["military auto"] + typed["fuel tank"]
    wide = typed.rename(columns=EQUIPMENT)[list(EQUIPMENT.values())]
    wide["vehicle"] = typed["vehicles and fuel tanks"].fillna(split)
    wide["personnel"] = _wide(personnel, ["personnel"])["personnel"].reindex(wide.index)
    first = _long(wide, "cumulative")
    other = read.csv(second, numbers=list(SECOND), dates=["date"])
    read.unique(second, other, ["date"])
    others = _long(other.set_index("date").rename(columns=SECOND), "second_transcription")
    losses = known_errors.apply("losses_daily", first.merge(others, on=["date", "category"], how="left"))
    losses = losses.sort_values(["category", "date"], ignore_index=True)
    losses["daily"] = losses.groupby("category")["cumulative"].diff()
    known_errors.expect_revisions("losses_daily", losses)
    _confirm_revisions(revisions)
    return losses[["date", "category", "cumulative", "daily", "second_transcription"]]


def _confirm_revisions(file: File) -> None:
    """Refuse a recorded revision that the publisher's own list of revisions doesn't have."""
    names = {category: name for name, category in EQUIPMENT.items()}
    recorded = [entry["key"] for entry in known_errors.recorded("revision", "losses_daily")]
    fields = ["date", *dict.fromkeys(names[key["category"]] for key in recorded)]
    listed = read.listed(file, read.records(file), fields)
    for key in recorded:
        day, category = str(key["date"]), key["category"]
        changes = pd.to_numeric(listed.loc[listed["date"] == day, names[category]], errors="coerce")
        if not (changes < 0).any():
            file.fail(f"must list the revision of {category} that known_errors.toml records", day)


def _wide(file: File, columns: list[str]) -> pd.DataFrame:
    table = read.listed(file, read.records(file), ["date", *columns])
    table["date"] = read.day(file, table["date"])
    read.unique(file, table, ["date"])
    return table.assign(**{c: read.number(file, table[c]) for c in columns}).set_index("date")[columns]


def _long(wide: pd.DataFrame, value: str) -> pd.DataFrame:
    return wide.reset_index().melt("date", var_name="category", value_name=value).dropna()
