"""The responsibility summary as CSV (RFC 4180): a header of keys, then a row for each test case; no totals."""

import csv
import io

from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.content.listing import cell_data
from pcimatrix.reports.escaping import spreadsheet_cell
from pcimatrix.reports.summary.model import Summary
from pcimatrix.text import one_line

ENDINGS = (".csv",)
"""How the names of its files end; see `endings`."""

HEADER = (
    "pattern",
    "test_case",
    "requirement",
    "section",
    "principal",
    "owner",
    "basis",
    "methods",
    "limited_to",
    "summary",
    "reason",
    "residual",
    "by_layers",
    "third_party",
)
"""The documented columns, in their order; a new one comes last."""


def write(summary: Summary) -> str:
    """Return the summary's test cases as CSV text: a line a cell, and no text a formula or a number."""
    stream = io.StringIO(newline="")
    out = csv.writer(stream)
    out.writerow(HEADER)
    out.writerows(_row(summary, cell) for cell in summary.cells)
    return stream.getvalue()


def _row(summary: Summary, cell: Cell) -> list[str]:
    data = cell_data(cell)
    data["test_case"] = data["id"]
    data["methods"] = "+".join(data["methods"])
    data["by_layers"] = summary.by_layers(cell)
    data["third_party"] = summary.party(cell)
    return [spreadsheet_cell(one_line(data[key] or "")) for key in HEADER]
