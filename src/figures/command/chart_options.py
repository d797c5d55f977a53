"""Which options does a chart function have? One for each argument, with its type from the signature and its words from the docstring."""

from __future__ import annotations

import argparse
import csv
import inspect
import re
import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from narwhals.typing import IntoFrame

from figures import charts
from figures.command import reading
from figures.errors import ContractError
from figures.figure.saving import ENDINGS
from figures.figure.source import Source
from figures.theme import COLOURS, Colour, Mode, resolved

COMMON = frozenset(
    [
        "data",
        "out",
        "text",
        "sep",
        "decimal",
        "thousands",
        "encoding",
        "date_format",
        "sheet",
        "alt",
        "caption",
        "source",
        "note",
        "mode",
    ]
)
"""Options that every chart has. An argument of a chart function with such a name is the option ``--NAME-column``."""


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


def add_options(parser: argparse.ArgumentParser, name: str) -> None:
    """Give the parser of a chart its description, an example and its options."""
    chart = getattr(charts, name)
    first, _, rest = (inspect.getdoc(chart) or "").partition("\n")
    parser.description = _escaped(f"{first}\n\n{rest.partition('Parameters')[0].strip()}".strip())
    parser.epilog = _escaped(f"Example:\n  {example(name, chart)}")
    _add_common(parser, _data_words(chart))
    needed = parser.add_argument_group("what the chart needs")
    further = parser.add_argument_group("what can be changed")
    for argument in arguments(chart):
        _add(needed if argument.required else further, argument)


def example(name: str, chart: Callable[..., Any]) -> str:
    """Write a command that gives every option that this chart needs."""
    words = [f"{argument.option} {_sample(argument)}" for argument in arguments(chart) if argument.required]
    return " ".join([f"figures show {name} --data own.csv --out own.svg", *words])


def _add_common(parser: argparse.ArgumentParser, data_words: str) -> None:
    own = parser.add_argument_group("what goes in and comes out")
    own.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="FILE",
        help=_escaped(
            f"CSV, TSV, JSON, Parquet, Feather or Excel; - is standard input. {data_words}".strip()
        ),
    )
    own.add_argument("--out", type=Path, required=True, metavar="FILE", help=f"ends in {', '.join(ENDINGS)}")
    reading.add_options(parser)
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
    else:
        given |= {"type": _typed(hint), "metavar": "COLUMN" if argument.is_column else _metavar(hint)}
    if Colour in (hint, *inner):
        words += f" COLOUR: {', '.join(COLOURS)}, or a hex in quotes, '#c0392b'."
    option = group.add_argument(argument.option, help=_escaped(words.strip()), **given)
    if hint == Colour:
        option.completer = lambda **_: COLOURS


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
    if kind == Colour:
        resolved(given)
    if kind == IntoFrame:
        from figures.tables.files import read

        return read(given)
    if get_origin(kind) is Literal and given not in get_args(kind):
        raise ValueError(f"expected one of {', '.join(get_args(kind))}, got {given!r}")
    if kind in (str, Colour) or get_origin(kind) is Literal:
        return given
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), given)
    if get_origin(kind) in (Union, UnionType):
        return _first(get_args(kind), given)
    if hasattr(kind, "_fields"):
        return _record(kind, given)
    try:
        return date.fromisoformat(given) if kind is date else kind(given)
    except ValueError:
        raise ValueError(f"expected {_metavar(kind)}, got {given!r}") from None


def _first(kinds: Sequence[Any], given: str) -> Any:
    """Read a value of the first of several types that it can be, such as a date or a number."""
    for kind in kinds:
        with suppress(ValueError):
            return _value(kind, given)
    raise ValueError(f"expected {' or '.join(map(_metavar, kinds))}, got {given!r}")


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
    if kind in (Colour, IntoFrame):
        return "COLOUR" if kind == Colour else "FILE"
    if get_origin(kind) in (Union, UnionType):
        return "|".join(map(_metavar, get_args(kind)))
    if get_origin(kind) is Literal:
        return "|".join(get_args(kind))
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
    """Take the type that is not None; of a file, or what Python has of it, a shell has the name."""
    if get_origin(hint) in (Union, UnionType):
        hint = Union[tuple(one for one in get_args(hint) if one is not NoneType)]  # noqa: UP007
        union = get_origin(hint) in (Union, UnionType) and hint != Colour
        return str if union and str in get_args(hint) else hint
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
