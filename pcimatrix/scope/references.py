"""Cross-reference checks of a scope file, which a model cannot express."""

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.model import Catalogue
from pcimatrix.ownership.selection import known_ids
from pcimatrix.scope.answers import answers_of
from pcimatrix.scope.customers import bad_customers
from pcimatrix.scope.flows import bad_flows
from pcimatrix.scope.plain_values import mappings, texts
from pcimatrix.scope.validating import bad_validation
from pcimatrix.yamlio.places import Path_
from pcimatrix.yamlio.validation import Fault, Hint, show

RESERVED = ("customer", "na", "third_party", "missing")
"""Names of owners, and words for one, that no third party can use as an id."""
CUSTOMIZED = "customized_approach"
"""The fact that a scope's approaches can contradict."""
_Against: TypeAlias = dict[tuple[tuple[str, bool], ...], list[tuple[str, str]]]
"""By answers, the facts that another of these settles otherwise, each with that other fact."""


def scope_faults(values: Any, catalogue: Catalogue, patterns: list[str], facts: Facts) -> list[Fault]:
    """Return the faults of a scope's plain values, whatever they are.

    Unknown patterns, facts, ids, owners and workloads; duplicate names and ids; a missing reason; nothing in scope;
    facts that are answered against one another; unknown ends of flows; an approach that is not of a requirement, or
    that the standard does not allow for it.
    """
    if not isinstance(values, dict):
        return []
    # Dictionaries keep the order that messages show, and find a name at once.
    known = dict.fromkeys(known_ids(catalogue))
    workloads = dict.fromkeys(str(workload.get("name")) for _, workload in mappings(values.get("workloads")))
    parties = dict.fromkeys(str(party.get("id")) for _, party in mappings(values.get("third_parties")))
    owners = dict.fromkeys(("customer", "aws", "na", *parties))
    faults = [*_bad_answers(values.get("facts"), ("facts",), facts, {})]
    faults += _bad_workloads(values, dict.fromkeys(patterns), facts)
    faults += _bad_parties(values, known, workloads)
    for index, decision in mappings(values.get("decisions")):
        path = ("decisions", index)
        faults += _unknown_ids([decision.get("within")], known, (*path, "within"), single=True)
        if isinstance(decision.get("owner"), str):
            faults += _unknown(decision["owner"], owners, (*path, "owner"), "owner")
    faults += _bad_approaches(values, catalogue)
    faults += bad_validation(values)
    faults += bad_customers(values, known)
    faults += bad_flows(values.get("flows"), workloads, parties)
    return faults + _bad_record(values.get("expected"), known, owners)


def _bad_record(expected: Any, known: Collection[str], owners: Collection[str]) -> list[Fault]:
    """Return a fault for each unknown owner and each unknown or duplicate id among the recorded owners."""
    recorded = expected.get("owners") if isinstance(expected, dict) else None
    faults: list[Fault] = []
    seen = set()
    for owner, within in recorded.items() if isinstance(recorded, dict) else ():
        path = ("expected", "owners", owner)
        faults += _unknown(str(owner), owners, path, "owner")
        faults += _unknown_ids(within, known, path)
        for index, each in texts(within):
            if each in seen:
                faults.append(Fault((*path, index), f"duplicate id {show(each)}", "record one owner for each id"))
            seen.add(each)
    return faults


def _bad_workloads(values: dict[str, Any], patterns: Collection[str], facts: Facts) -> list[Fault]:
    faults: list[Fault] = []
    seen = set()
    standings = []
    against: _Against = {}
    for index, workload in mappings(values.get("workloads")):
        path = ("workloads", index)
        name, pattern = workload.get("name"), workload.get("pattern")
        if isinstance(name, str):
            if name in seen:
                found = f"duplicate workload {show(name)}"
                faults.append(Fault((*path, "name"), found, "give each a name of its own"))
            seen.add(name)
        if isinstance(pattern, str):
            faults += _unknown(pattern, patterns, (*path, "pattern"), "pattern")
        faults += _bad_answers(workload.get("facts"), (*path, "facts"), facts, against)
        standings.append(workload.get("standing"))
        if workload.get("standing") == "out_of_scope" and not workload.get("reason"):
            faults.append(Fault(path, "missing reason for a workload out of scope", "add reason: …"))
    if standings and all(standing == "out_of_scope" for standing in standings):
        faults.append(
            Fault(("workloads",), "no workload is in scope", "expected at least one in the CDE or connected to it")
        )
    return faults


def _bad_parties(values: dict[str, Any], known: Collection[str], workloads: Collection[str]) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    for index, party in mappings(values.get("third_parties")):
        path = ("third_parties", index)
        identifier = party.get("id")
        if isinstance(identifier, str):
            faults += _bad_party_id(identifier, seen, (*path, "id"))
            seen.add(identifier)
        for number, takeover in mappings(party.get("owns")):
            faults += _bad_takeover(takeover, known, workloads, (*path, "owns", number))
        if isinstance(party.get("matrix"), dict):
            faults += _unknown_workloads(party["matrix"].get("workloads"), workloads, (*path, "matrix"))
    return faults


def _bad_party_id(identifier: str, seen: Collection[str], path: Path_) -> list[Fault]:
    if identifier in RESERVED:
        return [Fault(path, f"the id {show(identifier)} is reserved for another owner", "choose another id")]
    if identifier in seen:
        return [Fault(path, f"duplicate id {show(identifier)}", "give each third party an id of its own")]
    return []


def _bad_takeover(
    takeover: dict[str, Any], known: Collection[str], workloads: Collection[str], path: Path_
) -> list[Fault]:
    faults = _unknown_ids(takeover.get("within"), known, (*path, "within"))
    return faults + _unknown_workloads(takeover.get("workloads"), workloads, path)


def _unknown_workloads(named: Any, workloads: Collection[str], path: Path_) -> list[Fault]:
    return [
        fault for at, name in texts(named) for fault in _unknown(name, workloads, (*path, "workloads", at), "workload")
    ]


def _bad_approaches(values: dict[str, Any], catalogue: Catalogue) -> list[Fault]:
    requirements = {each.id: each for each in catalogue.requirements()}
    faults: list[Fault] = []
    for index, approach in mappings(values.get("approaches")):
        identifier = approach.get("requirement")
        path = ("approaches", index, "requirement")
        if not isinstance(identifier, str):
            continue
        if identifier not in requirements:
            faults.append(Fault(path, f"unknown requirement {show(identifier)}", _one_of(identifier, requirements)))
        elif approach.get("approach") == "customized" and requirements[identifier].customized_approach:
            found = f"requirement {identifier} is not eligible for the customized approach"
            faults.append(Fault((*path[:2], "approach"), found, "expected defined or compensating_control"))
        elif approach.get("approach") == "customized" and _is_denied(values, CUSTOMIZED):
            found = f"the fact {CUSTOMIZED} is answered no, but {identifier} uses the customized approach"
            faults.append(Fault((*path[:2], "approach"), found, "answer the fact yes, or remove this approach"))
    return faults


def _one_of(identifier: str, requirements: Iterable[str]) -> str | Hint:
    """Return which requirement could be meant by an id that is none: one of a section's, else the nearest."""
    known = list(requirements)
    if below := [each for each in known if ids.is_within(each, identifier)]:
        return f"expected one of its requirements, e.g. {below[0]!r}"
    return Hint(identifier, known, "expected e.g. '8.3.6'")


def _is_denied(values: dict[str, Any], fact: str) -> bool:
    """Tell whether a fact is answered no for every workload in scope: by its own answer, else by the entity's."""
    answers = [
        {**answers_of(values.get("facts")), **answers_of(workload.get("facts"))}.get(fact)
        for _, workload in mappings(values.get("workloads"))
        if workload.get("standing") != "out_of_scope"
    ]
    return bool(answers) and all(answer is False for answer in answers)


def _unknown(name: str, known: Collection[str], path: Path_, kind: str) -> list[Fault]:
    if name in known:
        return []
    return [Fault(path, f"unknown {kind} {show(name)}", Hint(name, known))]


def _unknown_ids(given: Any, known: Collection[str], path: Path_, *, single: bool = False) -> list[Fault]:
    return [
        Fault(
            path if single else (*path, index), f"unknown id {show(each)}", Hint(each, known, "expected e.g. '8.3.2'")
        )
        for index, each in texts(given)
        if each not in known
    ]


def _bad_answers(given: Any, path: Path_, facts: Facts, against: _Against) -> list[Fault]:
    """Return a fault for each fact that there is not, and two for answers against one another: one at each place.

    `against` keeps what was found of answers: many workloads have few sets of them.
    """
    if not isinstance(given, dict):
        return []
    known = dict.fromkeys(facts.all_names())
    replaced = facts.replaced()
    unknown = [name for name in given if name not in replaced]
    faults = [fault for name in unknown for fault in _unknown(name, known, (*path, name), "fact")]
    answers = answers_of(given)
    words = {name: "yes" if each else "no" for name, each in answers.items()}
    key = tuple(answers.items())
    if key not in against:
        against[key] = facts.against(answers)
    return faults + [
        Fault(
            (*path, name),
            f"{name} is answered {words[name]}, but {other}: {words[other]} makes it {words[other]}",
            "correct one of the two",
        )
        for name, other in against[key]
    ]
