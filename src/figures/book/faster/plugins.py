"""Which plug-ins does the bibliography use? Looked up once: pybtex searches all installed packages again for every footnote."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

USED = {
    "pybtex.backends": "docutils",
    "pybtex.style.formatting": "alpha",
    "pybtex.style.labels": "alpha",
    "pybtex.style.names": "plain",
    "pybtex.style.sorting": "author_year_title",
}
"""Kind of plug-in to the one that sphinxcontrib-bibtex takes by default; any other works too, and is searched for."""


def setup(app: Sphinx) -> None:
    """Find them, and let pybtex know what was found."""
    from pybtex.plugin import find_plugin, register_plugin

    for group, name in USED.items():
        register_plugin(group, name, find_plugin(group, name), force=True)
