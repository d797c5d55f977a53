"""How does a Vega-Lite spec become a picture? Drawing at build time: no browser, no network, the same bytes every time."""

from __future__ import annotations

import copy
import json
import re
import textwrap
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any

from figures import theme
from figures.errors import ContractError
from figures.figure import renderer
from figures.theme import Mode

Spec = dict[str, Any]
"""A Vega-Lite or Vega spec as plain JSON."""

WIDE_PX, NARROW_PX = 640, 320
"""Widths of the two drawings of each figure, in CSS pixels: for a screen and for a phone."""
VEGALITE = "6.4"
"""Version of Vega-Lite that draws."""
_MARKS_ON_A_PAGE = 2_000
_PADDING_PX = 2
"""Around a drawing on a page, which has a padding of its own."""
_MARGIN_PX = 8
"""Around a drawing that stands alone."""
_DATETIME = re.compile(r"(?:\{data: )?datetime\((-?\d+)\)\}?")
ask: Callable[..., Any] = renderer.ask
"""What asks the renderer; a build of the book puts one here that remembers (:class:`figures.figure.renderer.Drawn`)."""
_CLIP = re.compile(r'(id="|url\(#)clip(\d+)("|\))')
_VIEW_GROUPS = ("layer", "concat", "vconcat", "hconcat")


def svg(spec: Spec, *, mode: Mode = "light") -> str:
    """Draw a Vega-Lite spec as it stands, title included.

    Parameters
    ----------
    spec
        A Vega-Lite 6 spec with inline data; remote data is refused.
    mode
        ``dark`` swaps each token of the light theme for its dark twin and paints the dark paper.

    Returns
    -------
    str
        The SVG document, without random ids or dates.

    Raises
    ------
    ValueError
        When the renderer refuses the spec.

    Examples
    --------
    >>> from figures.figure import draw
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> draw.svg(spec)[:4]
    '<svg'
    """
    picture = ask("vegalite_to_svg", spec, vl_version=VEGALITE, allowed_base_urls=[])
    return recoloured(_counted_anew(picture), mode)


def _counted_anew(picture: str) -> str:
    """Give the clips numbers from 0: the renderer goes on counting from one picture to the next, so that its numbers tell what it drew before."""
    numbers: dict[str, int] = {}
    return _CLIP.sub(
        lambda found: f"{found[1]}clip{numbers.setdefault(found[2], len(numbers))}{found[3]}", picture
    )


def png(spec: Spec, *, mode: Mode = "light", scale: float = 2) -> bytes:
    """Draw a Vega-Lite spec as PNG.

    Parameters
    ----------
    spec, mode
        As for :func:`svg`.
    scale
        Pixels of the picture for each unit of the spec.

    Returns
    -------
    bytes
        The PNG.

    Raises
    ------
    ValueError
        When the renderer refuses the spec.

    Examples
    --------
    >>> from figures.figure import draw
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> draw.png(spec)[1:4]
    b'PNG'
    """
    return rasterised(svg({"background": theme.LIGHT["paper"], **spec}, mode=mode), scale=scale)


def rasterised(picture: str, *, scale: float = 2) -> bytes:
    """Turn an SVG into a PNG.

    Parameters
    ----------
    picture
        An SVG document.
    scale
        Pixels for each unit of the SVG.

    Returns
    -------
    bytes
        The PNG.

    Raises
    ------
    ContractError
        When it is not an SVG.

    Examples
    --------
    >>> from figures.figure import draw
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> len(draw.rasterised(draw.svg(spec), scale=2)) > len(draw.rasterised(draw.svg(spec), scale=1))
    True
    """
    try:
        return bytes(ask("svg_to_png", picture, scale=scale))
    except RuntimeError as error:
        raise ContractError(
            f"draw.rasterised: picture: expected an SVG document, got {picture[:40]!r}"
        ) from error


def titled(spec: Spec, total_px: int) -> str:
    """Put what ``inline_svg`` draws under its title and subtitle, as a document of its own on white paper.

    The page needs the same drawing without a title, and drawing is dear: the title is added to it, in the sizes of the house style.

    Parameters
    ----------
    spec
        A Vega-Lite 6 spec in the light theme; its title as ``publish`` leaves it, broken into lines.
    total_px
        The width of the drawing in CSS pixels; the margin comes on top of it.

    Returns
    -------
    str
        The SVG document.

    Raises
    ------
    ValueError
        When the renderer refuses the spec.

    Examples
    --------
    >>> from figures.figure import draw
    >>> spec = {"title": {"text": ["Twelve loans"]}, "data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> draw.size(draw.titled(spec, 320))[0], "Twelve loans" in draw.titled(spec, 320)
    (336, True)
    """
    picture = _on_the_page(spec, total_px)[1]
    width, height = size(picture)
    whole, top, title = width + 2 * _MARGIN_PX, float(_MARGIN_PX), ""
    for part, px, line_px, style in (
        ("text", theme.TITLE_PX, 22, f'font-weight="bold" fill="{theme.LIGHT["ink"]}"'),
        ("subtitle", theme.SUBTITLE_PX, 18, f'fill="{theme.LIGHT["muted"]}"'),
    ):
        for line in spec.get("title", {}).get(part, []):
            title += _words(line, _MARGIN_PX, top + line_px - 6, px, style)
            top += line_px
    top += _MARGIN_PX if title else 0
    taller = top + height + _MARGIN_PX
    paper = f'<rect width="{whole}" height="{taller:.0f}" fill="{theme.LIGHT["paper"]}"/>'
    inner = re.sub(r"^<svg[^>]*>|</svg>$", "", picture.strip())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{whole}" height="{taller:.0f}" '
        f'viewBox="0 0 {whole} {taller:.0f}">{paper}{title}<g transform="translate({_MARGIN_PX},{top:.0f})">{inner}</g></svg>'
    )


def signed(picture: str, lines: list[str]) -> str:
    """Write below a drawing what an honest reader needs when the picture travels alone.

    Parameters
    ----------
    picture
        An SVG document in the light theme.
    lines
        Source, origin and licence; long ones are wrapped.

    Returns
    -------
    str
        The SVG document, taller by the lines.

    Raises
    ------
    ValueError
        When the SVG has no size.

    Examples
    --------
    >>> from figures.figure import draw
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> "Invented numbers" in draw.signed(draw.titled(spec, 320), ["Invented numbers"])
    True
    """
    found = re.search(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*"', picture)
    if found is None:
        raise ValueError("the renderer returned an SVG without a size")
    width, height = float(found[1]), float(found[2])
    wrapped = [part for line in lines for part in textwrap.wrap(line, round((width - 2 * _MARGIN_PX) / 5.4))]
    taller = height + 15 * len(wrapped) + 10
    words = "".join(
        _words(line, _MARGIN_PX, height + 12 + 15 * at, 11, f'fill="{theme.LIGHT["muted"]}"')
        for at, line in enumerate(wrapped)
    )
    size = f' width="{width:.0f}" height="{taller:.0f}"'
    picture = re.sub(
        r'(<svg[^>]*?) width="[\d.]+" height="[\d.]+" viewBox="[^"]*"([^>]*>)',
        rf'\1{size} viewBox="0 0 {width:.0f} {taller:.0f}"\2<rect{size} fill="{theme.LIGHT["paper"]}"/>',
        picture,
        count=1,
    )
    return picture.replace("</svg>", f"{words}</svg>")


def _words(text: str, x: float, y: float, px: int, style: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-family="{theme.FONT}" font-size="{px}px" {style}>{escape(text)}</text>'


def fitted(spec: Spec, total_px: int) -> Spec:
    """Change the plot widths of a spec so that the whole drawing, axes included, is ``total_px`` wide.

    Facets and concatenations do not know ``autosize: fit``; two drawings and a subtraction do for all kinds of chart.

    Parameters
    ----------
    spec
        A Vega-Lite 6 spec in the light theme, with inline data.
    total_px
        The width of the drawing in CSS pixels, axes included.

    Returns
    -------
    dict
        A copy of the spec with other widths.

    Raises
    ------
    ValueError
        When the renderer refuses the spec.

    Examples
    --------
    >>> from figures.figure import draw
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> draw.size(draw.svg(draw.fitted(spec, 320)))[0]
    320
    """
    return copy.deepcopy(_fitted(spec, total_px)[0])


def _fitted(spec: Spec, total_px: int, beside_px: int = 0) -> tuple[Spec, str]:
    """Fit and draw a spec; a good guess of what stands beside the plot spares a drawing."""
    sized = _with_width(spec, total_px - beside_px)
    picture = svg(sized)
    for _ in range(2):
        spare = total_px - size(picture)[0]
        if spare == 0:
            break
        sized = _with_width(sized, _plot_width(sized) + spare)
        picture = svg(sized)
    return sized, picture


def inline_svg(spec: Spec, total_px: int, prefix: str) -> str:
    """Draw a spec for a page: no title (the page has it as text), the page's colours, ids that are unique on the page.

    Parameters
    ----------
    spec
        A Vega-Lite 6 spec in the light theme.
    total_px
        The width of the drawing in CSS pixels.
    prefix
        Goes in front of each id inside the SVG.

    Returns
    -------
    str
        The ``<svg>`` element.

    Raises
    ------
    ValueError
        When the renderer refuses the spec.

    Examples
    --------
    >>> from figures.figure import draw
    >>> from figures import theme
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": {"type": "tick", "color": theme.LIGHT["ink"]}}
    >>> picture = draw.inline_svg(spec, 320, "loans")
    >>> "var(--figure-ink)" in picture, theme.LIGHT["ink"] in picture
    (True, False)
    """
    picture = _slim(_on_the_page(spec, total_px)[1])
    picture = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', picture)
    picture = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", picture)
    return in_page_colours(picture)


def recoloured(drawing: str, mode: Mode) -> str:
    """Put the tokens of a mode in the place of the light ones, in an SVG or in a spec written as JSON.

    Parameters
    ----------
    drawing
        SVG or JSON with hex colours; those of no token stay.
    mode
        The mode to draw in; ``light`` changes nothing.

    Returns
    -------
    str
        The same in the colours of the mode.

    Examples
    --------
    >>> from figures.figure import draw
    >>> from figures import theme
    >>> draw.recoloured(theme.LIGHT["ink"], "dark") == theme.DARK["ink"]
    True
    """
    return drawing if mode == "light" else _recolour(drawing, theme.DARK)


def in_page_colours(drawing: str) -> str:
    """Put the page's CSS variables in the place of the light tokens, in an SVG or in a spec written as JSON.

    Parameters
    ----------
    drawing
        SVG or JSON with hex colours; those of no token stay.

    Returns
    -------
    str
        The same with ``var(--figure-…)`` for each token.

    Examples
    --------
    >>> from figures.figure import draw
    >>> from figures import theme
    >>> draw.in_page_colours(f'<path fill="{theme.LIGHT["independent"]}"/>')
    '<path fill="var(--figure-independent)"/>'
    """
    return _recolour(drawing, {token: f"var(--figure-{token.replace('_', '-')})" for token in theme.LIGHT})


def linked_svg(spec: Spec, total_px: int) -> str:
    """Draw what ``inline_svg`` draws as a file: the colours are its own, and follow the scheme of the page that shows it.

    Parameters
    ----------
    spec
        A Vega-Lite 6 spec in the light theme, with inline data.
    total_px
        The width of the drawing in CSS pixels, axes included.

    Returns
    -------
    str
        The SVG document.

    Raises
    ------
    ValueError
        When the renderer refuses the spec.

    Examples
    --------
    >>> from figures.figure import draw
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> "prefers-color-scheme:dark" in draw.linked_svg(spec, 320)
    True
    """

    def variables(tokens: theme.Tokens) -> str:
        return ":root{" + "".join(f"--{token}:{hex_};" for token, hex_ in tokens.items()) + "}"

    style = f"<style>{variables(theme.LIGHT)}@media (prefers-color-scheme:dark){{{variables(theme.DARK)}}}</style>"
    picture = _recolour(
        _slim(_on_the_page(spec, total_px)[1]), {token: f"var(--{token})" for token in theme.LIGHT}
    )
    return re.sub(r"(<svg[^>]*>)", lambda found: found[1] + style, picture, count=1)


def heavy(picture: str) -> bool:
    """Say whether a drawing has too many marks to stand in a page.

    Parameters
    ----------
    picture
        An SVG document.

    Returns
    -------
    bool
        True above two thousand marks.

    Examples
    --------
    >>> from figures.figure import draw
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> draw.heavy(draw.svg(spec))
    False
    """
    return len(re.findall(r"<(?:path|text|line|rect|circle|image)\b", picture)) > _MARKS_ON_A_PAGE


def size(picture: str) -> tuple[int, int]:
    """Read width and height of a drawing, in px.

    Parameters
    ----------
    picture
        An SVG document.

    Returns
    -------
    tuple of int
        Width and height, rounded.

    Raises
    ------
    ValueError
        When the SVG has no size.

    Examples
    --------
    >>> from figures.figure import draw
    >>> draw.size('<svg width="640" height="239.6"></svg>')
    (640, 240)
    """
    found = re.search(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"', picture)
    if found is None:
        raise ValueError("the renderer returned an SVG without a size")
    return round(float(found[1])), round(float(found[2]))


def compiled(spec: Spec, total_px: int) -> Spec:
    """Compile what ``inline_svg`` draws into a Vega spec, so that the live picture lies exactly over the still one.

    Parameters
    ----------
    spec
        A Vega-Lite 6 spec in the light theme, with inline data.
    total_px
        The width of the drawing in CSS pixels, axes included.

    Returns
    -------
    dict
        A Vega spec.

    Raises
    ------
    ValueError
        When the renderer refuses the spec.

    Examples
    --------
    >>> from figures.figure import draw
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> draw.compiled(spec, 320)["$schema"].rsplit("/", 2)[1]
    'vega'
    """
    fitted_spec = _on_the_page(spec, total_px)[0]
    return dict(_with_plain_dates(ask("vegalite_to_vega", fitted_spec, vl_version=VEGALITE)))


def _with_plain_dates(part: Any) -> Any:
    """Write dates as milliseconds: Vega's interpreter reads neither ``{data: datetime(0)}`` nor ``datetime(0)`` as Vega itself does."""
    if isinstance(part, list):
        return [_with_plain_dates(one) for one in part]
    if not isinstance(part, dict):
        return part
    moment = _DATETIME.fullmatch(str(part.get("signal")))
    if moment:
        return int(moment[1])
    plain = {key: _with_plain_dates(value) for key, value in part.items()}
    ends = [number for end in plain.get("fields", []) for number in (end if isinstance(end, list) else [end])]
    return [min(ends), max(ends)] if ends and all(isinstance(end, int | float) for end in ends) else plain


def _on_the_page(spec: Spec, total_px: int) -> tuple[Spec, str]:
    """Fit a spec without title, which the page has as text, and without paper, which is the page's own; draw it."""
    return _drawn_once(_bare(spec), total_px)


def _bare(spec: Spec) -> str:
    bare = {key: value for key, value in spec.items() if key not in ("title", "background", "usermeta")}
    return json.dumps({**bare, "background": "transparent", "padding": _PADDING_PX})


@lru_cache(maxsize=16)
def _drawn_once(bare: str, total_px: int) -> tuple[Spec, str]:
    # A page, its live drawing and its files need the same picture, and drawing is most of the work of a build.
    return _fitted(json.loads(bare), total_px, _beside_px(bare))


@lru_cache(maxsize=16)
def _beside_px(bare: str) -> int:
    """Measure what stands beside the plot, labels and padding: mostly the same at every width, which then is drawn once."""
    sized = _with_width(json.loads(bare), WIDE_PX)
    return size(svg(sized))[0] - _plot_width(sized)


def _slim(picture: str) -> str:
    """Leave out what draws nothing: roles and defaults spelled out, empty paths, decimals below a hundredth of a pixel."""
    picture = re.sub(
        r' (?:aria-[a-z]+|role|xmlns:xlink|class|pointer-events|font-family)="[^"]*"', "", picture
    )
    picture = re.sub(r' (?:opacity|stroke-width)="1"', "", picture)
    picture = re.sub(r'<path (?:[^>]* )?opacity="0"[^>]*>', "", picture)
    picture = re.sub(r'<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?/>', "", picture)
    picture = re.sub(r"(\d\.\d\d)\d+", r"\1", picture)
    picture = re.sub(r"<g>(?:<g></g>)*</g>|<g></g>", "", picture)
    return picture.replace("<svg ", f'<svg font-family="{theme.FONT}" ', 1)


def _recolour(picture: str, colours: theme.Tokens | dict[str, str]) -> str:
    by_hex = {hex_.lower(): colours[token] for token, hex_ in theme.LIGHT.items()}
    return re.sub(r"#[0-9a-fA-F]{6}\b", lambda found: by_hex.get(found[0].lower(), found[0]), picture)


def views(spec: Spec) -> list[Spec]:
    """Give the charts that a spec is made of: layers, parts side by side, what a facet repeats.

    Parameters
    ----------
    spec
        A Vega-Lite spec.

    Returns
    -------
    list of dict
        Its parts, themselves and not copies; none for a chart of one view.

    Examples
    --------
    >>> from figures.figure import draw
    >>> draw.views({"layer": [{"mark": "tick"}, {"mark": "rule"}]})
    [{'mark': 'tick'}, {'mark': 'rule'}]
    """
    return [view for group in _VIEW_GROUPS for view in spec.get(group, [])] + (
        [spec["spec"]] if isinstance(spec.get("spec"), dict) else []
    )


def _views(spec: Spec) -> list[Spec]:
    """Every view of the spec that carries a width of its own, outermost first."""
    own = [spec] if isinstance(spec.get("width"), int | float) else []
    return own + [view for child in views(spec) for view in _views(child)]


def _plot_width(spec: Spec) -> int:
    views = _views(spec)
    return max((int(view["width"]) for view in views), default=WIDE_PX)


def _with_width(spec: Spec, width_px: int) -> Spec:
    """Give each view that has a width another one; what has none, such as the data, is shared with the spec."""

    def resized(part: Spec) -> Spec:
        groups = {name: [resized(view) for view in part[name]] for name in _VIEW_GROUPS if name in part}
        repeated = {"spec": resized(part["spec"])} if isinstance(part.get("spec"), dict) else {}
        width = {"width": max(width_px, 40)} if isinstance(part.get("width"), int | float) else {}
        return {**part, **width, **groups, **repeated}

    return resized(spec) if _views(spec) else {**spec, "width": width_px}
