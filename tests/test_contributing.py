"""CONTRIBUTING.md does what it says: in a copy of the checkout, each of its examples is typed and its output compared."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^<!-- (file|change|run)(?:: (\S+))? -->\n```\w+\n(.*?)^```$", re.M | re.S)
EXAMPLES = {
    title: blocks
    for title, _, text in (section.partition("\n") for section in TEXT.split("\n## ")[1:])
    if (blocks := BLOCK.findall(text))
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("src", "data", "book"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns(".*"))
    for name in ("pyproject.toml", "_config.yml"):
        shutil.copy(ROOT / name, tmp_path)
    # Published numbers are compared with what was committed.
    for words in ("init", "add .", "-c user.name=nobody -c user.email=nobody@example.org commit -m start"):
        subprocess.run(["git", "-C", tmp_path, *words.split()], check=True, capture_output=True)
    return tmp_path


def changed(text: str, diff: str) -> str:
    """Apply a diff without line numbers: what a part of it takes away and keeps must stand in the text once."""
    text = f"\n{text}"
    for part in diff.split("@@\n"):
        lines = part.splitlines(keepends=True)
        before, after = (
            "\n" + "".join(line[1:] for line in lines if line[0] in kept) for kept in (" -", " +")
        )
        assert text.count(before) == 1, f"must stand there once:{before}"
        text = text.replace(before, after)
    return text[1:]


def printed(command: str, checkout: Path) -> str:
    """Run a command of this environment on the code of the copy."""
    module, *arguments = shlex.split(command)
    return subprocess.run(
        [sys.executable, "-m", {"figures": "figures.book.commands"}.get(module, module), *arguments],
        cwd=checkout,
        # After `make engines` Pandera finds PySpark, which warns about pandas.
        env={**os.environ, "PYTHONPATH": str(checkout / "src"), "PYTHONWARNINGS": "ignore::FutureWarning"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    ).stdout


def pattern(expected: str) -> str:
    """Let `…` be any number of lines where it stands alone, and any words inside a line."""
    return "".join(
        r"(?:.*\n)*?" if line == "…\n" else re.escape(line).replace("…", ".*")
        for line in expected.splitlines(keepends=True)
    )


@pytest.mark.parametrize("title", EXAMPLES)
def test_an_example_does_what_it_says(title: str, checkout: Path) -> None:
    for kind, name, text in EXAMPLES[title]:
        if kind == "file":
            (checkout / name).write_text(text, encoding="utf-8")
        elif kind == "change":
            path = checkout / name
            path.write_bytes(changed(path.read_text(encoding="utf-8"), text).encode())
        else:
            for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.M):
                output = printed(command, checkout)
                assert re.fullmatch(pattern(expected), output), f"$ {command}\n{output}"


def test_every_marked_block_is_tried() -> None:
    assert len(EXAMPLES) == 4
    assert sum(map(len, EXAMPLES.values())) == TEXT.count("<!-- ") == len(BLOCK.findall(TEXT))
