"""How is a list that is written by hand read? As YAML where it is written, as the JSON made of it where it is installed."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from figures.errors import DataError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DEEPEST = 20


def records(path: Path, what: str = "records") -> list[Any]:
    """Read a list of records.

    Parameters
    ----------
    path
        A UTF-8 YAML file of ``data/``; where there is none, the JSON file of the same name.
    what
        What is listed, for the message.

    Raises
    ------
    DataError
        Neither file; no YAML; no list; a key that is given twice, because the second would silently replace the first; an
        alias inside an anchor, because a few such lines can stand for more than a machine can hold.
    """
    where = f"data/{path.name}"
    installed = path.with_suffix(".json")
    if not path.is_file() and installed.is_file():
        told = _with_dates(json.loads(installed.read_bytes()))
    else:
        try:
            told = parsed(path.read_text(encoding="utf-8"), where)
        except FileNotFoundError:
            raise DataError(where, f"must exist, with its list of {what}") from None
        except UnicodeDecodeError as error:
            raise DataError(where, f"must be UTF-8 text ({error})") from None
    if not isinstance(told, list):
        raise DataError(where, f"must be a list of {what}")
    return told


def as_json(path: Path) -> bytes:
    """Write the list as the JSON that ``records`` takes in its place: days as ISO text."""
    return (json.dumps(records(path), default=date.isoformat, ensure_ascii=False, indent=1) + "\n").encode()


def parsed(text: str, where: str) -> Any:
    """Parse YAML that people wrote; ``where`` names the file for the message. Errors are those of ``records``.

    Parameters
    ----------
    text
        The content of the file.
    where
        What the file is called.

    Returns
    -------
    Any
        Plain values; nothing for an empty file.

    Raises
    ------
    DataError
        No YAML, a key that is given twice, an alias inside an anchor, or a depth that no list of ours has.

    Examples
    --------
    >>> from figures.claims.yaml_records import parsed
    >>> parsed("- {line: 1}", "data/claims.yml")
    [{'line': 1}]
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
            if self.depth > _DEEPEST:
                raise yaml.composer.ComposerError(
                    None, None, f"nothing may be nested more than {_DEEPEST} deep", event.start_mark
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

    try:
        return yaml.load(text, Loader)
    # PyYAML lets out whatever int(), date(), an index or its own regular expressions raise on a value that only looks like one.
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise DataError(where, f"must be valid YAML ({' '.join(str(error).split())[:500]})") from None


def _with_dates(part: Any) -> Any:
    if isinstance(part, list):
        return [_with_dates(one) for one in part]
    if isinstance(part, dict):
        return {key: _with_dates(value) for key, value in part.items()}
    # YAML reads a bare day as a date, so in these lists every text of this form is one.
    return date.fromisoformat(part) if isinstance(part, str) and _DAY.fullmatch(part) else part
