"""What one change does to a verdict: lists of parts small enough to work out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.claims.agreement import alpha
from figures.claims.firmness import changes, firm, reach, turns
from figures.claims.verdicts import Finding, Part, verdict

LETTERS: dict[str, Finding] = {
    "h": "holds",
    "c": "claimed",
    "s": "split",
    "n": "not_found",
    "d": "denied",
    "f": "fails",
}
OPPOSITE = str.maketrans("hHfFcCdD", "fFhHdDcC")


def parts(letters: str) -> list[Part]:
    """``"hF"`` is a main part that holds and a minor part that fails: small letters are main, capitals minor."""
    return [
        Part(says=f"Part {at}.", main=one.islower(), finding=LETTERS[one.lower()])
        for at, one in enumerate(letters, 1)
    ]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("h", True),  # only a party says so: as one side claims, still for it
        ("hN", True),  # nothing found on a main part beside one that holds: mostly supported
        ("hF", False),  # a main part that fails: mixed
        ("c", False),  # evidence on both sides: mixed
        ("s", False),
        ("hhff", True),  # whichever of the four changes, one on each side is left
        ("hf", False),  # either as a minor part leaves the other alone
        ("f", True),
        ("fN", True),
        ("d", False),
    ],
)
def test_whether_one_change_moves_a_line_to_another_side(letters: str, expected: bool) -> None:
    assert firm(parts(letters)) == expected


def test_the_change_and_the_verdict_that_would_follow_are_named() -> None:
    (change,) = turns(parts("hF"))
    assert change.condition == "“Part 2” were a main part"
    assert (change.was.main, change.part.main, change.verdict) == (False, True, "mixed")
    both = turns(parts("c"))
    assert [(one.condition, one.verdict) for one in both] == [
        ("there were evidence on both sides of “Part 1”", "mixed")
    ]


def test_the_verdicts_within_one_change_come_in_the_order_of_the_scale() -> None:
    assert reach(parts("hF")) == ["mostly_supported", "as_claimed", "mixed"]
    assert reach(parts("s")) == ["as_claimed", "mixed", "as_denied"]


def test_a_line_keeps_a_main_part() -> None:
    assert all(any(part.main for part in [change.part]) for change in changes(parts("h")))


@given(
    st.text(st.sampled_from("hHfFcCdDsSnN"), min_size=1, max_size=6).filter(lambda text: text != text.upper())
)
def test_both_sides_are_equally_firm(letters: str) -> None:
    assert firm(parts(letters)) == firm(parts(letters.translate(OPPOSITE)))


@given(
    st.text(st.sampled_from("hHfFcCdDsSnN"), min_size=1, max_size=6).filter(lambda text: text != text.upper())
)
def test_the_verdict_is_within_its_own_reach(letters: str) -> None:
    assert verdict(parts(letters)) in reach(parts(letters))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        # Two values, both a: no variety and no disagreement.
        ([("a", "a")], 1.0),
        # a 5 times and b 3 times of 8; expected disagreements 2 * 5 * 3 = 30; one pair differs: 1 - 7 * 2 / 30.
        ([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")], 1 - 14 / 30),
        # Every pair differs: a and b twice each of 4, 2 * 2 * 2 = 8: 1 - 3 * 4 / 8.
        ([("a", "b"), ("b", "a")], -0.5),
    ],
)
def test_alpha_as_by_hand(pairs: list[tuple[str, str]], expected: float) -> None:
    assert alpha(pairs) == pytest.approx(expected)
