"""What was read of a deployment, and what of it decided, as lines of text."""

from collections.abc import Iterable, Iterator, Sequence

from pcimatrix.deployment.classification import Classified
from pcimatrix.deployment.draft import addresses, by_service
from pcimatrix.deployment.grouping import Group
from pcimatrix.deployment.inventory import Inventory
from pcimatrix.deployment.proposals import Proposal
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.text import pluralize, truncate, width_of

_FEW = 4
_LINE = 400


def reading_lines(
    inventory: Inventory, groups: Sequence[Group], proposals: Sequence[Proposal], types: ResourceTypes
) -> Iterator[str]:
    """Yield what was read: sources, resources by service and pattern, what decided each workload, what was ignored."""
    for source in inventory.sources:
        gone = f", {source.deleted} deleted" if source.deleted else ""
        yield f"{source.file}: {source.kind}: {pluralize(source.resources, 'resource')}{gone}"
        yield from (f"  {note}" for note in source.notes)
    classified = [each for group in groups for each in group.resources]
    counted = by_service(classified)
    if counted:
        yield "Resources by service, and what they decide:"
        width = max(width_of(service) for service, _ in counted)
        for (service, says), count in counted.items():
            yield f"  {service}{' ' * (width - width_of(service))}  {says:<18}  {count:>5}"
    for each in proposals:
        yield truncate(f"Workload {each.name}: {_decided(each, types)}", _LINE)
    yield from _ignored(classified)


def _decided(proposal: Proposal, types: ResourceTypes) -> str:
    named = _some(proposal.deciding)
    if proposal.pattern is not None:
        reasons = dict.fromkeys(each.why for each in proposal.deciding if each.why)
        because = f" ({'; '.join(reasons)})" if reasons else ""
        return f"{proposal.pattern}, decided by {named}{because}"
    asks = "; ".join(types.question(each.question).asks for each in proposal.raised)
    return f"an open question for {named}: {asks}"


def _ignored(classified: Iterable[Classified]) -> Iterator[str]:
    reasons: dict[str, list[Classified]] = {}
    for each in classified:
        if each.ignored and each.resource.exists:
            reasons.setdefault(each.ignored, []).append(each)
    if any(each.part for each in classified):
        parts = [each for each in classified if each.part and each.resource.exists]
        reasons.setdefault("parts and settings of other resources, which run nothing", []).extend(parts)
    if gone := [each for each in classified if not each.resource.exists]:
        reasons["deleted by the change"] = gone
    for reason, resources in reasons.items():
        yield truncate(f"Ignored, {reason}: {_some(resources)}", _LINE)


def _some(resources: Sequence[Classified]) -> str:
    return ", ".join(addresses(resources, _FEW))
