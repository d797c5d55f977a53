"""Each figure looks as it did when somebody last looked at it. To accept what changed: ``make accept``, and look at the diff."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from site_figures import Shown
from site_pictures import distance, opened

STORED = Path(__file__).parent / "pictures"
# Other releases of the same fonts move the edges of letters; a bar one pixel longer or another colour is past this.
FARTHEST = 14


def test_figures_look_as_accepted(shown: Shown, pytestconfig: pytest.Config) -> None:
    look = f"{shown.width}-{shown.scheme}.png"
    stored = {path.name.removesuffix(f"-{look}"): path for path in STORED.glob(f"*-{look}")}
    now = {name: opened(figure.still).quantize(64) for name, figure in shown.figures.items()}
    far = {
        name: distance(Image.open(stored[name]), picture) for name, picture in now.items() if name in stored
    }
    if pytestconfig.getoption("--accept"):
        for name, picture in now.items():
            if far.get(name, 255) > FARTHEST / 4:
                picture.save(STORED / f"{name}-{look}", optimize=True)
        for name in stored.keys() - now.keys():
            stored[name].unlink()
        return
    assert {name: round(apart) for name, apart in far.items() if apart > FARTHEST} == {}
    assert sorted(now.keys() - stored.keys()) == [], "new: no picture is stored"
    assert sorted(stored.keys() - now.keys()) == [], "stored, but no page has it"


def test_the_distance_sees_a_bar_that_moved_and_not_a_letter() -> None:
    def picture(bar: int, word: int, colour: str = "#9f1023") -> Image.Image:
        drawn = Image.new("RGB", (300, 200), "white")
        pen = ImageDraw.Draw(drawn)
        pen.rectangle((20, 200 - bar, 40, 200), fill=colour)
        pen.text((100 + word, 20), "a mean of 101 a day", fill="#1d2430")
        return drawn

    assert distance(picture(80, 0), picture(80, 0)) == 0
    assert distance(picture(80, 0), picture(88, 0)) > FARTHEST
    assert distance(picture(80, 0), picture(80, 0, "#a86800")) > FARTHEST
    assert distance(picture(80, 0), picture(80, 0).resize((299, 200))) == 255
