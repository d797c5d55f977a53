"""How do charts that stand side by side fit a phone? In fewer columns, each as wide as can be read, their legends and labels cut at last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from figures.figure.renderer import Spec

NARROWEST_PX = 120
"""The narrowest plot that stands beside another one; before it gets narrower, they stand below each other."""
MOST_COLUMNS = 6

_GROUPS = ("layer", "concat", "vconcat", "hconcat")


def side_by_side(spec: Spec) -> bool:
    """Say whether a chart may have plots beside each other."""
    return (
        any(name in spec for name in ("hconcat", "concat", "facet", "repeat"))
        or any(name in spec.get("encoding", {}) for name in ("facet", "column"))
        or any(side_by_side(view) for view in spec.get("vconcat", []))
    )


def squeezed(spec: Spec, total_px: int) -> Iterator[Spec]:
    """Give a chart as it is, and then, each time that it was too wide, with a legend of fewer columns, and with cut labels."""
    yield spec
    limit = total_px * 2 // 5
    cut = {"labelLimit": limit, "titleLimit": total_px - 20}
    for columns in (2, 1):
        legend = {"columns": columns, "symbolLimit": 0}
        yield _configured(spec, {"legend": legend})
    if max(json.dumps(spec, ensure_ascii=False)) > "\uffff":
        return  # Vega cuts a letter of two halves, such as an emoji, between them, and the renderer refuses a half
    whole = {"legend": {**legend, **cut}, "axis": cut, "header": cut, "title": {"limit": total_px - 20}}
    yield _configured(spec, whole)
    yield _configured(spec, {**whole, "axis": {**cut, "labelLimit": limit // 2}})


def _configured(spec: Spec, more: dict[str, dict[str, Any]]) -> Spec:
    config = spec.get("config", {})
    return {
        **spec,
        "config": {**config, **{part: {**config.get(part, {}), **own} for part, own in more.items()}},
    }


def in_columns(spec: Spec, most: int | None) -> Spec:
    """Put the plots of a chart into at most so many columns; a table of plots, with rows and columns of its own, stays one."""
    if most is None:
        return spec
    flowed: dict[str, Any] = {
        name: [in_columns(view, most) for view in part] if name in _GROUPS else part
        for name, part in spec.items()
    }
    if isinstance(flowed.get("spec"), dict):
        flowed["spec"] = in_columns(flowed["spec"], most)
    for row in ("hconcat", "concat"):
        if row in flowed:
            views = flowed.pop(row)
            flowed |= {"concat": views, "columns": min(most, spec.get("columns", len(views)))}
    if "facet" in flowed:
        flowed |= _facets(flowed, most)
    elif "repeat" in flowed:
        flowed |= _repeats(flowed, most)
    elif "encoding" in flowed:
        flowed["encoding"] = _channels(flowed["encoding"], most)
    return flowed


def _facets(spec: Spec, most: int) -> Spec:
    facet = spec["facet"]
    if "row" in facet:
        return {}
    return {"facet": facet.get("column", facet), "columns": min(most, spec.get("columns", most))}


def _repeats(spec: Spec, most: int) -> Spec:
    repeat = spec["repeat"]
    if isinstance(repeat, list):
        return {"columns": min(most, spec.get("columns", most))}
    if set(repeat) != {"column"}:
        return {}
    return {
        "repeat": repeat["column"],
        "columns": most,
        "spec": _replaced(spec["spec"], {"repeat": "column"}, {"repeat": "repeat"}),
    }


def _channels(encoding: dict[str, Any], most: int) -> dict[str, Any]:
    if "facet" in encoding:
        facet = encoding["facet"]
        return {**encoding, "facet": {**facet, "columns": min(most, facet.get("columns", most))}}
    if "column" in encoding and "row" not in encoding:
        column = {"columns": most, **encoding["column"]}
        return {**{name: part for name, part in encoding.items() if name != "column"}, "facet": column}
    return encoding


def _replaced(part: Any, old: Any, new: Any) -> Any:
    if part == old:
        return new
    if isinstance(part, dict):
        return {key: _replaced(value, old, new) for key, value in part.items()}
    return [_replaced(value, old, new) for value in part] if isinstance(part, list) else part


def with_width(spec: Spec, plot_px: float, share: float = 1) -> Spec:
    """Give each plot a width; those side by side keep the proportions that they have."""
    groups = [name for name in ("concat", "hconcat", "vconcat") if name in spec]
    if groups:
        views = {name: spec[name] for name in groups}
        return {**spec, **{name: _row(part, plot_px, share, name) for name, part in views.items()}}
    if isinstance(spec.get("spec"), dict):
        return {**spec, "spec": with_width(spec["spec"], plot_px, share)}
    layers = {"layer": [_without_width(view) for view in spec["layer"]]} if "layer" in spec else {}
    return {**spec, **layers, "width": max(int(plot_px * share), 20)}


def _row(views: list[Spec], plot_px: float, share: float, group: str) -> list[Spec]:
    widths = [view.get("width") for view in views]
    given = [width for width in widths if isinstance(width, int | float)]
    mean = sum(given) / len(given) if given else 1
    shares = [
        width / mean if group == "hconcat" and isinstance(width, int | float) and mean else 1
        for width in widths
    ]
    return [with_width(view, plot_px, share * own) for view, own in zip(views, shares, strict=True)]


def _without_width(view: Spec) -> Spec:
    inner = {"layer": [_without_width(one) for one in view["layer"]]} if "layer" in view else {}
    return {**{name: part for name, part in view.items() if name != "width"}, **inner}
