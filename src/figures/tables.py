"""The tables in ``data/``: load one, and know what it is and where it comes from."""

from __future__ import annotations

import hashlib
import io
import json
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from figures.errors import DataError


def data_dir() -> Path:
    """Return the repository's ``data/`` when the code runs there, the copy inside the installed package otherwise."""
    here = Path(__file__).resolve().parent
    repository = here.parents[1]
    if (repository / "pyproject.toml").is_file():
        return repository / "data"
    return here / "_data"


def package(folder: Path | None = None) -> dict[str, Any]:
    """Return the Frictionless data package that describes every table."""
    path = (folder or data_dir()) / "datapackage.json"
    try:
        return dict(json.loads(path.read_bytes()))
    except FileNotFoundError:
        raise DataError("data/datapackage.json", "must exist: run `figures data build`") from None
    except json.JSONDecodeError as error:
        raise DataError("data/datapackage.json", f"must be valid JSON ({error})") from None


def edition() -> str:
    """Return the edition of the tables and of the book: year and month, such as ``2026.11``.

    Examples
    --------
    >>> len(edition().split("."))
    2
    """
    return str(package()["version"])


def names() -> list[str]:
    """List the tables, in the order of the package."""
    return [entry["name"] for entry in package()["resources"]]


LEDGER = "claims"
"""The ledger is loaded like a table, but it is written by hand, not built: the package does not list it."""


def resource(name: str, folder: Path | None = None) -> dict[str, Any]:
    """Return what the package says of one table: title, fields with units, key, sources, known gaps, hash.

    Raises
    ------
    DataError
        No such table; the message suggests the nearest name.
    """
    if name == LEDGER:
        return dict(_ledger().resource(folder or data_dir()))
    entries = {entry["name"]: entry for entry in package(folder)["resources"]}
    if name not in entries:
        near = get_close_matches(name, entries, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"the tables are {', '.join(entries)}"
        raise DataError(f"table {name!r}", f"must be one of the package's tables; {hint}")
    return dict(entries[name])


def sources(name: str) -> list[dict[str, Any]]:
    """Return the sources of a table: publisher, kind of evidence, repository, commit, licence."""
    return list(resource(name)["sources"])


def load(name: str) -> pd.DataFrame:
    """Load a table with real dates and the types of its fields.

    Parameters
    ----------
    name
        A name that `names` lists, such as ``strikes_daily``.

    Returns
    -------
    pandas.DataFrame
        A copy of your own. Dates and months are datetime64 (a month is its first day), whole numbers int64, or
        Int64 where cells can be empty, other numbers float64, text str.

    Raises
    ------
    DataError
        Unknown name; a file that isn't the table that the package describes (columns, rows, sha256). The contract was
        checked when the table was built, the hash shows that this is that table.

    Examples
    --------
    >>> list(load("strikes_daily").columns)
    ['date', 'weapon_class', 'launched', 'intercepted']
    """
    if name == LEDGER:
        return pd.DataFrame(_ledger().frame(data_dir()))
    return _load(name, data_dir()).copy()


def _ledger() -> Any:
    return import_module("figures.ledger")  # by name: the ledger's module needs this one


@cache
def _load(name: str, folder: Path) -> pd.DataFrame:
    entry = resource(name, folder)
    path = folder / entry["path"]
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"data/{entry['path']}", "the file of this table must exist") from None
    return parse(data, entry)


def parse(data: bytes, entry: dict[str, Any]) -> pd.DataFrame:
    """Turn the bytes of a table into a frame, after checking that they are the table that `entry` describes."""
    where = f"data/{entry['path']}"
    fields = entry["schema"]["fields"]
    columns = [field["name"] for field in fields]
    header = data.split(b"\n", 1)[0].decode("utf-8", "replace").split(",")
    if header != columns:
        raise DataError(where, f"columns must be {', '.join(columns)}; they are {', '.join(header)}")
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if digest != entry["hash"]:
        raise DataError(where, f"sha256 must be that of datapackage.json, {entry['hash']}, is {digest}")
    return typed(data, fields, where)


def typed(data: bytes, fields: list[dict[str, Any]], where: str) -> pd.DataFrame:
    """Read CSV bytes with the types of the fields; a cell that doesn't fit its type is an error, nothing else is."""
    kinds = {field["name"]: dtype(field) for field in fields}
    try:
        frame = pd.read_csv(
            io.BytesIO(data),
            dtype={name: kind for name, kind in kinds.items() if kind != "datetime"},
            keep_default_na=False,
            na_values=[""],
        )
        for name, kind in kinds.items():
            if kind == "datetime":
                frame[name] = pd.to_datetime(frame[name], format="ISO8601").dt.as_unit("ns")
    except (ValueError, KeyError) as error:
        raise DataError(where, f"cells must fit the types of the columns ({error})") from None
    return frame


def dtype(field: dict[str, Any]) -> str:
    """Return the pandas type of a field; ``datetime`` stands for any column of days or months."""
    if field["type"] in ("date", "yearmonth") or field.get("date"):
        return "datetime"
    if field["type"] == "integer":
        return "int64" if field["constraints"]["required"] else "Int64"
    return "float64" if field["type"] == "number" else "str"
