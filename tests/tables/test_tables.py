"""Loading: real dates, the fields' types, a copy of one's own, and a refusal of anything but the described table."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile

import pandas as pd
import pytest

import figures
from figures import tables
from figures.errors import DataError


def test_load_gives_dates_and_whole_numbers():
    strikes = figures.load("strikes_daily")
    assert dict(strikes.dtypes.astype(str)) == {
        "date": "datetime64[ns]",
        "weapon_class": "str" if pd.__version__ >= "3" else "object",
        "launched": "Int64",
        "intercepted": "Int64",
    }
    day = strikes[(strikes["date"] == "2025-04-17") & (strikes["weapon_class"] == "attack_drone")]
    assert day.to_numpy().tolist() == [[pd.Timestamp("2025-04-17"), "attack_drone", 75, 25]]


def test_months_are_first_days_and_missing_numbers_are_missing():
    sanctions = tables.load("sanctions_monthly")
    russia = sanctions[sanctions["country"] == "Russia"]
    assert russia["month"].iloc[0] == pd.Timestamp("2022-04-01")
    assert russia["additions"].isna().tolist() == [True] + [False] * (len(russia) - 1)
    indicators = tables.load("economy_indicators")
    assert indicators["month"].dtype.kind == "M"
    assert {"2024-06-01", "2023-12-18"} <= set(indicators["month"].dt.strftime("%Y-%m-%d"))


def test_each_caller_has_a_copy():
    first = tables.load("oil_price_monthly")
    first["brent_usd_per_bbl"] = 0.0
    # The mean of eight days in May 1987, by hand: 148.64 / 8.
    assert tables.load("oil_price_monthly")["brent_usd_per_bbl"].iloc[0] == 18.58


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(DataError, match="did you mean 'strikes_daily'"):
        tables.load("strike_daily")
    with pytest.raises(DataError, match="the tables are strikes_daily, losses_daily"):
        tables.load("zzz")


def test_sources_name_who_claims():
    [attacks, _] = tables.sources("strikes_daily")
    assert (attacks["kind_of_evidence"], attacks["claimed_by"]) == ("claim by a party", "Ukrainian Air Force")


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of `data/` that `load` reads."""
    folder = tmp_path / "data"
    shutil.copytree(tables.data_dir(), folder)
    monkeypatch.setattr(tables, "data_dir", lambda: folder)
    return folder


def test_a_deleted_row_a_changed_value_and_a_missing_file_are_named(copy):
    path = copy / "strikes_daily.csv"
    whole = path.read_text()
    path.write_text(whole.replace("2025-04-17,attack_drone,75,25\n", ""))
    with pytest.raises(DataError, match=r"data/strikes_daily\.csv: sha256 must be that of datapackage\.json"):
        tables.load("strikes_daily")
    path.write_text(whole.replace(",75,25\n", ",76,25\n"))
    with pytest.raises(DataError, match=r"data/strikes_daily\.csv: sha256 must be that of datapackage\.json"):
        tables.load("strikes_daily")
    path.write_text(whole.replace("weapon_class", "weapon", 1))
    with pytest.raises(
        DataError,
        match=r"data/strikes_daily\.csv: columns must be date, weapon_class, .* they are date, weapon,",
    ):
        tables.load("strikes_daily")
    path.unlink()
    with pytest.raises(DataError, match=r"data/strikes_daily\.csv: the file of this table must exist"):
        tables.load("strikes_daily")
    path.write_text(whole)
    assert len(tables.load("strikes_daily")) == whole.count("\n") - 1


def test_a_missing_or_broken_package_is_named(copy):
    (copy / "datapackage.json").write_text("{")
    with pytest.raises(DataError, match=r"data/datapackage\.json: must be valid JSON"):
        tables.names()
    (copy / "datapackage.json").unlink()
    with pytest.raises(DataError, match=r"data/datapackage\.json: must exist"):
        tables.names()


def test_loading_needs_pandas_and_nothing_of_the_build():
    code = (
        "import sys, figures; figures.load('strikes_daily'); "
        "print(sorted({'pandera', 'shapely', 'pyproj', 'tqdm', 'altair'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_installed_package_finds_its_own_tables(root, tmp_path):
    """The modules and `data/` laid out as the wheel has them, away from the repository."""
    package = tmp_path / "site" / "figures"
    shutil.copytree(root / "src" / "figures", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "data", package / "_data")
    archive = shutil.make_archive(str(tmp_path / "wheel"), "zip", tmp_path / "site")
    assert zipfile.is_zipfile(archive)
    code = "import figures.tables as t; print(t.__file__); print(t.data_dir().name, len(t.load('oil_price_monthly')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site")},
    )
    expected = json.loads((root / "data" / "datapackage.json").read_text())["resources"]
    rows = next(entry["rows"] for entry in expected if entry["name"] == "oil_price_monthly")
    where, found = done.stdout.splitlines()
    assert where.startswith(str(tmp_path))
    assert found == f"_data {rows}"
