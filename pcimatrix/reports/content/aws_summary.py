"""Differences between AWS's own matrix and the reconstruction, as a table."""

from pcimatrix.ownership.traces import listed
from pcimatrix.reports.table import Column, Table
from pcimatrix.scope.aws_summary import Compared
from pcimatrix.text import inflect, pluralize

SCHEMA_VERSION = 1
"""The version of the JSON shape."""


def aws_summary_table(found: Compared) -> Table:
    """Return a row for each difference: the test case, the workloads, what either says, where and why."""
    columns = (
        Column("id", "Test case"),
        Column("workloads", "Workloads"),
        Column("says", "AWS's matrix"),
        Column("place", "Place"),
        Column("reconstructed", "Reconstruction"),
        Column("reason", "Because"),
    )
    rows = tuple(
        (each.case, listed([each.workloads]), each.says.value, each.place, each.reconstructed.value, each.reason)
        for each in found.differences
    )
    data = {
        "schema_version": SCHEMA_VERSION,
        "test_cases": found.cases,
        "differences": [
            {
                "id": each.case,
                "summary": each.summary,
                "workloads": list(each.workloads),
                "says": each.says.value,
                "place": each.place,
                "reconstructed": each.reconstructed.value,
                "reason": each.reason,
            }
            for each in found.differences
        ],
    }
    differing = len({each.case for each in found.differences})
    told = f"{pluralize(found.cases, 'test case')} that {inflect(found.cases, 'applies', 'apply')}"
    note = f"AWS's matrix speaks of {told}; of {differing} the reconstruction says otherwise."
    return Table(
        columns, rows, data, notes=(note, "Responsibility: who has a part, by the matrix and by the pattern and facts.")
    )
