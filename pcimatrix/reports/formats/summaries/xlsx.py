"""The responsibility summary as an Excel workbook: totals that are formulas over the matrix, which is a table."""

import io
from collections import Counter

from pcimatrix.catalogue.model import Basis, Owner
from pcimatrix.catalogue.patterns import pattern_label
from pcimatrix.ownership.comparison import Comparison
from pcimatrix.reports.content.columns import Field, Shown, fields, text
from pcimatrix.reports.content.discrepancies import discrepancies_table
from pcimatrix.reports.content.in_workloads import workload_fields
from pcimatrix.reports.formats.summaries._cell_text import distinct
from pcimatrix.reports.formats.summaries._fill_in import NOTHING, fill_in, fill_in_columns, left_sheet
from pcimatrix.reports.formats.summaries._totals_sheet import TEST_CASES, owners, subject_line, totals_sheet
from pcimatrix.reports.formats.summaries._workbook import Book, Column
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.table import Table
from pcimatrix.reports.workbook.fill_in import AS_MADE, MATRIX, OWNER
from pcimatrix.reports.workbook.filled import Filled
from pcimatrix.reports.workbook.keeping import Kept, keep
from pcimatrix.reports.workbook.stamp import stamp_properties

ENDINGS = (".xlsx",)
"""How the names of its files end; see `endings`."""

_HIDDEN = 12
"""The width of the hidden column, for whoever shows it."""
_LOOKS: dict[Owner, dict[str, object]] = {
    Owner.CUSTOMER: {"bold": True, "bg_color": "#FDF0DC", "font_color": "#7A3600"},
    Owner.AWS: {"bg_color": "#E2EDFA", "font_color": "#12406F"},
    Owner.THIRD_PARTY: {"bold": True, "italic": True, "bg_color": "#F3E8FA", "font_color": "#5B2280"},
    Owner.NA: {"italic": True, "bg_color": "#EBEDF0", "font_color": "#454C55"},
}
"""How an owner looks, also without colours; it follows what somebody chooses in the cell."""


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
    totals_sheet(book, summary, digests)
    if summary.front:
        _front(book, summary)
    _matrix(book, summary, kept)
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


def headings(summary: Summary) -> tuple[str, ...]:
    """Return the headings of a summary's matrix, without those of the columns that people fill in."""
    return (*distinct(field.heading for field in _shown(summary)), AS_MADE)


def kept_in(summary: Summary, filled: Filled) -> Kept:
    """Return what a summary's workbook takes over of what people filled in in another."""
    return keep(filled, {cell.case.id for cell in summary.cells}, headings(summary))


def _shown(summary: Summary) -> tuple[Field, ...]:
    kinds = {
        "scope": summary.subject.scoped,
        "published": not summary.subject.modelled,
        "report": summary.report is not None,
        "edition": summary.overlay is not None,
        "day": summary.day is not None,
    }
    shown = fields(Shown.SHEET, without=[kind for kind, wanted in kinds.items() if not wanted])
    # Who owns it in each workload is beside who owns it in all.
    beside = next(number for number, field in enumerate(shown) if field.key == "basis")
    return (*shown[:beside], *workload_fields(summary.matrix.workloads, summary.scope), *shown[beside:])


def _matrix(book: Book, summary: Summary, kept: Kept) -> None:
    shown = _shown(summary)
    names = distinct(field.heading for field in shown)
    columns = [Column(name, field.width, field.numeric) for name, field in zip(names, shown, strict=True)]
    rows = [[text(field.value(row)) for field in shown] for row in map(summary.row, summary.cells)]
    yours = fill_in_columns(kept)
    columns += [*yours, Column(AS_MADE, _HIDDEN)]
    at = next(number for number, field in enumerate(shown) if field.heading == OWNER)
    for row in rows:
        row += [*[""] * len(yours), row[at]]
    sheet = book.sheet(MATRIX, [column.width for column in columns])
    after = sheet.table(MATRIX, columns, rows)
    # Requirement, section and principal are for filters and formulas: the test case's id says them on paper.
    sheet.worksheet.print_area(0, 0, after - 1, len(shown) - 4)
    sheet.worksheet.set_column(len(columns) - 1, len(columns) - 1, _HIDDEN, None, {"hidden": True})
    fill_in(sheet, columns, rows, kept)
    labels = list(owners(summary).values())
    place = (1, at, after - 1, at)
    refused = {"error_title": "Not an owner", "error_message": f"Choose one of: {', '.join(labels)}"}
    sheet.worksheet.data_validation(*place, {"validate": "list", "source": labels, "ignore_blank": False} | refused)
    for owner, name in owners(summary).items():
        look = book.workbook.add_format(_LOOKS[owner])
        sheet.worksheet.conditional_format(
            *place, {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": look}
        )


def _traces(book: Book, summary: Summary) -> None:
    columns = (Column("Test case", 12), Column("Step", 9, numeric=True), Column("What it says", 130))
    rows = [
        (cell.case.id, str(number), step)
        for cell in summary.cells
        for number, step in enumerate(summary.trace(cell), 1)
    ]
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
