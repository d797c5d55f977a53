"""Researched figures of ``battlefield_claims``: who says how many, next to the op-ed's own number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from narwhals.typing import IntoFrame

from figures.measures._frames import columns_of, like, records
from figures.measures.measure import Measure, Rows

if TYPE_CHECKING:
    from figures.measures.measure import Load

# How a chart names those whose column ``claimed_by`` says more than a label can hold.
_VOICES = {
    "op-ed": "the op-ed",
    "derived from the op-ed list": "the op-ed’s three parts, added up by us",
    "derived from Pivnenko": "Pivnenko’s four parts, added up by us",
    "derived from Zelensky": "Zelensky, added up by us",
    "Southern Defence Forces of Ukraine as reported by The Moscow Times, Defence Blog, RENEWZ": "Southern Defence Forces of Ukraine, as most outlets report it",
}
Kind = Literal["op-ed", "claim", "independent"]
"""Whose number it is: the op-ed’s own, a party’s claim, or an independent one."""

# Neither a party to the war nor the op-ed: the UN, third governments, institutes, newsrooms' own counts.
_INDEPENDENT = (
    "HRMMU",
    "ACLED",
    "NATO officer",
    "Western official",
    "derived from UK",
    "UK Ministry",
    "The Moscow Times",
)


@dataclass(frozen=True)
class Claimed:
    """One number of one source about one quantity.

    Parameters
    ----------
    claim_id
        The row's key in ``battlefield_claims``.
    wording
        What is counted, in the words of the column ``measure``.
    source
        Who says so, as in the column ``claimed_by``.
    kind
        ``op-ed``, ``claim`` or ``independent``.
    value
        In ``unit``; the middle of the range where the source gives a range only.
    low, high
        The range; low alone means "at least", high alone "up to".
    unit
        Unit of value, low and high.
    end
        Last day that the number speaks about.
    page
        Address of the page.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures.evidence import claimed
    >>> claim = claimed(load("battlefield_claims"), ["Z04b"])["Z04b"]
    >>> claim.wording, claim.value, claim.low, claim.high
    ('soldiers used', 320.0, 320.0, None)
    """

    claim_id: str
    wording: str
    source: str
    kind: Kind
    value: float
    low: float | None  # alone: "at least"
    high: float | None  # alone: "up to"
    unit: str
    end: date
    page: str


def _kind_of(source: str) -> Kind:
    """Tell whose number it is: the op-ed's, a party's, or an independent one."""
    if source == "op-ed" or source.startswith("derived from the op-ed"):
        return "op-ed"
    return "independent" if source.startswith(_INDEPENDENT) else "claim"


def claimed(claims: IntoFrame, ids: Sequence[str]) -> dict[str, Claimed]:
    """Pick rows by ``claim_id``; rows that give words only or a date have no number and are left out.

    Parameters
    ----------
    claims
        ``battlefield_claims``: claim_id, date_end, measure, value, value_low, value_high, unit, claimed_by.
    ids
        The rows wanted, in this order.

    Returns
    -------
    dict
        ``claim_id`` to :class:`Claimed`, in the order of ``ids``. A source that gives only a range is placed at its middle.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures.evidence import claimed
    >>> found = claimed(load("battlefield_claims"), ["Z04a", "Z04b"])
    >>> [(claim.source, claim.value, claim.unit) for claim in found.values()]
    [('op-ed', 320.0, 'people'), ('Southern Defence Forces of Ukraine', 320.0, 'people')]
    """
    names = (
        "claim_id",
        "date_end",
        "measure",
        "value",
        "value_low",
        "value_high",
        "unit",
        "claimed_by",
        "source_url",
    )
    by_id = {row["claim_id"]: row for row in records(claims, *names)}
    found = {}
    for key in ids:
        row = by_id[key]
        value, low, high = (_number(row[name]) for name in ("value", "value_low", "value_high"))
        if value is None and (low is None or high is None):
            continue
        # A source that gives only a range is placed at its middle.
        value = value if value is not None else (low + high) / 2  # type: ignore[operator]
        found[key] = Claimed(
            key,
            row["measure"],
            row["claimed_by"],
            _kind_of(row["claimed_by"]),
            value,
            low,
            high,
            row["unit"],
            row["date_end"],
            row["source_url"],
        )
    return found


def versus_sources(claims: IntoFrame, quantities: Mapping[str, Sequence[str]]) -> Any:
    """Set the op-ed's number of each quantity beside every source's.

    Parameters
    ----------
    claims
        As in :func:`claimed`.
    quantities
        Label of a quantity to the ``claim_id`` of its rows.

    Returns
    -------
    native dataframe
        quantity, source, value, low, high, told, kind (op-ed, claim, independent), wording, unit, claim_id, page. A number given
        as "at least" has a low alone, one given as "up to" a high alone; ``told`` says it in words.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures.evidence import versus_sources
    >>> found = versus_sources(load("battlefield_claims"), {"Soldiers used": ["Z04a", "Z04b"]})
    >>> found[["source", "told", "kind"]].to_dict("records")
    [{'source': 'the op-ed', 'told': '320', 'kind': 'op-ed'}, {'source': 'Southern Defence Forces of Ukraine', 'told': 'at least 320', 'kind': 'claim'}]
    """
    rows = []
    for quantity, ids in quantities.items():
        found = claimed(claims, ids).values()
        alike = len({claim.wording for claim in found}) == 1
        for claim in found:
            voice = _VOICES.get(claim.source, claim.source)
            rows.append(
                {
                    **vars(claim),
                    "quantity": quantity,
                    "value": None if _is_bound(claim) else claim.value,
                    "told": _words(claim),
                    # "destroyed" and "damaged" are not the same thing, even in one block.
                    "source": voice
                    if alike or claim.wording == quantity.lower()
                    else f"{voice}: {claim.wording}",
                }
            )
    names = (
        "quantity",
        "source",
        "value",
        "low",
        "high",
        "told",
        "kind",
        "wording",
        "unit",
        "claim_id",
        "page",
    )
    return like(claims, columns_of(rows, *names))


def _is_bound(claim: Claimed) -> bool:
    return (claim.low is None) != (claim.high is None)


def _words(claim: Claimed) -> str:
    if claim.low is not None and claim.high is not None:
        return f"{claim.low:g} to {claim.high:g}"
    words = "" if not _is_bound(claim) else "at least " if claim.low is not None else "up to "
    return f"{words}{claim.value:g}"


def rows_of(*ids: str) -> Rows:
    """Point at rows of ``battlefield_claims``.

    Parameters
    ----------
    *ids
        Values of ``claim_id``.

    Returns
    -------
    Rows
        Of the table ``battlefield_claims``.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures.evidence import rows_of
    >>> rows_of("Z04a", "Z04b").of(load)["claimed_by"].tolist()
    ['op-ed', 'Southern Defence Forces of Ukraine']
    """
    return Rows.matching("battlefield_claims", claim_id=ids)


def stated(load: Load, name: str, claim_id: str, unit: str | None = None, *, digits: int = 0) -> Measure:
    """Repeat one source's number as it was given; "at least" gives a low without a high.

    Parameters
    ----------
    load
        Gives a table by its name: :func:`figures.load`.
    name
        Dotted name of the measure.
    claim_id
        The row of ``battlefield_claims``.
    unit
        Unit to print; that of the row without it.
    digits
        Decimals in print.

    Returns
    -------
    Measure
        Its value, range, unit and day as the row has them; ``claimed_by`` is ``None`` for independent sources.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures.evidence import stated
    >>> made = stated(load, "assaults.soldiers", "Z04b")
    >>> made.text, made.unit, made.claimed_by
    ('320', 'people', 'Southern Defence Forces of Ukraine')
    """
    rows = rows_of(claim_id)
    claim = claimed(rows.of(load), [claim_id])[claim_id]
    return Measure(
        name=name,
        value=claim.value,
        low=claim.low,
        high=claim.high,
        unit=unit or claim.unit,
        formula=f"As given by the source for: {claim.wording}.",
        rows=(rows,),
        as_of=claim.end,
        claimed_by=None
        if claim.kind == "independent"
        else re.sub("^Zelensky", "President Zelensky", claim.source),
        digits=digits,
    )


def _number(value: Any) -> float | None:
    """Read a number; dates and empty cells are not numbers."""
    try:
        return None if value in (None, "") else float(value)
    except ValueError:
        return None
