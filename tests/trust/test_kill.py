"""`figures data build` is killed at random moments: `data/` is the old or the new one as a whole, byte for byte."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from figures.upstream import swap

# The second half of a build and nothing else, over and over, so that every kill finds it at work.
SWAPS = """
import sys
from pathlib import Path
from figures.upstream import swap
folder, way, *versions = sys.argv[1:]
if way == "renames":
    swap._exchange = lambda *_: False
versions = [{path.name: path.read_bytes() for path in Path(version).iterdir()} for version in versions]
print("ready", flush=True)
while True:
    for version in versions:
        swap.replace(Path(folder), version)
"""

# A run that stands still between the two renames of a system without the exchange: no folder is there.
GAP = """
import sys, time
from pathlib import Path
from figures.upstream import swap
rename = Path.rename
def stop(path, target):
    rename(path, target)
    if target.name.endswith("-old"):
        print("ready", flush=True)
        time.sleep(600)
swap._exchange, Path.rename = lambda *_: False, stop
folder, version = sys.argv[1:]
swap.replace(Path(folder), {path.name: path.read_bytes() for path in Path(version).iterdir()})
"""


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def tables(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The built files of data/ twice: as they were before (each one line longer), and as they are."""
    old, new = tmp_path_factory.mktemp("old"), tmp_path_factory.mktemp("new")
    for path in [*(root / "data").glob("*.csv"), root / "data" / "datapackage.json"]:
        shutil.copyfile(path, new / path.name)
        (old / path.name).write_bytes(path.read_bytes() + b"\n")
    return old, new


def killed(command: list[str], after_s: Callable[[], float], ready: bool) -> bool:
    """Start a command, kill it, and say whether it still ran."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert process.stdout is not None
    if ready:
        assert process.stdout.readline() == b"ready\n"
    time.sleep(after_s())
    ran = process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return ran


@pytest.mark.parametrize("way", ["exchange", "renames"])
def test_a_kill_while_the_tables_are_put_in_place(
    tables: tuple[Path, Path],
    root: Path,
    tmp_path: Path,
    way: str,
    record_property: Callable[[str, object], None],
) -> None:
    old, new = tables
    data = tmp_path / "data"
    shutil.copytree(old, data)
    for name in ("claims.yml", "forecasts.yml"):
        shutil.copyfile(root / "data" / name, data / name)
    kept = {name: (data / name).read_bytes() for name in ("claims.yml", "forecasts.yml")}
    versions = {"old": snapshot(old) | kept, "new": snapshot(new) | kept}
    moments, seen = random.Random(20250418), Counter[str]()
    for _ in range(50):
        command = [sys.executable, "-c", SWAPS, str(data), way, str(old), str(new)]
        assert killed(command, lambda: moments.uniform(0, 0.25), ready=True)
        seen["at work"] += (tmp_path / ".data.build-new").exists()
        if (
            way == "renames"
        ):  # the folder may be away for a moment: the next run puts it back before it does anything
            seen["between the renames"] += not data.exists()
            swap.recover(data)
        (found,) = [name for name, files in versions.items() if snapshot(data) == files]
        seen[found] += 1
    swap.recover(data)
    assert os.listdir(tmp_path) == ["data"]
    assert min(seen["old"], seen["new"], seen["at work"]) > 0
    record_property(f"kills survived, tables put in place by {way}", dict(seen))


def test_a_kill_between_the_two_renames(tables: tuple[Path, Path], tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(tables[0], data)
    for now, other in (tables, tables[::-1]):
        command = [sys.executable, "-c", GAP, str(data), str(other)]
        assert killed(command, lambda: 0, ready=True)
        assert not data.exists()
        swap.recover(data)
        assert snapshot(data) == snapshot(now)
        swap.replace(data, snapshot(other))
        assert snapshot(data) == snapshot(other)
        assert os.listdir(tmp_path) == ["data"]


def test_a_kill_of_the_whole_command(
    tables: tuple[Path, Path],
    root: Path,
    tmp_path: Path,
    nightly: bool,
    record_property: Callable[[str, object], None],
) -> None:
    upstream = root.parent / "shared" / "upstream"
    if not upstream.is_dir():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no ../shared/upstream")
    data, moments, seen = tmp_path / "data", random.Random(1945), Counter[str]()
    shutil.copytree(tables[0], data)
    old, new = snapshot(tables[0]), snapshot(tables[1])
    command = [sys.executable, "-m", "figures.book.commands", "data", "build"]
    command += ["--upstream", str(upstream), "--out", str(data)]
    for _ in range(50 if nightly else 3):
        ran = killed(command, lambda: moments.uniform(0, 12), ready=False)
        found = snapshot(data)
        assert found in (old, new)
        assert found == new or ran, "a build that ended must have built"
        seen["killed" if ran else "ended before"] += 1
        seen["new" if found == new else "old"] += 1
        if found == new:
            shutil.rmtree(data)
            shutil.copytree(tables[0], data)
    record_property("kills survived, whole command", dict(seen))
