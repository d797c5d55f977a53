"""What is in this file, and what can be drawn of it? Columns with types and values, and commands that are tried before they are printed."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin

import narwhals as nw

from figures import charts
from figures.command import chart_options, reading
from figures.command.chart_names import summaries
from figures.command.chart_parser import ChartParser
from figures.errors import FiguresError
from figures.tables.files import file_name
from figures.text import cell_text, visible
from figures.theme import Token

_MOST_COMMANDS, _MOST_VALUES, _LONGEST = 3, 3, 32
_MOST_GROUPS = 6
_YEAR = re.compile(r"(?:.*[ _])?(?:year|yr)s?", re.I)
_ORDER = (
    "lines", "bars", "scatter", "histogram", "monthly_columns", "small_multiples", "daily_columns", "stacked_area",
    "stacked_columns", "estimates_over_time", "slope", "grouped_dots", "heatmap", "distribution", "paired_months",
)  # fmt: skip
"""The charts to try, from the commonest; the rest come after these."""
_HUES = ("blue", "amber", "teal", "violet", "red", "green", "ink", "muted")


class Columns(NamedTuple):
    """The columns of a table by what a chart can take them for; groups are texts of which there are few different ones."""

    dates: list[str]
    numbers: list[str]
    texts: list[str]
    groups: dict[str, list[str]]


def run(args: argparse.Namespace) -> int:
    """Print what is in the file."""
    table = reading.table(args)
    file = file_name(args.data)
    print(f"{visible(file)}: {_counted(len(table), 'row')}, {_counted(len(table.columns), 'column')}\n")
    names = [visible(name) for name in table.columns]
    width = min(_LONGEST, max(map(len, names), default=0))
    for name, shown in zip(table.columns, names, strict=True):
        print(f"  {shown:<{width}}  {_described(table[name])}")
    found = commands(table, args)
    if found:
        print(f"\n{_counted(len(found), 'command')} that {'draws' if len(found) == 1 else 'draw'} it\n")
        print("\n\n".join(f"  {visible(shlex.join(words))}" for words in found))
    print("\nfigures list says what each chart is for, figures show CHART --help what it needs.")
    return 0


def _described(column: nw.Series[Any]) -> str:
    """Say what a column has: its type, a few of its values, and how many are missing."""
    known = column.drop_nulls()
    absent = len(column) - len(known)
    rest = f"; {absent:,} of {len(column):,} missing" if absent else ""
    if known.is_empty():
        return "empty"
    kind = "dates" if column.dtype.is_temporal() else "numbers" if column.dtype.is_numeric() else "text"
    if kind == "text":
        different = known.unique(maintain_order=True)
        some = [visible(_cut(str(value))) for value in different.head(_MOST_VALUES).to_list()]
        more = f" … ({len(different):,} different)" if len(different) > len(some) else ""
        return f"{kind:<8} {', '.join(some)}{more}{rest}"
    if kind == "numbers" and column.dtype.is_integer() and _is_year(known):
        return f"{'years':<8} {known.min()} to {known.max()}{rest}"
    low, high = (_value(value) for value in (known.min(), known.max()))
    return f"{kind:<8} {low if low == high else f'{low} to {high}'}{rest}"


def _value(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, int | float):
        return cell_text(int(value) if float(value).is_integer() else value, "number")
    return str(value)


def _is_year(column: nw.Series[Any]) -> bool:
    return bool(_YEAR.fullmatch(column.name) and column.min() >= 1000 and column.max() < 3000)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def sorted_columns(table: nw.DataFrame[Any]) -> Columns:
    """Sort the columns of a table by what they can be in a chart."""
    known = [name for name in table.columns if table[name].count()]
    years = [name for name in known if table.schema[name].is_integer() and _is_year(table[name].drop_nulls())]
    dates = [name for name in known if table.schema[name].is_temporal()] or years
    numbers = [name for name in known if table.schema[name].is_numeric() and name not in years]
    texts = [name for name in known if table.schema[name] == nw.String and name not in dates]
    texts.sort(key=lambda name: table[name].n_unique() < len(table))  # names of single rows first
    different = {name: table[name].drop_nulls().unique(maintain_order=True) for name in texts}
    groups = {
        name: [str(value) for value in values.to_list()]
        for name, values in different.items()
        if 1 < len(values) <= _MOST_GROUPS
    }
    return Columns(dates, numbers, texts, groups)


def commands(table: nw.DataFrame[Any], args: argparse.Namespace) -> list[list[str]]:
    """Write commands that draw this file, the commonest charts first; each has drawn it already."""
    columns = sorted_columns(table)
    every = summaries()
    names = [name for name in (*_ORDER, *sorted(set(every) - set(_ORDER))) if name in every]
    found = (_command(name, table, columns, args) for name in names)
    return list(islice((command for command in found if command), _MOST_COMMANDS))


def _command(
    name: str, table: nw.DataFrame[Any], columns: Columns, args: argparse.Namespace
) -> list[str] | None:
    """Write the command by which one chart draws the file, with rows added up only where it needs that."""
    chart = getattr(charts, name)
    own = chart_options.arguments(chart)
    needed = [one for one in own if one.required]
    splits = [one for one in own if one.name == "series" and not one.required and columns.groups]
    out = f"{_stem(args.data)}-{name.replace('_', '-')}.svg"
    start = ["figures", "show", name, "--data", str(args.data), "--out", out, *reading.words(args)]
    for split in (splits, []) if splits else ([],):
        for adding in (False, True) if any(one.name == "aggregate" for one in own) else (False,):
            words = _filled([*needed, *split], table, columns, args.data, adding)
            if words and _draws(chart, name, [*start, *words], table):
                return [*start, *words]
    return None


def _filled(
    needed: list[chart_options.Argument], table: nw.DataFrame[Any], columns: Columns, file: Path, adding: bool
) -> list[str] | None:
    """Give each argument that a chart needs what the table has for it, as words of a command; None where there is nothing."""
    names = {one.name for one in needed}
    left = {"date": list(columns.dates), "number": list(columns.numbers)}
    left["group"] = list(columns.groups) if names & {"group", "series", "panel"} else []
    left["text"] = [name for name in columns.texts if name not in left["group"][:1]]
    roles = {
        "date": ("date",), "month": ("date",), "x": ("number",) if "x_unit" in names else ("date", "number"), "y": ("number",),
        "value": ("number",), "category": ("text",), "group": ("group",), "series": ("group",), "panel": ("group",),
    }  # fmt: skip
    given: dict[str, str] = {}
    for one in needed:
        if one.is_column:
            column = next((left[role].pop(0) for role in roles.get(one.name, ()) if left[role]), None)
            if column is None:
                return None
            given[one.name] = column
    words = ["--aggregate", "mean"] if adding else []
    for one in needed:
        values = [given[one.name]] if one.name in given else _other(one.name, given, table, columns, file)
        if values is None:
            return None
        if one.name == "title" and adding:
            values = [f"mean {values[0]}"]
        if get_origin(one.hint) in (Sequence, Collection, Mapping, dict):
            words += [word for value in values for word in (one.option, value)]
        else:
            words += [one.option, *values]
    return words


def _other(
    name: str, given: Mapping[str, str], table: nw.DataFrame[Any], columns: Columns, file: Path
) -> list[str] | None:
    """Give words for an argument that is no column."""
    measured = given.get("value") or given.get("y") or given.get("x") or ""
    of = {"x_unit": given.get("x", ""), "y_unit": given.get("y", ""), "unit": measured}
    split = next((given[one] for one in ("series", "group", "panel") if one in given), None)
    values = columns.groups.get(split or "", [])
    along = next((given[one] for one in ("date", "month", "x") if one in given), None)
    hues = [hue for hue in _HUES if hue in get_args(Token)]
    if name in of:
        return [_in_words(of[name])]
    if name == "title":
        return [
            " by ".join(map(_in_words, filter(None, [measured, given.get("category") or split or along])))
        ]
    made: dict[str, Callable[[], list[str] | None]] = {
        "subtitle": lambda: [file_name(file.name)],
        "colour": lambda: hues[:1],
        "colours": lambda: [f"{value}={hue}" for value, hue in zip(values, hues, strict=False)],
        "units": lambda: [f"{value}={_in_words(measured)}" for value in values],
        "groups": lambda: values if len(values) == 2 else None,
        "nothing": lambda: ["no value"],
        "step": lambda: [_step(table, along)] if along else None,
        "windows": lambda: [_whole(table, along)] if along else None,
    }
    return made[name]() if name in made else None


def _days(table: nw.DataFrame[Any], column: str) -> list[date]:
    found = table[column].drop_nulls().unique().to_list()
    return [
        date(value, 1, 1) if isinstance(value, int) else date(value.year, value.month, value.day)
        for value in found
    ]


def _step(table: nw.DataFrame[Any], column: str) -> str:
    from figures.charts._time import inferred

    step = inferred(_days(table, column))
    return "month" if step in ("quarter", "year") else step


def _whole(table: nw.DataFrame[Any], column: str) -> str:
    days = _days(table, column)
    return f"all,{min(days)},{max(days)}"


def _in_words(name: str) -> str:
    return " ".join(name.replace("_", " ").split()) or "value"


def _stem(file: Path) -> str:
    name = file.name.partition(".")[0]
    return re.sub(r"[^\w]+", "-", name).strip("-") or "chart"


def _draws(chart: Callable[..., Any], name: str, command: list[str], table: nw.DataFrame[Any]) -> bool:
    """Whether a command draws the table: its words are understood, and the chart refuses nothing."""
    parser = ChartParser(chart=name, prog="figures", exit_on_error=False)
    try:
        args = parser.parse_args(command[3:])
        given = {one.name: getattr(args, f"chart_{one.name}") for one in chart_options.arguments(chart)}
        chart(table, **{key: value for key, value in given.items() if value is not None}).to_dict()
    except (FiguresError, argparse.ArgumentError, SystemExit):
        return False
    return True
