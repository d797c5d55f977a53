"""How is a list that is written by hand read? YAML in the repository, as plain values, or refused in one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from figures.errors import DataError

DEEPEST = 20


def records(path: Path, what: str = "records") -> list[Any]:
    """Read a list of records.

    Parameters
    ----------
    path
        A UTF-8 YAML file of ``data/``.
    what
        What is listed, for the message.

    Raises
    ------
    DataError
        No such file; no YAML; no list; a key that is given twice, because the second would silently replace the first; an
        alias inside an anchor, because a few such lines can stand for more than a machine can hold.
    """
    import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]
        inside = depth = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            event, alias = self.peek_event(), self.check_event(yaml.AliasEvent)
            if alias and self.inside:
                raise yaml.composer.ComposerError(
                    None, None, "an anchor must not hold an alias", event.start_mark
                )
            if self.depth > DEEPEST:
                raise yaml.composer.ComposerError(
                    None, None, f"nothing may be nested more than {DEEPEST} deep", event.start_mark
                )
            anchored = not alias and event.anchor is not None
            self.inside, self.depth = self.inside + anchored, self.depth + 1
            node = super().compose_node(parent, index)
            self.inside, self.depth = self.inside - anchored, self.depth - 1
            return node

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            keys = [key.value for key, _ in node.value]
            twice = next((key for key in keys if keys.count(key) > 1), None)
            if twice is not None:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {twice!r} is given twice", node.start_mark
                )
            return dict(super().construct_mapping(node, deep=deep))

    where = f"data/{path.name}"
    try:
        told = yaml.load(path.read_text(encoding="utf-8"), Loader)
    except FileNotFoundError:
        raise DataError(where, f"must exist, with its list of {what}") from None
    # PyYAML lets out whatever int(), date() or its own regular expressions raise on a value that only looks like one.
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(where, f"must be valid YAML ({' '.join(str(error).split())[:500]})") from None
    if not isinstance(told, list):
        raise DataError(where, f"must be a list of {what}")
    return told
