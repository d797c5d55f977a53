"""The chapters rerun, and give the outputs that are stored in them (pytest-notebook)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_notebook.nb_regression import NBRegressionFixture

CHAPTERS = sorted((Path(__file__).resolve().parents[2] / "book").glob("*.ipynb"))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_outputs_are_what_is_stored(chapter: Path) -> None:
    rerun = NBRegressionFixture(
        exec_timeout=300,
        exec_cwd=str(chapter.parent),
        diff_ignore=("/metadata/language_info",),
        diff_color_words=False,
    )
    rerun.check(str(chapter))
