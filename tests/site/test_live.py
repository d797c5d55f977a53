"""A figure that is touched comes alive in its place; Escape gives the still picture back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from site_browser import visited, wake
from site_figures import Shown
from site_pictures import distance, opened

from figures.text import cell_text


def specs(site: Path) -> dict[str, dict[str, Any]]:
    return {
        spec["usermeta"]["figure"]["id"]: spec
        for path in sorted((site / "figures").glob("*.vl.json"))
        for spec in [json.loads(path.read_text(encoding="utf-8"))]
    }


def numbers(text: str) -> set[str]:
    return {
        number.replace(",", "").replace("−", "-") for number in re.findall(r"[−-]?\d[\d,]*(?:\.\d+)?", text)
    }


def test_every_figure_lives_where_it_stood(shown: Shown) -> None:
    woken = list(shown.alive())
    assert len(woken) >= 20
    for name, still, alive in woken:
        assert still.size == alive.size, f"{name} jumps"
        assert distance(opened(still.still), opened(alive.picture)) < 6, f"{name} changes its look"
        assert alive.ended, f"{name} does not end with Escape"
    assert {page: wrong for page, wrong in shown.wrong.items() if wrong} == {}


def test_marks_say_what_the_table_says(shown: Shown, site: Path) -> None:
    known = specs(site)
    for name, _, alive in shown.alive():
        table = known[name]["usermeta"]["figure"]["table"]
        words = " ".join(
            cell_text(cell, column["kind"])
            for row in table["rows"]
            for cell, column in zip(row, table["columns"], strict=True)
        )
        assert alive.says, f"{name}: no mark says anything"
        assert not re.search(r"\b(?:hue|opacity|fill|shape): ", alive.says), f"{name} says {alive.says!r}"
        # A mark says its number, or, where it is one of many alike, whose it is.
        known_name = alive.says.rpartition(": ")[0]
        assert numbers(alive.says) & numbers(words) or known_name in words, (
            f"{name}: {alive.says!r} is not in its table"
        )


def test_a_mark_says_its_month_and_number(browser: Any, address: str) -> None:
    # data/sanctions_monthly.csv: 2026-03,Russia,0 additions: the last column of the figure.
    with visited(browser, f"{address}/5-pressure.html") as visit:
        picture = wake(visit.page, "ofac-additions")
        visit.page.keyboard.press("End")
        assert picture.locator(".figure-tip").inner_text() == "March 2026: 0 additions to OFAC’s lists"
        visit.page.keyboard.press("ArrowLeft")
        assert picture.locator(".figure-tip").inner_text().startswith("February 2026: ")
        mark = picture.locator(".figure-live .role-mark [aria-label^='January 2025']").first
        mark.hover()
        assert picture.locator(".figure-tip").inner_text().startswith("January 2025: ")


def test_pointing_anywhere_in_a_plot_answers_for_the_nearest_mark(browser: Any, address: str) -> None:
    # March 2026 has no addition: its column has no height, and there is nothing of it to point at.
    with visited(browser, f"{address}/5-pressure.html") as visit:
        picture = wake(visit.page, "ofac-additions")
        march = picture.locator(".figure-live .role-mark [aria-label^='March 2026']").first.bounding_box()
        tall = picture.locator(".figure-live .role-mark [aria-label^='January 2025']").first.bounding_box()
        visit.page.mouse.move(march["x"] + march["width"] / 2, tall["y"] + 5)
        assert picture.locator(".figure-tip").inner_text() == "March 2026: 0 additions to OFAC’s lists"
        assert visit.wrong == []


def test_a_finger_that_drags_goes_from_mark_to_mark(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/5-pressure.html", width=360, has_touch=True) as visit:
        picture = wake(visit.page, "ofac-additions")
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        session, heard = visit.page.context.new_cdp_session(visit.page), []
        for at, kind in ((0.4, "touchStart"), (0.7, "touchMove"), (0.98, "touchMove")):
            where = {"x": box["x"] + at * box["width"], "y": box["y"] + box["height"] / 2}
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [where]})
            visit.page.wait_for_timeout(150)  # a browser answers a finger at its next frame
            heard.append(picture.locator(".figure-tip").inner_text())
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert len(set(heard)) == 3 and heard[-1].startswith("March 2026: ")


@pytest.mark.parametrize("place", ["http", "file"])
def test_a_reader_without_a_mouse_changes_the_window_and_comes_back(
    browser: Any, address: str, site: Path, place: str
) -> None:
    home = address if place == "http" else site.as_uri()
    with visited(browser, f"{home}/3-conduct.html") as visit:
        page = visit.page
        picture = wake(page, "moratorium-drones")
        assert picture.get_attribute("role") == "application"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.type") == "range"
        assert page.evaluate("document.activeElement.labels[0].textContent").startswith(
            "Days compared"
        ) or page.evaluate("document.activeElement.closest('.vega-bind').textContent").startswith(
            "Days compared"
        )
        words = picture.locator(".figure-live .role-mark text")
        assert "30 days before" in words.all_text_contents()
        page.keyboard.press("Home")
        page.wait_for_timeout(200)
        told = words.all_text_contents()
        assert "7 days before" in told and "7 days after" in told
        # data/strikes_daily.csv, attack_drone, 11 to 17 March 2025: 126 + 133 + 117 + 27 + 178 + 90 + 174 = 845, a seventh is 120.7.
        # 17 to 23 April, no report on the 20th: 75 + 37 + 87 + 96 + 131 + 134 = 560, a seventh is 80.
        assert "mean 121" in told and "mean 80" in told
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(200)
        assert words.all_text_contents() != told, "the other side changes the comparison"
        page.keyboard.press("Escape")
        assert picture.locator(".figure-live").count() == 0
        assert picture.get_attribute("role") == "img"
        assert page.evaluate("document.activeElement.closest('figure')?.id") == "moratorium-drones"
        assert visit.wrong == []


def test_the_theme_switch_changes_still_and_live_at_once(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/3-conduct.html") as visit:
        page = visit.page
        picture = wake(page, "moratorium-drones")
        colours = """() => ['#moratorium-drones .figure-live text', '#civilian-casualties .figure-wide text', 'body']
            .map(s => { const c = getComputedStyle(document.querySelector(s)); return s === 'body' ? c.backgroundColor : c.fill })"""
        seen = [tuple(page.evaluate(colours))]
        for _ in range(2):
            page.locator("button.theme-switch-button").first.click()
            seen.append(tuple(page.evaluate(colours)))
        light, dark = seen[0], next(colours for colours in seen[1:] if colours != seen[0])
        assert set(seen) == {light, dark}
        assert all(one != other for one, other in zip(light, dark, strict=True))
        assert picture.locator(".figure-live").count() == 1
        assert visit.wrong == []


def test_nothing_is_loaded_before_a_figure_is_touched(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/3-conduct.html") as visit:
        visit.page.wait_for_timeout(300)  # for the icon of the tab
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
        visit.page.mouse.wheel(0, 3000)
        visit.page.wait_for_timeout(300)
        assert asked == []
        wake(visit.page, "moratorium-drones")
        assert sorted(asked) == ["moratorium-drones-wide.js", "runtime.js"]


def test_axe_finds_no_violation_in_a_live_figure(browser: Any, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        with visited(browser, f"{address}/3-conduct.html", scheme=scheme) as visit:
            wake(visit.page, "moratorium-drones")
            violations = Axe().run(visit.page, context="#moratorium-drones").response["violations"]
            assert [
                (one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in violations
            ] == []


def test_paper_gets_the_still_figure_in_black_on_white(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/3-conduct.html", scheme="dark") as visit:
        wake(visit.page, "moratorium-drones")
        visit.page.emulate_media(media="print")
        figure = visit.page.locator("#moratorium-drones")
        assert figure.locator(".figure-wide").is_visible() or figure.locator(".figure-narrow").is_visible()
        assert not figure.locator(".figure-live").is_visible()
        assert not figure.locator(".figure-tools").is_visible()
        assert figure.locator(".figure-source").is_visible()
        assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert (
            figure.locator(".figure-wide text").first.evaluate("t => getComputedStyle(t).fill")
            == "rgb(91, 102, 117)"
        )
