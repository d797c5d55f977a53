"""Figures and sections of the book have no numbers: Sphinx would read every page again, in each build, to count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

EVENT = "env-get-updated"


def _stop_numbering(app: Sphinx) -> None:
    from sphinx.environment.collectors.toctree import TocTreeCollector

    for listener in list(app.events.listeners[EVENT]):
        if isinstance(getattr(listener.handler, "__self__", None), TocTreeCollector):
            app.disconnect(listener.id)


def setup(app: Sphinx) -> None:
    """Take the counting out when all extensions are there."""
    app.connect("builder-inited", _stop_numbering)
