"""Matches between a scope's workloads and those that an inventory proposes."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pcimatrix.deployment.grouping import Group
from pcimatrix.deployment.proposals import Proposal
from pcimatrix.scope.model import Workload


class Match(NamedTuple):
    """A workload of the scope with the proposal that it is; one of them is None for what is gone or new."""

    workload: Workload | None
    proposal: Proposal | None


def matches(
    workloads: Sequence[Workload], proposals: Sequence[Proposal], groups: Iterable[Group], *, whole: bool = True
) -> list[Match]:
    """Return the matches, in the order of the workloads, then what is new.

    A workload is found by what the file has under `deployed`; if the pattern of its group changed, by the group; else
    by its name; else by account and pattern, if only one fits. A workload that the sources say nothing of is in no
    match: they may be of another part of the scope. Without `whole` sources, none is
    gone, and no pattern changes.
    """
    left = list(proposals)
    keys = {group.key for group in groups}
    found: dict[str, Proposal] = {}

    def take(workload: Workload, candidates: list[Proposal]) -> None:
        if len(candidates) == 1 and workload.name not in found:
            found[workload.name] = candidates[0]
            left.remove(candidates[0])

    for each in workloads:
        take(each, [one for one in left if one.identity == each.deployed])
    open_ = [each for each in workloads if each.name not in found]
    for each in open_:
        take(each, [one for one in left if _alike(one.identity, each.deployed)])
    for each in open_:
        siblings = [one for one in open_ if one.name not in found and _key(one) == _key(each)]
        take(each, [one for one in left if _alike(one.key, _key(each))] if whole and len(siblings) == 1 else [])
    for each in open_:
        take(each, [one for one in left if _is_named(each, one)])
    for each in open_:
        rivals = [one for one in open_ if one.name not in found and one.pattern == each.pattern]
        fitting = [one for one in left if one.pattern == each.pattern and _may_be_of(each.account, one.account)]
        take(each, fitting if len(rivals) == 1 and not _is_read(each, keys) else [])
    result = [
        Match(each, found.get(each.name))
        for each in workloads
        if each.name in found or (whole and _is_read(each, keys))
    ]
    taken = {each.name for each in workloads}
    for new in left:
        name = own_name(new.name, taken)
        taken.add(name)
        result.append(Match(None, new._replace(name=name)))
    return result


def own_name(name: str, taken: Iterable[str]) -> str:
    """Return a name that no workload has: the name, else with a number."""
    number, found = 2, name
    while found in taken:
        found, number = f"{name} {number}", number + 1
    return found


def _key(workload: Workload) -> str | None:
    """Return the key of the group that a workload was found as."""
    return workload.deployed.rpartition("/")[0] if workload.deployed else None


def _alike(one: str, other: str | None) -> bool:
    """Tell whether two keys or identities are the same, but for an account that one of them does not know."""
    if other is None:
        return False
    (account, _, rest), (stated, _, same) = one.partition("/"), other.partition("/")
    return rest == same and (account == stated or not account or not stated)


def _is_read(workload: Workload, keys: Iterable[str]) -> bool:
    """Tell whether the sources have the group that a workload was found as."""
    return any(_alike(key, _key(workload)) for key in keys)


def _is_named(workload: Workload, proposal: Proposal) -> bool:
    name = workload.name.casefold()
    label = proposal.key.partition("/")[2].casefold()
    return workload.deployed is None and (
        proposal.name.casefold() == name or (label == name and proposal.pattern in {workload.pattern, None})
    )


def _may_be_of(stated: str, found: str) -> bool:
    """Tell whether an account in a scope can be one that a source names: they differ only if both are numbers."""
    return not (stated.isdecimal() and found.isdecimal() and stated != found)
