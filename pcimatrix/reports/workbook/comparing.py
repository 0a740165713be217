"""Comparison of a workbook with the one that its inputs give: cell by cell, but for what people fill in."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pcimatrix.reports.workbook.fill_in import FILL_IN, LEFT, OWNER
from pcimatrix.reports.workbook.opening import Read, SheetRead, read_book
from pcimatrix.reports.workbook.tables import Table, head_of, rows_of, tables_of
from pcimatrix.sheet_columns import letters_of
from pcimatrix.text import truncate

_MOST, _SHOWN = 20, 60
"""How many differences are told, and how much of a cell."""


class _Row(NamedTuple):
    """A row of a matrix: its number from 1, and its cells by heading."""

    number: int
    cells: Mapping[str, Read]


def compare_workbooks(data: bytes, wanted: bytes, name: str) -> tuple[str, ...]:
    """Return what is different in a workbook from the wanted one, each with its cell; nothing if all is the same.

    Rows and columns of the matrix are known by test case and heading. What people fill in is no difference: the
    columns for that, columns and sheets that they add, comments, and how anything looks. Formulas are compared, and
    the values that were saved for them, if there are any. `name` names the workbook in messages. Raises `InputError`
    if it cannot be read.
    """
    found = list(_differences(data, wanted, name, values=False)) or list(_differences(data, wanted, name, values=True))
    more = len(found) - _MOST
    return (*found[:_MOST], f"and {more} more") if more > 0 else tuple(found)


def _differences(data: bytes, wanted: bytes, name: str, *, values: bool) -> Iterator[str]:
    given, made = (read_book(each, name, lambda *_: True, values=values) for each in (data, wanted))
    [matrix] = tables_of(made, name)
    found = tables_of(given, name)
    for table in found:
        yield from _matrix(table, matrix, name, values=values)
    others = {sheet.name: sheet for sheet in given.sheets}
    for sheet in made.sheets:
        if sheet.name == LEFT or head_of(sheet.rows) is not None:
            continue
        if sheet.name not in others:
            yield f"the sheet {sheet.name!r} is missing"
        else:
            yield from _sheet(others[sheet.name], sheet, values=values)


def _matrix(given: Table, made: Table, name: str, *, values: bool) -> Iterator[str]:
    sheet = given.sheet.name
    filled = {each.heading for each in FILL_IN}
    wanted = [heading for heading in made.columns if heading not in filled]
    yield from (f"{sheet}: the column {heading!r} is missing" for heading in wanted if heading not in given.columns)
    columns = {heading: given.columns[heading] for heading in wanted if heading in given.columns}
    there, own = _by_case(given, name), _by_case(made, name)
    for case, row in own.items():
        if case in there:
            yield from _cells(sheet, case, there[case], row, columns, values=values)
        else:
            yield f"{sheet}: the test case {case} is missing"
    for case, cells in rows_of(given):
        if case not in own:
            what = f"the test case {case}" if case else "a row"
            yield f"{sheet}!{cells[0].row}: {what} that the matrix does not have"


def _cells(
    sheet: str, case: str, given: _Row, made: _Row, columns: Mapping[str, int], *, values: bool
) -> Iterator[str]:
    """Yield what is different in the row of a test case; `columns` are the numbers of those compared, by heading."""
    for heading, column in columns.items():
        cell, other = given.cells.get(heading), made.cells.get(heading)
        if not _same(cell, other, given.number, made.number, values=values):
            what = f"the owner of {case}" if heading == OWNER else f"{heading} of {case}"
            yield f"{sheet}!{letters_of(column)}{given.number}: {what} is {_said(cell)}, made as {_said(other)}"


def _by_case(table: Table, name: str) -> dict[str, _Row]:
    return {
        case: _Row(row[0].row, {table.headings[cell.column]: cell for cell in row if cell.column in table.headings})
        for case, row in rows_of(table, name)
        if case
    }


def _same(cell: Read | None, other: Read | None, row: int, other_row: int, *, values: bool) -> bool:
    if cell is None or other is None:
        # Programs that save formulas without calculating leave them without values.
        return cell is other or (values and cell is None)
    if isinstance(cell.value, str) and isinstance(other.value, str):
        return cell.formula == other.formula and _told(cell, row) == _told(other, other_row)
    if isinstance(cell.value, str) or isinstance(other.value, str):
        return False
    return math.isclose(cell.value, other.value, rel_tol=1e-9)


def _told(cell: Read, row: int) -> str:
    """Return a text as it is; a formula as it would be in any row."""
    return re.sub(rf"(?<=[A-Z]){row}\b", "#", str(cell.value)) if cell.formula else str(cell.value)


def _said(cell: Read | None) -> str:
    return "empty" if cell is None else repr(truncate(str(cell.value), _SHOWN))


def _sheet(given: SheetRead, made: SheetRead, *, values: bool) -> Iterator[str]:
    """Yield what is different in a sheet; its rows may have been put in another order."""
    if _in_any_order(given.rows) == _in_any_order(made.rows):
        return
    there, own = ({(cell.row, cell.column): cell for row in each.rows for cell in row} for each in (given, made))
    for at in sorted(there.keys() | own.keys()):
        cell, other = there.get(at), own.get(at)
        if not _same(cell, other, at[0], at[0], values=values):
            yield f"{given.name}!{letters_of(at[1])}{at[0]}: it is {_said(cell)}, made as {_said(other)}"


def _in_any_order(rows: Sequence[tuple[Read, ...]]) -> Counter[tuple[tuple[int, object, bool], ...]]:
    return Counter(tuple((cell.column, cell.value, cell.formula) for cell in row) for row in rows if row)
