"""What the page gets of a figure: escaped, labelled, linked."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import altair as alt
import pandas as pd
import pytest

from figures import Source, publish, theme
from figures.book.number_role import anchor
from figures.figure.html import Around, document, figure, inert, tokens_css
from figures.sphinx.files import drawings

NASTY = "<script>alert(1)</script>\"' & </figure>"


def published(**changed: Any) -> dict[str, Any]:
    chart = (
        alt.Chart(alt.Data(values=[{"n": 1}]), title="A finding")
        .mark_bar(color=theme.LIGHT["ink"])
        .encode(x="n:Q")
    )
    given: dict[str, Any] = {
        "id": "one-bar",
        "alt": "One bar, 1 long.",
        "caption": "It is {moratorium.attack_drones_per_day.during}.",
        "sources": ["strikes_daily"],
        "table": pd.DataFrame({"who": ["A"], "n": [1234], "page": ["https://example.org/a?b=1&c=2"]}),
        "columns": {"who": "Who", "n": "Drones", "page": "Page"},
    }
    return publish(chart, **(given | changed)).spec


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_one_picture_with_one_text_alternative_in_two_widths() -> None:
    tags = Tags(figure(published())).tags
    assert [tag for tag, _ in tags].count("svg") == 2
    (image,) = [attrs for _, attrs in tags if attrs.get("role") == "img"]
    assert image["aria-label"] == "One bar, 1 long."
    assert {attrs["width"] for tag, attrs in tags if tag == "svg"} == {"640", "320"}


def test_table_and_wide_drawing_are_inert_on_a_page_and_plain_in_a_file_of_its_own() -> None:
    apart = re.findall(r'<noscript class="inert">(.*?)</noscript>', figure(published()), re.S)
    assert [one[:12] for one in apart] == ["<svg font-fa", '<div class="']
    assert 'width="640"' in apart[0] and "1,234" in apart[1]
    assert "noscript" not in document(published())
    with pytest.raises(ValueError, match="noscript within noscript"):
        inert(inert("a"))


def test_numbers_in_a_caption_lead_to_their_recipe() -> None:
    html = figure(published(), Around(number=lambda name: f"numbers.html#{anchor(name)}"))
    assert (
        f'<a class="num" href="numbers.html#{anchor("moratorium.attack_drones_per_day.during")}">101</a>'
        in html
    )


def test_the_table_has_headers_and_links_pages() -> None:
    page = Tags(figure(published()))
    assert [attrs["scope"] for tag, attrs in page.tags if tag == "th"] == ["col", "col", "col", "row"]
    assert ("a", {"href": "https://example.org/a?b=1&c=2"}) in page.tags
    assert "example.org" in page.text and "1,234" in page.text


def test_a_cell_with_a_sentence_may_run_over_several_lines_and_an_address_not() -> None:
    long = "Happened: " + "a step came, and then another. " * 3
    table = pd.DataFrame({"who": ["A"], "n": [1], "page": [long]})
    assert f'<td class="sentence">{long}</td>' in figure(published(table=table))
    address = pd.DataFrame({"who": ["A"], "n": [1], "page": ["https://example.org/" + "a" * 60]})
    assert "sentence" not in figure(published(table=address))


@pytest.mark.parametrize("where", ["alt", "caption", "note", "cell", "heading", "title"])
def test_text_is_text_wherever_it_comes_from(where: str) -> None:
    changed: dict[str, Any] = {
        "alt": {"alt": f"1 {NASTY}"},
        "caption": {"caption": NASTY},
        "note": {"note": NASTY},
        "cell": {"table": pd.DataFrame({"who": [NASTY], "n": [1], "page": [NASTY]})},
        "heading": {"columns": {"who": NASTY}},
        "title": {},
    }[where]
    spec = published(**changed)
    if where == "title":
        spec["title"] = {"text": [NASTY], "subtitle": [NASTY]}
    html = figure(spec)
    assert "<script" not in html
    assert html.count("</figure>") == 1
    assert [tag for tag, _ in Tags(html).tags].count("script") <= 1


def test_a_link_in_a_cell_is_a_link_only_for_web_pages() -> None:
    table = pd.DataFrame(
        {"who": ["javascript:alert(1)"], "n": [1], "page": ['https://x.org/" onclick="alert(1)']}
    )
    tags = Tags(figure(published(table=table))).tags
    assert [attrs for tag, attrs in tags if tag == "a" and "onclick" in attrs] == []
    assert [attrs for tag, attrs in tags if (attrs.get("href") or "").startswith("javascript")] == []


def test_other_peoples_data_are_named_linked_and_escaped() -> None:
    sources = [
        Source(f"Lyon {NASTY}", 'https://example.org/?a="b"&c', f"CC {NASTY}"),
        Source("Own count"),
        "strikes_daily",
    ]
    page = Tags(html := document(published(sources=sources)))
    assert [tag for tag, _ in page.tags].count("script") == 1 and html.count("</figure>") == 1
    assert ("a", {"href": 'https://example.org/?a="b"&c'}) in page.tags
    for words in (f"Lyon {NASTY}", f"(CC {NASTY})", "Own count", "Ukrainian Air Force"):
        assert words in page.text
    spec = published(sources=["strikes_daily"])
    spec["usermeta"]["figure"]["sources"] = [{"text": "T", "url": "javascript:alert(1)", "licence": ""}]
    with pytest.raises(ValueError, match="url must begin with https"):
        document(spec)


def test_every_token_is_a_variable_in_light_in_dark_as_the_system_has_it_and_on_paper() -> None:
    css = tokens_css()
    for token in theme.LIGHT:
        assert css.count(f"--figure-{token}:") == 4


def test_a_file_of_its_own_needs_no_other_and_says_all() -> None:
    html = document(
        published(note="Read with care.", table=pd.DataFrame({"who": ["A"], "n": [1234], "page": ["none"]}))
    )
    page = Tags(html)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert [attrs for _, attrs in page.tags if "src" in attrs] == []
    links = [attrs["href"] for tag, attrs in page.tags if tag in ("a", "link")]
    assert links == ["#one-bar"]
    assert "url(" not in html.replace("url(#", "")
    for words in ("A finding", "It is 101.", "Read with care.", "Source:", "Ukrainian Air Force", "1,234"):
        assert words in page.text
    assert [attrs["aria-label"] for _, attrs in page.tags if attrs.get("role") == "img"] == [
        "One bar, 1 long."
    ]


def test_a_drawing_with_thousands_of_marks_is_a_linked_picture() -> None:
    points = [{"n": at, "m": at % 50} for at in range(2_500)]
    chart = (
        alt.Chart(alt.Data(values=points), title="Many")
        .mark_point(color=theme.LIGHT["red"])
        .encode(x="n:Q", y="m:Q")
    )
    spec = published()
    many = publish(
        chart,
        id="many",
        alt="2,500 points.",
        caption="Many.",
        sources=["strikes_daily"],
        table=pd.DataFrame({"n": [1]}),
        columns={"n": "N"},
    ).spec
    around = Around(drawing=lambda px: f"figures/many-{px}.svg")
    tags = Tags(figure(many, around)).tags
    images = [attrs for tag, attrs in tags if tag == "img"]
    assert [image["src"] for image in images] == ["figures/many-320.svg", "figures/many-640.svg"]
    assert all(int(image["height"] or 0) > 100 for image in images)
    assert "svg" not in [tag for tag, _ in tags]
    assert drawings(spec) == {}
    made = drawings(many)
    assert list(made) == ["figures/many-640.svg", "figures/many-320.svg"]
    picture = made["figures/many-640.svg"].decode()
    assert "prefers-color-scheme:dark" in picture and theme.DARK["red"] in picture
    assert 'stroke="var(--red)"' in picture


def test_long_texts_in_cells_run_over_lines_and_addresses_do_not() -> None:
    table = pd.DataFrame({"who": ["word " * 12], "n": [1], "page": ["https://example.org/" + "a" * 60]})
    html = figure(published(table=table))
    assert html.count('class="sentence"') == 1
