"""What can come next on the command line? argcomplete asks the parser, for whichever shell."""

from __future__ import annotations

import argparse
import os

import argcomplete
from argcomplete.shell_integration import shellcode

from figures.command.chart_parser import FILE, ChartParser


def script(shell: str) -> str:
    """Write what a shell runs once, to ask `figures` from then on."""
    return str(shellcode(["figures"], shell=shell))


def answer(parser: argparse.ArgumentParser) -> None:
    """Tell the shell what can come next, and end the process."""
    _load_chart(parser, os.environ.get("COMP_LINE", "").split())
    argcomplete.autocomplete(parser, always_complete_options="long", exclude=[FILE])


def _load_chart(parser: argparse.ArgumentParser, words: list[str]) -> None:
    for word in words:
        below = [one.choices for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
        if below and word in below[0]:
            parser = below[0][word]
            if isinstance(parser, ChartParser):
                parser.load()
