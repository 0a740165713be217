"""AWS's part as an OSCAL component definition: a requirement for each test case in which AWS has a part."""

from typing import Any

from pcimatrix.catalogue.model import Duty, Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.formats.summaries._oscal import (
    AWS,
    CUSTOMER,
    PROVIDER,
    ROLES,
    control_id,
    identify,
    labels,
    left_to_customer,
    markup,
    organization,
    own,
    ownership,
    residual_id,
    responsible,
    statement_id,
    subject_names,
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


_LEADS = {True: "AWS's.", False: "AWS has a part."}


def write(summary: Summary) -> str:
    """Return the component definition as JSON text: of AWS in a pattern, or in an entity's own scope.

    The source of its control implementation is the catalog of the same inputs, beside it under the name
    `catalog_href`. Raises `FormatError` if the catalogue's date is no day.
    """
    what = "AWS as a component: an implemented requirement for each test case in which AWS has a part."
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
    subject = summary.subject
    named = {"modelled": "modelled pattern", "published": "pattern", "scope": "scope of"}[subject.origin]
    parts = [(cell, duty) for cell in summary.cells for duty in cell.ownership.duties if duty.party == Owner.AWS]
    component = {
        "uuid": identify("component", *subject_names(summary), AWS),
        "type": "service",
        "title": AWS,
        "description": markup(f"AWS in the {named} {subject.title}. {subject.runs}"),
        "props": [*own("pattern", subject.id), *own("column", subject.origin)],
        "responsible-roles": responsible(PROVIDER, identify("party", AWS)),
    }
    if not parts:  # OSCAL knows no control implementation without a requirement
        return component
    implementation = {
        "uuid": identify("control-implementation", *subject_names(summary)),
        "source": catalog_href(summary),
        "description": "The test cases that AWS owns or has a part in. AWS's own responsibility summary and "
        "Attestation of Compliance (in AWS Artifact) are what AWS stands by.",
        "links": [catalog_link(summary)],
        "implemented-requirements": [_requirement(summary, cell, duty) for cell, duty in parts],
    }
    return component | {"control-implementations": [implementation]}


def _requirement(summary: Summary, cell: Cell, part: Duty) -> dict[str, Any]:
    """Return a test case's implemented requirement: AWS's part, and what it leaves to the customer.

    A component has no fields for what is provided and what is left, as a plan has: the role of each statement says so.
    """
    case, left = cell.case, left_to_customer(cell)
    place = (*subject_names(summary), case.id)
    statements = [
        {
            "statement-id": statement_id(case.id),
            "uuid": identify("statement", *place),
            "description": markup(part.does),
            "props": own("source", part.source),
            "responsible-roles": responsible(PROVIDER, identify("party", AWS)),
        }
    ]
    if left:
        duty = {
            "statement-id": residual_id(case.id),
            "uuid": identify("residual", *place),
            "description": markup(left),
            "responsible-roles": responsible(CUSTOMER),
        }
        statements.append(duty)
    return {
        "uuid": identify("implemented-requirement", *place),
        "control-id": control_id(case.id),
        "description": f"{_LEADS[cell.ownership.owner is Owner.AWS]} {markup(cell.ownership.reason)}",
        "props": [
            labels(case.id)[0],
            *ownership(summary, cell),
            *own("responsibility", cell.ownership.responsibility.value),
        ],
        "statements": statements,
    }
