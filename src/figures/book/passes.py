"""What happens to the site when Sphinx has written it? Every step, in order; each page is read and written twice, by `page` and by `style`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures.book import catalogue_pages, page, site, style

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_BUILD_INFO = ".buildinfo"


def _finish(written: set[str], app: Sphinx, exception: Exception | None) -> None:
    if app.builder.format != "html":
        return
    if exception is not None or app._warncount:
        # What was read with a warning must be read again, or the next build would pass.
        Path(app.doctreedir, "environment.pickle").unlink(missing_ok=True)
    if exception is not None:
        return
    folder, beside = Path(app.outdir), Path(app.outdir).parent
    pages = [folder / f"{name}.html" for name in sorted(written)]
    catalogue_pages.copy_tables(folder)
    for path in pages:
        html = path.read_text(encoding="utf-8")
        path.write_text(page.finished(html, search=path.name == "search.html"), encoding="utf-8")
    for name in page.UNUSED:
        for file in (folder / "_static" / "scripts").glob(f"{name}*"):
            file.unlink()
    style.bundle(folder, pages, beside / "style.json")
    found = [f"{name}.html" for name in app.env.found_docs]
    (folder / "sitemap.xml").write_text(page.sitemap(found, app.config.html_baseurl), encoding="utf-8")
    # Sphinx's note to itself hashes absolute paths, which are no part of the site: it waits beside it for the next build.
    (folder / _BUILD_INFO).replace(beside / _BUILD_INFO)
    (folder / site.SUMS).write_text(site.written(site.sums(folder)), encoding="utf-8")


def _begin(app: Sphinx) -> None:
    folder = Path(app.outdir)
    note = folder.parent / _BUILD_INFO
    if note.exists() and folder.is_dir():
        note.replace(folder / _BUILD_INFO)


def setup(app: Sphinx) -> None:
    """Register the steps, behind those of all other extensions."""
    written: set[str] = set()

    def note(app: Sphinx, name: str, *_: Any) -> None:
        written.add(name)

    app.connect("builder-inited", _begin)
    app.connect("html-page-context", note)
    app.connect("build-finished", partial(_finish, written), priority=900)
