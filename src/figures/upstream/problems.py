"""What is wrong in ``data/``? Every table and every list in place, the package against them; each sentence says where and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from figures.claims import corrections, forecasts, ledger
from figures.errors import DataError, FiguresError
from figures.upstream import build, catalogue, researched


def problems(data: Path) -> list[str]:
    """List what is wrong with the files of a folder such as ``data/``; an empty list if nothing is."""
    found = _ledger(data) + _said(lambda: corrections.read(data / corrections.FILE))
    made: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for name, entry in catalogue.tables().items():
        try:
            made[f"{name}.csv"] = build.table(name, entry, data)
            resources.append(build.describe(name, entry, made[f"{name}.csv"]))
        except DataError as error:
            found += _by_line(name, entry, data, error)
    if not found:
        found = _behind(data, made | {build.PACKAGE: build.package(resources)})
    # Forecasts rest on pages, which are looked up in tables that must be in order.
    return list(dict.fromkeys(found)) or _said(lambda: forecasts.read(data / forecasts.FILE))


def _ledger(data: Path) -> list[str]:
    try:
        return [str(error) for error in ledger.parsed(data / ledger.FILE)[1]]
    except DataError as error:
        return [str(error)]


def _said(check: Callable[[], object]) -> list[str]:
    try:
        check()
    except FiguresError as error:
        return [str(error)]
    return []


def _by_line(name: str, entry: dict[str, Any], data: Path, error: DataError) -> list[str]:
    """Say everything that is wrong with a table that people edit, where one thing is."""
    path, where = data / f"{name}.csv", f"data/{name}.csv"
    if "evidence" not in entry or not path.is_file():
        return [str(error)]
    rows, wrong = researched.parsed(path.read_bytes(), where, entry)
    line = researched.line_of(error.row, rows, entry)
    return [str(one) for one in wrong] or [f"{where}, line {line}: {error.rule}" if line else str(error)]


def _behind(data: Path, made: dict[str, bytes]) -> list[str]:
    """Say which files are not what follows from the others, or not written as they are stored."""
    found = []
    for name, content in made.items():
        entry = catalogue.tables().get(name.removesuffix(".csv"), {})
        if build.difference(content, data / name) != "identical":
            found.append(
                researched.untidy((data / name).read_bytes(), f"data/{name}", entry)
                if "evidence" in entry
                else f"data/{name}: is behind what it is made from; run {researched.SEAL}"
            )
    return found
