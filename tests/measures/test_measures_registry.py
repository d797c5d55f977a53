"""Rules that every named number keeps."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import figures
from figures.errors import ContractError
from figures.measures import TOPICS, measure, measures
from figures.measures.evidence import _kind_of

NAMES = list(measures())
# Tables whose numbers come from one side of the war, by what a query on them selects.
CLAIMED_TABLES = {"strikes_daily", "losses_daily"}


def test_names_are_dotted_lower_case_and_start_with_their_topic():
    pattern = re.compile(rf"({'|'.join(TOPICS)})(\.[a-z0-9_]+)+")
    assert [name for name in NAMES if not pattern.fullmatch(name)] == []
    assert all(name == found.name for name, found in measures().items())


@pytest.fixture
def made(monkeypatch):
    """Let a topic give these measures."""

    def give(topic, numbers):
        monkeypatch.setattr(f"figures.measures.{topic}.measures", lambda load: numbers)
        figures.measures._of.cache_clear()

    yield give
    monkeypatch.undo()
    figures.measures._of.cache_clear()


def test_a_name_is_never_given_twice(made):
    made("aid", [measure("aid.us.2025_01")] * 2)
    with pytest.raises(ContractError, match=r"two measures are named 'aid\.us\.2025_01'"):
        measures()


def test_a_name_begins_with_its_topic(made):
    made("economy", [measure("aid.us.2025_01")])
    with pytest.raises(ContractError, match=r"'aid\.us\.2025_01' must begin with its topic, 'economy'"):
        measures()


def test_one_number_needs_neither_code_nor_tables_of_other_topics(root):
    code = (
        "import sys, figures.tables as tables; given = tables.load; asked = []\n"
        "tables.load = lambda name, **more: asked.append(name) or given(name, **more)\n"
        "from figures import measure; measure('aid.us.2025_01')\n"
        "from figures.measures import TOPICS\n"
        "print(asked, [topic for topic in TOPICS if f'figures.measures.{topic}' in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == "['aid_monthly'] ['aid']\n"


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(ContractError, match=r"nearest: moratorium\.attack_drones_per_day\.during"):
        measure("moratorium.attack_drone_per_day.during")


@pytest.mark.parametrize("name", NAMES)
def test_its_rows_can_be_shown_and_are_not_empty(name):
    for rows in measure(name).rows:
        found = figures.load(rows.table).query(rows.where)
        assert len(found) > 0, f"{rows.table}: {rows.where}"


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is(name):
    found = measure(name)
    assert found.rows, "a number without rows"
    assert found.formula.endswith(".")
    assert found.unit
    assert found.value == found.value
    if found.low is not None:
        assert found.low <= found.value
    if found.high is not None:
        assert found.value <= found.high


@pytest.mark.parametrize("name", NAMES)
def test_a_party_s_number_names_the_party(name):
    """Every number made only of one side's rows says whose claim it is."""
    found = measure(name)
    if found.name.startswith(("moratorium.days_counted", "tempo.yardsticks")):
        return  # Our own count of days, our own count of several sources.
    sources = [figures.load(rows.table).query(rows.where) for rows in found.rows]
    claimed = {rows.table for rows in found.rows} <= CLAIMED_TABLES or (
        {rows.table for rows in found.rows} == {"battlefield_claims"}
        and all(_kind_of(party) != "independent" for frame in sources for party in frame["claimed_by"])
    )
    assert not claimed or found.claimed_by, f"{name} is a claim by a party"


def test_an_independent_count_is_not_called_a_claim():
    assert measure("civilians.sumy_killed").claimed_by is None
    assert measure("tempo.area_deepstate.2025_04").claimed_by is None
    assert measure("moratorium.attack_drones_per_day.during").claimed_by == "Ukrainian Air Force"


@pytest.mark.parametrize("window", ["before", "during", "after"])
@pytest.mark.parametrize("plural", ["attack_drones", "missiles"])
def test_the_rows_shown_are_exactly_the_rows_used(plural, window):
    found = measure(f"moratorium.{plural}_per_day.{window}")
    (rows,) = found.rows
    assert figures.load(rows.table).query(rows.where)["launched"].sum() == pytest.approx(30 * found.value)


def test_the_code_of_a_number_is_the_function_that_makes_it(root: Path) -> None:
    for name, number in measures().items():
        path, line = number.code
        assert path == f"src/figures/measures/{name.split('.')[0]}.py", name
        lines = (root / path).read_text(encoding="utf-8").splitlines()
        assert lines[line - 1] == "@numbers" and lines[line].startswith("def "), name
