"""Figures in any Sphinx site or Jupyter Book: ``extensions = ["myst_nb", "figures.sphinx"]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the figures; Sphinx calls this."""
    from figures.sphinx import mime

    mime.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
