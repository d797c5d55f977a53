"""Whatever is typed after `figures`, it answers, or says in one line what is wrong, and touches nothing of the project."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.book.commands import add_commands, main
from figures.command import parser
from figures.command.chart_parser import ChartParser
from figures.measures import measures
from figures.tables import names
from trust.hostile import bounds, fuzzed

# What a system can hand over: no NUL, and single bytes that are no UTF-8 as surrogates.
CHARACTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"]) | st.sampled_from(
    "\udc80\udcff"
)
PLACES = ["", ".", "..", "/", "/dev/null", "/proc/self/mem", "nowhere", "a/b", "x" * 300, "~", "*", "here"]
WORDS = [
    "-",
    "--",
    "-h",
    "--help",
    "--x",
    "-1",
    "0",
    "1",
    "19",
    "66",
    "67",
    "9" * 30,
    "1e3",
    "nan",
    "٣",
    "=",
    "@x",
    "a=b",
]
ADDRESSES = [
    "http://127.0.0.1:1",
    "http://[",
    "file:///nowhere",
    "ftp://",
    "x",
    "http:",
    "javascript:1",
    "http://a b/",
]


def commands(
    made: argparse.ArgumentParser, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Every command with its own parser."""
    if isinstance(made, ChartParser):
        made.load()
    subs = [action for action in made._actions if isinstance(action, argparse._SubParsersAction)]
    if not subs:
        yield path, made
    for action in subs:
        for name, sub in action.choices.items():
            yield from commands(sub, (*path, name))


def state(root: Path) -> str:
    """One hash of what a command could spoil."""
    digest = hashlib.sha256()
    for folder in ("data", "book"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def answer(argv: list[str], seen: Counter[str]) -> None:
    out, err = (
        io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=e) for e in ("strict", "backslashreplace")
    )
    with bounds(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(argv)
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        out.flush()
    err.seek(0)
    told = err.read()
    assert status in (0, 1, 2)
    if status == 2:
        assert told.startswith("usage: figures") and "error: " in told
    elif status == 1 and told:
        assert told.startswith("figures: ") and len(told.splitlines()[0]) > 12, told
    elif status == 1:
        assert out.buffer.getvalue()  # a check that failed says so on its output
    seen[f"status {status}"] += 1


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place to stand in, and no network."""

    def refused(*_: object, **__: object) -> None:
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    return tmp_path


def test_any_words(
    root: Path,
    away: Path,
    nightly: bool,
    record_property: Callable[[str, object], None],
) -> None:
    every = [word for path, _ in commands(parser(add_commands)) for word in path]
    word = st.sampled_from([*every, *WORDS, *PLACES]) | st.text(CHARACTERS, max_size=12)
    seen, before = Counter[str](), state(root)

    @fuzzed(nightly)
    @given(st.lists(word, max_size=6))
    def case(argv: list[str]) -> None:
        answer(argv, seen)

    case()
    assert state(root) == before
    record_property("fuzz cases: command line, any words", dict(seen))


def test_every_command(
    root: Path,
    away: Path,
    nightly: bool,
    record_property: Callable[[str, object], None],
) -> None:
    known = list(commands(parser(add_commands)))
    value = st.sampled_from([*WORDS, *PLACES, *ADDRESSES, *names(), *list(measures())[:20]]) | st.text(
        CHARACTERS, max_size=12
    )
    seen, before = Counter[str](), state(root)

    @fuzzed(nightly)
    @given(st.data())
    def case(data: st.DataObject) -> None:
        path, made = data.draw(st.sampled_from(known))
        argv = list(path)
        for action in made._actions:
            if action.option_strings and data.draw(st.booleans()):
                argv.append(data.draw(st.sampled_from(action.option_strings)))
            if not action.option_strings or action.nargs != 0:
                argv += (
                    data.draw(st.lists(value, min_size=0, max_size=2))
                    if data.draw(st.integers(0, 4)) == 0
                    else [data.draw(value)]
                )
        answer(argv, seen)

    case()
    assert state(root) == before
    left = [name for _, _, files in os.walk(away) for name in files if ".part" in name or ".build" in name]
    assert not left
    record_property("fuzz cases: command line, every command", dict(seen))
