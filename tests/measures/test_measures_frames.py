"""Rows as measures read them: plain Python values, and ``None`` for what is missing, whichever way an engine says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest

from figures.errors import ContractError
from figures.measures._frames import months, records


def test_not_a_number_and_nothing_are_both_missing():
    assert records(pl.DataFrame({"share": [0.5, float("nan"), None]}), "share") == [
        {"share": 0.5},
        {"share": None},
        {"share": None},
    ]


def test_decimals_become_whole_numbers_where_they_are_whole():
    table = pa.table({"total": [Decimal("3.0"), Decimal("2.5")]})
    found = [row["total"] for row in records(table, "total")]
    assert found == [3, 2.5]
    assert [type(value) for value in found] == [int, float]


def test_text_is_no_date():
    with pytest.raises(ContractError, match="column 'date' must hold real dates, got '2025-04-16'"):
        records(pl.DataFrame({"date": ["2025-04-16"]}), "date")


def test_months_are_those_of_both_ends_too():
    assert months(date(2024, 12, 31), date(2025, 2, 1)) == [
        date(2024, 12, 1),
        date(2025, 1, 1),
        date(2025, 2, 1),
    ]
