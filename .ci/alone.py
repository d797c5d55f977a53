"""Run a command while no other run of it is at work in this checkout: the second waits for the first."""

import subprocess
import sys
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has none, and no make either
    sys.exit(subprocess.call(sys.argv[1:]))

with (Path(__file__).parents[1] / "Makefile").open(encoding="utf-8") as held:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another build of the book is at work here; this one waits for it.", flush=True)
        fcntl.flock(held, fcntl.LOCK_EX)
    sys.exit(subprocess.call(sys.argv[1:], close_fds=False))  # make hands its slots for jobs on as open files
