"""The scorecard: every item once, its word beside its mark, each status counted, also one that no item has."""

from __future__ import annotations

import pandas as pd
import pytest
from chart_examples import WORDS, pandas_frame, scorecard

from figures import charts, theme
from figures.errors import ContractError

LOOKS = {"came true": "full", "in part": "half", "did not": "empty", "cannot be told": "dash"}


def datasets(spec: dict) -> list[dict]:
    return [row for rows in spec["datasets"].values() for row in rows]


def test_each_mark_stands_in_the_column_of_its_status_and_says_it():
    marks = [row for row in datasets(scorecard().to_dict()) if "said" in row]
    assert [(row["x"], row["said"]) for row in marks] == [
        (0, "L38: More war, not less: came true"),
        (1, "L13: Russia would not budge: in part"),
        (3, "L16: A hint would help: cannot be told"),
    ]
    assert [row["fill"] for row in marks[:2]] == [theme.LIGHT["ink"], theme.LIGHT["neutral"]]
    assert marks[2]["shape"] == "stroke"


def test_the_key_counts_a_status_that_no_item_has():
    labels = {row["label"] for row in datasets(scorecard().to_dict()) if "label" in row}
    assert labels == {"came true (1)", "in part (1)", "did not (0)", "cannot be told (1)"}


def test_the_track_ends_before_a_status_outside_the_scale():
    assert {row["to"] for row in datasets(scorecard().to_dict()) if "to" in row} == {2}


@pytest.mark.parametrize(
    ("columns", "looks", "told"),
    [
        ({"what": ["a"], "status": ["perhaps"]}, LOOKS, "status='status' of 'a': expected one of"),
        (
            {"what": ["a"], "status": ["in part"]},
            {"in part": "round"},
            "statuses['in part']: expected one of",
        ),
        (
            {"what": ["a", "a"], "status": ["in part"] * 2},
            LOOKS,
            "expected one row for each item, got two for item a",
        ),
    ],
)
def test_what_the_scorecard_refuses(columns, looks, told):
    with pytest.raises(ContractError) as caught:
        charts.scorecard(pandas_frame(columns), item="what", status="status", statuses=looks, **WORDS)
    assert told in str(caught.value)


def test_an_empty_scorecard_is_refused():
    with pytest.raises(ContractError, match="the table has no row to draw"):
        charts.scorecard(
            pd.DataFrame({"what": [], "status": []}), item="what", status="status", statuses=LOOKS, **WORDS
        )
