"""One stylesheet without what no page uses: what must stay stays, what can apply to nothing goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from figures.book import style

NAMES = style.names_in(
    ['<html><body class="wide dark"><p id="top" class="answer">text with the word shadow</p></body></html>'],
    ['menu.classList.add("open")'],
)


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".answer { color: red; }", ".answer{color: red}"),
        (".stranger { color: red; }", ""),
        (".shadow { color: red; }", ""),  # a word of the text is no class
        ("#top, #bottom { color: red }", "#top{color: red}"),
        ("body.wide p, body.narrow p { color: red }", "body.wide p{color: red}"),
        ("video { color: red }", ""),
        (".open { color: red }", ".open{color: red}"),  # a script can add it
        ("p:not(.stranger) { color: red }", "p:not(.stranger){color: red}"),
        ("p::before, ::selection { color: red }", "p::before,::selection{color: red}"),
        ("a:is(.stranger, p) { color: red }", ""),
        ('[data-theme="dark"] p { color: red }', '[data-theme="dark"] p{color: red}'),
        ("* { color: red }", "*{color: red}"),
        (".answer {}", ""),
        (
            "@media print { .answer { color: red } .stranger { top: 0 } }",
            "@media print{.answer{color: red}}",
        ),
        ("@media print { .stranger { top: 0 } }", ""),
        (
            "@keyframes spin { from { top: 0 } to { top: 1px } }",
            "@keyframes spin { from { top: 0 } to { top: 1px } }",
        ),
        ('@font-face { font-family: "Icons"; src: url(icons.woff2) }', ""),
        (
            ".answer { background: url(\"data:image/svg+xml;utf8,<svg fill='; a: b'/>\") }",
            ".answer{background: url(\"data:image/svg+xml;utf8,<svg fill='; a: b'/>\")}",
        ),
    ],
)
def test_a_rule_stays_if_it_can_apply(css: str, left: str) -> None:
    assert style.used(css, NAMES) == left


def test_what_is_left_is_left_as_it_is_the_second_time() -> None:
    once = style.used(
        "/* a */ .answer , .stranger{ top : 0 ; left:0 } @media (min-width:1px){p{top:0}}", NAMES
    )
    assert style.used(once, NAMES) == once


def test_pages_have_one_stylesheet_and_the_one_without_scripts() -> None:
    html = (
        '<noscript><link rel="stylesheet" href="no-script.css"></noscript>\n'
        '<link href="a.css?v=1" rel="stylesheet" />\n<link rel="stylesheet" type="text/css" href="b.css" />\n<link rel="icon" href="i.svg">'
    )
    assert style.sheets(html) == ["a.css", "b.css"]
    assert style.linked(html, "all.css") == (
        '<noscript><link rel="stylesheet" href="no-script.css"></noscript>\n<link rel="stylesheet" href="all.css">\n<link rel="icon" href="i.svg">'
    )


def test_a_sheet_that_sphinx_does_not_copy_again_is_remembered(tmp_path: Path) -> None:
    site, memory, page = tmp_path / "html", tmp_path / "style.json", tmp_path / "html" / "a.html"
    (site / "_static").mkdir(parents=True)
    (site / "_static" / "theme.css").write_text("p { color: red }", encoding="utf-8")
    (site / "_static" / "own.css").write_text("p { top: 0 }", encoding="utf-8")
    links = "".join(f'<link rel="stylesheet" href="_static/{name}.css">\n' for name in ("theme", "own"))
    page.write_text(f"{links}<p>Text</p>", encoding="utf-8")
    style.bundle(site, [page], memory)
    # Only a sheet of the book changed: no page is written, and of the sheets only this one.
    (site / "_static" / "own.css").write_text("p { top: 1px }", encoding="utf-8")
    style.bundle(site, [], memory)
    assert (site / style.STYLE).read_text(encoding="utf-8") == "p{color: red}\np{top: 1px}\n"
