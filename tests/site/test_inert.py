"""What is folded is no element until it is wanted: opened, led to, searched, printed; and always there without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from site_browser import visited

LEFT = "document.querySelectorAll('noscript.inert').length"
# A deep link, and what it must show.
LINKS = {
    "numbers.html#num-moratorium-attack-drones-per-day-during": "dl.facts",
    "3-conduct.html#l19": "#l19 .claim-facts",
    "3-conduct.html#code-moratorium-drones": "#code-moratorium-drones pre",
    "gallery.html#code-example-bars": "#code-example-bars",
}


@pytest.mark.parametrize("link", LINKS)
def test_a_deep_link_opens_what_it_leads_to(browser: Any, address: str, link: str) -> None:
    page, _, anchor = link.partition("#")
    with visited(browser, f"{address}/{link}", width=360) as visit:
        shown = visit.page.locator(LINKS[link]).first
        shown.wait_for(state="visible")
        assert 0 <= visit.page.locator(f"#{anchor}").bounding_box()["y"] < 2000
        assert visit.page.locator("details[open]").count() == 1, "and nothing else"
    # The same from the page itself.
    with visited(browser, f"{address}/{page}", width=360) as visit:
        assert visit.page.locator(LINKS[link]).count() == 0
        visit.page.evaluate("to => { location.hash = to }", anchor)
        visit.page.locator(LINKS[link]).first.wait_for(state="visible")
        assert visit.wrong == []


def test_a_link_to_a_figure_leaves_its_table_folded(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/3-conduct.html#moratorium-drones", width=360) as visit:
        assert visit.page.locator("details[open]").count() == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_folded_opens_with_scripts_and_without(browser: Any, address: str, javascript: bool) -> None:
    opens = {
        "3-conduct": [".figure-table", ".claim-more", ".hide"],
        "numbers": [".number"],
        "sources": [".folded"],
    }
    for page, folded in opens.items():
        with visited(browser, f"{address}/{page}.html", width=360, javascript=javascript) as visit:
            for kind in folded:
                one = visit.page.locator(f"details{kind}").first
                one.locator("summary").click()
                one.locator(":is(td, dd, pre)").first.wait_for(state="visible")
            assert visit.wrong == []


def test_unfolded_code_can_be_copied(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/3-conduct.html") as visit:
        visit.page.locator("details.hide summary").first.click()
        visit.page.locator("details.hide .copybtn").first.wait_for(state="attached")
        assert visit.page.locator("details.hide .copybtn svg").count() == 1


def test_paper_and_search_get_everything(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/3-conduct.html", width=360) as visit:
        assert visit.page.evaluate(LEFT) > 20
        visit.page.pdf()
        assert visit.page.evaluate(LEFT) == 0
        visit.page.emulate_media(media="print")
        assert visit.page.locator("#l19 .claim-facts").is_visible()
    with visited(browser, f"{address}/numbers.html", width=360) as visit:
        visit.page.keyboard.press("Control+f")
        assert visit.page.evaluate(LEFT) == 0


def test_the_wide_drawing_is_there_when_it_is_wanted_and_nothing_shifts(browser: Any, address: str) -> None:
    shift = """() => new Promise(done => new PerformanceObserver(list => done(
        list.getEntries().reduce((all, one) => all + one.value, 0))).observe({type: 'layout-shift', buffered: true}))"""
    with visited(browser, f"{address}/5-pressure.html") as visit:
        figure = visit.page.locator("#ofac-additions")
        assert (
            figure.locator(".figure-wide svg").is_visible()
            and not figure.locator(".figure-narrow").is_visible()
        )
        told = visit.page.evaluate(
            f"Promise.race([({shift})(), new Promise(done => setTimeout(done, 300, 0))])"
        )
        assert told < 0.01
    with visited(browser, f"{address}/5-pressure.html", width=360) as visit:
        figure = visit.page.locator("#ofac-additions")
        assert (
            figure.locator(".figure-wide svg").count() == 0
            and figure.locator(".figure-narrow svg").is_visible()
        )
        visit.page.set_viewport_size({"width": 1000, "height": 800})
        figure.locator(".figure-wide svg").wait_for(state="visible")
        assert not figure.locator(".figure-narrow").is_visible()
    with visited(browser, f"{address}/5-pressure.html") as visit:
        figure = visit.page.locator("#ofac-additions")
        assert figure.locator(".figure-narrow svg").count() == 0
        visit.page.set_viewport_size({"width": 360, "height": 800})
        figure.locator(".figure-narrow svg").wait_for(state="visible")
        assert not figure.locator(".figure-wide").is_visible()


def test_a_page_whose_scripts_do_not_arrive_shows_the_narrow_drawing(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(f"{address}/5-pressure.html")
    page.set_viewport_size({"width": 1000, "height": 800})
    assert page.locator("#ofac-additions .figure-narrow svg").is_visible()
    context.close()
