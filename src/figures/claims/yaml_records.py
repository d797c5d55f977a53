"""How does a list written by hand become records? YAML (JSON where it is installed) to dataclasses, by their type hints."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, Literal, NoReturn, get_args, get_origin, get_type_hints

from figures.errors import ContractError, DataError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DEEPEST = 20
_WORDS = {str: "a text", int: "a whole number", bool: "true or false", date: "a day such as 2025-04-18"}


def records(path: Path, what: str = "records") -> list[Any]:
    """Read a list of plain records from a YAML file of ``data/``; where there is none, from the JSON file of the same name."""
    where = f"data/{path.name}"
    installed = path.with_suffix(".json")
    if not path.is_file() and installed.is_file():
        found = json.loads(installed.read_bytes())
    else:
        try:
            found = parsed(path.read_text(encoding="utf-8"), where)
        except FileNotFoundError:
            raise DataError(where, f"must exist, with its list of {what}") from None
        except UnicodeDecodeError as error:
            raise DataError(where, f"must be UTF-8 text ({error})") from None
    if not isinstance(found, list):
        raise DataError(where, f"must be a list of {what}")
    return found


def as_json(path: Path) -> bytes:
    """Write the list as the JSON that ``records`` takes in its place: days as ISO text."""
    return (json.dumps(records(path), default=date.isoformat, ensure_ascii=False, indent=1) + "\n").encode()


def parsed(text: str, where: str) -> Any:
    """Parse YAML that people wrote; ``where`` names the file for the message.

    Refused are a key that is given twice, because the second would silently replace the first, an alias inside an anchor,
    because a few such lines can stand for more than a machine can hold, and a depth that no list of ours has.
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


def typed(hint: Any, raw: Any, where: str = "") -> Any:
    """Make plain values what a type hint says, or raise a ContractError that names the field, the rule and what came instead."""
    parts = get_args(hint)
    if NoneType in parts:
        return None if raw is None else typed(parts[0], raw, where)
    if get_origin(hint) is Literal:
        return raw if raw in parts else _refuse(where, f"one of {', '.join(parts)}", raw)
    if get_origin(hint) is tuple:
        items = raw if isinstance(raw, list) else _refuse(where, "a list", raw)
        return tuple(typed(parts[0], item, f"{where}[{at}]") for at, item in enumerate(items, 1))
    if hasattr(hint, "_fields"):  # a named tuple
        if not isinstance(raw, list) or len(raw) != len(hint._fields):
            _refuse(where, f"[{', '.join(hint._fields)}]", raw)
        return hint(
            *(typed(kind, item, where) for kind, item in zip(_hints(hint).values(), raw, strict=True))
        )
    if get_origin(hint) is Mapping or is_dataclass(hint):
        return _mapping(hint, raw, where)
    return _scalar(hint, raw, where)


def _scalar(kind: Any, raw: Any, where: str) -> Any:
    if kind is date and isinstance(raw, str) and _DAY.fullmatch(raw):  # JSON has no days
        with suppress(ValueError):
            return date.fromisoformat(raw)
    # A bool is an int too, and a datetime a date.
    if type(raw) is not kind or (kind is str and not raw.strip()):
        _refuse(where, _WORDS[kind], raw)
    return re.sub(r"[ \n]+", " ", raw.strip()) if kind is str else raw


def _mapping(kind: Any, raw: Any, where: str) -> Any:
    if not isinstance(raw, dict):
        _refuse(where, "a record with named fields", raw)
    within = f"{where}." if where else ""
    if get_origin(kind) is Mapping:
        _, hint = get_args(kind)
        return {str(name): typed(hint, value, f"{within}{name}") for name, value in raw.items()}
    known = {field.metadata.get("key", field.name): field for field in fields(kind)}
    for key in raw:
        if key not in known:
            raise ContractError(f"{within}{key}: there is no such field; there are {', '.join(known)}")
    made = {}
    for key, field in known.items():
        if raw.get(key) is not None:
            made[field.name] = typed(_hints(kind)[field.name], raw[key], f"{within}{key}")
        elif field.default is field.default_factory is MISSING:
            raise ContractError(f"{within}{key}: must be given")
    return kind(**made)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _refuse(where: str, expected: str, raw: object) -> NoReturn:
    raise ContractError(f"{where + ': ' if where else ''}must be {expected}, is {raw!r}")
