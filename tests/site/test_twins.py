"""In a browser a hex of somebody's own follows the page's switch exactly where the tokens do, with the stylesheet as it is and as the book packs it."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from figures import Source, charts, publish, theme
from figures.book.style import used
from figures.figure.html import figure, tokens_css

RED, TWIN = "rgb(192, 57, 43)", "rgb(240, 141, 125)"  # #c0392b and the twin that theme works out for it
AXIS = {theme.LIGHT["muted"]: "light", theme.DARK["muted"]: "dark"}
FILLS = """() => [getComputedStyle(document.querySelector('.figure-narrow [fill*="if-light"]')).fill,
    getComputedStyle(document.documentElement).getPropertyValue('--figure-muted').trim()]"""


@pytest.fixture(scope="module")
def drawn():
    months = [date(2025, at, 1) for at in (1, 2, 3)]
    visits = pa.table({"month": months, "n": [3, 1, 2]})
    words = {"title": "Title", "subtitle": "Subtitle"}
    chart = charts.monthly_columns(visits, month="month", value="n", unit="visits", colour="#c0392b", **words)
    one = {"id": "one", "alt": "3 visits.", "caption": "A caption.", "sources": [Source("Town library")]}
    return figure(publish(chart, table=visits, columns={"month": "Month", "n": "Visits"}, **one).spec)


@pytest.mark.parametrize("packed", [False, True])
def test_the_twin_follows_the_switch_of_the_page(drawn, packed, browser):
    css = used(tokens_css(), {"html", "body"}) if packed else tokens_css()
    seen = {}
    for system in ("light", "dark"):
        page = browser.new_page(color_scheme=system)
        for switch in ("light", "dark", "auto"):
            page.set_content(f'<html data-theme="{switch}"><style>{css}</style>{drawn}')
            seen[system, switch] = page.evaluate(FILLS)
        page.emulate_media(media="print")
        seen[system, "paper"] = page.evaluate(FILLS)
    for at, (fill, muted) in seen.items():
        assert fill == (RED if AXIS[muted] == "light" else TWIN), at
    assert [at for at, (fill, _) in seen.items() if fill == TWIN] == [
        ("light", "dark"),
        ("dark", "dark"),
        ("dark", "auto"),
    ]
