"""A drawing with fewer elements has the same pixels."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image

from figures.book.docstring_examples import example, functions
from figures.figure import draw
from figures.figure.lean import lean

BEGIN = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40">'
# The renderer draws the edges of marks in 16 steps; where numbers are added up before it reads them, two of these may differ.
STEPS = 36


def elements(picture: str) -> int:
    return len(re.findall("<[a-z]", picture))


def pixels(picture: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(draw.rasterised(picture))).convert("RGBA"), dtype=int)


def both(inside: str) -> str:
    """Make a drawing lean, and give it back if nobody can see that."""
    picture = f"{BEGIN}{inside}</svg>"
    assert np.abs(pixels(lean(picture)) - pixels(picture)).max() <= 16  # one step at an edge
    return lean(picture).removeprefix(BEGIN).removesuffix("</svg>")


@pytest.mark.parametrize("name", functions())
def test_an_example_has_the_same_pixels_in_fewer_elements(name: str) -> None:
    drawn = draw._on_the_page(example(name).spec, draw.NARROW_PX, draw.PLAIN)[1]
    before, after = draw.slim(drawn), draw.slim(drawn, merged=True)
    apart = np.abs(pixels(before) - pixels(after)).max(axis=2)
    assert apart.max() <= STEPS and (apart > 8).sum() < 100
    assert elements(after) < 0.85 * elements(before)
    assert re.findall(r">([^<>]+)<", after) == re.findall(r">([^<>]+)<", before), "every word, in its order"


def test_groups_that_only_move_are_gone_and_those_that_do_more_stay() -> None:
    assert both('<g transform="translate(3,4)"><g><path d="M0,0h9v9h-9Z" fill="red"/></g></g>') == (
        '<path d="M0,0h9v9h-9Z" fill="red" transform="translate(3,4)"/>'
    )
    for attribute in ('opacity="0.5"', 'transform="rotate(20)"', 'fill="blue"'):
        assert "<g " in both(f'<circle r="2"/><g {attribute}><path d="M9,9h9v9Z"/><path d="M20,9h9v9Z"/></g>')
    clipped = '<defs><clipPath id="a"><path d="M0,0h20v20Z"/></clipPath></defs>'
    assert 'clip-path="url(#a)"' in both(f'{clipped}<g clip-path="url(#a)"><path d="M0,0h40v40h-40Z"/></g>')


def test_what_looks_alike_is_one_path_and_what_would_look_other_together_is_not() -> None:
    line = '<line transform="translate({},5)" x2="0" y2="20" stroke="#888"/>'
    assert both("".join(map(line.format, (3, 13, 23)))) == (
        '<path stroke="#888" d="M3,5l0,20M13,5l0,20M23,5l0,20"/>'
    )
    bar = '<path d="M{},5h{}v20h{}Z" fill="red" fill-opacity="0.5"/>'
    assert both(bar.format(0, 9, -9) + bar.format(10, 9, -9)).count("<path") == 1
    assert both(bar.format(0, 9, -9) + bar.format(5, 9, -9)).count("<path") == 2, "twice as red between"
    assert both(bar.format(0, 9, -9) + bar.format(9.2, 9, -9)).count("<path") == 2, "they share a pixel"
    against = '<path d="M0,5h20v20h-20Z" fill="red"/><path d="M20,10h-10v5h10Z" fill="red"/>'
    assert both(against).count("<path") == 2, "the other way round it would be a hole"
    shade = (
        '<linearGradient id="a"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>'
    )
    shaded = (bar.format(0, 9, -9) + bar.format(20, 9, -9)).replace("red", "url(#a)")
    assert both(f"<defs>{shade}</defs>{shaded}").count("<path") == 2, "each has its own shade"
    crossing = '<path d="M0,5l40,20" stroke="red"/><path d="M0,25l40,-20" stroke="red"/>'
    assert both(crossing).count("<path") == 2, "redder where they cross"
    between = line.format(3) + '<path d="M0,0h9v9h-9Z" fill="#fff"/>' + line.format(6)
    assert both(between).count("<path") + both(between).count("<line") == 3, "in their order"


@pytest.mark.parametrize(
    "path",
    [
        "M1,2L3,4H9V8Z",
        "M4,0A4,4,0,1,1,-4,0A4,4,0,1,1,4,0Z",
        "m1,2l3,4h2v-3c1,1,2,2,3,0s1,1,2,2q1,1,2,0t3,3z",
        "M1,1C2,3,4,5,6,7S8,9,9,9Q3,2,4,4T8,8",
    ],
)
def test_every_kind_of_path_can_be_moved(path: str) -> None:
    mark = f'<path transform="translate({{}},9)" d="{path}" fill="none" stroke="#123"/>'
    assert both(mark.format(9) + mark.format(36)).count("<path") == 1
