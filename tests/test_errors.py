"""An error says the same wherever it is raised, and speaks the words of whoever typed what is wrong."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor

import pytest

from figures.errors import ContractError, DataError, FiguresError
from figures.text import in_a_shell, option


def wrong(error: FiguresError) -> None:
    raise error


@pytest.mark.parametrize(
    "error", [DataError("a", "b"), DataError("a", "b", row=3), ContractError("c"), FiguresError("d" * 3000)]
)
def test_an_error_survives_the_way_between_processes(error: FiguresError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_the_message_of_a_worker_arrives() -> None:
    with ProcessPoolExecutor(1) as pool, pytest.raises(DataError, match=r"^own\.csv, row 3: is wrong$"):
        pool.submit(wrong, DataError("own.csv", "is wrong", row=3)).result(timeout=60)


def test_options_are_spelled_as_they_are_typed() -> None:
    assert [option("sheet"), option("decimal", ","), option("text", ["a b"])] == [
        "sheet",
        "decimal=','",
        "text=['a b']",
    ]
    with in_a_shell():
        assert option("date_format", "%d/%m/%Y %H:%M") == "--date-format '%d/%m/%Y %H:%M'"
        assert [option("sheet"), option("sep", ";"), option("sep", "\t")] == [
            "--sheet",
            "--sep ';'",
            "--sep tab",
        ]
        assert option("text", ["a b", "c"]) == "--text 'a b' c"
    assert option("decimal", ",") == "decimal=','"
