"""AWS's part as an OSCAL component definition: an implemented requirement for each test case that is AWS's."""

from typing import Any

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.formats.summaries._oscal import (
    AWS,
    CUSTOMER,
    PROVIDER,
    ROLES,
    control_id,
    identify,
    labels,
    markup,
    organization,
    own,
    ownership,
    residual_id,
    responsible,
    statement_id,
    subject,
)
from pcimatrix.reports.formats.summaries._oscal_document import (
    back_matter,
    catalog_href,
    catalog_link,
    catalog_resource,
    document,
    document_uuid,
    metadata,
)
from pcimatrix.reports.summary.model import Summary

ENDINGS = (".json",)
"""How the names of its files end; see `endings`."""


def write(summary: Summary) -> str:
    """Return the component definition as JSON text: of AWS in a pattern, or in an entity's own scope.

    The source of its control implementation is the catalog of the same inputs, beside it under the name
    `catalog_href`. Raises `FormatError` if the catalogue's date is no day.
    """
    what = "AWS as a component: an implemented requirement for each test case that is AWS's."
    return document(
        "component-definition",
        {
            "uuid": document_uuid(summary, "component-definition"),
            "metadata": metadata(summary, what, roles=list(ROLES), parties=[organization(AWS)]),
            "components": [_component(summary)],
            "back-matter": back_matter(summary, catalog_resource(summary)),
        },
    )


def _component(summary: Summary) -> dict[str, Any]:
    pattern = summary.pattern
    named = {"modelled": "modelled pattern", "published": "pattern", "scope": "scope of"}[pattern.column]
    cells = [cell for cell in summary.cells if cell.ownership.owner is Owner.AWS]
    component = {
        "uuid": identify("component", *subject(summary), AWS),
        "type": "service",
        "title": AWS,
        "description": markup(f"AWS in the {named} {pattern.title}. {pattern.runs}"),
        "props": [*own("pattern", pattern.id), *own("column", pattern.column)],
        "responsible-roles": responsible(PROVIDER, identify("party", AWS)),
    }
    if not cells:  # OSCAL knows no control implementation without a requirement
        return component
    implementation = {
        "uuid": identify("control-implementation", *subject(summary)),
        "source": catalog_href(summary),
        "description": "The test cases that AWS owns. AWS's own responsibility summary and Attestation of Compliance "
        "(in AWS Artifact) are what AWS stands by.",
        "links": [catalog_link(summary)],
        "implemented-requirements": [_requirement(summary, cell) for cell in cells],
    }
    return component | {"control-implementations": [implementation]}


def _requirement(summary: Summary, cell: Cell) -> dict[str, Any]:
    case, residual = cell.case, cell.ownership.residual
    place = (*subject(summary), case.id)
    statements = [
        {
            "statement-id": statement_id(case.id),
            "uuid": identify("statement", *place),
            "description": markup(case.summary),
            "responsible-roles": responsible(PROVIDER, identify("party", AWS)),
        }
    ]
    if residual:
        duty = {
            "statement-id": residual_id(case.id),
            "uuid": identify("residual", *place),
            "description": markup(residual),
            "responsible-roles": responsible(CUSTOMER),
        }
        statements.append(duty)
    return {
        "uuid": identify("implemented-requirement", *place),
        "control-id": control_id(case.id),
        "description": f"AWS's. {markup(cell.ownership.reason)}",
        "props": [
            labels(case.id)[0],
            *ownership(summary, cell),
            *own("responsibility", cell.ownership.responsibility.value),
        ],
        "statements": statements,
    }
