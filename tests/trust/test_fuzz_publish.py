"""Whatever `publish` is given, it finishes a figure that is valid JSON, or refuses it in one sentence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import altair as alt
import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from figures import publish
from figures.figure import Figure
from trust.hostile import CELLS, VALUES, TooSlowError, fuzzed, outcome

NAMES = ["strikes_daily", "claims", "nothing", "../x", ""]
TEXTS = st.one_of(
    CELLS,
    st.sampled_from(
        [
            "{moratorium.attack_drones_per_day.during}",
            "{a.b}",
            "{a.b:c}",
            "{moratorium.attack_drones_per_day.during:x}",
            "{{",
            "1",
            "</script>1",
            "two-bars",
            "A" * 100_000 + "1",
        ]
    ),
)
ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=6),
    st.binary(max_size=4),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.timezones()),
    st.timedeltas(),
    st.sampled_from(
        [
            pd.NaT,
            pd.NA,
            Fraction(1, 3),
            10**400,
            time(1),
            [],
            {},
            (1, 2),
            object,
            complex(1, 2),
            date.min,
            datetime.max,
            Decimal("sNaN"),
            timedelta.max,
            alt,
        ]
    ),
)


def bars(title: Any = "Two") -> alt.Chart:
    rows = [{"side": "A", "n": 2}, {"side": "B", "n": 5}]
    return alt.Chart(alt.Data(values=rows), title=title).mark_bar().encode(x="n:Q", y="side:N")


GIVEN: dict[str, Any] = {
    "id": "two-bars",
    "alt": "Two bars, 2 and 5.",
    "caption": "A caption.",
    "sources": ["strikes_daily"],
    "table": pd.DataFrame({"side": ["A", "B"], "n": [2, 5]}),
    "columns": {"side": "Side", "n": "Drones"},
    "claims": [19],
    "note": "",
}


def checked(make: Callable[[], Figure]) -> None:
    figure = make()
    json.dumps(figure.spec, allow_nan=False)
    assert figure.alt.strip()


def test_any_words(nightly: bool, record_property: Callable[[str, object], None]) -> None:
    seen = Counter[str]()
    values = {
        "id": st.sampled_from(["two-bars", "a"]) | TEXTS | VALUES,
        "alt": TEXTS | VALUES,
        "caption": TEXTS | VALUES,
        "note": TEXTS | VALUES,
        "sources": st.lists(st.sampled_from(NAMES) | CELLS, max_size=3) | VALUES,
        "claims": st.lists(st.integers(-1, 70) | VALUES, max_size=3) | VALUES,
        "columns": st.dictionaries(st.sampled_from(["side", "n"]) | CELLS, TEXTS, max_size=3) | VALUES,
        "table": VALUES,
    }

    @fuzzed(nightly)
    @given(st.data())
    def case(data: st.DataObject) -> None:
        changed = {
            name: data.draw(values[name])
            for name in data.draw(st.sets(st.sampled_from(list(values)), max_size=3))
        }
        left_out = data.draw(st.sets(st.sampled_from(["alt", "caption", "table", "columns"])))
        given = {name: value for name, value in {**GIVEN, **changed}.items() if name not in left_out}
        title = data.draw(TEXTS) if data.draw(st.booleans()) else "Two"
        chart = bars(title) if data.draw(st.integers(0, 9)) else data.draw(VALUES)
        message = outcome(lambda: checked(lambda: publish(chart, **given)), seen)
        assert not message or message.startswith(("publish", "table", "measure")) or "{" in str(changed), (
            message
        )

    case()
    record_property("fuzz cases: publish, any words", dict(seen))


def test_any_table(nightly: bool, record_property: Callable[[str, object], None]) -> None:
    seen = Counter[str]()
    made: list[Callable[[dict[str, list[Any]]], Any]] = [
        pd.DataFrame,
        lambda columns: pd.DataFrame(columns, dtype=object),
        lambda columns: pd.DataFrame(columns).astype("category"),
        lambda columns: pd.concat([pd.DataFrame(columns)] * 2, axis=1),
        lambda columns: pl.DataFrame(columns, strict=False),
        lambda columns: pl.DataFrame(columns, strict=False).lazy(),
        pa.table,
    ]

    @fuzzed(nightly)
    @given(st.data())
    def case(data: st.DataObject) -> None:
        length = data.draw(st.integers(0, 4))
        heads = data.draw(
            st.lists(
                st.sampled_from(["month", "date", "n", "side", "", "a b"]) | st.text(max_size=5),
                max_size=3,
                unique=True,
            )
        )
        kinds: st.SearchStrategy[Any] = st.sampled_from(
            [ODD, st.integers(-5, 5), st.floats(), st.dates(), st.datetimes(), st.text(max_size=4)]
        )
        columns = {
            head: data.draw(st.lists(data.draw(kinds), min_size=length, max_size=length)) for head in heads
        }
        build = data.draw(st.sampled_from(made))
        try:
            table = build(columns)
        except (
            BaseException
        ) as error:  # not ours: this engine takes no such table; Rust panics are no Exception
            if isinstance(error, KeyboardInterrupt | TooSlowError) or type(error).__module__.startswith(
                "hypothesis"
            ):
                raise
            seen["no table"] += 1
            return
        given = {**GIVEN, "table": table, "columns": {head: head or "x" for head in heads}}
        outcome(lambda: checked(lambda: publish(bars(), **given)), seen)

    case()
    record_property("fuzz cases: publish, any table", dict(seen))
