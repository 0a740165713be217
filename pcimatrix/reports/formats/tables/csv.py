"""A table as CSV (RFC 4180): a header of keys, then the rows; no totals, no notes."""

import csv
import io

from pcimatrix.reports.escaping import spreadsheet_cell
from pcimatrix.reports.table import Table


def write(table: Table) -> str:
    """Return the table as CSV text; no cell can become a formula."""
    stream = io.StringIO(newline="")
    out = csv.writer(stream)
    out.writerow([column.key for column in table.columns])
    out.writerows([spreadsheet_cell(cell) for cell in row] for row in table.rows)
    return stream.getvalue()
