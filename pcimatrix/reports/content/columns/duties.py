"""Columns of who has a part in a test case, and what each party does."""

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.reports.content.columns.field import CSV, DOCUMENT, JSON, LIST, SHEET, Field, Row

_DUTY = {
    "type": "object",
    "properties": {"party": {"type": "string"}, "does": {"type": "string"}, "source": {"type": "string"}},
    "required": ["party", "does", "source"],
    "additionalProperties": False,
}


def _does(row: Row, party: str) -> str | None:
    """Return what a party does; nothing if it has no part."""
    return "; ".join(duty.does for duty in row.cell.ownership.duties if duty.party == party) or None


def _others_do(row: Row) -> str | None:
    known = {Owner.AWS.value, Owner.CUSTOMER.value}
    said = [f"{duty.party}: {duty.does}" for duty in row.cell.ownership.duties if duty.party not in known]
    return "; ".join(said) or None


DUTIES: tuple[Field, ...] = (
    Field(
        "responsibility",
        "Responsibility",
        lambda row: row.cell.ownership.responsibility.value,
        {JSON: 15, CSV: 15, SHEET: 9, DOCUMENT: 1},
        {
            "enum": [each.value for each in Responsibility],
            "description": "Who has a part: the customer alone, several parties (shared), a provider alone, or nobody",
        },
        width=14,
    ),
    Field("responsibility", "Has a part", lambda row: row.cell.ownership.responsibility.value, {LIST: 8}),
    Field(
        "duties",
        "Duties",
        lambda row: [duty._asdict() for duty in row.cell.ownership.duties],
        {JSON: 16},
        {"type": "array", "items": _DUTY, "description": "What each party does, the owner's part first"},
    ),
    Field("aws_does", "AWS does", lambda row: _does(row, "aws"), {CSV: 16, SHEET: 10, DOCUMENT: 2}, width=36),
    Field("you_do", "You do", lambda row: _does(row, "customer"), {CSV: 17, SHEET: 11, DOCUMENT: 3}, width=36),
    Field("others_do", "Others do", _others_do, {CSV: 18, SHEET: 12, DOCUMENT: 4}, only="scope", width=36),
)
"""Who has a part in a test case, and what each party does."""
