"""The matrix for customers as an Excel workbook: what it is with its totals, and the test cases as a table."""

import io

from pcimatrix.reports.formats.summaries._workbook import Book, Column
from pcimatrix.reports.summary.handout import COLUMNS, Handout
from pcimatrix.reports.workbook.stamp import stamp_properties

ENDINGS = (".xlsx",)
"""How the names of its files end; see `endings`."""

_WIDTHS = {"test_case": 12, "requirement": 14, "looks_at": 40, "responsible": 16}
_WIDE = 44


def write(handout: Handout) -> bytes:
    """Return the matrix as a workbook. Raises `FormatError` if XlsxWriter is missing."""
    stream = io.BytesIO()
    summary = handout.summary
    book = Book(stream, handout.title, f"{summary.edition}, {handout.provider}", summary.date or handout.day)
    for name, text in {
        **handout.digests,
        **stamp_properties(handout.recipe, [each.heading for each in COLUMNS]),
    }.items():
        book.workbook.set_custom_property(name, text, "text")
    totals = handout.totals
    sheet = book.sheet("Totals", [60, *[14] * (len(totals.columns) - 1)])
    sheet.wide(0, handout.title, "title")
    for row, note in enumerate(handout.notes, 1):
        sheet.wide(row, note)
    columns = [Column(each.heading, 0, each.numeric) for each in totals.columns]
    sheet.rows(len(handout.notes) + 2, columns, (*totals.rows, *totals.footer))
    shown = [Column(each.heading, _WIDTHS.get(each.key, _WIDE)) for each in COLUMNS]
    rows = [[each.value(row) for each in COLUMNS] for row in handout.rows]
    book.sheet("Matrix", [column.width for column in shown]).table("Matrix", shown, rows)
    book.close()
    return stream.getvalue()
