"""The balance of the war by what can be counted: land held, casualties, equipment, and what a square kilometre cost."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.measures._area import area_by_day, area_on
from figures.measures._frames import columns_of, like, midnight, month_of, months, records
from figures.measures.measure import Measure, Rows, numbers
from figures.measures.tempo import GENERAL_STAFF, area_taken, modelled_casualties, monthly_means
from figures.measures.window import Window, month_window

if TYPE_CHECKING:
    from figures.measures.measure import Load
    from figures.theme import Colour

FIRST, LAST = date(2024, 8, 1), date(2026, 7, 1)
"""First and last month of the chapter’s charts."""
_OPED_EVE = date(2025, 4, 17)
BEFORE = Window("October 2024 to March 2025", date(2024, 10, 1), date(2025, 3, 31))
_AFTER = Window("May to October 2025", date(2025, 5, 1), date(2025, 10, 31))
DEEPSTATE, ECONOMIST = "DeepState", "The Economist, from ISW’s maps"
"""The two maps, as the charts name them."""
SOURCES = {DEEPSTATE: "DeepState", ECONOMIST: "The Economist"}
"""Map to its name in ``occupied_area_daily``."""
AREA_COLOURS: dict[str, Colour] = {DEEPSTATE: "teal", ECONOMIST: "ink"}
"""Map to colour."""
_SHORT = {DEEPSTATE: "deepstate", ECONOMIST: "economist"}

CLAIM, MODEL = "General Staff of Ukraine (a claim)", "The Economist’s model, with its interval"
"""Series of :func:`casualty_estimates` that are lines."""
UK, OTHERS = "UK Ministry of Defence (follows the claim)", "other governments and NATO officials"
"""Series of :func:`casualty_estimates` that are points."""
LOSS_COLOURS: dict[str, Colour] = {CLAIM: "blue", MODEL: "teal", UK: "amber", OTHERS: "ink"}
"""Series to colour, in the order of the key."""
LOSSES_FROM = date(2024, 1, 1)
"""First month of the chart of casualties."""

# Oryx: the first and the last day on which the lists of both sides were read, and one day before the op-ed.
READ_FIRST, READ_LAST = date(2025, 3, 24), date(2025, 7, 19)
STATES = ("all found up to 17 April 2025", "added from 24 March to 19 July 2025")
"""Values of the column ``state`` of :func:`equipment_ratios`."""
_CATEGORIES = {
    "All types": "All equipment",
    "Armoured Combat Vehicles (tanks, AFVs, IFVs, APCs and MRAPs)": "Armoured combat vehicles",
    "Tanks": "Tanks",
    "Infantry Fighting Vehicles": "Infantry fighting vehicles",
    "Armoured Personnel Carriers": "Armoured personnel carriers",
    "Self-Propelled Artillery": "Self-propelled artillery",
}


def area_levels(area: IntoFrame, first: date, last: date) -> Any:
    """Read the area held at the end of each month from both maps.

    Parameters
    ----------
    area
        Columns date, source, region, area_km2 (``occupied_area_daily``); the whole country is the region Ukraine.
    first, last
        First days of the first and last month.

    Returns
    -------
    native dataframe
        date (last day of the month), source, area_km2. Where a last day has no map, the last one before it counts.

    Raises
    ------
    ContractError
        When a series starts after the first month's end; so do the functions below that read the area.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import balance
    >>> april = date(2025, 4, 1)
    >>> found = balance.area_levels(load("occupied_area_daily"), april, april)
    >>> found[["source", "area_km2"]].round().to_dict("records")
    [{'source': 'DeepState', 'area_km2': 110985.0}, {'source': 'The Economist, from ISW’s maps', 'area_km2': 116686.0}]
    """
    rows = [
        {"date": end, "source": label, "area_km2": area_on(maps, name, end)}
        for label, name in SOURCES.items()
        for maps in [area_by_day(area, name)]
        for month in months(first, last)
        for end in [month_window(month).end]
    ]
    return like(area, columns_of(rows, "date", "source", "area_km2"))


def area_gap(area: IntoFrame, first: date, last: date) -> Any:
    """Set both maps side by side at the end of each month.

    Parameters
    ----------
    area, first, last
        As in :func:`area_levels`.

    Returns
    -------
    native dataframe
        date, deepstate_km2, economist_km2, gap_km2 (The Economist's area less DeepState's).

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import balance
    >>> april = date(2025, 4, 1)
    >>> found = balance.area_gap(load("occupied_area_daily"), april, april)
    >>> found[["deepstate_km2", "economist_km2", "gap_km2"]].round().to_dict("records")
    [{'deepstate_km2': 110985.0, 'economist_km2': 116686.0, 'gap_km2': 5701.0}]
    """
    by_day: dict[date, dict[str, float]] = {}
    for row in records(area_levels(area, first, last), "date", "source", "area_km2"):
        by_day.setdefault(row["date"], {})[row["source"]] = row["area_km2"]
    rows = [
        {
            "date": day,
            "deepstate_km2": held[DEEPSTATE],
            "economist_km2": held[ECONOMIST],
            "gap_km2": held[ECONOMIST] - held[DEEPSTATE],
        }
        for day, held in by_day.items()
    ]
    return like(area, columns_of(rows, "date", "deepstate_km2", "economist_km2", "gap_km2"))


def area_changes(area: IntoFrame, first: date = FIRST, last: date = LAST) -> Any:
    """Measure the net change of the area held, month by month and map by map.

    Parameters
    ----------
    area, first, last
        As in :func:`area_levels`.

    Returns
    -------
    native dataframe
        month, source, panel (the same words in each row), net_change_km2; negative where more was lost than taken.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import balance
    >>> april = date(2025, 4, 1)
    >>> found = balance.area_changes(load("occupied_area_daily"), april, april)
    >>> found[["source", "net_change_km2"]].round().to_dict("records")
    [{'source': 'DeepState', 'net_change_km2': 193.0}, {'source': 'The Economist, from ISW’s maps', 'net_change_km2': 193.0}]
    """
    rows = [
        {
            "month": row["month"],
            "source": label,
            "panel": "Net change of the area held by Russia",
            "net_change_km2": row["value"],
        }
        for label, name in SOURCES.items()
        for row in records(area_taken(area, name, "Ukraine", first, last), "month", "value")
    ]
    return like(area, columns_of(rows, "month", "source", "panel", "net_change_km2"))


def per_km2(
    area: IntoFrame,
    losses: IntoFrame,
    model: IntoFrame,
    first: date = FIRST,
    last: date = LAST,
) -> Any:
    """Divide the casualties of a month by the area that Russia gained in it, for both maps.

    A month in which the area shrank or stayed has no such number: there is nothing to divide by.

    Parameters
    ----------
    area, losses, model
        ``occupied_area_daily``, ``losses_daily`` and ``casualty_estimates_weekly``.
    first, last
        First days of the first and last month.

    Returns
    -------
    native dataframe
        month, source, claimed, modelled (casualties of the month), net_change_km2, claimed_per_km2, modelled_per_km2.

    Raises
    ------
    ContractError
        When the model has no estimate on both sides of a month's end.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import balance
    >>> april = date(2025, 4, 1)
    >>> tables = [load(name) for name in ("occupied_area_daily", "losses_daily", "casualty_estimates_weekly")]
    >>> found = balance.per_km2(*tables, april, april)
    >>> found[["source", "claimed_per_km2", "modelled_per_km2"]].round().to_dict("records")
    [{'source': 'DeepState', 'claimed_per_km2': 191.0, 'modelled_per_km2': 197.0}, {'source': 'The Economist, from ISW’s maps', 'claimed_per_km2': 190.0, 'modelled_per_km2': 197.0}]
    """
    claimed = {
        row["month"]: row["total"]
        for row in records(
            monthly_means(losses, "daily", first, last, keep={"category": ["personnel"]}), "month", "total"
        )
    }
    modelled = {
        row["month"]: row["value"] * month_window(row["month"]).days
        for row in records(modelled_casualties(model, first, last), "month", "value")
    }
    rows = [
        {
            "month": row["month"],
            "source": row["source"],
            "claimed": claimed[row["month"]],
            "modelled": modelled[row["month"]],
            "net_change_km2": row["net_change_km2"],
            "claimed_per_km2": _over(claimed[row["month"]], row["net_change_km2"]),
            "modelled_per_km2": _over(modelled[row["month"]], row["net_change_km2"]),
        }
        for row in records(area_changes(area, first, last), "month", "source", "net_change_km2")
    ]
    names = (
        "month",
        "source",
        "claimed",
        "modelled",
        "net_change_km2",
        "claimed_per_km2",
        "modelled_per_km2",
    )
    return like(area, columns_of(rows, *names))


def side_by_side(frame: IntoFrame, *values: str) -> Any:
    """Turn a table of both maps into one row a month, for a reader's table.

    Parameters
    ----------
    frame
        month, source and the columns named in ``values``.
    *values
        Each becomes two columns, with ``deepstate_`` and ``economist_`` before its name.

    Returns
    -------
    native dataframe
        month, then ``deepstate_*`` and ``economist_*`` for each value; other columns are left out.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import balance
    >>> april = date(2025, 4, 1)
    >>> changes = balance.area_changes(load("occupied_area_daily"), april, april)
    >>> wide = balance.side_by_side(changes, "net_change_km2")
    >>> wide.drop(columns="month").round().to_dict("records")
    [{'deepstate_net_change_km2': 193.0, 'economist_net_change_km2': 193.0}]
    """
    by_month: dict[date, dict[str, Any]] = {}
    for row in records(frame, "month", "source", *values):
        into = by_month.setdefault(row["month"], {"month": row["month"]})
        into |= {f"{_SHORT[row['source']]}_{name}": row[name] for name in values}
    names = [f"{short}_{name}" for name in values for short in _SHORT.values()]
    return like(frame, columns_of(list(by_month.values()), "month", *names))


def casualty_estimates(
    losses: IntoFrame, model: IntoFrame, estimates: IntoFrame, first: date, last: date
) -> Any:
    """Gather who puts Russian casualties since the invasion at what, and when.

    Parameters
    ----------
    losses
        ``losses_daily``; of the cumulative claim and of the model one value a month is kept, of its last day.
    model
        ``casualty_estimates_weekly``; its value is that of the last Thursday of the month.
    estimates
        ``loss_ratio_estimates``; dated estimates by officials. Rows whose only page is graded D are left out.
    first, last
        First days of the first and last month.

    Returns
    -------
    native dataframe
        date, series, estimator, value, low, high (casualties, killed and wounded); low alone means "more than".

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import balance
    >>> april = date(2025, 4, 1)
    >>> tables = [load(name) for name in ("losses_daily", "casualty_estimates_weekly", "loss_ratio_estimates")]
    >>> found = balance.casualty_estimates(*tables, april, april)
    >>> found[["series", "value", "low"]].to_dict("records")[0]
    {'series': 'other governments and NATO officials', 'value': 790000.0, 'low': nan}
    """
    ends = [month_window(month).end for month in months(first, last)]
    claim = {
        row["date"]: row["cumulative"]
        for row in records(losses, "date", "cumulative", where=nw.col("category") == "personnel")
    }
    modelled = {
        row["date"]: row
        for row in records(model, "date", "estimate", "low", "high", where=nw.col("kind") == "casualties")
    }
    thursdays = sorted(modelled)
    # The few estimates by officials come first: a reader's table may show its beginning only.
    rows: list[dict[str, Any]] = []
    official = (nw.col("measure") == "russian_casualties_official_estimate") & (nw.col("grade") != "D")
    for row in records(estimates, "period", "estimator", "value", "value_low", "value_high", where=official):
        day = _end_of(row["period"])
        if first <= day <= ends[-1]:
            rows.append(
                {
                    "date": day,
                    "series": UK if row["estimator"].startswith("UK ") else OTHERS,
                    "estimator": row["estimator"],
                    "value": row["value"],
                    "low": row["value_low"],
                    "high": row["value_high"],
                }
            )
    rows += [
        {"date": end, "series": CLAIM, "estimator": GENERAL_STAFF, "value": claim[end]}
        for end in ends
        if end in claim
    ]
    for end in ends:
        day = thursdays[bisect_right(thursdays, end) - 1]
        estimate = modelled[day]
        rows.append(
            {
                "date": day,
                "series": MODEL,
                "estimator": "The Economist",
                "value": estimate["estimate"],
                "low": estimate["low"],
                "high": estimate["high"],
            }
        )
    names = ("date", "series", "estimator", "value", "low", "high")
    return like(losses, columns_of([dict.fromkeys(names) | row for row in rows], *names))


def equipment_ratios(confirmed: IntoFrame) -> Any:
    """Divide Russian by Ukrainian losses on Oryx's lists: all up to the op-ed, and those added around it.

    Only categories that were read for both sides on the days compared have a ratio.

    Parameters
    ----------
    confirmed
        Columns date, country, category, total (``confirmed_equipment_losses``).

    Returns
    -------
    native dataframe
        category, state, russia, ukraine, ratio.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import balance
    >>> found = balance.equipment_ratios(load("confirmed_equipment_losses"))
    >>> found[["category", "state", "russia", "ukraine", "ratio"]].round(2).to_dict("records")[0]
    {'category': 'All equipment', 'state': 'all found up to 17 April 2025', 'russia': 21325, 'ukraine': 8601, 'ratio': 2.48}
    """
    read = nw.col("date").is_in([midnight(day) for day in (_OPED_EVE, READ_FIRST, READ_LAST)])
    total = {
        (row["date"], row["country"], row["category"]): row["total"]
        for row in records(confirmed, "date", "country", "category", "total", where=read)
    }

    def found(category: str, country: str, state: str) -> int:
        if state == STATES[0]:
            return int(total[_OPED_EVE, country, category])
        return int(total[READ_LAST, country, category] - total[READ_FIRST, country, category])

    rows = []
    for category, label in _CATEGORIES.items():
        for state in STATES:
            russia, ukraine = (found(category, country, state) for country in ("Russia", "Ukraine"))
            rows.append(
                {
                    "category": label,
                    "state": state,
                    "russia": russia,
                    "ukraine": ukraine,
                    "ratio": russia / ukraine,
                }
            )
    return like(confirmed, columns_of(rows, "category", "state", "russia", "ukraine", "ratio"))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``balance.*``: land held, casualties claimed and modelled, equipment confirmed lost, and their ratios."""
    return [
        *_levels_measures(load),
        *_change_measures(load),
        *_cost_measures(load),
        _cost_rise(load),
        *_casualty_measures(load),
        *_equipment_measures(load),
    ]


@numbers
def _levels_measures(load: Load) -> list[Measure]:
    made = []
    held = {}
    for label, name in SOURCES.items():
        rows = Rows.matching("occupied_area_daily", source=name, region="Ukraine", date=_OPED_EVE)
        (row,) = records(rows.of(load), "area_km2", "share")
        held[label] = row["area_km2"], rows
        made.append(
            Measure(
                name=f"balance.area_{_SHORT[label]}.2025_04_17",
                value=row["area_km2"],
                unit="square kilometres",
                formula=f"Area that the map of {name} shows as held by Russia on 17 April 2025, measured on an "
                "equal-area projection; what counts as held differs between the maps.",
                rows=(rows,),
                as_of=_OPED_EVE,
            )
        )
        made.append(
            Measure(
                name=f"balance.share_{_SHORT[label]}.2025_04_17",
                value=100 * row["share"],
                unit="per cent of Ukraine",
                formula=f"The same area over the area of Ukraine in its recognised borders, by {name}; the two makers "
                "put that area at about 599,000 (DeepState, the union of its outlines) and 604,000 square kilometres.",
                rows=(rows,),
                as_of=_OPED_EVE,
                digits=1,
            )
        )
    wide = Window("", date(2024, 7, 1), month_window(LAST).end)
    rows = Rows.matching("occupied_area_daily", source=list(SOURCES.values()), region="Ukraine", date=wide)
    gaps = {
        row["date"]: row["gap_km2"]
        for row in records(area_gap(rows.of(load), FIRST, LAST), "date", "gap_km2")
    }
    made.append(
        Measure(
            name="balance.area_gap.month_ends",
            value=held[ECONOMIST][0] - held[DEEPSTATE][0],
            low=min(gaps.values()),
            high=max(gaps.values()),
            unit="square kilometres",
            formula="The Economist's area less DeepState's on 17 April 2025; the range is that of the ends of "
            "months from August 2024 to July 2026.",
            rows=(held[DEEPSTATE][1], held[ECONOMIST][1], rows),
            as_of=month_window(LAST).end,
        )
    )
    return made


def _area_rows(first: date, last: date) -> Rows:
    # A month's change needs the map on its eve, and the next map where a last day has none.
    wide = Window("", first - timedelta(8), month_window(last).end + timedelta(8))
    return Rows.matching("occupied_area_daily", source=list(SOURCES.values()), region="Ukraine", date=wide)


def _cost_rows(first: date, last: date) -> tuple[Rows, Rows, Rows]:
    """Point at the area, the claims and the model of the months, with a week on both sides for the model."""
    end = month_window(last).end
    wide = Window("", first - timedelta(8), end + timedelta(8))
    return (
        _area_rows(first, last),
        Rows.matching("losses_daily", category="personnel", date=Window("", first, end)),
        Rows.matching("casualty_estimates_weekly", kind="casualties", date=wide),
    )


@numbers
def _change_measures(load: Load) -> list[Measure]:
    rows = _area_rows(FIRST, LAST)
    found: dict[str, dict[date, float]] = {}
    for row in records(area_changes(rows.of(load)), "month", "source", "net_change_km2"):
        found.setdefault(row["source"], {})[row["month"]] = row["net_change_km2"]
    formula = "Net change of the area held, from month's end to month's end; gains less what was lost again, "
    made = []
    for label, by_month in found.items():
        short = _SHORT[label]
        for name, window in (("before", BEFORE), ("after", _AFTER)):
            within = [value for month, value in by_month.items() if month in window]
            made.append(
                Measure(
                    name=f"balance.net_change_{short}.{name}",
                    value=sum(within) / len(within),
                    low=min(within),
                    high=max(within),
                    unit="square kilometres a month",
                    formula=f"{formula}by the maps of {label}: mean month of {window.label}; the range is that of its months.",
                    rows=(_area_rows(window.start, window.end.replace(day=1)),),
                    as_of=window.end,
                )
            )
        made += [
            Measure(
                name=f"balance.net_change_{short}.{month:%Y_%m}",
                value=by_month[month],
                unit="square kilometres",
                formula=f"{formula}by the maps of {label}.",
                rows=(_area_rows(month, month),),
                as_of=month_window(month).end,
            )
            for month in (date(2026, 4, 1), date(2026, 5, 1))
        ]
    without = {label: sum(value <= 0 for value in by_month.values()) for label, by_month in found.items()}
    made.append(
        Measure(
            name="balance.months_without_gain",
            value=without[ECONOMIST],
            low=min(without.values()),
            high=max(without.values()),
            unit=f"of {len(found[ECONOMIST])} months",
            formula="Months from August 2024 to July 2026 in which the area held shrank or stayed by the maps behind The "
            "Economist's figures; the range adds DeepState's.",
            rows=(rows,),
            as_of=month_window(LAST).end,
        )
    )
    return made


@numbers
def _cost_measures(load: Load) -> list[Measure]:
    made = []
    for month in (date(2024, 11, 1), date(2025, 3, 1), date(2025, 4, 1), date(2025, 7, 1), date(2026, 5, 1)):
        span = month_window(month)
        area, claims, model = _cost_rows(month, month)
        table = {
            row["source"]: row
            for row in records(
                per_km2(area.of(load), claims.of(load), model.of(load), month, month),
                "source",
                "claimed_per_km2",
                "modelled_per_km2",
            )
        }
        # The text quotes the model for the month of the op-ed only.
        for kind in ("claimed", "modelled") if month == month_of(_OPED_EVE) else ("claimed",):
            values = [row[f"{kind}_per_km2"] for row in table.values()]
            if None in values:
                continue
            made.append(
                Measure(
                    name=f"balance.{kind}_per_km2.{month:%Y_%m}",
                    value=table[DEEPSTATE][f"{kind}_per_km2"],
                    low=min(values),
                    high=max(values),
                    unit="Russian casualties per square kilometre of net gain",
                    formula=(
                        "Casualties claimed" if kind == "claimed" else "Casualties estimated by the model"
                    )
                    + f" for {span.label} over the net change of the area held in it, by DeepState; the range "
                    "adds The Economist's area. All casualties of the month are counted, wherever they were.",
                    rows=(area, claims if kind == "claimed" else model),
                    as_of=span.end,
                    claimed_by=GENERAL_STAFF if kind == "claimed" else None,
                )
            )
        if None in [row["claimed_per_km2"] for row in table.values()]:
            made.append(
                Measure(
                    name=f"balance.claimed_per_km2.{month:%Y_%m}",
                    value=round(table[DEEPSTATE]["claimed_per_km2"], -2),
                    unit="Russian casualties per square kilometre of net gain",
                    formula=f"Casualties claimed for {span.label} over the net change of the area held in it, by "
                    "DeepState, to the nearest hundred, because that change is small; by The Economist's area there is no net gain to divide by.",
                    rows=(area, claims),
                    as_of=span.end,
                    claimed_by=GENERAL_STAFF,
                )
            )
    return made


@numbers
def _cost_rise(load: Load) -> Measure:
    """Compare March 2025 with November 2024: how many times as many casualties for each square kilometre."""
    first, last = date(2024, 11, 1), date(2025, 3, 1)
    area, claims, model = _cost_rows(first, last)
    found = {
        (row["source"], row["month"]): row["claimed_per_km2"]
        for row in records(
            per_km2(area.of(load), claims.of(load), model.of(load), first, last),
            "source",
            "month",
            "claimed_per_km2",
        )
    }
    times = {label: found[label, last] / found[label, first] for label in SOURCES}
    return Measure(
        name="balance.claimed_per_km2_times.november_to_march",
        value=times[DEEPSTATE],
        low=min(times.values()),
        high=max(times.values()),
        unit="times",
        formula="Claimed casualties for each square kilometre of net gain in March 2025 over those in November 2024, by "
        "DeepState's area; the range adds The Economist's.",
        rows=(area, claims),
        as_of=month_window(last).end,
        claimed_by=GENERAL_STAFF,
        digits=1,
    )


@numbers
def _casualty_measures(load: Load) -> list[Measure]:
    claims = Rows.matching("losses_daily", category="personnel", date=_OPED_EVE)
    claim = records(claims.of(load), "cumulative")[0]["cumulative"]
    modelled = Rows.matching("casualty_estimates_weekly", kind="casualties", date=_OPED_EVE)
    model = records(modelled.of(load), "estimate", "low", "high")[0]
    since = "since the invasion of February 2022, killed and wounded"
    made = [
        Measure(
            name="balance.casualties_claimed.2025_04_17",
            value=claim,
            unit="Russian casualties",
            formula=f"Cumulative claim {since}.",
            rows=(claims,),
            as_of=_OPED_EVE,
            claimed_by=GENERAL_STAFF,
        ),
        Measure(
            name="balance.casualties_modelled.2025_04_17",
            value=_thousands(model["estimate"]),
            low=_thousands(model["low"]),
            high=_thousands(model["high"]),
            unit="Russian casualties",
            formula=f"The Economist's estimate {since}, rounded to thousands; the range is its 95% prediction "
            "interval. The model takes in many published estimates, official ones among them.",
            rows=(modelled,),
            as_of=_OPED_EVE,
        ),
        Measure(
            name="balance.claim_above_model.2025_04_17",
            value=100 * (claim / model["estimate"] - 1),
            unit="per cent",
            formula="The claim over the model's central estimate, less one.",
            rows=(claims, modelled),
            as_of=_OPED_EVE,
            claimed_by=GENERAL_STAFF,
        ),
    ]
    for name, measure, estimator, period, unit in _STATED:
        rows = Rows.matching("loss_ratio_estimates", measure=measure, estimator=estimator, period=period)
        (row,) = records(rows.of(load), "value", "value_low", "value_high")
        value, low, high = row["value"], row["value_low"], row["value_high"]
        ratio = unit.startswith("Russian casualties for")
        made.append(
            Measure(
                name=f"balance.{name}",
                value=value if value is not None else low,
                low=low if value is None else None,
                # A range of persons in the list of names runs up to those who are missing; the text uses its floor.
                high=high if value is None and ratio else None,
                unit=unit,
                formula=f"As given by the source for the time from 24 February 2022: {estimator}."
                + (" The source says at least." if value is None and not ratio else ""),
                rows=(rows,),
                as_of=_end_of(period),
                digits=1 if ratio else 0,
            )
        )
    return made


_CASUALTIES, _OF_EACH = "Russian casualties", "Russian casualties for each Ukrainian one"
_RATIO, _OFFICIAL = "casualty_ratio_russia_to_ukraine", "russian_casualties_official_estimate"
_NAMES = "Mediazona and BBC News Russian with volunteers"
_STATED = (
    (
        "official.us_europe_command",
        _OFFICIAL,
        "US European Command (Gen. Cavoli)",
        "2022-02-24/2025-04-03",
        _CASUALTIES,
    ),
    (
        "casualty_ratio.us_2024",
        _RATIO,
        "US officials (via New York Times)",
        "2022-02-24/2024-10-10",
        _OF_EACH,
    ),
    ("casualty_ratio.csis_2025", _RATIO, "CSIS", "2022-02-24/2025-05", _OF_EACH),
    ("names.russia", "russian_dead_confirmed_names", _NAMES, "2022-02-24/2025-03-28", "Russian dead by name"),
    (
        "names.ukraine",
        "ukrainian_dead_confirmed_names",
        "UALosses",
        "2022-02-24/2025-02-25",
        "Ukrainian dead by name",
    ),
)


@numbers
def _equipment_measures(load: Load) -> list[Measure]:
    days = " or ".join(Window("", day, day).where() for day in (_OPED_EVE, READ_FIRST, READ_LAST))
    rows = Rows("confirmed_equipment_losses", f"category in {list(_CATEGORIES)} and ({days})")
    made = []
    for row in records(equipment_ratios(rows.of(load)), "category", "state", "russia", "ukraine", "ratio"):
        short = _EQUIPMENT.get(row["category"])
        if short is None:
            continue
        until = row["state"] == STATES[0]
        state = "2025_04_17" if until else "added"
        made.append(
            Measure(
                name=f"balance.{short}_ratio.{state}",
                value=row["ratio"],
                unit="Russian losses confirmed for each Ukrainian one",
                formula=f"{row['category']} on Oryx's lists, Russian over Ukrainian: "
                + (
                    "all entries up to 17 April 2025."
                    if until
                    else "entries added between the readings of 24 March and 19 July 2025. Entries can be of older losses."
                ),
                rows=(rows,),
                as_of=_OPED_EVE if until else READ_LAST,
                digits=1,
            )
        )
        if short == "equipment":
            made += [
                Measure(
                    name=f"balance.equipment_{country}.{state}",
                    value=row[country],
                    unit=f"{adjective} losses confirmed",
                    formula=f"All equipment on Oryx's list, destroyed, damaged, abandoned or captured: {row['state']}.",
                    rows=(rows,),
                    as_of=_OPED_EVE if until else READ_LAST,
                )
                for country, adjective in (("russia", "Russian"), ("ukraine", "Ukrainian"))
            ]
    return made


_EQUIPMENT = {
    "All equipment": "equipment",
    "Tanks": "tank",
    "Armoured personnel carriers": "carrier",
    "Self-propelled artillery": "artillery",
}


def _over(casualties: float, km2: float) -> float | None:
    return casualties / km2 if km2 > 0 else None


def _thousands(number: float) -> int:
    return int(1000 * round(number / 1000))


def _end_of(period: str) -> date:
    """Read the last day of a period such as ``2022-02-24/2025-04-03`` or ``2022-02-24/2025-05``.

    >>> _end_of("2022-02-24/2025-05")
    datetime.date(2025, 5, 31)
    """
    end = period.rpartition("/")[2]
    if len(end) == len("2025-05"):
        return month_window(date.fromisoformat(f"{end}-01")).end
    return date.fromisoformat(end)
