"""Totals of a scope by workload: who owns what in each, and what one alone leaves to the customer."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from pcimatrix.catalogue.model import Basis, Owner
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.ownership.traces import Effective
from pcimatrix.ownership.workloads import kinds


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


def workload_totals(traces: Mapping[str, Effective]) -> tuple[WorkloadTotals, ...]:
    """Count a scope's matrix by workload in scope, in the order of their names; `traces` are by test case id."""
    found = kinds(traces)
    alone = Counter(filter(None, map(_keeper, traces.values())))
    rows = []
    for number, group in enumerate(found.groups):
        own = [parts[number] for parts in found.parts.values()]
        owners = Counter(part.owner for part in own)
        shared = sum(part.responsibility is Responsibility.SHARED for part in own)
        rows += [
            WorkloadTotals(
                name,
                customer=owners[Owner.CUSTOMER],
                aws=owners[Owner.AWS],
                third_party=owners[Owner.THIRD_PARTY],
                na=owners[Owner.NA],
                shared=shared,
                only_here=alone[name],
            )
            for name in group.workloads
        ]
    return tuple(sorted(rows))


def _keeper(each: Effective) -> str:
    """Return the workload that alone makes a test case the customer's; nothing if several do, or a decision."""
    keepers = [names for part, names in each.alike if part.owner is Owner.CUSTOMER]
    decided = each.cell.ownership.basis is Basis.DECISION
    return keepers[0][0] if len(keepers) == 1 and len(keepers[0]) == 1 and not decided else ""
