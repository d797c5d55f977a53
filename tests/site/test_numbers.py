"""What opens beside a number: where it stands, how much of a phone it takes, what its table looks like, and all the ways to close it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from site_browser import Visit, visited

from figures.book.number_role import anchor
from figures.measures import measures

PANEL = ".trace:popover-open"
# Each number of the page is opened in turn, at first as it is and then with all unfolded: where panel and number are, and how near cells come.
ROUND = """async () => {
    const panel = document.querySelector('.trace'), found = {};
    const frame = () => new Promise(requestAnimationFrame);
    const measured = (link) => {
        const [word, box] = [link, panel].map(one => one.getBoundingClientRect());
        return {
            high: box.height, beside: box.left < word.right && box.right > word.left,
            away: Math.max(box.top - word.bottom, word.top - box.bottom),
            inside: box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth,
            word: [word.top, word.bottom], box: [box.top, box.bottom],
        };
    };
    const ink = (cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getBoundingClientRect();
    };
    // Parts of a page get their height when they come near: all of them have come before the first panel is opened.
    for (let at = 0; at < document.body.scrollHeight; at += innerHeight / 2) {
        scrollTo({ top: at, behavior: 'instant' });
        await frame();
        await frame();
    }
    for (const link of document.querySelectorAll('article a.num')) {
        const id = link.hash.slice(1);
        if (found[id] || !link.checkVisibility()) continue;
        const block = ['start', 'center', 'end'][Object.keys(found).length % 3];
        for (let at = 0, before, now; at < 20 && (before === undefined || before !== now); at++) {
            before = now;
            link.scrollIntoView({ block });
            await frame();
            await frame();
            now = link.getBoundingClientRect().top;
        }
        link.click();
        for (let at = 0; at < 200 && link.ariaExpanded !== 'true'; at++) await frame();
        found[id] = { text: link.textContent, label: panel.ariaLabel, says: panel.innerText, first: measured(link) };
        panel.querySelectorAll('details').forEach(one => { one.open = true; });
        await frame();
        await frame();
        let gap = Infinity, numbers = 0, ragged = 0;
        for (const row of panel.querySelectorAll('tr')) {
            const cells = [...row.cells];
            cells.slice(1).forEach((cell, at) => { gap = Math.min(gap, ink(cell).left - ink(cells[at]).right); });
            for (const cell of cells.filter(one => one.matches('td.number'))) {
                numbers++;
                const column = panel.contains(cell) && cell.closest('table').tHead.rows[0].cells[cell.cellIndex];
                if (Math.abs(ink(cell).right - ink(column).right) > 1) ragged++;
            }
        }
        Object.assign(found[id], { unfolded: measured(link), gap: gap === Infinity ? null : gap, numbers, ragged,
            tables: panel.querySelectorAll('table').length, wide: panel.scrollWidth - panel.clientWidth });
    }
    return found;
}"""


@contextmanager
def chapter(browser: Any, address: str, width: int = 360, height: int = 740, **more: Any) -> Iterator[Visit]:
    with visited(browser, f"{address}/3-conduct.html", width=width, **more) as visit:
        visit.page.set_viewport_size({"width": width, "height": height})
        yield visit
        # Who leaves before a page has its icon did not want it.
        assert [one for one in visit.wrong if not one.endswith("favicon.svg")] == []


def opened(page: Any) -> bool:
    return bool(page.locator(PANEL).count())


def closed(page: Any) -> None:
    """Wait until it is closed and its entry is gone from the history."""
    page.locator(PANEL).wait_for(state="detached", timeout=5_000)
    page.wait_for_function("history.state === null", timeout=5_000)


def focused(link: Any) -> bool:
    return bool(link.evaluate("one => one === document.activeElement"))


# By day each page has one of the two sizes, and the most panels the smaller one.
@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("3-conduct", 360),
        ("4-rhetoric", 1280),
        ("7-aftermath", 360),
        pytest.param("3-conduct", 1280, marks=pytest.mark.night),
        pytest.param("4-rhetoric", 360, marks=pytest.mark.night),
        pytest.param("7-aftermath", 1280, marks=pytest.mark.night),
    ],
)
def test_each_panel_stands_beside_its_number(browser: Any, address: str, name: str, width: int) -> None:
    height = {360: 740, 1280: 800}[width]
    known = {anchor(one.name): one for one in measures().values()}
    with visited(browser, f"{address}/{name}.html", width=width) as visit:
        visit.page.set_viewport_size({"width": width, "height": height})
        seen = visit.page.evaluate(ROUND)
        assert visit.wrong == [] and len(seen) > 10
    for id_, one in seen.items():
        number = known[id_]
        assert one["label"] == f"Where {one['text']} comes from", id_
        # What it says at first; rows and code are folded.
        ranged = (
            ""
            if number.range_words in ("none", f"{number.text} to {number.text}")
            else f", range {number.range_words}"
        )
        assert one["says"].startswith(f"{number.text} {number.unit}{ranged}, as of "), id_
        assert "Source: " in one["says"] and " ".join(number.formula.split()) in one["says"], id_
        assert one["says"].endswith("\nCode") and " where " not in one["says"].rpartition("\n")[2], id_
        for state, share in (("first", 1 / 3), ("unfolded", 0.8)):
            at = one[state]
            assert 0 < at["away"] <= 8 and at["beside"] and at["inside"], (id_, state, at)
            assert width > 600 or at["high"] <= height * share + 0.5, (id_, state, at)
        assert one["tables"] == len(number.rows) and one["wide"] <= 0, id_
        assert one["gap"] is None or one["gap"] >= 8, (id_, one["gap"])
        assert one["ragged"] == 0, id_
    assert sum(one["numbers"] for one in seen.values()) > 50
    assert {bool(known[id_].low) for id_ in seen} == {True, False}


def test_by_keyboard(browser: Any, address: str) -> None:
    with chapter(browser, address, 1280) as visit:
        page = visit.page
        link = page.locator("article p a.num").first
        for key in ("Enter", "Space"):
            link.focus()
            page.keyboard.press(key)
            page.locator(PANEL).wait_for(timeout=5_000)
            assert page.evaluate("document.activeElement.className") == "trace"
            assert link.get_attribute("aria-expanded") == "true"
            assert link.get_attribute("aria-controls") == page.locator(PANEL).get_attribute("id")
            page.keyboard.press("Escape")
            closed(page)
            assert focused(link) and link.get_attribute("aria-expanded") is None
        # Tab goes through the panel and on from the number, as if the panel stood behind it; Shift and Tab go back to it.
        page.keyboard.press("Tab")
        after = page.evaluate_handle("document.activeElement")
        link.focus()
        page.keyboard.press("Enter")
        page.locator(PANEL).wait_for(timeout=5_000)
        page.keyboard.press("Shift+Tab")
        closed(page)
        assert focused(link)
        page.keyboard.press("Enter")
        page.locator(PANEL).wait_for(timeout=5_000)
        stops = 0
        while opened(page):
            page.keyboard.press("Tab")
            stops += 1
            assert stops < 20
        closed(page)
        assert stops > 3 and page.evaluate("one => one === document.activeElement", after)


def test_a_tap_outside_closes_it_and_a_tap_on_another_number_opens_that(browser: Any, address: str) -> None:
    with chapter(browser, address, has_touch=True) as visit:
        page = visit.page
        one, two = page.locator("article p a.num").nth(0), page.locator("article p a.num").nth(1)
        entries = page.evaluate("history.length")
        one.tap()
        page.locator(PANEL).wait_for(timeout=5_000)
        page.locator(f"{PANEL} summary").first.tap()
        assert opened(page) and page.locator(f"{PANEL} table").first.is_visible()
        two.evaluate("one => one.click()")  # a panel may lie on it
        page.wait_for_function("one => one.ariaExpanded === 'true'", arg=two.element_handle())
        assert one.get_attribute("aria-expanded") is None and page.evaluate("history.length") == entries + 1
        page.locator("article h1").scroll_into_view_if_needed()
        page.touchscreen.tap(2, page.locator("article h1").bounding_box()["y"] + 5)
        closed(page)
        assert focused(two)
        two.tap()
        page.locator(PANEL).wait_for(timeout=5_000)
        two.tap()
        closed(page)


def test_the_way_back_closes_it_and_the_way_forward_opens_it(browser: Any, address: str) -> None:
    with chapter(browser, f"{address}") as visit:
        page = visit.page
        page.goto(f"{address}/1-ultimatum.html")
        page.goto(f"{address}/3-conduct.html")
        link = page.locator("article p a.num").first
        for close in (page.go_back, lambda: page.keyboard.press("Escape")):
            link.click()
            page.locator(PANEL).wait_for(timeout=5_000)
            page.mouse.wheel(0, 30)
            close()
            closed(page)
            assert page.url == f"{address}/3-conduct.html" and focused(link)
        page.go_forward()
        page.locator(PANEL).wait_for(timeout=5_000)
        assert link.get_attribute("aria-expanded") == "true"
        # Its own links lead on, and the way back leads to the open panel.
        page.locator(f"{PANEL} > p a").first.click()
        page.wait_for_url("**/sources.html#*")
        page.go_back()
        page.locator(PANEL).wait_for(timeout=5_000)
        page.reload()
        page.locator(PANEL).wait_for(timeout=5_000)
        # A link beside it closes it and leads on; nothing of the panel is left behind.
        page.locator("article a.line[href='#l20']").first.evaluate("one => one.click()")
        page.wait_for_url("**/3-conduct.html#l20")
        assert not opened(page)
        page.go_back()
        page.wait_for_url("**/3-conduct.html")
        assert not opened(page)
        page.go_back()
        page.wait_for_url("**/1-ultimatum.html")


def test_a_first_tap_on_a_line_closes_the_panel_and_leads_nowhere(browser: Any, address: str) -> None:
    with chapter(browser, address, has_touch=True) as visit:
        page = visit.page
        page.locator("article p a.num").first.evaluate("one => one.click()")
        page.locator(PANEL).wait_for(timeout=5_000)
        page.locator("article p a.line").last.tap()
        page.locator("#line-panel:popover-open").wait_for(timeout=5_000)
        closed(page)
        assert page.url == f"{address}/3-conduct.html"


def test_it_follows_when_the_window_changes(browser: Any, address: str) -> None:
    with chapter(browser, address, 1280) as visit:
        page = visit.page
        link = page.locator("article p a.num").first
        link.click()
        page.locator(PANEL).wait_for(timeout=5_000)
        for width, height in ((700, 500), (360, 740), (320, 480)):
            page.set_viewport_size({"width": width, "height": height})
            link.scroll_into_view_if_needed()
            page.wait_for_timeout(100)
            word, box = link.bounding_box(), page.locator(PANEL).bounding_box()
            away = max(box["y"] - word["y"] - word["height"], word["y"] - box["y"] - box["height"])
            assert 0 < away <= 8 and box["x"] >= 0 and box["x"] + box["width"] <= width, (width, word, box)


def test_without_a_script_it_is_a_link(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/3-conduct.html", width=360, javascript=False) as visit:
        visit.page.locator("article p a.num").first.click()
        visit.page.wait_for_url("**/numbers.html#num-*")
