"""The matrix for customers as JSON: who is responsible for each test case, and what each party does."""

import json

from pcimatrix.reports.escaping import json_document
from pcimatrix.reports.summary.handout import Handout

ENDINGS = (".json",)
"""How the names of its files end; see `endings`."""

SCHEMA_VERSION = 1
"""The version of the JSON shape; it changes when a key's meaning does."""


def write(handout: Handout) -> str:
    """Return the matrix as JSON text with a final newline."""
    data = {
        "schema_version": SCHEMA_VERSION,
        "title": handout.title,
        "provider": handout.provider,
        "edition": handout.summary.edition,
        "as_of": handout.day,
        "date": handout.summary.date,
        **handout.digests,
        "recipe": json.loads(handout.recipe),
        "notes": list(handout.notes),
        "totals": handout.totals.data,
        "test_cases": [
            {
                "id": row.cell.case.id,
                "requirement": row.cell.case.requirement,
                "summary": row.cell.case.summary,
                "responsibility": row.responsibility.value,
                "you_do": list(row.you_do),
                "we_do": list(row.we_do),
                "others_do": [{"party": name, "does": does} for name, does in row.others_do],
            }
            for row in handout.rows
        ],
    }
    return json_document(data)
