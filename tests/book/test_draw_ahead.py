"""Figures that other processes draw: what fails there fails as itself, and a process that dies holds up nobody."""

from __future__ import annotations

from pathlib import Path

from small_sites import CONF, notebook, published, sphinx, write_pages

AHEAD = ["figures.sphinx", "figures.book.faster.draw_ahead"]
DYING = '''
import multiprocessing, os, time
from figures.sphinx import files, mime

def make(*asked):
    if multiprocessing.parent_process():
        os._exit(3)
    return files.made(*asked)

def wait(app, doctree):
    """After the first figure until all processes are gone, so that the next one finds none."""
    if not list(doctree.findall(mime.figure_output)):
        return
    for _ in range(600):
        if not multiprocessing.active_children():
            return
        time.sleep(0.05)

def setup(app):
    mime.site_of(app).make = make
    app.connect("doctree-read", wait, priority=900)
'''


def test_what_the_renderer_refuses_fails_the_build_in_its_own_words(tmp_path: Path) -> None:
    source = tmp_path / "source"
    write_pages(source)
    bundle = published("visits")._repr_mimebundle_()
    spec = {key: value for key, value in published("visits").spec.items() if key != "datasets"}
    bundle["application/vnd.vegalite.v5+json"] = {**spec, "data": {"url": "https://example.org/visits.json"}}
    (source / "one.ipynb").write_text(notebook(bundle), encoding="utf-8")
    (source / "conf.py").write_text(CONF.format(extra=AHEAD, theme="alabaster"), encoding="utf-8")
    run = sphinx(source, tmp_path / "html")
    assert run.returncode != 0
    assert "https://example.org/visits.json" in run.stderr
    assert "BrokenProcessPool" not in run.stderr


def test_what_a_dead_process_left_is_drawn_where_the_page_is_written(tmp_path: Path) -> None:
    source = tmp_path / "source"
    write_pages(source)
    (source / "dying.py").write_text(DYING, encoding="utf-8")
    conf = f"import sys; sys.path.insert(0, {str(source)!r})" + CONF.format(
        extra=["figures.sphinx", "dying", AHEAD[1]], theme="alabaster"
    )
    (source / "conf.py").write_text(conf, encoding="utf-8")
    run = sphinx(source, tmp_path / "html", "-W")
    assert run.returncode == 0, run.stderr
    made = {file.name for file in (tmp_path / "html" / "figures").iterdir()}
    assert {"visits.png", "visits-from.png", "runtime.js"} <= made
