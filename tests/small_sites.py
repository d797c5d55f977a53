"""Small sites of somebody else: pages with stored figures, built by Sphinx in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import altair as alt
import pandas as pd

from figures import Source, publish
from figures.figure import Figure, draw

PAGES = {"one.html": "visits", "sub/two.html": "visits-from"}
"""Page with a figure to the figure's id."""
TOCTREE = "\n```{toctree}\none\nsub/two\n```\n"
CONF = """
project, copyright, author, release = "Visits", "", "", "3"
extensions = ["myst_nb", *{extra}]
html_theme = {theme!r}
nb_execution_mode = "off"
"""


def published(id_: str) -> Figure:
    """Publish a figure of other people's data; ``visits-from`` has an input."""
    rows = pd.DataFrame(
        {"month": pd.to_datetime(["2025-03-01", "2025-04-01"]), "n": [31, 28], "who": ["=1", "b"]}
    )
    chart = alt.Chart(rows, title="Fewer came").mark_bar(width=30).encode(x="month:T", y="n:Q")
    if id_ == "visits-from":
        least = alt.param(name="least", value=0, bind=alt.binding_range(min=0, max=40, name="at least "))
        chart = chart.add_params(least).transform_filter("datum.n >= least")
    return publish(
        chart,
        id=id_,
        alt="Two bars, 31 and 28.",
        caption="It fell by <3 & more.",
        sources=[Source("Town library, counts at the door", "https://example.org/door", "CC0")],
        table=rows,
        columns={"month": "Month", "n": "Visits", "who": "Who"},
    )


def notebook(bundle: dict[str, draw.Spec | str]) -> str:
    """Write a notebook that has stored an output."""
    output = {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": bundle}
    cells = [
        {"id": "a", "cell_type": "markdown", "metadata": {}, "source": "# Page with a figure"},
        {"id": "b", "cell_type": "code", "execution_count": 1, "metadata": {}, "source": "figure", "outputs": [output]},
    ]  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells})


def write_pages(source: Path, toctree: str = TOCTREE) -> None:
    """Write a page without figures and two with one each."""
    (source / "sub").mkdir(parents=True)
    (source / "index.md").write_text(f"# Visits\n\nNo figure.\n{toctree}", encoding="utf-8")
    for page, id_ in PAGES.items():
        stored = notebook(published(id_)._repr_mimebundle_())
        (source / page).with_suffix(".ipynb").write_text(stored, encoding="utf-8")


def sphinx(source: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build a site; a build that hangs is ended."""
    asked = [sys.executable, "-m", "sphinx", "-q", "-d", f"{out}.trees", *options, str(source), str(out)]
    return subprocess.run(asked, capture_output=True, text=True, check=False, timeout=240)
