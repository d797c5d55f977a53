"""The check of imports in `make check` names what runs against the layers of the house, and a circle inside a room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("module", "line", "named"),
    [
        ("charts/lanes.py", "from figures import measures", "figures.charts.lanes -> figures.measures (l."),
        ("errors.py", "from figures import theme", "figures.errors -> figures.theme (l."),
        # A circle: charts.columns is used by nothing that charts._rows needs, until this line.
        ("charts/_rows.py", "from figures.charts import lanes", "._rows -> .lanes (1 import)"),
    ],
)
def test_a_planted_import_is_named(root: Path, tmp_path: Path, module: str, line: str, named: str) -> None:
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copytree(root / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "src" / "figures" / module
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert named in run.stdout
