"""Which line of the piece does an "L19" mean? Each one in the text leads to its card, and says without a click what the card says first."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from figures.book import claim_html
from figures.claims import Claim, claims
from figures.claims.verdicts import VERDICTS
from figures.figure.slots import say

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

DATA, WORDS = "lines-data.js", "lines-words.js"
_WORD = re.compile(r"[^\W_]+")
# What is a link already, code, or drawn stays as it is.
_MENTION = re.compile(
    r"<(a|button|code|pre|script|select|svg)\b.*?</\1>|<!--.*?-->|<[^>]*>|\bL([1-9]\d*)\b", re.S
)
_ARTICLE = re.compile(r'(?<=<article class="bd-article">).*(?=</article>)', re.S)


def linked(html: str, page: str, ledger: Mapping[int, Claim]) -> str:
    """Make every line that the article of a page names a link to its card."""

    def mention(found: re.Match[str]) -> str:
        claim = ledger.get(int(found[2] or 0))
        if claim is None:
            return found[0]
        return f'<a class="line" href="{claim_html.link(claim).removeprefix(page)}">{found[0]}</a>'

    return _ARTICLE.sub(lambda article: _MENTION.sub(mention, article[0]), html, count=1)


def data(ledger: Mapping[int, Claim]) -> str:
    """Write what a line says and its verdict, as a script: pages opened from a folder may not fetch."""
    lines = {
        claim.line: [
            claim.chapter,
            escape(say(claim.paraphrase), quote=False),
            claim_html.slug(claim.verdict),
            claim_html.word(claim),
        ]
        for claim in ledger.values()
    }
    shapes = {claim_html.slug(verdict): claim_html.shape(verdict) for verdict in VERDICTS}
    data = json.dumps({"lines": lines, "shapes": shapes}, ensure_ascii=False, separators=(",", ":"))
    return f"window.figureLines={data};\n"


def words(ledger: Mapping[int, Claim]) -> str:
    """List the words of each card, for the search."""
    cards = {
        claim.line: " ".join(
            sorted(
                {
                    word
                    for text in (
                        claim.paraphrase,
                        *(part.says for part in claim.parts),
                        *(item.text for item in (*claim.in_favour, *claim.against)),
                    )
                    for word in _WORD.findall(say(text).lower())
                }
            )
        )
        for claim in ledger.values()
    }
    return f"window.figureLineWords={json.dumps(cards, ensure_ascii=False, separators=(',', ':'))};\n"


def _write(app: Sphinx, env: BuildEnvironment) -> None:
    if app.builder.format == "html":
        static = Path(app.outdir, "_static")
        static.mkdir(parents=True, exist_ok=True)
        (static / DATA).write_text(data(claims()), encoding="utf-8")
        (static / WORDS).write_text(words(claims()), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register script and data; the links are written in :mod:`figures.book.passes`."""
    app.add_js_file("lines.js", loading_method="defer")
    app.connect("env-updated", _write)
