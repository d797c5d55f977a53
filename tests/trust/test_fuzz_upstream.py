"""Whatever a publisher's file holds, its parser makes a table or refuses it in one sentence that names the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.upstream import (
    brent,
    build,
    catalogue,
    deepstate,
    economist,
    general_staff,
    kiel,
    known_errors,
    missile_attacks,
    ofac,
    ohchr,
    oryx,
    researched,
)
from figures.upstream.read import File
from trust.hostile import broken_bytes, broken_csv, broken_tree, fuzzed, outcome

Parser = Callable[..., object]
LATE = date(2030, 1, 1)
SHORT = 30
"""Lines of a real file that a case starts from: enough for every rule, few enough for many cases."""


def head(data: bytes) -> bytes:
    return b"".join(data.splitlines(keepends=True)[: SHORT + 1])


def around_repetitions(data: bytes) -> bytes:
    """The rows around each day that the file is recorded to repeat."""
    lines = data.splitlines(keepends=True)
    days = [
        str(entry["key"]["date"]).encode()
        for entry in known_errors.recorded("repetition", "occupied_area_daily")
    ]
    near = {at + step for at, line in enumerate(lines) for step in (-1, 0, 1) if line[:10] in days}
    return b"".join([lines[0], *(lines[at] for at in sorted(near))])


def recorded_days() -> set[str]:
    """The days of the staff's count that known_errors.toml speaks of, each with the day before it."""
    kept = {"2022-02-25", "2022-04-30", "2022-05-01", "2026-08-08"}  # each field is there on one of these
    for kind in ("correction", "revision"):
        for entry in known_errors.recorded(kind, "losses_daily"):
            day = pd.Timestamp(entry["key"]["date"])
            kept |= {str(day.date()), str((day - pd.Timedelta(days=1)).date())}
    return kept


def staff(data: bytes) -> bytes:
    """A short history of the staff's count that still obeys every rule, as JSON or CSV."""
    days = recorded_days()
    if data.startswith(b"["):
        return json.dumps([record for record in json.loads(data) if record["date"] in days]).encode()
    first, *rest = data.splitlines(keepends=True)
    return b"".join([first, *(line for line in rest if line[:10].decode() in days)])


# Parser, the files that it takes (the first is broken) and how each is shortened.
CASES: dict[str, tuple[Parser, list[str], Callable[[bytes], bytes]]] = {
    "brent": (brent.oil_price_monthly, ["brent"], head),
    "ohchr": (ohchr.civilian_casualties_monthly, ["ohchr"], bytes),
    "ofac": (ofac.sanctions_monthly, ["ofac"], head),
    "economist fires": (economist.war_fires_daily, ["economist_fires"], head),
    "economist casualties": (
        economist.casualty_estimates_weekly,
        ["economist_casualties", "economist_deaths"],
        head,
    ),
    "economist area": (economist.occupied_area, ["economist_area"], around_repetitions),
    "oryx": (oryx.confirmed_equipment_losses, ["oryx"], head),
    "kiel": (kiel.aid_monthly, ["kiel"], head),
    "missile attacks": (missile_attacks.strikes_daily, ["missile_attacks", "missile_models"], head),
    "missile models": (missile_attacks.weapon_classes, ["missile_models"], head),
    "losses equipment": (
        general_staff.losses_daily,
        ["losses_equipment", "losses_personnel", "losses_second", "losses_revisions"],
        staff,
    ),
    "losses personnel": (
        lambda broken, *others: general_staff.losses_daily(others[0], broken, *others[1:]),
        ["losses_personnel", "losses_equipment", "losses_second", "losses_revisions"],
        staff,
    ),
    "losses second": (
        lambda broken, *others: general_staff.losses_daily(others[0], others[1], broken, others[2]),
        ["losses_second", "losses_equipment", "losses_personnel", "losses_revisions"],
        staff,
    ),
    "losses revisions": (
        lambda broken, *others: general_staff.losses_daily(*others, broken),  # noqa: PLW0108
        ["losses_revisions", "losses_equipment", "losses_personnel", "losses_second"],
        staff,
    ),
}


def broken(draw: Any, data: bytes) -> bytes:
    """One to three kinds of damage: of the format, then of its bytes."""
    if draw(st.integers(0, 3)):
        if data[:1] in (b"[", b"{"):
            deep = draw(st.integers(0, 30)) == 0
            data = b"[" * 100_000 if deep else json.dumps(broken_tree(draw, json.loads(data))).encode()
        else:
            data = broken_csv(draw, data)
        if draw(st.integers(0, 3)):
            return data
    return broken_bytes(draw, data)


@pytest.mark.parametrize("name", CASES)
def test_every_parser(
    name: str, upstream: Path, nightly: bool, record_property: Callable[[str, object], None]
) -> None:
    parser, sources, shorten = CASES[name]
    pins = [catalogue.pinned()[source] for source in sources]
    real = [File(pin["file"], (upstream / pin["file"]).read_bytes(), LATE) for pin in pins]
    if name == "missile attacks":
        real = [File(real[0].name, head(real[0].data), LATE), real[1]]
    else:
        real = [File(file.name, shorten(file.data), LATE) for file in real]
    assert len(parser(*real)) > 0, "a case must start from a file that the parser takes"  # type: ignore[arg-type]
    seen = Counter[str]()

    @fuzzed(nightly)
    @given(st.data())
    def case(data: st.DataObject) -> None:
        file = File(real[0].name, broken(data.draw, real[0].data), LATE)
        message = outcome(lambda: parser(file, *real[1:]), seen)
        places = (f"upstream/{file.name}", "corrections.toml", "losses_daily", "occupied_area_daily")
        assert not message or message.startswith(places), message

    case()
    record_property(f"fuzz cases: {name}", dict(seen))


SQUARE = {"type": "Polygon", "coordinates": [[[30, 50], [31, 50], [31, 51], [30, 51], [30, 50]]]}
MAP = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": SQUARE}]}


@pytest.mark.parametrize("what", ["map", "boundary"])
def test_maps(what: str, nightly: bool, record_property: Callable[[str, object], None]) -> None:
    def parse(file: File) -> object:
        return deepstate.occupied(file) if what == "map" else deepstate.regions([file])

    names = st.sampled_from(
        [
            "20250417",
            "20250230",
            "2025",
            "",
            "99999999",
            "UA_05_Nowhere",
            *["UA_05_Vinnytska", "20250417"] * 4,
        ]
    )
    seen = Counter[str]()

    @fuzzed(nightly)
    @given(st.data())
    def case(data: st.DataObject) -> None:
        name = f"maps/{data.draw(names)}.geojson"
        file = File(name, broken(data.draw, json.dumps(MAP).encode()), LATE)
        message = outcome(lambda: parse(file), seen)
        assert not message or message.startswith(f"upstream/{name}"), message
        message = outcome(lambda: deepstate.map_day(file), Counter())
        assert not message or message.startswith(f"upstream/{name}"), message

    case()
    record_property(f"fuzz cases: {what}", dict(seen))


def test_researched_tables(root: Path, nightly: bool, record_property: Callable[[str, object], None]) -> None:
    entries = {name: entry for name, entry in catalogue.tables().items() if "evidence" in entry}
    real = {name: head((root / "data" / f"{name}.csv").read_bytes()) for name in entries}
    seen = Counter[str]()

    @fuzzed(nightly)
    @given(st.data())
    def case(data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(list(entries)))
        entry = entries[name]
        raw = broken(data.draw, real[name])
        where = f"data/{name}.csv"
        message = outcome(lambda: build.describe(name, entry, researched.tidy(raw, where, entry)), seen)
        assert not message or message.startswith(where), message

    case()
    record_property("fuzz cases: researched tables", dict(seen))
