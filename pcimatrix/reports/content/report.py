"""Totals by a questionnaire: what it asks for, what it leaves out, and that the rest applies all the same."""

from collections.abc import Iterable
from typing import Any

from pcimatrix.ownership.asked import Report
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.content.totals import LEADS, PUBLISHED
from pcimatrix.reports.table import Table

OWNERS_AS_PUBLISHED = (
    "The owners are those behind the totals that AWS published; it published no count by questionnaire."
)
"""What the numbers of the published pattern are if a questionnaire leaves test cases out."""


def counted_by(table: Table, report: Report, cells: Iterable[Cell]) -> Table:
    """Return a table of totals of what a questionnaire asks for, with notes on that; `cells` are the whole matrix."""
    cells = list(cells)
    notes = [OWNERS_AS_PUBLISHED if note == PUBLISHED else note for note in table.notes if note != LEADS]
    return table._replace(
        title=f"{table.title}, {report.label}",
        notes=(*report.remarks(cells), *notes),
        data=table.data | {"report": report_data(report, cells)},
    )


def report_data(report: Report, cells: Iterable[Cell]) -> dict[str, Any]:
    """Return a questionnaire as JSON has it, with the number of test cases that it asks for and leaves out."""
    cells = list(cells)
    asked = len(report.of(cells))
    return {
        "questionnaire": report.questionnaire.id,
        "edition": report.edition.name,
        "since": report.edition.since,
        "asked_for": asked,
        "left_out": len(cells) - asked,
        "appendices": list(report.edition.appendices),
    }
