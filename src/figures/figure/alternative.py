"""What does a chart say to somebody who cannot see it? Its form, its range, where it begins and ends, what stands out; in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from figures.figure.table import Table, printers

_MOST_GROUPS = 6
_MOST_LISTED = 6
_TIMES = ("date", "datetime", "month", "quarter", "year")


class _Point(NamedTuple):
    """A number, as printed too, and where it stands."""

    value: float
    text: str
    place: str


def described(form: str, table: Table) -> str:
    """Say what a chart of this form draws of a table: each number stands with its own series, its own place and its own column."""
    columns, rows = table["columns"], table["rows"]
    table = {**table, "printers": printers(table)}
    roles = [column.get("role", "") for column in columns]
    times = [at for at, column in enumerate(columns) if column["kind"] in _TIMES]
    numbers = [at for at, column in enumerate(columns) if column["kind"] == "number"]
    cloud = form.startswith("Scatter") and len(numbers) > 1
    places = [at for at in numbers if roles[at] in ("across", "end") and not cloud]
    lines = [at for at in places if roles[at] == "across"]
    across = [] if cloud else times[:1] or (lines if len(lines) == 1 else [])
    amounts = [at for at in numbers if at not in places and roles[at] not in ("low", "high")]
    texts = [at for at in range(len(columns)) if at not in times + numbers]
    shown = ", ".join(columns[at]["heading"] for at in amounts or texts[:1] or across)
    said = [f"{form}: {shown}{_reach(table, across)}, {_counted(len(rows), 'row')}."]
    groups, by_name = _groups(table, across, amounts, texts)
    for name, own in groups.items():
        for at in amounts:
            short = columns[at].get("short", columns[at]["heading"]) if amounts[1:] else ""
            if amounts[1:] and len(groups) > 1 and all(row[at] is None for row in own):
                continue  # a part of the chart that has no such column
            words = ", ".join(part for part in (name, short) if part)
            said.append(_series(table, own, at, across or by_name, ordered=bool(across), name=words))
    if groups == {} and amounts:
        said += _many(table, amounts, across, texts)
    if not amounts:
        said += list(_frequencies(table, texts)) or _listed(table, texts)
    return " ".join(said)


def _reach(table: Table, across: list[int]) -> str:
    """Say from where to where a chart goes."""
    for at in across:
        column = table["columns"][at]
        known = sorted(row[at] for row in table["rows"] if row[at] is not None)
        if known:
            first, last = _printed(table, at, known[0]), _printed(table, at, known[-1])
            name = "" if column["kind"] in _TIMES else f"by {column['heading']}, "
            return f", {name}{first} to {last}" if first != last else f", {name}{first}"
    return ""


def _groups(
    table: Table, across: list[int], amounts: list[int], texts: list[int]
) -> tuple[dict[str, list[list[Any]]], list[int]]:
    """Sort rows into series, so that none has two numbers in one place; gives the columns that name the place where no axis does."""
    rows = table["rows"]
    if not rows or not amounts:
        return {}, []
    distinct = {at: len({row[at] for row in rows}) for at in texts}
    several = [at for at in texts if 1 < distinct[at] < len(rows)]
    if across:
        by = several
    else:
        by = sorted(several, key=lambda at: distinct[at])[:1]
        by = [at for at in by if distinct[at] <= _MOST_GROUPS]
    found: dict[str, list[list[Any]]] = {}
    for row in rows:
        name = ", ".join(_printed(table, at, row[at]) for at in by if row[at] is not None)
        found.setdefault(name, []).append(row)
    places = (
        _naming(rows, by, [at for at in texts if at not in by and distinct[at] > 1]) if not across else []
    )
    return (found if len(found) <= _MOST_GROUPS else {}), places


def _naming(rows: list[list[Any]], by: list[int], texts: list[int]) -> list[int]:
    """Take as many columns of words as tell rows apart, such as both sides of a map of cells; the first where none do."""
    for count in range(1, len(texts) + 1):
        if len({tuple(row[at] for at in [*by, *texts[:count]]) for row in rows}) == len(rows):
            return texts[:count]
    return texts[:1]


def _series(
    table: Table, rows: list[list[Any]], at: int, places: list[int], *, ordered: bool, name: str
) -> str:
    """Say the first, last, highest and lowest number of a series, or all of a few."""
    if ordered:
        rows = sorted(rows, key=lambda row: (row[places[0]] is None, row[places[0]] or 0))
    points = _points(table, rows, at, places)
    absent = len(rows) - len(points)
    gaps = f"; {absent:,} of {len(rows):,} {'has' if absent == 1 else 'have'} no value" if absent else ""
    head = f"{name}: " if name else ""
    gaps = _range(table, rows) + gaps
    if not points:
        return f"{head or 'In all rows: '}no value{gaps.partition(';')[0]}."
    if len({point.text for point in points}) == 1 and len(points) > 1:
        words = f"always {points[0].text}"
    elif ordered and len({point.place for point in points}) == len(points):
        ends = f"from {_at(points[0])} to {_at(points[-1])}"
        words = _at(points[0]) if len(points) == 1 else f"{ends}, {_extremes(points)}" if points[2:] else ends
    elif places and len(points) <= _MOST_LISTED:
        words = ", ".join(f"{point.place} {point.text}" for point in points)
    else:
        words = _at(points[0]) if len(points) == 1 else _extremes(points)
    own_words = not ordered and words.startswith(f"{points[0].place} ")
    text = f"{head}{words}{gaps}."
    return text if head or own_words else text[:1].upper() + text[1:]


def _range(table: Table, rows: list[list[Any]]) -> str:
    """Say from where to where the ranges of a series go."""
    at = {column.get("role"): at for at, column in enumerate(table["columns"])}
    if not {"low", "high"} & at.keys():
        return ""
    low = min((row[at["low"]] for row in rows if "low" in at and row[at["low"]] is not None), default=None)
    high = max(
        (row[at["high"]] for row in rows if "high" in at and row[at["high"]] is not None), default=None
    )
    ends = [(word, at[role], end) for word, role, end in (("from", "low", low), ("to", "high", high))]
    return "".join(
        f"{', range' if n == 0 or low is None else ''} {word} {_printed(table, one, end)}"
        for n, (word, one, end) in enumerate(ends)
        if end is not None
    )


def _many(table: Table, amounts: list[int], across: list[int], texts: list[int]) -> Iterator[str]:
    """Say of too many series how many there are, and which of them stand out."""
    rows, columns = table["rows"], table["columns"]
    by = [at for at in texts if 1 < len({row[at] for row in rows}) < len(rows)]
    count = len({tuple(row[at] for at in by) for row in rows})
    yield f"{count:,} series."
    for at in amounts:
        points = _points(table, rows, at, [*by, *across])
        if points:
            head = f"{columns[at]['heading']}: " if amounts[1:] else ""
            words = _extremes(points)
            yield f"{head}{words}." if head else f"{words[:1].upper()}{words[1:]}."


def _points(table: Table, rows: list[list[Any]], at: int, places: list[int]) -> list[_Point]:
    def place(row: list[Any]) -> str:
        return ", ".join(_printed(table, one, row[one]) for one in places if row[one] is not None)

    return [
        _Point(
            float(str(row[at]).replace("−", "-").replace("∞", "inf")),
            _printed(table, at, row[at]),
            place(row),
        )
        for row in rows
        if row[at] is not None
    ]


def _extremes(points: list[_Point]) -> str:
    high = max(points, key=lambda point: point.value)
    low = min(points, key=lambda point: point.value)
    return f"highest {_at(high)}, lowest {_at(low)}"


def _at(point: _Point) -> str:
    return f"{point.text} ({point.place})" if point.place else point.text


def _frequencies(table: Table, texts: list[int]) -> Iterator[str]:
    """Count the words of each column that has few, where nothing else is drawn."""
    for at in texts:
        words = [_printed(table, at, row[at]) for row in table["rows"]]
        counts = {word: words.count(word) for word in dict.fromkeys(words)}
        if len(counts) <= _MOST_GROUPS and (len(counts) < len(words) or texts[1:] == []):
            listed = ", ".join(f"{word} {count:,}" for word, count in counts.items())
            yield f"{table['columns'][at]['heading']}: {listed}."


def _listed(table: Table, texts: list[int]) -> list[str]:
    """Say a few rows of words as they are."""
    rows = [": ".join(_printed(table, at, row[at]) for at in texts[:2]) for row in table["rows"]]
    return [f"{'; '.join(rows)}."] if texts[1:] and len(rows) <= _MOST_LISTED else []


def _printed(table: Table, at: int, value: Any) -> str:
    text: str = table["printers"][at].text(value)  # as on the page
    return text


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
