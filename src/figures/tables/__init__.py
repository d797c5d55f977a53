"""The tables in ``data/``: load one, and know what it is and where it comes from."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import datetime
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from sys import audit
from typing import TYPE_CHECKING, Any, Literal, overload

from figures.errors import ContractError, DataError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Backend = Literal["pandas", "polars", "pyarrow"]
READ = "figures.tables.read"
"""Audit event with the name of the table that the package was asked about, empty for all of it: a chapter depends on that."""


def data_dir() -> Path:
    """Return the repository's ``data/`` when the code runs there, the copy inside the installed package otherwise."""
    here = Path(__file__).resolve().parents[1]
    repository = here.parents[1]
    if (repository / "pyproject.toml").is_file():
        return repository / "data"
    return here / "_data"


def package(folder: Path | None = None) -> dict[str, Any]:
    """Return the Frictionless data package that describes every table; under ``resources`` one entry each, see :func:`resource`."""
    audit(READ, "")
    return _parsed(_package(folder or data_dir()))


def _package(folder: Path) -> bytes:
    try:
        return (folder / "datapackage.json").read_bytes()
    except FileNotFoundError:
        raise DataError("data/datapackage.json", "must exist: run `figures data build`") from None


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(content))
    except json.JSONDecodeError as error:
        raise DataError("data/datapackage.json", f"must be valid JSON ({error})") from None


@lru_cache(maxsize=2)
def _entries(content: bytes) -> dict[str, str]:
    """Take a package apart: the name of each table to its entry, as JSON, of which each caller gets an object of its own."""
    return {entry["name"]: json.dumps(entry) for entry in _parsed(content)["resources"]}


def edition() -> str:
    """Return the edition of the tables and of the book: year and month, such as ``2026.11``."""
    return str(package()["version"])


def names() -> list[str]:
    """List the tables, in the order of the package: what :func:`load` takes."""
    return [entry["name"] for entry in package()["resources"]]


def resource(name: str, folder: Path | None = None) -> dict[str, Any]:
    """Return what the package says of one table: title, fields with units, key, sources, known gaps, hash."""
    audit(READ, name)
    entries = _entries(_package(folder or data_dir()))
    if name not in entries:
        near = get_close_matches(name, entries, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"the tables are {', '.join(entries)}"
        raise DataError(f"table {name!r}", f"must be one of the package's tables; {hint}")
    return dict(json.loads(entries[name]))


def sources(name: str) -> list[dict[str, Any]]:
    """Return the sources of a table: publisher, kind of evidence, licence, and repository and commit where it has them."""
    return list(resource(name)["sources"])


@overload
def load(name: str, *, backend: Literal["pandas"] = ...) -> pd.DataFrame: ...
@overload
def load(name: str, *, backend: Literal["polars"]) -> pl.DataFrame: ...
@overload
def load(name: str, *, backend: Literal["pyarrow"]) -> pa.Table: ...
def load(name: str, *, backend: Backend = "pandas") -> pd.DataFrame | pl.DataFrame | pa.Table:
    """Load a table with real dates and the types of its fields.

    Parameters
    ----------
    name
        A name that `names` lists, such as ``strikes_daily``.
    backend
        The kind of dataframe. PyArrow is always there; pandas and Polars are yours to install.

    Returns
    -------
    pandas.DataFrame, polars.DataFrame or pyarrow.Table
        A copy of your own. Dates and months are datetimes (a month is its first day); whole numbers 64 bits wide, in pandas
        Int64 where cells can be empty; other numbers float64; the rest text.

    Raises
    ------
    DataError
        Unknown name; a file that isn't the table that the package describes (columns, rows, sha256). The contract was
        checked when the table was built, the hash shows that this is that table.
    ContractError
        A backend that is unknown or not installed.

    Examples
    --------
    >>> list(load("strikes_daily").columns)
    ['date', 'weapon_class', 'launched', 'intercepted']
    >>> load("strikes_daily", backend="pyarrow").column_names
    ['date', 'weapon_class', 'launched', 'intercepted']
    """
    if backend not in ("pandas", "polars", "pyarrow"):
        raise ContractError(f"load: backend: expected 'pandas', 'polars' or 'pyarrow', got {backend!r}")
    try:
        module = import_module(backend)
    except ModuleNotFoundError:
        raise ContractError(
            f"load: {backend} is not installed; install it, or use load({name!r}, backend='pyarrow')"
        ) from None
    if backend == "pandas":
        return _pandas(name, data_dir()).copy()
    table = _arrow(name, data_dir())
    return module.from_arrow(table) if backend == "polars" else table


@cache
def _pandas(name: str, folder: Path) -> pd.DataFrame:
    return parse(*_file(name, folder))


@cache
def _arrow(name: str, folder: Path) -> pa.Table:
    import pyarrow as pa
    from pyarrow import csv

    data, entry = _file(name, folder)
    where = _checked(data, entry)
    kinds = {field["name"]: dtype(field) for field in entry["schema"]["fields"]}
    types = {"int64": pa.int64(), "Int64": pa.int64(), "float64": pa.float64()}
    options = csv.ConvertOptions(
        column_types={column: types.get(kind, pa.string()) for column, kind in kinds.items()},
        null_values=[""],
        strings_can_be_null=True,
    )
    try:
        table = csv.read_csv(io.BytesIO(data), convert_options=options)
    except pa.ArrowInvalid as error:
        raise DataError(where, f"cells must fit the types of the columns ({error})") from None
    for at, (column, kind) in enumerate(kinds.items()):
        if kind == "datetime":
            days = [None if text is None else _day(text) for text in table[column].to_pylist()]
            table = table.set_column(at, column, pa.array(days, pa.timestamp("us")))
    return table


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text if len(text) > len("2025-04") else f"{text}-01")


def _file(name: str, folder: Path) -> tuple[bytes, dict[str, Any]]:
    entry = resource(name, folder)
    try:
        return (folder / entry["path"]).read_bytes(), entry
    except FileNotFoundError:
        raise DataError(f"data/{entry['path']}", "the file of this table must exist") from None


def parse(data: bytes, entry: dict[str, Any]) -> pd.DataFrame:
    """Turn the bytes of a table into a frame, after checking that they are the table that `entry` describes."""
    return typed(data, entry["schema"]["fields"], _checked(data, entry))


def _checked(data: bytes, entry: dict[str, Any]) -> str:
    """Check that these bytes are the table that `entry` describes; return how the file is called in messages."""
    where = f"data/{entry['path']}"
    columns = [field["name"] for field in entry["schema"]["fields"]]
    header = data.split(b"\n", 1)[0].decode("utf-8", "replace").split(",")
    if header != columns:
        raise DataError(where, f"columns must be {', '.join(columns)}; they are {', '.join(header)}")
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if digest != entry["hash"]:
        raise DataError(
            where,
            f"sha256 must be that of datapackage.json, {entry['hash']}, is {digest}; after an edit, run `figures data seal`",
        )
    return where


def typed(data: bytes, fields: list[dict[str, Any]], where: str) -> pd.DataFrame:
    """Read CSV bytes with the types of the fields; a cell that doesn't fit its type is an error, nothing else is."""
    import pandas as pd

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
