"""What the tables show from 19 April 2025 to their last rows. Each table ends on another day, and sequence is not cause."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.errors import ContractError
from figures.measures import aid, moratorium, sanctions, tempo
from figures.measures._area import area_by_day, area_on
from figures.measures._frames import columns_of, last_day, like, months, records
from figures.measures.civilians import KINDS, MINIMUM
from figures.measures.measure import Measure, Rows, numbers
from figures.measures.window import Window, month_window
from figures.text import day_text, next_month

if TYPE_CHECKING:
    from figures.measures.measure import Load
    from figures.theme import Colour

OP_ED = date(2025, 4, 18)
# The first new U.S. costs on Russia's trade and on Russia itself that were found, and when they were eased.
INDIA_ORDER, OIL_LISTINGS, OIL_LICENCE = date(2025, 8, 6), date(2025, 10, 22), date(2026, 3, 12)
_SUMMIT = date(2025, 8, 15)

SPRING = Window("spring", date(2025, 2, 1), date(2025, 4, 30))
_YEAR_BEFORE = Window("year before", date(2024, 5, 1), date(2025, 4, 30))
_YEAR = Window("year", date(2025, 5, 1), date(2026, 4, 30))
SHOWN_FROM = date(2025, 1, 1)
"""First month of the chapter’s charts."""
_LATEST_DAYS = 30

PANELS = {
    "Attack drones launched": "Ukrainian Air Force’s count, per day",
    "Missiles launched": "Ukrainian Air Force’s count, per day",
    "Civilians killed": "United Nations, in the month",
    "Civilians injured": "United Nations, in the month",
}
"""Panel of the chart of strikes and harm to its unit, in the order of drawing."""
PANEL_COLOURS: dict[str, Colour] = {
    name: "teal" if name.startswith("Civilians") else "red" for name in PANELS
}
"""Panel to colour."""
_MAPS = {"deepstate": "DeepState", "isw": "The Economist"}
_MAP_NAMES = {"deepstate": "DeepState’s maps", "isw": "ISW’s maps, as read by The Economist"}

# Rows of diplomacy_events in which Russia's delegation, envoys or president met or called the other side,
# each with its actor, and whether the row reports that an exchange of prisoners was agreed. What else was agreed (to
# write down terms, to meet) is not counted: it was about the talks themselves.
_TALKS: dict[tuple[date, str], bool] = {
    (date(2025, 4, 25), "Witkoff (US); Putin (Russia)"): False,
    (date(2025, 5, 16), "Russian and Ukrainian delegations (Medinsky; Umerov)"): True,
    (date(2025, 5, 19), "Trump (US); Putin (Russia)"): False,
    (date(2025, 6, 2), "Russian and Ukrainian delegations (Medinsky; Umerov)"): True,
    (date(2025, 7, 23), "Russian and Ukrainian delegations (Medinsky; Umerov)"): True,
    (date(2025, 8, 15), "Trump (US); Putin (Russia)"): False,
    (date(2025, 10, 16), "Trump (US); Putin (Russia)"): False,
    (date(2025, 12, 2), "Witkoff, Kushner (US); Putin (Russia)"): False,
    (date(2026, 1, 23), "Russian, Ukrainian and US delegations"): False,
    (date(2026, 2, 4), "Russian, Ukrainian and US delegations"): True,
    (date(2026, 2, 17), "Russian, Ukrainian and US delegations (Medinsky; Umerov; Witkoff, Kushner)"): False,
}
_MEETINGS = {
    date(2025, 4, 25): "Witkoff and Putin in the Kremlin",
    date(2025, 5, 16): "First round in Istanbul: an exchange of prisoners agreed",
    date(2025, 5, 19): "Trump and Putin by telephone",
    date(2025, 6, 2): "Second round in Istanbul: exchanges of prisoners and of bodies agreed",
    date(2025, 7, 23): "Third round in Istanbul: an exchange of prisoners agreed",
    date(2025, 8, 15): "Trump and Putin in Alaska",
    date(2025, 10, 16): "Trump and Putin by telephone",
    date(2025, 12, 2): "Witkoff, Kushner and Putin in the Kremlin",
    date(2026, 1, 23): "Three delegations in Abu Dhabi",
    date(2026, 2, 4): "Three delegations in Abu Dhabi: an exchange of prisoners agreed",
    date(2026, 2, 17): "Three delegations in Geneva",
}
SIDES = ("Talks with Russia", "U.S. costs on Russia")
"""The two sides of :func:`talks_and_costs`, above and below the axis."""


def _meetings(diplomacy: IntoFrame) -> list[dict[str, Any]]:
    """List the rows in which Russia was at the table after 18 April 2025, by date."""
    by_key = {(row["date"], row["actor"]): row for row in records(diplomacy, "date", "actor", "source_url")}
    if missing := [f"{day} {actor}" for day, actor in _TALKS if (day, actor) not in by_key]:
        raise ContractError(f"diplomacy_events has no longer the meetings {missing}")
    return [by_key[key] | {"agreed": agreed, "title": _MEETINGS[key[0]]} for key, agreed in _TALKS.items()]


def talks_and_costs(diplomacy: IntoFrame, pressure: IntoFrame) -> Any:
    """Put talks with Russia and U.S. costs on Russia on one line of time.

    Parameters
    ----------
    diplomacy, pressure
        ``diplomacy_events`` and ``pressure_events``.

    Returns
    -------
    native dataframe
        date, side, kind (exchange agreed, no exchange agreed; imposed, threatened), title, source_url; by date. The U.S. side ends
        with the last row of the talks, so that both sides cover the same days.

    Raises
    ------
    ContractError
        When a row that we read as a meeting is no longer in the table.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import aftermath
    >>> found = aftermath.talks_and_costs(load("diplomacy_events"), load("pressure_events"))
    >>> found[["side", "kind"]].to_dict("records")[0]
    {'side': 'Talks with Russia', 'kind': 'no exchange agreed'}
    """
    talks = [
        row | {"side": SIDES[0], "kind": "exchange agreed" if row["agreed"] else "no exchange agreed"}
        for row in _meetings(diplomacy)
    ]
    last = last_day(diplomacy, "date")
    names = ("date", "actor", "direction", "kind", "title", "source_url")
    costs = [
        row | {"side": SIDES[1], "kind": "threatened" if row["kind"] == "threatened" else "imposed"}
        for row in records(pressure, *names)
        if row["actor"] == "US" and row["direction"] == "cost_on_russia" and OP_ED < row["date"] <= last
    ]
    rows = sorted([*talks, *costs], key=lambda row: (row["date"], row["side"]))
    return like(diplomacy, columns_of(rows, "date", "side", "kind", "title", "source_url"))


class _Series(NamedTuple):
    """How one row of the record is called, which of its table's columns has the days, and how far apart these may be."""

    group: str
    name: str
    table: str
    column: str = "date"
    days: int | None = 1
    source: str = ""


_BY_DAY, _BY_MONTH, _LISTS = "Counted by day or week", "Counted by month", "Lists made for this book"
# A list has no gaps: a day without a row is a day on which nothing was found.
_RECORD = (
    _Series(_BY_DAY, "Maps, by DeepState", "occupied_area_daily", source="DeepState"),
    _Series(_BY_DAY, "ISW’s maps, by The Economist", "occupied_area_daily", source="The Economist"),
    _Series(_BY_DAY, "Estimates of casualties", "casualty_estimates_weekly", days=7),
    _Series(_BY_DAY, "War fires seen from space", "war_fires_daily"),
    _Series(_BY_DAY, "Losses that Ukraine claims", "losses_daily"),
    _Series(_BY_DAY, "Drones and missiles launched", "strikes_daily"),
    _Series(_BY_DAY, "Equipment seen lost", "confirmed_equipment_losses", days=7),
    _Series(_BY_MONTH, "Price of Brent oil", "oil_price_monthly", "month", 31),
    _Series(_BY_MONTH, "Entries on sanctions lists", "sanctions_monthly", "month", 31),
    _Series(_BY_MONTH, "Aid by donor", "aid_monthly", "month", 31),
    _Series(_BY_MONTH, "Civilians, by the UN", "civilian_casualties_monthly", "month", 31),
    _Series(_LISTS, "Steps for or against Russia", "pressure_events", days=None),
    _Series(_LISTS, "Statements by officials", "rhetoric_events", days=None),
    _Series(_LISTS, "Russia’s finances", "economy_indicators", "month", None),
    _Series(_LISTS, "Talks and statements on them", "diplomacy_events", days=None),
    _Series(_LISTS, "Western decisions on weapons", "western_decisions", days=None),
    _Series(_LISTS, "Strikes on energy sites", "moratorium_strikes", days=None),
)


def record(load: Load) -> Any:
    """Say from when to when each table of the fighting, the pressure and the talks goes, and what it lacks in between.

    Parameters
    ----------
    load
        Gives a table by its name, such as :func:`figures.load`.

    Returns
    -------
    native dataframe
        group, name, table, first, last, gaps (how many), longest_gap_days (days between two rows with none), gap_days (of each gap the day
        before and the day after, as ``2024-08-17/2024-08-20``). The days of a month are counted from its first to its last. A
        list has no gaps: these columns are empty for it.

    Raises
    ------
    ContractError
        When a table lacks its column of days.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import aftermath
    >>> aftermath.record(load)[["name", "gaps", "longest_gap_days"]].to_dict("records")[0]
    {'name': 'Maps, by DeepState', 'gaps': 5.0, 'longest_gap_days': 2.0}
    """
    rows = [_reach(series, load) for series in _RECORD]
    names = ("group", "name", "table", "first", "last", "gaps", "longest_gap_days", "gap_days")
    return like(load(_RECORD[0].table), columns_of(rows, *names))


def _reach(series: _Series, load: Load) -> dict[str, Any]:
    """Find the first day, the last day and the gaps of one row of the record."""
    where = nw.col("source") == series.source if series.source else None
    days = sorted({row[series.column] for row in records(load(series.table), series.column, where=where)})
    found = series._asdict() | {"first": days[0], "last": days[-1]}
    if series.column == "month" and series.days:
        found["last"] = next_month(days[-1]) - timedelta(days=1)
    if series.days is None:
        return found | {"gaps": None, "longest_gap_days": None, "gap_days": ""}
    gaps = [(a, b) for a, b in pairwise(days) if (b - a).days > series.days]
    return found | {
        "gaps": len(gaps),
        "longest_gap_days": max(((b - a).days - 1 for a, b in gaps), default=0),
        "gap_days": ", ".join(f"{a}/{b}" for a, b in gaps),
    }


def record_in_rows(record: IntoFrame) -> tuple[list[dict[str, Any]], int]:
    """Lay out the record for drawing: a heading for each kind of table, and for each table its name over its bar.

    Parameters
    ----------
    record
        What :func:`record` gave.

    Returns
    -------
    tuple
        Marks, and the height of all in px. Each mark has a ``kind`` (op-ed, head, name, end, count, list, gap), ``y`` in px from the top, and where it
        needs them ``from`` and ``to`` in years, such as 2025.25, and ``text`` or ``said``.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import aftermath
    >>> marks, height = aftermath.record_in_rows(aftermath.record(load))
    >>> [mark["text"] for mark in marks if mark["kind"] == "head"]
    ['Counted by day or week', 'Counted by month', 'Lists made for this book']
    """
    marks: list[dict[str, Any]] = [{"kind": "op-ed", "y": 16, "from": _in_years(OP_ED)}]
    group, y = None, 4
    for row in records(record, "group", "name", "first", "last", "gaps", "gap_days"):
        if row["group"] != group:
            group = row["group"]
            y += 14
            marks.append({"kind": "head", "y": y, "text": group})
            y += 22
        bar = y + 15
        span = f"{day_text(row['first'])} to {day_text(row['last'])}"
        gaps = "" if row["gaps"] is None else f"; gaps: {row['gaps']:.0f}"
        marks += [
            {"kind": "name", "y": y, "text": row["name"]},
            {"kind": "end", "y": y, "text": f"to {day_text(row['last'])}"},
            {
                "kind": "list" if row["gaps"] is None else "count",
                "y": bar,
                "from": _in_years(row["first"]),
                "to": _in_years(row["last"] + timedelta(days=1)),
                "said": f"{row['name']}: {span}{gaps}",
            },
        ]
        for gap in filter(None, row["gap_days"].split(", ")):
            before, after = map(date.fromisoformat, gap.split("/"))
            marks.append(
                {
                    "kind": "gap",
                    "y": bar,
                    "from": _in_years(before + timedelta(days=1)),
                    "to": _in_years(after),
                }
            )
        y = bar + 18
    return marks, y


def _in_years(day: date) -> float:
    """Place a day on a scale of years."""
    first, after = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return round(day.year + (day - first).days / (after - first).days, 4)


def record_described(record: IntoFrame) -> str:
    """Say the record in words, for the text alternative of its figure.

    Parameters
    ----------
    record
        What :func:`record` gave.

    Returns
    -------
    str
        Sentences with the last day of each table, kind by kind.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import aftermath
    >>> "Civilians, by the UN, to 31 January 2026" in aftermath.record_described(aftermath.record(load))
    True
    """
    ends: dict[str, list[str]] = {}
    for row in records(record, "group", "name", "last"):
        ends.setdefault(row["group"], []).append(f"{row['name']}, to {day_text(row['last'])}")
    said = " ".join(f"{group}: {'; '.join(tables)}." for group, tables in ends.items())
    return f"A bar for each table from its first to its last day, with a mark at the op-ed’s day, {day_text(OP_ED)}. {said}"


def strikes_and_harm(strikes: IntoFrame, casualties: IntoFrame, first: date = SHOWN_FROM) -> Any:
    """Set launches per day, by month, beside the UN's monthly counts of civilians.

    The last month of launches is divided by its days up to the last report.

    Parameters
    ----------
    strikes, casualties
        ``strikes_daily`` and ``civilian_casualties_monthly``.
    first
        First day of the first month.

    Returns
    -------
    native dataframe
        month, days (days divided by), attack_drones, missiles (mean per day), killed, injured (in the month; missing
        after the UN's last month).

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import aftermath
    >>> found = aftermath.strikes_and_harm(load("strikes_daily"), load("civilian_casualties_monthly"))
    >>> found[["days", "attack_drones", "killed"]].round(1).to_dict("records")[0]
    {'days': 31, 'attack_drones': 84.8, 'killed': 148.0}
    """
    last = last_day(strikes, "date")
    sums = {name: moratorium.totals(strikes, weapon) for name, weapon in moratorium.WEAPONS.items()}
    harm = {row["month"]: row for row in records(casualties, "month", *KINDS)}
    rows = []
    for month in months(first, last):
        window = Window("", month, min(month_window(month).end, last))
        rows.append(
            {"month": month, "days": window.days}
            | {name: _mean(by_day, window) for name, by_day in sums.items()}
            | {kind: harm.get(month, {}).get(kind) for kind in KINDS}
        )
    return like(strikes, columns_of(rows, "month", "days", "attack_drones", "missiles", *KINDS))


def in_panels(table: IntoFrame) -> Any:
    """Turn :func:`strikes_and_harm` into one row for each panel and month, without the months that have no figure.

    Parameters
    ----------
    table
        From :func:`strikes_and_harm`.

    Returns
    -------
    native dataframe
        month, panel, value.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import aftermath
    >>> table = aftermath.strikes_and_harm(load("strikes_daily"), load("civilian_casualties_monthly"))
    >>> aftermath.in_panels(table)["panel"].unique().tolist()
    ['Attack drones launched', 'Missiles launched', 'Civilians killed', 'Civilians injured']
    """
    names = dict(zip(("attack_drones", "missiles", *KINDS), PANELS, strict=True))
    rows = [
        {"month": row["month"], "panel": panel, "value": float(row[name])}
        for row in records(table, "month", *names)
        for name, panel in names.items()
        if row[name] is not None
    ]
    return like(table, columns_of(rows, "month", "panel", "value"))


def net_change(area: IntoFrame, first: date = SHOWN_FROM) -> Any:
    """Set the monthly net change of the occupied area by both maps side by side, whole months only.

    Parameters
    ----------
    area
        ``occupied_area_daily``: date, source, region, area_km2.
    first
        First day of the first month.

    Returns
    -------
    native dataframe
        month, deepstate, isw (square kilometres; negative: more was lost than taken).

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import aftermath
    >>> found = aftermath.net_change(load("occupied_area_daily"))
    >>> found[["deepstate", "isw"]].round().to_dict("records")[0]
    {'deepstate': 321.0, 'isw': 442.0}
    """
    last = min(last_day(area, "date", where=nw.col("source") == source) for source in _MAPS.values())
    whole = [month for month in months(first, last) if month_window(month).end <= last]
    by_map = {
        name: {
            row["month"]: row["value"]
            for row in records(
                tempo.area_taken(area, source, "Ukraine", whole[0], whole[-1]), "month", "value"
            )
        }
        for name, source in _MAPS.items()
    }
    rows = [{"month": month} | {name: found[month] for name, found in by_map.items()} for month in whole]
    return like(area, columns_of(rows, "month", *_MAPS))


def by_map(table: IntoFrame) -> Any:
    """Turn :func:`net_change` into one row for each map and month.

    Parameters
    ----------
    table
        From :func:`net_change`.

    Returns
    -------
    native dataframe
        month, panel (the same words in each row), series (whose map), value (square kilometres).

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import aftermath
    >>> table = aftermath.net_change(load("occupied_area_daily"))
    >>> aftermath.by_map(table)["series"].unique().tolist()
    ['DeepState’s maps', 'ISW’s maps, as read by The Economist']
    """
    rows = [
        {"month": row["month"], "panel": "Net change", "series": _MAP_NAMES[name], "value": row[name]}
        for row in records(table, "month", *_MAPS)
        for name in _MAPS
    ]
    return like(table, columns_of(rows, "month", "panel", "series", "value"))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``aftermath.*``: days from the op-ed to later steps, and strikes, casualties and land after it."""
    return [
        *_days(load),
        *_designations(load),
        _oil_companies(load),
        *_talks(load),
        *_launches(load),
        *_civilians(load),
        *_area(load),
        *_year_before(load),
        *_aid(load),
        *_oil(load),
    ]


def _mean(by_day: dict[date, float], window: Window) -> float:
    return sum(number for day, number in by_day.items() if day in window) / window.days


def _row(table: str, actor: str, day: date) -> Rows:
    return Rows.matching(table, actor=actor, date=day)


@numbers
def _days(load: Load) -> list[Measure]:
    """Count days between dated rows."""
    india, oil = (_row("pressure_events", "US", day) for day in (INDIA_ORDER, OIL_LISTINGS))
    summit = _row("diplomacy_events", "Trump (US); Putin (Russia)", _SUMMIT)
    pairs = {
        "op_ed_to_india_order": (OP_ED, INDIA_ORDER, (india,), "the op-ed", "the order on goods from India"),
        "op_ed_to_oil_listings": (
            OP_ED,
            OIL_LISTINGS,
            (oil,),
            "the op-ed",
            "the listing of two oil companies",
        ),
        "india_order_to_summit": (
            INDIA_ORDER,
            _SUMMIT,
            (india, summit),
            "the order on goods from India",
            "the meeting of the presidents in Alaska",
        ),
    }
    return [
        Measure(
            name=f"aftermath.days.{name}",
            value=(end - start).days,
            unit="days",
            formula=f"Days from {what} ({day_text(start)}) to {then} ({day_text(end)}); sequence is not cause.",
            rows=rows,
            as_of=end,
        )
        for name, (start, end, rows, what, then) in pairs.items()
    ]


@numbers
def _designations(load: Load) -> list[Measure]:
    found = sanctions.additions(load("sanctions_monthly"), sanctions.RUSSIA)
    last = max(found)

    def rows(first: date, end: date) -> Rows:
        return Rows.matching("sanctions_monthly", country=sanctions.RUSSIA, month=Window("", first, end))

    since = {month: number for month, number in found.items() if month >= _YEAR.start}
    earlier = [month for month in sorted(found) if month < _YEAR.start][-len(since) :]
    make = partial(Measure, unit="additions to OFAC's lists linked to Russia", as_of=month_window(last).end)
    october = OIL_LISTINGS.replace(day=1)
    return [
        make(
            name="aftermath.designations.since_may_2025",
            value=sum(since.values()),
            formula=f"Additions linked to Russia from May 2025 to {last:%B %Y}, month by month added up.",
            rows=(rows(_YEAR.start, last),),
        ),
        make(
            name="aftermath.designations.as_many_months_before",
            value=sum(found[month] for month in earlier),
            formula=f"Additions linked to Russia in the {len(earlier)} months up to April 2025, as many months as "
            f"the panel has after it; all but {sum(found[m] for m in earlier if m >= SPRING.start):g} of them in "
            "months up to January 2025.",
            rows=(rows(earlier[0], earlier[-1]),),
        ),
        make(
            name="aftermath.designations.october_2025",
            value=found[october],
            formula="Entries linked to Russia on OFAC's lists at the end of October 2025 and not a month earlier; "
            "the panel counts entries with a link to Russia by its own rule, so it need not equal the number in a press "
            "release.",
            rows=(rows(october, october),),
        ),
        make(
            name="aftermath.designations.months_without",
            value=sum(number == 0 for number in since.values()),
            unit=f"of {len(since)} months",
            formula=f"Months from May 2025 to {last:%B %Y} without an addition linked to Russia.",
            rows=(rows(_YEAR.start, last),),
        ),
    ]


@numbers
def _oil_companies(load: Load) -> Measure:
    rows = Rows.matching("pressure_events", actor="US", kind="imposed", date=OIL_LISTINGS)
    (row,) = records(rows.of(load), "size", "size_unit", "title")
    return Measure(
        name="aftermath.oil_listings.entities",
        value=float(row["size"]),
        unit=row["size_unit"],
        formula=f"As given by the page cited for: {row['title']}.",
        rows=(rows,),
        as_of=OIL_LISTINGS,
    )


@numbers
def _talks(load: Load) -> list[Measure]:
    found = _meetings(load("diplomacy_events"))
    last = last_day(load("diplomacy_events"), "date")
    span = Rows.matching("diplomacy_events", date=Window("", OP_ED + timedelta(1), last))
    make = partial(Measure, unit="meetings or calls on our list", rows=(span,), as_of=last)
    end = f"19 April 2025 to {day_text(last)}, the last row of our list"
    return [
        make(
            name="aftermath.talks.all",
            value=len(found),
            formula=f"Rows in which Russia's president, envoys or delegation met or called the U.S. or the Ukrainian "
            f"side, from {end}; a round of two days is one; the rows shown are all rows of those days.",
        ),
        make(
            name="aftermath.talks.with_exchange",
            value=sum(row["agreed"] for row in found),
            formula=f"Those of the meetings and calls from {end}, whose row reports that an exchange of prisoners was "
            "agreed.",
        ),
        make(
            name="aftermath.talks.with_exchange_before_first_cost",
            value=sum(row["agreed"] and row["date"] < INDIA_ORDER for row in found),
            formula="Those with an exchange of prisoners agreed that came before 6 August 2025, the first new U.S. cost of that kind that "
            "was found.",
        ),
    ]


@numbers
def _launches(load: Load) -> list[Measure]:
    made = []
    for name, weapon in moratorium.WEAPONS.items():
        thing = name.replace("_", " ")
        by_day = moratorium.totals(load("strikes_daily"), weapon)
        last = last_day(load("strikes_daily"), "date")
        latest = Window("latest", last - timedelta(_LATEST_DAYS - 1), last)
        make = partial(Measure, claimed_by=moratorium.SOURCE, digits=1 if weapon == "missile" else 0)

        def rows(window: Window, weapon: str = weapon) -> Rows:
            return Rows.matching("strikes_daily", weapon_class=weapon, date=window)

        for label, window in (("spring", SPRING), ("year", _YEAR), ("latest", latest)):
            made.append(
                make(
                    name=f"aftermath.{name}_per_day.{label}",
                    value=_mean(by_day, window),
                    unit=f"{thing} launched per day",
                    formula=f"Launches reported from {window}, over its {window.days} days; the table ends on "
                    f"{day_text(last)}; no type of target is given.",
                    rows=(rows(window),),
                    as_of=window.end,
                )
            )
        changes = [100 * (_mean(by_day, _YEAR) / _mean(by_day, base) - 1) for base in (SPRING, _YEAR_BEFORE)]
        made.append(
            make(
                name=f"aftermath.{name}_change.year",
                value=changes[0],
                low=min(changes),
                high=max(changes),
                unit="per cent",
                formula=f"Change of the daily mean of {thing} launched from February to April 2025 to the twelve months "
                "from May 2025; the other end of the range compares with the twelve months before May 2025.",
                rows=(rows(Window("", _YEAR_BEFORE.start, _YEAR.end)),),
                as_of=_YEAR.end,
                digits=0,
            )
        )
    return made


@numbers
def _civilians(load: Load) -> list[Measure]:
    harm = {row["month"]: row for row in records(load("civilian_casualties_monthly"), "month", *KINDS)}
    last = max(harm)
    since = months(_YEAR.start, last)
    before = [month.replace(year=month.year - 1) for month in since]

    def rows(span: list[date]) -> Rows:
        return Rows.matching("civilian_casualties_monthly", month=Window("", span[0], span[-1]))

    made = []
    make = partial(Measure, as_of=month_window(last).end)
    for kind in KINDS:
        now, then = (sum(harm[month][kind] for month in span) for span in (since, before))
        made += [
            make(
                name=f"aftermath.civilians_{kind}.since_may_2025",
                value=now,
                unit=f"civilians {kind}",
                formula=f"UN monthly counts from May 2025 to {last:%B %Y} added up; {MINIMUM}.",
                rows=(rows(since),),
            ),
            make(
                name=f"aftermath.civilians_{kind}_change.on_year",
                value=100 * (now / then - 1),
                unit="per cent",
                formula=f"Change of civilians {kind} from the months May 2024 to {before[-1]:%B %Y} to the same months a "
                f"year later, up to {last:%B %Y}; {MINIMUM}.",
                rows=(rows(before), rows(since)),
            ),
        ]
    return made


@numbers
def _area(load: Load) -> list[Measure]:
    area = load("occupied_area_daily")
    anniversary = OP_ED.replace(year=2026)
    table = records(net_change(area, _YEAR.start), "month", *_MAPS)
    made = []
    for name, source in _MAPS.items():
        last = last_day(area, "date", where=nw.col("source") == source)
        by_day = area_by_day(area, source)
        at = {day: area_on(by_day, source, day) for day in (OP_ED, anniversary, last)}
        words = (
            "measured by us on DeepState's maps inside Ukraine"
            if name == "deepstate"
            else "as computed by The Economist from ISW's maps, another definition than DeepState's"
        )
        make = partial(Measure, unit="square kilometres")

        def rows(first: date, end: date, source: str = source) -> Rows:
            return Rows.matching(
                "occupied_area_daily", source=source, region="Ukraine", date=Window("", first, end)
            )

        made += [
            make(
                name=f"aftermath.area_{name}.first_year",
                value=at[anniversary] - at[OP_ED],
                formula=f"Net change of the occupied area from 18 April 2025 to 18 April 2026, {words}.",
                rows=(rows(OP_ED, anniversary),),
                as_of=anniversary,
            ),
            make(
                name=f"aftermath.area_{name}.since_first_year",
                value=at[last] - at[anniversary],
                formula=f"Net change of the occupied area from 18 April 2026 to {day_text(last)}, the last map, {words}; "
                "negative: more was lost than taken.",
                rows=(rows(anniversary, last),),
                as_of=last,
            ),
            make(
                name=f"aftermath.area_{name}.largest_month",
                value=max(row[name] for row in table),
                unit="square kilometres per month",
                formula=f"Largest net change of a whole month from May 2025 to {table[-1]['month']:%B %Y} "
                f"({max(table, key=lambda row: row[name])['month']:%B %Y}), {words}.",
                rows=(rows(_YEAR.start - timedelta(8), last),),
                as_of=month_window(table[-1]["month"]).end,
            ),
            make(
                name=f"aftermath.area_{name}.months_of_loss",
                value=sum(row[name] < 0 for row in table),
                unit=f"of {len(table)} months",
                formula=f"Whole months from May 2025 to {table[-1]['month']:%B %Y} in which more was lost than taken, {words}.",
                rows=(rows(_YEAR.start - timedelta(8), last),),
                as_of=month_window(table[-1]["month"]).end,
            ),
        ]
    return made


@numbers
def _year_before(load: Load) -> list[Measure]:
    """Set the year after the op-ed beside the year before it, where a series covers both."""
    source = _MAPS["isw"]
    by_day = area_by_day(load("occupied_area_daily"), source)
    start = OP_ED.replace(year=2024)
    span = Window("", start, OP_ED)
    means, rows = [], []
    for window in (_YEAR_BEFORE, _YEAR):
        claimed = Rows.matching("losses_daily", category="personnel", date=window)
        days = (window.end - window.start).days + 1
        means.append(sum(float(row["daily"]) for row in records(claimed.of(load), "daily")) / days)
        rows.append(claimed)
    return [
        Measure(
            name="aftermath.area_isw.year_before",
            value=area_on(by_day, source, OP_ED) - area_on(by_day, source, start),
            unit="square kilometres",
            formula="Net change of the occupied area from 18 April 2024 to 18 April 2025, as computed by The Economist from "
            "ISW's maps; DeepState's maps in this project begin later.",
            rows=(Rows.matching("occupied_area_daily", source=source, region="Ukraine", date=span),),
            as_of=OP_ED,
        ),
        Measure(
            name="aftermath.personnel_claimed_change.year",
            value=100 * (means[1] / means[0] - 1),
            unit="per cent",
            formula="Russian casualties a day that Ukraine's General Staff claimed in the twelve months from May 2025, against "
            "those claimed in the twelve months before.",
            rows=tuple(rows),
            as_of=_YEAR.end,
            claimed_by=tempo.GENERAL_STAFF,
        ),
    ]


@numbers
def _aid(load: Load) -> list[Measure]:
    spans = [Window("", date(year, 5, 1), date(year, 12, 31)) for year in (2024, 2025)]

    def rows(window: Window) -> Rows:
        return Rows.matching("aid_monthly", donor_group=aid.EUROPE, kind="military", month=window)

    before, now = (aid.total(rows(span).of(load), span) for span in spans)
    return [
        Measure(
            name="aftermath.aid.europe_military.may_to_december_2025",
            value=now,
            unit="billion euros",
            formula="European countries and EU institutions: military allocations from May to December 2025, "
            f"{aid.RELEASE}.",
            rows=(rows(spans[1]),),
            as_of=spans[1].end,
            digits=1,
        ),
        Measure(
            name="aftermath.aid.europe_military.change_on_year",
            value=100 * (now / before - 1),
            unit="per cent",
            formula="European countries and EU institutions: military allocations from May to December 2025 against the "
            f"same months of 2024, {aid.RELEASE}.",
            rows=(rows(spans[0]), rows(spans[1])),
            as_of=spans[1].end,
        ),
    ]


@numbers
def _oil(load: Load) -> list[Measure]:
    """Compare Brent with the price by which Russia taxes its oil: a gap takes out most of the world price."""
    made = []
    for month in (date(2025, 10, 1), date(2025, 12, 1)):
        brent, urals = (
            Rows.matching("oil_price_monthly", month=month),
            Rows.matching("economy_indicators", indicator="urals_usd_per_bbl", month=month),
        )
        (price,) = records(brent.of(load), "brent_usd_per_bbl")
        (taxed,) = records(urals.of(load), "value")
        made.append(
            Measure(
                name=f"aftermath.oil_gap.{month:%Y_%m}",
                value=price["brent_usd_per_bbl"] - float(taxed["value"]),
                unit="dollars per barrel",
                formula=f"Mean price of Brent in {month:%B %Y} less the mean price by which Russia taxed its oil in that "
                "month, which is a Russian official figure and mixes two grades.",
                rows=(brent, urals),
                as_of=month_window(month).end,
                digits=1,
            )
        )
    for month in (date(2025, 10, 1), date(2025, 11, 1)):
        rows = Rows.matching(
            "economy_indicators",
            indicator="crea_fossil_revenue_eur_m_per_day",
            month=month,
        )
        (row,) = records(rows.of(load), "value")
        made.append(
            Measure(
                name=f"aftermath.fossil_revenue.{month:%Y_%m}",
                value=float(row["value"]),
                unit="million euros per day",
                formula=f"Estimate of the Centre for Research on Energy and Clean Air of Russia's revenue from exports of "
                f"fossil fuels in {month:%B %Y}, as first published; later revisions are not in it.",
                rows=(rows,),
                as_of=month_window(month).end,
            )
        )
    return made
