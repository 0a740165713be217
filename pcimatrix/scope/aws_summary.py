"""Differences between AWS's own matrix, which a scope names, and the reconstruction that it takes the place of."""

from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Owner, TestCase
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.ownership.traces import Effective, Part
from pcimatrix.scope.attestation import Said, said_of
from pcimatrix.scope.model import LoadedScope, Scope
from pcimatrix.scope.resolve import resolve


class SummaryDifference(NamedTuple):
    """A test case of which AWS's matrix and the reconstruction differ in some workloads, with where and why each is so.

    `reconstructed` is who has a part by the pattern and the facts of these workloads, and `reason` why in the first.
    """

    case: str
    summary: str
    workloads: tuple[str, ...]
    says: Responsibility
    place: str
    reconstructed: Responsibility
    reason: str


class _Told(NamedTuple):
    """What AWS's matrix says of a test case in a workload, by its name, and the part by pattern and facts."""

    workload: str
    part: Part
    said: Said


class Compared(NamedTuple):
    """AWS's matrix beside the reconstruction: the differences, and how many test cases it says something of."""

    differences: tuple[SummaryDifference, ...]
    cases: int


def compare_summary(reference: Reference, own: LoadedScope) -> Compared | None:
    """Return how AWS's matrix of a scope differs from the reconstruction; None if the scope names none.

    A test case that does not apply to a workload is no difference there.
    """
    scope = own.scope
    if Owner.AWS.value not in scope.attested:
        return None
    reference = reference.in_edition(scope.pci_dss)
    alone = scope.model_copy(update={"third_parties": (), "decisions": ()})
    reconstructed = resolve(reference.catalogue, reference.patterns, reference.facts, alone)
    told = [(each.cell.case, _told(each, scope, reference.patterns)) for each in reconstructed]
    differences = tuple(each for case, parts in told for each in _differences(case, parts))
    return Compared(differences, sum(bool(parts) for _, parts in told))


def _told(each: Effective, scope: Scope, patterns: Patterns) -> list[_Told]:
    """Return the parts of a test case in the workloads to which it applies, with what AWS's matrix says of it there."""
    workloads = {workload.name: workload for workload in scope.in_scope()}
    applying = [(part, workloads[name]) for name, part in each.parts.items() if part.owner is not Owner.NA]
    return [
        _Told(workload.name, part, said)
        for part, workload in applying
        for said in said_of(each.cell.case, scope, workload, patterns.get(workload.pattern))
        if said.party.id == Owner.AWS
    ]


def _differences(case: TestCase, told: Iterable[_Told]) -> list[SummaryDifference]:
    """Return how AWS's matrix differs of a test case, the workloads with the same difference together."""
    differing: dict[tuple[Responsibility, str, Responsibility], list[_Told]] = {}
    for each in told:
        if each.said.responsibility is not each.part.responsibility:
            key = each.said.responsibility, _place(each.said), each.part.responsibility
            differing.setdefault(key, []).append(each)
    return [
        SummaryDifference(case.id, case.summary, tuple(one.workload for one in alike), *key, alike[0].part.reason)
        for key, alike in differing.items()
    ]


def _place(said: Said) -> str:
    return "; ".join(dict.fromkeys(each.place for each in said.rows))
