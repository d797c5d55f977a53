"""A letter that the font of the drawings lacks is named before a reader sees a box."""

from __future__ import annotations

import warnings
from pathlib import Path

import altair as alt
import pytest
from chart_examples import EXAMPLES

from figure.test_fonts import output
from figures import Source, publish
from figures.figure.glyphs import has

# Each letter alone, where the machine has no font: those that the font lacks are drawn alike, as nothing or as one box.
DRAWN = """
import hashlib, sys
from figures.figure import draw, renderer
renderer._FONT_FOLDERS = ()
for letter in sys.argv[1]:
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><text x="4" y="20" font-family="{renderer.FONT}">{letter}</text></svg>'
    print(hashlib.sha256(draw.rasterised(picture)).hexdigest())
"""
HAS = "aZ9éßőжЯΩשא’“–−€≈≤→½ﬁ∞"
LACKS = "₂₀ⁿ中文日한ไक🙂★✓ℝⅨ⁰∀∈☂"


def test_what_the_font_has_is_what_it_draws(tmp_path: Path) -> None:
    lacking = "".join(letter for letter in LACKS if not has(letter))
    drawn = output(DRAWN, tmp_path / "none", HAS + lacking).split()
    box = drawn[-1]
    assert [letter for letter, picture in zip(HAS + lacking, drawn, strict=True) if picture == box] == list(
        lacking
    )
    assert all(has(letter) for letter in HAS)
    assert len(lacking) >= 14


def chart(title: str, label: str = "a", comment: str = "") -> alt.Chart:
    rows = alt.Data(values=[{"who": label, "n": 1, "comment": comment}])
    return alt.Chart(rows, title=title).mark_bar().encode(x="n:Q", y="who:N", tooltip="comment:N")


@pytest.mark.parametrize(
    ("drawn", "named"),
    [
        (chart("CO₂ in the air"), r"no ₂ \(U\+2082\): a PNG shows boxes"),
        (chart("A title", "東京"), r"no 京 \(U\+4EAC\), 東 \(U\+6771\)"),
        (chart("A smile 🙂"), r"no 🙂 \(U\+1F642\)"),
        (chart("Many", "".join(chr(0x4E00 + at) for at in range(20))), r"丁 .* and 8 more"),
    ],
    ids=["subscript", "label", "emoji", "many"],
)
def test_a_letter_that_the_font_lacks_is_named(drawn: alt.Chart, named: str) -> None:
    with pytest.warns(UserWarning, match=named) as told:
        publish(drawn, id="a", sources=[Source("A shop")])
    assert Path(told[0].filename) == Path(__file__)


def test_nothing_is_said_of_what_is_drawn_or_is_drawn_in_a_font_of_the_charts_own() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        publish(chart("Żółć, Київ, Αθήνα: 5 €, −3 ½", comment="東京"), id="a", sources=[Source("A shop")])
        publish(chart("東京").configure(font="Noto Sans CJK JP"), id="a", sources=[Source("A shop")])
        for example in EXAMPLES.values():
            publish(example(), id="a", sources=[Source("A shop")])
