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
    found = [
        *map(str, ledger.parsed(data / ledger.FILE)[1]),
        *_said(lambda: corrections.read(data / corrections.FILE)),
    ]
    if not found:  # the table of claims is made of the ledger
        for name, entry in catalogue.tables().items():
            found += _table(name, entry, data)
    # Forecasts rest on pages, which are looked up in tables that must be in order.
    return found or _behind(data) or _said(lambda: forecasts.read(data / "forecasts.yml"))


def _said(check: Callable[[], object]) -> list[str]:
    try:
        check()
    except FiguresError as error:
        return [str(error)]
    return []


def _table(name: str, entry: dict[str, Any], data: Path) -> list[str]:
    path, where = data / f"{name}.csv", f"data/{name}.csv"
    if "evidence" not in entry or not path.is_file():
        return _said(lambda: build.describe(name, entry, build.table(name, entry, data)))
    content = path.read_bytes()
    rows, wrong = researched.parsed(content, where, entry)
    if wrong:
        return [str(error) for error in wrong]
    try:
        build.describe(name, entry, researched.tidy(content, where, entry))
    except DataError as error:
        line = researched.line_of(error.row, rows, entry)
        return [f"{where}, line {line}: {error.rule}" if line else str(error)]
    mended = researched.untidy(content, where, entry)
    return [mended] if mended else []


def _behind(data: Path) -> list[str]:
    """Say which of the files that follow from the others have not been made again."""
    made = build.make(data)
    behind = [name for name, content in made.items() if build.difference(content, data / name) != "identical"]
    return [f"data/{name}: is behind what it is made from; run {researched.SEAL}" for name in behind]
