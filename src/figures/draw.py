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

from figures import drawn, theme
from figures.errors import ContractError
from figures.theme import Mode

Spec = dict[str, Any]
"""A Vega-Lite or Vega spec as plain JSON."""

WIDE_PX, NARROW_PX = 640, 320
"""Widths of the two drawings of each figure, in CSS pixels: for a screen and for a phone."""
VEGALITE = "6.4"
"""Version of Vega-Lite that draws."""
_MARKS_ON_A_PAGE = 2_000
_DATETIME = re.compile(r"(?:\{data: )?datetime\((-?\d+)\)\}?")
ask: Callable[..., Any] = drawn.ask
"""What asks the renderer; a build of the book puts one here that remembers (:class:`figures.drawn.Drawn`)."""
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
    >>> from figures import draw
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
    >>> from figures import draw
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
    >>> from figures import draw
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


def signed(spec: Spec, lines: list[str], *, total_px: int | None = WIDE_PX) -> str:
    """Draw a spec with its title and, below it, what an honest reader needs when the picture travels alone.

    Parameters
    ----------
    spec
        A Vega-Lite 6 spec in the light theme.
    lines
        Source, origin and licence; long ones are wrapped.
    total_px
        The width of the drawing; without it, as wide as the spec makes it.

    Returns
    -------
    str
        The SVG document; the lines stand below the drawing, which grows by them.

    Raises
    ------
    ValueError
        When the renderer refuses the spec.

    Examples
    --------
    >>> from figures import draw
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> "Invented numbers" in draw.signed(spec, ["Invented numbers"])
    True
    """
    picture = svg(spec) if total_px is None else _fitted(spec, total_px)[1]
    found = re.search(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*"', picture)
    if found is None:
        raise ValueError("the renderer returned an SVG without a size")
    width, height = float(found[1]), float(found[2])
    wrapped = [part for line in lines for part in textwrap.wrap(line, round((width - 16) / 5.4))]
    taller = height + 15 * len(wrapped) + 10
    words = "".join(
        f'<text x="8" y="{height + 12 + 15 * at:.0f}" font-family="{theme.FONT}" font-size="11px" '
        f'fill="{theme.LIGHT["muted"]}">{escape(line)}</text>'
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
    >>> from figures import draw
    >>> spec = {"data": {"values": [{"loans": 12}]}, "mark": "tick"}
    >>> draw.size(draw.svg(draw.fitted(spec, 320)))[0]
    320
    """
    return _fitted(spec, total_px)[0]


def _fitted(spec: Spec, total_px: int) -> tuple[Spec, str]:
    sized = _with_width(spec, total_px)
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
    >>> from figures import draw, theme
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
    >>> from figures import draw, theme
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
    >>> from figures import draw, theme
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
    >>> from figures import draw
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
    >>> from figures import draw
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
    >>> from figures import draw
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
    >>> from figures import draw
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
    bare = {key: value for key, value in spec.items() if key not in ("title", "background", "usermeta")}
    return _drawn_once(json.dumps({**bare, "background": "transparent", "padding": 2}), total_px)


@lru_cache(maxsize=16)
def _drawn_once(spec: str, total_px: int) -> tuple[Spec, str]:
    # A page, its live drawing and its files need the same picture, and drawing is most of the work of a build.
    return _fitted(json.loads(spec), total_px)


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
    >>> from figures import draw
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
    resized = copy.deepcopy(spec)
    for view in _views(resized):
        view["width"] = max(width_px, 40)
    if not _views(resized):
        resized["width"] = width_px
    return resized
