"""How far do two readings of the same parts agree, beyond what chance would give? Krippendorff's alpha."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def alpha(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Give Krippendorff's alpha for two readers, nominal categories and no missing value.

    One is perfect agreement, zero what chance would give. Source: K. Krippendorff, Content Analysis (2004), chapter 11.

    >>> round(alpha([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")]), 3)
    0.533
    """
    values = Counter(value for pair in pairs for value in pair)
    whole = sum(values.values())
    by_chance = sum(count * (whole - count) for count in values.values())
    disagreeing = 2 * sum(first != second for first, second in pairs)
    return 1 - (whole - 1) * disagreeing / by_chance if by_chance else 1.0
