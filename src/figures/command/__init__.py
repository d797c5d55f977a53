"""Published records, named numbers and the book: what can be done from the command line."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from figures import __version__
from figures.errors import FiguresError

# Handlers import what they need themselves, so that `figures --help` is quick and `list` needs no geometry.
_ROWS_SHOWN, _CELL_CHARACTERS = 20, 60


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; an error that we raise on purpose is one line on stderr and exit status 1."""
    given = list(sys.argv[1:] if argv is None else argv)
    args = parser(charts=given[:1] == ["show"]).parse_args(given)
    try:
        return int(args.run(args))
    except BrokenPipeError:  # the reader of our output has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (FiguresError, OSError) as error:
        print(f"figures: {' '.join(str(error).split())}", file=sys.stderr)
        return 1


def parser(*, charts: bool = True) -> argparse.ArgumentParser:
    """Make the parser of the command line.

    Parameters
    ----------
    charts
        With an option for each argument of each chart function, which takes importing them.
    """
    top = argparse.ArgumentParser(
        prog="figures",
        description=__doc__,
        epilog="Examples:\n  figures list\n  figures show monthly_columns --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"figures {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _add_list(commands)
    _add_show(commands, charts)
    _add_numbers(commands)
    _add_ledger(commands)
    _add_data(commands)
    _add_book(commands)
    _add_site(commands)
    _add_completion(commands)
    return top


def _command(commands: Any, name: str, told: str, example: str, **more: Any) -> argparse.ArgumentParser:
    """Add a command with its description and an example."""
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=told,
        description=f"{told[0].upper()}{told[1:]}.",
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        **more,
    )
    return made


def _add_list(commands: Any) -> None:
    every = _command(
        commands, "list", "list tables, numbers and chart functions", "figures list | grep drones"
    )
    every.set_defaults(run=_list_all)


def _add_show(commands: Any, charts: bool) -> None:
    example = (
        "figures show monthly_columns --data visits.csv --out visits.html --month month --value visits \\\n"
        '    --unit visits --colour independent --title "Fewer came in March" --subtitle "Visits by month" \\\n'
        '    --source "Town library, counts at the door"'
    )
    show = _command(commands, "show", "draw a chart from a CSV or Parquet file", example)
    if charts:
        from figures.command.show import add_charts

        add_charts(show)


def _add_data(commands: Any) -> None:
    data = _command(
        commands,
        "data",
        "the tables: rebuild, seal after an edit, verify, fetch, list, describe",
        "figures data describe strikes_daily",
    )
    verbs = data.add_subparsers(metavar="VERB", required=True)

    example = "figures data {} --upstream ../shared/upstream"
    build = _command(
        verbs, "build", "rebuild every table from the pinned upstream files", example.format("build")
    )
    verify = _command(
        verbs, "verify", "rebuild and compare byte for byte with the tables here", example.format("verify")
    )
    for verb, run in ((build, _build), (verify, _verify)):
        verb.add_argument("--upstream", type=Path, required=True, metavar="DIR", help="the pinned files")
        verb.set_defaults(run=run)
    build.add_argument("--out", type=Path, metavar="DIR", help="where to write; default: the project's data/")

    _command(
        verbs,
        "seal",
        "check what is written by hand in data/, and write what follows from it: claims.csv, datapackage.json",
        "figures data seal",
    ).set_defaults(run=_seal)

    fetch = _command(
        verbs, "fetch", "download the pinned upstream files and check them", "figures data fetch upstream"
    )
    fetch.add_argument("folder", type=Path, metavar="DIR", help="where to put them")
    fetch.add_argument("--base-url", metavar="URL", help="where owner/name/commit/path is served")
    fetch.set_defaults(run=_fetch)

    _command(verbs, "list", "list the tables", "figures data list").set_defaults(run=_list)
    describe = _command(
        verbs,
        "describe",
        "what a table is, its columns and sources",
        "figures data describe strikes_daily",
    )
    describe.add_argument("name", metavar="TABLE", help="such as strikes_daily")
    describe.set_defaults(run=_describe)


def _add_numbers(commands: Any) -> None:
    name = "moratorium.attack_drones_per_day.during"
    number = _command(
        commands, "number", "print a number with its recipe, rows and sources", f"figures number {name}"
    )
    number.add_argument("name", metavar="NUMBER", help=f"such as {name}")
    number.set_defaults(run=_number)


def _add_ledger(commands: Any) -> None:
    claim = _command(commands, "claim", "print what was found about a line of the op-ed", "figures claim 19")
    claim.add_argument("line", type=int, metavar="LINE", help="1 to 66")
    claim.set_defaults(run=_claim)
    check = _command(
        commands, "check", "check the ledger, and that nothing in the book leads nowhere", "figures check"
    )
    check.add_argument("--root", type=Path, metavar="DIR", help="the checkout; default: this project")
    check.add_argument(
        "--since",
        metavar="COMMIT",
        help="what published numbers are compared with; default: the last release",
    )
    check.set_defaults(run=_check)


def _add_book(commands: Any) -> None:
    notebooks = _command(
        commands, "notebooks", "run the chapters whose outputs could be stale", "figures notebooks --all"
    )
    notebooks.add_argument("--all", action="store_true", help="run every chapter")
    cited = _command(
        commands, "references", "write book/references.bib for what the chapters cite", "figures references"
    )
    leads = _command(
        commands, "links", "write book/links.csv, the pages of others that the book leads to", "figures links"
    )
    for command, run in ((notebooks, _notebooks), (cited, _references), (leads, _links)):
        command.add_argument(
            "--root", type=Path, default=Path(), metavar="DIR", help="the checkout; default: here"
        )
        command.set_defaults(run=run)


def _add_completion(commands: Any) -> None:
    made = _command(
        commands,
        "completion",
        "print the script that completes commands in a shell",
        "figures completion bash > ~/.local/share/bash-completion/completions/figures",
    )
    made.add_argument(
        "what", choices=("bash", "zsh", "fish", "numbers", "tables"), help="a shell, or the names it asks for"
    )
    made.set_defaults(run=_completion)


def _add_site(commands: Any) -> None:
    site = _command(
        commands,
        "site",
        "a built copy of the book",
        "figures site verify where-is-the-pressure --sums SHA256SUMS",
    )
    verbs = site.add_subparsers(metavar="VERB", required=True)
    verify = _command(
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
    from figures.command.show import functions
    from figures.measures import measures

    print("Tables (figures data describe NAME)\n")
    _list(args)
    print("\nNumbers (figures number NAME)\n")
    for number in measures().values():
        print(f"{number.name:<64} {number.text:>8} {number.unit}")
    print("\nChart functions (figures show CHART --help; in Python, figures.charts)\n")
    for name, chart in functions().items():
        print(f"{name:<24} {(chart.__doc__ or '').splitlines()[0]}")
    return 0


def _number(args: argparse.Namespace) -> int:
    import narwhals as nw

    from figures.figure.source import source_line
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
    for line in source_line(list(dict.fromkeys(rows.table for rows in number.rows))):
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


def _claim(args: argparse.Namespace) -> int:
    from figures.claims import claim, source
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
    for told in [*wrong, *lost, *unsaid]:
        print(f"  {told}")
    return 1 if wrong or lost or unsaid else 0


def _notebooks(args: argparse.Namespace) -> int:
    from figures.book.notebooks import refresh

    for path in refresh(args.root, every=args.all):
        print(f"ran {path.name}")
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
    import re

    from figures.claims import references

    book = args.root / "book"
    in_notes = set(re.findall(r"@misc\{([^,]+),", (book / "notes.bib").read_text(encoding="utf-8")))
    keys = references.cited(book) - in_notes
    (book / "references.bib").write_text(references.bibliography(keys), encoding="utf-8")
    print(f"book/references.bib: {len(keys)} pages, book/notes.bib: {len(in_notes)}")
    return 0


def _completion(args: argparse.Namespace) -> int:
    from figures.command.completion import script
    from figures.tables import data_dir, names

    match args.what:
        case (
            "numbers"
        ):  # their stored list: a shell that waits for an answer cannot wait until all are computed
            print("\n".join(json.loads((data_dir() / "numbers.json").read_bytes())))
        case "tables":
            print("\n".join(names()))
        case shell:
            print(script(parser(), shell), end="")
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
