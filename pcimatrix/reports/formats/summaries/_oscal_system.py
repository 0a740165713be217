"""An entity's system as OSCAL describes it: what it is, and its components, from its scope alone."""

from collections.abc import Sequence
from typing import Any

from pcimatrix.catalogue.model import Owner
from pcimatrix.catalogue.patterns import Patterns, pattern_label
from pcimatrix.ownership.workloads import Group
from pcimatrix.reports.formats.summaries._oscal import (
    AWS,
    CUSTOMER,
    PROVIDER,
    day_of,
    identify,
    markup,
    organization,
    own,
    responsible,
    string,
)
from pcimatrix.scope.answers import Answer
from pcimatrix.scope.model import Assessment, Scope, Standing, Workload
from pcimatrix.scope.third_parties import Attestation, ThirdParty
from pcimatrix.text import inflect

NOT_STATED = "Not stated: a PCI DSS scope has no such value."
"""What stands where OSCAL requires a value that PCI DSS does not know."""
_STANDING = {Standing.CDE: "in the CDE", Standing.CONNECTED: "connected to the CDE"}


def system_component(scope: Scope) -> str:
    """Return the UUID of the component that stands for the entity's system as a whole."""
    return identify("component", scope.entity, "this-system")


def workload_component(scope: Scope, name: str) -> str:
    """Return the UUID of a workload's component."""
    return identify("component", scope.entity, "workload", name)


def group_names(group: Group) -> tuple[str, str]:
    """Return what identifies a group of workloads: one workload is itself."""
    return inflect(len(group.workloads), "workload"), group.id


def group_component(scope: Scope, group: Group) -> str:
    """Return the UUID of the component of a workload, or of alike workloads together."""
    return identify("component", scope.entity, *group_names(group))


def provider_component(scope: Scope, party: str) -> str:
    """Return the UUID of a third party's component, by its id in the scope; `aws` is AWS."""
    return identify("component", scope.entity, "provider", party)


def provider_name(scope: Scope, party: str) -> str:
    """Return a third party's name, by its id in the scope; AWS has one even where the scope does not name it."""
    return next((each.name for each in scope.third_parties if each.id == party), AWS)


def providers(scope: Scope) -> tuple[ThirdParty, ...]:
    """Return the third parties of a scope, with AWS if the scope does not name it."""
    if any(each.id == Owner.AWS for each in scope.third_parties):
        return scope.third_parties
    return (*scope.third_parties, ThirdParty(id=Owner.AWS.value, name=AWS))


def provider_status(scope: Scope, party: str) -> dict[str, str]:
    """Return the implementation status of what a third party does: implemented if its AOC is recorded."""
    aoc = next((each.aoc for each in scope.third_parties if each.id == party), None)
    if aoc is None:
        return {"state": "other", "remarks": "Not stated: no AOC of the third party is recorded."}
    return {"state": "implemented", "remarks": f"By its AOC of {markup(aoc.date)}; nobody looked at it here."}


def system_characteristics(scope: Scope) -> dict[str, Any]:
    """Return what the system is; what PCI DSS has no value for is said to be not stated, and nothing is invented."""
    assessed = "a service provider" if scope.assessment is Assessment.SERVICE_PROVIDER else "a merchant"
    outside = [each for each in scope.workloads if each.standing is Standing.OUT_OF_SCOPE]
    boundary = {"description": "Assessed are: " + "; ".join(_place(each) for each in scope.in_scope()) + "."}
    if outside:
        reasons = (f"{_place(each)}: {markup(each.reason or '')}" for each in outside)
        boundary["remarks"] = "Out of scope are: " + "; ".join(reasons) + "."
    return {
        "system-ids": [
            {"identifier-type": "https://ietf.org/rfc/rfc4122", "id": identify("system", scope.entity)},
        ],
        "system-name": string(scope.entity),
        "description": f"The PCI DSS {markup(scope.pci_dss)} scope of {markup(scope.entity)}, assessed as {assessed}, "
        f"as of {scope.date}.",
        "props": [
            *own("assessment", scope.assessment.value),
            *own("pci-dss", scope.pci_dss),
            *(each for name, value in scope.facts.items() for each in own(f"fact-{name}", _word(value))),
        ],
        "security-sensitivity-level": "not stated for PCI DSS",
        "system-information": {
            "information-types": [
                {
                    "uuid": identify("information-type", scope.entity),
                    "title": "Account data",
                    "description": "Cardholder data and sensitive authentication data, as PCI DSS defines them. "
                    "Levels of impact are not stated: PCI DSS has none.",
                }
            ]
        },
        "status": {"state": "other", "remarks": NOT_STATED},
        "authorization-boundary": boundary,
    }


def _word(answer: Answer) -> str:
    return "yes" if answer.answer else "no"


def _place(workload: Workload) -> str:
    return f"{markup(workload.name)} (account {markup(workload.account)})"


def system_implementation(patterns: Patterns, scope: Scope, groups: Sequence[Group]) -> dict[str, Any]:
    """Return the components: the system itself, its workloads in scope, AWS and other third parties.

    There is one kind of user, since OSCAL asks for one up to 1.1.3, and a scope names none. A third party with a
    recorded AOC is a leveraged authorization, of the AOC's date.
    """
    leveraged = [_authorization(scope, each, each.aoc) for each in providers(scope) if each.aoc]
    unattested = ", ".join(markup(each.name) for each in providers(scope) if not each.aoc)
    system = {
        "uuid": system_component(scope),
        "type": "this-system",
        "title": "This System",
        "description": f"The environment of {markup(scope.entity)} as a whole.",
        "status": {"state": "other", "remarks": NOT_STATED},
    }
    return {
        **({"leveraged-authorizations": leveraged} if leveraged else {}),
        "users": [
            {
                "uuid": identify("user", scope.entity, CUSTOMER),
                "title": "The entity's personnel",
                "description": NOT_STATED,
                "role-ids": [CUSTOMER],
            }
        ],
        "components": [
            system,
            *(_workload(patterns, scope, each) for each in scope.in_scope()),
            *(_group(scope, each) for each in groups if len(each.workloads) > 1),
            *(_provider(scope, each) for each in providers(scope)),
        ],
        **({"remarks": f"No AOC is recorded of: {unattested} (12.8.4)."} if unattested else {}),
    }


def _authorization_uuid(scope: Scope, party: ThirdParty) -> str:
    return identify("leveraged-authorization", scope.entity, party.id)


def _authorization(scope: Scope, party: ThirdParty, aoc: Attestation) -> dict[str, Any]:
    return {
        "uuid": _authorization_uuid(scope, party),
        "title": markup(f"AOC of {party.name}"),
        "props": own("aoc-version", aoc.version),
        "party-uuid": organization(party.name)["uuid"],
        "date-authorized": day_of(aoc.date),
        "remarks": "The date is that of the Attestation of Compliance (AOC).",
    }


def _workload(patterns: Patterns, scope: Scope, workload: Workload) -> dict[str, Any]:
    label = pattern_label(patterns, workload.pattern)
    facts = (own(f"fact-{name}", _word(value)) for name, value in workload.facts.items())
    return {
        "uuid": workload_component(scope, workload.name),
        "type": "system",
        "title": markup(workload.name),
        "description": f"Runs in the account {markup(workload.account)} under the pattern {markup(label)}; "
        f"{_STANDING[workload.standing]}.",
        "props": [
            *own("account", workload.account),
            *own("pattern", workload.pattern),
            *own("column", patterns.get(workload.pattern).column),
            *own("standing", workload.standing.value),
            *own("service", *workload.services),
            *(each for fact in facts for each in fact),
        ],
        "status": {"state": "other", "remarks": NOT_STATED},
    }


def _group(scope: Scope, group: Group) -> dict[str, Any]:
    """Return the component of workloads that are alike in every test case; it names them, and links to theirs."""
    return {
        "uuid": group_component(scope, group),
        "type": "system",
        "title": markup(group.label),
        "description": f"Stands for {len(group.workloads)} workloads that are alike in every test case.",
        "props": own("workload", *group.workloads),
        "links": [{"href": f"#{workload_component(scope, each)}", "rel": "related"} for each in group.workloads],
        "status": {"state": "other", "remarks": NOT_STATED},
    }


def _provider(scope: Scope, party: ThirdParty) -> dict[str, Any]:
    props = [{"name": "implementation-point", "value": "external"}]
    if party.aoc:
        props.append({"name": "leveraged-authorization-uuid", "value": _authorization_uuid(scope, party)})
        props += [*own("aoc-date", party.aoc.date), *own("aoc-version", party.aoc.version)]
    return {
        "uuid": provider_component(scope, party.id),
        "type": "service",
        "title": markup(party.name),
        "description": f"{markup(party.name)}, a third-party service provider (TPSP).",
        "props": [*props, *own("party-id", party.id), *own("service", *party.services)],
        "status": {"state": "other", "remarks": NOT_STATED},
        "responsible-roles": responsible(PROVIDER, organization(party.name)["uuid"]),
    }
