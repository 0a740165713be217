"""The responsibility summary as CSV (RFC 4180): a header of keys, then a row for each test case; no totals.

A scope's workloads have a column each, after all others.
"""

import csv
import io

from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.content.columns import Field, Shown, fields, text
from pcimatrix.reports.content.in_workloads import workload_fields
from pcimatrix.reports.escaping import spreadsheet_cell
from pcimatrix.reports.summary.model import Summary
from pcimatrix.text import one_line

ENDINGS = (".csv",)
"""How the names of its files end; see `endings`."""


def write(summary: Summary) -> str:
    """Return the summary's test cases as CSV text: a line a cell, and no text a formula or a number."""
    stream = io.StringIO(newline="")
    out = csv.writer(stream)
    shown = (*fields(Shown.CSV), *workload_fields(summary.workloads))
    out.writerow(one_line(field.key) for field in shown)
    out.writerows(_row(summary, cell, shown) for cell in summary.cells)
    return stream.getvalue()


def _row(summary: Summary, cell: Cell, shown: tuple[Field, ...]) -> list[str]:
    row = summary.row(cell)
    return [spreadsheet_cell(one_line(text(field.value(row)))) for field in shown]
