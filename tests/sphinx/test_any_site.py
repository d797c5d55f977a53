"""In a site that knows nothing of this book: figures come with all that they need, and nothing else of the site changes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from bs4 import BeautifulSoup
from site_browser import served, visited, wake

from figures.sphinx import files, mime
from small_sites import CONF, PAGES, TOCTREE, published, sphinx, write_pages

BOOK, *_ = NAMES = ("book", "furo", "alabaster", "sphinx_book_theme", "pydata_sphinx_theme")
# Both themes of the night are close kin of the book's own.
SITES = [*NAMES[:3], *(pytest.param(name, marks=pytest.mark.night) for name in NAMES[3:])]
ITS_OWN = {"_static/figures.css", "_static/figures.js"}
ABOUT_ALL_PAGES = {"searchindex.js", "objects.inv"}
CONFIG = """
title: Visits
only_build_toc_files: true
execute: {{execute_notebooks: "off"}}
sphinx: {{extra_extensions: {extra}, config: {settings}}}
"""


def checked(run: subprocess.CompletedProcess[str]) -> str:
    """Give the log of a build that must have gone well."""
    assert run.returncode == 0, run.stderr
    return run.stderr


def build(folder: Path, name: str, extra: list[str]) -> None:
    """Build a site with what is extra; source and settings are otherwise the same."""
    source, out = folder / name, folder / f"{name}-{len(extra)}"
    if name == BOOK:
        settings = {"figures_licence": "CC0"} if extra else {}
        (source / "_config.yml").write_text(CONFIG.format(extra=extra, settings=settings), encoding="utf-8")
        (source / "_toc.yml").write_text(
            "format: jb-book\nroot: index\nchapters: [{file: one}, {file: sub/two}]\n", encoding="utf-8"
        )
        jupyter_book = str(Path(sys.executable).with_name("jupyter-book"))
        asked = [jupyter_book, "build", str(source), "--all", "--quiet", "--warningiserror"]
        checked(subprocess.run(asked, capture_output=True, text=True, check=False))
        (source / "_build" / "html").rename(out)
    else:
        (source / "conf.py").write_text(CONF.format(extra=extra, theme=name), encoding="utf-8")
        checked(sphinx(source, out, "-W"))


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each site that a test asks for twice, without and with the extension: ``NAME-0``, ``NAME-1``."""
    folder = tmp_path_factory.mktemp("sites")
    night = any(item.get_closest_marker("night") for item in request.session.items)

    def both(name: str) -> None:
        write_pages(folder / name, "" if name == BOOK else TOCTREE)
        build(folder, name, [])
        build(folder, name, ["figures.sphinx"])

    with ThreadPoolExecutor(os.cpu_count()) as several:
        list(several.map(both, NAMES if night else NAMES[:3]))
    return folder


def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def loaded(page: Path) -> list[str]:
    """List stylesheets and scripts of a page."""
    found = soup(page)
    sheets = [str(link["href"]) for link in found.select('link[rel~="stylesheet"]')]
    return sheets + [str(script["src"]) for script in found.select("script[src]")]


@pytest.mark.parametrize("name", SITES)
def test_nothing_else_of_the_site_changes(built: Path, name: str) -> None:
    without, with_ = (
        {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}
        for site in (built / f"{name}-0", built / f"{name}-1")
    )
    assert ".buildinfo" in without and "search.html" in without
    more = with_.keys() - without.keys()
    assert {file for file in more if not file.startswith("figures/")} == ITS_OWN
    assert without.keys() <= with_.keys()
    changed = {file for file in without if without[file] != with_[file]}
    assert changed - ABOUT_ALL_PAGES == set(PAGES)


@pytest.mark.parametrize("name", SITES)
def test_a_page_with_figures_loads_one_stylesheet_and_one_script_more(built: Path, name: str) -> None:
    for page in PAGES:
        site = built / f"{name}-1"
        more = [file for file in loaded(site / page) if file not in loaded(built / f"{name}-0" / page)]
        (style, script) = (file.split("?") for file in more)
        up = "../" * page.count("/")
        assert [style[0], script[0]] == [f"{up}_static/figures.css", f"{up}_static/figures.js"]
        # What they are asked for under changes with what is in them.
        assert style[1:] and script[1:] and style[1] != script[1]
    assert "figures" not in " ".join(loaded(site / "index.html"))


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize("page", PAGES)
def test_everything_that_a_figure_offers_is_where_it_says(built: Path, name: str, page: str) -> None:
    site = built / f"{name}-1"
    found = soup(site / page)
    (figure,) = found.select("figure.figure")
    assert figure["id"] == PAGES[page]
    offered = {link.get_text(): str(link["href"]) for link in figure.select(".figure-tools a")}
    assert list(offered) == [*files.LABELS, "Code"]
    for label in files.LABELS:
        file = site / unquote(urljoin(f"/{page}", offered[label]))[1:]
        assert file.is_file() and file.stat().st_size > 0, label
    assert found.find(id=offered["Code"].removeprefix("#")).select("pre")
    assert {f"{PAGES[page]}-{width}.js" for width in ("wide", "narrow")} | {"runtime.js"} <= {
        file.name for file in (site / "figures").iterdir()
    }


def test_what_travels_names_the_site_and_its_release_or_what_is_set(built: Path) -> None:
    plain = (built / "furo-1" / "figures" / "visits-from.txt").read_text(encoding="utf-8")
    assert "Visits, edition 3, figure visits-from (sub/two.html#visits-from)" in plain
    book = (built / "book-1" / "figures" / "visits.txt").read_text(encoding="utf-8")
    assert "Figure and text: CC0" in book
    assert "Where Is the Pressure" not in plain + book


@pytest.mark.parametrize("name", SITES)
def test_a_site_that_does_not_list_the_extension_shows_the_picture(built: Path, name: str) -> None:
    found = soup(built / f"{name}-0" / "one.html")
    assert found.select("figure.figure") == []
    assert "Fewer came" in found.select_one(".cell_output svg").get_text()


@pytest.mark.parametrize(
    ("page", "up"), [("one.html", ""), ("", ""), ("one/", "../"), ("sub/two/", "../../"), ("sub/two.html", "../")]
)  # fmt: skip
def test_links_lead_from_any_address(page: str, up: str) -> None:
    node = mime.figure_output(spec=published("visits").spec)
    site = mime.Site(number=lambda name: f"numbers.html#{name}", table=lambda name: f"tables.html#{name}")
    around = mime._around(site, node, page)
    assert [address for _, address in around.tools] == [up + name for name in files.names("visits")]
    assert around.drawing and around.drawing(640) == f"{up}figures/visits-640.svg"
    assert around.number and around.number("a") == f"{up}numbers.html#a"
    assert around.table and around.table("a") == f"{up}tables.html#a"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A site in which two pages have a figure of one id, for other builders than HTML's usual one."""
    source = tmp_path_factory.mktemp("odd") / "source"
    write_pages(source)
    shutil.copy(source / "one.ipynb", source / "sub" / "two.ipynb")
    (source / "conf.py").write_text(
        CONF.format(extra=["figures.sphinx"], theme="alabaster"), encoding="utf-8"
    )
    return source, checked(sphinx(source, source.parent / "dirhtml", "-b", "dirhtml"))


def test_two_figures_of_one_id_are_named_with_their_pages(odd: tuple[Path, str]) -> None:
    (warning,) = odd[1].strip().splitlines()
    assert "figure 'visits' stands in 'one' already, and again in 'sub/two'" in warning


def test_each_page_in_a_folder_of_its_own_finds_its_files(odd: tuple[Path, str]) -> None:
    site = odd[0].parent / "dirhtml"
    for page in ("one/", "sub/two/"):
        found = soup(site / page / "index.html")
        asked = [str(link["href"]) for link in found.select(".figure-tools a[download]")]
        asked += [file.split("?")[0] for file in loaded(site / page / "index.html")]
        assert all((site / page / file).resolve().is_file() for file in asked) and len(asked) > 5


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "singlehtml"])
def test_any_builder_says_what_the_figure_says(odd: tuple[Path, str], builder: str) -> None:
    out = odd[0].parent / builder
    checked(sphinx(odd[0], out, "-b", builder))
    written = "".join(file.read_text("utf-8", "replace") for file in out.rglob("*") if file.suffix != ".svg" and file.is_file())  # fmt: skip
    assert re.search(r"Two\s+bars,\s+31\s+and\s+28\.", written)
    if builder == "singlehtml":
        links = soup(out / "index.html").select(".figure-tools a[download]")
        assert all((out / str(link["href"])).is_file() for link in links) and len(links) == 10


# In a browser


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with served(built) as url:
        yield url


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", [BOOK, "furo"])
def test_a_figure_can_be_read_without_javascript_and_comes_alive_with_it(
    browser: Any, address: str, name: str, page: str
) -> None:
    url, figure = f"{address}/{name}-1/{page}", f"#{PAGES[page]}"
    with visited(browser, url, javascript=False) as visit:
        assert visit.page.locator(f"{figure} .figure-wide svg").bounding_box()["width"] > 400
        assert not visit.page.locator(f"{figure} .figure-narrow").is_visible()
        assert visit.page.locator(f"{figure} button").is_visible() is False
        visit.page.locator(f"{figure} summary").click()
        assert visit.page.locator(f"{figure} td:text-is('31')").is_visible()
    with visited(browser, url) as visit:
        button = visit.page.locator(f"{figure} .figure-inputs button")
        assert button.count() == (page == "sub/two.html") and all(one.is_visible() for one in button.all())
        picture = wake(visit.page, PAGES[page])
        assert picture.locator(".figure-live .role-mark [aria-label]").count() == 2
    with visited(browser, f"{address}/{name}-0/{page}") as before:
        pass
    # What the theme itself does wrong is wrong without figures, too.
    assert beside(visit.wrong, address) - beside(before.wrong, address) == set()


def beside(wrong: list[str], address: str) -> set[str]:
    """Leave out that a page in a folder asks for what lies beside the folder."""
    return {what for what in wrong if not what.startswith(f"foreign: {address}")}


def lightness(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(number) / 255 for number in re.findall(r"\d+", colour)[:3])
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


COLOURS = """() => {
  let paper = document.querySelector("figure.figure");
  const see = (one) => getComputedStyle(one).backgroundColor;
  while (paper.parentElement && /, 0\\)|transparent/.test(see(paper))) paper = paper.parentElement;
  const clear = /, 0\\)|transparent/.test(see(paper));
  return [clear ? "rgb(255, 255, 255)" : see(paper),
    ...[".figure-title", "svg text"].map((part) => {
      const style = getComputedStyle(document.querySelector("figure.figure " + part));
      return part === "svg text" ? style.fill : style.color;
    })];
}"""


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SITES)
def test_words_stand_out_from_the_themes_paper(
    browser: Any, address: str, name: str, scheme: str, javascript: bool
) -> None:
    url = f"{address}/{name}-1/one.html"
    with visited(browser, url, scheme=scheme, javascript=javascript) as visit:
        paper, *words = map(lightness, visit.page.evaluate(COLOURS))
    if name == "alabaster":
        assert paper == 1
    for word in words:
        high, low = sorted((paper, word), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5


@pytest.mark.parametrize(("name", "where"), [(BOOK, "html"), ("furo", "body")])
def test_a_figure_follows_the_switch_of_the_theme(browser: Any, address: str, name: str, where: str) -> None:
    with visited(browser, f"{address}/{name}-1/one.html", scheme="light") as visit:
        for theme, bright in (("dark", True), ("light", False)):
            visit.page.evaluate(
                f"document.{'documentElement' if where == 'html' else 'body'}.dataset.theme = '{theme}'"
            )
            assert (lightness(visit.page.evaluate(COLOURS)[1]) > 0.5) is bright
