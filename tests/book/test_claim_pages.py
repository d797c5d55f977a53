"""The ledger on the pages: a card for each line, the table, the strip, and what machines are told."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest

from figures import charts, tables, theme
from figures.book import claim_html, structured_data
from figures.claims import Item, ledger
from figures.claims.verdicts import LOOKS, VERDICTS, Kind, Section, Verdict

SAMPLE = Path(__file__).parents[1] / "claims" / "claims_sample.yml"
CSS = Path(__file__).parents[2] / "book" / "_static" / "claims.css"
FOUND = ledger.read(SAMPLE)
CHAPTERS = {"moratorium-drones": "3-conduct"}
NASTY = "<script>alert(1)</script>\"' & </article>"


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag != "path":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, class_: str = "") -> list[dict[str, str]]:
        return [had for name, had in self.tags if name == tag and class_ in had.get("class", "")]


def cards(*lines: int) -> Page:
    return Page(claim_html.cards([FOUND[line] for line in lines], FOUND, CHAPTERS))


EVERYTHING = {
    "cards": claim_html.cards(list(FOUND.values()), FOUND, CHAPTERS),
    "table": claim_html.table(FOUND),
    "strip": claim_html.strip(FOUND),
}


@pytest.mark.parametrize("name", EVERYTHING)
def test_nothing_that_a_strict_policy_refuses(name: str) -> None:
    page = Page(EVERYTHING[name])
    assert page.open == [], "a tag is not closed"
    assert page.all("script") == page.all("style") == []
    for tag, had in page.tags:
        assert not [key for key in had if key == "style" or key.startswith("on")], tag


@pytest.mark.parametrize("name", EVERYTHING)
def test_ids_are_unique(name: str) -> None:
    ids = [had["id"] for _, had in Page(EVERYTHING[name]).tags if "id" in had]
    assert len(ids) == len(set(ids))


def test_each_line_has_a_card_with_its_anchor() -> None:
    page = cards(18, 19, 20, 21)
    assert [had["id"] for had in page.all("article", "claim")] == ["l18", "l19", "l20", "l21"]
    assert len(page.all("span", "verdict verdict-mixed")) == 2
    assert len(page.all("span", "verdict verdict-not-checkable")) == 1
    assert "Confidence: high" in page.text


def test_a_card_has_both_sides_sources_and_grades() -> None:
    page = cards(20)
    for words in (
        "Strikes on energy went on. Holds.",
        "The pause made no difference. Does not hold.",
        "Ukraine alleges at least 38 strikes on energy.",
        "33 per cent fewer attack drones a day",
        "attack drones change, during vs before",
    ):
        assert words in page.text
    assert "https://www.pravda.com.ua/eng/news/2025/04/16/7507862/" in [
        had.get("href") for had in page.all("a")
    ]
    assert "sources.html#strikes-daily" in [had.get("href") for had in page.all("a")]
    assert [had["title"].split(":")[0] for had in page.all("abbr", "grade")] == [
        "Grade B",
        "A table of this project",
        "A table of this project",
    ]


def test_a_card_leads_to_figures_that_are_published_and_to_no_others() -> None:
    links = [
        had["href"] for had in cards(20).all("a") if "moratorium" in had["href"] and "num-" not in had["href"]
    ]
    assert links == ["3-conduct.html#moratorium-drones"]
    assert "moratorium violations" in cards(20).text


def test_numbers_lead_to_their_recipes() -> None:
    assert {had["href"] for had in cards(19).all("a", "num")} == {
        "numbers.html#num-moratorium-length-announced"
    }


def test_nothing_found_is_said_with_what_was_searched() -> None:
    page = cards(42)
    assert page.text.count("None found.") == 2
    assert "Until 18 April 2025. It would be overturned by: A record of her briefing" in page.text


def test_an_opinion_has_no_grade_and_a_shared_line_leads_to_its_assessment() -> None:
    assert "Not graded" in cards(66).text and "Confidence" not in cards(66).text
    assert "None found" not in cards(66).text
    assert {"class": "line", "href": "3-conduct.html#l20"} in cards(21).all("a")


def test_text_is_text_wherever_it_comes_from() -> None:
    claim = replace(
        FOUND[20],
        paraphrase=NASTY,
        speaker=NASTY,
        in_favour=(Item(text=NASTY, sources=("M02b",)),),
        parts=tuple(replace(part, says=NASTY) for part in FOUND[20].parts),
    )
    both = {20: claim}
    for html in (claim_html.cards([claim], both, {}), claim_html.table(both), claim_html.strip(both)):
        page = Page(html)
        assert page.open == [] and page.all("script") == []
        assert "<script" not in html


def test_the_table_has_a_row_for_each_line_and_works_as_plain_html() -> None:
    page = Page(EVERYTHING["table"])
    rows = [had for had in page.all("tr") if "data-verdict" in had]
    assert len(rows) == len(FOUND)
    assert rows[2] == {
        "data-section": "conduct",
        "data-kind": "event",
        "data-verdict": "supported",
        "data-firm": "yes",
    }
    assert {"href": "3-conduct.html#l19"} in page.all("a")
    assert len(page.all("th")) == 5 + len(FOUND)


@pytest.mark.parametrize(
    ("menu", "values"),
    [("section", get_args(Section)), ("kind", get_args(Kind)), ("verdict", [name.replace("_", "-") for name in VERDICTS])],
)  # fmt: skip
def test_every_choice_of_a_menu_has_its_rule(menu: str, values: list[str]) -> None:
    css = CSS.read_text(encoding="utf-8")
    for value in values:
        assert (
            f'.ledger:has(.by-{menu} option[value="{value}"]:checked) tbody tr:not([data-{menu}="{value}"])'
            in css
        )
    options = re.findall(rf'<select class="by-{menu}">(.*?)</select>', EVERYTHING["table"])
    assert set(re.findall(r'value="([^"]+)"', options[0])) <= set(values)


def test_the_strip_names_and_links_every_line() -> None:
    page = Page(EVERYTHING["strip"])
    marks = page.all("a", "verdict-mark")
    assert [had["href"].partition("#")[2] for had in marks] == [f"l{line}" for line in FOUND]
    assert (
        marks[2]["title"]
        == marks[2]["aria-label"]
        == "L19: Supported. The pause of 30 days in strikes on energy, announced on 18 March, ran out."
    )
    assert marks[1]["title"].startswith("L18: Heading, not graded. ")
    assert "Mixed: 2. Parts of its point go different ways" in page.text
    assert "Mostly not supported: 0. Good evidence speaks against its point" in page.text


def test_a_mark_that_is_not_on_the_scale_can_be_seen_in_both_modes() -> None:
    css = CSS.read_text(encoding="utf-8")
    assert ".strip .verdict-not-checkable { border: 1px solid var(--figure-muted); }" in css
    for tokens in (theme.LIGHT, theme.DARK):
        assert contrast(tokens["muted"], tokens["paper"]) >= 3


def luminance(hex_: str) -> float:
    parts = [int(hex_[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    "verdict", ["supported", "mostly_supported", "mixed", "mostly_not_supported", "not_supported"]
)
def test_words_and_shapes_can_be_read_on_every_tone(mode: str, verdict: Verdict) -> None:
    tokens = theme.DARK if mode == "dark" else theme.LIGHT
    css = CSS.read_text(encoding="utf-8")
    (rule,) = re.findall(rf"^\.verdict-{claim_html.slug(verdict)} \{{(.*?)\}}", css, re.M) or [""]
    tone = float((re.findall(r"--tone: (\d+)%", rule) or ["0"])[0]) / 100
    ink, paper = tokens["ink"], tokens["paper"]
    on_dark = "color: var(--figure-paper)" in rule
    mixed = "#" + "".join(
        f"{round(tone * int(ink[at : at + 2], 16) + (1 - tone) * int(paper[at : at + 2], 16)):02x}"
        for at in (1, 3, 5)
    )
    assert contrast(paper if on_dark else ink, mixed) >= 4.5
    # The chart draws the same tones.
    assert LOOKS[verdict][2] == pytest.approx(tone)
    assert (charts.Cell(*LOOKS[verdict]).tone > 0.6) == on_dark


def test_shape_alone_tells_verdicts_apart() -> None:
    assert len(set(claim_html._SHAPES.values())) == len(VERDICTS)
    assert len({(shape, filled) for shape, _, _, filled in LOOKS.values()}) == len(VERDICTS)


# What machines are told

DATE = r"\d{4}-\d\d-\d\d"


@pytest.mark.parametrize("line", [line for line, claim in FOUND.items() if claim.graded])
def test_a_review_has_what_the_vocabulary_asks_for(line: int) -> None:
    review = structured_data.claim_review(
        FOUND[line], base="https://example.org/book/", published="2026-11-22"
    )
    assert (review["@context"], review["@type"]) == ("https://schema.org", "ClaimReview")
    assert review["url"] == f"https://example.org/book/{FOUND[line].chapter}.html#l{line}"
    assert review["claimReviewed"] and "{" not in review["claimReviewed"]
    assert re.fullmatch(DATE, review["datePublished"])
    assert review["author"]["@type"] == "Organization" and review["author"]["name"]
    rating = review["reviewRating"]
    assert rating["@type"] == "Rating"
    assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
    assert rating["alternateName"] == VERDICTS[FOUND[line].verdict]
    claim = review["itemReviewed"]
    assert claim["@type"] == "Claim"
    assert (
        claim["datePublished"] == "2025-04-18" and "within a few days" in claim["disambiguatingDescription"]
    )


def test_better_verdicts_have_better_ratings_and_only_grades_have_one() -> None:
    ratings = [structured_data.RATINGS[verdict] for verdict in VERDICTS if verdict in structured_data.RATINGS]
    assert ratings == [7, 6, 5, 4, 3, 2, 1]
    assert {verdict for verdict in VERDICTS if verdict not in structured_data.RATINGS} == {
        "unverified",
        "not_checkable",
    }


def test_the_day_of_the_edition_is_that_of_the_citation_file(root: Path) -> None:
    assert f"date-released: {structured_data.edition()}\n" in (root / "CITATION.cff").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("name", tables.names())
def test_a_table_has_what_the_vocabulary_asks_for(name: str) -> None:
    told = structured_data.dataset(tables.resource(name), base="https://example.org/book/")
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Dataset")
    assert told["name"]
    assert 50 <= len(told["description"]) <= 5000
    assert all(one["@type"] == "CreativeWork" and one["name"] for one in told["license"]) and told["license"]
    assert told["creator"][0]["@type"] == "Organization"
    (file,) = told["distribution"]
    assert file["@type"] == "DataDownload" and file["encodingFormat"]
    assert file["contentUrl"].startswith("https://example.org/book/data/")
    assert (tables.data_dir() / file["contentUrl"].rpartition("/")[2]).is_file()
    if tables.resource(name)["temporal"]:  # a coast has no day
        assert re.fullmatch(f"{DATE}/{DATE}", told["temporalCoverage"])
    assert re.fullmatch(DATE, told.get("dateModified", "2026-01-01"))
    assert [one["name"] for one in told["variableMeasured"]] == [
        field["name"] for field in tables.resource(name)["schema"]["fields"]
    ]
    assert all(one["@type"] == "PropertyValue" and one["description"] for one in told["variableMeasured"])


def test_a_data_block_cannot_be_ended_from_inside() -> None:
    told = structured_data.script([{"name": f"</script>{NASTY}<!--"}])
    assert told.count("<") == 2
    assert json.loads(told.partition(">")[2].rpartition("<")[0]) == [{"name": f"</script>{NASTY}<!--"}]


# The directives


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.path.insert(0, 'src'); from sphinx.cmd.build import main; sys.exit(main(['-q', '-W', 'book', 'html']))"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_directives_write_the_pages_and_say_what_is_wrong(root: Path, tmp_path: Path) -> None:
    for name in ("src", "data"):
        shutil.copytree(root / name, tmp_path / name)
    for name in ("pyproject.toml", "CITATION.cff"):
        shutil.copy(root / name, tmp_path)
    shutil.copy(SAMPLE, tmp_path / "data" / "claims.yml")
    book = tmp_path / "book"
    book.mkdir()
    (book / "conf.py").write_text("extensions = ['myst_parser', 'figures.book']\n", encoding="utf-8")
    page = book / "index.md"
    page.write_text(
        "# Page\n\n```{verdicts} 18-21\n```\n\n```{ledger}\n```\n\n```{strip}\n```\n\n```{sources}\n```\n",
        encoding="utf-8",
    )
    run = build(tmp_path)
    assert run.returncode == 0, run.stderr
    html = (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
    blocks: list[Any] = [
        json.loads(told) for told in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    ]
    # L18 is a heading: three of the four lines are reviewed.
    assert [len(block) for block in blocks] == [3, len(tables.names())]
    assert html.count('<article class="claim"') == 4
    assert html.count("<tr data-section=") == 8 and html.count('<a class="verdict-mark') == 8
    assert (tmp_path / "html" / "data" / "claims.yml").is_file()

    page.write_text("# Page\n\n```{verdicts} 18-23\n```\n", encoding="utf-8")
    run = build(tmp_path)
    assert run.returncode != 0
    assert "index.md:3:{verdicts}: the ledger has no record of L22, L23" in run.stderr

    page.write_text("# Page\n\n```{brief} no-such-figure\nText.\n```\n", encoding="utf-8")
    run = build(tmp_path)
    assert run.returncode != 0
    assert "index.md:3:{brief}: no chapter publishes a figure 'no-such-figure'" in run.stderr
