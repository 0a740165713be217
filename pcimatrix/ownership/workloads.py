"""Workloads of a scope side by side: who owns each test case in which of them, alike ones together if many."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pcimatrix.errors import UnknownIdError
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.traces import Effective, Part, listed
from pcimatrix.text import MOST_SHOWN, did_you_mean, truncate

MOST_APART = 12
"""So many workloads are shown each by itself; of more, those of a kind together."""


class Group(NamedTuple):
    """Workloads that are shown as one, by name in order; `parts` is what is theirs of each test case, by its id.

    It is one workload, or several with the same owner, basis, responsibility and residual duty in every test case.
    """

    workloads: tuple[str, ...]
    parts: Mapping[str, Part]

    @property
    def id(self) -> str:
        """The name of the first workload, which no other group has."""
        return self.workloads[0]

    @property
    def label(self) -> str:
        """The workloads in words, in short if they are many."""
        return listed([self.workloads])


def side_by_side(traces: Mapping[str, Effective]) -> tuple[Group, ...]:
    """Return the workloads in scope as groups, by name in order: one each, or the alike together if they are many.

    `traces` are those of a scope, by test case id: each has the same workloads, alike in the same way.
    """
    if not traces:
        return ()
    first = next(iter(traces.values()))
    parts = [
        {identifier: each.alike[number].part for identifier, each in traces.items()}
        for number in range(len(first.alike))
    ]
    if sum(len(alike.workloads) for alike in first.alike) <= MOST_APART:
        found = [Group((name,), own) for own, alike in zip(parts, first.alike, strict=True) for name in alike.workloads]
    else:
        same: dict[tuple[object, ...], tuple[list[str], Mapping[str, Part]]] = {}
        for own, alike in zip(parts, first.alike, strict=True):
            same.setdefault(tuple(map(_shown, own.values())), ([], own))[0].extend(alike.workloads)
        found = [Group(tuple(sorted(names)), own) for names, own in same.values()]
    return tuple(sorted(found, key=lambda group: group.id))


def _shown(part: Part) -> tuple[object, ...]:
    """Return what a matrix shows of a part."""
    return part.owner, part.party, part.basis, part.responsibility, part.residual


def cells_in(traces: Iterable[Effective], workload: str) -> tuple[Cell, ...]:
    """Return a scope's cells as one workload in scope has them, before decisions by hand, which are on the whole.

    Raises `UnknownIdError` if no workload in scope has the name.
    """
    found = []
    for each in traces:
        part = next((alike.part for alike in each.alike if workload in alike.workloads), None)
        if part is None:
            known = sorted(name for alike in each.alike for name in alike.workloads)
            hint = did_you_mean(workload, known, f"in scope are: {listed([tuple(known)])}")
            raise UnknownIdError(f"no workload {truncate(workload, MOST_SHOWN)!r} in scope; {hint}")
        own = each.cell.ownership._replace(
            owner=part.owner,
            basis=part.basis,
            reason=part.reason,
            residual=part.residual,
            party=part.party,
            duties=part.duties,
            doubt=part.doubt,
        )
        found.append(each.cell._replace(ownership=own))
    return tuple(found)
