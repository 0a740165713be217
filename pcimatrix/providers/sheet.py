"""Sheets of a spreadsheet as values, whatever file they came in."""

from datetime import date, datetime, time
from enum import Enum
from typing import NamedTuple, TypeAlias

from pcimatrix.errors import InputError, Problem

MAX_ROWS = 10_000
"""The most rows that are read of a file; the standard's 464 test cases for a dozen services are half of them."""
MAX_COLUMNS = 200
"""The most columns that are read of a row."""
MAX_CELLS = 100_000
"""The most cells that are read of a file."""
MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read."""


class Gap(Enum):
    """What a cell has instead of a value."""

    FORMULA = "a formula without a saved value"
    FAULT = "an error value"


Value: TypeAlias = str | int | float | bool | datetime | date | time | Gap | None
"""What a cell holds; None if nothing."""


class Struck(str):
    """A text that is struck through, in whole or in part."""

    __slots__ = ()


class Merge(NamedTuple):
    """A range of merged cells; rows and columns count from 1, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


class Row(NamedTuple):
    """A row: its number from 1, the line of the file that it begins at (0 in a workbook), and its cells.

    A person or a filter may hide it.
    """

    number: int
    line: int
    cells: tuple[Value, ...]
    hidden: bool = False

    def at(self, column: int) -> Value:
        """Return the value in a column, from 0; None beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else None

    @property
    def filled(self) -> tuple[int, ...]:
        """The columns with something in them."""
        return tuple(number for number, value in enumerate(self.cells) if not is_blank(value))


class Sheet(NamedTuple):
    """A sheet: its name (empty for CSV), the rows that are not blank, and the merged ranges.

    A person may hide it, or columns of it (from 0).
    """

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()


def merges_by_row(sheet: Sheet, source: str) -> dict[int, tuple[Merge, ...]]:
    """Return the merged ranges of each row that is not blank. Raises `InputError` if they overlap without end."""
    found: dict[int, list[Merge]] = {row.number: [] for row in sheet.rows}
    last = max(found, default=0)
    covered = 0
    for merge in sheet.merges:
        covered += max(0, min(merge.bottom, last) - merge.top) + 1
        if covered > MAX_CELLS:
            raise too_many(source, "rows of merged cells", MAX_CELLS)
        for number in range(merge.top, min(merge.bottom, last) + 1):
            if number in found:
                found[number].append(merge)
    return {number: tuple(merges) for number, merges in found.items() if merges}


def is_blank(value: Value) -> bool:
    """Tell whether a value is nothing that a reader sees."""
    return value is None or (isinstance(value, str) and not value.strip(" \t\r\n\u00a0\u200b\ufeff"))


def refusal(source: str, found: str, expected: str) -> InputError:
    """Return the error of a spreadsheet that cannot be used."""
    return InputError([Problem(source, 0, 0, found, expected)])


def too_many(source: str, what: str, most: int) -> InputError:
    """Return the error of a spreadsheet that is too large."""
    return refusal(source, f"the spreadsheet has more than {most:,} {what}", "keep the matrix alone in it")
