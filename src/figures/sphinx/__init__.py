"""The only room that knows Sphinx: figures from notebook outputs, numbers in prose, pages generated from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything; Sphinx calls this."""
    from figures.sphinx import mime, num, offline, pages

    offline.refuse_network()
    for part in (mime, num, pages):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
