"""Each chart is drawn, listed and told in words as it was when somebody last looked: `make accept` stores what changed, for a diff.

Colours are stored under their names in the theme; what is as in the layer above is stored once.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from chart_examples import EXAMPLES
from chart_variants import LISTS, VARIANTS

from figures import theme
from figures.figure.alternative import described
from figures.figure.drawn import picture

SPECS = Path(__file__).with_name("specs")
CHARTS = {**LISTS, **EXAMPLES, **VARIANTS}
TOKENS = {value: f"<{name}>" for name, value in reversed(theme.LIGHT.items())}
WIDE, WORTH_IT = 180, 60


def stored_at(name: str) -> Path:
    return SPECS / f"{re.sub(r'[^a-z_]+', '-', name)}.json"


def drawn(chart: Any) -> dict[str, Any]:
    """What a reader gets of a chart: words, table, picture."""
    spec = chart.to_dict(validate=False)  # other tests do, and it takes half of the time
    shown = picture(chart, spec)
    assert shown.table is not None
    return {"words": described(shown.form, shown.table), "table": shown.table, "picture": _picture(spec)}


def _picture(spec: dict[str, Any]) -> dict[str, Any]:
    """Put rows where they are drawn, and leave out what a channel has in common with the last layer that has it."""
    rows = spec.pop("datasets")
    above: dict[str, Any] = {}

    def short(view: dict[str, Any]) -> dict[str, Any]:
        for group in ("layer", "vconcat"):
            view |= {group: [short(one) for one in view[group]]} if group in view else {}
        if "name" in view.get("data", {}):
            view["data"] = _listed(rows[view["data"]["name"]])
        channels = view.get("encoding", {})
        for parts, names in ((view, ["data"]), (channels, list(channels))):
            for name in names:
                given = parts.get(name)
                if above.get(name) == given and len(json.dumps(given)) > WORTH_IT:
                    parts[name] = "as above"
                elif isinstance(given, dict) and given.keys() - {"scale"} == {"field", "type"}:
                    own = (
                        ", no scale"
                        if given.get("scale", 0) is None
                        else f", {given.get('scale', '')}".rstrip(", ")
                    )
                    parts[name] = f"{given['field']}:{given['type'][0].upper()}{own}"
                above[name] = given
        return view

    return short({name: part for name, part in spec.items() if name != "$schema"})


def _listed(rows: list[dict[str, Any]]) -> list[list[Any]]:
    """Name the columns once; a dot stands for a cell that is not there."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name, ".") for name in names] for row in rows)]


def plain(part: Any) -> Any:
    """Name colours, and round numbers to what is the same on all machines."""
    if isinstance(part, dict):
        return {name: plain(one) for name, one in part.items()}
    if isinstance(part, list | tuple):
        return [plain(one) for one in part]
    if isinstance(part, float):
        return float(f"{part:.10g}")
    return TOKENS.get(part, part) if isinstance(part, str) else part


def written(part: Any, indent: str = "") -> str:
    """Write JSON, on one line what fits there or is one row."""
    line = json.dumps(part, ensure_ascii=False)
    inner = list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else []
    nested = any(isinstance(one, dict | list) for one in inner)
    if len(indent) + len(line) <= (WIDE if nested else 5 * WIDE) or not inner:
        return line
    further = f"{indent} "
    if isinstance(part, dict):
        inner = [f"{json.dumps(name)}: {written(one, further)}" for name, one in part.items()]
    else:
        inner = [written(one, further) for one in part]
    first, last = "{}" if isinstance(part, dict) else "[]"
    return first + f",\n{further}".join(["", *inner])[1:] + f"\n{indent}{last}"


def now(name: str) -> str:
    found = CHARTS[name]()
    return written(plain(found if name in LISTS else drawn(found))) + "\n"


def stored(name: str) -> str:
    return stored_at(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CHARTS)
def test_the_chart_is_the_one_that_somebody_has_looked_at(name: str, request: pytest.FixtureRequest) -> None:
    made = now(name)
    if request.config.getoption("--accept"):
        SPECS.mkdir(exist_ok=True)
        stored_at(name).write_text(made, encoding="utf-8")
    assert made.splitlines() == stored(name).splitlines(), f"look at {name!r}, then run `make accept`"


def test_no_chart_is_stored_that_is_gone() -> None:
    drawings = {path.name for path in SPECS.glob("*.json") if not path.name.endswith("-refused.json")}
    assert drawings == {stored_at(name).name for name in CHARTS}
