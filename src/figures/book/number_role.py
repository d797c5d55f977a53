"""Numbers in prose: ``{num}`NAME``` prints a measure and links to how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from figures.errors import ContractError
from figures.figure.slots import number_text
from figures.measures import measure
from figures.measures.measure import Measure

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "numbers"


def anchor(name: str) -> str:
    """Name the place on the numbers page where a measure is explained."""
    return "num-" + name.replace(".", "-").replace("_", "-")


def address(name: str) -> str:
    """Give the address of that place, from any page."""
    return f"{PAGE}.html#{anchor(name)}"


def link(number: Measure, text: str) -> nodes.reference:
    """Make the printed number a link to its trace; the HTML writer finds the way from page to page."""
    spoken = f"{number.unit}: see how this number was made"
    reference = nodes.reference("", text, internal=True, refuri=address(number.name), classes=["num"])
    reference["reftitle"] = spoken
    return reference


class Number(SphinxRole):
    """``{num}`moratorium.change.during``` or, with ``:range``, ``:low``, ``:high``, ``:size``, ``:words`` behind the name, a part of it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Print the number; a name that no measure has is an error at its line."""
        name, _, form = self.text.partition(":")
        try:
            number = measure(name)
            return [link(number, number_text(number, form or None))], []
        except ContractError as error:
            message = self.inliner.reporter.error(f"{{num}}`{self.text}`: {error}", line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]


def setup(app: Sphinx) -> None:
    """Register the role."""
    app.add_role("num", Number())
