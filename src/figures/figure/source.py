"""Where do the numbers of a figure come from? Tables of this project by name, everybody else's data as ``Source``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from figures import tables
from figures.errors import ContractError
from figures.text import day_text, visible


@dataclass(frozen=True)
class Source:
    """Data that this project does not hold, as the reader of a figure is told of them.

    Parameters
    ----------
    text
        Who published it, what it is and what kind of evidence, such as
        ``"City of Lyon, air quality 2020, official measurements"``.
    url
        Where it can be read; a web page or nothing.
    licence
        The terms it comes under.

    Raises
    ------
    ContractError
        When there is no text, or the address is not one of a web page.

    Examples
    --------
    >>> from figures import Source
    >>> print(Source("Town library, counts at the door", licence="CC0"))
    Town library, counts at the door (CC0)
    """

    text: str
    url: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ContractError(
                "Source: text is empty; say who published what, and what kind of evidence it is"
            )
        if self.url and not web_host(self.url):
            raise ContractError(
                f"Source: url must begin with https:// or http:// and name a host, got {self.url!r}"
            )

    def __str__(self) -> str:
        more = ", ".join(part for part in (self.url, self.licence) if part)
        return f"{self.text} ({more})" if more else self.text


def sources_from(stored: Sequence[str | Mapping[str, str]]) -> list[str | Source]:
    """Read the sources that a published spec carries: names of tables, and what was said of other people's data."""
    return [source if isinstance(source, str) else Source(**source) for source in stored]


def table_names(sources: Sequence[object]) -> list[str]:
    """List those of the sources that are tables of the project."""
    return [source for source in sources if isinstance(source, str)]


def source_texts(sources: Sequence[str | Source]) -> list[str]:
    """Say of each source who published it, as what kind of evidence, and in which state; one sentence each."""
    return ["; ".join(_named(source)) for source in sources]


def source_line(sources: Sequence[str | Source]) -> str:
    """Write the line under a picture; who stands behind several tables is named once."""
    named = dict.fromkeys(name for source in sources for name in _named(source))
    return f"Source: {'; '.join(named)}."


def web_host(address: str) -> str:
    """Give the host of a web page's address, and nothing where it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    web = parts.scheme in ("http", "https") and not any(map(str.isspace, address))
    return (parts.hostname or "") if web else ""


def publishers(table: str, *, state: bool = True) -> str:
    """Say who published what a table of the project came of, as what kind of evidence and, if wanted, in which state."""
    return "; ".join(_named(table, state=state))


def _named(source: str | Source, *, state: bool = True) -> list[str]:
    if isinstance(source, Source):
        return [str(source)]
    said: dict[str, str] = {}
    for origin in tables.sources(source):
        publisher, kind = origin["publisher"], origin["kind_of_evidence"]
        if "commit_date" in origin or "state" in origin:  # or: of an edition, which no day dates
            day = origin.get("commit_date")
            as_it_was = f", as of {day_text(date.fromisoformat(day))}" if day else f", {origin['state']}"
            said.setdefault(publisher, f"{publisher} ({kind}{as_it_was if state else ''})")
        elif publisher == "this project":
            said.setdefault("", f"this project ({kind})")
        else:
            said.setdefault("", f"the pages named row by row ({kind}s), collected by this project")
    return [visible(one) for one in said.values()]
