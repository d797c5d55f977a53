"""Every page in a real browser: three widths, light or dark, with and without JavaScript, from a server and from a folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from site_browser import ELEMENTS, visited

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
# A telephone, a desk whose reader doubles the size, and a desk. Colours are looked at by axe, at both widths and in both schemes.
LOOKS = [(360, "dark"), (640, "light"), (1280, "light")]

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


# Pages with the same scripts and style stand for each other where these can fail: without scripts, from a folder, in the window they find.
OF_EACH_KIND = (
    "index",
    "search",
    "claims",
    "numbers",
    "gallery",
    "reuse",
    "reference",
    "3-conduct",
    "7-aftermath",
)
VISITS: list[Any] = [
    *(("http", True, name) for name in PAGES),
    *(
        pytest.param("http", False, name, marks=[] if name in OF_EACH_KIND else pytest.mark.night)
        for name in PAGES
    ),
    *(("file", True, name) for name in OF_EACH_KIND),
    *(("file", False, name) for name in ("index", "3-conduct")),
]


@pytest.mark.parametrize(("place", "javascript", "page_name"), VISITS)
def test_page(  # noqa: PLR0917
    browser: Any,
    address: str,
    site: Path,
    place: str,
    javascript: bool,
    page_name: str,
    seen: set[int],
    nightly: bool,
) -> None:
    url = f"{address if place == 'http' else site.as_uri()}/{page_name}.html"
    whole = javascript and place == "http"
    # A script can act on the window that it finds when the page is loaded; a style sheet follows each change of it.
    starts = [LOOKS[0], LOOKS[-1]] if whole and (nightly or page_name in OF_EACH_KIND) else [LOOKS[0]]
    # From a folder or without scripts a page has the same style or does not have it: the first look and the last show that.
    looks = LOOKS if whole else [LOOKS[0], LOOKS[-1]]
    for width, scheme in starts:
        with visited(browser, url, width=width, scheme=scheme, javascript=javascript) as visit:
            if javascript:
                assert visit.page.evaluate("document.querySelectorAll('*').length") <= ELEMENTS
            for now_wide, now_scheme in looks if (width, scheme) == starts[0] else LOOKS[-1:]:
                show(visit.page, now_wide, now_scheme)
                look(visit.page, now_wide)
            assert visit.wrong == []
            if whole and (width, scheme) == starts[-1]:
                # By day a page is asked for all but colours in one look, and the next page in the other.
                rules = EVERY_RULE if nightly else [EVERY_RULE[PAGES.index(page_name) % 2]]
                assert axe(visit.page, seen, rules) == {}
                skip(visit.page)


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


# What axe asks of colours takes most of its time, and what looks alike gets one answer. So of the elements with words it is shown
# three of each look that no page had before: of all that a colour depends on, in the element and around it; whether it lies on the
# paper that it stands in; and what lies on or under it without being around it. Of words in a drawing axe says nothing.
LOOKS_OTHER = """known => {
    const seen = new Map(known.map(look => [look, 3])), clear = colour => /^rgba.*, 0\\)$/.test(colour);
    const bare = style => clear(style.backgroundColor) && style.backgroundImage === 'none';
    const within = (one, other) => one.left >= other.left - 1 && one.right <= other.right + 1 && one.top >= other.top - 1
        && one.bottom <= other.bottom + 1;
    const apart = (one, other) => one.right <= other.left || one.left >= other.right || one.bottom <= other.top
        || one.top >= other.bottom;
    const short = text => {  // cyrb53, a hash of 53 bits
        let one = 0xdeadbeef, other = 0x41c6ce57;
        for (let at = 0; at < text.length; at++) {
            one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
            other = Math.imul(other ^ text.charCodeAt(at), 1597334677);
        }
        one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
        other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
        return 4294967296 * (2097151 & other) + (one >>> 0);
    };
    const moved = [...document.body.querySelectorAll('*')].filter(one => {
        const style = getComputedStyle(one);
        return one.checkVisibility() && !bare(style)
            && (style.position !== 'static' || style.transform !== 'none' || style.margin.includes('-'));
    }).map(one => [one, one.getBoundingClientRect(), getComputedStyle(one).backgroundColor]);
    const walk = (one, around, paper) => {
        one.removeAttribute('data-look');
        if (!one.checkVisibility() || one.tagName === 'svg') return;
        const style = getComputedStyle(one), box = one.getBoundingClientRect();
        if (!bare(style)) paper = box;
        const look = short([around, one.tagName, one.disabled, style.color, style.backgroundColor, style.backgroundImage,
            style.fontSize, style.fontWeight, style.opacity, style.filter, style.mixBlendMode, style.textShadow,
            style.textDecorationLine, style.borderBottomWidth, style.position, style.clip, style.clipPath, style.overflow,
            within(box, paper), ...moved.flatMap(([other, place, colour]) =>
                apart(box, place) || other.contains(one) || one.contains(other) ? [] : [colour])].join('|'));
        const shown = seen.get(look) ?? 0;
        if (shown < 3 && [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim())) {
            seen.set(look, shown + 1);
            one.setAttribute('data-look', look);
        }
        for (const part of one.children) walk(part, look, paper);
    };
    walk(document.documentElement, 0, document.documentElement.getBoundingClientRect());
    return [...document.querySelectorAll('[data-look]')].map(one => Number(one.dataset.look));
}"""
COLOURS = {"color-contrast": "[data-look]", "link-in-text-block": "a[href][data-look]"}
EVERY_RULE = [(1280, "light"), (360, "dark")]
# Who says what they see must hit what they mean; axe calls this rule experimental and leaves it out.
NAMES = {"label-content-name-mismatch": {"enabled": True}}
RUN_AXE = """([colours, options]) => {
    axe.configure({ rules: Object.entries(colours).map(([id, selector]) => ({ id, selector })) });
    return axe.run(options).then(found => found.violations.map(
        one => [one.id, one.nodes.slice(0, 3).map(node => node.html.slice(0, 200))]));
}"""


def violations(page: Any, options: dict[str, Any]) -> list[Any]:
    """List the rules that axe finds broken, each with some of the places."""
    # Without the type of result axe works out what is right too, megabytes of it.
    found: list[Any] = page.evaluate(RUN_AXE, [COLOURS, {"resultTypes": ["violations"], **options}])
    return found


def axe(
    page: Any, seen: set[int], every_rule: list[tuple[int, str]] = EVERY_RULE
) -> dict[tuple[int, str], list[Any]]:
    """Let axe look at a page: ``every_rule`` in those looks, colours not ``seen`` yet in all four."""
    page.evaluate(AXE_SCRIPT)
    found = {}
    for width, scheme in ((1280, "light"), (360, "light"), (360, "dark"), (1280, "dark")):
        show(page, width, scheme)
        new = page.evaluate(LOOKS_OTHER, sorted(seen))
        if (width, scheme) in every_rule:
            found[width, scheme] = violations(page, {"rules": NAMES})
        elif new:
            found[width, scheme] = violations(page, {"runOnly": list(COLOURS)})
        seen.update(new)
    return {look: wrong for look, wrong in found.items() if wrong}


@pytest.fixture(scope="module")
def seen() -> set[int]:
    """What axe has been shown of colours."""
    return set()


SKIP_SHOWN = """() => {
    document.getAnimations().forEach(one => one.finish());
    const link = document.querySelector('.skip-link'), box = link.getBoundingClientRect();
    return box.top >= 0 && getComputedStyle(link).clipPath === 'none' && link.contains(document.activeElement);
}"""


def skip(page: Any) -> None:
    """Check that a reader with a keyboard is first offered the way past the menus, and nobody else sees the offer."""
    assert page.evaluate(SKIP_SHOWN) is False
    page.keyboard.press("Tab")
    assert page.evaluate(SKIP_SHOWN) is True
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate(SKIP_SHOWN) is False


@pytest.mark.parametrize(
    ("style", "rule", "where"),
    [
        ("@media (width < 600px) { html[data-theme=light] h1 { color: #ccc } }", "color-contrast", (360, "light")),
        ("@media (width > 600px) { html[data-theme=dark] h1 { color: #444 } }", "color-contrast", (1280, "dark")),
        ("html[data-theme=light] article { background: #333 }", "color-contrast", (1280, "light")),
        ("html[data-theme=dark] article p { color: #333 }", "color-contrast", (360, "dark")),
        # One paragraph of many, and a link almost like the words around it.
        ("article section section p:last-child { color: #aaa }", "color-contrast", (1280, "light")),
        ("article p a[href] { color: #2a3140 !important; text-decoration: none !important; border: 0 !important }",
         "link-in-text-block", (1280, "light")),
    ],
)  # fmt: skip
def test_axe_sees_a_fault_that_only_one_look_has(  # noqa: PLR0917
    browser: Any, address: str, style: str, rule: str, where: tuple[int, str], seen: set[int]
) -> None:
    with visited(browser, f"{address}/methods.html", bypass_csp=True) as visit:
        axe(visit.page, seen)  # what is right has been seen
        visit.page.add_style_tag(content=style)
        assert rule in [name for name, _ in axe(visit.page, seen)[where]]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("{ opacity: 0.5 }", "p:last-child"),
        ("{ margin-left: -2000px }", "p:last-child"),
        ("{ position: relative; z-index: -1; margin-top: -90px; background: #223 }", "p:nth-last-child(2)"),
    ],
    ids=["seen through", "beside its paper", "behind the words before it"],
)
def test_what_looks_other_is_shown_to_axe_again(browser: Any, address: str, style: str, shown: str) -> None:
    with visited(browser, f"{address}/methods.html", bypass_csp=True) as visit:
        show(visit.page, 1280, "light")
        first = visit.page.evaluate(LOOKS_OTHER, [])
        assert visit.page.evaluate(LOOKS_OTHER, first) == []
        visit.page.add_style_tag(content=f"article section > p:last-child {style}")
        assert len(visit.page.evaluate(LOOKS_OTHER, first)) < len(first)
        assert visit.page.locator(f"article section > {shown}[data-look]").count() > 0


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
