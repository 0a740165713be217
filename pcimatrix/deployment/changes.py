"""Changes of a scope's workloads and services by what is deployed."""

from collections.abc import Container, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from pcimatrix.catalogue.loader import shipped_services
from pcimatrix.catalogue.model import Owner
from pcimatrix.catalogue.services import ServiceNames
from pcimatrix.deployment.draft import addresses
from pcimatrix.deployment.matching import Match
from pcimatrix.deployment.proposals import Proposal
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.scope.model import Scope, Standing, Workload
from pcimatrix.scope.third_parties import ThirdParty


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


def changes_of(match: Match, types: ResourceTypes) -> Iterable[Change]:
    """Yield what changes of one workload, but its services."""
    old, new = match.workload, match.proposal
    if new is None:
        if old is not None:
            yield Change(Kind.GONE_WORKLOAD, old.name, old.pattern, "", (), "nothing of it is left after the change")
        return
    causes = tuple(addresses(new.deciding))
    if new.pattern is None:
        yield from _opened(old, new, types)
    elif old is None:
        says = f"{', '.join(new.services)}; counted as if in scope, since code cannot say its standing"
        yield Change(Kind.NEW_WORKLOAD, new.name, "", new.pattern, causes, says)
    elif old.pattern != new.pattern:
        outside = " It is out of scope, so no test case moves." if old.standing is Standing.OUT_OF_SCOPE else ""
        yield Change(Kind.PATTERN, old.name, old.pattern, new.pattern, causes, f"the pattern changes.{outside}")


def _opened(old: Workload | None, new: Proposal, types: ResourceTypes) -> Iterable[Change]:
    """Yield the open question on a workload's pattern, unless it was answered before: the file has its pattern then."""
    if old is not None and old.deployed == new.identity:
        return
    name, before = (new.name, "") if old is None else (old.name, old.pattern)
    says = "; ".join(types.question(each.question).asks for each in new.raised)
    if old is None and (not new.raised or new.raised[0].question == "nothing_runs"):
        says = f"{', '.join(new.services)}: nothing runs there, so nothing decides the pattern"
    yield Change(Kind.OPEN_QUESTION, name, before, "to decide", tuple(addresses(new.deciding)), says)


def service_changes(scope: Scope, found: Sequence[Match], *, whole: bool = True) -> Iterable[Change]:
    """Yield services that come and go, by group: a service that only moves between its workloads does neither.

    Without `whole` sources, none goes.
    """
    names = shipped_services()
    aws = next((each for each in scope.third_parties if each.id == Owner.AWS), None)
    for key in dict.fromkeys(match.proposal.key for match in found if match.proposal):
        group = _Group(tuple(match for match in found if match.proposal and match.proposal.key == key))
        stated = group.stated(names)
        yield from _new_services(group, stated, names)
        yield from _gone_services(group, stated, names) if whole else ()
        if aws is not None and aws.services:
            yield from _outside_aoc(group, aws, {*stated, *map(names.meant, aws.services)}, names)


class _Group(NamedTuple):
    """The matches of one group of resources, each with its proposal."""

    matches: tuple[Match, ...]

    @property
    def name(self) -> str:
        """The name of its first workload that the scope has; empty if it has none."""
        return next((match.workload.name for match in self.matches if match.workload), "")

    def stated(self, names: ServiceNames) -> dict[str, str]:
        """Return the services that the scope names, as the scope does, by the service meant."""
        workloads = [match.workload for match in self.matches if match.workload]
        return {names.meant(service): service for workload in workloads for service in workload.services}

    def used(self, *, known: bool = False) -> set[str]:
        """Return the services that its resources use, or those of workloads that the scope has alone."""
        proposals = [match.proposal for match in self.matches if match.proposal and (match.workload or not known)]
        return {service for proposal in proposals for service in proposal.services}


def _new_services(group: _Group, stated: Mapping[str, str], names: ServiceNames) -> Iterable[Change]:
    """Yield the services that the scope does not name, if it names any of the group's."""
    if not stated:
        return
    for service in sorted(each for each in group.used(known=True) if names.meant(each) not in stated):
        says = "a service that the scope does not name"
        yield Change(Kind.NEW_SERVICE, group.name, "", service, _using(group.matches, service), says)


def _gone_services(group: _Group, stated: Mapping[str, str], names: ServiceNames) -> Iterable[Change]:
    for service in sorted(stated.keys() - set(map(names.meant, group.used()))):
        says = "no resource uses it after the change"
        yield Change(Kind.GONE_SERVICE, group.name, stated[service], "", (), says)


def _outside_aoc(group: _Group, aws: ThirdParty, known: Container[str], names: ServiceNames) -> Iterable[Change]:
    owner = group.name or next(match.proposal.name for match in group.matches if match.proposal)
    for service in sorted(each for each in group.used() if names.meant(each) not in known):
        says = f"outside the AOC of {aws.name}, as the scope lists it (12.8.4)"
        yield Change(Kind.OUTSIDE_AOC, owner, "", service, _using(group.matches, service), says)


def _using(here: Iterable[Match], service: str) -> tuple[str, ...]:
    using = [
        each
        for match in here
        if match.proposal
        for each in (*match.proposal.deciding, *match.proposal.fitting)
        if each.service == service
    ]
    return tuple(addresses(using))
