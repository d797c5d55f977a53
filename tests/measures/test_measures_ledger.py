"""Lines counted by verdict: worked out by hand on a few rows, then on the ledger itself."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

import figures
from figures.claims.verdicts import VERDICTS
from figures.measures import ledger

ROWS = {
    "line": [1, 9, 10, 11, 12],
    "section": ["ultimatum", "demands", "demands", "demands", "demands"],
    "verdict": ["mixed", "not_checkable", "supported", "mixed", "supported"],
    "firm": ["no", None, "yes", "no", "yes"],
}
PARTS = {
    "line": [1, 1, 10, 11],
    "part": [1, 2, 1, 1],
    "main": ["main", "minor", "main", "main"],
    "finding": ["split", "holds", "holds", "split"],
    "first_main": ["main", "minor", "main", "main"],
    "first_finding": ["split", "holds", "holds", "split"],
    "second_main": ["main", "main", "main", "main"],
    "second_finding": ["split", "holds", "holds", "holds"],
    "settled": [None, "yes", None, "yes"],
}
TABLES = {"claims": ROWS, "claim_parts": PARTS}


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
    made = {one.name: one.value for one in ledger.measures(lambda name: pd.DataFrame(TABLES[name]))}
    # Findings: of eight readings three are split and five hold, so 2 * 3 * 5 = 30 by chance, and one pair differs: 1 - 7 * 2 / 30.
    assert made.pop("ledger.agreement.finding") == pytest.approx(1 - 14 / 30)
    # Weights: seven are main and one is minor, so 2 * 7 * 1 = 14 by chance, and one pair differs: 1 - 7 * 2 / 14.
    assert made.pop("ledger.agreement.main") == pytest.approx(0)
    assert made == {
        "ledger.parts": 4,
        "ledger.settled": 2,
        "ledger.firm": 2,
        "ledger.as_claimed": 0,
        "ledger.as_denied": 0,
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


def test_how_far_a_line_can_move_is_worked_out_from_its_parts():
    rows = list(ledger.reach(pl.DataFrame(PARTS)).iter_rows(named=True))
    assert [(row["line"], row["verdict"], row["best"], row["worst"], row["firm"]) for row in rows] == [
        # Split on the one main part: one step up or down; the minor part as main changes nothing.
        ("L1", "Mixed", "As one side claims", "As one side denies", "no"),
        ("L10", "Supported", "Supported", "As one side claims", "yes"),
        ("L11", "Mixed", "As one side claims", "As one side denies", "no"),
    ]
