"""Input lines, typed or piped."""

import io
import sys
from contextlib import suppress

from pcimatrix.cli.output import note
from pcimatrix.errors import InputError, Problem
from pcimatrix.source import STANDARD_INPUT, encoding_of

_LONGEST = 1_000_000
"""More characters than any answer has."""


class Piped:
    """Reads standard input line by line; `number` is that of the last one, or of where the input ended."""

    def __init__(self) -> None:
        self.number = 1
        self._ended = 0
        self._lines: io.TextIOWrapper | None = None

    def line(self) -> str:
        """Return the next line. Raises `EOFError` at the end, `InputError` if it is not text."""
        lines = self._lines = self._lines or _text_of_input()
        self.number += self._ended
        self._ended = 1
        try:
            line = lines.readline(_LONGEST) if lines else ""
            line.encode()  # what could not be decoded is in it, so that its line is known
        except UnicodeError:
            raise InputError([Problem(STANDARD_INPUT, self.number, 1, "the text is not UTF-8", "send UTF-8")]) from None
        if not line:
            raise EOFError
        return line.rstrip("\n")


def _text_of_input() -> io.TextIOWrapper | None:
    """Return standard input as text, whatever its byte order mark and line ends; None if it is closed."""
    text = sys.stdin
    if not isinstance(text, io.TextIOWrapper) or not isinstance(text.buffer, io.BufferedReader):
        return None
    _, encoding = encoding_of(text.buffer.peek(3)[:3])
    if encoding == "utf-8":
        text.reconfigure(encoding="utf-8-sig", errors="surrogateescape")
    else:
        text.reconfigure(encoding="utf-16", errors="strict")
    return text


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
