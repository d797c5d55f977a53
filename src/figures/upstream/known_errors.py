"""Known errors of the publishers' files, recorded as data in ``corrections.toml`` and never applied unseen."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from figures.errors import DataError

_FILE = Path(__file__).with_name("corrections.toml")


@cache
def recorded(kind: str, table: str) -> tuple[dict[str, Any], ...]:
    """List what is recorded for a table: ``correction`` (we change a value) or ``revision`` (the publisher did)."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8")).get(kind, [])
    return tuple(entry for entry in entries if entry["table"] == table)


def apply(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Put our value where upstream has the recorded wrong one; once it no longer has it, the record must go."""
    frame = frame.copy()
    for entry in recorded("correction", table):
        key = {
            column: pd.Timestamp(value) if isinstance(value, date) else value
            for column, value in entry["key"].items()
        }
        rows = frame.index[(frame[list(key)] == pd.Series(key)).all(axis=1)]
        found = frame.loc[rows, entry["column"]].tolist()
        if found != [entry["upstream"]]:
            raise DataError(
                f"corrections.toml, {table}",
                f"the guard expects upstream {entry['column']} {entry['upstream']}, found {found}: "
                "upstream was fixed or has moved; review the record",
                ", ".join(map(str, entry["key"].values())),
            )
        frame.loc[rows, entry["column"]] = entry["ours"]
    return frame


def expect_revisions(table: str, frame: pd.DataFrame) -> None:
    """Refuse a cumulative that falls on a day without a recorded revision, and a record without a fall."""
    fell = frame[frame["daily"] < 0]
    found = dict(zip(zip(fell["date"].dt.date, fell["category"], strict=True), fell["daily"], strict=True))
    listed = {(r["key"]["date"], r["key"]["category"]): r["daily"] for r in recorded("revision", table)}
    for key in sorted(found.keys() | listed.keys()):
        if found.get(key) != listed.get(key):
            raise DataError(
                table,
                f"a cumulative count falls only where a revision is recorded: daily {found.get(key)}, "
                f"recorded {listed.get(key)}",
                ", ".join(map(str, key)),
            )


def drop_repetitions(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Keep one of two identical rows, where and only where upstream is recorded to repeat a row."""
    repeated = frame[frame.duplicated()]
    found = sorted(repeated["date"].dt.date)
    listed = sorted(entry["key"]["date"] for entry in recorded("repetition", table))
    if found != listed:
        raise DataError(
            table, f"days that upstream prints twice must be the recorded ones, {_days(listed)}", _days(found)
        )
    return frame.drop(repeated.index)


def _days(days: list[date]) -> str:
    return ", ".join(map(str, days)) or "none"
