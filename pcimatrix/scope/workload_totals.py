"""Totals of a scope by workload: who owns what in each, and what one alone leaves to the customer."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.catalogue.model import Basis, Owner, Responsibility
from pcimatrix.ownership.traces import Effective


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
    owners: dict[tuple[str, ...], Counter[Owner]] = {}
    shared: Counter[tuple[str, ...]] = Counter()
    alone: Counter[str] = Counter()
    for each in effective:
        for part, names in each.alike:
            owners.setdefault(names, Counter())[part.owner] += 1
            shared[names] += part.responsibility is Responsibility.SHARED
        if keeper := _keeper(each):
            alone[keeper] += 1
    by_name = sorted((name, names) for names in owners for name in names)
    return tuple(
        WorkloadTotals(
            name,
            customer=owners[names][Owner.CUSTOMER],
            aws=owners[names][Owner.AWS],
            third_party=owners[names][Owner.THIRD_PARTY],
            na=owners[names][Owner.NA],
            shared=shared[names],
            only_here=alone[name],
        )
        for name, names in by_name
    )


def _keeper(each: Effective) -> str:
    """Return the workload that alone makes a test case the customer's; nothing if several do, or a decision."""
    keepers = [names for part, names in each.alike if part.owner is Owner.CUSTOMER]
    decided = each.cell.ownership.basis is Basis.DECISION
    return keepers[0][0] if len(keepers) == 1 and len(keepers[0]) == 1 and not decided else ""
