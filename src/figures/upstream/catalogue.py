"""What each table is (``catalogue.toml``) and where the upstream files come from (``sources.toml``, ``packages.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_CONSTRAINTS = ("enum", "minimum", "maximum", "pattern")


@cache
def pinned() -> dict[str, dict[str, Any]]:
    """Return the pinned sources by short name."""
    return tomllib.loads((_HERE / "sources.toml").read_text(encoding="utf-8"))


@cache
def packages() -> dict[str, dict[str, Any]]:
    """Return the pinned packages by short name."""
    return tomllib.loads((_HERE / "packages.toml").read_text(encoding="utf-8"))


@cache
def tables() -> dict[str, dict[str, Any]]:
    """Return the catalogue's tables by name, with every column spelled out as a Frictionless field."""
    catalogue = tomllib.loads((_HERE / "catalogue.toml").read_text(encoding="utf-8"))
    entries: dict[str, dict[str, Any]] = catalogue["tables"]
    for entry in entries.values():
        entry["fields"] = [_field(field, catalogue["define"], entry["key"]) for field in entry["fields"]]
    return entries


def _field(field: Any, define: dict[str, Any], key: list[str]) -> dict[str, Any]:
    spec = {"name": field, **define[field]} if isinstance(field, str) else field
    constraints = {"required": not spec.get("optional", False)}
    constraints |= {name: spec[name] for name in _CONSTRAINTS if name in spec}
    if key == [spec["name"]]:
        constraints["unique"] = True
    names = ("name", "type", "unit", "description", "decimals", "date")
    return {name: spec[name] for name in names if name in spec} | {"constraints": constraints}


def sources(name: str) -> list[dict[str, Any]]:
    """Return the sources of a table as the data package prints them."""
    entry = tables()[name]
    if "evidence" in entry:
        title = "Researched by this project from the pages named in the columns source_url and source_url_2"
        return [_ours(title, "the publishers named row by row", entry["evidence"])]
    if "written_in" in entry:
        title = "Written by this project from the tables and pages that each record names"
        return [_ours(title, "this project", "judgement by a fixed rule")]
    return [
        _source(pinned()[source]) if source in pinned() else _package(packages()[source])
        for source in entry["sources"]
    ]


def _ours(title: str, publisher: str, kind: str) -> dict[str, Any]:
    return {"title": title, "publisher": publisher, "kind_of_evidence": kind, "licence": "CC BY 4.0"}


def _source(pin: dict[str, Any]) -> dict[str, Any]:
    tree = f"https://github.com/{pin['repository']}/tree/{pin['commit']}/{pin['path']}".rstrip("/")
    printed = {
        "title": pin["title"],
        "path": tree,
        "repository": pin["repository"],
        "commit": pin["commit"],
        "commit_date": pin["commit_date"].isoformat(),
        "path_in_repository": pin["path"] or "/",
        "file": pin["file"],
        "sha256": pin["sha256"],
        "licence": pin["licence"],
        "publisher": pin["publisher"],
        "kind_of_evidence": pin["kind_of_evidence"],
        # The day of retrieval was not recorded; the file is that of the commit, whenever it is retrieved.
        "retrieved": pin["commit_date"].isoformat(),
    }
    return printed | ({"claimed_by": pin["claimed_by"]} if "claimed_by" in pin else {})


def _package(pin: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "publisher", "kind_of_evidence", "state", "package", "version", "integrity", "licence")
    return {"path": pin["homepage"], "file": pin["member"]} | {name: pin[name] for name in names}


def licenses(name: str) -> list[dict[str, str]]:
    """Return the licences of a table's sources, each once; our own tables are CC BY 4.0."""
    pins = [(pinned() | packages())[source] for source in tables()[name].get("sources", [])]
    found = {pin["licence_id"]: {"name": pin["licence_id"], "title": pin["licence"]} for pin in pins}
    return list(found.values()) or [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}]
