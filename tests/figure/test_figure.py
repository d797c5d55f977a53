"""A figure is finished, or it is no figure."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import polars as pl
import pytest

from figures import Source, measure, publish, theme
from figures.errors import ContractError
from figures.figure import MIME, draw
from figures.figure.source import source_line, source_texts, sources_from
from figures.text import cell_text, day_text

NAME = "moratorium.attack_drones_per_day.during"


def bars() -> alt.Chart:
    rows = [{"side": "A", "n": 2}, {"side": "B", "n": 5}]
    return (
        alt.Chart(alt.Data(values=rows), title=alt.TitleParams(f"It was {{{NAME}}}", subtitle="Per day"))
        .mark_bar(color=theme.LIGHT["ink"])
        .encode(x="n:Q", y="side:N")
    )


def owed(**changed: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": "two-bars",
        "alt": f"Two bars; {{{NAME}}} a day.",
        "caption": f"About {{{NAME}}} a day.",
        "sources": ["strikes_daily"],
        "table": pd.DataFrame({"side": ["A", "B"], "n": [2, 5]}),
        "columns": {"side": "Side", "n": "Drones"},
        "claims": [19],
    }
    return given | changed


def test_the_output_is_for_jupyterlab_for_viewers_that_run_nothing_and_for_readers_of_plain_text() -> None:
    bundle = publish(bars(), **owed())._repr_mimebundle_()
    assert set(bundle) == {MIME, "image/svg+xml", "text/plain"}
    picture = ElementTree.fromstring(bundle["image/svg+xml"])
    assert picture.get("aria-label") == bundle["text/plain"]
    assert "Source: " in "".join(picture.itertext())
    assert bundle["text/plain"] == f"Two bars; {measure(NAME).text} a day."
    assert bundle[MIME]["description"] == bundle["text/plain"]
    json.dumps(bundle)


def test_titles_and_captions_carry_computed_numbers() -> None:
    spec = publish(bars(), **owed()).spec
    assert spec["title"]["text"] == [f"It was {measure(NAME).text}"]
    meta = spec["usermeta"]["figure"]
    assert meta["said"]["caption"] == f"About {measure(NAME).text} a day."
    assert meta["caption"] == f"About {{{NAME}}} a day."  # kept, so that the page can link the number


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"id": "Two Bars"}, "kebab case"),
        ({"alt": " "}, "alt states no number"),
        ({"alt": "Two bars of different length."}, "alt states no number"),
        ({"alt": "Two bars; {moratorium.no_such.number} a day."}, "moratorium.no_such.number"),
        ({"caption": ""}, "caption is empty"),
        ({"sources": []}, "sources is empty"),
        ({"sources": ["strikes_dayly"]}, "strikes_daily"),
        ({"sources": [Source("A page"), "strikes_dayly"]}, "strikes_daily"),
        ({"sources": ["Town library"]}, r"not the book's give figures\.Source\('Town library'\)"),
        ({"sources": [19]}, r"figures\.Source objects, got \[19\]"),
        ({"claims": [0]}, "whole numbers from 1, got"),
        ({"columns": {"m": "M"}}, r"no column \['m'\]"),
        ({"columns": {}}, "no column"),
        ({"table": pd.DataFrame({"side": [], "n": []})}, "no row"),
    ],
)
def test_what_a_reader_is_owed_cannot_be_left_out(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(Exception, match=message):
        publish(bars(), **owed(**changed))


def test_the_table_keeps_values_and_prints_them_for_readers() -> None:
    frame = pd.DataFrame(
        {
            "date": pd.date_range("2025-03-18", periods=3),
            "n": pd.array([None, 1234, -2], dtype="Int64"),
            "who": ["a", "=b", None],
        }
    )
    columns = {"date": "Day", "n": "Drones", "who": "Who"}
    table = publish(bars(), **owed(table=frame, columns=columns)).spec["usermeta"]["figure"]["table"]
    assert table["rows"] == [["2025-03-18", None, "a"], ["2025-03-19", 1234, "=b"], ["2025-03-20", -2, None]]
    kinds = [column["kind"] for column in table["columns"]]
    assert kinds == ["date", "number", "text"]
    printed = [
        [cell_text(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in table["rows"]
    ]
    assert printed[0] == ["18 March 2025", "–", "a"]
    assert printed[1:] == [["19 March 2025", "1,234", "=b"], ["20 March 2025", "−2", "–"]]


def test_any_eager_dataframe_gives_the_same_table() -> None:
    columns = {"month": "Month", "share": "Share"}
    months = pd.to_datetime(["2025-03-01", "2025-04-01"])
    from_pandas = pd.DataFrame({"month": months, "share": [0.1234, None]})
    from_polars = pl.DataFrame({"month": [day.date() for day in months], "share": [0.1234, None]})
    tables = [
        publish(bars(), **owed(table=frame, columns=columns)).spec["usermeta"]["figure"]["table"]
        for frame in (from_pandas, from_polars)
    ]
    assert tables[0] == tables[1]
    assert tables[0]["rows"] == [["2025-03-01", 0.1234], ["2025-04-01", None]]
    assert [cell_text("2025-03-01", "month"), cell_text(0.1234, "number")] == ["March 2025", "0.123"]


def test_the_source_line_names_publisher_kind_and_state() -> None:
    (line,) = source_texts(["sanctions_monthly"])
    assert re.search(r"Office of Foreign Assets Control.*\(official record, as of \d+ \w+ \d{4}\)", line)
    (line,) = source_texts(["losses_daily"])
    assert "General Staff of the Armed Forces of Ukraine" in line and "claim by a party" in line


def test_who_stands_behind_several_tables_is_named_once_under_a_picture() -> None:
    air = Source("City of Lyon, air quality")
    assert source_line(["pressure_events", "rhetoric_events", air, "pressure_events", air]) == (
        "Source: the pages named row by row (news reports), collected by this project; City of Lyon, air quality."
    )


def test_other_peoples_data_are_a_source_without_being_a_table_of_ours() -> None:
    air = Source("City of Lyon, air quality, official measurements", "https://example.org/air", "CC BY 4.0")
    meta = publish(bars(), **owed(sources=[air, "strikes_daily"])).spec["usermeta"]["figure"]
    assert json.loads(json.dumps(meta["sources"])) == [
        {
            "text": "City of Lyon, air quality, official measurements",
            "url": "https://example.org/air",
            "licence": "CC BY 4.0",
        },
        "strikes_daily",
    ]
    assert sources_from(meta["sources"]) == [air, "strikes_daily"]
    first, second = source_texts(sources_from(meta["sources"]))
    assert first == "City of Lyon, air quality, official measurements (https://example.org/air, CC BY 4.0)"
    assert second.startswith("Ukrainian Air Force")
    assert str(Source("Our own count")) == "Our own count"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://example.org", "https://", "https://a b.org/", "//x.org", "https://[x"],
)
def test_a_source_leads_to_a_web_page_or_nowhere(url: str) -> None:
    with pytest.raises(ContractError, match="url must begin with https"):
        Source("A page", url)
    with pytest.raises(ContractError, match="text is empty"):
        Source(" ")


def test_a_figure_can_be_saved_and_nothing_else_is_written(tmp_path: Path) -> None:
    figure = publish(bars(), **owed())
    for ending in ("svg", "png", "json"):
        figure.save(tmp_path / f"bars.{ending}")
    assert "It was" in (tmp_path / "bars.svg").read_text(encoding="utf-8")
    assert (tmp_path / "bars.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads((tmp_path / "bars.json").read_text(encoding="utf-8")) == figure.spec
    with pytest.raises(ContractError, match=r"'\.gif' is not one of \.svg, \.png, \.html, \.json"):
        figure.save(tmp_path / "bars.gif")
    assert len(list(tmp_path.iterdir())) == 3


def test_the_house_style_is_added_under_the_charts_own() -> None:
    chart = bars().configure_axis(labelColor="#123456")
    config = publish(chart, **owed()).spec["config"]
    assert config["axis"]["labelColor"] == "#123456"
    assert config["axis"]["gridColor"] == theme.LIGHT["grid"]


def test_days_are_printed_as_the_book_prints_them() -> None:
    assert day_text(pd.Timestamp("2025-04-07").date()) == "7 April 2025"


def test_a_figure_draws_without_the_network() -> None:
    assert "<svg" in draw.svg(publish(bars(), **owed()).spec)


def test_the_largest_numbers_stay_numbers():
    """Rounded to ten digits, the largest one would be infinite, which JSON has no word for."""
    from sys import float_info

    table = pd.DataFrame({"n": [float_info.max, 0.1 + 0.2]})
    made = publish(
        alt.Chart(alt.Data(values=[{"n": float_info.max}])).mark_tick().encode(x="n:Q"),
        id="largest", alt="1 tick.", caption="The largest.", sources=["strikes_daily"], table=table, columns={"n": "n"},
    )  # fmt: skip
    assert made.spec["usermeta"]["figure"]["table"]["rows"] == [[float_info.max], [0.3]]
    assert json.loads(json.dumps(made.spec, allow_nan=False)) == made.spec


def test_a_message_is_for_reading():
    with pytest.raises(ContractError, match=r"^publish: id must be in kebab case.*A …$") as refused:
        publish(
            alt.Chart(),
            id="A" * 100_000,
            alt="One.",
            caption="C.",
            sources=[],
            table=pd.DataFrame(),
            columns={},
        )
    assert len(str(refused.value)) < 3_000


def test_a_picture_too_heavy_for_a_notebook_is_left_out() -> None:
    points = [{"x": at % 400, "y": at // 400} for at in range(10_000)]
    chart = alt.Chart(alt.Data(values=points)).mark_circle().encode(x="x:Q", y="y:Q")
    assert set(publish(chart, **owed())._repr_mimebundle_()) == {MIME, "text/plain"}
