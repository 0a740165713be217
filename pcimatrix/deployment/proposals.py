"""Workloads that an inventory proposes, with what decided each and what is left open."""

from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.deployment.classification import Classified
from pcimatrix.deployment.grouping import Group
from pcimatrix.deployment.inventory import shown
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.text import truncate

_ORDER = ("abstracted", "fargate", "containerized", "infrastructure", "on_premises")
"""Which workload of a group has the services that fit every pattern: the first of these."""
OPEN = "to decide"
"""How the part of a group is called whose pattern is an open question."""
_NAME = 120


class Raised(NamedTuple):
    """An open question, the pattern it proposes (if any), and the resources that raise it."""

    question: str
    proposes: str | None
    resources: tuple[Classified, ...]


class Proposal(NamedTuple):
    """A workload as proposed: `pattern` is None if it is an open question.

    `key` is its group's, `deciding` are the resources that decided its pattern or left it open,
    `fitting` those of its group that fit every pattern.
    """

    name: str
    account: str
    key: str
    pattern: str | None
    services: tuple[str, ...]
    deciding: tuple[Classified, ...]
    raised: tuple[Raised, ...]
    fitting: tuple[Classified, ...] = ()

    @property
    def identity(self) -> str:
        """What `scope drift` finds the workload again by: its group and its pattern."""
        return f"{self.key}/{self.pattern or 'open'}"


def proposals(groups: Iterable[Group], types: ResourceTypes) -> list[Proposal]:
    """Return the workloads that groups propose; of a group that the change removes, there is none."""
    alive = [group for group in groups if group.exists]
    labels = [group.label for group in alive if any(not each.ignored for each in group.resources)]
    found = []
    for group in alive:
        label = group.label if group.label != "all" or not group.account else group.account
        if labels.count(group.label) > 1 and group.account and label != group.account:
            label = f"{label} ({group.account})"
        found += _of_group(group, label, types)
    return _with_names_of_their_own(found)


class _Parts(NamedTuple):
    """The resources of a group: those that decide a pattern, by that; the rest by what is open."""

    decided: dict[str, list[Classified]]
    undecided: list[Classified]
    review: list[Classified]
    fitting: list[Classified]


def _parts(group: Group, types: ResourceTypes) -> _Parts:
    there = [each for each in group.resources if each.resource.exists and not each.ignored]
    parts = _Parts(_decided(there), [], [], [])
    for each in there:
        if each.open and not _is_moot(each, parts.decided, types):
            (parts.review if each.open == "unknown_type" else parts.undecided).append(each)
        elif _fits(each):
            parts.fitting.append(each)
    return parts


def _decided(resources: Iterable[Classified]) -> dict[str, list[Classified]]:
    found: dict[str, list[Classified]] = {}
    for each in resources:
        if each.pattern and not each.open:
            found.setdefault(each.pattern, []).append(each)
    return found


def _fits(each: Classified) -> bool:
    """Tell whether a resource is of a service and decides nothing, also if its question is settled."""
    return bool(each.service) and not each.part and bool(each.open or not each.pattern)


def _of_group(group: Group, label: str, types: ResourceTypes) -> list[Proposal]:
    """Return a workload for each pattern that resources decide, and one for those that leave it open.

    Parts of services alone are nothing to speak of.
    """
    parts = _parts(group, types)
    ranked = sorted(parts.decided.items(), key=_rank)
    found = [_proposal(group, label, pattern, each, types) for pattern, each in ranked]
    opening = parts.undecided or parts.fitting or parts.review
    if opening and (parts.undecided or not found):
        found.append(_open(group, label, opening, parts.undecided, types))
    if not found:
        return []
    first = found[0]
    services = {*first.services, *(each.service for each in parts.fitting)}
    raised = (*first.raised, *_raised(parts.review, types))
    found[0] = first._replace(services=tuple(sorted(services)), raised=raised, fitting=tuple(parts.fitting))
    if len(found) > 1:
        found = [each._replace(name=f"{each.name} ({each.pattern or OPEN})") for each in found]
    return found


def _rank(item: tuple[str, list[Classified]]) -> tuple[int, str]:
    return (_ORDER.index(item[0]) if item[0] in _ORDER else len(_ORDER), item[0])


def _is_moot(each: Classified, decided: Iterable[str], types: ResourceTypes) -> bool:
    """Tell whether an open question is settled by what else runs in the group."""
    if each.open is None:
        return True
    settled = {*types.question(each.open).settled_by, *([each.pattern] if each.pattern else [])}
    return not settled.isdisjoint(decided)


def _proposal(group: Group, label: str, pattern: str, deciding: list[Classified], types: ResourceTypes) -> Proposal:
    services = tuple(sorted({each.service for each in deciding}))
    review = [each for each in deciding if each.review]
    raised = tuple(_raised(review, types, of_review=True))
    return Proposal(label, group.account, group.key, pattern, services, tuple(deciding), raised)


def _open(
    group: Group, label: str, deciding: list[Classified], undecided: list[Classified], types: ResourceTypes
) -> Proposal:
    services = tuple(sorted({each.service for each in deciding if each.service}))
    raised = list(_raised(undecided, types))
    if not raised and any(each.open is None for each in deciding):
        raised = [Raised("nothing_runs", None, tuple(deciding))]
    return Proposal(label, group.account, group.key, None, services, tuple(deciding), tuple(raised))


def _raised(resources: Iterable[Classified], types: ResourceTypes, *, of_review: bool = False) -> Iterable[Raised]:
    found: dict[str, list[Classified]] = {}
    for each in resources:
        question = each.review if of_review else each.open
        if question:
            found.setdefault(question, []).append(each)
    for question, raising in found.items():
        proposed = {each.pattern or each.proposes for each in raising} - {None}
        sure = next(iter(proposed)) if len(proposed) == 1 else None
        yield Raised(question, sure if proposed else types.question(question).proposes, tuple(raising))


def _with_names_of_their_own(found: list[Proposal]) -> list[Proposal]:
    names: set[str] = set()
    result = []
    for each in found:
        name = base = truncate(shown(each.name), _NAME)
        number = 2
        while name in names:
            name, number = f"{base} {number}", number + 1
        names.add(name)
        result.append(each._replace(name=name))
    return result
