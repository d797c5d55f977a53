"""Published records, named numbers and the book: what can be done from the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from figures.errors import FiguresError

# Handlers import what they need themselves, so that `figures --help` is quick and `list` needs no geometry.


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; an error that we raise on purpose is one line on stderr and exit status 1."""
    parser = argparse.ArgumentParser(prog="figures", description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_data(commands)
    _add_numbers(commands)
    _add_ledger(commands)
    _add_book(commands)
    args = parser.parse_args(argv)
    try:
        return int(args.run(args))
    except BrokenPipeError:  # the reader of our output has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (FiguresError, OSError) as error:
        print(f"figures: {error}", file=sys.stderr)
        return 1


def _add_data(commands: Any) -> None:
    data = commands.add_parser("data", help="the tables: rebuild, verify, fetch, list, describe")
    verbs = data.add_subparsers(metavar="VERB", required=True)

    build = verbs.add_parser("build", help="rebuild every table from the pinned upstream files")
    verify = verbs.add_parser("verify", help="rebuild and compare byte for byte with the tables here")
    for verb, run in ((build, _build), (verify, _verify)):
        verb.add_argument("--upstream", type=Path, required=True, metavar="DIR", help="the pinned files")
        verb.add_argument(
            "--evidence", type=Path, metavar="DIR", help="researched tables; default: beside upstream"
        )
        verb.set_defaults(run=run)
    build.add_argument("--out", type=Path, metavar="DIR", help="where to write; default: the project's data/")

    fetch = verbs.add_parser("fetch", help="download the pinned upstream files and check them")
    fetch.add_argument("folder", type=Path, metavar="DIR")
    fetch.add_argument("--base-url", metavar="URL", help="where owner/name/commit/path is served")
    fetch.set_defaults(run=_fetch)

    verbs.add_parser("list", help="list the tables").set_defaults(run=_list)
    describe = verbs.add_parser("describe", help="what a table is, its columns and sources")
    describe.add_argument("name")
    describe.set_defaults(run=_describe)


def _add_numbers(commands: Any) -> None:
    commands.add_parser("list", help="list tables, numbers and chart functions").set_defaults(run=_list_all)
    number = commands.add_parser("number", help="print a number with its recipe, rows and sources")
    number.add_argument("name", help="such as moratorium.attack_drones_per_day.during")
    number.set_defaults(run=_number)


def _add_ledger(commands: Any) -> None:
    claim = commands.add_parser("claim", help="print what was found about a line of the op-ed")
    claim.add_argument("line", type=int, metavar="LINE", help="1 to 66")
    claim.set_defaults(run=_claim)
    check = commands.add_parser("check", help="check the ledger, and that nothing in the book leads nowhere")
    check.add_argument("--root", type=Path, metavar="DIR", help="the checkout; default: this project")
    check.add_argument(
        "--since",
        metavar="COMMIT",
        help="what published numbers are compared with; default: the last release",
    )
    check.set_defaults(run=_check)


def _add_book(commands: Any) -> None:
    notebooks = commands.add_parser("notebooks", help="run the chapters whose outputs could be stale")
    notebooks.add_argument("--all", action="store_true", help="run every chapter")
    notebooks.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the checkout; default: here"
    )
    notebooks.set_defaults(run=_notebooks)
    cited = commands.add_parser("references", help="write book/references.bib for what the chapters cite")
    cited.add_argument("--root", type=Path, default=Path(), metavar="DIR", help="the checkout; default: here")
    cited.set_defaults(run=_references)
    links = commands.add_parser(
        "links", help="write book/links.csv, the pages of others that the book leads to"
    )
    links.add_argument("--root", type=Path, default=Path(), metavar="DIR", help="the checkout; default: here")
    links.set_defaults(run=_links)


def _progress(items: Iterable[Any], **more: Any) -> Iterable[Any]:
    from tqdm import tqdm

    bar: Iterable[Any] = tqdm(items, disable=not sys.stderr.isatty(), leave=False, **more)
    return bar


def _build(args: argparse.Namespace) -> int:
    from figures.tables import data_dir
    from figures.upstream.build import build

    out = args.out or data_dir()
    for note in build(args.upstream, out, args.evidence, _progress):
        print(note)
    print(f"built {len(list(out.glob('*.csv')))} tables in {out}")
    return 0


def _verify(args: argparse.Namespace) -> int:
    from figures.tables import data_dir
    from figures.upstream.build import verify

    compared = verify(args.upstream, data_dir(), args.evidence, _progress)
    for name, result in compared.items():
        print(f"{name}: {result}")
    differing = [name for name, result in compared.items() if result not in ("identical", "kept")]
    if differing:
        print(
            f"figures: {len(differing)} of {len(compared)} files differ: {', '.join(differing)}",
            file=sys.stderr,
        )
    return 1 if differing else 0


def _fetch(args: argparse.Namespace) -> int:
    from figures.upstream.files import RAW, fetch

    count = fetch(args.folder, args.base_url or RAW, _progress)
    print(f"downloaded {count} files into {args.folder}; every sha256 is right")
    return 0


def _list(_: argparse.Namespace) -> int:
    from figures.tables import package

    for entry in package()["resources"]:
        days = entry["temporal"]
        print(
            f"{entry['name']:<28} {entry['rows']:>6} rows  {days['start']} to {days['end']}  {entry['title']}"
        )
    return 0


def _describe(args: argparse.Namespace) -> int:
    from figures.tables import resource

    entry = resource(args.name)
    print(f"{entry['title']}\n\n{entry['description']}\n{entry['processing']}\n\nColumns")
    for field in entry["schema"]["fields"]:
        unit = f" [{field['unit']}]" if "unit" in field else ""
        print(f"  {field['name']}: {field['type']}{unit}. {field['description']}")
    print(f"\nKey: {', '.join(entry['schema']['primaryKey'])}\n\nSources")
    for source in entry["sources"]:
        claimed = f", claimed by {source['claimed_by']}" if "claimed_by" in source else ""
        print(
            f"  {source['title']}. {source['publisher']}; {source['kind_of_evidence']}{claimed}; {source['licence']}"
        )
        if "path" in source:
            print(f"    {source['path']}")
    print("\nKnown gaps")
    for gap in entry["known_gaps"]:
        print(f"  {gap}")
    return 0


def _list_all(args: argparse.Namespace) -> int:
    from figures import charts
    from figures.measures import measures

    print("Tables (figures data describe NAME)\n")
    _list(args)
    print("\nNumbers (figures number NAME)\n")
    for number in measures().values():
        print(f"{number.name:<64} {number.text:>8} {number.unit}")
    print("\nChart functions (figures.charts)\n")
    for name in charts.__all__:
        doc = getattr(charts, name).__doc__ or ""
        print(f"{name:<24} {doc.splitlines()[0]}")
    return 0


def _number(args: argparse.Namespace) -> int:
    from figures.figure import source_line
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
        used = load(rows.table).query(rows.where)
        print(f"\n{len(used)} rows of {rows.table} where {rows.where}")
        print(used.head(20).to_string(index=False, max_colwidth=60))
    print("\nSources")
    for line in source_line(list(dict.fromkeys(rows.table for rows in number.rows))):
        print(f"  {line}")
    return 0


def _claim(args: argparse.Namespace) -> int:
    from figures.claims import claim, source
    from figures.dates import day_text
    from figures.measures import measure
    from figures.say import say
    from figures.verdicts import FINDINGS, SECTIONS, VERDICTS

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
    from figures import corrections
    from figures.check import orphans, problems
    from figures.claims import LINES, counts
    from figures.ledger import FILE, parsed
    from figures.tables import data_dir
    from figures.verdicts import VERDICTS

    root = args.root or data_dir().parent
    path = root / "data" / FILE
    wrong = [str(error) for error in problems(path)]
    found, _ = parsed(path)
    print(f"{len(found)} of {len(LINES)} lines")
    for verdict, lines in counts(found.values()).items():
        print(f"  {lines:>2} {VERDICTS[verdict].lower()}")
    lost = orphans(root / "book", found)
    print(f"{len(lost)} orphans")
    unsaid, base = corrections.problems(root, args.since)
    print(f"{len(unsaid)} faults of {corrections.FILE}; numbers and verdicts compared with {base}")
    for told in [*wrong, *lost, *unsaid]:
        print(f"  {told}")
    return 1 if wrong or lost or unsaid else 0


def _notebooks(args: argparse.Namespace) -> int:
    from figures.notebooks import refresh

    for path in refresh(args.root, every=args.all):
        print(f"ran {path.name}")
    return 0


def _references(args: argparse.Namespace) -> int:
    import re

    from figures import references

    book = args.root / "book"
    in_notes = set(re.findall(r"@misc\{([^,]+),", (book / "notes.bib").read_text(encoding="utf-8")))
    keys = references.cited(book) - in_notes
    (book / "references.bib").write_text(references.bibliography(keys), encoding="utf-8")
    print(f"book/references.bib: {len(keys)} pages, book/notes.bib: {len(in_notes)}")
    return 0


def _links(args: argparse.Namespace) -> int:
    from figures import links

    path = args.root / "book" / links.FILE
    found = links.outward(args.root / "book")
    path.write_text(
        links.listed(found, path.read_text(encoding="utf-8") if path.exists() else ""), encoding="utf-8"
    )
    print(f"{path}: {len(found)} addresses")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
