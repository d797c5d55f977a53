"""Is the book written in its own words? No run of words is shared with the evidence tables or with the op-ed.

Facts carry over, wording does not. What stands in quotation marks is quoted, and exempt. The op-ed and the notes of the
research are not in this repository; they are compared where the folder ``shared`` lies beside it or above it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd
import pytest

from figures.claims import corrections, ledger
from figures.claims.references import _KEYS as EVIDENCE
from figures.tables import data_dir

RUN = 8
ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
# Names and addresses: there is no other way to say them.
NAMES = re.compile(r"url|title|publisher|actor|claimed_by|estimator|indicator|original|_id$|date|grade")
DATES = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?: \d{4})?"
)
NUMBERS = json.loads((data_dir() / "numbers.json").read_text(encoding="utf-8"))

Run = tuple[str, ...]


def words(text: str) -> list[str]:
    """Cut a text into words; a date counts as one, so that a list of dates is no run."""
    text = DATES.sub(" day ", text)
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("’", "'"))


def runs(text: str) -> Iterator[Run]:
    found = words(text)
    return (tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1))


def own(text: str) -> list[str]:
    """Cut a text of ours into the stretches outside quotations, with its numbers as they are printed."""

    def number(found: re.Match[str]) -> str:
        return NUMBERS.get(found[1], {"text": "|"})["text"]

    text = re.sub(r"\{foot[a-z:]+\}`[^`]*`", " ", text)
    text = re.sub(r"\{num\}`([a-z0-9_.]+)[^`]*`", number, text)
    text = re.sub(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)(?::[a-z]+)?\}", number, text)
    text = re.sub(r"\{[a-z]+\}`([^`<]*)[^`]*`", r"\1", text)
    return re.sub(r"“[^”]*”|https?:\S+", "|", text).split("|")


def shared_words(texts: Mapping[str, str], theirs: Mapping[Run, str]) -> list[str]:
    """Say which stretches of our texts stand in somebody else's, each once and as long as it is."""
    told = []
    for place, text in texts.items():
        for stretch in own(text):
            found = words(stretch)
            at = 0
            while at <= len(found) - RUN:
                end = at
                while tuple(found[end : end + RUN]) in theirs:
                    end += 1
                if end > at:
                    source = theirs[tuple(found[at : at + RUN])]
                    told.append(f"{place}, from {source}: {' '.join(found[at : end + RUN - 1])}")
                at = end + 1
    return told


def evidence() -> dict[Run, str]:
    """Every run of words in a text cell of the researched tables, with the cell that has it."""
    found: dict[Run, str] = {}
    for table in EVIDENCE:
        frame = pd.read_csv(data_dir() / f"{table}.csv", dtype=str, keep_default_na=False)
        for name in frame.columns:
            if not NAMES.search(name):
                for line, cell in enumerate(frame[name], 2):
                    found |= dict.fromkeys(runs(cell), f"{table}.csv line {line}, {name}")
    return found


def shared_folder() -> Path | None:
    return next((folder / "shared" for folder in ROOT.parents if (folder / "shared" / "oped").is_dir()), None)


def strings(code: str, handed_to: Iterable[str] = ()) -> str:
    """Join the strings of a piece of code, or of some arguments in it, so that no run goes from one into the next."""
    nodes: list[ast.AST] = [ast.parse(code)]
    if names := set(handed_to):
        nodes = [
            node.value for node in ast.walk(nodes[0]) if isinstance(node, ast.keyword) and node.arg in names
        ]
    return "|".join(
        node.value
        for outer in nodes
        for node in ast.walk(outer)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def texts_of_the_book() -> dict[str, str]:
    """Everything that we wrote and a reader can see: pages, chapters, what is handed to charts, ledger, recipes."""
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted(BOOK.glob("*.md"))}
    for path in sorted(BOOK.glob("*.ipynb")):
        for at, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
            source = "".join(cell["source"])
            found[f"{path.name}, cell {at}"] = source if cell["cell_type"] == "markdown" else strings(source)
    for one in ledger.read(data_dir() / ledger.FILE).values():
        found[f"claims.yml, L{one.line}"] = "|".join(one.texts)
    for one in corrections.read(data_dir() / corrections.FILE):
        found[f"corrections.yml, {one.where}"] = "|".join((one.where, one.wrong, one.now, one.found))
    for path in sorted((ROOT / "src/figures/measures").glob("*.py")):
        found[path.name] = strings(path.read_text(encoding="utf-8"), ["formula", "unit"])
    return found


def complaints(theirs: Iterable[tuple[str, str]]) -> list[str]:
    known: dict[Run, str] = {}
    for source, text in theirs:
        known |= dict.fromkeys(runs(text), source)
    return shared_words(texts_of_the_book(), known)


def test_no_run_of_words_is_shared_with_the_evidence_tables() -> None:
    assert shared_words(texts_of_the_book(), evidence()) == []


def test_no_run_of_words_is_shared_with_the_op_ed() -> None:
    if (folder := shared_folder()) is None:
        pytest.skip("the op-ed is not part of this repository")
    lines = (folder / "oped" / "oped.txt").read_text(encoding="utf-8").splitlines()
    assert complaints((f"L{line}", text) for line, text in enumerate(lines, 1)) == []


def test_no_run_of_words_is_shared_with_the_notes_of_the_research() -> None:
    if (folder := shared_folder()) is None:
        pytest.skip("the notes are not part of this repository")
    notes = sorted((folder / "evidence").glob("*_notes.md"))
    assert notes
    assert complaints((path.name, path.read_text(encoding="utf-8")) for path in notes) == []


THEIRS = dict.fromkeys(
    runs("He said that the lines were frozen near where they had been in 2022; 27 April, 1 May and 19 May."),
    "a cell",
)


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        # Eight words in a row, whatever their case, marks and citations.
        (
            "Said that the lines were frozen, near where.",
            "said that the lines were frozen near where",
        ),
        (
            "The LINES were {footcite}`a-key` frozen near where they had, and so on.",
            "the lines were frozen near where they had",
        ),
        (
            "As {term}`lines <line>` were told: that the {term}`lines` were frozen near where they.",
            "that the lines were frozen near where they",
        ),
        # Longer than eight, told once.
        (
            "He said that the lines were frozen near where they had been.",
            "he said that the lines were frozen near where they had been",
        ),
        # Dates are one word each: five here.
        ("It came on 27 April, 1 May and 19 May.", None),
        # Seven words, a quotation, and a quotation in the middle.
        ("That the lines were frozen near where.", None),
        ("He said: “that the lines were frozen near where they had been”.", None),
        ("Said that the lines “were frozen” near where they had been.", None),
    ],
)
def test_a_run_of_eight_words_outside_quotations_is_found(text: str, copied: str | None) -> None:
    told = shared_words({"here": text}, THEIRS)
    assert told == ([f"here, from a cell: {copied}"] if copied else [])


def test_a_computed_number_does_not_hide_a_copied_sentence() -> None:
    name, number = next((name, one) for name, one in NUMBERS.items() if one["text"].isdigit())
    theirs = dict.fromkeys(runs(f"They counted {number['text']} of them on that day in spring."), "a cell")
    for slot in (f"{{num}}`{name}`", f"{{num}}`{name}:words`", f"{{{name}}}"):
        assert len(shared_words({"here": f"They counted {slot} of them on that day, he said."}, theirs)) == 1


def test_what_is_compared_is_there() -> None:
    assert len(evidence()) > 10_000
    ours = texts_of_the_book()
    assert {"methods.md", "glossary.md", "claims.yml, L1", "claims.yml, L66", "talks.py"} <= set(ours)
    assert sum("1-ultimatum.ipynb" in place for place in ours) > 5
