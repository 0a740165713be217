"""Lists of test cases as a table: one line each, or all details for programs."""

from typing import Any

from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.workloads import SideBySide
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
    workloads: SideBySide | None = None,
) -> Table:
    """Return cells as a table; its data is what `list --format json` prints.

    If they are an entity's own scope, a column names the third party that owns a test case. As of a `day`
    one says what is not simply required, and of what is `recurring` one says how often it is due. Each of several
    `workloads` has a column with its owner.
    """
    kinds = {"scope": scoped, "day": day, "recurring": recurring}
    shown = fields(Shown.LIST, without=[kind for kind, wanted in kinds.items() if not wanted])
    workloads = workloads or SideBySide()
    apart = workload_fields(workloads)
    found_rows = [Row(cell, workloads=workloads.of(cell.case.id)) for cell in cells]
    rows = tuple(tuple(text(field.value(row)) for field in (*shown, *apart)) for row in found_rows)
    found = {
        "schema_version": SCHEMA_VERSION,
        "workloads": workloads_data(workloads.groups),
        "test_cases": [data(row, Shown.JSON) for row in found_rows],
    }
    columns = [Column(field.key, field.heading) for field in shown]
    columns += [Column(field.key, field.heading, spare=True) for field in apart]
    return Table(columns=tuple(columns), rows=rows, data=found)


def cell_data(cell: Cell) -> dict[str, Any]:
    """Return one cell as JSON has it."""
    return data(Row(cell), Shown.JSON)
