"""How is a file read? The options that say so, one for each argument of `figures.read`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import narwhals as nw

_WORDS = {
    "sep": "what separates the cells, such as ; or tab",
    "decimal": "the mark before the decimals: . or ,",
    "thousands": "the mark between thousands: , . ' or a space",
    "encoding": "of the text, such as cp1252",
    "date-format": "how dates are written, such as %d/%m/%Y",
    "sheet": "which sheet of a workbook",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what says how the file is to be read; what only one reading fits is found out."""
    group = parser.add_argument_group("how the file is read, where that can be two ways")
    group.add_argument(
        "--text",
        action="append",
        default=[],
        metavar="COLUMN",
        help="keep this column as text, such as a code of digits; repeatable",
    )
    for name, words in _WORDS.items():
        group.add_argument(
            f"--{name}", metavar=name.rpartition("-")[2].upper(), help=words.replace("%", "%%")
        )


def table(args: argparse.Namespace) -> nw.DataFrame[Any]:
    """Read the file as the options say."""
    from figures.tables.files import read

    given = {name: getattr(args, name) for name in (name.replace("-", "_") for name in _WORDS)}
    given["sep"] = {"tab": "\t", "\\t": "\t"}.get(given["sep"], given["sep"])
    return read(args.data, text=args.text, **given)


def words(args: argparse.Namespace) -> list[str]:
    """Write again what was said of how the file is to be read."""
    said = [word for column in args.text for word in ("--text", column)]
    for name in _WORDS:
        value = getattr(args, name.replace("-", "_"))
        said += [f"--{name}", value] if value is not None else []
    return said
