"""What is this book's and nobody else's: upkeep of the checkout, and the Sphinx extension that makes its pages.

The extension adds to `figures.sphinx` what other books do not have: numbers in prose, their traces, the ledger, pages made from the
catalogue and from docstrings, and the policy of content.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything; Sphinx calls this."""
    from figures.book import (
        brief,
        catalogue_pages,
        claim_directives,
        faster,
        figure_surroundings,
        lines,
        number_role,
        offline,
        page,
        passes,
        reference,
        traces,
    )

    offline.refuse_network()
    # Sphinx keeps pages whose text did not change. Ours also depend on code and tables, so these are part of the configuration.
    app.add_config_value("figures_state", state(Path(app.srcdir)), "env", types=(str,))
    faster.setup(app)
    app.setup_extension("figures.sphinx")
    app.connect("config-inited", _add_static)
    for part in (
        figure_surroundings,
        number_role,
        traces,
        catalogue_pages,
        claim_directives,
        brief,
        lines,
        reference,
        page,
        passes,
    ):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _add_static(app: Sphinx, config: Config) -> None:
    from figures.figure.html import STATIC

    config.html_static_path += [str(Path(__file__).parent / "static"), str(STATIC / "inert.js")]


def state(book: Path) -> str:
    """Return one hash of everything that a page is made from beside its own text: this package, the tables, the date of the edition, and which figure stands in which chapter."""
    from figures.book.check import published
    from figures.tables import data_dir

    package, data = Path(__file__).parents[1], data_dir()
    files = [
        *sorted(path for path in package.rglob("*") if path.suffix in (".py", ".css", ".js")),
        *sorted(path for path in data.iterdir() if path.is_file()),
        *data.parent.glob("CITATION.cff"),
        # Where no page is made, Sphinx does not copy them either.
        *sorted((book / "_static").glob("*.css")),
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    digest.update(repr(sorted(published(book).items())).encode())
    return digest.hexdigest()
