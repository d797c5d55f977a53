"""The finished figure: a chart with its text alternative, its sources and its table, or no figure at all."""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import narwhals as nw

from figures import draw, tables, theme
from figures.dates import day_text
from figures.errors import ContractError
from figures.say import say

if TYPE_CHECKING:
    import altair as alt
    from narwhals.typing import IntoDataFrame

MIME = "application/vnd.vegalite.v5+json"
"""JupyterLab draws this type offline, even in a notebook that nobody has trusted yet; later versions of it nowhere."""

LAST_LINE = 66
_CHARACTERS = {"text": 68, "subtitle": 98}
_MONTH = "month"
_MISSING = ("nan", "NaT", "<NA>", "None")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@runtime_checkable
class SupportsItem(Protocol):
    """A scalar that can be turned into a Python number."""

    def item(self) -> object: ...  # noqa: D102


@dataclass(frozen=True)
class Figure:
    """A finished figure: what ``publish`` returns and a notebook stores.

    ``spec`` is the Vega-Lite spec; ``spec["usermeta"]["figure"]`` carries everything else that a reader is owed
    (id, caption, note, sources, table, lines of the op-ed).
    """

    spec: draw.Spec

    @property
    def alt(self) -> str:
        """The text alternative."""
        return str(self.spec["description"])

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {MIME: self.spec, "text/plain": self.alt}

    def save(self, path: str | Path) -> None:
        """Write the figure as ``.svg``, ``.png``, ``.html`` or ``.json`` (the Vega-Lite spec), by the ending of ``path``.

        The HTML is one file with caption, sources and table that needs no network and no script.

        Raises
        ------
        ContractError
            On any other ending.
        """
        target = Path(path)
        match target.suffix:
            case ".svg":
                target.write_text(draw.svg(self.spec), encoding="utf-8")
            case ".png":
                target.write_bytes(draw.png(self.spec))
            case ".html":
                from figures import html

                target.write_text(html.document(self.spec), encoding="utf-8")
            case ".json":
                target.write_text(
                    json.dumps(self.spec, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
                )
            case ending:
                raise ContractError(f"Figure.save: {ending!r} is not one of .svg, .png, .html, .json")


def publish(
    chart: alt.TopLevelMixin,
    *,
    id: str,
    alt: str,
    caption: str,
    sources: Sequence[str],
    table: IntoDataFrame,
    columns: Mapping[str, str],
    claims: Sequence[int] = (),
    note: str = "",
) -> Figure:
    """Finish a chart for readers.

    In ``alt``, ``caption``, ``note`` and in the chart's own title and subtitle, ``{moratorium.change.during}`` stands for
    the measure of that name and ``{moratorium.change.during:range}`` for its range, so no number has to be typed.

    Parameters
    ----------
    chart
        Any Altair chart with inline data.
    id
        Permanent name of the figure, in kebab case: its anchor on the page.
    alt
        What someone who cannot see the picture needs: form, range, trend, exception, with computed numbers.
    caption
        What to see in it and what not to conclude.
    sources
        Tables of the project that are drawn; the source line is generated from them.
    table
        The numbers behind the picture, any eager dataframe, shape ``(rows, columns)``.
    columns
        The columns of ``table`` to show, in order: name to heading, units in the heading.
    claims
        Lines of the op-ed that the figure bears on, 1 to 66.
    note
        Limits of the data that the reader must know.

    Raises
    ------
    ContractError
        When something that a reader is owed is missing.
    """
    if not isinstance(id, str) or not _ID.fullmatch(id):
        raise ContractError(f"publish: id must be in kebab case, such as 'aid-by-donor', got {id!r}")

    def owed(rule: bool, what: str) -> None:
        if not rule:
            raise ContractError(f"publish({id!r}): {what}")

    for name, text in {"alt": alt, "caption": caption, "note": note}.items():
        owed(isinstance(text, str), f"{name} must be a text, got {type(text).__name__}")
    for name, several in {"sources": sources, "claims": claims}.items():
        owed(
            isinstance(several, Sequence) and not isinstance(several, str | bytes),
            f"{name} must be a list, got {type(several).__name__}",
        )
    owed(
        isinstance(columns, Mapping) and all(isinstance(head, str) for head in columns.values()),
        "columns must give a heading, a text, to each name of a column",
    )
    owed(hasattr(chart, "to_dict"), f"chart must be an Altair chart, got {type(chart).__name__}")
    owed(bool(sources), "sources is empty; name the tables that are drawn")
    owed(bool(caption.strip()), "caption is empty; say what to see and what not to conclude")
    told = say(alt).strip()
    owed(bool(re.search(r"\d", told)), f"alt states no number; got {alt!r}")
    owed(
        all(isinstance(line, int) and 1 <= line <= LAST_LINE for line in claims),
        f"claims are lines 1 to {LAST_LINE}, got {list(claims)}",
    )
    for source in sources:
        owed(isinstance(source, str), f"sources are names of tables, got {type(source).__name__}")
        tables.resource(source)

    spec = _rounded(chart.to_dict())
    _finish_titles(spec)
    spec["config"] = _merged(theme.config("light"), spec.get("config", {}))
    spec["description"] = told
    spec["usermeta"] = {
        "figure": {
            "id": id,
            "caption": caption,
            "note": note,
            "sources": list(sources),
            "claims": list(claims),
            "said": {"caption": say(caption), "note": say(note)},
            "table": _table(id, table, columns),
        }
    }
    return Figure(spec)


def source_line(names: Sequence[str]) -> list[str]:
    """Say for each table drawn who published it, as what kind of evidence, and in which state."""
    return [_source_sentence(name) for name in names]


def _source_sentence(name: str) -> str:
    publishers: dict[str, str] = {}
    for source in tables.sources(name):
        kind = source["kind_of_evidence"]
        if "commit_date" in source:
            state = f"{kind}, as of {day_text(date.fromisoformat(source['commit_date']))}"
            publishers.setdefault(source["publisher"], f"{source['publisher']} ({state})")
        elif source["publisher"] == "this project":
            publishers.setdefault("", f"this project ({kind})")
        else:
            publishers.setdefault("", f"the pages named row by row ({kind}s), collected by this project")
    return "; ".join(publishers.values())


def _rounded(part: Any) -> Any:
    """Keep ten digits of each number: more than any source has, and the same on every processor."""
    if isinstance(part, float):
        return float(f"{part:.10g}")
    if isinstance(part, dict):
        return {key: _rounded(value) for key, value in part.items()}
    return [_rounded(value) for value in part] if isinstance(part, list) else part


def _merged(house: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Add the house style under a chart's own config, key by key."""
    return house | {
        key: {**house[key], **value}
        if isinstance(value, dict) and isinstance(house.get(key), dict)
        else value
        for key, value in own.items()
    }


def _finish_titles(spec: draw.Spec) -> None:
    """Put the numbers into title and subtitle, and break them into lines that fit the wide drawing."""
    title = spec.get("title")
    parts = {"text": title} if isinstance(title, str) else dict(title or {})
    for part, characters in _CHARACTERS.items():
        if parts.get(part):
            told = parts[part] if isinstance(parts[part], str) else " ".join(parts[part])
            parts[part] = textwrap.wrap(say(told), characters)
    if parts:
        spec["title"] = parts


def _table(id: str, table: IntoDataFrame, columns: Mapping[str, str]) -> dict[str, Any]:
    try:
        frame = nw.from_native(table, eager_only=True)
    except (TypeError, nw.exceptions.NarwhalsError, ValueError) as error:
        raise ContractError(f"publish({id!r}): table must be an eager dataframe ({error})") from None
    unknown = [name for name in columns if name not in frame.columns]
    if unknown or not columns:
        raise ContractError(f"publish({id!r}): table has no column {unknown}; it has {frame.columns}")
    if frame.is_empty():
        raise ContractError(f"publish({id!r}): table has no row")
    return {
        "columns": [
            {"name": name, "heading": heading, "kind": _kind(name, frame.schema[name])}
            for name, heading in columns.items()
        ],
        "rows": [[_plain(value) for value in row] for row in frame.select(list(columns)).rows()],
    }


def _kind(name: str, dtype: nw.dtypes.DType) -> str:
    if dtype.is_temporal():
        return "month" if name == _MONTH else "date"
    return "number" if dtype.is_numeric() else "text"


def _plain(value: object) -> str | float | int | None:
    """Keep a cell as JSON: dates as ISO text, numbers at ten digits, nothing as nothing."""
    if value is None or str(value) in _MISSING:
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, SupportsItem):  # NumPy's numbers are not Python's
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None  # JSON has no infinity
        rounded = float(f"{value:.10g}")
        return int(rounded) if rounded.is_integer() else rounded
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


def cell_text(value: str | float | int | None, kind: str) -> str:
    """Print a cell of a figure's table as the book prints it.

    >>> cell_text("2025-03-01", "month"), cell_text("2025-03-18", "date"), cell_text(-1234.5, "number"), cell_text(None, "text")
    ('March 2025', '18 March 2025', '−1,234.5', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, str):
        day = date.fromisoformat(value) if kind in ("month", "date") else None
        return value if day is None else f"{day:%B %Y}" if kind == "month" else day_text(day)
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}" if abs(value) >= 1 else f"{value:,.3g}"
    return text.replace("-", "−")
