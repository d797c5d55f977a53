"""What goes into the wheel besides code: the tables, and the lists written by hand as JSON, so that it needs no YAML."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataHook(BuildHookInterface):
    """Adds ``figures/_data`` to a wheel; an editable install reads ``data/`` itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file of ``data/`` and where it goes."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from figures.claims import yaml_records

        self.made = Path(tempfile.mkdtemp())
        for path in sorted((root / "data").iterdir()):
            source = path
            if path.suffix == ".yml":
                source = self.made / f"{path.stem}.json"
                source.write_bytes(yaml_records.as_json(path))
            build_data["force_include"][str(source)] = f"figures/_data/{source.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the wheel."""
        if version != "editable":
            shutil.rmtree(self.made)
