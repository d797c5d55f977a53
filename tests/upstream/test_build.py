"""The whole build: the committed tables come out of the pinned files, byte for byte, or not at all."""

from __future__ import annotations

import json
import shutil

import pytest
from frictionless import Package

from figures.errors import DataError
from figures.upstream import build, catalogue


def test_every_committed_file_is_rebuilt_byte_for_byte(rebuilt, root):
    made = sorted(path.name for path in rebuilt.folder.iterdir())
    assert made == sorted([*(f"{name}.csv" for name in catalogue.tables()), build.PACKAGE])
    for name in made:
        assert build.difference((rebuilt.folder / name).read_bytes(), root / "data" / name) == "identical", (
            name
        )


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
def quick(monkeypatch, rebuilt):
    """The build without its nine seconds of maps: the two tables of maps as the session's rebuild made them."""
    parse = build._parse

    def without_maps(name, entry, pinned, progress):
        if name in ("occupied_area_daily", "control_grid"):
            data = (rebuilt.folder / f"{name}.csv").read_bytes()
            return build.typed(data, entry["fields"], name)
        return parse(name, entry, pinned, progress)

    monkeypatch.setattr(build, "_parse", without_maps)


def snapshot(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_build_leaves_files_that_it_does_not_own(quick, upstream, rebuilt, tmp_path):
    out = tmp_path / "data"
    shutil.copytree(rebuilt.folder, out)
    (out / "claims.yml").write_text("- line: 1\n")
    (out / "strikes_daily.csv").write_text("old\n")
    build.build(upstream, out)
    assert (out / "claims.yml").read_text() == "- line: 1\n"
    assert snapshot(out) == {**snapshot(rebuilt.folder), "claims.yml": b"- line: 1\n"}
    assert [path.name for path in tmp_path.iterdir()] == ["data"]  # no temporary folder is left


def test_a_build_that_fails_late_leaves_everything_as_it_was(quick, upstream, tmp_path, monkeypatch):
    out = tmp_path / "data"
    out.mkdir()
    (out / "strikes_daily.csv").write_text("old\n")
    researched = tmp_path / "evidence"
    shutil.copytree(upstream.parent / "evidence", researched)
    (researched / "western_decisions.csv").chmod(0o644)
    (researched / "western_decisions.csv").write_text("date,actor\n")
    with pytest.raises(
        DataError, match=r"evidence/western_decisions\.csv: columns must be date, actor, decision"
    ):
        build.build(upstream, out, researched)
    assert snapshot(out) == {"strikes_daily.csv": b"old\n"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "evidence"]


def test_without_the_researched_folder_the_tables_here_are_kept(quick, upstream, rebuilt, tmp_path):
    lonely = tmp_path / "away" / "upstream"
    lonely.parent.mkdir()
    lonely.symlink_to(upstream)
    out = tmp_path / "data"
    shutil.copytree(rebuilt.folder, out)
    notes = build.build(lonely, out)
    assert notes == ["no folder evidence/ beside upstream: the researched tables in data/ are kept"]
    assert snapshot(out) == snapshot(rebuilt.folder)
    compared = build.verify(lonely, out)
    assert {name for name, result in compared.items() if result == "kept"} == {
        f"{name}.csv" for name, entry in catalogue.tables().items() if "evidence" in entry
    }
    assert set(compared.values()) == {"kept", "identical"}
    with pytest.raises(DataError, match="the folder of the researched tables must exist"):
        build.build(lonely, out, tmp_path / "nowhere")


def test_verify_names_the_table_and_the_first_row_that_differs(quick, upstream, rebuilt, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(rebuilt.folder, data)
    path = data / "strikes_daily.csv"
    path.write_text(
        path.read_text().replace("2025-04-17,attack_drone,75,25", "2025-04-17,attack_drone,75,26")
    )
    compared = build.verify(upstream, data)
    assert compared.pop("strikes_daily.csv") == (
        "differs in line 1546: is '2025-04-17,attack_drone,75,26', rebuilt '2025-04-17,attack_drone,75,25'"
    )
    assert set(compared.values()) == {"identical"}
