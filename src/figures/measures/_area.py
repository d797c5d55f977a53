"""How much land did Russia hold on a day? The last map of one source up to that day says it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date

import narwhals as nw
from narwhals.typing import IntoFrame

from figures.errors import ContractError
from figures.measures._frames import records


def area_by_day(area: IntoFrame, source: str, region: str = "Ukraine") -> dict[date, float]:
    """Read the maps of one source: day to square kilometres held of a region."""
    series = (nw.col("source") == source) & (nw.col("region") == region)
    return {row["date"]: row["area_km2"] for row in records(area, "date", "area_km2", where=series)}


def area_on(by_day: Mapping[date, float], source: str, day: date) -> float:
    """Read the last map up to a day."""
    days = sorted(by_day)
    at = bisect_right(days, day) - 1
    if at < 0:
        raise ContractError(f"series {source!r} has no map on or before {day}")
    return by_day[days[at]]
