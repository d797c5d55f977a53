"""From a stored notebook output to a figure on the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from figures import theme
from figures.figure import MIME
from figures.sphinx import figure_html, files

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.application import Sphinx


class figure_output(nodes.General, nodes.Element):  # noqa: N801  (docutils names its nodes so)
    """A published figure in the document tree; drawn when HTML is written, because the tree is cached."""


class FigureRenderer:
    """The renderer that MyST-NB calls for our MIME type (entry point ``myst_nb.mime_renderers``)."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [("*", MIME, 5)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Turn our output into a node; leave charts that nobody published to the other renderers, with a warning."""
        if inline or data.mime_type != MIME or not isinstance(data.content, dict):
            return None
        if "figure" not in data.content.get("usermeta", {}):
            renderer.renderer.create_warning(
                "a chart is on the page without `publish`: it has no text alternative"
            )
            return None
        node = figure_output(spec=data.content)
        node["ids"] = [data.content["usermeta"]["figure"]["id"]]
        return [node]


def _visit_html(writer: Any, node: figure_output) -> None:
    # Here and not in handle_mime: the document tree is cached, and a wiped output folder must get its files again.
    for name, content in files.contents(node["spec"], page=f"{writer.builder.current_docname}.html").items():
        target = Path(writer.builder.outdir) / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
    writer.body.append(figure_html.figure(node["spec"]))
    raise nodes.SkipNode


def _visit_other(writer: Any, node: figure_output) -> None:
    writer.body.append(node["spec"]["description"])
    raise nodes.SkipNode


def tokens_css() -> str:
    """Write the theme's tokens as CSS variables, so that drawings follow the page from light to dark at once."""

    def rule(selector: str, tokens: theme.Tokens) -> str:
        lines = "".join(f"  --figure-{token.replace('_', '-')}: {hex_};\n" for token, hex_ in tokens.items())
        return f"{selector} {{\n{lines}}}\n"

    return rule(":root", theme.LIGHT) + rule('html[data-theme="dark"]', theme.DARK)


def _write_tokens(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        (Path(app.outdir) / "_static" / "figure-tokens.css").write_text(tokens_css(), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the node and the style of the figures."""
    app.add_css_file("figure-tokens.css")
    app.connect("build-finished", _write_tokens)
    app.add_node(
        figure_output,
        html=(_visit_html, None),
        text=(_visit_other, None),
        latex=(_visit_other, None),
    )
