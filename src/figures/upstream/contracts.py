"""The contract of each table, checked when it is built: types, key, ranges, vocabulary, dates, parts and totals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pandera.pandas as pa

from figures.errors import DataError
from figures.tables import dtype
from figures.upstream import known_errors
from figures.upstream.kiel import GROUP
from figures.upstream.ohchr import VERIFIED_LATER

# OHCHR's published totals of killed and injured by year; the months lack what was verified later.
ANNUAL_TOTALS = {2022: (8422, 14728), 2023: (1974, 6651), 2024: (2088, 9138), 2025: (2514, 12142)}
# The regions' areas are rounded to a hundredth of a km2 before they are summed.
ROUNDING_KM2 = 0.011

Rule = tuple[str, Callable[[pd.DataFrame], "pd.Series[bool]"]]


def _follows(frame: pd.DataFrame, group: str, level: str, change: pd.Series) -> pd.Series:
    before = frame.groupby(group)[level].shift()
    return before.isna() | (before + change == frame[level])


def _daily(frame: pd.DataFrame) -> pd.Series:
    step = frame.sort_values(["category", "date"]).groupby("category")["cumulative"].diff()
    step = step.reindex(frame.index).astype("Int64")
    return (step == frame["daily"]).fillna(False) | (step.isna() & frame["daily"].isna())


def _falls(frame: pd.DataFrame) -> pd.Series:
    listed = {
        (pd.Timestamp(r["key"]["date"]), r["key"]["category"])
        for r in known_errors.recorded("revision", "losses_daily")
    }
    known = [key in listed for key in zip(frame["date"], frame["category"], strict=True)]
    return (frame["daily"].fillna(0) >= 0) | pd.Series(known, index=frame.index)


def _regions_sum(frame: pd.DataFrame) -> pd.Series:
    maps = frame[frame["source"] == "DeepState"]
    total = maps[maps["region"] == "Ukraine"].set_index("date")["area_km2"]
    off = maps[maps["region"] != "Ukraine"].groupby("date")["area_km2"].sum() - total
    return ~(frame["source"].eq("DeepState") & frame["date"].map(off).abs().gt(ROUNDING_KM2))


def _own_area(frame: pd.DataFrame) -> pd.Series:
    # A region's own area, as each row implies it, is the same every day.
    seen = frame[frame["share"] > 0.01]
    implied = (seen["area_km2"] / seen["share"]).groupby([seen["source"], seen["region"]])
    steady = (seen["area_km2"] / seen["share"] / implied.transform("median") - 1).abs() < 1e-3
    return steady.reindex(frame.index, fill_value=True)


def _months_sum(frame: pd.DataFrame) -> pd.Series:
    year = frame["month"].dt.year
    good = pd.Series(True, index=frame.index)
    for column, totals in zip(("killed", "injured"), zip(*ANNUAL_TOTALS.values(), strict=True), strict=True):
        for which, total in zip(ANNUAL_TOTALS, totals, strict=True):
            expected = total - VERIFIED_LATER.get((which, column), 0)
            good &= (year != which) | (frame.loc[year == which, column].sum() == expected)
    return good


def _ordered(low: str, high: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: (frame[low] <= frame[high]).fillna(True) | frame[low].isna() | frame[high].isna()


RULES: dict[str, list[Rule]] = {
    "strikes_daily": [("intercepted must not exceed launched", _ordered("intercepted", "launched"))],
    "losses_daily": [
        ("daily must be cumulative minus the day before", _daily),
        ("cumulative must not fall, except where a revision is recorded", _falls),
    ],
    "occupied_area_daily": [
        ("DeepState's regions must sum to Ukraine", _regions_sum),
        ("area_km2 / share must be the region's own area", _own_area),
    ],
    "sanctions_monthly": [
        (
            "active must be the month before plus additions minus removals",
            lambda f: _follows(f, "country", "active", f["additions"] - f["removals"]),
        )
    ],
    "aid_monthly": [("donor_group must be the donor's", lambda f: f["donor"].map(GROUP) == f["donor_group"])],
    "civilian_casualties_monthly": [
        ("months must sum to the annual totals, apart from VERIFIED_LATER", _months_sum)
    ],
    "casualty_estimates_weekly": [
        ("low must not exceed estimate", _ordered("low", "estimate")),
        ("estimate must not exceed high", _ordered("estimate", "high")),
    ],
    "battlefield_claims": [("date_start must not be after date_end", _ordered("date_start", "date_end"))],
}


def schema(entry: dict[str, Any], latest: pd.Timestamp) -> pa.DataFrameSchema:
    """Return the pandera schema of a table from its description in the data package; no date can lie after `latest`."""
    fields = entry["schema"]["fields"]
    key = entry["schema"]["primaryKey"]
    return pa.DataFrameSchema(
        {field["name"]: _column(field, latest) for field in fields},
        checks=[
            pa.Check(
                lambda frame: ~frame.duplicated(key), error=f"the key ({', '.join(key)}) must be unique"
            ),
            *(pa.Check(rule, error=text, ignore_na=False) for text, rule in RULES.get(entry["name"], [])),
        ],
        strict=True,
        ordered=True,
        name=entry["name"],
    )


def _column(field: dict[str, Any], latest: pd.Timestamp) -> pa.Column:
    name, limits = field["name"], field["constraints"]
    checks = []
    if "enum" in limits:
        checks.append(
            pa.Check.isin(limits["enum"], error=f"{name} must be one of {', '.join(limits['enum'])}")
        )
    if "pattern" in limits and dtype(field) == "str":
        checks.append(
            pa.Check.str_matches(f"^(?:{limits['pattern']})$", error=f"{name} must match {limits['pattern']}")
        )
    if "minimum" in limits:
        checks.append(pa.Check.ge(limits["minimum"], error=f"{name} must be at least {limits['minimum']}"))
    if "maximum" in limits:
        checks.append(pa.Check.le(limits["maximum"], error=f"{name} must be at most {limits['maximum']}"))
    kind = dtype(field)
    if kind == "datetime":
        kind = "datetime64[ns]"
        checks.append(pa.Check.le(latest, error=f"{name} must not be after {latest.date()}"))
    return pa.Column(kind if kind != "str" else str, checks, nullable=not limits["required"])


def check(frame: pd.DataFrame, entry: dict[str, Any], latest: pd.Timestamp) -> None:
    """Hold a table to its contract, or name the first row that breaks a rule, and the rule."""
    where, key = f"data/{entry['path']}", entry["schema"]["primaryKey"]
    if len(frame) != entry["rows"]:
        raise DataError(where, f"must have {entry['rows']} rows, has {len(frame)}")
    try:
        schema(entry, latest).validate(frame)
    except pa.errors.SchemaError as error:
        raise DataError(where, *_explain(error, frame, key)) from None
    misplaced = frame.index[frame.sort_values(key, kind="stable").index != frame.index]
    if len(misplaced):
        raise DataError(
            where, f"rows must be sorted by {', '.join(key)}", _named(frame.loc[misplaced[0], key])
        )
    if "series" in entry:
        found, listed = gaps(frame, entry["series"]), entry["missing_dates"]
        for group in sorted(found.keys() | listed.keys()):
            if found.get(group, []) != listed.get(group, []):
                new = sorted(set(found.get(group, [])) ^ set(listed.get(group, [])))
                raise DataError(
                    where,
                    "dates must be continuous, apart from the listed gaps",
                    f"{group or 'all'}: {new[0]}",
                )


def _explain(error: Any, frame: pd.DataFrame, key: list[str]) -> tuple[str, object]:
    rule = getattr(error.check, "error", None) or str(error).splitlines()[0]
    cases = error.failure_cases
    position = cases["index"].iloc[0] if isinstance(cases, pd.DataFrame) and "index" in cases else None
    if position is None or pd.isna(position):
        return rule, None
    return rule, _named(frame.loc[position, key])


def _named(cells: pd.Series) -> str:
    """Name a row by its key, days as the file has them."""
    return ", ".join(str(cell.date()) if isinstance(cell, pd.Timestamp) else str(cell) for cell in cells)


def gaps(frame: pd.DataFrame, series: dict[str, Any]) -> dict[str, list[str]]:
    """Find the days or months missing between the first and the last of each group, ``first/last`` for several in a row.

    They stand under the group's first column; a group without gaps is left out.
    """
    column, by = series["column"], series["by"]
    step = {"day": "D", "week": "7D", "month": "MS"}[series["step"]]
    found: dict[str, list[str]] = {}
    for group, rows in frame.groupby(by) if by else [(("",), frame)]:
        have = pd.DatetimeIndex(rows[column])
        missing = pd.date_range(have.min(), have.max(), freq=step).difference(have)
        listed = found.setdefault(str(group[0]), [])
        listed += [gap for gap in ranges(missing, step) if gap not in listed]
    return {name: sorted(listed) for name, listed in found.items() if listed}


def ranges(days: pd.DatetimeIndex, step: str) -> list[str]:
    """Print days or months, and ``first/last`` for several in a row."""
    runs: list[list[pd.Timestamp]] = []
    for day in days:
        if runs and day == runs[-1][-1] + pd.tseries.frequencies.to_offset(step):
            runs[-1].append(day)
        else:
            runs.append([day])
    iso = [(run[0].date().isoformat(), run[-1].date().isoformat()) for run in runs]
    return [first if first == last else f"{first}/{last}" for first, last in iso]
