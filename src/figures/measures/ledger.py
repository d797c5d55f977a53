"""How many lines of the op-ed have which verdict? The ledger, counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoFrame

from figures.claims import firmness
from figures.claims.agreement import alpha
from figures.claims.verdicts import SECTIONS, VERDICTS, Part, Verdict, verdict
from figures.measures._frames import columns_of, like, records
from figures.measures.measure import Measure, Rows, numbers

if TYPE_CHECKING:
    from figures.measures.measure import Load

_OPED = date(2025, 4, 18)
_ROWS = Rows("claims", "line >= 1")
_PARTS = Rows("claim_parts", "line >= 1")
_FIRM = Rows("claims", "firm == 'yes'")


def by_section(ledger: IntoFrame) -> Any:
    """Count the lines of each verdict in each section of the op-ed.

    Parameters
    ----------
    ledger
        Columns line, section, verdict (``claims``).

    Returns
    -------
    native dataframe
        section, verdict (both as printed), lines: those with at least one line, in the order of op-ed and scale.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import ledger
    >>> ledger.by_section(load("claims")).to_dict("records")[0]
    {'section': 'The ultimatum', 'verdict': 'Mostly supported', 'lines': 3}
    """
    table = records(ledger, "line", "section", "verdict")
    rows = [
        {"section": label, "verdict": word, "lines": lines}
        for section, label in SECTIONS.items()
        for name, word in VERDICTS.items()
        if (lines := sum(row["section"] == section and row["verdict"] == name for row in table))
    ]
    return like(ledger, columns_of(rows, "section", "verdict", "lines"))


def reach(parts: IntoFrame) -> Any:
    """Say how far each graded line could move if one finding or one weight were otherwise.

    Parameters
    ----------
    parts
        Columns line, main, finding (``claim_parts``).

    Returns
    -------
    native dataframe
        line, verdict, best, worst (as printed; within one change, on the scale), firm (yes or no), words (a sentence), for each
        line with a grade.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import ledger
    >>> ledger.reach(load("claim_parts"))[["line", "verdict", "best", "worst", "firm"]].to_dict("records")[0]
    {'line': 'L1', 'verdict': 'Mostly supported', 'best': 'Mostly supported', 'worst': 'As one side claims', 'firm': 'yes'}
    """
    lines: dict[int, list[Part]] = {}
    for row in records(parts, "line", "main", "finding"):
        part = Part(says="", main=row["main"] == "main", finding=row["finding"])
        lines.setdefault(row["line"], []).append(part)
    rows = []
    for line, own in sorted(lines.items()):
        now = verdict(own)
        if now == "unverified":
            continue
        within = [VERDICTS[name] for name in firmness.reach(own) if name != "unverified"]
        firm = firmness.firm(own)
        words = f"L{line}: {VERDICTS[now].lower()}; one change can make it anything from {within[0].lower()} to {within[-1].lower()}."
        rows.append(
            {
                "line": f"L{line}",
                "verdict": VERDICTS[now],
                "best": within[0],
                "worst": within[-1],
                "firm": "yes" if firm else "no",
                "words": words,
            }
        )
    return like(parts, columns_of(rows, *rows[0]))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``ledger.*``: the lines of the op-ed, in all and by verdict."""
    table = records(_ROWS.of(load), "line", "verdict")

    def counted(name: str, formula: str, *verdicts: Verdict) -> Measure:
        return Measure(
            name=f"ledger.{name}",
            value=sum(row["verdict"] in verdicts for row in table),
            unit="lines of the op-ed",
            formula=formula,
            rows=(_ROWS,),
            as_of=_OPED,
        )

    graded = tuple(name for name in VERDICTS if name not in ("unverified", "not_checkable"))
    leaning: dict[str, tuple[Verdict, Verdict]] = {
        "for": ("supported", "mostly_supported"),
        "against": ("mostly_not_supported", "not_supported"),
    }
    parts = records(
        _PARTS.of(load),
        *("first_main", "first_finding", "second_main", "second_finding", "settled"),
    )

    def agreement(of: str, words: str) -> Measure:
        pairs = [(row[f"first_{of}"], row[f"second_{of}"]) for row in parts]
        return Measure(
            name=f"ledger.agreement.{of}",
            value=alpha(pairs),
            unit="Krippendorff’s alpha",
            formula=f"Agreement of the two readings on {words} of each part, beyond chance: Krippendorff’s alpha for two readers "
            "and categories without an order.",
            rows=(_PARTS,),
            as_of=_OPED,
            digits=2,
        )

    firm = records(_ROWS.of(load), "firm")
    return [
        Measure(
            name="ledger.firm",
            value=sum(row["firm"] == "yes" for row in firm),
            unit="lines of the op-ed",
            formula="Graded lines that no single change of a finding or of a weight would move to another side.",
            rows=(_FIRM,),
            as_of=_OPED,
        ),
        Measure(
            name="ledger.parts",
            value=len(parts),
            unit="parts of lines",
            formula="All parts that graded lines were cut into.",
            rows=(_PARTS,),
            as_of=_OPED,
        ),
        Measure(
            name="ledger.settled",
            value=sum(row["settled"] == "yes" for row in parts),
            unit="parts of lines",
            formula="Parts on whose weight or finding the two readings differ, each settled with a reason.",
            rows=(_PARTS,),
            as_of=_OPED,
        ),
        agreement("finding", "the finding"),
        agreement("main", "main or minor"),
        counted("lines", "All lines that have a record in the ledger.", *VERDICTS),
        counted("graded", "Lines whose verdict lies between supported and not supported.", *graded),
        counted("leaning_for", "Lines that are supported or mostly supported.", *leaning["for"]),
        counted(
            "leaning_against", "Lines that are not supported or mostly not supported.", *leaning["against"]
        ),
        *(
            counted(name, f"Lines with the verdict “{word.lower()}”.", name)
            for name, word in VERDICTS.items()
        ),
    ]
