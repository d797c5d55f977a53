"""What the theme writes is finished: nothing inline, nothing unused, told to others as it is."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from docutils import nodes
from docutils.utils import new_document

from figures.book.page import POLICY, described, facts, finished, sitemap

PAGE = """<html><head><meta charset="utf-8" />
<script data-cfasync="false">document.documentElement.dataset.mode = 1;</script>
<noscript><style>.pst-js-only { display: none !important; }</style></noscript>
<link rel="preload" as="script" href="_static/scripts/bootstrap.js" />
<script src="_static/scripts/bootstrap.js"></script><script src="_static/doctools.js?v=1"></script><script src="_static/searchtools.js"></script>
<script>DOCUMENTATION_OPTIONS.pagename = 'index';</script>
<script defer src="_static/scripts/fontawesome.js?digest=1"></script>
<script type="application/ld+json">{"@type": "Dataset"}</script></head>
<body><button onclick="toggleFullScreen()"></button>
<style scoped>td { color: red }</style><table class="dataframe"><tr style="text-align: right;"><th></th><th>n</th></tr></table></body></html>"""


@pytest.mark.parametrize("search", [False, True])
def test_a_finished_page_has_nothing_inline_but_what_the_policy_names(search: bool) -> None:
    html = finished(PAGE, search=search)
    inline = [
        body
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.S)
        if "src" not in attributes
    ]
    assert len(inline) == 2 and inline[1] == '{"@type": "Dataset"}'
    assert "<style" not in html and "style=" not in html and "onclick" not in html
    assert 'data-action="fullscreen"' in html
    assert (
        "fontawesome" not in html
        and "bootstrap" not in html
        and "preload" not in html
        and "pagename" not in html
    )
    assert ("searchtools" in html) is search
    assert '<script defer src="_static/doctools.js?v=1">' in html
    assert html.index("charset") < html.index("Content-Security-Policy") < html.index("<script")
    assert '<tr class="number"><td></td><th>n</th>' in html
    assert "unsafe" not in POLICY and POLICY.startswith("default-src 'self'")


THEME = """<div id="jb-print-docs-body" class="onlyprint"><h1>T</h1><div><nav><ul></ul></nav></div></div>
<div id="searchbox"></div><p aria-level="2" class="caption" role="heading"><span>Menu</span></p>
<button class="btn search-button-field x" title="Search" aria-label="Search" data-x="y">Search</button>
<button class="btn search-button" title="Search" aria-label="Search"></button>
<details><summary aria-label="Toggle hidden content">
<p class="collapsed admonition-title">Code</p>
<p class="expanded admonition-title">Hide code</p>
</summary>1</details><details><summary>Table</summary>2</details>"""


def test_what_is_wrong_with_the_themes_html_is_mended() -> None:
    assert finished(THEME, search=False) == (
        '<div id="searchbox"></div><p class="caption"><span>Menu</span></p>\n'
        '<button class="btn search-button-field x" data-x="y">Search</button>\n'
        '<button class="btn search-button" title="Search" aria-label="Search"></button>\n'
        "<details><summary>Code</summary>1</details><details><summary>Table</summary>2</details>"
    )


@pytest.mark.parametrize("search", [False, True])
def test_what_changes_the_search_comes_before_its_index(search: bool) -> None:
    html = finished(
        '<script src="_static/sphinx_highlight.js"></script><script src="searchindex.js"></script>',
        search=search,
    )
    names = ["_static/search.js", "searchindex.js"]
    assert re.findall('src="([^"]+)"', html) == (names if search else [])


def document(*paragraphs: str, answer: str = "") -> nodes.document:
    doctree = new_document("page")
    for text in paragraphs:
        doctree += nodes.paragraph("", text)
    if answer:
        doctree += nodes.paragraph("", answer, classes=["answer"])
    return doctree


def test_a_page_is_described_by_its_answer_at_its_address() -> None:
    context: dict[str, Any] = {"title": "Russia’s <em>conduct</em> &amp; more", "docstitle": "Book"}
    told = described(
        context,
        "3-conduct",
        document("Lines 1 to 2.", answer='He said "yes" & left.'),
        "https://example.org/book/",
    )
    assert '<meta name="description" content="He said &quot;yes&quot; &amp; left.">' in told
    assert '<meta property="og:title" content="Russia’s conduct &amp; more">' in told
    assert '<link rel="canonical" href="https://example.org/book/3-conduct.html">' in told
    assert "og:image" not in told
    assert 'href="https://example.org/book/"' in described(
        context, "index", None, "https://example.org/book/"
    )


def test_a_long_answer_is_cut_between_words() -> None:
    told = described({"title": "T", "docstitle": "B"}, "a", document("word " * 80), "https://example.org/")
    text = re.search(r'description" content="([^"]*)"', told)
    assert text and len(text[1]) <= 200 and text[1].endswith("word …")


def test_only_pages_with_figures_say_how_long_they_take() -> None:
    from figures.sphinx.mime import figure_output

    assert facts(None) == "" and facts(document("word " * 500)) == ""
    doctree = document("word " * 660)
    doctree += figure_output(spec={"usermeta": {"figure": {"sources": ["strikes_daily"]}}})
    # 660 words at 220 a minute; catalogue: strikes_daily is of commit date 2026-06-21.
    assert facts(doctree) == (
        '<p class="chapter-facts">About 3 minutes to read. Data as of 21 June 2026 or earlier, as each figure says.</p>'
    )


def test_the_sitemap_lists_every_page_once() -> None:
    root = ElementTree.fromstring(sitemap(["index.html", "b&c.html"], "https://example.org/x/"))
    assert [place.text for url in root for place in url] == [
        "https://example.org/x/b&c.html",
        "https://example.org/x/",
    ]


def test_what_is_folded_becomes_inert_and_nothing_else() -> None:
    folded = '<details class="folded"><summary>Code</summary><pre>a</pre></details>'
    code = '<details class="admonition hide above-input"><summary aria-label="x">Show</summary><pre>b</pre></details>'
    plain = '<details class="other"><summary>More</summary><p>c</p></details>'
    html = finished(f"<head></head>{folded}{code}{plain}", search=False)
    assert '<summary>Code</summary><noscript class="inert"><pre>a</pre></noscript></details>' in html
    assert 'Show</summary><noscript class="inert"><pre>b</pre></noscript></details>' in html
    assert plain in html


def test_a_signature_keeps_its_words_and_links_and_loses_their_parts_of_speech() -> None:
    sig = (
        '<dt class="sig sig-object py" id="f"><span class="sig-name descname"><span class="pre">f</span></span>'
        '<span class="sig-paren">(</span><em class="sig-param"><span class="n"><span class="pre">data</span></span>'
        '<span class="p"><span class="pre">:</span></span><span class="w"> </span><span class="n"><a href="#x">'
        '<span class="pre">Table</span></a></span></em><span class="sig-paren">)</span></dt>'
    )
    html = finished(f"<head></head><dl>{sig}</dl>", search=False)
    assert (
        '<span class="sig-name descname">f</span>(<em class="sig-param">data: <a href="#x">Table</a></em>)</dt>'
        in html
    )


def test_the_menu_opens_without_a_script_and_titles_are_titles() -> None:
    menu = (
        '<div class="dropdown dropdown-download-buttons">\n<button class="btn dropdown-toggle" type="button" data-bs-toggle="dropdown" '
        'aria-expanded="false" aria-label="Download this page"><i></i></button>\n<ul class="dropdown-menu"><li>.pdf</li></ul>\n</div>'
    )
    button = '<button aria-label="Color mode" data-bs-title="Color mode"  data-bs-placement="bottom" data-bs-toggle="tooltip">'
    html = finished(f"<head></head>{menu}{button}", search=False).rpartition("</head>")[2]
    assert html == (
        '<details class="dropdown dropdown-download-buttons"><summary class="btn dropdown-toggle" aria-label="Download this page"><i></i></summary>'
        '<ul class="dropdown-menu show"><li>.pdf</li></ul></details><button aria-label="Color mode" title="Color mode">'
    )


def test_code_keeps_its_words_without_marks_for_white_space() -> None:
    code = '<pre><span></span><span class="kn">import</span><span class="w"> </span>a</pre>'
    assert finished(f"<head></head>{code}", search=False).endswith(
        '<pre><span class="kn">import</span> a</pre>'
    )


def test_a_folded_part_of_the_contents_has_a_name() -> None:
    part = (
        '<a href="a.html">Reference: charts</a><details><summary><span></span></summary><ul></ul></details>'
    )
    assert '<summary aria-label="Pages of Reference: charts">' in finished(
        f"<head></head>{part}", search=False
    )
