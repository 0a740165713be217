"""Warnings on third parties' attestations (AOC) and takeovers, and on answers to older facts."""

from datetime import date

from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.ids import sort_key
from pcimatrix.catalogue.model import Owner
from pcimatrix.scope.model import Scope, ThirdParty
from pcimatrix.text import pluralize


def warnings(scope: Scope) -> list[str]:
    """Return warnings on the third parties' attestations (12.8.4) and takeovers (12.8.5).

    Open questions on what is deployed; attestations that are missing (AWS's too) or old; services in use outside them;
    takeovers by several third parties for the same workload.
    """
    found = []
    if scope.questions:
        asked = pluralize(len(scope.questions), "open question")
        found.append(f"{asked} on what is deployed; answer with pcimatrix scope edit")
    for party in scope.third_parties:
        if party.aoc is None:
            found.append(f"{party.name}: missing AOC (12.8.4)")
        else:
            found += _date_warnings(party.name, party.aoc.date, scope.date)
        if party.id == Owner.AWS:
            found += _service_warnings(party, scope)
    if all(party.id != Owner.AWS for party in scope.third_parties):
        found.append("AWS: missing AOC (12.8.4); add AWS to the third parties (id: aws)")
    return found + _twice_taken_over(scope)


def outdated(scope: Scope, facts: Facts) -> list[str]:
    """Return what to look at in answers to facts that have become several, or others."""
    replaced = facts.replaced()
    places = [("", scope.facts), *((f" (workload {each.name})", each.facts) for each in scope.workloads)]
    return [
        f"the fact {name}{where} is read as {', '.join(replaced[name])}: answer "
        f"{'these' if len(replaced[name]) > 1 else 'this'} instead"
        for where, answers in places
        for name in answers
        if name in replaced
    ]


def _twice_taken_over(scope: Scope) -> list[str]:
    takers: dict[tuple[str, str], list[ThirdParty]] = {}
    for party in scope.third_parties:
        for workload in scope.in_scope():
            taken = {each for takeover in party.owns if takeover.concerns(workload.name) for each in takeover.within}
            for each in taken:
                takers.setdefault((each, workload.name), []).append(party)
    return [
        f"{within} for {workload}: taken over by {' and by '.join(each.name for each in parties)}; "
        f"the last in the file counts (12.8.5)"
        for (within, workload), parties in sorted(takers.items(), key=lambda item: (sort_key(item[0][0]), item[0][1]))
        if len(parties) > 1
    ]


def _date_warnings(name: str, of_aoc: str, of_scope: str) -> list[str]:
    issued, today = date.fromisoformat(of_aoc), date.fromisoformat(of_scope)
    if issued > today:
        return [f"{name}: AOC of {of_aoc} is later than the scope's date, {of_scope} (12.8.4)"]
    if (issued.year + 1, issued.month, issued.day) < (today.year, today.month, today.day):
        return [f"{name}: AOC of {of_aoc} is older than twelve months on {of_scope} (12.8.4)"]
    return []


def _service_warnings(aws: ThirdParty, scope: Scope) -> list[str]:
    used = [workload for workload in scope.in_scope() if workload.services]
    if used and not aws.services:
        return [f"{aws.name}: the AOC's services are missing, so the services in use cannot be compared (12.8.4)"]
    outside = [(each.name, [service for service in each.services if service not in aws.services]) for each in used]
    return [
        f"{aws.name}: {name} uses {', '.join(services)}, outside its AOC (12.8.4)"
        for name, services in outside
        if services
    ]
