"""How is a list that is written by hand read? As YAML where it is written, as the JSON made of it where it is installed."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from figures.errors import DataError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read(path: Path) -> Any:
    """Read the list at ``path``, a YAML file, or the JSON file of the same name where there is no YAML.

    Raises
    ------
    DataError
        When there is neither, or the YAML is not valid or gives a key twice.
    """
    where = f"data/{path.name}"
    installed = path.with_suffix(".json")
    if not path.is_file() and installed.is_file():
        return _with_dates(json.loads(installed.read_bytes()))
    import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]
        """Refuses a key that is given twice: the second would silently replace the first."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            keys = [key.value for key, _ in node.value]
            twice = next((key for key in keys if keys.count(key) > 1), None)
            if twice is not None:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {twice!r} is given twice", node.start_mark
                )
            return dict(super().construct_mapping(node, deep=deep))

    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader)
    except FileNotFoundError:
        raise DataError(where, "must exist") from None
    except yaml.YAMLError as error:
        raise DataError(where, f"must be valid YAML ({' '.join(str(error).split())})") from None


def as_json(path: Path) -> bytes:
    """Write the list as the JSON that ``read`` takes in its place: days as ISO text."""
    return (json.dumps(read(path), default=date.isoformat, ensure_ascii=False, indent=1) + "\n").encode()


def _with_dates(part: Any) -> Any:
    if isinstance(part, list):
        return [_with_dates(one) for one in part]
    if isinstance(part, dict):
        return {key: _with_dates(value) for key, value in part.items()}
    # YAML reads a bare day as a date, so in these lists every text of this form is one.
    return date.fromisoformat(part) if isinstance(part, str) and _DAY.fullmatch(part) else part
