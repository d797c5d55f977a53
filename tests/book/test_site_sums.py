"""Whether a copy of the site is the published one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from figures.book import site
from figures.book.commands import main

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # sha256 of "abc", as in FIPS 180-2


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    (folder / "numbers").mkdir(parents=True)
    (folder / "index.html").write_text("abc")
    (folder / "numbers" / "a b.html").write_text("x")
    (folder / ".nojekyll").write_text("")
    (folder / site.SUMS).write_text(site.written(site.sums(folder)))
    return folder


def test_the_list_is_what_sha256sum_reads(copy: Path) -> None:
    assert f"{ABC}  index.html\n" in (copy / site.SUMS).read_text()
    assert list(site.sums(copy)) == [".nojekyll", "index.html", "numbers/a b.html"]
    if shutil.which("sha256sum"):
        subprocess.run(
            ["sha256sum", "--check", "--strict", site.SUMS], cwd=copy, check=True, capture_output=True
        )


def test_a_whole_copy_is_told(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site", "verify", str(copy)]) == 0
    assert capsys.readouterr().out.startswith("3 files listed; the copy is as in its own list")


def test_each_difference_is_named(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    release = tmp_path / "release-sums"
    shutil.copyfile(copy / site.SUMS, release)
    (copy / "index.html").write_text("abd")
    (copy / ".nojekyll").unlink()
    (copy / "numbers" / "new.js").write_text("alert()")
    # Whoever changed the copy wrote its own list again: only the release's list tells.
    (copy / site.SUMS).write_text(site.written(site.sums(copy)))
    assert main(["site", "verify", str(copy)]) == 0
    capsys.readouterr()
    assert main(["site", "verify", str(copy), "--sums", str(release)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "changed: index.html",
        "missing: .nojekyll",
        "extra: numbers/new.js",
        "3 files listed; the copy is not as in the list given",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "must list at least one file"),
        (f"{ABC} index.html\n", "row 1: must be a sha256"),
        (f"{ABC}  a\nx\n", "row 2"),
    ],
)
def test_a_list_that_is_none_is_refused(
    copy: Path, text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / site.SUMS).write_text(text)
    assert main(["site", "verify", str(copy)]) == 1
    assert told in capsys.readouterr().err


def test_no_list_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site", "verify", str(tmp_path)]) == 1
    assert "the list of hashes must exist" in capsys.readouterr().err
