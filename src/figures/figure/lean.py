"""How few elements can a drawing be, with the same pixels? Groups that carry nothing go, and marks that look alike become one path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

Element = ElementTree.Element
Box = tuple[float, float, float, float]

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_GAP_PX = 0.5
"""Between marks that are drawn as one: nearer, both would colour one pixel, once instead of twice."""
_TRANSLATE = re.compile(r"translate\((-?[\d.]+)[ ,](-?[\d.]+)\)")
_TOKEN = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)")
_GEOMETRY = {"d", "transform", "x1", "y1", "x2", "y2"}
_TAKES = {"M": "xy", "L": "xy", "T": "xy", "H": "x", "V": "y", "C": "xyxyxy", "S": "xyxy", "Q": "xyxy", "A": "-----xy", "Z": ""}  # fmt: skip
"""What the numbers behind a command of a path are."""
_DEFAULTS = {"fill-opacity": "1", "stroke-opacity": "1", "font-weight": "normal", "text-anchor": "start"}

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)


def lean(picture: str) -> str:
    r"""Draw a renderer's SVG with fewer elements.

    >>> lean(
    ...     '<svg xmlns="http://www.w3.org/2000/svg"><g transform="translate(5,0)"><g><line x2="0" y2="4" stroke="red"/>'
    ...     '<line transform="translate(9,0)" x2="0" y2="4" stroke="red"/></g></g></svg>'
    ... )
    '<svg xmlns="http://www.w3.org/2000/svg"><path stroke="red" d="M5,0l0,4M14,0l0,4"/></svg>'
    """
    root = ElementTree.fromstring(picture)
    if (
        len(root) == 1
        and _name(root[0]) == "g"
        and not root[0].attrib.keys() & {*root.keys(), "clip-path"} - {"transform"}
    ):
        root.attrib |= {name: value for name, value in root[0].items() if name != "transform"}
        root[0].attrib = {name: value for name, value in root[0].items() if name == "transform"}
    _flatten(root)
    for element in list(root.iter()):
        _merge(element)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _flatten(parent: Element) -> None:
    """Put what stands in groups that only move it, or do nothing, into their parent."""
    children: list[Element] = []
    for child in parent:
        for name, value in _DEFAULTS.items():
            # A default says something only below an element that says otherwise, and the renderer writes none.
            if child.get(name) == value:
                del child.attrib[name]
        if _name(child) in ("g", "defs"):
            _flatten(child)
        if _name(child) != "g":
            children.append(child)
        elif len(child) and (moved := _only_moved(child)) and all(_movable(one) for one in child):
            children += [_move(one, *moved) for one in child]
        elif len(child):
            children.append(child)
    parent[:] = children


def _only_moved(group: Element) -> tuple[float, float] | None:
    """Say by how much a group moves what is in it, if it does nothing else."""
    found = _TRANSLATE.fullmatch(group.get("transform", "translate(0,0)"))
    return (float(found[1]), float(found[2])) if found and not group.attrib.keys() - {"transform"} else None


def _movable(element: Element) -> bool:
    return "transform" not in element.attrib or _TRANSLATE.match(element.get("transform", "")) is not None


def _move(element: Element, x: float, y: float) -> Element:
    own = element.get("transform", "")
    found = _TRANSLATE.match(own)
    rest = own[found.end() :] if found else own
    x, y = (x + float(found[1]), y + float(found[2])) if found else (x, y)
    element.attrib.pop("transform", None)
    if (x, y) != (0, 0) or rest:
        element.set("transform", f"translate({_px(x)},{_px(y)}){rest}")
    return element


def _px(number: float) -> str:
    return f"{round(number, 2) + 0:.2f}".rstrip("0").rstrip(".")


def _merge(parent: Element) -> None:
    """Draw neighbours that look alike as one path."""
    if _name(parent) not in ("svg", "g"):
        return
    children: list[Element] = []
    look: dict[str, str] | None = None
    boxes: list[Box] = []
    run: list[tuple[Element, str]] = []

    def end() -> None:
        if len(run) > 1:
            attributes = {name: value for name, value in run[0][0].items() if name not in _GEOMETRY}
            children.append(Element(f"{{{SVG}}}path", {**attributes, "d": "".join(path for _, path in run)}))
        else:
            children.extend(element for element, _ in run)
        run.clear()
        boxes.clear()

    for child in parent:
        path = _path(child)
        if path is None:
            end()
            children.append(child)
            continue
        own = {name: value for name, value in child.items() if name not in _GEOMETRY}
        box = _box(path, float(own.get("stroke-width", "1")) if "stroke" in own else 0)
        apart = all(_apart(box, other) for other in boxes)
        if own != look or not apart:
            end()
        look = own
        run.append((child, _written(path)))
        boxes.append(box)
    end()
    parent[:] = children


def _apart(one: Box, other: Box) -> bool:
    return (
        one[2] + _GAP_PX <= other[0]
        or other[2] + _GAP_PX <= one[0]
        or one[3] + _GAP_PX <= other[1]
        or other[3] + _GAP_PX <= one[1]
    )


Path = list[tuple[str, list[float]]]


def _path(element: Element) -> Path | None:
    """Give a line or path as commands, where its place is known and nothing is measured by its size, as a gradient is."""
    found = _TRANSLATE.fullmatch(element.get("transform", "translate(0,0)"))
    if found is None or len(element) or any("url(" in value for value in element.attrib.values()):
        return None
    x, y = float(found[1]), float(found[2])
    if _name(element) == "line":
        x1, y1, x2, y2 = (float(element.get(name, "0")) for name in ("x1", "y1", "x2", "y2"))
        return [("M", [x + x1, y + y1]), ("l", [x2 - x1, y2 - y1])]
    d = element.get("d", "") if _name(element) == "path" else ""
    return list(_moved(d, x, y)) if d[:1] in ("M", "m") else None


def _moved(d: str, x: float, y: float) -> Iterator[tuple[str, list[float]]]:
    command = ""
    numbers: list[float] = []
    d = f"M{d[1:]}"  # the first move is from nowhere
    for letter, number in [*_TOKEN.findall(d), ("Z", "")]:
        if letter:
            if command:
                yield command, numbers
            command, numbers = letter, []
        else:
            takes = _TAKES[command.upper()]
            kind = takes[len(numbers) % len(takes)]
            by = {"x": x, "y": y}.get(kind, 0) if command.isupper() else 0
            numbers.append(float(number) + by)


def _written(path: Path) -> str:
    return "".join(command + ",".join(map(_px, numbers)) for command, numbers in path)


def _box(path: Path, stroke_px: float) -> Box:
    """Give what surely holds a path: its points, those that only bend it among them, and around arcs their radius."""
    x = y = begin_x = begin_y = 0.0
    xs, ys = [], []
    for command, numbers in path:
        takes = _TAKES[command.upper()]
        if not takes:
            x, y = begin_x, begin_y
        for at in range(0, len(numbers), len(takes) or 1):
            from_x, from_y = (0.0, 0.0) if command.isupper() else (x, y)
            before = (x, y)
            for kind, number in zip(takes, numbers[at : at + len(takes)], strict=True):
                if kind == "x":
                    x = from_x + number
                    xs.append(x)
                elif kind == "y":
                    y = from_y + number
                    ys.append(y)
            if command.upper() == "A":
                radius = max(numbers[at], numbers[at + 1])
                # Half a circle lies around the middle of its ends; any other arc is nearer to them than its diameter.
                half = abs(((x - before[0]) ** 2 + (y - before[1]) ** 2) ** 0.5 - 2 * radius) < 0.1
                middle = ((x + before[0]) / 2, (y + before[1]) / 2) if half else (x, y)
                reach = radius if half else 2 * radius
                xs += [middle[0] - reach, middle[0] + reach]
                ys += [middle[1] - reach, middle[1] + reach]
            if command in ("M", "m"):
                begin_x, begin_y = x, y
    return (min(xs) - stroke_px, min(ys) - stroke_px, max(xs) + stroke_px, max(ys) + stroke_px)
