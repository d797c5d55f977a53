"""The project around the code: citation file, lock, package."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

import figures
from figures import tables


def test_the_citation_file_is_valid_and_names_this_version(root: Path) -> None:
    told = subprocess.run(
        [str(Path(sys.executable).parent / "cffconvert"), "--validate"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "valid according to schema" in told.stdout, told.stdout + told.stderr
    assert re.search(
        rf"^version: {tables.edition()}$", (root / "CITATION.cff").read_text(encoding="utf-8"), re.M
    )


def test_the_library_has_a_semantic_version_and_the_data_a_dated_one(root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert version == figures.__version__ and re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert re.fullmatch(r"20\d\d\.(0[1-9]|1[0-2])", tables.edition())
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    # The newest entry of each part is about what is here.
    for part, current in (("Text", tables.edition()), ("Charts", version), ("Data", tables.edition())):
        assert re.search(rf"^## {part}\n(?:(?!^## ).*\n)*?\n### {re.escape(current)}\b", changes, re.M), part


def test_every_locked_package_is_pinned_by_hash_and_by_no_address(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    packages = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock, re.M)
    assert len(packages) > 100
    for block in re.split(r"(?m)^(?=[a-z0-9])", lock)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]
    assert "://" not in lock
    assert "--index" not in lock


def test_importing_the_package_imports_neither_pandas_nor_altair() -> None:
    code = "import sys, figures; print([name for name in ('pandas', 'altair', 'narwhals', 'sphinx') if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def test_the_wheel_carries_the_tables_and_works_where_no_repository_is(root: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=root,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    code = (
        "import sys; sys.path.insert(0, '.');"
        "import figures; from figures.tables import data_dir;"
        "print(data_dir().name, len(figures.load('strikes_daily')), figures.measure('aid.us.2025_01').text)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "installed", capture_output=True, text=True, check=True
    ).stdout.split()
    assert told[0] == "_data"
    assert int(told[1]) > 2000
    assert told[2] == "0.5"


def test_the_example_of_the_readme_runs(root: Path, tmp_path: Path) -> None:
    code, *_ = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.S)
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.stdout == "101 attack drones launched per day\n", run.stderr


FORMS = sorted((Path(__file__).resolve().parents[1] / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")) + [
    Path(__file__).resolve().parents[1] / ".github" / "ISSUE_TEMPLATE" / name
    for name in ("chart.yml", "correction.yml")
]


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_an_issue_form_has_what_github_needs(form: Path) -> None:
    parsed = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= set(parsed)
    ids = [field["id"] for field in parsed["body"]]
    assert len(ids) == len(set(ids))
    for field in parsed["body"]:
        assert field["type"] in ("input", "textarea")
        assert field["attributes"]["label"] and field["validations"]["required"] is True


def test_a_correction_asks_for_the_line_and_a_source(root: Path) -> None:
    form = yaml.safe_load((root / ".github/ISSUE_TEMPLATE/correction.yml").read_text(encoding="utf-8"))
    assert {"line", "source"} <= {field["id"] for field in form["body"]}


def test_a_commit_is_looked_at_by_the_ruff_of_the_lock(root: Path) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    entries = [hook["entry"] for repo in hooks for hook in repo["hooks"]]
    assert [entry.split()[0] for entry in entries] == [".venv/bin/ruff"] * 2
    assert re.search(r"^ruff==", (root / "requirements.lock").read_text(encoding="utf-8"), re.M)
