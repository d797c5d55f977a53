"""A published number cannot change unseen."""

from __future__ import annotations

import json
from pathlib import Path

from figures.book.notebooks import NUMBERS, published_numbers


def test_the_numbers_are_those_that_are_committed(root: Path) -> None:
    committed = json.loads((root / NUMBERS).read_text(encoding="utf-8"))
    computed = json.loads(published_numbers())
    changed = {
        name: (committed.get(name), computed.get(name))
        for name in committed.keys() | computed.keys()
        if committed.get(name) != computed.get(name)
    }
    assert changed == {}, "run `make notebooks` and review the difference in data/numbers.json"
