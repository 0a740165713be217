"""The matrix for customers as CSV (RFC 4180): a header of keys, then a row for each test case."""

from pcimatrix.reports.formats.tables import csv
from pcimatrix.reports.summary.handout import COLUMNS, Handout
from pcimatrix.reports.table import Column, Table
from pcimatrix.text import one_line

ENDINGS = (".csv",)
"""How the names of its files end; see `endings`."""


def write(handout: Handout) -> str:
    """Return the test cases as CSV text; no text in it can become a formula or a number."""
    columns = tuple(Column(each.key, each.heading) for each in COLUMNS)
    return csv.write(
        Table(columns, tuple(tuple(one_line(each.value(row)) for each in COLUMNS) for row in handout.rows), None)
    )
