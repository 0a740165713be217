"""The testing procedures of a scope as an OSCAL assessment plan: an activity for each, with who answers for it."""

from typing import Any

from pcimatrix.catalogue.model import Method, Owner
from pcimatrix.errors import FormatError
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.formats.summaries._evidence import evidence
from pcimatrix.reports.formats.summaries._oscal import (
    CUSTOMER,
    PROVIDER,
    ROLES,
    control_id,
    identify,
    markup,
    organization,
    own,
    responsible,
)
from pcimatrix.reports.formats.summaries._oscal_cell import left_to_customer, ownership, provided
from pcimatrix.reports.formats.summaries._oscal_document import (
    back_matter,
    document,
    document_uuid,
    metadata,
    plan_href,
    plan_resource,
)
from pcimatrix.reports.formats.summaries._oscal_system import provider_name, providers
from pcimatrix.reports.summary.model import Summary
from pcimatrix.scope.model import Scope

ENDINGS = (".json",)
"""How the names of its files end; see `endings`."""

_METHODS = {Method.EXAMINE: "EXAMINE", Method.INTERVIEW: "INTERVIEW"}
"""The methods that OSCAL has, too: it does not know observing."""


def write(summary: Summary) -> str:
    """Return the assessment plan as JSON text: of all test cases, or of what the questionnaire asks for.

    It is of the system security plan of the same inputs, beside it under the name `plan_href`. Raises `FormatError` for
    a pattern, since only a scope has a system, and if a date is none that OSCAL can hold.
    """
    if summary.scope is None:
        raise FormatError("oscal-assessment-plan: this format needs an entity's own scope; name its file with --scope")
    scope = summary.scope
    names = (scope.entity, *(party.name for party in providers(scope)))
    parties = {each["uuid"]: each for each in map(organization, names)}
    said = (
        "Testing procedures, and who answers for each. When they are done, by whom and on which samples is not stated."
    )
    return document(
        "assessment-plan",
        {
            "uuid": document_uuid(summary, "assessment-plan"),
            "metadata": metadata(summary, said, roles=list(ROLES), parties=list(parties.values())),
            "import-ssp": {"href": plan_href(summary)},
            "local-definitions": {"activities": [_activity(summary, scope, cell) for cell in summary.counted]},
            "reviewed-controls": {
                "control-selections": [_selection(*(control_id(cell.case.id) for cell in summary.counted))]
            },
            "assessment-subjects": [{"type": "component", "include-all": {}}],
            "back-matter": back_matter(summary, plan_resource(summary)),
        },
    )


def _activity(summary: Summary, scope: Scope, cell: Cell) -> dict[str, Any]:
    """Return a testing procedure: what it looks at, by which methods, what shows it, and who answers for it."""
    case = cell.case
    theirs = dict.fromkeys(organization(provider_name(scope, duty.party))["uuid"] for duty in provided(cell))
    roles = responsible(PROVIDER, *theirs) if theirs else []
    if left_to_customer(cell) or cell.ownership.owner is Owner.CUSTOMER:
        roles += responsible(CUSTOMER, organization(scope.entity)["uuid"])
    return {
        "uuid": identify("activity", scope.entity, case.id),
        "title": f"Testing procedure {case.id}",
        "description": markup(case.summary),
        "props": [
            *({"name": "method", "value": _METHODS[method]} for method in case.methods if method in _METHODS),
            *own("method", *(method.value for method in case.methods)),
            *own("test-case", case.id),
            *ownership(summary, cell),
        ],
        "related-controls": {"control-selections": [_selection(control_id(case.id))]},
        **({"responsible-roles": roles} if roles else {}),
        "remarks": "\n\n".join(map(markup, evidence(summary, cell))),
    }


def _selection(*controls: str) -> dict[str, Any]:
    return {"include-controls": [{"control-id": each} for each in controls]}
