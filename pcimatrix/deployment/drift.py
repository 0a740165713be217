"""Drift of a scope from what is deployed: what changes, and which test cases change hands by it."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.loader import Loaded
from pcimatrix.catalogue.model import Owner
from pcimatrix.deployment.draft import addresses
from pcimatrix.deployment.matching import Match
from pcimatrix.deployment.proposals import Proposal
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.ownership.difference import Difference, differences
from pcimatrix.ownership.totals import Tally, tally
from pcimatrix.scope.answers import unanswered
from pcimatrix.scope.model import Scope, Standing, Workload
from pcimatrix.scope.resolve import Effective, cells, resolve

NOT_KNOWN = "not known"
"""The account of a workload that the sources do not say."""


class Kind(StrEnum):
    """What kind of change it is."""

    NEW_WORKLOAD = "new_workload"
    GONE_WORKLOAD = "gone_workload"
    PATTERN = "pattern"
    OPEN_QUESTION = "open_question"
    NEW_SERVICE = "new_service"
    GONE_SERVICE = "gone_service"
    OUTSIDE_AOC = "outside_aoc"


class Change(NamedTuple):
    """One change of a workload: what it is before and after, in words, and the addresses that cause it."""

    kind: Kind
    workload: str
    before: str
    after: str
    resources: tuple[str, ...]
    says: str


class Moved(NamedTuple):
    """A test case that changes hands, and the workloads whose changes cause it."""

    difference: Difference
    causes: tuple[str, ...]


class Drift(NamedTuple):
    """All changes, the test cases that they move, the totals before and after, and the scope after them.

    `file` names the scope's file, `untouched` its workloads that the sources say nothing of.
    """

    changes: tuple[Change, ...]
    moved: tuple[Moved, ...]
    before: Tally
    after: Tally
    matches: tuple[Match, ...]
    scope: Scope
    notes: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    file: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing moves."""
        return not self.changes


def drift(scope: Scope, found: Sequence[Match], loaded: Loaded, facts: Facts, types: ResourceTypes) -> Drift:
    """Return what an inventory changes in a scope, by the matches with its proposals.

    A new workload is counted as if it were in scope, since only a person can say that it is not. One whose pattern is
    an open question is not counted.
    """
    after = scope.model_copy(update={"workloads": tuple(_workloads(scope, found))})
    changes = [change for match in found for change in _changes(match, types)]
    changes += _of_services(scope, found)
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
        tuple(notes),
        tuple(each.name for each in scope.workloads if each.name not in matched),
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
    names = {each.name for each in scope.workloads}
    for match in found:
        new = match.proposal
        if match.workload is None and new is not None and new.pattern is not None:
            yield Workload(
                name=own_name(new.name, names),
                account=new.account or NOT_KNOWN,
                pattern=new.pattern,
                services=new.services,
                standing=Standing.CDE,
                facts=unanswered(),
                deployed=new.identity,
            )


def own_name(name: str, taken: Iterable[str]) -> str:
    """Return a name that no workload has: the name, else with a number."""
    number, found = 2, name
    while found in taken:
        found, number = f"{name} {number}", number + 1
    return found


def _changes(match: Match, types: ResourceTypes) -> Iterable[Change]:
    old, new = match.workload, match.proposal
    if new is None:
        if old is not None:
            yield Change(Kind.GONE_WORKLOAD, old.name, old.pattern, "", (), "nothing of it is left after the change")
        return
    causes = tuple(addresses(new.deciding))
    if new.pattern is None:
        if old is not None and old.deployed == new.identity:
            return  # answered before: the file has its pattern
        asks = "; ".join(types.question(each.question).asks for each in new.raised)
        if old is not None:
            yield Change(Kind.OPEN_QUESTION, old.name, old.pattern, "to decide", causes, asks)
        elif new.raised and new.raised[0].question != "nothing_runs":
            yield Change(Kind.OPEN_QUESTION, new.name, "", "to decide", causes, asks)
        else:
            says = f"{', '.join(new.services)}: nothing runs there, so nothing decides the pattern"
            yield Change(Kind.OPEN_QUESTION, new.name, "", "to decide", causes, says)
    elif old is None:
        says = f"{', '.join(new.services)}; counted as if in scope, since code cannot say its standing"
        yield Change(Kind.NEW_WORKLOAD, new.name, "", new.pattern, causes, says)
    elif old.pattern != new.pattern:
        outside = " It is out of scope, so no test case moves." if old.standing is Standing.OUT_OF_SCOPE else ""
        yield Change(Kind.PATTERN, old.name, old.pattern, new.pattern, causes, f"the pattern changes.{outside}")


def _of_services(scope: Scope, found: Sequence[Match]) -> Iterable[Change]:
    """Yield services that come and go, by group: a service that only moves between its workloads does neither."""
    aws = next((each for each in scope.third_parties if each.id == Owner.AWS), None)
    keys = dict.fromkeys(match.proposal.key for match in found if match.proposal)
    for key in keys:
        here = [match for match in found if match.proposal and match.proposal.key == key]
        stated = {service for match in here if match.workload for service in match.workload.services}
        with_old = [match for match in here if match.workload and match.proposal]
        now = {service for match in with_old if match.proposal for service in match.proposal.services}
        all_now = {service for match in here if match.proposal for service in match.proposal.services}
        name = with_old[0].workload.name if with_old and with_old[0].workload else ""
        if stated:
            for service in sorted(now - stated):
                says = "a service that the scope does not name"
                yield Change(Kind.NEW_SERVICE, name, "", service, _using(here, service), says)
            for service in sorted(stated - all_now):
                yield Change(Kind.GONE_SERVICE, name, service, "", (), "no resource uses it after the change")
        if aws is not None and aws.services:
            for service in sorted(all_now - stated - set(aws.services)):
                says = f"outside the AOC of {aws.name}, as the scope lists it (12.8.4)"
                owner = name or next(match.proposal.name for match in here if match.proposal)
                yield Change(Kind.OUTSIDE_AOC, owner, "", service, _using(here, service), says)


def _using(here: Iterable[Match], service: str) -> tuple[str, ...]:
    using = [
        each
        for match in here
        if match.proposal
        for each in (*match.proposal.deciding, *match.proposal.fitting)
        if each.service == service
    ]
    return tuple(addresses(using))


def _moved(old: Sequence[Effective], new: Sequence[Effective]) -> Iterable[Moved]:
    before = {each.cell.case.id: each for each in old}
    now = {each.cell.case.id: each for each in new}
    for each in differences(cells(old), cells(new)):
        yield Moved(each, tuple(_causes(before[each.case], now[each.case])))


def _causes(old: Effective, new: Effective) -> Iterable[str]:
    """Yield the workloads whose part of a test case is another than before, or is new or gone."""
    before = {part.workload: (part.owner, part.party) for part in old.parts}
    now = {part.workload: (part.owner, part.party) for part in new.parts}
    yield from (name for name in {**before, **now} if before.get(name) != now.get(name))
