"""Are the built pages HTML as the standard has it, and can a reader who does not see them find the way? No page is opened in a browser here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

CHECKER = Path(".venv/checker/node_modules/vnu-jar/build/dist/vnu.jar")
PARTS = ("banner", "complementary", "contentinfo", "main", "navigation")


def faults(checker: Path, site: Path) -> list[str]:
    """Let one Java process look at every page of a folder: what is an error to the checker, and where."""
    told = subprocess.run(
        ["java", "-jar", checker, "--errors-only", "--skip-non-html", "--format", "json", site],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(told.stderr)["messages"]
    return [
        f"{one['url'].rpartition('/')[2]}, line {one.get('lastLine')}: {one['message']} {one.get('extract', '')!r}"
        for one in found
    ]


@pytest.fixture(scope="module")
def checker(root: Path) -> Path:
    """The Nu HTML checker; under CI it may not be missing."""
    stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
    if shutil.which("java") is None:
        stop("this machine has no Java, which the HTML checker needs")
    if not (root / CHECKER).is_file():
        stop(f"the HTML checker is not installed: run `make {CHECKER}` (or `make test`, which does it first)")
    return root / CHECKER


def test_the_checker_finds_no_error_on_any_page(checker: Path, site: Path) -> None:
    assert faults(checker, site) == []


def test_the_checker_finds_an_error(checker: Path, tmp_path: Path) -> None:
    page = '<!DOCTYPE html>\n<html lang="en"><head><title>T</title></head>\n<body><summary><p>One</p></summary></body></html>\n'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    (fault,) = faults(checker, tmp_path)
    assert "page.html, line 3: Element “summary” not allowed as child of element “body”" in fault


def outline(page: BeautifulSoup) -> list[int]:
    """List the levels of a page's headings in their order, those that only have the role of one among them."""
    return [
        int(one.get("aria-level") or one.name[1:])
        for one in page.find_all(
            lambda tag: bool(re.fullmatch("h[1-6]", tag.name)) or tag.get("role") == "heading"
        )
    ]


def test_headings_are_in_order_below_one_first_heading(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        levels = outline(page)
        assert levels[0] == 1 and levels.count(1) == 1, name
        skipped = [at for at, level in enumerate(levels[1:]) if level > levels[at] + 1]
        assert skipped == [], f"{name}: {levels}"


def part(tag: Tag) -> str:
    """Say which part of a page (a landmark) an element is, or that it is none."""
    inside = tag.find_parent(["article", "aside", "main", "nav", "section"]) is not None
    own = {"main": "main", "nav": "navigation"}
    if not inside:  # within an article or the like these are not the page's own: footnotes are an aside
        own |= {"aside": "complementary", "header": "banner", "footer": "contentinfo"}
    return str(tag.get("role") or own.get(tag.name, ""))


def test_a_page_has_its_parts_and_each_can_be_told_from_the_others(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        parts = [(part(tag), tag) for tag in page.find_all(True) if part(tag) in PARTS]
        kinds = Counter(kind for kind, _ in parts)
        assert kinds["main"] == 1, name
        # What is shared of a figure leads on to its chapter, and has no menus.
        assert kinds["navigation"] >= 1 or page.find("meta", attrs={"http-equiv": "refresh"}), name
        assert kinds["banner"] <= 1 and kinds["contentinfo"] <= 1, name
        names = Counter((kind, tag.get("aria-label") or tag.get("aria-labelledby")) for kind, tag in parts)
        assert [twice for twice, times in names.items() if times > 1] == [], name
        assert all(label for kind, label in names if kind in ("navigation", "complementary")), name


def test_a_page_says_its_language_and_has_a_title_of_its_own(pages: dict[str, BeautifulSoup]) -> None:
    titles = Counter(str(page.title.string) for page in pages.values() if page.title)
    assert sum(titles.values()) == len(pages) and set(titles.values()) == {1}
    assert all(page.html and page.html.get("lang") == "en" for page in pages.values())
