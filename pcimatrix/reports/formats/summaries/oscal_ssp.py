"""An entity's own scope as an OSCAL system security plan: what is its own, and what it inherits from whom."""

from collections.abc import Iterator
from typing import Any

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Owner
from pcimatrix.errors import FormatError
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.responsibility import Duty
from pcimatrix.ownership.traces import Effective, Part
from pcimatrix.ownership.workloads import Group
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
from pcimatrix.reports.formats.summaries._oscal_cell import (
    Item,
    left_to_customer,
    origination,
    ownership,
    part_status,
    provided,
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
    group_component,
    group_names,
    provider_component,
    provider_name,
    provider_status,
    providers,
    system_characteristics,
    system_component,
    system_implementation,
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
            "system-implementation": system_implementation(summary.patterns, scope, summary.workloads.groups),
            "control-implementation": {
                "description": "Each test case with its owner over all workloads in scope. How the entity meets its "
                "own is not in its scope file, so its implementation status is given only as not-applicable. That of a "
                "provider with a recorded AOC is implemented, on the strength of the AOC alone.",
                "implemented-requirements": requirements,
            },
            "back-matter": back_matter(summary, catalog_resource(summary)),
        },
    )


def _requirement(summary: Summary, scope: Scope, cell: Cell, effective: Effective) -> dict[str, Any]:
    """Return a test case's implemented requirement; its trace is in the workloads' parts and in the remarks."""
    identifier = cell.case.id
    theirs = provided(cell)
    components = [_system_part(scope, cell, theirs)]
    components += [_workload_part(scope, identifier, group, part) for group, part in summary.workloads.of(identifier)]
    components += [_provider_part(scope, cell, duty) for duty in theirs]
    role: list[dict[str, Any]] = []
    if len(theirs) < len(cell.ownership.duties) or left_to_customer(cell):
        role += responsible(CUSTOMER, organization(scope.entity)["uuid"])
    if theirs:
        names = (provider_name(scope, duty.party) for duty in theirs)
        role += responsible(PROVIDER, *dict.fromkeys(organization(name)["uuid"] for name in names))
    return {
        "uuid": identify("implemented-requirement", scope.entity, identifier),
        "control-id": control_id(identifier),
        "props": [
            *({"name": "control-origination", "value": value} for value in origination(cell)),
            *own("test-case", identifier),
            *ownership(summary, cell),
            *_approach(scope, identifier),
        ],
        **({"responsible-roles": role} if role else {}),
        "by-components": components,
        "remarks": "\n\n".join(map(markup, effective.steps)),
    }


def _system_part(scope: Scope, cell: Cell, theirs: tuple[Duty, ...]) -> dict[str, Any]:
    """Return the system's part in a test case: its own, inherited from providers, both, or not applicable.

    What is inherited has no `provided-uuid`, and what is satisfied no `responsibility-uuid`: these name statements of a
    provider's own plan, which is not at hand as OSCAL.
    """
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
        part["description"] = f"Inherited from {markup(provider_name(scope, theirs[0].party))}. {reason}"
    if theirs:
        part["inherited"] = [
            {
                "uuid": identify("inherited", scope.entity, identifier, duty.party),
                "description": f"{markup(provider_name(scope, duty.party))}: {markup(duty.does)}. Its AOC shows "
                "whether it does.",
                "props": own("source", duty.source),
            }
            for duty in theirs
        ]
    if theirs and left:
        part["satisfied"] = [
            {
                "uuid": identify("satisfied", scope.entity, identifier),
                "description": f"{markup(left)}. How the entity does so is not in its scope file.",
            }
        ]
    return part


def _workload_part(scope: Scope, identifier: str, group: Group, part: Part) -> dict[str, Any]:
    """Return the part in a test case of a workload, or of alike ones: whose it is there, and the steps to that."""
    steps = "\n\n".join(map(markup, part.steps))
    party = [provider_name(scope, part.party)] if part.party else []
    status = {"implementation-status": {"state": "not-applicable", "remarks": markup(part.steps[-1])}}
    return {
        "component-uuid": group_component(scope, group),
        "uuid": identify("by-component", scope.entity, identifier, *group_names(group)),
        "description": steps,
        "props": [*own("owner", part.owner.value), *own("party", *party), *own("basis", part.basis.value)],
        **(status if part.owner is Owner.NA else {}),
    }


def _provider_part(scope: Scope, cell: Cell, duty: Duty) -> dict[str, Any]:
    """Return a provider's part in a test case: what it does, implemented on the strength of its AOC alone.

    It exports nothing: in OSCAL, `export` says what this system gives on to systems of its own customers.
    """
    name = markup(provider_name(scope, duty.party))
    owns = cell.ownership.holder == duty.party
    stated = part_status(Item(*duty)) == "implemented"
    return {
        "component-uuid": provider_component(scope, duty.party),
        "uuid": identify("by-component", scope.entity, cell.case.id, "provider", duty.party),
        "description": f"{name} {'owns' if owns else 'has a part in'} the test case. {markup(duty.does)}.",
        "props": own("source", duty.source),
        "implementation-status": provider_status(scope, duty.party) if stated else {"state": "other"},
    }


def _approach(scope: Scope, identifier: str) -> Iterator[dict[str, str]]:
    """Yield the properties of how a requirement is met where the scope says so: customized, compensating control."""
    for approach in scope.approaches:
        if ids.requirement_of(identifier) == approach.requirement:
            yield from own("approach", approach.approach)
            yield from own("approach-reference", approach.reference)
