"""How is a chart drawn from a file with no Python written? Each chart function is a command, each of its arguments an option."""

from __future__ import annotations

import argparse
import csv
import inspect
import re
import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import narwhals as nw

from figures import charts
from figures.errors import ContractError
from figures.figure import Figure, finished, publish
from figures.figure.saving import ENDINGS, save
from figures.figure.source import Source
from figures.tables.files import read
from figures.text import cell_text, day_text
from figures.theme import Mode, Token

COMMON = ("data", "out", "text", "alt", "caption", "source", "note", "mode")
"""Options that every chart has. An argument of a chart function with such a name is the option ``--NAME-column``."""

_MOST_GROUPS = 6


class Argument(NamedTuple):
    """An argument of a chart function: its type, whether it must be given, and the docstring's words for it."""

    name: str
    hint: Any
    required: bool
    default: Any
    words: str

    @property
    def option(self) -> str:
        """The option on the command line."""
        dashed = self.name.replace("_", "-")
        return f"--{dashed}-column" if self.name in COMMON else f"--{dashed}"

    @property
    def is_column(self) -> bool:
        """Whether it names a column of the data."""
        return self.hint is str and bool(re.match(r"Columns? ?", self.words))


def functions() -> dict[str, Callable[..., Any]]:
    """List the chart functions by name."""
    named = {name: getattr(charts, name) for name in charts.__all__}
    return {name: chart for name, chart in named.items() if inspect.isfunction(chart)}


def arguments(chart: Callable[..., Any]) -> list[Argument]:
    """Read the arguments of a chart function from its signature and its docstring, without the data."""
    hints, words = get_type_hints(chart), _documented(inspect.getdoc(chart) or "")
    return [
        Argument(
            name,
            _without_none(hints[name]),
            one.default is one.empty,
            one.default,
            words.get(name, ""),
        )
        for name, one in inspect.signature(chart).parameters.items()
        if one.kind is one.KEYWORD_ONLY
    ]


def add_charts(parser: argparse.ArgumentParser) -> None:
    """Give the parser a command for each chart function."""
    commands = parser.add_subparsers(metavar="CHART", required=True, title="charts")
    for name, chart in functions().items():
        first, _, rest = (inspect.getdoc(chart) or "").partition("\n")
        one = commands.add_parser(
            name,
            help=_escaped(first),
            description=_escaped(f"{first}\n\n{rest.partition('Parameters')[0].strip()}".strip()),
            epilog=_escaped(f"Example:\n  {example(name, chart)}"),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        own = arguments(chart)
        _add_common(one, _data_words(chart))
        of_chart = one.add_argument_group("what the chart needs")
        further = one.add_argument_group("what can be changed")
        for argument in own:
            _add(of_chart if argument.required else further, argument)
        one.set_defaults(run=run, chart=name)


def example(name: str, chart: Callable[..., Any]) -> str:
    """Write a command that gives every option that this chart needs."""
    words = [f"{argument.option} {_sample(argument)}" for argument in arguments(chart) if argument.required]
    return " ".join([f"figures show {name} --data own.csv --out own.svg", *words])


def run(args: argparse.Namespace) -> int:
    """Draw the chart that was asked for, and write it."""
    chart = functions()[args.chart]
    own = arguments(chart)
    out: Path = args.out
    if out.suffix not in ENDINGS:
        raise ContractError(f"--out: must end in one of {', '.join(ENDINGS)}, is {out.name!r}")
    if out.suffix == ".html" and not args.source:
        raise ContractError(
            "--source: a page needs a source; say who published the data: --source TEXT [URL [LICENCE]]"
        )
    data = read(args.data, text=args.text)
    given = {one.name: getattr(args, f"chart_{one.name}") for one in own}
    drawn = chart(data, **{name: value for name, value in given.items() if value is not None})
    columns = [given[one.name] for one in own if one.is_column and given[one.name] is not None]
    shown = data.select(list(dict.fromkeys(columns)))
    alt = args.alt or described(
        shown, title=given["title"], unit=given.get("unit") or "", file=args.data.name
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


def described(shown: nw.DataFrame[Any], *, title: str, unit: str, file: str) -> str:
    """Say in words and numbers what is drawn: rows, and of each column of numbers its first, last, highest and lowest.

    Parameters
    ----------
    shown
        The columns that are drawn.
    title, unit, file
        The finding, the unit of the numbers, the file that they are from.
    """
    days = [name for name, kind in shown.schema.items() if kind.is_temporal()]
    numbers = [name for name, kind in shown.schema.items() if kind.is_numeric()]
    texts = [name for name in shown.columns if name not in days + numbers]
    ordered = shown.sort(days[0]) if days else shown
    said = [f"{title.rstrip('.')}.", f"{_counted(len(shown), 'row')} of {file}"]
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


def _extremes(rows: nw.DataFrame[Any], name: str, told: str, unit: str, places: list[str]) -> str:
    known = rows.drop_nulls(name)
    if known.is_empty():
        return f"{told}: no value."

    def at(row: int) -> str:
        place = known[places[0]].item(row) if places else None
        where = day_text(place) if isinstance(place, date) else "" if place is None else str(place)
        return f"{cell_text(_number(known[name].item(row)), 'number')}{f' ({where})' if where else ''}"

    high, low = known[name].arg_max(), known[name].arg_min()
    return (
        f"{told}{f', {unit}' if unit else ''}: first {at(0)}, last {at(-1)}, "
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


def _add_common(parser: argparse.ArgumentParser, data_words: str) -> None:
    own = parser.add_argument_group("what goes in and comes out")
    own.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="FILE",
        help=_escaped(f"CSV or Parquet. {data_words}".strip()),
    )
    own.add_argument("--out", type=Path, required=True, metavar="FILE", help=f"ends in {', '.join(ENDINGS)}")
    own.add_argument(
        "--text",
        action="append",
        default=[],
        metavar="COLUMN",
        help="keep this column of a CSV as text; repeatable",
    )
    reader = parser.add_argument_group("what its reader is told")
    reader.add_argument(
        "--source",
        action=_AppendSource,
        nargs="+",
        default=[],
        metavar=("TEXT", "URL LICENCE"),
        help="who published what, as what kind of evidence, then its page and licence; repeatable; a page needs one",
    )
    reader.add_argument("--alt", help="text alternative with a number in it; default: computed from the data")
    reader.add_argument("--caption", help="what to see, and what not to conclude; default: the subtitle")
    reader.add_argument("--note", default="", help="limits of the data")
    reader.add_argument(
        "--mode", choices=get_args(Mode), help="default: light; a page follows its reader's system"
    )


class _AppendSource(argparse.Action):
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option: str | None = None,
    ) -> None:
        try:
            source = Source(*values)
        except ContractError as error:
            parser.error(f"argument --source: {error}")
        except TypeError:
            parser.error(f"argument --source: expected TEXT [URL [LICENCE]], got {len(values)} values")
        setattr(namespace, self.dest, [*getattr(namespace, self.dest), source])


def _add(group: Any, argument: Argument) -> None:
    """Make an option of an argument, by its type."""
    hint, origin, inner = argument.hint, get_origin(argument.hint), get_args(argument.hint)
    given: dict[str, Any] = {"dest": f"chart_{argument.name}", "required": argument.required, "default": None}
    words = f"{argument.words.rstrip('.')}."
    if not argument.required and argument.default not in (None, (), ""):
        words += f" Default: {argument.default}."
    if hint is bool:
        given["action"] = argparse.BooleanOptionalAction
    elif origin is tuple:
        given |= {"nargs": len(inner), "action": _each(inner), "metavar": tuple(map(_metavar, inner))}
    elif origin in (dict, Mapping):
        given |= {"action": _pairs(inner[1]), "metavar": f"KEY={_metavar(inner[1])}"}
        words += " Repeatable."
    elif origin in (Sequence, Collection):
        given |= {"action": "append", "type": _typed(inner[0]), "metavar": _metavar(inner[0])}
        words += " Repeatable."
    elif origin is Literal:
        given["choices"] = inner
        if inner == get_args(Token):
            given["metavar"] = "TOKEN"
    else:
        given |= {"type": _typed(hint), "metavar": "COLUMN" if argument.is_column else _metavar(hint)}
    if Token in (hint, *inner):
        words += f" TOKEN: {', '.join(get_args(Token))}."
    group.add_argument(argument.option, help=_escaped(words.strip()), **given)


def _each(kinds: Sequence[Any]) -> type[argparse.Action]:
    class Each(argparse.Action):
        def __call__(
            self,
            parser: argparse.ArgumentParser,
            namespace: argparse.Namespace,
            values: Any,
            option: str | None = None,
        ) -> None:
            try:
                found = tuple(_value(kind, value) for kind, value in zip(kinds, values, strict=True))
            except ValueError as error:
                parser.error(f"argument {option}: {error}")
            setattr(namespace, self.dest, found)

    return Each


def _pairs(kind: Any) -> type[argparse.Action]:
    class Pairs(argparse.Action):
        def __call__(
            self,
            parser: argparse.ArgumentParser,
            namespace: argparse.Namespace,
            values: Any,
            option: str | None = None,
        ) -> None:
            key, equals, value = values.partition("=")
            before = getattr(namespace, self.dest) or {}
            if not equals:
                parser.error(f"argument {option}: expected KEY={_metavar(kind)}, got {values!r}")
            if key in before:
                parser.error(f"argument {option}: {key!r} is given twice")
            try:
                setattr(namespace, self.dest, {**before, key: _value(kind, value)})
            except ValueError as error:
                parser.error(f"argument {option}: {key}: {error}")

    return Pairs


def _typed(kind: Any) -> Callable[[str], Any]:
    def convert(given: str) -> Any:
        try:
            return _value(kind, given)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return convert


def _value(kind: Any, given: str) -> Any:
    """Read a value of one type from the words of the command line, or say what was expected."""
    if kind is str:
        return given
    if get_origin(kind) is Literal:
        if given not in get_args(kind):
            raise ValueError(f"expected one of {', '.join(get_args(kind))}, got {given!r}")
        return given
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), given)
    if hasattr(kind, "_fields"):
        return _record(kind, given)
    try:
        return date.fromisoformat(given) if kind is date else kind(given)
    except ValueError:
        raise ValueError(f"expected {_metavar(kind)}, got {given!r}") from None


def _tuple(kinds: Sequence[Any], given: str) -> tuple[Any, ...]:
    """Read ``2025-03-18=label``, or numbers apart by commas."""
    parts = given.split("=", 1) if kinds[-1] is str else given.split(",")
    if len(parts) != len(kinds):
        raise ValueError(f"expected {_tuple_metavar(kinds)}, got {given!r}")
    return tuple(_value(kind, part) for kind, part in zip(kinds, parts, strict=True))


def _record(kind: Any, given: str) -> Any:
    """Read the fields of a named tuple, apart by commas; a yes-or-no field is its name, or ``no-`` and its name."""
    hints = {name: _without_none(hint) for name, hint in get_type_hints(kind).items()}
    switches = {f"{no}{name}": not no for name, hint in hints.items() if hint is bool for no in ("", "no-")}
    left = [name for name, hint in hints.items() if hint is not bool]
    found: dict[str, Any] = {}
    for word in next(csv.reader([given], skipinitialspace=True), []):
        if word in switches:
            found[word.removeprefix("no-")] = switches[word]
        elif not left:
            raise ValueError(f"expected {_metavar(kind)}, got one more: {word!r}")
        else:
            name = left.pop(0)
            try:
                found[name] = _value(hints[name], word)
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
    absent = [name for name in left if name not in kind._field_defaults]
    if absent:
        raise ValueError(f"expected {_metavar(kind)}, got no {absent[0]} in {given!r}")
    return kind(**found)


def _metavar(kind: Any) -> str:
    """Write what a value looks like, such as ``YYYY-MM-DD=TEXT``."""
    if get_origin(kind) is tuple:
        return _tuple_metavar(get_args(kind))
    if get_origin(kind) is Literal:
        return "|".join(get_args(kind)) if len(get_args(kind)) < 5 else "TOKEN"
    if hasattr(kind, "_fields"):
        hints = {name: _without_none(hint) for name, hint in get_type_hints(kind).items()}
        defaults = kind._field_defaults
        looks = {
            name: (f"no-{name}" if defaults[name] else name)
            if hint is bool
            else name.upper()
            if hint in (str, float)
            else _metavar(hint)
            for name, hint in hints.items()
        }
        shown = "".join(f"[,{look}]" if name in defaults else f",{look}" for name, look in looks.items())
        return shown.removeprefix(",")
    return {str: "TEXT", int: "N", float: "NUMBER", date: "YYYY-MM-DD"}[kind]


def _tuple_metavar(kinds: Sequence[Any]) -> str:
    return ("=" if kinds[-1] is str else ",").join(map(_metavar, kinds))


def _sample(argument: Argument) -> str:
    hint, origin, inner = argument.hint, get_origin(argument.hint), get_args(argument.hint)
    if argument.is_column:
        return argument.name
    if origin is tuple:
        return " ".join(map(_metavar, inner))
    if origin is Literal:
        return str(inner[0])
    if origin in (dict, Mapping):
        return f'"KEY={_metavar(inner[1])}"'
    return f'"{_metavar(inner[0] if origin in (Sequence, Collection) else hint)}"'


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = [one for one in get_args(hint) if one is not NoneType]
    return hint


def _section(doc: str, name: str) -> str:
    found = re.search(rf"^{name}\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", doc, re.M | re.S)
    return found[1] if found else ""


def _documented(doc: str) -> dict[str, str]:
    """Take the words for each argument from a numpydoc docstring; where they go name by name, each its own."""
    words: dict[str, str] = {}
    for names, text in re.findall(r"^(\w[\w, ]*)\n((?:(?: {4}.*)?\n?)*)", _section(doc, "Parameters"), re.M):
        together = re.sub(r"``?([^`]+)``?", r"\1", " ".join(textwrap.dedent(text).split()))
        each = names.split(", ")
        kind, own = re.match(r"(Columns?\b[^:;.]*: )?(.*)", together, re.S).groups()  # type: ignore[union-attr]
        parts = own.split("; ")
        for at, name in enumerate(each):
            apart = len(parts) == len(each) > 1
            own_words = f"{(kind or '').replace('Columns', 'Column')}{parts[at]}" if apart else together
            words[name] = own_words[:1].upper() + own_words[1:]
    return words


def _data_words(chart: Callable[..., Any]) -> str:
    return _documented(inspect.getdoc(chart) or "").get("data", "")


def _escaped(words: str) -> str:
    return words.replace("%", "%%")
