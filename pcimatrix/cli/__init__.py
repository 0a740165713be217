"""The command line: parse, call, write. The only place that prints, ends the program or writes files."""

# Ctrl-C during the imports below has nothing to undo.
from pcimatrix.cli.interrupt import INTERRUPTED, end_on_interrupt, raise_on_interrupt

_ENDS = end_on_interrupt()

import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn, TextIO

# The program ends before collecting its garbage pays: it only slows the imports and the reading down.
gc.disable()

# Plugins of pydantic could change what is valid, and looking for them costs a tenth of the start-up.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer

from pcimatrix.cli.app import program
from pcimatrix.cli.completion import check_request
from pcimatrix.errors import EXIT_FINDINGS, EXIT_INVALID, PcimatrixError
from pcimatrix.text import one_line

if _ENDS:
    raise_on_interrupt()


def main() -> NoReturn:
    """Run the program with the arguments it was started with, and end with its exit code.

    What it printed is flushed by then. The interpreter's own end, which takes every object apart first, would be an
    eighth of `totals`: it is left out, as mypy leaves it out. Ctrl-C ends it at once, but for sessions.
    """
    end_on_interrupt()
    for stream, replacement in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):  # a terminal or PYTHONIOENCODING may know few characters
            stream.reconfigure(errors=replacement)
    try:
        code = run()
    except KeyboardInterrupt:  # while the output is flushed or an error is said
        code = INTERRUPTED
    os._exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code: 0 good, 1 findings, 2 bad usage, input or output, 130 Ctrl-C.

    A reader that closes the pipe ends it quietly, with 0 unless something was found.
    """
    code = 0
    try:
        code = _call(arguments)
        _flush()
    except BrokenPipeError:
        _abandon(sys.stdout)
    except OSError as error:
        _abandon(sys.stdout)
        _say(f"pcimatrix: cannot write the output: {error.strerror or error}")
        code = EXIT_INVALID
    _say()
    return code


def _call(arguments: Sequence[str] | None) -> int:
    try:
        check_request()
        result = program()(arguments, prog_name="pcimatrix", standalone_mode=False)
    except PcimatrixError as error:
        _say(*(f"pcimatrix: {line}" for line in str(error).splitlines()))
        return EXIT_INVALID
    except typer.TyperException as error:
        _complain(error)
        return EXIT_INVALID
    except typer.Abort:
        _say("pcimatrix: the input ended before the last answer")
        return EXIT_INVALID
    except KeyboardInterrupt:
        _say("")
        return INTERRUPTED
    except SystemExit as end:
        # Typer ends the program itself when a pipe closes while it writes help.
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        return end.code if isinstance(end.code, int) else EXIT_FINDINGS
    return result if isinstance(result, int) else 0


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _complain(error: typer.TyperException) -> None:
    """Say what is wrong with the usage; a usage error shows its command's usage as well."""
    show = getattr(error, "show", None)
    if show is None or sys.stderr is None:  # `show` would fall back to standard output
        _say(f"pcimatrix: {error.format_message()}")
        return
    try:
        show()
    except OSError:
        _abandon(sys.stderr)


def _say(*lines: str) -> None:
    """Write lines to standard error, unless it is closed or full: there is nowhere left to say it."""
    if sys.stderr is None:
        return
    try:
        for line in lines:
            print(one_line(line), file=sys.stderr)  # noqa: T201 - this is the edge
        sys.stderr.flush()
    except OSError:
        _abandon(sys.stderr)


def _abandon(stream: TextIO | None) -> None:
    """Point a stream at nothing, so that the interpreter's own flush at its end cannot fail."""
    if stream is None:
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)
