"""A number leads to its recipe, its rows and the line of code that made it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from figures import load, measure
from figures.book.traces import facts, files, panel
from figures.measures import measures
from figures.measures.measure import Measure, Rows

NASTY = '<script>alert(1)</script>"'


def test_a_panel_says_all_that_is_known_of_a_number() -> None:
    number = measure("moratorium.attack_drones_per_day.during")
    html = panel(number)
    for words in (
        "<b>101</b> attack drones launched per day",
        "101 to 109",
        "Ukrainian Air Force",
        "16 April 2025",
        "28 rows",
        "weapon_class == &#x27;attack_drone&#x27;",
        "The first 20 of 28 rows",
        'href="numbers.html#num-moratorium-attack-drones-per-day-during"',
    ):
        assert words in html


def test_what_a_panel_says_at_first_fits_a_phone() -> None:
    first, *folded = panel(measure("moratorium.attack_drones_per_day.during")).split("<details>")
    assert first.startswith(
        "<p><b>101</b> attack drones launched per day, range 101 to 109, as of 16 April 2025</p>"
    )
    assert (
        'Claimed by Ukrainian Air Force. Source: <a href="sources.html#strikes-daily">Ukrainian Air Force '
        "(daily public reports) (claim by a party); piterfm, Massive Missile Attacks on Ukraine (count)</a>."
    ) in first
    assert [part.partition("</summary>")[0] for part in folded] == [
        "<summary>28 rows of strikes_daily",
        "<summary>Code",
    ]
    assert '<th scope="col" class="number">launched</th>' in folded[0]


def test_a_range_that_prints_as_the_value_is_none() -> None:
    assert "range" not in panel(measure("moratorium.attack_drones_per_day.before")).partition(", as of")[0]


def test_the_line_of_code_is_where_the_number_is_made(root: Path) -> None:
    for number in measures().values():
        path, line = number.code
        assert path.startswith("src/figures/measures/"), number.name
        assert not path.endswith(("measure.py", "_frames.py")), number.name
        assert line <= len((root / path).read_text(encoding="utf-8").splitlines())


def test_the_files_hold_the_rows_that_were_used() -> None:
    number = measure("sanctions.russia.additions.2025_02")
    made = files(number)
    script, table = made
    assert script == "numbers/num-sanctions-russia-additions-2025-02.js"
    id_, html = json.loads(
        "[" + made[script].decode().removeprefix("figureNumber(").rstrip().removesuffix(");") + "]"
    )
    assert id_ == "num-sanctions-russia-additions-2025-02" and html == panel(number)
    rows = list(csv.DictReader(io.StringIO(made[table].decode())))
    used = number.rows[0].of(load)
    assert len(rows) == len(used) >= 1
    assert {row["country"] for row in rows} == {"Russia"}


@pytest.mark.parametrize("field", ["unit", "formula", "claimed_by"])
def test_text_is_text(field: str) -> None:
    given = {"unit": "people", "formula": "Counted.", "claimed_by": "somebody"} | {field: NASTY}
    number = Measure(
        name="a.b",
        value=1,
        rows=(Rows("strikes_daily", "launched > 100000"),),
        as_of=date(2025, 4, 18),
        **given,  # type: ignore[arg-type]
    )
    assert "<script" not in facts(number)
    assert "&lt;script" in facts(number)
