"""Matrices in a workbook: found by their headings, their rows by test case, whatever sheet and order they are in."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pcimatrix.errors import InputError, Problem
from pcimatrix.reports.workbook.fill_in import AS_MADE, FILL_IN, MATRIX, OWNER, TEST_CASE
from pcimatrix.reports.workbook.opening import HEAD_WITHIN, BookRead, Read, SheetRead
from pcimatrix.sheet_columns import letters_of


class Table(NamedTuple):
    """A matrix in a sheet: the sheet, its head's row from 0, and the headings by their columns from 1."""

    sheet: SheetRead
    head: int
    headings: dict[int, str]

    @property
    def columns(self) -> dict[str, int]:
        """The columns by their headings."""
        return {heading: column for column, heading in self.headings.items()}


def head_of(rows: Sequence[tuple[Read, ...]]) -> int | None:
    """Return the number from 0 of the row that has a matrix's headings, if one of the first has."""
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        if {TEST_CASE, OWNER} <= {_heading(cell) for cell in row}:
            return number
    return None


def _heading(cell: Read) -> str:
    return " ".join(str(cell.value).split())


def tables_of(book: BookRead, name: str) -> list[Table]:
    """Return the matrices of a workbook, that of the sheet Matrix first; `name` names the workbook in messages.

    Raises `InputError` if there is none, or if one has a heading of the program twice.
    """
    found = [_table(sheet, head, name) for sheet in book.sheets if (head := head_of(sheet.rows)) is not None]
    if not found:
        problem = f"no sheet has a column {TEST_CASE!r} beside one {OWNER!r}"
        raise _refuse(name, problem, "expected a workbook as `pcimatrix render --format xlsx` writes it")
    return sorted(found, key=lambda table: table.sheet.name != MATRIX)


def _table(sheet: SheetRead, head: int, name: str) -> Table:
    headings: dict[int, str] = {}
    ours = {TEST_CASE, OWNER, AS_MADE, *(each.heading for each in FILL_IN)}
    for cell in sheet.rows[head]:
        heading = _heading(cell)
        if heading in headings.values():
            if heading in ours:
                found = f"the sheet {sheet.name!r} has two columns {heading!r}"
                raise _refuse(name, found, "rename or delete one of them")
            heading = f"{heading} ({letters_of(cell.column)})"
        headings[cell.column] = heading
    return Table(sheet, head, headings)


def rows_of(table: Table, name: str = "") -> Iterator[tuple[str, tuple[Read, ...]]]:
    """Yield the rows of a matrix with their test cases; an empty one for a row of people's own.

    Raises `InputError` if a `name` for the workbook is given and a test case has two rows.
    """
    at, made = table.columns[TEST_CASE], table.columns.get(AS_MADE)
    rows = [
        (_case_of(row, at, made) if number > table.head else "", row)
        for number, row in enumerate(table.sheet.rows)
        if row and number != table.head
    ]
    twice = [case for case, count in Counter(case for case, _ in rows if case).items() if count > 1]
    if twice and name:
        places = " and ".join(str(row[0].row) for case, row in rows if case == twice[0])
        problem = f"the sheet {table.sheet.name!r} has the test case {twice[0]!r} in rows {places}"
        raise _refuse(name, problem, "delete or rename all but one")
    yield from rows


def _case_of(row: Sequence[Read], at: int, made: int | None) -> str:
    """Return the test case of a row; empty for a row of people's own.

    `at` and `made` are the columns of the test case and of the owner as made. A row that the program did not write has
    no owner as made, whatever somebody calls it.
    """
    found = {cell.column: cell for cell in row}
    return str(found[at].value).strip() if at in found and (made is None or made in found) else ""


def _refuse(name: str, found: str, expected: str) -> InputError:
    return InputError([Problem(name, 0, 0, found, expected)])
