"""Warnings on third parties' matrices: what contradicts them in a scope, and rows that wait for a service in use."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Owner, TestCase
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.scope.attestation import Said, said_of
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.model import Decision, Scope
from pcimatrix.scope.third_parties import Takeover, ThirdParty
from pcimatrix.text import inflect, pluralize, some_of

_FEW = 5
_SaidOf: TypeAlias = Mapping[str, Sequence[Said]]
"""By test case id, what the matrices for any workload in scope say."""


def matrix_cautions(scope: Scope, cases: Sequence[TestCase], patterns: Patterns) -> list[Caution]:
    """Return warnings on the matrices that a scope's third parties name; `cases` are all test cases.

    What the scope itself says is nearer: a takeover or decision wins over a matrix, and a contradiction is told.
    """
    if not scope.attested:
        return []
    said = {
        case.id: [
            each
            for workload in scope.in_scope()
            for each in said_of(case, scope, workload, patterns.get(workload.pattern))
        ]
        for case in cases
    }
    return [*_waiting(scope), *_takeovers_against(scope, said), *_decisions_against(scope, said)]


def _takeovers_against(scope: Scope, said: _SaidOf) -> list[Caution]:
    """Return a warning for each takeover that contradicts the third party's own matrix."""
    found = []
    for number, party in enumerate(scope.third_parties):
        for index, takeover in enumerate(party.owns):
            against = [case for case, all_ in said.items() if _against_takeover(case, all_, party, takeover)]
            what = f"the takeover of {', '.join(takeover.within)}"
            found += _told(what, party, against, ("third_parties", number, "owns", index))
    return found


def _decisions_against(scope: Scope, said: _SaidOf) -> list[Caution]:
    """Return a warning for each decision and each third party's matrix that it contradicts."""
    found = []
    for number, decision in enumerate(scope.decisions):
        for party in scope.third_parties:
            against = [case for case, all_ in said.items() if _against_decision(case, all_, party, decision)]
            found += _told(f"the decision on {decision.within}", party, against, ("decisions", number))
    return found


def _waiting(scope: Scope) -> list[Caution]:
    """Return a warning for each matrix with rows for services or features that nobody has said to be in use."""
    found = []
    for number, party in enumerate(scope.third_parties):
        rows = scope.attested[party.id].rows if party.id in scope.attested else ()
        left = [each for each in rows if not each.holds_for(party.services)]
        if left:
            names = dict.fromkeys(name for each in left for name in (each.service, each.condition) if name)
            text = (
                f"{party.name}: {pluralize(len(left), 'row')} of its matrix {inflect(len(left), 'holds', 'hold')} "
                f"only for {some_of([*names], _FEW)}; "
                "name what you use under its services"
            )
            found.append(Caution("matrix_services", party.id, text, ("third_parties", number, "matrix")))
    return found


def _against_takeover(case: str, all_: Iterable[Said], party: ThirdParty, takeover: Takeover) -> bool:
    wholly = takeover.residual is None
    agreed = Responsibility.PROVIDER if wholly else Responsibility.SHARED
    return any(ids.is_within(case, within) for within in takeover.within) and any(
        each.party.id == party.id and each.responsibility is not agreed for each in all_
    )


def _against_decision(case: str, all_: Iterable[Said], party: ThirdParty, decision: Decision) -> bool:
    if not ids.is_within(case, decision.within):
        return False
    of_party = {each.responsibility for each in all_ if each.party.id == party.id}
    if decision.owner == party.id:
        return not of_party <= {Responsibility.PROVIDER, Responsibility.SHARED}
    return decision.owner != Owner.NA and Responsibility.PROVIDER in of_party


def _told(what: str, party: ThirdParty, against: Sequence[str], path: tuple[str | int, ...]) -> list[Caution]:
    if not against:
        return []
    text = f"{what} wins over the matrix of {party.name}, which says otherwise of {some_of(against, _FEW)}"
    return [Caution("matrix_contradicts", party.id, text, path)]
