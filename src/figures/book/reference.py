"""Pages of the library, made from its docstrings: ``{api}``, ``{entries}`` and ``{topics}`` are the reference, ``{gallery}`` shows every chart function."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxDirective

import figures
from figures.book.catalogue_pages import folded
from figures.book.docstring_examples import Example, example, functions
from figures.errors import FiguresError
from figures.figure import html
from figures.sphinx.mime import figure_output

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_CHARTS = "figures.charts."
_MARKUP = re.compile(r"(?::\w+:)?`+~?([^`]*)`+")
# Annotations that a reader knows by their names, not by what they stand for.
_TYPES = {
    **{f"alt.{name}": f"~altair.{name}" for name in ("LayerChart", "TopLevelMixin", "VConcatChart")},
    **{name: f"~narwhals.typing.{name}" for name in ("IntoDataFrame", "IntoFrame")},
    **{name: f"~figures.measures.{name}" for name in ("Measure", "Rows")},
    "Load": "~figures.load",
    **{name: f"~figures.theme.{name}" for name in ("Colour", "Hue", "Mode", "Token", "Tokens")},
}


class example_picture(nodes.General, nodes.Element):  # noqa: N801  (docutils names its nodes so)
    """The picture that an example draws."""


def public(module: ModuleType) -> list[str]:
    """List what a module gives its users: ``__all__``, else what it defines itself; what ``figures`` gives stands there, modules never do.

    >>> public(figures)[:2]
    ['load', 'measure']
    """
    own = [name for name, value in vars(module).items() if _defined_in(module, name, value)]
    return [
        name
        for name in sorted(getattr(module, "__all__", own), key=str.lower)
        if not isinstance(getattr(module, name), ModuleType)
        and (
            module is figures
            or name not in figures.__all__
            or getattr(figures, name) is not getattr(module, name)
        )
    ]


def _defined_in(module: ModuleType, name: str, value: object) -> bool:
    return (
        not name.startswith("_") and callable(value) and getattr(value, "__module__", None) == module.__name__
    )


class _Generated(SphinxDirective):
    """A part of a page that is made from docstrings."""

    def documented(self, module: ModuleType, names: list[str]) -> list[nodes.Node]:
        """Write the entries of some of a module's names."""
        lines = ["```{eval-rst}"]
        for name in names:
            kind, options = _kind(getattr(module, name))
            lines += [f".. auto{kind}:: {module.__name__}.{name}", *options, ""]
        return self.parsed([*lines, "```"])

    def parsed(self, lines: list[str]) -> list[nodes.Node]:
        """Read lines of MyST."""
        parent = nodes.Element()
        self.state.nested_parse(StringList(lines, self.get_source_info()[0]), self.content_offset, parent)
        return parent.children


def _kind(value: object) -> tuple[str, list[str]]:
    """Say which directive documents an object, and with which options."""
    if not inspect.isclass(value):
        # Data can be callable, too: a type alias such as ``Mapping[str, str]`` is.
        return ("function" if inspect.isroutine(value) or hasattr(value, "__wrapped__") else "data"), []
    error = issubclass(value, Exception)
    return ("exception", ["   :show-inheritance:"]) if error else ("class", ["   :members:"])


class Api(_Generated):
    """The entries of one module, or of some of its names: ``{api} figures.figure Figure``."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Write them."""
        name, *names = self.arguments[0].split()
        module = import_module(name)
        return self.documented(module, names or public(module))


class Entries(SphinxDirective):
    """What the entries of some modules are, a line each: ``{entries} figures.charts``; its anchors are those of the entries."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Write the lines."""
        whole = [f"{name}.{one}" for name in self.arguments[0].split() for one in public(import_module(name))]
        return [nodes.bullet_list("", *map(_line, whole), classes=["entries"])]


class Topics(_Generated):
    """A section for each of some topics of the measures: ``{topics} talks demands``."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Write the sections."""
        sections: list[nodes.Node] = []
        for topic in self.arguments[0].split():
            module = import_module(f"figures.measures.{topic}")
            about = self.parsed(["```{eval-rst}", *(inspect.getdoc(module) or "").splitlines(), "```"])
            section = nodes.section(
                "",
                nodes.title("", topic.capitalize()),
                *about,
                *self.documented(module, public(module)),
                ids=[topic],
                names=[topic],
            )
            sections.append(section)
        return sections


def _line(whole: str) -> nodes.list_item:
    """Lead to an entry, and say what it is in its first sentence."""
    said = _MARKUP.sub(r"\1", (inspect.getdoc(_named(whole)) or "").partition("\n")[0])
    link = _entry_link(whole, whole.rpartition(".")[2])
    return nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(f": {said}")), ids=[whole])


def _entry_link(whole: str, words: str) -> pending_xref:
    return pending_xref(
        "",
        nodes.literal("", words),
        refdomain="py",
        reftype=_kind(_named(whole))[0].removesuffix("tion"),  # func, class, data
        reftarget=whole,
        refexplicit=True,
        refwarn=True,
    )


def _named(whole: str) -> Any:
    module, _, name = whole.rpartition(".")
    return getattr(import_module(module), name)


class Picture(SphinxDirective):
    """The picture of a function's example, below it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Draw it, or fail with the name of the function."""
        return [example_picture(spec=_made(self, self.arguments[0]).spec)]


class Gallery(SphinxDirective):
    """Every chart function: first the questions, each leading to its function, then for each its example as a figure and as code."""

    def run(self) -> list[nodes.Node]:
        """Write the questions and a section for each."""
        made = [_made(self, name) for name in functions()]
        asked = [nodes.list_item("", _asked(one)) for one in made]
        return [nodes.bullet_list("", *asked, classes=["questions"]), *map(_entry, made)]


def _made(directive: SphinxDirective, name: str) -> Example:
    try:
        return example(name)
    except FiguresError as error:
        raise directive.error(str(error)) from None


def _asked(shown: Example) -> nodes.paragraph:
    name = nodes.literal("", shown.name)
    link = nodes.reference("", "", name, refid=f"gallery-{shown.name}", internal=True)
    return nodes.paragraph("", "", nodes.Text(f"{shown.question} "), link)


def _entry(shown: Example) -> nodes.section:
    id_ = shown.spec["usermeta"]["figure"]["id"]
    code = nodes.literal_block(shown.code, shown.code, language="python", ids=[f"code-{id_}"])
    link = _entry_link(f"{_CHARTS}{shown.name}", f"{shown.name}()")
    return nodes.section(
        "",
        nodes.title("", shown.name),
        nodes.paragraph("", shown.question),
        figure_output(spec=shown.spec, ids=[id_], code=f"code-{id_}"),
        *folded("The code of this figure", code),
        nodes.paragraph("", "", nodes.Text("All its parameters: "), link),
        ids=[f"gallery-{shown.name}"],
        names=[shown.name],
        classes=["example"],
    )


def _add_picture(*event: Any) -> None:
    """Let the picture of a chart function follow its docstring, which ends with the example."""
    _, _, name, _, _, lines = event
    if name.startswith(_CHARTS) and name.removeprefix(_CHARTS) in functions():
        lines += ["", f".. example-picture:: {name.removeprefix(_CHARTS)}", ""]


def _skip_field(*event: Any) -> bool | None:
    """Leave out fields of named tuples: Python's own words for them say nothing, and the class lists them."""
    return True if (inspect.getdoc(event[3]) or "").startswith("Alias for field number") else None


def _find_alias(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Element) -> Any:
    """Lead from a type in a signature to what is no class, such as an alias, where Sphinx looks only among the classes."""
    if node.get("refdomain") != "py" or node.get("reftype") != "class":
        return None
    return env.domains["py"].resolve_xref(
        env, node["refdoc"], app.builder, "obj", node["reftarget"], node, content
    )


def _visit_html(writer: Any, node: example_picture) -> None:
    writer.body.append(html.still(node["spec"]))
    raise nodes.SkipNode


def _visit_other(writer: Any, node: example_picture) -> None:
    writer.body.append(node["spec"]["description"])
    raise nodes.SkipNode


def _name_types(app: Sphinx, config: Config) -> None:
    config.autodoc_type_aliases = _TYPES


def setup(app: Sphinx) -> None:
    """Register the directives and the pictures."""
    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("numpydoc")
    app.add_directive("api", Api)
    app.add_directive("entries", Entries)
    app.add_directive("topics", Topics)
    app.add_directive("gallery", Gallery)
    app.add_directive("example-picture", Picture)
    app.add_node(
        example_picture, html=(_visit_html, None), text=(_visit_other, None), latex=(_visit_other, None)
    )
    app.connect("config-inited", _name_types)
    app.connect("autodoc-skip-member", _skip_field)
    app.connect("missing-reference", _find_alias)
    # After numpydoc, which writes the sections of a docstring as reStructuredText.
    app.connect("autodoc-process-docstring", _add_picture, priority=900)
