"""Each figure looks as it did when somebody last looked at it. To accept what changed: ``make accept``, and look at the diff."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from site_browser import visited
from site_pictures import distance
from test_live import homes

pytestmark = pytest.mark.xdist_group("pictures")
STORED = Path(__file__).parent / "pictures"
# Other releases of the same fonts move the edges of letters; a bar one pixel longer or another colour is past this.
FARTHEST = 14
# Where a picture stands on its page must not matter: half a pixel further down, and every line is drawn otherwise.
PIN = """picture => Object.assign(picture.style, {
    width: `${Math.round(picture.offsetWidth)}px`, position: 'fixed', left: '0', top: '0', margin: '0', zIndex: '9999',
    background: 'var(--figure-paper)',
})"""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_figures_look_as_accepted(  # noqa: PLR0917
    browser: Any, address: str, site: Path, width: int, scheme: str, pytestconfig: pytest.Config
) -> None:
    changed, seen = [], set()
    for page_name, ids in homes(site).items():
        with visited(browser, f"{address}/{page_name}.html", width=width, scheme=scheme) as visit:
            for figure_id in ids:
                name = f"{figure_id}-{width}-{scheme}.png"
                seen.add(name)
                picture = visit.page.locator(f"#{figure_id} .figure-picture")
                picture.evaluate(PIN)
                shot = picture.screenshot()
                picture.evaluate("picture => picture.removeAttribute('style')")
                now = Image.open(io.BytesIO(shot)).convert("RGB").quantize(64)
                if pytestconfig.getoption("--accept"):
                    STORED.mkdir(exist_ok=True)
                    if (
                        not (STORED / name).exists()
                        or distance(Image.open(STORED / name), now) > FARTHEST / 4
                    ):
                        now.save(STORED / name, optimize=True)
                elif not (STORED / name).exists():
                    changed.append(f"{name} is new")
                elif (far := distance(Image.open(STORED / name), now)) > FARTHEST:
                    changed.append(f"{name} differs by {far:.0f}")
    gone = {path.name for path in STORED.glob(f"*-{width}-{scheme}.png")} - seen
    if pytestconfig.getoption("--accept"):
        for name in gone:
            (STORED / name).unlink()
        return
    assert changed + [f"{name} is stored, but no page has it" for name in sorted(gone)] == []


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
