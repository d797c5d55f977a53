"""Every event in its lane, every case with its lag, and what is not known in words."""

import chart_examples as examples
import pandas as pd
import pytest
from chart_examples import EVENTS, LAGS, WORDS, pandas_frame
from test_charts_meaning import PAPER, marks, words

from figures import charts
from figures.errors import ContractError

LAG_COLUMNS = {name: name for name in ("outcome", "case", "shortest", "longest", "words", "kind")}
LAG_WORDS = {"hollow": (), "hollow_means": "a", "filled_means": "b", "unit": "days"}


def test_event_lanes_draw_every_event_once_in_its_lane():
    ((_, _, dots),) = [found for found in marks("event_lanes", "point") if "tooltip" in found[1]]
    assert [row["said"] for row in dots] == [
        "7 April 2025: first (Imposed)",
        "9 April 2025: second (Threatened)",
        "13 April 2025: third (Lifted)",
        "14 April 2025: fourth (Imposed)",
        "20 May 2025: fifth (Announced)",
    ]
    assert len({(row["bin"], row["y"]) for row in dots}) == 5
    # "imposed" twice: 7 and 14 April share a stack, before the marked day.
    first, fourth = dots[0], dots[3]
    assert first["bin"] == fourth["bin"]
    assert first["y"] - fourth["y"] == 9
    assert "Renewed: none found" in words(examples.event_lanes().to_dict())


def test_an_event_without_a_lane_or_colour_is_refused():
    arguments = {
        **{"date": "date", "lane": "kind", "group": "side", "label": "label", "unit": "events"},
        **{"colours": {"cost": "amber", "relief": "red"}, **WORDS},
    }
    with pytest.raises(ContractError, match=r"lane='kind': expected one of \['imposed'\], got 'threatened'"):
        charts.event_lanes(pandas_frame(EVENTS), lanes={"imposed": "Imposed"}, **arguments)
    lanes = {kind: kind for kind in EVENTS["kind"]}
    with pytest.raises(ContractError, match="group without a colour: expected one of"):
        charts.event_lanes(pandas_frame(EVENTS), lanes=lanes, **{**arguments, "colours": {"cost": "amber"}})


def test_lags_have_a_point_at_the_last_warning_and_a_bar_to_the_first():
    ((_, by, points),) = [found for found in marks("durations", "point") if "tooltip" in found[1]]
    assert [(row["said"].rpartition(": ")[0], row["from"], row["fill"] == PAPER) for row in points] == [
        ("M270", 1, False),
        ("ATACMS (about 300 km)", 55, False),
        ("Storm Shadow", 238, True),
    ]
    assert by["x"]["scale"]["type"] == "log"
    bars = next(rows for _, by, rows in marks("durations", "rule") if "x2" in by)
    assert [(row["from"], row["to"]) for row in bars] == [(1, 1), (55, 587), (238, 238)]
    # A lag that is not known is said, not drawn.
    assert {"days unknown", "Challenger 2", "55 to 587 days"} <= set(words(examples.durations().to_dict()))


@pytest.mark.parametrize(
    ("shortest", "longest", "told"),
    [(0, 5, "1 <= shortest"), (9, 5, "1 <= shortest"), (3, None, "both ends of the lag or none")],
)
def test_a_lag_has_two_ends_in_order_and_at_least_a_day(shortest, longest, told):
    frame = pd.DataFrame({**LAGS, "shortest": [shortest, 1, 1, 1], "longest": [longest, 1.0, 1.0, 1.0]})
    with pytest.raises(ContractError, match=f"durations: M270: expected {told}"):
        charts.durations(frame, **LAG_COLUMNS, **LAG_WORDS, **WORDS)
