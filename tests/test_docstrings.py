"""Does every public name say what it takes and gives, with an example? `make test` runs the examples."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from numpydoc.validate import validate

import figures.charts
import figures.measures
import figures.theme

MODULES = [
    *(f"figures.{name}" for name in ("errors", "examples", "measures", "theme")),
    *(
        f"{package.__name__}.{module.name}"
        for package in (figures.charts, figures.measures)
        for module in pkgutil.iter_modules(package.__path__)
        if not module.name.startswith("_")
    ),
]
SOME_OF = {
    "figures.figure": ("Figure", "publish"),
    "figures.figure.source": ("Source",),
    "figures.charts._window": ("Window",),
    "figures.tables": ("load",),
    "figures.tables.files": ("read",),
    "figures.errors": figures.errors.__all__,
    "figures.theme": figures.theme.__all__,
}
"""What the reference names of a module that has more."""
OWED = {
    "GL08": "a docstring",
    "PR01": "each parameter",
    "PR02": "no parameter that it has not",
    "PR03": "the parameters in the order in which it takes them",
    "PR07": "what each parameter is",
    "RT01": "what it returns",
    "EX01": "an example",
}
# Properties are read, not called: a sentence says it all.
NOT_OWED = {"EX01": property}


def public() -> Iterator[tuple[str, object]]:
    for module in map(import_module, {**dict.fromkeys(MODULES), **SOME_OF}):
        for name, value in vars(module).items():
            if name not in SOME_OF.get(module.__name__, vars(module)):
                continue
            made_here = getattr(value, "__module__", None) == module.__name__
            if (
                name.startswith("_")
                or not made_here
                or not (inspect.isfunction(value) or inspect.isclass(value))
            ):
                continue
            yield f"{module.__name__}.{name}", value
            if inspect.isclass(value):
                for part, member in vars(value).items():
                    if not part.startswith("_") and (
                        inspect.isfunction(member) or isinstance(member, property)
                    ):
                        yield f"{module.__name__}.{name}.{part}", member


NAMES = dict(public())
# One function of each topic has the same argument and result: said once, in the docstring of `figures.measures` and on its page.
TOPICS = {f"figures.measures.{topic}.measures" for topic in figures.measures.TOPICS}


@pytest.mark.parametrize("name", sorted(NAMES.keys() - TOPICS))
def test_a_public_name_is_documented(name: str) -> None:
    what = NAMES[name]
    missing = [
        f"{OWED[code]}: {told}"
        for code, told in validate(name)["errors"]
        if code in OWED and type(what) is not NOT_OWED.get(code)
    ]
    assert not missing
    if inspect.isfunction(inspect.unwrap(what)) and "raise ContractError" in inspect.getsource(what):
        assert re.search(r"^Raises\n-+\n(?:.*\n)*?ContractError\b", inspect.getdoc(what) or "", re.M)


@pytest.mark.parametrize("name", sorted(TOPICS))
def test_a_topic_says_what_its_numbers_are_called(name: str) -> None:
    topic = name.split(".")[2]
    assert (inspect.getdoc(NAMES[name]) or "").startswith(f"Make the measures ``{topic}.*``: ")


def test_there_are_names_to_document() -> None:
    assert {"figures.charts.months.monthly_columns", "figures.measures.measure.Measure.print"} <= NAMES.keys()


def test_what_every_measure_raises_is_said_once_for_the_room_and_on_its_page(root: Path) -> None:
    page = (root / "book" / "reference-measures.md").read_text(encoding="utf-8")
    for words in (inspect.getdoc(figures.measures) or "", page):
        assert "ContractError" in words and "when a column is missing" in words
        assert "measures(load)" in words and "list of" in words
    repeated = [
        name for name, what in NAMES.items() if "When a column is missing" in (inspect.getdoc(what) or "")
    ]
    assert not [name for name in repeated if name.startswith("figures.measures")]
