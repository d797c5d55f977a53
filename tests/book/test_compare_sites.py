"""A pull request shows which numbers, pages and pictures differ from main: two tiny sites whose differences are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from figures.book.compare_sites import report
from figures.errors import DataError


def site(folder: Path, **files: str) -> Path:
    for name, text in {"index.html": "<article><p>One.</p></article>", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def number(name: str, value: str) -> str:
    return f'figureNumber("num-{name}","<dl><dt>Value</dt><dd><b>{value}</b> per cent</dd></dl>");\n'


def test_two_equal_sites_are_called_equal(tmp_path: Path) -> None:
    told = report(site(tmp_path / "old"), site(tmp_path / "new"))
    assert told == "The two sites are the same, byte for byte.\n"


def test_a_changed_number_stands_with_both_values(tmp_path: Path) -> None:
    old = site(
        tmp_path / "old",
        **{"numbers/num-aid.js": number("aid", "83"), "numbers/num-gone.js": number("gone", "1")},
    )
    new = site(
        tmp_path / "new",
        **{"numbers/num-aid.js": number("aid", "84"), "numbers/num-won.js": number("won", "2")},
    )
    assert report(old, new).splitlines() == [
        "## Numbers (3)",
        "",
        "- `aid`: 83 per cent → 84 per cent",
        "- `gone`: 1 per cent → gone",
        "- `won`: new → 2 per cent",
        "",
    ]


def test_a_page_shows_its_changed_words_and_one_of_other_markup_only_its_name(tmp_path: Path) -> None:
    old = site(
        tmp_path / "old",
        **{
            "a.html": "<article><p>In <b>March</b>.</p><p>Same.</p></article>",
            "b.html": "<article><p>B</p></article>",
        },
    )
    new = site(
        tmp_path / "new",
        **{
            "a.html": "<article><p>In <b>May</b>.</p><p>Same.</p></article>",
            "b.html": "<article><p id='b'>B</p></article>",
        },
    )
    assert report(old, new).splitlines() == [
        "## Pages (2)",
        "",
        "- a.html: 2 lines of text",
        "",
        "  ```diff",
        "  -In March.",
        "  +In May.",
        "  ```",
        "",
        "- the same words, other markup: b.html",
        "",
    ]


def test_files_of_a_figure_stand_together_under_its_name(tmp_path: Path) -> None:
    files = {
        "figures/aid-to-2026.vl.json": "{}",
        "figures/aid-to-2026-640.svg": "<svg/>",
        "figures/aid-to-2026.csv": "a\n",
    }
    old = site(tmp_path / "old", **files)
    new = site(
        tmp_path / "new",
        **{
            **files,
            "figures/aid-to-2026-640.svg": "<svg></svg>",
            "figures/aid-to-2026.csv": "b\n",
            "figures/map.vl.json": "{}",
        },
    )
    assert report(old, new).splitlines()[2:4] == ["- aid-to-2026: -640.svg, .csv", "- map (new): .vl.json"]


def test_what_is_no_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"must be a built site, with an index\.html"):
        report(tmp_path, tmp_path)
