"""Changes of a scope's workloads and services by what is deployed."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from pcimatrix.catalogue.loader import shipped_services
from pcimatrix.catalogue.model import Owner
from pcimatrix.deployment.draft import addresses
from pcimatrix.deployment.matching import Match
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.scope.model import Scope, Standing


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


def service_changes(scope: Scope, found: Sequence[Match], *, whole: bool = True) -> Iterable[Change]:
    """Yield services that come and go, by group: a service that only moves between its workloads does neither.

    Without `whole` sources, none goes.
    """
    names = shipped_services()
    aws = next((each for each in scope.third_parties if each.id == Owner.AWS), None)
    keys = dict.fromkeys(match.proposal.key for match in found if match.proposal)
    for key in keys:
        here = [match for match in found if match.proposal and match.proposal.key == key]
        stated = {
            names.meant(service): service for match in here if match.workload for service in match.workload.services
        }
        with_old = [match for match in here if match.workload and match.proposal]
        now = {service for match in with_old if match.proposal for service in match.proposal.services}
        all_now = {service for match in here if match.proposal for service in match.proposal.services}
        name = with_old[0].workload.name if with_old and with_old[0].workload else ""
        if stated:
            for service in sorted(each for each in now if names.meant(each) not in stated):
                says = "a service that the scope does not name"
                yield Change(Kind.NEW_SERVICE, name, "", service, _using(here, service), says)
            used = set(map(names.meant, all_now))
            for service in sorted(stated.keys() - used) if whole else ():
                yield Change(Kind.GONE_SERVICE, name, stated[service], "", (), "no resource uses it after the change")
        if aws is not None and aws.services:
            known = {*stated, *map(names.meant, aws.services)}
            for service in sorted(each for each in all_now if names.meant(each) not in known):
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
