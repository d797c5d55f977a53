"""The yardstick: the plain book has the same charts, and the page of results says what was measured."""

from __future__ import annotations

import gzip
import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from benchmarks import plain, report, serve
from benchmarks.growth import fitted

from figures.figure import MIME
from figures.measures import measure


@pytest.fixture(scope="module")
def book(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("plain")
    return folder, plain.write(root / "book", folder)


def cells(path: Path, kind: str) -> list[dict[str, object]]:
    return [
        cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind
    ]


@pytest.mark.parametrize("name", plain.CHAPTERS)
def test_the_plain_book_displays_every_chart_that_ours_publishes(
    root: Path, book: tuple[Path, dict[str, int]], name: str
) -> None:
    folder, charts = book
    published = [
        output
        for cell in cells(root / "book" / f"{name}.ipynb", "code")
        for output in cell["outputs"]
        if MIME in output.get("data", {})
    ]
    assert charts[name] == len(published) > 0
    code = ["".join(cell["source"]) for cell in cells(folder / f"{name}.ipynb", "code")]
    assert "publish(" not in "\n".join(code)
    assert sum(source.count("theme.enable()") for source in code) == 1
    prose = "\n".join("".join(cell["source"]) for cell in cells(folder / f"{name}.ipynb", "markdown"))
    assert [word for word in ("{num}", "{doc}", "{verdicts}") if word in prose] == []


def test_publish_gives_way_to_its_chart() -> None:
    code = "rows = load('loans')\npublish(\n    charts.pairs(rows, title=\"publish(\"),\n    id='a',\n)"
    assert plain.displayed(code) == ("rows = load('loans')\ncharts.pairs(rows, title=\"publish(\")", 1)
    assert plain.displayed("from figures import charts, load, publish\n") == (
        "from figures import charts, load, theme\n\ntheme.enable()",
        0,
    )


def test_prose_keeps_its_words() -> None:
    name = "sanctions.russia.additions.2025_02"
    text = f"Fell to {{num}}`{name}`, see {{doc}}`the numbers <numbers>` and {{term}}`OFAC`.\n```{{verdicts}} 1-8\n```\n"
    assert plain.prose(text) == f"Fell to {measure(name).text}, see the numbers and {{term}}`OFAC`.\n"


def test_files_come_compressed_by_gzip(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p{top:0}" * 100, encoding="utf-8")
    (tmp_path / "table.csv").write_text("n\n1\n", encoding="utf-8")
    with serve.served(serve.site(tmp_path)) as port:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/a.css?v=1") as got:
            assert got.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(got.read()).decode() == "p{top:0}" * 100
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/table.csv")


def test_a_line_is_fitted_by_least_squares() -> None:
    # Points (0, 0), (1, 2), (2, 1): mean 1 and 1, slope (1·1 + 1·0) / 2, left of 2 are 1/4 + 1 + 1/4.
    assert fitted([0, 1, 2], [0, 2, 1]) == pytest.approx((0.5, 0.5, 0.75))


def test_the_page_of_results_is_what_was_measured(root: Path) -> None:
    folder = root / "benchmarks"
    measured = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (folder / "measured").glob("*.json")
    }
    assert report.written(measured) == (folder / "RESULTS.md").read_text(encoding="utf-8")


def test_the_page_names_what_a_page_weighs_and_whether_the_promise_holds() -> None:
    page = {
        "elements": 2_483,
        "html": 549_901,
        "bytes": 150_974,
        "text_ms": 1_299.5,
        "blocked_ms": 160.2,
        "mark": 0.98,
    }
    about = {"date": "2026-11-28", "machine": "M", "load": [0.1, 0.2], "cores": 2, "versions": "V"}
    found = {
        "pages": {"ours": {"3-conduct": page}, "plain": {}},
        "release": "12.8.2",
        "runs": 3,
        "about": about,
    }
    written = report.written({"lighthouse": found})
    assert "| 3-conduct | ours | 2,483 | 550 | 151 | 1,300 | 160 | 0.98 |" in written
    assert "| elements: at most 3,000 | 2,483 | yes |" in written
    assert "| blocked, ms: at most 150 | 160 | no |" in written
    assert "| Lighthouse: at least 0.98 | 0.98 | yes |" in written
