"""No number in a chapter is typed: each comes from a measure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chapters.prose import prose, typed_digits
from figures.measures import measures

CHAPTERS = sorted((Path(__file__).resolve().parents[2] / "book").glob("*.ipynb"))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_no_digit_is_typed(chapter: Path) -> None:
    typed = [f"{place}: {words!r}" for place, text in prose(chapter) for words in typed_digits(text)]
    assert typed == []


def test_no_digit_is_typed_on_the_page_of_methods() -> None:
    page = CHAPTERS[0].parent / "methods.md"
    assert typed_digits(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_typed_number_is_found_wherever_it_is_added(chapter: Path, tmp_path: Path) -> None:
    notebook = json.loads(chapter.read_text(encoding="utf-8"))
    markdown = next(at for at, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "markdown")
    code = next(
        at
        for at, cell in enumerate(notebook["cells"])
        if "caption=" in "".join(cell["source"]) and cell["cell_type"] == "code"
    )
    for at, addition in (
        (markdown, "\nRussia launched 4,647 of them."),
        (code, '\nnote = "about 97 per cent of them"'),
    ):
        changed = json.loads(json.dumps(notebook))
        changed["cells"][at]["source"] = ["".join(changed["cells"][at]["source"]) + addition]
        copy = tmp_path / f"{at}.ipynb"
        copy.write_text(json.dumps(changed), encoding="utf-8")
        assert len([words for _, text in prose(copy) for words in typed_digits(text)]) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "On 16 April 2025 and on 17 April, see L23 and L24–L28.",
        "Between 16 and 17 April; from 18 March to 16 April 2025.",
        "He said: “We have 300 of them”.",
        "It fell by {num}`moratorium.change.during`, a page [there](https://example.org/2025/04/16/a1.html).",
        "In 2024 the list grew.",
        "{moratorium.attack_drones_per_day.during:range} a day",
    ],
)
def test_dates_lines_quotations_and_roles_are_not_typed_numbers(text: str) -> None:
    assert typed_digits(text) == []


@pytest.mark.parametrize(
    "text", ["Some 320 soldiers", "a 40-kilometre front", "3 tanks in April", "98% of 2024's total was 12"]
)
def test_other_digits_are(text: str) -> None:
    assert typed_digits(text) != []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_number_in_the_prose_is_a_measure(chapter: Path) -> None:
    import re

    known = measures()
    text = "\n".join(
        "".join(cell["source"]) for cell in json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    )
    named = set(re.findall(r"\{num\}`([a-z0-9_.]+)", text))
    assert named or chapter.stem == "reuse", "the chapter states no computed number"
    assert named <= set(known)
