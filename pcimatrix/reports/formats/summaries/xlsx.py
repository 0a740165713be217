"""The responsibility summary as an Excel workbook: totals that are formulas over the matrix, which is a table."""

import io
from collections import Counter

from pcimatrix.catalogue.model import Basis
from pcimatrix.catalogue.patterns import pattern_label
from pcimatrix.ownership.comparison import Comparison
from pcimatrix.reports.content.discrepancies import discrepancies_table
from pcimatrix.reports.formats.summaries._chosen import with_owners
from pcimatrix.reports.formats.summaries._fill_in import NOTHING, left_sheet
from pcimatrix.reports.formats.summaries._matrix_sheet import headings, kept_in, matrix_sheet
from pcimatrix.reports.formats.summaries._totals_sheet import TEST_CASES, subject_line, totals_sheet
from pcimatrix.reports.formats.summaries._workbook import Book, Column
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.table import Table
from pcimatrix.reports.workbook.keeping import Kept
from pcimatrix.reports.workbook.stamp import stamp_properties

__all__ = ["ENDINGS", "kept_in", "write"]

ENDINGS = (".xlsx",)
"""How the names of its files end; see `endings`."""


def write(summary: Summary, kept: Kept = NOTHING) -> bytes:
    """Return the summary as a workbook, with what is kept of one that people filled in.

    Raises `FormatError` if XlsxWriter is missing, rows are too many, or a kept text is too long.
    """
    stream = io.BytesIO()
    book = Book(stream, summary.title, subject_line(summary), summary.date or summary.catalogue.updated)
    digests = {"catalogue_sha256": summary.digest}
    if summary.subject.digest:
        digests["scope_sha256"] = summary.subject.digest
    for name, digest in digests.items():
        book.workbook.set_custom_property(name, digest, "text")
    for name, part in stamp_properties(summary.recipe, headings(summary)).items():
        book.workbook.set_custom_property(name, part, "text")
    totals_sheet(book, summary, digests, with_owners(summary, kept.owners))
    if summary.front:
        _front(book, summary)
    matrix_sheet(book, summary, kept)
    if kept.left:
        left_sheet(book, kept.left)
    if summary.subject.scoped:
        _traces(book, summary)
    _basis(book, summary)
    if summary.comparison and summary.comparison_totals:
        _comparison(book, summary, summary.comparison, summary.comparison_totals)
    book.close()
    return stream.getvalue()


def _front(book: Book, summary: Summary) -> None:
    sheet = book.sheet("Scope", [34, 46, 26, 26, 46, 46])
    row = 0
    for table in summary.front:
        sheet.text(row, 0, table.title, "heading")
        row = sheet.rows(row + 1, _columns(table), table.rows) + 1


def _columns(table: Table) -> list[Column]:
    return [Column(each.heading, 0, each.numeric) for each in table.columns]


def _traces(book: Book, summary: Summary) -> None:
    columns = (Column("Test case", 12), Column("Step", 9, numeric=True), Column("What it says", 130))
    rows = [
        (cell.case.id, str(number), step)
        for cell in summary.cells
        for number, step in enumerate(summary.trace(cell), 1)
    ]
    if rows:  # none if no traces are asked for
        book.sheet("Trace", [column.width for column in columns]).table("Trace", columns, rows)


def _basis(book: Book, summary: Summary) -> None:
    found = discrepancies_table(summary.reference.published.discrepancies)
    widths = (26, 18, 42, 42, 14, 38, 46)
    sheet = book.sheet("Basis and discrepancies", widths)
    sheet.text(0, 0, "How each owner is known", "heading")
    sheet.text(1, 0, "Basis", "head")
    sheet.text(1, 1, TEST_CASES, "head right")
    sheet.wide(1, "What it means", "head after", first=2)
    bases: Counter[Basis] = Counter(cell.ownership.basis for cell in summary.cells)
    row = 2
    for basis, meaning in summary.legend.items():
        sheet.text(row, 0, basis.value, "cell strong")
        sheet.formula(row, 1, f"=COUNTIFS(Matrix[Basis],$A{row + 1})", bases[basis])
        sheet.wide(row, meaning, "cell after", first=2)
        row += 1
    sheet.text(row + 1, 0, "Where the published sources disagree, and how the catalogue decides", "heading")
    columns = [Column(each.heading, width) for each, width in zip(found.columns, widths, strict=True)]
    if found.rows:
        sheet.table("Discrepancies", columns, found.rows, row=row + 2)


def _comparison(book: Book, summary: Summary, comparison: Comparison, beside: Table) -> None:
    before, after = (pattern_label(summary.patterns, name) for name in (comparison.before, comparison.after))
    sheet = book.sheet("Comparison", [12, 50, *[15] * 5])
    sheet.text(0, 0, f"What changes from {before} to {after}", "heading")
    for row, note in enumerate(beside.notes, 1):
        sheet.wide(row, note)
    row = sheet.rows(len(beside.notes) + 2, _columns(beside), beside.rows + beside.footer) + 1
    sheet.wide(row, "Why test cases change hands", "head")
    for why, moves in comparison.reasons().items():
        row += 1
        sheet.wide(row, f"{why}: {', '.join(move.case.id for move in moves)}", "cell")
