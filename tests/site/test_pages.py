"""The built pages, as a reader without JavaScript gets them."""

from __future__ import annotations

import re
import socket
from html.parser import HTMLParser
from pathlib import Path

import pytest

from figures.sphinx.offline import NetworkRefusedError

CHAPTERS = {"3-conduct": 6, "5-pressure": 5, "claims": 1}
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
        elif had.get("class") == "figure-picture":
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


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    loads = re.compile(r"""<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)=["'](?:https?:)?//[^"']+""")
    for path in site.glob("*.html"):
        found = [
            hit for hit in loads.findall(path.read_text(encoding="utf-8")) if 'rel="canonical"' not in hit
        ]
        assert found == [], path.name


def test_no_page_carries_what_the_book_does_not_use(site: Path) -> None:
    unused = re.compile("fontawesome\\.js|thebe|sphinx-design|togglebutton")
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
        "import socket; from figures.sphinx import offline; offline.refuse_network()\n"
        "try: socket.create_connection(('192.0.2.1', 80), timeout=5)\n"
        "except offline.NetworkRefusedError as error: print(error)\n"
        "server = socket.create_server(('127.0.0.1', 0)); socket.create_connection(server.getsockname()).close()\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "192.0.2.1" in told.stdout
    assert issubclass(NetworkRefusedError, OSError)
    assert socket.gethostbyname("localhost")


def test_every_figure_can_be_taken_away(site: Path) -> None:
    for name in CHAPTERS:
        page = Page(site / f"{name}.html")
        for figure in page.figures:
            files = [link for link in page.links if link.startswith(f"figures/{figure['id']}.")]
            assert len(files) == 5, figure["id"]
            assert all((site / file).stat().st_size > 40 for file in files)
