"""What can be drawn while pages are still being read? Other processes draw each figure as soon as its page is read.

They only fill the folder of drawings (:mod:`figures.drawn`): the page is written from there, or drawn anew, alike.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from figures import draw
from figures.drawn import Drawn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "drawings"


class Ahead:
    """The processes that draw, and what they have been given to draw."""

    def __init__(self, app: Sphinx) -> None:
        app.connect("builder-inited", self._start)
        app.connect("build-finished", self._end, priority=900)
        self._drawing: dict[str, Future[None]] = {}

    def begin(self, make: Callable[[draw.Spec, str], object], spec: draw.Spec, page: str) -> None:
        """Let a process make the files of a figure."""
        self._drawing[_id(spec)] = self._processes.submit(_drop, make, spec, page)

    def wait_for(self, spec: draw.Spec) -> None:
        """Wait for a figure that was begun; if that failed, it fails again where the page is written, and tells so."""
        if future := self._drawing.pop(_id(spec), None):
            future.exception()

    def _start(self, app: Sphinx) -> None:
        # Beside the site and not in it, so that an emptied site finds its drawings again.
        folder = Path(app.outdir).parent / FOLDER
        self._drawn = Drawn(folder)
        draw.ask = self._drawn.ask
        # Spawned: a fork would inherit a renderer whose threads did not come along.
        self._processes = ProcessPoolExecutor(
            os.cpu_count(), multiprocessing.get_context("spawn"), _remember, (folder,)
        )

    def _end(self, app: Sphinx, exception: Exception | None) -> None:
        self._processes.shutdown(cancel_futures=True)
        if exception is None:
            self._drawn.sweep()


def _id(spec: draw.Spec) -> str:
    return str(spec["usermeta"]["figure"]["id"])


def _remember(folder: Path) -> None:
    draw.ask = Drawn(folder).ask


def _drop(make: Callable[[draw.Spec, str], object], spec: draw.Spec, page: str) -> None:
    make(spec, page)  # for its drawings; what it gives need not travel between processes
