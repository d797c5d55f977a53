"""Whatever the three lists written by hand hold, they are read or refused in one sentence that names the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from figures.claims import corrections, forecasts, ledger
from trust.hostile import broken_bytes, broken_tree, fuzzed, outcome

READERS: dict[str, Callable[[Path], Any]] = {
    "claims.yml": ledger.read,
    "forecasts.yml": forecasts.read,
    "corrections.yml": corrections.read,
}
LAUGHS = "\n".join(
    [
        "- &a0 [x, x, x, x, x, x, x, x, x]",
        *(f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)),
    ]
)
# What YAML can do and a list of records never needs.
TRAPS = [
    "!!int ",
    "- !!int ''",
    LAUGHS,
    LAUGHS + "\n- id: x\n  lines: *a9\n  line: *a9\n",
    "&a [*a]",
    "- &a {line: *a}",
    "- &a {id: *a, lines: *a}",
    "- {<<: 5}",
    "- {<<: [1, 2]}",
    "- &a {<<: *a}",
    "- {[1]: 2}",
    "- {{a: 1}: 2}",
    "- {? {a: 1} : 2}",
    "- 2025-13-45",
    "- 2025-04-18T25:00:00Z",
    "- !!python/object/apply:os.system [true]",
    "- !!binary '*'",
    "- !!int x",
    "- !!float x",
    "- !!timestamp x",
    "- !!set {a, b}",
    "- !!omap [a]",
    "- !!pairs [a]",
    "- !!map [a]",
    "- !!seq {a: b}",
    "- 1:1:1:1:1:1.5",
    "- " + "9" * 6_000,
    "- 0b",
    "- 0x",
    "- 0o8",
    "- .inf",
    "[" * 3_000,
    "{a: " * 3_000,
    "- " * 3_000,
    "%YAML 9.9\n---\n[]",
    "--- a\n--- b\n",
    "*nowhere",
    "line: 1",
    "null",
    "\t- a",
    "- {line: 1, line: 2}",
    "- {line: {a: 1}}",
    "- {id: [a]}",
    "- {null: 1, 2: 3, a: b}",
]
WORDS = [
    "- ",
    "  ",
    "\n",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!!int ",
    "<<",
    "|",
    ">",
    "'",
    '"',
    "#",
    "? ",
    "~",
    "---\n",
    "%",
    "\t",
    "2025-04-18",
    "1e3",
    "line",
    "id",
    "see",
    "\x00",
    "\x85",
    "\ufeff",
]
TEXTS = st.one_of(
    st.sampled_from(TRAPS),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=20).map("".join),
)
DATES = st.sampled_from([date(1, 1, 1), date(9999, 12, 31), 1e400, float("nan"), 10**30, b"bytes", {1, 2}])


@pytest.mark.parametrize("name", READERS)
def test_any_text(
    name: str, nightly: bool, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seen, path = Counter[str](), tmp_path / name

    @fuzzed(nightly)
    @given(st.data())
    def case(data: st.DataObject) -> None:
        raw = data.draw(TEXTS).encode("utf-8", "surrogatepass")
        path.write_bytes(raw if data.draw(st.integers(0, 3)) else broken_bytes(data.draw, raw))
        message = outcome(lambda: READERS[name](path), seen)
        assert not message or message.startswith(f"data/{name}"), message

    case()
    record_property(f"fuzz cases: {name}, any text", dict(seen))


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("trap", TRAPS, ids=range(len(TRAPS)))
def test_each_trap(name: str, trap: str, tmp_path: Path) -> None:
    path, seen = tmp_path / name, Counter[str]()
    path.write_text(trap, encoding="utf-8")
    assert outcome(lambda: READERS[name](path), seen).startswith(f"data/{name}")


@pytest.mark.parametrize("name", READERS)
def test_a_broken_record(
    name: str, root: Path, nightly: bool, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    records = [
        r for r in yaml.safe_load((root / "data" / name).read_text(encoding="utf-8")) if "see" not in r
    ][:3]
    seen, path = Counter[str](), tmp_path / name
    path.write_text(yaml.safe_dump(records, allow_unicode=True), encoding="utf-8")
    assert READERS[name](path), "a case must start from a list that can be read"

    @fuzzed(nightly)
    @given(st.data())
    def case(data: st.DataObject) -> None:
        one = broken_tree(data.draw, records)
        if data.draw(st.integers(0, 5)) == 0:
            one = (
                [*one, {data.draw(st.sampled_from(["until", "line", "id"])): data.draw(DATES)}]
                if isinstance(one, list)
                else one
            )
        raw = yaml.dump(one, allow_unicode=True).encode("utf-8", "surrogatepass")
        path.write_bytes(raw if data.draw(st.integers(0, 4)) else broken_bytes(data.draw, raw))
        message = outcome(lambda: READERS[name](path), seen)
        assert not message or message.startswith(f"data/{name}"), message

    case()
    record_property(f"fuzz cases: {name}, a broken record", dict(seen))
