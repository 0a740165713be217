"""Draft of a scope: the values of a scope file that an inventory gives, with what is left to be asked."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pcimatrix.catalogue.model import Reading
from pcimatrix.deployment.classification import Classified
from pcimatrix.deployment.hints import Hinted
from pcimatrix.deployment.inventory import shown
from pcimatrix.deployment.proposals import Proposal, Raised
from pcimatrix.deployment.resource_types import ResourceTypes

_MOST = 20
"""More resources than this are counted, not listed."""
STANDING = "Code cannot say how it stands to account data"

ACCOUNT = "The sources do not say its account"


def draft_values(proposals: Iterable[Proposal], hints: Iterable[Hinted], types: ResourceTypes) -> dict[str, Any]:
    """Return the values of a scope file: what was decided, and the open questions.

    There is no standing in it, nor anything else that code cannot say: `scope edit` asks for that.
    """
    found = list(proposals)
    questions = [each for proposal in found for each in questions_on(proposal, types)]
    questions += [_of_hint(each) for each in hints]
    return {
        "schema_version": 1,
        "reading": Reading.LAYERS.value,
        "workloads": [workload_values(each) for each in found],
        "questions": questions,
    }


def workload_values(proposal: Proposal) -> dict[str, Any]:
    """Return the values of one proposed workload, without what is not known."""
    values: dict[str, Any] = {"name": proposal.name}
    if proposal.account:
        values["account"] = proposal.account
    if proposal.pattern:
        values["pattern"] = proposal.pattern
    if proposal.services:
        values["services"] = list(proposal.services)
    return {**values, "deployed": proposal.identity}


def questions_on(proposal: Proposal, types: ResourceTypes, *, standing: bool = True) -> list[dict[str, Any]]:
    """Return the open questions on a proposed workload: standing, account, and what its resources leave open."""
    found: list[dict[str, Any]] = []
    if standing:
        stores = [each for each in (*proposal.deciding, *proposal.fitting) if each.store]
        asks = f"{STANDING}; these may hold account data" if stores else STANDING
        found.append(_question(proposal.name, "standing", asks, None, stores))
    if not proposal.account:
        found.append(_question(proposal.name, "account", ACCOUNT, None, ()))
    return found + [_of_raised(proposal.name, each, types) for each in proposal.raised]


def _of_raised(workload: str, raised: Raised, types: ResourceTypes) -> dict[str, Any]:
    return _question(workload, "pattern", types.question(raised.question).asks, raised.proposes, raised.resources)


def _of_hint(hint: Hinted) -> dict[str, Any]:
    proposes = None if hint.proposes is None else "yes" if hint.proposes else "no"
    return _question(None, hint.about, hint.says, proposes, hint.resources)


def _question(
    workload: str | None, about: str, asks: str, proposes: str | None, resources: Sequence[Classified]
) -> dict[str, Any]:
    values: dict[str, Any] = {} if workload is None else {"workload": workload}
    values |= {"about": about, "asks": asks}
    if proposes is not None:
        values["proposes"] = proposes
    listed = addresses(resources)
    return {**values, "resources": listed} if listed else values


def addresses(resources: Sequence[Classified], most: int = _MOST) -> list[str]:
    """Return the addresses of resources, at most as many as given, then how many more there are."""
    found = list(dict.fromkeys(_address(each) for each in resources))
    left = len(found) - most
    return [*found[:most], f"and {left} more"] if left > 0 else found


def _address(each: Classified) -> str:
    """Return an address; of a resource whose type is not known, with its type."""
    address, type_ = each.resource.address, shown(each.resource.type)
    return f"{address} ({type_})" if each.open == "unknown_type" and type_ not in address else address


def by_service(resources: Iterable[Classified]) -> Mapping[tuple[str, str], int]:
    """Return how many resources there are by service and by what they decide."""
    found: dict[tuple[str, str], int] = {}
    for each in resources:
        if each.resource.exists and not each.ignored:
            says = "open question" if each.open else each.pattern or "fits every pattern"
            key = (each.service or "unknown type", says)
            found[key] = found.get(key, 0) + 1
    return dict(sorted(found.items()))
