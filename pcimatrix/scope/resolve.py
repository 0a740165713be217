"""Resolution of a scope: one owner for each test case over all workloads, with every step."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from pcimatrix.catalogue.facts import Facts, Settled
from pcimatrix.catalogue.loader import shipped_timeline
from pcimatrix.catalogue.model import Catalogue, TestCase
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.in_force import mark
from pcimatrix.ownership.traces import Alike, Effective
from pcimatrix.scope.in_workload import Setting, Taker, part_in, setting_of, taker_of, takers_in
from pcimatrix.scope.kinds import Kind, kind_of, matrices_for
from pcimatrix.scope.model import Assessment, Scope, Workload
from pcimatrix.scope.over_workloads import effective


class _Group(NamedTuple):
    """Workloads of a kind: the first of them, the names of all, and what is the same there for all test cases.

    `settled` are the facts, `matrices` says which third parties' matrices are for them, and `takers` who has taken what
    over.
    """

    workload: Workload
    names: tuple[str, ...]
    setting: Setting
    settled: Mapping[str, Settled]
    matrices: tuple[bool, ...]
    takers: Mapping[str, Taker]

    @property
    def attested_to(self) -> bool:
        """Whether any third party's matrix is for them."""
        return any(self.matrices)


_Alike: TypeAlias = tuple[tuple[_Group, Taker | None, tuple[str, ...]], ...]
"""Of groups that are alike in a test case: the first, who has taken it over there, and the names of all workloads."""


def resolve(catalogue: Catalogue, patterns: Patterns, facts: Facts, scope: Scope) -> list[Effective]:
    """Return the scope's matrix: each test case with its effective owner and trace, in the standard's order.

    For each workload in scope: the pattern's owner, then its facts, third parties' matrices, and what one of them has
    taken over. Over all of them the strongest owner (customer, third party, AWS, n.a.); decisions come last. The order
    of workloads has no effect.
    What is superseded by the scope's date does not apply, and what is a best practice then is marked.
    """
    groups = _groups(scope, patterns, facts)
    timeline, provider = shipped_timeline(), scope.assessment is Assessment.SERVICE_PROVIDER
    found = []
    # Test cases on the same facts that the same third parties have taken over divide the workloads in the same way.
    divided: dict[tuple[object, ...], _Alike] = {}
    for case in catalogue.test_cases():
        marked = mark(case, timeline, scope.date, service_provider=provider)
        takers = [taker_of(case, group.takers) for group in groups]
        key = (case.applies_when, *(taker and id(taker[1]) for taker in takers))
        if key not in divided:
            divided[key] = _divided(case, groups, takers)
        alike = []
        for group, taker, names in divided[key]:
            settled = tuple((name, group.settled[name]) for name in case.applies_when if name in group.settled)
            part = part_in(
                case,
                group.setting,
                marked,
                settled,
                scope=scope,
                workload=group.workload,
                attested_to=group.attested_to,
                taker=taker,
            )
            alike.append(Alike(part, names))
        found.append(effective(case, scope, tuple(alike), marked))
    return found


def _groups(scope: Scope, patterns: Patterns, facts: Facts) -> list[_Group]:
    """Return the workloads in scope by kind, in the order of their names.

    Those of a kind have the same owner for the same reason: a scope can have many of few kinds.
    """
    kinds: dict[Kind, list[Workload]] = {}
    for workload in sorted(scope.in_scope(), key=lambda workload: workload.name):
        kinds.setdefault(kind_of(scope, workload), []).append(workload)
    return [
        _Group(
            first,
            tuple(each.name for each in (first, *others)),
            setting_of(scope, first, patterns, facts),
            scope.settled(facts, first),
            matrices_for(scope, first),
            takers_in(scope, first),
        )
        for first, *others in kinds.values()
    ]


def _divided(case: TestCase, groups: Sequence[_Group], takers: Sequence[Taker | None]) -> _Alike:
    """Return the groups that are alike in a test case, together; `takers` has who has taken it over in each.

    Alike are those of a pattern and provider with the same matrices, if the facts that matter to the test case are
    settled alike.
    """
    found: dict[tuple[object, ...], list[tuple[_Group, Taker | None]]] = {}
    for group, taker in zip(groups, takers, strict=True):
        settled = map(group.settled.get, case.applies_when)
        own = (group.workload.pattern, group.workload.provider)
        key = (*own, taker and id(taker[1]), group.matrices, *settled)
        found.setdefault(key, []).append((group, taker))
    return tuple(
        (*each[0], tuple(sorted(name for group, _ in each for name in group.names))) for each in found.values()
    )


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
