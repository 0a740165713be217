"""Matches between a scope's workloads and those that an inventory proposes."""

from collections.abc import Callable, Iterable, Sequence
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
    gone, no pattern changes, and a part of a group in which nothing runs says nothing of the rest.
    """
    known = [each for each in proposals if whole or not _is_only_part(each, workloads)]
    search = _Search(workloads, known, groups, whole=whole)
    for fitting in (search.same, search.alike, search.changed, search.named, search.only_one):
        for each in workloads:
            search.take(each, fitting)
    result = [
        Match(each, search.found.get(each.name))
        for each in workloads
        if each.name in search.found or (whole and search.is_read(each))
    ]
    taken = {each.name for each in workloads}
    for new in search.left:
        name = own_name(new.name, taken)
        taken.add(name)
        result.append(Match(None, new._replace(name=name)))
    return result


class _Search:
    """A search for the proposal that each workload is: one way after the other, the surest first."""

    def __init__(
        self, workloads: Sequence[Workload], proposals: Sequence[Proposal], groups: Iterable[Group], *, whole: bool
    ) -> None:
        self.found: dict[str, Proposal] = {}
        self.left = list(proposals)
        self._workloads = workloads
        self._keys = {group.key for group in groups}
        self._whole = whole

    def take(self, workload: Workload, fitting: Callable[[Workload], list[Proposal]]) -> None:
        """Take the proposal that fits an open workload, if only one does."""
        if workload.name in self.found:
            return
        candidates = fitting(workload)
        if len(candidates) == 1:
            self.found[workload.name] = candidates[0]
            self.left.remove(candidates[0])

    def same(self, workload: Workload) -> list[Proposal]:
        """Return those with the identity that the file has."""
        return [each for each in self.left if each.identity == workload.deployed]

    def alike(self, workload: Workload) -> list[Proposal]:
        """Return those with that identity, but for an account that one of the two does not know."""
        return [each for each in self.left if _alike(each.identity, workload.deployed)]

    def changed(self, workload: Workload) -> list[Proposal]:
        """Return those of the same group, in another pattern, if no other open workload is of it."""
        siblings = [each for each in self._open() if _key(each) == _key(workload)]
        if not self._whole or len(siblings) != 1:
            return []
        return [each for each in self.left if _alike(each.key, _key(workload))]

    def named(self, workload: Workload) -> list[Proposal]:
        """Return those with the workload's name."""
        return [each for each in self.left if _is_named(workload, each)]

    def only_one(self, workload: Workload) -> list[Proposal]:
        """Return those of its account and pattern, if no other open workload has that pattern."""
        rivals = [each for each in self._open() if each.pattern == workload.pattern]
        if len(rivals) != 1 or self.is_read(workload):
            return []
        return [
            each
            for each in self.left
            if each.pattern == workload.pattern and _may_be_of(workload.account, each.account)
        ]

    def is_read(self, workload: Workload) -> bool:
        """Tell whether the sources have the group that a workload was found as."""
        return any(_alike(key, _key(workload)) for key in self._keys)

    def _open(self) -> list[Workload]:
        return [each for each in self._workloads if each.name not in self.found]


def _is_only_part(proposal: Proposal, workloads: Iterable[Workload]) -> bool:
    """Tell whether a proposal is a part of a known workload in which nothing runs."""
    decided = proposal.pattern or any(each.question != "nothing_runs" for each in proposal.raised)
    return not decided and any(_alike(proposal.key, _key(each)) for each in workloads)


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


def _is_named(workload: Workload, proposal: Proposal) -> bool:
    name = workload.name.casefold()
    label = proposal.key.partition("/")[2].casefold()
    return workload.deployed is None and (
        proposal.name.casefold() == name or (label == name and proposal.pattern in {workload.pattern, None})
    )


def _may_be_of(stated: str, found: str) -> bool:
    """Tell whether an account in a scope can be one that a source names: they differ only if both are numbers."""
    return not (stated.isdecimal() and found.isdecimal() and stated != found)
