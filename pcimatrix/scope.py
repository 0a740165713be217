"""A company's own environment, as its scope file states it: workloads, facts, third parties, decisions."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from pcimatrix import ids
from pcimatrix.catalogue import digest
from pcimatrix.fact import Facts
from pcimatrix.loading import Fault, show, validate
from pcimatrix.model import FREEZE, THAW, Catalogue, Day, Identifier, Line, Model, Name
from pcimatrix.pattern import Patterns
from pcimatrix.query import known_ids
from pcimatrix.yamlfile import Document, Path_, read_yaml

Answers = Annotated[Mapping[Name, StrictBool], FREEZE, THAW]
"""Facts that are answered: yes (true) or no (false); what is not named is not answered."""
Count = Annotated[int, Field(strict=True, ge=0)]
Recorded = Annotated[
    Mapping[Name, tuple[Identifier, ...]],
    Field(description="By owner (customer, aws, na, a third party's id) what it owns; the nearest id holds"),
    FREEZE,
    THAW,
]


def _unanswered() -> Mapping[str, bool]:
    return MappingProxyType({})


class Assessment(StrEnum):
    """What the entity is assessed as."""

    MERCHANT = "merchant"
    SERVICE_PROVIDER = "service_provider"


class Standing(StrEnum):
    """How a workload stands to the cardholder data environment (CDE)."""

    CDE = "cde"
    """In the CDE: it stores, processes or transmits account data."""
    CONNECTED = "connected"
    """Connected to the CDE, or able to affect its security."""
    OUT_OF_SCOPE = "out_of_scope"
    """Neither; the reason says why."""


class Workload(Model):
    """One workload: where it runs, under which pattern, and how it stands to the CDE."""

    name: Line
    account: Line
    pattern: Name
    services: tuple[Line, ...] = ()
    standing: Standing
    reason: Line | None = None
    facts: Annotated[Answers, Field(default_factory=_unanswered)]


class Attestation(Model):
    """A third party's Attestation of Compliance (AOC)."""

    date: Day
    version: Line


class Takeover(Model):
    """Test cases that a third party owns, for some workloads (by name) or for all."""

    within: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    workloads: tuple[Line, ...] | None = None


class ThirdParty(Model):
    """A third-party service provider (TPSP) and what it has taken over; `aws` is AWS itself."""

    id: Name
    name: Line
    aoc: Attestation | None = None
    services: tuple[Line, ...] = ()
    owns: tuple[Takeover, ...] = ()


class Decision(Model):
    """An owner set by hand; the last decision on a test case holds."""

    within: Identifier
    owner: Annotated[Name, Field(description="customer, aws, na, or the id of a third party")]
    reason: Line
    by: Line
    date: Day


class Approach(Model):
    """How a requirement is met, where not by the defined approach alone."""

    requirement: Identifier
    approach: Literal["defined", "customized", "compensating_control"]
    reference: Line


class Expected(Model):
    """Totals that the scope is expected to have, so that drift is noticed; with owners, each test case that moved."""

    test_cases: Count
    customer: Count
    aws: Count
    third_party: Count
    na: Count
    owners: Recorded | None = None


class Scope(Model):
    """An entity's scope: everything that turns the catalogue into its own matrix."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    entity: Line
    assessment: Assessment
    pci_dss: Annotated[Line, Field(description="The version of PCI DSS assessed against, e.g. 4.0")]
    date: Day
    facts: Annotated[Answers, Field(default_factory=_unanswered)]
    workloads: Annotated[tuple[Workload, ...], Field(min_length=1)]
    third_parties: tuple[ThirdParty, ...] = ()
    approaches: tuple[Approach, ...] = ()
    decisions: tuple[Decision, ...] = ()
    expected: Expected | None = None

    def in_scope(self) -> tuple[Workload, ...]:
        """Return the workloads in the CDE or connected to it."""
        return tuple(each for each in self.workloads if each.standing is not Standing.OUT_OF_SCOPE)

    def party(self, identifier: str) -> ThirdParty:
        """Return the third party of this id, which must be there."""
        return next(each for each in self.third_parties if each.id == identifier)


class LoadedScope:
    """A scope that has been read, with the document that it came from."""

    def __init__(self, scope: Scope, document: Document) -> None:
        self.scope = scope
        self.document = document
        self.digest = digest(document.values)


def load_scope(path: str, catalogue: Catalogue, patterns: Patterns, facts: Facts) -> LoadedScope:
    """Read the scope file at `path`. Raises `InputError` with all errors of the file."""
    return scope_of(read_yaml(path), catalogue, patterns, facts)


def scope_of(document: Document, catalogue: Catalogue, patterns: Patterns, facts: Facts) -> LoadedScope:
    """Return the scope that a document holds. Raises `InputError` with all of its errors."""
    faults = _faults(document.values, known_ids(catalogue), patterns.names(), facts.names())
    return LoadedScope(validate(document, Scope, faults), document)


def _faults(values: Any, known: list[str], patterns: list[str], facts: list[str]) -> list[Fault]:
    """Return what a scope names that is not there, and what no model can see in one value alone."""
    if not isinstance(values, dict):
        return []
    workloads = [str(workload.get("name")) for _, workload in _items(values, "workloads")]
    parties = [str(party.get("id")) for _, party in _items(values, "third_parties")]
    faults = [*_bad_answers(values.get("facts"), ("facts",), facts)]
    faults += _bad_workloads(values, patterns, facts)
    faults += _bad_parties(values, known, workloads)
    for index, decision in _items(values, "decisions"):
        path = ("decisions", index)
        faults += _unknown_ids([decision.get("within")], known, (*path, "within"), single=True)
        if isinstance(decision.get("owner"), str):
            faults += _unknown(decision["owner"], ["customer", "aws", "na", *parties], (*path, "owner"), "owner")
    for index, approach in _items(values, "approaches"):
        faults += _unknown_ids([approach.get("requirement")], known, ("approaches", index, "requirement"), single=True)
    return faults + _bad_record(values.get("expected"), known, ["customer", "aws", "na", *parties])


def _bad_record(expected: Any, known: list[str], owners: list[str]) -> list[Fault]:
    """Return a fault for each owner and id of the recorded owners that is not there, and for each id named twice."""
    recorded = expected.get("owners") if isinstance(expected, dict) else None
    faults: list[Fault] = []
    seen = set()
    for owner, within in recorded.items() if isinstance(recorded, dict) else ():
        path = ("expected", "owners", owner)
        faults += _unknown(str(owner), owners, path, "owner")
        faults += _unknown_ids(within, known, path)
        for index, each in enumerate(within if isinstance(within, list) else ()):
            if isinstance(each, str):
                if each in seen:
                    faults.append(Fault((*path, index), f"{show(each)} has an owner already", "name each id once"))
                seen.add(each)
    return faults


def _bad_workloads(values: dict[str, Any], patterns: list[str], facts: list[str]) -> list[Fault]:
    faults: list[Fault] = []
    seen = set()
    standings = []
    for index, workload in _items(values, "workloads"):
        path = ("workloads", index)
        name, pattern = str(workload.get("name")), workload.get("pattern")
        if name in seen:
            faults.append(Fault((*path, "name"), f"the workload {show(name)} stands twice", "give each its own name"))
        seen.add(name)
        if isinstance(pattern, str):
            faults += _unknown(pattern, patterns, (*path, "pattern"), "pattern")
        faults += _bad_answers(workload.get("facts"), (*path, "facts"), facts)
        standings.append(workload.get("standing"))
        if workload.get("standing") == "out_of_scope" and not workload.get("reason"):
            faults.append(Fault(path, "a workload out of scope has no reason", "add reason: …"))
    if standings and all(standing == "out_of_scope" for standing in standings):
        faults.append(
            Fault(("workloads",), "no workload is in scope", "expected at least one in the CDE or connected to it")
        )
    return faults


def _bad_parties(values: dict[str, Any], known: list[str], workloads: list[str]) -> list[Fault]:
    faults: list[Fault] = []
    seen = {"customer", "na", "third_party"}
    for index, party in _items(values, "third_parties"):
        path = ("third_parties", index)
        identifier = str(party.get("id"))
        if identifier in seen:
            faults.append(Fault((*path, "id"), f"the id {show(identifier)} is taken", "give each its own id"))
        seen.add(identifier)
        for number, takeover in _items(party, "owns"):
            place = (*path, "owns", number)
            faults += _unknown_ids(takeover.get("within"), known, (*place, "within"))
            named = takeover.get("workloads")
            for at, name in enumerate(named if isinstance(named, list) else ()):
                if isinstance(name, str):
                    faults += _unknown(name, workloads, (*place, "workloads", at), "workload")
    return faults


def _items(values: dict[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    items = values.get(key)
    return [(n, item) for n, item in enumerate(items) if isinstance(item, dict)] if isinstance(items, list) else []


def _unknown(name: str, known: list[str], path: Path_, kind: str) -> list[Fault]:
    if name in known:
        return []
    near = ids.nearest(name, known)
    hint = f"did you mean {near[0]!r}?" if near else f"expected one of: {', '.join(known)}"
    return [Fault(path, f"there is no {kind} {show(name)}", hint)]


def _unknown_ids(given: Any, known: list[str], path: Path_, *, single: bool = False) -> list[Fault]:
    if not isinstance(given, list):
        return []
    faults: list[Fault] = []
    for index, each in enumerate(given):
        if isinstance(each, str) and each not in known:
            near = ids.nearest(each, known)
            place = path if single else (*path, index)
            hint = f"did you mean {near[0]!r}?" if near else "expected e.g. '8.3.2'"
            faults.append(Fault(place, f"there is no {show(each)} in the catalogue", hint))
    return faults


def _bad_answers(given: Any, path: Path_, facts: list[str]) -> list[Fault]:
    if not isinstance(given, dict):
        return []
    return [fault for name in given for fault in _unknown(name, facts, (*path, name), "fact")]
