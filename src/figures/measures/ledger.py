"""How many lines of the op-ed have which verdict? The ledger, counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoFrame

from figures.claims.verdicts import SECTIONS, VERDICTS, Verdict
from figures.measures._frames import columns_of, like, records
from figures.measures.measure import Measure, Rows, numbers

if TYPE_CHECKING:
    from figures.measures.measure import Load

_OPED = date(2025, 4, 18)
_ROWS = Rows("claims", "line >= 1")


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
        for verdict, word in VERDICTS.items()
        if (lines := sum(row["section"] == section and row["verdict"] == verdict for row in table))
    ]
    return like(ledger, columns_of(rows, "section", "verdict", "lines"))


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
    return [
        counted("lines", "All lines that have a record in the ledger.", *VERDICTS),
        counted("graded", "Lines whose verdict lies between supported and not supported.", *graded),
        counted("leaning_for", "Lines that are supported or mostly supported.", *graded[:2]),
        counted("leaning_against", "Lines that are not supported or mostly not supported.", *graded[3:]),
        *(
            counted(name, f"Lines with the verdict “{word.lower()}”.", name)
            for name, word in VERDICTS.items()
        ),
    ]
