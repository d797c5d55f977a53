"""Numbers in sentences come from whoever gives them, in the form asked for."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from figures.errors import ContractError
from figures.figure.slots import number_text, pieces, say
from figures.measures.measure import Measure, Rows

FALL = Measure(
    name="moratorium.made_up",
    value=-32.65,
    low=-43.2,
    high=-32.65,
    unit="per cent",
    formula="Made up for this test.",
    rows=(Rows("strikes_daily", "launched > 0"),),
    as_of=date(2025, 4, 16),
)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (None, "−33"),
        ("size", "33"),
        ("low", "−43"),
        ("high", "−33"),
        ("range", "−43 to −33"),
        ("words", "−33"),
        ("unit", "per cent"),
    ],
)
def test_a_measure_is_printed_in_the_form_asked_for(form: str | None, text: str) -> None:
    assert number_text(FALL, form) == text


def test_small_counts_are_spelled_out() -> None:
    three = Measure(name="a.b", value=3, unit="tanks", formula="f", rows=FALL.rows, as_of=FALL.as_of)
    assert (number_text(three, "words"), number_text(three, "range"), number_text(three, "low")) == (
        "three",
        "3",
        "3",
    )


def test_words_and_numbers_alternate_and_nothing_is_lost() -> None:
    text = "From {moratorium.attack_drones_per_day.before} to {moratorium.attack_drones_per_day.during}, see L19 {not a slot}."
    found = list(pieces(text))
    assert [piece.number is not None for piece in found] == [False, True, False, True, False]
    # Totals of 4,519 and 3,042 over thirty days each: 150.6 and 101.4.
    assert say(text) == "From 151 to 101, see L19 {not a slot}."


def test_an_unknown_number_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(ContractError, match=r"moratorium\.attack_drones_per_day.during"):
        say("{moratorium.attack_drones_per_day.durring}")


@pytest.mark.parametrize("text", ["{aid.us.2025_01:rnage}", "{aid.us.2025_01:value}"])
def test_an_unknown_form_is_an_error_and_not_the_plain_value(text: str) -> None:
    with pytest.raises(ContractError, match="can be printed as range, low, high, size, words, unit"):
        say(text)


def test_numbers_can_be_given_by_the_caller() -> None:
    assert say(
        "{fall.of.something:size} {fall.of.something:unit}", {"fall.of.something": FALL}.__getitem__
    ) == ("33 per cent")


def asked_elsewhere(code: str, *folders: Path) -> str:
    """Run code in a process that finds no installed package but those in folders, as after ``pip install``."""
    kept = [folder for folder in sys.path if folder.endswith("site-packages")]
    shown = (
        "import importlib.metadata as metadata, sys\n"
        f"sys.path = [*{[*map(str, folders)]!r}, *sys.path]\n"
        f"real = metadata.DistributionFinder.Context.path\n"
        f"metadata.DistributionFinder.Context.path = property(lambda self: [one for one in sys.path if one not in {kept!r}])\n"
        + code
    )
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip().splitlines()[-1]


def test_another_package_gives_its_own_numbers_and_without_any_a_slot_is_an_error(tmp_path: Path) -> None:
    code = "from figures.figure.slots import say; print(say('{library.loans} loans'))"
    assert "stands for a number, and no installed package gives any" in asked_elsewhere(code)
    (tmp_path / "library.py").write_text(
        "from figures.errors import ContractError\n"
        "from figures.measures.measure import Measure\n"
        "from datetime import date\n"
        "def number(name):\n"
        "    if name != 'library.loans':\n"
        "        raise ContractError('no number of the library')\n"
        "    return Measure(name=name, value=12, unit='loans', formula='', rows=(), as_of=date(2025, 1, 1))\n"
    )
    info = tmp_path / "library-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: library\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[figures.numbers]\nlibrary = library:number\n")
    assert asked_elsewhere(code, tmp_path) == "12 loans"
    assert "no number of the library" in asked_elsewhere(code.replace("loans}", "readers}"), tmp_path)


def test_a_text_without_slots_asks_nobody() -> None:
    code = "import sys; from figures.figure.slots import say; say('no {slot}'); print('figures.measures' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )
