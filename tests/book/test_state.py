"""A page is made again when the package or a table changed, even if its own text did not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def build(folder: Path) -> str:
    code = "from sphinx.cmd.build import main; import sys; sys.exit(main(['-q', '-W', 'book', 'html']))"
    subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, 'src'); {code}"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return (folder / "html" / "index.html").read_text(encoding="utf-8")


def test_a_changed_recipe_changes_the_page(root: Path, tmp_path: Path) -> None:
    for name in ("src", "data"):
        shutil.copytree(root / name, tmp_path / name)
    for name in ("pyproject.toml", "CITATION.cff"):  # the first tells the package that this is a checkout
        shutil.copy(root / name, tmp_path)
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "conf.py").write_text(
        "extensions = ['myst_parser', 'figures.book']\n", encoding="utf-8"
    )
    (tmp_path / "book" / "numbers.md").write_text("# Numbers\n\n```{numbers}\n```\n", encoding="utf-8")
    (tmp_path / "book" / "index.md").write_text(
        "# Page\n\n```{toctree}\nnumbers\n```\n\nIt was {num}`aid.us.2025_01`.\n", encoding="utf-8"
    )
    before = build(tmp_path)
    assert ">0.5</a>" in before
    aid = tmp_path / "src" / "figures" / "measures" / "aid.py"
    aid.write_text(
        aid.read_text(encoding="utf-8").replace("BILLION = 1e9", "BILLION = 1e8"), encoding="utf-8"
    )
    after = build(tmp_path)
    assert ">4.8</a>" in after and ">0.5</a>" not in after
