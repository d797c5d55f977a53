"""The four regions that Moscow claims: how much of them Russia held, and what the demand would have handed over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.errors import ContractError
from figures.measures._frames import columns_of, like, records, within
from figures.measures.measure import Measure, Rows, numbers
from figures.text import day_text
from figures.theme import Colour

if TYPE_CHECKING:
    from figures.measures.measure import Load

REGIONS = ("Donetsk", "Luhansk", "Zaporizhzhia", "Kherson")
"""The regions that Moscow claims, as the tables name them."""
CELL_KM = 20.0
"""Distance of neighbouring hexagons of ``control_grid``, in kilometres."""
_NEIGHBOURS = ("Kharkiv", "Dnipropetrovsk", "Mykolaiv", "Crimea")
DAY = date(2025, 4, 17)
"""Eve of the op-ed."""
_INAUGURATION = date(2025, 1, 20)
PANELS = dict.fromkeys(REGIONS, "per cent held")
"""Region to unit, in the order of drawing."""
COLOURS: dict[str, Colour] = dict.fromkeys(REGIONS, "red")
"""Region to colour."""
_SOURCE = "DeepState"
STEPS = (
    (0, "none or next to none"),
    (0.05, "less than half"),
    (0.5, "half or more"),
    (0.95, "all or nearly all"),
)
"""Classes of the share of a hexagon that Russia held: lower bound and words."""
# Where a name stands on the map, in km east and north of the grid's origin: clear of the front line.
NAMES = {
    "Donetsk": (492.0, -105.0),
    "Luhansk": (556.0, 95.0),
    "Zaporizhzhia": (322.0, -190.0),
    "Kherson": (205.0, -246.0),
    "Crimea": (230.0, -340.0),
}
"""Words on the map to their place on the plane of :func:`cells`, in kilometres."""


def held(areas: IntoFrame, day: date = DAY) -> Any:
    """Split each of the four regions into what Russia held on a day and what it did not.

    Parameters
    ----------
    areas
        ``occupied_area_daily``: date, source, region, area_km2, share (of the region's own area).
    day
        A day with a map.

    Returns
    -------
    native dataframe
        region, held_km2, whole_km2, not_held_km2, held_per_cent, told (the same in a few words).

    Raises
    ------
    ContractError
        When a region has no map of that day.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import demands
    >>> found = demands.held(load("occupied_area_daily"))
    >>> found[["region", "not_held_km2", "held_per_cent"]].round(1).to_dict("records")[0]
    {'region': 'Donetsk', 'not_held_km2': 8215.0, 'held_per_cent': 69.1}
    """
    that_day = (nw.col("source") == _SOURCE) & within("date", day, day)
    found = {row["region"]: row for row in records(areas, "region", "area_km2", "share", where=that_day)}
    if missing := [region for region in REGIONS if region not in found]:
        raise ContractError(f"demands.held: no map of {missing} on {day}")
    rows = []
    for region in REGIONS:
        area, share = found[region]["area_km2"], found[region]["share"]
        whole = area / share
        rows.append(
            {
                "region": region,
                "held_km2": area,
                "whole_km2": whole,
                "not_held_km2": whole - area,
                "held_per_cent": 100 * share,
                "told": f"{100 * share:.0f} % held, {whole - area:,.0f} km² not",
            }
        )
    names = ("region", "held_km2", "whole_km2", "not_held_km2", "held_per_cent", "told")
    return like(areas, columns_of(rows, *names))


def over_time(areas: IntoFrame) -> Any:
    """Give the share of each region that Russia held, once a week, by the last map up to each Thursday.

    17 April 2025 was a Thursday. The maps skip single days; none is more than a few days old here.

    Parameters
    ----------
    areas
        As in :func:`held`.

    Returns
    -------
    native dataframe
        date, region, held_per_cent.

    Raises
    ------
    ContractError
        When a region has no map at all.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import demands
    >>> found = demands.over_time(load("occupied_area_daily"))
    >>> found[["region", "held_per_cent"]].round(1).to_dict("records")[-1]
    {'region': 'Kherson', 'held_per_cent': 72.1}
    """
    rows = []
    for region in REGIONS:
        here = (nw.col("source") == _SOURCE) & (nw.col("region") == region)
        own = sorted((row["date"], row["share"]) for row in records(areas, "date", "share", where=here))
        if not own:
            raise ContractError(f"demands.over_time: no map of {region}")
        days = [day for day, _ in own]
        thursday = days[0] + timedelta((DAY.weekday() - days[0].weekday()) % 7)
        while thursday <= days[-1]:
            _, share = own[bisect_right(days, thursday) - 1]
            rows.append({"date": thursday, "region": region, "held_per_cent": 100 * share})
            thursday += timedelta(7)
    return like(areas, columns_of(rows, "date", "region", "held_per_cent"))


def yearly(areas: IntoFrame) -> Any:
    """List the share of each region on the first map, on 20 January and 17 April 2025 and on the last map.

    Parameters
    ----------
    areas
        As in :func:`held`.

    Returns
    -------
    native dataframe
        date, and one column of per cent for each region.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import demands
    >>> found = demands.yearly(load("occupied_area_daily"))
    >>> found.drop(columns="date").round(1).to_dict("records")[1]
    {'Donetsk': 67.6, 'Luhansk': 98.1, 'Zaporizhzhia': 72.8, 'Kherson': 72.1}
    """
    own = {
        (row["date"], row["region"]): 100 * row["share"]
        for row in records(areas, "date", "region", "share", where=nw.col("source") == _SOURCE)
    }
    days = sorted({day for day, _ in own})
    shown = sorted({days[0], days[-1], _INAUGURATION, DAY} & set(days))
    rows = [{"date": day} | {region: own[day, region] for region in REGIONS} for day in shown]
    return like(areas, columns_of(rows, "date", *REGIONS))


def cells(grid: IntoFrame) -> Any:
    """List the hexagons of the four regions and of their neighbours with the share held on 17 April 2025.

    Parameters
    ----------
    grid
        ``control_grid``: cell, lon, lat, region, share_2025_04_17.

    Returns
    -------
    native dataframe
        cell, x_km and y_km (centre on the equal-area plane of the grid), region, share.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import demands
    >>> demands.cells(load("control_grid")).round(1).to_dict("records")[0]
    {'cell': '+00-03', 'x_km': 10.0, 'y_km': -52.0, 'region': 'Mykolaiv', 'share': 0.0}
    """
    rows = []
    shown = nw.col("region").is_in(REGIONS + _NEIGHBOURS)
    for row in records(grid, "cell", "region", "share_2025_04_17", where=shown):
        x_km, y_km = _centre(row["cell"])
        rows.append({**row, "x_km": x_km, "y_km": y_km, "share": row["share_2025_04_17"]})
    return like(grid, columns_of(rows, "cell", "x_km", "y_km", "region", "share"))


def _centre(cell: str) -> tuple[float, float]:
    """Find a hexagon on the equal-area plane, in km east and north of its origin, from its column and row.

    >>> _centre("+00+00"), _centre("+02+01")
    ((0.0, 0.0), (50.0, 17.32))
    """
    column, row = int(cell[:3]), int(cell[3:])
    return CELL_KM * (column + 0.5 * (row % 2)), round(CELL_KM * 0.75**0.5 * row, 2)


def cell_counts(grid: IntoFrame, classes: Sequence[tuple[float, str]]) -> Any:
    """Count the hexagons of each of the four regions by class of share.

    Parameters
    ----------
    grid
        As in :func:`cells`.
    classes
        Lower bound of a class and its name, from the lowest.

    Returns
    -------
    native dataframe
        region, and one column for each class.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import demands
    >>> demands.cell_counts(load("control_grid"), demands.STEPS).to_dict("records")[1]
    {'region': 'Luhansk', 'none or next to none': 0, 'less than half': 4, 'half or more': 9, 'all or nearly all': 82}
    """
    rows = []
    shares = records(cells(grid), "region", "share")
    for region in REGIONS:
        own = [row["share"] for row in shares if row["region"] == region]
        counted = {
            name: sum(low <= share < high for share in own)
            for (low, name), high in zip(classes, [low for low, _ in classes[1:]] + [2.0], strict=True)
        }
        rows.append({"region": region} | counted)
    return like(grid, columns_of(rows, "region", *(name for _, name in classes)))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``demands.*``: how much of each of the four regions Russia held, and how much it did not."""
    areas = load("occupied_area_daily")
    on_day = _rows(DAY)
    split = records(held(on_day.of(load)), "region", "held_km2", "whole_km2", "not_held_km2", "held_per_cent")
    crimea = _crimea(load)
    made = []
    for row in split:
        rows = (_rows(DAY, row["region"]),)
        short = row["region"].lower()
        made += [
            Measure(
                name=f"demands.held_share.{short}",
                value=row["held_per_cent"],
                unit="per cent of the region",
                formula="Area that DeepState’s map of the day shows as occupied, over the area of the region.",
                rows=rows,
                as_of=DAY,
            ),
            Measure(
                name=f"demands.not_held_km2.{short}",
                value=row["not_held_km2"],
                unit="square kilometres",
                formula="Area of the region (occupied area over its share) minus the occupied area.",
                rows=rows,
                as_of=DAY,
            ),
        ]
    not_held, whole = sum(row["not_held_km2"] for row in split), sum(row["whole_km2"] for row in split)
    made += [
        Measure(
            name="demands.not_held_km2.all",
            value=not_held,
            low=not_held - (1 - crimea.value / 100) * whole,
            high=not_held,
            unit="square kilometres",
            formula="Sum over the four regions of the area that DeepState’s map does not show as occupied. The low end takes off the "
            "share by which Crimea, wholly occupied, misses the whole.",
            rows=(on_day, *crimea.rows),
            as_of=DAY,
        ),
        Measure(
            name="demands.not_held_share.all",
            value=100 * not_held / whole,
            unit="per cent of the four regions",
            formula="Area of the four regions that the map does not show as occupied, over their area.",
            rows=(on_day,),
            as_of=DAY,
        ),
        *_held_in_ukraine(load),
        crimea,
    ]
    days = [row["date"] for row in records(areas, "date", where=nw.col("source") == _SOURCE)]
    for label, day in (("first", min(days)), ("last", max(days))):
        for row in records(held(_rows(day).of(load), day), "region", "held_per_cent"):
            if row["region"] != "Luhansk" and not (label == "first" and row["region"] != "Donetsk"):
                made.append(
                    Measure(
                        name=f"demands.held_share_{label}.{row['region'].lower()}",
                        value=row["held_per_cent"],
                        unit="per cent of the region",
                        formula=f"As for 17 April 2025, on the {label} map of the series, {day_text(day)}.",
                        rows=(_rows(day, row["region"]),),
                        as_of=day,
                    )
                )
    return made


def _rows(day: date, region: str | None = None) -> Rows:
    return Rows.matching("occupied_area_daily", source=_SOURCE, date=day, region=region or REGIONS)


@numbers
def _held_in_ukraine(load: Load) -> list[Measure]:
    """Set the two maps of the whole country side by side: they differ, and so would those of a region."""
    rows = Rows.matching("occupied_area_daily", region="Ukraine", date=DAY)
    by_source = {row["source"]: row["area_km2"] for row in records(rows.of(load), "source", "area_km2")}
    return [
        Measure(
            name="demands.held_in_ukraine_km2",
            value=by_source[_SOURCE],
            low=min(by_source.values()),
            high=max(by_source.values()),
            unit="square kilometres",
            formula="Area of Ukraine under Russian occupation, Crimea included: DeepState’s map, and ISW’s as measured by The Economist.",
            rows=(rows,),
            as_of=DAY,
        )
    ]


@numbers
def _crimea(load: Load) -> Measure:
    """Show how far the outlines of the maps disagree: Crimea is wholly occupied and does not come out at 100."""
    rows = _rows(DAY, "Crimea")
    (row,) = records(rows.of(load), "share")
    return Measure(
        name="demands.held_share.crimea",
        value=100 * row["share"],
        unit="per cent of the region",
        formula="As for the four regions. What is missing to 100 is the difference between two outlines of coasts and borders.",
        rows=(rows,),
        as_of=DAY,
        digits=1,
    )
