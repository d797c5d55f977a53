"""Persons, companies and ships that the United States added to its lists, by linked country.

``sanctions_monthly`` compares the lists at month's ends. Inside a month it can say nothing: not on which
side of 20 January or 17 April 2025 an addition fell, and an addition removed in the same month does not appear.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.measures._frames import columns_of, like, records
from figures.measures.measure import Measure, Rows, numbers
from figures.measures.window import Window, month_window

if TYPE_CHECKING:
    from figures.measures.measure import Load

RUSSIA = "Russia"
"""The country as the table names it."""
YEARS = (2023, 2024, 2025)
"""Years compared."""
START, END = (1, 20), (4, 17)  # Inauguration to the eve of the op-ed: 88 days.
# What the text compares: Russia with its own past, two other countries with the year before.
_COMPARED = {"China": (2024, 2025), "Iran": (2024, 2025), RUSSIA: YEARS}


def additions(sanctions: IntoFrame, country: str) -> dict[date, float]:
    """Read additions by month.

    Parameters
    ----------
    sanctions
        Columns month, country, additions (``sanctions_monthly``); the panel's first month has no additions, since it
        has no month before to be compared with.
    country
        A value of the column ``country``.

    Returns
    -------
    dict
        First day of the month to number of persons, companies and ships added.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import sanctions
    >>> sanctions.additions(load("sanctions_monthly"), "Russia")[date(2025, 1, 1)]
    249
    """
    known = (nw.col("country") == country) & ~nw.col("additions").is_null()
    return {row["month"]: row["additions"] for row in records(sanctions, "month", "additions", where=known)}


def _bounds(sanctions: IntoFrame, country: str, window: Window) -> tuple[float, float]:
    """Count the additions of the months wholly inside a window, and of all months touched: the truth lies between."""
    inside = touched = 0.0
    for month, number in additions(sanctions, country).items():
        whole = month_window(month)
        if whole.end >= window.start and whole.start <= window.end:
            touched += number
            if whole.start >= window.start and whole.end <= window.end:
                inside += number
    return inside, touched


def by_year(sanctions: IntoFrame, countries: Sequence[str], years: Sequence[int] = YEARS) -> Any:
    """Compare the days from 20 January to 17 April between years and countries.

    Parameters
    ----------
    sanctions
        As in :func:`additions`.
    countries, years
        The pairs to compare, in this order.

    Returns
    -------
    native dataframe
        country, year, value (February to April), low (February and March), high (January to April).

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import sanctions
    >>> sanctions.by_year(load("sanctions_monthly"), ["Russia"], [2024, 2025]).to_dict("records")
    [{'country': 'Russia', 'year': 2024, 'value': 514.0, 'low': 514.0, 'high': 518.0}, {'country': 'Russia', 'year': 2025, 'value': 10.0, 'low': 3.0, 'high': 259.0}]
    """
    rows = []
    for country in countries:
        for year in years:
            low, high = _bounds(sanctions, country, _window_of(year))
            value = _bounds(sanctions, country, _spring(year))[0]
            rows.append({"country": country, "year": year, "value": value, "low": low, "high": high})
    return like(sanctions, columns_of(rows, "country", "year", "value", "low", "high"))


def by_month(sanctions: IntoFrame, country: str, first: date) -> Any:
    """List additions by month from ``first`` on.

    Parameters
    ----------
    sanctions, country
        As in :func:`additions`.
    first
        First day of the first month.

    Returns
    -------
    native dataframe
        month, additions.

    Examples
    --------
    >>> from datetime import date
    >>> from figures import load
    >>> from figures.measures import sanctions
    >>> sanctions.by_month(load("sanctions_monthly"), "Russia", date(2025, 1, 1))["additions"].tolist()[:4]
    [249, 3, 0, 7]
    """
    found = {month: number for month, number in additions(sanctions, country).items() if month >= first}
    return like(sanctions, {"month": list(found), "additions": list(found.values())})


def versus_years(sanctions: IntoFrame, years: Sequence[int] = YEARS) -> Any:
    """Set the same weeks of several years side by side, Russia first, then the other countries by name.

    Parameters
    ----------
    sanctions
        As in :func:`additions`.
    years
        The years to compare.

    Returns
    -------
    native dataframe
        country, year (text), value, low, high, kind; see :func:`by_year`.

    Examples
    --------
    >>> from figures import load
    >>> from figures.measures import sanctions
    >>> found = sanctions.versus_years(load("sanctions_monthly"), [2025])
    >>> found[["country", "year", "low", "high"]].to_dict("records")[0]
    {'country': 'Russia', 'year': '2025', 'low': 3.0, 'high': 259.0}
    """
    countries = sorted(
        {row["country"] for row in records(sanctions, "country")}, key=lambda name: (name != RUSSIA, name)
    )
    rows = records(by_year(sanctions, countries, years), "country", "year", "value", "low", "high")
    for row in rows:
        row |= {"year": str(row["year"]), "kind": "independent"}
    return like(sanctions, columns_of(rows, "country", "year", "value", "low", "high", "kind"))


def _window_of(year: int) -> Window:
    """Return the days from 20 January to 17 April of a year: 88, and 89 in a leap year."""
    return Window(str(year), date(year, *START), date(year, *END))


def _spring(year: int) -> Window:
    return Window(f"February to April {year}", date(year, 2, 1), date(year, 4, 30))


@numbers
def measures(load: Load) -> list[Measure]:
    """Make the measures ``sanctions.*``: additions to the lists in the same weeks of several years, by linked country."""
    return [*_same_days(load), *_shares(load), *_russia(load)]


def _rows(first: date, last: date, country: str | None = RUSSIA) -> Rows:
    window = Window("", first, last)
    if country is None:
        return Rows.matching("sanctions_monthly", month=window)
    return Rows.matching("sanctions_monthly", country=country, month=window)


@numbers
def _same_days(load: Load) -> list[Measure]:
    made = []
    for country, years in _COMPARED.items():
        for year in years:
            rows = _rows(date(year, 1, 1), date(year, 4, 1), country)
            frame = rows.of(load)
            low, high = _bounds(frame, country, _window_of(year))
            made.append(
                Measure(
                    name=f"sanctions.{country.lower()}.same_days_{year}",
                    value=_bounds(frame, country, _spring(year))[0],
                    low=low,
                    high=high,
                    unit="additions to OFAC's lists",
                    formula=f"Additions linked to {country} from February to April {year}, for the days from 20 "
                    "January to 17 April; the low end has the months wholly inside (February, March), the high "
                    "end all months touched (January to April); a panel of month's ends cannot say more.",
                    rows=(rows,),
                    as_of=_window_of(year).end,
                )
            )
    return made


@numbers
def _shares(load: Load) -> list[Measure]:
    countries = sorted({row["country"] for row in records(load("sanctions_monthly"), "country")})
    made = []
    for year in (2024, 2025):
        rows = _rows(date(year, 2, 1), date(year, 4, 1), None)
        frame = rows.of(load)
        total = {country: _bounds(frame, country, _spring(year))[0] for country in countries}
        made.append(
            Measure(
                name=f"sanctions.russia.share_{year}",
                value=100 * total[RUSSIA] / sum(total.values()),
                unit=f"per cent of the additions linked to {len(countries)} countries",
                formula=f"Additions linked to Russia over additions linked to {', '.join(countries)}, "
                f"February to April {year}; one entry can be linked to several countries; other countries "
                "are not in the table.",
                rows=(rows,),
                as_of=date(year, 4, 30),
            )
        )
    return made


@numbers
def _russia(load: Load) -> list[Measure]:
    by_month = additions(load("sanctions_monthly"), RUSSIA)
    last = max(by_month)
    since = {month: number for month, number in by_month.items() if month > date(2025, 1, 1)}
    year_2024 = [number for month, number in by_month.items() if month.year == 2024]
    make = partial(Measure, unit="additions to OFAC's lists linked to Russia")
    return [
        *(
            make(
                name=f"sanctions.russia.additions.{month:%Y_%m}",
                value=by_month[month],
                formula=f"Entries linked to Russia on OFAC's lists at the end of {month:%B %Y} and not a month "
                "earlier.",
                rows=(_rows(month, month),),
                as_of=month_window(month).end,
            )
            for month in (date(2025, n, 1) for n in range(1, 5))
        ),
        make(
            name="sanctions.russia.mean_month_2024",
            value=sum(year_2024) / len(year_2024),
            unit="additions linked to Russia per month",
            formula="Additions of 2024 over twelve months.",
            rows=(_rows(date(2024, 1, 1), date(2024, 12, 1)),),
            as_of=date(2024, 12, 31),
        ),
        make(
            name="sanctions.russia.largest_month_since_january_2025",
            value=max(since.values()),
            formula=f"Largest monthly additions after January 2025, up to {last:%B %Y}.",
            rows=(_rows(min(since), last),),
            as_of=month_window(last).end,
        ),
    ]
