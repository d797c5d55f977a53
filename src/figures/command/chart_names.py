"""Which chart functions are there, and what does each draw? Read from the source, since importing one brings Altair."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from figures import charts

_FUNCTION = re.compile(
    r'^def (\w+)\((?:[^\n]*|\n(?:    [^\n]*\n)+\)[^\n]*):\n    r?"""([^\n]+)', re.M
)  # a signature, on one line or many, and the first line of its docstring


@cache
def summaries() -> dict[str, str]:
    """Give each public chart function the first line of its docstring."""
    folder = Path(charts.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("[a-z]*.py")))
    first_lines = {name: line.removesuffix('"""') for name, line in _FUNCTION.findall(text)}
    return {name: first_lines[name] for name in charts.__all__ if name in first_lines}
