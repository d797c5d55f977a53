"""The parser of one chart, which takes its options from the chart function only when it is used: that brings Altair."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

FILE = "FILE"
"""Stands where the name of a chart would, before a file that nobody wants drawn yet; `figures show visits.csv` puts it there."""


class ChartParser(argparse.ArgumentParser):
    """A parser that knows its options once it parses, or once `load` is called; of no chart it has those that it is given."""

    def __init__(self, *, chart: str = "", former: str = "", **more: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **more)
        self.chart, self.former, self.loaded = chart, former, not chart

    def load(self) -> None:
        """Add the options."""
        if not self.loaded:
            from figures.command.chart_options import add_options

            self.loaded = True
            add_options(self, self.chart)
            self.set_defaults(run=_run, chart=self.chart)

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """Parse, once the options are there."""
        self.load()
        return super().parse_known_args(args, namespace)


def _run(args: argparse.Namespace) -> int:
    from figures.command.show import run

    return run(args)
