"""Workloads of a scope side by side: who owns each test case in which of them, alike ones together if many."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.errors import UnknownIdError
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.traces import Effective, Part, listed
from pcimatrix.text import MOST_SHOWN, did_you_mean, truncate

MOST_APART = 12
"""So many workloads are shown each by itself; of more, those of a kind together."""


class Group(NamedTuple):
    """Workloads that are shown as one, by name in order; often it is one workload."""

    workloads: tuple[str, ...]

    @property
    def id(self) -> str:
        """The name of the first workload, which no other group has."""
        return self.workloads[0]

    @property
    def label(self) -> str:
        """The workloads in words, in short if they are many."""
        return listed([self.workloads])


class SideBySide(NamedTuple):
    """The workloads in scope as groups, by name in order, and what is each group's of a test case, by its id.

    A pattern has none.
    """

    groups: tuple[Group, ...] = ()
    parts: Mapping[str, tuple[Part, ...]] = MappingProxyType({})

    @property
    def several(self) -> bool:
        """Whether there is more than one workload: what is one workload's is the whole scope's."""
        return sum(len(group.workloads) for group in self.groups) > 1

    def of(self, case: str) -> tuple[tuple[Group, Part], ...]:
        """Return what is each group's of a test case, by its id."""
        return tuple(zip(self.groups, self.parts.get(case, ()), strict=True)) if self.groups else ()


def kinds(traces: Mapping[str, Effective]) -> SideBySide:
    """Return the workloads of a scope by kind: of the same kind are those that are alike in every test case.

    `traces` are by test case id; each has the same workloads, but not the same of them are alike in each.
    """
    # Few sets of alike workloads occur, in many test cases each.
    found: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for identifier, each in traces.items():
        found.setdefault(tuple(alike.workloads for alike in each.alike), []).append(identifier)
    places: dict[str, list[int]] = {}
    for sets in found:
        for number, names in enumerate(sets):
            for name in names:
                places.setdefault(name, []).append(number)
    groups: dict[tuple[int, ...], list[str]] = {}
    for name in sorted(places):
        groups.setdefault(tuple(places[name]), []).append(name)
    parts = {
        identifier: tuple(traces[identifier].alike[place[number]].part for place in groups)
        for number, identifiers in enumerate(found.values())
        for identifier in identifiers
    }
    return SideBySide(tuple(Group(tuple(names)) for names in groups.values()), parts)


def side_by_side(traces: Mapping[str, Effective]) -> SideBySide:
    """Return the workloads of a scope as they are shown: one each, or the alike together if they are many.

    Alike are those with the same owner, basis, responsibility and residual duty in every test case.
    """
    found = kinds(traces)
    count = sum(len(group.workloads) for group in found.groups)
    members = _each_apart(found) if count <= MOST_APART else _alike_together(found)
    parts = {case: tuple(of_kinds[number] for number in members.values()) for case, of_kinds in found.parts.items()}
    return SideBySide(tuple(map(Group, members)), parts)


def _each_apart(found: SideBySide) -> dict[tuple[str, ...], int]:
    """Return each workload by itself, by name in order, with the number of its kind."""
    numbered = [(name, number) for number, group in enumerate(found.groups) for name in group.workloads]
    return {(name,): number for name, number in sorted(numbered)}


def _alike_together(found: SideBySide) -> dict[tuple[str, ...], int]:
    """Return the workloads with the same shown parts together, with the number of the kind of the first."""
    shown: dict[tuple[object, ...], list[int]] = {}
    for number in range(len(found.groups)):
        shown.setdefault(tuple(_shown(parts[number]) for parts in found.parts.values()), []).append(number)
    return {
        tuple(sorted(name for number in numbers for name in found.groups[number].workloads)): numbers[0]
        for numbers in shown.values()
    }


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
