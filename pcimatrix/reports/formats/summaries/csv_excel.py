"""The responsibility summary as CSV that Excel opens as UTF-8: with a byte order mark before it."""

from pcimatrix.reports.escaping import BYTE_ORDER_MARK
from pcimatrix.reports.formats.summaries import csv
from pcimatrix.reports.summary.model import Summary

ENDINGS = (".csv",)
"""How the names of its files end; see `endings`."""


def write(summary: Summary) -> str:
    """Return the summary's test cases as CSV text behind a byte order mark."""
    return BYTE_ORDER_MARK + csv.write(summary)
