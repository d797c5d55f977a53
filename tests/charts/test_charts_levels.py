"""Levels by several sources and paired months: what is drawn, and what is refused."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from chart_examples import EXAMPLES, WORDS

from figures import charts
from figures.errors import ContractError


def layers(name: str) -> list[tuple[dict, dict, list[dict]]]:
    spec = EXAMPLES[name]().to_dict()
    return [(one["mark"], one["encoding"], spec["datasets"][one["data"]["name"]]) for one in spec["layer"]]


def said(name: str) -> list[str]:
    return [row["said"] for _, by, rows in layers(name) if "description" in by for row in rows]


def test_a_claim_is_dashed_and_a_model_has_a_band():
    lines = {
        tuple(mark["strokeDash"]): rows
        for mark, _, rows in layers("estimates_over_time")
        if mark["type"] == "line"
    }
    assert [row["amount"] for row in lines[5, 3]] == [915000, 952000, 987000]
    assert [row["amount"] for row in lines[1, 0]] == [870000, 904000, 945000]
    bands = [rows for mark, _, rows in layers("estimates_over_time") if mark["type"] == "area" and rows]
    assert [[(row["amount"], row["high"]) for row in rows] for rows in bands] == [
        [(769000, 984000), (801000, 1020000), (838000, 1066000)]
    ]


def test_estimates_are_told_as_they_were_given():
    told = [words for words in dict.fromkeys(said("estimates_over_time")) if ", officials: " in words]
    assert told == [
        "20 May 2025, officials: 800,000 to 950,000",
        "18 March 2025, officials: more than 750,000",
        "3 April 2025, officials: 790,000",
    ]


def test_the_scale_begins_at_zero_unless_asked_otherwise():
    def domain(name: str) -> list[float]:
        return next(by["y"]["scale"]["domain"] for mark, by, _ in layers(name) if mark["type"] == "line")

    assert domain("estimates_over_time")[0] == 0
    assert 0 < domain("estimates_over_time, close")[0] <= 750000


def test_a_month_without_a_ratio_stands_above_the_scale():
    open_marks = [
        (by["y"]["value"], [row["said"] for row in rows])
        for mark, by, rows in layers("paired_months")
        if mark["type"] == "point" and rows and "no net gain" in rows[0].get("said", "")
    ]
    assert open_marks == [
        (13, ["April 2026, another map: no net gain", "May 2026, another map: no net gain"])
    ]
    scale = next(
        by["y"]["scale"]
        for mark, by, _ in layers("paired_months")
        if mark["type"] == "rule" and "scale" in by.get("y", {})
    )
    assert (scale["type"], scale["range"]) == ("log", [300, 26])


def refusal(function, columns: dict, **arguments) -> str:
    with pytest.raises(ContractError) as caught:
        function(pl.DataFrame(columns), **arguments, **WORDS)
    return str(caught.value)


LEVEL = {
    "date": "date",
    "value": "total",
    "series": "by",
    "low": "low",
    "high": "high",
    "unit": "n",
    "colours": {"a party": "blue", "a model": "teal", "officials": "ink"},
}


def test_a_level_lies_in_its_range_and_has_a_colour():
    row = {"date": [date(2025, 4, 3)], "by": ["a model"], "total": [7], "low": [8], "high": [9]}
    assert "expected low <= value <= high, got [8, 7, 9]" in refusal(charts.estimates_over_time, row, **LEVEL)
    row = {**row, "by": ["someone"], "low": [6]}
    assert "series without a colour: expected one of" in refusal(charts.estimates_over_time, row, **LEVEL)


PAIR = {
    "month": "month",
    "value": "ratio",
    "series": "map",
    "unit": "n",
    "nothing": "none",
    "colours": {"one": "ink", "two": "teal"},
}


def test_a_ratio_is_above_zero_and_of_two_sources():
    row = {"month": [date(2025, 4, 1)], "map": ["one"], "ratio": [0.0]}
    assert "expected more than zero, got 0 for one, 2025-04-01" in refusal(charts.paired_months, row, **PAIR)
    assert "expected two series, got ['one']" in refusal(
        charts.paired_months, row, **{**PAIR, "colours": {"one": "ink"}}
    )
    twice = {"month": [date(2025, 4, 1), date(2025, 4, 30)], "map": ["one"] * 2, "ratio": [1.0, 2.0]}
    assert "expected one row for each month and series" in refusal(charts.paired_months, twice, **PAIR)
