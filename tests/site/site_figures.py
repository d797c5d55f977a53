"""Every figure of the site as a browser shows it, still and alive: each page is visited once a look, for all that tests ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_browser import visited, wake

# What stands beside a figure is taken away while it is looked at: the browser would lay it out and paint it again at each step.
ALONE = """id => {
    document.querySelectorAll('[data-away]').forEach(one => { one.style.display = ''; one.removeAttribute('data-away') });
    document.getElementById(id).style.contentVisibility = 'visible';  // else one that is not seen yet is about as tall as most
    for (let one = document.getElementById(id); one.parentElement && one.tagName !== 'ARTICLE'; one = one.parentElement)
        for (const other of one.parentElement.children)
            if (other !== one && !/^(SCRIPT|STYLE)$/.test(other.tagName)) { other.style.display = 'none'; other.dataset.away = '' }
}"""
# Where a picture stands on its page must not matter: half a pixel further down, and every line is drawn otherwise.
PIN = """picture => {
    const { width, height } = picture.closest('figure').getBoundingClientRect();
    Object.assign(picture.style, { width: `${Math.round(picture.offsetWidth)}px`, position: 'fixed', left: '0', top: '0', margin: '0',
        zIndex: '9999', background: 'var(--figure-paper)' });
    const box = picture.getBoundingClientRect();
    return [[width, height], { x: 0, y: 0, width: Math.ceil(box.width), height: Math.ceil(box.height) }];
}"""
UNPIN = "picture => picture.removeAttribute('style')"


@dataclass(frozen=True)
class Alive:
    """A figure that was touched: its size and picture, what its last mark says, whether Escape ends it."""

    size: tuple[float, float]
    picture: bytes
    says: str
    ended: bool


@dataclass(frozen=True)
class Seen:
    """One figure: its size and picture before it is touched, and what it is alive, if it was woken."""

    size: tuple[float, float]
    still: bytes
    alive: Alive | None


@dataclass(frozen=True)
class Shown:
    """All figures of the site in one look, and what went wrong on their pages."""

    width: int
    scheme: str
    figures: dict[str, Seen]
    wrong: dict[str, list[str]]

    def alive(self) -> Iterator[tuple[str, Seen, Alive]]:
        """Go through the figures that were woken."""
        return ((name, seen, seen.alive) for name, seen in self.figures.items() if seen.alive)


def homes(site: Path) -> dict[str, list[str]]:
    """List the figures of each page that has some."""
    found = {
        path.stem: re.findall(r'<figure class="figure" id="([^"]+)"', path.read_text("utf-8"))
        for path in sorted(site.glob("*.html"))
    }
    return {page: ids for page, ids in found.items() if ids}


def show(browser: Any, address: str, site: Path, width: int, scheme: str, *, every: bool) -> Shown:
    """Visit every page that has figures, and wake ``every`` figure, or every other: in the dark those that are not woken in the light."""
    figures: dict[str, Seen] = {}
    wrong = {}
    for page_name, ids in homes(site).items():
        with visited(browser, f"{address}/{page_name}.html", width=width, scheme=scheme) as visit:
            for figure_id in ids:
                woken = every or len(figures) % 2 == (scheme == "dark")
                figures[figure_id] = see(visit.page, figure_id, woken)
            wrong[page_name] = visit.wrong
    return Shown(width, scheme, figures, wrong)


def see(page: Any, figure_id: str, woken: bool) -> Seen:
    """Look at a figure as it stands, and if it is to be ``woken`` wake it, look again, go to its last mark, and leave."""
    page.evaluate(ALONE, figure_id)
    picture = page.locator(f"#{figure_id} .figure-picture")
    size, still = _taken(page, picture)
    if not woken:
        return Seen(size, still, None)
    wake(page, figure_id)
    page.evaluate("document.activeElement.blur()")
    size_alive, alive = _taken(page, picture)
    picture.focus()
    page.keyboard.press("End")
    says = picture.locator(".figure-tip").inner_text()
    page.keyboard.press("Escape")
    ended = picture.locator(".figure-live").count() == 0
    return Seen(size, still, Alive(size_alive, alive, says, ended))


def _taken(page: Any, picture: Any) -> tuple[tuple[float, float], bytes]:
    """Give the size of a figure and a photograph of its picture."""
    (width, height), box = picture.evaluate(PIN)
    taken: bytes = page.screenshot(clip=box)
    picture.evaluate(UNPIN)
    return (width, height), taken
