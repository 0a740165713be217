"""Third parties' Attestations of Compliance (AOC): what is to be looked at before a scope rests on them."""

from datetime import date

from pcimatrix.model import Owner
from pcimatrix.scope import Scope, ThirdParty


def warnings(scope: Scope) -> list[str]:
    """Return what to look at in the third parties' attestations (12.8.4).

    Those that are not recorded, AWS's own among them, old ones, and services that workloads use outside them.
    """
    found = []
    for party in scope.third_parties:
        if party.aoc is None:
            found.append(f"{party.name}: no AOC is recorded (12.8.4)")
        else:
            found += _date_warnings(party.name, party.aoc.date, scope.date)
        if party.id == Owner.AWS:
            found += _service_warnings(party, scope)
    if all(party.id != Owner.AWS for party in scope.third_parties):
        found.append("AWS is not among the third parties (id: aws), so no AOC of it is recorded (12.8.4)")
    return found


def _date_warnings(name: str, of_aoc: str, of_scope: str) -> list[str]:
    issued, today = date.fromisoformat(of_aoc), date.fromisoformat(of_scope)
    if issued > today:
        return [f"{name}: its AOC of {of_aoc} is later than the scope's date, {of_scope} (12.8.4)"]
    if (issued.year + 1, issued.month, issued.day) < (today.year, today.month, today.day):
        return [f"{name}: its AOC of {of_aoc} is older than twelve months on {of_scope} (12.8.4)"]
    return []


def _service_warnings(aws: ThirdParty, scope: Scope) -> list[str]:
    used = [workload for workload in scope.in_scope() if workload.services]
    if used and not aws.services:
        return [f"{aws.name}: no services of its AOC are recorded, so those in use cannot be compared (12.8.4)"]
    outside = [(each.name, [service for service in each.services if service not in aws.services]) for each in used]
    return [
        f"{aws.name}: {name} uses {', '.join(services)}, outside its AOC (12.8.4)"
        for name, services in outside
        if services
    ]
