"""A page that was saved answers for the nearest mark: to a mouse, a finger and a keyboard, with nothing loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from chart_examples import EXAMPLES
from site_browser import Visit, visited

from figures import Source, publish

SOURCE = Source("Town library, counts at the door")
SCATTER = [{"x": 1, "y": 1}, {"x": 9, "y": 1}, {"x": 5, "y": 9}]
LINES = [{"x": x, "y": y + 10 * x, "who": who} for x in range(5) for who, y in (("low", 0), ("high", 60))]


def page(chart: Any, folder: Path) -> str:
    path = folder / "saved.html"
    publish(chart, id="saved", sources=[SOURCE]).save(path)
    return path.as_uri()


@contextmanager
def opened(browser: Any, chart: Any, folder: Path, **more: Any) -> Iterator[tuple[Visit, Any]]:
    with visited(browser, page(chart, folder), **more) as visit:
        yield visit, visit.page.locator(".figure-picture")
        assert visit.wrong == []


def says(picture: Any) -> str:
    return str(picture.locator(".figure-tip").inner_text())


def plot(visit: Visit, width: str = "wide") -> dict[str, float]:
    """The box of the plot: that of the outermost marks."""
    boxes = [mark.bounding_box() for mark in visit.page.locator(f".figure-{width} [data-said]").all()]
    left, top = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
    right = max(box["x"] + box["width"] for box in boxes)
    return {
        "x": left,
        "y": top,
        "width": right - left,
        "height": max(b["y"] + b["height"] for b in boxes) - top,
    }


def test_pointing_anywhere_above_a_month_answers_for_its_column(browser: Any, tmp_path: Path) -> None:
    # November 105, December, January 249, …, March 0: the shortest column answers at the height of the tallest.
    with opened(browser, EXAMPLES["monthly_columns"](), tmp_path) as (visit, picture):
        for mark in visit.page.locator(".figure-wide [data-said]").all():
            box, top = mark.bounding_box(), plot(visit)["y"]
            visit.page.mouse.move(box["x"] + box["width"] / 2, top + 3)
            assert says(picture) == mark.get_attribute("data-said")
        visit.page.mouse.move(2, 2)
        assert says(picture) == ""


def test_a_point_answers_for_what_is_around_it(browser: Any, tmp_path: Path) -> None:
    chart = alt.Chart(alt.Data(values=SCATTER)).mark_point().encode(x="x:Q", y="y:Q")
    with opened(browser, chart, tmp_path) as (visit, picture):
        box = plot(visit)
        middle, right = box["x"] + box["width"] / 2, box["x"] + box["width"]
        for x, y, told in (
            (middle, box["y"] + 20, "x: 5; y: 9"),
            (right - 40, box["y"] + box["height"], "x: 9; y: 1"),
        ):
            visit.page.mouse.move(x, y)
            assert says(picture) == told
        # Nearer to the right one in both, though the one in the middle is as near in x alone.
        visit.page.mouse.move(middle + 0.6 * (right - middle), box["y"] + box["height"] - 10)
        assert says(picture) == "x: 9; y: 1"


def test_each_row_of_a_plain_line_answers_nearest_in_x_then_in_y(browser: Any, tmp_path: Path) -> None:
    chart = alt.Chart(alt.Data(values=LINES)).mark_line().encode(x="x:Q", y="y:Q", color="who:N")
    with opened(browser, chart, tmp_path) as (visit, picture):
        box = plot(visit)
        x = box["x"] + 0.28 * box["width"]
        visit.page.mouse.move(x, box["y"])
        assert says(picture) == "x: 1; y: 70; who: high"
        visit.page.mouse.move(x, box["y"] + box["height"])
        assert says(picture) == "x: 1; y: 10; who: low"


def test_a_panel_answers_for_itself(browser: Any, tmp_path: Path) -> None:
    with opened(browser, EXAMPLES["small_multiples, bars"](), tmp_path) as (visit, picture):
        box = plot(visit)
        marks = visit.page.locator(".figure-wide [data-said]").all()
        lowest = max(marks, key=lambda mark: mark.bounding_box()["y"])
        base = lowest.bounding_box()
        visit.page.mouse.move(base["x"] + base["width"] / 2, box["y"] + box["height"] - 2)
        at_the_foot = says(picture)
        assert at_the_foot in [mark.get_attribute("data-said") for mark in marks]
        assert re.search(r": [0-5]$", at_the_foot), "missiles, of which there were at most five"


def test_a_finger_that_taps_and_drags_is_answered(browser: Any, tmp_path: Path) -> None:
    with opened(browser, EXAMPLES["monthly_columns"](), tmp_path, width=360, has_touch=True) as (
        visit,
        picture,
    ):
        box = plot(visit, "narrow")
        heard = []
        session = visit.page.context.new_cdp_session(visit.page)
        for at, kind in ((0.05, "touchStart"), (0.5, "touchMove"), (0.95, "touchMove")):
            where = {"x": box["x"] + at * box["width"], "y": box["y"] + 5}
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [where]})
            visit.page.wait_for_timeout(150)  # a browser answers a finger at its next frame
            heard.append(says(picture))
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert [words.partition(":")[0] for words in heard][::2] == ["November 2024", "June 2025"]
        assert len(set(heard)) == 3
        assert says(picture) == heard[-1], "what a finger chose stays when it leaves"


def test_a_keyboard_goes_from_mark_to_mark_and_leaves(browser: Any, tmp_path: Path) -> None:
    with opened(browser, EXAMPLES["monthly_columns"](), tmp_path) as (visit, picture):
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Tab")
        assert picture.get_attribute("role") == "application"
        visit.page.keyboard.press("End")
        assert says(picture).startswith("June 2025: ")
        visit.page.keyboard.press("ArrowLeft")
        assert says(picture).startswith("May 2025: ") or says(picture).startswith("April 2025: ")
        visit.page.keyboard.press("Escape")
        assert says(picture) == "" and picture.get_attribute("role") == "img"


def test_without_scripts_it_is_the_page_that_it_was(browser: Any, tmp_path: Path) -> None:
    with opened(browser, EXAMPLES["monthly_columns"](), tmp_path, javascript=False) as (_, picture):
        assert picture.get_attribute("role") == "img"
        assert picture.locator(".figure-tip").count() == 0


def test_no_script_but_its_own_runs(browser: Any, tmp_path: Path) -> None:
    address = page(EXAMPLES["monthly_columns"](), tmp_path)
    path = tmp_path / "saved.html"
    path.write_text(
        path.read_text("utf-8").replace("</main>", "</main><script>document.title = 'taken'</script>"),
        "utf-8",
    )
    with visited(browser, address) as visit:
        assert visit.page.title() != "taken"
        assert any("Content Security Policy" in words for words in visit.wrong)


@pytest.mark.parametrize(
    "name", ["estimates_over_time", "event_lanes", "hex_map", "grouped_dots", "durations"]
)
def test_every_mark_can_be_met(name: str, browser: Any, tmp_path: Path) -> None:
    with opened(browser, EXAMPLES[name](), tmp_path) as (visit, picture):
        for mark in visit.page.locator(".figure-wide [data-said]").all():
            box = mark.bounding_box()
            visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            assert says(picture) == mark.get_attribute("data-said")
