"""One builder for each chart function: as many labels and dates as one likes, one value, in the plainest table that it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import polars as pl
from chart_examples import squares

from figures import charts
from figures.text import next_month

WORDS = {"title": "The finding", "subtitle": "What is counted, where and when"}


class Table(NamedTuple):
    """What a builder draws: a row for each label and date, all with the same value."""

    labels: Sequence[str] = ("Kyiv",)
    dates: Sequence[Any] = (date(2025, 3, 4),)
    value: float | None = 12
    unit: str = "events"
    twice: bool = False

    def frame(self, **columns: Callable[[int, str, Any], Any]) -> pl.DataFrame:
        """Make a table with one column for each way to get a cell from label and date."""
        places = [(at, label, day) for at, label in enumerate(self.labels) for day in self.dates]
        if self.twice:
            places += places[:1]
        return pl.DataFrame(
            {
                name: pl.Series([cell(*place) for place in places], strict=False)
                for name, cell in columns.items()
            }
        )

    @property
    def colours(self) -> dict[str, Any]:
        """Give every label the same colour: what is tested is not the choice of colours."""
        return dict.fromkeys(self.labels, "blue")


def days(count: int, first: date = date(2025, 3, 4)) -> list[date]:
    return [first + timedelta(days=at) for at in range(count)]


def months(count: int, first: date = date(1100, 1, 1)) -> list[date]:
    found = [first]
    while len(found) < count:
        found.append(next_month(found[-1]))
    return found


def label(_at: int, label: str, _day: Any) -> str:
    return label


def short(_at: int, label: str, _day: Any) -> str:
    return label[:24]


def day(_at: int, _label: str, day: Any) -> Any:
    return day


def bars(t: Table) -> Any:
    frame = t.frame(category=label, value=lambda *_: t.value)
    return charts.bars(frame, category="category", value="value", unit=t.unit, **WORDS)


def choropleth(t: Table) -> Any:
    frame = t.frame(key=label, value=lambda *_: t.value)
    shapes = squares(t.labels)
    return charts.choropleth(
        frame, key="key", value="value", shapes=shapes, unit=t.unit, missing=t.labels[0], **WORDS
    )


def distribution(t: Table) -> Any:
    frame = t.frame(category=label, value=lambda *_: t.value)
    return charts.distribution(frame, category="category", value="value", unit=t.unit, **WORDS)


def heatmap(t: Table) -> Any:
    frame = t.frame(x=day, y=label, value=lambda *_: t.value)
    return charts.heatmap(frame, x="x", y="y", value="value", unit=t.unit, missing=t.labels[0], **WORDS)


def histogram(t: Table) -> Any:
    frame = t.frame(value=lambda *_: t.value)
    return charts.histogram(frame, value="value", unit=t.unit, counted=t.labels[0], **WORDS)


def daily_columns(t: Table) -> Any:
    windows = [charts.Window(t.labels[0], date(2025, 3, 4), date(2025, 3, 4), t.value or 0, True)]
    frame = t.frame(date=day, n=lambda *_: t.value)
    return charts.daily_columns(frame, date="date", value="n", windows=windows, unit=t.unit, **WORDS)


def window_robustness(t: Table) -> Any:
    frame = t.frame(length=lambda at, _, day: 7 + t.dates.index(day), change=lambda *_: t.value, group=label)
    frame = frame.with_columns(low=pl.col("change"), high=pl.col("change"))
    columns = {name: name for name in ("length", "change", "low", "high", "group")}
    return charts.window_robustness(frame, **columns, unit=t.unit, colours=t.colours, **WORDS)


def claim_versus_sources(t: Table) -> Any:
    frame = t.frame(
        quantity=lambda *_: t.labels[0],
        source=label,
        kind=lambda *_: "claim",
        value=lambda *_: t.value,
        low=lambda *_: None,
        high=lambda *_: None,
    )
    columns = {name: name for name in frame.columns}
    return charts.claim_versus_sources(frame, **columns, unit=t.unit, **WORDS)


def dated_events(t: Table) -> Any:
    frame = t.frame(date=day, side=lambda *_: "up", label=label, kind=lambda *_: "done")
    columns = {name: name for name in frame.columns}
    return charts.dated_events(
        frame,
        **columns,
        sides=("up", "down"),
        side_names={"up": t.labels[0], "down": t.labels[-1]},
        unit=t.unit,
        hollow=["announced"],
        hollow_means="announced",
        filled_means=t.labels[0],
        colours={"up": "amber", "down": "red"},
        **WORDS,
    )


def event_lanes(t: Table) -> Any:
    frame = t.frame(date=day, lane=label, group=lambda *_: t.labels[0], label=label)
    columns = {name: name for name in frame.columns}
    lanes = {name: name for name in t.labels}
    colours = {t.labels[0]: "amber"}
    return charts.event_lanes(frame, **columns, lanes=lanes, unit=t.unit, colours=colours, **WORDS)


def named_events(t: Table) -> Any:
    frame = t.frame(date=day, lane=lambda *_: t.labels[0], label=label, kind=lambda *_: "done")
    columns = {name: name for name in frame.columns}
    return charts.named_events(frame, **columns, colours={t.labels[0]: "amber"}, **WORDS)


def hex_map(t: Table) -> Any:
    frame = t.frame(
        x=lambda at, *_: 20.0 * at,
        y=lambda *_: 0.0,
        region=label,
        share=lambda *_: t.value and t.value / 100,
        words=label,
    )
    columns = {name: name for name in frame.columns}
    return charts.hex_map(
        frame,
        **columns,
        across=20,
        outlined=t.labels,
        names={t.labels[0]: (10.0 * (len(t.labels) - 1), 0.0)},
        steps=[(0, "none"), (0.05, t.labels[0])],
        front=(0.05, t.labels[0]),
        hatched=t.labels[-1],
        points={t.labels[-1]: (0.0, 0.0)},
        colour="red",
        **WORDS,
    )


def part_of_whole(t: Table) -> Any:
    frame = t.frame(
        category=label, part=lambda *_: t.value, whole=lambda *_: t.value and 2 * t.value, words=short
    )
    columns = {name: name for name in frame.columns}
    return charts.part_of_whole(
        frame, **columns, unit=t.unit, part_means=t.labels[0], rest_means="not", colour="red", **WORDS
    )


def monthly_columns(t: Table) -> Any:
    frame = t.frame(month=day, n=lambda *_: t.value)
    missing = t.labels[0] if len(t.labels[0]) > 9 else "no figure"
    return charts.monthly_columns(
        frame, month="month", value="n", unit=t.unit, colour="red", missing=missing, **WORDS
    )


def stacked_area(t: Table) -> Any:
    frame = t.frame(x=day, y=lambda *_: t.value, group=label)
    columns = {name: name for name in frame.columns}
    return charts.stacked_area(frame, **columns, unit=t.unit, colours=t.colours, **WORDS)


def stacked_columns(t: Table) -> Any:
    frame = t.frame(month=day, n=lambda *_: t.value, group=label)
    columns = {"month": "month", "value": "n", "group": "group"}
    return charts.stacked_columns(frame, **columns, unit=t.unit, colours=t.colours, **WORDS)


def small_multiples(t: Table, mark: Any = "bar") -> Any:
    frame = t.frame(date=day, n=lambda *_: t.value, panel=label)
    columns = {"date": "date", "value": "n", "panel": "panel"}
    units = dict.fromkeys(t.labels, t.unit)
    return charts.small_multiples(
        frame, **columns, units=units, colours=t.colours, step="day", mark=mark, **WORDS
    )


def grouped_dots(t: Table) -> Any:
    frame = t.frame(category=label, group=lambda *_: "before", value=lambda *_: t.value)
    columns = {name: name for name in frame.columns}
    return charts.grouped_dots(frame, **columns, groups=("before", "after"), unit=t.unit, **WORDS)


def slope(t: Table) -> Any:
    frame = t.frame(category=label, group=lambda *_: "before", value=lambda *_: t.value)
    columns = {name: name for name in frame.columns}
    # The other group has a row, and no value in it.
    after = frame[:1].with_columns(group=pl.lit("after"), value=None)
    return charts.slope(
        pl.concat([frame, after], how="vertical_relaxed"),
        **columns,
        groups=("before", "after"),
        highlight=t.labels[:1],
        unit=t.unit,
        **WORDS,
    )


def durations(t: Table) -> Any:
    frame = t.frame(
        outcome=lambda *_: t.labels[0],
        case=label,
        words=short,
        kind=lambda *_: "done",
        shortest=lambda *_: t.value,
        longest=lambda *_: t.value,
    )
    columns = {name: name for name in frame.columns}
    return charts.durations(
        frame,
        **columns,
        hollow=[],
        hollow_means="not sure",
        filled_means=t.labels[0],
        unit=t.unit,
        **WORDS,
    )


def estimates_over_time(t: Table) -> Any:
    frame = t.frame(date=day, value=lambda *_: t.value, series=label)
    columns = {name: name for name in frame.columns}
    return charts.estimates_over_time(frame, **columns, unit=t.unit, colours=t.colours, **WORDS)


def lines(t: Table) -> Any:
    frame = t.frame(x=day, y=lambda *_: t.value, series=label)
    highlight = t.labels[:1]
    return charts.lines(
        frame, x="x", y="y", series="series", highlight=highlight, from_zero=True, unit=t.unit, **WORDS
    )


def paired_months(t: Table) -> Any:
    frame = t.frame(month=day, value=lambda *_: t.value, series=label)
    columns = {name: name for name in frame.columns}
    colours: dict[str, Any] = {t.labels[0]: "ink", (*t.labels, "another")[1]: "amber"}
    return charts.paired_months(
        frame, **columns, unit=t.unit, colours=colours, nothing="no net gain", **WORDS
    )


def scatter(t: Table) -> Any:
    frame = t.frame(x=lambda *_: t.value, y=lambda *_: t.value, label=label)
    return charts.scatter(frame, x="x", y="y", label="label", x_unit=t.unit, y_unit=t.unit, **WORDS)


def scorecard(t: Table) -> Any:
    frame = t.frame(item=label, status=lambda *_: "came true")
    columns = {name: name for name in frame.columns}
    return charts.scorecard(frame, **columns, statuses={"came true": "full", "did not": "empty"}, **WORDS)


def counted_cells(t: Table) -> Any:
    frame = t.frame(group=label, kind=lambda *_: t.labels[0], count=lambda *_: t.value)
    columns = {name: name for name in frame.columns}
    return charts.counted_cells(frame, **columns, cells={t.labels[0]: charts.Cell("diamond")}, **WORDS)


BUILDERS: dict[str, Callable[[Table], Any]] = {
    "bars": bars,
    "choropleth": choropleth,
    "claim_versus_sources": claim_versus_sources,
    "estimates_over_time": estimates_over_time,
    "counted_cells": counted_cells,
    "daily_columns": daily_columns,
    "dated_events": dated_events,
    "distribution": distribution,
    "event_lanes": event_lanes,
    "grouped_dots": grouped_dots,
    "heatmap": heatmap,
    "hex_map": hex_map,
    "histogram": histogram,
    "durations": durations,
    "lines": lines,
    "monthly_columns": monthly_columns,
    "named_events": named_events,
    "paired_months": paired_months,
    "part_of_whole": part_of_whole,
    "scatter": scatter,
    "scorecard": scorecard,
    "slope": slope,
    "small_multiples": small_multiples,
    "stacked_area": stacked_area,
    "stacked_columns": stacked_columns,
    "window_robustness": window_robustness,
}
