"""The claims about the assaults of 16 and 17 April 2025: who made them, and whether they add up."""

from __future__ import annotations

from datetime import date
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.measures._frames import columns_of, like, midnight, records, summed, within
from figures.measures.evidence import claimed, rows_of, stated
from figures.measures.measure import Measure, Rows, numbers
from figures.measures.window import Window

if TYPE_CHECKING:
    from figures.measures.measure import Load

GENERAL_STAFF = "General Staff of the Armed Forces of Ukraine"
_SOUTH = "Southern Defence Forces of Ukraine"
_ZELENSKY = "President Zelensky"
OP_ED = "the op-ed"

ZAPORIZHZHIA = {
    "Soldiers used": ("Z04a", "Z04b"),
    "Armoured vehicles used": ("Z05a", "Z05b", "Z05c"),
    "Tanks used": ("Z06a", "Z06b"),
    "Light buggies used": ("Z07a", "Z07b", "Z07c"),
    "Vehicles destroyed": ("Z08a", "Z08b", "Z08c"),
    "Tanks destroyed or damaged": ("Z09a", "Z09b"),
    "Killed or wounded": ("Z10a", "Z10b", "Z10e"),
}
"""Quantity to the ``claim_id`` of its rows: the assault of 16 April 2025 on the Zaporizhzhia front."""
POKROVSK = {
    "Companies in the attack": ("P02a", "P02b"),
    "Armoured fighting vehicles destroyed": ("P03a", "P03b"),
    "Motorcycles destroyed": ("P04a", "P04b"),
    "Other vehicles destroyed": ("P05a", "P05b"),
    "Artillery systems destroyed": ("P06b",),
    "Pieces of equipment destroyed": ("P07a", "P07b", "P07c", "P07d"),
    "Killed": ("P08a", "P08b"),
    "Wounded": ("P09a", "P09b"),
    "Killed or wounded": ("P10a", "P10b"),
}
"""The same for the assault of 17 April 2025 near Pokrovsk."""

# Where the op-ed and its sources, or two sources, do not agree; the tables beside the charts have the rest.
ZAPORIZHZHIA_LOSSES = {
    name: ZAPORIZHZHIA[name]
    for name in ("Vehicles destroyed", "Tanks destroyed or damaged", "Killed or wounded")
}
"""Those of the quantities that are losses."""
POKROVSK_DISPUTED = {
    name: POKROVSK[name]
    for name in ("Companies in the attack", "Pieces of equipment destroyed", "Killed or wounded")
}
"""Those of the quantities on which sources differ."""
_RATIO_NAMES = {
    "op-ed": "the op-ed, 17 April, Pokrovsk, from Zelensky’s figures",
    "derived from Zelensky": "Zelensky, 16 April, Zaporizhzhia front",
    "NATO officer (unnamed)": "NATO officer, March 2022",
    "Western official (unnamed)": "Western official, February 2023",
    "derived from UK Ministry of Defence": "UK Ministry of Defence, February 2023",
    "The Economist": "The Economist, to the end of 2023",
    "President Zelensky (claim)": "Zelensky, to December 2024",
}
# Who says so: the rows with the people and the vehicles lost on 16 April.
_LOSSES = {
    OP_ED: ("Z10a", "Z08a"),
    "Southern Defence Forces": ("Z10b", "Z08b"),
    _ZELENSKY: ("Z10e", "Z08c"),
}
DAY = date(2025, 4, 16)
_FIGHT = date(2025, 4, 17)
# The morning reports that cover the two days: a report is about the day before it.
REPORTS = Window("reports", _FIGHT, date(2025, 4, 18))
"""Dates of the reports that cover the days of the assaults."""
_USUAL = Window("the 60 days before", date(2025, 2, 15), date(2025, 4, 15))
SHOWN = Window("shown", date(2025, 2, 15), date(2025, 5, 15))
"""Days in the chart of armour."""
NEAR = Window("near", date(2025, 3, 20), date(2025, 5, 15))
"""Days in the table below it."""
_YEAR = Window("2025", date(2025, 1, 1), date(2025, 12, 31))
_ARMOUR = ("tank", "armoured_vehicle")


def shares(load: Load) -> Any:
    """Set the claimed losses of 16 April side by side as shares of the force.

    The force is that of the Southern Defence Forces: nobody else stated one. Vehicles are divided by armoured vehicles, tanks and buggies,
    and at the high end by armoured vehicles alone, since the sources do not say which were lost. The op-ed does say it: its share is of
    armoured vehicles, and its three tanks are added at the high end, as one outlet reads the forty as including tanks.

    Parameters
    ----------
    load
        Gives a table by its name: :func:`figures.load`.

    Returns
    -------
    native dataframe
        quantity, source, value, low, high (per cent), kind.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import assaults
    >>> assaults.shares(load).round(1).to_dict("records")[0]
    {'quantity': 'Soldiers', 'source': 'the op-ed', 'value': 43.8, 'low': nan, 'high': nan, 'kind': 'op-ed'}
    """
    claims = load("battlefield_claims")
    ids = ["Z04b", "Z05b", "Z06b", "Z07b", "Z09a", *(key for keys in _LOSSES.values() for key in keys)]
    known = {key: claim.value for key, claim in claimed(claims, ids).items()}
    armoured, tanks_lost = known["Z05b"], known["Z09a"]
    force = armoured + known["Z06b"] + known["Z07b"]
    rows: list[tuple[str, str, float, float | None]] = [
        ("Soldiers", source, 100 * known[people] / known["Z04b"], None)
        for source, (people, _) in _LOSSES.items()
    ]
    for source, (_, vehicles) in _LOSSES.items():
        lost = known[vehicles]
        low, high = (armoured, lost + tanks_lost) if source == OP_ED else (force, lost)
        rows.append(("Vehicles", source, 100 * lost / low, 100 * high / armoured))
    return like(
        claims,
        {
            "quantity": [quantity for quantity, *_ in rows],
            "source": [source for _, source, *_ in rows],
            "value": [value for *_, value, _ in rows],
            "low": [None if high is None else value for *_, value, high in rows],
            "high": [high for *_, high in rows],
            "kind": ["op-ed" if source == OP_ED else "claim" for _, source, *_ in rows],
        },
    )


def usual_days(losses: IntoFrame) -> list[tuple[str, date, date, float, bool]]:
    """Give the 60 days before the assaults as a window for a chart of days: label, start, end, mean, shaded.

    Parameters
    ----------
    losses
        As in :func:`armour_by_day`.

    Returns
    -------
    list of tuple
        What :class:`figures.charts.Window` takes; the mean is in vehicles per day.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import assaults
    >>> ((label, start, end, mean, shaded),) = assaults.usual_days(load("losses_daily"))
    >>> label, round(mean, 1), shaded
    ('the 60 days before', 30.2, False)
    """
    found = records(armour_by_day(losses, _USUAL), "date", "armour")
    mean = sum(row["armour"] for row in found) / _USUAL.days
    return [("the 60 days before", _USUAL.start, _USUAL.end, mean, False)]


def armour_by_day(losses: IntoFrame, window: Window) -> Any:
    """Add up tanks and other armoured vehicles claimed destroyed, by date of the report.

    Parameters
    ----------
    losses
        Columns date, category, daily (``losses_daily``). The report of a date covers the day before it.
    window
        Dates of reports.

    Returns
    -------
    native dataframe
        date, armour.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import assaults
    >>> assaults.armour_by_day(load("losses_daily"), assaults.REPORTS)["armour"].tolist()
    [70.0, 48.0]
    """
    chosen = (
        nw.col("category").is_in(_ARMOUR)
        & within("date", window.start, window.end)
        & ~nw.col("daily").is_null()
    )
    found = summed(losses, ["date"], "daily", where=chosen)
    return like(
        losses, {"date": [row["date"] for row in found], "armour": [float(row["daily"]) for row in found]}
    )


def reference_ratios(claims: IntoFrame, estimates: IntoFrame, model: IntoFrame, as_of: date = _FIGHT) -> Any:
    """List wounded per killed on the Russian side: the two claims of April 2025 and every reference found.

    Parameters
    ----------
    claims, estimates
        ``battlefield_claims`` and ``loss_ratio_estimates``.
    model
        Columns date, kind (casualties, deaths), estimate, low, high (``casualty_estimates_weekly``).
    as_of
        The model's last estimate up to this day is used.

    Returns
    -------
    native dataframe
        quantity, source, value, low, high, kind (op-ed, claim, independent), reference (true for references), table.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import assaults
    >>> tables = [load(name) for name in ("battlefield_claims", "loss_ratio_estimates", "casualty_estimates_weekly")]
    >>> assaults.reference_ratios(*tables)[["source", "value", "kind"]].round(2).to_dict("records")[0]
    {'source': 'the op-ed, 17 April, Pokrovsk, from Zelensky’s figures', 'value': 0.15, 'kind': 'op-ed'}
    """
    rows = []
    for claim in claimed(claims, ["Q01", "Q02", "Q03", "Q04", "Q05"]).values():
        rows.append(
            {
                "source": claim.source,
                "value": claim.value,
                "low": claim.value if claim.low is None else claim.low,
                "high": claim.value if claim.high is None else claim.high,
                "kind": claim.kind,
                "reference": claim.claim_id not in ("Q01", "Q02"),
                "table": "battlefield_claims",
            }
        )
    ratios = nw.col("measure") == "wounded_to_killed_ratio_russia"
    for row in records(estimates, "value", "value_low", "value_high", "estimator", where=ratios):
        low, high = row["value_low"] or row["value"], row["value_high"] or row["value"]
        rows.append(
            {
                "source": row["estimator"],
                "value": row["value"] or (low + high) / 2,
                "low": low,
                "high": high,
                "kind": "claim" if "claim" in row["estimator"] else "independent",
                "reference": True,
                "table": "loss_ratio_estimates",
            }
        )
    rows.append(_modelled_ratio(model, as_of))
    for row in rows:
        row["quantity"] = "References for Russian losses" if row["reference"] else "Claimed for one fight"
        row["source"] = _RATIO_NAMES.get(str(row["source"]), row["source"])
    names = ("quantity", "source", "value", "low", "high", "kind", "reference", "table")
    return like(claims, columns_of(rows, *names))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``assaults.*``: each claim about the two assaults, the shares and ratios that follow, and the days around them."""
    return [*_stated(load), *_shares(load), *_sums(load), *_ratios(load), *_armour(load)]


def _modelled_ratio(model: IntoFrame, as_of: date) -> dict[str, Any]:
    """Wounded per killed implied by a model that estimates casualties (dead and wounded) and deaths apart."""
    latest: dict[str, tuple[date, float]] = {}
    for row in records(model, "date", "kind", "estimate", where=nw.col("date") <= midnight(as_of)):
        known = latest.get(row["kind"])
        if known is None or row["date"] > known[0]:
            latest[row["kind"]] = row["date"], row["estimate"]
    ratio = latest["casualties"][1] / latest["deaths"][1] - 1
    return {
        "source": "The Economist's model, cumulative",
        "value": ratio,
        "low": ratio,
        "high": ratio,
        "kind": "independent",
        "reference": True,
        "table": "casualty_estimates_weekly",
    }


@numbers
def _stated(load: Load) -> list[Measure]:
    named = {
        "zaporizhzhia.soldiers_used": "Z04b",
        "zaporizhzhia.armoured_vehicles_used": "Z05b",
        "zaporizhzhia.tanks_used": "Z06b",
        "zaporizhzhia.vehicles_destroyed_op_ed": "Z08a",
        "zaporizhzhia.equipment_destroyed_southern_forces": "Z08b",
        "zaporizhzhia.equipment_destroyed_zelensky": "Z08c",
        "zaporizhzhia.tanks_damaged_southern_forces": "Z09b",
        "zaporizhzhia.tanks_destroyed_op_ed": "Z09a",
        "zaporizhzhia.casualties_op_ed": "Z10a",
        "zaporizhzhia.killed_southern_forces": "Z10b",
        "zaporizhzhia.killed_zelensky": "Z10c",
        "zaporizhzhia.wounded_zelensky": "Z10d",
        "zaporizhzhia.front_km_op_ed": "Z03a",
        "zaporizhzhia.villages": "Z03b",
        "zaporizhzhia.hours": "Z11b",
        "pokrovsk.companies_commander": "P02b",
        "pokrovsk.armour_destroyed_commander": "P03b",
        "pokrovsk.motorcycles_destroyed_commander": "P04b",
        "pokrovsk.other_vehicles_destroyed_commander": "P05b",
        "pokrovsk.artillery_destroyed_commander": "P06b",
        "pokrovsk.equipment_op_ed": "P07a",
        "pokrovsk.equipment_zelensky": "P07b",
        "pokrovsk.killed_zelensky": "P08b",
        "pokrovsk.wounded_zelensky": "P09b",
        "pokrovsk.casualties_commander": "P10b",
    }
    return [
        stated(
            load,
            f"assaults.{name}",
            key,
            "companies" if key.startswith("P02") else None,
            digits=1 if key == "Z11b" else 0,
        )
        for name, key in named.items()
    ]


@numbers
def _shares(load: Load) -> list[Measure]:
    def values(*ids: str) -> list[float]:
        return [claim.value for claim in claimed(rows_of(*ids).of(load), ids).values()]

    found = {
        (row["quantity"], row["source"]): row
        for row in records(shares(load), "quantity", "source", "value", "low", "high")
    }
    buggies = ("Z07b", "Z07c")
    about, dozen = values(*buggies)
    make = partial(Measure, as_of=DAY, unit="per cent of the stated force")
    voices = {
        "southern_forces": ("Southern Defence Forces", _SOUTH),
        "zelensky": (_ZELENSKY, _ZELENSKY),
    }
    words = {
        "southern_forces": "killed according to the Southern Defence Forces as most outlets read them",
        "zelensky": "killed and wounded according to Zelensky (80 and 117)",
    }
    return [
        make(
            name="assaults.zaporizhzhia.buggies_used",
            value=about,
            low=about,
            high=dozen,
            unit="light buggies",
            formula="About ten, or a dozen, depending on the outlet that carries the same statement.",
            rows=(rows_of(*buggies),),
            claimed_by=_SOUTH,
        ),
        *(
            make(
                name=f"assaults.zaporizhzhia.people_share.{name}",
                value=found["Soldiers", source]["value"],
                formula=f"People {words[name]}, over the soldiers used according to the Southern Defence Forces; "
                "these are at least 320, so the share is at most this.",
                rows=(rows_of("Z04b", _LOSSES[source][0]),),
                claimed_by=party,
            )
            for name, (source, party) in voices.items()
        ),
        *(
            make(
                name=f"assaults.zaporizhzhia.equipment_share.{name}",
                value=found["Vehicles", source]["value"],
                low=found["Vehicles", source]["low"],
                high=found["Vehicles", source]["high"],
                formula="Units of equipment destroyed over armoured vehicles, tanks and buggies used; the high "
                "end divides by armoured vehicles alone, since the source does not say which units.",
                rows=(rows_of("Z05b", "Z06b", "Z07b", _LOSSES[source][1]),),
                claimed_by=party,
            )
            for name, (source, party) in voices.items()
        ),
        *(
            make(
                name=f"assaults.zaporizhzhia.zelensky_above_southern_forces.{what}",
                value=100 * (zelensky / south - 1),
                unit="per cent",
                formula=f"Zelensky's number of {counted} over the Southern Defence Forces', for the same night.",
                rows=(rows_of(*ids),),
                as_of=_FIGHT,
                claimed_by=f"{_SOUTH}; {_ZELENSKY}",
            )
            for what, counted, ids in (
                ("people", "killed and wounded", ("Z10b", "Z10e")),
                ("equipment", "units of equipment destroyed", ("Z08b", "Z08c")),
            )
            for south, zelensky in (values(*ids),)
        ),
    ]


@numbers
def _sums(load: Load) -> list[Measure]:
    made = []
    for name, ids, unit, formula, party in (
        (
            "parts_op_ed",
            ("P03a", "P04a", "P05a"),
            "pieces of equipment",
            "Sum of the op-ed's three parts: armoured vehicles, motorcycles and other vehicles.",
            "op-ed",
        ),
        (
            "casualties_zelensky",
            ("P08b", "P09b"),
            "people killed or wounded",
            "Sum of killed and wounded as given by Zelensky.",
            _ZELENSKY,
        ),
    ):
        rows = rows_of(*ids)
        made.append(
            Measure(
                name=f"assaults.pokrovsk.{name}",
                value=sum(claim.value for claim in claimed(rows.of(load), ids).values()),
                unit=unit,
                formula=formula,
                rows=(rows,),
                as_of=_FIGHT,
                claimed_by=party,
            )
        )
    return made


@numbers
def _ratios(load: Load) -> list[Measure]:
    def ratio(wounded: str, killed: str) -> float:
        found = claimed(rows_of(wounded, killed).of(load), [wounded, killed])
        return found[wounded].value / found[killed].value

    reference_rows = (
        rows_of("Q03", "Q04", "Q05"),
        Rows.matching("loss_ratio_estimates", measure="wounded_to_killed_ratio_russia"),
        Rows.matching("casualty_estimates_weekly", date=Window("", date(2025, 4, 10), _FIGHT)),
    )
    frame = reference_ratios(
        load("battlefield_claims"), load("loss_ratio_estimates"), load("casualty_estimates_weekly")
    )
    references = [
        row for row in records(frame, "source", "value", "low", "high", "reference") if row["reference"]
    ]
    low, high = min(row["low"] for row in references), max(row["high"] for row in references)
    middle = median(row["value"] for row in references)
    commander = claimed(rows_of("P10b").of(load), ["P10b"])["P10b"].value
    make = partial(Measure, as_of=_FIGHT, unit="wounded per killed", digits=2)
    return [
        make(
            name="assaults.wounded_per_killed.pokrovsk",
            value=ratio("P09b", "P08b"),
            formula="Wounded over killed as Zelensky gave them for the fight of 17 April, and the op-ed "
            "repeats.",
            rows=(rows_of("P08b", "P09b"),),
            claimed_by=_ZELENSKY,
        ),
        make(
            name="assaults.wounded_per_killed.zaporizhzhia",
            value=ratio("Z10d", "Z10c"),
            formula="Wounded over killed as Zelensky gave them for the fight of 16 April, in the same "
            "briefing.",
            rows=(rows_of("Z10c", "Z10d"),),
            claimed_by=_ZELENSKY,
        ),
        make(
            name="assaults.wounded_per_killed.reference",
            value=middle,
            low=low,
            high=high,
            digits=1,
            formula=f"Median of {len(references)} references for Russian losses in this war, each ratio that is given as a range "
            "with its middle; the range runs from the lowest to the highest end; they are official statements, a leak, a Ukrainian claim "
            "and a model, none a count.",
            rows=reference_rows,
        ),
        make(
            name="assaults.pokrovsk.killed_at_reference_ratio",
            value=commander / (1 + middle),
            low=commander / (1 + high),
            high=commander / (1 + low),
            unit="people killed",
            digits=0,
            formula="The commander's 240 killed and wounded, divided by one plus the reference ratio: what "
            "the ratio would imply if the total were right; one fight may differ from an average.",
            rows=(*reference_rows, rows_of("P10b")),
        ),
    ]


@numbers
def _armour(load: Load) -> list[Measure]:
    def rows(days: Window | date) -> Rows:
        return Rows.matching("losses_daily", category=_ARMOUR, date=days)

    def daily(window: Window) -> dict[date, float]:
        frame = armour_by_day(rows(window).of(load), window)
        return {row["date"]: row["armour"] for row in records(frame, "date", "armour")}

    make = partial(Measure, unit="tanks and armoured vehicles claimed", claimed_by=GENERAL_STAFF, digits=0)
    so_far = Window("2025 so far", _YEAR.start, REPORTS.end)
    this_year, whole_year = daily(so_far), daily(_YEAR)
    place = 1 + sum(number > this_year[_FIGHT] for number in this_year.values())

    def claimed_on(day: date) -> Measure:
        return make(
            name=f"assaults.armour_claimed.{day:%Y_%m_%d}",
            value=this_year[day],
            formula=f"Tanks and other armoured vehicles in the report dated {day.day} April 2025, whole "
            "front; a morning report covers the day before, so the fight of the 16th is in the report "
            "of the 17th.",
            rows=(rows(day),),
            as_of=day,
        )

    made = [
        claimed_on(REPORTS.start),
        make(
            name=f"assaults.armour_rank.{_FIGHT:%Y_%m_%d}",
            value=place,
            low=place,
            high=1 + sum(number > whole_year[_FIGHT] for number in whole_year.values()),
            unit="place among reports",
            formula="Place of this report among all of 1 January to 18 April 2025, largest first; the "
            "high end is its place in the whole year.",
            rows=(rows(_YEAR),),
            as_of=_FIGHT,
        ),
        claimed_on(REPORTS.end),
    ]
    usual = nw.from_native(armour_by_day(rows(_USUAL).of(load), _USUAL), eager_only=True)["armour"]
    middle = float(usual.median())
    for name, value, words in (
        ("median", middle, "Median"),
        ("p90", float(usual.quantile(0.9, "linear")), "Ninetieth percentile (linear interpolation)"),
    ):
        made.append(
            make(
                name=f"assaults.armour_usual_day.{name}",
                value=value,
                formula=f"{words} of the daily reports of {_USUAL}.",
                rows=(rows(_USUAL),),
                as_of=_USUAL.end,
            )
        )
    two = this_year[REPORTS.start] + this_year[REPORTS.end]
    pokrovsk, zaporizhzhia = (claimed(rows_of(key).of(load), [key])[key].value for key in ("P03b", "Z08a"))
    made += [
        make(
            name="assaults.armour_two_reports_over_usual",
            value=two / (2 * middle),
            unit="times the usual day",
            formula="Mean of the reports of 17 and 18 April over the median of the 60 days before 16 April.",
            rows=(rows(REPORTS), rows(_USUAL)),
            as_of=REPORTS.end,
            digits=1,
        ),
        make(
            name="assaults.armour_two_fights_share",
            value=100 * (pokrovsk + zaporizhzhia) / two,
            unit="per cent of armour claimed on the whole front",
            formula="The op-ed's 29 armoured vehicles and the 21 of Pokrovsk over the whole front's claim "
            "in the two reports that cover the two days; both are Ukrainian claims.",
            rows=(rows_of("Z08a", "P03b"), rows(REPORTS)),
            as_of=REPORTS.end,
        ),
    ]
    return made
