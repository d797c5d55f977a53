"""Recorded errors of the publishers: applied where they are, refused where they are not."""

from __future__ import annotations

import pandas as pd
import pytest

from figures import tables
from figures.errors import DataError
from figures.upstream import economist, general_staff, known_errors
from figures.upstream.read import File


def frame(value: int) -> pd.DataFrame:
    days = pd.to_datetime(["2023-05-26", "2023-05-27", "2026-03-04"])
    return pd.DataFrame(
        {"date": days, "category": ["tank", "tank", "artillery"], "cumulative": [3796, value, 37832]}
    )


def test_our_value_replaces_the_recorded_wrong_one_and_nothing_else():
    assert list(known_errors.apply("losses_daily", frame(3799))["cumulative"]) == [3796, 3794, 37874]


def test_the_guard_fails_once_upstream_is_fixed():
    with pytest.raises(
        DataError, match=r"row 2023-05-27, tank: the guard expects upstream cumulative 3799, found \[3794\]"
    ):
        known_errors.apply("losses_daily", frame(3794))


def test_a_recorded_revision_must_be_in_the_publishers_own_list(real):
    text = real("losses_revisions").data.replace(b'"2023-10-03"', b'"2023-10-02"')
    moved = File("revisions.json", text, real("losses_revisions").commit_date)
    with pytest.raises(
        DataError, match=r"revisions\.json, row 2023-10-03: must list the revision of aircraft"
    ):
        general_staff.losses_daily(
            real("losses_equipment"), real("losses_personnel"), real("losses_second"), moved
        )


def test_a_day_printed_twice_is_kept_once_only_where_it_is_recorded(real):
    area = economist.occupied_area(real("economist_area"))
    assert (area["date"] == "2026-04-04").sum() == 1
    lines = real("economist_area").data.splitlines(keepends=True)
    again = File("area.csv", b"".join([*lines, lines[-1]]), real("economist_area").commit_date)
    with pytest.raises(
        DataError, match=r"row 2026-04-04, 2026-08-21: days that upstream prints twice must be"
    ):
        economist.occupied_area(again)


def test_corrections_are_told_to_the_reader():
    told = " ".join(tables.resource("losses_daily")["known_gaps"])
    for entry in known_errors.recorded("correction", "losses_daily"):
        assert entry["reason"] in told
    assert (
        "The two transcriptions differ on personnel: 2022-04-02, 2023-05-07, 2023-12-07, 2025-05-09." in told
    )


def test_corrected_days_agree_with_the_second_transcription():
    losses = tables.load("losses_daily").set_index(["date", "category"])
    # 3,796 on 26 May, 3,794 on 27 May, 3,797 on 28 May: the claimant took five off and claimed three.
    assert list(losses.loc[("2023-05-27", "tank")]) == [3794, -2, 3794]
    assert list(losses.loc[("2023-05-28", "tank")]) == [3797, 3, 3797]
    # 37,842 on 3 March.
    assert list(losses.loc[("2026-03-04", "artillery")]) == [37874, 32, 37874]
