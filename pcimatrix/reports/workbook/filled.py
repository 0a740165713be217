"""What people filled in: cells of a workbook's matrix by test case and heading, and all else that they wrote."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.reports.content.columns import OWNERS, Shown, fields
from pcimatrix.reports.workbook.fill_in import (
    AS_MADE,
    FILL_IN,
    LEFT,
    LEFT_HEADINGS,
    OWN_SHEETS,
    OWNER,
    TEST_CASE,
    THIRD_PARTY,
)
from pcimatrix.reports.workbook.opening import BookRead, Comment, Read, SheetRead, Value, read_book
from pcimatrix.reports.workbook.stamp import headings_of
from pcimatrix.reports.workbook.tables import Table, head_of, rows_of, tables_of
from pcimatrix.sheet_columns import letters_of, number_of

_FILL_IN = frozenset(each.heading for each in FILL_IN)
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


def read_filled(data: bytes, name: str) -> Filled:
    """Return what people filled in in a workbook that came as bytes; `name` names it in messages.

    Rows are known by test case and columns by heading, wherever they are, in the sheet of the matrix and in copies of
    it. Raises `InputError` if it is no workbook with a matrix, or has a test case or a heading twice.
    """
    book = read_book(data, name, lambda sheet, rows: sheet == LEFT or head_of(rows) is not None)
    tables = tables_of(book, name)
    made = _made(book)
    filled = [each for table in tables for each in _cells(table, name) if not each.case or each.column not in made]
    cells = tuple(each for each in filled if each.case)
    lost = (each for sheet in book.sheets if sheet.name == LEFT for each in _left(sheet))
    matrices = {table.sheet.name for table in tables}
    return Filled(
        cells,
        (*(each for each in filled if not each.case), *lost),
        tuple(_comments(book, tables)),
        tuple(_added(tables, cells, {*made, *_FILL_IN})),
        tuple(owner for table in tables for owner in _owners(table)),
        tuple(sheet.name for sheet in book.sheets if sheet.name not in OWN_SHEETS | matrices),
        book.unread,
        book.properties,
    )


def _made(book: BookRead) -> set[str]:
    """Return the headings of the columns that the program fills: those of today, and those that the workbook names."""
    return {*headings_of(book.properties), *(field.heading for field in fields(Shown.SHEET)), AS_MADE} - _FILL_IN


def _added(tables: Iterable[Table], cells: Iterable[FilledCell], known: Collection[str]) -> Iterable[str]:
    """Return the headings of columns that people added, each once, in their order."""
    headed = (heading for table in tables for heading in table.headings.values())
    return dict.fromkeys(each for each in (*headed, *(cell.column for cell in cells)) if each not in known)


def _cells(table: Table, name: str) -> Iterator[FilledCell]:
    """Yield all cells of a matrix. Raises `InputError` if a test case has two rows."""
    rows = list(rows_of(table, name))
    at = table.columns[TEST_CASE]
    for case, row in rows:
        for cell in row:
            if not case or cell.column != at:
                yield _filled(case, table.headings.get(cell.column) or _nameless(cell.column), cell, table.sheet.name)


def _nameless(column: int) -> str:
    return f"Column {letters_of(column)}"


def _filled(case: str, column: str, cell: Read, sheet: str) -> FilledCell:
    return FilledCell(case, column, cell.value, cell.form, f"{sheet}!{letters_of(cell.column)}{cell.row}", cell.formula)


def _owners(table: Table) -> Iterator[ChosenOwner]:
    """Yield the owners that somebody chose: they differ from what the hidden column says, in whatever letters."""
    labels = {label.casefold(): label for label in OWNERS.values()}
    wanted = [table.columns.get(heading, 0) for heading in (OWNER, AS_MADE, THIRD_PARTY)]
    for case, row in rows_of(table):
        found = {cell.column: str(cell.value).strip() for cell in row}
        owner, made, party = (found.get(at, "") for at in wanted)
        owner = labels.get(owner.casefold(), owner)
        if case and made and owner != made:
            yield ChosenOwner(case, owner, made, party, f"{table.sheet.name}!{letters_of(wanted[0])}{row[0].row}")


def _left(sheet: SheetRead) -> Iterator[FilledCell]:
    """Yield what an earlier time had no row for; a row that a person wrote there as what it is."""
    for row in sheet.rows[1:]:
        lost = _lost(row)
        if lost is not None:
            yield lost
        for cell in row:
            if lost is None or cell.column > len(LEFT_HEADINGS):
                yield _filled("", _nameless(cell.column), cell, sheet.name)


def _lost(row: Sequence[Read]) -> FilledCell | None:
    """Return the cell that a row under the headings of that sheet tells of; None if a person wrote the row."""
    found = {cell.column: cell for cell in row}
    case, column, where = (str(found[at].value) if at in found else "" for at in (1, 2, 4))
    value = found.get(3)
    return FilledCell(case, column, value.value, value.form, where, value.formula) if value and column else None


def _comments(book: BookRead, tables: Sequence[Table]) -> Iterator[FilledComment]:
    by_name = {table.sheet.name: table for table in tables}
    cases = {name: {row[0].row: case for case, row in rows_of(table)} for name, table in by_name.items()}
    for sheet, comment in book.comments:
        row, column = _place(comment)
        case = cases.get(sheet, {}).get(row, "")
        heading = by_name[sheet].headings.get(column, "") if case else ""
        yield FilledComment(case, heading, comment.text, comment.author, f"{sheet}!{comment.cell}")


def _place(comment: Comment) -> tuple[int, int]:
    """Return the row and the column, from 1, of a cell that is named as in `B3`; 0 for what is no such name."""
    letters = comment.cell.rstrip("0123456789")
    digits = comment.cell[len(letters) :]
    return int(digits[:9] or 0), number_of(letters.upper())
