"""The only room that knows Sphinx: figures from notebook outputs, numbers in prose, pages generated from the catalogue."""

from __future__ import annotations

import gc
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

OBJECTS = (200_000, 20, 100)
"""When Python looks for garbage: a build makes millions of objects and drops few before it ends, so looking often is a tenth of its time."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything; Sphinx calls this."""
    from figures.sphinx import (
        claims,
        mime,
        num,
        offline,
        page,
        pages,
        plugins,
        reference,
        style,
        sums,
        trace,
        uncounted,
    )

    offline.refuse_network()
    gc.set_threshold(*OBJECTS)
    # Sphinx keeps pages whose text did not change. Ours also depend on code and tables, so these are part of the configuration.
    app.add_config_value("figures_state", state(Path(app.srcdir)), "env", types=(str,))
    for part in (plugins, mime, num, trace, pages, claims, reference, page, style, sums, uncounted):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def state(book: Path) -> str:
    """Return one hash of everything that a page is made from beside its own text: this package, the tables, the date of the edition, and which figure stands in which chapter."""
    from figures.check import published
    from figures.tables import data_dir

    package, data = Path(__file__).parents[1], data_dir()
    files = [
        *sorted(path for path in package.rglob("*") if path.suffix in (".py", ".css", ".js")),
        *sorted(path for path in data.iterdir() if path.is_file()),
        *data.parent.glob("CITATION.cff"),
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    digest.update(repr(sorted(published(book).items())).encode())
    return digest.hexdigest()
