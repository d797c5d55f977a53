"""What was imported from version 1.0's modules still works, and says where each of them is now."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

import figures


@pytest.mark.parametrize("name", sorted(figures._MOVED))
def test_a_moved_module_is_the_one_in_its_new_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = f"figures.{figures._MOVED[name]}"
    monkeypatch.delitem(sys.modules, f"figures.{name}", raising=False)
    with pytest.warns(DeprecationWarning, match=rf"^figures\.{name} is {place} now$"):
        old = import_module(f"figures.{name}")
    assert old is import_module(place)
    monkeypatch.delitem(sys.modules, f"figures.{name}")
    monkeypatch.delattr(figures, name, raising=False)


def test_no_module_has_the_name_of_one_that_moved() -> None:
    here = {path.stem for path in Path(figures.__file__).parent.iterdir()}
    assert not here & figures._MOVED.keys()


def test_a_module_that_never_was_is_not_found() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"figures\.nowhere"):
        import_module("figures.nowhere")
