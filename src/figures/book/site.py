"""Is a copy of the built book the published one? Every file's hash in ``SHA256SUMS``, and what differs from it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from figures.errors import DataError

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


class Difference(NamedTuple):
    """Files of a copy that are not as listed, by name."""

    changed: list[str]
    missing: list[str]
    extra: list[str]

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.extra)


def sums(site: Path) -> dict[str, str]:
    """Hash every file of a site but the list itself."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: _sha256(files[name]) for name in sorted(files) if name != SUMS}


def written(found: Mapping[str, str]) -> str:
    """Print the list as ``sha256sum --check`` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in found.items())


def read(path: Path) -> dict[str, str]:
    """Read a list that `written` printed."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise DataError(str(path), "the list of hashes must exist") from None
    except UnicodeDecodeError as error:
        raise DataError(str(path), f"must be UTF-8 text ({error})") from None
    found = {}
    for row, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise DataError(str(path), f"must be a sha256, two spaces and a name, is {line[:80]!r}", row)
        found[match[2]] = match[1]
    if not found:
        raise DataError(str(path), "must list at least one file")
    return found


def compare(listed: Mapping[str, str], found: Mapping[str, str]) -> Difference:
    """Say which files are not as listed.

    >>> compare({"a": "1", "b": "2"}, {"a": "0", "c": "3"})
    Difference(changed=['a'], missing=['b'], extra=['c'])
    """
    return Difference(
        [name for name in listed if name in found and found[name] != listed[name]],
        [name for name in listed if name not in found],
        [name for name in found if name not in listed],
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
