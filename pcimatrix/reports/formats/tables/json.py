"""A table's data as JSON: two spaces, keys in the documented order, text as it is."""

import json

from pcimatrix.reports.table import Table


def write(table: Table) -> str:
    """Return the table's data as JSON text with a final newline."""
    return json.dumps(table.data, ensure_ascii=False, indent=2) + "\n"
