"""Warnings on third parties' attestations (AOC) and takeovers, and on answers to older facts."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.ids import sort_key
from pcimatrix.catalogue.loader import shipped_services
from pcimatrix.catalogue.model import Owner
from pcimatrix.scope.answers import Answers
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.model import Scope, Standing
from pcimatrix.scope.third_parties import ThirdParty
from pcimatrix.text import did_you_mean, inflect, pluralize
from pcimatrix.yamlio.places import Path_

if TYPE_CHECKING:
    from pcimatrix.catalogue.services import ServiceNames

_MOST_SUGGESTIONS = 20
"""A scope's first unknown services get a suggestion."""


def warnings(scope: Scope) -> list[str]:
    """Return what `attestations` says, in words."""
    return [each.message for each in attestations(scope)]


def attestations(scope: Scope, as_of: str | None = None) -> list[Caution]:
    """Return warnings on the third parties' attestations (12.8.4) and takeovers (12.8.5).

    Open questions on what is deployed; missing attestations, AWS's included; old ones on the scope's date or, if given,
    on the day `as_of`; services in use outside them; takeovers by several third parties for the same workload.
    """
    found = _open_questions(scope)
    for number, party in enumerate(scope.third_parties):
        found += _on_attestation(party, ("third_parties", number), scope, as_of or scope.date)
    return [*found, *_aws_missing(scope), *_twice_taken_over(scope)]


def _open_questions(scope: Scope) -> list[Caution]:
    if not scope.questions:
        return []
    asked = pluralize(len(scope.questions), "open question")
    text = f"{asked} on what is deployed; answer with pcimatrix scope edit"
    return [Caution("open_questions", "questions", text, ("questions",))]


def _on_attestation(party: ThirdParty, path: Path_, scope: Scope, as_of: str) -> list[Caution]:
    """Return warnings on a third party's attestation: that there is none, its age, and services outside it."""
    if party.aoc is None:
        found = [Caution("aoc_missing", party.id, f"{party.name}: missing AOC (12.8.4)", path)]
    else:
        told = _date_warnings(party.name, party.aoc.date, scope.date, as_of)
        found = [Caution("aoc_date", party.id, each, (*path, "aoc", "date")) for each in told]
    hosts = {each.provider for each in scope.workloads}
    return found + (_service_warnings(party, path, scope) if party.id == Owner.AWS or party.id in hosts else [])


def _aws_missing(scope: Scope) -> list[Caution]:
    """Return a warning if workloads run on AWS, but AWS is no third party of the scope."""
    elsewhere = all(each.provider is not None for each in scope.in_scope())
    if elsewhere or any(party.id == Owner.AWS for party in scope.third_parties):
        return []
    text = "AWS: missing AOC (12.8.4); add AWS to the third parties (id: aws)"
    return [Caution("aoc_missing", Owner.AWS.value, text, ("third_parties",))]


def other_editions(scope: Scope) -> list[Caution]:
    """Return warnings on attestations to another standard, another edition or an earlier revision than the scope's.

    A later revision of the same edition is none: v4.0.1 has every requirement of v4.0.
    """
    return [
        Caution(
            "aoc_edition",
            party.id,
            f"{party.name}: the AOC is to {party.aoc.version}, and the scope to {scope.pci_dss} (12.8.4)",
            ("third_parties", number, "aoc", "version"),
        )
        for number, party in enumerate(scope.third_parties)
        if party.aoc is not None and not _covers(party.aoc.version, scope.pci_dss)
    ]


def _covers(attested: str, wanted: str) -> bool:
    of_aoc, of_scope = _numbers(attested), _numbers(wanted)
    if of_aoc is None or of_scope is None:
        return attested.strip().casefold() == wanted.strip().casefold()
    return of_aoc[:2] == of_scope[:2] and of_aoc >= of_scope


def _numbers(edition: str) -> tuple[int, ...] | None:
    """Return the numbers of an edition of PCI DSS (`4.0.1`, `PCI DSS v4.0.1`); None for another standard."""
    found = re.fullmatch(
        r"(?:pci[ -]?dss)?\s*(?:version|v)?\.?\s*([0-9]{1,3}(?:\.[0-9]{1,3}){0,3})", edition.strip().casefold()
    )
    if not found:
        return None
    numbers = tuple(int(each) for each in found[1].split("."))
    return numbers + (0,) * (2 - len(numbers))


def outdated(scope: Scope, facts: Facts) -> list[str]:
    """Return what `replaced_facts` says, in words."""
    return [each.message for each in replaced_facts(scope, facts)]


def replaced_facts(scope: Scope, facts: Facts) -> list[Caution]:
    """Return what to look at in answers to facts that have become several, or others."""
    replaced = facts.replaced()
    workloads = enumerate(scope.workloads)
    places: list[tuple[str, Answers, Path_]] = [("", scope.facts, ("facts",))]
    places += [(f" (workload {each.name})", each.facts, ("workloads", at, "facts")) for at, each in workloads]
    return [
        Caution(
            "replaced_fact",
            name,
            f"the fact {name}{where} is read as {', '.join(replaced[name])}: answer "
            f"{inflect(len(replaced[name]), 'this', 'these')} instead",
            (*path, name),
        )
        for where, answers, path in places
        for name in answers
        if name in replaced
    ]


def unknown_services(scope: Scope) -> list[Caution]:
    """Return a warning for each AWS service, in use or in AWS's AOC, with a name that is not known."""
    places: list[tuple[str, tuple[str, ...], Path_]] = [
        (each.name, each.services, ("workloads", at))
        for at, each in enumerate(scope.workloads)
        if each.provider is None
    ]
    places += [
        (each.name, each.services, ("third_parties", at))
        for at, each in enumerate(scope.third_parties)
        if each.id == Owner.AWS
    ]
    if not any(services for _, services, _ in places):
        return []
    names = shipped_services()
    unknown = [
        (where, name, (*path, "services", number))
        for where, services, path in places
        for number, name in enumerate(services)
        if names.known(name) is None
    ]
    hints = _hints([name for _, name, _ in unknown], names)
    return [
        Caution("service_unknown", name, f"{where}: unknown AWS service {name!r}; {hints[name]}", path)
        for where, name, path in unknown
    ]


def _hints(unknown: Iterable[str], names: "ServiceNames") -> dict[str, str]:
    """Return what to say of unknown names; the first get a suggestion, since seeking one compares all names."""
    spellings, otherwise = names.spellings(), "compared as text"
    return {
        name: did_you_mean(name, spellings, otherwise) if number < _MOST_SUGGESTIONS else otherwise
        for number, name in enumerate(dict.fromkeys(unknown))
    }


def _twice_taken_over(scope: Scope) -> list[Caution]:
    takers: dict[tuple[str, str], list[ThirdParty]] = {}
    for party in scope.third_parties:
        for workload in scope.in_scope():
            taken = {each for takeover in party.owns if takeover.concerns(workload.name) for each in takeover.within}
            for each in taken:
                takers.setdefault((each, workload.name), []).append(party)
    return [
        Caution(
            "takeover_twice",
            within,
            f"{within} for {workload}: taken over by {' and by '.join(each.name for each in parties)}; "
            f"the last in the file counts (12.8.5)",
            ("third_parties", scope.third_parties.index(parties[0]), "owns"),
        )
        for (within, workload), parties in sorted(takers.items(), key=lambda item: (sort_key(item[0][0]), item[0][1]))
        if len(parties) > 1
    ]


def _date_warnings(name: str, of_aoc: str, of_scope: str, as_of: str) -> list[str]:
    if of_aoc > of_scope:
        return [f"{name}: AOC of {of_aoc} is later than the scope's date, {of_scope} (12.8.4)"]
    for day in (of_scope, as_of):
        issued, today = date.fromisoformat(of_aoc), date.fromisoformat(day)
        if (issued.year + 1, issued.month, issued.day) < (today.year, today.month, today.day):
            return [f"{name}: AOC of {of_aoc} is older than twelve months on {day} (12.8.4)"]
    return []


def _service_warnings(party: ThirdParty, path: Path_, scope: Scope) -> list[Caution]:
    """Return what is used of a provider outside its attestation: of AWS, or of who hosts a workload."""
    host = None if party.id == Owner.AWS else party.id
    used = [
        (number, each)
        for number, each in enumerate(scope.workloads)
        if each.services and each.standing is not Standing.OUT_OF_SCOPE and each.provider == host
    ]
    if used and not party.services:
        text = f"{party.name}: the AOC's services are missing, so the services in use cannot be compared (12.8.4)"
        return [Caution("aoc_services", party.id, text, path)]
    if not used:
        return []
    names = shipped_services()
    attested = {names.meant(each) for each in party.services}
    outside = [
        (number, each.name, [one for one in each.services if names.meant(one) not in attested]) for number, each in used
    ]
    return [
        Caution(
            "aoc_services",
            name,
            f"{party.name}: {name} uses {', '.join(services)}, outside its AOC (12.8.4)",
            ("workloads", number, "services"),
        )
        for number, name, services in outside
        if services
    ]
