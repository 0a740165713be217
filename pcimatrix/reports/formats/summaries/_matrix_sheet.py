"""The sheet of the matrix: an Excel table of all test cases, with owners to choose and columns to fill in."""

from collections.abc import Iterable, Mapping, Sequence

from pcimatrix.catalogue.model import Owner
from pcimatrix.reports.content.columns import Field, Shown, fields, text
from pcimatrix.reports.content.in_workloads import KEY, workload_fields
from pcimatrix.reports.formats.summaries._cell_text import distinct
from pcimatrix.reports.formats.summaries._chosen import responsibility_under
from pcimatrix.reports.formats.summaries._fill_in import fill_in, fill_in_columns
from pcimatrix.reports.formats.summaries._totals_sheet import owners
from pcimatrix.reports.formats.summaries._workbook import Book, Column, Sheet
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.workbook.fill_in import AS_MADE, MATRIX, OWNER, THIRD_PARTY
from pcimatrix.reports.workbook.filled import Filled
from pcimatrix.reports.workbook.keeping import Kept, keep
from pcimatrix.sheet_columns import letters_of

_HIDDEN = 12
"""The width of the hidden column, for whoever shows it."""
_LOOKS: dict[Owner, dict[str, object]] = {
    Owner.CUSTOMER: {"bold": True, "bg_color": "#FDF0DC", "font_color": "#7A3600"},
    Owner.AWS: {"bg_color": "#E2EDFA", "font_color": "#12406F"},
    Owner.THIRD_PARTY: {"bold": True, "italic": True, "bg_color": "#F3E8FA", "font_color": "#5B2280"},
    Owner.NA: {"italic": True, "bg_color": "#EBEDF0", "font_color": "#454C55"},
}
"""How an owner looks, also without colours; it follows what somebody chooses in the cell."""


def headings(summary: Summary) -> tuple[str, ...]:
    """Return the headings of a summary's matrix, without those of the columns that people fill in."""
    return (*distinct(field.heading for field in _shown(summary)), AS_MADE)


def kept_in(summary: Summary, filled: Filled) -> Kept:
    """Return what a summary's workbook takes over of what people filled in in another."""
    labels = owners(summary)
    cases = {cell.case.id: labels[cell.ownership.owner] for cell in summary.cells}
    return keep(filled, cases, headings(summary), labels.values())


_PAGES = 2
"""So many pages beside one another have all columns, the test case on each."""


def _shown(summary: Summary) -> tuple[Field, ...]:
    kinds = {
        "scope": summary.subject.has_third_parties,
        "published": not summary.subject.modelled,
        "report": summary.report is not None,
        "edition": summary.overlay is not None,
        "day": summary.day is not None,
    }
    shown = fields(Shown.SHEET, without=[kind for kind, wanted in kinds.items() if not wanted])
    # Who owns it in each workload is beside who owns it in all.
    beside = next(number for number, field in enumerate(shown) if field.key == "basis")
    return (*shown[:beside], *workload_fields(summary.workloads, summary.scope), *shown[beside:])


def matrix_sheet(book: Book, summary: Summary, kept: Kept) -> None:
    """Add the sheet Matrix to a workbook, with what is kept of an earlier one."""
    shown = _shown(summary)
    names = distinct(field.heading for field in shown)
    columns = [Column(name, field.width, field.numeric) for name, field in zip(names, shown, strict=True)]
    rows = [[text(field.value(row)) for field in shown] for row in map(summary.row, summary.cells)]
    yours = fill_in_columns(kept)
    columns += [*yours, Column(AS_MADE, _HIDDEN)]
    at = {heading: number for number, heading in reversed([*enumerate(names)])}
    for row in rows:
        row += [*[""] * len(yours), row[at[OWNER]]]
        _choose(row, at, kept)
    sheet = book.sheet(MATRIX, [column.width for column in columns])
    after = sheet.table(MATRIX, columns, rows)
    # Requirement, section and principal are for filters and formulas: the test case's id says them on paper.
    sheet.worksheet.print_area(0, 0, after - 1, len(shown) - 4)
    # On one page side by side nobody could read it.
    sheet.worksheet.fit_to_pages(_PAGES, 0)
    sheet.worksheet.repeat_columns(0)
    sheet.worksheet.set_column(len(columns) - 1, len(columns) - 1, _HIDDEN, None, {"hidden": True})
    _responsibility(sheet, summary, rows, at)
    fill_in(sheet, columns, rows, kept)
    labels = owners(summary)
    _offer(sheet, labels.values(), at[OWNER], after - 1)
    apart = [number for number, field in enumerate(shown) if field.key.startswith(KEY)]
    _show_owners(sheet, labels, [(at[OWNER], at[OWNER]), *([(apart[0], apart[-1])] if apart else [])], after - 1)


def _choose(row: list[str], at: Mapping[str, int], kept: Kept) -> None:
    """Put the owner into a row that somebody chose in an earlier workbook, with its third party, if any."""
    if chosen := kept.owners.get(row[0]):
        row[at[OWNER]] = chosen.owner
        if THIRD_PARTY in at and chosen.party:
            row[at[THIRD_PARTY]] = chosen.party


def _offer(sheet: Sheet, labels: Iterable[str], column: int, last: int) -> None:
    """Let people choose only owners in a column, down to its last row."""
    offered = list(labels)
    refused = {"error_title": "Not an owner", "error_message": f"Choose one of: {', '.join(offered)}"}
    choices = {"validate": "list", "source": offered, "ignore_blank": False}
    sheet.worksheet.data_validation(1, column, last, column, choices | refused)


def _show_owners(sheet: Sheet, labels: Mapping[Owner, str], columns: Sequence[tuple[int, int]], last_row: int) -> None:
    """Let cells look like the owners that they name; `columns` are the first and the last beside one another."""
    for owner, name in labels.items():
        look = sheet.book.workbook.add_format(_LOOKS[owner])
        for first, last in columns:
            rule = {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": look}
            sheet.worksheet.conditional_format(1, first, last_row, last, rule)


def _responsibility(sheet: Sheet, summary: Summary, rows: Sequence[Sequence[str]], at: dict[str, int]) -> None:
    """Write who has a part as a formula of the owner, so that it follows another choice, and the totals with it."""
    for number, (cell, row) in enumerate(zip(summary.cells, rows, strict=True), 1):
        parts = {name: responsibility_under(summary, cell, owner).value for owner, name in owners(summary).items()}
        last, *others = reversed(parts.items())
        formula = f'"{last[1]}"'
        for name, part in others:
            formula = f'IF({letters_of(at[OWNER] + 1)}{number + 1}="{name}","{part}",{formula})'
        sheet.formula(number, at["Responsibility"], f"={formula}", parts[row[at[OWNER]]], "cell")
