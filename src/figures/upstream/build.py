"""All tables and their data package from the pinned upstream files: built whole or not at all, and compared."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from figures.errors import DataError
from figures.tables import typed
from figures.upstream import (
    brent,
    catalogue,
    contracts,
    deepstate,
    economist,
    evidence,
    files,
    general_staff,
    kiel,
    known_errors,
    missile_attacks,
    ofac,
    ohchr,
    oryx,
    swap,
)
from figures.upstream.read import File

PACKAGE = "datapackage.json"
EDITION = (
    "2026.11"  # year and month of the tables and of the book around them; RELEASING.md says when it changes
)

# The parser of each table takes the files of its sources, in the catalogue's order.
PARSERS: dict[str, Callable[..., pd.DataFrame]] = {
    "strikes_daily": missile_attacks.strikes_daily,
    "losses_daily": general_staff.losses_daily,
    "sanctions_monthly": ofac.sanctions_monthly,
    "aid_monthly": kiel.aid_monthly,
    "civilian_casualties_monthly": ohchr.civilian_casualties_monthly,
    "war_fires_daily": economist.war_fires_daily,
    "casualty_estimates_weekly": economist.casualty_estimates_weekly,
    "confirmed_equipment_losses": oryx.confirmed_equipment_losses,
    "oil_price_monthly": brent.oil_price_monthly,
}


def build(
    upstream: Path, out: Path, researched: Path | None = None, progress: deepstate.Progress = deepstate.plain
) -> list[str]:
    """Rebuild every table and the package in `out`, which is the old or the new one as a whole whenever the build ends.

    Parameters
    ----------
    upstream
        Folder of the pinned files.
    out
        The folder of the tables. Files in it that the build does not own stay.
    researched
        Folder of the researched tables; where it is absent, those in `out` are the originals and are kept.
    progress
        Shows a bar over the daily maps.

    Returns
    -------
    list of str
        What the reader should know, such as tables kept.

    Raises
    ------
    DataError
        Whatever is wrong with a file or a table.
    """
    swap.recover(out)  # the researched tables in it may be the originals
    made, notes = make(upstream, out, researched, progress)
    swap.replace(out, made)
    return notes


def verify(
    upstream: Path, data: Path, researched: Path | None = None, progress: deepstate.Progress = deepstate.plain
) -> dict[str, str]:
    """Rebuild and compare byte for byte: file → ``identical``, or the first row that differs.

    A researched table is ``kept`` where its folder is absent: there is nothing to compare it with but the package.
    """
    made, notes = make(upstream, data, researched, progress)
    found = {name: difference(new, data / name) for name, new in made.items()}
    kept = {f"{name}.csv" for name, entry in catalogue.tables().items() if notes and "evidence" in entry}
    return {name: "kept" if name in kept else result for name, result in found.items()}


def difference(new: bytes, path: Path) -> str:
    """Return ``identical``, or which line of the file differs first and how."""
    if not path.is_file():
        return "missing"
    old = path.read_bytes()
    if old == new:
        return "identical"
    before, after = old.split(b"\n"), new.split(b"\n")
    line = next(
        (i for i, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]),
        min(len(before), len(after)),
    )
    shown = [
        (lines[line].decode("utf-8", "replace") if line < len(lines) else "(no such line)")
        for lines in (before, after)
    ]
    return f"differs in line {line + 1}: is {shown[0]!r}, rebuilt {shown[1]!r}"


def make(
    upstream: Path, kept: Path, researched: Path | None, progress: deepstate.Progress
) -> tuple[dict[str, bytes], list[str]]:
    """Make the bytes of every file of `data/`, checked against the contracts, without writing any."""
    pinned = files.read_all(upstream)
    folder = researched or upstream.parent / "evidence"
    made: dict[str, bytes] = {}
    resources, notes = [], []
    if not folder.is_dir():
        if researched is not None:
            raise DataError(str(researched), "the folder of the researched tables must exist")
        notes.append(
            f"no folder {folder.name}/ beside upstream: the researched tables in {kept.name}/ are kept"
        )
    for name, entry in catalogue.tables().items():
        if "evidence" in entry:
            made[f"{name}.csv"] = _researched(name, entry, folder, kept)
        else:
            made[f"{name}.csv"] = render(_parse(name, entry, pinned, progress), entry)
        resources.append(describe(name, entry, made[f"{name}.csv"]))
        if name == "control_grid":
            _grid_coverage(resources[-1])
    for item in resources:
        frame = typed(made[item["path"]], item["schema"]["fields"], f"data/{item['path']}")
        contracts.check(frame, item, latest(item))
    made[PACKAGE] = (json.dumps(package(resources), ensure_ascii=False, indent=1) + "\n").encode()
    return made, notes


def _parse(
    name: str, entry: dict[str, Any], pinned: dict[str, list[File]], progress: deepstate.Progress
) -> pd.DataFrame:
    if name == "occupied_area_daily":
        maps = deepstate.occupied_area(pinned["deepstate"], pinned["oblasts"], progress)
        return pd.concat([maps, economist.occupied_area(pinned["economist_area"][0])])
    if name == "control_grid":
        return deepstate.control_grid(pinned["deepstate"], pinned["oblasts"])
    return PARSERS[name](*(pinned[source][0] for source in entry["sources"]))


def _researched(name: str, entry: dict[str, Any], folder: Path, kept: Path) -> bytes:
    path = folder / f"{evidence.FILES.get(name, name)}.csv" if folder.is_dir() else kept / f"{name}.csv"
    where = f"{path.parent.name}/{path.name}"
    if not path.is_file():
        raise DataError(where, "the researched table must exist")
    table = evidence.table(path.read_bytes(), where, entry["fields"], entry["key"])
    if folder.is_dir():  # the table that is kept has its corrections already
        table = known_errors.apply(name, table)
    return _csv(table, list(table.columns))


def render(frame: pd.DataFrame, entry: dict[str, Any]) -> bytes:
    """Print a table: sorted by key, ISO dates, whole numbers whole, other numbers at the field's precision."""
    frame = frame.sort_values(entry["key"], kind="stable")
    printed = {field["name"]: _print(frame[field["name"]], field) for field in entry["fields"]}
    return _csv(pd.DataFrame(printed), list(printed))


def _print(column: pd.Series, field: dict[str, Any]) -> pd.Series:
    if field["type"] in ("date", "yearmonth"):
        text: pd.Series = column.dt.strftime("%Y-%m-%d" if field["type"] == "date" else "%Y-%m")
        return text
    if field["type"] in ("integer", "number"):
        digits = field.get("decimals", 0)
        return column.map(lambda value: "" if pd.isna(value) else f"{value:.{digits}f}")
    return column


def _csv(frame: pd.DataFrame, columns: list[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(frame[columns].itertuples(index=False))
    return text.getvalue().encode()


def describe(name: str, entry: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Describe one table for the package: the catalogue's words and what is measured on the bytes."""
    frame = typed(data, entry["fields"], f"data/{name}.csv")
    described = {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "title": entry["title"],
        "description": entry["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{files.sha256(data)}",
        "rows": len(frame),
        "temporal": _coverage(frame),
        "schema": {"fields": entry["fields"], "primaryKey": entry["key"], "missingValues": [""]},
        "sources": catalogue.sources(name),
        "licenses": catalogue.licenses(name),
        "processing": entry["processing"],
        "known_gaps": [*entry["known_gaps"], *_measured_gaps(name, frame)],
    }
    if "series" in entry:
        series = {key: entry["series"][key] for key in ("column", "step", "by")}
        listed = entry["series"].get("gaps", {})
        missing = contracts.gaps(frame, series) if listed == "as reported" else listed
        described |= {"series": series, "missing_dates": missing}
    return described


def _coverage(frame: pd.DataFrame) -> dict[str, str]:
    columns = [column for column in frame if pd.api.types.is_datetime64_any_dtype(frame[column])]
    days = [day for column in columns for day in frame[column].dropna()]
    if "period" in frame:
        days = [
            pd.Timestamp(text) for text in re.findall(r"\d{4}-\d{2}(?:-\d{2})?", " ".join(frame["period"]))
        ]
    return {"start": min(days).date().isoformat(), "end": max(days).date().isoformat()} if days else {}


def _grid_coverage(grid: dict[str, Any]) -> None:
    # The grid has no column of dates: its columns are days, the last of them that of the last map.
    first, last = min(deepstate.GRID_DAYS.values()), catalogue.pinned()["deepstate"]["last_day"]
    grid["temporal"] = {"start": first.isoformat(), "end": last.isoformat()}


def _measured_gaps(name: str, frame: pd.DataFrame) -> list[str]:
    """Print the recorded known_errors, and the days on which the two transcriptions differ."""
    sentences = [
        f"Corrected: {', '.join(map(str, entry['key'].values()))}, {entry['column']} {entry['upstream']} upstream, "
        f"{entry['ours']} here. {entry['reason']}"
        for entry in known_errors.recorded("correction", name)
    ]
    if "second_transcription" in frame:
        second = frame["second_transcription"]
        differing = frame[second.notna() & (second != frame["cumulative"])]
        for category, rows in differing.groupby("category"):
            days = ", ".join(contracts.ranges(pd.DatetimeIndex(rows["date"]), "D"))
            sentences.append(f"The two transcriptions differ on {category}: {days}.")
    return sentences


def latest(entry: dict[str, Any]) -> pd.Timestamp:
    """Return the day after which no date of a table can lie: the last commit of its sources, or of all sources."""
    days = [source["commit_date"] for source in entry["sources"] if "commit_date" in source]
    every: list[date] = [pin["commit_date"] for pin in catalogue.pinned().values()]
    return pd.Timestamp(max(days) if days else max(every))


def package(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the data package of all tables; nothing in it depends on when it is built."""
    return {
        "profile": "tabular-data-package",
        "name": "where-is-the-pressure",
        "version": EDITION,
        "title": "Where Is the Pressure? Tables",
        "description": (
            "Small tables derived from published records of Russia's war against Ukraine. Each source has its repository, "
            "commit and sha256; the day of retrieval was not recorded, so `retrieved` is the day of the commit."
        ),
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "CC BY 4.0 for our processing; each table names its sources' licences",
            }
        ],
        "resources": resources,
    }
