"""Our charts are drawn for light paper, whichever theme is enabled, and can be put on dark paper."""

from __future__ import annotations

import json
import re

import altair as alt
import pytest
from chart_examples import ADDITIONS, EXAMPLES, pandas_frame, spec

from figures import publish, theme

MODES = {"light": theme.LIGHT, "dark": theme.DARK}


@pytest.fixture(autouse=True)
def theme_as_before():
    before = alt.theme.active
    yield
    alt.theme.enable(before)


@pytest.mark.parametrize("name", EXAMPLES)
def test_our_charts_are_light_whichever_theme_is_enabled(name):
    drawn = {}
    for mode in MODES:
        theme.enable(mode)
        chart = EXAMPLES[name]()
        alt.theme.enable("none")
        drawn[mode] = chart.to_dict()
    assert drawn["light"] == drawn["dark"]
    text = json.dumps(drawn["light"])
    assert not [token for token, hex_ in theme.DARK.items() if hex_ in text]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_chart_can_be_put_on_dark_paper_and_back(name):
    light = spec(name)
    dark = theme.recoloured(light, "dark")
    text = json.dumps(dark)
    assert theme.DARK["ink"] in text
    assert not [token for token, hex_ in theme.LIGHT.items() if hex_ in text]
    assert theme.recoloured(dark, "light") == light


def test_what_alone_stands_on_dark_paper_can_be_read():
    chart = theme.recoloured(EXAMPLES["daily_columns"](), "dark")
    fills = {
        layer.mark.color
        for layer in chart.layer
        if getattr(layer.mark, "color", alt.Undefined) is not alt.Undefined
    }
    assert theme.DARK["blue"] in fills
    assert not fills & set(theme.LIGHT.values())


def figure(chart: alt.TopLevelMixin | None = None):
    return publish(
        chart or EXAMPLES["monthly_columns"](),
        id="one",
        alt="105 in November 2024",
        caption="A caption.",
        sources=["sanctions_monthly"],
        table=pandas_frame(ADDITIONS),
        columns={"month": "month"},
        note="A note.",
    )


def test_a_figure_is_the_same_whichever_theme_is_enabled():
    def published() -> dict:
        spec = figure().spec
        spec.pop("config")  # an enabled theme adds ranges, which this figure does not use
        return spec

    plain = published()
    for mode in MODES:
        theme.enable(mode)
        assert published() == plain


def test_a_figure_of_a_dark_chart_is_kept_in_light_tokens():
    theme.enable("dark")
    heatmap = alt.Chart(alt.InlineData(values=[{"n": 1}])).mark_rect().encode(x="n:O", color="n:Q")
    text = json.dumps(figure(heatmap).spec)
    assert not [hex_ for hex_ in theme.DARK.values() if hex_ in text]
    assert json.dumps(theme.ranges("light")["range"]["diverging"]) in text


def test_a_figure_counts_what_is_missing_behind_its_note():
    one = figure()
    assert one.spec["usermeta"]["figure"]["said"]["note"] == "A note. 1 of 8 months has no value."
    assert one.alt == "105 in November 2024"
    both = figure(EXAMPLES["monthly_columns"]() & EXAMPLES["grouped_dots"]() & EXAMPLES["monthly_columns"]())
    note = both.spec["usermeta"]["figure"]["said"]["note"]
    assert note == "A note." + 2 * " 1 of 8 months has no value."
    assert not re.search('"description": "1 of', json.dumps(both.spec))


def test_a_user_s_own_description_is_no_missing_value():
    rows = alt.Data(values=[{"n": 1}])
    own = alt.Chart(rows, description="The left half.").mark_tick().encode(x="n:Q")
    spec = figure(own | EXAMPLES["monthly_columns"]()).spec
    assert spec["usermeta"]["figure"]["said"]["note"] == "A note. 1 of 8 months has no value."
    assert [view.get("description") for view in spec["hconcat"]] == ["The left half.", None]
    assert spec["description"] == "105 in November 2024"
