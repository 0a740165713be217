"""The difference between two matrices as a table."""

from pcimatrix.ownership.difference import Difference
from pcimatrix.reports.content.listing import SCHEMA_VERSION
from pcimatrix.reports.table import Column, Table

_MISSING = "missing"
"""What stands for the owner where a file does not have the test case."""


def difference_table(found: list[Difference]) -> Table:
    """Return a row for each test case that changed owner: from whom, to whom, and both reasons."""
    columns = (
        Column("id", "Test case"),
        Column("old", "Was"),
        Column("new", "Is"),
        Column("old_reason", "Why it was"),
        Column("new_reason", "Why it is"),
        Column("summary", "What it looks at"),
    )
    rows = tuple(
        (each.case, each.old or _MISSING, each.new or _MISSING, each.old_reason, each.new_reason, each.summary)
        for each in found
    )
    changes = [dict(zip((column.key for column in columns), row, strict=True)) for row in rows]
    return Table(columns, rows, {"schema_version": SCHEMA_VERSION, "changes": changes})
