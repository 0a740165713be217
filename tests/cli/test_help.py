"""Help, its examples, what a start imports, and options that are given twice."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from deployment_data import plan, resource, write
from paths import ROOT
from pcimatrix.cli.app import COMMANDS
from runs import good

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


def test_version_and_module_are_the_same_program(run: Run, environment: dict[str, str]) -> None:
    version = good(run("--version"))
    module = subprocess.run(
        [sys.executable, "-m", "pcimatrix", "--version"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=environment,
    )
    assert version == module.stdout
    assert re.fullmatch(r"pcimatrix \d+\.\d+\.\d+\n", version)


def test_help_lists_every_command_in_order(call: Run) -> None:
    listed = good(call("--help")).partition("Commands:\n")[2]
    assert re.findall(r"^  (\w+) ", listed, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_commands_summary_is_the_first_line_of_its_own_help_and_is_not_cut(command: str, call: Run) -> None:
    usage, summary = good(call(command, "--help")).split("\n\n")[:2]
    assert usage.startswith(f"Usage: pcimatrix {command} ")
    assert summary.strip() == COMMANDS[command]
    assert f"{command} {summary.strip()}" in " ".join(good(call("--help")).split())


def test_help_imports_no_command() -> None:
    code = "import sys; from pcimatrix import cli; cli.run(['--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    listed, _, modules = done.stdout.rpartition("\n[")
    assert "Commands:" in listed
    assert "pcimatrix.cli.app" in modules
    assert "pcimatrix.cli.commands" not in modules


def test_each_command_can_be_the_first_to_be_imported() -> None:
    """Nothing that another one imports is missing: each in a process that has imported none, but for libraries."""
    code = f"""
import os
from importlib import import_module
import pcimatrix.cli, pydantic.functional_validators, typer._adapters
for name in {list(COMMANDS)}:
    if os.fork() == 0:
        import_module("pcimatrix.cli.commands." + name)
        os._exit(0)
    assert os.wait()[1] == 0, name
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_totals_need_no_yaml_parser_after_the_first_run_of_an_installation(tmp_path: Path) -> None:
    code = """
import sys
import pcimatrix.cli.commands.totals, typer._adapters
sys.pycache_prefix = sys.argv[1]  # of what is imported from here on: byte code of all else would take long
pcimatrix.cli.run(["totals"])
print("yaml" in sys.modules)
"""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code, tmp_path],
            capture_output=True,
            check=True,
            encoding="utf-8",
            env=environment,
        ).stdout
        for _ in range(2)
    )
    assert first == second.replace("\nFalse", "\nTrue") != second


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("totals", "--saq", "A", "--saq", "B"), "--saq"),
        (("totals", "-p", "fargate", "--pattern", "ec2"), "--pattern"),
        (("list", "--edition=4.0", "--edition", "4.0.1"), "--edition"),
        (("scope", "check", "examples/mixed.yaml", "--as-of", "2026-01-01", "--as-of", "2026-01-01"), "--as-of"),
        (("render", "--scope", "examples/mixed.yaml", "--scope", "examples/merchant.yaml"), "--scope"),
    ],
)
def test_an_option_with_one_value_is_refused_if_it_is_given_twice(
    call: Run, arguments: tuple[str, ...], option: str
) -> None:
    done = call(*arguments)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"Error: Invalid value for '{option}'")
    assert done.stderr.endswith("given more than once; name one value\n")


def test_an_option_with_several_values_and_a_flag_can_be_given_again(call: Run) -> None:
    one, two = (call("list", "-r", each, "-f", "csv").stdout.splitlines()[1:] for each in ("1.2.5", "1.2.6"))
    assert call("list", "-r", "1.2.5", "-r", "1.2.6", "-f", "csv").stdout.splitlines()[1:] == one + two
    check = ("scope", "check", ROOT / "examples/mixed.yaml", "--quiet")
    assert call(*check, "--quiet").stdout == call(*check).stdout


def test_without_a_command_help_is_shown_and_the_usage_is_bad(call: Run) -> None:
    result = call()
    assert result.returncode == 2
    assert "Examples:" in result.stdout + result.stderr


def examples(text: str) -> list[str]:
    """Return the command lines under "Examples:" in a help text."""
    part = re.search(r"^  Examples:\n((?:    .+\n)+)", text, re.MULTILINE)
    assert part, "help has no examples"
    return [line.strip() for line in part.group(1).splitlines()]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_example_in_help_runs(command: str, call: Run, part: Callable[..., Path], tmp_path: Path) -> None:
    """Each part of a shell's line by itself.

    A catalogue of one's own is a part of the shipped one, with what the scope names; so is that of documents.
    """
    own = part("4", "6.4", "8", "11.6")
    documents = {"PCIMATRIX_CATALOGUE": str(own)} if command in {"render", "verify"} else {}
    for name in ("requirements.yaml", "my-requirements.yaml"):
        (tmp_path / name).write_bytes(own.read_bytes())
    for name, example in (("scope.yaml", "mixed.yaml"), ("last-year.yaml", "serverless.yaml")):
        (tmp_path / name).write_bytes((ROOT / "examples" / example).read_bytes())
    write(tmp_path / "plan.json", plan(resource("aws_instance.batch")))
    (tmp_path / "vault.csv").write_bytes((ROOT / "examples/providers/example-vault.csv").read_bytes())
    if command == "verify":
        call("render", "--format", "html", "--output", "summary.html", cwd=tmp_path, **documents)
        for name in ("matrix.md", "matrix.xlsx"):
            call("render", "--scope", "scope.yaml", "--output", name, cwd=tmp_path, **documents)
    for line in examples(good(call(*command.split(), "--help"))):
        for step in line.split(" && "):
            typed, _, file = step.partition(" > ")
            assert typed.startswith(f"pcimatrix {command}".strip())
            done = call(*shlex.split(typed)[1:], cwd=tmp_path, **documents)
            assert done.returncode in {0, 1}, (step, done.stderr)
            for name in re.findall(r"--output (\S+)", step):
                assert (tmp_path / name).stat().st_size
            assert done.stdout or not file
