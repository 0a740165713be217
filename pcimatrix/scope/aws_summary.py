"""Differences between AWS's own matrix, which a scope names, and the reconstruction that it takes the place of."""

from typing import NamedTuple

from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Owner, Responsibility
from pcimatrix.ownership.traces import Part
from pcimatrix.scope.attestation import Said, said_of
from pcimatrix.scope.model import LoadedScope
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
    workloads = {each.name: each for each in scope.in_scope()}
    patterns = reference.patterns
    found: list[SummaryDifference] = []
    said_anything = 0
    for each in resolve(reference.catalogue, patterns, reference.facts, alone):
        case = each.cell.case
        differing: dict[tuple[Responsibility, str, Responsibility], list[Part]] = {}
        told = False
        for part in each.parts:
            workload = workloads[part.workload]
            all_ = said_of(case, scope, workload, patterns.get(workload.pattern))
            said = next((one for one in all_ if one.party.id == Owner.AWS), None)
            if said is None or part.owner is Owner.NA:
                continue
            told = True
            if said.responsibility is not part.responsibility:
                key = said.responsibility, _place(said), part.responsibility
                differing.setdefault(key, []).append(part)
        said_anything += told
        found += [
            SummaryDifference(case.id, case.summary, tuple(one.workload for one in parts), *key, parts[0].reason)
            for key, parts in differing.items()
        ]
    return Compared(tuple(found), said_anything)


def _place(said: Said) -> str:
    return "; ".join(dict.fromkeys(each.place for each in said.rows))
