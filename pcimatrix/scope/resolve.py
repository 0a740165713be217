"""Resolution of a scope: one owner for each test case over all workloads, with every step."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import merge
from typing import TypeAlias

from pcimatrix.catalogue.facts import Facts, Settled
from pcimatrix.catalogue.loader import shipped_timeline
from pcimatrix.catalogue.model import Catalogue, TestCase
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.in_force import mark
from pcimatrix.ownership.traces import Alike, Effective
from pcimatrix.scope.applicability import verdict
from pcimatrix.scope.in_workload import Taker, part_in, taker_in
from pcimatrix.scope.kinds import Kind, kind_of, matrices_for
from pcimatrix.scope.model import Assessment, Scope, Workload
from pcimatrix.scope.over_workloads import effective

_Group: TypeAlias = tuple[Workload, tuple[str, ...], Mapping[str, Settled], tuple[bool, ...]]
"""A workload of a kind, the names of all of it, its settled facts, and which third parties' matrices are for it."""


def resolve(catalogue: Catalogue, patterns: Patterns, facts: Facts, scope: Scope) -> list[Effective]:
    """Return the scope's matrix: each test case with its effective owner and trace, in the standard's order.

    For each workload in scope: the pattern's owner, then its facts, third parties' matrices, and what one of them has
    taken over. Over all of them the strongest owner (customer, third party, AWS, n.a.); decisions come last. The order
    of workloads has no effect.
    What is superseded by the scope's date does not apply, and what is a best practice then is marked.
    """
    workloads = sorted(scope.in_scope(), key=lambda workload: workload.name)
    # Workloads of a kind have the same owner for the same reason: a scope can have many of few kinds.
    kinds: dict[Kind, list[Workload]] = {}
    for workload in workloads:
        kinds.setdefault(kind_of(scope, workload), []).append(workload)
    known = {fact.id: fact for fact in facts.facts}
    groups = [
        (each[0], tuple(one.name for one in each), scope.settled(facts, each[0]), matrices_for(scope, each[0]))
        for each in kinds.values()
    ]
    found = []
    timeline, provider = shipped_timeline(), scope.assessment is Assessment.SERVICE_PROVIDER
    together: dict[tuple[int, ...], tuple[str, ...]] = {}
    for case in catalogue.test_cases():
        marked = mark(case, timeline, scope.date, service_provider=provider)
        alike = []
        for numbers, taker in _alike(case, scope, groups):
            workload, _, settled, _ = groups[numbers[0]]
            decide = partial(verdict, case, facts=known, settled=settled)
            part = part_in(case, patterns, scope, workload, decide, taker=taker, marked=marked)
            if numbers not in together:
                together[numbers] = tuple(merge(*(groups[number][1] for number in numbers)))
            alike.append(Alike(part, together[numbers]))
        found.append(effective(case, scope, tuple(alike), marked))
    return found


def _alike(case: TestCase, scope: Scope, groups: Sequence[_Group]) -> Iterator[tuple[tuple[int, ...], Taker | None]]:
    """Yield the numbers of kinds of workloads that are alike in a test case, and the third party that has it there.

    Alike are those of a pattern with the same matrices, if the facts that matter to the test case are settled alike.
    """
    found: dict[tuple[object, ...], list[int]] = {}
    takers: dict[tuple[object, ...], Taker | None] = {}
    for number, (workload, _, settled, matrices) in enumerate(groups):
        taker = taker_in(case, scope, workload)
        key: tuple[object, ...] = (
            workload.pattern,
            taker and id(taker[1]),
            matrices,
            *map(settled.get, case.applies_when),
        )
        found.setdefault(key, []).append(number)
        takers[key] = taker
    for key, numbers in found.items():
        yield tuple(numbers), takers[key]


def cells(effective: Iterable[Effective]) -> list[Cell]:
    """Return the cells of a scope's matrix, to be selected and counted like those of a pattern."""
    return [each.cell for each in effective]


def assumptions(effective: Iterable[Effective], facts: Facts) -> dict[str, int]:
    """Return the facts that owners rest on without an answer, with the number of their test cases, in order.

    A fact that no owner rests on is none: its test cases do not apply anyway, are decided by hand, or are the
    customer's in another workload.
    """
    resting = Counter(name for each in effective for name in each.assumed)
    return {fact.id: resting[fact.id] for fact in facts.facts if resting[fact.id]}
