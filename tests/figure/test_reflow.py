"""Charts of several parts fit a phone: fewer columns, narrower plots, and never a picture wider than asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import Source, publish, theme
from figures.figure import draw
from trust.hostile import fuzzed

ROWS = alt.Data(
    values=[{"n": n, "m": n * n % 7, "side": "ABCD"[n % 4], "half": "uv"[n % 2]} for n in range(40)]
)
BARS = alt.Chart(ROWS).mark_bar().encode(x="n:Q", y="m:Q")
POINTS = alt.Chart(ROWS).mark_point().encode(x="n:Q", y="m:Q", color="side:N")
REPEATED = alt.Chart(ROWS).mark_point().encode(y="m:Q")


def by(name: str) -> alt.X:
    return alt.X(alt.repeat(name), type="quantitative")  # type: ignore[arg-type]


KINDS: dict[str, Any] = {
    "facet channel": BARS.encode(facet="side:N"),
    "facet channel in columns": BARS.encode(facet=alt.Facet("side:N", columns=4)),
    "column channel": BARS.encode(column="side:N"),
    "facet": BARS.facet("side:N", columns=4),
    "column facet": BARS.facet(column="side:N"),
    "facet of layers": alt.layer(BARS, BARS.mark_line(), data=ROWS).facet("side:N"),
    "hconcat": BARS | POINTS | BARS,
    "concat": alt.concat(BARS, POINTS, BARS, columns=3),
    "hconcat in vconcat": (BARS | POINTS | BARS) & BARS,
    "repeat": REPEATED.encode(x=by("repeat")).repeat(["n", "m"]),
    "column repeat": REPEATED.encode(x=by("column")).repeat(column=["n", "m"]),
}
TABLES: dict[str, Any] = {
    "row and column": BARS.encode(column="side:N", row="half:N"),
    "row": BARS.encode(row="side:N"),
    "repeat in rows and columns": alt.Chart(ROWS).mark_point()
    .encode(x=by("column"), y=alt.Y(alt.repeat("row"), type="quantitative")).repeat(column=["n", "m"], row=["n", "m"]),
    "marginal": POINTS.properties(width=300) | BARS.properties(width=60),
    "single": POINTS,
}  # fmt: skip


def spec(chart: Any) -> draw.Spec:
    return {**chart.to_dict(), "config": theme.config("light")}


def drawn(chart: Any, px: int) -> tuple[int, int]:
    return draw.size(draw.inline_svg(spec(chart), px, "x"))


@pytest.mark.parametrize("px", [320, 640])
@pytest.mark.parametrize("kind", [*KINDS, *TABLES])
def test_no_picture_is_wider_than_asked_for(kind: str, px: int) -> None:
    width, _ = drawn({**KINDS, **TABLES}[kind], px)
    assert px - 4 <= width <= px
    assert draw.size(draw.svg(draw.fitted(spec({**KINDS, **TABLES}[kind]), px)))[0] <= px


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_side_by_side_on_a_screen_stands_below_each_other_on_a_phone(kind: str) -> None:
    (_, wide), (_, narrow) = drawn(KINDS[kind], 640), drawn(KINDS[kind], 320)
    assert narrow > 1.4 * wide


def test_two_columns_stay_where_each_can_be_read() -> None:
    small = BARS.encode(x=alt.X("n:Q", title=None), y=alt.Y("m:Q", axis=None)).properties(height=100)
    columns = alt.concat(small, small, small, small, columns=4)
    assert drawn(columns, 320)[1] < 1.8 * drawn(columns, 640)[1] + 140


def test_the_live_drawing_has_the_size_of_the_still_one() -> None:
    chart = spec(KINDS["column channel"])
    compiled = draw.compiled(chart, 320)
    assert re.search(r"columns", str(compiled["layout"]))


def test_a_saved_picture_of_many_parts_is_no_wider_than_a_page(tmp_path: Path) -> None:
    # Each part would be 640 px wide, as the one plot of a chart is.
    figure = publish(KINDS["column channel"], id="many", sources=[Source("A shop")])
    figure.save(tmp_path / "many.svg")
    assert draw.size((tmp_path / "many.svg").read_text(encoding="utf-8"))[0] <= 640


@pytest.mark.parametrize("words", ["0" * 35 + "MUW𝒎", "🌾" * 60])
def test_a_letter_of_two_halves_is_not_cut_into_them(words: str) -> None:
    chart = alt.Chart(alt.Data(values=[{"n": 1}])).mark_point()
    assert drawn(chart.encode(y=alt.Y("n:Q", title=words, axis={"titleAngle": 0})), 320)[0] <= 320


WORDS = st.text("abc defg🌾", min_size=1, max_size=90)


def test_labels_and_legends_of_any_length_make_no_picture_wider(nightly: bool) -> None:
    @settings(fuzzed(nightly), max_examples=1_000 if nightly else 20)
    @given(
        st.lists(WORDS, min_size=1, max_size=15, unique=True),
        st.sampled_from(["colour", "axis", "facet", "title"]),
        st.sampled_from([320, 640]),
    )
    def case(words: list[str], where: str, px: int) -> None:
        rows = alt.Data(values=[{"word": word, "n": at} for at, word in enumerate(words)])
        chart = alt.Chart(rows).mark_point().encode(x="n:Q")
        asked = {
            "colour": chart.encode(color="word:N"),
            "axis": chart.encode(y="word:N"),
            "facet": chart.encode(facet="word:N"),
            "title": chart.properties(title=words[0]) | chart,
        }[where]
        assert drawn(asked, px)[0] <= px

    case()
