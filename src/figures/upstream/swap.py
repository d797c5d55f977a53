"""A folder of files goes from old to new as a whole: a reader, and whoever looks after a kill, sees one or the other."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""The same flag on Linux (``renameat2``) and macOS (``renamex_np``)."""
_NOT_HERE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}


def replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into the folder, all of them at one moment; what else is in the folder stays.

    The whole new folder is written beside the old one, and the two change places in one step of the file system (Linux,
    macOS). A file system that can't do that gets two renames; a kill between them leaves no folder, and the next call of
    `recover` puts the old one back. The folder is another one afterwards: a shell that stands in it must enter it again.

    Parameters
    ----------
    folder
        The folder; made if it isn't there.
    files
        Name → bytes. A file that has these bytes already is left as it is, with its time.

    Raises
    ------
    OSError
        No space, no permission, a folder that is a mount point: the folder is as it was.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _recover(folder)
        new, _ = _beside(folder)
        try:
            _stage(folder, new, files)
            _swap(folder, new)
        finally:
            shutil.rmtree(new, ignore_errors=True)  # the old folder, or what a failure left of the new one


def recover(folder: Path) -> None:
    """Clear up after a run that was killed: the folder is whole again, and nothing is left beside it."""
    folder = folder.resolve()
    if any(path.exists() for path in _beside(folder)):
        with _alone(folder):
            _recover(folder)


def _beside(folder: Path) -> tuple[Path, Path]:
    return folder.with_name(f".{folder.name}.build-new"), folder.with_name(f".{folder.name}.build-old")


def _recover(folder: Path) -> None:
    new, old = _beside(folder)
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)


def _stage(folder: Path, new: Path, files: Mapping[str, bytes]) -> None:
    """Write the whole new folder and wait until it is on the disk."""
    if folder.exists():
        # Linked, not copied: an edit of a kept file in these milliseconds is in both folders.
        shutil.copytree(folder, new, symlinks=True, copy_function=_link)
    else:
        new.mkdir()
    for name, data in files.items():
        path = new / name
        if path.is_file() and path.read_bytes() == data:
            continue
        mode = path.stat().st_mode if path.is_file() else None
        path.unlink(missing_ok=True)  # never through the link into the old file
        with path.open("wb") as file:
            file.write(data)
            if mode is not None:
                path.chmod(mode)
            file.flush()
            os.fsync(file.fileno())
    _sync(new)


def _link(old: str, new: str) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copy2(old, new)


def _swap(folder: Path, new: Path) -> None:
    if not folder.exists():
        new.rename(folder)
    elif not _exchange(new, folder):
        _, old = _beside(folder)
        folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    _sync(folder.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the file system has no such step."""
    if not sys.platform.startswith(("linux", "darwin")):
        return False
    library, paths = ctypes.CDLL(None, use_errno=True), (os.fsencode(one), os.fsencode(other))
    try:
        if sys.platform == "darwin":
            failed = library.renamex_np(*paths, _RENAME_EXCHANGE)
        else:
            failed = library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
    except AttributeError:  # an older C library
        return False
    if failed and (code := ctypes.get_errno()) not in _NOT_HERE:
        raise OSError(code, os.strerror(code), str(other))
    return not failed


def _sync(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second build out. The lock is on the folder's parent, leaves no file, and ends with the process."""
    if os.name != "posix":
        yield
        return
    import fcntl

    handle = os.open(folder.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
