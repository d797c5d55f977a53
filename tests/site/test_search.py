"""The search page in a browser: what is found first, what is shown of it, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from site_browser import Visit, visited

FOUND = """() => [...document.querySelectorAll('#search-results li')].map(found => ({
    to: found.querySelector('a').getAttribute('href'),
    named: found.querySelector('a').textContent,
    besides: found.querySelector('span')?.textContent.trim(),
    excerpt: found.querySelector('.context')?.textContent,
}))"""
LIBRARY = ("gallery", "numbers", "reference", "reuse", "sources")


@contextmanager
def searched(browser: Any, address: str, words: str) -> Iterator[tuple[Visit, list[dict[str, str]]]]:
    """Search, and wait until each page that was found has an excerpt."""
    with visited(browser, f"{address}/search.html?q={words}") as visit:
        visit.page.locator(".search-summary", has_text="found").wait_for(timeout=20_000)
        visit.page.wait_for_load_state("networkidle")
        yield visit, visit.page.evaluate(FOUND)


@pytest.mark.parametrize("words", ["moratorium", "sanctions"])
def test_chapters_come_first_and_the_library_last(browser: Any, address: str, words: str) -> None:
    with searched(browser, address, words) as (visit, found):
        pages = [one["to"] for one in found if one["besides"] is None]
        kinds = [0 if page[0].isdigit() else 2 if page.startswith(LIBRARY) else 1 for page in pages]
        assert kinds[0] == 0 and kinds[-1] == 2 and kinds == sorted(kinds), pages
        for one in found:
            if one["besides"] is None:  # neither a line nor a name of the code
                text = one["excerpt"]
                assert len(text) <= 240 and ".." not in text and ".ipynb" not in text and "#" not in text
                assert "\n" not in text and " ." not in text and "Show" not in text, text
        best = found[0]
        assert words in best["excerpt"].lower(), best
        # Nothing is kept, neither here nor on the page that a reader goes to.
        page = visit.page
        assert set(page.evaluate("Object.keys(localStorage)")) <= {"mode", "theme"}
        assert page.evaluate("sessionStorage.length") == 0 and page.context.cookies() == []
        page.locator("#search-results li a").first.click()
        page.wait_for_load_state("load")
        page.wait_for_timeout(100)  # marks came after a while
        assert page.url.endswith(best["to"])
        assert page.locator(".highlighted, mark, .highlight-link").count() == 0
        assert page.locator("#searchbox").inner_text() == ""
        assert visit.wrong == []


def test_a_line_is_found_by_its_words_and_by_its_number(browser: Any, address: str) -> None:
    # Ledger, L51: "No new secondary sanctions had been adopted that would make anyone comply.", mostly supported.
    with searched(browser, address, "new secondary sanction adopted") as (visit, found):
        line = next(one for one in found if one["to"] == "5-pressure.html#l51")
        assert line["named"].startswith("L51: No new secondary sanctions had been adopted")
        assert line["besides"] == "(Mostly supported)"
        visit.page.locator("#search-results li a[href='5-pressure.html#l51']").click()
        assert visit.page.locator("article.claim:target h3").inner_text() == "L51"
        assert visit.wrong == []
    with searched(browser, address, "L51") as (_, found):
        assert found[0]["to"] == "5-pressure.html#l51"
    # Not in the paraphrase of L20, but on its card: the count of attack drones.
    with searched(browser, address, "attack drones") as (_, found):
        assert "3-conduct.html#l20" in [one["to"] for one in found]


def test_what_nobody_wrote_is_not_found(browser: Any, address: str) -> None:
    with visited(browser, f"{address}/search.html?q=xylophonist (") as visit:
        visit.page.locator(".search-summary", has_text="did not match").wait_for(timeout=20_000)
        assert visit.page.evaluate(FOUND) == [] and visit.wrong == []
