"""Nothing published changes without a word in the record of corrections."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from figures.book.commands import main
from figures.claims.corrections import FILE, Correction, faults, problems, published, read, unexplained
from figures.errors import DataError

LINE = {"line": 1, "verdict": "mixed", "confidence": "high"}


def number(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "unit": "drones", "value": float(text), "low": None, "high": None, **more}


def entry(changed: dict[str, list[str | None]], **more: Any) -> dict[str, Any]:
    texts = dict.fromkeys(("since", "where", "wrong", "now", "found"), "words")
    return {"date": date(2026, 11, 22), "kind": "correction", **texts, "changed": changed, **more}


class Repository:
    """A real repository with a real history of the three files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "data").mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> None:
        who = ("-c", "user.name=A Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", self.root, *who, *arguments], check=True, capture_output=True)

    def write(
        self,
        numbers: dict[str, Any],
        ledger: list[dict[str, Any]],
        corrections: list[dict[str, Any]] | None = None,
    ) -> None:
        (self.root / "data/numbers.json").write_text(json.dumps(numbers), encoding="utf-8")
        (self.root / "data/claims.yml").write_text(yaml.safe_dump(ledger), encoding="utf-8")
        (self.root / "data" / FILE).write_text(yaml.safe_dump(corrections or []), encoding="utf-8")

    def commit(self, *what: Any, tag: str = "") -> None:
        self.write(*what)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=a state")
        if tag:
            self.git("tag", tag)

    def wrong(self, since: str | None = None) -> list[str]:
        return problems(self.root, since)[0]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    made.commit({"a.b": number("1"), "a.c": number("5")}, [LINE])
    return made


def test_what_is_published_here_has_its_record(root: Path) -> None:
    assert problems(root)[0] == []


def test_a_first_state_is_compared_with_nothing(repository: Repository) -> None:
    assert problems(repository.root) == ([], "nothing: no earlier state in this checkout")


def test_a_changed_number_needs_an_entry_committed_or_not(repository: Repository) -> None:
    told = [f"a.b: published was '1 drones', is '2 drones', and no new entry in {FILE} says so"]
    repository.write({"a.b": number("2"), "a.c": number("5")}, [LINE])
    assert repository.wrong() == told
    repository.commit({"a.b": number("2"), "a.c": number("5")}, [LINE])
    assert repository.wrong() == told
    # A later commit of something else does not make it forgotten.
    (repository.root / "other").write_text("", encoding="utf-8")
    repository.commit({"a.b": number("2"), "a.c": number("5")}, [LINE])
    assert repository.wrong() == told
    repository.write(
        {"a.b": number("2"), "a.c": number("5")}, [LINE], [entry({"a.b": ["1 drones", "2 drones"]})]
    )
    assert repository.wrong() == []


def test_a_range_that_changes_behind_the_same_text_is_a_change(repository: Repository) -> None:
    numbers = {"a.b": number("1", high=9.0), "a.c": number("5")}
    repository.commit(numbers, [LINE])
    assert len(repository.wrong()) == 1
    repository.commit(numbers, [LINE], [entry({"a.b": ["1 drones", "1 drones"]})])
    assert repository.wrong("HEAD~2") == []


def test_a_new_number_is_no_change_and_one_that_goes_is(repository: Repository) -> None:
    repository.commit({"a.b": number("1"), "a.c": number("5"), "a.d": number("7")}, [LINE])
    assert repository.wrong() == []
    repository.commit({"a.b": number("1"), "a.d": number("7")}, [LINE])
    assert repository.wrong() == [
        f"a.c: published was '5 drones', is None, and no new entry in {FILE} says so"
    ]
    repository.commit({"a.b": number("1"), "a.d": number("7")}, [LINE], [entry({"a.c": ["5 drones", None]})])
    assert repository.wrong("HEAD~1") == []


@pytest.mark.parametrize("field", ["verdict", "confidence"])
def test_a_changed_verdict_needs_an_entry(repository: Repository, field: str) -> None:
    numbers = {"a.b": number("1"), "a.c": number("5")}
    changed = LINE | {field: "low"}
    now = f"{changed['verdict']}, {changed['confidence']}"
    repository.commit(numbers, [changed])
    assert repository.wrong() == [
        f"L1: published was 'mixed, high', is {now!r}, and no new entry in {FILE} says so"
    ]
    repository.commit(numbers, [changed], [entry({"L1": ["mixed, high", now]})])
    assert repository.wrong("HEAD~2") == []


def test_after_a_release_the_release_is_what_counts(repository: Repository) -> None:
    repository.git("tag", "v1")
    two = entry({"a.b": ["1 drones", "2 drones"]})
    repository.commit({"a.b": number("2"), "a.c": number("5")}, [LINE], [two])
    three = entry({"a.b": ["2 drones", "3 drones"]})
    repository.commit({"a.b": number("3"), "a.c": number("5")}, [LINE], [three, two])
    assert problems(repository.root) == ([], "v1")
    # Back to what was released is no change, but both entries would then be wrong about today.
    repository.commit({"a.b": number("1"), "a.c": number("5")}, [LINE], [three, two])
    assert repository.wrong() == ["a.b in 'words' became '3 drones', and published is '1 drones'"]


def test_an_entry_of_an_earlier_change_does_not_cover_a_later_one(repository: Repository) -> None:
    two = entry({"a.b": ["1 drones", "2 drones"]})
    repository.commit({"a.b": number("2"), "a.c": number("5")}, [LINE], [two], tag="v1")
    repository.commit({"a.b": number("2", low=1.0), "a.c": number("5")}, [LINE], [two])
    assert repository.wrong() == [
        f"a.b: published was '2 drones', is '2 drones', and no new entry in {FILE} says so"
    ]


def test_a_merge_is_compared_with_the_line_that_it_came_into(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "side")
    repository.commit({"a.b": number("2"), "a.c": number("5")}, [LINE])
    repository.commit({"a.b": number("2"), "a.c": number("6")}, [LINE])
    assert len(repository.wrong()) == 1  # the last commit alone
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message=merge", "side")
    assert len(repository.wrong()) == 2


def test_the_command_refuses_a_commit_that_is_not_there(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--root", str(root), "--since", "no-such-commit"]) == 1
    assert "'no-such-commit' is not" in capsys.readouterr().err


def test_without_git_the_record_is_still_checked(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name, text in (("numbers.json", "{}"), ("claims.yml", ""), (FILE, "[]")):
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    assert problems(tmp_path)[1].startswith("nothing")


def test_the_record_leads_to_what_is_published_today() -> None:
    today = published(json.dumps({"a.b": number("3")}), "")
    newer, older = record({"a.b": ("2 drones", "3 drones")}), record({"a.b": ("1 drones", "2 drones")})
    assert faults([newer, older], today) == []
    assert faults([older], today) == ["a.b in 'words' became '2 drones', and published is '3 drones'"]
    assert faults([record({"a.b": ("9 drones", "3 drones")}), older], today) == [
        "a.b in 'words' became '2 drones', and the next entry starts from '9 drones'"
    ]
    assert faults([older, newer], today) != []


def record(changed: dict[str, tuple[str, str | None]]) -> Correction:
    words = dict.fromkeys(("since", "where", "wrong", "now", "found"), "words")
    return Correction(date=date(2026, 11, 22), kind="correction", sources=(), changed=changed, **words)  # type: ignore[arg-type]


def test_entries_must_lead_all_the_way() -> None:
    before, after = (published(json.dumps({"a.b": number(text)}), "") for text in ("1", "3"))
    steps = [record({"a.b": ("2 drones", "3 drones")}), record({"a.b": ("1 drones", "2 drones")})]
    assert unexplained(before, after, steps) == []
    assert len(unexplained(before, after, steps[:1])) == 1
    assert len(unexplained(before, after, steps[1:])) == 1


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"kind": "typo"}, "kind: must be one of correction, data update, new definition"),
        ({"date": "yesterday"}, "date: must be a day such as"),
        ({"wrong": ""}, "wrong: must be a text"),
        ({"changed": {"a.b": ["1"]}}, r"changed.a.b: must be \[was, now\], is \['1'\]"),
        ({"changed": ["a.b"]}, "changed: must be a record with named fields"),
        ({"sources": "R03"}, "sources: must be a list"),
        ({"reason": "x"}, "reason: there is no such field"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(tmp_path: Path, broken: dict[str, Any], rule: str) -> None:
    (tmp_path / FILE).write_text(yaml.safe_dump([entry({}), entry({}) | broken]), encoding="utf-8")
    with pytest.raises(DataError, match=rf"corrections.yml, row 2: .*{rule}"):
        read(tmp_path / FILE)


def ledger_line(**fields: Any) -> dict[str, Any]:
    item = {"text": "It fell by {a.b} per cent on 16 April, “a lot”.", "sources": ["R03"]}
    return LINE | {"parts": [{"says": "It fell.", "main": True, "finding": "holds"}], "for": [item]} | fields


def items(text: str, source: str = "R03") -> list[dict[str, Any]]:
    return [{"text": text, "sources": [source]}]


@pytest.mark.parametrize(
    "changed",
    [
        {"parts": [{"says": "It fell.", "main": True, "finding": "split"}]},
        {"parts": [{"says": "It fell.", "main": False, "finding": "holds"}]},
        {"parts": [{"says": "It rose.", "main": True, "finding": "holds"}]},
        {"for": items("It fell by {a.b} per cent on 16 April, “a lot”.", "R04")},
        {"for": items("It fell by {a.c} per cent on 16 April, “a lot”.")},
        {"for": items("It fell by {a.b} per cent on 17 April, “a lot”.")},
        {"for": items("It fell by {a.b} per cent on 16 April, “a bit”.")},
        {"for": []},
        {"speaker": "somebody else"},
    ],
)
def test_what_stands_behind_a_verdict_does_not_change_without_an_entry(
    repository: Repository, changed: dict[str, Any]
) -> None:
    numbers = {"a.b": number("1"), "a.c": number("5")}
    repository.commit(numbers, [ledger_line()], tag="v1")
    repository.write(numbers, [ledger_line(**changed)])
    assert repository.wrong() == [
        f"L1: published was 'mixed, high', is 'mixed, high', and no new entry in {FILE} says so"
    ]
    repository.write(numbers, [ledger_line(**changed)], [entry({"L1": ["mixed, high", "mixed, high"]})])
    assert repository.wrong() == []


def test_the_wording_of_evidence_is_free(repository: Repository) -> None:
    numbers = {"a.b": number("1"), "a.c": number("5")}
    repository.commit(numbers, [ledger_line()], tag="v1")
    repository.write(
        numbers, [ledger_line(**{"for": items("By {a.b} per cent it went down on 16 April: “a lot”.")})]
    )
    assert repository.wrong() == []


def test_the_fate_of_a_forecast_does_not_change_without_an_entry(repository: Repository) -> None:
    numbers, told = (
        {"a.b": number("1"), "a.c": number("5")},
        {"id": "stays", "status": "in_part", "until": date(2026, 3, 5)},
    )
    path = repository.root / "data/forecasts.yml"
    path.write_text(yaml.safe_dump([told]), encoding="utf-8")
    repository.commit(numbers, [LINE], tag="v1")
    path.write_text(yaml.safe_dump([told | {"until": date(2026, 3, 6)}]), encoding="utf-8")
    assert repository.wrong() == [
        f"forecast stays: published was 'in_part', is 'in_part', and no new entry in {FILE} says so"
    ]
    repository.write(numbers, [LINE], [entry({"forecast stays": ["in_part", "in_part"]})])
    assert repository.wrong() == []


def test_the_record_only_grows(repository: Repository) -> None:
    numbers = {"a.b": number("1"), "a.c": number("5")}
    first, second = entry({}, where="first"), entry({}, where="second", date=date(2026, 11, 23))
    repository.commit(numbers, [LINE], [first], tag="v1")
    repository.commit(numbers, [LINE], [second, first])
    assert repository.wrong() == []
    told = [f"{FILE}: earlier entries must stay as they were; a new entry comes before them"]
    for record_now in ([second], [first], [second, first | {"kind": "data update"}], [first, second]):
        repository.write(numbers, [LINE], record_now)
        assert repository.wrong()[-1:] == told
    repository.write(numbers, [LINE], [second, first | {"wrong": "better words"}])
    assert repository.wrong() == []
    repository.write(numbers, [LINE], [second, second, first])
    assert repository.wrong() == ["'second' stands there twice"]
