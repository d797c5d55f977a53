"""How is a chart drawn from a file with no Python written? What was typed goes to the chart function, what it draws into a file."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw

from figures import charts
from figures.charts._rows import last_read
from figures.command import reading
from figures.command.chart_options import arguments
from figures.errors import ContractError
from figures.figure import Figure, finished, publish
from figures.figure.saving import ENDINGS, save
from figures.tables.files import file_name
from figures.text import cell_text, day_text

_MOST_GROUPS = 6


def run(args: argparse.Namespace) -> int:
    """Draw the chart that was asked for, and write it."""
    chart = getattr(charts, args.chart)
    own = arguments(chart)
    out: Path = args.out
    if out.suffix not in ENDINGS:
        raise ContractError(f"--out: must end in one of {', '.join(ENDINGS)}, is {out.name!r}")
    if out.suffix == ".html" and not args.source:
        raise ContractError(
            "--source: a page needs a source; say who published the data: --source TEXT [URL [LICENCE]]"
        )
    data = reading.table(args)
    given = {one.name: getattr(args, f"chart_{one.name}") for one in own}
    drawn = chart(data, **{name: value for name, value in given.items() if value is not None})
    shown, whole = _drawn_rows()
    file = file_name(args.data.name)
    alt = args.alt or described(
        shown, title=given["title"], unit=given.get("unit") or "", file=file, whole=whole
    )
    if not args.source:
        spec, counted = finished(drawn, alt)
        # Without a source there is no note to count the gaps in.
        description = spec["description"] if args.alt else " ".join([spec["description"], *counted])
        save({**spec, "description": description}, out, args.mode)
        return 0
    figure: Figure = publish(
        drawn,
        id=_id(out.stem),
        alt=alt,
        caption=args.caption or given["subtitle"],
        note=args.note,
        sources=args.source,
        table=shown,
        columns={name: name for name in shown.columns},
    )
    figure.save(out, mode=args.mode)
    return 0


def _drawn_rows() -> tuple[nw.DataFrame[Any], int]:
    """Make a table of what the chart draws, which words and page are to say, and count the rows that were added up to it."""
    import pyarrow as pa

    read = last_read()
    assert read is not None
    kinds = {"date": pa.date32(), "number": pa.float64(), "text": pa.string()}
    found: dict[str, pa.Array] = {}
    for argument, column in read.columns.items():
        values = [row[argument] for row in read.rows]
        kind = kinds[read.kinds[argument]]
        if kind == pa.float64() and all(value is None or type(value) is int for value in values):
            kind = pa.int64()
        found.setdefault(column, pa.array(values, kind))
    return nw.from_native(pa.table(found), eager_only=True), read.whole


def described(shown: nw.DataFrame[Any], *, title: str, unit: str, file: str, whole: int = 0) -> str:
    """Say in words and numbers what is drawn: rows, and of each column of numbers its first, last, highest and lowest."""
    days = [name for name, kind in shown.schema.items() if kind.is_temporal()]
    numbers = [name for name, kind in shown.schema.items() if kind.is_numeric()]
    texts = [name for name in shown.columns if name not in days + numbers]
    ordered = shown.sort(days[0]) if days else shown
    said = [
        f"{title.rstrip('.')}.",
        f"{_counted(len(shown), 'row')} {f'made of {whole:,} ' if whole else ''}of {file}",
    ]
    if days and not (known := ordered.drop_nulls(days[0])).is_empty():
        first, last = known[days[0]].item(0), known[days[0]].item(-1)
        said[-1] += f", from {day_text(first)} to {day_text(last)}"
    said[-1] += "."
    split = next(
        (name for name in texts if 1 < ordered[name].n_unique() <= _MOST_GROUPS < len(ordered)), None
    )
    for part, rows in _parts(ordered, split):
        said += [_extremes(rows, name, f"{part}{name}", unit, [*days, *texts]) for name in numbers]
    if not numbers:
        said += [_frequencies(ordered, name) for name in texts if ordered[name].n_unique() <= _MOST_GROUPS]
    # A brace in somebody's data is a brace, not the name of a number of ours.
    return " ".join(said).replace("{", "(").replace("}", ")")


def _parts(rows: nw.DataFrame[Any], split: str | None) -> Iterator[tuple[str, nw.DataFrame[Any]]]:
    if split is None:
        yield "", rows
        return
    for value in rows[split].unique(maintain_order=True).to_list():
        mine = nw.col(split).is_null() if value is None else nw.col(split) == value
        yield f"{value}, ", rows.filter(mine)


def _extremes(rows: nw.DataFrame[Any], name: str, series: str, unit: str, places: list[str]) -> str:
    known = rows.drop_nulls(name)
    if known.is_empty():
        return f"{series}: no value."

    def at(row: int) -> str:
        place = known[places[0]].item(row) if places else None
        where = day_text(place) if isinstance(place, date) else "" if place is None else str(place)
        return f"{cell_text(_number(known[name].item(row)), 'number')}{f' ({where})' if where else ''}"

    high, low = known[name].arg_max(), known[name].arg_min()
    return (
        f"{series}{f', {unit}' if unit else ''}: first {at(0)}, last {at(-1)}, "
        f"highest {at(high or 0)}, lowest {at(low or 0)}."
    )


def _number(value: Any) -> float | int:
    number = float(value)
    return int(number) if number.is_integer() else number


def _frequencies(rows: nw.DataFrame[Any], name: str) -> str:
    values = rows[name].to_list()
    return f"{name}: {', '.join(f'{value} {values.count(value)}' for value in dict.fromkeys(values))}."


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _id(stem: str) -> str:
    dashed = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return dashed if dashed[:1].isalpha() else f"figure-{dashed}".rstrip("-")
