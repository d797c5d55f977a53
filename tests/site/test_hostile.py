"""Whatever stands in data, claims, titles and corrections is text: on pages, in pictures, in files. None of it runs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import hostile_book
import pytest
from bs4 import BeautifulSoup
from hostile_book import ALL, ELSEWHERE, FIGURE, FORMULAS, MARKUP, STRINGS
from site_browser import Visit, served, visited, wake

from figures.text import visible

SHOWN = [visible(text) for text in STRINGS]
PAGES = ("index", "3-conduct", "chapter", "numbers", "sources", "corrections", "search", "genindex")
# Every way to start something: what a page, or a part of it, may not have, wherever it comes from.
ALIVE = """part => [...document.querySelectorAll(`${part}, ${part} *`)].flatMap(one => [
    ...[...one.attributes].filter(a => /^on/i.test(a.name) || /^\\s*(javascript|vbscript|data:text)/i.test(a.value)
        && /href|src|action|data$/.test(a.name)).map(a => `${one.tagName} ${a.name}`),
    ...(['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'PLAINTEXT', 'ANIMATE'].includes(one.tagName.toUpperCase()) ? [one.tagName] : []),
    ...(one.matches('meta[http-equiv=refresh], [autofocus]') ? ['refresh or focus'] : []),
    ...(one.matches('script:not([src])') && one.type !== 'application/ld+json' && !one.textContent.startsWith('(d=>{')
        && !one.textContent.startsWith('// Which mark is nearest') ? ['SCRIPT'] : []),
])"""

# Some hundred panels: to ask for each from outside takes ten times as long. Each takes the place of the one before.
OPENED_IN_TURN = f"""async panels => {{
    const alive = {ALIVE}, found = [], panel = document.querySelector('.trace');
    const within = async (good, until = performance.now() + 5000) => {{
        while (!good() && performance.now() < until) await new Promise(done => setTimeout(done));
        return good();
    }};
    for (const [at, id] of panels.entries()) {{
        const link = document.createElement('a');
        Object.assign(link, {{ className: 'num', href: `numbers.html#${{id}}`, textContent: id }});
        document.body.append(link);
        link.click();
        const shown = () => link.ariaExpanded === 'true' && panel.ariaLabel.includes(id) && panel.matches(':popover-open');
        if (!await within(shown)) found.push([id, 'is not shown']);
        panel.querySelectorAll('details').forEach(one => {{ one.open = true; }});
        if (![...panel.querySelectorAll('table')].every(one => one.checkVisibility())) found.push([id, 'has no rows']);
        const wrong = [...alive('.trace'), ...(window.__pwned === undefined ? [] : ['it ran'])];
        if (wrong.length) found.push([id, wrong]);
        if (at % 10 === 9 || at === panels.length - 1) {{
            document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Escape', bubbles: true }}));
            if (!await within(() => !panel.textContent && history.state === null)) found.push([id, 'does not close']);
        }}
        link.remove();
    }}
    return found;
}}"""


@pytest.fixture(scope="module")
def hostile(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_book.build(root, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def home(hostile: Path) -> Iterator[str]:
    with served(hostile) as url:
        yield url


def nothing_ran(visit: Visit, part: str = "html") -> None:
    assert visit.page.evaluate("window.__pwned") is None
    assert visit.page.evaluate(ALIVE, part) == []
    assert visit.wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_runs_what_it_shows(browser: Any, hostile: Path, home: str, name: str) -> None:
    if not (hostile / f"{name}.html").exists():
        assert name == "genindex"
        return
    with visited(browser, f"{home}/{name}.html") as visit:
        # Everything is pointed at, focused and opened, and what is inert becomes elements, as for paper.
        visit.page.evaluate(
            """() => dispatchEvent(new Event('beforeprint')) && document.querySelectorAll('body *').forEach(one => {
                for (const kind of ['mouseover', 'mouseenter', 'focus', 'toggle', 'load', 'error'])
                    one.dispatchEvent(new Event(kind, { bubbles: false }));
                if (one.tagName === 'DETAILS') one.open = true;
            })"""
        )
        visit.page.wait_for_timeout(300)
        nothing_ran(visit)


def test_a_live_figure_and_every_mark_of_it_say_text(browser: Any, home: str) -> None:
    with visited(browser, f"{home}/chapter.html") as visit:
        picture = wake(visit.page, FIGURE)
        said = []
        visit.page.keyboard.press("Home")
        for _ in STRINGS:
            said.append(picture.locator(".figure-tip").inner_text())
            visit.page.keyboard.press("ArrowRight")
        assert len(set(said)) == len(STRINGS)
        nothing_ran(visit)


def test_the_panel_of_a_number_shows_rows_as_text(
    browser: Any, hostile: Path, home: str, nightly: bool
) -> None:
    panels = [
        path.stem
        for path in sorted((hostile / "numbers").glob("*.js"))
        if "pwned" in path.read_text(encoding="utf-8")
    ]
    assert len(panels) > 20
    panels = panels[:: 1 if nightly else 3]
    # The browser lets no page change its history more than 200 times in ten seconds.
    for at in range(0, len(panels), 100):
        with visited(browser, f"{home}/corrections.html") as visit:
            assert visit.page.evaluate(OPENED_IN_TURN, panels[at : at + 100]) == []
            nothing_ran(visit)


@pytest.mark.parametrize("query", ["script", "window", "onerror", "javascript", "hostile"])
def test_the_search_shows_text(browser: Any, home: str, query: str) -> None:
    with visited(browser, f"{home}/search.html?q={query}") as visit:
        visit.page.wait_for_timeout(1500)
        nothing_ran(visit)


def test_every_string_stands_on_the_page_as_it_is(hostile: Path) -> None:
    html = BeautifulSoup((hostile / "chapter.html").read_text(encoding="utf-8"), "html.parser")
    figure = html.select_one(f"figure#{FIGURE}")
    assert figure is not None

    def squeezed(text: str) -> str:
        return re.sub(r"\s+", " ", text).strip()

    cells = [squeezed(cell.get_text()) for cell in figure.select("tbody th")]
    # A cell that is an address shows its host; with a quotation mark or a space in it, it is none.
    address = re.compile(r"https://[^\s\"'<>]+")
    assert cells == [ELSEWHERE if address.fullmatch(text) else squeezed(text) for text in SHOWN]
    for place in (".figure-caption", ".figure-note"):
        assert squeezed(figure.select_one(place).get_text()) == squeezed(visible(ALL))
    assert squeezed(figure.select_one(".figure-picture")["aria-label"]) == squeezed(visible(f"1 {ALL}"))
    cards = BeautifulSoup((hostile / "3-conduct.html").read_text(encoding="utf-8"), "html.parser")
    # The ledger takes any white space for a space, and docutils drops a null.
    assert squeezed(visible(" ".join(ALL.split()).replace("\0", ""))) in squeezed(cards.get_text())


def test_no_page_has_a_character_that_hides(hostile: Path) -> None:
    for path in [*hostile.glob("*.html"), *hostile.glob("numbers/*"), *hostile.glob("figures/hostile*")]:
        if path.suffix != ".png":
            text = path.read_bytes().decode()
            assert text == visible(text), path.name


def test_what_machines_are_told_is_data(hostile: Path) -> None:
    blocks = 0
    for path in hostile.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S):
            json.loads(block)
            blocks += 1
    assert blocks >= 2


def test_pictures_are_well_formed_and_have_no_script(hostile: Path) -> None:
    pictures = sorted((hostile / "figures").glob("*.svg"))
    for picture in pictures:
        for node in ElementTree.parse(picture).iter():
            assert node.tag.rpartition("}")[2] not in ("script", "a", "image", "foreignObject", "animate")
            assert not [name for name in node.attrib if name.lower().startswith("on")]
    assert pictures


def test_no_cell_of_a_download_begins_like_a_formula(hostile: Path) -> None:
    seen = 0
    for path in [*(hostile / "figures").glob("*.csv"), *(hostile / "numbers").glob("*.csv")]:
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")):
            for cell in row:
                number = re.fullmatch(r"[-+]?\d[\d.]*(?:e[-+]?\d+)?", cell)
                assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), f"{path.name}: {cell}"
                seen += cell.startswith("'")
    assert seen >= len(FORMULAS)


@pytest.mark.parametrize("ending", [".html", ".svg"])
def test_a_saved_figure_runs_nothing(browser: Any, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"saved{ending}"
    hostile_book.figure().save(target)
    with visited(browser, target.as_uri()) as visit:
        visit.page.wait_for_timeout(200)
        nothing_ran(visit)
    assert ELSEWHERE not in re.sub(r">[^<]*<|\"[^\"]*\"", "", target.read_text(encoding="utf-8"))


def test_a_notebook_says_text() -> None:
    bundle = hostile_book.figure()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "image/svg+xml", "application/vnd.vegalite.v5+json"}
    assert bundle["text/plain"] == visible(f"1 {ALL}")
    picture = ElementTree.fromstring(bundle["image/svg+xml"])
    assert {part.tag.rpartition("}")[2] for part in picture.iter()} <= {
        "svg",
        "g",
        "path",
        "rect",
        "text",
        "tspan",
        "line",
    }
    assert not [
        name for part in picture.iter() for name in part.attrib if name.startswith("on") or "href" in name
    ]
    json.loads(json.dumps(bundle))


def test_the_strings_were_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(STRINGS) == len(set(STRINGS)) >= 50
    assert all(hostile_book.RUN in text or "<" in text for text in MARKUP)
    with capsys.disabled():
        print(f"\nhostile strings tried: {len(STRINGS)}")
