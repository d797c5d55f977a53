"""The built pages, as a reader without JavaScript gets them."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import socket
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from figures.book.offline import NetworkRefusedError

CHAPTERS = {"3-conduct": 6, "5-pressure": 5, "claims": 1, "gallery": 17}
"""Pages with figures, and how many figures each has at least."""


class Page(HTMLParser):
    """What a test asks of a page: figures, their parts, ids and links."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.figures: list[dict[str, str]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        self.ids += [had["id"]] if "id" in had else []
        self.links += [had["href"]] if tag == "a" and "href" in had else []
        if tag == "figure" and "figure" in had.get("class", "").split():
            self.figures.append({"id": had["id"]})
        elif self.figures and had.get("class") == "figure-picture":
            self.figures[-1]["alt"] = had["aria-label"]
            self.figures[-1]["role"] = had["role"]
        elif had.get("class") in ("figure-caption", "figure-source", "figure-table"):
            self.figures[-1][had["class"]] = "yes"

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module", params=sorted(CHAPTERS))
def chapter(request: pytest.FixtureRequest, site: Path) -> tuple[str, Page]:
    return request.param, Page(site / f"{request.param}.html")


def test_every_figure_is_complete(chapter: tuple[str, Page]) -> None:
    name, page = chapter
    assert len(page.figures) >= CHAPTERS[name]
    for figure in page.figures:
        assert set(figure) == {"id", "alt", "role", "figure-caption", "figure-source", "figure-table"}, (
            figure["id"]
        )
        assert figure["role"] == "img"
        assert re.search(r"\d", figure["alt"]), f"{figure['id']}: the text alternative states no number"
        assert "{" not in figure["alt"]


def test_ids_are_unique(chapter: tuple[str, Page]) -> None:
    _, page = chapter
    assert sorted({i for i in page.ids if page.ids.count(i) > 1}) == []


def test_every_internal_link_arrives(site: Path) -> None:
    pages = {path.name: Page(path) for path in site.glob("*.html")}
    missing = []
    for name, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link) or link.startswith("_"):
                continue
            file = target or name
            if (file not in pages and not (site / file).exists()) or (
                anchor and file in pages and anchor not in pages[file].ids
            ):
                missing.append(f"{name} -> {link}")
    assert missing == []


def test_no_page_shows_an_error_or_names_a_path_of_the_machine(site: Path, root: Path) -> None:
    for path in site.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "Traceback" not in text, path.name
        assert str(root) not in text, path.name


def test_no_page_shows_the_marks_of_markdown(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        shown = [
            text
            for text in page.find_all(string=re.compile("`"))
            if not text.find_parent(["code", "noscript"])
        ]
        assert shown == [], name


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    loads = re.compile(r"""<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)=["'](?:https?:)?//[^"']+""")
    for path in site.glob("*.html"):
        found = [
            hit for hit in loads.findall(path.read_text(encoding="utf-8")) if 'rel="canonical"' not in hit
        ]
        assert found == [], path.name


def test_no_page_carries_what_the_book_does_not_use(site: Path) -> None:
    unused = re.compile("fontawesome\\.js|bootstrap\\.js|data-bs-|thebe|sphinx-design|togglebutton")
    assert {path.name: unused.findall(path.read_text("utf-8")) for path in site.glob("*.html")} == {
        path.name: [] for path in site.glob("*.html")
    }
    assert list((site / "_static" / "scripts").glob("fontawesome*")) == []


def test_the_tables_lie_beside_the_pages(site: Path, root: Path) -> None:
    for table in (root / "data").glob("*.csv"):
        assert (site / "data" / table.name).read_bytes() == table.read_bytes()


def test_the_build_refuses_the_network() -> None:
    import subprocess
    import sys

    code = (
        "import socket; from figures.book import offline; offline.refuse_network()\n"
        "try: socket.create_connection(('192.0.2.1', 80), timeout=5)\n"
        "except offline.NetworkRefusedError as error: print(error)\n"
        "server = socket.create_server(('127.0.0.1', 0)); socket.create_connection(server.getsockname()).close()\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "192.0.2.1" in told.stdout
    assert issubclass(NetworkRefusedError, OSError)
    assert socket.gethostbyname("localhost")


def test_every_figure_can_be_taken_away_and_read_by_machines(site: Path) -> None:
    for name in CHAPTERS:
        page = Page(site / f"{name}.html")
        for figure in page.figures:
            files = [
                link
                for link in page.links
                if link.startswith(f"figures/{figure['id']}.") and not link.endswith(".html")
            ]
            assert len(files) == 5, figure["id"]
            table, about, svg, png, spec = (site / file for file in files)
            assert len(list(csv.reader(table.open(encoding="utf-8")))) > 1
            assert "How to cite" in about.read_text(encoding="utf-8")
            assert ElementTree.parse(svg).getroot().tag.endswith("svg")
            with Image.open(png) as picture:
                assert picture.width == 2 * (640 + 2 * 8)
            assert json.loads(spec.read_bytes())["usermeta"]["figure"]["id"] == figure["id"]
            assert f"#code-{figure['id']}" in page.links, "its code is on the page"


def test_the_table_on_the_page_is_the_table_in_the_file(site: Path) -> None:
    for name in CHAPTERS:
        html = BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        for figure in html.select("figure.figure"):
            spec = json.loads((site / "figures" / f"{figure['id']}.vl.json").read_bytes())
            columns = spec["usermeta"]["figure"]["table"]["columns"]
            header, *rows = csv.reader((site / "figures" / f"{figure['id']}.csv").open(encoding="utf-8"))
            assert header == [column["name"] for column in columns]
            shown = [
                [cell.get_text() for cell in row.select("th, td")]
                for row in figure.select(".figure-table tbody tr")
            ]
            assert len(shown) == min(len(rows), 60), figure["id"]
            digits = [
                next(
                    digits
                    for digits in range(1, 10)
                    if digits == 9
                    or len({printed(text, "number", digits) for text in set(texts)}) == len(set(texts))
                )
                if column["kind"] == "number"
                else 1
                for column, texts in zip(columns, zip(*rows, strict=True), strict=True)
            ]
            for in_file, on_page in zip(rows, shown, strict=False):
                for text, cell, column, enough in zip(in_file, on_page, columns, digits, strict=True):
                    assert cell == printed(text, column["kind"], enough), (
                        f"{figure['id']}: {text!r} is printed {cell!r}"
                    )


def printed(text: str, kind: str, digits: int = 1) -> str:
    """Print a cell of the file as a reader expects it, with as many digits as tell its column's numbers apart; apart from our code."""
    if text == "":
        return "–"
    if text.startswith("http"):
        return text.split("/")[2]
    if kind in ("date", "month"):
        day = date.fromisoformat(text)
        return f"{day.day} {day:%B %Y}" if kind == "date" else f"{day:%B %Y}"
    if kind == "number":
        value = float(text)
        whole = value.is_integer() and "." not in text
        return (
            f"{int(value):,}"
            if whole
            else f"{value:,.{digits}f}"
            if abs(value) >= 1
            else f"{value:,.{2 + digits}g}"
        ).replace("-", "−")
    return text.removeprefix("'") if text[:2] in ("'=", "'+", "'-", "'@") else text


def test_every_page_has_a_policy_and_nothing_inline(site: Path) -> None:
    for path in site.glob("*.html"):
        html = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        policy = html.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        assert "default-src 'self'" in policy and "unsafe" not in policy
        inline = [
            script
            for script in html("script")
            if not script.get("src") and script.get("type") != "application/ld+json"
        ]
        hashes = [
            base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode() for script in inline
        ]
        assert len(inline) == 1 and f"'sha256-{hashes[0]}'" in policy, path.name
        assert html("style") == [], path.name
        assert [
            tag for tag in html(True) if tag.get("style") or any(name.startswith("on") for name in tag.attrs)
        ] == [], path.name
        assert all("defer" in script.attrs for script in html("script") if script.get("src")), path.name


def test_every_page_says_what_it_is_to_those_who_show_it(site: Path) -> None:
    for path in site.glob("*.html"):
        html = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        (canonical,) = html.find_all("link", rel="canonical")
        assert canonical["href"].endswith("/" if path.name == "index.html" else f"/{path.name}")
        told = {tag["property"]: tag["content"] for tag in html.find_all("meta", property=True)}
        assert told["og:title"] and told["og:url"] == canonical["href"]
        if path.stem in CHAPTERS:
            image = told["og:image"].rsplit("/", 2)
            assert (site / image[1] / image[2]).exists()
            assert len(html.find("meta", attrs={"name": "description"})["content"]) > 60
    listed = ElementTree.parse(site / "sitemap.xml").getroot()
    names = {
        place.text.rsplit("/", 1)[1]
        for place in listed.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    }
    assert {f"{name}.html" for name in CHAPTERS} <= names


def test_the_first_page_shows_a_figure_of_each_chapter_and_leads_to_it(site: Path) -> None:
    shown = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")(
        "figure", "figure-small"
    )
    led = [figure.select_one(".figure-source a")["href"].partition("#") for figure in shown]
    assert [page[:2] for page, _, _ in led] == [f"{chapter}-" for chapter in range(1, 8)]
    assert [anchor for _, _, anchor in led] == [figure["data-figure"] for figure in shown]
    # One width is in the page, and it is the one of a phone.
    assert [(len(one("svg")), one.svg["width"]) for one in shown] == [(1, "320")] * 7


def test_a_figure_of_a_chapter_is_shared_with_its_own_picture(site: Path) -> None:
    for chapter in site.glob("[1-7]-*.html"):
        found = BeautifulSoup(chapter.read_text(encoding="utf-8"), "html.parser")
        for figure in found("figure", id=True):
            link = figure.select_one(".figure-link")["href"]
            assert link == f"figures/{figure['id']}.html"
            shared = BeautifulSoup((site / link).read_text(encoding="utf-8"), "html.parser")
            picture = shared.find("meta", property="og:image")["content"].removeprefix(
                "https://where-is-the-pressure.example/"
            )
            assert (site / picture).is_file()
            assert shared.a["href"] == f"../{chapter.name}#{figure['id']}"
