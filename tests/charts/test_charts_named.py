"""Lanes of events: each event once, on its day, with its name; no name on another on a phone."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import polars as pl
import pytest
from chart_examples import WORDS, named_events
from hypothesis import given
from hypothesis import strategies as st

from figures import charts, theme
from figures.charts import _parts
from figures.charts.named import _crosses, _placed
from figures.errors import ContractError

PAPER = theme.LIGHT["paper"]
FIRST, END = date(2025, 1, 20), date(2025, 5, 3)


def layer_rows(spec: dict, mark: str) -> list[list[dict]]:
    return [
        spec["datasets"][layer["data"]["name"]] for layer in spec["layer"] if layer["mark"]["type"] == mark
    ]


def test_each_event_is_one_dot_on_its_day_and_reports_are_rings():
    points = max(layer_rows(named_events().to_dict(), "point"), key=len)
    assert sorted((dot["date"], dot["name"], dot["fill"] == PAPER) for dot in points) == [
        ("2025-03-18", "a pause of strikes, and no full truce", False),
        ("2025-04-17", "a full truce is called unrealistic", True),
        ("2025-04-17", "four regions", False),
        ("2025-04-18", "the United States may move on", False),
        ("2025-04-19", "Easter truce", False),
    ]
    assert "17 April 2025: four regions" in {dot["said"] for dot in points}


def test_lanes_stand_in_the_order_of_the_colours_and_an_empty_one_is_left_out():
    spec = named_events().to_dict()
    dots = max(layer_rows(spec, "point"), key=len)
    lowest = {
        hue: min(dot["y"] for dot in dots if dot["hue"] == theme.LIGHT[hue])
        for hue in ("teal", "violet", "red")
    }
    assert sorted(lowest, key=lowest.__getitem__) == ["teal", "violet", "red"]
    written = {row.get("text") for rows in layer_rows(spec, "text") for row in rows}
    assert {"truces", "warnings", "demands"} <= written
    assert "none of these" not in written


@given(
    st.lists(
        st.tuples(
            st.integers(0, (END - FIRST).days - 1),
            st.lists(
                st.sampled_from(["truce", "Peskov:", "sanctions", "on", "Rubio"]), min_size=1, max_size=7
            ),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_no_name_crosses_another_or_the_edge_of_a_phone(events):
    own = [{"date": FIRST + timedelta(days), "label": " ".join(words)} for days, words in sorted(events)]
    placed, tall = _placed(own, FIRST, END)
    boxes = []
    for row in placed:
        at = (row["date"] - FIRST) / (END - FIRST) * _parts.NARROW_PX
        wide = 10 + max(map(len, row["lines"])) * _parts.CHARACTER_PX
        span = (at - 6, at + wide) if row["align"] == "left" else (at - wide, at + 6)
        # No word of the example is as long as half a phone, so every name can be broken to fit.
        assert span[0] >= -6 and span[1] <= _parts.NARROW_PX + 6
        boxes.append((span, range(row["line"], row["line"] + len(row["lines"]))))
        assert " ".join(row["lines"]) == row["label"]
    assert len(placed) == len(own)
    assert max(rows.stop for _, rows in boxes) == tall
    for (span, rows), (other, others) in combinations(boxes, 2):
        assert not (_crosses(span, other) and set(rows) & set(others))


def test_a_lane_needs_a_colour_and_rings_need_words():
    frame = pl.DataFrame({"date": [date(2025, 4, 18)], "lane": ["talks"], "name": ["Paris"], "kind": ["met"]})
    arguments = {"date": "date", "lane": "lane", "label": "name", "kind": "kind", **WORDS}
    with pytest.raises(
        ContractError, match=r"lane without a colour: expected one of \['truces'\], got 'talks'"
    ):
        charts.named_events(frame, **arguments, colours={"truces": "ink"})
    with pytest.raises(ContractError, match="say what a ring and a filled dot mean"):
        charts.named_events(frame, **arguments, colours={"talks": "ink"}, hollow=["met"])


def test_halos_lie_below_every_dot_and_name_so_that_they_cut_only_rules():
    layers = named_events().to_dict()["layer"]
    halos = [
        at
        for at, layer in enumerate(layers)
        if layer["mark"].get("stroke") == PAPER and layer["mark"]["type"] == "text"
    ]
    dots = next(at for at, layer in enumerate(layers) if "tooltip" in layer["encoding"])
    names = [
        at
        for at, layer in enumerate(layers)
        if layer["mark"]["type"] == "text" and layer["mark"].get("dx") in (10, -10)
    ]
    rules = [at for at, layer in enumerate(layers) if layer["mark"]["type"] == "rule"]
    wide = [at for at in halos if layers[at]["mark"]["strokeWidth"] == 8]
    assert max(rules) < min(wide) and max(wide) < dots < max(names)


def test_a_tall_chart_has_its_dates_above_it_too():
    def dates(count: int) -> list[str]:
        rows = [
            (FIRST + timedelta(days=2 * at), "lane", "a name that is long", "done") for at in range(count)
        ]
        data = pl.DataFrame(rows, schema=["date", "lane", "label", "kind"], orient="row")
        columns = {name: name for name in data.columns}
        spec = charts.named_events(data, **columns, **WORDS).to_dict()
        return [
            row["label"]
            for own in layer_rows(spec, "text")
            for row in own
            if str(row.get("label")).startswith("Feb")
        ]

    assert dates(3) == []
    assert set(dates(40)) == {"Feb\n2025"}
