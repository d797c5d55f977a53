"""Which digits in a chapter were typed? Those outside dates, line references, quotations and roles."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_ALLOWED = [
    re.compile(r"```.*?```", re.S),  # fenced directives and code
    re.compile(r"`[^`]*`"),  # roles and code
    re.compile(r"\]\([^)]*\)"),  # link targets
    re.compile(r"\{[a-z_]+(?:\.[a-z0-9_]+)+(?::[a-z]+)?\}"),  # slots of `say`
    re.compile(r"“[^”]*”"),  # quotations
    re.compile(r"^\([a-z0-9-]+\)=$", re.M),  # anchors
    re.compile(
        r"\b\d{1,2}(?:(?:,| and| to|–|-) ?\d{1,2})*(?:,| and| to|–|-)? \d{0,2} ?" + _MONTH + r"\b"
    ),  # 16 and 17 April
    re.compile(r"\b\d{1,2} " + _MONTH + r"(?: \d{4})?"),
    re.compile(r"\b(?:19|20)\d\d\b"),  # years
    re.compile(r"\bL\d{1,2}(?:[–-]L?\d{1,2})?\b"),  # lines of the op-ed
]


def typed_digits(text: str) -> list[str]:
    """Find the digits that nobody computed, each with the words around it."""
    for pattern in _ALLOWED:
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return [
        text[max(0, found.start() - 30) : found.end() + 30].strip() for found in re.finditer(r"\d+", text)
    ]


def prose(notebook: Path) -> list[tuple[str, str]]:
    """List a chapter's prose: markdown cells, and the sentences that code cells hand to `publish` and the charts."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    found = []
    for at, cell in enumerate(cells):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            found.append((f"cell {at}", source))
        elif cell["cell_type"] == "code":
            found += [(f"cell {at}, line {line}", text) for line, text in _sentences(source)]
    return found


def _sentences(code: str) -> list[tuple[int, str]]:
    strings = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
    return [
        (node.lineno, node.value)
        for node in strings
        if isinstance(node.value, str) and node.value.count(" ") >= 2
    ]
