"""Which pages of the last build would be written again as they are? They are put back, and Sphinx writes the others.

A page is made of its source; of code, tables, settings and files that all pages share; and of what it says of other pages: their
titles, their place in the book, where a link leads. A hash of each is kept with the pages as Sphinx wrote them, in ``_build/pages``. Where
one differs, the page is written again: of a changed source that page, of anything else all of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import tables
from figures.book.faster import search_index

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FOLDER = "pages"
_RECORD = ".kept.json"
_WRITTEN_WHOLE = ("figures", "numbers")
"""Folders of files that are written once, in a new file, and never changed."""
_SHARED = ("_config.yml", "requirements.lock", "book/_toc.yml", "book/*.bib", "book/*.csv", "book/_*/**/*")


class Kept:
    """The pages of the last build, and which files each of them wrote."""

    def __init__(self, app: Sphinx) -> None:
        app.connect("builder-inited", self._restore)
        app.connect("env-get-outdated", self._changed)
        app.connect("env-updated", self._changed_around)
        app.connect("doctree-resolved", self._written_again)
        # When all pages are written, and before Sphinx writes the index of the search.
        app.connect("html-collect-pages", self._know_all)
        # Before anything else changes the pages.
        app.connect("build-finished", self._keep, priority=100)
        self._files: dict[str, list[str]] = {}
        self._around = ""
        self._sources: dict[str, str] = {}
        self._known: search_index.Known = {}
        self._clean = True
        self._written: set[str] = set()

    def wrote(self, page: str, names: Iterable[str]) -> None:
        """Note which files, relative to the site, a page has beside itself."""
        self._files.setdefault(page, []).extend(names)

    def _restore(self, app: Sphinx) -> None:
        folder, out = _folder(app), Path(app.outdir)
        (out / _RECORD).unlink(missing_ok=True)
        self._clean = not any(out.iterdir())
        try:
            record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return
        self._sources = record["sources"]
        if app.builder.format != "html" or record["shared"] != shared(app) or not self._clean:
            return
        same = {
            page
            for page, digest in sources(app, record["sources"]).items()
            if record["sources"].get(page) == digest
        }
        gone = {
            name
            for page in record["sources"].keys() - same
            for name in (f"{page}.html", *record["files"].get(page, []))
        }

        def left_out(at: str, names: list[str]) -> set[str]:
            place = Path(at).relative_to(folder)
            copied = place.name == "_sources"  # the source of each page, with or without another ending
            return {
                name
                for name in names
                if (place / name).as_posix() in gone or (copied and name.split(".")[0] not in same)
            }

        shutil.copytree(folder, out, dirs_exist_ok=True, ignore=left_out, copy_function=_copy)
        self._files = {page: record["files"].get(page, []) for page in same}
        self._around = record["around"]
        self._known = record["known"]

    def _changed(self, app: Sphinx, *_: object) -> list[str]:
        """Let Sphinx read again what has other words, whatever the time of its file is."""
        now = sources(app, self._sources)
        return [page for page, digest in self._sources.items() if now.get(page, digest) != digest]

    def _changed_around(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        before, self._around = self._around, around(env)
        # One page at least: where none is out of date, Sphinx would write nothing at all, not even the theme's files.
        return [str(app.config.root_doc)] if before == self._around else sorted(env.found_docs)

    def _written_again(self, app: Sphinx, doctree: nodes.document, page: str) -> None:
        self._written.add(page)

    def _know_all(self, app: Sphinx) -> list[Any]:
        indexer: Any = app.builder.indexer  # type: ignore[attr-defined]
        now = search_index.known(indexer)
        self._known = {page: (now if page in self._written else self._known)[page] for page in now}
        search_index.put(indexer, self._known)
        return []

    def _keep(self, app: Sphinx, exception: Exception | None) -> None:
        if app.builder.format != "html":
            return
        (Path(app.outdir) / _RECORD).unlink(missing_ok=True)
        folder, new = _folder(app), _folder(app).with_name(f"{FOLDER}.new")
        shutil.rmtree(folder, ignore_errors=True)
        if exception is not None or app._warncount:
            # What was read with a warning must be read again, or the next build would pass.
            (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)
            return
        if not self._clean:  # it may hold what an earlier build left and no page has any more
            return
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(app.outdir, new, ignore=shutil.ignore_patterns("_static"), copy_function=_copy)
        record = {
            "shared": shared(app),
            "around": self._around,
            "known": self._known,
            "sources": sources(app, app.env.found_docs),
            "files": {page: sorted(set(names)) for page, names in self._files.items()},
        }
        (new / _RECORD).write_text(json.dumps(record), encoding="utf-8")
        new.rename(folder)


def _copy(old: str, new: str) -> None:
    """Link what nobody changes, which is most of it; copy the rest, and all of it where there are no links."""
    if Path(old).parent.name in _WRITTEN_WHOLE:
        try:
            os.link(old, new)
            return
        except OSError:
            pass
    shutil.copy2(old, new)


def are_back(app: Sphinx) -> bool:
    """Say whether code, tables and settings are those of the last build, so that what is made of them alone is there already."""
    return (Path(app.outdir) / _RECORD).exists()


def shared(app: Sphinx) -> str:
    """Hash what all pages are made of beside their sources."""
    root = tables.data_dir().parent
    paths = sorted({path for pattern in _SHARED for path in root.glob(pattern) if path.is_file()})
    digest = hashlib.sha256(app.config.figures_state.encode())
    for path in paths:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    # Sphinx puts the year of the commit into the copyright.
    year = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", "0"))).tm_year
    digest.update(json.dumps([sys.version, app.builder.name, year]).encode())
    return digest.hexdigest()


def sources(app: Sphinx, pages: Iterable[str]) -> dict[str, str]:
    """Hash the source of each of these pages that there is."""
    paths = {page: Path(app.project.doc2path(page, absolute=True)) for page in sorted(pages)}
    return {
        page: hashlib.sha256(path.read_bytes()).hexdigest() for page, path in paths.items() if path.is_file()
    }


def around(env: BuildEnvironment) -> str:
    """Hash what pages say of each other: titles, contents, order, numbers, and what can be linked to."""
    std, py = env.domaindata["std"], env.domaindata.get("py", {})
    told: list[Any] = [
        {page: title.astext() for page, title in env.titles.items()},
        {page: str(contents) for page, contents in env.tocs.items()},
        dict(env.toctree_includes),
        {page: sorted(map(str, numbers.items())) for page, numbers in env.toc_secnumbers.items()},
        sorted(map(str, std["labels"].items())),
        sorted(map(str, std["anonlabels"].items())),
        sorted(map(str, std["objects"].items())),
        sorted(map(str, std["terms"].items())),
        sorted(map(str, py.get("objects", {}).items())),
        sorted(str(citation) for citation in env.domaindata.get("cite", {}).get("citations", [])),
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _folder(app: Sphinx) -> Path:
    return Path(app.outdir).parent / FOLDER
