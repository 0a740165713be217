"""The errors that a user's input can cause, and the exit codes that belong to them."""

from collections.abc import Iterable
from typing import NamedTuple

EXIT_FINDINGS = 1
"""A check ran and found differences, or rules were broken."""
EXIT_INVALID = 2
"""The usage or the input was bad, or the output could not be written."""


class Problem(NamedTuple):
    """One thing that is wrong in an input.

    `source` is the file as the user named it; `line` and `column` count from 1, 0 where there is no place.
    `found` says what is wrong, `expected` what was expected or what to do (may be empty).
    """

    source: str
    line: int
    column: int
    found: str
    expected: str = ""

    def __str__(self) -> str:
        """Return `file:line:column: found; expected …` (no numbers where there is no place)."""
        place = f"{self.source}:{self.line}:{self.column}" if self.line else self.source
        return f"{place}: {self.found}" + (f"; {self.expected}" if self.expected else "")


class PcimatrixError(Exception):
    """An error whose message is for the user; it ends the program with code 2, never with a traceback."""


class InputError(PcimatrixError):
    """An input that cannot be used.

    `problems` are all that were found in it, in the order of their places.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class OutputError(PcimatrixError):
    """An output that could not be written."""


class UnknownIdError(PcimatrixError):
    """An id, name or filter value that the catalogue does not have; the message suggests the nearest."""


class FormatError(PcimatrixError):
    """A format that cannot be had: its extra is not installed, or it does not fit what is asked."""


class FormatWarning(UserWarning):
    """What a format could not show as it is: the output is good, but not all that was asked for."""
