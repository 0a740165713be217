"""A table as a Markdown pipe table, with its title and notes."""

from collections.abc import Iterable

from pcimatrix.reports.escaping import markdown_cell
from pcimatrix.reports.table import Table


def write(table: Table) -> str:
    """Return the table as Markdown; totals are bold rows, notes follow as paragraphs."""
    lines = [f"## {markdown_cell(table.title)}", ""] if table.title else []
    lines.append(_row(markdown_cell(column.heading) for column in table.columns))
    lines.append(_row("---:" if column.numeric else "---" for column in table.columns))
    lines += [_row(map(markdown_cell, row)) for row in table.rows]
    lines += [_row(f"**{markdown_cell(cell)}**" if cell else "" for cell in row) for row in table.footer]
    for note in table.notes:
        lines += ["", markdown_cell(note)]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "".join(f"| {cell} " if cell else "| " for cell in cells) + "|"
