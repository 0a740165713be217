"""Drift of a scope from what is deployed: what changes, and which test cases change hands by it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.loader import Reference
from pcimatrix.deployment.changes import Change, changes_of, service_changes
from pcimatrix.deployment.matching import Match
from pcimatrix.deployment.proposals import Proposal
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.ownership.difference import Difference, differences, shifts
from pcimatrix.ownership.totals import Tally, tally
from pcimatrix.ownership.traces import Effective
from pcimatrix.scope.answers import unanswered
from pcimatrix.scope.model import Scope, Standing, Workload
from pcimatrix.scope.resolve import cells, resolve

NOT_KNOWN = "not known"
"""The account of a workload that the sources do not say."""


class Moved(NamedTuple):
    """A test case that changes hands, and the workloads whose changes cause it."""

    difference: Difference
    causes: tuple[str, ...]


class Shifted(NamedTuple):
    """Test cases that keep their owner, but others than before have a part in them: who has one, before and after."""

    before: str
    after: str
    cases: tuple[str, ...]


class Drift(NamedTuple):
    """All changes, the test cases that they move, the totals before and after, and the scope after them.

    `file` names the scope's file, `untouched` its workloads that the sources say nothing of, and
    `whole` tells whether what is not in the sources does not exist.
    """

    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]
    before: Tally
    after: Tally
    matches: tuple[Match, ...]
    scope: Scope
    shifted: tuple[Shifted, ...] = ()
    notes: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    file: str = ""
    whole: bool = True

    @property
    def ok(self) -> bool:
        """Whether nothing moves."""
        return not self.changes


def drift(
    scope: Scope,
    found: Sequence[Match],
    loaded: Reference,
    facts: Facts,
    types: ResourceTypes,
    *,
    whole: bool = True,
) -> Drift:
    """Return what an inventory changes in a scope, by the matches with its proposals; see `matches` for `whole`.

    A new workload is counted as if it were in scope, since only a person can say that it is not. One whose pattern is
    an open question is not counted.
    """
    after = scope.model_copy(update={"workloads": tuple(_workloads(scope, found))})
    changes = [change for match in found for change in changes_of(match, types)]
    changes += service_changes(scope, found, whole=whole)
    notes = []
    old = resolve(loaded.catalogue, loaded.patterns, facts, scope)
    if after.in_scope():
        new = resolve(loaded.catalogue, loaded.patterns, facts, after)
    else:
        notes.append("No workload is left in scope after the change, so no owner is worked out")
        new = old
    matched = {match.workload.name for match in found if match.workload}
    return Drift(
        tuple(changes),
        tuple(_moved(old, new)),
        tally(cells(old)),
        tally(cells(new)),
        tuple(found),
        after,
        tuple(Shifted(*parts, ids) for parts, ids in shifts(cells(old), cells(new)).items()),
        tuple(notes),
        tuple(each.name for each in scope.workloads if each.name not in matched),
        whole=whole,
    )


def after(workload: Workload, proposal: Proposal) -> Workload:
    """Return a workload of the scope as the proposal has it."""
    pattern = proposal.pattern or workload.pattern
    return workload.model_copy(update={"pattern": pattern})


def _workloads(scope: Scope, found: Iterable[Match]) -> Iterable[Workload]:
    by_name = {match.workload.name: match for match in found if match.workload}
    for each in scope.workloads:
        match = by_name.get(each.name)
        if match is None:
            yield each
        elif match.proposal is not None:
            yield after(each, match.proposal)
    for match in found:
        new = match.proposal
        if match.workload is None and new is not None and new.pattern is not None:
            yield Workload(
                name=new.name,
                account=new.account or NOT_KNOWN,
                pattern=new.pattern,
                services=new.services,
                standing=Standing.CDE,
                facts=unanswered(),
                deployed=new.identity,
            )


def _moved(old: Sequence[Effective], new: Sequence[Effective]) -> Iterable[Moved]:
    before = {each.cell.case.id: each for each in old}
    now = {each.cell.case.id: each for each in new}
    for each in differences(cells(old), cells(new)):
        yield Moved(each, tuple(_causes(before[each.case], now[each.case])))


def _causes(old: Effective, new: Effective) -> Iterable[str]:
    """Yield the workloads whose part of a test case is another than before, or is new or gone."""
    before = {name: (part.owner, part.party) for name, part in old.parts.items()}
    now = {name: (part.owner, part.party) for name, part in new.parts.items()}
    yield from (name for name in {**before, **now} if before.get(name) != now.get(name))
