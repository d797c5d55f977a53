"""What does the search know of each page? Sphinx forgets some of it where it writes only a part of the pages: it is kept, and put back.

(It loses entries of the index, and keeps words that no page has any more.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Known = dict[str, dict[str, Any]]
"""Page to what is known of it, as plain JSON."""


def known(indexer: Any) -> Known:
    """Take the index of Sphinx (``IndexBuilder``) apart, page by page."""
    pages: Known = {
        page: {
            "title": title,
            "file": indexer._filenames[page],
            "titles": indexer._all_titles[page],
            "entries": indexer._index_entries.get(page, []),
            "words": [],
            "title_words": [],
        }
        for page, title in indexer._titles.items()
    }
    for field, words in (("words", indexer._mapping), ("title_words", indexer._title_mapping)):
        for word, places in words.items():
            for page in places & pages.keys():
                pages[page][field].append(word)
    return pages


def put(indexer: Any, pages: Mapping[str, Mapping[str, Any]]) -> None:
    """Let the index of Sphinx know these pages, and no others."""
    parts = (indexer._titles, indexer._filenames, indexer._all_titles, indexer._index_entries)
    for part in (*parts, indexer._mapping, indexer._title_mapping):
        part.clear()
    for page in sorted(pages):
        one = pages[page]
        for part, field in zip(parts, ("title", "file", "titles", "entries"), strict=True):
            part[page] = one[field]
        for words, field in ((indexer._mapping, "words"), (indexer._title_mapping, "title_words")):
            for word in one[field]:
                words.setdefault(word, set()).add(page)
