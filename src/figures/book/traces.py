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
from figures.figure.source import source_line
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
        ("Sources", escape("; ".join(_sources(number))) + "."),
        ("Code", f"<code>{escape(code)}</code>, line {line}"),
    ]
    lines = "".join(f"<dt>{term}</dt><dd>{words}</dd>" for term, words in terms if words)
    return f'<dl class="facts">{lines}</dl>'


def panel(number: Measure) -> str:
    """Write what opens beside a number: the facts and the first rows of each table."""
    shown = "".join(_first_rows(rows) for rows in number.rows)
    return (
        f"{facts(number)}{shown}"
        f'<p class="trace-name"><a href="{address(number.name)}">{escape(number.name)}</a> among all numbers</p>'
    )


def files(number: Measure) -> dict[str, bytes]:
    """Make the files of a number: its panel, as a script because pages opened from a folder may not fetch, and all its rows as CSV."""
    id_ = anchor(number.name)
    made = {
        f"{FOLDER}/{id_}.js": f"figureNumber({json.dumps(id_)},{json.dumps(visible(panel(number)), ensure_ascii=False)});\n".encode()
    }
    for at, rows in enumerate(number.rows):
        used = _used(rows)
        texts = used.select_dtypes(["object", "string"]).columns
        safe = used.assign(**{name: used[name].map(escape_formula) for name in texts})
        made[_csv_name(number, at)] = safe.to_csv(index=False, lineterminator="\n").encode()
    return made


_loaded = cache(tables.load)


@cache
def _used(rows: Rows) -> DataFrame:
    used: DataFrame = rows.of(_loaded)
    return used


def _csv_name(number: Measure, at: int) -> str:
    return f"{FOLDER}/{anchor(number.name)}-{at + 1}-{number.rows[at].table}.csv"


def _rows_line(number: Measure, at: int) -> str:
    rows = number.rows[at]
    count = len(_used(rows))
    page = f"sources.html#{rows.table.replace('_', '-')}"
    return (
        f'<a href="{_csv_name(number, at)}" download>{count:,} row{"" if count == 1 else "s"}</a> of '
        f'<a href="{page}">{rows.table}</a> where <code>{escape(rows.where)}</code>'
    )


def _sources(number: Measure) -> list[str]:
    return source_line(list(dict.fromkeys(rows.table for rows in number.rows)))


def _first_rows(rows: Rows) -> str:
    used = _used(rows)
    kinds = {
        field["name"]: "number"
        if field["type"] in ("integer", "number")
        else "date"
        if field["type"] in ("date", "yearmonth")
        else "text"
        for field in tables.resource(rows.table)["schema"]["fields"]
    }
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in used.columns)
    first = used.head(ROWS_IN_A_PANEL)
    cells = [
        [
            _cell(value, missing, kinds.get(name))
            for value, missing in zip(first[name], first[name].isna(), strict=True)
        ]
        for name in used.columns
    ]
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in zip(*cells, strict=True)
    )
    more = len(used) - ROWS_IN_A_PANEL
    rest = (
        f"<p>The first {ROWS_IN_A_PANEL} of {len(used):,} rows; the CSV file has all.</p>" if more > 0 else ""
    )
    return (
        f'<div class="trace-rows" tabindex="0" role="region" aria-label="Rows of {escape(rows.table)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{rest}"
    )


def _cell(value: Any, missing: bool, kind: str | None) -> str:
    if missing:
        return "–"
    if hasattr(value, "date"):
        return day_text(value.date())
    if kind == "number":
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
    app.add_js_file("numbers.js", loading_method="defer")
    # Before the pages are written: other processes are drawing, and the pages wait for their drawings.
    app.connect("env-updated", _write)
