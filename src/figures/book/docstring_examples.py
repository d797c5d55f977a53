"""What does a chart function draw? The example in its docstring is run when the book is built, and its picture is shown."""

from __future__ import annotations

import doctest
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import narwhals as nw

from figures import charts
from figures.command.chart_names import summaries
from figures.errors import ContractError
from figures.figure import draw, publish
from figures.figure.source import Source

_INVENTED = Source("Invented numbers, made up for this example")
_SAID_ONE_BY_ONE = 6


@dataclass(frozen=True)
class Example:
    """The example of a chart function."""

    name: str
    question: str
    summary: str
    code: str
    spec: draw.Spec


def functions() -> list[str]:
    """List the chart functions, in the order of ``figures.charts.__all__``."""
    return list(summaries())


@cache
def example(name: str) -> Example:
    """Run the example of a chart function as a reader would, in a namespace of its own."""
    function: Callable[..., Any] = getattr(charts, name)
    whole = f"figures.charts.{name}"
    # Inspect's, not the function's own: lines without the indent of the source.
    (test,) = doctest.DocTestFinder(recurse=False).find(function, whole, globs={}) or (None,)
    if test is None or not test.examples:
        raise ContractError(f"{whole}: its docstring has no example")
    output: list[str] = []
    if doctest.DocTestRunner(verbose=False).run(test, out=output.append, clear_globs=False).failed:
        raise ContractError(f"{whole}: its example fails\n{''.join(output)}")
    missing = {"data", "chart"} - test.globs.keys()
    if missing:
        raise ContractError(f"{whole}: its example must name its table `data` and its chart `chart`")
    summary = (inspect.getdoc(function) or "").split("\n", 1)[0]
    question = _question(function)
    code = "".join(one.source for one in test.examples)
    spec = _published(name, test.globs["chart"], test.globs["data"], summary)
    return Example(name, question, summary, code, spec)


def _question(function: Callable[..., Any]) -> str:
    """Find what a reader asks: the function's own question, if it has one, else the one of its module."""
    own = re.search(r"\n\n(\w[^.?]*\?)", (inspect.getdoc(function) or "").partition("Parameters")[0])
    return own[1] if own else (inspect.getdoc(inspect.getmodule(function)) or "").split("?", 1)[0] + "?"


def text_alternative(spec: draw.Spec) -> str:
    """Say what a chart shows: title, subtitle, and what its marks say, of many marks the first and the last."""
    title = spec["title"]
    said = list(dict.fromkeys(_sentences(spec)))
    shown = said if len(said) <= _SAID_ONE_BY_ONE else [*said[:3], "and so on to", said[-1]]
    marks = f"{len(said)} mark{'' if len(said) == 1 else 's'}"
    return f"{title['text']}. {title['subtitle']}. {marks}: {'; '.join(shown).replace('to; ', 'to ')}."


def _published(name: str, chart: Any, data: Any, summary: str) -> draw.Spec:
    columns = nw.from_native(data, eager_only=True).columns
    return publish(
        chart,
        id=f"example-{name.replace('_', '-')}",
        alt=text_alternative(chart.to_dict(validate=False)),  # `publish` validates it
        caption=summary,
        sources=[_INVENTED],
        table=data,
        columns={column: column.replace("_", " ") for column in columns},
    ).spec


def _sentences(part: Any) -> Iterator[str]:
    """Find what the marks of a spec say, in the order in which they are drawn."""
    if isinstance(part, dict):
        if isinstance(part.get("said"), str):
            yield part["said"].replace("\n", " ")
        for inner in part.values():
            yield from _sentences(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _sentences(inner)
