"""What machines are told about the verdicts and the tables: schema.org objects as JSON-LD."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin

from figures import tables
from figures.claims import Claim
from figures.claims.verdicts import VERDICTS, Verdict
from figures.errors import DataError
from figures.figure.slots import say
from figures.figure.source import Source, sources_from

TEAM = {"@type": "Organization", "name": "The Where Is the Pressure? team"}
OPED_PUBLISHED = "2025-04-18"
OPED = {
    "@type": "BlogPosting",
    "url": "https://thebismarckcables.substack.com/p/rubios-ultimatum-and-russias-maximalism",
    "publisher": {"@type": "Organization", "name": "The Bismarck Cables"},
}
"""Where the op-ed appeared; who writes there under that name is not known."""
BEST, WORST = 7, 1
RATINGS: dict[Verdict, int] = {
    "supported": 7,
    "mostly_supported": 6,
    "as_claimed": 5,
    "mixed": 4,
    "as_denied": 3,
    "mostly_not_supported": 2,
    "not_supported": 1,
}
_LICENCES = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}


def edition() -> str:
    """Give the day of this edition of the book, as the citation file has it."""
    path = tables.data_dir().parent / "CITATION.cff"
    found = re.search(r"^date-released: (\S+)$", path.read_text(encoding="utf-8"), re.M)
    if not found:
        raise DataError(path.name, "must have date-released")
    return found[1]


def claim_review(claim: Claim, *, base: str = "", published: str) -> dict[str, Any]:
    """Describe a graded line as ``ClaimReview``."""
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": urljoin(base, f"{claim.chapter}.html#l{claim.line}"),
        "datePublished": published,
        "author": TEAM,
        "claimReviewed": say(claim.paraphrase),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[claim.verdict],
            "bestRating": BEST,
            "worstRating": WORST,
            "alternateName": VERDICTS[claim.verdict],
        },
        "itemReviewed": {
            "@type": "Claim",
            "name": f"Line {claim.line} of an opinion piece about U.S. leverage over Russia",
            "datePublished": OPED_PUBLISHED,
            "appearance": OPED,
            "disambiguatingDescription": "The day is known to within a few days; who wrote the piece is not known.",
        },
    }


def dataset(table: dict[str, Any], *, base: str = "") -> dict[str, Any]:
    """Describe a table of the data package as ``Dataset``."""
    sources = table["sources"]
    publishers = list(dict.fromkeys(source["publisher"] for source in sources))
    days = table["temporal"]
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": table["title"],
        "description": f"{table['description']} {table['processing']}",
        "url": urljoin(base, f"sources.html#{table['name'].replace('_', '-')}"),
        "license": [_licence(one) for one in table["licenses"]],
        "creator": [TEAM],
        "creditText": "; ".join(publishers),
        "version": tables.edition(),
        "temporalCoverage": f"{days['start']}/{days['end']}" if days else None,  # a coast has no day
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/yaml" if "written_in" in table else table["mediatype"],
                "contentUrl": urljoin(base, f"data/{table.get('written_in', table['path'])}"),
            }
        ],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field["name"], "description": field["description"]}
            | ({"unitText": field["unit"]} if "unit" in field else {})
            for field in table["schema"]["fields"]
        ],
        "isBasedOn": [source["path"] for source in sources if source.get("path", "").startswith("http")],
        "dateModified": max(
            (source["commit_date"] for source in sources if "commit_date" in source), default=None
        ),
    }
    return {name: words for name, words in described.items() if words not in (None, [])}


def figure(spec: dict[str, Any], *, page: str, base: str = "") -> dict[str, Any]:
    """Describe a figure as ``ImageObject``, with the data that it is based on."""
    meta = spec["usermeta"]["figure"]
    return {
        "@context": "https://schema.org",
        "@type": "ImageObject",
        "url": urljoin(base, f"{page}#{meta['id']}"),
        "contentUrl": urljoin(base, f"figures/{meta['id']}.svg"),
        "caption": meta["said"]["caption"],
        "description": spec["description"],
        "isBasedOn": [_based_on(source, base) for source in sources_from(meta["sources"])],
    }


def _based_on(source: str | Source, base: str) -> dict[str, str]:
    if isinstance(source, str):
        address = urljoin(base, f"sources.html#{source.replace('_', '-')}")
        return {"@type": "Dataset", "name": tables.resource(source)["title"], "url": address}
    described = {"name": source.text, "url": source.url, "license": source.licence}
    return {"@type": "CreativeWork"} | {name: words for name, words in described.items() if words}


def script(objects: list[dict[str, Any]]) -> str:
    """Write objects as a data block; nothing in them can end it."""
    written = json.dumps(objects, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{written}</script>'


def _licence(one: dict[str, str]) -> dict[str, str]:
    named = {"@type": "CreativeWork", "name": one["title"]}
    return named | ({"url": _LICENCES[one["name"]]} if one["name"] in _LICENCES else {})
