"""What the site may weigh. Bytes are the same on every machine, so too many are an error like any other; benchmarks/ has the times.

Each limit is what is needed today and a little more. Who raises one says in the commit what the reader gets for it.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from site_browser import ELEMENTS

PAGE = 130_000
"""gzip bytes of html, style and scripts of a page, before anything is touched."""
STYLE_AND_SCRIPTS = 52_000
ALIVE = 450_000
"""The same until a figure is alive: runtime and the largest payload besides."""
PAYLOAD = 10_000
DRAWING, MAP = 6_000, 15_000  # the map of control has coasts and rivers besides
TABLE = 800_000
"""Bytes of a table's file; the rest of the site is in bytes as well."""
ROWS_OF_A_NUMBER = 100_000
PICTURE = 1_100_000
SITE = 48_000_000


@cache
def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def loads(page: Path) -> list[Path]:
    """The style and scripts that a page loads."""
    html = re.sub(r"<noscript>.*?</noscript>", "", page.read_text(encoding="utf-8"), flags=re.S)
    sheets = re.findall(r'<link\b(?=[^>]*rel="stylesheet")[^>]*href="([^"?]+)', html)
    return [page.parent / name for name in sheets + re.findall(r'<script\b[^>]*src="([^"?]+)', html)]


def over(budget: int, files: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Name what is over its budget; nothing to weigh would be an error too."""
    weights = dict(files)
    assert weights, "nothing was weighed"
    return {name: weight for name, weight in weights.items() if weight > budget}


def before(page: Path) -> int:
    return packed(page) + sum(map(packed, loads(page)))


def test_a_page_before_anything_is_touched(site: Path) -> None:
    assert over(PAGE, ((page.name, before(page)) for page in site.glob("*.html"))) == {}


def test_the_readme_promises_these_limits(root: Path) -> None:
    promised = (root / "README.md").read_text(encoding="utf-8")
    assert f"at most {PAGE // 1000} kB (gzip), and {ALIVE // 1000} kB until" in promised
    assert f"at most {ELEMENTS:,} elements on any page" in promised


def test_style_and_scripts_of_a_page(site: Path) -> None:
    # The search loads its index besides.
    pages = [page for page in site.glob("*.html") if page.name != "search.html"]
    assert over(STYLE_AND_SCRIPTS, ((page.name, sum(map(packed, loads(page)))) for page in pages)) == {}


def test_nothing_but_one_stylesheet_stands_before_the_first_paint(site: Path) -> None:
    for page in site.glob("*.html"):
        blocking = [file.name for file in loads(page) if file.suffix != ".js"]
        assert blocking == ["style.css"], page.name  # scripts are deferred: test_pages


def test_a_figure_until_it_is_alive(site: Path) -> None:
    payloads = [path for path in (site / "figures").glob("*.js") if path.stem.endswith(("-wide", "-narrow"))]
    assert over(PAYLOAD, ((path.name, packed(path)) for path in payloads)) == {}
    heaviest = packed(site / "figures" / "runtime.js") + max(map(packed, payloads))
    pages = [page for page in site.glob("*.html") if "figure-picture" in page.read_text(encoding="utf-8")]
    assert over(ALIVE, ((page.name, before(page) + heaviest) for page in pages)) == {}


def test_a_drawing_in_a_page(site: Path) -> None:
    drawings = {
        f"{page.name}, drawing {at}": drawing
        for page in site.glob("*.html")
        for at, drawing in enumerate(re.findall(r"<svg.*?</svg>", page.read_text(encoding="utf-8"), re.S), 1)
    }
    weights = {name: len(gzip.compress(drawing.encode(), 6)) for name, drawing in drawings.items()}
    maps = {name for name, drawing in drawings.items() if "control-map-" in drawing}
    assert over(DRAWING, ((name, weight) for name, weight in weights.items() if name not in maps)) == {}
    assert over(MAP, ((name, weights[name]) for name in maps)) == {}


def test_files_to_take_away(site: Path) -> None:
    def sizes(folder: str, pattern: str) -> list[tuple[str, int]]:
        return [(path.name, path.stat().st_size) for path in (site / folder).glob(pattern)]

    assert over(TABLE, sizes("data", "*")) == {}
    assert over(ROWS_OF_A_NUMBER, sizes("numbers", "*")) == {}
    assert over(PICTURE, sizes("figures", "*.png")) == {}


def test_the_whole_site(site: Path) -> None:
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) <= SITE
