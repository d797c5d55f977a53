"""Three small tables that have nothing to do with the book, to try the chart functions on; README.md says where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from figures.errors import ContractError
from figures.figure.source import Source

_FOLDER = Path(__file__).parent
SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "exeter_nox_2020": Source(
            "Defra, UK-AIR, nitrogen oxides at the roadside in Exeter, daily means (measurement); © Crown copyright 2021 Defra",
            "https://uk-air.defra.gov.uk",
            "Open Government Licence",
        ),
        "oil_flow": Source(
            "press reports and press releases of 2010 and 2011, named row by row, compiled by this project"
        ),
        "gb_seat_belts": Source(
            "HMSO, Road Accidents in Great Britain 1984 (official count), as in R’s data set Seatbelts",
            "https://stat.ethz.ch/R-manual/R-devel/library/datasets/html/UKDriverDeaths.html",
        ),
    }
)
"""Example to the source that a figure of it must name."""


def path(name: str) -> Path:
    """Find the file of an example, for ``figures.read`` or any other reader of CSV.

    Parameters
    ----------
    name
        ``exeter_nox_2020``, ``gb_seat_belts`` or ``oil_flow``.

    Returns
    -------
    pathlib.Path
        The CSV file inside the installed package.

    Raises
    ------
    ContractError
        If there is no such example.

    Examples
    --------
    >>> from figures import examples
    >>> examples.path("oil_flow").name
    'oil_flow.csv'
    """
    known = sorted(file.stem for file in _FOLDER.glob("*.csv"))
    if name not in known:
        raise ContractError(f"examples.path: expected one of {known}, got {name!r}")
    return _FOLDER / f"{name}.csv"
