"""Which of the theme's rules do the pages use? One stylesheet for all pages, without the rest, so that one request stands before the first paint."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import tinycss2
from tinycss2 import ast

from figures.sphinx import live

STYLE = "_static/style.css"
_SHEET = re.compile(
    r'(<noscript>.*?</noscript>)|[ \t]*<link\b(?=[^>]*rel="stylesheet")[^>]*?href="([^"?]*)[^"]*"[^>]*>\n?',
    re.S,
)
_IMPORT = re.compile(r'@import\s+(?:url\()?"([^":]+)"\)?\s*;')
_NAME = re.compile(r"[\w-]+")
_IN_PAGE = re.compile(r'<([a-z][\w-]*)|\b(?:class|id)="([^"]*)"')
_KEPT_WHOLE = ("keyframes", "page", "layer", "property", "charset", "counter-style")


def sheets(html: str) -> list[str]:
    """List a page's stylesheets that stand outside ``<noscript>``, in their order.

    >>> sheets('<link rel="stylesheet" href="a.css?v=1"><noscript><link rel="stylesheet" href="b.css"></noscript>')
    ['a.css']
    """
    return [address for apart, address in _SHEET.findall(html) if not apart]


def linked(html: str, address: str) -> str:
    r"""Put one stylesheet in the place of all that stand outside ``<noscript>``.

    >>> linked('<link rel="stylesheet" href="a.css">\n<link rel="stylesheet" href="b.css">', "c.css")
    '<link rel="stylesheet" href="c.css">\n'
    """
    links = iter([f'<link rel="stylesheet" href="{address}">\n'])
    return _SHEET.sub(lambda found: found[1] or next(links, ""), html)


def names_in(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Collect every element, class and id of the pages, and every word of the scripts, which could add a class.

    >>> sorted(names_in(['<p class="answer lead" id="top">'], ['one.classList.add("open")']))
    ['add', 'answer', 'classList', 'lead', 'one', 'open', 'p', 'top']
    """
    found: set[str] = set()
    for page in pages:
        for element, words in _IN_PAGE.findall(page):
            found.update([element] if element else words.split())
    for script in scripts:
        found.update(_NAME.findall(script))
    return found


def used(css: str, names: set[str]) -> str:
    """Leave out the rules of a stylesheet that can apply to nothing, and what only people read.

    >>> used("/* theme */ .btn, .tab { color: red } @media print { .tab { top: 0 } }", {"btn"})
    '.btn{color: red}'
    """
    return "".join(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), names))


def _rules(rules: Iterable[Any], names: set[str]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, ast.QualifiedRule):
            selectors = [one for one in _selectors(rule.prelude) if _applies(one, names)]
            if selectors and (body := _body(rule.content)):
                yield f"{','.join(tinycss2.serialize(one).strip() for one in selectors)}{{{body}}}"
        elif isinstance(rule, ast.AtRule):
            if rule.content is None or rule.lower_at_keyword.endswith(_KEPT_WHOLE):
                yield rule.serialize()
            elif rule.lower_at_keyword != "font-face":
                inner = "".join(
                    _rules(
                        tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True),
                        names,
                    )
                )
                if inner:
                    yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude).rstrip()}{{{inner}}}"


def _body(content: list[Any]) -> str:
    words: list[str] = []
    for token in content:
        if token.type == "whitespace":
            words.append("" if words and words[-1] == ";" else " ")
        elif token.type != "comment":
            words.append(token.serialize())
    return "".join(words).strip().rstrip(";")


def _selectors(prelude: list[Any]) -> Iterator[list[Any]]:
    one: list[Any] = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield one
            one = []
        elif token.type != "comment":
            one.append(token)
    yield one


def _applies(selector: list[Any], names: set[str]) -> bool:
    """Say whether every element, class and id that a selector asks for exists; what stands in brackets is not asked."""
    before = ""
    for token in selector:
        asked = token.type == "hash" or (token.type == "ident" and not before.endswith(":"))
        if asked and not {token.value, token.value.lower()} & names:
            return False
        before = token.value if token.type == "literal" else ""
    return True


def _read(sheet: Path) -> Iterator[tuple[Path, str]]:
    """Read a stylesheet and, before it, those that it imports."""
    css = sheet.read_text(encoding="utf-8")
    for name in _IMPORT.findall(css):
        yield from _read(sheet.parent / name)
    yield sheet, _IMPORT.sub("", css)


def bundle(site: Path, pages: Iterable[Path], memory: Path) -> None:
    """Put one stylesheet in the place of the theme's, on these pages, which are fresh from Sphinx.

    The memory says which sheets the pages had, and spares the parsing, which takes longer than all else here, where nothing changed.
    """
    before = json.loads(memory.read_text(encoding="utf-8")) if memory.exists() else {"sheets": {}}
    fresh = {path: path.read_text(encoding="utf-8") for path in sorted(pages)}
    order = [*dict.fromkeys(name for html in fresh.values() for name in sheets(html))]
    order += [name for name in before["sheets"] if name not in order]
    for path, html in fresh.items():
        path.write_text(linked(html, STYLE), encoding="utf-8")
    # Where no page changed, Sphinx copies only some sheets again; those of the last build are remembered.
    read = {name: list(_read(site / name)) for name in order if (site / name).exists()}
    css = {
        name: [text for _, text in read[name]] if name in read else before["sheets"].get(name, [])
        for name in order
    }
    scripts = [*(site / "_static").rglob("*.js"), *site.glob(live.RUNTIME)]
    names = names_in(
        *((path.read_text(encoding="utf-8") for path in paths) for paths in (site.glob("*.html"), scripts))
    )
    asked = json.dumps([Path(__file__).read_text(encoding="utf-8"), css, sorted(names)])
    digest = hashlib.sha256(asked.encode()).hexdigest()
    style = (
        before["style"]
        if before.get("digest") == digest
        else "\n".join(used(part, names) for parts in css.values() for part in parts) + "\n"
    )
    (site / STYLE).write_text(style, encoding="utf-8")
    memory.write_text(json.dumps({"sheets": css, "digest": digest, "style": style}), encoding="utf-8")
    for sheet, _ in chain.from_iterable(read.values()):
        sheet.unlink(missing_ok=True)
        sheet.with_name(f"{sheet.name}.map").unlink(missing_ok=True)
    # Fonts of icons, which no rule names any more, and translations, where the theme has them.
    for folder in ("vendor", "locales"):
        shutil.rmtree(site / "_static" / folder, ignore_errors=True)
