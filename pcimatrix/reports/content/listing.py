"""Lists of test cases as a table: one line each, or all details for programs."""

from typing import Any

from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.content.columns import Row, Shown, data, fields, text
from pcimatrix.reports.table import Column, Table

SCHEMA_VERSION = 2
"""The version of the JSON shapes of test cases (`list`, `show`, `explain`, `diff`); 1 was a bare list."""


def listing_table(cells: list[Cell], *, scoped: bool = False, day: bool = False, recurring: bool = False) -> Table:
    """Return cells as a table; its data is what `list --format json` prints.

    If they are an entity's own scope, a column names the third party that owns a test case. As of a `day`
    one says what is not simply required, and of what is `recurring` one says how often it is due.
    """
    kinds = {"scope": scoped, "day": day, "recurring": recurring}
    shown = fields(Shown.LIST, without=[kind for kind, wanted in kinds.items() if not wanted])
    rows = tuple(tuple(text(field.value(Row(cell))) for field in shown) for cell in cells)
    found = {"schema_version": SCHEMA_VERSION, "test_cases": [cell_data(cell) for cell in cells]}
    return Table(columns=tuple(Column(field.key, field.heading) for field in shown), rows=rows, data=found)


def cell_data(cell: Cell) -> dict[str, Any]:
    """Return one cell as JSON has it."""
    return data(Row(cell), Shown.JSON)
