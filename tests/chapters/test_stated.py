"""Which number stands where? The numbers that each page states, in their order, are those that somebody has looked at."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from figures.figure.slots import number_text
from figures.measures import measure

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path for kind in ("*.ipynb", "*.md") for path in (ROOT / "book").glob(kind))
STORED = Path(__file__).with_name("stated.json")
ROLE = re.compile(r"\{num\}`([a-z0-9_.]+)(?::([a-z]+))?`")


def stated(text: str) -> list[str]:
    """List the numbers in a page's text, each with its name and as it is printed."""
    return [
        f"{found[0].split('`')[1]}: {number_text(measure(found[1]), found[2])}"
        for found in ROLE.finditer(text)
    ]


def prose(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".md":
        return text
    return "\n".join(
        "".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"
    )


def test_each_page_states_the_numbers_that_it_is_known_to_state(request: pytest.FixtureRequest) -> None:
    now = {page.stem: told for page in PAGES if (told := stated(prose(page)))}
    if request.config.getoption("--accept"):
        STORED.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    assert now == stored, "read the sentences with these numbers again, then run `make accept`"
