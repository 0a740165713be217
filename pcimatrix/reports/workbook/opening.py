"""Workbooks as they come back from people: opened within bounds of size and time, as values and text only."""

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from pcimatrix.office import Kind, TooLargeError, opened
from pcimatrix.reports.extras import extra

MAX_BYTES = 32 * 1024 * 1024
"""The largest workbook that is read: two hundred times the largest of the examples."""
KIND = Kind("workbook", "Excel", ".xlsx", "expected a workbook as `pcimatrix render` writes it")
_ROWS = 100_000
"""So many rows of a sheet are read; a matrix has a few hundred, a trace some thousand."""
_PLACES = 5_000_000
"""So many places for cells of a sheet are looked at: a row has as many as its last cell is far."""
HEAD_WITHIN = 30
"""The rows in which the headings of a table are looked for."""
_LARGEST = 1e300
"""Numbers from here on are text: a spreadsheet has none that is much larger."""
_CONTROL = re.compile(r"_x(00[01][0-9A-F])_")
_ACTIVE = {
    "xl/vbaProject": "macros",
    "xl/charts/": "charts",
    "xl/media/": "pictures",
    "xl/pivotTables/": "pivot tables",
}
"""What a workbook can hold that is not read, by the beginning of its parts' names."""
Value: TypeAlias = str | int | float | bool
"""A cell's value: text, a number or a truth value. A date is a number that the cell's number format shows as one."""


class Read(NamedTuple):
    """A cell that is not empty: row and column from 1, value, number format; `formula` says that the text is one."""

    row: int
    column: int
    value: Value
    form: str = "General"
    formula: bool = False


class Comment(NamedTuple):
    """A comment on a cell, which is named as in `B3`."""

    cell: str
    text: str
    author: str


class SheetRead(NamedTuple):
    """A sheet as it was read: its rows from the first, each with its cells that are not empty."""

    name: str
    rows: tuple[tuple[Read, ...], ...]


class BookRead(NamedTuple):
    """A workbook as it was read: sheets, comments by sheet, its own document properties, and what is not read of it."""

    sheets: tuple[SheetRead, ...]
    comments: tuple[tuple[str, Comment], ...]
    properties: Mapping[str, str]
    unread: tuple[str, ...]


Wanted: TypeAlias = Callable[[str, Sequence[tuple[Read, ...]]], bool]
"""Tells whether a sheet is read whole, by its name and its first rows."""


def read_book(data: bytes, name: str, wanted: Wanted, *, values: bool = False) -> BookRead:
    """Return a workbook that came as bytes; `name` names it in messages.

    Formulas are text, or the values that were saved for them (`values`); nothing is calculated, and no link is
    followed. Of sheets that are not `wanted`, only the first rows are read. Raises `InputError` if it is encrypted or
    no workbook, or if it goes beyond the bounds; `FormatError` if the library is missing.
    """
    with extra("xlsx"):
        from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped] # noqa: PLC0415 - an extra
    with opened(data, name, KIND):
        reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
        reader.read()
        sheets = tuple(SheetRead(each.title, _rows(each, wanted)) for each in reader.wb.worksheets)
        own = reader.wb.custom_doc_props.props
        return BookRead(
            (*sheets, *(SheetRead(each.title, ()) for each in reader.wb.chartsheets)),
            tuple(_comments(reader)),
            {each.name: str(each.value) for each in own},
            tuple(what for begin, what in _ACTIVE.items() if any(map(_begins(begin), reader.valid_files))),
        )


def _begins(begin: str) -> Callable[[str], bool]:
    return lambda name: name.startswith(begin)


def _rows(sheet: Any, wanted: Wanted) -> tuple[tuple[Read, ...], ...]:
    """Return the rows of a sheet up to the last that is not empty. Raises `TooLargeError`."""
    sheet.reset_dimensions()  # what a file says of its size may be wrong
    found: list[tuple[Read, ...]] = []
    places = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        places += len(row)
        if places > _PLACES:
            raise TooLargeError(f"the rows of the sheet {sheet.title!r} are too many and too wide")
        cells = tuple(_read(cell) for cell in row if cell.value is not None and cell.value != "")
        if number <= _ROWS:
            found.append(cells)
        elif cells:
            raise TooLargeError(f"the sheet {sheet.title!r} has more than {_ROWS:,} rows")
        if number == HEAD_WITHIN and not wanted(sheet.title, found):
            return tuple(found)
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _comments(reader: Any) -> Iterator[tuple[str, Comment]]:
    from openpyxl.comments.comment_sheet import CommentSheet  # type: ignore[import-untyped] # noqa: PLC0415
    from openpyxl.packaging.relationship import (  # type: ignore[import-untyped] # noqa: PLC0415
        get_dependents,
        get_rels_path,
    )
    from openpyxl.xml.constants import COMMENTS_NS  # type: ignore[import-untyped] # noqa: PLC0415
    from openpyxl.xml.functions import fromstring  # type: ignore[import-untyped] # noqa: PLC0415

    for sheet, rel in reader.parser.find_sheets():
        beside = get_rels_path(rel.target)
        if beside not in reader.valid_files:
            continue
        for each in get_dependents(reader.archive, beside).find(COMMENTS_NS):
            root = fromstring(reader.archive.read(each.target))
            for place, comment in CommentSheet.from_tree(root).comments:
                yield sheet.name, Comment(place, comment.text or "", comment.author or "")


def _read(cell: Any) -> Read:
    value, form = cell.value, cell.number_format or "General"
    if cell.data_type == "f":
        text = value if isinstance(value, str) else getattr(value, "text", None) or "="
        return Read(cell.row, cell.column, text, formula=True)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        from openpyxl.utils.datetime import to_excel  # type: ignore[import-untyped] # noqa: PLC0415

        dated = "yyyy-mm-dd hh:mm:ss" if form == "General" else form
        return Read(cell.row, cell.column, to_excel(value), dated)
    if isinstance(value, int | float) and not abs(value) < _LARGEST:
        return Read(cell.row, cell.column, str(value))
    if isinstance(value, bool | int | float):
        return Read(cell.row, cell.column, value, form)
    # The library leaves the file format's escapes of control characters as they are.
    return Read(cell.row, cell.column, _CONTROL.sub(lambda found: chr(int(found[1], 16)), str(value)))
