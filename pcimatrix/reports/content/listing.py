"""Lists of test cases as a table: one line each, or all details for programs."""

from typing import Any

from pcimatrix.catalogue.ids import principal_of, section_of
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.table import Column, Table

COLUMNS = (
    Column("id", "Test case"),
    Column("owner", "Owner"),
    Column("basis", "Basis"),
    Column("methods", "Methods"),
    Column("summary", "Summary"),
    Column("residual", "Residual duty of the customer"),
)
PARTY = Column("party", "Third party")
"""What comes last in an entity's own scope: the id of the third party that owns the test case."""


def listing_table(cells: list[Cell], *, scoped: bool = False) -> Table:
    """Return cells as a table; its data is a list of objects, as `list --format json` has it.

    Where they are an entity's own scope, the last column names the third party that owns a test case.
    """
    rows = tuple(
        (
            cell.case.id,
            cell.ownership.owner.value,
            cell.ownership.basis.value,
            "+".join(method.value for method in cell.case.methods),
            cell.case.summary,
            cell.ownership.residual or "",
            *([cell.ownership.party or ""] if scoped else []),
        )
        for cell in cells
    )
    return Table(columns=(*COLUMNS, *([PARTY] if scoped else [])), rows=rows, data=[cell_data(cell) for cell in cells])


def cell_data(cell: Cell) -> dict[str, Any]:
    """Return one cell as JSON has it."""
    case, ownership = cell
    return {
        "id": case.id,
        "requirement": case.requirement,
        "section": section_of(case.id),
        "principal": principal_of(case.id),
        "summary": case.summary,
        "methods": [method.value for method in case.methods],
        "limited_to": case.limited_to.value if case.limited_to else None,
        "layers": list(case.layers),
        "pattern": ownership.pattern,
        "owner": ownership.owner.value,
        "basis": ownership.basis.value,
        "reason": ownership.reason,
        "residual": ownership.residual,
        "party": ownership.party,
    }
