"""Steps taken on Russia and on Ukraine before and after 18 April 2025, by actor and direction.

Rows are the events that we found and checked. Their number shows coverage, not weight: a listing of two
hundred tankers is one row, and so is a court case.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.measures._frames import columns_of, last_day, like, records, within
from figures.measures.measure import Measure, Not, Rows, numbers
from figures.measures.window import Window

if TYPE_CHECKING:
    from figures.measures.measure import Load

US = "US"
BEFORE = Window("before", date(2025, 1, 20), date(2025, 4, 18))
"""From the inauguration to the day of the op-ed."""
_TALKS = Window("talks", date(2025, 2, 18), date(2025, 4, 18))
SIDES = {
    "cost_on_russia": "Cost on Russia",
    "relief_for_russia": "Relief for Russia",
    "support_for_ukraine": "Support for Ukraine",
    "pressure_on_ukraine": "Pressure on Ukraine",
}
STATES = {
    "measures": "carried out, announced or left to take effect",
    "threats": "threats or reported options",
}
ON_RUSSIA = ("Cost on Russia", "Relief for Russia")
"""The two sides that are about Russia."""
ON_UKRAINE = ("Support for Ukraine", "Pressure on Ukraine")
"""The two sides that are about Ukraine."""
_SIZES = {
    "eu_2025_02_24": (date(2025, 2, 24), "EU", "sanctions"),
    "uk_2025_02_24": (date(2025, 2, 24), "UK", "sanctions"),
    "canada_2025_02_24": (date(2025, 2, 24), "Canada", "sanctions"),
    "australia_2025_02_24": (date(2025, 2, 24), "Australia", "sanctions"),
    "uk_2025_03_02": (date(2025, 3, 2), "UK", "military_aid"),
    "germany_2025_04_11": (date(2025, 4, 11), "Germany", "military_aid"),
}
# Window to the counts that the text states.
_COUNTS = {
    "before": (
        "us.cost_on_russia.measures",
        "us.cost_on_russia.threats",
        "us.relief_for_russia.measures",
        "us.relief_for_russia.threats",
        "us.support_for_ukraine.measures",
        "us.pressure_on_ukraine.measures",
        "allies.cost_on_russia.measures",
        "allies.relief_for_russia.measures",
    ),
    "talks": ("us.cost_on_russia.measures", "allies.cost_on_russia.measures"),
    "after": (
        "us.cost_on_russia.measures",
        "us.relief_for_russia.measures",
        "allies.cost_on_russia.measures",
    ),
}
_EVENT = ("date", "actor", "actor_group", "side", "direction", "kind", "domain", "title", "source_url")
_WEIGHT = "rows show coverage, not weight"


def _group_of(actor: str) -> str:
    """Sort actors into the United States and its allies; every actor of the table is one or the other."""
    return "United States" if actor == US else "Allies"


def _dated_events(events: IntoFrame, window: Window) -> Any:
    """List events for a chart with two sides of an axis; extensions and statements that point neither way are left out."""
    chosen = within("date", window.start, window.end) & (nw.col("direction") != "neutral")
    rows = [
        row
        | {
            "actor_group": _group_of(row["actor"]),
            "side": SIDES[row["direction"]],
            "kind": "threat" if row["kind"] == "threatened" else "measure",
        }
        for row in records(
            events, "date", "actor", "direction", "kind", "title", "domain", "source_url", where=chosen
        )
    ]
    rows.sort(key=lambda row: (row["date"], row["actor_group"], row["title"]))
    return like(events, columns_of(rows, *_EVENT))


def steps(events: IntoFrame, group: str, sides: Sequence[str], window: Window = BEFORE) -> Any:
    """List the steps of one group of actors in two directions, with the page of each; extensions of earlier steps are left out.

    Parameters
    ----------
    events
        Columns date, actor, direction, kind, title, domain, source_url (``pressure_events``).
    group
        ``United States`` or ``Allies``.
    sides
        Two sides, such as :data:`ON_RUSSIA` or :data:`ON_UKRAINE`.
    window
        Dates of the events.

    Returns
    -------
    native dataframe
        date, actor, actor_group (United States, Allies), side (in words), direction, kind (measure, threat), domain, title, source_url; by
        date.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import pressure
    >>> found = pressure.steps(load("pressure_events"), "United States", pressure.ON_RUSSIA)
    >>> found["side"].unique().tolist()
    ['Cost on Russia', 'Relief for Russia']
    """
    frame = _dated_events(events, window)
    rows = [row for row in records(frame, *_EVENT) if row["actor_group"] == group and row["side"] in sides]
    return like(events, columns_of(rows, *rows[0]))


def before_after_pairs(events: IntoFrame) -> Any:
    """List :func:`before_after` as one row for each category and period: measures only, threats left out.

    Parameters
    ----------
    events
        As in :func:`steps`.

    Returns
    -------
    native dataframe
        category, period (before, after), rows.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import pressure
    >>> pressure.before_after_pairs(load("pressure_events")).to_dict("records")[:2]
    [{'category': 'United States: cost on Russia', 'period': 'before', 'rows': 7}, {'category': 'United States: cost on Russia', 'period': 'after', 'rows': 3}]
    """
    found = before_after(events, BEFORE, after_window(events))
    rows = [
        {
            "category": f"{row['actor_group']}: {row['side'][0].lower() + row['side'][1:]}",
            "period": period,
            "rows": row[period],
        }
        for row in records(found, "actor_group", "side", "kind", "before", "after")
        if row["kind"] == "measure"
        for period in ("before", "after")
    ]
    return like(events, columns_of(rows, "category", "period", "rows"))


def _tally(events: IntoFrame, window: Window) -> dict[tuple[str, str, str], int]:
    """Count events by actor group, direction and kind (measure, threat)."""
    found: dict[tuple[str, str, str], int] = {}
    for row in records(_dated_events(events, window), "actor_group", "direction", "kind"):
        key = row["actor_group"], row["direction"], row["kind"]
        found[key] = found.get(key, 0) + 1
    return found


def before_after(events: IntoFrame, before: Window, after: Window) -> Any:
    """Compare two windows by actor group and direction.

    No rate per day is given on purpose: the windows differ in length, and the list is much denser up to
    18 April 2025 than after it, which may reflect the search.

    Parameters
    ----------
    events
        As in :func:`steps`.
    before, after
        The two windows.

    Returns
    -------
    native dataframe
        actor_group, side, kind (measure, threat), before, after (rows).

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import pressure
    >>> events = load("pressure_events")
    >>> found = pressure.before_after(events, pressure.BEFORE, pressure.after_window(events))
    >>> found.to_dict("records")[0]
    {'actor_group': 'United States', 'side': 'Cost on Russia', 'kind': 'measure', 'before': 7, 'after': 3}
    """
    first, second = _tally(events, before), _tally(events, after)
    rows = [
        {
            "actor_group": group,
            "side": side,
            "kind": kind,
            "before": first.get((group, direction, kind), 0),
            "after": second.get((group, direction, kind), 0),
        }
        for group in ("United States", "Allies")
        for direction, side in SIDES.items()
        for kind in ("measure", "threat")
        if (group, direction, kind) in first or (group, direction, kind) in second
    ]
    return like(events, columns_of(rows, "actor_group", "side", "kind", "before", "after"))


def after_window(events: IntoFrame) -> Window:
    """Return the days from 19 April 2025 to the last event.

    Parameters
    ----------
    events
        As in :func:`steps`.

    Returns
    -------
    Window
        Both ends included.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import pressure
    >>> pressure.after_window(load("pressure_events")).start
    datetime.date(2025, 4, 19)
    """
    return Window("after", date(2025, 4, 19), last_day(events, "date"))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``pressure.*``: rows of the list of events by actor, direction and window, and the sizes that pages give."""
    made = []
    for window in (BEFORE, _TALKS, after_window(load("pressure_events"))):
        for name in _COUNTS[window.label]:
            who, direction, state = name.split(".")
            searched = {"actor": US if who == "us" else Not(US), "date": window}
            wanted = "threatened" if state == "threats" else Not("threatened")
            matching = Rows.matching("pressure_events", **searched, direction=direction, kind=wanted)
            count = matching.count(load)
            made.append(
                Measure(
                    name=f"pressure.{name}.{window.label}",
                    value=count,
                    unit="rows of our list of events",
                    formula=f"Rows from {window} by "
                    f"{'the United States' if who == 'us' else 'allies and NATO'} in the direction "
                    f"{SIDES[direction].lower()} that are {STATES[state]}; {_WEIGHT}"
                    + ("." if count else "; none found among the rows searched, which are shown."),
                    rows=(matching if count else Rows.matching("pressure_events", **searched),),
                    as_of=window.end,
                )
            )
    return [*made, *_sizes(load)]


@numbers
def _sizes(load: Load) -> list[Measure]:
    """Repeat the size that a page gives for one step; sizes are never added up, as steps can be parts of one package."""
    made = []
    for name, (day, actor, domain) in _SIZES.items():
        rows = Rows.matching("pressure_events", date=day, actor=actor, domain=domain, size=Not(None))
        (row,) = records(rows.of(load), "title", "size", "size_unit")
        made.append(
            Measure(
                name=f"pressure.size.{name}",
                value=float(row["size"]),
                unit=row["size_unit"],
                formula=f"As given by the page cited for: {row['title']}.",
                rows=(rows,),
                as_of=day,
                digits=0 if float(row["size"]).is_integer() else 1,
            )
        )
    return made
