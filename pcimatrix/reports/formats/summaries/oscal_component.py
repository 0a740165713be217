"""AWS's part as an OSCAL component definition: a requirement for each test case in which AWS has a part."""

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
    item_id,
    markup,
    organization,
    own,
    responsible,
    subject_names,
)
from pcimatrix.reports.formats.summaries._oscal_cell import (
    Item,
    items,
    origination,
    ownership,
    part_status,
    whole_status,
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
            "metadata": metadata(
                summary, what, roles=list(ROLES), parties=[organization(each) for each in _parties(summary)]
            ),
            "components": [_component(summary)],
            "back-matter": back_matter(summary, catalog_resource(summary)),
        },
    )


def _component(summary: Summary) -> dict[str, Any]:
    subject = summary.subject
    named = {"modelled": "modelled pattern", "published": "pattern", "scope": "scope of"}[subject.origin]
    parts = [cell for cell in summary.cells if any(item.party == Owner.AWS for item in items(cell))]
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
        "Attestation of Compliance (in AWS Artifact) are what AWS stands by: its part is given as implemented on the "
        "strength of these, and partial if something stays with the customer. How the customer does its part is not "
        "stated: other.",
        "links": [catalog_link(summary)],
        "implemented-requirements": [_requirement(summary, cell) for cell in parts],
    }
    return component | {"control-implementations": [implementation]}


def _requirement(summary: Summary, cell: Cell) -> dict[str, Any]:
    """Return a test case's implemented requirement: AWS's part, and what it leaves to the customer.

    A component has no fields for what is provided and what is left, as a plan has: the role of each statement says so.
    """
    place = (*subject_names(summary), cell.case.id)
    sides = [item for item in items(cell) if item.party in {Owner.AWS, Owner.CUSTOMER}]
    return {
        "uuid": identify("implemented-requirement", *place),
        "control-id": control_id(cell.case.id),
        "description": f"{_LEADS[cell.ownership.owner is Owner.AWS]} {markup(cell.ownership.reason)}",
        "props": [
            *own("control-origination", *origination(cell)),
            *own("test-case", cell.case.id),
            *ownership(summary, cell),
            *_status(whole_status(cell, Owner.AWS)),
        ],
        "statements": [_statement(summary, cell, item) for item in sides],
    }


def _statement(summary: Summary, cell: Cell, item: Item) -> dict[str, Any]:
    """Return what AWS, or the customer beside it, does: the statement of the control's item of that party."""
    role, parties = (PROVIDER, [AWS]) if item.party == Owner.AWS else (CUSTOMER, _parties(summary)[1:])
    return {
        "statement-id": item_id(cell.case.id, item.party),
        "uuid": identify("statement", *subject_names(summary), cell.case.id, item.party),
        "description": markup(item.does),
        "props": [*own("source", *filter(None, [item.source])), *_status(part_status(item))],
        "responsible-roles": responsible(role, *(identify("party", each) for each in parties)),
    }


def _status(state: str) -> list[dict[str, str]]:
    """Return an implementation status where compliance-trestle reads it; a component has no field for one."""
    return own("implementation-status", state)


def _parties(summary: Summary) -> list[str]:
    """Return the names of the parties: AWS, and the entity if the summary is of its scope."""
    return [AWS, summary.scope.entity] if summary.scope and summary.scope.entity != AWS else [AWS]
