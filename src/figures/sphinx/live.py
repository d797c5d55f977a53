"""What makes a drawing come alive: its Vega spec at both widths and one runtime, files of the site that load only when a reader asks."""

from __future__ import annotations

import json
from functools import cache

from figures.figure import draw
from figures.figure.renderer import PLAIN, Renderer

FOLDER = "figures"
RUNTIME = f"{FOLDER}/runtime.js"


@cache
def runtime(renderer: Renderer = PLAIN) -> bytes:
    """Bundle Vega, with the interpreter that needs no ``eval``, from the pinned renderer; the same bytes every time."""
    # Vega-Lite is compiled when the book is built, so the page only needs Vega; vegaEmbed brings the interpreter.
    bundle = renderer.javascript("window.figureRuntime = vegaEmbed;")
    # The bundle declares names such as _, which the page has too.
    return f"(()=>{{{bundle}}})();\n".encode()


def payloads(spec: draw.Spec, renderer: Renderer = PLAIN) -> dict[str, bytes]:
    """Compile a published spec for both widths.

    Returns
    -------
    dict
        File name to script. A script and not JSON, because pages opened from a folder may not fetch.
    """
    id_ = spec["usermeta"]["figure"]["id"]
    made = {}
    for name, px in (("wide", draw.WIDE_PX), ("narrow", draw.NARROW_PX)):
        vega = json.dumps(draw.compiled(spec, px, renderer), ensure_ascii=False, separators=(",", ":"))
        key = f"{id_}-{name}"
        made[f"{FOLDER}/{key}.js"] = (
            f"figureSpec({json.dumps(key)},{draw.in_page_colours(vega, draw.twins(spec))});\n".encode()
        )
    return made
