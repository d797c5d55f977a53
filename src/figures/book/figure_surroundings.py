"""What does this book put around its figures? Links to its pages of numbers and tables, and a description for machines."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from figures import tables
from figures.book import sharing, structured_data
from figures.book.check import published
from figures.book.number_role import address
from figures.figure import draw
from figures.figure.source import Source, sources_from
from figures.sphinx import mime

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def _described(app: Sphinx, spec: draw.Spec, page: str) -> str:
    """Describe a figure of other people's data to machines; tables of the project are described where they are listed."""
    if not any(isinstance(source, Source) for source in sources_from(spec["usermeta"]["figure"]["sources"])):
        return ""
    return structured_data.script(
        [structured_data.figure(spec, page=page, base=app.config.html_baseurl or "")]
    )


@cache
def _of_chapters(book: Path) -> frozenset[str]:
    return frozenset(published(book))


def _shared(book: Path, id_: str) -> str:
    """Give a figure of a chapter the address that shows its picture; those of the gallery have none."""
    return sharing.address(id_) if id_ in _of_chapters(book) else ""


def _dated(app: Sphinx, config: Config) -> None:
    config["figures_edition"] = tables.edition()


def setup(app: Sphinx) -> None:
    """Tell `figures.sphinx`."""
    site = mime.site_of(app)
    site.number = address
    site.table = lambda name: f"sources.html#{name.replace('_', '-')}"
    site.link = partial(_shared, Path(app.srcdir))
    site.behind = partial(_described, app)
    app.connect("config-inited", _dated, priority=400)  # before the colophon is made of it
