"""Where the built site leads: every address of its own exists, every address of others is on the list and carries `rel`."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from bs4 import BeautifulSoup

OWN = re.compile(r"https://where-is-the-pressure\.example/")


@cache
def page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@cache
def ids(path: Path) -> frozenset[str]:
    return frozenset(tag["id"] for tag in page(path)(id=True))


def arrives(site: Path, address: str) -> bool:
    """Say whether an address relative to the site is a file, and its anchor, if any, on that page."""
    parts = urlsplit(address)
    file = site / unquote(parts.path or "index.html").lstrip("/")
    if not file.is_file():
        return False
    return file.suffix != ".html" or not parts.fragment or unquote(parts.fragment) in ids(file)


def test_links_files_and_anchors_of_every_page_arrive(site: Path) -> None:
    lost, tried = [], 0
    for path in site.glob("*.html"):
        for tag in page(path)(True):
            for name in ("href", "src", "action"):
                link = tag.get(name)
                if link is None or re.match(r"[a-z]+:", link):
                    continue
                tried += 1
                own = path.name if link.startswith("#") or not link else ""
                if link != "#" and not arrives(site, own + link):
                    lost.append(f"{path.name} -> {link}")
    assert lost == []
    assert tried > 3000


def test_panels_of_numbers_lead_to_files_and_anchors_that_are_there(site: Path) -> None:
    lost = []
    for path in (site / "numbers").glob("*.js"):
        html = json.loads(path.read_text(encoding="utf-8").partition(",")[2].rstrip(";\n)"))
        for link in re.findall(r'href="([^"]+)"', html):
            if not link.startswith("http") and not arrives(site, link):
                lost.append(f"{path.name} -> {link}")
    assert lost == []


def test_every_citation_has_its_entry_and_every_entry_its_citation(site: Path) -> None:
    seen = 0
    for path in site.glob("*.html"):
        html = page(path)
        notes = {tag["id"] for tag in html.select("aside.footnote, dl.footnote dt") if tag.get("id")}
        cited = {link["href"].lstrip("#") for link in html.select("a.footnote-reference")}
        assert cited == notes, path.name
        seen += len(notes)
    assert seen > 100


def values(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from values(one)
    elif isinstance(part, str):
        yield part


def test_addresses_told_to_machines_arrive(site: Path) -> None:
    told = [
        element.text or ""
        for element in ElementTree.parse(site / "sitemap.xml").iter()
        if element.tag.endswith("}loc")
    ]
    assert {urlsplit(one).path.lstrip("/") or "index.html" for one in told} == {
        path.name for path in site.glob("*.html")
    } - {"search.html", "genindex.html"}
    for path in site.glob("*.html"):
        html = page(path)
        told += [tag["content"] for tag in html("meta", content=OWN)]
        told += [tag["href"] for tag in html("link", rel="canonical")]
        for block in html("script", type="application/ld+json"):
            told += [text for text in values(json.loads(block.string)) if OWN.match(text)]
    lost = [one for one in told if not arrives(site, OWN.sub("", one))]
    assert lost == []
    assert len(told) > 80


def test_the_data_package_beside_the_pages_is_complete(site: Path) -> None:
    package = json.loads((site / "data" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        assert (site / "data" / resource["path"]).is_file()


def test_links_to_others_are_on_the_list_and_tell_them_nothing(site: Path, root: Path) -> None:
    with (root / "book" / "links.csv").open(encoding="utf-8", newline="") as file:
        known = {row["url"] for row in csv.DictReader(file)}
    outward, unlisted = 0, set()
    for path in site.glob("*.html"):
        for link in page(path).select("a[href]"):
            scheme = urlsplit(link["href"]).scheme
            assert scheme in ("", "http", "https"), f"{path.name}: {link['href']}"
            if scheme:
                outward += 1
                assert set(link["rel"]) >= {"noopener", "noreferrer"}, f"{path.name}: {link['href']}"
                # The rows of a table name their own pages, each beside its row.
                if link["href"] not in known and not link.find_parent(class_="figure-table"):
                    unlisted.add(link["href"])
    assert sorted(unlisted) == []
    assert outward > 200


def test_every_page_keeps_where_its_reader_comes_from(site: Path) -> None:
    for path in site.glob("*.html"):
        assert page(path).find("meta", attrs={"name": "referrer"})["content"] == "same-origin", path.name


def test_no_script_of_ours_keeps_anything(root: Path) -> None:
    for path in (root / "src/figures/figure/static").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"document\.cookie|localStorage|sessionStorage|indexedDB", text), path.name


def test_a_build_that_asks_for_the_network_fails(tmp_path: Path) -> None:
    (tmp_path / "reaching.py").write_text(
        "import socket\n"
        "def ask(app):\n    socket.create_connection(('192.0.2.1', 443), timeout=5)\n"
        "def setup(app):\n    app.connect('builder-inited', ask)\n",
        encoding="utf-8",
    )
    (tmp_path / "conf.py").write_text(
        "import sys\nsys.path.insert(0, '.')\nextensions = ['myst_parser', 'figures.book', 'reaching']\n",
        encoding="utf-8",
    )
    (tmp_path / "index.md").write_text("# A page\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", ".", "html"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert "the book is built without the network, and something asked for '192.0.2.1'" in run.stderr
    assert not (tmp_path / "html" / "index.html").exists()


def test_a_visit_leaves_nothing_behind_but_the_choice_of_colours(browser: Any, address: str) -> None:
    from site_browser import visited, wake

    with visited(browser, f"{address}/3-conduct.html") as visit:
        wake(visit.page, visit.page.locator("figure.figure").first.get_attribute("id"))
        visit.page.locator("a.num").first.click()
        visit.page.wait_for_timeout(300)
        kept = visit.page.evaluate(
            "[Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]"
        )
        assert set(kept[0]) <= {"mode", "theme"} and kept[2] == ""
        assert visit.page.context.cookies() == []
        assert visit.wrong == []
