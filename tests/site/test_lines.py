"""What is shown beside an "L19": by keyboard, mouse and finger, and without a script, on a narrow screen."""

from __future__ import annotations

import re
from typing import Any

from bs4 import BeautifulSoup
from site_browser import visited

from figures.book.claim_html import word
from figures.claims import claims
from figures.figure.slots import say

PANEL = "#line-panel:popover-open"
# Each line of the page is reached in turn; where its panel lies, and where the line.
ROUND = """async () => {
    const panel = document.getElementById('line-panel'), found = [];
    for (const link of document.querySelectorAll('a.line')) {
        link.focus();
        for (let at = 0; at < 100 && !panel.matches(':popover-open'); at++) await new Promise(done => setTimeout(done, 10));
        for (let at = 0; at < 3; at++) await new Promise(requestAnimationFrame);
        const [word, box] = [link, panel].map(one => one.getBoundingClientRect());
        found.push({ says: panel.textContent, line: link.textContent, described: link.getAttribute('aria-describedby'),
            apart: box.top >= word.bottom || box.bottom <= word.top, left: box.left, right: box.right, high: box.height,
            top: box.top, bottom: box.bottom });
        link.blur();
    }
    return found;
}"""


def test_every_line_on_a_page_is_a_link_to_its_card(pages: dict[str, BeautifulSoup]) -> None:
    ledger, linked = claims(), set()
    for name, page in pages.items():
        article = page.find("article", class_="bd-article")
        for text in article.find_all(string=re.compile(r"\bL[1-9]\d?\b")) if article else ():
            if text.find_parent(["code", "select"]) is None:
                assert text.find_parent("a") is not None, f"{name}: {text!r}"
        for link in article.select("a.line") if article else ():
            claim = ledger[int(link.get_text()[1:])]
            target, _, anchor = link["href"].partition("#")
            assert (target or name, anchor) == (f"{claim.chapter}.html", f"l{claim.line}"), name
            linked.add(claim.line)
    assert len(linked) > 50  # the others stand between the ends of a range


def test_each_panel_has_the_line_and_its_verdict_and_leaves_the_word_free(browser: Any, address: str) -> None:
    ledger = claims()
    with visited(browser, f"{address}/3-conduct.html", width=320, scheme="dark") as visit:
        page = visit.page
        page.set_viewport_size({"width": 320, "height": 480})
        page.keyboard.press("Tab")
        seen = page.evaluate(ROUND)
        assert len(seen) > 30
        for one in seen:
            claim = ledger[int(one["line"][1:])]
            assert one["says"] == f"L{claim.line} {say(claim.paraphrase)} {word(claim)}", one["line"]
            assert one["described"] == "line-panel"
            assert one["apart"] and one["left"] >= 0 and one["right"] <= 320 and one["high"] > 40, one
            assert one["top"] >= 0 and one["bottom"] <= 480, one
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        # By keyboard: it opens, Escape closes it and stays on the word, Enter leads to the card.
        link = page.locator("article p a.line[href='#l20']").first
        link.focus()
        assert page.locator(PANEL).count() == 1
        page.keyboard.press("Escape")
        assert page.locator(PANEL).count() == 0 and link.evaluate("one => one === document.activeElement")
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        assert page.locator(PANEL).count() == 1
        page.keyboard.press("Enter")
        assert page.locator("article.claim:target h3").inner_text() == "L20"
        assert page.locator(PANEL).count() == 0 and visit.wrong == []


def test_by_mouse(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/1-ultimatum.html") as visit:
        page = visit.page
        link = page.locator("article h2 a.line, article li a.line").first
        link.hover()
        page.locator(PANEL).wait_for(timeout=5_000)
        page.locator(PANEL).hover()  # it can be read with the pointer on it
        page.wait_for_timeout(300)
        assert page.locator(PANEL).count() == 1
        page.mouse.move(2, 2)
        page.locator(PANEL).wait_for(state="detached", timeout=5_000)
        link.hover()
        page.locator(PANEL).wait_for(timeout=5_000)
        page.keyboard.press("Escape")
        assert page.locator(PANEL).count() == 0
        link.click()
        assert page.locator("article.claim:target h3").inner_text() == link.inner_text()
        assert visit.wrong == []


def test_by_finger_the_first_tap_shows_and_the_second_leads(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/7-aftermath.html", width=360, has_touch=True) as visit:
        page = visit.page
        link = page.locator("article li a.line[href$='html#l3']").first
        link.tap()
        page.locator(PANEL).wait_for(timeout=5_000)
        assert page.url.endswith("7-aftermath.html")
        page.locator("article h1").tap()
        page.locator(PANEL).wait_for(state="detached", timeout=5_000)
        link.tap()
        page.locator(PANEL).wait_for(timeout=5_000)
        link.tap()
        page.wait_for_url("**/1-ultimatum.html#l3")
        assert visit.wrong == []


def test_without_a_script_it_is_a_link(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/7-aftermath.html", width=360, javascript=False) as visit:
        visit.page.locator("article li a.line[href$='html#l3']").first.click()
        visit.page.wait_for_url("**/1-ultimatum.html#l3")
