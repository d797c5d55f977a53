"""From a stored notebook output to a figure on the page, in any Sphinx site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.util import logging

from figures.figure import MIME, draw, html
from figures.figure.renderer import PLAIN, Renderer
from figures.sphinx import files, live

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

STYLE, SCRIPT = "figures.css", "figures.js"
_STANDS = "figures_on_pages"
"""Attribute of Sphinx's environment: each page with figures to their ids."""


@dataclass
class Site:
    """What the site around the figures adds to them; a site of its own may leave all of it out."""

    number: Callable[[str], str] | None = None
    """Name of a number to the address, from the root, of the page that explains it."""
    table: Callable[[str], str] | None = None
    """Name of a table of the package to the address of the page that explains it."""
    link: Callable[[str], str] | None = None
    """Id of a figure to the address, from the root, under which it is shared, if it has one."""
    make: Callable[[draw.Spec, str, files.Colophon, Renderer], dict[str, bytes]] = files.made
    """Makes the files of a figure; one that has made them before may stand here."""
    behind: Callable[[draw.Spec, str], str] = lambda spec, page: ""
    """Gives HTML to put behind the figure on a page."""
    renderer: Renderer = PLAIN
    colophon: files.Colophon = field(default_factory=files.Colophon)


class figure_output(nodes.General, nodes.Element):  # noqa: N801  (docutils names its nodes so)
    """A published figure in the document tree; drawn when HTML is written, because the tree is cached.

    With ``again``, the page on which it stands whole, it is shown small and leads there.
    """


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
        if "figures.sphinx" not in renderer.renderer.sphinx_env.app.extensions:
            # MyST-NB finds this class in every site of an environment that has the package: there, a plain picture.
            return [nodes.raw("", draw.titled(data.content, draw.WIDE_PX), format="html")]
        node = figure_output(spec=data.content)
        node["ids"] = [data.content["usermeta"]["figure"]["id"]]
        return [node]


def whole(doctree: nodes.document) -> Iterator[figure_output]:
    """Find the figures that stand on a page with all their parts, and have their files from there."""
    return (node for node in doctree.findall(figure_output) if "again" not in node)


def _visit_html(site: Site, writer: Any, node: figure_output) -> None:
    # Here and not in handle_mime: the document tree is cached, and a wiped output folder must get its files again.
    spec = node["spec"]
    page = writer.builder.get_target_uri(writer.builder.current_docname).partition("#")[0]
    if "again" in node:
        whole = writer.builder.get_relative_uri(writer.builder.current_docname, node["again"])
        writer.body.append(html.small(spec, f"{whole}#{spec['usermeta']['figure']['id']}", site.renderer))
        raise nodes.SkipNode
    made = site.make(spec, page, site.colophon, site.renderer)
    for name, content in made.items():
        _write(Path(writer.builder.outdir) / name, content)
    writer.body.append(html.figure(spec, _around(site, node, page)))
    writer.body.append(site.behind(spec, page))
    raise nodes.SkipNode


def _around(site: Site, node: figure_output, page: str) -> html.Around:
    id_, up = node["spec"]["usermeta"]["figure"]["id"], "../" * page.count("/")
    number, table = site.number, site.table
    shared = site.link(id_) if site.link else ""
    return html.Around(
        number=number and (lambda name: up + number(name)),
        table=table and (lambda name: up + table(name)),
        link=up + shared if shared else "",
        tools=[
            *zip(files.LABELS, (up + name for name in files.names(id_)), strict=True),
            *([("Code", f"#{node['code']}")] if "code" in node else []),
        ],
        drawing=lambda px: f"{up}{files.FOLDER}/{id_}-{px}.svg",
        renderer=site.renderer,
    )


def _describe(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Let the text alternative stand for the figure in all that is not HTML."""
    if app.builder.format != "html":
        for node in list(doctree.findall(figure_output)):
            node.replace_self(nodes.paragraph("", node["spec"]["description"]))


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


def _note(app: Sphinx, doctree: nodes.document) -> None:
    """Remember which figures stand on a page."""
    ids = [node["spec"]["usermeta"]["figure"]["id"] for node in whole(doctree)]
    if ids:
        _stands(app.env)[app.env.docname] = ids


def _warn_of_twins(app: Sphinx, env: BuildEnvironment) -> None:
    """Name the pages of two figures of one id, which would overwrite each other's files."""
    first: dict[str, str] = {}
    for page, ids in sorted(_stands(env).items()):
        for id_ in ids:
            if id_ in first:
                twin = f"figure {id_!r} stands in {first[id_]!r} already, and again in {page!r}; give one of them another id"
                logging.getLogger(__name__).warning(twin, location=page, type="figures", subtype="id")
            first.setdefault(id_, page)


def _stands(env: BuildEnvironment) -> dict[str, list[str]]:
    found: dict[str, list[str]] = env.__dict__.setdefault(_STANDS, {})
    return found


def _forget(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    _stands(env).pop(page, None)


def _merge(app: Sphinx, env: BuildEnvironment, pages: list[str], other: BuildEnvironment) -> None:
    _stands(env).update({page: ids for page, ids in _stands(other).items() if page in pages})


def _dress(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let a page that has figures, and no other, load style and script; asked for here, they are this page's own."""
    if doctree is not None and next(iter(doctree.findall(figure_output)), None) is not None:
        app.add_css_file(STYLE)
        app.add_js_file(None, body=html.EARLY)
        app.add_js_file(SCRIPT, loading_method="defer")


def _write_assets(app: Sphinx, env: BuildEnvironment) -> None:
    # Before the pages, which ask for both under the hash of what is in them.
    if app.builder.format == "html" and _stands(env):
        static = Path(app.outdir) / "_static"
        static.mkdir(parents=True, exist_ok=True)
        style = html.tokens_css() + (html.STATIC / "figure.css").read_text(encoding="utf-8")
        (static / STYLE).write_text(style, encoding="utf-8")
        script = html.script("inert.js", "marks.js", SCRIPT)
        (static / SCRIPT).write_text(script, encoding="utf-8")


def _write_runtime(site: Site, app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html" and _stands(app.env):
        _write(Path(app.outdir) / live.RUNTIME, live.runtime(site.renderer))


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)  # it may be a link to the file of the last build
    target.write_bytes(content)


def _sign(site: Site, app: Sphinx, config: Config) -> None:
    edition = config.figures_edition or config.release
    site.colophon = files.Colophon(config.figures_origin or config.project, edition, config.figures_licence)


def site_of(app: Sphinx) -> Site:
    """Give what the site of this build adds to its figures; an extension that runs after this one fills it."""
    found: Site = app.__dict__.setdefault("figures_site", Site())
    return found


def setup(app: Sphinx) -> None:
    """Register the node and, on pages that have figures, style and script."""
    site = site_of(app)
    # Of the environment: what belongs to HTML is hashed into the site's .buildinfo, which then would differ.
    app.add_config_value("figures_origin", "", "env", types=(str,))
    app.add_config_value("figures_edition", "", "env", types=(str,))
    app.add_config_value("figures_licence", "", "env", types=(str,))
    app.connect("config-inited", partial(_sign, site))
    app.connect("doctree-read", _name_the_code)
    app.connect("doctree-read", _note)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("env-check-consistency", _warn_of_twins)
    app.connect("env-updated", _write_assets)
    app.connect("doctree-resolved", _describe)
    app.connect("html-page-context", _dress)
    app.connect("build-finished", partial(_write_runtime, site))
    app.add_node(figure_output, html=(partial(_visit_html, site), None))
