"""Runs a command and says how long it took and how much memory its largest process had."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
_WATCH = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
code = subprocess.run(sys.argv[2:], stdout=sys.stderr).returncode
seconds = time.perf_counter() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(json.dumps([code, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


class Cost(NamedTuple):
    """Seconds on the clock, seconds of processors (which say less of what else the machine does), and MB of the largest process; of the command and all that it started and waited for."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def run(command: Sequence[str], folder: Path, **environment: str) -> Cost:
    """Run a command in a folder, with the packages of this Python.

    Raises
    ------
    RuntimeError
        When it fails; the message ends with what it said last.
    """
    costs = folder.resolve() / ".cost"
    done = subprocess.run(
        [sys.executable, "-c", _WATCH, str(costs), *command],
        cwd=folder,
        env=os.environ
        | {"TZ": "UTC", "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    code, *cost = json.loads(costs.read_text())
    costs.unlink()
    if code:
        raise RuntimeError(f"{' '.join(command)} in {folder}: exit {code}\n{done.stderr[-3000:]}")
    return Cost(*cost)
