"""Any hex can be made readable: on white by moving its lightness, on dark paper by a twin; checked against the formulas of test_theme.py."""

from __future__ import annotations

import copy
import json
import math
import pickle
import warnings

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures import theme
from figures.contrast import contrast as ours
from figures.contrast import nearest
from figures.theme import Chosen, dark_twin, resolved
from test_theme import contrast, lab

WHITE, DARK_PAPER = theme.LIGHT["paper"], theme.DARK["paper"]
hexes = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(hexes, hexes)
def test_contrast_is_that_of_wcag(one, other):
    assert ours(one, other) == ours(other, one) == pytest.approx(contrast(one, other))


def test_contrasts_worked_out_by_hand():
    # Black has a luminance of 0, white of 1: (1 + 0.05) / (0 + 0.05).
    assert ours("#000000", "#ffffff") == pytest.approx(21)
    # #808080: (128 / 255 + 0.055) / 1.055 to the power 2.4 is 0.2159; 1.05 / 0.2659.
    assert ours("#808080", "#ffffff") == pytest.approx(3.949, abs=1e-3)


@given(hexes)
def test_every_hex_has_a_twin_that_can_be_read_on_dark_paper(hex_):
    twin = dark_twin(hex_)
    assert contrast(twin, DARK_PAPER) >= 4.5
    assert dark_twin(hex_) == twin


@given(hexes, hexes)
def test_of_two_hexes_the_darker_has_the_lighter_twin(one, other):
    darker, lighter = sorted((one, other), key=lambda hex_: -contrast(hex_, WHITE))
    # A step of a hex moves the contrast by less than 0.3.
    assert contrast(dark_twin(darker), DARK_PAPER) >= contrast(dark_twin(lighter), DARK_PAPER) - 0.3


@given(hexes)
def test_a_twin_keeps_the_hue(hex_):
    def hue(one):
        _, a, b = lab(one)
        return math.hypot(a, b), math.degrees(math.atan2(b, a))

    (chroma, before), (still, after) = hue(hex_), hue(dark_twin(hex_))
    if min(chroma, still) > 20:  # CIELAB bends the hues of OKLCH, of blue most; a grey has none
        assert abs((after - before + 180) % 360 - 180) < 40


def test_a_grey_has_a_grey_twin():
    for hex_ in ("#000000", "#333333", "#767676"):
        assert len({dark_twin(hex_)[at : at + 2] for at in (1, 3, 5)}) == 1
    assert dark_twin("#000000") == "#ffffff"


@given(hexes, st.sampled_from([3.0, 4.5]))
def test_what_is_offered_passes_and_what_passes_stays(hex_, least):
    better = nearest(hex_, WHITE, least)
    assert contrast(better, WHITE) >= least
    assert nearest(better, WHITE, least) == better
    if contrast(hex_, WHITE) >= least:
        assert better == hex_
    else:
        assert contrast(better, WHITE) < least + 0.15  # no darker than it must be


@given(hexes, st.booleans())
def test_a_hex_is_taken_or_the_one_that_is_offered_is(hex_, text):
    try:
        found = resolved(hex_, text=text)
    except ValueError as error:
        offered = str(error).rpartition("'")[0].rpartition("'")[2]
        found = resolved(offered, text=text)
        assert contrast(hex_, WHITE) < (4.5 if text else 3)
    assert contrast(found, WHITE) >= (4.5 if text else 3)
    assert found == resolved(found, text=text)


def test_a_hex_may_be_short_or_in_capitals():
    assert resolved("#C0392B") == "#c0392b"
    assert resolved("#a3C") == "#aa33cc"


@pytest.mark.parametrize("name", [*theme.HUES, "neutral", "muted", "ink"])
def test_a_hex_of_a_token_is_the_token(name):
    for tokens in (theme.LIGHT, theme.DARK):
        assert resolved(tokens[name].upper()) == theme.LIGHT[name]
        assert not isinstance(resolved(tokens[name]), Chosen)


@pytest.mark.parametrize(
    "given", ["paper", "grid", "band", "purple", "", "#12", "#12345g", "c0392b", 3, None, ["red"]]
)
def test_what_is_no_colour_is_refused(given):
    with pytest.raises(ValueError, match="expected one of") as refused:
        resolved(given)
    assert str(refused.value) == (
        "expected one of blue, amber, teal, red, violet, green, neutral, muted, ink or a hex such as '#c0392b', "
        f"got {given!r}"
    )


def test_what_is_too_faint_is_refused_with_the_nearest_that_is_not():
    with pytest.raises(ValueError, match="contrast") as refused:
        resolved("#fc0")
    assert str(refused.value) == (
        "expected a contrast of at least 3:1 with white paper, got '#fc0' with 1.5:1; the nearest that passes is '#b69000'"
    )
    with pytest.raises(
        ValueError,
        match=r"at least 4.5:1 with white paper, for the words in this colour, got '#808080' with 3.9:1; .* '#767676'",
    ):
        resolved("#808080", text=True)
    with pytest.raises(ValueError, match=r"got 'neutral' with 3.6:1; the nearest that passes is 'muted'"):
        resolved("neutral", text=True)
    assert resolved("neutral") == theme.LIGHT["neutral"]


def test_a_chosen_hex_knows_its_twin_wherever_it_goes():
    red = resolved("#c0392b")
    assert json.dumps({"color": red}) == '{"color": "#c0392b"}'
    for one in (copy.deepcopy(red), pickle.loads(pickle.dumps(red))):
        dark = theme.recoloured([one], "dark")[0]
        assert (one, dark) == ("#c0392b", "#f08d7d")
        assert theme.recoloured(pickle.loads(pickle.dumps([dark])), "light") == ["#c0392b"]
    # The same text that nobody gave as a colour stays.
    assert theme.recoloured(["#c0392b"], "dark") == ["#c0392b"]


FORMER = {
    "russia": "red",
    "ukraine": "blue",
    "united_states": "violet",
    "europe": "amber",
    "independent": "teal",
}


@pytest.mark.parametrize("name", FORMER)
def test_a_former_name_works_for_one_release_and_warns_whoever_wrote_it(name):
    from datetime import date

    from figures.charts import monthly_columns

    visits = pa.table({"month": [date(2025, 1, 1), date(2025, 2, 1)], "visits": [310, 295]})
    words = {"unit": "visits", "title": "Fewer", "subtitle": "By month"}
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        old = monthly_columns(visits, month="month", value="visits", colour=name, **words)
        hexes = theme.LIGHT[name], theme.DARK[name]
    assert [(str(one.message), one.category, one.filename) for one in told] == 3 * [
        (
            f"{name!r} is called {FORMER[name]!r} now; the next release forgets the old name",
            DeprecationWarning,
            __file__,
        )
    ]
    assert (
        old.to_dict()
        == monthly_columns(visits, month="month", value="visits", colour=FORMER[name], **words).to_dict()
    )
    assert hexes == (theme.LIGHT[FORMER[name]], theme.DARK[FORMER[name]])
