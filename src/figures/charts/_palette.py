"""Which colour does each of several things get? The named ones, in an order, and grey for those that only stand behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from figures.charts import _asked as asked
from figures.charts._rows import known
from figures.errors import ContractError
from figures.theme import HUES, LIGHT, Colour

QUIET = LIGHT["neutral"]

_HIGHLIGHT = "name those that matter in highlight, and the others become grey"
_ADD_UP = "keep the largest and add up the rest, or name their colours"


def hues(
    function: str,
    argument: str,
    names: Sequence[str],
    colours: Mapping[str, Colour] | None,
    highlight: Sequence[str] | None = None,
) -> dict[str, str]:
    """Give each name its colour of ``colours`` or, without these, one after the other; where some are in ``highlight`` the rest is grey."""
    for name in highlight or ():
        known(function, "highlight", name, dict.fromkeys(names))
    chosen = list(highlight or names)
    if colours is None and len(chosen) > len(HUES):
        instead = _ADD_UP if highlight is None else _HIGHLIGHT
        raise ContractError(
            f"{function}: {argument}: expected at most {len(HUES)} that need a colour, got {len(chosen)}; {instead}"
        )
    own = asked.colours(function, "colours", colours, chosen, what=argument)
    return {name: own[name] if name in chosen else QUIET for name in names}
