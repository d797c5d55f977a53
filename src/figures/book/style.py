"""Which of the theme's rules do the pages use? One stylesheet for all pages, without the rest, so that one request stands before the first paint."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tinycss2
from tinycss2 import ast

from figures.sphinx import live

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STYLE = "_static/style.css"
KEPT = "style.txt"
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

    Parameters
    ----------
    css
        A stylesheet.
    names
        Elements, classes and ids that pages have or scripts can add.

    Returns
    -------
    str
        The rules left, in their order. Fonts are left out: the book is set in those of the reader's system.

    Examples
    --------
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


def _kept(path: Path, sheets: list[str], names: set[str]) -> str:
    """Bundle the sheets, or read how that came out last time: parsing them takes longer than anything else here."""
    digest = hashlib.sha256(
        json.dumps([Path(__file__).read_text(), sheets, sorted(names)]).encode()
    ).hexdigest()
    if path.exists():
        known, _, style = path.read_text(encoding="utf-8").partition("\n")
        if known == digest:
            return style
    style = "\n".join(used(css, names) for css in sheets) + "\n"
    path.write_text(f"{digest}\n{style}", encoding="utf-8")
    return style


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(out.glob("*.html"))}
    order = dict.fromkeys(out / name for html in pages.values() for name in sheets(html))
    parts = [part for sheet in order for part in _read(sheet)]
    scripts = [*(out / "_static").rglob("*.js"), out / live.RUNTIME]
    names = names_in(pages.values(), (path.read_text(encoding="utf-8") for path in scripts))
    style = _kept(out.parent / KEPT, [css for _, css in parts], names)
    (out / STYLE).write_text(style, encoding="utf-8")
    for path, html in pages.items():
        path.write_text(linked(html, STYLE), encoding="utf-8")
    for sheet, _ in parts:
        sheet.unlink(missing_ok=True)
        sheet.with_name(f"{sheet.name}.map").unlink(missing_ok=True)
    # Fonts of icons, which no rule names any more, and translations, where the theme has them.
    for folder in ("vendor", "locales"):
        shutil.rmtree(out / "_static" / folder, ignore_errors=True)


def setup(app: Sphinx) -> None:
    """Bundle the stylesheets when the pages are finished."""
    app.connect("build-finished", _write, priority=900)
