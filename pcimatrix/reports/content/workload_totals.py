"""Totals by workload as a table: each workload's own counts, then the whole."""

from collections.abc import Sequence

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.matrix import Subject
from pcimatrix.ownership.totals import Totals
from pcimatrix.reports.content.totals import owner_column, totals_table
from pcimatrix.reports.table import Column, Table
from pcimatrix.scope.workload_totals import WorkloadTotals

BY = "workload"
"""What the rows are, as `--by` names it."""
_OWN = (
    "A workload's row counts its own owners; the total is the entity's: the customer's if any workload leaves it a "
    "test case."
)
_ONLY = "Only here: test cases that no other workload leaves to the customer."


def workload_totals_table(rows: Sequence[WorkloadTotals], whole: Totals, subject: Subject) -> Table:
    """Return a scope's totals by workload; `whole` are its totals by anything else.

    The data has the keys of `totals --format json`, and a row for each workload.
    """
    columns = (
        Column("workload", "Workload"),
        *map(owner_column, (Owner.CUSTOMER, Owner.AWS, Owner.THIRD_PARTY, Owner.NA)),
        Column("shared", "Shared", numeric=True),
        Column("only_here", "Only here", numeric=True),
    )
    other = totals_table(whole, subject)
    total = whole.whole
    counts = (total.customer, total.aws, total.third_party, total.na, whole.shares.shared)
    return Table(
        columns=columns,
        rows=tuple(tuple(map(str, row)) for row in rows),
        footer=(("Total", *map(str, counts), str(sum(row.only_here for row in rows))),),
        notes=(_OWN, _ONLY, *other.notes),
        title=f"{subject.title}: test cases by workload and owner",
        data={**other.data, "by": BY, "rows_overlap": True, "rows": [row._asdict() for row in rows]},
    )
