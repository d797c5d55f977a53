"""What does each chart function say of an argument or a table that is not right? What it said when somebody last read it.

Each argument of each example is put in turn to values that few arguments take, and each column of its table is spoilt.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from chart_examples import EXAMPLES
from test_charts_specs import stored_at, written

from figures import charts
from figures.errors import FiguresError

# What an argument is annotated with, and values of that type which few arguments take.
VALUES: dict[str, tuple[Any, ...]] = {
    r"Mapping\[str, Colour\]": ({"nobody": "mauve"}, {"nobody": "red"}),
    r"(Sequence|Collection)\[(str|Middle)": (["nobody"], ["nobody"] * 2),
    r"tuple\[(float|date \| float), (float|date \| float)\]": ((5, 1), (1e6, 2e6), (1, float("inf"))),
    r"(int|float)( \| None)?$": (-1, 0, 3, 5000),
    r"(str|Colour|Order|Scale|Step|Aggregate|Literal\[.*\])( \| None)?$": ("nobody", ""),
}
# One example of each function, and those that have other arguments.
MORE = (
    "bars, one highlighted",
    "choropleth, around a middle",
    "heatmap, around a middle",
    "histogram, shares",
    "scatter, in full",
)
NAMES = [name for name in EXAMPLES if name in charts.__all__ or name in MORE]


def spoilt(frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "no row", frame.iloc[:0]
    yield "rows twice", pd.concat([frame, frame])
    for name in frame.columns:
        column = frame[name].astype(object)
        yield f"{name}: dropped", frame.drop(columns=name)
        yield f"{name}: empty", frame.assign(**{name: None})
        yield f"{name}: first missing", frame.assign(**{name: column.where(frame.index > 0, None)})
        if pd.api.types.is_numeric_dtype(frame[name]):
            yield f"{name}: below zero", frame.assign(**{name: -1 - frame[name]})
            yield (
                f"{name}: infinite",
                frame.assign(**{name: frame[name].where(frame.index > 0, float("inf"))}),
            )
            yield f"{name}: all alike", frame.assign(**{name: 7})
        yield f"{name}: text", frame.assign(**{name: "nobody"})


def said(name: str, monkeypatch: pytest.MonkeyPatch, frame: Any = None, **changed: Any) -> str:
    """Draw an example with something changed, and give the error."""
    function = name.split(",", maxsplit=1)[0]
    real = getattr(charts, function)
    with monkeypatch.context() as patch:
        patch.setattr(
            charts,
            function,
            lambda data, **given: real(data if frame is None else frame, **{**given, **changed}),
        )
        try:
            EXAMPLES[name]()
        except FiguresError as error:
            return str(error)
        except Exception as error:  # a fault of ours
            return f"not refused, {type(error).__name__}: {error}"
    return "drawn"


def table_of(name: str, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    found = []
    with monkeypatch.context() as patch:
        patch.setattr(charts, name.split(",", maxsplit=1)[0], lambda data, **_: found.append(data))
        EXAMPLES[name]()
    return found[0]


@pytest.mark.parametrize("name", NAMES)
def test_each_refusal_reads_as_it_was_read(
    name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = {
        argument: {repr(value): said(name, monkeypatch, **{argument: value}) for value in values}
        for argument, part in inspect.signature(
            getattr(charts, name.split(",", maxsplit=1)[0])
        ).parameters.items()
        for kind, values in VALUES.items()
        if re.match(kind, part.annotation) and argument not in ("title", "subtitle")
    }
    now["data"] = {how: said(name, monkeypatch, frame) for how, frame in spoilt(table_of(name, monkeypatch))}
    crashed = [told for values in now.values() for told in values.values() if "not refused" in told]
    assert crashed == []
    kept = stored_at(f"{name} refused")
    if request.config.getoption("--accept"):
        kept.write_text(written(now) + "\n", encoding="utf-8")
    stored = json.loads(kept.read_text(encoding="utf-8"))
    changed = {
        (argument, value): (stored.get(argument, {}).get(value), told)
        for argument, values in now.items()
        for value, told in values.items()
        if stored.get(argument, {}).get(value) != told
    }
    assert changed == {}, "read these messages, then run `make accept`"
