"""Discrepancies between the sources, as a table."""

from pcimatrix.catalogue.published import Discrepancy
from pcimatrix.reports.table import Column, Table

SCHEMA_VERSION = 2
"""The version of the JSON shape; 1 was a bare list."""


def discrepancies_table(found: tuple[Discrepancy, ...]) -> Table:
    """Return a row for each discrepancy: what each side says, whom it concerns, its effect, and the decision."""
    columns = (
        Column("id", "Discrepancy"),
        Column("between", "Between"),
        Column("says", "One says"),
        Column("against", "The other says"),
        Column("concerns", "Concerns"),
        Column("effect", "Effect on the totals"),
        Column("decision", "How the catalogue decides, and why"),
    )
    rows = tuple(
        (
            each.id,
            " and ".join(side.value.replace("_", " ") for side in each.between),
            each.says,
            each.against,
            ", ".join(each.concerns) or "all",
            each.effect,
            each.decision,
        )
        for each in found
    )
    data = {"schema_version": SCHEMA_VERSION, "discrepancies": [each.model_dump(mode="json") for each in found]}
    return Table(columns, rows, data)


def discrepancies_text(found: tuple[Discrepancy, ...]) -> str:
    """Return the discrepancies as blocks of text, for people."""
    table = discrepancies_table(found)
    blocks = []
    for row in table.rows:
        lines = [
            row[0],
            *(f"  {column.heading}: {cell}" for column, cell in zip(table.columns[1:], row[1:], strict=True)),
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"
