"""The command line: ``figures data build``, ``verify``, ``fetch``, ``list`` and ``describe``."""

from __future__ import annotations

import argparse
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
    args = parser.parse_args(argv)
    try:
        return int(args.run(args))
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


if __name__ == "__main__":
    raise SystemExit(main())
