"""The claims about the assaults of 16 and 17 April 2025: who made them, and whether they add up."""

from __future__ import annotations

from datetime import date
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoDataFrame

from figures.measures._frames import columns_of, like, records
from figures.measures.evidence import claimed, rows_of, stated
from figures.measures.measure import Measure, Rows
from figures.measures.window import Window

if TYPE_CHECKING:
    from figures.measures.measure import Load

GENERAL_STAFF = "General Staff of the Armed Forces of Ukraine"
SOUTH = "Southern Defence Forces of Ukraine"
ZELENSKY = "President Zelensky"
GUARD = "Pivnenko, National Guard of Ukraine"

ZAPORIZHZHIA = {
    "Soldiers used": ("Z04a", "Z04b"),
    "Armoured vehicles used": ("Z05a", "Z05b", "Z05c"),
    "Tanks used": ("Z06a", "Z06b"),
    "Light buggies used": ("Z07a", "Z07b", "Z07c"),
    "Vehicles destroyed": ("Z08a", "Z08b", "Z08c"),
    "Tanks destroyed or damaged": ("Z09a", "Z09b"),
    "Killed or wounded": ("Z10a", "Z10b", "Z10e"),
}
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

# Where the op-ed and its sources, or two sources, do not agree; the tables beside the charts have the rest.
ZAPORIZHZHIA_LOSSES = {
    name: ZAPORIZHZHIA[name]
    for name in ("Vehicles destroyed", "Tanks destroyed or damaged", "Killed or wounded")
}
POKROVSK_DISPUTED = {
    name: POKROVSK[name]
    for name in ("Companies in the attack", "Pieces of equipment destroyed", "Killed or wounded")
}
RATIO_NAMES = {
    "op-ed": "the op-ed, 17 April, Pokrovsk, from Zelensky’s figures",
    "derived from Zelensky": "Zelensky, 16 April, Zaporizhzhia front",
    "NATO officer (unnamed)": "NATO officer, March 2022",
    "Western official (unnamed)": "Western official, February 2023",
    "derived from UK Ministry of Defence": "UK Ministry of Defence, February 2023",
    "The Economist": "The Economist, to the end of 2023",
    "President Zelensky (claim)": "Zelensky, to December 2024",
}
DAY = date(2025, 4, 16)
FIGHT = date(2025, 4, 17)
USUAL = Window("the 60 days before", date(2025, 2, 15), date(2025, 4, 15))
SHOWN = Window("shown", date(2025, 2, 15), date(2025, 5, 15))
NEAR = Window("near", date(2025, 3, 20), date(2025, 5, 15))
YEAR = Window("2025", date(2025, 1, 1), date(2025, 12, 31))
ARMOUR = ("tank", "armoured_vehicle")


def shares(load: Load) -> Any:
    """Set the claimed losses of 16 April as shares of the stated force side by side.

    Returns
    -------
    native dataframe
        quantity, source, value, low, high (per cent), kind.
    """
    names = {
        "op_ed": "the op-ed",
        "southern_forces": "Southern Defence Forces",
        "zelensky": "President Zelensky",
    }
    quantities = {"people_share": "Soldiers", "equipment_share": "Vehicles"}
    rows = []
    for number in _shares(load):
        *_, what, source = number.name.split(".")
        if source in names and what in quantities:
            kind = "op-ed" if source == "op_ed" else "claim"
            rows.append(vars(number) | {"quantity": quantities[what], "source": names[source], "kind": kind})
    return like(
        load("battlefield_claims"), columns_of(rows, "quantity", "source", "value", "low", "high", "kind")
    )


def usual_days(losses: IntoDataFrame) -> list[tuple[str, date, date, float, bool]]:
    """Give the 60 days before the assaults as a window for a chart of days: label, start, end, mean, shaded."""
    found = records(armour_by_day(losses, USUAL), "date", "armour")
    mean = sum(row["armour"] for row in found) / USUAL.days
    return [("the 60 days before", USUAL.start, USUAL.end, mean, False)]


def armour_by_day(losses: IntoDataFrame, window: Window) -> Any:
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
    """
    found: dict[date, float] = {}
    for row in records(losses, "date", "category", "daily"):
        if row["category"] in ARMOUR and row["date"] in window and row["daily"] is not None:
            found[row["date"]] = found.get(row["date"], 0) + row["daily"]
    days = sorted(found)
    return like(losses, {"date": days, "armour": [float(found[day]) for day in days]})


def reference_ratios(
    claims: IntoDataFrame, estimates: IntoDataFrame, model: IntoDataFrame, as_of: date = FIGHT
) -> Any:
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
    """
    rows = []
    for one in claimed(claims, ["Q01", "Q02", "Q03", "Q04", "Q05"]).values():
        rows.append(
            {
                "source": one.source,
                "value": one.value,
                "low": one.value if one.low is None else one.low,
                "high": one.value if one.high is None else one.high,
                "kind": one.kind,
                "reference": one.claim_id not in ("Q01", "Q02"),
                "table": "battlefield_claims",
            }
        )
    for row in records(estimates, "measure", "value", "value_low", "value_high", "estimator"):
        if row["measure"] == "wounded_to_killed_ratio_russia":
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
        row["source"] = RATIO_NAMES.get(str(row["source"]), row["source"])
    names = ("quantity", "source", "value", "low", "high", "kind", "reference", "table")
    return like(claims, columns_of(rows, *names))


def measures(load: Load) -> list[Measure]:
    """Make the measures of chapter 3 on the two assaults."""
    return [*_stated(load), *_shares(load), *_sums(load), *_ratios(load), *_armour(load)]


def _modelled_ratio(model: IntoDataFrame, as_of: date) -> dict[str, Any]:
    """Wounded per killed implied by a model that estimates casualties (dead and wounded) and deaths apart."""
    latest: dict[str, tuple[date, float]] = {}
    for row in records(model, "date", "kind", "estimate"):
        known = latest.get(row["kind"])
        if row["date"] <= as_of and (known is None or row["date"] > known[0]):
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
        "pokrovsk.companies_op_ed": "P02a",
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


def _shares(load: Load) -> list[Measure]:
    """Divide by the force that the Southern Defence Forces stated: nobody else gave one."""

    def values(*ids: str) -> list[float]:
        return [one.value for one in claimed(rows_of(*ids).of(load), ids).values()]

    soldiers, armoured, tanks, buggies = values("Z04b", "Z05b", "Z06b", "Z07b")
    vehicles = armoured + tanks + buggies
    make = partial(Measure, as_of=DAY, unit="per cent of the stated force")
    people = {
        "op_ed": ("Z10a", "op-ed", "killed or wounded according to the op-ed"),
        "southern_forces": (
            "Z10b",
            SOUTH,
            "killed according to the Southern Defence Forces as most outlets read them",
        ),
        "zelensky": ("Z10e", ZELENSKY, "killed and wounded according to Zelensky (80 and 117)"),
    }
    made = [
        Measure(
            name="assaults.zaporizhzhia.buggies_used",
            value=buggies,
            low=buggies,
            high=values("Z07c")[0],
            unit="light buggies",
            formula="About ten, or a dozen, depending on the outlet that carries the same statement.",
            rows=(rows_of("Z07b", "Z07c"),),
            as_of=DAY,
            claimed_by=SOUTH,
        )
    ]
    made += [
        make(
            name=f"assaults.zaporizhzhia.people_share.{source}",
            value=100 * values(key)[0] / soldiers,
            formula=f"People {words}, over the soldiers used according to the Southern Defence Forces; "
            "these are at least 320, so the share is at most this.",
            rows=(rows_of("Z04b", key),),
            claimed_by=party,
        )
        for source, (key, party, words) in people.items()
    ]
    destroyed, with_tanks = values("Z08a", "Z09a")[0], sum(values("Z08a", "Z09a"))
    made.append(
        make(
            name="assaults.zaporizhzhia.equipment_share.op_ed",
            value=100 * destroyed / armoured,
            low=100 * destroyed / armoured,
            high=100 * with_tanks / armoured,
            formula="The op-ed's armoured vehicles destroyed over the armoured vehicles used; the high end "
            "adds its three tanks and reads the forty as including tanks, as one outlet does.",
            rows=(rows_of("Z05b", "Z05c", "Z08a", "Z09a"),),
            claimed_by="op-ed",
        )
    )
    made += [
        make(
            name=f"assaults.zaporizhzhia.equipment_share.{source}",
            value=100 * values(key)[0] / vehicles,
            low=100 * values(key)[0] / vehicles,
            high=100 * values(key)[0] / armoured,
            formula="Units of equipment destroyed over armoured vehicles, tanks and buggies used; the high "
            "end divides by armoured vehicles alone, since the source does not say which units.",
            rows=(rows_of("Z05b", "Z06b", "Z07b", key),),
            claimed_by=party,
        )
        for source, (key, party) in {
            "southern_forces": ("Z08b", SOUTH),
            "zelensky": ("Z08c", ZELENSKY),
        }.items()
    ]
    made += [
        Measure(
            name=f"assaults.zaporizhzhia.zelensky_above_southern_forces.{what}",
            value=100 * (high / low - 1),
            unit="per cent",
            formula=f"Zelensky's number of {words} over the Southern Defence Forces', for the same night.",
            rows=(rows_of(*ids),),
            as_of=FIGHT,
            claimed_by=f"{SOUTH}; {ZELENSKY}",
        )
        for what, words, ids, (low, high) in (
            ("people", "killed and wounded", ("Z10b", "Z10e"), values("Z10b", "Z10e")),
            ("equipment", "units of equipment destroyed", ("Z08b", "Z08c"), values("Z08b", "Z08c")),
        )
    ]
    return made


def _sums(load: Load) -> list[Measure]:
    def values(*ids: str) -> list[float]:
        return [one.value for one in claimed(rows_of(*ids).of(load), ids).values()]

    parts, with_artillery = ("P03a", "P04a", "P05a"), ("P03b", "P04b", "P05b", "P06b")
    make = partial(Measure, as_of=FIGHT)
    killed_wounded, commander = sum(values("P08b", "P09b")), values("P10b")[0]
    return [
        make(
            name="assaults.pokrovsk.parts_op_ed",
            value=sum(values(*parts)),
            unit="pieces of equipment",
            formula="Sum of the op-ed's three parts: armoured vehicles, motorcycles and other vehicles.",
            rows=(rows_of(*parts),),
            claimed_by="op-ed",
        ),
        make(
            name="assaults.pokrovsk.parts_commander",
            value=sum(values(*with_artillery)),
            unit="pieces of equipment",
            formula="Sum of the commander's four parts: the op-ed's three and the artillery systems that "
            "it leaves out.",
            rows=(rows_of(*with_artillery),),
            claimed_by=GUARD,
        ),
        make(
            name="assaults.pokrovsk.parts_minus_total",
            value=sum(values(*parts)) - values("P07b")[0],
            low=sum(values(*parts)) - values("P07b")[0],
            high=sum(values(*with_artillery)) - values("P07b")[0],
            unit="pieces of equipment",
            formula="The op-ed's parts minus the total that Zelensky gave; the high end adds the two "
            "artillery systems. Parts and total come from two different officials.",
            rows=(rows_of(*parts, *with_artillery, "P07b"),),
            claimed_by=f"{GUARD}; {ZELENSKY}",
        ),
        make(
            name="assaults.pokrovsk.casualties_zelensky",
            value=killed_wounded,
            unit="people killed or wounded",
            formula="Sum of killed and wounded as given by Zelensky.",
            rows=(rows_of("P08b", "P09b"),),
            claimed_by=ZELENSKY,
        ),
        make(
            name="assaults.pokrovsk.casualties_difference",
            value=commander - killed_wounded,
            low=commander - killed_wounded,
            unit="people killed or wounded",
            formula="The commander's total minus Zelensky's sum; the commander's is given as over 240, so "
            "at least this.",
            rows=(rows_of("P08b", "P09b", "P10b"),),
            claimed_by=f"{GUARD}; {ZELENSKY}",
        ),
    ]


def _ratios(load: Load) -> list[Measure]:
    def ratio(wounded: str, killed: str) -> float:
        found = claimed(rows_of(wounded, killed).of(load), [wounded, killed])
        return found[wounded].value / found[killed].value

    reference_rows = (
        rows_of("Q03", "Q04", "Q05"),
        Rows("loss_ratio_estimates", "measure == 'wounded_to_killed_ratio_russia'"),
        Rows("casualty_estimates_weekly", Window("", date(2025, 4, 10), FIGHT).where()),
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
    model = next(row for row in references if row["source"].startswith("The Economist's model"))
    pokrovsk, zaporizhzhia = ratio("P09b", "P08b"), ratio("Z10d", "Z10c")
    make = partial(Measure, as_of=FIGHT, unit="wounded per killed", digits=2)
    return [
        make(
            name="assaults.wounded_per_killed.pokrovsk",
            value=pokrovsk,
            formula="Wounded over killed as Zelensky gave them for the fight of 17 April, and the op-ed "
            "repeats.",
            rows=(rows_of("P08b", "P09b"),),
            claimed_by=ZELENSKY,
        ),
        make(
            name="assaults.wounded_per_killed.zaporizhzhia",
            value=zaporizhzhia,
            formula="Wounded over killed as Zelensky gave them for the fight of 16 April, in the same "
            "briefing.",
            rows=(rows_of("Z10c", "Z10d"),),
            claimed_by=ZELENSKY,
        ),
        make(
            name="assaults.wounded_per_killed.reference",
            value=middle,
            low=low,
            high=high,
            digits=1,
            formula=f"Median of {len(references)} references for Russian losses in this war; the range runs "
            "from the lowest to the highest end; they are official statements, a leak, a Ukrainian claim "
            "and a model, none a count.",
            rows=reference_rows,
        ),
        make(
            name="assaults.wounded_per_killed.modelled",
            value=model["value"],
            digits=1,
            formula="The Economist's estimate of Russian casualties over its estimate of deaths, minus "
            "one, both cumulative from February 2022; a model, fitted in part to official claims.",
            rows=(reference_rows[2],),
        ),
        make(
            name="assaults.wounded_per_killed.reference_over_claim",
            value=middle / pokrovsk,
            low=low / pokrovsk,
            high=high / pokrovsk,
            unit="times",
            digits=0,
            formula="Reference ratio over the ratio claimed for 17 April.",
            rows=(*reference_rows, rows_of("P08b", "P09b")),
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


def _armour(load: Load) -> list[Measure]:
    def rows(window: Window) -> Rows:
        return Rows("losses_daily", f"category in {list(ARMOUR)} and {window.where()}")

    def daily(window: Window) -> dict[date, float]:
        frame = armour_by_day(rows(window).of(load), window)
        return {row["date"]: row["armour"] for row in records(frame, "date", "armour")}

    make = partial(Measure, unit="tanks and armoured vehicles claimed", claimed_by=GENERAL_STAFF, digits=0)
    made = []
    so_far = Window("2025 so far", YEAR.start, date(2025, 4, 18))
    this_year, whole_year = daily(so_far), daily(YEAR)
    for day in (DAY, FIGHT, date(2025, 4, 18)):
        one = Window("", day, day)
        made += [
            make(
                name=f"assaults.armour_claimed.{day:%Y_%m_%d}",
                value=daily(one)[day],
                formula=f"Tanks and other armoured vehicles in the report dated {day.day} April 2025, whole "
                "front; a morning report covers the day before, so the fight of the 16th is in the report "
                "of the 17th.",
                rows=(rows(one),),
                as_of=day,
            ),
            make(
                name=f"assaults.armour_rank.{day:%Y_%m_%d}",
                value=1 + sum(number > this_year[day] for number in this_year.values()),
                high=1 + sum(number > whole_year[day] for number in whole_year.values()),
                low=1 + sum(number > this_year[day] for number in this_year.values()),
                unit="place among reports",
                formula="Place of this report among all of 1 January to 18 April 2025, largest first; the "
                "high end is its place in the whole year.",
                rows=(rows(YEAR),),
                as_of=day,
            ),
        ]
    usual = nw.from_native(armour_by_day(rows(USUAL).of(load), USUAL), eager_only=True)["armour"]
    middle = float(usual.median())
    for name, value, words in (
        ("median", middle, "Median"),
        ("p90", float(usual.quantile(0.9, "linear")), "Ninetieth percentile (linear interpolation)"),
    ):
        made.append(
            make(
                name=f"assaults.armour_usual_day.{name}",
                value=value,
                formula=f"{words} of the daily reports of {USUAL}.",
                rows=(rows(USUAL),),
                as_of=USUAL.end,
            )
        )
    two = Window("", FIGHT, date(2025, 4, 18))
    pokrovsk, zaporizhzhia = (claimed(rows_of(key).of(load), [key])[key].value for key in ("P03b", "Z08a"))
    made += [
        make(
            name="assaults.armour_two_reports_over_usual",
            value=sum(daily(two).values()) / (2 * middle),
            unit="times the usual day",
            formula="Mean of the reports of 17 and 18 April over the median of the 60 days before 16 April.",
            rows=(rows(two), rows(USUAL)),
            as_of=two.end,
            digits=1,
        ),
        make(
            name="assaults.armour_two_fights_share",
            value=100 * (pokrovsk + zaporizhzhia) / sum(daily(two).values()),
            unit="per cent of armour claimed on the whole front",
            formula="The op-ed's 29 armoured vehicles and the 21 of Pokrovsk over the whole front's claim "
            "in the two reports that cover the two days; both are Ukrainian claims.",
            rows=(rows_of("Z08a", "P03b"), rows(two)),
            as_of=two.end,
        ),
    ]
    return made
