"""Which words of a page become links to a line of the piece."""

from __future__ import annotations

import json

from figures.book.lines import data, linked, words
from figures.claims import claims

# data/claims.yml: L3 stands in chapter 1-ultimatum, L19 in 3-conduct; there is no L99.
TO_19 = '<a class="line" href="3-conduct.html#l19">L19</a>'


def article(html: str, page: str = "index.html") -> str:
    before, after = '<title>L19</title><nav>L19</nav><article class="bd-article">', "</article><p>L19</p>"
    made = linked(f"{before}{html}{after}", page, claims())
    assert made.startswith(before) and made.endswith(after), "only the article is about lines"
    return made.removeprefix(before).removesuffix(after)


def test_a_line_in_text_headings_and_tables_leads_to_its_card() -> None:
    assert article("<h2>L19: was there?</h2>") == f"<h2>{TO_19}: was there?</h2>"
    assert article("<p>L19–L3</p>", "1-ultimatum.html") == f'<p>{TO_19}–<a class="line" href="#l3">L3</a></p>'
    assert article('<article class="claim"><td>(L19)</td></article>').count(TO_19) == 1


def test_what_is_no_mention_of_a_line_stays() -> None:
    for html in (
        "<p>L99, L0, XL19, L19b and L190</p>",
        '<a href="x"><b>L19</b></a><p title="L19">',
        "<pre>L19 <span>L19</span></pre><code>L19</code>",
        "<svg><text>L19</text></svg><script>L19</script><!-- L19 -->",
    ):
        assert article(html) == html


def test_the_data_say_what_a_card_says_first() -> None:
    told = json.loads(data(claims()).removeprefix("window.figureLines=").removesuffix(";\n"))
    assert sorted(map(int, told["lines"])) == list(range(1, 67))
    chapter, says, verdict, word = told["lines"]["51"]
    assert (chapter, verdict, word) == ("5-pressure", "mostly-supported", "Mostly supported")
    assert says == "No new secondary sanctions had been adopted that would make anyone comply."
    assert verdict in told["shapes"] and "{" not in "".join(line[1] for line in told["lines"].values())


def test_the_search_knows_the_evidence_too() -> None:
    told = json.loads(words(claims()).removeprefix("window.figureLineWords=").removesuffix(";\n"))
    # L20, for the op-ed or against it: the Ukrainian air force reported fewer attack drones. The paraphrase has no drones.
    assert "drones" in told["20"].split() and "drones" not in claims()[20].paraphrase
