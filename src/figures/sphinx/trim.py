"""What the theme brings and this book does not use is left out of the pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# More than half a megabyte that draws the icons a second time; the theme's font has drawn them already.
_SCRIPT = re.compile(r"\s*<script[^>]*fontawesome\.js[^>]*></script>")


def without_icon_script(html: str) -> str:
    r"""Take the script that redraws the icons out of a page.

    >>> without_icon_script('<head>\n  <script defer src="_static/scripts/fontawesome.js?digest=1"></script></head>')
    '<head></head>'
    """
    return _SCRIPT.sub("", html)


def _trim(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        trimmed = without_icon_script(html)
        if trimmed != html:
            page.write_text(trimmed, encoding="utf-8")
    for file in (Path(app.outdir) / "_static" / "scripts").glob("fontawesome.js*"):
        file.unlink()


def setup(app: Sphinx) -> None:
    """Trim when the pages are written, after Sphinx has copied the theme's files."""
    app.connect("build-finished", _trim)
