"""One test case in one workload of a scope: its owner there, with every step."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import NamedTuple, TypeAlias

from pcimatrix.catalogue.facts import Effect, Facts, Settled
from pcimatrix.catalogue.model import Basis, Limited, Owner, Reading, TestCase
from pcimatrix.catalogue.patterns import Pattern, Patterns
from pcimatrix.ownership.cells import ownership
from pcimatrix.ownership.duties import duties
from pcimatrix.ownership.in_force import Mark, State
from pcimatrix.ownership.responsibility import Duty
from pcimatrix.ownership.traces import Part
from pcimatrix.scope.applicability import NOTHING, Verdict, verdict
from pcimatrix.scope.attestation import attested, said_of
from pcimatrix.scope.hosting import Host, hosted_by, named
from pcimatrix.scope.model import Assessment, Scope, Workload
from pcimatrix.scope.reasons import of_pattern, whose
from pcimatrix.scope.third_parties import Takeover, ThirdParty

SCOPE_FILE = "as the scope file says"
"""How the source of a duty ends that the entity worded itself."""
Taker: TypeAlias = tuple[ThirdParty, Takeover]
"""A third party, and what it has taken over."""
Answered: TypeAlias = tuple[tuple[str, Settled], ...]
"""The facts that a test case depends on and that are settled, by name, in its order."""


class Setting(NamedTuple):
    """What is the same for all test cases in a workload, and decides their parts but for what third parties have."""

    patterns: Patterns
    pattern: Pattern
    facts: Facts
    reading: Reading
    assessment: Assessment
    host: Host | None


def setting_of(scope: Scope, workload: Workload, patterns: Patterns, facts: Facts) -> Setting:
    """Return the setting of a workload in a scope."""
    party = scope.provider_of(workload)
    host = None if party is None else Host(party.id, party.name)
    return Setting(patterns, patterns.get(workload.pattern), facts, scope.reading, scope.assessment, host)


def part_in(
    case: TestCase,
    setting: Setting,
    marked: Mark | None,
    settled: Answered,
    *,
    scope: Scope,
    workload: Workload,
    attested_to: bool,
    taker: Taker | None,
) -> Part:
    """Return a test case's part in a workload: by its pattern, then by facts, matrices and takeovers, in this order.

    `marked` is what it is on the scope's day, and `settled` are the facts that it depends on. A third party's matrix is
    for the workload if it is `attested_to`, and `taker` has taken the test case over there.
    """
    part, found = _by_facts(case, setting, marked, settled)
    if part.owner is not Owner.NA and attested_to:
        pattern = setting.pattern
        said = said_of(case, scope, workload, pattern)
        worded = None if found.leaves_nothing else case.residual_under(pattern.id, hosted=pattern.hosted)
        part = attested(case, part, said, partial(_led_by, case, setting), worded)
    if part.owner is Owner.NA or taker is None:
        return part
    party, takeover = taker
    # What the catalogue leaves to the customer beside AWS stays, unless the file says what does.
    left = case.residual if party.id == Owner.AWS and not found.leaves_nothing else None
    return _taken_over(case, part, party, takeover)._replace(residual=takeover.residual or left)


@lru_cache(maxsize=10_000)  # room for some scopes: a session makes one after the other, which differ in little
def _by_facts(case: TestCase, setting: Setting, marked: Mark | None, settled: Answered) -> tuple[Part, Verdict]:
    """Return a test case's part by its pattern and by the facts, and what these do to it."""
    own = ownership(case, setting.patterns, setting.pattern, setting.reading)
    reason = of_pattern(case, setting.patterns, own)
    part = Part(own.owner, None, own.basis, reason, (reason,), (), own.residual, own.duties, own.doubt)
    part = hosted_by(part, setting.host)
    if case.limited_to is Limited.SERVICE_PROVIDERS and setting.assessment is not Assessment.SERVICE_PROVIDER:
        reason = "For service providers only, and the entity is assessed as a merchant, so it does not apply"
        return part._replace(reason=reason, steps=(*part.steps, reason)), NOTHING
    if marked and marked.state is State.SUPERSEDED:
        return _after(part, (), Owner.NA, Basis.SUPERSEDED, marked.says), NOTHING
    led_by = partial(_led_by, case, setting)
    if case.limited_to is Limited.SERVICE_PROVIDERS and case.if_service_provider is not None:
        reason = f"The entity is a service provider, so it is {whose(case.if_service_provider)}"
        part = _after(part, led_by(case.if_service_provider), case.if_service_provider, Basis.FACT, reason)
    found = verdict(case, part.owner, setting.facts.by_name, dict(settled))
    return _decided(part, found, led_by), found


def _led_by(case: TestCase, setting: Setting, owner: Owner) -> tuple[Duty, ...]:
    """Return the duties of a test case if an owner leads it that the pattern does not name.

    A residual duty supposes that AWS leads; if a fact makes the entity lead, the whole procedure is its own.
    """
    return named(duties(case, setting.patterns, setting.pattern, owner, None), setting.host)


def _decided(part: Part, found: Verdict, led_by: Callable[[Owner], tuple[Duty, ...]]) -> Part:
    """Return a part after what the facts say of it."""
    if found == NOTHING:
        return part
    said = ". ".join(found.states)
    if found.effect is Effect.NA:
        return _after(part, (), Owner.NA, Basis.FACT, f"{said}, so it does not apply")
    if found.effect is Effect.CUSTOMER:
        reason = f"{said}, so it is the entity's, whatever the pattern counts"
        return _after(part, led_by(Owner.CUSTOMER), Owner.CUSTOMER, Basis.FACT, reason)
    if found.leaves_nothing:
        part = part._replace(residual=None)
    steps: tuple[str, ...] = (f"{said}: the owner stays",) if found.states else ()
    if not found.assumed:
        return part._replace(steps=(*part.steps, *steps))
    steps += tuple(f"Not answered {each}: the owner stays (an assumption)" for each in found.whether)
    reason = f"{part.reason} (an assumption: not answered {', '.join(found.whether)})"
    return part._replace(reason=reason, steps=(*part.steps, *steps), assumed=found.assumed)


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


def _taken_over(case: TestCase, part: Part, party: ThirdParty, takeover: Takeover) -> Part:
    """Return a part that a third party has taken over: wholly, or but for what stays with the entity."""
    reason = f"Taken over by {party.name}"
    found = [Duty(party.id, case.summary, f"taken over by {party.name}, {SCOPE_FILE}")]
    if takeover.residual is not None:
        reason = f"{reason}; stays with the entity: {takeover.residual}"
        found.append(Duty(Owner.CUSTOMER.value, takeover.residual, f"shared with {party.name}, {SCOPE_FILE}"))
    owner, named = owner_named(party.id)
    return part._replace(
        owner=owner,
        party=named,
        basis=Basis.AGREEMENT,
        reason=reason,
        steps=(*part.steps, reason),
        duties=tuple(found),
        doubt="",
    )


def takers_in(scope: Scope, workload: Workload) -> dict[str, Taker]:
    """Return the third parties that have taken anything over in a workload, by the id that they have taken over.

    Of several that have taken over the same id, the last holds.
    """
    found: dict[str, Taker] = {}
    for party in scope.third_parties:
        for takeover in reversed(party.owns):  # of one third party's own, the first holds
            if takeover.concerns(workload.name):
                found.update(dict.fromkeys(takeover.within, (party, takeover)))
    return found


def taker_of(case: TestCase, takers: Mapping[str, Taker]) -> Taker | None:
    """Return who has taken a test case over, of the takers by id: the nearest id holds."""
    within = case.id
    while takers and within:
        if within in takers:
            return takers[within]
        within = within.rpartition(".")[0]
    return None


def owner_named(name: str) -> tuple[Owner, str | None]:
    """Return the owner that a name in a scope file stands for, and the third party's id if it is one's."""
    if name in {Owner.CUSTOMER, Owner.AWS, Owner.NA}:
        return Owner(name), None
    return Owner.THIRD_PARTY, name
