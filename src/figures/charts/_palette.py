"""Which colour does each of several things get? The named ones, in an order, and grey for those that only stand behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from figures.charts import _asked as asked
from figures.charts._rows import known
from figures.errors import ContractError
from figures.theme import HUES, LIGHT, Colour

QUIET = LIGHT["neutral"]


def hues(
    function: str,
    argument: str,
    names: Sequence[str],
    colours: Mapping[str, Colour] | None,
    highlight: Sequence[str] = (),
) -> dict[str, str]:
    """Give each name its colour of ``colours`` or, without these, one after the other; what is not in ``highlight`` is grey."""
    for name in highlight:
        known(function, "highlight", name, dict.fromkeys(names))
    chosen = list(highlight) or list(names)
    if colours is None and len(chosen) > len(HUES):
        raise ContractError(
            f"{function}: {argument}: expected at most {len(HUES)} colours, got {len(chosen)}; name those that matter in "
            "highlight, and the others become grey"
        )
    own = asked.colours(function, "colours", colours, chosen, what=argument)
    return {name: own[name] if name in chosen else QUIET for name in names}
