"""What a reader takes away of a figure is complete, parseable and the same every time."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest

from figures import Source, publish, tables, theme
from figures.book import structured_data
from figures.sphinx.files import LABELS, Colophon, contents, names

COLOPHON = Colophon("Where Is the Pressure?", "2026.11", "CC BY 4.0")


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return contents(spec(), page="3-conduct.html", colophon=COLOPHON)


def spec(*more: Source) -> dict[str, Any]:
    chart = (
        alt.Chart(alt.Data(values=[{"n": 1}]), title="A finding")
        .mark_bar(color=theme.LIGHT["ink"])
        .encode(x="n:Q")
    )
    table = pd.DataFrame(
        {
            "month": pd.to_datetime(["2025-03-01", "2025-04-01"]),
            "n": [1234.5, None],
            "who": ["=1+1", 'a "b", c'],
        }
    )
    return publish(
        chart,
        id="one-bar",
        alt="One bar, 1 long.",
        caption="It is {moratorium.attack_drones_per_day.during} & more.",
        note="Read with care.",
        sources=["strikes_daily", *more],
        table=table,
        columns={"month": "Month", "n": "Drones per day", "who": "Who"},
    ).spec


def test_there_is_a_file_for_each_label(made: dict[str, bytes]) -> None:
    assert list(made) == names("one-bar")
    assert len(LABELS) == len(made)
    assert all(made.values())
    assert made == contents(spec(), page="3-conduct.html", colophon=COLOPHON)


def test_the_csv_has_every_value_and_no_formula(made: dict[str, bytes]) -> None:
    rows = list(csv.reader(io.StringIO(made["figures/one-bar.csv"].decode())))
    assert rows == [["month", "n", "who"], ["2025-03-01", "1234.5", "'=1+1"], ["2025-04-01", "", 'a "b", c']]


def test_the_readme_says_what_where_from_and_under_which_terms(made: dict[str, bytes]) -> None:
    text = made["figures/one-bar.txt"].decode()
    for words in (
        "A finding",
        "It is 101 & more.",
        "Read with care.",
        "n: Drones per day",
        "Ukrainian Air Force",
        "claim by a party",
        "3-conduct.html#one-bar",
        "CC BY 4.0",
    ):
        assert words in text


def test_other_peoples_data_travel_with_the_files_and_are_told_to_machines() -> None:
    lyon = spec(Source("City of Lyon, air quality", "https://example.org/air", "CC0"), Source("Own <count>"))
    files = contents(lyon, page="reuse.html", colophon=COLOPHON)
    readme = files["figures/one-bar.txt"].decode()
    for line in (
        "  City of Lyon, air quality (https://example.org/air, CC0)",
        "  City of Lyon, air quality: CC0",
        "  Own <count>: ask its publisher",
    ):
        assert line in readme.splitlines()
    root = ElementTree.fromstring(files["figures/one-bar.svg"].decode())
    drawn = " ".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith("text"))
    assert "City of Lyon, air quality (https://example.org/air, CC0); Own <count>." in drawn
    assert structured_data.figure(lyon, page="reuse.html", base="https://example.org/book/") == {
        "@context": "https://schema.org",
        "@type": "ImageObject",
        "url": "https://example.org/book/reuse.html#one-bar",
        "contentUrl": "https://example.org/book/figures/one-bar.svg",
        "caption": "It is 101 & more.",
        "description": "One bar, 1 long.",
        "isBasedOn": [
            {
                "@type": "Dataset",
                "name": tables.resource("strikes_daily")["title"],
                "url": "https://example.org/book/sources.html#strikes-daily",
            },
            {
                "@type": "CreativeWork",
                "name": "City of Lyon, air quality",
                "url": "https://example.org/air",
                "license": "CC0",
            },
            {"@type": "CreativeWork", "name": "Own <count>"},
        ],
    }


def test_the_picture_carries_title_source_and_origin(made: dict[str, bytes]) -> None:
    picture = made["figures/one-bar.svg"].decode()
    root = ElementTree.fromstring(picture)
    told = " ".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith("text"))
    assert "A finding" in told
    assert "Source: Ukrainian Air Force" in told
    assert "Where Is the Pressure?" in told
    lowest = max(float(y) for y in re.findall(r'<text x="8" y="(\d+)"', picture))
    assert lowest < float(root.attrib["height"])
    png = made["figures/one-bar.png"]
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 2 * (640 + 2 * 8)


def test_the_picture_of_a_site_without_a_licence_claims_none() -> None:
    assert Colophon("Air", "2").signature("index.html#air") == "Air 2, index.html#air."
    assert Colophon().signature("index.html#air") == "index.html#air."
    assert COLOPHON.signature("a.html#b") == "Where Is the Pressure? 2026.11, a.html#b. CC BY 4.0."


def test_the_spec_can_be_drawn_again(made: dict[str, bytes]) -> None:
    assert json.loads(made["figures/one-bar.vl.json"]) == spec()
