"""Every chart has colours of its own, takes anybody's, and never lets two series look the same."""

from __future__ import annotations

import inspect
import json
import re
from datetime import date
from typing import Any, get_type_hints

import pyarrow as pa
import pytest
from chart_examples import EXAMPLES

from figures import Source, charts, publish, theme
from figures.book.palette import CLAIMANTS
from figures.charts import _asked as asked
from figures.charts._palette import hues
from figures.errors import ContractError
from figures.figure import draw
from figures.figure.html import document, figure, tokens_css
from figures.sphinx import live

WORDS = {"title": "Title", "subtitle": "Subtitle"}
DAYS = [date(2025, 4, day) for day in (1, 2, 3)]
# #c0392b has a contrast of 5.4:1 with white; its twin is worked out in theme.
RED, TWIN = "#c0392b", "#f08d7d"


def levels(names: list[str], colours: Any = None, **more: Any) -> Any:
    rows = [(day, name, at) for name in names for at, day in enumerate(DAYS, 1)]
    data = pa.table(
        dict(zip(("day", "who", "n"), (list(column) for column in zip(*rows, strict=True)), strict=True))
    )
    return charts.estimates_over_time(
        data, date="day", value="n", series="who", unit="visits", colours=colours, **more, **WORDS
    )


def lanes(colours: Any = None) -> Any:
    data = pa.table({"day": DAYS, "lane": ["x"] * 3, "who": ["a", "b", "a"], "what": ["1", "2", "3"]})
    return charts.event_lanes(
        data,
        date="day",
        lane="lane",
        group="who",
        label="what",
        lanes={"x": "X"},
        colours=colours,
        unit="events",
        **WORDS,
    )


def months(colour: str) -> Any:
    data = pa.table({"month": [date(2025, at, 1) for at in (1, 2, 3)], "n": [3, 1, 2]})
    return charts.monthly_columns(data, month="month", value="n", unit="visits", colour=colour, **WORDS)


def published(chart: Any) -> Any:
    return publish(
        chart,
        id="one",
        alt="3 visits in January 2025.",
        caption="A caption.",
        sources=[Source("Town library")],
        table=pa.table({"month": ["January"], "n": [3]}),
        columns={"month": "Month", "n": "Visits"},
    )


def lines(chart: Any) -> list[str]:
    return [layer["mark"]["color"] for layer in chart.to_dict()["layer"] if layer["mark"]["type"] == "line"]


@pytest.mark.parametrize("name", sorted({name.partition(",")[0] for name in EXAMPLES}))
def test_every_chart_has_a_default_colour(name: str) -> None:
    draws = getattr(charts, name)
    for argument, one in inspect.signature(draws).parameters.items():
        if "colour" in argument:
            assert one.default in ("blue", None) or argument == "colour_below", argument
            assert _takes_a_colour(get_type_hints(draws)[argument]), argument


def _takes_a_colour(hint: Any) -> bool:
    """Whether the type of a colour is the hint or stands in it; beside ``None`` its own parts do."""
    inside = getattr(hint, "__args__", ())
    parts = set(theme.Colour.__args__)
    return hint == theme.Colour or parts <= set(inside) or any(map(_takes_a_colour, inside))


def test_series_get_hues_in_the_order_in_which_they_appear() -> None:
    assert lines(levels(["z", "a", "m"])) == [theme.LIGHT[hue] for hue in ("blue", "amber", "teal")]
    assert lines(levels(list("fedcba"))) == [theme.LIGHT[hue] for hue in theme.HUES]
    with pytest.raises(ContractError) as refused:
        levels(list("abcdefg"))
    assert str(refused.value) == (
        "estimates_over_time: colours: expected at most 6 series without colours of your own, got 7; "
        "keep the largest and add up the rest, or draw several charts"
    )


@pytest.mark.parametrize(
    ("hex_", "other"), [("teal", "teal"), (RED, "#C0392B"), ("#0a68d8", "blue"), ("#a4c6f0", "blue")]
)
def test_one_colour_for_two_series_is_refused(hex_: str, other: str) -> None:
    for draws, chart in (
        (lanes, "event_lanes"),
        (lambda colours: levels(["a", "b"], colours), "estimates_over_time"),
    ):
        with pytest.raises(ContractError) as refused:
            draws({"a": hex_, "b": other})
        assert (
            str(refused.value)
            == f"{chart}: colours: expected a colour of its own for each, got one for 'a' and 'b'"
        )


def test_series_that_differ_otherwise_may_share_a_colour() -> None:
    both = {"a": "teal", "b": "teal"}
    assert lines(levels(["a", "b"], both, claims=["b"])) == [theme.LIGHT["teal"]] * 2  # solid and dashed
    levels(["a", "b"], both, points=["b"])  # a line and points
    levels(["a", "b"], both, points=["a", "b"])  # points of two shapes


def test_a_chart_that_writes_in_a_colour_needs_more_contrast() -> None:
    data = pa.table({"day": DAYS, "lane": ["x"] * 3, "what": list("123"), "kind": ["k"] * 3})
    columns = {"date": "day", "lane": "lane", "label": "what", "kind": "kind"}
    with pytest.raises(ContractError) as refused:
        charts.named_events(data, **columns, colours={"x": "#808080"}, **WORDS)
    assert str(refused.value) == (
        "named_events: colours['x']: expected a contrast of at least 4.5:1 with white paper, for the words in this colour, "
        "got '#808080' with 3.9:1; the nearest that passes is '#767676'"
    )
    charts.named_events(data, **columns, **WORDS)
    months("#808080")


@pytest.mark.parametrize(
    ("highlight", "advice"),
    [
        (None, "keep the largest and add up the rest, or name their colours"),
        (list("abcdefg"), "name those that matter in highlight, and the others become grey"),
        ([], "name those that matter in highlight, and the others become grey"),
    ],
)
def test_more_hues_than_there_are_are_refused_with_what_helps(highlight, advice) -> None:
    with pytest.raises(ContractError) as refused:
        hues("f", "group", list("abcdefg"), None, highlight)
    assert str(refused.value) == f"f: group: expected at most 6 that need a colour, got 7; {advice}"
    assert len(set(hues("f", "group", list("abcdef"), None, highlight and list("abcdef")).values())) == 6


def test_highlighted_names_get_hues_and_the_rest_is_grey() -> None:
    given = hues("f", "group", list("abcdefg"), None, ["c"])
    assert given.pop("c") == theme.LIGHT["blue"]
    assert set(given.values()) == {theme.LIGHT["neutral"]}


def test_names_told_apart_by_position_are_alike() -> None:
    hexes = asked.colours("f", "colours", None, ["a", "b", "a"], default=("blue",))
    assert hexes == {"a": theme.LIGHT["blue"], "b": theme.LIGHT["blue"]}


def test_the_page_swaps_a_hex_exactly_where_it_swaps_tokens() -> None:
    spec = published(months(RED)).spec
    assert spec["usermeta"]["figure"]["twins"] == {RED: TWIN}
    either = f"var(--figure-if-light,{RED})var(--figure-if-dark,{TWIN})"
    inline = draw.inline_svg(spec, 640, "one")
    assert f'fill="{either}"' in inline
    for drawing in (inline, figure(spec), *(script.decode() for script in live.payloads(spec).values())):
        assert RED not in drawing.replace(either, "")
    # The two variables are set in the same rules as the tokens: light, dark, dark by the system, paper.
    for css in (tokens_css(), tokens_css(pages=False), document(spec), document(spec, "dark")):
        for rule in re.findall(r"[^{}]*\{([^{}]*--figure-ink:[^{}]*)\}", css):
            light = f"--figure-ink: {theme.LIGHT['ink']};" in rule
            said = {name: value.strip() for name, value in re.findall(r"--figure-(if-\w+):([^;]*);", rule)}
            assert said == (
                {"if-light": "initial", "if-dark": ""} if light else {"if-light": "", "if-dark": "initial"}
            )
    linked = draw.linked_svg(spec, 640)
    assert f'fill="var(--if-light,{RED})var(--if-dark,{TWIN})"' in linked
    assert (
        linked.count("--if-light: ;--if-dark:initial;")
        == linked.count("--if-light:initial;--if-dark: ;")
        == 1
    )


@pytest.mark.parametrize("ending", ["svg", "json"])
def test_a_saved_dark_picture_has_the_twin(tmp_path: Any, ending: str) -> None:
    one = published(months(RED) | levels(["a", "b"], {"a": RED, "b": "green"}))
    for mode, there, gone in (("light", RED, TWIN), ("dark", TWIN, RED)):
        one.save(tmp_path / f"a.{ending}", mode=mode)
        drawn = (tmp_path / f"a.{ending}").read_text(encoding="utf-8").partition('"usermeta"')[0]
        assert there in drawn and gone not in drawn


def test_recolouring_a_chart_and_back_keeps_every_hex() -> None:
    spec = levels(["a", "b"], {"a": RED, "b": "#1a5276"}).to_dict()
    dark = theme.recoloured(spec, "dark")
    assert TWIN in json.dumps(dark) and RED not in json.dumps(dark)
    assert theme.recoloured(dark, "light") == spec
    chart = theme.recoloured(months(RED), "dark")
    assert published(chart).spec["usermeta"]["figure"]["twins"] == {RED: TWIN}


def test_a_figure_of_names_alone_keeps_no_twins_and_nothing_else_becomes_one() -> None:
    spec = published(months("green")).spec
    assert "twins" not in spec["usermeta"]["figure"]
    spec["usermeta"]["figure"]["twins"] = {RED: '"/><script>', "x": TWIN, RED.upper(): TWIN}
    assert draw.twins(spec) == {}


def test_the_book_gives_each_claimant_a_hue_of_its_own() -> None:
    assert set(CLAIMANTS) == {"russia", "ukraine", "united_states", "europe", "independent"}
    assert len(set(CLAIMANTS.values())) == 5 and set(CLAIMANTS.values()) <= set(theme.HUES)


def test_the_numbers_use_the_hues_of_the_book() -> None:
    from figures.measures import aid, balance, demands, economy, rhetoric, talks

    of = CLAIMANTS
    assert {aid.US: of["united_states"], "Europe": of["europe"], "Others": "neutral"} == aid.COLOURS
    assert set(demands.COLOURS.values()) == {of["russia"]}
    assert {economy.OUTSIDE: of["independent"], economy.OFFICIAL: of["russia"]} == economy.COLOURS
    assert list(rhetoric.COLOURS.values()) == [of["russia"], of["united_states"], of["europe"]]
    assert (talks.LANES[talks.ASKED], talks.LANES[talks.WARNED]) == (of["russia"], of["united_states"])
    assert (balance.LOSS_COLOURS[balance.CLAIM], balance.LOSS_COLOURS[balance.UK]) == (
        of["ukraine"],
        of["europe"],
    )
