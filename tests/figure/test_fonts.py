"""Which fonts a machine has changes no drawing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from figure.box_font import box_font

DRAWN = """
import hashlib, sys
import altair as alt
import pyarrow as pa
from figures import Source, publish
from figures.figure import renderer, saving
if sys.argv[1:] == ["no folders"]:
    renderer._FONT_FOLDERS = ()
rows = [{"town": "Handgloves and Quick Brown Foxes", "loans": 12}, {"town": "Lyon", "loans": 7}]
bars = alt.Chart(alt.Data(values=rows), title="Loans").mark_bar().encode(y="town:N", x="loans:Q")
italic = alt.Chart(alt.Data(values=rows)).mark_text(fontStyle="italic", fontWeight="bold").encode(y="town:N", text="loans:N")
figure = publish(
    bars + italic,
    id="loans",
    alt="Two bars: 12 and 7.",
    caption="A caption.",
    sources=[Source("Town library")],
    table=pa.Table.from_pylist(rows),
    columns={"town": "Town", "loans": "Loans"},
)
for ending in (".svg", ".png", ".html", ".json"):
    print(ending, hashlib.sha256(saving.rendered(figure.spec, ending)).hexdigest())
"""
MEASURED = """
import vl_convert
spec = {"data": {"values": [{"a": "Handgloves"}]}, "mark": "tick", "encoding": {"y": {"field": "a"}}, "config": {"font": "%s"}}
print(vl_convert.vegalite_to_svg(spec, vl_version="6.4").partition('width="')[2].partition('"')[0])
"""


def output(code: str, fonts: Path, *arguments: str) -> str:
    """Run code where the fonts of the machine and of its user are those of a folder."""
    fonts.mkdir(exist_ok=True)
    config = fonts.parent / f"{fonts.name}.conf"
    config.write_text(f"<?xml version='1.0'?><fontconfig><dir>{fonts}</dir></fontconfig>")
    home = fonts.parent / f"home of {fonts.name}"
    home.mkdir(exist_ok=True)
    if not (home / ".fonts").exists():
        (home / ".fonts").symlink_to(fonts)
    environment = os.environ | {"FONTCONFIG_FILE": str(config), "HOME": str(home)}
    run = [sys.executable, "-c", code, *arguments]
    return subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def drawn_without_fonts(tmp_path_factory: pytest.TempPathFactory) -> str:
    return output(DRAWN, tmp_path_factory.mktemp("fonts") / "none", "no folders")


def test_the_fonts_of_this_machine_change_nothing(drawn_without_fonts: str) -> None:
    here = subprocess.run([sys.executable, "-c", DRAWN], capture_output=True, text=True, check=True).stdout
    assert here == drawn_without_fonts


def test_a_machine_with_other_fonts_of_the_same_names_draws_the_same_bytes(
    drawn_without_fonts: str, tmp_path: Path
) -> None:
    (tmp_path / "fonts").mkdir()
    for family in ("Arial", "Helvetica", "Liberation Sans"):
        (tmp_path / "fonts" / f"{family}.ttf").write_bytes(box_font(family))
    # They are found, and are others: vl-convert by itself draws with them.
    for family in ("Arial", "Liberation Sans"):
        others, none = (output(MEASURED % family, tmp_path / fonts) for fonts in ("fonts", "none"))
        assert float(others) > float(none)
    assert output(DRAWN, tmp_path / "fonts") == drawn_without_fonts
