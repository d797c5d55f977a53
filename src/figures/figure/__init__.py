"""The finished figure: a chart with its text alternative, its sources and its table, or no figure at all."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from figures import tables, theme
from figures.charts._missing import Missing
from figures.errors import ContractError, DataError
from figures.figure import draw
from figures.figure.alternative import described
from figures.figure.glyphs import warn_of_lacking
from figures.figure.slots import Numbers, say
from figures.figure.source import Source, table_names
from figures.figure.table import Table, given_table, ten_digits
from figures.text import visible

if TYPE_CHECKING:
    import altair as alt
    from narwhals.typing import IntoDataFrame

MIME = "application/vnd.vegalite.v5+json"
"""JupyterLab draws this type offline, even in a notebook that nobody has trusted yet; later versions of it nowhere.

It takes it before the still picture (its renderer of Vega has rank 57, that of SVG 80), which is for viewers that run nothing.
"""

_MOST_IN_A_NOTEBOOK = 1_000_000  # characters of a picture
_CHARACTERS = {"text": 68, "subtitle": 98}
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Figure:
    """A finished figure: what ``publish`` returns and a notebook stores.

    Parameters
    ----------
    spec
        The Vega-Lite spec with the house style; ``spec["usermeta"]["figure"]`` carries everything else that a reader is owed
        (id, caption, note, sources, table, lines of the op-ed).

    Examples
    --------
    >>> from figures.figure import Figure
    >>> Figure({"mark": "tick", "description": "Two ticks, at 12 and 30."}).alt
    'Two ticks, at 12 and 30.'
    """

    spec: draw.Spec

    @property
    def alt(self) -> str:
        """The text alternative."""
        return str(self.spec["description"])

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from figures.figure import saving

        picture = saving.notebook_picture(self.spec)
        still = {"image/svg+xml": picture} if len(picture) <= _MOST_IN_A_NOTEBOOK else {}
        return {MIME: self.spec, **still, "text/plain": self.alt}

    def save(self, path: str | Path, *, mode: theme.Mode | None = None) -> None:
        """Write the figure as ``.svg``, ``.png``, ``.html`` or ``.json`` (the Vega-Lite spec), by the ending of ``path``.

        Pictures carry the source line and the text alternative. The HTML is one file with caption, sources and table
        that needs no network and no script.

        Parameters
        ----------
        path
            Where to write; a file that is there is replaced once the new one is whole.
        mode
            Light or dark; without it pictures are light, and the HTML follows its reader's system.

        Raises
        ------
        ContractError
            On any other ending.

        Examples
        --------
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> spec = {"description": "Twelve loans.", "data": {"values": [{"loans": 12}]}, "mark": "tick"}
        >>> with TemporaryDirectory() as folder:
        ...     Figure(spec).save(Path(folder, "loans.svg"))
        ...     Path(folder, "loans.svg").read_text()[:4]
        '<svg'
        """
        from figures.figure import saving

        saving.save(self.spec, Path(path), mode)


def publish(
    chart: alt.TopLevelMixin,
    *,
    id: str,
    sources: Sequence[str | Source],
    alt: str | None = None,
    caption: str | None = None,
    table: Optional[IntoDataFrame] = None,  # noqa: UP045  (Sphinx reads no | behind a name that it is told what it stands for)
    columns: Mapping[str, str] | None = None,
    claims: Sequence[int] = (),
    note: str = "",
    numbers: Numbers | None = None,
) -> Figure:
    """Finish a chart for readers: ``publish(chart, id="…", sources=["…"])`` is a complete figure.

    What is not given comes from the chart itself: its rows become the table and, in words, the text alternative. In ``alt``, ``caption``, ``note`` and in the chart's own title and subtitle, ``{moratorium.change.during}`` stands for
    the number of that name and ``{moratorium.change.during:range}`` for its range, so no number has to be typed.

    Parameters
    ----------
    chart
        Any Altair chart with inline data.
    id
        Permanent name of the figure, in kebab case: its anchor on the page.
    sources
        What is drawn: names of the project's tables, of which the catalogue knows publisher and kind of evidence, and a
        `Source` for any other data. The source line is generated from them.
    alt
        What someone who cannot see the picture needs: form, range, trend, exception, with computed numbers. It takes the place of a
        ``description`` of the chart's own. Without it the drawn rows are put into words: of each series its first, last, highest and
        lowest number.
    caption
        What to see in it and what not to conclude; without it the chart's subtitle, or its title.
    table
        The numbers behind the picture, any eager dataframe, shape ``(rows, columns)``. Without it the rows that the chart draws, with
        the columns that a function of ``figures.charts`` has read, or that a plain chart encodes, after its transforms.
    columns
        The columns of the table to show, in order: name to heading, units in the heading. Without it all of them, under their names
        in words.
    claims
        Numbers, from 1, of what the figure bears on: in this book, lines of the op-ed.
    note
        Limits of the data that the reader must know. Behind it is printed what the functions of ``figures.charts`` say of missing
        values.
    numbers
        Gives the number of a name. Without it the installed packages are asked that register themselves under the entry point
        ``figures.numbers``; this book's measures are among them.

    Returns
    -------
    Figure
        The finished figure; as the last value of a notebook's cell it is drawn.

    Raises
    ------
    ContractError
        When something that a reader is owed is missing, or a cell of the table is none that can be printed.

    Examples
    --------
    >>> from figures import charts, load, publish
    >>> months = load("civilian_casualties_monthly", backend="pyarrow")
    >>> events = months.slice(len(months) - 12)
    >>> chart = charts.monthly_columns(
    ...     events,
    ...     month="month",
    ...     value="killed",
    ...     unit="civilians killed per month",
    ...     colour="teal",
    ...     title="Each month has its dead",
    ...     subtitle="Civilians killed in Ukraine by month, as verified by the United Nations",
    ... )
    >>> figure = publish(
    ...     chart,
    ...     id="killed-by-month",
    ...     sources=["civilian_casualties_monthly"],
    ...     alt="Columns for twelve months. In April 2025 it was {civilians.killed.2025_04}.",
    ...     caption="Later releases revise months upwards.",
    ... )
    >>> figure.alt
    'Columns for twelve months. In April 2025 it was 223.'
    """
    if not isinstance(id, str) or not _ID.fullmatch(id):
        raise ContractError(f"publish: id must be in kebab case, such as 'aid-by-donor', got {id!r}")

    def require(rule: bool, what: str) -> None:
        if not rule:
            raise ContractError(f"publish({id!r}): {what}")

    for name, text in {"alt": alt, "caption": caption, "note": note}.items():
        optional = text is None and name != "note"
        require(optional or isinstance(text, str), f"{name} must be a text, got {type(text).__name__}")
    for name, several in {"sources": sources, "claims": claims}.items():
        require(
            isinstance(several, Sequence) and not isinstance(several, str | bytes),
            f"{name} must be a list, got {type(several).__name__}",
        )
    require(
        columns is None
        or (isinstance(columns, Mapping) and all(isinstance(head, str) for head in columns.values())),
        "columns must give a heading, a text, to each name of a column",
    )
    require(hasattr(chart, "to_dict"), f"chart must be an Altair chart, got {type(chart).__name__}")
    require(
        bool(sources),
        "sources is empty; name the tables that are drawn, or give a figures.Source for other data",
    )
    require(
        caption is None or bool(caption.strip()), "caption is empty; say what to see and what not to conclude"
    )
    alternative = None if alt is None else say(alt, numbers).strip()
    require(alternative is None or bool(re.search(r"\d", alternative)), f"alt states no number; got {alt!r}")
    require(
        all(isinstance(line, int) and line >= 1 for line in claims),
        f"claims are whole numbers from 1, got {list(claims)}",
    )
    require(
        all(isinstance(source, str | Source) for source in sources),
        f"sources are names of tables and figures.Source objects, got {sources!r}",
    )
    for name in table_names(sources):
        try:
            tables.resource(name)
        except DataError as error:
            raise ContractError(
                f"publish({id!r}): sources: {error}; for data that are not the book's give figures.Source({name!r})"
            ) from None

    from figures.figure.drawn import Picture, picture

    made = chart.to_dict()
    outward = sorted(set(_outward(made)))
    require(not outward, f"a figure loads nothing and leads nowhere by itself; the chart has {outward}")
    try:
        drawn = picture(chart, made) if alternative is None or table is None else Picture("Chart", None)
        shown = _chosen(drawn.table, columns) if table is None else given_table(table, columns)
    except ContractError as error:
        raise ContractError(f"publish({id!r}): {error}") from None
    if alternative is None:
        alternative = described(drawn.form, drawn.table or shown)
    caption = (
        caption or _words(made, "subtitle") or _words(made, "text") or alternative.partition(". ")[0] + "."
    )
    spec, missing = _finished(made, alternative, numbers)
    note = " ".join([note, *missing, *([drawn.note] if table is None and drawn.note else [])]).strip()
    meta = {
        "id": id,
        "caption": caption,
        "note": note,
        "sources": [source if isinstance(source, str) else asdict(source) for source in sources],
        "claims": list(claims),
        "said": {"caption": say(caption, numbers), "note": say(note, numbers)},
    }
    parts = ("name", "heading", "kind", "number")
    columns_shown = [
        {part: column[part] for part in parts if column.get(part) is not None} for column in shown["columns"]
    ]
    # Each cell is kept as it is, in contrast to what is only drawn.
    cells = {"columns": _plain_json(columns_shown), "rows": shown["rows"]}
    twins = draw.twins(spec)
    spec["usermeta"] = {
        "figure": {**_plain_json(meta), "table": cells, **({"twins": twins} if twins else {})}
    }
    return Figure(spec)


def finished(
    chart: alt.TopLevelMixin, alt: str | None, numbers: Numbers | None = None
) -> tuple[draw.Spec, list[str]]:
    """Make the spec of a chart, and the sentences on what is missing in it.

    The house style stands under the chart's own, numbers in its titles, and everything is in light tokens. Without ``alt`` the drawn
    rows are put into words.
    """
    made = chart.to_dict()
    if alt is None:
        from figures.figure.drawn import picture

        drawn = picture(chart, made)
        alt = described(drawn.form, drawn.table) if drawn.table else ""
    return _finished(made, alt, numbers)


def _finished(made: draw.Spec, alt: str, numbers: Numbers | None) -> tuple[draw.Spec, list[str]]:
    # The theme that is enabled for other charts may have put a dark config into this one.
    made = theme.recoloured(made, "light")
    missing, twins = _missing(made), theme.chosen(made)
    spec: draw.Spec = _plain_json(made)
    if twins:
        spec["usermeta"] = {"figure": {"twins": twins}}
    _finish_titles(spec, numbers)
    spec["config"] = _merged(theme.config("light"), spec.get("config", {}))
    spec["description"] = visible(alt)
    warn_of_lacking(spec, stacklevel=4)
    return _touchable(spec), missing


def _touchable(spec: draw.Spec) -> draw.Spec:
    """Lay unseen points on plain lines and areas, so that each row can be met; a line as one mark would say its first row only."""
    for view in draw.views(spec):
        _touchable(view)
    mark = spec.get("mark")
    own = {"type": mark} if isinstance(mark, str) else mark or {}
    if own.get("type") in ("line", "area") and "point" not in own and own.get("aria") is not False:
        spec["mark"] = {**own, "point": "transparent", "aria": False}
    return spec


def _chosen(table: Table | None, columns: Mapping[str, str] | None) -> Table:
    """Take of the drawn rows the columns that were named, under their headings."""
    if table is None or not table["rows"]:
        raise ContractError("the chart has no rows that can be read; give table= and columns=")
    if columns is None:
        return table
    names = [column["name"] for column in table["columns"]]
    unknown = [name for name in columns if name not in names]
    if unknown or not columns:
        raise ContractError(f"the drawn rows have no column {unknown}; they have {names}")
    at = [names.index(name) for name in columns]
    return {
        "columns": [{**table["columns"][one], "heading": columns[names[one]]} for one in at],
        "rows": [[row[one] for one in at] for row in table["rows"]],
    }


def _words(spec: draw.Spec, part: str) -> str:
    """Give the title of a chart, or its subtitle, as it was typed."""
    title = spec.get("title")
    words = title.get(part) if isinstance(title, dict) else title if part == "text" else ""
    return " ".join(words) if isinstance(words, list) else words if isinstance(words, str) else ""


def _missing(spec: draw.Spec) -> list[str]:
    """Take out of a chart and the charts in it what they say of missing values; a user's own description stays."""
    own = [visible(spec.pop("description"))] if isinstance(spec.get("description"), Missing) else []
    return own + [sentence for view in draw.views(spec) for sentence in _missing(view)]


def _plain_json(part: Any) -> Any:
    """Keep ten digits of each number, more than any source has and the same on every processor; show what hides in a text."""
    # The renderer's whole numbers end at 2**63.
    if isinstance(part, float) or (isinstance(part, int) and abs(part) >= 2**63):
        return ten_digits(float(part))
    if isinstance(part, str):
        return visible(part)
    if isinstance(part, dict):
        return {visible(key): _plain_json(value) for key, value in part.items()}
    return [_plain_json(value) for value in part] if isinstance(part, list) else part


def _outward(part: Any) -> Iterator[str]:
    """Find what makes a drawing load a file or lead to a page: ``href`` and ``url``, of marks, channels and data."""
    if isinstance(part, list):
        part = dict(enumerate(part))
    for key, value in part.items() if isinstance(part, dict) else ():
        if key in ("href", "url"):
            yield key
        elif key not in ("datasets", "values"):  # rows, whose columns may have any name
            yield from _outward(value)


def _merged(house: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Add the house style under a chart's own config, key by key."""
    return house | {
        key: {**house[key], **value}
        if isinstance(value, dict) and isinstance(house.get(key), dict)
        else value
        for key, value in own.items()
    }


def _finish_titles(spec: draw.Spec, numbers: Numbers | None) -> None:
    """Put the numbers into title and subtitle, and break them into lines that fit the wide drawing."""
    title = spec.get("title")
    parts = {"text": title} if isinstance(title, str) else dict(title or {})
    for part, characters in _CHARACTERS.items():
        if parts.get(part):
            words = parts[part] if isinstance(parts[part], str) else " ".join(parts[part])
            parts[part] = textwrap.wrap(say(words, numbers), characters, break_on_hyphens=False)
    if parts:
        spec["title"] = parts
