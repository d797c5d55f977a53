"""Whatever a chart function draws in Python, `figures show` draws from a file."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
from chart_examples import EXAMPLES

from figures import charts, theme
from figures.book.commands import add_commands
from figures.command import chart_options, main, parser
from figures.command.chart_names import summaries
from figures.command.chart_parser import ChartParser
from figures.figure import finished

VISITS = "month,visits\n2025-01-01,310\n2025-02-01,295.5\n2025-03-01,\n2025-04-01,280\n"
CHART = (
    "--month month --value visits --unit visits --colour teal "
    "--title Fewer --subtitle By~month --data {folder}/visits.csv --out {folder}/{out}"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "visits.csv").write_text(VISITS, encoding="utf-8")
    return tmp_path


def shown(folder: Path, out: str, *more: str) -> int:
    words = CHART.format(folder=folder, out=out).split(" ")
    return main(["show", "monthly_columns", *(word.replace("~", " ") for word in words), *more])


def as_words(value: Any) -> list[str]:
    """Write an argument as one types it, each repetition one item."""
    if isinstance(value, dict):
        return [f"{key}={as_words(one)[0]}" for key, one in value.items()]
    if hasattr(value, "_asdict"):
        fields = value._asdict()
        written = [
            name if one else f"no-{name}" if isinstance(one, bool) else str(one)
            for name, one in fields.items()
            if one is not None and isinstance(one, bool)
        ]
        return [
            ",".join(
                [
                    *(
                        f'"{one}"' if isinstance(one, str) else str(one)
                        for one in fields.values()
                        if one is not None and not isinstance(one, bool)
                    ),
                    *written,
                ]
            )
        ]
    if isinstance(value, tuple):
        return [("=" if isinstance(value[-1], str) else ",").join(map(str, value))]
    if isinstance(value, list):
        return [word for one in value for word in as_words(one)]
    return [str(value)]


def option(argument: chart_options.Argument, value: Any) -> list[str]:
    if isinstance(value, bool):
        return [argument.option if value else argument.option.replace("--", "--no-", 1)]
    if isinstance(value, tuple):
        return [argument.option, *map(str, value)]
    return [word for one in as_words(value) for word in (argument.option, one)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_chart_function_draws_the_same_from_a_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    function = name.split(",", maxsplit=1)[0]
    chart, calls = getattr(charts, function), []

    def recorded(data: Any, **given: Any) -> Any:
        calls.append((data, given))
        return chart(data, **given)

    monkeypatch.setattr(charts, function, recorded)
    in_python: alt.TopLevelMixin = EXAMPLES[name]()
    monkeypatch.undo()
    ((data, given),) = calls
    data.to_csv(tmp_path / "own.csv", index=False)
    if "shapes" in given:
        (tmp_path / "own.geojson").write_text(json.dumps(given["shapes"]), encoding="utf-8")
        given["shapes"] = f"{tmp_path}/own.geojson"
    for key, value in given.items():
        if isinstance(value, pd.DataFrame):
            value.to_csv(tmp_path / f"{key}.csv", index=False)
            given[key] = f"{tmp_path}/{key}.csv"
    typed = {argument.name: argument for argument in chart_options.arguments(chart)}
    words = [word for key, value in given.items() if value is not None for word in option(typed[key], value)]
    status = main(
        ["show", function, "--data", f"{tmp_path}/own.csv", "--out", f"{tmp_path}/own.json", *words]
    )
    assert status == 0
    made = json.loads((tmp_path / "own.json").read_text(encoding="utf-8"))
    spec, counted = finished(in_python, made["description"])
    assert made == spec
    assert (
        not counted
        or "no value" in made["description"]
        or all(told in made["description"] for told in counted)
    )
    assert re.search(r"\d+ rows?\.", made["description"])


@pytest.mark.parametrize("name", summaries())
def test_help_says_of_every_option_what_the_docstring_says(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["show", name, "--help"])
    assert stopped.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    for argument in chart_options.arguments(getattr(charts, name)):
        assert argument.words, argument.name
        assert re.search(rf" {argument.option}[ ,]", told), argument.option
        assert argument.words[:20] in told.replace("- ", "-")
    assert f"Example: figures show {name} --data own.csv" in told


def test_an_argument_that_is_called_like_an_option_of_ours_gives_way() -> None:
    options = [one.option for one in chart_options.arguments(charts.claim_versus_sources)]
    assert "--source-column" in options and "--source" not in options


def test_a_page_works_alone_and_says_everything(folder: Path) -> None:
    source = ("--source", "Town library <counts>", "https://example.org/visits", "CC0")
    assert shown(folder, "Visits~2025.html", *source, "--note", "March was not counted.") == 0
    html = (folder / "Visits 2025.html").read_text(encoding="utf-8")
    for words in (
        'id="visits-2025"',
        "Town library &lt;counts&gt;</a> (CC0)",
        'href="https://example.org/visits"',
        "March was not counted.",
        '<p class="figure-caption">By month</p>',
        "April 2025",
        "296",  # as the chart prints it
        "Numbers are rounded.",
        "prefers-color-scheme: dark",
    ):
        assert words in html, words
    assert html.count("<script") == 1 and re.findall(r'(?:src|href)="(?!#|https://example\.org/)', html) == []
    assert (
        'aria-label="Monthly columns: visits, January 2025 to April 2025, 4 rows. From 310 (January 2025) to 280 (April 2025), '
        'highest 310 (January 2025), lowest 280 (April 2025); 1 of 4 has no value."'
    ) in html
    assert html.count("1 of 4 months has no value") == 1


def test_a_picture_without_a_source_says_its_gaps_in_the_text_alternative(folder: Path) -> None:
    assert shown(folder, "a.svg") == 0
    assert 'lowest 280 (April 2025); 1 of 4 has no value."' in (folder / "a.svg").read_text("utf-8")


def test_pictures_carry_alt_text_source_and_mode(folder: Path) -> None:
    assert shown(folder, "a.svg", "--source", "Town library", "--alt", "A < 1", "--mode", "dark") == 0
    picture = (folder / "a.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(picture)
    assert (root.get("role"), root.get("aria-label")) == ("img", "A < 1")
    assert "Source: Town library." in "".join(root.itertext())
    assert theme.DARK["paper"] in picture and theme.LIGHT["teal"] not in picture
    assert shown(folder, "a.png", "--alt", "A – 1") == 0
    png = (folder / "a.png").read_bytes()
    assert b"iTXtDescription\0\0\0en\0\0" + "A – 1".encode() in png
    from PIL import Image

    with Image.open(folder / "a.png") as image:
        image.load()
        assert image.text["Description"] == "A – 1"  # type: ignore[attr-defined]
    assert sorted(file.name for file in folder.iterdir()) == ["a.png", "a.svg", "visits.csv"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--out", "a.gif"), r"--out: must end in one of \.svg, \.png, \.html, \.json"),
        (("--out", "a.html"), r"--source: a page needs a source; .*TEXT \[URL \[LICENCE\]\]"),
        (("--value", "visit"), r"monthly_columns: value='visit' is not a column.*did you mean 'visits'"),
        (("--data", "none.csv"), r"none\.csv: must be a file"),
        (("--out", "no/such/folder/a.svg"), r"No such file or directory"),
    ],
)
def test_a_mistake_is_one_line_and_status_1_and_no_file(
    folder: Path, more: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.iterdir())
    assert shown(folder, "a.svg", *more) == 1
    told = capsys.readouterr()
    assert told.out == "" and told.err.startswith("figures: ") and told.err.count("\n") == 1
    assert re.search(message, told.err), told.err
    assert sorted(folder.iterdir()) == before


def visits(folder: Path, content: str, *more: str) -> int:
    (folder / "visits.csv").write_text(content, encoding="utf-8")
    return shown(folder, "a.html", "--source", "Town library", *more)


@pytest.mark.parametrize("moment", ["2025-01-31T23:30:00-05:00", "2025-01-01T00:00:00+13:00"])
def test_a_moment_is_added_up_in_the_month_that_the_file_says(folder: Path, moment: str) -> None:
    content = f"month,visits\n{moment},310\n2025-02-03T12:00:00Z,5\n"
    assert visits(folder, content, "--aggregate", "sum") == 0
    page = (folder / "a.html").read_text(encoding="utf-8")
    rows = re.findall(r'(\w+ 2025)</th><td class="number">(\d+)<', page)
    assert rows == [("January 2025", "310"), ("February 2025", "5")]


def test_words_and_table_say_what_is_drawn_where_rows_are_added_up(folder: Path) -> None:
    days = "".join(f"2025-{month:02}-{day:02},{month}\n" for month in (1, 2, 3) for day in range(1, 29))
    assert visits(folder, f"month,visits\n{days}2025-03-30,\n", "--aggregate", "sum") == 0
    page = (folder / "a.html").read_text(encoding="utf-8")
    assert (
        "visits, January 2025 to March 2025, 3 rows. From 28 (January 2025) to 84" in page
    )  # 28 days of 1, and of 3
    assert page.count("<tr>") == 4 and "1 of 85 rows has no value." in page


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("month,visits\n2025-01-01,310\nTotal,310\n", "line 3 of {file}: expected a date, got 'Total'; leave"),
        ("month,visits\n2025-01-01,310\n2025-02-01,-\n", "line 3 of {file}: expected a number, got '-'; leave"),
        ("month,visits\n1/2/24,310\n", "line 2 of {file}: expected dates, got text '1/2/24'; .* --date-format"),
        ("month,visits\n20240102,310\n", "line 2 of {file}: expected dates, got the number 20240102; .* --date-format"),
        ("month,visits\n2025-01-01 07:30,310\n", "line 2 of {file}: .*got a time of day .*; --aggregate adds up"),
        ("month,visits\n2025-01-01,3 to 4\n", "line 2 of {file}: expected numbers, got text '3 to 4'; .*--decimal ,"),
        ('month,visits\n2025-01-01,"1,234"\n', "{file}, line 2, column 'visits': .* --thousands , if it is 1234"),
        ("month,visits\n\n2025-01-01,310\n,\n", "month='month', row 1: expected a date, got a missing value"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_said_with_its_line_in_the_words_of_a_shell(
    folder: Path, content: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert visits(folder, content) == 1
    told = capsys.readouterr().err
    assert re.search(message.format(file=re.escape(f"{folder}/visits.csv")), told), told
    assert "pandas" not in told and "='," not in told


def test_options_say_how_a_file_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "month\tvisits\n01/02/2025\t1.234\n01/03/2025\t1.235\n"
    given = ("--sep", "tab", "--decimal", ",", "--date-format", "%d/%m/%Y")
    assert visits(folder, content, *given) == 0
    page = (folder / "a.html").read_text(encoding="utf-8")
    assert "From 1,234 (February 2025) to 1,235 (March 2025)" in page
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode("utf-16"))))
    assert shown(folder, "b.svg", "--data", "-", *given) == 0
    assert "2 rows. From 1,234" in (folder / "b.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            ("--colour", "pink"),
            "argument --colour: expected one of blue, amber, teal, red, violet, green, neutral,",
        ),
        (("--colour", "paper"), "or a hex such as '#c0392b', got 'paper'"),
        (
            ("--colour", "#fc0"),
            "argument --colour: expected a contrast of at least 3:1 with white paper, got '#fc0'",
        ),
        (("--rules", "2025-13-01=x"), "argument --rules: expected YYYY-MM-DD, got '2025-13-01'"),
        (("--rules", "2025-01-01"), "argument --rules: expected YYYY-MM-DD=TEXT, got '2025-01-01'"),
        (("--marked", "2025-01-01", "soon"), "argument --marked: expected YYYY-MM-DD, got 'soon'"),
        (("--width", "wide"), "argument --width: expected N, got 'wide'"),
        (("--source", "a", "b"), "argument --source: Source: url must begin with https"),
        (("--source", "a", "https://b.org", "c", "d"), "expected TEXT [URL [LICENCE]], got 4 values"),
    ],
)
def test_wrong_usage_is_status_2(
    folder: Path, more: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        shown(folder, "a.svg", *more)
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_what_was_there_stays_when_the_new_one_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(folder, "a.svg") == 0
    before = (folder / "a.svg").read_bytes()
    write = Path.write_bytes

    def full_disk(path: Path, content: bytes) -> int:
        write(path, content[:100])
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    assert shown(folder, "a.svg", "--title", "Another") == 1
    assert (folder / "a.svg").read_bytes() == before
    assert sorted(file.name for file in folder.iterdir()) == ["a.svg", "visits.csv"]


def test_records_are_read_field_by_field() -> None:
    window = chart_options._record(charts.Window, '"Spring, early",2025-03-01,2025-03-31,12.5,shaded')
    assert window == charts.Window("Spring, early", date(2025, 3, 1), date(2025, 3, 31), 12.5, True)
    assert chart_options._record(charts.Cell, "square,no-filled") == charts.Cell("square", filled=False)
    for words, rule in (
        ("Spring,2025-03-01", "got no end in 'Spring,2025-03-01'"),
        ("Spring,March", "start: expected YYYY-MM-DD, got 'March'"),
        ("Spring,2025-03-01,2025-03-31,1,2", "got one more: '2'"),
    ):
        with pytest.raises(ValueError, match=re.escape(rule)):
            chart_options._record(charts.Window, words)


def test_every_command_has_a_description_and_an_example() -> None:
    def commands(made: Any, name: str) -> dict[str, Any]:
        if isinstance(made, ChartParser):
            made.load()
        below = [action.choices for action in made._actions if action.nargs == "A..."]
        found = {name: made}
        for choices in below:
            for word, one in choices.items():
                found |= commands(one, f"{name} {word}")
        return found

    every = commands(parser(add_commands), "figures")
    assert len(every) > 30
    for name, one in every.items():
        assert one.description and len(one.description) > 12, name
        assert re.search(r"Examples?:\n  figures ", one.epilog), name
