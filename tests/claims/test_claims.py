"""The ledger: the rule of the verdicts, what a record must keep, and what the command line says of it."""

from __future__ import annotations

import copy
import shutil
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chapters.prose import typed_digits
from figures import claims
from figures.book import check
from figures.book.commands import main
from figures.claims import ledger
from figures.claims.verdicts import VERDICTS, Part, verdict
from figures.errors import ContractError, DataError
from figures.figure.slots import say
from figures.tables import data_dir

SAMPLE = Path(__file__).parent / "claims_sample.yml"
LETTERS = {"h": "holds", "c": "claimed", "s": "split", "n": "not_found", "d": "denied", "f": "fails"}


def parts(told: str) -> list[Part]:
    """``"hF"`` is a main part that holds and a minor part that fails: small letters are main, capitals minor."""
    return [Part(says="It is so.", main=one.islower(), finding=LETTERS[one.lower()]) for one in told]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("", "not_checkable"),
        # Nothing found on any main part, whatever the minor ones say.
        ("n", "unverified"),
        ("nn", "unverified"),
        ("nN", "unverified"),
        ("nH", "unverified"),
        ("nF", "unverified"),
        # All main parts that were found hold.
        ("h", "supported"),
        ("hh", "supported"),
        ("hH", "supported"),
        ("hF", "mostly_supported"),
        ("hS", "mostly_supported"),
        ("hN", "mostly_supported"),
        ("hn", "mostly_supported"),
        # None of them holds.
        ("f", "not_supported"),
        ("ff", "not_supported"),
        ("fF", "not_supported"),
        ("fH", "mostly_not_supported"),
        ("fS", "mostly_not_supported"),
        ("fN", "mostly_not_supported"),
        ("fn", "mostly_not_supported"),
        ("fnH", "mostly_not_supported"),
        # A party's word alone, on every main part that no independent source settles.
        ("c", "as_claimed"),
        ("ch", "as_claimed"),
        ("cH", "as_claimed"),
        ("cF", "as_claimed"),
        ("cn", "as_claimed"),
        ("hC", "mostly_supported"),
        ("hD", "mostly_supported"),
        ("d", "as_denied"),
        ("df", "as_denied"),
        ("dH", "as_denied"),
        ("fD", "mostly_not_supported"),
        ("fC", "mostly_not_supported"),
        # Anything else.
        ("cd", "mixed"),
        ("cf", "mixed"),
        ("hd", "mixed"),
        ("cs", "mixed"),
        ("hf", "mixed"),
        ("hfn", "mixed"),
        ("s", "mixed"),
        ("sH", "mixed"),
        ("hs", "mixed"),
        ("fs", "mixed"),
        ("sn", "mixed"),
    ],
)
def test_the_rule(told: str, expected: str) -> None:
    assert verdict(parts(told)) == expected


MIRROR = {
    "supported": "not_supported",
    "mostly_supported": "mostly_not_supported",
    "as_claimed": "as_denied",
    "mixed": "mixed",
    "unverified": "unverified",
}
MIRROR |= {theirs: ours for ours, theirs in MIRROR.items()}
OPPOSITE = str.maketrans("hHfFcCdD", "fFhHdDcC")
EVERY_PART = "".join(letter + letter.upper() for letter in LETTERS)


@pytest.mark.parametrize("count", range(1, 7))
def test_swapping_what_is_found_mirrors_every_verdict(count: int) -> None:
    """All lists of up to six parts: the order does not matter, so each is taken once."""
    for letters in combinations_with_replacement(EVERY_PART, count):
        found = "".join(letters)
        assert verdict(parts(found.translate(OPPOSITE))) == MIRROR[verdict(parts(found))], found


def findings(letters: str) -> st.SearchStrategy[str]:
    mains = letters.lower()
    return st.tuples(
        st.text(st.sampled_from(mains), min_size=1, max_size=5), st.text(st.sampled_from(letters), max_size=5)
    ).map("".join)


@given(findings(EVERY_PART), st.randoms())
def test_the_order_of_the_parts_does_not_matter(told: str, random: Any) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)
    assert verdict(parts("".join(shuffled))) == verdict(parts(told))


@given(findings(EVERY_PART))
def test_nothing_but_an_empty_list_is_not_checkable(told: str) -> None:
    given_ = verdict(parts(told))
    assert given_ in VERDICTS and given_ != "not_checkable"
    assert (given_ == "unverified") == all(one == "n" for one in told if one.islower())


def records() -> dict[int, dict[str, Any]]:
    return {record["line"]: record for record in yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))}


def written(tmp_path: Path, told: dict[int, dict[str, Any]]) -> Path:
    path = tmp_path / "claims.yml"
    path.write_text(yaml.safe_dump(list(told.values()), allow_unicode=True), encoding="utf-8")
    return path


def wrong(path: Path) -> list[str]:
    """Every complaint about a ledger but that the sample has not all lines."""
    return [str(error) for error in check.problems(path) if "has no record;" not in error.rule]


def test_the_sample_keeps_every_rule() -> None:
    assert wrong(SAMPLE) == []
    found = ledger.read(SAMPLE)
    assert list(found) == [11, 18, 19, 20, 21, 42, 51, 66]
    assert [part.finding for part in found[11].parts] == ["holds", "not_found"]
    assert found[20].against[0].sources == ("strikes_daily",)
    assert found[42].searched is not None and found[42].searched.until.isoformat() == "2025-04-18"


def test_a_line_judged_with_another_has_its_verdict() -> None:
    found = ledger.read(SAMPLE)
    assert (found[21].see, found[21].verdict, found[21].confidence) == (20, "mixed", "medium")
    assert found[21].parts == ()


def test_a_heading_judged_with_a_graded_line_gets_no_grade(tmp_path: Path) -> None:
    told = records()
    told[18] = {**{key: told[18][key] for key in told[18] if key not in ("parts", "verdict")}, "see": 20}
    found = ledger.read(written(tmp_path, told))
    assert (found[18].see, found[18].verdict, found[18].confidence) == (20, "not_checkable", None)


def changed(line: int, /, **new: Any) -> Any:
    return lambda told: told[line].update({key.rstrip("_"): value for key, value in new.items()})


def without(line: int, name: str) -> Any:
    return lambda told: told[line].pop(name)


def part(finding: str = "holds", main: bool = True) -> dict[str, Any]:
    """A part on which both readings agree."""
    return {"says": "It is so.", "main": main, "finding": finding, "readings": [[main, finding]] * 2}


PART = part()
ITEM = {"text": "It is so.", "sources": ["M02b"]}


@pytest.mark.parametrize(
    ("change", "line", "rule"),
    [
        (changed(19, verdict="mostly_supported"), 19, "verdict: must be supported, which follows from the parts"),
        (changed(19, kind="rumour"), 19, "kind: must be one of event, quantity"),
        (changed(19, section="war"), 19, "section: must be one of ultimatum, demands"),
        (without(19, "verdict"), 19, "verdict: must be given"),
        (changed(19, confidence=None), 19, "confidence: must be one of high, medium, low, is left out"),
        (changed(19, paraphrase=""), 19, "paraphrase: must be a text, is ''"),
        (changed(19, paraphrase="word " * 31), 19, "paraphrase: must have at most 30 words, has 31"),
        (changed(19, parts=[]), 19, "parts: must have at least one main part"),
        (changed(19, parts=[part(main=False)]), 19, "parts: must have at least one main part"),
        (changed(19, parts=[{**PART, "main": "yes"}]), 19, "parts[1].main: must be true or false, is 'yes'"),
        (changed(19, parts=[{**PART, "finding": "true"}]), 19, "parts[1].finding: must be one of holds, claimed"),
        (changed(19, parts=[{**PART, "weight": 2}]), 19, "parts[1].weight: there is no such field; there are says, main, finding, readings, settled"),
        (changed(19, parts=[{**PART, "readings": [[True, "holds"]]}]), 19, "parts[1].readings: must be two, are 1"),
        (changed(19, parts=[{**PART, "readings": [[True, "holds"], ["main", "holds"]]}]), 19, "parts[1].readings[2]: must be true or false, is 'main'"),
        (changed(19, parts=[{**PART, "readings": [[True, "fails"]] * 2}]), 19, "parts[1].finding: must be fails of a main part, on which both readings agree"),
        (changed(19, parts=[{**PART, "readings": [[True, "holds"], [True, "split"]]}]), 19, "parts[1].settled: must say why it stands as it does, because the readings differ"),
        (changed(19, parts=[{**PART, "settled": "Because."}]), 19, "parts[1].settled: must be left out, because both readings agree"),
        (changed(19, source="M02b"), 19, "source: there is no such field; there are line, section"),
        (changed(19, for_=ITEM), 19, "for: must be a list"),
        (changed(19, for_=[{"text": "It is so."}]), 19, "for[1].sources: must name a page or a table"),
        (changed(19, for_=[]), 19, "for: must have evidence, because the finding on a part is holds"),
        (changed(19, parts=[part("claimed")], for_=[], verdict="as_claimed"), 19, "for: must have evidence, because the finding on a part is claimed"),
        (changed(19, parts=[part("denied")], against=[], verdict="as_denied"), 19, "against: must have evidence, because the finding on a part is denied"),
        (changed(20, against=[]), 20, "against: must have evidence, because the finding on a part is fails"),
        (changed(18, parts=[PART]), 18, "parts: must be empty, because a line of kind heading is not graded"),
        (changed(66, confidence="high"), 66, "confidence: must be left out, because a line of kind opinion"),
        (changed(66, verdict="mixed"), 66, "verdict: must be not_checkable"),
        (without(51, "searched"), 51, "searched: must say where was searched, until when and what would overturn it, as for a line of kind absence"),
        (without(42, "searched"), 42, "as for an unverified line"),
        (changed(42, searched={"where": "There.", "until": "April", "overturned_by": "It."}), 42, "searched.until: must be a day such as 2025-04-18, is 'April'"),
        (changed(21, see=66), 21, "see: must be a line that is graded, because this one is of kind comparison; L66 is of kind opinion"),
        (changed(21, see=22), 21, "see: must be a line with an assessment of its own; L22 has none"),
        (changed(21, see=21), 21, "see: must be a line with an assessment of its own; L21 has none"),
        (changed(21, verdict="mixed"), 21, "verdict: there is no such field; there are line, section, chapter, kind, speaker, paraphrase, see"),
        (changed(19, line=67), 67, "line: must be 1 to 66, is 67"),
        (changed(19, line=20), 20, "line: has two records; every line has exactly one"),
        # What can only be known from tables and measures.
        (changed(19, for_=[{**ITEM, "sources": ["M02bb"]}]), 19, "for[1].sources: no row of the researched tables has the key 'M02bb'; nearest:"),
        (changed(19, for_=[{**ITEM, "sources": ["H04ci"]}]), 19, "for[1].sources: must not be pages of grade D alone (H04ci)"),
        (changed(19, for_=[{**ITEM, "sources": ["H01i"]}]), 19, "sources: must have a page of grade A or B, or a table that is not our own list of pages, for the verdict supported"),
        (changed(19, for_=[{**ITEM, "sources": ["H01i", "battlefield_claims"]}]), 19, "sources: must have a page of grade A or B, or a table that is not our own list"),
        (changed(19, measures=["moratorium.lenght_announced"]), 19, "measures: no measure is named 'moratorium.lenght_announced'; nearest: moratorium.length_announced"),
        (changed(19, paraphrase="It took {moratorium.lenght_announced} days."), 19, "no measure is named 'moratorium.lenght_announced'"),
        (changed(19, paraphrase="It took {moratorium.length_announced:long} days."), 19, "a number can be printed as"),
        (changed(19, paraphrase="It took {30} days."), 19, "has braces that are not a slot such as {topic.name}"),
    ],
)  # fmt: skip
def test_a_bad_record_is_named_with_line_field_and_rule(
    tmp_path: Path, change: Any, line: int, rule: str
) -> None:
    told = copy.deepcopy(records())
    change(told)
    found = wrong(written(tmp_path, told))
    assert any(one.startswith(f"data/claims.yml, row L{line}: ") and rule in one for one in found), found


def test_a_ledger_that_breaks_a_rule_is_not_read(tmp_path: Path) -> None:
    told = records()
    told[19]["verdict"] = "mixed"
    with pytest.raises(DataError, match="row L19: verdict: must be supported"):
        ledger.read(written(tmp_path, told))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("- line: 1\n  for: []\n  for: []\n", "the key 'for' is given twice"),
        ("- {line: 1\n", "must be valid YAML"),
        ("line: 1\n", "must be a list of records"),
        ("- 1\n", "record 1: must be a record with named fields, is 1"),
        ("- {line: 1, section: war}\n", "row L1: section: must be one of ultimatum"),
        ("- {section: conduct}\n", "record 1: line: must be given"),
    ],
)
def test_what_is_no_list_of_records_is_said(tmp_path: Path, text: str, rule: str) -> None:
    path = tmp_path / "claims.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="data/claims") as caught:
        ledger.read(path)
    assert rule in str(caught.value)


def test_a_ledger_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"data/claims\.yml: must exist"):
        ledger.read(tmp_path / "claims.yml")


def test_every_line_is_asked_for_exactly_once() -> None:
    absent = [error.row for error in check.problems(SAMPLE)]
    assert len(absent) == 66 - 8
    assert absent[:3] == ["L1", "L2", "L3"] and "L11" not in absent


def test_counts_by_verdict() -> None:
    found = ledger.read(SAMPLE).values()
    # The eight records of the sample: L20 and L21 mixed, L18 and L66 not checkable, one each of the others.
    assert claims.counts(found) == {
        "supported": 1,
        "mostly_supported": 1,
        "as_claimed": 0,
        "mixed": 2,
        "as_denied": 0,
        "mostly_not_supported": 0,
        "not_supported": 1,
        "unverified": 1,
        "not_checkable": 2,
    }


def test_lines_are_named_as_pages_name_them() -> None:
    assert claims.span("1-3") == [1, 2, 3]
    assert claims.span("18–19, 21") == [18, 19, 21]
    for bad in ("", "3-1", "0-2", "66-67", "1-2-3", "L1"):
        with pytest.raises(ContractError, match="lines must"):
            claims.span(bad)


def test_a_source_is_a_table_or_a_page() -> None:
    assert claims.source("strikes_daily").grade is None
    assert claims.source("strikes_daily").url == "sources.html#strikes-daily"
    assert (claims.source("M02b").grade, claims.source("M02b").text) == ("B", "The Kyiv Independent")


@pytest.mark.parametrize(
    "path", [SAMPLE, pytest.param(data_dir() / ledger.FILE, id="data")], ids=lambda path: Path(path).stem
)
def test_no_number_in_the_ledger_is_typed(path: Path) -> None:
    typed = [
        f"L{one.line}: {words!r}"
        for one in ledger.read(path).values()
        for text in one.texts
        for words in typed_digits(text)
    ]
    assert typed == []


def test_a_party_s_figure_given_correctly_is_treated_alike_on_every_line() -> None:
    """Lines that repeat a number of Ukraine's commands or president, which nobody independent has counted: all of them."""
    repeated = {
        25: "320",
        26: "40",
        27: "three",
        28: "10",
        33: "21",
        34: "96",
        35: "two",
        36: "200 Russian soldiers",
    }
    found = ledger.read(data_dir() / ledger.FILE)
    for line, number in repeated.items():
        amount = found[line].parts[0]
        assert number in say(amount.says), line
        assert (amount.main, amount.finding, found[line].verdict) == (True, "claimed", "as_claimed"), line
    others = {line for line, claim in found.items() if claim.verdict == "as_claimed" and claim.see is None}
    assert others - set(repeated) == {22}  # a day and a place, as one side claims


def test_no_graded_line_rests_on_pages_of_grade_d_alone() -> None:
    for claim in ledger.read(data_dir() / ledger.FILE).values():
        for item in (*claim.in_favour, *claim.against):
            assert {claims.source(name).grade for name in item.sources} != {"D"}, claim.line


def test_the_ledger_is_a_table_that_can_be_loaded() -> None:
    from figures import load

    table = load("claims")
    assert list(table["line"]) == sorted(set(table["line"]))
    assert set(table["verdict"]) <= set(VERDICTS)
    assert str(table["see"].dtype) == "Int64"


# The command line


@pytest.fixture
def sample_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "claims", lambda: ledger.read(SAMPLE))


def test_claim_prints_both_sides_with_grades(capsys: Any, sample_ledger: None) -> None:
    assert main(["claim", "20"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("L20, comparison, Russia’s conduct, speaker: the op-ed\n")
    assert "\nMixed, confidence medium\n" in told
    assert "  The pause made no difference. Does not hold.\n" in told
    assert (
        "\nFor\n  Ukraine alleges at least 38 strikes on energy.\n    B  Ukrainska Pravda: https://" in told
    )
    assert (
        "\nAgainst\n  The air force reported 33 per cent fewer attack drones a day.\n    table  strikes_daily:"
        in told
    )
    assert "  moratorium.attack_drones_change.during_vs_before: −33 per cent\n" in told


@pytest.mark.parametrize("typed", ["L20", "l20"])
def test_a_line_is_asked_for_as_the_book_writes_it(capsys: Any, sample_ledger: None, typed: str) -> None:
    assert main(["claim", typed]) == 0
    assert capsys.readouterr().out.startswith("L20, comparison")


def test_what_is_no_line_is_refused(capsys: Any) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["claim", "twenty"])
    assert "argument LINE: must be L1 to L66, is 'twenty'" in capsys.readouterr().err


def test_claim_prints_what_was_searched_and_with_which_line_it_is_judged(
    capsys: Any, sample_ledger: None
) -> None:
    assert main(["claim", "42"]) == 0
    told = capsys.readouterr().out
    assert "\nFor: none found\n" in told and "\nAgainst: none found\n" in told
    assert (
        "Until 18 April 2025.\n  It would be overturned by: A record of her briefing with these words.\n"
        in told
    )
    assert main(["claim", "21"]) == 0
    assert "Mixed, confidence medium (judged together with L20)" in capsys.readouterr().out


def test_a_line_without_a_record_is_an_error(capsys: Any, sample_ledger: None) -> None:
    assert main(["claim", "67"]) == 1
    assert "row L67: has no record of this line; the op-ed has lines 1 to 66" in capsys.readouterr().err


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout: the sample, one chapter with the cards of L18 to L22, one citation."""
    (tmp_path / "data").mkdir()
    shutil.copy(SAMPLE, tmp_path / "data" / "claims.yml")
    for name, nothing in (("numbers.json", "{}"), ("corrections.yml", "[]")):
        (tmp_path / "data" / name).write_text(nothing, encoding="utf-8")
    book = tmp_path / "book"
    book.mkdir()
    (book / "3-conduct.md").write_text(
        "# Conduct\n\n```{verdicts} 18-22\n```\n\nIt was {num}`aid.us.2025_01` {footcite}`M02b,M03b`.\n",
        encoding="utf-8",
    )
    (book / "references.bib").write_text("@misc{M02b,\n}\n", encoding="utf-8")
    return tmp_path


def test_check_lists_what_leads_nowhere(capsys: Any, checkout: Path) -> None:
    assert main(["check", "--root", str(checkout)]) == 1
    told = capsys.readouterr().out
    assert told.startswith(
        "8 of 66 lines\n   1 supported\n   1 mostly supported\n   0 as one side claims\n   2 mixed\n"
    )
    for line in (
        "data/claims.yml, row L1: has no record; all lines of the op-ed have exactly one",
        "claim L11: 2-demands has no card of it (directive {verdicts})",
        "card L22 in 3-conduct: the ledger has no record of this line",
        "number aid.us.after_january_2025: neither a page nor the ledger states it",
        "figure moratorium-drones: claim L19 names it, and no chapter publishes it",
        "citation M03b: has no entry in references.bib or notes.bib",
    ):
        assert f"  {line}\n" in told
    for line in (
        "claim L19:",
        "card L18",
        "number aid.us.2025_01:",
        "number moratorium.length_announced:",
        "citation M02b",
    ):
        assert line not in told


def test_a_card_stands_once_and_in_its_own_chapter(checkout: Path) -> None:
    page = checkout / "book" / "3-conduct.md"
    page.write_text("```{verdicts} 19, 19\n```\n:::{verdicts} 51\n:::\n", encoding="utf-8")
    told = check.orphans(checkout / "book", ledger.read(SAMPLE))
    assert "card L19 in 3-conduct: stands there twice" in told
    assert "card L51 in 3-conduct: the ledger says that the line belongs to 5-pressure" in told
    page.write_text("```{verdicts} all\n```\n", encoding="utf-8")
    (first, *_) = check.orphans(checkout / "book", ledger.read(SAMPLE))
    assert first.startswith("a directive {verdicts}: lines must be given as 18-20 or 1, 9-10")


def test_figures_are_found_in_the_chapters(root: Path) -> None:
    shown = check.published(root / "book")
    drones = shown["moratorium-drones"]
    assert drones == check.Published("moratorium-drones", "3-conduct", (19, 20), drones.spec)
    assert drones.spec["usermeta"]["figure"]["id"] == "moratorium-drones"
    told = [one for one in check.orphans(root / "book", ledger.read(SAMPLE)) if one.startswith("figure ")]
    assert (
        "figure moratorium-drones in 3-conduct: bears on L20, of which the ledger has no record" not in told
    )
    assert any(one.endswith(", of which the ledger has no record") for one in told)


def test_the_book_s_own_ledger_is_in_order_and_nothing_leads_nowhere(root: Path, capsys: Any) -> None:
    assert main(["check", "--root", str(root)]) == 0, capsys.readouterr().out
