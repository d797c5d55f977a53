"""Figures in any Sphinx site or Jupyter Book: one line, ``extensions = ["myst_nb", "figures.sphinx"]``.

It adds the renderer of published figures, their files, one stylesheet and one script, on pages that have figures and nowhere else.
Settings, all optional: ``figures_origin``, ``figures_edition`` and ``figures_licence`` are what a downloaded picture says below itself; without them
it says the project and its release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the figures; Sphinx calls this."""
    from figures.sphinx import mime

    mime.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
