"""The whole build: the committed tables come out of the pinned files, byte for byte, or not at all."""

from __future__ import annotations

import json
import shutil

import pytest
from frictionless import Package

from figures import tables
from figures.errors import DataError
from figures.upstream import build, catalogue, deepstate


def test_every_committed_file_is_rebuilt_byte_for_byte(rebuilt, root):
    made = sorted(path.name for path in rebuilt.iterdir())
    assert made == sorted([*(f"{name}.csv" for name in catalogue.tables()), build.PACKAGE])
    for name in made:
        assert build.difference((rebuilt / name).read_bytes(), root / "data" / name) == "identical", name


def test_the_package_and_its_data_are_valid_frictionless(root):
    report = Package(root / "data" / "datapackage.json").validate()
    assert report.valid, report.flatten(["type", "note"])


def test_the_package_knows_nothing_of_the_day_or_the_machine(root):
    text = (root / "data" / "datapackage.json").read_text()
    assert str(root) not in text
    assert not {"created", "built", "generated"} & set(json.loads(text))


def test_no_table_is_over_a_megabyte(root):
    assert all(path.stat().st_size < 1e6 for path in (root / "data").glob("*.csv"))


def test_tables_are_plain_csv(root):
    for name in catalogue.tables():
        data = (root / "data" / f"{name}.csv").read_bytes()
        assert b"\r" not in data
        assert data.endswith(b"\n")
        assert data.decode().startswith(catalogue.tables()[name]["fields"][0]["name"] + ",")


def test_difference_names_the_first_line_that_differs(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\n1,2\n3,4\n")
    assert build.difference(b"a,b\n1,2\n3,4\n", path) == "identical"
    assert build.difference(b"a,b\n1,2\n3,5\n", path) == "differs in line 3: is '3,4', rebuilt '3,5'"
    assert build.difference(b"a,b\n1,2\n3,4\n5,6\n", path) == "differs in line 4: is '', rebuilt '5,6'"
    assert build.difference(b"", tmp_path / "none.csv") == "missing"


@pytest.fixture
def quick(monkeypatch, rebuilt, described_once):
    """The build without its parsers: each publisher's table as the session's rebuild made it."""
    for name in build.PARSERS:
        data, fields = (rebuilt / f"{name}.csv").read_bytes(), catalogue.tables()[name]["fields"]
        frame = tables.typed(data, fields, name)
        monkeypatch.setitem(build.PARSERS, name, lambda *_, frame=frame: frame)


def snapshot(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_build_leaves_files_that_it_does_not_own(quick, upstream, rebuilt, tmp_path):
    out = tmp_path / "data"
    shutil.copytree(rebuilt, out)
    (out / "claims.yml").write_text("- line: 1\n")
    (out / "strikes_daily.csv").write_text("old\n")
    build.build(upstream, out)
    assert snapshot(out) == {**snapshot(rebuilt), "claims.yml": b"- line: 1\n"}


@pytest.fixture
def copy(root, tmp_path, monkeypatch):
    """A copy of `data/` that the build takes for the project's own."""
    folder = tmp_path / "data"
    shutil.copytree(root / "data", folder)
    monkeypatch.setattr(build, "data_dir", lambda: folder)
    return folder


def test_a_build_that_fails_late_writes_nothing(quick, upstream, copy):
    (copy / "strikes_daily.csv").write_text("old\n")
    (copy / "western_decisions.csv").write_text("date,actor\n")
    before = snapshot(copy)
    with pytest.raises(
        DataError, match=r"data/western_decisions\.csv: columns must be date, actor, decision"
    ):
        build.build(upstream, copy)
    assert snapshot(copy) == before


def test_the_researched_tables_of_the_project_go_into_another_folder(quick, upstream, copy, tmp_path):
    path = copy / "western_decisions.csv"
    path.write_bytes(path.read_bytes().rsplit(b"\n", 2)[0] + b"\n")  # one row less
    build.build(upstream, tmp_path / "other")
    assert (tmp_path / "other" / path.name).read_bytes() == path.read_bytes()
    assert tables.resource("western_decisions", tmp_path / "other")["rows"] == 29


def test_the_grid_covers_the_days_that_the_catalogue_says():
    days = catalogue.tables()["control_grid"]["temporal"]
    assert days["start"] == min(deepstate.GRID_DAYS.values()).isoformat()
    assert days["end"] == catalogue.pinned()["deepstate"]["last_day"].isoformat()


def test_verify_names_the_table_and_the_first_row_that_differs(quick, upstream, copy):
    path = copy / "strikes_daily.csv"
    path.write_text(
        path.read_text().replace("2025-04-17,attack_drone,75,25", "2025-04-17,attack_drone,75,26")
    )
    compared = build.verify(upstream, copy)
    assert compared.pop("strikes_daily.csv") == (
        "differs in line 1546: is '2025-04-17,attack_drone,75,26', rebuilt '2025-04-17,attack_drone,75,25'"
    )
    assert set(compared.values()) == {"identical"}
