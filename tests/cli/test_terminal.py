"""What is shown on a terminal: tables drawn to fit it, in colour, and the work that goes on."""

import csv
import io
import os
import re
import subprocess
import time
from collections.abc import Callable
from typing import TypeAlias

import pytest

from paths import ROOT
from pcimatrix.cli.progress import progress

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]

EXAMPLE = ROOT / "examples/mixed.yaml"


def on_terminal(arguments: list[str], environment: dict[str, str]) -> str:
    """Return what a program writes to a terminal."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        arguments, env=environment, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, text=True
    ) as process:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux: the other side is closed
                break
            if not part:
                break
            parts.append(part)
        os.close(ours)
        assert process.stderr
        process.stderr.read()
    assert process.returncode == 0
    return b"".join(parts).decode()


class _Screen(io.StringIO):
    """What a terminal would show."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(call: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Call a command, and return what it shows on a terminal."""

    def start(*arguments: str, **variables: str) -> str:
        with monkeypatch.context() as terminal:
            terminal.setattr("sys.stdout", shown := _Screen())
            done = call(*arguments, **variables)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        return shown.getvalue()

    return start


def test_a_terminal_gets_a_drawn_table_in_colour_and_a_pipe_does_not(
    program: str, environment: dict[str, str], call: Run, screen: Callable[..., str]
) -> None:
    drawn = on_terminal([program, "totals"], environment)
    assert "\x1b[1m" in drawn
    assert "─" in drawn
    assert "464" in drawn
    assert drawn.replace("\r\n", "\n") == screen("totals")
    assert re.search(r"\x1b\[36maws *\x1b\[0m", screen("list", "-r", "8.3.2"))
    for piped in (call("totals").stdout, call("list").stdout, call("totals", "--help").stdout):
        assert "\x1b" not in piped
        assert "─" not in piped


def test_no_color_takes_the_colours_from_a_terminal(screen: Callable[..., str]) -> None:
    plain = screen("list", "-r", "8.3.2", NO_COLOR="1")
    assert "─" in plain
    assert not any(f"\x1b[{code}" in plain for code in (3, 9))
    assert "\x1b[36m" not in plain


def test_a_drawn_table_fits_the_terminal(screen: Callable[..., str]) -> None:
    drawn = screen("totals", TERM="dumb")
    assert "\x1b" not in drawn
    assert max(map(len, drawn.splitlines())) <= 80


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [
        ("totals",),
        ("provenance",),
        ("list", "-r", "8.3.2"),
        ("compare", "--totals", "infrastructure", "abstracted"),
        ("compare", "--totals", "abstracted", "--scope", str(EXAMPLE)),
    ],
    ids=lambda arguments: "-".join(arguments[:2]),
)
def test_no_number_and_no_id_is_cut_however_narrow_the_terminal_is(
    width: int, arguments: tuple[str, ...], call: Run, screen: Callable[..., str]
) -> None:
    shown = screen(*arguments, COLUMNS=str(width), NO_COLOR="1")
    assert "…" not in shown
    found = set(re.findall(r"[\d.]*\d(?:\.[a-z])?", re.sub(r"\x1b\[[\d;]*m", "", shown)))
    plain = call(*arguments).stdout
    assert shown != plain
    if "Left out for lack of room: Alone, Shared, Provider." in shown:
        rows = csv.reader(io.StringIO(call(*arguments, "--format", "csv").stdout, newline=""))
        plain = "\n".join(" ".join(row[:-3]) for row in rows)
    assert set(re.findall(r"[\d.]*\d(?:\.[a-z])?", plain)) <= found


def test_a_long_list_is_printed_plainly_on_a_terminal(call: Run, screen: Callable[..., str]) -> None:
    assert screen("list") == call("list").stdout


@pytest.mark.parametrize("terminal", [True, False])
def test_work_that_goes_on_is_told_on_a_terminal_alone(terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("pcimatrix.cli.progress._PATIENCE", 0.0)
    stream = _Screen() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    with progress("Rendering pdf"):
        time.sleep(0.3)
    assert ("Rendering pdf" in stream.getvalue()) is terminal
