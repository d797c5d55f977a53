"""The workflows are valid, ask for no more than they need, and run only actions that are pinned by commit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

WORKFLOWS = sorted((Path(__file__).resolve().parents[1] / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"^\s*(?:- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40}  # v\d+(\.\d+)*$")
COMMANDS = re.compile(r"\bmake ([a-z][a-z ]*)")


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.name)
def workflow(request: pytest.FixtureRequest) -> tuple[str, dict[Any, Any]]:
    text = request.param.read_text(encoding="utf-8")
    return text, yaml.safe_load(text)


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_every_action_is_pinned_by_commit_with_its_release(workflow: tuple[str, dict[Any, Any]]) -> None:
    text, parsed = workflow
    lines = [line for line in text.splitlines() if re.match(r"\s*(- )?uses:", line)]
    assert len(lines) == sum("uses" in step for step in steps(parsed))
    assert [line for line in lines if not PINNED.match(line)] == []


def test_one_release_of_an_action_has_one_commit() -> None:
    found = {
        match.groups()
        for path in WORKFLOWS
        for match in re.finditer(r"uses: (\S+)@([0-9a-f]{40})  # (v\S+)", path.read_text(encoding="utf-8"))
    }
    assert len({(action, release) for action, _, release in found}) == len(found) >= 7


def test_jobs_may_read_and_only_the_publishing_ones_write(workflow: tuple[str, dict[Any, Any]]) -> None:
    _, parsed = workflow
    assert parsed["permissions"] == {"contents": "read"}
    for job in parsed["jobs"].values():
        assert job["runs-on"] and job["steps"]
        assert "write-all" not in str(job.get("permissions"))
        # What anyone can put into a title or a branch name must not become part of a script.
        for step in job["steps"]:
            assert "uses" in step or "run" in step
            assert "${{" not in step.get("run", "")


def test_what_a_workflow_makes_is_a_target(workflow: tuple[str, dict[Any, Any]], root: Path) -> None:
    _, parsed = workflow
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.M))
    for step in steps(parsed):
        for called in COMMANDS.findall(step.get("run", "")):
            assert set(called.split()) <= targets, called


def test_other_hosts_are_asked_on_a_schedule_only() -> None:
    for name in ("audit.yml", "links.yml"):
        (path,) = (path for path in WORKFLOWS if path.name == name)
        # YAML 1.1 reads the key `on` as true.
        assert set(yaml.safe_load(path.read_text(encoding="utf-8"))[True]) == {
            "schedule",
            "workflow_dispatch",
        }


def test_the_tools_of_the_audit_are_pinned_by_hash(root: Path) -> None:
    lock = (root / "requirements-audit.lock").read_text(encoding="utf-8")
    for tool in ("cyclonedx-bom", "pip-audit", "pip-licenses"):
        assert re.search(rf"^{tool}==", lock, re.M)
    assert "://" not in lock
    for block in re.split(r"(?m)^(?=[a-z0-9])", lock)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]
