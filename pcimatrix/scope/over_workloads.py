"""One test case over all workloads of a scope: its owner, duties and reasons, after decisions by hand."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Basis, Owner, TestCase
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.duties import PUBLISHED_ALONE
from pcimatrix.ownership.in_force import Mark
from pcimatrix.ownership.responsibility import Duty, Ownership
from pcimatrix.ownership.traces import Alike, Effective, Part, listed
from pcimatrix.scope.in_workload import owner_named
from pcimatrix.scope.model import Scope
from pcimatrix.scope.reasons import whose
from pcimatrix.text import pluralize

SUBJECT = "scope"
"""What stands for the pattern's name in the cells of a scope's matrix."""
_STRENGTH = (Owner.CUSTOMER, Owner.THIRD_PARTY, Owner.AWS, Owner.NA)
"""Over all workloads the first of these that occurs is the owner: what one leaves to the customer is its duty."""
_INSTEAD = {
    "customized": "Customized approach: this procedure is replaced by those of the controls matrix",
    "compensating_control": "Compensating control: it is tested by its worksheet as well",
}
"""What an assessor does instead of the defined approach's procedure, or beside it."""
_Names: TypeAlias = tuple[tuple[str, str], ...]
"""The third parties' ids, each with the name."""


def effective(case: TestCase, scope: Scope, alike: tuple[Alike, ...], marked: Mark | None) -> Effective:
    """Return a test case over all workloads; `alike` are those with the same part, `marked` what it is on the day."""
    names = tuple((each.id, each.name) for each in scope.third_parties)
    found = _over(case, alike, marked, names)
    own, steps, reason = found.cell.ownership, list(found.steps), found.cell.ownership.reason
    for decision in scope.decisions:
        if ids.is_within(case.id, decision.within):
            owner, party = owner_named(decision.owner)
            reason = f"{decision.reason} (decided by {decision.by}, {decision.date})"
            steps.append(f"Decision on {decision.within}: {_named(owner, party, names)}. {reason}")
            own = own._replace(owner=owner, party=party, basis=Basis.DECISION)
    for approach in scope.approaches:
        if case.requirement == approach.requirement and approach.approach in _INSTEAD:
            instead = f"{_INSTEAD[approach.approach]} ({approach.reference})"
            steps.append(instead)
            reason = f"{reason}. {instead}"
    if len(steps) == len(found.steps):
        return found
    if own.basis is Basis.DECISION:
        own = own._replace(
            residual=_residual(case, own.owner, own.party, alike),
            duties=_duties(case, own.owner, own.party, alike, reason),
            doubt="",
            in_force=_in_force(marked, own.owner),
        )
    return Effective(Cell(case, own._replace(reason=reason)), alike, tuple(steps))


@lru_cache(maxsize=5_000)  # room for some scopes: a session makes one after the other, which differ in little
def _over(case: TestCase, alike: tuple[Alike, ...], marked: Mark | None, names: _Names) -> Effective:
    """Return a test case over all workloads before decisions; `names` are those of the third parties, by id."""
    # Of workloads with the same owner, one that assumes nothing says best why.
    decisive, within = min(
        alike,
        key=lambda each: (
            _STRENGTH.index(each.part.owner),
            each.part.party or "",
            bool(each.part.assumed),
            each.workloads,
        ),
    )
    owner, party = decisive.owner, decisive.party
    over = f"Over {pluralize(sum(len(each.workloads) for each in alike), 'workload')} in scope"
    own = Ownership(
        SUBJECT,
        owner,
        decisive.basis,
        _reason(decisive, alike, names),
        _residual(case, owner, party, alike),
        party,
        _duties(case, owner, party, alike, ""),
        decisive.doubt,
        _in_force(marked, owner),
    )
    return Effective(Cell(case, own), alike, (f"{over}: {_named(owner, party, names)}, as in {within[0]}",))


def _in_force(marked: Mark | None, owner: Owner) -> str:
    return marked.says if marked and owner is not Owner.NA else ""


def _named(owner: Owner, party: str | None, names: _Names) -> str:
    return f"{dict(names)[party]}'s" if party else whose(owner)


def _residual(case: TestCase, owner: Owner, party: str | None, alike: Iterable[Alike]) -> str | None:
    """Return what the owner leaves to the entity: as its part of a workload says, else as the catalogue does."""
    if owner not in {Owner.AWS, Owner.THIRD_PARTY}:
        return None
    leading = [part for part, _ in alike if (part.owner, part.party) == (owner, party)]
    if leading:
        return "; ".join(dict.fromkeys(part.residual for part in leading if part.residual is not None)) or None
    # Only a decision gives AWS what it leads in no workload.
    return case.residual if owner is Owner.AWS else None


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


def _reason(decisive: Part, alike: tuple[Alike, ...], names: _Names) -> str:
    """Return why the owner over all workloads is that of one of them: by workload, if that is not the same in all."""
    if decisive.owner is Owner.NA:
        return _of_each(alike) or decisive.reason
    if decisive.owner is Owner.THIRD_PARTY:
        return _taken_by_several(alike, names) or decisive.reason
    return decisive.reason


def _of_each(alike: Iterable[Alike]) -> str:
    """Return why a test case applies nowhere, by workload, if that is not the same in all; else nothing."""
    reasons: dict[str, list[tuple[str, ...]]] = {}
    for part, names in alike:
        reasons.setdefault(part.reason, []).append(names)
    return "; ".join(f"{listed(groups)}: {said}" for said, groups in reasons.items()) if len(reasons) > 1 else ""


def _taken_by_several(alike: Iterable[Alike], names: _Names) -> str:
    """Return which third parties have a test case for which workloads, if they are several; else nothing."""
    takers: dict[str, list[tuple[str, ...]]] = {}
    for part, within in alike:
        if part.party:
            takers.setdefault(part.party, []).append(within)
    said = [f"{dict(names)[party]} for {listed(takers[party])}" for party in sorted(takers)]
    agreed = all(part.basis is Basis.AGREEMENT for part, _ in alike if part.party)
    if len(said) <= 1:
        return ""
    return f"Taken over by {' and by '.join(said)}" if agreed else f"Led by {' and by '.join(said)}"
