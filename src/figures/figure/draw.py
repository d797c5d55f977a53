"""How does a Vega-Lite spec become a picture? Drawing at build time: no browser, no network, the same bytes every time."""

from __future__ import annotations

import copy
import json
import math
import re
import textwrap
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

from figures import theme
from figures.errors import ContractError
from figures.figure import reflow
from figures.figure.lean import lean
from figures.figure.renderer import PLAIN, VEGALITE, Renderer, Spec
from figures.text import text_px
from figures.theme import Mode

__all__ = [
    "NARROW_PX",
    "VEGALITE",
    "WIDE_PX",
    "Spec",
    "alone",
    "compiled",
    "fitted",
    "heavy",
    "in_mode",
    "in_page_colours",
    "inline_svg",
    "linked_svg",
    "rasterised",
    "signed",
    "size",
    "slim",
    "svg",
    "titled",
    "twins",
    "views",
]

WIDE_PX, NARROW_PX = 640, 320
"""Widths of the two drawings of each figure, in CSS pixels: for a screen and for a phone."""
Twins = Mapping[str, str]
"""Colour of no token, as it is on light paper, to its twin on dark paper."""
_MARKS_ON_A_PAGE = 2_000
_PADDING_PX = 2
"""Around a drawing on a page, which has a padding of its own."""
_MARGIN_PX = 8
"""Around a drawing that stands alone."""
_HEX = re.compile(r"#[0-9a-f]{6}")
_DATETIME = re.compile(r"(?:\{data: )?datetime\((-?\d+)\)\}?")
_MARK_SAYS = re.compile(r"(<(?!g )[a-z]+ [^>]*?)aria-label=")  # groups are axes and legends
_VIEW_GROUPS = ("layer", "concat", "vconcat", "hconcat")


def svg(spec: Spec, renderer: Renderer = PLAIN) -> str:
    """Draw a Vega-Lite spec as it stands, title included."""
    return renderer.svg(spec)


def alone(spec: Spec, renderer: Renderer = PLAIN) -> str:
    """Draw a spec for a file of its own: as it stands, but parts side by side that nobody sized together as wide as one plot."""
    picture = renderer.svg(spec)
    if size(picture)[0] > 1.5 * WIDE_PX and reflow.side_by_side(spec):
        fitted_picture = _parts_fitted(spec, WIDE_PX, renderer)[1]
        return fitted_picture if size(fitted_picture)[0] <= WIDE_PX else picture
    return picture


def rasterised(picture: str, renderer: Renderer = PLAIN, *, scale: float = 2) -> bytes:
    """Turn an SVG into a PNG."""
    try:
        return renderer.png(picture, scale)
    except RuntimeError as error:
        raise ContractError(
            f"draw.rasterised: picture: expected an SVG document, got {picture[:40]!r}"
        ) from error


def titled(spec: Spec, total_px: int, renderer: Renderer = PLAIN) -> str:
    """Put what ``inline_svg`` draws under its title and subtitle, as a document of its own on white paper.

    The page needs the same drawing without a title, and drawing is dear: the title is added to it, in the sizes of the house style.
    """
    picture = _on_the_page(spec, total_px, renderer)[1]
    width, height = size(picture)
    whole, top, title = width + 2 * _MARGIN_PX, float(_MARGIN_PX), ""
    for part, px, line_px, style in (
        ("text", theme.TITLE_PX, 22, f'font-weight="bold" fill="{theme.LIGHT["ink"]}"'),
        ("subtitle", theme.SUBTITLE_PX, 18, f'fill="{theme.LIGHT["muted"]}"'),
    ):
        for line in _wrapped(spec.get("title", {}).get(part, []), px * (1.1 if part == "text" else 1), width):
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


def _wrapped(lines: list[str], px: float, width: int) -> list[str]:
    """Break lines anew where one is wider than the drawing."""
    if all(text_px(line, px) <= width for line in lines):
        return lines
    found: list[str] = []
    for word in " ".join(lines).split():
        if found and text_px(f"{found[-1]} {word}", px) <= width:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def signed(picture: str, lines: list[str]) -> str:
    """Write below a drawing what an honest reader needs when the picture travels alone."""
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


def fitted(spec: Spec, total_px: int, renderer: Renderer = PLAIN) -> Spec:
    """Change the plot widths of a spec so that the whole drawing, axes included, is ``total_px`` wide.

    Facets and concatenations do not know ``autosize: fit``; two drawings and a subtraction do for all kinds of chart.
    """
    return copy.deepcopy(_fitted(spec, total_px, renderer)[0])


def _fitted(spec: Spec, total_px: int, renderer: Renderer, beside_px: int = 0) -> tuple[Spec, str]:
    """Fit and draw a spec, which never is wider than asked for: what is left over of it is drawn smaller."""
    fit = _parts_fitted if reflow.side_by_side(spec) else _one_fitted
    for squeezed in reflow.squeezed(spec, total_px):
        sized, picture = fit(squeezed, total_px, renderer, beside_px)
        if size(picture)[0] <= total_px:
            return sized, picture
        beside_px = 0  # it was that of a legend, or of labels, that are too wide
    return sized, _smaller(picture, total_px)


def _parts_fitted(spec: Spec, total_px: int, renderer: Renderer, beside_px: int = 0) -> tuple[Spec, str]:
    """Fit a chart of parts side by side: as many of them in a row as have room to be read."""
    columns = None
    while True:
        flowed = reflow.in_columns(spec, columns)
        beside, across = _measured(flowed, total_px, renderer)
        plot_px = (total_px - beside) / across
        if plot_px >= reflow.NARROWEST_PX or columns == 1:
            break
        fitting = int(total_px // (reflow.NARROWEST_PX + beside / across))
        columns = max(1, min(fitting, (columns or reflow.MOST_COLUMNS) - 1))
    sized = reflow.with_width(flowed, plot_px)
    picture = renderer.svg(sized)
    for _ in range(2):
        spare = total_px - size(picture)[0]
        if spare == 0 or (0 < spare < across):
            break
        plot_px += spare / across if spare > 0 else math.floor(spare / across)
        sized = reflow.with_width(flowed, plot_px)
        picture = renderer.svg(sized)
    return sized, picture


def _measured(spec: Spec, total_px: int, renderer: Renderer) -> tuple[float, float]:
    """Find out with two drawings how wide a chart is beside its plots, and how many of these stand side by side."""
    less, more = total_px // 4, total_px // 2
    narrow, wide = (size(renderer.svg(reflow.with_width(spec, px)))[0] for px in (less, more))
    across = max((wide - narrow) / (more - less), 1)
    return wide - across * more, across


def _smaller(picture: str, total_px: int) -> str:
    """Draw a picture at another scale: the last resort, because words get smaller with it."""
    width, height = size(picture)
    return re.sub(
        r'(<svg[^>]*?) width="[\d.]+" height="[\d.]+"',
        rf'\1 width="{total_px}" height="{height * total_px / width:.0f}"',
        picture,
        count=1,
    )


def _one_fitted(spec: Spec, total_px: int, renderer: Renderer, beside_px: int = 0) -> tuple[Spec, str]:
    """Fit and draw a chart that is one plot wide; a good guess of what stands beside the plot spares a drawing."""
    sized = _with_width(spec, total_px - beside_px)
    picture = renderer.svg(sized)
    for _ in range(2):
        spare = total_px - size(picture)[0]
        if spare == 0:
            break
        sized = _with_width(sized, _plot_width(sized) + spare)
        picture = renderer.svg(sized)
    return sized, picture


def inline_svg(
    spec: Spec, total_px: int, prefix: str, renderer: Renderer = PLAIN, *, speaks: bool = False
) -> str:
    """Draw a spec for a page: no title (the page has it as text), the page's colours, ids that are unique on the page.

    With ``speaks`` each mark carries its sentence, as ``data-said``.
    """
    drawn = _on_the_page(spec, total_px, renderer)[1]
    picture = slim(_MARK_SAYS.sub(r"\1data-said=", drawn)) if speaks else slim(drawn, merged=True)
    picture = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', picture)
    picture = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", picture)
    return in_page_colours(picture, twins(spec))


def twins(spec: Spec) -> Twins:
    """Give the colours of no token that a published spec was given, each with its twin on dark paper."""
    given = spec.get("usermeta", {}).get("figure", {}).get("twins", {})
    return {light: dark for light, dark in given.items() if _HEX.fullmatch(light) and _HEX.fullmatch(dark)}


def in_mode(drawing: str, mode: Mode, twins: Twins) -> str:
    """Put the colours of a mode in the place of the light ones, in an SVG or in a spec written as JSON."""
    if mode == "light":
        return drawing
    return _recolour(drawing, _by_hex(theme.DARK) | dict(twins))


def in_page_colours(drawing: str, twins: Twins) -> str:
    """Put what follows the page's switch in the place of the light colours, in an SVG or in a spec written as JSON."""
    variables = _by_hex({token: f"var(--figure-{token})" for token in theme.LIGHT})
    return _recolour(
        drawing, variables | {light: _either("figure-", light, dark) for light, dark in twins.items()}
    )


def _either(prefix: str, light: str, dark: str) -> str:
    """Write a colour and its twin as one: of the two variables one is empty, and the other invalid, so that its fallback stands."""
    return f"var(--{prefix}if-light,{light})var(--{prefix}if-dark,{dark})"


def linked_svg(spec: Spec, total_px: int, renderer: Renderer = PLAIN) -> str:
    """Draw what ``inline_svg`` draws as a file: the colours are its own, and follow the scheme of the page that shows it."""

    def variables(mode: Mode) -> str:
        return ":root{" + "".join(f"--{name}:{value};" for name, value in theme.variables(mode).items()) + "}"

    style = f"<style>{variables('light')}@media (prefers-color-scheme:dark){{{variables('dark')}}}</style>"
    picture = _recolour(
        slim(_on_the_page(spec, total_px, renderer)[1]),
        _by_hex({token: f"var(--{token})" for token in theme.LIGHT})
        | {light: _either("", light, dark) for light, dark in twins(spec).items()},
    )
    return re.sub(r"(<svg[^>]*>)", lambda found: found[1] + style, picture, count=1)


def heavy(picture: str) -> bool:
    """Say whether a drawing has too many marks to stand in a page."""
    return len(re.findall(r"<(?:path|text|line|rect|circle|image)\b", picture)) > _MARKS_ON_A_PAGE


def size(picture: str) -> tuple[int, int]:
    """Read width and height of a drawing, in px."""
    found = re.search(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"', picture)
    if found is None:
        raise ValueError("the renderer returned an SVG without a size")
    return round(float(found[1])), round(float(found[2]))


def compiled(spec: Spec, total_px: int, renderer: Renderer = PLAIN) -> Spec:
    """Compile what ``inline_svg`` draws into a Vega spec, so that the live picture lies exactly over the still one."""
    return dict(_with_plain_dates(renderer.vega(_on_the_page(spec, total_px, renderer)[0])))


def _with_plain_dates(part: Any) -> Any:
    """Write dates as milliseconds: Vega's interpreter reads neither ``{data: datetime(0)}`` nor ``datetime(0)`` as Vega itself does."""
    if isinstance(part, list):
        return [_with_plain_dates(value) for value in part]
    if not isinstance(part, dict):
        return part
    moment = _DATETIME.fullmatch(str(part.get("signal")))
    if moment:
        return int(moment[1])
    plain = {key: _with_plain_dates(value) for key, value in part.items()}
    ends = [number for end in plain.get("fields", []) for number in (end if isinstance(end, list) else [end])]
    return [min(ends), max(ends)] if ends and all(isinstance(end, int | float) for end in ends) else plain


def _on_the_page(spec: Spec, total_px: int, renderer: Renderer) -> tuple[Spec, str]:
    """Fit a spec without title, which the page has as text, and without paper, which is the page's own; draw it."""
    return _drawn_once(_bare(spec), total_px, renderer)


def _bare(spec: Spec) -> str:
    bare = {key: value for key, value in spec.items() if key not in ("title", "background", "usermeta")}
    return json.dumps({**bare, "background": "transparent", "padding": _PADDING_PX})


@lru_cache(maxsize=16)
def _drawn_once(bare: str, total_px: int, renderer: Renderer) -> tuple[Spec, str]:
    # A page, its live drawing and its files need the same picture, and drawing is most of the work of a build.
    spec = json.loads(bare)
    beside_px = 0 if reflow.side_by_side(spec) else _beside_px(bare, renderer)
    return _fitted(spec, total_px, renderer, beside_px)


@lru_cache(maxsize=16)
def _beside_px(bare: str, renderer: Renderer) -> int:
    """Measure what stands beside the plot, labels and padding: mostly the same at every width, which then is drawn once."""
    sized = _with_width(json.loads(bare), WIDE_PX)
    return size(renderer.svg(sized))[0] - _plot_width(sized)


# What is read is left as it is: words between tags, what a mark says, where a link leads. What says nothing goes, and places are rounded.
_READ_OR_SLIM = re.compile(
    r'(>[^<]+| (?:data-said|(?:xlink:)?href)="[^"]*")'
    r'| (?:aria-[a-z]+|role|xmlns:xlink|class|pointer-events|font-family)="[^"]*"| (?:opacity|stroke-width)="1"'
    r"|(-?\d+\.\d{3,})"
)


def _slimmer(found: re.Match[str]) -> str:
    read, place = found.groups()
    if place:  # not cut: letters stand on whole pixels, and the live figure's must stand on the same ones
        return f"{round(float(place), 2) + 0:.2f}".rstrip("0").rstrip(".")
    return read or ""


def slim(picture: str, *, merged: bool = False) -> str:
    """Leave out what draws nothing: roles and defaults spelled out, empty paths, decimals below a hundredth of a pixel.

    With ``merged`` marks that look alike become one element, as long as there are few enough of them to stand in a page.
    """
    picture = _READ_OR_SLIM.sub(_slimmer, picture)
    picture = re.sub(r'<path (?![^>]*data-said)(?:[^>]* )?opacity="0"[^>]*>', "", picture)
    picture = re.sub(r'<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?/>', "", picture)
    picture = re.sub(r"<g>(?:<g></g>)*</g>|<g></g>", "", picture)
    if merged and not heavy(picture):
        picture = lean(picture)  # when numbers are rounded: what it adds up lies where it lay
    return picture.replace("<svg ", f'<svg font-family="{theme.FONT}" ', 1)


def _by_hex(colours: theme.Tokens) -> dict[str, str]:
    return {hex_: colours[token] for token, hex_ in theme.LIGHT.items()}


def _recolour(picture: str, by_hex: Mapping[str, str]) -> str:
    return re.sub(r"#[0-9a-fA-F]{6}\b", lambda found: by_hex.get(found[0].lower(), found[0]), picture)


def views(spec: Spec) -> list[Spec]:
    """Give the charts that a spec is made of: layers, parts side by side, what a facet repeats."""
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
