"""The four regions that Moscow claims: how much of them Russia held, and what the demand would have handed over."""

from __future__ import annotations

from bisect import bisect_right
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
_NEIGHBOURS = ("Kharkiv", "Dnipropetrovsk", "Mykolaiv", "Crimea")
CELL_KM = 10.0
"""Distance of neighbouring hexagons of ``control_grid_fine``, in kilometres."""
DAY = date(2025, 4, 17)
"""Eve of the op-ed."""
_INAUGURATION = date(2025, 1, 20)
PANELS = dict.fromkeys(REGIONS, "per cent held")
"""Region to unit, in the order of drawing."""
COLOURS: dict[str, Colour] = dict.fromkeys(REGIONS, "red")
"""Region to colour."""
_SOURCE = "DeepState"
_MOST, _SOME = 0.7, 0.35
HALF = 0.5
"""Share of a hexagon from which the map counts it as held."""
STEPS = ((0, "not held"), (HALF, "held by Russia"))
"""Classes of the share of a hexagon that Russia held: lower bound and words."""
# Where words stand on the map, in km east and north of the grid's origin: clear of the front.
NAMES = {
    "Donetsk": (318.0, 80.0),
    "Luhansk": (545.0, 140.0),
    "Zaporizhzhia": (158.0, 12.0),
    "Kherson": (80.0, -68.0),
    "Crimea": (205.0, -345.0),
    "Ukraine": (150.0, 130.0),
    "Russia": (740.0, -20.0),
    "Sea of Azov": (415.0, -215.0),
    "Black Sea": (20.0, -400.0),
}
"""Words on the map to their place on the plane of :func:`cells`, in kilometres."""
_CRIMEA = "annexed in 2014, outside the four"
"""What the map says under Crimea, which is paler than the four regions."""
_SHARES = {_INAUGURATION: "share_2025_01_20", DAY: "share_2025_04_17"}


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


def map_days(areas: IntoFrame) -> dict[date, str]:
    """Give the days that the hexagons are measured on, with the column of ``control_grid_fine`` that holds each.

    Parameters
    ----------
    areas
        As in :func:`held`.

    Returns
    -------
    dict
        Day to column; the last day of the maps comes last.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import demands
    >>> [str(day) for day in demands.map_days(load("occupied_area_daily"))]
    ['2025-01-20', '2025-04-17', '2026-08-22']
    """
    days = [row["date"] for row in records(areas, "date", where=nw.col("source") == _SOURCE)]
    return {**_SHARES, max(days): "share_latest"}


def map_choices(areas: IntoFrame) -> dict[str, tuple[str, str]]:
    """Give what a reader of the map can choose: a day, with the columns of :func:`cells` that belong to it.

    Parameters
    ----------
    areas
        As in :func:`held`.

    Returns
    -------
    dict
        Day in words to the column of shares and the column of what is not held.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import demands
    >>> demands.map_choices(load("occupied_area_daily"))["17 April 2025"]
    ('share_2025_04_17', 'not_held_2025_04_17')
    """
    return {
        day_text(day): (column, column.replace("share", "not_held"))
        for day, column in map_days(areas).items()
    }


def cells(grid: IntoFrame, areas: IntoFrame) -> Any:
    """List the hexagons of the map with the share held on three days, and in words what was not held of their region; of Crimea, why it is paler.

    Parameters
    ----------
    grid
        ``control_grid_fine``: cell, region, inside, and a share for each of three days.
    areas
        As in :func:`held`.

    Returns
    -------
    native dataframe
        cell, x_km and y_km (centre on the equal-area plane of the grid), region, and for each day ``share_…`` and ``not_held_…``.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import demands
    >>> found = demands.cells(load("control_grid_fine"), load("occupied_area_daily"))
    >>> found.query("region == 'Kherson'")["not_held_2025_04_17"].iloc[0]
    '7,304 km²'
    """
    days = map_days(areas)
    words: dict[tuple[str, str], str] = {}
    for day, column in days.items():
        for row in records(held(areas, day), "region", "not_held_km2"):
            words[row["region"], column] = f"{row['not_held_km2']:,.0f} km²"
        words["Crimea", column] = _CRIMEA
    rows = []
    # On coasts and borders outlines of maps differ: what seems not to be held there is no front.
    held_always = nw.all_horizontal(*(nw.col(column) >= HALF for column in days.values()), ignore_nulls=False)
    mostly = (nw.col("inside") >= _MOST) | ((nw.col("inside") >= _SOME) & held_always)
    shown = nw.col("region").is_in(REGIONS + _NEIGHBOURS) & mostly
    for row in records(grid, "cell", "region", *days.values(), where=shown):
        x_km, y_km = _centre(row["cell"])
        told = {
            column.replace("share", "not_held"): words.get((row["region"], column), "")
            for column in days.values()
        }
        rows.append({**row, "x_km": x_km, "y_km": y_km, **told})
    return like(grid, columns_of(rows, *rows[0]))


def _centre(cell: str) -> tuple[float, float]:
    """Find a hexagon on the equal-area plane, in km east and north of its origin, from its column and row.

    >>> _centre("+00+00"), _centre("+02+01")
    ((0.0, 0.0), (25.0, 8.66))
    """
    column, row = int(cell[:3]), int(cell[3:])
    return CELL_KM * (column + 0.5 * (row % 2)), round(CELL_KM * 0.75**0.5 * row, 2)


def places(cities: IntoFrame) -> dict[str, tuple[float, float]]:
    """Give the cities that the map names, with their place on its plane.

    Parameters
    ----------
    cities
        ``map_places``: name, x_km, y_km.

    Returns
    -------
    dict
        Name to km east and north of the grid's origin.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import demands
    >>> demands.places(load("map_places"))["Kherson"]
    (85.3, -206.5)
    """
    return {row["name"]: (row["x_km"], row["y_km"]) for row in records(cities, "name", "x_km", "y_km")}


def not_held(areas: IntoFrame) -> Any:
    """List what Russia did not hold of each region on the days of the map.

    Parameters
    ----------
    areas
        As in :func:`held`.

    Returns
    -------
    native dataframe
        region, and for each day a column of square kilometres, named as its share in ``control_grid_fine``.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import demands
    >>> demands.not_held(load("occupied_area_daily")).round(0).to_dict("records")[0]["share_2025_04_17"]
    8215.0
    """
    days = map_days(areas)
    found = {
        (row["region"], column): row["not_held_km2"]
        for day, column in days.items()
        for row in records(held(areas, day), "region", "not_held_km2")
    }
    rows = [
        {"region": region} | {column: found[region, column] for column in days.values()} for region in REGIONS
    ]
    return like(areas, columns_of(rows, "region", *days.values()))


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
