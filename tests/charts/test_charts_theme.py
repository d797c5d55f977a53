"""Our charts on light and on dark paper: the theme that is enabled decides, and a published figure does not depend on it."""

from __future__ import annotations

import json
import re

import altair as alt
import pytest
from chart_examples import ADDITIONS, EXAMPLES, pandas_frame

from figures import publish, theme

MODES = {"light": theme.LIGHT, "dark": theme.DARK}


@pytest.fixture(autouse=True)
def theme_as_before():
    before = alt.theme.active
    yield
    alt.theme.enable(before)


def inlined(part, datasets):
    """Put the rows where their name stands: the name follows from the rows, colours included."""
    if isinstance(part, dict):
        if set(part) == {"name"} and part["name"] in datasets:
            return {"values": datasets[part["name"]]}
        return {key: inlined(value, datasets) for key, value in part.items()}
    return [inlined(value, datasets) for value in part] if isinstance(part, list) else part


def made(name: str, mode: str) -> dict:
    theme.enable(mode)
    spec = EXAMPLES[name]().to_dict()
    return inlined(spec, spec.pop("datasets"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_our_charts_follow_the_theme_that_is_enabled(name):
    light, dark = made(name, "light"), made(name, "dark")
    for spec, other in ((light, theme.DARK), (dark, theme.LIGHT)):
        text = json.dumps(spec)
        assert not [token for token, hex_ in other.items() if hex_ in text]
    assert theme.recoloured(dark, "light") == light
    assert theme.recoloured(light, "dark") == dark


def test_our_charts_are_light_where_no_theme_is_enabled():
    theme.enable("dark")
    alt.theme.enable("default")
    assert theme.enabled() == "light"
    text = json.dumps(EXAMPLES["scorecard"]().to_dict())
    assert theme.LIGHT["ink"] in text and theme.DARK["ink"] not in text


def test_the_marks_of_our_charts_differ_from_dark_paper():
    theme.enable("dark")
    chart = EXAMPLES["daily_windows"]()
    fills = {
        layer.mark.color
        for layer in chart.layer
        if getattr(layer.mark, "color", alt.Undefined) is not alt.Undefined
    }
    assert theme.DARK["russia"] in fills
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
        return inlined(spec, spec.pop("datasets"))

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
