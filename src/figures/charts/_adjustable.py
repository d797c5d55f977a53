"""How does a comparison of windows change with their length? The part of a chart that Vega works out when a reader moves the slider."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import altair as alt

from figures.charts import _parts as parts
from figures.charts._time import milliseconds
from figures.charts._window import Window
from figures.errors import ContractError
from figures.text import NumberFormat, number_format

_DAY = timedelta(days=1)
_DAY_MS = 86_400_000
_SHORTEST = 7


def check(windows: Sequence[Window]) -> None:
    """Refuse windows that one slider cannot change together."""
    outer = [(window.end - window.start).days for window in (windows[0], windows[-1])] if windows else []
    if (
        [window.shaded for window in windows] != [False, True, False]
        or any(later.start - earlier.end != _DAY for earlier, later in pairwise(windows))
        or outer[0] != outer[1]
        or outer[0] + 1 < _SHORTEST
    ):
        raise ContractError(
            "daily_columns: adjustable: expected three windows that follow each other, the middle one shaded and the outer ones "
            f"equally long, at least {_SHORTEST} days, got {[(w.label, str(w.start), str(w.end), w.shaded) for w in windows]}"
        )


def controls(windows: Sequence[Window]) -> list[alt.Parameter]:
    """Give the inputs: how many days beside the shaded window are compared with it, and on which side."""
    longest = (windows[0].end - windows[0].start).days + 1
    return [
        alt.param(
            name="days",
            value=longest,
            bind=alt.binding_range(min=_SHORTEST, max=longest, step=1, name="Days compared"),
        ),
        alt.param(
            name="side",
            value="before",
            bind=alt.binding_radio(
                options=["before", "after"], labels=["before it", "after it"], name="Compared with the days"
            ),
        ),
    ]


def means(windows: Sequence[Window], amounts: Mapping[date, float]) -> alt.Chart:
    """Give each window's ends and mean, as they follow from ``days``; a day without a report counts as zero."""
    _, during, _ = windows
    first, end = milliseconds(during.start), milliseconds(during.end + _DAY)
    chart: alt.Chart = _sorted_days(windows, amounts).transform_aggregate(
        total="sum(given)", groupby=["window"]
    )
    return chart.transform_calculate(
        amount=f"datum.total / (datum.window == 1 ? {(end - first) // _DAY_MS} : days)",
        start=f"datum.window == 0 ? {first} - days * {_DAY_MS} : datum.window == 1 ? {first} : {end}",
        end=f"datum.window == 0 ? {first} : datum.window == 1 ? {end} : {end} + days * {_DAY_MS}",
    )


def labels(
    windows: Sequence[Window], amounts: Mapping[date, float], number: str, above: int
) -> tuple[parts.Layers, int]:
    """Write above each window what it is and its mean, and behind the mean of the shaded one how much it differs."""
    _, during, _ = windows
    middles = [
        milliseconds(window.start) + ((window.end - window.start).days + 1) * _DAY_MS // 2
        for window in windows
    ]
    long = (during.end - during.start).days + 1
    mean = f"'mean ' + {_printed('datum.amount', number_format(number, _every_mean(windows, amounts)))}"
    change = "(datum.change < 0 ? '−' : '+') + format(abs(datum.change), '.0f') + ' %'"
    outer = (
        means(windows, amounts)
        .transform_filter("datum.window != 1")
        .transform_calculate(
            middle=f"datum.window == 0 ? {middles[0]} : {middles[2]}",
            words=mean,
            name="days + (datum.window == 0 ? ' days before' : ' days after')",
        )
    )
    inner = (
        _sorted_days(windows, amounts)
        .transform_calculate(
            own="datum.window == 1 ? datum.given : 0",
            other="datum.window == (side == 'before' ? 0 : 2) ? datum.given : 0",
        )
        .transform_aggregate(own="sum(own)", other="sum(other)", groupby=[])
        .transform_calculate(amount=f"datum.own / {long}", compared="datum.other / days")
        .transform_calculate(change="100 * (datum.amount / datum.compared - 1)", middle=str(middles[1]))
        .transform_calculate(
            words=f"{mean} + (datum.compared > 0 ? ' (' + {change} + ')' : '')",
            name=repr(during.label),
        )
    )
    mean_at = above + 5 + parts.LINE_PX
    above += 7 + parts.LINE_PX * 2
    layers: parts.Layers = []
    for text in (outer, inner):
        placed = text.encode(x=alt.X("middle:T"))
        style = {"align": "center", "baseline": "top"}
        layers += parts.halo(
            placed.encode(y=alt.YValue(-mean_at), text=alt.Text("words:N")), fontWeight="bold", **style
        )
        layers += parts.halo(placed.encode(y=alt.YValue(-above), text=alt.Text("name:N")), **style)
    return layers, above


def _every_mean(windows: Sequence[Window], amounts: Mapping[date, float]) -> list[float]:
    """Work out the means of all lengths that a reader can choose."""
    before, during, after = windows
    longest = (before.end - before.start).days + 1

    def mean(first: date, days: int) -> float:
        return sum(amounts.get(first + _DAY * at, 0) for at in range(days)) / days

    found = [mean(during.start, (during.end - during.start).days + 1)]
    for days in range(_SHORTEST, longest + 1):
        found += [mean(during.start - _DAY * days, days), mean(after.start, days)]
    return found


def _printed(value: str, numbers: NumberFormat) -> str:
    """Write the expression that prints a number as the chart does; Vega has no letters for thousands and millions."""
    scaled = f"abs({value}){' * 100' if numbers.style == 'percent' else ''}"
    decimals = f"',.{numbers.decimals}f'"
    if not numbers.fixed:
        decimals = f"{scaled} == round({scaled}) ? ',.0f' : {decimals}"
    before, after = (
        json.dumps(numbers.before),
        json.dumps(("%" if numbers.style == "percent" else "") + numbers.after),
    )
    return f"({value} < 0 ? '−' : '') + {before} + format({scaled}, {decimals}) + {after}"


def _sorted_days(windows: Sequence[Window], amounts: Mapping[date, float]) -> alt.Chart:
    """Put each reported day into the window that it belongs to at this length: 0 before, 1 during, 2 after."""
    _, during, _ = windows
    first, end = milliseconds(during.start), milliseconds(during.end + _DAY)
    days = [{"at": milliseconds(day), "given": amount} for day, amount in sorted(amounts.items())]
    where = (
        f"datum.at < {first} ? (datum.at >= {first} - days * {_DAY_MS} ? 0 : -1)"
        f" : datum.at < {end} ? 1 : datum.at < {end} + days * {_DAY_MS} ? 2 : -1"
    )
    chart: alt.Chart = parts.base(days).transform_calculate(window=where)
    return chart.transform_filter("datum.window >= 0")
