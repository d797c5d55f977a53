"""What stands on the first page of each chapter? ``{brief} FIGURE``: a question, its answer, and the figure drawn small."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from figures.book.check import published
from figures.sphinx.mime import figure_output

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Brief(SphinxDirective):
    """The text beside a figure of a chapter, which is read from the stored outputs."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Write the text, then the figure, in one container."""
        id_ = self.arguments[0]
        found = published(Path(self.env.srcdir)).get(id_)
        if found is None:
            raise self.error(f"{{{self.name}}}: no chapter publishes a figure {id_!r}")
        self.env.note_dependency(f"{found.chapter}.ipynb")
        words = nodes.container(classes=["brief-words"])
        self.state.nested_parse(self.content, self.content_offset, words)
        return [
            nodes.container("", words, figure_output(spec=found.spec, again=found.chapter), classes=["brief"])
        ]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("brief", Brief)
