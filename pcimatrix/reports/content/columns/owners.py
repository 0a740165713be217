"""Columns of who owns a test case, in all and in each workload, and why."""

from collections.abc import Iterable
from typing import Any

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.ownership.workloads import Group
from pcimatrix.reports.content.columns.field import (
    CSV,
    JSON,
    LIST,
    NAME_SCHEMA,
    SHEET,
    SUMMARY,
    Field,
    Row,
    of_ownership,
    of_row,
    optional,
)

OWNERS: dict[Owner, str] = {each: each.label for each in (Owner.CUSTOMER, Owner.AWS, Owner.THIRD_PARTY, Owner.NA)}
"""Owners as people read them, in the order of columns and choices."""
RESIDUAL_DUTY = "Residual duty of the customer"
_IN_WORKLOAD = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "minLength": 1, "description": "The first workload of those that are alike"},
        "owner": {"$ref": "#/$defs/Owner"},
        "party": {"type": ["string", "null"], "minLength": 1},
        "responsibility": {"enum": [each.value for each in Responsibility]},
    },
    "required": ["id", "owner", "party", "responsibility"],
    "additionalProperties": False,
}


def _in_workloads(row: Row) -> list[dict[str, Any]]:
    """Return who owns a test case in each workload of a scope, or in those that are alike."""
    return [
        {"id": group.id, "owner": part.owner.value, "party": part.party, "responsibility": part.responsibility.value}
        for group, part in row.workloads
    ]


def workloads_data(groups: Iterable[Group]) -> list[dict[str, Any]]:
    """Return the workloads of a scope as JSON has them: the id of each group, and who is in it."""
    return [{"id": group.id, "names": list(group.workloads)} for group in groups]


OWNERSHIP: tuple[Field, ...] = (
    Field("pattern", "Pattern", of_ownership("pattern"), {JSON: 9, CSV: 1}, NAME_SCHEMA),
    Field(
        "owner",
        "Owner",
        lambda row: row.cell.ownership.owner.value,
        {JSON: 10, CSV: 6, LIST: 2},
        {"$ref": "#/$defs/Owner"},
    ),
    Field("leads", "Owner", lambda row: row.cell.ownership.owner.label, {SHEET: 2}, width=12),
    Field("takers", "Third party", of_row("parties"), {SHEET: 3}, only="scope", width=18),
    Field(
        "basis",
        "Basis",
        lambda row: row.cell.ownership.basis.value,
        {JSON: 11, CSV: 7, LIST: 3, SHEET: 4},
        {"$ref": "#/$defs/Basis"},
        width=12,
    ),
    Field(
        "reason",
        "Why",
        of_ownership("reason"),
        {JSON: 12, CSV: 11, SHEET: 6},
        {"$ref": "#/$defs/Line", "description": "Why the owner is this one"},
        width=36,
    ),
    Field(
        "residual",
        RESIDUAL_DUTY,
        of_ownership("residual"),
        {JSON: 13, CSV: 12, LIST: 6, SHEET: 8},
        optional("What the customer still has to do if AWS or a third party owns the test case"),
        width=36,
    ),
    Field(
        "party",
        "Third party",
        of_ownership("party"),
        {JSON: 14, LIST: 10},
        optional("The id of the third party that owns the test case, in an entity's own scope"),
        only="scope",
    ),
    Field(
        "by_layers",
        "Where its layers say otherwise",
        lambda row: row.cell.ownership.doubt or None,
        {SUMMARY: 1, CSV: 13, SHEET: 7},
        optional("What its layers would say if only the published count says otherwise"),
        only="published",
        width=30,
    ),
    Field("third_party", "Third party", of_row("parties"), {CSV: 14}),
    Field(
        "trace",
        "Trace",
        lambda row: list(row.trace),
        {SUMMARY: 2},
        {
            "type": "array",
            "items": {"type": "string"},
            "description": "The steps that made a scope's cell what it is; empty for a pattern",
        },
    ),
    Field(
        "workloads",
        "Workloads",
        _in_workloads,
        {JSON: 19},
        {
            "type": "array",
            "items": _IN_WORKLOAD,
            "description": "Who owns it in each workload of a scope, or in those that are alike, before decisions by "
            "hand; empty for a pattern",
        },
    ),
)
"""Who owns a test case, and why."""
