"""A spec becomes the same picture everywhere, in the width asked for, in the page's colours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import altair as alt
import pytest

from figures import theme
from figures.errors import ContractError
from figures.figure import draw
from figures.text import text_px


def chart(width: int = 300) -> alt.Chart:
    rows = [{"side": "A", "n": 2}, {"side": "B", "n": 5}]
    return (
        alt.Chart(alt.Data(values=rows), title="A title")
        .mark_bar(color=theme.LIGHT["red"])
        .encode(x=alt.X("n:Q", title="vehicles"), y=alt.Y("side:N", title=None))
        .properties(width=width, height=60)
    )


def spec(width: int = 300) -> draw.Spec:
    return {**chart(width).to_dict(), "config": theme.config("light")}


@pytest.mark.parametrize("px", [320, 640])
@pytest.mark.parametrize("form", ["single", "concatenated"])
def test_the_drawing_is_as_wide_as_asked_for(px: int, form: str) -> None:
    drawn = (
        spec()
        if form == "single"
        else {**alt.vconcat(chart(300), chart(500)).to_dict(), "config": theme.config("light")}
    )
    picture = draw.svg(draw.fitted(drawn, px))
    assert re.search(r'<svg[^>]* width="([\d.]+)"', picture)[1] == str(px)  # type: ignore[index]


def test_fitting_does_not_change_the_spec_it_was_given() -> None:
    before = spec()
    draw.fitted(before, 640)
    assert before == spec()


def test_inline_svg_has_no_title_no_hex_of_the_theme_and_only_its_own_ids() -> None:
    picture = draw.inline_svg(spec(), 640, "my-figure")
    ElementTree.fromstring(picture)
    assert "A title" not in picture
    assert "vehicles" in picture
    assert "var(--figure-red)" in picture
    assert [hex_ for hex_ in theme.LIGHT.values() if hex_ in picture.lower()] == []
    assert re.search(r'\b(?:id|class|role|style)="(?!my-figure-)', picture) is None
    assert "aria-" not in picture


def test_dark_swaps_every_token() -> None:
    dark = draw.in_mode(draw.svg(spec()), "dark", {}).lower()
    assert theme.DARK["red"] in dark
    assert theme.LIGHT["red"] not in dark


def test_remote_data_is_refused() -> None:
    remote = {**spec(), "data": {"url": "https://example.org/rows.json"}}
    remote.pop("datasets", None)
    with pytest.raises(ValueError, match=r"(?i)access|denied|allowed|url"):
        draw.svg(remote)


def test_png_is_a_png_twice_as_wide() -> None:
    picture = draw.rasterised(draw.svg(draw.fitted(spec(), 320)))
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 640


def test_the_same_bytes_under_other_clocks_languages_and_hash_seeds() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests/figure'); from test_draw import spec; from figures.figure import draw;"
        "print(draw.inline_svg(spec(), 640, 'f'))"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LANG": lang},
            capture_output=True,
            check=True,
        ).stdout
        for zone, seed, lang in (
            ("UTC", "0", "C"),
            ("America/New_York", "7", "de_DE.UTF-8"),
            ("Asia/Tokyo", "random", "C"),
        )
    }
    assert len(drawn) == 1


def test_what_is_no_svg_is_refused() -> None:
    with pytest.raises(ContractError, match="expected an SVG document, got 'no picture'"):
        draw.rasterised("no picture")


def test_what_was_drawn_before_leaves_no_trace():
    values = {"values": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]}
    marks = {"mark": {"type": "rule", "clip": True}, "encoding": {"x": {"field": "a"}, "y": {"field": "b"}}}
    spec = {"data": values, "hconcat": [marks, {**marks, "width": 50}]}
    first = draw.svg(spec)
    assert first.count('id="clip0"') == first.count('id="clip1"') == 1
    assert "url(#clip0)" in first and "url(#clip1)" in first
    draw.svg({"data": values, **marks})
    assert draw.svg(spec) == first


def test_a_title_is_broken_where_it_is_wider_than_its_picture() -> None:
    title = "More civilians were killed and injured in March and April 2025 than in the winter"
    drawn = {**spec(), "title": {"text": [title], "subtitle": ["By month"]}}
    lines = re.findall(r'font-weight="bold"[^>]*>([^<]+)<', draw.titled(drawn, 320))
    assert " ".join(lines) == title and len(lines) == 3
    assert all(text_px(line, theme.TITLE_PX) <= 320 for line in lines)
    assert re.findall(r'font-weight="bold"[^>]*>([^<]+)<', draw.titled(drawn, 700)) == [title]


@pytest.mark.parametrize("words", ["0.001234", "3.14159 a day", 'an opacity="1" role="img"', "1.23456e-7"])
def test_words_of_a_drawing_are_left_as_they_are(words: str) -> None:
    chart = alt.Chart(alt.Data(values=[{"word": words}])).mark_text().encode(text="word:N")
    spec = chart.properties(width=300, height=20).to_dict() | {"config": theme.config("light")}
    drawn = ElementTree.fromstring(draw.inline_svg(spec, draw.WIDE_PX, "one"))
    assert "".join(drawn.itertext()) == words


def test_places_are_rounded_and_not_cut() -> None:
    # The second label of a line stood at 20.4999997 px; cut to 20.49 it was drawn a pixel above the live one.
    assert draw.slim('<svg><text x="20.4999997" y="-0.001">0.12345</text></svg>').endswith(
        '<text x="20.5" y="0">0.12345</text></svg>'
    )
