"""What would a good engineer get from the same notebooks with a plain Jupyter Book and Altair's default renderer? Writes that book.

The cells are the chapters' own, with ``publish(chart, …)`` replaced by ``chart`` as the last line of its cell, which Altair's HTML
renderer displays. Numbers in prose become their text. What only our extension knows (tables of verdicts, the ledger, links to pages
made from the catalogue) is left out, and so are captions, notes and tables under figures: the plain pages carry less, not more.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path

CHAPTERS = (
    "1-ultimatum",
    "2-demands",
    "3-conduct",
    "4-rhetoric",
    "5-pressure",
    "6-leverage",
    "7-aftermath",
)
"""The pages that are measured: every chapter with figures that both books have."""
CONFIG = """title: Where Is the Pressure?
author: The Where Is the Pressure? team
execute:
  execute_notebooks: cache
parse:
  myst_enable_extensions: [colon_fence, deflist, attrs_block]
bibtex_bibfiles: [references.bib, notes.bib]
sphinx:
  config:
    suppress_warnings: [myst.footnote]
"""
TOC = "format: jb-book\nroot: index\nchapters:\n" + "".join(
    f"  - file: {name}\n" for name in (*CHAPTERS, "glossary")
)
_OURS = re.compile(r"^```\{(?:verdicts|strip|ledger)\}.*?^```\n?", re.M | re.S)
_NUMBER = re.compile(r"\{num\}`([^`]+)`")
_PAGE = re.compile(
    r"\{doc\}`([^`<]+?)(?: <([^>]+)>)?`|\[([^\]]+)\]\((?:[a-z0-9-]+\.(?:md|ipynb))?(?:#[^)]*)?\)"
)


def write(book: Path, plain: Path) -> dict[str, int]:
    """Write the plain book.

    Parameters
    ----------
    book
        The folder with our pages.
    plain
        Where the plain book goes; replaced.

    Returns
    -------
    dict
        Chapter to number of its charts.
    """
    shutil.rmtree(plain, ignore_errors=True)
    plain.mkdir(parents=True)
    (plain / "_config.yml").write_text(CONFIG, encoding="utf-8")
    (plain / "_toc.yml").write_text(TOC, encoding="utf-8")
    for bibliography in book.glob("*.bib"):
        shutil.copy(bibliography, plain)
    for page in ("index.md", "glossary.md"):
        (plain / page).write_text(prose((book / page).read_text(encoding="utf-8")), encoding="utf-8")
    return {name: _chapter(book / f"{name}.ipynb", plain / f"{name}.ipynb") for name in CHAPTERS}


def _chapter(ours: Path, plain: Path) -> int:
    notebook = json.loads(ours.read_text(encoding="utf-8"))
    charts = 0
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "code":
            text, drawn = displayed(text)
            charts += drawn
            cell |= {"outputs": [], "execution_count": None}
        else:
            text = prose(text)
        cell["source"] = text
    plain.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return charts


def displayed(code: str) -> tuple[str, int]:
    r"""Replace each ``publish(chart, …)`` by its chart, and enable the theme that publishing would have applied.

    >>> displayed("publish(\n    draw(loans),\n    id='loans',\n)")
    ('draw(loans)', 1)
    >>> displayed("from figures import charts, publish")
    ('from figures import charts, theme\n\ntheme.enable()', 0)
    """
    calls = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "publish"
    ]
    for call in calls:
        whole, chart = ast.get_source_segment(code, call), ast.get_source_segment(code, call.args[0])
        code = code.replace(str(whole), str(chart))
    imported = re.search(r"^from figures import (.*\bpublish\b.*)$", code, re.M)
    if imported:
        names = sorted({*imported[1].replace(" ", "").split(","), "theme"} - {"publish"})
        code = (
            code.replace(imported[0], f"from figures import {', '.join(names)}").rstrip()
            + "\n\ntheme.enable()"
        )
    return code, len(calls)


def prose(text: str) -> str:
    """Write numbers as their text, links between our pages as words, and leave out what only our extension knows."""
    from figures.figure.slots import number_text
    from figures.measures import measure

    def number(found: re.Match[str]) -> str:
        name, _, form = found[1].partition(":")
        return number_text(measure(name), form or None)

    text = _NUMBER.sub(number, _OURS.sub("", text))
    return _PAGE.sub(lambda found: found[3] or found[1], text)
