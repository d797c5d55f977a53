"""The last thing that a build does: what belongs to this machine goes, and every file that is left is listed with its hash."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from figures.book import site

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _list_files(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        folder = Path(app.outdir)
        # Sphinx's note to itself hashes absolute paths; without it the next build writes every page, as ours do anyway.
        (folder / ".buildinfo").unlink(missing_ok=True)
        (folder / site.SUMS).write_text(site.written(site.sums(folder)), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """List the files after all other parts have written theirs."""
    app.connect("build-finished", _list_files, priority=1000)
