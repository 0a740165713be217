"""Changes of a matrix from one edition of the standard to another, as a table."""

from collections.abc import Sequence

from pcimatrix.ownership.edition_changes import EditionChange
from pcimatrix.reports.content.editions import OWN_CLAIMS
from pcimatrix.reports.table import Column, Table

SCHEMA_VERSION = 1
"""The version of the JSON shape."""


def edition_changes_table(found: Sequence[EditionChange], old: str, new: str) -> Table:
    """Return a row for each test case that changes; `old` and `new` name the editions, such as `PCI DSS v4.0`."""
    columns = (
        Column("case", "Test case"),
        Column("new_owner", "Owner"),
        Column("old_owner", f"Owner in {old}"),
        Column("new_summary", f"In {new}"),
        Column("says", "What changed, and what follows"),
    )
    rows = tuple(
        (
            each.case,
            each.new_owner,
            "the same" if each.old_owner == each.new_owner else each.old_owner,
            each.new_summary if each.new_summary != each.old_summary else "(worded alike)",
            each.says,
        )
        for each in found
    )
    data = {"schema_version": SCHEMA_VERSION, "old": old, "new": new, "test_cases": [each._asdict() for each in found]}
    return Table(columns, rows, data, notes=(OWN_CLAIMS,))
