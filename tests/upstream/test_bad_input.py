"""Bad input ends in one error that names the file, the row and the rule: real files, one thing broken in each."""

from __future__ import annotations

import json
import shutil

import pytest

from figures.book.commands import main
from figures.errors import DataError
from figures.upstream import brent, economist, general_staff, kiel, missile_attacks, ohchr
from figures.upstream.read import File


def broken(file: File, old: str, new: str) -> File:
    """The file with one piece of text changed, once."""
    text = file.data.decode()
    assert old in text
    return File(file.name, text.replace(old, new, 1).encode(), file.commit_date)


def test_truncated_json(real):
    whole = real("losses_personnel")
    cut = File(whole.name, whole.data[:1000], whole.commit_date)
    with pytest.raises(
        DataError, match=r"^upstream/petroivaniuk/russia_losses_personnel\.json: must be valid JSON"
    ):
        general_staff.losses_daily(
            real("losses_equipment"), cut, real("losses_second"), real("losses_revisions")
        )
    ends_early = File("ohchr/civilian-casualties.json", b'{"monthly": []}', whole.commit_date)
    with pytest.raises(DataError, match="must hold monthly and annualTotals"):
        ohchr.civilian_casualties_monthly(ends_early)


def test_renamed_column(real):
    renamed = broken(real("kiel"), "sum_eur", "sum_euro")
    with pytest.raises(
        DataError, match=r"^upstream/kiel/kiel_monthly\.csv: column 'sum_eur' is missing; .*sum_euro"
    ):
        kiel.aid_monthly(renamed)


def test_negative_count(real):
    negative = broken(real("missile_attacks"), ",236.0,215.0,", ",-236.0,215.0,")
    with pytest.raises(
        DataError, match=r"missile_attacks_daily\.csv, row 2: launched must not be negative, is '-236\.0'"
    ):
        missile_attacks.strikes_daily(negative, real("missile_models"))


def test_a_cell_that_is_no_number(real):
    wrong = broken(real("brent"), "1987-05-20,18.63", "1987-05-20,18-63")
    with pytest.raises(DataError, match=r"brent-daily\.csv, row 2: Price must be a number, is '18-63'"):
        brent.oil_price_monthly(wrong)


def test_more_intercepted_than_launched(real):
    wrong = broken(real("missile_attacks"), ",236.0,215.0,", ",236.0,237.0,")
    with pytest.raises(DataError, match=r"row 2: destroyed must not exceed launched"):
        missile_attacks.strikes_daily(wrong, real("missile_models"))


def test_duplicate_key(real):
    line = "1987-05-20,18.63\r\n"
    with pytest.raises(
        DataError,
        match=r"brent-daily\.csv, row 3: the key \(Date\) must be unique; Date 1987-05-20 comes twice",
    ):
        brent.oil_price_monthly(broken(real("brent"), line, line + line))


def test_a_model_without_a_name(real):
    nameless = broken(
        real("missile_models"), real("missile_models").data.decode().splitlines()[1].split(",")[0] + ",", ","
    )
    with pytest.raises(
        DataError, match=r"missiles_and_uavs\.csv, row 2: model must not be missing, is 'nan'"
    ):
        missile_attacks.weapon_classes(nameless)


def test_unknown_weapon_model(real):
    unknown = broken(real("missile_attacks"), "Shahed-136/131", "Gerbera")
    with pytest.raises(DataError, match=r"missile_attacks_daily\.csv, row 2: model 'Gerbera' is unknown"):
        missile_attacks.strikes_daily(unknown, real("missile_models"))


def test_unknown_donor(real):
    with pytest.raises(DataError, match=r"kiel_monthly\.csv, row 2: donor 'Atlantis' is unknown"):
        kiel.aid_monthly(broken(real("kiel"), "Australia", "Atlantis"))


def test_date_in_the_future_of_the_commit(real):
    late = broken(real("economist_fires"), "2026-08-15", "2026-08-23")
    with pytest.raises(
        DataError,
        match=r"strikes_by_location_and_day\.csv, row 2: date must not be after the commit of 2026-08-22",
    ):
        economist.war_fires_daily(late)


def test_a_missing_category_of_losses(real):
    renamed = File(
        "e.json", real("losses_equipment").data.replace(b'"MRL"', b'"MLRS"'), real("kiel").commit_date
    )
    with pytest.raises(DataError, match="field 'MRL' is missing"):
        general_staff.losses_daily(
            renamed, real("losses_personnel"), real("losses_second"), real("losses_revisions")
        )


def test_a_cumulative_that_falls_without_a_revision(real):
    records = json.loads(real("losses_equipment").data)
    next(r for r in records if r["date"] == "2025-04-17")["tank"] = 10630  # 10,638 the day before
    wrong = File("e.json", json.dumps(records).encode(), real("losses_equipment").commit_date)
    with pytest.raises(DataError, match=r"row 2025-04-17, tank: a cumulative count falls only where"):
        general_staff.losses_daily(
            wrong, real("losses_personnel"), real("losses_second"), real("losses_revisions")
        )


@pytest.fixture
def copied(upstream, tmp_path):
    folder = tmp_path / "upstream"
    shutil.copytree(upstream, folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


@pytest.mark.parametrize("command", ["build", "verify"])
def test_one_changed_byte_is_named_by_the_command_line(copied, tmp_path, capsys, command):
    path = copied / "ofac" / "ofac_panel.csv"
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Afghanistan", b"Afghanisten", 1))
    options = ["--out", str(tmp_path / "data")] if command == "build" else []
    assert main(["data", command, "--upstream", str(copied), *options]) == 1
    message = capsys.readouterr().err
    assert message.startswith("figures: upstream/ofac/ofac_panel.csv: sha256 must be 7b9e74e0a7f49995")
    assert "Traceback" not in message
    assert not (tmp_path / "data").exists()


def test_one_changed_boundary_is_named_among_the_members(copied, tmp_path, capsys):
    path = copied / "oblasts" / "UA_59_Sumska.geojson"
    path.write_bytes(path.read_bytes() + b" ")
    assert main(["data", "build", "--upstream", str(copied), "--out", str(tmp_path / "data")]) == 1
    assert capsys.readouterr().err.startswith(
        "figures: upstream/oblasts/UA_59_Sumska.geojson: sha256 must be"
    )


def test_a_missing_file_is_named_by_the_command_line(copied, tmp_path, capsys):
    (copied / "brent" / "brent-daily.csv").unlink()
    assert main(["data", "build", "--upstream", str(copied), "--out", str(tmp_path / "data")]) == 1
    message = capsys.readouterr().err
    assert (
        message
        == "figures: upstream/brent/brent-daily.csv: the file must exist: `figures data fetch` downloads it\n"
    )
