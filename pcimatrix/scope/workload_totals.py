"""Totals of a scope by workload: who owns what in each, and what one alone leaves to the customer."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.catalogue.model import Basis, Owner, Responsibility
from pcimatrix.scope.resolve import Effective, Part


class WorkloadTotals(NamedTuple):
    """How many test cases each owner has in a workload, and in how many several parties have a part (`shared`).

    `only_here` are those that would not be the customer's but for this workload: it is the only one in scope that
    leaves them to the customer, and no decision by hand is on them.
    """

    id: str
    customer: int
    aws: int
    third_party: int
    na: int
    shared: int
    only_here: int


def workload_totals(effective: Iterable[Effective]) -> tuple[WorkloadTotals, ...]:
    """Count a scope's matrix by workload in scope, in the order of their names."""
    owners: dict[str, Counter[Owner]] = {}
    shared: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for each in effective:
        for part in each.parts:
            owners.setdefault(part.workload, Counter())[part.owner] += 1
            shared[part.workload] += part.responsibility is Responsibility.SHARED
        if keeper := _keeper(each):
            alone[keeper.workload] += 1
    return tuple(
        WorkloadTotals(
            name,
            customer=found[Owner.CUSTOMER],
            aws=found[Owner.AWS],
            third_party=found[Owner.THIRD_PARTY],
            na=found[Owner.NA],
            shared=shared[name],
            only_here=alone[name],
        )
        for name, found in owners.items()
    )


def _keeper(each: Effective) -> Part | None:
    """Return the part that alone makes a test case the customer's; none if several do, or a decision."""
    keepers = [part for part in each.parts if part.owner is Owner.CUSTOMER]
    return keepers[0] if len(keepers) == 1 and each.cell.ownership.basis is not Basis.DECISION else None
