"""A table as plain aligned text: the same bytes whatever the terminal, for pipes and golden files."""

from pcimatrix.reports.table import Table
from pcimatrix.text import one_line, width_of


def write(table: Table) -> str:
    """Return the table in columns parted by two spaces, a rule under the headings, totals and notes below."""
    heads = tuple(one_line(column.heading) for column in table.columns)
    rows = [tuple(map(one_line, row)) for row in (*table.rows, *table.footer)]
    widths = [max(map(width_of, column)) for column in zip(heads, *rows, strict=True)]
    rule = "  ".join("-" * width for width in widths)

    def line(cells: tuple[str, ...]) -> str:
        parts = zip(cells, widths, table.columns, strict=True)
        padded = [_padded(cell, width, left=column.numeric) for cell, width, column in parts]
        return "  ".join(padded).rstrip()

    lines = [table.title, ""] if table.title else []
    lines += [line(heads), rule, *map(line, rows[: len(table.rows)])]
    if table.footer:
        lines += [rule, *map(line, rows[len(table.rows) :])]
    if table.notes:
        lines += ["", *table.notes]
    return "\n".join(lines) + "\n"


def _padded(cell: str, width: int, *, left: bool) -> str:
    space = " " * (width - width_of(cell))
    return space + cell if left else cell + space
