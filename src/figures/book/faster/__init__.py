"""What only saves build time: delete this folder and the line that asks for it, and the book is the same.

What each saves of a build after one changed chapter, in seconds of processor time: looking for plug-ins once 0.9, not numbering 0.7, looking for
garbage less often 0.5. Drawing ahead uses the second core of a build from nothing.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

OBJECTS = (200_000, 20, 100)
"""When Python looks for garbage: a build makes millions of objects and drops few before it ends."""


def setup(app: Sphinx) -> None:
    """Save time; called before `figures.sphinx` is set up, whose figures are drawn ahead."""
    from figures.book.faster import draw_ahead, plugins, unnumbered

    gc.set_threshold(*OBJECTS)
    for part in (draw_ahead, plugins, unnumbered):
        part.setup(app)
