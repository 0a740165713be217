"""Shell completion, by the protocol of Typer's scripts."""

import subprocess
from collections.abc import Callable
from typing import TypeAlias

import pytest

from pcimatrix.catalogue.loader import shipped_patterns
from pcimatrix.cli.app import COMMANDS

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


def completed(start: Run, words: str) -> list[str]:
    """Return what bash would offer for the last of some words (a space at the end begins a new one)."""
    count = len(words.split(" ")) - 1
    return start(_PCIMATRIX_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(count)).stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("pcimatrix ", list(COMMANDS)),
        ("pcimatrix s", [name for name in COMMANDS if name.startswith("s")]),
        ("pcimatrix totals --pattern ", shipped_patterns().names()),
        ("pcimatrix list -p a", ["abstracted"]),
        ("pcimatrix list --owner ", ["customer", "aws", "na", "third_party"]),
        ("pcimatrix totals --format ", ["csv", "csv-excel", "json", "markdown", "table"]),
        ("pcimatrix show 8.3.2", ["8.3.2", "8.3.2.a", "8.3.2.b", "8.3.2.c"]),
    ],
)
def test_bash_completes_commands_and_values(words: str, offered: list[str], call: Run) -> None:
    assert completed(call, words) == offered


def test_bash_completes_by_a_process(run: Run) -> None:
    assert completed(run, "pcimatrix totals --by m") == ["method", "milestone"]


def test_zsh_and_fish_complete_patterns(call: Run) -> None:
    words = "pcimatrix totals --pattern a"
    zsh = call(_PCIMATRIX_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=words)
    assert '"abstracted"' in zsh.stdout
    fish = call(
        _PCIMATRIX_COMPLETE="complete_fish",
        _TYPER_COMPLETE_ARGS=words,
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert fish.stdout.split() == ["abstracted"]


def test_bash_takes_the_completion_script(call: Run) -> None:
    script = call(_PCIMATRIX_COMPLETE="source_bash").stdout
    assert "complete -o default -F _pcimatrix_completion pcimatrix" in script
    subprocess.run(["bash", "-n"], input=script, check=True, text=True)  # noqa: S607 - whichever bash there is
