"""The talks: values counted by hand from rows named here."""

from datetime import date, datetime

import pandas as pd
import polars as pl
import pytest

import figures
from figures.errors import ContractError
from figures.measures import measure, talks
from figures.measures._frames import records

both = pytest.mark.parametrize("backend", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])


def diplomacy(backend, *rows):
    dates, actors, kinds = zip(*rows, strict=True)
    return backend(
        {
            "date": list(dates),
            "actor": list(actors),
            "kind": list(kinds),
            "source_url": ["https://a.example"] * len(rows),
        }
    )


@both
def test_a_row_goes_into_the_lane_of_its_kind_and_statements_are_left_out(backend):
    events = diplomacy(
        backend,
        (datetime(2025, 4, 19), "Putin (Russia)", "ceasefire"),
        (datetime(2025, 4, 18), "Rubio (US)", "ultimatum"),
        (datetime(2025, 4, 17), "Peskov (Russia)", "demand"),
        (datetime(2025, 4, 17), "Peskov (Russia)", "statement"),
        (datetime(2025, 6, 2), "Somebody", "demand"),  # after the days shown
    )
    found = talks.timeline(events)
    assert type(found) is type(events)
    assert [(row["date"], row["lane"], row["state"]) for row in records(found, "date", "lane", "state")] == [
        (date(2025, 4, 17), talks.ASKED, "on record"),
        (date(2025, 4, 18), talks.WARNED, "on record"),
        (date(2025, 4, 19), talks.AGREED, "on record"),
    ]


def test_an_event_without_a_name_is_refused_rather_than_left_out():
    events = diplomacy(pd.DataFrame, (datetime(2025, 4, 16), "Somebody (US)", "talks"))
    with pytest.raises(ContractError, match=r"Somebody \(US\).* has no name"):
        talks.timeline(events)
    steps = pd.DataFrame(
        {
            "date": [datetime(2025, 4, 16)],
            "actor": ["US"],
            "direction": ["cost_on_russia"],
            "kind": ["imposed"],
            "domain": ["tariffs"],
            "source_url": ["https://a.example"],
        }
    )
    with pytest.raises(ContractError, match=r"tariffs.* has no name"):
        talks.costs(steps, events)


def test_reports_from_unnamed_sources_are_marked():
    found = records(talks.timeline(figures.load("diplomacy_events")), "date", "state")
    assert [row["date"] for row in found if row["state"] == talks.REPORTED] == [
        date(2025, 4, 11),
        date(2025, 4, 22),
    ]


def test_threats_are_five_rows_of_one_table_and_one_of_another():
    # pressure_events: 22 January, 6, 7 and 30 March, 1 April 2025. diplomacy_events: 11 April 2025.
    found = records(
        talks.costs(figures.load("pressure_events"), figures.load("diplomacy_events")), "date", "lane", "kind"
    )
    threats = [row["date"] for row in found if row["kind"] == "threat"]
    assert threats == [
        date(2025, 1, 22),
        *(date(2025, 3, day) for day in (6, 7, 30)),
        date(2025, 4, 1),
        date(2025, 4, 11),
    ]
    assert {row["lane"] for row in found if row["kind"] == "threat"} == {talks.THREATENED}
    # Set on 10 January: the oil-services ban of 27 February and the licence that lapsed on 12 March.
    assert [row["date"] for row in found if row["lane"] == talks.INHERITED] == [
        date(2025, 2, 27),
        date(2025, 3, 12),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("talks.moscow.conditions.before", 5),  # 13, 18, 25 and 28 March, 17 April
        ("talks.moscow.partial_truces.before", 2),  # 18 and 25 March
        ("talks.warnings_to_leave.after", 4),  # 23 and 27 April, 1 and 19 May
        ("talks.threats_at_europe.mid_april", 3),  # Naryshkin twice on 15 April, Zakharova on 17 April
        ("talks.meetings.before", 7),  # 12 February twice, 18 and 28 February, 23 March, 11 and 17 April
        ("talks.us.threats_of_cost.before", 6),
        ("talks.us.inherited_measures.before", 2),
        ("talks.days.first_threat_to_op_ed", 86),  # 22 January to 18 April: 9 + 28 + 31 + 18
        ("talks.days.op_ed_to_tariff", 110),  # to 6 August: 12 + 31 + 30 + 31 + 6
        ("talks.days.op_ed_to_listings", 187),  # to 22 October: 110 + 25 + 30 + 22
    ],
)
def test_counts_and_days(name, value):
    assert measure(name).value == value
