"""Docs are true: shown output is the program's, linked files are there, and the commands are the ones CI calls."""

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from paths import ROOT
from pcimatrix.catalogue.loader import load
from pcimatrix.catalogue.model import Reading
from pcimatrix.cli.app import COMMANDS
from pcimatrix.ownership.cells import matrix
from pcimatrix.ownership.totals import shares, tally
from pcimatrix.reports import format_names

Call: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
DOCS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted((ROOT / "docs").glob("*.md"))
OUTPUTS = [
    (file, command, shown)
    for file in DOCS
    for command, shown in re.findall(
        r"<!-- output: (.+?) -->\n```\w*\n(.*?)```", file.read_text(encoding="utf-8"), re.DOTALL
    )
]


@pytest.mark.parametrize(("file", "command", "shown"), OUTPUTS, ids=[command for _, command, _ in OUTPUTS])
def test_shown_output_is_the_programs(file: Path, command: str, shown: str, update_golden: bool, call: Call) -> None:
    _, *arguments = shlex.split(command)
    done = call(*arguments, cwd=ROOT)
    if update_golden:
        text = file.read_text(encoding="utf-8")
        block = f"<!-- output: {command} -->\n```text\n"
        file.write_text(text.replace(block + shown, block + done.stdout), encoding="utf-8")
        shown = done.stdout
    assert done.stdout == shown


def test_every_shown_output_is_compared() -> None:
    """In the pages for users each block of text is output, so the line above says of what."""
    for file in (each for each in DOCS if each.name not in {"CONTRIBUTING.md", "CHANGELOG.md"}):
        before = re.findall(r"^(.*)\n```text$", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert [line for line in before if not re.match(r"<!-- (output|session): ", line)] == [], file.name
    assert {file.name for file, _, _ in OUTPUTS} >= {"README.md", "ci.md", "scopes.md"}


def test_a_shown_session_is_the_programs(call: Call, tmp_path: Path) -> None:
    file = ROOT / "docs/scopes.md"
    text = file.read_text(encoding="utf-8")
    [(typed, shown)] = re.findall(r"<!-- session: (.+?) -->\n```text\n(.*?)```", text, re.DOTALL)
    lines = [*(each.strip() for each in typed.split(",")), "stop"]
    piped = "".join(f"{line}\n" for line in lines).encode()
    done = call("scope", "new", cwd=tmp_path, piped=piped, COLUMNS="100", NO_COLOR="1")
    assert done.returncode == 0, done.stderr
    answered = re.split(r"^ *Question \d+ of about \d+.*\n", done.stdout, flags=re.MULTILINE)[len(lines) - 1]
    assert [line.rstrip() for line in answered.splitlines() if line.strip()] == shown.splitlines()


@pytest.mark.parametrize("file", DOCS, ids=lambda file: file.name)
def test_linked_files_exist(file: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", file.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (file.parent / target).exists(), target


def test_the_table_of_formats_has_every_format_and_its_extra() -> None:
    table = re.findall(
        r"^\| `([a-z-]+)` \| .* \| (?:`(\w+)`)? ?\|$", (ROOT / "docs/formats.md").read_text("utf-8"), re.MULTILINE
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


def test_every_shown_command_is_one_that_runs(call: Call, part: Callable[..., Path], tmp_path: Path) -> None:
    """The README's and those of the page on scopes, each once, but for those with an output that is compared above.

    Documents are of a part of the catalogue, with what the scope names.
    """
    small = {"PCIMATRIX_CATALOGUE": str(part("4", "6.4", "8", "11.6"))}
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "my-requirements.yaml").write_bytes((ROOT / "data/requirements.yaml").read_bytes())
    compared = {command for _, command, _ in OUTPUTS}
    for name in ("README.md", "docs/scopes.md"):
        shown = re.findall(r"^(pcimatrix .+?)(?: +#.*)?$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert len(shown) >= 8
        for command in dict.fromkeys(each for each in shown if each not in compared):
            compared.add(command)
            of_documents = ".xlsx" in command or command.split()[1] in {"render", "verify"}
            done = call(*shlex.split(command)[1:], cwd=tmp_path, **(small if of_documents else {}))
            expected = 1 if command.startswith("pcimatrix diff ") else 0  # as diff has it
            assert done.returncode == expected, (command, done.stderr)


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 200


def test_the_picture_of_the_packages_is_true() -> None:
    """Every layer of the import contract is drawn, and every arrow is an import from a higher layer to a lower one."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    [layers] = [each["layers"] for each in settings["contracts"] if each["id"] == "rooms"]
    [picture] = re.findall(r"```mermaid\n(.*?)```", (ROOT / "docs/architecture.md").read_text("utf-8"), re.DOTALL)
    arrows = re.findall(r"^  (\w+)(?:\[.*?\])? --> (\w+)", picture, re.MULTILINE)
    assert len(arrows) == picture.count("-->")
    assert {end for arrow in arrows for end in arrow} == set(layers)
    for upper, lower in arrows:
        assert layers.index(upper) < layers.index(lower), (upper, lower)
        files = [ROOT / f"pcimatrix/{upper}.py", *(ROOT / "pcimatrix" / upper).rglob("*.py")]
        code = "".join(file.read_text("utf-8") for file in files if file.exists())
        assert re.search(rf"(from|import) pcimatrix(\.| import ){lower}\b", code), (upper, lower)


def test_the_totals_by_pattern_are_the_catalogues() -> None:
    page = (ROOT / "docs/responsibility.md").read_text(encoding="utf-8")
    loaded = load()
    for name in loaded.patterns.names():
        for reading in Reading:
            cells = matrix(loaded.catalogue, loaded.patterns, name, reading)
            owners, parts = tally(cells), shares(cells)
            label = f"{name}, {reading.value}" if name == "abstracted" else name
            counted = f"| {owners.customer}, {owners.aws}, {owners.na} | {', '.join(map(str, parts))} |"
            assert re.search(rf"^\| {label} \| [^|]+ {re.escape(counted)}$", page, re.MULTILINE), (label, counted)
