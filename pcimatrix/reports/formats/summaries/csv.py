"""The responsibility summary as CSV (RFC 4180): a header of keys, then a row for each test case; no totals."""

import csv
import io

from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.content.columns import Shown, fields, text
from pcimatrix.reports.escaping import spreadsheet_cell
from pcimatrix.reports.summary.model import Summary
from pcimatrix.text import one_line

ENDINGS = (".csv",)
"""How the names of its files end; see `endings`."""


def write(summary: Summary) -> str:
    """Return the summary's test cases as CSV text: a line a cell, and no text a formula or a number."""
    stream = io.StringIO(newline="")
    out = csv.writer(stream)
    out.writerow(field.key for field in fields(Shown.CSV))
    out.writerows(_row(summary, cell) for cell in summary.cells)
    return stream.getvalue()


def _row(summary: Summary, cell: Cell) -> list[str]:
    row = summary.row(cell)
    return [spreadsheet_cell(one_line(text(field.value(row)))) for field in fields(Shown.CSV)]
