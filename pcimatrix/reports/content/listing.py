"""Lists of test cases as a table: one line each, or all details for programs."""

from collections.abc import Sequence
from typing import Any

from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.workloads import Group
from pcimatrix.reports.content.columns import Row, Shown, data, fields, text, workloads_data
from pcimatrix.reports.content.in_workloads import workload_fields
from pcimatrix.reports.table import Column, Table

SCHEMA_VERSION = 2
"""The version of the JSON shapes of test cases (`list`, `show`, `explain`, `diff`); 1 was a bare list."""


def listing_table(
    cells: list[Cell],
    *,
    scoped: bool = False,
    day: bool = False,
    recurring: bool = False,
    workloads: Sequence[Group] = (),
) -> Table:
    """Return cells as a table; its data is what `list --format json` prints.

    If they are an entity's own scope, a column names the third party that owns a test case. As of a `day`
    one says what is not simply required, and of what is `recurring` one says how often it is due. Each of several
    `workloads` has a column with its owner.
    """
    kinds = {"scope": scoped, "day": day, "recurring": recurring}
    shown = fields(Shown.LIST, without=[kind for kind, wanted in kinds.items() if not wanted])
    apart = workload_fields(workloads)
    rows = tuple(tuple(text(field.value(Row(cell))) for field in (*shown, *apart)) for cell in cells)
    found = {
        "schema_version": SCHEMA_VERSION,
        "workloads": workloads_data(workloads),
        "test_cases": [cell_data(cell, workloads) for cell in cells],
    }
    columns = [Column(field.key, field.heading) for field in shown]
    columns += [Column(field.key, field.heading, spare=True) for field in apart]
    return Table(columns=tuple(columns), rows=rows, data=found)


def cell_data(cell: Cell, workloads: Sequence[Group] = ()) -> dict[str, Any]:
    """Return one cell as JSON has it, with its owner in each of the `workloads` of a scope."""
    return data(Row(cell, workloads=tuple(workloads)), Shown.JSON)
