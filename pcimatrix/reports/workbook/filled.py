"""What people filled in: cells of a workbook's matrix by test case and heading, and all else that they wrote."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.errors import InputError, Problem
from pcimatrix.reports.content.columns import Shown, fields
from pcimatrix.reports.workbook.fill_in import (
    AS_MADE,
    FILL_IN,
    LEFT,
    LEFT_HEADINGS,
    MATRIX,
    OWN_SHEETS,
    OWNER,
    TEST_CASE,
    THIRD_PARTY,
    letter,
)
from pcimatrix.reports.workbook.opening import HEAD_WITHIN, BookRead, Comment, Read, SheetRead, Value, read_book
from pcimatrix.reports.workbook.stamp import headings_of

COMMENT = "Comment on "
"""What the name of a column begins with if a comment on its cell has no cell any more."""


class FilledCell(NamedTuple):
    """A filled cell: the test case of its row (may be empty), its column's heading, value and number format, its place.

    `place` is as in `Matrix!U17`; `formula` says that the value is a formula, as text.
    """

    case: str
    column: str
    value: Value
    form: str
    place: str
    formula: bool = False


class FilledComment(NamedTuple):
    """A comment on a cell of the matrix."""

    case: str
    column: str
    text: str
    author: str
    place: str


class ChosenOwner(NamedTuple):
    """An owner that somebody chose instead of the one that the program wrote, both as the workbook names them.

    `party` is what the row says of its third party, which may be empty.
    """

    case: str
    owner: str
    made: str
    party: str
    place: str


class Filled(NamedTuple):
    """All that people wrote into a workbook.

    `cells` are of the matrix, those of its copies after it; `loose` have no test case, or have lost theirs earlier.
    `added` are the headings of columns that people added. `sheets` and `unread` name what cannot be carried over;
    `properties` are the document's.
    """

    cells: tuple[FilledCell, ...] = ()
    loose: tuple[FilledCell, ...] = ()
    comments: tuple[FilledComment, ...] = ()
    added: tuple[str, ...] = ()
    owners: tuple[ChosenOwner, ...] = ()
    sheets: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    properties: Mapping[str, str] = MappingProxyType({})

    @property
    def all(self) -> tuple[FilledCell | ChosenOwner | FilledComment, ...]:
        """Everything that has a place of its own."""
        return (*self.cells, *self.loose, *self.owners, *self.comments)


class _Table(NamedTuple):
    """A matrix in a sheet: the sheet, its head's row from 0, and the headings by their columns from 1."""

    sheet: SheetRead
    head: int
    headings: dict[int, str]

    @property
    def columns(self) -> dict[str, int]:
        """The columns by their headings."""
        return {heading: column for column, heading in self.headings.items()}


def read_filled(data: bytes, name: str) -> Filled:
    """Return what people filled in in a workbook that came as bytes; `name` names it in messages.

    Rows are known by test case and columns by heading, wherever they are, in the sheet of the matrix and in copies of
    it. Raises `InputError` if it is no workbook with a matrix, or has a test case or a heading twice.
    """
    book = read_book(data, name, lambda sheet, rows: sheet == LEFT or _head(rows) is not None)
    tables = [_table(sheet, name) for sheet in book.sheets if _head(sheet.rows) is not None]
    if not tables:
        raise _refuse(
            name,
            f"no sheet has a column {TEST_CASE!r} beside one {OWNER!r}",
            "expected a workbook as `pcimatrix render --format xlsx` writes it",
        )
    tables.sort(key=lambda table: table.sheet.name != MATRIX)
    own = {*headings_of(book.properties), *(field.heading for field in fields(Shown.SHEET)), AS_MADE}
    own -= {each.heading for each in FILL_IN}
    cells, loose, owners = list[FilledCell](), list[FilledCell](), list[ChosenOwner]()
    for table in tables:
        for cell in _cells(table, name):
            if not cell.case or cell.column not in own:
                (cells if cell.case else loose).append(cell)
        owners += _owners(table)
    known = {*own, *(each.heading for each in FILL_IN)}
    headed = (heading for table in tables for heading in table.headings.values())
    loose += [cell for sheet in book.sheets if sheet.name == LEFT for cell in _left(sheet)]
    matrices = {table.sheet.name for table in tables}
    return Filled(
        tuple(cells),
        tuple(loose),
        tuple(_comments(book, tables)),
        tuple(dict.fromkeys(each for each in (*headed, *(cell.column for cell in cells)) if each not in known)),
        tuple(owners),
        tuple(sheet.name for sheet in book.sheets if sheet.name not in OWN_SHEETS | matrices),
        book.unread,
        book.properties,
    )


def _head(rows: Sequence[tuple[Read, ...]]) -> int | None:
    """Return the number from 0 of the row that has a matrix's headings, if one of the first has."""
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        if {TEST_CASE, OWNER} <= {_heading(cell) for cell in row}:
            return number
    return None


def _heading(cell: Read) -> str:
    return " ".join(str(cell.value).split())


def _table(sheet: SheetRead, name: str) -> _Table:
    head = _head(sheet.rows) or 0
    headings: dict[int, str] = {}
    ours = {TEST_CASE, OWNER, AS_MADE, *(each.heading for each in FILL_IN)}
    for cell in sheet.rows[head]:
        heading = _heading(cell)
        if heading in headings.values():
            if heading in ours:
                found = f"the sheet {sheet.name!r} has two columns {heading!r}"
                raise _refuse(name, found, "rename or delete one of them")
            heading = f"{heading} ({letter(cell.column)})"
        headings[cell.column] = heading
    return _Table(sheet, head, headings)


def _cases(table: _Table) -> Iterator[tuple[str, tuple[Read, ...]]]:
    """Yield the rows of a matrix with their test cases; an empty one for a row of people's own."""
    at = table.columns[TEST_CASE]
    made = table.columns.get(AS_MADE)
    for number, row in enumerate(table.sheet.rows):
        if number != table.head and row:
            found = {cell.column: cell for cell in row}
            # A row that the program did not write has no owner as made, whatever somebody calls it.
            own = number > table.head and at in found and (made is None or made in found)
            yield (str(found[at].value).strip() if own else ""), row


def _cells(table: _Table, name: str) -> Iterator[FilledCell]:
    """Yield all cells of a matrix. Raises `InputError` if a test case has two rows."""
    rows = list(_cases(table))
    twice = [case for case, count in Counter(case for case, _ in rows if case).items() if count > 1]
    if twice:
        places = " and ".join(str(row[0].row) for case, row in rows if case == twice[0])
        found = f"the sheet {table.sheet.name!r} has the test case {twice[0]!r} in rows {places}"
        raise _refuse(name, found, "delete or rename all but one")
    at = table.columns[TEST_CASE]
    for case, row in rows:
        for cell in row:
            if not case or cell.column != at:
                yield _filled(case, table.headings.get(cell.column) or _nameless(cell.column), cell, table.sheet.name)


def _nameless(column: int) -> str:
    return f"Column {letter(column)}"


def _filled(case: str, column: str, cell: Read, sheet: str) -> FilledCell:
    return FilledCell(case, column, cell.value, cell.form, f"{sheet}!{letter(cell.column)}{cell.row}", cell.formula)


def _owners(table: _Table) -> Iterator[ChosenOwner]:
    """Yield the owners that somebody chose: they differ from what the hidden column says."""
    wanted = [table.columns.get(heading, 0) for heading in (OWNER, AS_MADE, THIRD_PARTY)]
    for case, row in _cases(table):
        found = {cell.column: str(cell.value).strip() for cell in row}
        owner, made, party = (found.get(at, "") for at in wanted)
        if case and made and owner != made:
            yield ChosenOwner(case, owner, made, party, f"{table.sheet.name}!{letter(wanted[0])}{row[0].row}")


def _left(sheet: SheetRead) -> Iterator[FilledCell]:
    """Yield what an earlier time had no row for; a row that a person wrote there as what it is."""
    for row in sheet.rows[1:]:
        found = {cell.column: cell for cell in row}
        case, column, where = (str(found[at].value) if at in found else "" for at in (1, 2, 4))
        value = found.pop(3, None)
        if value is not None and column:
            yield FilledCell(case, column, value.value, value.form, where, value.formula)
            found = {at: cell for at, cell in found.items() if at > len(LEFT_HEADINGS)}
        for cell in found.values():
            yield _filled("", _nameless(cell.column), cell, sheet.name)


def _comments(book: BookRead, tables: Sequence[_Table]) -> Iterator[FilledComment]:
    by_name = {table.sheet.name: table for table in tables}
    cases = {name: {row[0].row: case for case, row in _cases(table)} for name, table in by_name.items()}
    for sheet, comment in book.comments:
        row, column = _place(comment)
        case = cases.get(sheet, {}).get(row, "")
        heading = by_name[sheet].headings.get(column, "") if case else ""
        yield FilledComment(case, heading, comment.text, comment.author, f"{sheet}!{comment.cell}")


def _place(comment: Comment) -> tuple[int, int]:
    """Return the row and the column, from 1, of a cell that is named as in `B3`; 0 for what is no such name."""
    letters_ = comment.cell.rstrip("0123456789")
    digits = comment.cell[len(letters_) :]
    column = 0
    for each in letters_.upper():
        column = column * 26 + ord(each) - ord("A") + 1
    return int(digits[:9] or 0), column


def _refuse(name: str, found: str, expected: str) -> InputError:
    return InputError([Problem(name, 0, 0, found, expected)])
