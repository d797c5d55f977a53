"""Lines counted by verdict: worked out by hand on a few rows, then on the ledger itself."""

from __future__ import annotations

import pandas as pd
import polars as pl

import figures
from figures.claims.verdicts import VERDICTS
from figures.measures import ledger

ROWS = {
    "line": [1, 9, 10, 11, 12],
    "section": ["ultimatum", "demands", "demands", "demands", "demands"],
    "verdict": ["mixed", "not_checkable", "supported", "mixed", "supported"],
}


def test_lines_are_counted_in_the_order_of_op_ed_and_scale():
    expected = [
        ("The ultimatum", "Mixed", 1),
        ("What the Kremlin demands", "Supported", 2),
        ("What the Kremlin demands", "Mixed", 1),
        ("What the Kremlin demands", "Not checkable", 1),
    ]
    assert list(ledger.by_section(pl.DataFrame(ROWS)).iter_rows()) == expected
    assert list(ledger.by_section(pd.DataFrame(ROWS)).itertuples(index=False, name=None)) == expected


def test_measures_count_verdicts():
    made = {one.name: one.value for one in ledger.measures(lambda _: pd.DataFrame(ROWS))}
    assert made == {
        "ledger.lines": 5,
        "ledger.graded": 4,
        "ledger.leaning_for": 2,
        "ledger.leaning_against": 0,
        "ledger.supported": 2,
        "ledger.mostly_supported": 0,
        "ledger.mixed": 2,
        "ledger.mostly_not_supported": 0,
        "ledger.not_supported": 0,
        "ledger.unverified": 0,
        "ledger.not_checkable": 1,
    }


def test_the_verdicts_add_up_to_the_lines():
    by_verdict = sum(figures.measure(f"ledger.{verdict}").value for verdict in VERDICTS)
    assert by_verdict == figures.measure("ledger.lines").value == len(figures.load("claims"))
