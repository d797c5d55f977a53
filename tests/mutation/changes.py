"""What can go wrong in the data and the ledger, and does a check see it? Seeded changes, each with the guard that caught it.

A change of a table is tried twice: as it is, when the hash in the data package gives it away, and with the package made to fit it
(hash, size, rows), as somebody would do who means it: then the contract of the table may see it, and the rebuild from the
publishers' files must. A table that people edit is not tried with a package that fits: a change of it is an edit.
"""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from chapters.prose import typed_digits
from chapters.test_stated import ROLE, STORED, stated
from chapters.test_stated import prose as page_text
from figures.book import check
from figures.claims import LINES, corrections, forecasts, ledger, missing
from figures.claims.references import pages
from figures.claims.yaml_records import records
from figures.errors import DataError
from figures.measures import measures
from figures.tables import names, package, parse, typed
from figures.upstream import build, catalogue, contracts
from mutation import trial
from mutation.trial import ROOT

DATA = ROOT / "data"
Record = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """One change: of what kind, where, and which guard caught it; an empty text if none did."""

    kind: str
    place: str
    guard: str


# ---- tables ----


def upstream() -> Path | None:
    """Find the publishers' files: in the folder ``shared`` beside the repository or above it."""
    return next(
        (at / "shared" / "upstream" for at in ROOT.parents if (at / "shared" / "upstream").is_dir()), None
    )


def rebuilt() -> dict[str, bytes]:
    """Make every file of data/ again from the publishers' files."""
    folder = upstream()
    if folder is None:
        raise DataError("../shared/upstream", "must exist: `figures data fetch` downloads it")
    return build.make(DATA, folder)


def tables(each: int, seed: str, rebuilt: dict[str, bytes]) -> Iterator[Outcome]:
    """Change `each` places of each kind in each table; ``rebuilt`` is every file of data/, made from the publishers' files."""
    for name in names():
        entry = next(one for one in package()["resources"] if one["name"] == name)
        rows = list(csv.reader(io.StringIO((DATA / entry["path"]).read_text(encoding="utf-8"), newline="")))
        for kind, change in ROWS.items():
            random = Random(f"{seed} {name} {kind}")
            for _ in range(each):
                changed = [list(row) for row in rows]
                place = change(changed, entry["schema"]["fields"], random)
                if place is None or changed == rows:
                    continue
                text = io.StringIO()
                csv.writer(text, lineterminator="\n").writerows(changed)
                data, where = text.getvalue().encode(), f"{entry['path']} {place}"
                yield Outcome(f"table, {kind}", where, _hash(data, entry))
                if (
                    "evidence" not in catalogue.tables()[name]
                ):  # else this is the original: people see it in git
                    guard = _contract(data, entry) or ("" if rebuilt[entry["path"]] == data else "rebuild")
                    yield Outcome(f"table, {kind}, resealed", where, guard)
    for kind, described in (("unit", _units), ("source", _sources)):
        random = Random(f"{seed} {kind}")
        for name in names():
            for _ in range(each):
                changed_package = copy.deepcopy(package())
                place = described(
                    next(one for one in changed_package["resources"] if one["name"] == name), random
                )
                if place:
                    data = (json.dumps(changed_package, ensure_ascii=False, indent=1) + "\n").encode()
                    guard = "" if rebuilt["datapackage.json"] == data else "rebuild"
                    yield Outcome(f"table, {kind}", f"{name} {place}", guard)


def _hash(data: bytes, entry: Record) -> str:
    try:
        parse(data, entry)
    except DataError:
        return "hash"
    return ""


def _contract(data: bytes, entry: Record) -> str:
    resealed = entry | {"rows": data.count(b"\n") - 1} if "\n" not in _cells(data) else entry
    try:
        contracts.check(typed(data, entry["schema"]["fields"], entry["path"]), resealed, build.latest(entry))
    except DataError:
        return "contract"
    return ""


def _cells(data: bytes) -> str:
    return "".join(cell for row in csv.reader(io.StringIO(data.decode(), newline="")) for cell in row)


Row = Callable[[list[list[str]], list[Record], Random], str | None]


def _cell(types: tuple[str, ...], new: Callable[[str, Record, Random], str]) -> Row:
    def change(rows: list[list[str]], fields: list[Record], random: Random) -> str | None:
        columns = [at for at, field in enumerate(fields) if field["type"] in types]
        places = [(row, at) for row in range(1, len(rows)) for at in columns if rows[row][at]]
        if not places:
            return None
        row, at = random.choice(places)
        old = rows[row][at]
        rows[row][at] = new(old, fields[at], random)
        return f"line {row + 1}, {fields[at]['name']}: {old[:30]!r} to {rows[row][at][:30]!r}"

    return change


def _value(old: str, field: Record, random: Random) -> str:
    if field["type"] in ("integer", "number"):
        digits = len(old.partition(".")[2])
        return f"{float(old) + random.choice((1, 10, 100)) / 10**digits:.{digits}f}"
    return random.choice([word for word in ("no", "Kyiv", "2.5", "decoy") if word != old])


def _sign(old: str, field: Record, random: Random) -> str:
    return old if float(old) == 0 else old.removeprefix("-") if old.startswith("-") else f"-{old}"


def _day(old: str, field: Record, random: Random) -> str:
    step = random.choice((-1, 1))
    if len(old) == len("2025-04"):
        months = int(old[:4]) * 12 + int(old[5:]) - 1 + step
        return f"{months // 12}-{months % 12 + 1:02}"
    return (date.fromisoformat(old) + timedelta(days=step)).isoformat()


def _swapped(rows: list[list[str]], fields: list[Record], random: Random) -> str:
    one, other = random.sample(range(1, len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]
    return f"lines {one + 1} and {other + 1}"


def _dropped(rows: list[list[str]], fields: list[Record], random: Random) -> str:
    at = random.randrange(1, len(rows))
    del rows[at]
    return f"line {at + 1}"


def _doubled(rows: list[list[str]], fields: list[Record], random: Random) -> str:
    at = random.randrange(1, len(rows))
    rows.insert(at, rows[at])
    return f"line {at + 1}"


ROWS: dict[str, Row] = {
    "value": _cell(("integer", "number", "string"), _value),
    "sign": _cell(("integer", "number"), _sign),
    "one day or month off": _cell(("date", "yearmonth"), _day),
    "rows swapped": _swapped,
    "row dropped": _dropped,
    "row doubled": _doubled,
}


def _units(entry: Record, random: Random) -> str | None:
    fields = [field for field in entry["schema"]["fields"] if "unit" in field]
    if not fields:
        return None
    field = random.choice(fields)
    old, field["unit"] = (
        field["unit"],
        random.choice([unit for unit in ("people", "km2", "USD", "per cent") if unit != field["unit"]]),
    )
    return f"{field['name']}: {old!r} to {field['unit']!r}"


def _sources(entry: Record, random: Random) -> str:
    source = random.choice(entry["sources"])
    key = random.choice(sorted(source))
    old, source[key] = source[key], f"{source[key]}x"
    return f"{key}: {str(old)[:40]!r} changed"


# ---- what is written by hand: the ledger, the forecasts, the record of corrections, the numbers ----


def written(each: int, seed: str) -> Iterator[Outcome]:
    """Change `each` fields of each record that is written by hand, and of each number."""
    for file, guards in (
        ("claims.yml", _ledger),
        ("forecasts.yml", _forecasts),
        ("corrections.yml", _corrections),
    ):
        every = records(DATA / file)
        for at, record in enumerate(every):
            name = record.get("id") or (f"L{record['line']}" if "line" in record else f"entry {at + 1}")
            places = _places(record, file)
            for path in Random(f"{seed} {file} {name}").sample(places, min(each, len(places))):
                changed = copy.deepcopy(every)
                told = _put(changed[at], path, Random(f"{seed} {file} {name} {path}"))
                yield Outcome(f"{file}, {_field(path)}", f"{name} {told}", guards(changed))
            for kind, less in (
                ("record dropped", every[:at] + every[at + 1 :]),
                ("record doubled", [*every[: at + 1], record, *every[at + 1 :]]),
            ):
                yield Outcome(f"{file}, {kind}", name, guards(less))
    committed = {name: one.whole for name, one in _published()[0].items() if "." in name}
    computed = json.loads(_numbers())
    for name in Random(seed).sample(sorted(committed), min(each * 20, len(committed))):
        changed_number = committed[name] | {"value": committed[name]["value"] + 1}
        yield Outcome("numbers.json", name, "numbers" if changed_number != computed[name] else "")


@cache
def _numbers() -> str:
    from figures.book.notebooks import published_numbers

    return published_numbers()


@cache
def _published() -> tuple[dict[str, corrections.Value], tuple[corrections.Correction, ...]]:
    texts = [
        (DATA / file).read_text(encoding="utf-8") for file in ("numbers.json", "claims.yml", "forecasts.yml")
    ]
    return corrections.published(*texts), corrections.read(DATA / corrections.FILE)


_WORDED = (
    "paraphrase",
    "text",
    "where",
    "overturned_by",
    "says",
    "short",
    "wrong",
    "now",
    "found",
    "condition",
)
Path_ = tuple[str | int, ...]


def _places(part: Any, file: str, at: Path_ = ()) -> list[Path_]:
    """List the fields of a record; of a sentence, only what it states: slots, numbers, quotations."""
    if isinstance(part, dict):
        return [place for key, value in part.items() for place in _places(value, file, (*at, key))]
    if isinstance(part, list):
        return [place for key, value in enumerate(part) for place in _places(value, file, (*at, key))]
    if part is None or not at:
        return []
    judged = file == "claims.yml" and at[0] == "parts"
    if (
        _field(at) in _WORDED
        and not judged
        and (file == "corrections.yml" or not corrections._FACT.search(part))
    ):
        return []
    return [at]


def _field(path: Path_) -> str:
    return str([key for key in path if isinstance(key, str)][-1]) if path[0] != "changed" else "changed"


_WORDS: dict[str, tuple[str, ...]] = {
    "section": ("ultimatum", "demands", "conduct", "rhetoric", "pressure", "leverage"),
    "kind": (
        "event",
        "quantity",
        "quotation",
        "absence",
        "comparison",
        "causal",
        "forecast",
        "opinion",
        "heading",
    ),
    "finding": ("holds", "claimed", "split", "not_found", "denied", "fails"),
    "verdict": (
        "supported",
        "mostly_supported",
        "as_claimed",
        "mixed",
        "as_denied",
        "mostly_not_supported",
        "not_supported",
        "unverified",
        "not_checkable",
    ),
    "confidence": ("high", "medium", "low"),
    "outcome": ("happened", "did_not_happen", "open"),
    "status": ("came_true", "in_part", "did_not", "cannot_be_told"),
    "chapter": ("1-ultimatum", "2-demands", "3-conduct", "4-rhetoric", "5-pressure", "6-leverage"),
    "speaker": ("the op-ed", "Trump, as quoted by the op-ed", "Putin"),
}


def _put(record: Record, path: Path_, random: Random) -> str:
    """Put another value of the same type, and where there is a list of allowed ones an allowed one, into a field."""
    part: Any = record
    for key in path[:-1]:
        part = part[key]
    old, field = part[path[-1]], _field(path)
    new: Any
    if isinstance(old, bool):
        new = not old
    elif isinstance(old, int):
        new = random.choice([line for line in LINES if line != old])
    elif isinstance(old, date):
        new = old + timedelta(days=random.choice((-1, 1)))
    elif old in corrections.KINDS:
        new = random.choice([word for word in corrections.KINDS if word != old])
    elif field in _WORDS:
        new = random.choice([word for word in _WORDS[field] if word != old])
    elif field == "sources":
        new = random.choice([name for name in (*sorted(pages()), *names()) if name != old])
    elif field == "measures":
        new = random.choice([name for name in measures() if name != old])
    elif field == "figures":
        new = random.choice([name for name in _shown() if name != old])
    elif fact := corrections._FACT.search(old):
        other = "{" + random.choice([name for name in measures() if name not in old]) + "}"
        stated = (
            other
            if fact[0][0] == "{"
            else f"“not {fact[0][1:]}"
            if fact[0][0] == "“"
            else str(int(fact[0]) + 1)
        )
        new = old[: fact.start()] + stated + old[fact.end() :]
    else:
        new = f"It is not so: {old}"
    part[path[-1]] = new
    return f"{'.'.join(map(str, path))}: {str(old)[:40]!r} to {str(new)[:40]!r}"


@cache
def _shown() -> tuple[str, ...]:
    return tuple(check.published(ROOT / "book"))


def _ledger(changed: list[Record]) -> str:
    with _Written(changed, "claims") as path:
        found, wrong = ledger.parsed(path)
        if wrong or missing(found):
            return "rules of the ledger"
        if told := _record(corrections.verdicts(changed), corrections.is_line):
            return told
        return (
            "rules of the ledger"
            if check.problems(path)
            else "orphans"
            if check.orphans(ROOT / "book", found)
            else ""
        )


def _forecasts(changed: list[Record]) -> str:
    with _Written(changed, "forecasts") as path:
        try:
            forecasts.read(path)
        except DataError:
            return "rules of the forecasts"
    return _record(corrections.fates(changed), lambda name: name.startswith("forecast "))


def _record(now: dict[str, corrections.Value], published_there: Callable[[str], bool]) -> str:
    """Compare what a changed file publishes with what the committed one does."""
    old, known = _published()
    after = {name: value for name, value in old.items() if not published_there(name)} | now
    return (
        "record of corrections"
        if corrections.unexplained(old, after, []) or corrections.faults(known, after)
        else ""
    )


def _corrections(changed: list[Record]) -> str:
    import yaml

    old, known = _published()
    with TemporaryDirectory() as folder:
        path = Path(folder) / corrections.FILE
        path.write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
        try:
            now = corrections.read(path)
        except DataError:
            return "rules of the record"
    if corrections.faults(now, old):
        return "rules of the record"
    return "record of corrections" if corrections.rewritten(known, now) else ""


class _Written:
    """A file of hand-written records as the wheel has it: JSON, which is read a hundred times faster than YAML."""

    def __init__(self, made: list[Record], stem: str) -> None:
        self.made, self.stem, self.folder = made, stem, TemporaryDirectory()

    def __enter__(self) -> Path:
        path = Path(self.folder.name) / f"{self.stem}.yml"
        text = json.dumps(self.made, default=date.isoformat, ensure_ascii=False)
        path.with_suffix(".json").write_text(text, encoding="utf-8")
        return path

    def __exit__(self, *_: object) -> None:
        self.folder.cleanup()


# ---- chapters ----


def chapters(each: int, seed: str) -> Iterator[Outcome]:
    """Change numbers in each chapter: type one, name another measure, alter one in a stored output."""
    known = json.loads(STORED.read_text(encoding="utf-8"))
    for chapter in sorted((ROOT / "book").glob("*.ipynb")):
        random = Random(f"{seed} {chapter.stem}")
        notebook = json.loads(chapter.read_text(encoding="utf-8"))
        roles = list(ROLE.finditer(page_text(chapter)))
        for found in random.sample(roles, min(each, len(roles))):
            other = random.choice([name for name in measures() if name != found[1]])
            text = page_text(chapter)
            text = text[: found.start(1)] + other + text[found.end(1) :]
            where = f"{chapter.stem} {found[1]} to {other}"
            yield Outcome(
                "chapter, another measure", where, "stated" if stated(text) != known[chapter.stem] else ""
            )
            typed_ = page_text(chapter)
            typed_ = typed_[: found.start()] + str(random.randrange(10, 1000)) + typed_[found.end() :]
            yield Outcome(
                "chapter, typed number",
                where,
                "prose" if typed_digits(typed_) or stated(typed_) != known[chapter.stem] else "",
            )
        cells = [at for at, cell in enumerate(notebook["cells"]) if cell.get("outputs")]
        with TemporaryDirectory() as folder:
            for at in random.sample(cells, min(each, len(cells))):
                changed = copy.deepcopy(notebook)
                place = _other_number(changed["cells"][at]["outputs"], random)
                if place:
                    copied = Path(folder) / chapter.name
                    copied.write_text(json.dumps(changed), encoding="utf-8")
                    yield Outcome(
                        "chapter, stored output",
                        f"{chapter.stem} {notebook['cells'][at]['id']}: {place}",
                        _rerun(chapter, copied),
                    )


def _other_number(part: Any, random: Random) -> str | None:
    """Add one to a number somewhere in what a cell has put out."""
    places: list[tuple[Any, Any]] = []

    def collect(inner: Any) -> None:
        pairs = (
            inner.items() if isinstance(inner, dict) else enumerate(inner) if isinstance(inner, list) else ()
        )
        for key, value in pairs:
            if isinstance(value, int | float) and not isinstance(value, bool):
                places.append((inner, key))
            collect(value)

    collect([output["data"] for output in part])
    if not places:
        return None
    inner, key = random.choice(places)
    inner[key] += 1
    return f"{key}: {inner[key] - 1} to {inner[key]}"


@cache
def _made(chapter: Path) -> str:
    with chdir(chapter.parent):
        return json.dumps(list(trial.shown(chapter)))


def _rerun(chapter: Path, copied: Path) -> str:
    return "rerun" if json.loads(_made(chapter)) != [list(one) for one in trial.stored(copied)] else ""
