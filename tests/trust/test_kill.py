"""`figures data build` is killed at random moments: every file is its old or its new self, and the next run makes all of them new."""

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

from figures.upstream import files

# The second half of a build and nothing else, over and over, so that every kill finds it at work.
WRITES = """
import sys
from pathlib import Path
from figures.upstream import files
folder, *versions = sys.argv[1:]
versions = [{path.name: path.read_bytes() for path in Path(version).iterdir()} for version in versions]
print("ready", flush=True)
while True:
    for version in versions:
        files.write(Path(folder), version)
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


def whole(data: Path, old: dict[str, bytes], new: dict[str, bytes]) -> str:
    """Say which version is there, after checking that every file is whole; what was half-written has a name of its own."""
    found = snapshot(data)
    parts = {name for name in found if name.endswith(".part")}
    assert len(parts) <= 1 and found.keys() - parts == new.keys()
    assert all(found[name] in (old[name], new[name]) for name in new)
    return "new" if all(found[name] == new[name] for name in new) else "old or in between"


def test_a_kill_while_the_tables_are_written(
    tables: tuple[Path, Path], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    old, new = map(snapshot, tables)
    data = tmp_path / "data"
    shutil.copytree(tables[0], data)
    moments, seen = random.Random(20250418), Counter[str]()
    for _ in range(20):
        command = [sys.executable, "-c", WRITES, str(data), *map(str, tables)]
        assert killed(command, lambda: moments.uniform(0, 0.25), ready=True)
        seen["half a file"] += any(data.glob("*.part"))
        seen[whole(data, old, new)] += 1
        files.write(data, new)
        assert snapshot(data) == new
    assert seen["half a file"] and seen["old or in between"]
    record_property("kills survived, tables written", dict(seen))


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
    old, new = map(snapshot, tables)
    data, moments, seen = tmp_path / "data", random.Random(1945), Counter[str]()
    command = [sys.executable, "-m", "figures.book.commands", "data", "build"]
    command += ["--upstream", str(upstream), "--out", str(data)]
    for _ in range(50 if nightly else 1):
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(tables[0], data)
        ran = killed(command, lambda: moments.uniform(0, 12), ready=False)
        found = whole(data, old, new)
        assert found == "new" or ran, "a build that ended must have built"
        seen[f"{'killed' if ran else 'ended before'}: {found}"] += 1
    record_property("kills survived, whole command", dict(seen))
