"""Columns that people fill in, in a workbook that is written: empty, or with what is kept of an earlier one."""

from collections.abc import Sequence

from pcimatrix.reports.formats.summaries._workbook import Book, Column, Sheet
from pcimatrix.reports.workbook.fill_in import FILL_IN, LEFT, LEFT_HEADINGS
from pcimatrix.reports.workbook.filled import FilledCell
from pcimatrix.reports.workbook.keeping import Kept

NOTHING = Kept()
"""What a workbook takes over that is made for the first time."""
_ADDED = 24
"""The width of a column that people added."""
_COMMENT = {"x_scale": 2, "y_scale": 1.5}
_UNKNOWN = {"validate": "list", "error_type": "warning", "error_title": "Not in the list"}


def fill_in_columns(kept: Kept) -> list[Column]:
    """Return the columns that people fill in, those that they added last."""
    own = [Column(each.heading, each.width, yours=True) for each in FILL_IN]
    return own + [Column(heading, _ADDED, yours=True) for heading in kept.added]


def fill_in(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[str]], kept: Kept) -> None:
    """Write what is kept into the matrix of a sheet, whose table begins in its first row, and offer choices."""
    places = {column.heading: number for number, column in enumerate(columns)}
    numbers = {row[0]: number for number, row in enumerate(rows, 1)}
    for each in FILL_IN:
        if each.choices:
            place = (1, places[each.heading], len(rows), places[each.heading])
            said = {"error_message": f"Usual are: {', '.join(each.choices)}. Keep it anyway?"}
            sheet.worksheet.data_validation(*place, _UNKNOWN | said | {"source": list(each.choices)})
    texts: dict[int, dict[int, str]] = {}
    for (case, heading), cell in kept.cells.items():
        sheet.value(numbers[case], places[heading], cell.value, cell.form)
        texts.setdefault(numbers[case], {})[places[heading]] = str(cell.value)
    for number, filled in texts.items():
        whole = [filled.get(column, said) for column, said in enumerate(rows[number - 1])]
        sheet.height(number, zip(whole, sheet.widths, strict=True))
    for (case, heading), comment in kept.comments.items():
        options = _COMMENT | {"author": comment.author or None}
        sheet.worksheet.write_comment(numbers[case], places[heading], comment.text, options)


def left_sheet(book: Book, left: Sequence[FilledCell]) -> None:
    """Add the sheet of what was filled in and has no place in the matrix any more."""
    columns = [Column(heading, width) for heading, width in zip(LEFT_HEADINGS, (14, 26, 90, 30), strict=True)]
    sheet = book.sheet(LEFT, [column.width for column in columns])
    rows = [(cell.case, cell.column, str(cell.value), cell.place) for cell in left]
    sheet.table("Left", columns, [("", "", "", "") for _ in rows])
    for number, (cell, row) in enumerate(zip(left, rows, strict=True), 1):
        for column, said in enumerate(row):
            if said:
                sheet.value(number, column, cell.value if said is row[2] else said, cell.form)
        sheet.height(number, zip(row, sheet.widths, strict=True))
