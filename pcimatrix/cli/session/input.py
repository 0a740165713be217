"""Input lines, typed or piped."""

import sys
from contextlib import suppress

from pcimatrix.cli.output import note
from pcimatrix.errors import InputError, Problem

PIPE = "standard input"
"""How messages name piped input."""


class Piped:
    """Reads standard input line by line; `number` is that of the last one, or of where the input ended."""

    def __init__(self) -> None:
        self.number = 1
        self._ended = 0

    def line(self) -> str:
        """Return the next line. Raises `EOFError` at the end, `InputError` where it is not UTF-8."""
        data = sys.stdin.buffer.readline() if sys.stdin is not None else b""
        self.number += self._ended
        self._ended = 1
        if not data:
            raise EOFError
        try:
            return data.decode().rstrip("\r\n")
        except UnicodeDecodeError:
            raise InputError([Problem(PIPE, self.number, 1, "the text is not UTF-8", "send UTF-8")]) from None


def typed_line() -> str:
    """Return a typed line; where there is the readline library, the arrow keys move within it.

    Raises `EOFError` if the input is closed, `KeyboardInterrupt` after Ctrl-C.
    """
    with suppress(ImportError):
        import readline  # noqa: F401 - importing it is what makes input() use it
    while True:
        try:
            return input("> ")
        except UnicodeDecodeError:
            note("the text was not UTF-8; type it again")
