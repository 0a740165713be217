"""The matrix for customers as CSV with the byte order mark by which Excel on Windows reads UTF-8."""

from pcimatrix.reports.escaping import BYTE_ORDER_MARK
from pcimatrix.reports.formats.handouts import csv
from pcimatrix.reports.summary.handout import Handout

ENDINGS = (".csv",)
"""How the names of its files end; see `endings`."""


def write(handout: Handout) -> str:
    """Return what `csv` does, with a byte order mark before it."""
    return BYTE_ORDER_MARK + csv.write(handout)
