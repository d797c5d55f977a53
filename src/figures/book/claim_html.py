"""The HTML of the ledger: a card for each line, the table of all lines, the strip. All of it works without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import get_args

from figures.book.number_role import address
from figures.claims import Claim, Item, counts, source
from figures.claims.firmness import Change, turns
from figures.claims.verdicts import FINDINGS, MEANINGS, SECTIONS, UNGRADED, VERDICTS, Kind, Part, Verdict
from figures.figure.html import inert, sentence
from figures.figure.slots import say
from figures.measures import measure
from figures.text import day_text

GRADES = {
    "A": "official record or primary document",
    "B": "established outlet, agency or research institute",
    "C": "other outlet with its own reporting",
    "D": "repost, unknown site, or a state-controlled outlet on a disputed fact",
}
_UP, _DOWN = "M8 2.5 14.5 13.5H1.5Z", "M8 13.5 1.5 2.5H14.5Z"
_SHAPES: Mapping[Verdict, tuple[str, bool]] = {
    "supported": (_UP, True),
    "mostly_supported": (_UP, False),
    "as_claimed": ("M2.5 2.5h11v11h-11Z", False),
    "mixed": ("M8 1.5 14.5 8 8 14.5 1.5 8Z", True),
    "as_denied": ("M2.5 2.5h11v11h-11Z", True),
    "mostly_not_supported": (_DOWN, False),
    "not_supported": (_DOWN, True),
    "unverified": ("M6 2h4v4h4v4h-4v4H6v-4H2V6h4Z", False),
    "not_checkable": ("M8 3.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9Z", False),
}


def slug(verdict: Verdict) -> str:
    """Name the style of a verdict: ``mostly-supported``."""
    return verdict.replace("_", "-")


def shape(verdict: Verdict) -> str:
    """Draw the shape of a verdict; the words beside it say the same."""
    path, filled = _SHAPES[verdict]
    return (
        '<svg class="verdict-shape" viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" focusable="false">'
        f'<path d="{path}" fill="{"currentColor" if filled else "none"}" stroke="currentColor" stroke-width="1.7"/></svg>'
    )


def word(claim: Claim) -> str:
    """Say the verdict; of a line that is not graded, why."""
    if claim.kind in UNGRADED:
        return f"{claim.kind.capitalize()}, not graded"
    return VERDICTS[claim.verdict]


def chip(claim: Claim) -> str:
    """Write the verdict as shape, tone and word."""
    words = "Not graded" if claim.verdict == "not_checkable" else VERDICTS[claim.verdict]
    return f'<span class="verdict verdict-{slug(claim.verdict)}">{shape(claim.verdict)} {words}</span>'


def link(claim: Claim) -> str:
    """Give the address of a line's card."""
    return f"{claim.chapter}.html#l{claim.line}"


def cards(shown: Sequence[Claim], ledger: Mapping[int, Claim], figures: Mapping[str, str]) -> str:
    """Write the verdicts of a chapter."""
    return '<div class="claims">\n' + "\n".join(_card(claim, ledger, figures) for claim in shown) + "\n</div>"


def _card(claim: Claim, ledger: Mapping[int, Claim], figures: Mapping[str, str]) -> str:
    speaker = "" if claim.speaker == "the op-ed" else f", {escape(claim.speaker)}"
    confidence = (
        f'<span class="claim-confidence">Confidence: {claim.confidence}</span>' if claim.confidence else ""
    )
    return "\n".join(
        [
            f'<article class="claim" id="l{claim.line}" aria-labelledby="l{claim.line}-line">',
            f'<div class="claim-head"><h3 class="claim-line" id="l{claim.line}-line">'
            f'<a href="#l{claim.line}">L{claim.line}</a></h3>'
            f'<span class="claim-kind">{claim.kind.capitalize()}{speaker}</span>{chip(claim)}{confidence}</div>',
            f'<p class="claim-says">{_sentence(claim.paraphrase)}</p>',
            _together(claim, ledger) if claim.see else _evidence(claim, figures),
            "</article>",
        ]
    )


def _together(claim: Claim, ledger: Mapping[int, Claim]) -> str:
    other = ledger[claim.see or 0]
    words = "What it rests on is judged with" if claim.kind in UNGRADED else "Judged together with"
    return f'<p class="claim-see">{words} <a class="line" href="{link(other)}">L{other.line}</a>.</p>'


def _evidence(claim: Claim, figures: Mapping[str, str]) -> str:
    facts: list[tuple[str, str]] = []
    if claim.parts:
        facts.append(("Parts", _list(map(_part, claim.parts))))
    if claim.graded and claim.parts:
        facts.append(("Firm?", _firmness(claim)))
    for name, items in (("For", claim.in_favour), ("Against", claim.against)):
        if items or claim.parts:
            facts.append((name, _list(map(_item, items)) if items else "<p>None found.</p>"))
    if claim.searched:
        searched = claim.searched
        facts.append(
            (
                "Searched",
                f"<p>{_sentence(searched.where)} Until {day_text(searched.until)}. "
                f"<b>It would be overturned by:</b> {_sentence(searched.overturned_by)}</p>",
            )
        )
    if claim.measures:
        facts.append(("Numbers", f"<p>{', '.join(map(_number, claim.measures))}</p>"))
    if claim.figures:
        shown = ", ".join(_figure(name, figures) for name in claim.figures)
        facts.append(("Figures", f"<p>{shown}</p>"))
    if not facts:
        return ""
    lines = "".join(f"<div><dt>{name}</dt><dd>{words}</dd></div>" for name, words in facts)
    return (
        f'<details class="claim-more" data-of="l{claim.line}"><summary>What it rests on{_sides(claim)}</summary>'
        + inert(f'<dl class="claim-facts">{lines}</dl>')
        + "</details>"
    )


def _sides(claim: Claim) -> str:
    """Count what stands on either side."""
    if not claim.parts:
        return ""
    return f": {len(claim.in_favour) or 'nothing'} for, {len(claim.against) or 'nothing'} against"


def _part(part: Part) -> str:
    minor = "" if part.main else '<span class="claim-minor">Minor: </span>'
    settled = (
        f" Two readings of the same evidence differed. {_sentence(part.settled)}" if part.settled else ""
    )
    return f"{minor}{_sentence(part.says)} <b>{FINDINGS[part.finding].capitalize()}.</b>{settled}"


def _firmness(claim: Claim) -> str:
    """Say which single change would move a line to another side, or that none would."""
    found = turns(claim.parts)
    return (
        _list(map(_turn, found)) if found else "<p>Firm. No single change would move it to another side.</p>"
    )


def _turn(change: Change) -> str:
    return f"Would become <b>“{VERDICTS[change.verdict].lower()}”</b> if {_sentence(change.condition)}."


def _item(item: Item) -> str:
    return (
        f'{_sentence(item.text)} <span class="claim-sources">{", ".join(map(_source, item.sources))}</span>'
    )


def _source(name: str) -> str:
    found = source(name)
    grade = (
        f'<abbr class="grade" title="Grade {found.grade}: {GRADES[found.grade]}">{found.grade}</abbr>'
        if found.grade
        else '<abbr class="grade" title="A table of this project">table</abbr>'
    )
    return (
        f'<a href="{escape(found.url)}" title="{escape(found.title)}">{escape(found.text)}</a>\u00a0{grade}'
    )


def _number(name: str) -> str:
    number = measure(name)
    words = name.partition(".")[2].replace(".", ", ").replace("_", " ")
    return (
        f'<a class="num" href="{address(name)}" title="{escape(name)}">{escape(number.text)}</a> '
        f"{escape(number.unit)} ({escape(words)})"
    )


def _figure(name: str, figures: Mapping[str, str]) -> str:
    # One that no chapter publishes is for `figures check` to report; a link to nowhere is not written.
    words = escape(name.replace("-", " "))
    return f'<a href="{figures[name]}.html#{escape(name)}">{words}</a>' if name in figures else words


def _sentence(text: str) -> str:
    return sentence(text, address)


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def table(ledger: Mapping[int, Claim]) -> str:
    """Write all lines as a table that three native menus narrow down, by style alone (claims.css)."""
    kinds = [kind for kind in get_args(Kind) if any(claim.kind == kind for claim in ledger.values())]
    menus = "".join(
        f'<label>{name} <select class="by-{key}"><option value="">all</option>'
        + "".join(f'<option value="{value}">{escape(label)}</option>' for value, label in options)
        + "</select></label>"
        for key, name, options in (
            ("section", "Section", SECTIONS.items()),
            ("kind", "Kind", [(kind, kind) for kind in kinds]),
            ("verdict", "Verdict", [(slug(name), label) for name, label in VERDICTS.items()]),
            ("firm", "Firmness", [("yes", "firm"), ("no", "hangs on one part")]),
        )
    )
    heads = "".join(
        f'<th scope="col">{name}</th>' for name in ("Line", "What it says", "Kind", "Verdict", "Confidence")
    )
    return "\n".join(
        [
            '<div class="ledger">',
            f'<form class="ledger-menus" aria-label="Narrow the table down">{menus}'
            '<label>Order <select class="by-order"><option value="">of the op-ed</option>'
            '<option value="firm">firm lines first</option><option value="open">least firm first</option></select></label>'
            '<button type="reset">All lines</button></form>',
            f'<table class="ledger-table"><thead><tr>{heads}</tr></thead><tbody>',
            *(_row(claim) for claim in ledger.values()),
            '</tbody></table><p class="ledger-count"></p></div>',
        ]
    )


def _row(claim: Claim) -> str:
    return (
        f'<tr data-section="{claim.section}" data-kind="{claim.kind}" data-verdict="{slug(claim.verdict)}" '
        f'data-firm="{_firm(claim)}">'
        f'<th scope="row"><a href="{link(claim)}">L{claim.line}</a></th>'
        f'<td class="ledger-says">{_sentence(claim.paraphrase)}</td><td>{claim.kind.capitalize()}</td>'
        f"<td>{chip(claim)}</td>"
        + (
            f"<td>{claim.confidence.capitalize()}</td></tr>"
            if claim.confidence
            else '<td class="none">–</td></tr>'
        )
    )


def _firm(claim: Claim) -> str:
    """Say for the menus whether a line is firm; nothing of one that has no parts of its own."""
    return "" if not (claim.graded and claim.parts) else "no" if turns(claim.parts) else "yes"


def strip(ledger: Mapping[int, Claim]) -> str:
    """Write all lines as small marks, section by section, each a link to its card, with a legend that counts and explains them."""
    rows = "".join(
        f'<div class="strip-row"><span class="strip-name" id="strip-{section}">{escape(name)}</span>'
        f'<ol aria-labelledby="strip-{section}">{"".join(map(_mark, lines))}</ol></div>'
        for section, name in SECTIONS.items()
        if (lines := [claim for claim in ledger.values() if claim.section == section])
    )
    legend = "".join(
        f'<li><span class="verdict-mark verdict-{slug(verdict)}">{shape(verdict)}</span> '
        f"<span><b>{VERDICTS[verdict]}: {number}.</b> {MEANINGS[verdict]}</span></li>"
        for verdict, number in counts(ledger.values()).items()
    )
    return f'<div class="strip">{rows}<ul class="strip-legend" aria-label="What the marks mean">{legend}</ul></div>'


def _mark(claim: Claim) -> str:
    label = escape(f"L{claim.line}: {word(claim)}. {say(claim.paraphrase)}")
    return (
        f'<li><a class="verdict-mark verdict-{slug(claim.verdict)}" href="{link(claim)}" title="{label}" '
        f'aria-label="{label}">{shape(claim.verdict)}</a></li>'
    )
