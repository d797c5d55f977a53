"""The tempo of the war in the spring of 2025 by several yardsticks, month by month."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.errors import ContractError
from figures.measures._area import area_by_day
from figures.measures._frames import columns_of, like, month_of, months, records, summed, within
from figures.measures.evidence import claimed, rows_of, stated
from figures.measures.measure import Measure, Rows, numbers
from figures.measures.window import Window, month_window

if TYPE_CHECKING:
    from figures.measures.measure import Load
    from figures.theme import Colour

FIRST, LAST = date(2024, 9, 1), date(2025, 6, 1)
"""First and last month of the chapter’s charts."""
_BASE = date(2024, 11, 1)
_AFTERWARDS = date(2025, 5, 1)
SPRING = (date(2025, 2, 1), date(2025, 3, 1), date(2025, 4, 1))
_CLASHES = dict(zip(SPRING, ("R01a", "R01b", "R01c"), strict=True))
GENERAL_STAFF = "General Staff of the Armed Forces of Ukraine"
"""Claimant of the series of losses."""
CLEAR = 0.5
"""Share of the sky covered, 0 to 1, up to which a day counts as clear: above it satellites miss too much."""

UNITS = {
    "clashes": "combat clashes per day",
    "area_deepstate": "square kilometres per month",
    "area_isw": "square kilometres per month",
    "war_fires": "war fires per day",
    "personnel_claimed": "Russian casualties claimed per day",
    "armour_claimed": "tanks and armoured vehicles claimed per day",
    "casualties_modelled": "Russian casualties estimated per day",
}
TITLES = {
    "clashes": "Combat clashes",
    "area_deepstate": "Area taken, DeepState",
    "area_isw": "Area taken, ISW maps",
    "war_fires": "War fires",
    "personnel_claimed": "Personnel losses claimed",
    "armour_claimed": "Armour losses claimed",
    "casualties_modelled": "Casualties estimated by a model",
}
# The UK Ministry of Defence's monthly means of the same Ukrainian reports: a second reading, not a second source.
MINISTRY = "russian_casualties_daily_average"
SHOWN = ("clashes", "area_deepstate", "area_isw", "war_fires", "personnel_claimed", "armour_claimed")
"""Yardsticks in the chart, in the order of drawing."""
SHOWN_UNITS = {TITLES[name]: UNITS[name] for name in SHOWN}
"""Title of a yardstick shown to its unit."""
SHOWN_COLOURS: dict[str, Colour] = {
    TITLES[name]: "teal" if name.startswith(("area", "war")) else "blue" for name in SHOWN
}
"""Title of a yardstick shown to its colour: claims and independent series differ."""
_PARTIES = {
    "clashes": "Nazar Voloshyn (Khortytsia grouping)",
    "personnel_claimed": GENERAL_STAFF,
    "armour_claimed": GENERAL_STAFF,
}
_AREA_SOURCES = {"area_deepstate": "DeepState", "area_isw": "The Economist"}
# Months that the text states, by yardstick; the model only by its change.
_LEVELS = dict.fromkeys(SHOWN, SPRING) | dict.fromkeys(_AREA_SOURCES, (_BASE, *SPRING, _AFTERWARDS))
# Changes to April 2025, by the month they start from. Fires are compared with the year before, for the season.
_CHANGES = {
    SPRING[1]: tuple(_AREA_SOURCES),
    SPRING[0]: tuple(yardstick for yardstick in UNITS if yardstick != "war_fires"),
    _BASE: tuple(_AREA_SOURCES),
}
# Neither side's own count. Maps and model use official claims among other sources.
_INDEPENDENT = ("area_deepstate", "area_isw", "war_fires", "casualties_modelled")
# The model is fitted in part to the other yardsticks, so it is shown but not counted among the five.
FIVE = ("clashes", "area_deepstate", "area_isw", "war_fires", "personnel_claimed")


def monthly_means(
    frame: IntoFrame, value: str, first: date, last: date, *, keep: dict[str, Sequence[str]] | None = None
) -> Any:
    """Average a daily count over the calendar days of each month.

    Parameters
    ----------
    frame
        Columns date, ``value`` and those named in ``keep``.
    value
        The daily count; several rows of one day are added up.
    first, last
        First days of the first and last month.
    keep
        Column to the values wanted.

    Returns
    -------
    native dataframe
        month, total, days (calendar days), mean.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import tempo
    >>> april = date(2025, 4, 1)
    >>> found = tempo.monthly_means(load("losses_daily"), "daily", april, april, keep={"category": ["personnel"]})
    >>> found[["total", "days", "mean"]].round(1).to_dict("records")
    [{'total': 36730.0, 'days': 30, 'mean': 1224.3}]
    """
    keep = keep or {}
    chosen = within("date", first, month_window(last).end)
    for name, wanted in keep.items():
        chosen &= nw.col(name).is_in(wanted)
    sums = dict.fromkeys(months(first, last), 0.0)
    for row in summed(frame, ["date"], value, where=chosen):
        sums[month_of(row["date"])] += row[value]
    rows = [
        {"month": month, "total": total, "days": days, "mean": total / days}
        for month, total in sums.items()
        for days in [month_window(month).days]
    ]
    return like(frame, columns_of(rows, "month", "total", "days", "mean"))


def area_taken(area: IntoFrame, source: str, region: str, first: date, last: date) -> Any:
    """Measure the net change of the occupied area by month.

    A month runs from the last map of the month before to its own last map. Where the map of a last day is
    missing, ``low`` and ``high`` try the next map as well.

    Parameters
    ----------
    area
        Columns date, source, region, area_km2 (``occupied_area_daily``).
    source, region
        The series.
    first, last
        First days of the first and last month.

    Returns
    -------
    native dataframe
        month, value, low, high (square kilometres; negative: more was lost than taken).

    Raises
    ------
    ContractError
        When the series has no map on both sides of a month's end.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import tempo
    >>> april = date(2025, 4, 1)
    >>> found = tempo.area_taken(load("occupied_area_daily"), "DeepState", "Ukraine", april, april)
    >>> found[["value", "low", "high"]].round(1).to_dict("records")
    [{'value': 192.7, 'low': 175.6, 'high': 192.7}]
    """
    by_day = area_by_day(area, source, region)
    days = sorted(by_day)

    def level(day: date) -> list[float]:
        at = bisect_right(days, day) - 1
        following = bisect_left(days, day)
        if at < 0 or following == len(days):
            raise ContractError(f"series {source!r} for {region!r} has no map on both sides of {day}")
        return [by_day[days[at]], by_day[days[following]]]

    rows = []
    for month in months(first, last):
        start, end = level(month - timedelta(1)), level(month_window(month).end)
        by_last, by_next = (late - early for early, late in zip(start, end, strict=True))
        rows.append(
            {"month": month, "value": by_last, "low": min(by_last, by_next), "high": max(by_last, by_next)}
        )
    return like(area, columns_of(rows, "month", "value", "low", "high"))


def fires_by_month(fires: IntoFrame, first: date, last: date, *, clear: float = CLEAR) -> Any:
    """Average war fires by month, over all days and over days with little cloud.

    Parameters
    ----------
    fires
        Columns date, war_fires, cloud_cover (share of the sky, 0 to 1) (``war_fires_daily``).
    first, last
        First days of the first and last month.
    clear
        A day counts as clear up to this cloud cover.

    Returns
    -------
    native dataframe
        month, value (mean of all days), clear_days, clear_mean (missing without clear days).

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import tempo
    >>> april = date(2025, 4, 1)
    >>> found = tempo.fires_by_month(load("war_fires_daily"), april, april)
    >>> found[["value", "clear_days", "clear_mean"]].round(1).to_dict("records")
    [{'value': 210.1, 'clear_days': 16, 'clear_mean': 361.7}]
    """
    by_month: dict[date, list[tuple[float, float]]] = {month: [] for month in months(first, last)}
    chosen = within("date", first, month_window(last).end) & ~nw.col("war_fires").is_null()
    for row in records(fires, "date", "war_fires", "cloud_cover", where=chosen):
        by_month[month_of(row["date"])].append((row["war_fires"], row["cloud_cover"]))
    rows = []
    for month, found in by_month.items():
        clear_days = [number for number, cloud in found if cloud is not None and cloud <= clear]
        rows.append(
            {
                "month": month,
                "value": sum(number for number, _ in found) / len(found),
                "clear_days": len(clear_days),
                "clear_mean": sum(clear_days) / len(clear_days) if clear_days else None,
            }
        )
    return like(fires, columns_of(rows, "month", "value", "clear_days", "clear_mean"))


def modelled_casualties(model: IntoFrame, first: date, last: date) -> Any:
    """Turn a cumulative estimate of casualties into a mean per day of each month.

    Parameters
    ----------
    model
        Columns date, kind, estimate (``casualty_estimates_weekly``), growing evenly from date to date.
    first, last
        First days of the first and last month.

    Returns
    -------
    native dataframe
        month, value (casualties per day).

    Raises
    ------
    ContractError
        When the model has no estimate on both sides of a month's end.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import tempo
    >>> april = date(2025, 4, 1)
    >>> found = tempo.modelled_casualties(load("casualty_estimates_weekly"), april, april)
    >>> found["value"].round().tolist()
    [1265.0]
    """
    casualties = nw.col("kind") == "casualties"
    series = {row["date"]: row["estimate"] for row in records(model, "date", "estimate", where=casualties)}
    days = sorted(series)

    def level(day: date) -> float:
        after = bisect_left(days, day)
        if after < len(days) and days[after] == day:
            return float(series[day])
        if after in (0, len(days)):
            raise ContractError(f"the model has no estimate on both sides of {day}")
        early, late = days[after - 1], days[after]
        return float(
            series[early] + (series[late] - series[early]) * ((day - early).days / (late - early).days)
        )

    rows = [
        {"month": month, "value": (level(window.end) - level(month - timedelta(1))) / window.days}
        for month in months(first, last)
        for window in [month_window(month)]
    ]
    return like(model, columns_of(rows, "month", "value"))


def yardsticks(load: Load, first: date = FIRST, last: date = LAST) -> Any:
    """Gather every yardstick in one tidy frame, for small multiples.

    Parameters
    ----------
    load
        Gives a table by its name: :func:`figures.load`.
    first, last
        First days of the first and last month.

    Returns
    -------
    DataFrame
        month, yardstick, title, value, low, high, unit, kind (claim, independent). Months without a value are
        absent: clashes are known for February to April 2025 only.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import tempo
    >>> april = date(2025, 4, 1)
    >>> found = tempo.yardsticks(load, april, april)
    >>> found[["title", "value", "unit"]].round(1).to_dict("records")[:2]
    [{'title': 'Combat clashes', 'value': 154.9, 'unit': 'combat clashes per day'}, {'title': 'Area taken, DeepState', 'value': 192.7, 'unit': 'square kilometres per month'}]
    """
    rows: list[dict[str, Any]] = []

    def add(
        yardstick: str, month: date, value: float, low: float | None = None, high: float | None = None
    ) -> None:
        rows.append(
            {
                "month": month,
                "yardstick": yardstick,
                "title": TITLES[yardstick],
                "value": float(value),
                "low": float(value if low is None else low),
                "high": float(value if high is None else high),
                "unit": UNITS[yardstick],
                "kind": "independent" if yardstick in _INDEPENDENT else "claim",
            }
        )

    claims = load("battlefield_claims")
    found = claimed(claims, list(_CLASHES.values()))
    for month, claim_id in _CLASHES.items():
        if first <= month <= last:
            add("clashes", month, found[claim_id].value / month_window(month).days)
    area = load("occupied_area_daily")
    for yardstick, source in _AREA_SOURCES.items():
        for row in records(area_taken(area, source, "Ukraine", first, last), "month", "value", "low", "high"):
            add(yardstick, **row)
    fires = fires_by_month(load("war_fires_daily"), first, last)
    for row in records(fires, "month", "value", "clear_mean"):
        bounds = [row["value"], *([] if row["clear_mean"] is None else [row["clear_mean"]])]
        add("war_fires", row["month"], row["value"], min(bounds), max(bounds))
    losses = load("losses_daily")
    by_ministry = {
        row["period"]: row["value"]
        for row in records(load("loss_ratio_estimates"), "measure", "period", "value")
        if row["measure"] == MINISTRY
    }
    for yardstick, categories in (
        ("personnel_claimed", ["personnel"]),
        ("armour_claimed", ["tank", "armoured_vehicle"]),
    ):
        means = monthly_means(losses, "daily", first, last, keep={"category": categories})
        for row in records(means, "month", "mean"):
            second = by_ministry.get(f"{row['month']:%Y-%m}") if yardstick == "personnel_claimed" else None
            bounds = [row["mean"], row["mean"] if second is None else second]
            add(yardstick, row["month"], row["mean"], min(bounds), max(bounds))
    for row in records(modelled_casualties(load("casualty_estimates_weekly"), first, last), "month", "value"):
        add("casualties_modelled", **row)
    names = ("month", "yardstick", "title", "value", "low", "high", "unit", "kind")
    return like(claims, columns_of(rows, *names))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``tempo.*``: each yardstick month by month, its changes up to April 2025, and how many of them rose."""
    table = {
        (row["yardstick"], row["month"]): row
        for row in records(yardsticks(load), "month", "yardstick", "value", "low", "high")
    }
    made = []
    for yardstick, unit in UNITS.items():
        for month in _LEVELS.get(yardstick, ()):
            row = table[yardstick, month]
            ranged = row["low"] != row["high"]
            made.append(
                Measure(
                    name=f"tempo.{yardstick}.{month:%Y_%m}",
                    value=row["value"],
                    low=row["low"] if ranged else None,
                    high=row["high"] if ranged else None,
                    unit=unit,
                    formula=FORMULAS[yardstick],
                    rows=_rows(yardstick, month, month),
                    as_of=month_window(month).end,
                    claimed_by=_PARTIES.get(yardstick),
                    digits=1 if yardstick in ("armour_claimed", "war_fires") else 0,
                )
            )
        made += [
            _change(table, yardstick, base) for base, compared in _CHANGES.items() if yardstick in compared
        ]
    retaken = stated(load, "tempo.retaken_near_pokrovsk", "T04", "square kilometres")
    return [*made, _rising(table), _year_before(load), retaken]


FORMULAS = {
    "clashes": "Clashes of the month as given by a spokesman, over its calendar days.",
    "area_deepstate": "Net change of the area that DeepState's maps show as occupied, from month's end to "
    "month's end, measured by us on an equal-area projection inside Ukraine, Kursk not included; the range "
    "uses the next map where one is missing.",
    "area_isw": "Net change of the area that ISW's maps show as Russian-controlled, as computed by The "
    "Economist, from month's end to month's end; another definition than DeepState's, so levels differ.",
    "war_fires": "Fires seen by satellite that The Economist's model ascribes to the war, mean of all "
    "days; the other end of the range is the mean of the days with at most half of the sky covered; cloud and the season move "
    "it more than fighting does.",
    "personnel_claimed": "Daily claims of Russian casualties added up, over the calendar days of the "
    "month; the range adds the monthly mean that the UK Ministry of Defence gave for the same reports.",
    "armour_claimed": "Daily claims of tanks and other armoured vehicles destroyed added up, over the "
    "calendar days.",
    "casualties_modelled": "Increase of The Economist's cumulative estimate of Russian casualties from "
    "month's end to month's end, over the calendar days; the table has Thursdays, and straight lines between them "
    "give the levels at the ends; the model is independent of the General Staff's series in method, not wholly in "
    "inputs.",
}


def _rows(yardstick: str, first: date, last: date) -> tuple[Rows, ...]:
    span = Window("", first, month_window(last).end)
    # A change over a month needs the level on the eve, and a map or estimate on the far side of each end.
    wide = Window("", first - timedelta(8), span.end + timedelta(8))
    match yardstick:
        case "clashes":
            return (rows_of(*(key for month, key in _CLASHES.items() if month in span)),)
        case "area_deepstate" | "area_isw":
            source = _AREA_SOURCES[yardstick]
            return (Rows.matching("occupied_area_daily", source=source, region="Ukraine", date=wide),)
        case "war_fires":
            return (Rows.matching("war_fires_daily", date=span),)
        case "casualties_modelled":
            return (Rows.matching("casualty_estimates_weekly", kind="casualties", date=wide),)
        case "personnel_claimed":
            return (
                Rows.matching("losses_daily", category="personnel", date=span),
                Rows.matching("loss_ratio_estimates", measure=MINISTRY, period=f"{first:%Y-%m}"),
            )
        case _:
            return (Rows.matching("losses_daily", category=["tank", "armoured_vehicle"], date=span),)


@numbers
def _change(table: dict[Any, Any], yardstick: str, base: date) -> Measure:
    """Compare a month with April 2025; where there is a second reading of a series, compare it with itself."""

    def second(row: dict[str, Any]) -> float:
        return float(row["high"] if row["low"] == row["value"] else row["low"])

    april = SPRING[2]
    before, after = table[yardstick, base], table[yardstick, april]
    found = [100 * (after["value"] / before["value"] - 1), 100 * (second(after) / second(before) - 1)]
    ranged = found[0] != found[1]
    return Measure(
        name=f"tempo.{yardstick}_change.{base:%B}_to_april".lower(),
        value=found[0],
        low=min(found) if ranged else None,
        high=max(found) if ranged else None,
        unit="per cent",
        formula=f"Change of {TITLES[yardstick].lower()} ({UNITS[yardstick]}) from {base:%B %Y} to "
        f"April 2025. " + FORMULAS[yardstick],
        rows=(*_rows(yardstick, base, base), *_rows(yardstick, april, april)),
        as_of=month_window(april).end,
        claimed_by=_PARTIES.get(yardstick),
    )


@numbers
def _rising(table: dict[Any, Any]) -> Measure:
    """Count the yardsticks that rose, one vote each; claimed armour belongs to claimed losses."""
    february, _, april = SPRING
    return Measure(
        name="tempo.yardsticks_rising_february_to_april",
        value=sum(table[key, april]["value"] > table[key, february]["value"] for key in FIVE),
        unit=f"of {len(FIVE)} yardsticks",
        formula="Yardsticks higher in April 2025 than in February 2025, among clashes, area taken by both "
        "maps, war fires and claimed personnel losses; clashes and losses are Ukrainian claims, so not all "
        "five are independent of the parties.",
        rows=tuple(row for key in FIVE for month in (february, april) for row in _rows(key, month, month)),
        as_of=month_window(april).end,
    )


@numbers
def _year_before(load: Load) -> Measure:
    """Compare April with April: the season's sunlight and cloud are then alike."""
    april, earlier = date(2025, 4, 1), date(2024, 4, 1)
    rows = (*_rows("war_fires", earlier, earlier), *_rows("war_fires", april, april))
    fires = fires_by_month(load("war_fires_daily"), earlier, april)
    found = {row["month"]: row for row in records(fires, "month", "value", "clear_mean")}
    changes = [100 * (found[april][key] / found[earlier][key] - 1) for key in ("value", "clear_mean")]
    return Measure(
        name="tempo.war_fires_change.april_2024_to_2025",
        value=changes[0],
        low=min(changes),
        high=max(changes),
        unit="per cent",
        formula="Change of war fires per day from April 2024 to April 2025, which takes out the "
        "season; the range adds the same for days with at most half of the sky covered.",
        rows=rows,
        as_of=month_window(april).end,
    )
