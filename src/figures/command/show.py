"""How is a chart drawn from a file with no Python written? What was typed goes to the chart function, what it draws into a file."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from figures import charts
from figures.command import reading
from figures.command.chart_options import arguments
from figures.errors import ContractError
from figures.figure import finished, publish
from figures.figure.saving import ENDINGS, save


def run(args: argparse.Namespace) -> int:
    """Draw the chart that was asked for, and write it."""
    chart = getattr(charts, args.chart)
    own = arguments(chart)
    out: Path = args.out
    if out.suffix not in ENDINGS:
        raise ContractError(f"--out: must end in one of {', '.join(ENDINGS)}, is {out.name!r}")
    if out.suffix == ".html" and not args.source:
        raise ContractError(
            "--source: a page needs a source; say who published the data: --source TEXT [URL [LICENCE]]"
        )
    data = reading.table(args)
    given = {one.name: getattr(args, f"chart_{one.name}") for one in own}
    drawn = chart(data, **{name: value for name, value in given.items() if value is not None})
    if not args.source:
        spec, counted = finished(drawn, args.alt)
        # Without a source there is no note to count the gaps in; words of ours may have done so.
        description = spec["description"]
        if not args.alt and " no value" not in description:
            description = " ".join([description, *counted])
        save({**spec, "description": description}, out, args.mode)
        return 0
    figure = publish(
        drawn, id=_id(out.stem), alt=args.alt, caption=args.caption, note=args.note, sources=args.source
    )
    figure.save(out, mode=args.mode)
    return 0


def _id(stem: str) -> str:
    dashed = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return dashed if dashed[:1].isalpha() else f"figure-{dashed}".rstrip("-")
