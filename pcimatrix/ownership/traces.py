"""Trace of an owner: each workload's part of a test case, and the steps over all of them."""

from collections.abc import Sequence
from heapq import merge
from itertools import islice
from typing import NamedTuple

from pcimatrix.catalogue.model import Basis, Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.responsibility import Duty, Responsibility, responsibility_of

_MOST_NAMED = 5
"""So many workloads are named in a text; of more, one less, and the number of the others."""


class Part(NamedTuple):
    """A test case in one workload: its owner there, on what basis, why, and the steps that led to it, in words.

    `assumed` are the facts without an answer that the owner rests on, `residual` is what the owner leaves to the
    entity, and `doubt` says what the layers would say if only the published count says otherwise.
    """

    owner: Owner
    party: str | None
    basis: Basis
    reason: str
    steps: tuple[str, ...]
    assumed: tuple[str, ...] = ()
    residual: str | None = None
    duties: tuple[Duty, ...] = ()
    doubt: str = ""

    @property
    def responsibility(self) -> Responsibility:
        """Who has a part in the workload, derived from the duties."""
        return responsibility_of(duty.party for duty in self.duties)


class Alike(NamedTuple):
    """Workloads with the same part, by name in order."""

    part: Part
    workloads: tuple[str, ...]

    @property
    def label(self) -> str:
        """The workloads in words, in short if they are many."""
        return listed([self.workloads])


class Effective(NamedTuple):
    """A test case over all workloads of a scope: the cell, and the trace, one part for all workloads alike."""

    cell: Cell
    alike: tuple[Alike, ...]
    steps: tuple[str, ...]

    @property
    def parts(self) -> dict[str, Part]:
        """The part of each workload, by its name in order."""
        found = {name: each.part for each in self.alike for name in each.workloads}
        return dict(sorted(found.items()))

    @property
    def parties(self) -> tuple[str, ...]:
        """The ids of the third parties that own it: several where they have taken it over for different workloads."""
        own = self.cell.ownership
        if own.party is None:
            return ()
        if own.basis is Basis.DECISION:
            return (own.party,)
        return tuple(sorted({part.party for part, _ in self.alike if part.party}))

    @property
    def assumed(self) -> tuple[str, ...]:
        """The facts without an answer that the owner rests on.

        There is none where it is decided by hand, or where one workload makes it the customer's whatever is answered.
        """
        settled = any(part.owner is Owner.CUSTOMER and not part.assumed for part, _ in self.alike)
        if settled or self.cell.ownership.basis is Basis.DECISION:
            return ()
        return tuple(dict.fromkeys(name for part, _ in self.alike for name in part.assumed))

    @property
    def moved(self) -> bool:
        """Whether a fact, a third party or a decision made an owner, in a workload or over all, and not a pattern."""
        bases = {self.cell.ownership.basis, *(part.basis for part, _ in self.alike)}
        return not bases.isdisjoint({Basis.FACT, Basis.AGREEMENT, Basis.ATTESTED, Basis.DECISION, Basis.SUPERSEDED})

    @property
    def lines(self) -> tuple[str, ...]:
        """The trace as lines: each workload's steps, workloads alike together, then the steps over all of them."""
        return tuple(f"{alike.label}: {step}" for alike in self.alike for step in alike.part.steps) + self.steps


def listed(groups: Sequence[tuple[str, ...]]) -> str:
    """Return workloads by name in order; of many only the first, with their number: each case names them again."""
    many = sum(map(len, groups))
    first = list(islice(merge(*groups), many if many <= _MOST_NAMED else _MOST_NAMED - 1))
    return ", ".join(first) if many <= _MOST_NAMED else f"{', '.join(first)} and {many - len(first)} more"
