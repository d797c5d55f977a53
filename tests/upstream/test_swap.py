"""A folder changes as a whole, whatever fails on the way. Kills are in tests/trust/test_kill.py."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from figures.upstream import swap


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(params=["exchange", "renames"])
def data(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two tables and two files of other people, on a system with and without the exchange."""
    if request.param == "renames":
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    folder = tmp_path / "data"
    (folder / "notes").mkdir(parents=True)
    for name, text in (("a.csv", "old a"), ("b.csv", "same"), ("claims.yml", "mine"), ("notes/n.md", "mine")):
        (folder / name).write_text(text)
    return folder


def test_files_are_replaced_and_all_others_stay(data: Path) -> None:
    (data / "a.csv").chmod(0o600)
    same = (data / "b.csv").stat()
    swap.replace(data, {"a.csv": b"new a", "b.csv": b"same", "c.csv": b"new c"})
    assert snapshot(data) == {
        "a.csv": b"new a",
        "b.csv": b"same",
        "c.csv": b"new c",
        "claims.yml": b"mine",
        "notes/n.md": b"mine",
    }
    assert (data / "a.csv").stat().st_mode & 0o777 == 0o600
    after = (data / "b.csv").stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (same.st_ino, same.st_mtime_ns, 1)
    assert os.listdir(data.parent) == ["data"]


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    swap.replace(tmp_path / "new" / "data", {"a.csv": b"a"})
    assert snapshot(tmp_path) == {"new/data/a.csv": b"a"}


def test_a_link_to_the_folder_stays_a_link(data: Path) -> None:
    link = data.parent / "link"
    link.symlink_to(data)
    swap.replace(link, {"a.csv": b"new a"})
    assert link.is_symlink()
    assert (data / "a.csv").read_bytes() == b"new a"


@pytest.mark.parametrize("failing", [1, 2, 3, 4, 5])
def test_a_disk_that_is_full_at_any_file_leaves_the_old_folder(
    data: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    before, sync, calls = snapshot(data), os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == failing:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    new = {f"{name}.csv": b"new" for name in "abc"}
    with pytest.raises(OSError, match="No space left"):
        swap.replace(data, new)
    # The fifth is after the exchange: it only waits for the disk.
    assert snapshot(data) == (before if failing < 5 else before | new)
    assert os.listdir(data.parent) == ["data"]


def test_what_a_killed_run_left_is_cleared_up(data: Path) -> None:
    before = snapshot(data)
    (data.parent / ".data.build-new").mkdir()
    (data.parent / ".data.build-new" / "a.csv").write_text("half")
    swap.recover(data)
    assert snapshot(data) == before
    # Killed between the two renames of a system without the exchange.
    data.rename(data.parent / ".data.build-old")
    (data.parent / ".data.build-new").mkdir()
    swap.recover(data)
    assert snapshot(data) == before
    assert os.listdir(data.parent) == ["data"]


def test_a_folder_that_cannot_be_renamed_is_an_error_and_stays(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r".+"):
        swap.replace(Path("/proc/self"), {"a.csv": b"a"})
