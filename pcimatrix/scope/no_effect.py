"""Takeovers and decisions without effect."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

from pcimatrix.catalogue import ids
from pcimatrix.ownership.traces import Effective
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.model import Decision, Scope, Standing
from pcimatrix.scope.third_parties import Takeover
from pcimatrix.text import inflect


def takeovers_without_effect(scope: Scope, cases: Sequence[str]) -> list[Caution]:
    """Return takeovers for workloads out of scope, and takeovers that nearer or later ones override everywhere.

    `cases` are the ids of all test cases. Two takeovers of the same id are another warning's subject.
    """
    effective = _effective_takeovers(scope, cases)
    found = []
    for number, index, takeover in _takeovers(scope):
        why = _outside(scope, takeover)
        if why or ((number, index) not in effective and not _same_id_elsewhere(scope, number, takeover)):
            party = scope.third_parties[number]
            what = f"{party.name}: the takeover of {', '.join(takeover.within)} has no effect"
            text = f"{what}{why or ': nearer ids of other takeovers override it'}"
            found.append(Caution("takeover_no_effect", party.id, text, ("third_parties", number, "owns", index)))
    return found


def _takeovers(scope: Scope) -> list[tuple[int, int, Takeover]]:
    """Return all takeovers, each with the number of its third party and its own, from 0."""
    return [
        (number, index, takeover)
        for number, party in enumerate(scope.third_parties)
        for index, takeover in enumerate(party.owns)
    ]


def _outside(scope: Scope, takeover: Takeover) -> str:
    """Return why a takeover is for workloads that need none; empty if it is for one in scope."""
    out = {each.name for each in scope.workloads if each.standing is Standing.OUT_OF_SCOPE}
    names = [each for each in takeover.workloads or () if each in out]
    listed = ", ".join(names)
    return f" for {listed}: {listed} {inflect(len(names), 'is', 'are')} out of scope" if names else ""


def _effective_takeovers(scope: Scope, cases: Sequence[str]) -> set[tuple[int, int]]:
    """Return the takeovers, by party and number, that hold for any test case in any workload in scope."""
    entries = _takeovers(scope)
    kinds = {tuple(takeover.concerns(each.name) for *_, takeover in entries) for each in scope.in_scope()}
    found: set[tuple[int, int]] = set()
    for kind in kinds:
        concerned = list(compress(entries, kind))
        for case in cases:
            found |= _holding(case, concerned)
    return found


def _holding(case: str, concerned: Iterable[tuple[int, int, Takeover]]) -> set[tuple[int, int]]:
    """Return the takeovers of the nearest id above a test case, by the last party that has one."""
    held = [
        (len(within), number, index)
        for number, index, takeover in concerned
        for within in takeover.within
        if ids.is_within(case, within)
    ]
    nearest = max((each[:2] for each in held), default=None)
    return {(number, index) for length, number, index in held if (length, number) == nearest}


def _same_id_elsewhere(scope: Scope, number: int, takeover: Takeover) -> bool:
    others = (party.owns for other, party in enumerate(scope.third_parties) if other != number)
    taken = {within for owns in others for each in owns for within in each.within}
    return bool(taken.intersection(takeover.within))


def decisions_without_effect(scope: Scope, undecided: Sequence[Effective]) -> list[Caution]:
    """Return decisions that later ones override, or that change nothing; `undecided` is the matrix without them.

    A decision that settles an unanswered fact changes something, even if the owner stays.
    """
    base = {each.cell.case.id: each for each in undecided}
    holds = {
        case: number for number, each in enumerate(scope.decisions) for case in base if ids.is_within(case, each.within)
    }
    found = []
    for number, decision in enumerate(scope.decisions):
        why = _why_without_effect(decision, number, base, holds)
        if why:
            text = f"the decision on {decision.within} has no effect: {why}"
            found.append(Caution("decision_no_effect", decision.within, text, ("decisions", number)))
    return found


def _why_without_effect(
    decision: Decision, number: int, base: Mapping[str, Effective], holds: Mapping[str, int]
) -> str:
    own = [base[case] for case, holding in holds.items() if holding == number]
    if not own:
        return "later decisions override it"
    if all(each.cell.ownership.holder == decision.owner and not each.assumed for each in own):
        return f"without it, the owner is {decision.owner} too"
    return ""
