"""The talks of spring 2025: who met, who warned, what Moscow asked for, and which threats of cost were carried out.

The events are those that this project found and checked. What a row is called in a picture is written here, in
our own words; the tables name the pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoFrame

from figures.errors import ContractError
from figures.measures._frames import columns_of, like, records
from figures.measures.measure import Measure, Rows, numbers
from figures.measures.pressure import BEFORE
from figures.measures.window import Window
from figures.theme import Colour

if TYPE_CHECKING:
    from figures.measures.measure import Load

Key = tuple[date, str, str]
"""Date, actor and kind (``diplomacy_events``) or domain (``pressure_events``): enough to name one row."""

OP_ED = date(2025, 4, 18)
SHOWN = Window("shown", date(2025, 1, 20), date(2025, 4, 30))
_MID_APRIL = Window("mid_april", date(2025, 4, 14), date(2025, 4, 18))
_LATER = Window("later", date(2025, 4, 19), date(2025, 5, 31))
_FIRST_TARIFF = (date(2025, 8, 6), "tariffs")
_FIRST_LISTINGS = (date(2025, 10, 22), "sanctions")

MEETINGS = "Meetings and calls"
"""A lane of :func:`timeline`."""
AGREED = "Agreements, truces and offers"
"""A lane of :func:`timeline`."""
WARNED = "U.S. warnings and pressure"
"""A lane of :func:`timeline`."""
ASKED = "Russian conditions and demands"
"""A lane of :func:`timeline`."""
LANES: Mapping[str, Colour] = {
    MEETINGS: "ink",
    AGREED: "teal",
    WARNED: "violet",
    ASKED: "red",
}
"""Lane of :func:`timeline` to colour, in the order of drawing."""
# In this order the rows of ``diplomacy_events`` go into a lane by their kind; three rows of other kinds belong there too.
_LANE_OF_KIND = {
    "talks": MEETINGS,
    "agreement": AGREED,
    "ceasefire": AGREED,
    "proposal": AGREED,
    "ultimatum": WARNED,
    "demand": ASKED,
}
_LANE_OF_ROW: Mapping[Key, str] = {
    (date(2025, 3, 3), "US government", "other"): WARNED,
    (date(2025, 3, 13), "Putin (Russia)", "statement"): ASKED,
    (date(2025, 4, 17), "Nebenzya (Russia)", "statement"): ASKED,
}
_NAMES: Mapping[Key, str] = {
    (date(2025, 1, 22), "Trump (US)", "ultimatum"): "Trump: tariffs on Russia",
    (date(2025, 2, 12), "Trump (US); Putin (Russia)", "talks"): "Trump–Putin call",
    (date(2025, 2, 12), "Trump (US); Zelensky (Ukraine)", "talks"): "Trump–Zelensky call",
    (
        date(2025, 2, 18),
        "US and Russian delegations (Rubio, Waltz, Witkoff; Lavrov, Ushakov)",
        "talks",
    ): "U.S. and Russia in Riyadh",
    (date(2025, 2, 28), "Trump, Vance (US); Zelensky (Ukraine)", "talks"): "Oval Office dispute",
    (date(2025, 3, 3), "US government", "other"): "aid to Ukraine paused",
    (date(2025, 3, 7), "Trump (US)", "ultimatum"): "Trump: sanctions on Russia",
    (
        date(2025, 3, 11),
        "US and Ukrainian delegations (Rubio, Waltz; Yermak, Sybiha, Umerov)",
        "agreement",
    ): "Kyiv accepts a full truce",
    (date(2025, 3, 13), "Putin (Russia)", "statement"): "conditions for a truce",
    (
        date(2025, 3, 18),
        "Trump (US); Putin (Russia)",
        "ceasefire",
    ): "Putin: energy pause, no full truce",
    (date(2025, 3, 23), "US and Ukrainian delegations; Kremlin", "talks"): "U.S. and Ukraine in Riyadh",
    (date(2025, 3, 25), "US, Russia, Ukraine", "agreement"): "Black Sea, if sanctions end",
    (date(2025, 3, 28), "Putin (Russia)", "demand"): "interim rule for Ukraine",
    (date(2025, 3, 30), "Trump (US)", "ultimatum"): "Trump: tariffs on Russia’s oil",
    (
        date(2025, 4, 11),
        "US administration (unnamed source)",
        "ultimatum",
    ): "more sanctions after April",
    (date(2025, 4, 11), "Witkoff (US); Putin (Russia)", "talks"): "Witkoff meets Putin",
    (date(2025, 4, 17), "Peskov (Russia)", "demand"): "Peskov: four regions",
    (date(2025, 4, 17), "Nebenzya (Russia)", "statement"): "full truce “unrealistic”",
    (date(2025, 4, 17), "US, France, UK, Germany, Ukraine delegations", "talks"): "Paris talks",
    (date(2025, 4, 18), "Rubio (US)", "ultimatum"): "Rubio: “move on”",
    (date(2025, 4, 18), "Trump (US)", "ultimatum"): "Trump: “take a pass”",
    (date(2025, 4, 19), "Putin (Russia)", "ceasefire"): "Putin: Easter truce",
    (date(2025, 4, 20), "Zelensky, Syrskyi (Ukraine)", "proposal"): "Kyiv: no long-range strikes",
    (date(2025, 4, 22), "Putin (Russia), as reported", "proposal"): "Putin: halt on the front line",
    (date(2025, 4, 23), "Peskov (Russia)", "demand"): "Peskov: leave four regions",
    (date(2025, 4, 23), "US, UK, France, Germany, Ukraine", "talks"): "London, without Rubio",
    (date(2025, 4, 23), "Vance (US)", "ultimatum"): "Vance: “walk away”",
    (date(2025, 4, 25), "Witkoff (US); Putin (Russia)", "talks"): "Witkoff meets Putin",
    (date(2025, 4, 26), "Trump (US); Zelensky (Ukraine)", "ultimatum"): "Trump: banking sanctions",
    (date(2025, 4, 27), "Rubio (US)", "ultimatum"): "Rubio: “critical week”",
    (date(2025, 4, 28), "Putin (Russia)", "ceasefire"): "Putin: truce in May",
    (date(2025, 4, 30), "Bessent (US); Svyrydenko (Ukraine)", "agreement"): "U.S.–Ukraine minerals deal",
}
REPORTED = "reported by unnamed sources"
"""The state of what only unnamed sources say."""
_REPORTED: Sequence[Key] = (
    (date(2025, 4, 11), "US administration (unnamed source)", "ultimatum"),
    (date(2025, 4, 22), "Putin (Russia), as reported", "proposal"),
)
# Rows that hold something Moscow asked for or made a condition, up to the op-ed; two of them are agreements as well.
_CONDITIONS: Sequence[Key] = (
    (date(2025, 3, 13), "Putin (Russia)", "statement"),
    (date(2025, 3, 18), "Trump (US); Putin (Russia)", "ceasefire"),
    (date(2025, 3, 25), "US, Russia, Ukraine", "agreement"),
    (date(2025, 3, 28), "Putin (Russia)", "demand"),
    (date(2025, 4, 17), "Peskov (Russia)", "demand"),
)
_PARTIAL_TRUCES: Sequence[Key] = (_CONDITIONS[1], _CONDITIONS[2])
_REPEATED: Sequence[Key] = (
    (date(2025, 4, 23), "Vance (US)", "ultimatum"),
    (date(2025, 4, 27), "Rubio (US)", "ultimatum"),
    (date(2025, 5, 1), "Bruce (US State Department)", "statement"),
    (date(2025, 5, 19), "Trump (US); Putin (Russia)", "talks"),
)

THREATENED = "Threatened, not found carried out by 18 April"
"""A lane of :func:`costs`."""
COURTS = "Carried out: courts and police"
"""A lane of :func:`costs`."""
OTHER_ENDS = "Carried out: listings with other stated aims"
"""A lane of :func:`costs`."""
INHERITED = "Took effect: set on 10 January, before the inauguration"
"""A lane of :func:`costs`."""
ORIGINS: Mapping[str, Colour] = dict.fromkeys((THREATENED, COURTS, OTHER_ENDS, INHERITED), "violet")
"""Lane of :func:`costs` to colour, in the order of drawing."""
_COSTS: Mapping[Key, tuple[str, str]] = {
    (date(2025, 1, 22), "threatened", "tariffs"): (THREATENED, "president: taxes, tariffs, sanctions"),
    (date(2025, 2, 11), "imposed", "sanctions"): (OTHER_ENDS, "web host of ransomware gangs"),
    (date(2025, 2, 13), "announced", "export_controls"): (COURTS, "charges over aircraft parts"),
    (date(2025, 2, 21), "announced", "export_controls"): (COURTS, "prison for a freight agent"),
    (date(2025, 2, 27), "imposed", "sanctions"): (INHERITED, "oil-services ban in force"),
    (date(2025, 3, 6), "imposed", "legal"): (COURTS, "crypto exchange taken down"),
    (date(2025, 3, 6), "threatened", "sanctions"): (THREATENED, "Treasury: sanctions to the full"),
    (date(2025, 3, 7), "threatened", "sanctions"): (THREATENED, "president: banking sanctions, tariffs"),
    (date(2025, 3, 12), "expired", "secondary_sanctions"): (INHERITED, "licence for energy payments lapses"),
    (date(2025, 3, 30), "threatened", "tariffs"): (THREATENED, "president: tariffs on oil buyers"),
    (date(2025, 4, 1), "threatened", "secondary_sanctions"): (THREATENED, "Senate bill: tariffs on buyers"),
    (date(2025, 4, 2), "imposed", "sanctions"): (OTHER_ENDS, "suppliers of the Houthis"),
}
_REPORTED_THREAT: Key = (date(2025, 4, 11), "US administration (unnamed source)", "ultimatum")
_REPORTED_NAME = "unnamed source: sanctions after April"
_THREAT_KINDS = (
    "direct_party_threat",
    "first_to_suffer_threat",
    "hybrid_or_military_warning",
    "nuclear_threat",
)


def timeline(events: IntoFrame) -> Any:
    """List the meetings, agreements, warnings and demands of the talks, each in a lane and with a short name.

    Parameters
    ----------
    events
        ``diplomacy_events``: date, actor, kind, source_url.

    Returns
    -------
    native dataframe
        date, lane, name, state (on record, reported by unnamed sources), source_url; by date.

    Raises
    ------
    ContractError
        When a row that belongs into the picture has no name yet.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import talks
    >>> found = talks.timeline(load("diplomacy_events"))
    >>> found[["lane", "name", "state"]].to_dict("records")[0]
    {'lane': 'U.S. warnings and pressure', 'name': 'Trump: tariffs on Russia', 'state': 'on record'}
    """
    rows = []
    for row in records(events, "date", "actor", "kind", "source_url"):
        key = (row["date"], row["actor"], row["kind"])
        lane = _LANE_OF_ROW.get(key) or _LANE_OF_KIND.get(row["kind"])
        if lane is None or row["date"] not in SHOWN:
            continue
        if key not in _NAMES:
            raise ContractError(f"talks.timeline: the event {key} has no name")
        state = REPORTED if key in _REPORTED else "on record"
        rows.append({**row, "lane": lane, "name": _NAMES[key], "state": state})
    rows.sort(key=lambda row: (row["date"], list(LANES).index(row["lane"]), row["name"]))
    return like(events, columns_of(rows, "date", "lane", "name", "state", "source_url"))


def costs(pressure: IntoFrame, diplomacy: IntoFrame) -> Any:
    """List the U.S. threats of cost to Russia and the measures that took effect, by where they came from.

    Parameters
    ----------
    pressure
        ``pressure_events``: date, actor, direction, kind, domain, source_url.
    diplomacy
        ``diplomacy_events``; one reported threat is only there.

    Returns
    -------
    native dataframe
        date, lane, name, kind (threat, measure), source_url; by date.

    Raises
    ------
    ContractError
        When a step has no name yet.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import talks
    >>> found = talks.costs(load("pressure_events"), load("diplomacy_events"))
    >>> found[["lane", "name", "kind"]].to_dict("records")[0]
    {'lane': 'Threatened, not found carried out by 18 April', 'name': 'president: taxes, tariffs, sanctions', 'kind': 'threat'}
    """
    rows = []
    for row in records(pressure, "date", "actor", "direction", "kind", "domain", "source_url"):
        if row["actor"] != "US" or row["direction"] != "cost_on_russia" or row["date"] not in BEFORE:
            continue
        key = (row["date"], row["kind"], row["domain"])
        if key not in _COSTS:
            raise ContractError(f"talks.costs: the step {key} has no name")
        lane, name = _COSTS[key]
        kind = "threat" if row["kind"] == "threatened" else "measure"
        rows.append({**row, "lane": lane, "name": name, "kind": kind})
    rows += [
        {**row, "lane": THREATENED, "name": _REPORTED_NAME, "kind": "threat"}
        for row in records(diplomacy, "date", "actor", "kind", "source_url")
        if (row["date"], row["actor"], row["kind"]) == _REPORTED_THREAT
    ]
    rows.sort(key=lambda row: (row["date"], list(ORIGINS).index(row["lane"])))
    return like(pressure, columns_of(rows, "date", "lane", "name", "kind", "source_url"))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``talks.*``: meetings, conditions and threats of cost counted, before and after the op-ed."""
    until_op_ed = Window("before", SHOWN.start, OP_ED)
    shown = Rows.matching("diplomacy_events", date=SHOWN)
    drawn = len(records(timeline(shown.of(load)), "date"))
    meetings = Rows.matching("diplomacy_events", kind="talks", date=until_op_ed)
    cost_rows = (
        Rows.matching("pressure_events", actor="US", direction="cost_on_russia", date=BEFORE),
        _pick([_REPORTED_THREAT]),
    )
    lanes = [row["lane"] for row in records(costs(*(rows.of(load) for rows in cost_rows)), "lane")]
    at_europe = Rows.matching("rhetoric_events", kind=_THREAT_KINDS, date=_MID_APRIL)
    made = [
        _count(
            load,
            "talks.meetings.before",
            meetings,
            unit="meetings and calls in our list",
            as_of=until_op_ed.end,
            formula="Rows of the kind talks from the inauguration to the op-ed; what ended in an agreement or a ceasefire is filed "
            "under these (11, 18 and 25 March), and the list is not complete.",
        ),
        _count(
            load,
            "talks.moscow.conditions.before",
            _pick(_CONDITIONS),
            unit="occasions in our list",
            as_of=OP_ED,
            formula="Rows from the inauguration to the op-ed in which Moscow named a demand or a condition; which do is our reading.",
        ),
        _count(
            load,
            "talks.moscow.partial_truces.before",
            _pick(_PARTIAL_TRUCES),
            unit="partial truces",
            as_of=OP_ED,
            formula="Rows from the inauguration to the op-ed in which Moscow agreed to a truce of limited scope.",
        ),
        _count(
            load,
            "talks.warnings_to_leave.after",
            _pick(_REPEATED),
            unit="occasions in our list",
            as_of=_LATER.end,
            formula="Rows from 19 April to the end of May 2025 in which U.S. officials spoke again of leaving the talks.",
        ),
        _count(
            load,
            "talks.threats_at_europe.mid_april",
            at_europe,
            unit="statements in our list",
            as_of=_MID_APRIL.end,
            formula="Russian statements of 14 to 18 April 2025 about European states, classed as a threat or a military warning; "
            "mere criticism is left out.",
        ),
        Measure(
            name="talks.timeline.left_out",
            value=shown.count(load) - drawn,
            unit="rows of our list of events",
            formula="All rows of the days shown, less those that the timeline draws; left out are statements and other steps.",
            rows=(shown,),
            as_of=SHOWN.end,
        ),
        Measure(
            name="talks.us.threats_of_cost.before",
            value=lanes.count(THREATENED),
            unit="threats of cost to Russia in our list",
            formula="U.S. rows that threaten Russia with a cost, one of them a bill in the Senate, and one report from an unnamed source.",
            rows=cost_rows,
            as_of=OP_ED,
        ),
        Measure(
            name="talks.us.inherited_measures.before",
            value=lanes.count(INHERITED),
            unit="measures in our list",
            formula="U.S. rows that cost Russia something and had been set before the inauguration, left to take effect after it.",
            rows=cost_rows[:1],
            as_of=OP_ED,
        ),
    ]
    return [*made, *_delays(load)]


def _pick(keys: Sequence[Key]) -> Rows:
    return Rows(
        "diplomacy_events",
        " or ".join(
            f"({Window('', day, day).where()} and actor == '{actor}' and kind == '{kind}')"
            for day, actor, kind in keys
        ),
    )


def _count(load: Load, name: str, rows: Rows, *, unit: str, as_of: date, formula: str) -> Measure:
    return Measure(name=name, value=rows.count(load), unit=unit, formula=formula, rows=(rows,), as_of=as_of)


@numbers
def _delays(load: Load) -> list[Measure]:
    """Count the days from the op-ed to the first measures of the kinds that had been threatened, and from the first threat to it."""
    made = []
    for name, (day, domain), what in (
        ("talks.days.op_ed_to_tariff", _FIRST_TARIFF, "the extra tariff on India over Russian oil"),
        ("talks.days.op_ed_to_listings", _FIRST_LISTINGS, "the listings of two Russian oil companies"),
    ):
        rows = Rows.matching("pressure_events", actor="US", domain=domain, date=day)
        found = min(row["date"] for row in records(rows.of(load), "date"))
        made.append(
            Measure(
                name=name,
                value=(found - OP_ED).days,
                unit="days",
                formula=f"Days from 18 April 2025 to {what}.",
                rows=(rows,),
                as_of=found,
            )
        )
    rows = Rows.matching("pressure_events", actor="US", kind="threatened", date=BEFORE)
    first = min(row["date"] for row in records(rows.of(load), "date"))
    made.append(
        Measure(
            name="talks.days.first_threat_to_op_ed",
            value=(OP_ED - first).days,
            unit="days",
            formula="Days from the first U.S. threat of cost to Russia after the inauguration to 18 April 2025.",
            rows=(rows,),
            as_of=OP_ED,
        )
    )
    return made
