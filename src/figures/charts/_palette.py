"""Which colour does each of several things get? The named ones, in an order, and grey for those that only stand behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from figures.charts import _asked as asked
from figures.charts._rows import known
from figures.errors import ContractError
from figures.theme import LIGHT, Token

ORDER: tuple[Token, ...] = ("blue", "amber", "teal", "red", "violet")
QUIET = LIGHT["neutral"]


def hues(
    function: str,
    argument: str,
    names: Sequence[str],
    colours: Mapping[str, Token] | None,
    highlight: Sequence[str] = (),
) -> dict[str, str]:
    """Give each name its colour of ``colours`` or, without these, one after the other; what is not in ``highlight`` is grey."""
    asked.tokens(function, "colours", (colours or {}).values())
    for name in highlight:
        known(function, "highlight", name, dict.fromkeys(names))
    chosen = list(highlight) or names
    if colours is None and len(chosen) > len(ORDER):
        raise ContractError(
            f"{function}: {argument}: expected at most {len(ORDER)} colours, got {len(chosen)}; name those that matter in "
            "highlight, and the others become grey"
        )
    for name in chosen if colours else ():
        known(function, f"{argument} without a colour", name, colours or {})
    own = colours or dict(zip(chosen, ORDER, strict=False))
    return {name: LIGHT[own[name]] if name in chosen else QUIET for name in names}
