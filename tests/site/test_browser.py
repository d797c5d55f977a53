"""Every page in a real browser: three widths, light and dark, with and without JavaScript, from a server and from a folder."""

from __future__ import annotations

import time
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
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 30)"}
# A telephone and a desk, dark and light. 640 px are what a window of 1280 px leaves to a reader who doubles the size.
LOOKS = [(360, "dark"), (640, "dark"), (1280, "dark"), (360, "light"), (640, "light"), (1280, "light")]

LOOK = """() => ({
    wide: document.documentElement.scrollWidth,
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


def look(page: Any, width: int) -> None:
    """Check what a reader sees of the figures and of the page."""
    seen = page.evaluate(LOOK)
    assert seen["wide"] <= width, f"the page is {seen['wide']} px wide"
    for figure in seen["figures"]:
        assert figure["shown"] == 1, f"{figure['id']}: {figure['shown']} drawings are visible"
        left, right, wide, high = figure["box"]
        assert wide > 250 and high > 80, f"{figure['id']} is {wide} x {high} px"
        assert left >= 0 and right <= width, f"{figure['id']} leaves the page"
        assert len(figure["alt"]) > 40, f"{figure['id']}: no text alternative"
        assert figure["small"] == [], figure["id"]


@pytest.mark.parametrize("javascript", [False, True], ids=["no-js", "js"])
@pytest.mark.parametrize("page_name", PAGES)
@pytest.mark.parametrize("place", ["http", "file"])
def test_page(  # noqa: PLR0917
    browser: Any, address: str, site: Path, place: str, page_name: str, javascript: bool
) -> None:
    url = f"{address if place == 'http' else site.as_uri()}/{page_name}.html"
    # A script can act on the window that it finds when the page is loaded; a style sheet follows each change of it.
    starts = [(360, "dark"), (1280, "light")] if javascript and place == "http" else [(360, "dark")]
    for width, scheme in starts:
        with visited(browser, url, width=width, scheme=scheme, javascript=javascript) as visit:
            for now_wide, now_scheme in LOOKS if (width, scheme) == starts[0] else LOOKS[-1:]:
                show(visit.page, now_wide, now_scheme)
                look(visit.page, now_wide)
            assert visit.wrong == []


def show(page: Any, width: int, scheme: str) -> None:
    """Give an open page another width and scheme, and wait until it has them."""
    page.set_viewport_size({"width": width, "height": 2000})
    page.emulate_media(color_scheme=scheme)
    deadline = time.monotonic() + 30
    while (paper := page.evaluate("getComputedStyle(document.body).backgroundColor")) != PAPER[scheme]:
        assert time.monotonic() < deadline, f"the paper is {paper} when the reader asks for {scheme}"
    page.evaluate(
        "document.body.offsetWidth, document.getAnimations().forEach(one => one.finish())"
    )  # a sidebar slides


# Contrast is a matter of these and of visibility: an element that has the same at both widths needs one look at it.
OTHER_THAN = """seen => [...document.body.querySelectorAll('*')].map((one, at) => {
    const style = getComputedStyle(one);
    const now = one.checkVisibility() ? [style.color, style.backgroundColor, style.backgroundImage, style.fontSize,
        style.fontWeight, style.opacity].join() : '';
    one.toggleAttribute('data-other', now !== '' && seen.length > 0 && now !== seen[at]);
    return now;
})"""
COLOURS = ["color-contrast", "link-in-text-block"]


def violations(page: Any, other: bool = False) -> list[Any]:
    """List what axe finds on a page, or in the colours of what looks other than before."""
    from axe_playwright_python.sync_playwright import Axe

    # Without this axe hands over what is right too, megabytes of it.
    options: dict[str, Any] = {"resultTypes": ["violations"]} | ({"runOnly": COLOURS} if other else {})
    found = Axe().run(page, context="[data-other]" if other else None, options=options)
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found.response["violations"]
    ]


def axe(page: Any) -> dict[tuple[int, str], list[Any]]:
    """Let axe look at all four looks of a page: every rule at both widths and in both schemes, colours of everything in all four."""
    found = {}
    for (width, other_width), scheme in (((1280, 360), "light"), ((360, 1280), "dark")):
        show(page, width, scheme)
        found[width, scheme] = violations(page)
        seen = page.evaluate(OTHER_THAN, [])
        show(page, other_width, scheme)
        page.evaluate(OTHER_THAN, seen)
        if page.locator("[data-other]").count():
            found[other_width, scheme] = violations(page, other=True)
    return {look: wrong for look, wrong in found.items() if wrong}


@pytest.mark.parametrize("page_name", PAGES)
def test_axe_finds_no_violation(browser: Any, address: str, page_name: str) -> None:
    with visited(browser, f"{address}/{page_name}.html") as visit:
        assert axe(visit.page) == {}


@pytest.mark.parametrize(
    ("style", "rule", "where"),
    [
        ("@media (width < 600px) { html[data-theme=light] h1 { color: #ccc } }", "color-contrast", (360, "light")),
        ("@media (width > 600px) { html[data-theme=dark] h1 { color: #444 } }", "color-contrast", (1280, "dark")),
        ("html[data-theme=light] article { background: #333 }", "color-contrast", (1280, "light")),
        ("html[data-theme=dark] article p { color: #333 }", "color-contrast", (360, "dark")),
    ],
)  # fmt: skip
def test_axe_sees_a_fault_that_only_one_look_has(
    browser: Any, address: str, style: str, rule: str, where: tuple[int, str]
) -> None:
    with visited(browser, f"{address}/methods.html", bypass_csp=True) as visit:
        visit.page.add_style_tag(content=style)
        assert rule in [name for name, _ in axe(visit.page)[where]]


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
