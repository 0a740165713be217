"""A table as CSV (RFC 4180): a header of keys, then the rows; no totals, no notes."""

import csv
import io
import re

from pcimatrix.reports.escaping import spreadsheet_cell
from pcimatrix.reports.table import Column, Table
from pcimatrix.text import one_line

_NUMBER = re.compile("[+-]?[0-9]+(?:[.][0-9]+)?")


def write(table: Table) -> str:
    """Return the table as CSV text; no text in it can become a formula or a number."""
    stream = io.StringIO(newline="")
    out = csv.writer(stream)
    out.writerow([one_line(column.key) for column in table.columns])
    out.writerows(map(_cell, table.columns, row) for row in table.rows)
    return stream.getvalue()


def _cell(column: Column, text: str) -> str:
    return text if column.numeric and _NUMBER.fullmatch(text) else spreadsheet_cell(text)
