"""All tables of ``data/`` and their data package: made whole or not at all, sealed after an edit, compared with what is there."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from figures.claims import ledger
from figures.errors import DataError
from figures.tables import data_dir, resource, typed
from figures.upstream import (
    brent,
    catalogue,
    contracts,
    deepstate,
    economist,
    files,
    general_staff,
    kiel,
    known_errors,
    missile_attacks,
    ofac,
    ohchr,
    oryx,
    outlines,
    researched,
)
from figures.upstream.read import File

PACKAGE = "datapackage.json"
EDITION = (
    "2026.11"  # year and month of the tables and of the book around them; RELEASING.md says when it changes
)
Pinned = Mapping[str, File | list[File]]
Progress = Callable[[Iterable[Any]], Iterable[Any]]


def occupied_area_daily(maps: Sequence[File], oblasts: Sequence[File], area: File) -> pd.DataFrame:
    """Put the areas of both maps into one table."""
    return pd.concat([deepstate.occupied_area(maps, oblasts), economist.occupied_area(area)])


# The parser of each table takes the files of its sources, in the catalogue's order.
PARSERS: dict[str, Callable[..., pd.DataFrame]] = {
    "strikes_daily": missile_attacks.strikes_daily,
    "losses_daily": general_staff.losses_daily,
    "occupied_area_daily": occupied_area_daily,
    "control_grid": deepstate.control_grid,
    "control_grid_fine": deepstate.control_grid_fine,
    "map_lines": outlines.map_lines,
    "map_places": outlines.map_places,
    "sanctions_monthly": ofac.sanctions_monthly,
    "aid_monthly": kiel.aid_monthly,
    "civilian_casualties_monthly": ohchr.civilian_casualties_monthly,
    "war_fires_daily": economist.war_fires_daily,
    "casualty_estimates_weekly": economist.casualty_estimates_weekly,
    "confirmed_equipment_losses": oryx.confirmed_equipment_losses,
    "oil_price_monthly": brent.oil_price_monthly,
}


def build(upstream: Path, out: Path, progress: Progress = iter) -> None:
    """Make every table from the publishers' files in `upstream` and the project's lists, and write all into `out`."""
    files.write(out, make(data_dir(), upstream, progress))


def seal(data: Path) -> list[str]:
    """Make what follows from an edit by hand: plain tables, those of the ledger, the package; say which files changed."""
    made = make(data)
    changed = [name for name, content in made.items() if difference(content, data / name) != "identical"]
    files.write(data, made)
    return changed


def verify(upstream: Path, data: Path, progress: Progress = iter) -> dict[str, str]:
    """Make every file again and compare byte for byte: file → ``identical``, or the first line that differs."""
    made = make(data, upstream, progress)
    return {name: difference(content, data / name) for name, content in made.items()}


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


def make(data: Path, upstream: Path | None = None, progress: Progress = iter) -> dict[str, bytes]:
    """Make the bytes of every file, checked against the contracts, without writing any.

    What is written by hand comes from `data`, and without `upstream` so do the publishers' tables, as they were built.
    """
    pinned = files.read_all(upstream) if upstream else None
    made, resources = {}, []
    for name, entry in progress(catalogue.tables().items()):
        content = table(name, entry, data, pinned)
        resources.append(describe(name, entry, content))
        made[f"{name}.csv"] = content
    return made | {PACKAGE: package(resources)}


def table(name: str, entry: dict[str, Any], data: Path, pinned: Pinned | None = None) -> bytes:
    """Make the bytes of one table from where it comes from: people's rows, the ledger, or the publishers."""
    if "written_in" in entry:
        rows = {"claims": ledger.rows, "claim_parts": ledger.part_rows}[name]
        return _printed(pd.DataFrame(rows(data / entry["written_in"]), dtype=object), entry)
    # Outlines do not change with the war: without their packages, they stay as they were built.
    if pinned and "sources" in entry and pinned.keys() >= set(entry["sources"]):
        return _printed(PARSERS[name](*(pinned[source] for source in entry["sources"])), entry)
    path, where = data / f"{name}.csv", f"data/{name}.csv"
    if not path.is_file():
        raise DataError(where, "the file of this table must exist")
    content = path.read_bytes()
    if "evidence" in entry:
        return researched.tidy(content, where, entry)
    if f"sha256:{files.sha256(content)}" != resource(name, data)["hash"]:
        raise DataError(
            where,
            "is made from the publishers' files and must not be edited: sha256 must be that of datapackage.json; "
            "`figures data build --upstream DIR` makes it again",
        )
    return content


def _printed(frame: pd.DataFrame, entry: dict[str, Any]) -> bytes:
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


def describe(name: str, entry: dict[str, Any], content: bytes) -> dict[str, Any]:
    """Describe one table for the package, in the catalogue's words and with what is measured on the bytes; hold it to its contract."""
    frame = typed(content, entry["fields"], f"data/{name}.csv")
    described = {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "title": entry["title"],
        "description": entry["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{files.sha256(content)}",
        "rows": len(frame),
        "temporal": entry.get("temporal") or _coverage(frame),
        "schema": {"fields": entry["fields"], "primaryKey": entry["key"], "missingValues": [""]},
        "sources": catalogue.sources(name),
        "licenses": catalogue.licenses(name),
        "processing": entry["processing"],
        "known_gaps": [*entry["known_gaps"], *_measured_gaps(name, frame)],
    }
    if "written_in" in entry:
        described["written_in"] = entry["written_in"]
    if "series" in entry:
        series = {key: entry["series"][key] for key in ("column", "step", "by")}
        listed = entry["series"].get("gaps", {})
        missing = contracts.gaps(frame, series) if listed == "as reported" else listed
        described |= {"series": series, "missing_dates": missing}
    contracts.check(frame, described, latest(described))
    return described


def _coverage(frame: pd.DataFrame) -> dict[str, str]:
    columns = [column for column in frame if pd.api.types.is_datetime64_any_dtype(frame[column])]
    days = [day for column in columns for day in frame[column].dropna()]
    if "period" in frame:
        days = [
            pd.Timestamp(text) for text in re.findall(r"\d{4}-\d{2}(?:-\d{2})?", " ".join(frame["period"]))
        ]
    return {"start": min(days).date().isoformat(), "end": max(days).date().isoformat()} if days else {}


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


def package(resources: list[dict[str, Any]]) -> bytes:
    """Write the data package of all tables; nothing in it depends on when it is built."""
    described = {
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
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()
