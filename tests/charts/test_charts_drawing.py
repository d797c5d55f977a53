"""Whatever the question: the same picture from each dataframe, in each time zone, offline, at both widths."""

from __future__ import annotations

import copy
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
import vl_convert
from chart_examples import EXAMPLES, pandas_frame, spec

from figures import charts, theme
from figures.figure import draw

NAMES = list(EXAMPLES)
DRAW_ALL = """
import hashlib, json
from chart_examples import EXAMPLES
from test_charts_drawing import drawing
print(json.dumps({name: hashlib.sha256(drawing(name).encode()).hexdigest() for name in EXAMPLES}))
"""


def spec_of(name: str) -> dict:
    return spec(name) | {"config": theme.config("light")}


@cache
def drawing(name: str, plot_px: int = 640) -> str:
    spec = json.loads(json.dumps(spec_of(name)).replace('"width": 640', f'"width": {plot_px}'))
    return draw.svg(spec)


def test_every_public_chart_function_has_an_example():
    functions = {name for name in charts.__all__ if name not in ("Cell", "Window")}
    assert functions == {name.partition(",")[0] for name in EXAMPLES}


@pytest.mark.parametrize("zone", ["America/New_York", pytest.param("Asia/Tokyo", marks=pytest.mark.night)])
def test_other_time_zones_give_the_same_drawing(zone):
    found = subprocess.run(
        [sys.executable, "-c", DRAW_ALL],
        env={**os.environ, "TZ": zone, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(found.stdout) == {
        name: hashlib.sha256(drawing(name).encode()).hexdigest() for name in EXAMPLES
    }


@pytest.mark.parametrize("name", NAMES)
def test_specs_hold_date_only_values_and_survive_json(name):
    spec = EXAMPLES[name]().to_dict()
    assert json.loads(json.dumps(spec)) == spec
    assert "url" not in json.dumps(list(spec["datasets"].values()))
    assert not re.search(r"\d{4}-\d{2}-\d{2}T", json.dumps(spec))


@pytest.mark.parametrize("name", NAMES)
def test_only_tokens_give_colour_and_no_text_is_under_11_px(name):
    svg = drawing(name)
    colours = {found.lower() for found in re.findall(r'(?:fill|stroke)="([^"]+)"', svg)}
    assert colours - {"none", "transparent"} <= set(theme.LIGHT.values())
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert sizes
    assert min(sizes) >= 11


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("plot_px", [640, 270])
def test_no_label_lies_on_another_at_either_width(name, plot_px):
    labels = _labels(drawing(name, plot_px))
    assert len(labels) > 4
    overlaps = [(one[0], other[0]) for one, other in combinations(labels, 2) if _overlap(one[1], other[1])]
    assert overlaps == []


@pytest.mark.parametrize("name", [name for name in NAMES if name in charts.__all__])
def test_a_chart_stays_a_plain_chart_that_can_be_restyled(name):
    chart = EXAMPLES[name]()
    assert isinstance(chart, alt.LayerChart | alt.VConcatChart)
    before = copy.deepcopy(chart.to_dict())
    stacked = alt.vconcat(chart, EXAMPLES["grouped_dots"]()).properties(title="two")
    assert vl_convert.vegalite_to_svg(stacked.to_dict(), vl_version="6.4", allowed_base_urls=[]).startswith(
        "<svg"
    )
    assert chart.to_dict() == before


def test_drawing_changes_neither_the_table_nor_the_theme():
    kept: list[pd.DataFrame] = []

    def frame(columns):
        kept.append(pandas_frame(columns))
        return kept[-1]

    enabled = alt.theme.active
    EXAMPLES["daily_columns"](frame)
    pd.testing.assert_frame_equal(kept[0], pandas_frame({name: list(kept[0][name]) for name in kept[0]}))
    assert alt.theme.active == enabled


def test_charts_import_no_dataframe_library():
    code = "import sys, figures.charts; print([name for name in ('pandas', 'polars', 'pyarrow') if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def _labels(svg: str) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Text of the drawing with its box, once each (a halo is the same text at the same place)."""
    found = set()

    def walk(node: ElementTree.Element, x: float, y: float) -> None:
        moved = re.search(r"translate\(([-\d.]+)[, ]*([-\d.]+)?\)", node.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2] or 0)
        if node.tag.endswith("}text"):
            lines = [span.text or "" for span in node] or [node.text or ""]
            # Liberation Sans runs to about half an em a character; a little less keeps the box inside the letters.
            wide = max(len(line.strip()) for line in lines) * float(node.get("font-size", "12px")[:-2]) * 0.47
            left = {"end": x - wide, "middle": x - wide / 2}.get(node.get("text-anchor", "start"), x)
            if "".join(lines).strip():
                top = y - 8 + 15 * next(at for at, line in enumerate(lines) if line.strip())
                found.add(("/".join(lines), (left, top, left + wide, y + 1 + 15 * (len(lines) - 1))))
        for child in node:
            walk(child, x, y)

    walk(ElementTree.fromstring(svg), 0, 0)
    return sorted(found)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("name", EXAMPLES)
def test_marks_speak_sentences_and_only_marks_of_rows_speak(name):
    spec = EXAMPLES[name]().to_dict() | {"config": theme.config("light")}
    spec.pop("title")
    drawn = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    labels = [html.unescape(told) for told in re.findall(r'aria-label="([^"]*)"', drawn)]
    said = (
        {row["said"] for values in spec["datasets"].values() for row in values if "said" in row}
        if "datasets" in spec
        else set()
    )
    inline = re.findall(r'"said": "((?:[^"\\\\]|\\\\.)*)"', json.dumps(spec, ensure_ascii=False))
    said |= {json.loads(f'"{told}"') for told in inline}
    spoken = [told for told in labels if not re.match(r"[XY]-axis", told)]
    assert spoken, "no mark says anything"
    assert set(spoken) <= said, sorted(set(spoken) - said)[:3]
