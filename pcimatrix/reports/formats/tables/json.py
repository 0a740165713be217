"""A table's data as JSON: two spaces, keys in the documented order, text as it is."""

from pcimatrix.reports.escaping import indented_json
from pcimatrix.reports.table import Table


def write(table: Table) -> str:
    """Return the table's data as JSON text with a final newline."""
    return indented_json(table.data) + "\n"
