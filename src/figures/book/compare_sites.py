"""What differs between two builds of the book? Pages, numbers and pictures, as a list that a reviewer reads in a minute."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from figures.errors import DataError

_NUMBER = re.compile(r'figureNumber\("num-([^"]+)",(".*")\);\s*', re.S)
_VALUE = re.compile(r"<dt>Value</dt><dd>(.*?)</dd>", re.S)
_BLOCKS = [
    "p",
    "li",
    "dt",
    "dd",
    "tr",
    "figcaption",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "summary",
    "div",
    "section",
]
_SPEC = ".vl.json"
_LINES_OF_A_PAGE = 12


def report(before: Path, after: Path) -> str:
    """Write what differs as Markdown: the summary that a pull request shows."""
    old, new = _files(before), _files(after)
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    parts = [
        *_section("Numbers", _numbers(old, new)),
        *_section("Pages", _pages(old, new, changed)),
        *_section("Pictures", _pictures(old, new, changed)),
        *_section("Tables", _others(old, new, changed)),
    ]
    return (
        "\n".join(parts or ["The two sites are the same, byte for byte." if not changed else _only(changed)])
        + "\n"
    )


def _files(site: Path) -> dict[str, bytes]:
    if not (site / "index.html").is_file():
        raise DataError(str(site), "must be a built site, with an index.html")
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def _section(title: str, lines: Iterator[str]) -> list[str]:
    listed = list(lines)
    return (
        [f"## {title} ({sum(line.startswith('- ') for line in listed)})", "", *listed, ""] if listed else []
    )


def _numbers(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[str]:
    before, after = _values(old), _values(new)
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield f"- `{name}`: {before.get(name, 'new')} → {after.get(name, 'gone')}"


def _values(site: Mapping[str, bytes]) -> dict[str, str]:
    """Read each number as its panel prints it."""
    found = {}
    for file, content in site.items():
        panel = (
            _NUMBER.fullmatch(content.decode())
            if file.startswith("numbers/") and file.endswith(".js")
            else None
        )
        if panel and (value := _VALUE.search(json.loads(panel[2]))):
            found[panel[1]] = re.sub(r"<[^>]+>", "", value[1])
    return found


def _pages(old: Mapping[str, bytes], new: Mapping[str, bytes], changed: set[str]) -> Iterator[str]:
    markup = []
    for name in sorted(name for name in changed if name.endswith(".html") and "/" not in name):
        before, after = (_text(site[name]) if name in site else [] for site in (old, new))
        lines = [
            line
            for line in difflib.unified_diff(before, after, lineterm="", n=0)
            if line[:3] not in ("---", "+++")
        ]
        lines = [line for line in lines if not line.startswith("@@")]
        if name not in old or name not in new:
            yield f"- {name}: {'new' if name in new else 'gone'}"
        elif lines:
            yield f"- {name}: {len(lines)} lines of text"
            yield from [
                "",
                "  ```diff",
                *(f"  {line[:240]}" for line in lines[:_LINES_OF_A_PAGE]),
                "  ```",
                "",
            ]
        else:
            markup.append(name)
    if markup:
        yield f"- the same words, other markup: {', '.join(markup)}"


def _text(page: bytes) -> list[str]:
    """Take the words of a page's article, a line for each block."""
    from bs4 import BeautifulSoup

    article = BeautifulSoup(page, "html.parser").find("article")
    if article is None:
        return []
    for block in article.find_all(_BLOCKS):
        block.insert_before("\n")
    lines = (" ".join(line.split()) for line in article.get_text().splitlines())
    return [line for line in lines if line]


def _pictures(old: Mapping[str, bytes], new: Mapping[str, bytes], changed: set[str]) -> Iterator[str]:
    ids = {Path(name).name.removesuffix(_SPEC) for name in old.keys() | new.keys() if name.endswith(_SPEC)}
    for figure in sorted(ids):
        files = re.compile(rf"figures/{re.escape(figure)}(?:-wide|-narrow|-\d+)?\.[\w.]+")
        endings = [
            name.removeprefix(f"figures/{figure}") for name in sorted(changed) if files.fullmatch(name)
        ]
        places = [site for site in (old, new) if f"figures/{figure}{_SPEC}" in site]
        state = "" if len(places) == 2 else " (new)" if places == [new] else " (gone)"
        if endings:
            yield f"- {figure}{state}: {', '.join(endings)}"


def _others(old: Mapping[str, bytes], new: Mapping[str, bytes], changed: set[str]) -> Iterator[str]:
    for name in sorted(changed):
        if name.startswith("data/"):
            rows = [site[name].count(b"\n") if name in site else 0 for site in (old, new)]
            yield f"- {name}: {rows[0]:,} → {rows[1]:,} lines"


def _only(changed: set[str]) -> str:
    return f"No page, number, picture or table differs; other files do: {', '.join(sorted(changed)[:20])}."
