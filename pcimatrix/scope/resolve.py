"""Resolution of a scope: one owner for each test case over all workloads, with every step."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import merge
from typing import TypeAlias

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.facts import Effect, Facts, Settled
from pcimatrix.catalogue.loader import shipped_timeline
from pcimatrix.catalogue.model import (
    Basis,
    Catalogue,
    Duty,
    Limited,
    Owner,
    Ownership,
    TestCase,
)
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.ownership.cells import Cell, ownership
from pcimatrix.ownership.duties import PUBLISHED_ALONE, duties
from pcimatrix.ownership.in_force import Mark, State, mark
from pcimatrix.ownership.traces import Alike, Effective, Part, listed
from pcimatrix.scope.answers import plain
from pcimatrix.scope.applicability import Verdict, verdict
from pcimatrix.scope.attestation import attested, said_of
from pcimatrix.scope.hosting import hosted_by, named
from pcimatrix.scope.model import Assessment, Scope, Takeover, ThirdParty, Workload
from pcimatrix.scope.reasons import of_pattern, whose
from pcimatrix.text import pluralize

SUBJECT = "scope"
"""What stands for the pattern's name in the cells of a scope's matrix."""
SCOPE_FILE = "as the scope file says"
"""How the source of a duty ends that the entity worded itself."""
_STRENGTH = (Owner.CUSTOMER, Owner.THIRD_PARTY, Owner.AWS, Owner.NA)
"""Over all workloads the first of these that occurs is the owner: what one leaves to the customer is its duty."""


_INSTEAD = {
    "customized": "Customized approach: this procedure is replaced by those of the controls matrix",
    "compensating_control": "Compensating control: it is tested by its worksheet as well",
}
"""What an assessor does instead of the defined approach's procedure, or beside it."""

_Group: TypeAlias = tuple[Workload, tuple[str, ...], Mapping[str, Settled], tuple[bool, ...]]
"""A workload of a kind, the names of all of it, its settled facts, and which third parties' matrices are for it."""
Kind: TypeAlias = tuple[str, str | None, frozenset[tuple[str, bool]], tuple[bool, ...]]
"""A workload's pattern and provider, its own answers, and which takeovers and matrices are for it."""
_Taker: TypeAlias = tuple[ThirdParty, Takeover]
_Decide: TypeAlias = Callable[[Owner], Verdict]
"""What a workload's facts do to a test case of an owner."""


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
        (each[0], tuple(one.name for one in each), scope.settled(facts, each[0]), _matrices_for(scope, each[0]))
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
            part = _part(case, patterns, scope, workload, decide, taker=taker, marked=marked)
            if numbers not in together:
                together[numbers] = tuple(merge(*(groups[number][1] for number in numbers)))
            alike.append(Alike(part, together[numbers]))
        found.append(_effective(case, scope, tuple(alike), marked))
    return found


def _alike(case: TestCase, scope: Scope, groups: Sequence[_Group]) -> Iterator[tuple[tuple[int, ...], _Taker | None]]:
    """Yield the numbers of kinds of workloads that are alike in a test case, and the third party that has it there.

    Alike are those of a pattern with the same matrices, if the facts that matter to the test case are settled alike.
    """
    found: dict[tuple[object, ...], list[int]] = {}
    takers: dict[tuple[object, ...], _Taker | None] = {}
    for number, (workload, _, settled, matrices) in enumerate(groups):
        taker = _taker(case, scope, workload)
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


def one_of_each_kind(scope: Scope) -> Scope:
    """Return the scope with one workload in scope of each kind: its owners are the same, and are found sooner."""
    kinds = {kind_of(scope, workload): workload for workload in scope.in_scope()}
    return scope.model_copy(update={"workloads": tuple(kinds.values())})


def cells(effective: Iterable[Effective]) -> list[Cell]:
    """Return the cells of a scope's matrix, to be selected and counted like those of a pattern."""
    return [each.cell for each in effective]


def kind_of(scope: Scope, workload: Workload) -> Kind:
    """Return all of a workload that its parts of the matrix follow from."""
    taken = [takeover.concerns(workload.name) for party in scope.third_parties for takeover in party.owns]
    return (
        workload.pattern,
        workload.provider,
        frozenset(plain(workload.facts).items()),
        (*taken, *_matrices_for(scope, workload)),
    )


def _matrices_for(scope: Scope, workload: Workload) -> tuple[bool, ...]:
    """Return which of the third parties' matrices are for a workload."""
    return tuple(party.matrix.concerns(workload.name) for party in scope.third_parties if party.matrix is not None)


def _effective(case: TestCase, scope: Scope, alike: tuple[Alike, ...], marked: Mark | None) -> Effective:
    parts = [each.part for each in alike]
    # Of workloads with the same owner, one that assumes nothing says best why.
    decisive = min(
        parts, key=lambda part: (_STRENGTH.index(part.owner), part.party or "", bool(part.assumed), part.workload)
    )
    owner, party, basis = decisive.owner, decisive.party, decisive.basis
    over = f"Over {pluralize(sum(len(each.workloads) for each in alike), 'workload')} in scope"
    steps = [f"{over}: {_named(owner, party, scope)}, as in {decisive.workload}"]
    reason = decisive.reason
    if owner is Owner.THIRD_PARTY:
        reason = _taken_by_several(alike, scope) or reason
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
    decided = basis is Basis.DECISION
    own = Ownership(
        SUBJECT,
        owner,
        basis,
        reason,
        _residual(case, owner, party, parts),
        party,
        _duties(case, owner, party, alike, reason if decided else ""),
        "" if decided else decisive.doubt,
        marked.says if marked and owner is not Owner.NA else "",
    )
    return Effective(Cell(case, own), alike, tuple(steps))


def _residual(case: TestCase, owner: Owner, party: str | None, parts: Iterable[Part]) -> str | None:
    """Return what the owner leaves to the entity: as its part of a workload says, else as the catalogue does."""
    if owner not in {Owner.AWS, Owner.THIRD_PARTY}:
        return None
    parts = tuple(parts)
    leading = (part for part in parts if (part.owner, part.party) == (owner, party))
    said = dict.fromkeys(part.residual for part in leading if part.residual is not None)
    if said:
        return "; ".join(said)
    sure = any(part.owner is owner and part.basis is Basis.ATTESTED for part in parts)
    return case.residual if owner is Owner.AWS and not sure else None


def _duties(
    case: TestCase, owner: Owner, party: str | None, alike: tuple[Alike, ...], decision: str
) -> tuple[Duty, ...]:
    """Return the duties over all workloads, the owner's first: what a party does in some of them only names these.

    `decision` is the reason of a decision by hand, which gives the owner a duty if it has none.
    """
    if owner is Owner.NA:
        return ()
    lead = party or owner.value
    said: dict[Duty, list[tuple[str, ...]]] = {}
    for part, names in alike:
        for duty in part.duties:
            # What only the published count gives to AWS is no part of AWS's where somebody else leads.
            if duty.source != PUBLISHED_ALONE or duty.party == lead:
                said.setdefault(duty, []).append(names)
    texts: dict[str, list[str]] = {}
    sources: dict[str, dict[str, None]] = {}
    for duty, workloads in said.items():
        everywhere = len(workloads) == len(alike)
        does = duty.does if everywhere else f"{duty.does} ({listed(workloads)})"
        texts.setdefault(duty.party, []).append(does)
        sources.setdefault(duty.party, {})[duty.source] = None
    if decision and lead not in texts:
        texts[lead], sources[lead] = [case.summary], {decision: None}
    order = sorted(texts, key=lambda name: (name != lead, name != Owner.CUSTOMER, name))
    return tuple(Duty(name, "; ".join(texts[name]), "; ".join(sources[name])) for name in order)


def _taken_by_several(alike: Iterable[Alike], scope: Scope) -> str:
    """Return which third parties have a test case for which workloads, if they are several; else nothing."""
    takers: dict[str, list[tuple[str, ...]]] = {}
    for part, names in alike:
        if part.party:
            takers.setdefault(part.party, []).append(names)
    said = [f"{scope.party(party).name} for {listed(takers[party])}" for party in sorted(takers)]
    agreed = all(part.basis is Basis.AGREEMENT for part, _ in alike if part.party)
    if len(said) <= 1:
        return ""
    return f"Taken over by {' and by '.join(said)}" if agreed else f"Led by {' and by '.join(said)}"


def _part(
    case: TestCase,
    patterns: Patterns,
    scope: Scope,
    workload: Workload,
    decide: _Decide,
    *,
    taker: _Taker | None,
    marked: Mark | None,
) -> Part:
    pattern = patterns.get(workload.pattern)
    own = ownership(case, patterns, pattern, scope.reading)
    reason = of_pattern(case, patterns, own)
    part = Part(workload.name, own.owner, None, own.basis, reason, (reason,), (), own.residual, own.duties, own.doubt)
    provider = scope.provider_of(workload)
    part = hosted_by(part, provider)
    if not _concerns(case, scope):
        reason = "For service providers only, and the entity is assessed as a merchant, so it does not apply"
        return part._replace(reason=reason, steps=(*part.steps, reason))
    if marked and marked.state is State.SUPERSEDED:
        return _after(part, (), Owner.NA, Basis.SUPERSEDED, marked.says)

    def parts_under(owner: Owner) -> tuple[Duty, ...]:
        # A residual duty supposes that AWS leads; if a fact makes the entity lead, the whole procedure is its own.
        return named(duties(case, patterns, pattern, owner, None), provider)

    if case.limited_to is Limited.SERVICE_PROVIDERS and case.if_service_provider is not None:
        reason = f"The entity is a service provider, so it is {whose(case.if_service_provider)}"
        part = _after(part, parts_under(case.if_service_provider), case.if_service_provider, Basis.FACT, reason)
    part = _by_facts(part, decide(part.owner), parts_under)
    if scope.attested and part.owner is not Owner.NA:
        said = said_of(case, scope, workload, pattern)
        worded = None if pattern.hosted else case.residual_under(pattern.id)
        part = attested(case, part, said, parts_under, worded)
    if part.owner is Owner.NA or taker is None:
        return part
    party, takeover = taker
    return _taken_over(case, part, party, takeover)


def _taken_over(case: TestCase, part: Part, party: ThirdParty, takeover: Takeover) -> Part:
    """Return a part that a third party has taken over: wholly, or but for what stays with the entity."""
    reason = f"Taken over by {party.name}"
    found = [Duty(party.id, case.summary, f"taken over by {party.name}, {SCOPE_FILE}")]
    if takeover.residual is not None:
        reason = f"{reason}; stays with the entity: {takeover.residual}"
        found.append(Duty(Owner.CUSTOMER.value, takeover.residual, f"shared with {party.name}, {SCOPE_FILE}"))
    owner, named = _owner_named(party.id)
    return part._replace(
        owner=owner,
        party=named,
        basis=Basis.AGREEMENT,
        reason=reason,
        steps=(*part.steps, reason),
        residual=takeover.residual,
        duties=tuple(found),
        doubt="",
    )


def _after(part: Part, duties_: tuple[Duty, ...], owner: Owner, basis: Basis, reason: str) -> Part:
    """Return a part after a fact has decided its owner, and so who has a part."""
    return part._replace(
        owner=owner,
        basis=basis,
        reason=reason,
        steps=(*part.steps, reason),
        party=part.party if owner is Owner.THIRD_PARTY else None,
        residual=part.residual if owner is Owner.AWS else None,
        duties=duties_,
        doubt="",
    )


def _by_facts(part: Part, found: Verdict, parts_under: Callable[[Owner], tuple[Duty, ...]]) -> Part:
    """Return a part after what the facts say of it."""
    said = ". ".join(found.states)
    if found.effect is Effect.NA:
        return _after(part, (), Owner.NA, Basis.FACT, f"{said}, so it does not apply")
    if found.effect is Effect.CUSTOMER:
        reason = f"{said}, so it is the entity's, whatever the pattern counts"
        return _after(part, parts_under(Owner.CUSTOMER), Owner.CUSTOMER, Basis.FACT, reason)
    steps: tuple[str, ...] = (f"{said}: the owner stays",) if found.states else ()
    if not found.assumed:
        return part._replace(steps=(*part.steps, *steps))
    steps += tuple(f"{name}: not answered, so the owner stays (an assumption)" for name in found.assumed)
    reason = f"{part.reason} (an assumption: {', '.join(found.assumed)} not answered)"
    return part._replace(reason=reason, steps=(*part.steps, *steps), assumed=found.assumed)


def _taker(case: TestCase, scope: Scope, workload: Workload) -> _Taker | None:
    """Return the third party that has taken a test case over in a workload: the nearest id holds, else the last."""
    found = [
        (len(within), number, (party, takeover))
        for number, party in enumerate(scope.third_parties)
        for takeover in party.owns
        if takeover.concerns(workload.name)
        for within in takeover.within
        if ids.is_within(case.id, within)
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def _owner_named(name: str) -> tuple[Owner, str | None]:
    if name in {Owner.CUSTOMER, Owner.AWS, Owner.NA}:
        return Owner(name), None
    return Owner.THIRD_PARTY, name


def _named(owner: Owner, party: str | None, scope: Scope) -> str:
    return f"{scope.party(party).name}'s" if party else whose(owner)


def assumptions(effective: Iterable[Effective], facts: Facts) -> dict[str, int]:
    """Return the facts that owners rest on without an answer, with the number of their test cases, in order.

    A fact that no owner rests on is none: its test cases do not apply anyway, are decided by hand, or are the
    customer's in another workload.
    """
    resting = Counter(name for each in effective for name in each.assumed)
    return {fact.id: resting[fact.id] for fact in facts.facts if resting[fact.id]}


def _concerns(case: TestCase, scope: Scope) -> bool:
    """Tell whether a case can apply to this kind of entity at all."""
    return case.limited_to is not Limited.SERVICE_PROVIDERS or scope.assessment is Assessment.SERVICE_PROVIDER
