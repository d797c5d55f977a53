"""What a live figure loads is made from what the page shows, in a form that needs no eval."""

from __future__ import annotations

import json
import re

from chart_examples import EXAMPLES
from chart_examples import spec as chart_spec

from figures import theme
from figures.figure import draw
from figures.sphinx import live


def payload(name: str, width: str) -> dict:
    spec = chart_spec(name) | {
        "config": theme.config("light"),
        "usermeta": {"figure": {"id": "one"}},
    }
    script = live.payloads(spec)[f"figures/one-{width}.js"].decode()
    assert script.startswith(f'figureSpec("one-{width}",') and script.endswith(");\n")
    return json.loads(script[script.index(",") + 1 : script.rindex(")")])


def test_every_chart_compiles_to_what_the_interpreter_reads() -> None:
    for name in EXAMPLES:
        for width in ("wide", "narrow"):
            text = json.dumps(payload(name, width))
            assert not re.search(r"datetime\(-?\d+\)", text), name
            assert not any(hex_ in text for hex_ in theme.LIGHT.values()), (
                f"{name}: a colour that cannot follow the page"
            )


def test_the_drawing_is_as_wide_as_the_still_one() -> None:
    spec = chart_spec("daily_columns") | {
        "config": theme.config("light"),
        "usermeta": {"figure": {"id": "one"}},
    }
    for px in (draw.WIDE_PX, draw.NARROW_PX):
        assert draw.size(draw.inline_svg(spec, px, "one"))[0] == px
        assert draw.compiled(spec, px)["width"] < px


def test_the_runtime_shares_no_name_with_the_page() -> None:
    runtime = live.runtime().decode()
    assert runtime.startswith("(()=>{") and runtime.endswith("})();\n")
    assert runtime == live.runtime().decode()
