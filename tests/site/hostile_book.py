"""A small book whose data, claims, titles and corrections were written by an enemy, built as the real one is."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import altair as alt
import nbformat
import pandas as pd
import yaml

import figures
from figures.figure import Figure

RUN = "window.__pwned=1"
ELSEWHERE = "elsewhere.example"
MARKUP = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</title></textarea></style><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f'<img src=x onerror="{RUN}">',
    f'"><svg onload={RUN}>',
    f"</text><script>{RUN}</script>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s></svg>",
    f'<svg><a xlink:href="javascript:{RUN}"><text>x</text></a></svg>',
    f"<details open ontoggle={RUN}>",
    f'" autofocus tabindex=0 onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}",
    f'<a href="javascript:{RUN}">a link</a>',
    f'<iframe srcdoc="<script>parent.__pwned=1</script>" src="//{ELSEWHERE}/f"></iframe>',
    f"<object data=//{ELSEWHERE}/o></object><embed src=//{ELSEWHERE}/e>",
    f"<style>*{{background:url(//{ELSEWHERE}/b)}}</style>",
    f"<link rel=stylesheet href=//{ELSEWHERE}/s.css>",
    f"<base href=//{ELSEWHERE}/>",
    f'<meta http-equiv="refresh" content="0;url=//{ELSEWHERE}/r">',
    f"<form action=//{ELSEWHERE}/><button autofocus>send</button></form>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    "<!-- an end that never comes",
    "<plaintext>",
]
ADDRESSES = [
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}//https://",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    f'https://{ELSEWHERE}/" onmouseover="{RUN}',
]
SCRIPTS = [
    f'");{RUN};//',
    f"');{RUN};//",
    f"${{{RUN}}}`;{RUN};`",
    f"\u2028{RUN}\u2029",
    f'\\");{RUN};//',
]
# Not among them: "__proto__". Vega cannot group by that name; the live figure stays still, and nothing runs.
EXPRESSIONS = [
    f"constructor.constructor('{RUN}')()",
    f"datum['constructor']['constructor']('{RUN}')()",
    f'{{"signal": "{RUN}"}}',
    f"' + toString.constructor('{RUN}')() + '",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
]
FORMULAS = [
    f'=HYPERLINK("https://{ELSEWHERE}/","x")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
]
UNSEEN = [
    "a \u202etxet desrever",
    "a \u2066isolated\u2069 text",
    "a \u200fmark\u061c",
    "a \x00nothing",
    "a \x08back",
    "a \x1b[31mcolour",
    "a \x9bcommand",
    "a \ufffeno character",
]
STRINGS = [*MARKUP, *ADDRESSES, *SCRIPTS, *EXPRESSIONS, *FORMULAS, *UNSEEN]
ALL = " ".join(STRINGS)
FIGURE = "hostile"


def figure() -> Figure:
    """Publish a chart with every string wherever a chart, its table and its words can have one."""
    rows = pd.DataFrame({"who": STRINGS, "n": range(1, len(STRINGS) + 1), ALL: STRINGS})
    chart = (
        alt.Chart(alt.Data(values=rows[["who", "n"]].to_dict("records")))
        .mark_bar()
        .encode(
            x=alt.X("n:Q", title=ALL[:200]),
            y=alt.Y("who:N", title=MARKUP[0], sort=None),
            color=alt.Color(
                "who:N", title=MARKUP[1], scale=alt.Scale(scheme="greys"), legend=alt.Legend(symbolLimit=0)
            ),
            tooltip=["who:N", "n:Q"],
            description="who:N",
        )
        .properties(title=alt.Title(ALL, subtitle=ALL))
    )
    return figures.publish(
        chart,
        id=FIGURE,
        alt=f"1 {ALL}",
        caption=ALL,
        note=ALL,
        sources=["pressure_events"],
        table=rows,
        columns={"who": ALL, "n": MARKUP[5], ALL: MARKUP[6]},
    )


def build(root: Path, tmp: Path) -> Path:
    """Write the book and build it with the project's own configuration; return the site."""
    for name in ("src", "data"):
        shutil.copytree(root / name, tmp / name)
    for name in ("pyproject.toml", "CITATION.cff", "_config.yml"):
        shutil.copy(root / name, tmp)
    book = tmp / "book"
    for name in ("_static", "_inventories"):
        shutil.copytree(root / "book" / name, book / name)
    for name in ("references.bib", "notes.bib"):
        (book / name).write_text("", encoding="utf-8")
    _poison_tables(tmp / "data")
    _poison_ledger(root / "tests" / "claims" / "claims_sample.yml", tmp / "data")
    _poison_corrections(tmp / "data")
    pages = {"index": "{ledger}\n```\n\n```{strip}", "3-conduct": "{verdicts} 18-21"} | {
        name: f"{{{name}}}" for name in ("numbers", "sources", "corrections")
    }
    for name, directive in pages.items():
        (book / f"{name}.md").write_text(f"# {name}\n\n```{directive}\n```\n", encoding="utf-8")
    published = figure()
    output = nbformat.v4.new_output("execute_result", data=published._repr_mimebundle_(), execution_count=1)
    cells = [
        nbformat.v4.new_markdown_cell("# A chapter"),
        nbformat.v4.new_code_cell(f"# {MARKUP[1]}\nfigure", outputs=[output], execution_count=1, id="cell"),
    ]
    told = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=told), book / "chapter.ipynb")
    toc = "format: jb-book\nroot: index\nchapters:\n" + "".join(
        f"  - file: {name}\n" for name in ("chapter", *pages) if name != "index"
    )
    (book / "_toc.yml").write_text(toc, encoding="utf-8")
    run = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "jupyter-book"), "build", "book"),
            *("--warningiserror", "--keep-going", "--quiet"),
        ],
        cwd=tmp,
        env=os.environ | {"PYTHONPATH": str(tmp / "src"), "TZ": "UTC", "SOURCE_DATE_EPOCH": "1745020800"},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise AssertionError(f"{run.stdout[-2000:]}\n{run.stderr[-9000:]}")
    return tmp / "_build" / "html"


def _poison_tables(data: Path) -> None:
    """Put the strings into the words of the tables and of their catalogue; keys and what a measure looks for stay, or no number is made."""
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    for entry in package["resources"]:
        words = {"summary", "note", "quote", "source_title", "publisher", "title", "method"} & {
            field["name"] for field in entry["schema"]["fields"]
        }
        if entry["name"] == "claims":
            words = {"speaker"}
        keyed = set(entry["schema"]["primaryKey"])
        if words - keyed:
            path = data / entry["path"]
            rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
            for at, row in enumerate(rows):
                row |= {
                    name: f"{STRINGS[(at + 7 * shift) % len(STRINGS)]} {row[name]}"
                    for shift, name in enumerate(sorted(words - keyed))
                    if row[name]
                }
            with path.open("w", encoding="utf-8", newline="") as out:
                out.write(",".join(rows[0]) + "\n")
                csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(
                    r.values() for r in rows
                )
            entry["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        entry |= {"title": f"{entry['title']} {MARKUP[2]}", "description": ALL, "processing": ALL}
        entry["known_gaps"] = STRINGS
        for field in entry["schema"]["fields"]:
            field |= {"description": ALL, "unit": MARKUP[0]}
        for source in entry["sources"]:
            source |= {"publisher": ALL, "title": ALL, "licence": ALL, "kind_of_evidence": ALL}
            if source.get("path", "").startswith("http"):
                source["path"] = ADDRESSES[-1]
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def _poison_ledger(sample: Path, data: Path) -> None:
    ledger: list[dict[str, Any]] = yaml.safe_load(sample.read_text(encoding="utf-8"))
    short = [text for text in STRINGS if len(text.split()) < 20]
    for at, claim in enumerate(ledger):
        claim["speaker"] = claim["paraphrase"] = short[at % len(short)]
        for part in claim.get("parts", []):
            part["says"] = ALL
        for item in [*claim.get("for", []), *claim.get("against", [])]:
            item["text"] = ALL
        if "searched" in claim:
            claim["searched"] |= {"where": ALL, "overturned_by": ALL}
    (data / "claims.yml").write_text(yaml.safe_dump(ledger, allow_unicode=False), encoding="utf-8")


def _poison_corrections(data: Path) -> None:
    path = data / "corrections.yml"
    records = yaml.safe_load(path.read_text(encoding="utf-8"))
    for at, one in enumerate(records):
        one |= {"where": STRINGS[at], "wrong": ALL, "now": ALL, "found": ALL, "since": ALL}
        one["changed"] = {
            name: [STRINGS[-at - 1], STRINGS[at]] for name in one.get("changed", {}) if name[0] != "L"
        }
    path.write_text(yaml.safe_dump(records, allow_unicode=False), encoding="utf-8")
