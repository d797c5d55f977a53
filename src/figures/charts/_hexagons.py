"""Which sides do hexagons share, and which lie between two kinds of them? Their corners are whole numbers, so nothing is rounded."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence

Corner = tuple[int, int]
Side = tuple[Corner, Corner]

# Hexagons lie on a lattice of half a hexagon across by half a radius along, so that neighbours agree about corners exactly.
CORNERS: tuple[Corner, ...] = ((1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2), (1, -1))
# The neighbour beyond the side that begins at each corner.
BEYOND: tuple[Corner, ...] = ((1, 3), (-1, 3), (-2, 0), (-1, -3), (1, -3), (2, 0))


def sides(own: Collection[Corner], beyond: Collection[Corner] | None = None) -> list[Side]:
    """List the sides that hexagons do not share with each other, their own on the left; only those towards some others, if given."""
    return [
        (
            (x + CORNERS[turn][0], y + CORNERS[turn][1]),
            (x + CORNERS[turn - 5][0], y + CORNERS[turn - 5][1]),
        )
        for x, y in sorted(own)
        for turn, (east, north) in enumerate(BEYOND)
        if (neighbour := (x + east, y + north)) not in own and (beyond is None or neighbour in beyond)
    ]


def chains(found: Sequence[Side]) -> list[list[Corner]]:
    """Put sides together, end to start: first the chains that have a beginning, then those that go round."""
    following: dict[Corner, list[Corner]] = {}
    for start, end in found:
        following.setdefault(start, []).append(end)
    ends = [end for _, end in found]
    beginnings = [start for start in following for _ in range(len(following[start]) - ends.count(start))]
    joined = []
    while following:
        at = beginnings.pop() if beginnings else min(following)
        chain = [at]
        while at in following:
            after = following[at].pop()
            if not following[at]:
                del following[at]
            chain.append(at := after)
        joined.append(chain)
    return joined


def around_all(own: Collection[Corner]) -> list[list[Corner]]:
    """Walk round hexagons: the sides that only one of them has, end to end."""
    return chains(sides(own))


def hatches(own: Collection[Corner]) -> list[list[tuple[float, float]]]:
    """Draw through hexagons, from south-west to north-east, what joins the middles of their sides."""
    lines = []
    for x, y in sorted(own):
        if (x - 1, y - 3) in own:
            continue
        count = 1
        while (x + count, y + 3 * count) in own:
            count += 1
        lines.append([(x - 0.5, y - 1.5), (x + count - 0.5, y + 3 * count - 1.5)])
    return lines


def path(lines: Iterable[Sequence[tuple[float, float]]], *, closed: bool = False) -> str:
    """Write lines on the lattice as a path whose unit is half a radius, north up."""
    return "".join(
        _relative([(x * math.sqrt(3), y) for x, y in line], 3) + ("Z" if closed else "") for line in lines
    )


def whole(line: Sequence[Corner], *, closed: bool = False) -> str:
    """Write a line between whole numbers as a path, north up, without points that lie on each other."""
    kept = [at for number, at in enumerate(line) if not number or at != line[number - 1]]
    return _relative(kept, 0) + ("Z" if closed else "") if len(kept) > 1 else ""


def _relative(line: Sequence[tuple[float, float]], digits: int) -> str:
    """Write a path from point to point, which takes half the characters of places."""
    steps = [(x - x0, y - y0) for (x, y), (x0, y0) in zip(line[1:], line, strict=False)]
    return "".join(
        f"{'l' if number else 'M'}{_short(x, digits)},{_short(-y, digits)}"
        for number, (x, y) in enumerate([line[0], *steps])
    )


def _short(number: float, digits: int) -> str:
    return f"{round(number, digits) + 0.0:g}"
