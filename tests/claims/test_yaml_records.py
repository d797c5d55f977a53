"""The JSON in the wheel says what the YAML in the repository says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from figures.claims import forecasts, ledger, yaml_records
from figures.errors import DataError
from figures.tables import data_dir


def test_every_list_is_the_same_as_json(tmp_path: Path) -> None:
    lists = sorted(data_dir().glob("*.yml"))
    assert {path.name for path in lists} >= {"claims.yml", "forecasts.yml"}
    for path in lists:
        (tmp_path / f"{path.stem}.json").write_bytes(yaml_records.as_json(path))
        assert yaml_records.records(tmp_path / path.name) == yaml_records.records(path), path.name
    assert ledger.read(tmp_path / "claims.yml") == ledger.read(data_dir() / "claims.yml")
    assert forecasts.read(tmp_path / "forecasts.yml") == forecasts.read()


def test_where_both_are_the_yaml_counts(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"until": "2025-04-18", "says": "on 2025-04-18"}]')
    assert yaml_records.records(tmp_path / "a.yml") == [{"until": date(2025, 4, 18), "says": "on 2025-04-18"}]
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
