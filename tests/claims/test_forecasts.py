"""The list of forecasts: the rule for a status, what the list refuses, and that the chapter says what the list says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import figures
from figures.claims import forecasts
from figures.errors import DataError
from figures.measures import aftermath
from figures.text import day_text

OUTCOMES = st.lists(st.sampled_from(["happened", "did_not_happen", "open"]))
ONE = {
    "id": "more-war",
    "lines": [38],
    "says": "Russia was getting ready for more war.",
    "short": "More war",
    "until": date(2026, 4, 30),
    "tests": [
        {"says": "More drones came.", "main": True, "outcome": "happened", "sources": ["strikes_daily"]}
    ],
    "status": "came_true",
    "figures": [],
}


def chapter(root: Path) -> str:
    cells = json.loads((root / "book" / "7-aftermath.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def refusal(tmp_path: Path, *rows: object) -> str:
    path = tmp_path / "forecasts.yml"
    path.write_text(yaml.safe_dump(list(rows)), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        forecasts.read(path)
    return str(caught.value)


def test_a_small_list_is_read_as_it_is_written(tmp_path):
    path = tmp_path / "forecasts.yml"
    path.write_text(yaml.safe_dump([ONE]), encoding="utf-8")
    (one,) = forecasts.read(path)
    assert (one.id, one.lines, one.status, one.condition) == ("more-war", (38,), "came_true", None)
    assert one.tests == (forecasts.Test("More drones came.", True, "happened", ("strikes_daily",)),)
    assert forecasts.evidence(one) == "Happened: More drones came."


@given(OUTCOMES)
def test_a_forecast_whose_condition_never_came_about_cannot_be_told(outcomes):
    assert forecasts.status_of(outcomes, condition_met=False) == "cannot_be_told"


@given(OUTCOMES)
def test_open_tests_and_the_order_of_tests_change_nothing(outcomes):
    told = forecasts.status_of(outcomes)
    assert forecasts.status_of([*outcomes, "open"]) == told
    assert forecasts.status_of(outcomes[::-1]) == told
    assert (told == "cannot_be_told") == (set(outcomes) <= {"open"})


@given(OUTCOMES)
def test_the_rule_favours_nobody(outcomes):
    """Turn every outcome round and true becomes not true, in part stays in part."""
    turned = {"happened": "did_not_happen", "did_not_happen": "happened", "open": "open"}
    mirror = {
        "came_true": "did_not",
        "did_not": "came_true",
        "in_part": "in_part",
        "cannot_be_told": "cannot_be_told",
    }
    assert forecasts.status_of([turned[one] for one in outcomes]) == mirror[forecasts.status_of(outcomes)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "in_part"}, "row more-war: status: must be 'came_true' by the rule, is 'in_part'"),
        (
            {"status": "true"},
            "status: must be one of came_true, in_part, did_not, cannot_be_told, is 'true'",
        ),
        ({"lines": [67]}, "lines: must be lines 1 to 66 of the op-ed, are [67]"),
        ({"lines": []}, "lines: must be lines 1 to 66 of the op-ed, are []"),
        ({"until": "2026"}, "until: must be a day such as 2025-04-18, is '2026'"),
        ({"says": "word " * 31}, "says: must have at most 30 words"),
        (
            {"tests": [], "status": "cannot_be_told"},
            "tests: must have a main one, or a condition that was not met",
        ),
        ({"tests": "none"}, "tests: must be a list, is 'none'"),
        ({"more": 1}, "more: there is no such field; there are id, lines, says"),
        ({"condition": {"says": "They leave."}}, "condition.met: must be given"),
    ],
)
def test_what_the_list_refuses(tmp_path, change, told):
    assert told in refusal(tmp_path, ONE | change)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"main": False}, "tests: must have a main one, or a condition that was not met"),
        ({"outcome": "maybe"}, "tests[1].outcome: must be one of happened, did_not_happen, open, is 'maybe'"),
        ({"sources": []}, "tests[1].sources: must name a page or a table"),
        (
            {"sources": ["strikes_dayly"]},
            "tests[1].sources: no row of the researched tables has the key 'strikes_dayly'",
        ),
        # The page is of grade D: the ministry's list of April 2026, for which no edited outlet was found.
        (
            {"sources": ["rhetoric-2026-04-15-dmitry-medvedev"]},
            "must have a page of grade A or B, or a table",
        ),
        (
            {"because": "x"},
            "tests[1].because: there is no such field; there are says, main, outcome, sources",
        ),
    ],
)
def test_what_a_test_must_have(tmp_path, change, told):
    assert told in refusal(tmp_path, ONE | {"tests": [ONE["tests"][0] | change]})


def test_an_id_is_given_once_and_the_file_is_a_list(tmp_path):
    assert "row more-war: id: must be given once" in refusal(tmp_path, ONE, ONE)
    assert "row record 1: must be a record with named fields, is 'more-war'" in refusal(tmp_path, "more-war")
    assert "must be a list of forecasts" in refusal(tmp_path)
    (tmp_path / "bad.yml").write_text("a: [", encoding="utf-8")
    with pytest.raises(DataError, match="must be valid YAML"):
        forecasts.read(tmp_path / "bad.yml")
    with pytest.raises(DataError, match="must exist"):
        forecasts.read(tmp_path / "none.yml")


def test_the_book_s_list_is_in_order_and_its_texts_agree_with_its_counts():
    found = forecasts.read()
    told = forecasts.counts(found)
    assert sum(told.values()) == len(found) == len(forecasts.table(found))
    assert str(len(found)) in forecasts.finding(found)
    assert all(one.short in forecasts.described(found) for one in found)
    order = list(forecasts.WORDS.values())
    places = [order.index(word) for word in forecasts.table(found)["status"]]
    assert places == sorted(places)


def test_the_scorecard_has_every_forecast_once_under_its_status_with_its_lines_and_day():
    found = forecasts.table(forecasts.read())
    marks, height = forecasts.in_groups(forecasts.read())
    by = {
        kind: [mark for mark in marks if mark["kind"] == kind] for kind in ("head", "name", "lines", "until")
    }
    assert [mark["text"].replace("\n", " ") for mark in by["name"]] == list(found["short"])
    assert [mark["status"] for mark in by["name"]] == list(found["status"])
    assert [mark["text"] for mark in by["lines"]] == list(found["lines"])
    assert [mark["text"] for mark in by["until"]] == [
        f"record to {day_text(day.date())}" for day in found["until"]
    ]
    under = [mark.get("status") for mark in marks if mark["kind"] in ("head", "name")]
    assert under == sorted(under, key=list(forecasts.WORDS.values()).index)
    assert [mark["text"] for mark in by["head"]] == [
        f"{words[0].upper()}{words[1:]}: {list(found['status']).count(words)}"
        for words in forecasts.WORDS.values()
    ]
    assert max(mark["y"] for mark in marks) < height


def test_the_chapter_cites_every_page_and_draws_every_table_and_figure_of_the_list(root):
    text, found = chapter(root), forecasts.read()
    assert [source for source in forecasts.cited(found) if source not in text] == []
    assert [name for one in found for name in one.figures if f'id="{name}"' not in text] == []
    assert [line for one in found for line in one.lines if f"L{line}" not in text] == []


def test_no_forecast_rests_on_days_after_its_table_ends():
    last_talks = figures.load("diplomacy_events")["date"].max().date()
    strikes = figures.load("strikes_daily")["date"].max().date()
    for one in forecasts.read():
        sources = {source for test in one.tests for source in test.sources}
        assert one.until <= (strikes if "strikes_daily" in sources else last_talks), one.id


def test_the_figure_says_where_each_table_ends_and_the_chapter_which_stop_first_and_last(root):
    found = {row["name"]: row for row in aftermath.record(figures.load).to_dict("records")}
    area = figures.load("occupied_area_daily").groupby("source")["date"].max()
    assert found["Maps, by DeepState"]["last"] == area["DeepState"]
    assert found["ISW’s maps, by The Economist"]["last"] == area["The Economist"]
    for row in found.values():
        table = figures.load(row["table"])
        if "source" not in table and "date" in table:
            assert (row["first"], row["last"]) == (table["date"].min(), table["date"].max()), row["table"]
        elif "month" in table:
            assert f"{row['last']:%Y-%m}" == f"{table['month'].max():%Y-%m}", row["table"]
    counts = sorted((row for row in found.values() if row["gaps"] >= 0), key=lambda row: row["last"])
    lists = sorted((row for row in found.values() if not row["gaps"] >= 0), key=lambda row: row["last"])
    assert [row["name"] for row in (counts[0], *counts[-2:])] == [
        "Equipment seen lost",
        "ISW’s maps, by The Economist",
        "Maps, by DeepState",
    ]
    assert [lists[0]["name"], lists[-1]["name"]] == ["Strikes on energy sites", "Steps for or against Russia"]
    text = chapter(root)
    for words in ("July 2025", "August 2026", "1 May 2025", "March 2026", "in April"):
        assert words in text[text.index("## How far the record goes") :]


def test_a_gap_is_the_days_between_two_rows_and_a_list_has_none():
    found = {row["name"]: row for row in aftermath.record(figures.load).to_dict("records")}
    # DeepState has no map of 18 and 19 August 2024, 1 January, 31 March, 1 April and 26 November 2025, 9 July 2026.
    assert found["Maps, by DeepState"]["gap_days"] == (
        "2024-08-17/2024-08-20, 2024-12-31/2025-01-02, 2025-03-30/2025-04-02, 2025-11-25/2025-11-27, 2026-07-08/2026-07-10"
    )
    assert (found["Maps, by DeepState"]["gaps"], found["Maps, by DeepState"]["longest_gap_days"]) == (5, 2)
    assert found["Civilians, by the UN"]["gaps"] == 0
    assert found["Talks and statements on them"]["gap_days"] == ""
    marks, _ = aftermath.record_in_rows(aftermath.record(figures.load))
    # 18 April is the 108th day of 2025.
    assert [mark["from"] for mark in marks if mark["kind"] == "op-ed"] == [round(2025 + 107 / 365, 4)]
    assert [mark["text"] for mark in marks if mark["kind"] == "end"] == [
        f"to {day_text(row['last'].date())}" for row in found.values()
    ]


def test_the_meetings_of_the_figure_are_rows_of_the_list_of_talks():
    found = aftermath._meetings(figures.load("diplomacy_events"))
    # Istanbul on 16 May, 2 June and 23 July 2025, Abu Dhabi on 4 February 2026.
    assert [row["date"] for row in found if row["agreed"]] == [
        date(2025, 5, 16),
        date(2025, 6, 2),
        date(2025, 7, 23),
        date(2026, 2, 4),
    ]
