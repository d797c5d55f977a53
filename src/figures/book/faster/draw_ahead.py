"""What can be drawn while pages are still being read? Other processes make the files of each figure as soon as its page is read.

They fill the folder of drawings (:mod:`figures.figure.renderer`) on the way, from which the page itself is written.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from figures.figure import draw
from figures.figure.renderer import CachedRenderer, Renderer
from figures.sphinx import live, mime
from figures.sphinx.files import Colophon

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FOLDER = "drawings"


class DrawAhead:
    """The processes that draw, and what they have been given to draw."""

    def __init__(self, site: mime.Site) -> None:
        self._site = site
        self._make = site.make
        self._begun: dict[str, Future[dict[str, bytes]]] = {}

    def begin(self, app: Sphinx, doctree: nodes.document) -> None:
        """Let the processes make the files of the figures of a page that has been read."""
        page = app.builder.get_target_uri(app.env.docname).partition("#")[0]
        for node in mime.whole(doctree):
            # Once a process has died, all others end; whatever they owe is drawn where the page is written.
            with suppress(BrokenExecutor):
                self._begun[_id(node["spec"])] = self._processes.submit(
                    self._make, node["spec"], page, self._site.colophon, self._site.renderer
                )

    def warm(self, app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
        """Let a process bundle what makes figures live, which takes longest."""
        if pages:
            self._processes.submit(live.runtime, self._site.renderer)

    def files(self, spec: draw.Spec, page: str, colophon: Colophon, renderer: Renderer) -> dict[str, bytes]:
        """Give the files of a figure; what a process could not make fails again here, as itself, where the page is written."""
        begun = self._begun.pop(_id(spec), None)
        if begun is None or begun.exception():
            return self._make(spec, page, colophon, renderer)
        return begun.result()

    def start(self, app: Sphinx) -> None:
        """Start the processes."""
        # Beside the site and not in it, so that an emptied site finds its drawings again.
        self._cache = CachedRenderer(Path(app.outdir).parent / FOLDER)
        self._site.renderer = self._cache
        # Spawned: a fork would inherit a renderer whose threads did not come along.
        self._processes = ProcessPoolExecutor(
            os.cpu_count(), multiprocessing.get_context("spawn"), _yield_to_others
        )

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """End the processes, and forget drawings that nobody needs."""
        self._processes.shutdown(cancel_futures=True)
        if exception is None:
            self._cache.sweep()


def _id(spec: draw.Spec) -> str:
    return str(spec["usermeta"]["figure"]["id"])


def _yield_to_others() -> None:
    if hasattr(os, "nice"):
        os.nice(5)  # pages are read and written one after the other: whoever does that comes first


def setup(app: Sphinx) -> None:
    """Let figures be drawn while pages are read."""
    site = mime.site_of(app)
    ahead = DrawAhead(site)
    site.make = ahead.files
    app.connect("builder-inited", ahead.start)
    app.connect("env-before-read-docs", ahead.warm)
    app.connect("doctree-read", ahead.begin)
    app.connect("build-finished", ahead.end, priority=900)
