"""Which page does a citation mean? Every row of the researched tables has a key, and the key leads to its page and grade."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import urlsplit

from figures.errors import ContractError, DataError

Grade = Literal["A", "B", "C", "D"]
"""How good a page is as a source, from the best; :class:`Page` says what each letter means."""

_KEYS: Mapping[str, tuple[str, ...]] = {
    "battlefield_claims": ("{claim_id}",),
    "pressure_events": ("{actor} {date} {domain}", "{kind}", "{direction}"),
    "diplomacy_events": ("diplomacy {date} {actor}", "{kind}"),
    "rhetoric_events": ("rhetoric {date} {speaker}", "{target}"),
    "western_decisions": ("decision {date} {actor}", "{system}"),
    "moratorium_strikes": ("strike {date} {place}",),
    "economy_indicators": ("economy {month} {indicator}",),
    "loss_ratio_estimates": ("ratio {measure} {estimator}", "{period}"),
}
"""Table to the parts of a key: the first always, one of the others where the first names more than one page."""
RESEARCHED = frozenset(_KEYS)
"""Tables whose rows rest on pages, each with its grade."""


_CITATION = re.compile(r"\{footcite[a-z:]*\}`([^`]+)`")
_HEAD = "% Pages cited in the book, written by `figures references`: each is a row of a researched table of data/.\n\n"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page that a row of a researched table rests on, as the row gives it; ``key`` is how the book cites it.

    ``row`` is the position of the row in ``figures.load(table)``, from 0; ``year`` that of what the row is about. Grade A is an
    official record or primary document, B an established outlet, agency or institute, C other original reporting, D a repost,
    aggregator, unknown site or a state-controlled outlet on a disputed fact.
    """

    key: str
    table: str
    row: int
    title: str
    publisher: str
    url: str
    year: int
    grade: Grade


@cache
def pages() -> dict[str, Page]:
    """List every page that can be cited, by its key; the second page of a row has ``-second`` behind the key.

    An address that is none is refused: a link must not be able to run anything.
    """
    found: dict[str, Page] = {}
    for table in _KEYS:
        rows = _rows(table)
        for at, (key, row) in enumerate(zip(_keys(_KEYS[table], rows), rows, strict=True)):
            for column in ("source_url", "source_url_2"):
                if row[column] and not row[column].startswith(("https://", "http://")):
                    rule = f"{column} must begin with https:// or http://, is {row[column][:60]!r}"
                    raise DataError(f"data/{table}.csv", rule, key)
            year = int(
                re.findall(
                    r"20\d\d", row.get("date") or row.get("date_end") or row.get("month") or row["period"]
                )[-1]
            )
            common: dict[str, Any] = {"table": table, "row": at, "year": year}
            if row["source_url"] and key not in found:
                found[key] = Page(
                    key=key,
                    title=row["source_title"],
                    publisher=row["publisher"],
                    url=row["source_url"],
                    grade=_grade(row["grade"]),
                    **common,
                )
            second = f"{key}-second"
            if row["source_url_2"] and second not in found:
                host = urlsplit(row["source_url_2"]).hostname or row["source_url_2"]
                found[second] = Page(
                    key=second,
                    title=f"Second page for: {row['source_title']}",
                    publisher=host,
                    url=row["source_url_2"],
                    grade=_grade(row["grade_2"]),
                    **common,
                )
    return found


def page(key: str) -> Page:
    """Look up the page that ``{footcite}`` names; for an unknown key the message suggests the nearest."""
    from difflib import get_close_matches

    known = pages()
    if key not in known:
        near = get_close_matches(key, known, n=3, cutoff=0.5)
        raise ContractError(
            f"no row of the researched tables has the key {key!r}"
            + (f"; nearest: {', '.join(near)}" if near else "")
        )
    return known[key]


def cited(book: Path) -> set[str]:
    """Collect the keys that the notebooks and Markdown pages in a folder cite."""
    texts = [
        "".join(cell["source"])
        for path in sorted(book.glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
    ] + [path.read_text(encoding="utf-8") for path in sorted(book.glob("*.md"))]
    return {key.strip() for text in texts for keys in _CITATION.findall(text) for key in keys.split(",")}


def bibliography(keys: Iterable[str]) -> str:
    """Write the BibTeX file of these keys, sorted, one ``@misc`` entry for each."""
    return _HEAD + "\n".join(_entry(page(key)) for key in sorted(set(keys)))


def _rows(table: str) -> list[dict[str, str]]:
    from figures.tables import load

    return [
        {name: "" if cell is None else str(cell).removesuffix(" 00:00:00") for name, cell in row.items()}
        for row in load(table, backend="pyarrow").to_pylist()
    ]


def _keys(forms: tuple[str, ...], rows: list[dict[str, str]]) -> list[str]:
    """Give each row the shortest key that names one page only; number the rows that no form tells apart."""
    base, *more = forms
    candidates = [
        [
            _slug(base, row),
            *(f"{_slug(base, row)}-{_slug(part, row)}" for part in more),
            _slug(" ".join(forms), row),
        ]
        for row in rows
    ]
    urls: dict[str, set[str]] = {}
    for own, row in zip(candidates, rows, strict=True):
        for form in own:
            urls.setdefault(form, set()).add(row["source_url"])
    keys: list[str] = []
    for own in candidates:
        single = [form for form in own if len(urls[form]) == 1]
        taken = sum(key == own[-1] or key.startswith(f"{own[-1]}-no-") for key in keys)
        keys.append(single[0] if single else f"{own[-1]}-no-{taken + 1}")
    return keys


def _grade(text: str) -> Grade:
    """Read a grade; a page that the research did not grade counts as unknown, which is D."""
    return cast("Grade", text) if text in ("A", "B", "C") else "D"


def _slug(form: str, row: Mapping[str, str]) -> str:
    text = form.format(**row)
    return text if form == "{claim_id}" else re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _entry(cited: Page) -> str:
    def tex(text: str) -> str:
        return re.sub(r"([&%_#$])", r"\\\1", text)

    return (
        f"@misc{{{cited.key},\n  author = {{{{{tex(cited.publisher)}}}}},\n  title = {{{{{tex(cited.title)}}}}},\n"
        f"  year = {{{cited.year}}},\n  url = {{{cited.url}}},\n}}\n"
    )
