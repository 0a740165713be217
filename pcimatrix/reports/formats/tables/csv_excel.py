"""A table as CSV that Excel opens as UTF-8: with a byte order mark before it."""

from pcimatrix.reports.escaping import BYTE_ORDER_MARK
from pcimatrix.reports.formats.tables import csv
from pcimatrix.reports.table import Table


def write(table: Table) -> str:
    """Return the table as CSV text behind a byte order mark."""
    return BYTE_ORDER_MARK + csv.write(table)
