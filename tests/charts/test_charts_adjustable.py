"""The windows that a reader can change show what a hand computes from the rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars
import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import charts
from figures.errors import ContractError
from figures.figure import draw

FIRST = date(2025, 3, 1)


def chart(amounts: list[int | None], long: int = 7, **changed: Any) -> Any:
    """Draw three windows of ``long`` days each; ``None`` is a day without a report."""
    days = [FIRST + timedelta(days=at) for at in range(3 * long)]
    starts = [FIRST + timedelta(days=at * long) for at in range(3)]
    windows = [
        charts.Window(label, start, start + timedelta(days=long - 1), 0, label == "pause")
        for label, start in zip(("before", "pause", "after"), starts, strict=True)
    ]
    arguments = {
        "date": "day",
        "value": "n",
        "windows": windows,
        "unit": "a day",
        "title": "A finding",
        "subtitle": "What",
        "adjustable": True,
    } | changed
    return charts.daily_columns(polars.DataFrame({"day": days, "n": amounts}), **arguments)


def words(spec: dict[str, Any], **params: Any) -> set[str]:
    for param in spec["params"]:
        param["value"] = params.get(param["name"], param["value"])
    found: set[str] = set()

    def walk(item: dict[str, Any]) -> None:
        if isinstance(item.get("text"), str):
            found.add(item["text"])
        for inner in item.get("items", []):
            walk(inner)

    walk(vl_convert.vegalite_to_scenegraph(spec, vl_version=draw.VEGALITE)["scenegraph"])
    return found


def test_means_and_change_are_those_of_the_windows() -> None:
    # Before: seven days of 10, then the pause: 5, no report, and five days of 6: 35 in seven days; after: seven of 20.
    spec = chart([10] * 7 + [5, None, 6, 6, 6, 6, 6] + [20] * 7).to_dict()
    assert {"mean 10", "mean 5 (−50 %)", "mean 20", "7 days before", "7 days after", "pause"} <= words(spec)
    assert {"mean 5 (−75 %)"} <= words(spec, side="after")


def test_a_shorter_window_takes_the_days_next_to_the_pause() -> None:
    # Ten days before: 0 to 9; the last seven are 3 to 9, mean 6. After: 10 to 19, the first seven are 10 to 16, mean 13.
    spec = chart([*range(10), *[12] * 10, *range(10, 20)], long=10).to_dict()
    assert {"mean 4.5", "mean 14.5", "mean 12 (+167 %)"} <= words(spec)
    shorter = words(spec, days=7)
    assert {"mean 6", "mean 13", "mean 12 (+100 %)", "7 days before"} <= shorter


@settings(max_examples=25)  # a drawing each
@given(st.lists(st.integers(1, 400), min_size=21, max_size=21))
def test_the_drawn_change_is_the_change_of_the_sums(amounts: list[int]) -> None:
    before, during = sum(amounts[:7]), sum(amounts[7:14])
    change = 100 * (during / before - 1)
    shown = next(
        text for text in words(chart(list(amounts)).to_dict()) if text.startswith("mean") and "%" in text
    )
    drawn = float(shown.split("(")[1].split(" ")[0].replace("−", "-"))
    assert drawn == pytest.approx(change, abs=0.51)


@pytest.mark.parametrize(
    "windows",
    [
        [],
        [charts.Window("only", FIRST, FIRST + timedelta(days=9), 1, True)],
        [
            charts.Window("a", FIRST, FIRST + timedelta(days=8), 1),
            charts.Window("b", FIRST + timedelta(days=10), FIRST + timedelta(days=19), 1, True),
            charts.Window("c", FIRST + timedelta(days=20), FIRST + timedelta(days=29), 1),
        ],
    ],
    ids=["none", "one", "a gap"],
)
def test_other_windows_are_refused(windows: list[charts.Window]) -> None:
    with pytest.raises(ContractError, match="adjustable: expected three windows that follow each other"):
        chart([1] * 30, long=10, windows=windows)
