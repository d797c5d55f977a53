"""Persons, companies and ships that the United States added to its lists, by linked country.

``sanctions_monthly`` compares the lists at month's ends. Inside a month it can say nothing: not on which
side of 20 January or 17 April 2025 an addition fell, and an addition removed in the same month does not appear.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from narwhals.typing import IntoDataFrame

from figures.measures._frames import columns_of, like, records
from figures.measures.measure import Measure, Rows
from figures.measures.window import Window, month_window

if TYPE_CHECKING:
    from figures.measures.measure import Load

RUSSIA = "Russia"
YEARS = (2023, 2024, 2025)
START, END = (1, 20), (4, 17)  # Inauguration to the eve of the op-ed: 88 days.
MANY = 50


def additions(sanctions: IntoDataFrame, country: str) -> dict[date, float]:
    """Read additions by month.

    Parameters
    ----------
    sanctions
        Columns month, country, additions (``sanctions_monthly``); the panel's first month has no additions, since it
        has no month before to be compared with.
    """
    names = ("month", "country", "additions")
    return {
        row["month"]: row["additions"]
        for row in records(sanctions, *names)
        if row["country"] == country and row["additions"] is not None
    }


def same_days(sanctions: IntoDataFrame, country: str, window: Window) -> tuple[float, float]:
    """Bound the additions inside a window that cuts through months.

    Returns
    -------
    tuple
        Additions of the months wholly inside, and of all months touched: the truth lies between.
    """
    inside = touched = 0.0
    for month, number in additions(sanctions, country).items():
        whole = month_window(month)
        if whole.end >= window.start and whole.start <= window.end:
            touched += number
            if whole.start >= window.start and whole.end <= window.end:
                inside += number
    return inside, touched


def by_year(sanctions: IntoDataFrame, countries: Sequence[str], years: Sequence[int] = YEARS) -> Any:
    """Compare the days from 20 January to 17 April between years and countries.

    Returns
    -------
    native dataframe
        country, year, value (February to April), low (February and March), high (January to April).
    """
    rows = []
    for country in countries:
        for year in years:
            low, high = same_days(sanctions, country, window_of(year))
            value = same_days(sanctions, country, _spring(year))[0]
            rows.append({"country": country, "year": year, "value": value, "low": low, "high": high})
    return like(sanctions, columns_of(rows, "country", "year", "value", "low", "high"))


def by_month(sanctions: IntoDataFrame, country: str, first: date) -> Any:
    """List additions by month from ``first`` on.

    Returns
    -------
    native dataframe
        month, additions.
    """
    found = {month: number for month, number in additions(sanctions, country).items() if month >= first}
    return like(sanctions, {"month": list(found), "additions": list(found.values())})


def versus_years(sanctions: IntoDataFrame, years: Sequence[int] = YEARS) -> Any:
    """Set the same weeks of several years side by side, Russia first, then the other countries by name.

    Returns
    -------
    native dataframe
        country, year (text), value, low, high, kind; see :func:`by_year`.
    """
    countries = sorted(
        {row["country"] for row in records(sanctions, "country")}, key=lambda name: (name != RUSSIA, name)
    )
    rows = records(by_year(sanctions, countries, years), "country", "year", "value", "low", "high")
    for row in rows:
        row |= {"year": str(row["year"]), "kind": "independent"}
    return like(sanctions, columns_of(rows, "country", "year", "value", "low", "high", "kind"))


def window_of(year: int) -> Window:
    """Return the days from 20 January to 17 April of a year: 88, and 89 in a leap year."""
    return Window(str(year), date(year, *START), date(year, *END))


def _spring(year: int) -> Window:
    return Window(f"February to April {year}", date(year, 2, 1), date(year, 4, 30))


def measures(load: Load) -> list[Measure]:
    """Make the measures of chapter 5 on U.S. designations."""
    frame = load("sanctions_monthly")
    countries = sorted({row["country"] for row in records(frame, "country")})
    made: list[Measure] = []
    for country in countries:
        made += _same_days(load, country)
    return [*made, *_shares(load, countries), *_russia(load), *_evidence(load)]


def _rows(first: date, last: date, country: str | None = RUSSIA) -> Rows:
    where = Window("", first, last).where("month")
    return Rows("sanctions_monthly", where if country is None else f"country == '{country}' and {where}")


def _same_days(load: Load, country: str) -> list[Measure]:
    made = []
    key = country.lower().replace(" ", "_")
    for year in YEARS:
        rows = _rows(date(year, 1, 1), date(year, 4, 1), country)
        frame = rows.of(load)
        low, high = same_days(frame, country, window_of(year))
        made.append(
            Measure(
                name=f"sanctions.{key}.same_days_{year}",
                value=same_days(frame, country, _spring(year))[0],
                low=low,
                high=high,
                unit="additions to OFAC's lists",
                formula=f"Additions linked to {country} from February to April {year}, for the days from 20 "
                "January to 17 April; the low end has the months wholly inside (February, March), the high "
                "end all months touched (January to April); a panel of month's ends cannot say more.",
                rows=(rows,),
                as_of=window_of(year).end,
            )
        )
    return made


def _shares(load: Load, countries: list[str]) -> list[Measure]:
    made = []
    for year in YEARS:
        rows = _rows(date(year, 2, 1), date(year, 4, 1), None)
        frame = rows.of(load)
        total = {country: same_days(frame, country, _spring(year))[0] for country in countries}
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


def _russia(load: Load) -> list[Measure]:
    by_month = additions(load("sanctions_monthly"), RUSSIA)
    last = max(by_month)
    busy = max(month for month, number in by_month.items() if number >= MANY)
    before = {month: number for month, number in by_month.items() if month < date(2025, 1, 1)}
    since = {month: number for month, number in by_month.items() if month > busy}
    year_2024 = [number for month, number in by_month.items() if month.year == 2024]
    make = partial(Measure, unit="additions to OFAC's lists linked to Russia")
    panel_end = month_window(last).end
    made = [
        make(
            name=f"sanctions.russia.additions.{month:%Y_%m}",
            value=by_month[month],
            formula=f"Entries linked to Russia on OFAC's lists at the end of {month:%B %Y} and not a month "
            "earlier.",
            rows=(_rows(month, month),),
            as_of=month_window(month).end,
        )
        for month in (date(2025, n, 1) for n in range(1, 5))
    ]
    made += [
        make(
            name="sanctions.russia.mean_month_2024",
            value=sum(year_2024) / len(year_2024),
            unit="additions linked to Russia per month",
            formula="Additions of 2024 over twelve months.",
            rows=(_rows(date(2024, 1, 1), date(2024, 12, 1)),),
            as_of=date(2024, 12, 31),
        ),
        make(
            name="sanctions.russia.mean_month_since_january_2025",
            value=sum(since.values()) / len(since),
            unit="additions linked to Russia per month",
            formula=f"Additions after {busy:%B %Y} over the {len(since)} months up to {last:%B %Y}.",
            rows=(_rows(min(since), last),),
            as_of=panel_end,
        ),
        make(
            name="sanctions.russia.largest_month_since_january_2025",
            value=max(since.values()),
            formula=f"Largest monthly additions after {busy:%B %Y}, up to {last:%B %Y}.",
            rows=(_rows(min(since), last),),
            as_of=panel_end,
        ),
        make(
            name="sanctions.russia.last_busy_month",
            value=by_month[busy],
            formula=f"Additions in the last month with at least {MANY}; the date of this measure is the end "
            "of that month.",
            rows=(_rows(busy, last),),
            as_of=month_window(busy).end,
        ),
        make(
            name="sanctions.russia.months_since_busy",
            value=len(since),
            unit="months",
            formula=f"Months of the panel after the last one with at least {MANY} additions, up to "
            f"{last:%B %Y}.",
            rows=(_rows(min(since), last),),
            as_of=panel_end,
        ),
    ]
    for name, limit in (("february", by_month[date(2025, 2, 1)]), ("march", by_month[date(2025, 3, 1)])):
        made.append(
            make(
                name=f"sanctions.russia.months_not_above_{name}_2025",
                value=sum(number <= limit for number in before.values()),
                unit=f"of {len(before)} months",
                formula=f"Months from {min(before):%B %Y} to December 2024 with no more additions than "
                f"{name.title()} 2025 ({limit:g}).",
                rows=(_rows(min(before), max(before)), _rows(date(2025, 2, 1), date(2025, 3, 1))),
                as_of=date(2025, 3, 31),
            )
        )
    pairs = {
        month: by_month[month] + by_month[later]
        for month, later in zip(sorted(before), sorted(before)[1:], strict=False)
    }
    spring = by_month[date(2025, 2, 1)] + by_month[date(2025, 3, 1)]
    made.append(
        make(
            name="sanctions.russia.smallest_two_months_before_2025",
            value=min(pairs.values()),
            formula="Fewest additions in any two consecutive months from May 2022 to December 2024; "
            f"February and March 2025 together have {spring:g}.",
            rows=(_rows(min(before), max(before)),),
            as_of=date(2024, 12, 31),
        )
    )
    return made


def _evidence(load: Load) -> list[Measure]:
    """Say what dated events tell about the months that the panel cannot split."""
    january = Rows(
        "pressure_events",
        "actor == 'US' and direction == 'cost_on_russia' and kind == 'imposed' and "
        f"{Window('', date(2025, 1, 1), date(2025, 1, 19)).where()}",
    )
    after = Rows(
        "pressure_events",
        "actor == 'US' and direction == 'cost_on_russia' and domain == 'sanctions' and kind == 'imposed' "
        f"and size_unit.notna() and {window_of(2025).where()}",
    )
    sizes = [float(row["size"]) for row in records(after.of(load), "size")]
    panel = _rows(date(2025, 2, 1), date(2025, 4, 1))
    spring = same_days(panel.of(load), RUSSIA, _spring(2025))[0]
    return [
        Measure(
            name="sanctions.russia.same_days_2025_with_dates",
            value=spring,
            low=sum(sizes),
            high=spring,
            unit="additions to OFAC's lists",
            formula="Additions linked to Russia from February to April 2025, leaving January out because "
            "every U.S. listing found in it is dated before the inauguration; the low end has only the "
            "listings of the two actions found with a date from 20 January to 17 April.",
            rows=(panel, after, january),
            as_of=window_of(2025).end,
        ),
        Measure(
            name="sanctions.us_steps_before_inauguration",
            value=len(january.of(load)),
            unit="rows of our list of events",
            formula="U.S. measures against Russia dated 1 to 19 January 2025; no row is dated 20 to 31 "
            "January, so the additions of January are, as far as we found, all from before the "
            "inauguration.",
            rows=(january,),
            as_of=date(2025, 1, 19),
        ),
        Measure(
            name="sanctions.us_listings_found_in_window",
            value=sum(sizes),
            unit="listings in two dated actions",
            formula="Sum of the listings of the actions that we found dated 20 January to 17 April 2025: a "
            "network of cyber crime (11 February) and a supply network of the Houthis (2 April); separate "
            "actions, so the sum is allowed.",
            rows=(after,),
            as_of=window_of(2025).end,
        ),
    ]
