"""Whatever a file holds and however it is called, it is read as it was meant, or refused in one sentence."""

from __future__ import annotations

import contextlib
import csv
import io
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import figures
from figures import examples
from figures.command import main
from figures.errors import DataError
from figures.tables.files import ENDINGS
from trust.hostile import bounds, broken_bytes, broken_csv, fuzzed, outcome

NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(-1e15, 1e15, allow_nan=False).map(lambda value: round(value, 6)),
    st.floats(-10, 10, allow_nan=False).map(lambda value: round(value, 3)),
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=8).map(lambda text: f"t{text}".replace("\r", ""))
ROWS = st.lists(st.tuples(NUMBERS, st.dates(), TEXTS), min_size=1, max_size=8)
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y/%m/%d")
MARKS = (".", ".,", ". ", ".'", ",", ",.", ", ", ",'")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32")


def as_text(value: float, decimal: str, thousands: str) -> str:
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.translate({ord(","): thousands, ord("."): decimal})


def test_what_a_writer_wrote_comes_back_or_is_refused_with_its_line(
    tmp_path: Path, nightly: bool, record_property: Callable[[str, object], None]
) -> None:
    seen = Counter[str]()

    @fuzzed(nightly)
    @given(
        ROWS,
        st.sampled_from(",;\t|"),
        st.sampled_from(MARKS),
        st.sampled_from(ENCODINGS),
        st.sampled_from(DAYS),
        st.booleans(),
    )
    @example([(1.234, date(2025, 1, 2), "t")], ",", ",", "utf-8", "%Y-%m-%d", False)
    @example([(1234, date(2025, 1, 2), "t")], ";", ",.", "utf-8", "%d.%m.%Y", False)
    def case(  # noqa: PLR0917
        rows: list[tuple[float, date, str]], sep: str, marks: str, encoding: str, day: str, told: bool
    ) -> None:
        decimal, thousands = marks[0], marks[1:]
        numbers = [as_text(number, decimal, thousands) for number, _, _ in rows]
        dates = [at.strftime(day.replace("%Y", f"{at.year:04}")) for _, at, _ in rows]
        text = io.StringIO()
        writer = csv.writer(text, delimiter=sep)
        writer.writerow(["n", "day", "who"])
        writer.writerows(zip(numbers, dates, (who for _, _, who in rows), strict=True))
        file = tmp_path / "own.csv"
        file.write_bytes(text.getvalue().encode(encoding))
        asked = (
            {"sep": sep, "decimal": decimal, "thousands": thousands or None, "date_format": day}
            if told
            else {}
        )
        if not told and marks == ",." and sep != ";" and not any("," in number for number in numbers):
            return  # 1.234 apart by commas is 1.234, as every program writes
        refused, found = "", []
        with bounds():
            try:
                found = figures.read(file, **asked).rows()
            except DataError as error:
                refused = str(error)
        seen["refused" if refused else "read"] += 1
        if refused:
            assert not told and ", line " in refused
        else:
            wanted = [float(number) for number, _, _ in rows]
            assert [number for number, _, _ in found] == pytest.approx(wanted, rel=1e-15, abs=0)
            assert [row[1:] for row in found] == [row[1:] for row in rows]

    case()
    record_property("fuzz cases: tables written and read", dict(seen))


MAGIC = [
    b"",
    b"PAR1",
    b"ARROW1\0\0",
    b"FEA1",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"\xff\xfe",
    b"[{",
    b'{"a":',
    b'a,b\n1,"',
    b"a;b\n",
]
LETTERS = st.text(st.sampled_from('01,;.\t"\n\r-/ a$%é\0[{}]:'), max_size=60).map(str.encode)
ASKED = [
    {},
    {"sep": ";"},
    {"decimal": ","},
    {"date_format": "%Y-%m-%d"},
    {"encoding": "cp1252"},
    {"encoding": "utf-7"},
]


def test_any_bytes_under_any_name(
    tmp_path: Path, nightly: bool, record_property: Callable[[str, object], None]
) -> None:
    seen = Counter[str]()
    real = [examples.path(name).read_bytes() for name in examples.SOURCES]

    @fuzzed(nightly)
    @given(st.data(), st.sampled_from([*ENDINGS, ".csv.gz", "", ".sav"]), st.sampled_from(ASKED))
    def case(data: st.DataObject, ending: str, asked: dict[str, str]) -> None:
        if data.draw(st.booleans()):
            content = data.draw(st.sampled_from(MAGIC)) + data.draw(st.binary(max_size=60) | LETTERS)
        else:
            content = data.draw(st.sampled_from(real))
            content = (
                broken_csv(data.draw, content)
                if data.draw(st.booleans())
                else broken_bytes(data.draw, content)
            )
        file = tmp_path / f"own{ending}"
        file.write_bytes(content)
        outcome(lambda: figures.read(file, **asked).rows(), seen)
        if ending == ".csv" and not asked:
            told = io.StringIO()
            with bounds(), contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
                assert main(["show", str(file)]) in (0, 1)
            assert "Traceback" not in told.getvalue()

    case()
    record_property("fuzz cases: bytes read", dict(seen))
