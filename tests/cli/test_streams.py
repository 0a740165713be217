"""Streams that cannot show every character, shells that ask for completion, and Ctrl-C."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from paths import ROOT

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
EXAMPLE = ROOT / "examples/mixed.yaml"


@pytest.mark.parametrize("encoding", ["ascii", "ascii:strict", "latin-1"])
def test_a_session_shows_what_the_output_can_show(
    encoding: str, program: str, environment: dict[str, str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [program, "scope", "new"],
        capture_output=True,
        cwd=tmp_path,
        env=environment | {"PYTHONIOENCODING": encoding},
        input="boutique n° é\u20ac\nstop\n".encode(),
        timeout=30,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert b"boutique n" in done.stdout
    assert "n° é€" in (tmp_path / "scope.answers.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("bogüs",),
        ("totals", "--format", "nö"),
        ("show", "8.3.é"),
        ("services", "é"),
        ("totals", "--scope", "é.yaml"),
        ("scope", "new", "é/x.yaml"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_message_shows_what_the_output_can_show(arguments: tuple[str, ...], run: Run) -> None:
    done = run(*arguments, PYTHONIOENCODING="ascii:strict")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


@pytest.mark.parametrize(
    "variables",
    [{}, {"COMP_WORDS": "pcimatrix "}, {"COMP_WORDS": "pcimatrix ", "COMP_CWORD": "x"}, {"COMP_CWORD": "9" * 5000}],
    ids=["none", "words", "no_number", "long"],
)
def test_a_shell_that_sends_no_words_to_complete_gets_one_line(variables: dict[str, str], call: Run) -> None:
    done = call(_PCIMATRIX_COMPLETE="complete_bash", **variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "pcimatrix: _PCIMATRIX_COMPLETE: COMP_WORDS and COMP_CWORD are missing or wrong; unset it, "
        "or let the shell set all three\n"
    )


def test_a_shell_gets_its_words(call: Run) -> None:
    words = {"COMP_WORDS": "pcimatrix tot", "COMP_CWORD": "1"}
    assert call(_PCIMATRIX_COMPLETE="complete_bash", **words).stdout.strip() == "totals"
