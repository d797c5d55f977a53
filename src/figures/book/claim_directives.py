"""Directives of the ledger: ``{verdicts} 1-8`` in a chapter, ``{ledger}`` and ``{strip}`` for all lines."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from figures.book import claim_html, structured_data
from figures.book.check import published
from figures.claims import claims, span
from figures.errors import FiguresError

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class _Ledger(SphinxDirective, ABC):
    """A part of a page that is made from the ledger; what is wrong with it is an error at its line."""

    def run(self) -> list[nodes.Node]:
        """Write the HTML."""
        try:
            html = self.html()
        except FiguresError as error:
            raise self.error(f"{{{self.name}}}: {error}") from None
        # The search of the book reads raw HTML, too.
        return [nodes.raw("", html, format="html")]

    @abstractmethod
    def html(self) -> str:
        """Make the part."""


class Verdicts(_Ledger):
    """The cards of a chapter's lines, and what machines are told about their verdicts."""

    required_arguments = 1
    final_argument_whitespace = True

    def html(self) -> str:
        """Write the cards; each line has the anchor ``l11``."""
        ledger = claims()
        shown = [ledger[line] for line in span(self.arguments[0]) if line in ledger]
        absent = [line for line in span(self.arguments[0]) if line not in ledger]
        if absent:
            raise FiguresError(f"the ledger has no record of L{', L'.join(map(str, absent))}")
        chapters = {figure.id: figure.chapter for figure in published(Path(self.env.srcdir)).values()}
        reviews = [
            structured_data.claim_review(
                claim, base=self.config.html_baseurl or "", published=structured_data.edition()
            )
            for claim in shown
            if claim.graded
        ]
        return claim_html.cards(shown, ledger, chapters) + (
            structured_data.script(reviews) if reviews else ""
        )


class Ledger(_Ledger):
    """The table of all lines."""

    def html(self) -> str:
        """Write the table."""
        return claim_html.table(claims())


class Strip(_Ledger):
    """All lines as a strip of links."""

    def html(self) -> str:
        """Write the strip."""
        return claim_html.strip(claims())


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("verdicts", Verdicts)
    app.add_directive("ledger", Ledger)
    app.add_directive("strip", Strip)
