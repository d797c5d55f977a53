"""Everything that the library gives its users is in the reference, and every chart function's example in the gallery."""

from __future__ import annotations

import inspect
import json
import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.util.inventory import InventoryFile

import figures
from figures import charts, measures
from figures.book import docstring_examples
from figures.errors import ContractError

MODULES = [
    "figures",
    "figures.charts",
    "figures.measures",
    "figures.measures.window",
    "figures.theme",
    "figures.examples",
    "figures.errors",
    *(f"figures.measures.{topic}" for topic in measures.TOPICS),
]

PAGES = ["reference"] + [
    path.stem for path in sorted((Path(__file__).parents[2] / "book").glob("reference-*-*.md"))
]
"""The pages with entries."""

# Types that a reader knows; a named tuple cannot say where it knows ``date`` from.
PLAIN = {
    "Any",
    "DataFrame",
    "Literal",
    "PathLike",
    "None",
    "bool",
    "dict",
    "float",
    "int",
    "list",
    "object",
    "set",
    "str",
    "tuple",
}
PLAIN |= {"date"}
# A type variable: what is given is what comes back.
PLAIN |= {"Part"}
# Of libraries that a user need not have; what is returned is spelled out below the signature.
PLAIN |= {"pa.Table", "pd.DataFrame", "pl.DataFrame"}


def documented(site: Path) -> dict[str, str]:
    """Read from the built site which objects have an entry, and where."""
    with (site / "objects.inv").open("rb") as file:
        kinds = InventoryFile.load(file, "", lambda _, address: address)
    return {
        name: address
        for kind in ("py:function", "py:class", "py:exception", "py:data", "py:method", "py:property")
        for name, (_, _, address, _) in kinds.get(kind, {}).items()
    }


def soup(site: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{page}.html").read_text(encoding="utf-8"), "html.parser")


def test_everything_public_has_one_entry(site: Path) -> None:
    # Not from `public`: the pages are made with it.
    expected = {f"figures.{name}" for name in figures.__all__} | {
        f"figures.charts.{name}" for name in charts.__all__
    }
    for module in (
        import_module(name)
        for name in MODULES
        if name not in ("figures", "figures.charts", "figures.measures")
    ):
        names = getattr(module, "__all__", None) or [
            name
            for name, value in vars(module).items()
            if inspect.isroutine(inspect.unwrap(value) if callable(value) else value)
            or inspect.isclass(value)
            if not name.startswith("_") and value.__module__ == module.__name__
        ]
        expected |= {f"{module.__name__}.{name}" for name in names}
    expected |= {f"figures.measures.{name}" for name in measures.__all__}
    expected -= {
        f"figures.{room}" for room in ("charts", "examples", "measures", "theme")
    }  # rooms, not entries
    expected -= {"figures.measures.measure"}  # is figures.measure
    assert measures.measure is figures.measure
    entries = documented(site)
    assert sorted(expected - entries.keys()) == []
    assert len(expected) > 90
    pages = {address.split("#")[0] for address in entries.values()}
    assert pages == {f"{page}.html" for page in PAGES}


def test_what_publish_and_measure_return_is_explained_with_its_members(site: Path) -> None:
    assert {
        "figures.figure.Figure.save",
        "figures.figure.Figure.alt",
        "figures.measures.Measure.text",
        "figures.measures.window.Window.days",
    } <= documented(site).keys()


def test_every_chart_function_is_in_the_gallery_with_question_code_and_figure(site: Path) -> None:
    gallery, entries = soup(site, "gallery"), documented(site)
    sections = {
        section.find("h2").find(string=True): section for section in gallery.select("section.example")
    }
    assert list(sections) == [name for name in charts.__all__ if name[0].islower()]
    for name, section in sections.items():
        assert section.find("p").get_text().endswith("?"), name
        code = section.select_one("div.highlight pre").get_text()
        scope: dict[str, Any] = {}
        exec(code, scope)
        figure = section.select_one("figure.figure")
        assert figure["id"] == f"example-{name.replace('_', '-')}"
        spec = json.loads((site / "figures" / f"{figure['id']}.vl.json").read_text(encoding="utf-8"))
        drawn = scope["chart"].to_dict()
        assert " ".join(spec["title"]["text"]) == drawn["title"]["text"], name
        assert "Invented numbers" in figure.select_one(".figure-source").get_text()
        assert (site / "figures" / f"{figure['id']}-wide.js").exists(), "it can come alive"
        assert section.select_one(f'a.reference[href="{entries[f"figures.charts.{name}"]}"]'), name


def test_where_all_entries_once_stood_each_of_them_leads_on(site: Path) -> None:
    for name, address in documented(site).items():
        room = re.fullmatch(rf"figures\.(charts|measures\.(?:{'|'.join(measures.TOPICS)}))\.\w+", name)
        if room:
            page = soup(site, f"reference-{room[1].split('.')[0]}")
            line = page.find(id=name)
            assert line and line.select_one(f'a[href="{address}"]'), name
            assert line.get_text().rstrip().endswith((".", "?")), f"{name} says what it is"
    for topic in measures.TOPICS:
        assert soup(site, "reference-measures").find(id=topic), topic


def test_under_each_example_of_the_reference_stands_its_picture(site: Path) -> None:
    entries = documented(site)
    for name in (name for name in charts.__all__ if name[0].islower()):
        page = soup(site, entries[f"figures.charts.{name}"].partition(".")[0])
        entry = page.find(id=f"figures.charts.{name}").find_parent("dl")
        (picture,) = entry.select(".figure-picture")
        assert picture["role"] == "img" and re.search(r"\d", picture["aria-label"]), name
        assert len(picture.select("svg")) == 2, f"{name}: one drawing for each width"
        assert picture.find_previous("pre").get_text().rstrip().endswith(")"), (
            f"{name}: the example is above it"
        )


def test_types_of_other_projects_lead_to_their_documentation(site: Path, root: Path) -> None:
    homes = yaml.safe_load((root / "_config.yml").read_text("utf-8"))["sphinx"]["config"][
        "intersphinx_mapping"
    ]
    known = set()
    for home, file in homes.values():
        with (root / "book" / file).open("rb") as stream:
            for names in InventoryFile.load(stream, home, urljoin).values():
                known |= {address for _, _, address, _ in names.values()}
    linked: set[str] = set()
    unlinked: set[str] = set()
    for page in PAGES:
        for signature in soup(site, page).select("dt.sig"):
            linked |= {link["href"] for link in signature.select("a.external")}
            for link in signature.select("a"):
                link.decompose()
            words = re.findall(r": ([^=,]+)|→ (.+)", re.sub(r"'[^']*'", "", signature.get_text(" ")))
            unlinked |= {
                word for pair in words for part in pair for word in re.findall(r"[A-Za-z][\w.]*", part)
            }
    assert linked == known, "an inventory lists what no signature names, or the other way round"
    assert {
        "https://altair-viz.github.io/user_guide/generated/toplevel/altair.LayerChart.html#altair.LayerChart",
        "https://narwhals-dev.github.io/narwhals/api-reference/typing/#narwhals.typing.IntoFrame",
        "https://docs.python.org/3/library/datetime.html#datetime.date",
    } <= linked
    assert sorted(unlinked - PLAIN) == []


def test_an_example_that_fails_or_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_example(doc: str) -> None:
        def drawing() -> None: ...

        drawing.__doc__ = doc
        monkeypatch.setattr(charts, "drawing", drawing, raising=False)
        docstring_examples.example.cache_clear()

    for doc, told in [
        ("Draw.", "figures.charts.drawing: its docstring has no example"),
        ("Draw.\n\n>>> 1 / 0\n", "figures.charts.drawing: its example fails\n"),
        ("Draw.\n\n>>> 1 + 1\n3\n", "Expected:\n    3\nGot:\n    2"),
        ("Draw.\n\n>>> chart = 1\n", "must name its table `data` and its chart `chart`"),
    ]:
        with_example(doc)
        with pytest.raises(ContractError, match=re.escape(told)):
            docstring_examples.example("drawing")
    docstring_examples.example.cache_clear()


def test_an_example_finds_nothing_of_its_module(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawing() -> None:
        """Draw.

        >>> SimpleNamespace()
        namespace()
        """

    assert SimpleNamespace  # here it is known, in the example it is not
    monkeypatch.setattr(charts, "drawing", drawing, raising=False)
    docstring_examples.example.cache_clear()
    with pytest.raises(ContractError, match="name 'SimpleNamespace' is not defined"):
        docstring_examples.example("drawing")


def test_the_text_alternative_says_what_the_marks_say() -> None:
    def spec(*said: str) -> dict[str, Any]:
        values = [{"said": one} for one in said]
        return {"title": {"text": "More came", "subtitle": "Visits"}, "layer": [{"data": {"values": values}}]}

    assert (
        docstring_examples.text_alternative(spec("May: 3\nvisits"))
        == "More came. Visits. 1 mark: May: 3 visits."
    )
    assert (
        docstring_examples.text_alternative(spec("a 1", "b 2", "a 1"))
        == "More came. Visits. 2 marks: a 1; b 2."
    )
    many = docstring_examples.text_alternative(spec(*(f"day {n}" for n in range(1, 10))))
    assert many == "More came. Visits. 9 marks: day 1; day 2; day 3; and so on to day 9."
