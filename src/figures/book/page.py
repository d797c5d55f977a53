"""What the theme writes is finished here: nothing inline, nothing unused, a policy that allows the site itself and nobody else."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from figures.book import feed
from figures.figure.html import EARLY, inert
from figures.text import day_text, visible

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# The only inline script. It must run before the first paint, or a dark page flashes white and a wide one shows narrow drawings; the policy
# names its hash.
MODE_SCRIPT = (
    "(d=>{let m;try{m=localStorage.getItem('mode')}catch{}"
    "m=m||'auto';d.mode=m;"
    "d.theme=m!=='auto'?m:matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'"
    "})(document.documentElement.dataset);"
) + EARLY
_HASH = base64.b64encode(hashlib.sha256(MODE_SCRIPT.encode()).digest()).decode()
POLICY = "; ".join(
    [
        "default-src 'self'",
        f"script-src 'self' 'sha256-{_HASH}'",
        "style-src 'self'",
        "img-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ]
)
OUTWARD = 'rel="noopener noreferrer"'
"""What every link to another host carries: it is not told where the reader came from, and cannot reach back."""
UNUSED = ("fontawesome.js", "bootstrap.js", "sphinx_highlight.js")
"""Scripts that no page needs: icons are a stylesheet's, the one menu is a ``<details>``, titles are told by the browser, and nothing marks what was searched."""
_WORDS_A_MINUTE = 220
_SEARCH_SCRIPTS = ("searchtools.js", "language_data.js", "searchindex.js")
_SCRIPT = re.compile(r"\s*<script\b([^>]*)>.*?</script>", re.S)
_MENU = re.compile(
    r'<div class="dropdown ([\w-]+)">\s*<button class="btn dropdown-toggle"[^>]*?( aria-label="[^"]*")>(.*?)</button>\s*'
    r'<ul class="dropdown-menu">(.*?)</ul>\s*</div>',
    re.S,
)
_MENU_AS_DETAILS = r'<details class="dropdown \1"><summary class="btn dropdown-toggle"\2>\3</summary><ul class="dropdown-menu show">\4</ul></details>'
_PRE = re.compile(r'<span class="(?:pre|w|colon|n|p)">([^<]*)</span>|(?<=<pre>)<span></span>')
"""What Sphinx and Pygments mark and no rule of style tells apart: names and punctuation have the colour of all code."""
_SIGNATURE_LINE = re.compile(r'<dt class="sig .*?</dt>', re.S)
_SIGNATURE_PART = re.compile(r'<span class="(?:n|o|p|w|sig-paren)">((?:[^<]|<a\b[^>]*>[^<]*</a>)*)</span>')
_PARAMETER = re.compile(r"<dt><strong>([^<]*)</strong></dt><dd><p>((?:(?!</?p>).)*)</p>\s*</dd>", re.S)
_IN_CONTENTS = re.compile(r'(<li class="toc-h\d[^>]*><a\b[^>]*>)<code\b[^>]*>([^<]*)</code>')
_FOLDED = re.compile(
    r'(<details\b[^>]*\bclass="[^"]*\b(?:hide above-input|folded)"[^>]*>\s*<summary\b.*?</summary>)(.*?)(</details>)',
    re.S,
)
_SIGNATURE = re.compile(r'<dl>\s*(<dd><[a-z]+ class="sig-param.*?)</dl>', re.S)
_ACTIONS = {"toggleFullScreen()": "fullscreen", "window.print()": "print"}

_MENDED = [
    (re.compile(wrong, re.S), right)
    for wrong, right in (
        # A second h1, before the first: only paper shows it (book.css lets paper show the first one).
        (r'<div id="jb-print-docs-body".*?(?=<div id="searchbox">)', ""),
        # Names of menus, which stand before the h1: they head no part of the page.
        (r'<p aria-level="2" class="caption" role="heading">', '<p class="caption">'),
        # A paragraph cannot stand in a summary, and a name must contain the words that are seen.
        (
            r'<summary aria-label="[^"]*">\s*<p class="collapsed[^>]*>(.*?)</p>.*?</summary>',
            r"<summary>\1</summary>",
        ),
        (r'(<button class="btn search-button-field[^>]*?) title="Search" aria-label="Search"', r"\1"),
        (r' id="pst-primary-sidebar"', r'\g<0> role="complementary" aria-label="Book"'),
    )
]
"""What is wrong with the theme's HTML, and what stands there instead (tests/site/test_valid.py finds such places)."""


def finished(html: str, *, search: bool) -> str:
    r"""Finish a page of the theme.

    >>> finished('<head></head><button onclick="window.print()"></button>', search=False).rpartition("</head>")[2]
    '<button data-action="print"></button>'
    """

    def script(found: re.Match[str]) -> str:
        attributes = found[1]
        if "application/ld+json" in attributes:
            return found[0]  # data, which no browser runs
        source = re.search(r'src="([^"?]*)', attributes)
        if (
            source is None
        ):  # everything inline: the mode setter (ours stands in the head), page name, search options
            return ""
        if source[1].endswith(UNUSED) or (not search and source[1].endswith(_SEARCH_SCRIPTS)):
            return ""
        deferred = attributes if "defer" in attributes else f" defer{attributes}"
        # The index answers as soon as it is there: what changes the answers comes before it.
        own = _OWN_SEARCH if source[1].endswith("searchindex.js") else ""
        return f"{own}\n<script{deferred}></script>"

    html = _SCRIPT.sub(script, visible(html))
    html = re.sub(r'<a (?![^>]*\brel=)(?=[^>]*\bhref="https?://)', f"<a {OUTWARD} ", html)
    html = re.sub(r'\s*<link rel="preload"[^>]*>', "", html)
    html = re.sub(r"<noscript>\s*<style>.*?</style>\s*</noscript>", _NO_SCRIPT, html, flags=re.S)
    html = re.sub(r'\s*<meta name="(?:viewport|docsearch:[a-z]+)"[^>]*>', "", html)
    html = re.sub(r' onclick="([^"]*)"', lambda found: f' data-action="{_ACTIONS[found[1]]}"', html)
    html = re.sub(
        r'>([^<>]*)</a>(<details(?: open="open")?>)<summary>',  # with > in it, a long text would be read again from each
        r'>\1</a>\2<summary aria-label="Pages of \1">',
        html,
    )
    html = _MENU.sub(_MENU_AS_DETAILS, html).replace(' data-bs-title="', ' title="')
    html = re.sub(r'\s+data-bs-[a-z]+="[^"]*"', "", html)
    html = html.replace(' style="text-align: right;"', ' class="number"')
    html = re.sub(r"<style scoped>.*?</style>", "", html, flags=re.S)
    html = html.replace('class="dataframe"', 'class="dataframe" tabindex="0"')  # it scrolls on a phone
    html = _IN_CONTENTS.sub(r"\1\2", _PRE.sub(lambda found: found[1] or "", html))
    html = _PARAMETER.sub(r"<dt>\1</dt><dd>\2</dd>", _SIGNATURE_LINE.sub(_bare, html))
    html = _SIGNATURE.sub(_as_list, html)
    html = _FOLDED.sub(lambda found: f"{found[1]}{inert(found[2])}{found[3]}", html)
    html = html.replace('<th class="head"><p></p></th>', "<td></td>")
    html = html.replace("<th></th>", "<td></td>")  # an empty corner of a table heads nothing
    for wrong, right in _MENDED:
        html = wrong.sub(right, html)
    return html.replace('<meta charset="utf-8" />', "", 1).replace("<head>", f"<head>{_HEAD}", 1)


def _bare(found: re.Match[str]) -> str:
    """Write a signature without the names of its parts of speech, which no rule of style asks for."""
    inner = _SIGNATURE_PART.sub(r"\1", found[0])
    return inner if inner == found[0] else _SIGNATURE_PART.sub(r"\1", inner)


def _as_list(found: re.Match[str]) -> str:
    """Write the parameters of a signature as a list: in a definition list of theirs, nothing is defined."""
    return f"<ul>{found[1].replace('<dd>', '<li>').replace('</dd>', '</li>')}</ul>"


_OWN_SEARCH = '\n<script defer src="_static/search.js"></script>'
_NO_SCRIPT = '<noscript><link rel="stylesheet" href="_static/no-script.css"></noscript>'
_HEAD = f"""
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">
    <meta name="referrer" content="same-origin">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <script>{MODE_SCRIPT}</script>"""


def described(context: dict[str, Any], page: str, doctree: nodes.document | None, address: str) -> str:
    """Write what others show of a page: description, picture and permanent address."""
    title = unescape(re.sub(r"<[^>]+>", "", str(context.get("title") or context["docstitle"])))
    text, picture = _answer(doctree), _main_figure(doctree)
    own = urljoin(address, "" if page == "index" else f"{page}.html")
    tags = {
        "og:type": "article",
        "og:site_name": "Where Is the Pressure?",
        "og:title": title,
        "og:description": text,
        "og:url": own,
        "og:image": urljoin(address, f"figures/{picture[0]}.png") if picture else "",
        "og:image:alt": picture[1] if picture else "",
    }
    lines = [f'<meta name="description" content="{escape(text)}">'] if text else []
    lines.append(f'<link rel="canonical" href="{escape(own)}">')
    lines.append(
        f'<link rel="alternate" type="application/atom+xml" href="{feed.FILE}" title="Corrections and editions">'
    )
    lines += [f'<meta property="{name}" content="{escape(value)}">' for name, value in tags.items() if value]
    if picture:
        lines.append('<meta name="twitter:card" content="summary_large_image">')
    return "\n".join(lines)


def _answer(doctree: nodes.document | None) -> str:
    """Take the answer that a chapter begins with, else its first paragraph, cut between words."""
    from docutils import nodes

    if doctree is None:
        return ""
    paragraphs = list(doctree.findall(nodes.paragraph))
    chosen = [one for one in paragraphs if "answer" in one.get("classes", [])] or paragraphs
    if not chosen:
        return ""
    text = re.sub(r"\s+", " ", chosen[0].astext()).strip()
    return text if len(text) <= 200 else text[:197].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def drawn(doctree: nodes.document | None) -> list[Any]:
    """List the figures of a page."""
    from figures.sphinx.mime import figure_output

    return list(doctree.findall(figure_output)) if doctree is not None else []


def _main_figure(doctree: nodes.document | None) -> tuple[str, str] | None:
    for node in drawn(doctree):
        spec = node["spec"]
        return spec["usermeta"]["figure"]["id"], spec["description"]
    return None


def _describe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    context["metatags"] = context.get("metatags", "") + described(
        context, page, doctree, app.config.html_baseurl
    )
    if not drawn(doctree):
        app.add_js_file("inert.js", loading_method="defer")  # a page with figures has it from them
    context["pageurl"] = None  # the theme would write a second canonical link
    if "body" in context:
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{facts(doctree)}", 1)


def facts(doctree: nodes.document | None) -> str:
    """Say how long a chapter takes to read, and of which day the latest table under its figures is; nothing of pages that draw none."""
    from docutils import nodes

    from figures import tables
    from figures.figure.source import table_names

    names = {
        name for node in drawn(doctree) for name in table_names(node["spec"]["usermeta"]["figure"]["sources"])
    }
    if doctree is None or not names:
        return ""
    words = sum(len(text.astext().split()) for text in doctree.findall(nodes.paragraph))
    minutes = max(1, round(words / _WORDS_A_MINUTE))
    days = [
        date.fromisoformat(source["commit_date"])
        for name in names
        for source in tables.sources(name)
        if "commit_date" in source
    ]
    dated = f" Data as of {day_text(max(days))} or earlier, as each figure says." if days else ""
    return f'<p class="chapter-facts">About {minutes} minute{"s" if minutes > 1 else ""} to read.{dated}</p>'


def index_of_pages(script: str) -> str:
    """Leave out of Sphinx's index for the search the words that no page has any more, as a build from nothing does.

    >>> index_of_pages('Search.setIndex({"terms": {"gone": [], "here": 0}, "titleterms": {}})')
    'Search.setIndex({"terms": {"here": 0}, "titleterms": {}})'
    """
    from sphinx.search import js_index

    index = js_index.loads(script)
    for kind in ("terms", "titleterms"):
        index[kind] = {word: pages for word, pages in index[kind].items() if pages != []}
    return str(js_index.dumps(index))


def sitemap(pages: list[str], address: str) -> str:
    """List the pages for search engines."""
    lines = "".join(
        f"<url><loc>{escape(urljoin(address, '' if page == 'index.html' else page))}</loc></url>\n"
        for page in sorted(pages)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'


def setup(app: Sphinx) -> None:
    """Describe each page; what Sphinx has written is finished in :mod:`figures.book.passes`."""
    app.add_js_file("page.js", loading_method="defer")
    app.connect("html-page-context", _describe)
