"""Streams that nobody reads, are full, closed, or cannot show every character; completion's requests, and Ctrl-C."""

import errno
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeAlias

import pytest

from paths import ROOT

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
Shell: TypeAlias = Callable[[str], subprocess.CompletedProcess[str]]
EXAMPLE = ROOT / "examples/mixed.yaml"
FAST = 8
"""Seconds within which the program ends, on a busy machine as well."""


# Streams that nobody reads, or that are full or closed: each is tried by a shell once, and else in this process


@contextmanager
def unread() -> Iterator[TextIO]:
    """Open a pipe that nobody reads any more."""
    end, begin = os.pipe()
    os.close(end)
    with open(begin, "w", encoding="utf-8") as stream:  # noqa: PTH123 - it has no path
        yield stream


def full() -> TextIO:
    """Open a device that has no room."""
    return Path("/dev/full").open("w", encoding="utf-8")


@pytest.fixture
def over(call: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call a command with standard streams of its own: `over("totals", stdout=stream)`; None is a closed one."""

    def start(*arguments: str | Path, **streams: TextIO | None) -> subprocess.CompletedProcess[str]:
        with monkeypatch.context() as here:
            for name, stream in streams.items():
                here.setattr(f"sys.{name}", stream)
            return call(*arguments)

    return start


@pytest.mark.parametrize("arguments", ["list", "list -f json", "totals", "show 8", "render -f html", "--help"])
def test_a_reader_that_went_away_ends_the_program_quietly(arguments: str, over: Run) -> None:
    with unread() as pipe:
        done = over(*arguments.split(), stdout=pipe)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr in {"", "464 of 464 test cases (abstracted)\n"}


@pytest.mark.parametrize("arguments", ["list -f json", "--help"])
def test_a_reader_that_goes_away_ends_the_program_quietly(arguments: str, shell: Shell) -> None:
    result = shell(f"set -o pipefail; pcimatrix {arguments} | head -1; echo ${{PIPESTATUS[0]}}")
    assert result.stdout.splitlines()[1:] == ["0"]
    assert result.stderr in {"", "464 of 464 test cases (abstracted)\n"}


def test_a_reader_that_never_reads_ends_the_program_quietly(shell: Shell) -> None:
    result = shell("pcimatrix totals | true; echo ${PIPESTATUS[0]}")
    assert (result.stdout, result.stderr) == ("0\n", "")


@pytest.fixture
def changed(part: Callable[..., Path], tmp_path: Path) -> Path:
    """A copy of a part of the catalogue that breaks a rule."""
    file = tmp_path / "changed.yaml"
    text = part("3").read_text(encoding="utf-8").replace("abstracted: customer", "abstracted: aws", 1)
    file.write_text(text.replace("basis: structural", "basis: stated", 1), encoding="utf-8")
    return file


@pytest.mark.parametrize("command", ["check -c CHANGED", "validate CHANGED", "diff -f csv CHANGED WAS"])
def test_what_was_found_makes_the_exit_code_though_nobody_reads_it(
    command: str, changed: Path, over: Run, part: Callable[..., Path]
) -> None:
    files = {"CHANGED": changed, "WAS": part("3")}
    with unread() as pipe:
        assert over(*(files.get(each, each) for each in command.split()), stdout=pipe).returncode == 1


def test_a_shell_is_told_what_was_found_though_nobody_reads_it(changed: Path, shell: Shell) -> None:
    result = shell(f"pcimatrix validate {changed} 2>/dev/null | true; echo ${{PIPESTATUS[0]}}")
    assert result.stdout == "1\n"


@pytest.mark.parametrize("arguments", ["list", "totals", "check", "render -o -", "validate", "totals --help"])
def test_a_full_device_is_an_error(arguments: str, over: Run) -> None:
    with full() as device:
        done = over(*arguments.split(), stdout=device)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "pcimatrix: cannot write the output: No space left on device"


@pytest.mark.parametrize("arguments", ["totals", "--help", "--version"])
def test_a_full_device_is_an_error_for_a_shell(arguments: str, shell: Shell) -> None:
    result = shell(f"pcimatrix {arguments} >/dev/full")
    assert result.returncode == 2
    assert result.stderr == "pcimatrix: cannot write the output: No space left on device\n"


CLOSED = (2, "", "pcimatrix: standard output is closed; name a file with --output\n")


@pytest.mark.parametrize("arguments", ["list", "totals", "show 8.3.2.a", "check"])
def test_closed_standard_output_is_an_error(arguments: str, over: Run) -> None:
    done = over(*arguments.split(), stdout=None)
    assert (done.returncode, done.stdout, done.stderr) == CLOSED


def test_closed_standard_output_is_an_error_for_a_shell(shell: Shell) -> None:
    result = shell("pcimatrix totals >&-")
    assert (result.returncode, result.stdout, result.stderr) == CLOSED


@pytest.mark.parametrize("arguments", ["--help", "--version", "nonsense"])
def test_nothing_breaks_where_all_streams_are_closed(arguments: str, over: Run) -> None:
    with full() as device:
        assert over(arguments, stdin=None, stdout=None, stderr=device).returncode in {0, 2}


@pytest.mark.parametrize("arguments", ["--help", "nonsense"])
def test_nothing_breaks_where_a_shell_closes_all_streams(arguments: str, shell: Shell) -> None:
    result = shell(f"pcimatrix {arguments} <&- >&- 2>/dev/full")
    assert result.returncode in {0, 2}


def test_results_are_printed_where_standard_error_is_closed(shell: Shell) -> None:
    result = shell("pcimatrix list -r 8.3.2 -f csv 2>&-")
    assert result.returncode == 0
    assert len(result.stdout.splitlines()) == 4


@pytest.mark.parametrize("arguments", ["nonsense", "list --owner bob", "show 9.99.9"])
def test_messages_stay_out_of_the_results_where_standard_error_is_closed(arguments: str, over: Run) -> None:
    done = over(*arguments.split(), stderr=None)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


def test_what_cannot_be_said_on_standard_error_takes_nothing_from_the_output(over: Run, shell: Shell) -> None:
    with full() as device:
        done = over("totals", "--scope", EXAMPLE, stderr=device)
    assert (done.returncode, done.stdout.count("464")) == (0, 1)
    result = shell("pcimatrix list -r 8.3.2 -f csv 2>/dev/full")
    assert (result.returncode, len(result.stdout.splitlines())) == (0, 4)


# Ctrl-C


def test_ctrl_c_ends_the_program_with_130(program: str, environment: dict[str, str], tmp_path: Path) -> None:
    fifo = tmp_path / "never.yaml"
    os.mkfifo(fifo)
    with subprocess.Popen(
        [program, "totals", "--catalogue", fifo],
        encoding="utf-8",
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        writer = _open_once_read(fifo)
        try:
            time.sleep(0.2)  # an interrupt between two system calls of one C function waits for the second to end
            process.send_signal(signal.SIGINT)
            stdout, stderr = process.communicate(timeout=FAST)
        finally:
            os.close(writer)
            process.kill()
    assert (process.returncode, stdout, stderr.strip()) == (130, "", "")


def _open_once_read(fifo: Path) -> int:
    """Open a FIFO for writing as soon as somebody reads it, so that the reader waits for us."""
    for _ in range(1000):
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            time.sleep(0.01)
    pytest.fail("the program does not read its catalogue")


@pytest.mark.parametrize("delay", [0.08, 0.12, 0.2, 0.3])
def test_ctrl_c_while_the_program_starts_is_quiet(delay: float, environment: dict[str, str]) -> None:
    ready = "import sys, pcimatrix; print(flush=True); from pcimatrix.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", ready, "scope", "check", "/dev/stdin"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert b"Traceback" not in process.stderr.read()


# Characters that a stream cannot show, and requests for completion


TYPED = "boutique n° é\u20ac\nstop\n".encode()
STRICT = {"PYTHONIOENCODING": "ascii:strict"}


def test_a_session_shows_what_the_output_can_show(program: str, environment: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [program, "scope", "new"],
        capture_output=True,
        cwd=tmp_path,
        env=environment | STRICT,
        input=TYPED,
        timeout=30,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert b"boutique n" in done.stdout
    assert "n° é€" in (tmp_path / "scope.answers.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_session_reads_utf_8_and_shows_what_the_encoding_has(encoding: str, over: Run, tmp_path: Path) -> None:
    (tmp_path / "typed").write_bytes(TYPED)
    file = tmp_path / "scope.yaml"
    with (
        (tmp_path / "typed").open(encoding=encoding) as typed,
        (tmp_path / "shown").open("w", encoding=encoding, errors="replace") as shown,
    ):
        assert over("scope", "new", file, stdin=typed, stdout=shown).returncode == 0
    assert b"boutique n" in (tmp_path / "shown").read_bytes()
    assert "n° é€" in file.with_name("scope.answers.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [("bogüs",), ("show", "8.3.é")], ids=lambda arguments: arguments[0])
def test_a_message_shows_what_the_output_can_show(arguments: tuple[str, ...], run: Run) -> None:
    done = run(*arguments, **STRICT)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("totals", "--format", "nö"),
        ("services", "é"),
        ("totals", "--scope", "é.yaml"),
        ("scope", "new", "é/x.yaml"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_message_is_written_as_the_stream_has_it(arguments: tuple[str, ...], over: Run, tmp_path: Path) -> None:
    with (tmp_path / "said").open("w", encoding="ascii", errors="backslashreplace") as said:
        assert over(*arguments, stderr=said).returncode == 2
    assert re.search(rb"\\xe9|\xc3\xb6", (tmp_path / "said").read_bytes())  # Typer takes ASCII for UTF-8


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
