"""What can be typed for this book alone: numbers, claims, checks, and the upkeep of a checkout."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import command
from figures.command import add, list_charts, list_tables
from figures.errors import DataError

if TYPE_CHECKING:
    from figures.command import Commands

# Handlers import what they need themselves, so that `figures --help` is quick and `list` needs no geometry.
_ROWS_SHOWN, _CELL_CHARACTERS = 20, 60


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, general or this book's own."""
    return command.main(argv, add_commands)


def add_commands(commands: Commands, verbs: Commands) -> None:
    """Add this book's commands to the general ones, and its verbs to those of ``data``."""
    every = add(commands, "list", "list tables, numbers and chart functions", "figures list | grep drones")
    every.set_defaults(run=_list_all)
    _add_numbers(commands)
    _add_ledger(commands)
    _add_book(commands)
    _add_site(commands)
    _add_data(verbs)


def _add_numbers(commands: Commands) -> None:
    name = "moratorium.attack_drones_per_day.during"
    number = add(
        commands, "number", "print a number with its recipe, rows and sources", f"figures number {name}"
    )
    asked = number.add_argument("name", metavar="NUMBER", help=f"such as {name}")
    asked.completer = lambda **_: list(_stored_numbers())  # type: ignore[attr-defined]
    number.set_defaults(run=_number)


def _add_ledger(commands: Commands) -> None:
    claim = add(commands, "claim", "print what was found about a line of the op-ed", "figures claim L19")
    line = claim.add_argument(
        "line", type=_line, metavar="LINE", help="L1 to L66, as the book writes it, or 1 to 66"
    )
    line.completer = lambda **_: [f"L{number}" for number in range(1, 67)]  # type: ignore[attr-defined]
    claim.set_defaults(run=_claim)
    check = add(
        commands, "check", "check the ledger, and that nothing in the book leads nowhere", "figures check"
    )
    check.add_argument("--root", type=Path, metavar="DIR", help="the checkout; default: this project")
    check.add_argument(
        "--since",
        metavar="COMMIT",
        help="what published numbers are compared with; default: the last release",
    )
    check.set_defaults(run=_check)


def _add_book(commands: Commands) -> None:
    notebooks = add(
        commands, "notebooks", "run the chapters whose outputs could be stale", "figures notebooks --all"
    )
    notebooks.add_argument("--all", action="store_true", help="run every chapter")
    cited = add(
        commands, "references", "write book/references.bib for what the chapters cite", "figures references"
    )
    leads = add(
        commands, "links", "write book/links.csv, the pages of others that the book leads to", "figures links"
    )
    for upkeep, run in ((notebooks, _notebooks), (cited, _references), (leads, _links)):
        upkeep.add_argument(
            "--root", type=Path, default=Path(), metavar="DIR", help="the checkout; default: here"
        )
        upkeep.set_defaults(run=run)


def _add_site(commands: Commands) -> None:
    site = add(
        commands,
        "site",
        "a built copy of the book",
        "figures site verify where-is-the-pressure --sums SHA256SUMS",
    )
    verbs = site.add_subparsers(metavar="VERB", required=True)
    verify = add(
        verbs,
        "verify",
        "say whether a copy is the published one, and what differs",
        "figures site verify _build/html",
    )
    verify.add_argument("folder", type=Path, metavar="DIR")
    verify.add_argument(
        "--sums", type=Path, metavar="FILE", help="SHA256SUMS of the release; default: the copy's own"
    )
    verify.set_defaults(run=_site_verify)
    compare = add(
        verbs,
        "compare",
        "list the numbers, pages and pictures that differ between two builds, as Markdown",
        "figures site compare main/_build/html _build/html",
    )
    compare.add_argument("before", type=Path, metavar="BEFORE")
    compare.add_argument("after", type=Path, metavar="AFTER")
    compare.set_defaults(run=_site_compare)
    paper = add(
        verbs,
        "print",
        "print the book as a PDF for each paper, by Chromium (extra `print`)",
        "figures site print _build/html --out _build",
    )
    paper.add_argument("folder", type=Path, metavar="DIR")
    paper.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="where to write; default: here"
    )
    paper.set_defaults(run=_site_print)


def _add_data(verbs: Commands) -> None:
    example = "figures data {} --upstream ../shared/upstream"
    build = add(verbs, "build", "rebuild every table from the pinned upstream files", example.format("build"))
    verify = add(
        verbs, "verify", "rebuild and compare byte for byte with the tables here", example.format("verify")
    )
    for verb, run in ((build, _build), (verify, _verify)):
        verb.add_argument("--upstream", type=Path, required=True, metavar="DIR", help="the pinned files")
        verb.set_defaults(run=run)
    build.add_argument("--out", type=Path, metavar="DIR", help="where to write; default: the project's data/")

    sealing = (
        "check what is written by hand in data/, and write what follows from it: claims.csv, datapackage.json"
    )
    add(verbs, "seal", sealing, "figures data seal").set_defaults(run=_seal)

    fetch = add(
        verbs, "fetch", "download the pinned upstream files and check them", "figures data fetch upstream"
    )
    fetch.add_argument("folder", type=Path, metavar="DIR", help="where to put them")
    fetch.add_argument("--base-url", metavar="URL", help="where owner/name/commit/path is served")
    fetch.set_defaults(run=_fetch)


def _list_all(_: argparse.Namespace) -> int:
    print("Tables (figures data describe NAME)\n")
    list_tables()
    print("\nNumbers (figures number NAME)\n")
    for name, number in _stored_numbers().items():
        print(f"{name:<64} {number['text']:>8} {number['unit']}")
    print()
    list_charts()
    return 0


def _stored_numbers() -> dict[str, dict[str, Any]]:
    from figures.tables import data_dir

    path = data_dir() / "numbers.json"
    try:
        return dict(json.loads(path.read_bytes()))
    except ValueError as error:
        raise DataError("data/numbers.json", f"must be valid JSON ({error})") from None


def _progress(items: Iterable[Any], **more: Any) -> Iterable[Any]:
    from tqdm import tqdm

    bar: Iterable[Any] = tqdm(items, disable=not sys.stderr.isatty(), leave=False, **more)
    return bar


def _build(args: argparse.Namespace) -> int:
    from figures.tables import data_dir
    from figures.upstream.build import build

    out = args.out or data_dir()
    build(args.upstream, out, _progress)
    print(f"built {len(list(out.glob('*.csv')))} tables in {out}")
    return 0


def _seal(_: argparse.Namespace) -> int:
    from figures.tables import data_dir
    from figures.upstream.build import seal

    print("\n".join(f"wrote data/{name}" for name in seal(data_dir())) or "data/ is sealed as it is")
    return 0


def _verify(args: argparse.Namespace) -> int:
    from figures.tables import data_dir
    from figures.upstream.build import verify

    compared = verify(args.upstream, data_dir(), _progress)
    for name, result in compared.items():
        print(f"{name}: {result}")
    differing = [name for name, result in compared.items() if result != "identical"]
    if differing:
        print(
            f"figures: {len(differing)} of {len(compared)} files differ: {', '.join(differing)}",
            file=sys.stderr,
        )
    return 1 if differing else 0


def _fetch(args: argparse.Namespace) -> int:
    from figures.upstream.files import RAW, fetch, fetch_packages

    count = fetch(args.folder, args.base_url or RAW, _progress) + fetch_packages(args.folder)
    print(f"downloaded {count} files into {args.folder}; every digest is right")
    return 0


def _number(args: argparse.Namespace) -> int:
    import narwhals as nw

    from figures.figure.source import source_texts
    from figures.measures import measure
    from figures.tables import load

    number = measure(args.name)
    print(f"{number.text} {number.unit}")
    if number.low is not None or number.high is not None:
        print(f"Range: {number.range_words}")
    if number.claimed_by:
        print(f"Claimed by: {number.claimed_by}")
    print(f"As of: {number.as_of}\nHow it is made: {number.formula}")
    print(f"Code: {number.code[0]}, line {number.code[1]}")
    for rows in number.rows:
        used = nw.from_native(rows.of(partial(load, backend="pyarrow")), eager_only=True)
        print(f"\n{len(used)} rows of {rows.table} where {rows.where}")
        for line in _aligned(used.head(_ROWS_SHOWN)):
            print(line)
        if len(used) > _ROWS_SHOWN:
            print(f"… and {len(used) - _ROWS_SHOWN:,} more")
    print("\nSources")
    for line in source_texts(list(dict.fromkeys(rows.table for rows in number.rows))):
        print(f"  {line}")
    return 0


def _aligned(frame: Any) -> list[str]:
    """Print the rows of a dataframe in columns, numbers to the right, long texts cut."""
    right = [kind.is_numeric() for kind in frame.schema.values()]
    cells = [list(frame.columns), *([_cell(value) for value in row] for row in frame.rows())]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if at_right else cell.ljust(width)
            for cell, width, at_right in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in cells
    ]


def _cell(value: object) -> str:
    if value is None:
        return "–"
    text = f"{value:%Y-%m-%d}" if isinstance(value, date) else " ".join(str(value).split())
    return text if len(text) <= _CELL_CHARACTERS else f"{text[: _CELL_CHARACTERS - 1]}…"


def _line(typed: str) -> int:
    """Read the number of a line, with or without the letter that the book writes before it."""
    try:
        return int(typed.removeprefix("L").removeprefix("l"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be L1 to L66, is {typed!r}") from None


def _claim(args: argparse.Namespace) -> int:
    from figures.claims import claim, source
    from figures.claims.firmness import turns
    from figures.claims.verdicts import FINDINGS, SECTIONS, VERDICTS
    from figures.figure.slots import say
    from figures.measures import measure
    from figures.text import day_text

    one = claim(args.line)
    shown = claim(one.see) if one.see else one
    confidence = f", confidence {one.confidence}" if one.confidence else ""
    print(f"L{one.line}, {one.kind}, {SECTIONS[one.section]}, speaker: {one.speaker}")
    print(say(one.paraphrase))
    print(
        f"\n{VERDICTS[one.verdict]}{confidence}" + (f" (judged together with L{one.see})" if one.see else "")
    )
    for part in shown.parts:
        print(f"  {'' if part.main else '(minor) '}{say(part.says)} {FINDINGS[part.finding].capitalize()}.")
        if part.settled:
            print(f"    Two readings of the same evidence differed. {say(part.settled)}")
    if shown.graded and shown.parts:
        hinges = turns(shown.parts)
        print("\nNot firm" if hinges else "\nFirm: no single change would move it to another side")
        for change in hinges:
            print(f"  Would become {VERDICTS[change.verdict].lower()} if {say(change.condition)}.")
    for side, items in (("For", shown.in_favour), ("Against", shown.against)):
        print(f"\n{side}" + ("" if items else ": none found"))
        for item in items:
            print(f"  {say(item.text)}")
            for found in map(source, item.sources):
                print(
                    f"    {found.grade or 'table'}  {found.text}: {found.url if found.grade else found.title}"
                )
    if shown.searched:
        until = day_text(shown.searched.until)
        print(f"\nSearched\n  {say(shown.searched.where)} Until {until}.")
        print(f"  It would be overturned by: {say(shown.searched.overturned_by)}")
    if shown.measures:
        print("\nNumbers")
    for number in map(measure, shown.measures):
        print(f"  {number.name}: {number.text} {number.unit}")
    if shown.figures:
        print(f"\nFigures\n  {', '.join(shown.figures)}")
    return 0


def _check(args: argparse.Namespace) -> int:
    from figures.book.check import orphans, problems
    from figures.claims import LINES, corrections, counts
    from figures.claims.ledger import FILE, parsed
    from figures.claims.verdicts import VERDICTS
    from figures.tables import data_dir
    from figures.upstream import problems as data_problems

    root = args.root or data_dir().parent
    path = root / "data" / FILE
    wrong = data_problems.problems(root / "data")
    wrong += [rule for error in problems(path) if (rule := str(error)) not in wrong]
    found, _ = parsed(path)
    print(f"{len(found)} of {len(LINES)} lines")
    for verdict, lines in counts(found.values()).items():
        print(f"  {lines:>2} {VERDICTS[verdict].lower()}")
    lost = orphans(root / "book", found)
    print(f"{len(lost)} orphans")
    unsaid, base = corrections.problems(root, args.since)
    print(f"{len(unsaid)} faults of {corrections.FILE}; numbers and verdicts compared with {base}")
    for problem in [*wrong, *lost, *unsaid]:
        print(f"  {problem}")
    return 1 if wrong or lost or unsaid else 0


def _notebooks(args: argparse.Namespace) -> int:
    from figures.book.notebooks import refresh

    for path in refresh(args.root, every=args.all):
        print(f"ran {path.name}")
    return 0


def _site_compare(args: argparse.Namespace) -> int:
    from figures.book.compare_sites import report

    print(report(args.before, args.after), end="")
    return 0


def _site_print(args: argparse.Namespace) -> int:
    from figures.book import pdf, printed
    from figures.tables import edition

    if not args.out.is_dir():
        raise DataError(str(args.out), "must be a folder that exists, to write to")
    with pdf.chromium() as browser:
        for paper in printed.PAPERS:
            path = args.out / f"where-is-the-pressure-{edition()}-{paper}.pdf"
            path.write_bytes(pdf.book(browser, args.folder, paper))
            print(f"wrote {path}")
    return 0


def _site_verify(args: argparse.Namespace) -> int:
    from figures.book import site

    listed = site.read(args.sums or args.folder / site.SUMS)
    wrong = site.compare(listed, site.sums(args.folder))
    for state, names in wrong._asdict().items():
        for name in names:
            print(f"{state}: {name}")
    against = (
        "the list given" if args.sums else "its own list, which whoever changed the copy could change too"
    )
    print(f"{len(listed)} files listed; the copy {'is not' if wrong else 'is'} as in {against}")
    return 1 if wrong else 0


def _references(args: argparse.Namespace) -> int:
    from figures.claims import references

    book = args.root / "book"
    in_notes = set(re.findall(r"@misc\{([^,]+),", (book / "notes.bib").read_text(encoding="utf-8")))
    keys = references.cited(book) - in_notes
    (book / "references.bib").write_text(references.bibliography(keys), encoding="utf-8")
    print(f"book/references.bib: {len(keys)} pages, book/notes.bib: {len(in_notes)}")
    return 0


def _links(args: argparse.Namespace) -> int:
    from figures.book import links

    path = args.root / "book" / links.FILE
    found = links.outward(args.root / "book")
    path.write_text(
        links.listed(found, path.read_text(encoding="utf-8") if path.exists() else ""), encoding="utf-8"
    )
    print(f"{path}: {len(found)} addresses")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
