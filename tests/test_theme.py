"""The tokens hold what they promise: contrast on paper, distance for colour-blind readers, one meaning per colour."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from itertools import combinations, pairwise

import altair as alt
import pytest
import vl_convert

from figures import theme
from figures.errors import ContractError

MODES = {"light": theme.LIGHT, "dark": theme.DARK}

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15(6), 2009: matrices for severity 1.0, applied to linear RGB. Seen as the dataset
# CVD_MATRICES_MACHADO2010 of Colour (colour.readthedocs.io/en/latest/colour.blindness.html) and, number by number, in several
# public implementations that cite the paper.
VISION = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(hex_: str) -> list[float]:
    channels = [int(hex_[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    low, high = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other)))
    return (high + 0.05) / (low + 0.05)


def lab(hex_: str, vision: str = "usual") -> tuple[float, float, float]:
    rgb = linear(hex_)
    r, g, b = (min(1, max(0, sum(k * c for k, c in zip(row, rgb, strict=True)))) for row in VISION[vision])
    xyz = (
        (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
        0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
        (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883,
    )
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in xyz)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    mean_l, mean_c, h = (l1 + l2) / 2, (c1 + c2) / 2, h1 + turn / 2
    t = 1 + sum(
        k * math.cos(math.radians(n * h + shift))
        for k, n, shift in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    )
    sl = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    sc, sh = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    rt = -math.sin(math.radians(60 * math.exp(-(((h % 360 - 275) / 25) ** 2)))) * 2
    rt *= math.sqrt(mean_c**7 / (mean_c**7 + 25**7))
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh)


def test_the_distance_agrees_with_published_pairs():
    # G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 color-difference formula", 2005, table 1, pairs 1, 4 and 21.
    assert ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert ciede2000((50, -1.3802, -84.2814), (50, 0, -82.7485)) == pytest.approx(1.0, abs=1e-4)
    assert ciede2000((50, 2.5, 0), (50, 3.1736, 0.5854)) == pytest.approx(1.0, abs=1e-4)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("mode", MODES)
def test_tokens_are_distinct_hexes_with_one_name_in_both_modes(mode):
    tokens = MODES[mode]
    assert list(tokens) == list(theme.LIGHT)
    assert len(set(tokens.values())) == len(tokens)
    assert all(len(hex_) == 7 and hex_ == hex_.lower() and int(hex_[1:], 16) >= 0 for hex_ in tokens.values())
    with pytest.raises(TypeError):
        tokens["ink"] = "#000000"


def stated(words: str) -> list[float]:
    """Read the numbers that the module states in the sentence with these words."""
    told = " ".join((theme.__doc__ or "").split())
    sentence = next(one for one in told.split(" - ") if words in one)
    return [float(number) for number in re.findall(r"\d+\.\d(?=:1| in | apart)|\d+\.\d", sentence)]


def floor(value: float) -> float:
    return math.floor(value * 10) / 10


def test_the_module_states_the_distances_and_contrasts_that_it_has():
    nearest = [
        min(
            ciede2000(lab(tokens[a], vision), lab(tokens[b], vision))
            for vision in VISION
            for a, b in combinations(theme.HUES, 2)
        )
        for tokens in (theme.LIGHT, theme.DARK)
    ]
    neighbours = [
        min(
            ciede2000(lab(tokens[a], vision), lab(tokens[b], vision))
            for vision in VISION
            for a, b in pairwise(theme.HUES)
        )
        for tokens in (theme.LIGHT, theme.DARK)
    ]
    assert stated("CIEDE2000") == [floor(distance) for distance in [*nearest, *neighbours]]

    def least(names, grounds=("paper", "band")):
        return floor(min(contrast(t[one], t[on]) for t in MODES.values() for one in names for on in grounds))

    assert stated("Text has a contrast") == [
        least(("ink", "muted")),
        least(theme.HUES, ("paper",)),
        least((*theme.HUES, "neutral")),
    ]
    along = [contrast(hex_, MODES[mode]["paper"]) for mode in MODES for hex_ in spread(mode)]
    assert stated("ranges for amounts")[0] == floor(min(along))


def spread(mode: str) -> list[str]:
    """Draw every range of a mode as Vega does, step by step."""
    colours = []
    for kind in ("heatmap", "ramp", "diverging", "ordinal"):
        spec = {
            "data": {"sequence": {"start": 0, "stop": 41, "as": "n"}},
            "mark": "rect",
            "encoding": {
                "x": {"field": "n", "type": "ordinal"},
                "color": {
                    "field": "n",
                    "type": "ordinal" if kind == "ordinal" else "quantitative",
                    "scale": {"range": kind},
                    "legend": None,
                },
            },
            "config": theme.ranges(mode),
        }
        picture = vl_convert.vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[])
        found = [hex_of(colour) for colour in re.findall(r'<path [^>]*fill="(rgb[^"]+|#\w{6})"', picture)]
        assert len(set(found)) >= 40, kind
        colours += found
    return colours


def hex_of(colour: str) -> str:
    return "#" + bytes(int(part) for part in re.findall(r"\d+", colour)).hex() if colour[0] == "r" else colour


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("vision", VISION)
def test_ranges_can_be_read_by_everybody(mode, vision):
    ranges = theme.ranges(mode)["range"]
    one, other = (lab(hex_, vision)[0] for hex_ in ranges["heatmap"]["scheme"])
    assert abs(one - other) > 30
    low, *_, middle, _, _, _, high = (lab(hex_, vision) for hex_ in ranges["diverging"]["scheme"])
    assert min(ciede2000(low, middle), ciede2000(middle, high), ciede2000(low, high) / 2) > 14


@pytest.mark.parametrize("mode", MODES)
def test_text_and_marks_have_enough_contrast_on_paper_and_band(mode):
    tokens = MODES[mode]
    for ground in ("paper", "band"):
        for text in ("ink", "muted"):
            assert contrast(tokens[text], tokens[ground]) >= 4.5, (text, ground)
        for mark in (*theme.HUES, "neutral"):
            assert contrast(tokens[mark], tokens[ground]) >= 3, (mark, ground)
    for label in theme.HUES:  # labels at the ends of lines have the colour of the line
        assert contrast(tokens[label], tokens["paper"]) >= 4.5, label


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("vision", VISION)
def test_hues_differ_for_every_kind_of_colour_vision(mode, vision):
    hues = {name: lab(MODES[mode][name], vision) for name in theme.HUES}
    nearest = min((ciede2000(hues[a], hues[b]), a, b) for a, b in combinations(theme.HUES, 2))
    assert nearest[0] >= 13.2, nearest


@pytest.mark.parametrize("mode", MODES)
def test_config_is_plain_and_has_no_text_under_11_px(mode):
    config = theme.config(mode)

    def sizes(part):
        for key, value in part.items():
            if isinstance(value, dict):
                yield from sizes(value)
            elif key.endswith("ontSize"):
                yield value

    assert min(sizes(config)) >= 11
    assert config["axisX"]["grid"] is False
    assert config["background"] == MODES[mode]["paper"]
    assert config["title"]["fontSize"] == 17
    config["title"]["fontSize"] = 1
    assert theme.config(mode)["title"]["fontSize"] == 17
    drawn = vl_convert.vegalite_to_svg(
        {
            "data": {"values": [{"n": 1}]},
            "mark": "bar",
            "encoding": {"x": {"field": "n"}},
            "config": theme.config(mode),
        },
        vl_version="6.4",
        allowed_base_urls=[],
    )
    assert f'fill="{MODES[mode]["ink"]}"' in drawn


def test_importing_and_registering_enable_nothing():
    code = "import altair as alt; a = alt.theme.active; from figures import charts, theme; theme.register(); print(a == alt.theme.active, *sorted(n for n in alt.theme.names() if n.startswith('figures')))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True", "figures-dark", "figures-light"]


@pytest.mark.parametrize("mode", MODES)
def test_enabling_gives_charts_the_config(mode):
    before = alt.theme.active
    try:
        theme.enable(mode)
        spec = alt.Chart(alt.InlineData(values=[{"n": 1}])).mark_bar().encode(x="n:Q").to_dict()
        house, more = theme.config(mode), theme.ranges(mode)
        for part, given in spec["config"].items():
            expected = house.get(part, {}) | more[part] if part in more else house[part]
            assert given == expected, part
        assert set(spec["config"]) == set(house) | set(more)
    finally:
        alt.theme.enable(before)


ROWS = [
    {"c": c, "g": g, "n": n * month, "d": f"2025-0{month}-01"}
    for month in (1, 2, 3)
    for c, g, n in (("a", "x", 3), ("b", "y", 5), ("c", "x", 1))
]


def plain_charts() -> dict[str, alt.TopLevelMixin]:
    """Charts that know nothing of this project, as the first page of a tutorial has them."""
    title = alt.Title("Title", subtitle="Subtitle")
    base = alt.Chart(alt.InlineData(values=ROWS), title=title).properties(width=200, height=100)
    return {
        "bar": base.mark_bar().encode(x="c:N", y="sum(n):Q"),
        "line": base.mark_line(point=True).encode(x="d:T", y="n:Q", color="c:N"),
        "point": base.mark_point(opacity=1).encode(x="n:Q", y="c:N", size="n:Q", shape="g:N"),
        "area": base.mark_area().encode(x="d:T", y="sum(n):Q"),
        "facet": base.mark_bar().encode(x="c:N", y="n:Q", column="g:N"),
        "heatmap": base.mark_rect().encode(x="d:O", y="c:N", color="n:Q"),
        "ordinal": base.mark_bar().encode(x="c:N", y="n:Q", color="n:O"),
        "text": base.mark_text().encode(x="d:O", y="c:N", text="n:Q"),
        "boxplot": base.mark_boxplot().encode(x="c:N", y="n:Q"),
        "rule": base.mark_rule().encode(x="n:Q"),
        "dashes": base.mark_line().encode(x="d:T", y="n:Q", strokeDash="c:N"),
    }


@pytest.fixture(params=MODES)
def enabled(request):
    before = alt.theme.active
    theme.enable(request.param)
    yield request.param
    alt.theme.enable(before)


@pytest.mark.parametrize("name", plain_charts())
def test_charts_that_are_not_ours_can_be_read_in_both_modes(enabled, name):
    tokens = MODES[enabled]
    picture = vl_convert.vegalite_to_svg(
        plain_charts()[name].to_dict(), vl_version="6.4", allowed_base_urls=[]
    )
    assert f'fill="{tokens["paper"]}"' in picture
    texts = re.findall(r'<text [^>]*fill="([^"]+)"', picture)
    assert len(texts) >= 6
    assert set(texts) <= {tokens["ink"], tokens["muted"]}
    assert min(contrast(text, tokens["paper"]) for text in texts) >= 4.5
    quiet = {tokens["paper"], tokens["grid"], "none", "transparent"}
    marks = {
        hex_of(colour)
        for colour in re.findall(r'(?:fill|stroke)="([^"]+)"', picture)
        if colour not in quiet and not colour.startswith("url")
    }
    assert tokens["ink"] in marks
    assert min(contrast(mark, tokens["paper"]) for mark in marks) >= 3, marks
    category = {tokens[one] for one in theme.HUES}
    assert bool(marks & category) is (name == "line")


def test_an_unknown_mode_is_refused():
    with pytest.raises(
        ContractError, match=r"theme.enable: mode: expected one of \['light', 'dark'\], got 'sepia'"
    ):
        theme.enable("sepia")
