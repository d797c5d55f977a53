"""The JSON in the wheel says what the YAML in the repository says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest

from figures.claims import corrections, forecasts, ledger, yaml_records
from figures.errors import ContractError, DataError
from figures.tables import data_dir


def test_every_list_is_the_same_as_json(tmp_path: Path) -> None:
    lists = sorted(data_dir().glob("*.yml"))
    assert {path.name for path in lists} >= {"claims.yml", "forecasts.yml"}
    for path in lists:
        (tmp_path / f"{path.stem}.json").write_bytes(yaml_records.as_json(path))
    assert ledger.read(tmp_path / "claims.yml") == ledger.read(data_dir() / "claims.yml")
    assert forecasts.read(tmp_path / "forecasts.yml") == forecasts.read()
    assert corrections.read(tmp_path / "corrections.yml") == corrections.read(data_dir() / "corrections.yml")


def test_where_both_are_the_yaml_counts(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[2]")
    assert yaml_records.records(tmp_path / "a.yml") == [2]
    (tmp_path / "a.yml").write_text("- 1\n")
    assert yaml_records.records(tmp_path / "a.yml") == [1]


@pytest.mark.parametrize(
    ("written", "rule"), [("- {a: 1, a: 2}", "the key 'a' is given twice"), ("- [", "must be valid YAML")]
)
def test_a_broken_list_is_one_line(tmp_path: Path, written: str, rule: str) -> None:
    (tmp_path / "a.yml").write_text(written)
    with pytest.raises(DataError, match=rule) as caught:
        yaml_records.records(tmp_path / "a.yml")
    assert "\n" not in str(caught.value)


class Pair(NamedTuple):
    was: str
    now: str | None


@dataclass(frozen=True)
class Inner:
    name: str
    good: bool = True


@dataclass(frozen=True, kw_only=True)
class Outer:
    at: date
    word: Literal["a", "b"] | None = None
    pro: tuple[Inner, ...] = field(default=(), metadata={"key": "for"})
    count: int = 0
    pairs: Mapping[str, Pair] = field(default_factory=dict)


DAY = date(2025, 4, 18)


@pytest.mark.parametrize(
    ("raw", "made"),
    [
        ({"at": DAY}, Outer(at=DAY)),
        ({"at": "2025-04-18", "word": "a", "for": None, "count": 3}, Outer(at=DAY, word="a", count=3)),
        ({"at": DAY, "for": [{"name": " two\n  words "}]}, Outer(at=DAY, pro=(Inner("two words"),))),
        ({"at": DAY, "pairs": {"x.y": ["1", None]}}, Outer(at=DAY, pairs={"x.y": Pair("1", None)})),
    ],
)
def test_plain_values_become_what_the_hints_say(raw: Any, made: Outer) -> None:
    assert yaml_records.typed(Outer, raw) == made


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (1, "must be a record with named fields, is 1"),
        ({}, "at: must be given"),
        ({"at": None}, "at: must be given"),
        ({"at": datetime(2025, 4, 18)}, "at: must be a day such as 2025-04-18, is datetime"),
        ({"at": "2025-02-30"}, "at: must be a day such as 2025-04-18, is '2025-02-30'"),
        ({"at": DAY, "word": "c"}, "word: must be one of a, b, is 'c'"),
        ({"at": DAY, "word": ["a"]}, "word: must be one of a, b, is ['a']"),
        ({"at": DAY, "count": True}, "count: must be a whole number, is True"),
        ({"at": DAY, "count": 1.0}, "count: must be a whole number, is 1.0"),
        ({"at": DAY, "more": 1}, "more: there is no such field; there are at, word, for, count, pairs"),
        ({"at": DAY, "pro": []}, "pro: there is no such field"),
        ({"at": DAY, "for": {}}, "for: must be a list, is {}"),
        ({"at": DAY, "for": [{"name": "x"}, {"name": "  "}]}, "for[2].name: must be a text, is '  '"),
        ({"at": DAY, "for": [{"name": "x", "good": 1}]}, "for[1].good: must be true or false, is 1"),
        ({"at": DAY, "pairs": {"x.y": ["1"]}}, "pairs.x.y: must be [was, now], is ['1']"),
        ({"at": DAY, "pairs": {"x": [None, "1"]}}, "pairs.x: must be a text, is None"),
    ],
)
def test_what_is_not_what_the_hints_say_is_named_with_field_and_rule(raw: Any, rule: str) -> None:
    with pytest.raises(ContractError) as caught:
        yaml_records.typed(Outer, raw)
    assert str(caught.value).startswith(rule)
