"""Docs are true: shown output is the program's, linked files are there, and the commands are the ones CI calls."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from paths import ROOT
from pcimatrix import cli
from pcimatrix.cli.app import COMMANDS
from pcimatrix.reports import format_names

DOCS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted((ROOT / "docs").glob("*.md"))
OUTPUTS = [
    (file, command, shown)
    for file in DOCS
    for command, shown in re.findall(
        r"<!-- output: (.+?) -->\n```\w*\n(.*?)```", file.read_text(encoding="utf-8"), re.DOTALL
    )
]


@pytest.mark.parametrize(("file", "command", "shown"), OUTPUTS, ids=[command for _, command, _ in OUTPUTS])
def test_shown_output_is_the_programs(file: Path, command: str, shown: str, update_golden: bool) -> None:
    _, *arguments = shlex.split(command)
    done = subprocess.run([sys.executable, "-m", "pcimatrix", *arguments], capture_output=True, text=True, cwd=ROOT)
    if update_golden:
        text = file.read_text(encoding="utf-8")
        block = f"<!-- output: {command} -->\n```text\n"
        file.write_text(text.replace(block + shown, block + done.stdout), encoding="utf-8")
        shown = done.stdout
    assert done.stdout == shown


def test_the_readme_shows_output() -> None:
    assert len([command for file, command, _ in OUTPUTS if file.name == "README.md"]) >= 2


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_linked_files_exist(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", file.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (file.parent / target).exists(), target


def test_the_readmes_table_has_every_format_and_its_extra() -> None:
    table = re.findall(
        r"^\| `([a-z-]+)` \| .* \| (?:`(\w+)`)? ?\|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert sorted(name for name, _ in table) == list(format_names("summaries"))
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert {extra for _, extra in table} - {""} == set(extras) - {"dev", "test"}


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"pcimatrix {name}" not in text] == []


def test_ci_calls_the_readmes_test_command() -> None:
    (tests,) = re.findall(r"^python3 -m venv .*pytest$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "grep -E '^python3 -m venv .*pytest$' README.md" in ci
    assert tests.endswith(".venv/bin/python -m pytest")


def test_every_command_of_the_readme_is_one_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Within this process: other tests start the installed program, and the README has many commands."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "my-requirements.yaml").write_bytes((ROOT / "data/requirements.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^pcimatrix (.+)$", text, re.MULTILINE)
    assert len(commands) >= 8
    for command in commands:
        code = cli.run(shlex.split(command, comments=True))
        expected = 1 if command.startswith("diff ") else 0  # as diff has it
        assert code == expected, (command, capfd.readouterr().err)
