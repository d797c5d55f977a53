"""How long does `figures` take beside a script of pandas and plain Altair that draws the same? In processes of their own, in turn."""

from __future__ import annotations

import random
import statistics
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.command import run

ROWS = (36, 1_000_000)
_PLAIN = """
import sys
import altair as alt
import pandas as pd
visits = pd.read_csv(sys.argv[1], parse_dates=["day"])
visits["month"] = visits["day"].dt.to_period("M").dt.to_timestamp()
months = visits.groupby("month", as_index=False)["visits"].sum()
chart = alt.Chart(months, title="Visits", width=640, height=240).mark_bar()
chart.encode(x="month:T", y="visits:Q").save(sys.argv[2])
"""
_OPTIONS = (
    "--month day --value visits --unit visits --colour blue --title Visits --subtitle Monthly --aggregate sum"
)
STARTS = {
    "figures --help": ["figures", "--help"],
    "figures list": ["figures", "list"],
    "figures data list": ["figures", "data", "list"],
    "import altair": ["python", "-c", "import altair"],
}


def measure(work: Path, rounds: int) -> dict[str, Any]:
    """Draw files of few and of many rows, as SVG and PNG, and start the commands that only say what there is."""
    folder = work / "show"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plain.py").write_text(_PLAIN, encoding="utf-8")
    drawn: dict[str, list[str]] = {}
    for rows in ROWS:
        make(folder / f"{rows}.csv", rows)
        for ending in ("svg", "png"):
            asked = f"--data {rows}.csv --out ours.{ending} {_OPTIONS}"
            drawn[f"{rows:,} rows to {ending}|ours"] = ["figures", "show", "monthly_columns", *asked.split()]
            drawn[f"{rows:,} rows to {ending}|plain"] = [
                "python",
                "plain.py",
                f"{rows}.csv",
                f"plain.{ending}",
            ]
    commands = {**drawn, **STARTS}
    costs: dict[str, list[list[float]]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            # Modules are compiled once, in the first turn, which does not count.
            cost = run(
                command, folder, PYTHONDONTWRITEBYTECODE="", PYTHONPYCACHEPREFIX=str(folder / "compiled")
            )
            costs[name] += [list(cost)] if turn else []
    medians = {
        name: [statistics.median(part) for part in zip(*each, strict=True)] for name, each in costs.items()
    }
    return {"rounds": rounds, "commands": medians}


def make(file: Path, rows: int) -> None:
    """Write visits of a thousand days in three branches, the same in every run."""
    chance = random.Random(1)
    days = [date(2020, 1, 1) + timedelta(days=at) for at in range(1_000)]
    with file.open("w", encoding="utf-8") as out:
        out.write("day,visits,branch\n")
        out.writelines(
            f"{days[at % 1_000]},{chance.randint(0, 500) / 4},{'ABC'[at % 3]}\n" for at in range(rows)
        )
