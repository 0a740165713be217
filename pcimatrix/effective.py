"""A scope's own matrix: one owner for each test case over all workloads, with every step that made it so."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pcimatrix import ids
from pcimatrix.fact import Fact, Facts
from pcimatrix.model import Basis, Catalogue, Limited, Owner, Ownership, TestCase
from pcimatrix.pattern import Patterns
from pcimatrix.query import Cell, ownership
from pcimatrix.scope import Assessment, Scope, Workload

SUBJECT = "scope"
"""What stands for the pattern's name in the cells of a scope's matrix."""
_STRENGTH = (Owner.CUSTOMER, Owner.THIRD_PARTY, Owner.AWS, Owner.NA)
"""Over all workloads the first of these that occurs is the owner: what one leaves to the customer is its duty."""

_INSTEAD = {
    "customized": "Customized approach: this procedure is replaced by those of the controls matrix",
    "compensating_control": "Compensating control: it is tested by its worksheet as well",
}
"""What an assessor does instead of the defined approach's procedure, or beside it."""


class Part(NamedTuple):
    """A test case in one workload: its owner there, on what basis, and the steps that led to it, in words."""

    workload: str
    owner: Owner
    party: str | None
    basis: Basis
    steps: tuple[str, ...]


class Effective(NamedTuple):
    """A test case over all workloads of a scope: the cell, and the trace."""

    cell: Cell
    parts: tuple[Part, ...]
    steps: tuple[str, ...]


def resolve(catalogue: Catalogue, patterns: Patterns, facts: Facts, scope: Scope) -> list[Effective]:
    """Return the scope's matrix: each test case with its effective owner and trace, in the standard's order.

    For each workload in scope: the pattern's owner, then its facts, then a third party. Over all of them the
    strongest owner (customer, third party, AWS, n.a.); decisions come last. The order of workloads has no effect.
    """
    workloads = sorted(scope.in_scope(), key=lambda workload: workload.name)
    known = {fact.id: fact for fact in facts.facts}
    return [_effective(case, patterns, known, scope, workloads) for case in catalogue.test_cases()]


def cells(effective: Iterable[Effective]) -> list[Cell]:
    """Return the cells of a scope's matrix, to be selected and counted like those of a pattern."""
    return [each.cell for each in effective]


def _effective(
    case: TestCase, patterns: Patterns, facts: Mapping[str, Fact], scope: Scope, workloads: list[Workload]
) -> Effective:
    parts = tuple(_part(case, patterns, facts, scope, workload) for workload in workloads)
    decisive = min(parts, key=lambda part: (_STRENGTH.index(part.owner), part.party or "", part.workload))
    owner, party, basis = decisive.owner, decisive.party, decisive.basis
    over = f"Over {len(parts)} workload{'s' * (len(parts) > 1)} in scope"
    steps = [f"{over}: {_named(owner, party, scope)}, as in {decisive.workload}"]
    reason = decisive.steps[-1]
    for decision in scope.decisions:
        if ids.is_within(case.id, decision.within):
            owner, party = _owner_named(decision.owner)
            basis = Basis.DECISION
            reason = f"{decision.reason} (decided by {decision.by}, {decision.date})"
            steps.append(f"Decision on {decision.within}: {_named(owner, party, scope)}. {reason}")
    for approach in scope.approaches:
        if case.requirement == approach.requirement and approach.approach in _INSTEAD:
            instead = f"{_INSTEAD[approach.approach]} ({approach.reference})"
            steps.append(instead)
            reason = f"{reason}. {instead}"
    residual = case.residual if owner is Owner.AWS else None
    own = Ownership(SUBJECT, owner, basis, reason, residual, party)
    return Effective(Cell(case, own), parts, tuple(steps))


def _part(case: TestCase, patterns: Patterns, facts: Mapping[str, Fact], scope: Scope, workload: Workload) -> Part:
    pattern = patterns.get(workload.pattern)
    own = ownership(case, patterns, pattern.id, modelled=pattern.column == "modelled")
    owner, basis, party = own.owner, own.basis, None
    steps = [f"{pattern.id} ({basis.value}): {owner.whose}. {own.reason}"]
    if not _concerns(case, scope):
        steps.append("For service providers only, and the entity is assessed as a merchant, so it does not apply")
        return Part(workload.name, owner, None, basis, tuple(steps))
    if case.limited_to is Limited.SERVICE_PROVIDERS and case.if_service_provider is not None:
        owner, basis = case.if_service_provider, Basis.FACT
        steps.append(f"The entity is a service provider: {owner.whose}")
    owner, basis = _by_facts(facts, _answers(case, scope, workload), owner, basis, steps)
    if owner is not Owner.NA:
        for taker in scope.third_parties:
            for takeover in taker.owns:
                concerned = takeover.workloads is None or workload.name in takeover.workloads
                if concerned and any(ids.is_within(case.id, each) for each in takeover.within):
                    owner, party = _owner_named(taker.id)
                    basis = Basis.AGREEMENT
                    steps.append(f"Taken over by {taker.name}: {owner.whose}")
    return Part(workload.name, owner, party, basis, tuple(steps))


def _by_facts(
    facts: Mapping[str, Fact], answers: dict[str, bool | None], owner: Owner, basis: Basis, steps: list[str]
) -> tuple[Owner, Basis]:
    """Return owner and basis after the facts.

    One `no` is enough for n.a., else one `yes` for the customer. What is not answered leaves the owner as it is.
    """
    denied = [facts[name].states(answer=False) for name, answer in answers.items() if answer is False]
    if denied:
        steps.append(f"{'. '.join(denied)}, so it does not apply")
        return Owner.NA, Basis.FACT
    steps += [
        f"{name}: not answered, so the owner stands (an assumption)"
        for name, answer in answers.items()
        if answer is None
    ]
    confirmed = [facts[name].states(answer=True) for name, answer in answers.items() if answer]
    if confirmed:
        steps.append(f"{'. '.join(confirmed)}, so it is the customer's whatever the pattern counts")
        return Owner.CUSTOMER, Basis.FACT
    return owner, basis


def _owner_named(name: str) -> tuple[Owner, str | None]:
    if name in {Owner.CUSTOMER, Owner.AWS, Owner.NA}:
        return Owner(name), None
    return Owner.THIRD_PARTY, name


def _named(owner: Owner, party: str | None, scope: Scope) -> str:
    return f"{scope.party(party).name}'s" if party else owner.whose


def assumptions(catalogue: Catalogue, facts: Facts, scope: Scope) -> dict[str, int]:
    """Return the facts that owners rest on without an answer, with the number of test cases in some workload.

    A fact that nothing depends on is none: its test cases do not apply anyway, by another fact or as the entity is no
    service provider.
    """
    resting: Counter[str] = Counter()
    for case in catalogue.test_cases():
        if case.applies_when and _concerns(case, scope):
            resting.update({name for workload in scope.in_scope() for name in _open_facts(case, scope, workload)})
    return {fact.id: resting[fact.id] for fact in facts.facts if resting[fact.id]}


def _concerns(case: TestCase, scope: Scope) -> bool:
    """Tell whether a case can apply to this kind of entity at all."""
    return case.limited_to is not Limited.SERVICE_PROVIDERS or scope.assessment is Assessment.SERVICE_PROVIDER


def _answers(case: TestCase, scope: Scope, workload: Workload) -> dict[str, bool | None]:
    return {name: workload.facts.get(name, scope.facts.get(name)) for name in case.applies_when}


def _open_facts(case: TestCase, scope: Scope, workload: Workload) -> list[str]:
    answers = _answers(case, scope, workload)
    return [] if False in answers.values() else [name for name, answer in answers.items() if answer is None]
