"""One cell for each thing counted, and refusals of what cannot be counted."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from chart_examples import WORDS, counted_cells

from figures import charts, theme
from figures.errors import ContractError

CELLS = {"yes": charts.Cell("triangle-up"), "no": charts.Cell("triangle-down", tone=1.0)}
ARGUMENTS = {"group": "section", "kind": "verdict", "count": "lines", "cells": CELLS, **WORDS}


def frame(lines: list[float], verdict: str = "yes") -> pd.DataFrame:
    return pd.DataFrame({"section": ["One"] * len(lines), "verdict": [verdict] * len(lines), "lines": lines})


def test_there_are_as_many_cells_as_things_and_they_do_not_overlap() -> None:
    # The example: 20 and 2 in One, 1 in Two.
    spec = counted_cells().to_dict()
    cells = spec["datasets"][spec["layer"][0]["data"]["name"]]
    assert [row["said"] for row in cells] == ["One: yes"] * 20 + ["One: no"] * 2 + ["Two: so so"]
    first = [row for row in cells if row["said"].startswith("One")]
    assert all(one["to"] < other["from"] for one, other in pairwise(first))
    assert [row["from"] for row in cells if row["said"].startswith("Two")] == [0.05]


def test_the_counts_are_written_and_not_broken_within() -> None:
    told = str(counted_cells().to_dict()["datasets"])
    assert "20\\xa0yes, 2\\xa0no" in told and "1\\xa0so\\xa0so" in told


def test_a_shape_stands_out_from_its_cell() -> None:
    spec = counted_cells().to_dict()
    cells = spec["datasets"][spec["layer"][0]["data"]["name"]]
    for row in cells:
        assert row["line"] == theme.LIGHT["paper" if row["fillOpacity"] > 0.6 else "ink"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (frame([1], "perhaps"), "kind without a look: expected one of ['yes', 'no'], got 'perhaps'"),
        (frame([-1]), "expected a whole number of zero or more, got -1 for One, yes"),
        (frame([1.5]), "expected a whole number of zero or more, got 1.5 for One, yes"),
        (frame([1, 2]), "expected one row for each group and kind, got two"),
    ],
)
def test_what_cannot_be_counted_is_refused(data: pd.DataFrame, told: str) -> None:
    with pytest.raises(ContractError) as caught:
        charts.counted_cells(data, **ARGUMENTS)
    assert told in str(caught.value)


def test_none_is_said_and_not_drawn() -> None:
    spec = charts.counted_cells(frame([0]), **ARGUMENTS).to_dict()
    assert "none" in str(spec["datasets"])
