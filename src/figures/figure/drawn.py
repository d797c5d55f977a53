"""Which rows does a chart draw? Those that a chart function read, or those of any Altair chart, after its transforms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, NamedTuple

from figures.charts._drawn import Drawn, Rows, carriers
from figures.figure import table as tables
from figures.figure.draw import Spec
from figures.figure.renderer import PLAIN
from figures.figure.table import Cell, Table

BEFORE_TRANSFORMS = "The table has the rows from which the picture is computed."

_GROUPS = ("layer", "concat", "hconcat", "vconcat")
_FACETS = ("row", "column", "facet")
_FORMS = {
    "arc": "Pie chart",
    "area": "Area chart",
    "bar": "Bar chart",
    "boxplot": "Box plot",
    "circle": "Scatter plot",
    "geoshape": "Map",
    "line": "Line chart",
    "point": "Scatter plot",
    "rect": "Heat map",
    "square": "Scatter plot",
    "tick": "Strip plot",
    "trail": "Line chart",
}
_COMPOSED = ("boxplot", "errorband", "errorbar")
_BESIDE = ("image", "rule", "text")
_CALENDAR = {
    "year": ("year", "%Y-01-01"),
    "yearquarter": ("quarter", "%Y-%m-01"),
    "yearmonth": ("month", "%Y-%m-01"),
    "yearmonthdate": ("date", "%Y-%m-%d"),
    "yearweek": ("date", "%Y-%m-%d"),
    "yeardayofyear": ("date", "%Y-%m-%d"),
    "quarter": ("text", "Q%q"),
    "month": ("text", "%B"),
    "day": ("text", "%A"),
    "date": ("text", "%-d"),
    "hours": ("text", "%H:00"),
    "hoursminutes": ("text", "%H:%M"),
}
_TAGGED = (
    "isDate(datum[{name}]) || {temporal} && isNumber(datum[{name}]) ? 'd' + {format}(datum[{name}], {pattern}) : isNumber(datum[{name}]) ? 'n' + datum[{name}]"
    " : isBoolean(datum[{name}]) ? 'b' + datum[{name}] : isString(datum[{name}]) ? 's' + datum[{name}] : ''"
)


@dataclass(frozen=True)
class Picture:
    """What a chart draws: its form in words, its rows, and a sentence where they are not quite what is drawn."""

    form: str
    table: Table | None
    note: str = ""


@dataclass(frozen=True)
class _View:
    """A plain chart that is part of another: its rows and transforms may stand further up."""

    spec: Spec
    rows: list[dict[str, Any]]
    data: Any
    transforms: list[Any]
    encoding: dict[str, Any]

    @property
    def mark(self) -> str:
        mark = self.spec["mark"]
        return str(mark["type"] if isinstance(mark, dict) else mark)


class _Above(NamedTuple):
    """What a chart gives to the charts in it."""

    rows: Any = None
    data: Any = None
    transforms: tuple[Any, ...] = ()
    encoding: Mapping[str, Any] = MappingProxyType({})


_NOTHING = _Above()


@dataclass
class _Column:
    """A column of a plain chart's table: where it is in the rows, its heading, and how its moments are printed."""

    name: str
    heading: str
    kind: str = ""
    pattern: str = "%Y-%m-%dT%H:%M:%S.%L"
    utc: bool = False
    temporal: bool = False
    role: str = ""
    values: list[Any] = field(default_factory=list)


def picture(chart: Any, spec: Spec) -> Picture:
    """Find the rows of a chart and of the charts in it; ``spec`` is what it becomes."""
    own: list[Drawn] = []
    for data in carriers(chart):
        own += [one for one in data.drawn if not any(one is other for other in own)]
    views = list(_views(chart, spec, spec.get("datasets", {})))
    marked = [view for view in views if view.mark not in _BESIDE] or ([] if own else views)
    forms = [tables.heading(one.function) for one in own] + [
        _FORMS.get(view.mark, "Chart") for view in marked
    ]
    parts = [_of_function(one) for one in own]
    exact = True
    names = [tables.heading(one.function) for one in own]
    for group in _of_the_same_rows(marked):
        found, as_drawn = _of_views(group)
        exact &= as_drawn
        if found["rows"] and found["columns"]:
            parts.append(found)
            names.append(_FORMS.get(group[0].mark, "Chart"))
    form = ", ".join(dict.fromkeys(forms)) or "Chart"
    table = _together(parts, names)
    return Picture(form, table, "" if exact or table is None else BEFORE_TRANSFORMS)


def _of_function(drawn: Drawn) -> Table:
    """Give the rows that a chart function read; its one column of numbers, or its value, is headed by its unit."""
    numbers = [column for column in drawn.columns if column.kind == "number"]
    headings = {
        column.name: column.unit  # in its own case: mm is no Mm
        if column.unit and (numbers == [column] or column.argument == "value")
        else tables.heading(column.name, column.unit)
        for column in drawn.columns
    }
    made = tables.made(headings, drawn.rows)
    arguments = {column.argument for column in drawn.columns}
    for at, (column, shown) in enumerate(zip(drawn.columns, made["columns"], strict=True)):
        if column.kind in ("month", "quarter", "year"):
            shown["kind"] = column.kind
        if column.kind == "month":
            for row in made["rows"]:
                row[at] = row[at] and f"{row[at][:7]}-01"
        shown["short"] = tables.heading(column.name)
        shown["role"] = _role(column.argument, arguments)
        if column.number is not None:
            shown["number"] = column.number.plain()
    return made


def _role(argument: str, arguments: set[str]) -> str:
    """Say what a column of numbers is beside an amount: a place on an axis, or an end of a range."""
    if argument == "length" or (argument == "x" and arguments & {"y"}):
        return "across"
    if argument == "y" and arguments - {"x", "y"} & {"value", "share"}:
        return "across"
    return argument if argument in ("low", "high") and arguments >= {"low", "high"} else ""


def _views(chart: Any, spec: Spec, datasets: Mapping[str, Any], above: _Above = _NOTHING) -> Iterator[_View]:
    """Walk through a chart and its spec side by side: the spec has the rows, the chart knows which of them are a chart function's."""
    parts = getattr(chart, "_kwds", {})
    rows, data = (parts.get("data"), spec["data"]) if "data" in spec else (above.rows, above.data)
    encoding = {**above.encoding, **spec.get("encoding", {})}
    if isinstance(spec.get("facet"), dict):
        facet = spec["facet"]
        encoding |= {"facet": facet} if "field" in facet else {f: facet[f] for f in _FACETS if f in facet}
    here = _Above(rows, data, (*above.transforms, *spec.get("transform", [])), encoding)
    if "mark" in spec:
        if not isinstance(rows, Rows):
            yield _View(spec, _values(data, datasets), data, list(here.transforms), encoding)
        return
    for group in _GROUPS:
        for inner, view in zip_longest(parts.get(group) or [], spec.get(group, [])):
            yield from _views(inner, view or {}, datasets, here)
    if isinstance(spec.get("spec"), dict):
        for repeated in _repetitions(spec.get("repeat"), spec["spec"]):
            yield from _views(parts.get("spec"), repeated, datasets, here)


def _repetitions(repeat: Any, spec: Spec) -> list[Spec]:
    """Write out what a chart repeats: one spec for each column that takes the place of ``{"repeat": …}``."""
    if repeat is None:
        return [spec]
    axes = repeat if isinstance(repeat, dict) else {"repeat": repeat}
    made = [spec]
    for axis, names in axes.items():
        made = [_replaced(one, {"repeat": axis}, name) for name in names for one in made]
    return made


def _replaced(part: Any, old: Any, new: Any) -> Any:
    if part == old:
        return new
    if isinstance(part, dict):
        return {key: _replaced(value, old, new) for key, value in part.items()}
    return [_replaced(value, old, new) for value in part] if isinstance(part, list) else part


def _values(data: Any, datasets: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not isinstance(data, dict):
        return []
    values = datasets.get(data["name"], []) if "name" in data else data.get("values", [])
    if isinstance(values, dict):
        values = values.get("features", [])
    if not isinstance(values, list):
        return []
    return [row if isinstance(row, dict) else {"data": row} for row in values]


def _of_the_same_rows(views: list[_View]) -> list[list[_View]]:
    """Put the views together that draw the same rows as they are, in which they may show other columns; any other stands alone."""
    groups: list[list[_View]] = []
    for view in views:
        for group in groups:
            if not _computes(view) and not _computes(group[0]) and group[0].data == view.data:
                group.append(view)
                break
        else:
            groups.append([view])
    return groups


def _computes(view: _View) -> bool:
    channels = [channel for channel, _ in _channels(view.encoding)]
    return (
        bool(view.transforms)
        or not view.rows
        or any(
            channel.get(part) not in (None, False)
            for channel in channels
            for part in ("aggregate", "bin", "timeUnit", "impute")
        )
    )


def _channels(encoding: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Give the channels that draw a column, and their names, places first; tooltip and detail may have several."""
    for name, given in sorted(encoding.items(), key=lambda item: (item[0][:1] not in ("x", "y"), item[0])):
        for channel in given if isinstance(given, list) else [given]:
            if isinstance(channel, dict) and ("field" in channel or channel.get("aggregate") == "count"):
                yield channel, name


def _of_views(views: list[_View]) -> tuple[Table, bool]:
    """Make the table of views that draw the same rows, and say whether these are the rows as drawn."""
    first = views[0]
    if first.mark in _COMPOSED or not _computes(first):
        return _of_rows(views), first.mark not in _COMPOSED
    computed = _computed(first)
    return (_of_rows(views), False) if computed is None else (computed, True)


def _of_rows(views: list[_View]) -> Table:
    rows = views[0].rows
    columns: dict[str, _Column] = {}
    for view in views:
        for channel, name in _channels(view.encoding):
            source = str(channel.get("field", ""))
            if source and any(_dig(row, source) is not None for row in rows):
                column = columns.setdefault(source, _Column(source, _heading(channel, source)))
                column.role = "across" if name == "x" else column.role
                if channel.get("type") == "temporal" and not column.values:
                    column.values = [_moment(_dig(row, source)) for row in rows]
    if not columns:
        names = dict.fromkeys(
            key for row in rows for key, value in row.items() if not isinstance(value, dict | list)
        )
        columns = {name: _Column(name, tables.heading(name)) for name in names}
    for source, column in columns.items():
        column.values = column.values or [_dig(row, source) for row in rows]
    return _table(list(columns.values()))


def _table(columns: list[_Column]) -> Table:
    """Make a table of columns: times first, then words, then numbers."""
    made = tables.made(
        {column.name: column.heading for column in columns},
        list(zip(*(column.values for column in columns), strict=True)),
    )
    numbers = [shown for shown in made["columns"] if shown["kind"] == "number"]
    for column, shown in zip(columns, made["columns"], strict=True):
        shown["kind"] = column.kind or shown["kind"]
        shown["role"] = column.role if len(numbers) > 1 else ""
    order = sorted(range(len(columns)), key=lambda at: _place(made["columns"][at]["kind"]))
    return {
        "columns": [made["columns"][at] for at in order],
        "rows": [[row[at] for at in order] for row in made["rows"]],
    }


def _in_order(table: Table) -> Table:
    """Sort rows that were computed by the time, or the place on the axis, that they have."""
    columns = table["columns"]
    across = [
        at for at, column in enumerate(columns) if _place(column["kind"]) == 0 or column["role"] == "across"
    ][:1]
    rows = sorted(table["rows"], key=lambda row: [(row[at] is not None, row[at] or 0) for at in across])
    return {"columns": columns, "rows": rows}


def _place(kind: str) -> int:
    return {"text": 1, "number": 2}.get(kind, 0)


def _dig(row: Mapping[str, Any], name: str) -> Any:
    """Find a column, or what Vega-Lite calls ``properties.name``; a dot that is none of these has a backslash before it."""
    if name in row:
        return row[name]
    plain = name.replace("\\", "")
    if plain in row:
        return row[plain]
    found: Any = row
    for part in name.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _moment(value: Any) -> Any:
    """Read a moment as Altair writes it into a spec: text, or milliseconds."""
    if isinstance(value, str):
        try:
            return (
                datetime.fromisoformat(value) if "T" in value or " " in value else date.fromisoformat(value)
            )
        except ValueError:
            return value
    return value


def _heading(channel: Mapping[str, Any], name: str) -> str:
    titles = (
        channel.get("title"),
        *(_dig(channel, f"{part}.title") for part in ("axis", "legend", "header")),
    )
    for title in titles:
        words = " ".join(title) if isinstance(title, list) else title
        if isinstance(words, str) and words.strip():
            return words.strip()
    source, operation = tables.heading(name.removeprefix("properties.")), channel.get("aggregate")
    if operation == "count":
        return "Number of records"
    within = source[:1].lower() + source[1:] if source[1:2].islower() else source
    return f"{tables.heading(str(operation))} of {within}" if isinstance(operation, str) else source


def _computed(view: _View) -> Table | None:
    """Let the renderer work out the rows after all transforms; where it cannot, there is nothing."""
    alone = _alone(view)
    try:
        compiled = PLAIN.vega(alone)
        (mark,) = compiled["marks"]
        while mark["type"] == "group":  # a line for each series
            source = mark["from"].get("facet", mark["from"])["data"]
            (mark,) = mark["marks"]
            mark = mark if mark["type"] == "group" else {**mark, "from": {"data": source}}
        columns = [
            column
            for channel, name in _channels(alone["encoding"])
            for column in _columns(channel, name, json.dumps(compiled))
        ]
        columns = list({column.name: column for column in columns}.values())
        asked = {
            "data": compiled["data"],
            "signals": compiled.get("signals", []),
            "marks": [_reader(column, mark["from"]["data"]) for column in columns],
        }
        groups = PLAIN.scenegraph(asked)["scenegraph"]["items"][0]["items"]
    except (ValueError, RuntimeError, KeyError, IndexError, TypeError):
        return None
    for column, group in zip(columns, groups, strict=True):
        column.values = [_untagged(item.get("text", ""), column.kind) for item in group["items"]]
    shown = [column for column in columns if any(value is not None for value in column.values)]
    return _in_order(_table(shown)) if shown else None


def _alone(view: _View) -> Spec:
    """Write a view as a chart of its own that computes the same rows: what makes a facet makes groups."""
    split = [view.encoding[name] for name in _FACETS if name in view.encoding]
    encoding = {name: channel for name, channel in view.encoding.items() if name not in _FACETS}
    given = encoding.get("detail", [])
    if split:
        encoding["detail"] = [*(given if isinstance(given, list) else [given]), *split]
    data = {"values": view.rows} if view.rows else view.data
    return {"data": data, "transform": view.transforms, "mark": view.mark, "encoding": encoding}


def _columns(channel: Mapping[str, Any], name: str, compiled: str) -> Iterator[_Column]:
    """Name the columns of a channel as Vega-Lite names them when it has computed them."""
    source = str(channel.get("field", ""))
    head = _heading(channel, source)
    if channel.get("bin") not in (None, False):
        start = compiled.find('"bin_')
        while start >= 0:
            found = json.loads(compiled[start : compiled.index('"', start + 1) + 1])
            if found.endswith(f"_{source}"):
                yield _Column(found, f"{head}, from", role="across")
                yield _Column(f"{found}_end", f"{head}, to", role="end")
                return
            start = compiled.find('"bin_', start + 1)
        yield _Column(source, head)
    elif channel.get("timeUnit"):
        given = channel["timeUnit"]
        unit = str(given.get("unit", "") if isinstance(given, dict) else given)
        utc, bare = unit.startswith("utc"), unit.removeprefix("utc")
        kind, pattern = _CALENDAR.get(bare, ("", _Column.pattern))
        yield _Column(f"{unit}_{source}", head, kind, pattern, utc)
    elif isinstance(channel.get("aggregate"), str):
        operation = channel["aggregate"]
        yield _Column("__count" if operation == "count" else f"{operation}_{source}", head)
    else:
        temporal = channel.get("type") == "temporal"
        yield _Column(source, head, temporal=temporal, role="across" if name == "x" else "")


def _reader(column: _Column, data: str) -> Spec:
    """Let the renderer write a column, each cell behind a letter that says what it is."""
    tagged = _TAGGED.format(
        name=json.dumps(column.name.replace("\\", "")),
        format="utcFormat" if column.utc else "timeFormat",
        temporal=json.dumps(column.temporal),
        pattern=json.dumps(column.pattern),
    )
    return {
        "type": "text",
        "from": {"data": data},
        "encode": {"update": {"text": {"signal": tagged}, "limit": {"value": 0}}},
    }


def _untagged(text: Any, kind: str) -> Any:
    tag, value = str(text)[:1], str(text)[1:]
    match tag:
        case "n":
            number = float(value)
            return int(number) if number.is_integer() else number
        case "d":
            return value if kind == "text" else _moment(value.removesuffix(".000"))
        case "b":
            return value == "true"
        case "s":
            return value
    return None


def _together(parts: list[Table], names: list[str]) -> Table | None:
    """Put tables below each other, with a column that says of which part each row is; a column that a part lacks stays empty there."""
    kept = [
        at
        for at, part in enumerate(parts)
        if not any(
            _within(part, other) and (n < at or not _within(other, part))
            for n, other in enumerate(parts)
            if n != at
        )
    ]
    if len(kept) < 2:
        return parts[kept[0]] if kept else None
    columns: dict[tuple[str, str], dict[str, Any]] = {}
    for at in kept:
        for column in parts[at]["columns"]:
            known = columns.setdefault((column["name"], column["kind"]), column)
            if known.get("number") != column.get("number"):  # each part prints its own numbers otherwise
                columns[column["name"], column["kind"]] = {**known, "number": None}
    rows: list[list[Cell]] = []
    for at in kept:
        twins = [one for one in kept if names[one] == names[at]]
        name = f"{names[at]} {twins.index(at) + 1}" if twins[1:] else names[at]
        places = {(column["name"], column["kind"]): n for n, column in enumerate(parts[at]["columns"])}
        for row in parts[at]["rows"]:
            rows.append([name, *(row[places[key]] if key in places else None for key in columns)])
    part = {"name": "part", "heading": "Part of the chart", "kind": "text"}
    return {"columns": [part, *columns.values()], "rows": rows}


def _within(part: Table, other: Table) -> bool:
    """Say whether all that a table says is said by another one, row by row."""
    names = [column["name"] for column in other["columns"]]
    if len(part["rows"]) != len(other["rows"]) or any(
        column["name"] not in names for column in part["columns"]
    ):
        return False
    at = [names.index(column["name"]) for column in part["columns"]]
    return all(
        row == [more[place] for place in at] for row, more in zip(part["rows"], other["rows"], strict=True)
    )
