"""Measures and writes RESULTS.md: ``python -m benchmarks [--quick] [pages] [lighthouse] [builds] [figures] [rows] [show]``; all six if none is named."""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import builds, engines, growth, lighthouse, load, plain, report, show
from benchmarks.command import ROOT, run

WORK = ROOT / "_build" / "bench"
MEASURED = ROOT / "benchmarks" / "measured"
"""What was measured last, so that a part of it can be measured again."""
_SHOWN = ("jupyter-book", "altair", "vl-convert-python", "playwright", "duckdb", "polars")


def pages(quick: bool, minutes: float) -> dict[str, Any]:
    """Load the chapters of the built book and of a plain one."""
    books, charts = both()
    warm, runs = (0, 1) if quick else (3, 9)
    return load.measure(books, charts, warm=warm, runs=runs, work=WORK, minutes=minutes)


def both() -> tuple[dict[str, Path], dict[str, int]]:
    """Build the plain book; give the pages of both, and how many charts each chapter has."""
    charts = plain.write(ROOT / "book", WORK / "plain")
    run(["jupyter-book", "build", "plain", "--quiet"], WORK, PYTHONPATH=str(ROOT / "src"))
    return {"ours": ROOT / "_build" / "html", "plain": WORK / "plain" / "_build" / "html"}, charts


def main() -> None:
    """Measure what is asked for; the rest of RESULTS.md stays as it was measured last."""
    measurements: dict[str, Callable[[], dict[str, Any]]] = {
        "pages": lambda: pages(asked.quick, asked.minutes),
        "lighthouse": lambda: lighthouse.measure(
            both()[0], runs=1 if asked.quick else 3, work=WORK, only=asked.page
        ),
        "builds": lambda: builds.measure(WORK, rounds=1 if asked.quick else 3),
        "figures": lambda: {"books": growth.books((10, 30, 100) if asked.quick else growth.FIGURES, WORK)},
        "rows": lambda: {"engines": engines.measure()},
        "show": lambda: show.measure(WORK, rounds=1 if asked.quick else 5),
    }
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "part", nargs="*", choices=[*measurements, []], help="what to measure; all of it if left out"
    )
    parser.add_argument(
        "--quick", action="store_true", help="one load a page, and books of 10, 30 and 100 figures"
    )
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="begin no further turn of loads after so many"
    )
    parser.add_argument("--page", default="", help="let Lighthouse look at this page only")
    asked = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    for name in asked.part or measurements:
        before = os.getloadavg()[0]
        found = measurements[name]()
        found["about"] = about(before, found.pop("chromium", None))
        (MEASURED / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    stored = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in MEASURED.glob("*.json")}
    out = ROOT / "benchmarks" / "RESULTS.md"
    out.write_text(report.written(stored), encoding="utf-8")
    print(f"Written: {out}")


def about(load_before: float, chromium: str | None) -> dict[str, Any]:
    """Say on what, when and with what something was measured."""
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in _SHOWN)]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{_processor()}, {memory:.0f} GiB, {platform.system()} {platform.release().split('-')[0]}",
        "cores": os.cpu_count(),
        "load": [load_before, os.getloadavg()[0]],
        "versions": ", ".join([*versions, *([f"Chromium {chromium}"] if chromium else [])]),
    }


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    names = [
        line.partition(":")[2].strip()
        for line in (described.read_text(encoding="utf-8").splitlines() if described.exists() else [])
        if line.startswith("model name")
    ]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
