"""Pages that are put back are those that would be written: after any change, the site is byte for byte that of a build from nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest

CONF = """
extensions = ['myst_nb', 'sphinxcontrib.bibtex', 'figures.book']
exclude_patterns = ['apart.md']
nb_execution_mode = 'off'
bibtex_bibfiles = ['references.bib']
html_baseurl = 'https://book.example/'
html_static_path = ['_static']
html_theme = 'pydata_sphinx_theme'
suppress_warnings = ['myst.footnote']
myst_footnote_transition = False
"""
BIB = "@misc{{one,\n  title = {{{title}}},\n  author = {{One}},\n  year = {{2025}},\n  url = {{https://one.example/}}\n}}\n"
PAGES = {
    "index.md": "# Book\n\n```{toctree}\none\ntwo\n```\n",
    "two.md": "(place)=\n# Second page\n\nIt was {num}`aid.us.2025_01`, and {doc}`one` is before. Only zebras.{footcite}`one`\n\n```{footbibliography}\n```\n",
}


def build(folder: Path) -> set[str]:
    """Build the book of a folder, and give the pages that were written."""
    shutil.rmtree(folder / "_build" / "html", ignore_errors=True)
    told = subprocess.run(
        [
            sys.executable, "-c", "import sys; from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))",
            "-W", "--keep-going", "-d", "_build/.doctrees", "book", "_build/html",
        ],
        cwd=folder, check=False, capture_output=True, encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(folder / "src"), "TZ": "UTC", "NO_COLOR": "1"},
    )  # fmt: skip
    if told.returncode:
        raise AssertionError(told.stderr)
    return set(re.findall(r"writing output\.\.\. \[.*?\] (\S+)", told.stdout))


def site(folder: Path) -> dict[str, bytes]:
    html = folder / "_build" / "html"
    return {
        path.relative_to(html).as_posix(): path.read_bytes() for path in html.rglob("*") if path.is_file()
    }


def rewritten(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def figure(loans: int) -> dict[str, object]:
    import altair as alt
    import pandas as pd

    from figures import publish
    from figures.figure.source import Source

    rows = pd.DataFrame({"month": ["May", "June"], "loans": [12, loans]})
    made = publish(
        alt.Chart(alt.InlineData(values=rows.to_dict("records"))).mark_bar().encode(x="month:N", y="loans:Q"),
        id="loans", alt=f"Two bars, 12 and {loans}.", caption="Loans.", sources=[Source("Made up")],
        table=rows, columns={"month": "Month", "loans": "Loans"},
    )  # fmt: skip
    return dict(made._repr_mimebundle_())


def notebook(path: Path, title: str = "First page", loans: int = 7) -> None:
    output = nbformat.v4.new_output("execute_result", data=figure(loans), execution_count=1)
    words = f"# {title}\n\nSee {{ref}}`place`.\n"
    cells = [
        nbformat.v4.new_markdown_cell(words, id="a"),
        nbformat.v4.new_code_cell("figure()", outputs=[output], execution_count=1, id="b"),
    ]
    told = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=told), path)


@pytest.fixture(scope="module")
def book(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book that has been built, in a checkout of its own."""
    made = tmp_path_factory.mktemp("kept")
    for name in ("src", "data"):
        shutil.copytree(root / name, made / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "CITATION.cff", "requirements.lock", "_config.yml"):
        shutil.copy(root / name, made)
    (made / "book" / "_static").mkdir(parents=True)
    (made / "book" / "_static" / "own.css").write_text("p { margin: 0 }\n", encoding="utf-8")
    (made / "book" / "references.bib").write_text(BIB.format(title="The first"), encoding="utf-8")
    (made / "book" / "conf.py").write_text(CONF, encoding="utf-8")
    for name, text in PAGES.items():
        (made / "book" / name).write_text(text, encoding="utf-8")
    (made / "book" / "apart.md").write_text("# No page of the book\n", encoding="utf-8")
    notebook(made / "book" / "one.ipynb")
    assert build(made) == {"index", "one", "two"}
    return made


def words(folder: Path) -> None:
    rewritten(folder, "book/two.md", "Only zebras.", "Giraffes.")
    os.utime(folder / "book" / "two.md", (0, 0))  # as if it had been copied from elsewhere


def another_picture(folder: Path) -> None:
    notebook(folder / "book" / "one.ipynb", loans=9)


def target_of_a_link(folder: Path) -> None:
    rewritten(folder, "book/two.md", "# Second page", "# Page two")


def recipe(folder: Path) -> None:
    rewritten(folder, "src/figures/measures/aid.py", "BILLION = 1e9", "BILLION = 1e8")


def bibliography(folder: Path) -> None:
    (folder / "book" / "references.bib").write_text(BIB.format(title="Another"), encoding="utf-8")


def page_less(folder: Path) -> None:
    (folder / "book" / "two.md").unlink()
    rewritten(folder, "book/index.md", "two\n", "")
    output = json.loads((folder / "book" / "one.ipynb").read_text(encoding="utf-8"))
    output["cells"][0]["source"] = "# First page\n\nAlone.\n"
    (folder / "book" / "one.ipynb").write_text(json.dumps(output), encoding="utf-8")


ALL = {"index", "one", "two"}
CHANGES: list[tuple[Callable[[Path], None], set[str]]] = [
    # The first page is always written: Sphinx finishes a site only when it writes a page.
    (words, {"index", "two"}),
    (another_picture, {"index", "one"}),
    (target_of_a_link, ALL),
    (recipe, ALL),
    (bibliography, ALL),
    (page_less, ALL - {"two"}),
]


@pytest.fixture(scope="module")
def afresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], dict[str, bytes]]]:
    """Build a copy of a book from nothing, in another place."""
    place = tmp_path_factory.mktemp("afresh") / "copy"

    def made(folder: Path) -> dict[str, bytes]:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place, ignore=shutil.ignore_patterns("_build", "__pycache__"))
        build(place)
        return site(place)

    return made


def test_what_did_not_change_is_put_back_and_the_site_is_that_of_a_build_from_nothing(
    book: Path, afresh: Callable[[Path], dict[str, bytes]]
) -> None:
    """One change on top of the other, so that each begins with pages that the last one left."""
    before = site(book)
    assert build(book) == {"index"}
    assert site(book) == before
    for change, pages in CHANGES:
        change(book)
        assert build(book) == pages, change.__name__
        now = site(book)
        assert now != before, change.__name__
        assert now == afresh(book), change.__name__
        before = now


def test_a_build_with_a_warning_fails_again_until_it_is_mended(book: Path) -> None:
    path = book / "book" / "index.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n{{num}}`aid.nobody.knows`\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(AssertionError, match=r"no measure is named 'aid\.nobody\.knows'"):
            build(book)
    path.write_text(text, encoding="utf-8")
    build(book)
