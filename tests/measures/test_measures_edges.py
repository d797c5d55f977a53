"""What happens exactly at an edge: where planted errors had survived."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from figures import load
from figures.claims.verdicts import LOOKS
from figures.errors import ContractError
from figures.measures import Measure, Rows, ledger, measures, tempo
from figures.measures._frames import records

ONE = {"name": "a.b", "value": 1.0, "unit": "n", "formula": "One.", "rows": (Rows("claims", "line == 1"),)}


def test_a_month_that_is_text_is_refused_as_a_date_is() -> None:
    with pytest.raises(ContractError, match="column 'month' must hold real dates, got '2025-04'"):
        records(pd.DataFrame({"month": ["2025-04"]}), "month")


def test_lines_that_lean_against_are_of_two_verdicts() -> None:
    verdicts = ["mostly_not_supported", "not_supported", "mixed", "as_denied"]
    tables = {
        "claims": pd.DataFrame(
            {"line": [1, 2, 3, 4], "verdict": verdicts, "firm": ["yes", "no", "no", "no"]}
        ),
        "claim_parts": load("claim_parts"),
    }
    found = {one.name: one.value for one in ledger.measures(tables.__getitem__)}
    assert (found["ledger.leaning_against"], found["ledger.as_denied"], found["ledger.firm"]) == (2, 1, 1)


def test_only_clear_verdicts_have_filled_shapes() -> None:
    filled = {name for name, (_, _, _, filled) in LOOKS.items() if filled}
    assert filled == {"supported", "mixed", "as_denied", "not_supported"}


def test_where_a_number_was_made_is_no_part_of_it() -> None:
    one = Measure(**ONE, as_of=date(2025, 4, 18), code=("one.py", 1))
    other = Measure(**ONE, as_of=date(2025, 4, 18), code=("other.py", 2))
    assert one.code != other.code
    assert one == other
    assert "code" not in repr(one)


def test_a_number_leads_to_the_module_of_its_topic_and_not_to_a_helper() -> None:
    for one in measures().values():
        assert one.code[0] == f"src/figures/measures/{one.name.split('.')[0]}.py"


def test_a_yardstick_that_stayed_the_same_has_not_risen() -> None:
    february, _, april = tempo.SPRING
    table = {(key, month): {"value": 5.0} for key in tempo.FIVE for month in (february, april)}
    assert tempo._rising(table).value == 0
    table[tempo.FIVE[0], april] = {"value": 5.1}
    assert tempo._rising(table).value == 1
