"""XLSX workbooks as sheets, read by openpyxl after a look through the package."""

from io import BytesIO
from typing import Any, NamedTuple

from pcimatrix.office import opened
from pcimatrix.providers.package import KIND, Found, Package, Scan
from pcimatrix.providers.rich_text import as_shown
from pcimatrix.providers.sheet import MAX_COLUMNS, Gap, Row, Sheet, Struck, Value, is_blank


class Workbook(NamedTuple):
    """A workbook: its sheets, and how many comments on cells it has."""

    sheets: tuple[Sheet, ...]
    comments: int


def read_workbook(data: bytes, source: str) -> Workbook:
    """Return the workbook that the bytes of an XLSX file hold.

    A formula's value is the one that was saved last. Raises `InputError`, also for what is no workbook or too large to
    be one.
    """
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # noqa: PLC0415 - of an extra, slow to import

    scan = Scan(source)
    with opened(data, source, KIND, scan):
        package = scan.package()
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=True)
        try:
            return Workbook(tuple(_sheet(each, package) for each in book.worksheets), package.comments)
        finally:
            book.close()


def _sheet(sheet: Any, package: Package) -> Sheet:
    found = package.found.get(package.parts.get(sheet.title, ""))
    hidden = sheet.sheet_state != "visible"
    if found is None:
        return Sheet(sheet.title, (), (), hidden)
    rows = []
    for cells in sheet.iter_rows(max_row=found.last, max_col=MAX_COLUMNS):
        filled = [each for each in cells if each.value is not None or _reference(each) in found.formulas]
        if not filled:
            continue
        width = max(each.column for each in filled)
        values: list[Value] = [None] * width
        for each in filled:
            values[each.column - 1] = _value(each, found)
        number = filled[0].row
        rows.append(Row(number, 0, tuple(values), number in found.hidden_rows))
    kept = tuple(row for row in rows if row.filled)
    return Sheet(sheet.title, kept, found.merges, hidden, found.hidden_columns)


def _reference(cell: Any) -> str:
    return cell.coordinate if hasattr(cell, "coordinate") and hasattr(cell, "row") else ""


def _value(cell: Any, found: Found) -> Value:
    if _reference(cell) in found.formulas:
        return Gap.FORMULA
    if cell.data_type == "e":
        return Gap.FAULT
    value = found.formatted.get(_reference(cell)) or as_shown(cell.value)
    if is_blank(value) or isinstance(value, Struck) or not (cell.font and cell.font.strike):
        return value
    return Struck(value)
