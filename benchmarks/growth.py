"""How does a build grow with figures, and a chart with rows? Generated books and tables, and a line fitted to each."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.command import ROOT, run

FIGURES = (10, 100, 1_000)
FIGURES_A_PAGE = 10
MONTHS = 36


class Line(NamedTuple):
    """The straight line through measured points by least squares, and the share of the variance that it leaves unexplained."""

    slope: float
    at_zero: float
    unexplained: float


def fitted(across: Sequence[float], up: Sequence[float]) -> Line:
    """Fit a line.

    >>> fitted([0, 1, 2], [1.0, 3.0, 5.0])
    Line(slope=2.0, at_zero=1.0, unexplained=0.0)
    """
    middle, height = sum(across) / len(across), sum(up) / len(up)
    slope = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / sum(
        (x - middle) ** 2 for x in across
    )
    at_zero = height - slope * middle
    left = sum((y - at_zero - slope * x) ** 2 for x, y in zip(across, up, strict=True))
    whole = sum((y - height) ** 2 for y in up)
    return Line(slope, at_zero, left / whole if whole else 0.0)


def books(sizes: Sequence[int], work: Path) -> list[dict[str, float]]:
    """Build a book of each size with this project's configuration.

    Returns
    -------
    list of dict
        ``figures``, ``seconds``, ``cpu_seconds``, ``peak_mb`` and ``site_mb`` of each.
    """
    found = []
    for size in sizes:
        folder = work / f"growth-{size}"
        write(folder, size)
        cost = run(
            ["jupyter-book", "build", "book", "--warningiserror", "--keep-going", "--quiet"],
            folder,
            PYTHONPATH=str(ROOT / "src"),
            SOURCE_DATE_EPOCH="1745020800",
        )
        site = folder / "_build" / "html"
        made = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        found.append({"figures": size, **cost._asdict(), "site_mb": made / 1e6})
        print(f"figures: {size:,} in {cost.seconds:.0f} s", flush=True)
        shutil.rmtree(folder)
    return found


def write(folder: Path, size: int) -> None:
    """Write a book of so many figures, ten a page, each a column chart of 36 months with rows of its own."""
    import nbformat

    shutil.rmtree(folder, ignore_errors=True)
    book = folder / "book"
    shutil.copytree(ROOT / "book" / "_static", book / "_static")
    shutil.copytree(ROOT / "book" / "_inventories", book / "_inventories")
    for name in ("pyproject.toml", "CITATION.cff", "_config.yml"):
        shutil.copy(ROOT / name, folder)
    for name in ("references.bib", "notes.bib"):
        (book / name).write_text("", encoding="utf-8")
    pages = ["index.md", *(f"page-{first:04}.ipynb" for first in range(0, size, FIGURES_A_PAGE))]
    for name in ("numbers", "sources"):
        shutil.copy(ROOT / "book" / f"{name}.md", book)
        pages.append(f"{name}.md")
    (book / "index.md").write_text("# A book of many figures\n\nMade up.\n", encoding="utf-8")
    (book / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n"
        + "".join(f"  - file: {name.partition('.')[0]}\n" for name in pages[1:]),
        encoding="utf-8",
    )
    metadata = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    for first in range(0, size, FIGURES_A_PAGE):
        cells = [nbformat.v4.new_markdown_cell(f"# Figures from {first}")]
        for number in range(first, min(first + FIGURES_A_PAGE, size)):
            output = nbformat.v4.new_output("execute_result", data=_output(number), execution_count=1)
            cells.append(
                nbformat.v4.new_code_cell(
                    f"figure({number})", outputs=[output], execution_count=1, id=f"cell-{number}"
                )
            )
        nbformat.write(
            nbformat.v4.new_notebook(cells=cells, metadata=metadata), book / f"page-{first:04}.ipynb"
        )


def _output(number: int) -> dict[str, object]:
    import pandas as pd

    from figures import charts, publish
    from figures.figure.source import Source

    rows = pd.DataFrame(
        {
            "month": [pd.Timestamp(date(2022 + month // 12, month % 12 + 1, 1)) for month in range(MONTHS)],
            "loans": [number + month * 11 % 97 for month in range(MONTHS)],
        }
    )
    chart = charts.monthly_columns(
        rows,
        month="month",
        value="loans",
        unit="loans",
        colour="teal",
        title=f"Made-up figure {number}",
        subtitle="Loans by month",
    )
    made = publish(
        chart,
        id=f"made-up-{number}",
        alt="Columns of 36 months.",
        caption="Made up.",
        sources=[Source("Made up")],
        table=rows,
        columns={"month": "month", "loans": "loans"},
    )
    return dict(made._repr_mimebundle_())
