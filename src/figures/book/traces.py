"""Where does a number come from? Its value, recipe, rows, sources and line of code: in a panel beside it, and on the page of all numbers."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.environment import CONFIG_OK

from figures import measures, tables
from figures.book.number_role import address, anchor
from figures.book.page import OUTWARD
from figures.figure.html import SENTENCE_CHARACTERS
from figures.figure.source import publishers
from figures.sphinx.files import escape_formula
from figures.text import cell_text, day_text, visible

if TYPE_CHECKING:
    from pandas import DataFrame
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from figures.measures.measure import Measure, Rows

FOLDER = "numbers"
ROWS_IN_A_PANEL = 20
_LONGEST_CELL = 120


def facts(number: Measure) -> str:
    """Write everything about a number but its rows."""
    code, line = number.code
    terms = [
        ("Value", f"<b>{escape(number.text)}</b> {escape(number.unit)}"),
        ("Range", escape(number.range_words) if (number.low, number.high) != (None, None) else ""),
        ("Claimed by", escape(number.claimed_by or "")),
        ("As of", day_text(number.as_of)),
        ("How it is made", escape(number.formula)),
        ("Rows", "<br>".join(_rows_line(number, at) for at in range(len(number.rows)))),
        ("Sources", escape("; ".join(_sources(number, state=True))) + "."),
        ("Code", f"<code>{escape(code)}</code>, line {line}"),
    ]
    lines = "".join(f"<dt>{term}</dt><dd>{words}</dd>" for term, words in terms if words)
    return f'<dl class="facts">{lines}</dl>'


def panel(number: Measure) -> str:
    """Write what opens beside a number: value, range, who says so and how it is made; folded, the first rows of each table and the code."""
    code, line = number.code
    plain = ("none", f"{number.text} to {number.text}")
    ranged = "" if number.range_words in plain else f", range {number.range_words}"
    claim = f"Claimed by {escape(number.claimed_by)}. " if number.claimed_by else ""
    sources = "; ".join(
        f'<a href="{_about(table)}">{escape(words)}</a>'
        for words, table in _sources(number, state=False).items()
    )
    link = f'<a href="{address(number.name)}">{escape(number.name)}</a> among all numbers'
    return (
        f"<p><b>{escape(number.text)}</b> {escape(number.unit)}{ranged}, as of {day_text(number.as_of)}</p>"
        f"<p>{claim}Source: {sources}.</p><p>{escape(number.formula)}</p>"
        + "".join(_folded_rows(number, at) for at in range(len(number.rows)))
        + f"<details><summary>Code</summary><p><code>{escape(code)}</code>, line {line}; {link}.</p></details>"
    )


def files(number: Measure) -> dict[str, bytes]:
    """Make the files of a number: its panel, as a script because pages opened from a folder may not fetch, and all its rows as CSV."""
    id_ = anchor(number.name)
    made = {
        f"{FOLDER}/{id_}.js": f"figureNumber({json.dumps(id_)},{json.dumps(visible(panel(number)), ensure_ascii=False)});\n".encode()
    }
    return made | {_csv_name(number, at): _csv(rows) for at, rows in enumerate(number.rows)}


_loaded = cache(tables.load)


@cache
def _used(rows: Rows) -> DataFrame:
    used: DataFrame = rows.of(_loaded)
    return used


@cache  # a third of the numbers come of the same rows as others
def _csv(rows: Rows) -> bytes:
    used = _used(rows)
    texts = used.select_dtypes(["object", "string"]).columns
    safe = used.assign(**{name: used[name].map(escape_formula) for name in texts})
    return bytes(safe.to_csv(index=False, lineterminator="\n").encode())


def _csv_name(number: Measure, at: int) -> str:
    return f"{FOLDER}/{anchor(number.name)}-{at + 1}-{number.rows[at].table}.csv"


def _about(table: str) -> str:
    return f"sources.html#{table.replace('_', '-')}"


def _count(number: Measure, at: int) -> str:
    count = len(_used(number.rows[at]))
    return f"{count:,} row{'' if count == 1 else 's'}"


def _rows_line(number: Measure, at: int) -> str:
    rows = number.rows[at]
    return (
        f'<a href="{_csv_name(number, at)}" download>{_count(number, at)}</a> of '
        f'<a href="{_about(rows.table)}">{rows.table}</a> where <code>{escape(rows.where)}</code>'
    )


def _sources(number: Measure, *, state: bool) -> dict[str, str]:
    """Say once of each publisher what the tables come from, and name the first of them."""
    said: dict[str, str] = {}
    for rows in number.rows:
        said.setdefault(publishers(rows.table, state=state), rows.table)
    return said


def _folded_rows(number: Measure, at: int) -> str:
    rows, used = number.rows[at], _used(number.rows[at])
    fields = tables.resource(rows.table)["schema"]["fields"]
    numeric = {field["name"] for field in fields if field["type"] in ("integer", "number")}
    right = {name: ' class="number"' if name in numeric else "" for name in used.columns}
    head = "".join(f'<th scope="col"{right[name]}>{escape(name)}</th>' for name in used.columns)
    first = used.head(ROWS_IN_A_PANEL)
    cells = [
        [
            f"<td{right[name] or _sentence_class(text)}>{text}</td>"
            for text in (
                "–" if missing else _cell(value, name in numeric)
                for value, missing in zip(first[name], first[name].isna(), strict=True)
            )
        ]
        for name in used.columns
    ]
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*cells, strict=True))
    many = len(used) > ROWS_IN_A_PANEL
    rest = f"<p>The first {ROWS_IN_A_PANEL} of {len(used):,} rows; the CSV file has all.</p>" if many else ""
    return (
        f"<details><summary>{_count(number, at)} of {rows.table}</summary><p>Those where <code>{escape(rows.where)}</code>: "
        f'<a href="{_csv_name(number, at)}" download>CSV</a>, <a href="{_about(rows.table)}">about the table</a>.</p>'
        f'<div class="figure-scroll" tabindex="0" role="region" aria-label="Rows of {escape(rows.table)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{rest}</details>"
    )


def _sentence_class(html: str) -> str:
    return ' class="sentence"' if len(html) > SENTENCE_CHARACTERS and not html.startswith("<a ") else ""


def _cell(value: Any, numeric: bool) -> str:
    if hasattr(value, "date"):
        return day_text(value.date())
    if numeric:
        number = float(value)
        return escape(cell_text(int(number) if number.is_integer() else number, "number"))
    text = str(value)
    if text.startswith("https://"):
        return f'<a href="{escape(text)}" {OUTWARD}>{escape(text.split("/")[2])}</a>'
    return escape(text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL].rsplit(" ", 1)[0] + " …")


def _write(app: Sphinx, env: BuildEnvironment) -> None:
    out = Path(app.outdir)
    # Code and tables are part of the configuration: while it is the same, the files of the last build are right.
    unchanged = env.config_status == CONFIG_OK and (out / FOLDER).is_dir()
    if app.builder.format != "html" or unchanged:
        return
    (out / FOLDER).mkdir(exist_ok=True)
    for number in measures.measures().values():
        for name, content in files(number).items():
            (out / name).write_bytes(content)


def setup(app: Sphinx) -> None:
    """Register the panels."""
    app.add_js_file("beside.js", loading_method="defer", priority=490)  # before lines.js and numbers.js
    app.add_js_file("numbers.js", loading_method="defer", priority=510)  # after lines.js
    # Before the pages are written: other processes are drawing, and the pages wait for their drawings.
    app.connect("env-updated", _write)
