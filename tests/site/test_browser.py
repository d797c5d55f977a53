"""Every page in a real browser: both widths, light and dark, with and without JavaScript, from a server and from a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from site_browser import visited

# No xdist groups: each worker has one browser and one server, and takes the next test, so that all cores end together.
# What `make book` writes a page for: the sources, and the pages that Sphinx adds itself.
PAGES = sorted(
    {
        path.stem
        for path in (Path(__file__).parents[2] / "book").glob("*.*")
        if path.suffix in (".md", ".ipynb")
    }
    | {"search"}
)


LOOK = """() => ({
    wide: document.documentElement.scrollWidth,
    paper: getComputedStyle(document.body).backgroundColor,
    figures: [...document.querySelectorAll('figure.figure')].map(figure => {
        const shown = [...figure.querySelectorAll('svg')].filter(svg => svg.checkVisibility());
        const box = shown[0]?.getBoundingClientRect();
        return {
            id: figure.id,
            shown: shown.length,
            box: box && [box.left, box.right, box.width, box.height],
            alt: figure.querySelector('.figure-picture').getAttribute('aria-label'),
            small: shown.flatMap(svg => [...svg.querySelectorAll('text')]
                .map(t => [t.textContent, parseFloat(getComputedStyle(t).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width])
                .filter(([words, px]) => words.trim() && px < 10.9)),
        };
    }),
})"""


def look(page: Any, width: int) -> dict[str, Any]:
    """Check what a reader sees of the figures and of the page."""
    seen: dict[str, Any] = page.evaluate(LOOK)
    assert seen["wide"] <= width, f"the page is {seen['wide']} px wide"
    for figure in seen["figures"]:
        assert figure["shown"] == 1, f"{figure['id']}: {figure['shown']} drawings are visible"
        left, right, wide, high = figure["box"]
        assert wide > 250 and high > 80, f"{figure['id']} is {wide} x {high} px"
        assert left >= 0 and right <= width, f"{figure['id']} leaves the page"
        assert len(figure["alt"]) > 40, f"{figure['id']}: no text alternative"
        assert figure["small"] == [], figure["id"]
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("javascript", [False, True], ids=["no-js", "js"])
@pytest.mark.parametrize("page_name", PAGES)
@pytest.mark.parametrize("place", ["http", "file"])
def test_page(  # noqa: PLR0917
    browser: Any,
    address: str,
    site: Path,
    place: str,
    page_name: str,
    width: int,
    scheme: str,
    javascript: bool,
) -> None:
    home = address if place == "http" else site.as_uri()
    with visited(
        browser, f"{home}/{page_name}.html", width=width, scheme=scheme, javascript=javascript
    ) as visit:
        seen = look(visit.page, width)
        assert seen["paper"] == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(20, 24, 30)")
        assert visit.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page_name", PAGES)
def test_axe_finds_no_violation(browser: Any, address: str, page_name: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with visited(browser, f"{address}/{page_name}.html", width=width, scheme=scheme) as visit:
        violations = Axe().run(visit.page).response["violations"]
        found = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in violations]
        assert found == []


def test_a_page_at_twice_the_size_needs_no_sideways_scrolling(browser: Any, address: str) -> None:
    # 200 % on a window of 1280 px leaves 640 CSS pixels.
    for page_name in PAGES:
        with visited(browser, f"{address}/{page_name}.html", width=640, device_scale_factor=2) as visit:
            look(visit.page, 640)


def test_search_finds_a_chapter(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/search.html?q=moratorium") as visit:
        visit.page.locator("#search-results li a").first.wait_for(timeout=10_000)
        found = visit.page.locator("#search-results li a").evaluate_all(
            "links => links.map(a => a.getAttribute('href'))"
        )
        assert any("3-conduct" in link for link in found)
        assert visit.wrong == []


def test_full_screen_print_and_copy_buttons_work_under_the_policy(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/3-conduct.html") as visit:
        page = visit.page
        page.evaluate("window.print = () => { window.printed = true }")
        page.locator("[data-action=print]").evaluate("button => button.click()")
        assert page.evaluate("window.printed") is True
        page.locator("[data-action=fullscreen]").click()
        assert (
            page.evaluate("new Promise(done => setTimeout(() => done(!!document.fullscreenElement), 500))")
            is True
        )
        assert page.locator("button.copybtn").count() > 0
        assert visit.wrong == []


def test_the_policy_stops_what_is_not_the_sites_own(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/index.html") as visit:
        visit.page.evaluate(
            """() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.head.append(s);
                       const d = document.createElement('div'); d.innerHTML = '<img src=x onerror="window.ran = 2">'; document.body.append(d) }"""
        )
        visit.page.wait_for_timeout(300)
        assert visit.page.evaluate("window.ran") is None
        assert any("Content Security Policy" in told for told in visit.wrong)
