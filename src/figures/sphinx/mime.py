"""From a stored notebook output to a figure on the page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from figures.book import structured_data
from figures.book.faster.draw_ahead import Ahead
from figures.book.faster.page_cache import Kept
from figures.book.number_role import address
from figures.figure import MIME, html
from figures.figure.renderer import Renderer
from figures.figure.source import Source, sources_from
from figures.sphinx import files, live

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


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


def _visit_html(ahead: Ahead, kept: Kept, writer: Any, node: figure_output) -> None:
    # Here and not in handle_mime: the document tree is cached, and a wiped output folder must get its files again.
    page = f"{writer.builder.current_docname}.html"
    made = ahead.files(files.made, node["spec"], page)
    kept.wrote(writer.builder.current_docname, made)
    for name, content in made.items():
        target = Path(writer.builder.outdir) / name
        target.parent.mkdir(exist_ok=True)
        target.unlink(missing_ok=True)  # it may be a link to the file of the last build
        target.write_bytes(content)
    writer.body.append(html.figure(node["spec"], _around(node, ahead.renderer)))
    if any(
        isinstance(source, Source) for source in sources_from(node["spec"]["usermeta"]["figure"]["sources"])
    ):
        # Tables of the project are described to machines where they are listed; other people's data only here.
        base = writer.builder.config.html_baseurl or ""
        writer.body.append(
            structured_data.script([structured_data.figure(node["spec"], page=page, base=base)])
        )
    raise nodes.SkipNode


def _around(node: figure_output, renderer: Renderer) -> html.Around:
    id_ = node["spec"]["usermeta"]["figure"]["id"]
    return html.Around(
        number=address,
        table=lambda name: f"sources.html#{name.replace('_', '-')}",
        tools=[
            *zip(files.LABELS, files.names(id_), strict=True),
            *([("Code", f"#{node['code']}")] if "code" in node else []),
        ],
        drawing=lambda px: f"{files.FOLDER}/{id_}-{px}.svg",
        renderer=renderer,
    )


def _visit_other(writer: Any, node: figure_output) -> None:
    writer.body.append(node["spec"]["description"])
    raise nodes.SkipNode


def _name_the_code(app: Sphinx, doctree: nodes.document) -> None:
    """Give the code of each figure an address, so that the figure can link to it."""
    for node in doctree.findall(figure_output):
        cell: Any = node.parent
        while cell is not None and "cell" not in cell.get("classes", []):
            cell = cell.parent
        for code in cell.children if cell is not None else ():
            if "cell_input" in code.get("classes", []):
                node["code"] = f"code-{node['spec']['usermeta']['figure']['id']}"
                code["ids"].append(node["code"])


def _warm(ahead: Ahead, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    if docnames:
        ahead.warm(live.runtime)


def _begin(ahead: Ahead, app: Sphinx, doctree: nodes.document) -> None:
    for node in doctree.findall(figure_output):
        ahead.begin(files.made, node["spec"], f"{app.env.docname}.html")


def _write_assets(ahead: Ahead, app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        out = Path(app.outdir)
        (out / "_static" / "figure-tokens.css").write_text(html.tokens_css(), encoding="utf-8")
        (out / live.FOLDER).mkdir(exist_ok=True)
        (out / live.RUNTIME).unlink(missing_ok=True)
        (out / live.RUNTIME).write_bytes(live.runtime(ahead.renderer))


def _add_static(app: Sphinx, config: Config) -> None:
    config.html_static_path.append(str(html.STATIC))


def setup(app: Sphinx) -> None:
    """Register the node, the style and the script of the figures."""
    ahead, kept = Ahead(app), Kept(app)
    app.add_css_file("figure-tokens.css")
    app.add_css_file("figure.css")
    app.add_js_file("figures.js", loading_method="defer")
    app.add_js_file("page.js", loading_method="defer")
    app.connect("config-inited", _add_static)
    app.connect("doctree-read", _name_the_code)
    app.connect("doctree-read", partial(_begin, ahead))
    app.connect("env-before-read-docs", partial(_warm, ahead))
    app.connect("build-finished", partial(_write_assets, ahead))
    app.add_node(
        figure_output,
        html=(partial(_visit_html, ahead, kept), None),
        text=(_visit_other, None),
        latex=(_visit_other, None),
    )
