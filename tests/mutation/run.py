"""How many errors do the checks catch? Tries them all and prints caught and survived of each kind, each survivor with its place.

``python -m mutation.run`` from ``tests`` (`make mutation`); ``--seed`` draws others, ``--each`` and ``--code`` draw more.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path
from random import Random

from mutation import trial
from mutation.mutants import Mutant, mutants

SEED = "2025-04-18"
Tried = tuple[str, str, str]
"""Kind, place, and what caught it; an empty text if nothing did."""
REASONS = Path(__file__).with_name("survivors.toml")


def sample(each: int, seed: str) -> list[Mutant]:
    """Draw mutants, as many of each module, in an order that mixes the modules."""
    drawn = []
    for module in trial.modules():
        every = mutants(module, trial.path_of(module))
        drawn += Random(f"{seed} {module}").sample(every, min(each, len(every)))
    Random(seed).shuffle(drawn)
    return drawn


def code(room: str, drawn: list[Mutant], known: Iterable[str] = ()) -> Iterator[Tried]:
    """Try mutants of a room, on all processors; one that is ``known`` to survive counts as that without being tried."""
    for mutant in drawn:
        if without_line(mutant.place) in known:
            yield f"code, {room}", mutant.place, ""
    drawn = [mutant for mutant in drawn if without_line(mutant.place) not in known]
    with get_context("fork").Pool(os.cpu_count(), trial.preload, (room,)) as pool:
        for mutant, guard in pool.imap_unordered(_try, drawn):
            yield f"code, {room}", mutant.place, guard


def _try(mutant: Mutant) -> tuple[Mutant, str]:
    return mutant, trial.caught_by(mutant, mutant.module)


def rest(each: int, seed: str) -> Iterator[Tried]:
    """Try changes of tables, of what is written by hand, and of chapters."""
    from mutation import changes  # it imports the project, and trials of code need a process that has not

    for found in (
        changes.tables(each, seed, changes.rebuilt()),
        changes.written(2 * each, seed),
        changes.chapters(each, seed),
    ):
        yield from ((one.kind, one.place, one.guard) for one in found)


def reasons() -> dict[str, str]:
    """Read why a mutant survives that cannot or need not be caught, by its place without the line."""
    return dict(tomllib.loads(REASONS.read_text(encoding="utf-8")))


def without_line(place: str) -> str:
    """Name a mutant so that it keeps its name when lines are added above it."""
    return re.sub(r":[0-9]+:", ":", place, count=1)


def report(tried: Iterable[Tried]) -> bool:
    """Print the table, and say whether enough was caught: everything of data and ledger, nine tenths of the code."""
    every = list(tried)
    print(f"\n{'kind':<48}{'tried':>6}{'caught':>8}{'survived':>10}  caught by")
    good = True
    for kind in sorted({one[0] for one in every}):
        guards = [guard for name, _, guard in every if name == kind]
        caught = sum(map(bool, guards))
        by = {
            name: sum(guard.split(":")[0] == name for guard in guards)
            for name in sorted({g.split(":")[0] for g in guards if g})
        }
        told = (
            ", ".join(f"{name} {count}" for name, count in by.items())
            if not kind.startswith("code")
            else "numbers, chapters, tests"
        )
        print(f"{kind:<48}{len(guards):>6}{caught:>8}{len(guards) - caught:>10}  {told}")
        good &= caught >= (0.9 if kind.startswith("code") else 1) * len(guards)
    known = reasons()
    for kind, place, guard in sorted(every):
        if not guard:
            print(f"survived: {kind}: {place}: {known.get(without_line(place), 'no reason is known')}")
    return good


def main() -> int:
    """Try everything, code first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--each", type=int, default=6, help="changes of each kind in each table; twice as many in each record"
    )
    parser.add_argument("--code", type=int, default=16, help="mutants of each module")
    parser.add_argument(
        "--most", type=int, help="mutants of each room, at most; known survivors are not tried"
    )
    parser.add_argument("--only", choices=("measures", "charts", "rest"), help="one of the three parts")
    parser.add_argument("--modules", nargs="*", help="mutants of these alone, such as areas or _labels")
    parser.add_argument("--seed", default=SEED)
    args = parser.parse_args()
    tried: list[Tried] = []
    for room in ("measures", "charts"):
        if args.only in (None, room):
            drawn = [one for one in sample(args.code, args.seed) if f".{room}." in one.module]
            if args.modules:
                drawn = [one for one in drawn if one.module.split(".")[-1] in args.modules]
            tried += code(room, drawn[: args.most], reasons() if args.most else ())
    if args.only in (None, "rest"):
        tried += rest(args.each, args.seed)
    return 0 if report(tried) else 1


if __name__ == "__main__":
    sys.exit(main())
