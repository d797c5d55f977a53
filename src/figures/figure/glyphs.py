"""Which letters does the font of the drawings lack? A picture shows boxes for them, or the whole line in another font."""

from __future__ import annotations

import unicodedata
import warnings
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from figures import theme
from figures.figure.renderer import FONT, Spec

# What the Liberation Sans 2.00.1 inside vl-convert has, as code points: a test draws them.
_RANGES = [
    (int(first, 16), int(last or first, 16))
    for first, _, last in (
        part.partition("-")
        for part in [
            "20-7e",
            "a0-36f",
            "374-375",
            "37a-37e",
            "384-38a",
            "38c",
            "38e-3a1",
            "3a3-3ce",
            "3d0-513",
            "51a-51d",
            "591-5c7",
            "5d0-5ea",
            "5f0-5f4",
            "1d00-1dca",
            "1dfe-1e9b",
            "1e9e",
            "1ea0-1ef9",
            "1f00-1f15",
            "1f18-1f1d",
            "1f20-1f45",
            "1f48-1f4d",
            "1f50-1f57",
            "1f59",
            "1f5b",
            "1f5d",
            "1f5f-1f7d",
            "1f80-1fb4",
            "1fb6-1fc4",
            "1fc6-1fd3",
            "1fd6-1fdb",
            "1fdd-1fef",
            "1ff2-1ff4",
            "1ff6-1ffe",
            "2000-200f",
            "2012-2022",
            "2026",
            "202a-2030",
            "2032-2034",
            "2039-203a",
            "203c",
            "203e",
            "2044",
            "205e",
            "206a-206f",
            "2074-2075",
            "2077-2078",
            "207f",
            "2090-2094",
            "20a0-20b5",
            "20f0",
            "2105",
            "2113",
            "2116-2117",
            "2122",
            "2126",
            "212e",
            "214d-214e",
            "2153-2154",
            "215b-215e",
            "2184",
            "2190-2195",
            "21a8",
            "2202",
            "2206",
            "220f",
            "2211-2212",
            "2215",
            "2219-221a",
            "221e-221f",
            "2229",
            "222b",
            "2248",
            "2260-2261",
            "2264-2265",
            "2302",
            "2310",
            "2320-2321",
            "2500",
            "2502",
            "250c",
            "2510",
            "2514",
            "2518",
            "251c",
            "2524",
            "252c",
            "2534",
            "253c",
            "2550-256c",
            "2580",
            "2584",
            "2588",
            "258c",
            "2590-2593",
            "25a0-25a1",
            "25aa-25ac",
            "25b2",
            "25ba",
            "25bc",
            "25c4",
            "25ca-25cc",
            "25cf",
            "25d8-25d9",
            "25e6",
            "263a-263c",
            "2640",
            "2642",
            "2660",
            "2663",
            "2665-2666",
            "266a-266b",
            "266f",
            "2c60-2c6d",
            "2c71-2c77",
            "2e17",
            "a717-a721",
            "a788-a78c",
            "fb01-fb02",
            "fb1d-fb36",
            "fb38-fb3c",
            "fb3e",
            "fb40-fb41",
            "fb43-fb44",
            "fb46-fb4f",
            "fe20-fe23",
            "fffc",
        ]
    )
]
_STARTS = [first for first, _ in _RANGES]
_UNDRAWN = ("Cc", "Cf", "Mn", "Zl", "Zp")  # breaks, joiners, directions, variants
_UNSEEN = ("description", "detail", "key", "order", "tooltip", "url", "href")
_MOST_NAMED = 12


def warn_of_lacking(spec: Spec, stacklevel: int = 3) -> None:
    """Name the characters of a chart that the font of the drawings lacks, unless the chart names a font itself."""
    if spec.get("config", {}).get("font", theme.FONT) != theme.FONT:
        return
    lacking = sorted({letter for words in _words(spec) for letter in words if not has(letter)})
    if lacking:
        named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in lacking[:_MOST_NAMED])
        more = f" and {len(lacking) - _MOST_NAMED} more" if lacking[_MOST_NAMED:] else ""
        warnings.warn(
            f"the font of the drawings, {FONT}, has no {named}{more}: a PNG shows boxes, or the line in another font that this machine "
            "happens to have; draw with a font that has them, such as chart.configure(font='Noto Sans CJK SC') where it is "
            "installed, or write otherwise (CO2, for example)",
            UserWarning,
            stacklevel=stacklevel,
        )


def has(letter: str) -> bool:
    """Say whether the font has a letter, or needs none to draw it."""
    at = bisect_right(_STARTS, ord(letter)) - 1
    return (at >= 0 and ord(letter) <= _RANGES[at][1]) or unicodedata.category(letter) in _UNDRAWN


def _words(spec: Spec) -> Iterator[str]:
    """Give the texts that a chart draws: its titles and labels, and the cells of the columns that it encodes."""
    rows = [rows for rows in spec.get("datasets", {}).values() if isinstance(rows, list)]
    drawn = {
        key: part
        for key, part in spec.items()
        if key not in ("datasets", "description", "usermeta", "$schema")
    }
    fields: set[str] = set()
    yield from _own(drawn, fields, rows)
    for row in (row for some in rows for row in some if isinstance(row, dict)):
        for field in fields & row.keys():
            if isinstance(row[field], str):
                yield row[field]


def _own(part: Any, fields: set[str], rows: list[list[Any]]) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _own(one, fields, rows)
    elif isinstance(part, dict):
        if isinstance(part.get("values"), list) and all(isinstance(row, dict) for row in part["values"]):
            rows.append(part["values"])
            return
        if isinstance(part.get("field"), str):
            fields.add(part["field"])
        for key, value in part.items():
            if key not in (*_UNSEEN, "field", "name"):
                yield from _own(value, fields, rows)
