"""The command line for any table and any book: draw a chart from a file, list what there is, describe a table."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import __version__
from figures.command.chart_parser import FILE, ChartParser
from figures.errors import FiguresError
from figures.text import in_a_shell

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Further = Callable[[Commands, Commands], None]


def main(argv: Sequence[str] | None = None, further: Further | None = None) -> int:
    """Run one command; an error that we raise on purpose is one line on stderr and exit status 1."""
    for stream in (sys.stdout, sys.stderr):  # a terminal may lack a letter of ours
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    typed = list(sys.argv[1:] if argv is None else argv)
    top = parser(further)
    if "_ARGCOMPLETE" in os.environ:  # a shell asks what can come next
        from figures.command.completion import answer

        answer(top)
    if typed[:1] == ["show"] and len(typed) > 1 and (typed[1] == "-" or typed[1][:1] != "-"):
        from figures.charts import RENAMED
        from figures.command.chart_names import summaries

        if typed[1] in RENAMED:
            print(f"figures: {typed[1]} is {RENAMED[typed[1]]} now", file=sys.stderr)
            typed[1] = RENAMED[typed[1]]
        if _is_file(typed[1]):
            typed.insert(1, FILE)
        elif typed[1] not in (*summaries(), FILE):
            return _no_chart(typed[1])
    args = top.parse_args(typed)
    try:
        with in_a_shell():
            return int(args.run(args))
    except BrokenPipeError:  # the reader of our output has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (FiguresError, OSError) as error:
        print(f"figures: {' '.join(str(error).split())}", file=sys.stderr)
        return 1


def parser(further: Further | None = None) -> argparse.ArgumentParser:
    """Make the parser: the general commands, and those that a book adds to them and to the verbs of ``data``."""
    top = argparse.ArgumentParser(
        prog="figures",
        description="Published records, named numbers, charts: what can be done from the command line.",
        epilog="Examples:\n  figures list\n  figures show monthly_columns --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"figures {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _add_show(commands)
    verbs = _add_data(commands)
    if further:
        further(commands, verbs)
    if "list" not in commands.choices:  # a book can have a longer one
        every = add(commands, "list", "list the chart functions", "figures list | grep column")
        every.set_defaults(run=_list_charts)
    _add_completion(commands)
    return top


def add(commands: Commands, name: str, summary: str, example: str, **more: Any) -> argparse.ArgumentParser:
    """Add a command with its description and an example."""
    return commands.add_parser(
        name,
        help=summary.replace("%", "%%"),
        description=f"{summary[0].upper()}{summary[1:].removesuffix('.')}.".replace("%", "%%"),
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        **more,
    )


def _add_show(commands: Commands) -> None:
    from figures.command.chart_names import summaries

    example = (
        "figures show visits.csv\n"
        "  figures show monthly_columns --data visits.csv --out visits.html --month month --value visits \\\n"
        '    --unit visits --colour teal --title "Fewer came in March" --subtitle "Visits by month" \\\n'
        '    --source "Town library, counts at the door"'
    )
    show = add(commands, "show", "draw a chart from a file", example)
    charts = show.add_subparsers(metavar="CHART", required=True, title="charts", parser_class=ChartParser)
    if "_ARGCOMPLETE" not in os.environ:  # nobody is offered the word FILE
        _add_file(charts)
    for name, summary in summaries().items():
        charts.add_parser(name, help=summary.replace("%", "%%"), chart=name)


def _add_file(charts: Any) -> None:
    from figures.command import reading

    file = charts.add_parser(
        FILE,
        help="no chart, but a file: what is in it, and three commands that draw it",
        description="Say what is in a file: its columns, their types and some of their values, and three commands that draw it.",
        epilog="Example:\n  figures show visits.csv",
    )
    file.add_argument(
        "data",
        type=Path,
        metavar=FILE,
        help="CSV, TSV, JSON, Parquet, Feather or Excel; - is standard input",
    )
    reading.add_options(file)
    file.set_defaults(run=_look)


def _look(args: argparse.Namespace) -> int:
    from figures.command.overview import run

    return run(args)


def _is_file(word: str) -> bool:
    return word == "-" or "." in word or os.sep in word or os.path.exists(word)


def _no_chart(word: str) -> int:
    """Name the charts that may be meant, and what each is for."""
    from figures.command.chart_names import nearest, summaries
    from figures.text import visible

    found = nearest(word)
    few = len(found) < len(summaries())
    print(
        f"figures: {visible(repr(word))} is neither a chart nor a file; {'near to it are' if few else 'the charts are'}",
        *(f"  {name:<24} {summary}" for name, summary in found.items()),
        "figures show FILE says which charts suit a file",
        sep="\n",
        file=sys.stderr,
    )
    return 1


def _add_data(commands: Commands) -> Commands:
    data = add(
        commands, "data", "the tables, and what is known of them", "figures data describe strikes_daily"
    )
    verbs: Commands = data.add_subparsers(metavar="VERB", required=True)
    add(verbs, "list", "list the tables", "figures data list").set_defaults(run=_list_tables)
    describe = add(
        verbs, "describe", "what a table is, its columns and sources", "figures data describe strikes_daily"
    )
    name = describe.add_argument("name", metavar="TABLE", help="such as strikes_daily")
    name.completer = lambda **_: _table_names()  # type: ignore[attr-defined]
    describe.set_defaults(run=_describe)
    return verbs


def _add_completion(commands: Commands) -> None:
    made = add(
        commands,
        "completion",
        "print the script that completes commands in a shell",
        "figures completion bash > ~/.local/share/bash-completion/completions/figures",
    )
    made.add_argument("shell", choices=("bash", "zsh", "fish"), help="which shell it is for")
    made.set_defaults(run=_completion)


def _completion(args: argparse.Namespace) -> int:
    from figures.command.completion import script

    print(script(args.shell))
    return 0


def _table_names() -> list[str]:
    from figures.tables import names

    return names()


def list_charts() -> None:
    """Print each chart function with what it draws."""
    from figures.command.chart_names import summaries

    print("Chart functions (figures show CHART --help; in Python, figures.charts)\n")
    for name, summary in summaries().items():
        print(f"{name:<24} {summary}")


def _list_charts(_: argparse.Namespace) -> int:
    list_charts()
    return 0


def list_tables() -> None:
    """Print each table with its rows, days and title."""
    from figures.tables import package

    for entry in package()["resources"]:
        days = entry["temporal"]
        told = f"{days['start']} to {days['end']}" if days else "of no day"
        print(f"{entry['name']:<28} {entry['rows']:>6} rows  {told:<24}  {entry['title']}")


def _list_tables(_: argparse.Namespace) -> int:
    list_tables()
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
