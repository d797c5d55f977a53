"""What can be drawn while pages are still being read? Other processes make the files of each figure as soon as its page is read.

They fill the folder of drawings (:mod:`figures.figure.renderer`) on the way, from which the page itself is written.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from figures.figure import draw
from figures.figure.renderer import CachedRenderer, Renderer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "drawings"
Files = dict[str, bytes]
Make = Callable[[draw.Spec, str, Renderer], Files]


class Ahead:
    """The processes that draw, and what they have been given to draw."""

    def __init__(self, app: Sphinx) -> None:
        app.connect("builder-inited", self._start)
        app.connect("build-finished", self._end, priority=900)
        self._begun: dict[str, Future[Files]] = {}

    def begin(self, make: Make, spec: draw.Spec, page: str) -> None:
        """Let a process make the files of a figure."""
        self._begun[_id(spec)] = self._processes.submit(make, spec, page, self.renderer)

    def warm(self, make: Callable[[Renderer], object]) -> None:
        """Let a process ask the renderer for what will be asked for when the pages are written."""
        self._processes.submit(make, self.renderer)

    def files(self, make: Make, spec: draw.Spec, page: str) -> Files:
        """Give the files of a figure; if a process failed to make them, they fail again where the page is written, and it tells so."""
        begun = self._begun.pop(_id(spec), None)
        return make(spec, page, self.renderer) if begun is None or begun.exception() else begun.result()

    def _start(self, app: Sphinx) -> None:
        # Beside the site and not in it, so that an emptied site finds its drawings again.
        folder = Path(app.outdir).parent / FOLDER
        self.renderer = CachedRenderer(folder)
        # Spawned: a fork would inherit a renderer whose threads did not come along.
        self._processes = ProcessPoolExecutor(
            os.cpu_count(), multiprocessing.get_context("spawn"), _yield_to_others
        )

    def _end(self, app: Sphinx, exception: Exception | None) -> None:
        self._processes.shutdown(cancel_futures=True)
        if exception is None:
            self.renderer.sweep()


def _id(spec: draw.Spec) -> str:
    return str(spec["usermeta"]["figure"]["id"])


def _yield_to_others() -> None:
    if hasattr(os, "nice"):
        os.nice(5)  # pages are read and written one after the other: whoever does that comes first
