"""A drawing that is kept is the one that would be drawn now, or it is drawn again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures import theme
from figures.figure import draw, renderer
from figures.figure.renderer import PLAIN, CachedRenderer, Renderer

SPEC = {
    "title": {"text": ["Loans"]},
    "data": {"values": [{"day": "2025-03-01", "loans": 12}, {"day": "2025-03-02", "loans": 7}]},
    "mark": {"type": "bar", "color": theme.LIGHT["ink"]},
    "encoding": {"x": {"field": "day", "type": "ordinal"}, "y": {"field": "loans", "type": "quantitative"}},
}


def drawings(by: Renderer) -> dict[str, Any]:
    """Draw everything that a page needs."""
    draw._drawn_once.cache_clear()
    return {
        "inline": draw.inline_svg(SPEC, 320, "loans", by),
        "linked": draw.linked_svg(SPEC, 320, by),
        "signed": (signed := draw.signed(draw.titled(SPEC, 640, by), ["Invented"])),
        "png": draw.rasterised(signed, by),
        "vega": draw.compiled(SPEC, 320, by),
    }


@pytest.fixture
def cached(tmp_path: Path) -> Iterator[CachedRenderer]:
    """A renderer that has made the drawings of ``SPEC``."""
    cached = CachedRenderer(tmp_path)
    drawings(cached)
    yield cached
    draw._drawn_once.cache_clear()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, cached: CachedRenderer) -> list[str]:
    """What vl-convert itself is asked from now on."""
    real, names = Renderer._ask, []
    monkeypatch.setattr(
        Renderer, "_ask", lambda *request, **options: names.append(request[1]) or real(*request, **options)
    )
    return names


def test_kept_drawings_are_those_of_the_renderer_and_it_is_not_asked_twice(
    cached: CachedRenderer, asked: list[str]
) -> None:
    kept = drawings(cached)
    assert asked == []
    assert drawings(PLAIN) == kept
    assert set(asked) == {"vegalite_to_svg", "vegalite_to_vega", "svg_to_png"}


@given(data=st.data())
def test_a_broken_answer_is_asked_for_again(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = CachedRenderer(tmp_path_factory.mktemp("drawings"))
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'
    answer = kept.png(picture, 1)
    (file,) = kept.folder.iterdir()
    sealed = file.read_bytes()
    at = data.draw(st.integers(0, len(sealed) - 1))
    broken = data.draw(
        st.sampled_from(
            [sealed[:at], sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], sealed + b"0"]
        )
    )
    file.write_bytes(broken)
    assert kept.png(picture, 1) == answer
    assert file.read_bytes() == sealed


def other_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "TZ", "Pacific/Kiritimati")
    time.tzset()


def other_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "FONT", "monospace")


def other_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "version", lambda package: "0.0")


def other_vegalite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "VEGALITE", "6.1")


def other_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SPEC["data"]["values"][0], "loans", 12.5)  # type: ignore[index]


@pytest.mark.parametrize("change", [other_zone, other_font, other_renderer, other_vegalite, other_number])
def test_whatever_decides_a_drawing_has_it_drawn_anew(
    change: Any, cached: CachedRenderer, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        change(changed)
        renderer._surroundings.cache_clear()
        now = drawings(cached)
        assert "vegalite_to_svg" in asked
        assert drawings(PLAIN) == now
    time.tzset()
    renderer._surroundings.cache_clear()
    draw._drawn_once.cache_clear()


def test_what_nobody_asked_for_in_a_month_is_swept(cached: CachedRenderer) -> None:
    folder = cached.folder
    month_ago = time.time() - 31 * 86_400
    for path in folder.iterdir():
        os.utime(path, (month_ago, month_ago))
    cached.png(draw.signed(draw.titled(SPEC, 640, cached), ["Invented"]), 2)
    (asked,) = [path.name for path in folder.iterdir() if path.stat().st_mtime > month_ago]
    cached.sweep()
    assert [path.name for path in folder.iterdir()] == [asked]


def test_a_png_has_the_same_pixels_in_a_fraction_of_the_bytes() -> None:
    import io

    import vl_convert
    from PIL import Image

    picture = PLAIN.svg({**SPEC, "width": 400, "height": 300})
    before = bytes(vl_convert.svg_to_png(picture.replace(theme.FONT, renderer.FONT), scale=2))
    after = draw.rasterised(picture)
    assert len(after) < len(before) / 3
    assert after == draw.rasterised(picture)
    pixels = [Image.open(io.BytesIO(png)).convert("RGBA").tobytes() for png in (before, after)]
    assert pixels[0] == pixels[1]
