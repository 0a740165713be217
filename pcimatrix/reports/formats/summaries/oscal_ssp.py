"""An entity's own scope as an OSCAL system security plan: what is its own, and what it inherits from whom."""

from collections.abc import Iterator
from typing import Any

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Duty, Owner
from pcimatrix.errors import FormatError
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.traces import Effective, Part
from pcimatrix.reports.formats.summaries._oscal import (
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
    responsible,
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
from pcimatrix.reports.formats.summaries._oscal_system import (
    provider_component,
    provider_name,
    providers,
    system_characteristics,
    system_component,
    system_implementation,
    workload_component,
)
from pcimatrix.reports.summary.model import Summary
from pcimatrix.scope.model import Scope

ENDINGS = (".json",)
"""How the names of its files end; see `endings`."""


def write(summary: Summary) -> str:
    """Return the plan as JSON text.

    Its `import-profile` is the catalog of the same inputs, beside it under the name `catalog_href`. Raises
    `FormatError` for a pattern, since only a scope has a system, and where a date is none that OSCAL can hold.
    """
    if summary.scope is None:
        raise FormatError("oscal-ssp: this format needs an entity's own scope; name its file with --scope")
    scope, effective = summary.scope, summary.matrix.traces
    entity = organization(scope.entity)
    parties = {each["uuid"]: each for each in (entity, *(organization(party.name) for party in providers(scope)))}
    requirements = [_requirement(summary, scope, cell, effective[cell.case.id]) for cell in summary.cells]
    return document(
        "system-security-plan",
        {
            "uuid": document_uuid(summary, "system-security-plan"),
            "metadata": metadata(
                summary,
                "An entity's scope: whose each test case is, and what is inherited from whom.",
                roles=list(ROLES),
                parties=list(parties.values()),
                **{"responsible-parties": [{"role-id": CUSTOMER, "party-uuids": [entity["uuid"]]}]},
            ),
            "import-profile": {"href": catalog_href(summary)},
            "system-characteristics": system_characteristics(scope) | {"links": [catalog_link(summary)]},
            "system-implementation": system_implementation(summary.patterns, scope),
            "control-implementation": {
                "description": "Each test case with its owner over all workloads in scope. How the entity meets its "
                "own is not in its scope file, so the only implementation status given is not-applicable.",
                "implemented-requirements": requirements,
            },
            "back-matter": back_matter(summary, catalog_resource(summary)),
        },
    )


def _requirement(summary: Summary, scope: Scope, cell: Cell, effective: Effective) -> dict[str, Any]:
    """Return a test case's implemented requirement; its trace is in the workloads' parts and in the remarks."""
    identifier = cell.case.id
    provided = [duty for duty in cell.ownership.duties if duty.party != Owner.CUSTOMER]
    components = [_system_part(scope, cell, provided)]
    components += [_workload_part(scope, identifier, part) for part in effective.parts]
    components += [_provider_part(scope, cell, duty, lead=duty is provided[0]) for duty in provided]
    role: list[dict[str, Any]] = []
    if len(provided) < len(cell.ownership.duties):
        role += responsible(CUSTOMER, organization(scope.entity)["uuid"])
    if provided:
        names = (provider_name(scope, duty.party) for duty in provided)
        role += responsible(PROVIDER, *dict.fromkeys(organization(name)["uuid"] for name in names))
    return {
        "uuid": identify("implemented-requirement", scope.entity, identifier),
        "control-id": control_id(identifier),
        "props": [labels(identifier)[0], *ownership(summary, cell), *_parts(cell), *_approach(scope, identifier)],
        **({"responsible-roles": role} if role else {}),
        "by-components": components,
        "remarks": "\n\n".join(map(markup, effective.steps)),
    }


def _system_part(scope: Scope, cell: Cell, provided: list[Duty]) -> dict[str, Any]:
    """Return the system's part in a test case: its own, inherited from providers, both, or not applicable."""
    identifier, reason = cell.case.id, markup(cell.ownership.reason)
    part: dict[str, Any] = {
        "component-uuid": system_component(scope),
        "uuid": identify("by-component", scope.entity, identifier, "this-system"),
    }
    left = left_to_customer(cell)
    if cell.ownership.owner is Owner.NA:
        part["description"] = "Does not apply."
        part["implementation-status"] = {"state": "not-applicable", "remarks": reason}
    elif cell.ownership.owner is Owner.CUSTOMER:
        part["description"] = f"The entity's own. {reason}"
    else:
        part["description"] = f"Inherited from {markup(provider_name(scope, provided[0].party))}. {reason}"
    if provided:
        part["inherited"] = [
            {
                "uuid": identify("inherited", scope.entity, identifier, duty.party),
                "provided-uuid": _provided(scope, identifier, duty.party),
                "description": f"{markup(provider_name(scope, duty.party))}: {markup(duty.does)}. Its AOC shows "
                "whether it does.",
            }
            for duty in provided
        ]
    if provided and left:
        part["satisfied"] = [
            {
                "uuid": identify("satisfied", scope.entity, identifier),
                "responsibility-uuid": _responsibility(scope, identifier),
                "description": f"{markup(left)}. How the entity does so is not in its scope file.",
            }
        ]
    return part


def _workload_part(scope: Scope, identifier: str, part: Part) -> dict[str, Any]:
    """Return a workload's part in a test case: whose it is there, and the steps that made it so."""
    steps = "\n\n".join(map(markup, part.steps))
    party = [provider_name(scope, part.party)] if part.party else []
    status = {"implementation-status": {"state": "not-applicable", "remarks": markup(part.steps[-1])}}
    return {
        "component-uuid": workload_component(scope, part.workload),
        "uuid": identify("by-component", scope.entity, identifier, "workload", part.workload),
        "description": steps,
        "props": [*own("owner", part.owner.value), *own("party", *party), *own("basis", part.basis.value)],
        **(status if part.owner is Owner.NA else {}),
    }


def _provider_part(scope: Scope, cell: Cell, duty: Duty, *, lead: bool) -> dict[str, Any]:
    """Return a provider's part in a test case: what it provides, and, of the first provider, what it leaves."""
    identifier, left = cell.case.id, left_to_customer(cell)
    name = markup(provider_name(scope, duty.party))
    owns = cell.ownership.holder == duty.party
    export: dict[str, Any] = {
        "description": "Stands for the provider's own plan, which is not at hand as OSCAL.",
        "provided": [
            {
                "uuid": _provided(scope, identifier, duty.party),
                "description": markup(duty.does),
                "props": own("source", duty.source),
            }
        ],
    }
    if lead and left:
        export["responsibilities"] = [
            {
                "uuid": _responsibility(scope, identifier),
                "provided-uuid": _provided(scope, identifier, duty.party),
                "description": markup(left),
            }
        ]
    return {
        "component-uuid": provider_component(scope, duty.party),
        "uuid": identify("by-component", scope.entity, identifier, "provider", duty.party),
        "description": f"{name} {'owns' if owns else 'has a part in'} the test case.",
        "export": export,
    }


def _provided(scope: Scope, identifier: str, party: str) -> str:
    return identify("provided", scope.entity, identifier, party)


def _responsibility(scope: Scope, identifier: str) -> str:
    return identify("responsibility", scope.entity, identifier)


def _parts(cell: Cell) -> list[dict[str, str]]:
    return own("responsibility", cell.ownership.responsibility.value)


def _approach(scope: Scope, identifier: str) -> Iterator[dict[str, str]]:
    """Yield the properties of how a requirement is met where the scope says so: customized, compensating control."""
    for approach in scope.approaches:
        if ids.requirement_of(identifier) == approach.requirement:
            yield from own("approach", approach.approach)
            yield from own("approach-reference", approach.reference)
