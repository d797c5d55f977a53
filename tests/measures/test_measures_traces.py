"""A number's trace cannot change unseen: its formula, the rows that it rests on, its day and who claims it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from figures.measures import Measure, measures

STORED = Path(__file__).with_name("traces.json")


def trace(one: Measure) -> dict[str, Any]:
    return {
        "formula": one.formula,
        "rows": [f"{rows.table}: {rows.where}" for rows in one.rows],
        "as_of": one.as_of.isoformat(),
        "claimed_by": one.claimed_by,
    }


def test_every_trace_is_the_one_that_somebody_has_read(request: pytest.FixtureRequest) -> None:
    now = {name: trace(one) for name, one in measures().items()}
    if request.config.getoption("--accept"):
        STORED.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    changed = {
        name: (stored.get(name), now.get(name))
        for name in stored.keys() | now.keys()
        if stored.get(name) != now.get(name)
    }
    assert changed == {}, "read the traces of these numbers again, then run `make accept`"
