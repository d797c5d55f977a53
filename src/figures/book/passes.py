"""What happens to the site when Sphinx has written it? Every step, in order; each page is read and written twice, by `page` and by `style`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures.book import catalogue_pages, feed, lines, page, sharing, site, style
from figures.book.check import published
from figures.claims import claims

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
        html = page.finished(html, search=path.name == "search.html")
        path.write_text(lines.linked(html, path.name, claims()), encoding="utf-8")
    for name in (
        "*webpack-macros.html",
        *(f"{script}*" for script in page.UNUSED),
    ):  # templates of the theme, and scripts
        for file in (folder / "_static").rglob(name):
            file.unlink()
    search = folder / "searchindex.js"
    search.write_text(page.index_of_pages(search.read_text(encoding="utf-8")), encoding="utf-8")
    style.bundle(folder, pages, beside / "style.json")
    found = [f"{name}.html" for name in app.env.found_docs]
    base = app.config.html_baseurl
    beside_pages = {
        "sitemap.xml": page.sitemap(found, base),
        feed.FILE: feed.written(base),
        **sharing.pages(published(Path(app.srcdir)).values(), base),
    }
    for name, content in beside_pages.items():
        (folder / name).write_text(content, encoding="utf-8")
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
